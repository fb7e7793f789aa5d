"""What all tests share: the contract's files, golden files, the program run as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from comms.linting.check import check
from comms.linting.run import lint_text
from comms.reading import read_bytes
from comms.workspace.case import Case
from comms.workspace.loading import load_case

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN = Path(__file__).parent / "golden"
CONTRACT = ROOT.parent / "shared" / "contract"
CONTRACT_FILES = (
    "design-brief.zh.yaml",
    "design-brief.en.md",
    "restock-brief.zh.yaml",
    "request-by-hand.zh.md",
    "order-confirmation.zh.yaml",
    "order-confirmation.zh.r2.yaml",
    "order-confirmation.en.yaml",
    "change-request.zh.yaml",
    "delay-notice.zh.yaml",
    "delay-notice.en.yaml",
    "compensation-policy.yaml",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is left to CI, which sets COMMS_LONG."""
    if "COMMS_LONG" in os.environ:
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="runs with COMMS_LONG only"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the golden files anew")


@pytest.fixture
def contract() -> Path:
    """The folder of the public file format's samples."""
    if not CONTRACT.is_dir():
        pytest.skip("the contract's files are not beside this checkout")
    return CONTRACT


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file; `--update` writes it."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.read_text(encoding="utf-8") == text

    return compare


@dataclass(frozen=True)
class Ran:
    """The outcome of a run of the program."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, cwd: Path, stdin: str = "", **environment: str) -> Ran:
    """Runs `comms` without a terminal, in a folder, with a home of its own."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT", "TMPDIR")}
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", *map(str, arguments)],
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        env={
            **kept,
            "LANG": "en_US.UTF-8",
            "XDG_STATE_HOME": str(cwd / ".state"),
            "HOME": str(cwd),
            **environment,
        },
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def case_of(text: str | bytes, name: str = "request.yaml") -> Case:
    """The case of a file's content."""
    return load_case(read_bytes(text.encode() if isinstance(text, str) else text, name))


def codes_of(text: str | bytes, name: str = "request.yaml") -> list[str]:
    """The codes of the findings of a file's content, in their order."""
    content = text.encode() if isinstance(text, str) else text
    return [each.code for each in lint_text(content, name, "en").findings]


def finding_of(text: str | bytes, code: str, name: str = "request.yaml", language: str = "en"):  # type: ignore[no-untyped-def]
    """The one finding of a code in a file's content."""
    content = text.encode() if isinstance(text, str) else text
    (found,) = [each for each in lint_text(content, name, language).findings if each.code == code]
    return found


__all__ = [
    "CONTRACT_FILES",
    "EXAMPLES",
    "ROOT",
    "case_of",
    "check",
    "codes_of",
    "finding_of",
    "run",
]
