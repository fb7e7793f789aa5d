"""What is sent out and what receives reports: wheel, sdist, image, workflows and issue forms."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from comms import __all__ as public_names
from comms import __version__
from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES
from tests.support import ROOT
from tests.support.here import run_here

FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.*.yml"))
WORKFLOWS = {
    "vendor.github-workflows": ROOT / ".github" / "workflows" / "ci.yml",
    "vendor.gitlab-ci": ROOT / ".gitlab-ci.yml",
}


def loaded(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


# --- workflows and forms -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        *WORKFLOWS.items(),
        *(("vendor.github-issue-forms", form) for form in FORMS),
        ("vendor.github-issue-config", ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"),
    ],
    ids=lambda each: each.name if isinstance(each, Path) else each,
)
def test_workflows_and_forms_are_what_their_readers_expect(schema: str, file: Path) -> None:
    pytest.importorskip("check_jsonschema")
    known = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--help"], capture_output=True, text=True, check=True
    )
    if schema not in known.stdout:
        pytest.skip(f"this check-jsonschema does not know {schema}")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", WORKFLOWS.values(), ids=lambda each: each.name)
def test_a_workflow_runs_the_checks_and_builds_what_is_sent(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for command in (".ci/run", "make test", "python -m build", "make docs", "docker build --tag comms ."):
        assert re.search(rf"^ *- (?:run: )?{re.escape(command)}$", text, re.MULTILINE), command
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_each_form_stands_there_in_each_language() -> None:
    assert {form.name for form in FORMS} == {
        f"{form}.{language}.yml" for form in ("bug", "request") for language in LANGUAGES
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.name)
def test_a_form_that_is_filled_in_is_a_request_without_errors(form: Path, tmp_path: Path) -> None:
    filled = [each["attributes"] for each in loaded(form)["body"] if each["type"] != "markdown"]
    answers = "".join(f"### {each['label']}\n\n{each.get('placeholder', '-')}\n\n" for each in filled)
    (tmp_path / "issue.md").write_text(f"# {loaded(form)['title']}500 ±5 %\n\n{answers}", encoding="utf-8")
    ran = run_here("lint", "--format", "json", cwd=tmp_path)
    errors = [each["code"] for each in json.loads(ran.out) if each["severity"] == "error"]
    assert (ran.status, errors) == (0, [])
    assert run_here("lint", cwd=tmp_path).out.endswith("files checked: 1\n"), "it is known for a request"


@pytest.mark.parametrize(
    "form", [each for each in FORMS if each.name.startswith("bug")], ids=lambda each: each.name
)
def test_the_form_for_faults_asks_for_the_report_of_the_program(form: Path) -> None:
    (field,) = [each for each in loaded(form)["body"] if each.get("id") == "diagnosis"]
    assert "`comms bug`" in field["attributes"]["description"]
    assert field["validations"]["required"] is True


# --- the image ---------------------------------------------------------------------------------------


def test_the_image_is_small_and_not_root() -> None:
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    last = stages[-1].splitlines()
    assert last[0].endswith("-slim")
    (user,) = [line.removeprefix("USER ") for line in last if line.startswith("USER ")]
    assert user.isdecimal(), "a number can be checked by whoever runs it"
    assert user != "0"
    assert 'ENTRYPOINT ["comms"]' in last
    assert not [line for line in last if "pip install" in line or line.startswith("ADD")]


def test_the_image_is_made_of_what_the_wheel_needs() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert all((ROOT / name).exists() for name in names)
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    assert names == kept, "nothing else of the folder reaches the build"


def has_daemon() -> bool:
    docker = shutil.which("docker")
    return (
        docker is not None
        and subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0
    )


@pytest.mark.long
def test_the_image_runs() -> None:
    if not has_daemon():
        pytest.skip("there is no Docker daemon")
    subprocess.run(["docker", "build", "--tag", "comms:test", "."], cwd=ROOT, check=True)
    done = subprocess.run(
        ["docker", "run", "--rm", "comms:test", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(f"comms {__version__} ")


# --- wheel and sdist ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist, and the wheel that is built from it."""
    pytest.importorskip("build")
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.long
def test_the_wheel_holds_the_program_its_words_and_the_examples(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "comms/py.typed" in names
    for language in LANGUAGES:
        assert f"comms/templates/{language}/messages.toml" in names
    for kind in KINDS:
        assert [each for each in names if each.startswith(f"comms/examples/{kind}/good/")]
    assert {each.partition("/")[0] for each in names} == {"cli", "comms", f"comms-{__version__}.dist-info"}


@pytest.mark.long
def test_the_sdist_holds_tests_and_documentation(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"tests/conftest.py", "docs/website.py", "docs/en/index.md", "CHANGELOG.md", "LICENSE"} <= names
    assert not [each for each in names if each.startswith((".venv", "build", "demo", ".git/"))]


TYPED = """\
from pathlib import Path

import comms


def judged(file: Path) -> list[str]:
    case = comms.load(file)
    findings: list[comms.Finding] = comms.check(case, "en")
    if case.document is not None:
        layout = comms.Layout("en", workspace=case.workspace)
        page: bytes = comms.render(case.document, "html", layout)
        assert page.startswith(b"<!DOCTYPE html>")
    return [f"{each.code} {each.field} {each.span.line} {each.severity}" for each in findings]


def lines_of(run: str) -> int:
    try:
        return len(comms.lint([Path(run)], "en").findings)
    except comms.CommsError as error:
        return len(error.values)


def worst(case: comms.Case) -> comms.Severity | None:
    document: comms.Document | None = case.document
    found: comms.Lint = comms.lint_text(b"kind: brief", "brief.yaml", "en")
    severities = [finding.severity for finding in found.findings]
    return comms.Severity.ERROR if document is None or comms.Severity.ERROR in severities else None


names: list[str] = sorted(comms.KINDS)
rules: int = len(comms.RULES)
version: str = comms.__version__
title: object = comms.schema(names[0], "en")["title"]
model = comms.model_of(names[0])
unreadable: type[comms.CommsError] = comms.Unreadable
print(judged(Path("brief.yaml")), lines_of("."), rules, version, title, model.__name__, unreadable.__name__)
"""


@pytest.mark.long
def test_the_wheel_runs_and_is_typed_in_an_empty_environment(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert all(f"comms.{name}" in TYPED for name in public_names), "the program uses every public name"
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    scripts = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    clean = {key: each for key, each in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def act(program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(scripts / program), *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={**clean, "HOME": str(tmp_path), "LANG": "en_US.UTF-8"},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    act("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel))
    assert act("comms", "--version").startswith(f"comms {__version__} ")
    assert "W101" in act("comms", "explain")
    act("comms", "demo")
    assert list((tmp_path / "demo").glob("*.docx"))
    shutil.copy(ROOT / "examples" / "brief" / "good" / "stocktake.en.yaml", tmp_path / "brief.yaml")
    (tmp_path / "typed.py").write_text(TYPED, encoding="utf-8")
    assert act("python", "typed.py").startswith("[] ")
    act("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "mypy")
    act("python", "-m", "mypy", "--strict", "typed.py")
