"""Measures `comms list` over a workspace of 5,000 documents, cold and warm, against `comms lint`.

Seven in ten are requests, two are orders, and one is a letter about an order, whose findings and whose
customer depend on that order. Prints medians, in turns so that a busy machine slows all of them, and the
ratios to reach. Run it with `make bench` on a quiet machine.
"""

import argparse
import compileall
import os
import shutil
import sys
import tempfile
from pathlib import Path

from corpus import make_workspace
from lint import Contender, reached

import cli
import comms

PROGRAM = [sys.executable, "-m", "cli.app"]


def contenders(workspace: Path, empty: Path, cache: Path) -> dict[str, Contender]:
    """Return the commands by name; the cold one comes first, so that the others find its cache."""

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    listed = [*PROGRAM, "list", str(workspace)]
    found = [
        Contender("list, cold", listed, forget),
        Contender("list, warm", listed),
        Contender("list, warm, json", [*listed, "--format", "json"]),
        Contender("list of one owner, warm", [*listed, "--owner", "okafor"]),
        Contender("lint, warm", [*PROGRAM, "lint", "--format", "json", str(workspace)]),
        Contender("lint of an empty folder", [*PROGRAM, "lint", "--format", "json", str(empty)]),
    ]
    return {contender.name: contender for contender in found}


def report(found: dict[str, Contender], runs: int) -> None:
    print(f"{'':<34} {'median':>9} {'peak':>9}   of {runs}")
    for name, contender in found.items():
        print(f"{name:<34} {contender.median:7.2f} s {max(contender.megabytes):6.0f} MB")
    seconds = {name: contender.median for name, contender in found.items()}
    start = seconds["lint of an empty folder"]
    print()
    reached("warm list / warm lint", seconds["list, warm"] / seconds["lint, warm"], most=1.4)
    reached(
        "warm / cold, less the start",
        (seconds["list, warm"] - start) / (seconds["list, cold"] - start),
        most=0.1,
    )
    reached("warm list / the start", seconds["list, warm"] / start, most=2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    for package in (cli, comms):  # an installed program has its bytecode, as its libraries do
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_workspace(folder / "workspace", asked.files)
        (folder / "empty").mkdir()
        found = contenders(folder / "workspace", folder / "empty", folder / "cache")
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        for _ in range(asked.runs):
            for contender in found.values():
                contender.run(environment)
        report(found, asked.runs)


if __name__ == "__main__":
    main()
