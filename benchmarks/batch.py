"""Measures batches of letters: letters per second and peak memory, by the number of rows.

The rows replace values of the Chinese order of ten lines of benchmarks/letters.py; with one process, with
two, and with two a second time, when no file has to be written.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from letters import make_orders


class Cost(NamedTuple):
    """Seconds, and megabytes of the largest process."""

    seconds: float
    megabytes: float


COLUMNS = (
    "id,order_reference,buyer.name,buyer.address,buyer.contact.name,buyer.contact.email,delivery.place,"
    "lines[EN-0001-03].quantity"
)


def write_rows(file: Path, count: int) -> None:
    """Write a table of so many rows, each with another buyer."""
    with file.open("w", encoding="utf-8") as lines:
        lines.write(f"{COLUMNS}\n")
        for number in range(1, count + 1):
            buyer = f"南京知味家居第{number}店,江苏省南京市建邺区示例路 {number} 号"
            contact = f"陆佳,shop{number}@example.com"
            lines.write(f"SO-{number:06},CG-{number:06},{buyer},{contact},南京市,{100 + number}\n")


def cost_of(folder: Path, jobs: int, out: str) -> Cost:
    """Render the batch of a folder with a number of processes and return its cost."""
    command = [sys.executable, "-m", "cli.app", "render", "order-001.yaml", "--each", "rows.csv"]
    began = time.perf_counter()
    process = subprocess.Popen([*command, "-o", out, "-j", str(jobs)], cwd=folder, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit("a letter was refused")
    return Cost(time.perf_counter() - began, used.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100, 1000, 5000])
    asked = parser.parse_args()
    print(f"{'rows':>8} {'processes':>10} {'seconds':>8} {'letters/s':>10} {'peak MB':>8}")
    for count in asked.rows:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name, "batch")
            make_orders(folder, 1)
            write_rows(folder / "rows.csv", count)
            for jobs, out, what in ((1, "one", "1"), (2, "two", "2"), (2, "two", "2, again")):
                cost = cost_of(folder, jobs, out)
                rate = count / cost.seconds
                print(f"{count:>8} {what:>10} {cost.seconds:8.2f} {rate:10.0f} {cost.megabytes:8.0f}")


if __name__ == "__main__":
    main()
