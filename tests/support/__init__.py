"""Shared by all tests: paths, the program run as a user runs it, the findings of a text."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from comms.linting.run import lint_text
from comms.reading import read_bytes
from comms.workspace.case import Case
from comms.workspace.loading import load_case
from tests.support.effort import PATIENCE

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
EXAMPLES = ROOT / "examples"
GOLDEN = TESTS / "golden"
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


@dataclass(frozen=True)
class Ran:
    """The exit status and output of one run of the program."""

    status: int
    out: str
    err: str


def surroundings() -> dict[str, str]:
    """The variables that a program needs on any machine, and those that say what day and hour it is here."""
    needed = ("PATH", "SYSTEMROOT", "TMPDIR", "TZ", "LD_PRELOAD")
    return {key: os.environ[key] for key in needed if key in os.environ}


def home_in(folder: Path, **environment: str) -> dict[str, str]:
    """The variables of a program whose home is a folder; those named besides are added or win."""
    own = {"LANG": "en_US.UTF-8", "XDG_STATE_HOME": str(folder / ".state"), "HOME": str(folder)}
    return {**surroundings(), **own, **environment}


def run(*arguments: str | Path, cwd: Path, stdin: str = "", **environment: str) -> Ran:
    """Run `comms` without a terminal in a folder, with its own home.

    It is a process of its own, which `run_here` saves wherever a test needs none.
    """
    done = subprocess.run(
        [sys.executable, "-m", "cli.app", *map(str, arguments)],
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        env=home_in(cwd, **environment),
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def case_of(text: str | bytes, name: str = "request.yaml") -> Case:
    """Return the case of a file's content."""
    return load_case(read_bytes(text.encode() if isinstance(text, str) else text, name))


def codes_of(text: str | bytes, name: str = "request.yaml") -> list[str]:
    """Return the codes of a file's findings in order."""
    content = text.encode() if isinstance(text, str) else text
    return [finding.code for finding in lint_text(content, name, "en").findings]


def finding_of(text: str | bytes, code: str, name: str = "request.yaml", language: str = "en"):  # type: ignore[no-untyped-def]
    """Return the only finding of a code in a file's content."""
    content = text.encode() if isinstance(text, str) else text
    (found,) = [finding for finding in lint_text(content, name, language).findings if finding.code == code]
    return found
