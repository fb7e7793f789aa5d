"""A bug report describes the installation and reveals nothing private."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from comms import __version__
from comms.language.phrases import LANGUAGES, say
from comms.runtime.diagnosis import INDIRECT, diagnosis, without_home
from tests.support import run
from tests.support.here import run_here


def lines_of(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.splitlines())


def test_the_version_is_told_with_python_and_platform(tmp_path: Path) -> None:
    ran = run("--version", cwd=tmp_path)
    assert ran.status == 0
    assert ran.out == (
        f"comms {__version__} (Python {platform.python_version()}, {platform.system()} {platform.machine()})\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_names_versions_platform_and_libraries(language: str, tmp_path: Path) -> None:
    ran = run_here("bug", "--language", language, cwd=tmp_path, TERM="vt100")
    assert ran.status == 0
    told = lines_of(ran.out)
    assert told["comms"] == __version__
    assert told["Python"].startswith(platform.python_version())
    assert told["platform"] == platform.platform()
    assert {"typer", "pydantic", "pyyaml", "python-docx", *INDIRECT} <= {name.lower() for name in told}
    assert not {"pytest", "ruff", "mypy"} & set(told), "what developers use is no part of it"
    assert told["terminal"].startswith("stdin no terminal, stdout no terminal, stderr no terminal")
    assert "LANG=en_US.UTF-8" in told["locale"]
    assert "TERM=vt100" in told["locale"]
    assert ran.err == say("bug.paste", language) + "\n"


def test_a_report_says_neither_who_nor_where_the_user_is(tmp_path: Path) -> None:
    home = tmp_path / "home of a-person"
    home.mkdir()
    secrets = {"USER": "a-person", "LOGNAME": "a-person", "HOSTNAME": "a-host", "COMMS_TOKEN": "a-token"}
    ran = run_here("bug", cwd=home, HOME=str(home), LC_ALL=f"{home}/locale", **secrets)
    assert ran.status == 0
    for private in ("a-person", "a-host", "a-token", str(tmp_path)):
        assert private not in ran.out + ran.err
    assert "LC_ALL=~/locale" in ran.out


def test_a_report_is_made_without_an_installation_and_with_closed_streams(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import importlib.metadata

    def absent(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", absent)
    monkeypatch.setattr(importlib.metadata, "version", absent)
    monkeypatch.setattr(sys, "stdin", None)
    told = lines_of(diagnosis())
    assert told["terminal"].startswith("stdin closed, ")
    assert told["click"] == "not installed"


def test_a_home_is_shortened_and_a_root_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/someone"))
    assert without_home('File "/home/someone/x/comms/app.py"') == 'File "~/x/comms/app.py"'
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert without_home("/usr/lib") == "/usr/lib"


def failing(tmp_path: Path, before: str = "") -> str:
    """Return the log of a run that ends in a bug, with the failing file in the user's home folder."""
    script = tmp_path / "faulty.py"
    script.write_text(
        f"import sys, cli.terminal.errors, cli.app, comms.runtime.diagnosis\n{before}\n"
        "sys.exit(cli.terminal.errors.run(lambda: 1 // 0))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
    )
    assert done.returncode == 3
    (log,) = tmp_path.glob("comms-*.log")
    return log.read_text(encoding="utf-8")


def test_the_log_of_a_fault_begins_with_the_same_and_shortens_the_home(tmp_path: Path) -> None:
    told, _, trace = failing(tmp_path).partition("\n\n")
    assert lines_of(told)["comms"] == __version__
    assert lines_of(told)["Python"].startswith(platform.python_version())
    assert lines_of(told)["platform"] == platform.platform()
    assert 'File "~/faulty.py"' in trace
    assert trace.endswith("ZeroDivisionError: integer division or modulo by zero\n")


def test_a_fault_in_the_report_costs_no_traceback(tmp_path: Path) -> None:
    log = failing(
        tmp_path, "def broken(): raise RuntimeError('no report')\ncomms.runtime.diagnosis.diagnosis = broken"
    )
    assert log.startswith("RuntimeError('no report')\n\nTraceback")
    assert "ZeroDivisionError" in log
