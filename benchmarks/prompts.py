"""Measures the wait from Enter to the next prompt, against a bare questionary prompt.

Both run in their own pseudo-terminals, in turns; the figures are medians. `--answers` sets the number of
prompts of each that are measured, `--files` the number of other requests in the folder.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import pexpect
from corpus import make_requests

BARE = """
import itertools
import questionary
for number in itertools.count():
    questionary.text(f"question {number}:").unsafe_ask()
"""
LAST = "\x1b[?25h"
"""The last output of a prompt when it has been drawn: it shows the cursor."""


def spawned(arguments: list[str], folder: str) -> "pexpect.spawn[str]":
    environment = {**os.environ, "TERM": "xterm", "LANG": "en_US.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1"}
    environment |= {"HOME": folder, "XDG_STATE_HOME": folder}
    child = pexpect.spawn(
        sys.executable, arguments, cwd=folder, env=environment, encoding="utf-8", timeout=20
    )
    child.delaybeforesend = None
    return child


def answered(child: "pexpect.spawn[str]", prompt: str, text: str) -> float:
    """Type an answer at the present prompt; return the seconds until the next prompt is drawn."""
    child.send(text)
    child.expect_exact(text[-1])
    time.sleep(0.05)
    began = time.perf_counter()
    child.send("\r")
    child.expect_exact(prompt)
    child.expect_exact(LAST)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--files", type=int, default=0)
    asked = parser.parse_args()
    count = asked.answers
    with tempfile.TemporaryDirectory() as folder:
        make_requests(Path(folder) / "requests", asked.files)
        script = Path(folder) / "bare.py"
        script.write_text(BARE)
        bare = spawned([str(script)], folder)
        ours = spawned(
            ["-m", "cli.app", "new", "brief", "--set", "title=t", "--set", "what=3 banners"], folder
        )
        for child, prompt in ((bare, "question 0:"), (ours, "Why:")):
            child.expect_exact(prompt)
            child.expect_exact(LAST)
        seconds: dict[str, list[float]] = {"bare questionary": [], "comms": []}
        for number in range(count):
            seconds["bare questionary"].append(answered(bare, f"question {number + 1}:", f"answer {number}"))
            # back and forth between two questions, so that every answer is accepted, checked and saved
            seconds["comms"].append(answered(ours, "Due", f"62 of 180 complaints in May, {number}"))
            ours.send("<\r")
            ours.expect_exact("Why:")
            ours.expect_exact(LAST)
        for child in (bare, ours):
            child.close(force=True)
    medians = {name: statistics.median(taken) * 1000 for name, taken in seconds.items()}
    for name, value in medians.items():
        print(f"{name:<20} {value:6.1f} ms")
    ratio = medians["comms"] / medians["bare questionary"]
    print(f"comms / bare questionary: {ratio:.2f} (at most 2: {'reached' if ratio <= 2 else 'missed'})")


if __name__ == "__main__":
    main()
