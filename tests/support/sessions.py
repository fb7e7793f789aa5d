"""Terminal sessions that a page of the documentation shows, played against the program.

A page is played from its top to its bottom in one folder. A block with a `title` is a file that the reader
writes. A `console` block is a session: `$ ` opens a command, what follows is what it prints, and `…` alone on
a line stands for lines left out. A block without a command goes on with the session before it. An interview
is typed at a terminal: what the page shows behind a prompt is the answer, and a prompt that it leaves out is
answered with Enter.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from tests.support import surroundings
from tests.support.effort import PATIENCE
from tests.support.here import printed_here

LEFT_OUT = "…"
_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_OF_THE_SHELL = re.compile(r"[|&;<>$`*~]")
_LOCALES = {"en": "en_US.UTF-8", "zh": "zh_CN.UTF-8"}


@dataclass
class Command:
    """A command that a page shows, and the lines that it prints there."""

    line: str
    shown: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class File:
    """A file that a page has its reader write."""

    name: str
    text: str


def steps_of(text: str) -> list[Command | File]:
    """The files and commands of a page in their order."""
    steps: list[Command | File] = []
    for syntax, title, block in _BLOCK.findall(text):
        if title:
            steps.append(File(title, block))
        elif syntax == "console":
            for line in block.splitlines():
                if line.startswith("$ "):
                    steps.append(Command(line[2:]))
                elif (last := steps[-1] if steps else None) and isinstance(last, Command):
                    _go_on(last, line)
    return steps


def _go_on(command: Command, line: str) -> None:
    """Takes a line for the rest of a command that ends in a backslash, else for what it prints."""
    if command.line.endswith("\\") and not command.shown:
        command.line += f"\n{line}"
    else:
        command.shown.append(line)


def play(text: str, language: str, folder: Path) -> None:
    """Does what a page says in an empty folder; fails where the program prints something else."""
    environment = _environment(language, folder)
    work = folder / "work"
    work.mkdir()
    for step in steps_of(text):
        if isinstance(step, File):
            (work / step.name).parent.mkdir(parents=True, exist_ok=True)
            (work / step.name).write_text(step.text, encoding="utf-8")
            continue
        interactive = "--plain" in step.line
        printed = _typed(step, work, environment) if interactive else _run(step.line, work, environment)
        _compare(step, printed.replace(f"{work}{os.sep}", "").replace(str(work), "."))


def _environment(language: str, folder: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    home = {
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    return {
        **surroundings(),
        **home,
        "PATH": path,
        "LANG": _LOCALES[language],
        "COLUMNS": "88",
        "TERM": "dumb",
    }


def _run(line: str, work: Path, environment: dict[str, str]) -> str:
    if line.startswith("comms ") and not _OF_THE_SHELL.search(line):
        words = shlex.split(line.replace("\\\n", " "))
        return printed_here(*words[1:], cwd=work, environment=environment)
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=work,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return done.stdout


def _typed(step: Command, work: Path, environment: dict[str, str]) -> str:
    """What a command prints at a terminal, the answers of the page typed at its prompts."""
    terminal = pexpect.spawn(
        "bash",
        ["-c", step.line],
        cwd=str(work),
        env=environment,  # type: ignore[arg-type] - a mapping of any kind will do
        encoding="utf-8",
        dimensions=(200, 88),
        timeout=PATIENCE,
    )
    printed, position = "", 0
    while terminal.expect([r"\n([^\s›][^\r\n]*[:：] )$", pexpect.EOF]) == 0:
        prompt = terminal.match.group(1)
        printed += terminal.before + terminal.after
        answer, position = _answer(step.shown, prompt, position)
        terminal.sendline(answer)
    return (printed + terminal.before).replace("\r\n", "\n").replace("\r", "")


def _answer(shown: list[str], prompt: str, start: int) -> tuple[str, int]:
    """What the page shows behind the next prompt of that name, and where the page is then."""
    for index in range(start, len(shown)):
        if shown[index].startswith(prompt.rstrip()):
            return shown[index].removeprefix(prompt.rstrip()).strip(), index + 1
        if shown[index] == LEFT_OUT and not any(line.startswith(prompt.rstrip()) for line in shown[index:]):
            break
    return "", start


def _compare(step: Command, printed: str) -> None:
    """Fails unless the lines printed are those shown, but for those left out."""
    lines = [line.rstrip() for line in printed.strip("\n").splitlines()]
    shown = [line.rstrip() for line in "\n".join(step.shown).strip("\n").splitlines()]
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else re.escape(line) + r"\n" for line in shown)
    actual = "".join(f"{line}\n" for line in lines)
    assert re.fullmatch(pattern, actual), f"$ {step.line}\n{actual}"
