"""The program in a real pseudo-terminal."""

import json
from pathlib import Path
from typing import Any

import pexpect

from tests.support import surroundings
from tests.support.effort import PATIENCE


class Terminal:
    """`comms` in a real pseudo-terminal, which asks for everything unless an interview is to be short."""

    def __init__(
        self, folder: Path, *arguments: str, reads: str = "utf-8", full: bool = True, **environment: str
    ) -> None:
        import sys

        if full and arguments[:1] == ("new",):
            arguments = (*arguments, "--full")

        own = {
            "TERM": "xterm",
            "LANG": "en_US.UTF-8",
            "HOME": str(folder),
            "XDG_STATE_HOME": str(folder / ".state"),
            "PROMPT_TOOLKIT_NO_CPR": "1",  # this terminal does not report the cursor position
        }
        self.child: Any = pexpect.spawn(
            sys.executable,
            ["-m", "cli.app", *arguments],
            cwd=str(folder),
            env={**surroundings(), **own, **environment},
            dimensions=(40, 100),
            encoding=reads,
            timeout=PATIENCE,
        )

    def answer(self, prompt: str, text: str) -> None:
        self.child.expect_exact(prompt)
        self.child.send(text + "\r")

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)


def drafts_of(folder: Path) -> list[dict[str, Any]]:
    files = sorted((folder / ".state" / "comms" / "drafts").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]
