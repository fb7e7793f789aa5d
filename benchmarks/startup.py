"""Measures the wait for the first prompt and for --help, against minimal programs.

Prints medians of several runs and the ratios to reach. Run it with `make bench` on a quiet machine.
"""

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pexpect

import cli
import comms

RUNS = 21

BARE_PROMPT = """
import sys
import typer, rich.console, rich.table, pydantic, yaml, questionary
class Brief(pydantic.BaseModel):
    title: str | None = None
Brief.model_validate({"title": "t"})
from prompt_toolkit.output.defaults import create_output
questionary.text("Title:", output=create_output(stdout=sys.stderr)).unsafe_ask()
"""
BARE_TYPER = """
import typer
app = typer.Typer(rich_markup_mode=None, add_completion=False)
@app.callback()
def main() -> None: pass
@app.command()
def empty() -> None: pass
app()
"""


def first_prompt(arguments: list[str], folder: Path) -> float:
    """Return the seconds from the start of a program until its first prompt is on the terminal."""
    environment = {
        **os.environ,
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "XDG_STATE_HOME": str(folder),
        "LANG": "en_US.UTF-8",
    }
    began = time.perf_counter()
    program = pexpect.spawn(sys.executable, arguments, cwd=str(folder), env=environment, timeout=30)
    program.expect("Title:")
    took = time.perf_counter() - began
    program.close(force=True)
    return took


def whole_run(arguments: list[str], folder: Path) -> float:
    """Return the seconds of a whole run."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def compare(title: str, measure, ours: list[str], theirs: list[str], reach: float) -> None:  # type: ignore[no-untyped-def]
    """Measure both in turns, so that a busy machine slows both, and print the medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(ours, folder), measure(theirs, folder)  # fills the disk cache
        times = [(measure(ours, folder), measure(theirs, folder)) for _ in range(RUNS)]
    mine, others = map(statistics.median, zip(*times, strict=True))
    verdict = "reached" if mine / others <= reach else "missed"
    print(
        f"{title:<34} {mine * 1000:6.0f} ms  {others * 1000:6.0f} ms  {mine / others:5.2f}"
        f"  (at most {reach}: {verdict})"
    )


def main() -> None:
    for package in (cli, comms):  # an installed program has its bytecode, as its libraries do
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    print(f"{'':<34} {'comms':>9}  {'bare':>9}  ratio")
    compare(
        "first prompt / bare questionary",
        first_prompt,
        ["-m", "cli.app", "new", "brief"],
        ["-c", BARE_PROMPT],
        1.3,
    )
    compare(
        "--help / Typer, one empty command",
        whole_run,
        ["-m", "cli.app", "--help"],
        ["-c", BARE_TYPER, "--help"],
        1.15,
    )


if __name__ == "__main__":
    main()
