"""Measures a lint of 5,000 request files against other linters and against the minimum work in Python.

Prints medians of five runs, in turns so that a busy machine slows all of them, and the ratios to reach.
Run it with `make bench` on a quiet machine with two cores; `--files` and `--runs` make it shorter.
"""

import argparse
import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus import make_requests

import cli
import comms

HERE = Path(__file__).parent
COMMS = [sys.executable, "-m", "cli.app", "lint", "--format", "json"]
BARE = """
import typer, pydantic, yaml
class Brief(pydantic.BaseModel):
    title: str | None = None
Brief.model_validate({"title": "t"})
"""
PLAIN_RUAMEL = "import sys; sys.modules['_ruamel_yaml'] = None; from check_jsonschema import main; main()"


@dataclass
class Contender:
    """A command, the preparation of each of its runs, and the seconds and megabytes of each run."""

    name: str
    command: list[str]
    before: Callable[[], None] = lambda: None
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def run(self, environment: dict[str, str]) -> None:
        """Run the command once and record its cost."""
        self.before()
        began = time.perf_counter()
        process = subprocess.Popen(
            self.command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - began)
        self.megabytes.append(usage.ru_maxrss / 1024)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def contenders(folder: Path, requests: list[Path], cache: Path) -> dict[str, Contender]:
    """Return the contenders by name; those that are not installed are left out."""

    def cold() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    empty = folder / "empty"
    empty.mkdir()
    corpus = str(folder / "corpus")
    found = [
        Contender("empty folder", [*COMMS, str(empty)]),
        Contender("cold, one worker", [*COMMS, "-j1", corpus], cold),
        Contender("warm, one worker", [*COMMS, "-j1", corpus]),
        Contender("cold, two workers", [*COMMS, "-j2", corpus], cold),
        Contender("one file", [*COMMS, str(alone(folder, requests[0]))], cold),
        Contender("typer, pydantic, yaml, one model", [sys.executable, "-c", BARE]),
        Contender("floor: PyYAML C + pydantic", [sys.executable, str(HERE / "floor.py"), corpus]),
        *competitors(folder, requests),
    ]
    return {contender.name: contender for contender in found}


def alone(folder: Path, request: Path) -> Path:
    """Return a copy of a request in a folder of its own."""
    target = folder / "alone" / request.name
    target.parent.mkdir()
    shutil.copy(request, target)
    return target


def competitors(folder: Path, requests: list[Path]) -> list[Contender]:
    binaries = Path(sys.executable).parent
    if not (binaries / "yamllint").exists() or not (binaries / "check-jsonschema").exists():
        print("not measured: yamllint, check-jsonschema (pip install -e '.[bench]')")
        return []
    schema = folder / "schema.json"
    made = subprocess.run(
        [sys.executable, "-m", "cli.app", "schema", "design-brief"], capture_output=True, check=True
    )
    schema.write_bytes(made.stdout)
    names = list(map(str, requests))
    checked = ["--schemafile", str(schema), *names]
    config = json.dumps({"extends": "relaxed"})
    return [
        Contender("yamllint", [str(binaries / "yamllint"), "-d", config, str(folder / "corpus")]),
        Contender("check-jsonschema, C parser", [str(binaries / "check-jsonschema"), *checked]),
        Contender("check-jsonschema, plain parser", [sys.executable, "-c", PLAIN_RUAMEL, *checked]),
    ]


def report(found: dict[str, Contender], runs: int) -> None:
    print(f"{'':<34} {'median':>9} {'peak':>9}   of {runs}")
    for name, contender in found.items():
        print(f"{name:<34} {contender.median:7.2f} s {max(contender.megabytes):6.0f} MB")
    seconds = {name: contender.median for name, contender in found.items()}
    start = seconds["empty folder"]
    one, two, warm = (
        seconds[name] - start for name in ("cold, one worker", "cold, two workers", "warm, one worker")
    )
    floor = seconds["floor: PyYAML C + pydantic"]
    bare = seconds["typer, pydantic, yaml, one model"]
    memory = max(max(contender.megabytes) for name, contender in found.items() if "worker" in name)
    print()
    reached("cold, one worker / floor", seconds["cold, one worker"] / floor, most=1.3)
    reached("one worker / two, less the start", one / two, least=1.7)
    reached("warm / cold, less the start", warm / one, most=0.1)
    reached("one file / bare imports", seconds["one file"] / bare, most=1.3)
    reached("peak memory, MB", memory, most=80)
    for name in ("yamllint", "check-jsonschema, C parser", "check-jsonschema, plain parser"):
        if name in seconds:
            print(f"{name + ' / cold, one worker':<48} {seconds[name] / seconds['cold, one worker']:6.1f}")


def reached(title: str, value: float, most: float | None = None, least: float | None = None) -> None:
    good = value <= most if most is not None else value >= (least or 0)
    asked = f"at most {most}" if most is not None else f"at least {least}"
    print(f"{title:<48} {value:6.2f}  ({asked}: {'reached' if good else 'missed'})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    for package in (cli, comms):  # an installed program has its bytecode, as its libraries do
        compileall.compile_dir(str(Path(str(package.__file__)).parent), quiet=2)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = folder / "cache"
        requests = make_requests(folder / "corpus", asked.files)
        found = contenders(folder, requests, cache)
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        for _ in range(asked.runs):
            for contender in found.values():
                contender.run(environment)
        report(found, asked.runs)


if __name__ == "__main__":
    main()
