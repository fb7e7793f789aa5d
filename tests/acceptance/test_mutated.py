"""Damaged files end in findings or are skipped, in time and within memory, and hide no other file.

`COMMS_MUTATED` is the number of files to make; the full run of ten thousand belongs to CI.
"""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comms.linting.run import Lint, lint_paths, lint_text
from tests.support import EXAMPLES, run
from tests.support.effort import pace

COUNT = int(os.environ.get("COMMS_MUTATED", "400"))
SECONDS = 5.0
"""What no file may take on an idle machine, where the slowest takes less than two."""
MEGABYTES = 200
SEEDS = sorted(
    path
    for pattern in ("*/good/*", "*/bad/*")
    for path in EXAMPLES.glob(pattern)
    if path.is_file() and path.suffix != ".docx" and path.stat().st_size
)
PACKAGES = sorted(EXAMPLES.glob("*/*/*.docx"))


def truncated(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content) + 1)]


def flipped(content: bytes, dice: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(dice.randint(1, 30)):
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
    return bytes(damaged)


def nested(content: bytes, dice: random.Random) -> bytes:
    opening = dice.choice([b"[", b"{a: ", b"- ", b"> ", b"**", b"<!-- ", b'{"a":', b"(", "【".encode()])
    return b"kind: brief\nwhat: " + opening * dice.choice([50, 200, 5_000, 100_000]) + content[:200]


def huge(content: bytes, dice: random.Random) -> bytes:
    word = dice.choice(
        [b"x", b"about ", "等".encode(), "尽快，".encode(), b"1", b"# ", b"| ", b"\n## Why\n", b"4111 "]
    )
    scalar = word * (dice.choice([10_000, 300_000]) // len(word))
    place = dice.randrange(len(content) + 1)
    return content[:place] + scalar + content[place:]


def mixed(content: bytes, dice: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    wide = [f"utf-{bits}{order}" for bits in (16, 32) for order in ("", "-le", "-be")]
    encoding = dice.choice(["gb18030", "big5", "cp1252", "shift_jis", "euc_kr", "mac_roman", *wide])
    other = text.encode(encoding, "replace")
    half = dice.randrange(len(other) + 1)
    return dice.choice([other, content[:half] + other[half:], b"\xef\xbb\xbf" + content, other + b"\x00\xff"])


def shuffled(content: bytes, dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    for _ in range(dice.randint(1, 6)):
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        lines.insert(one, lines[other])
    return b"".join(lines)


MARKERS = [
    b"\n---\n",
    b"\n--- # x\n",
    b"\n...\n",
    b"\r\n---\r\n",
    b"\r---\r",
    b"\n---\n---\n",
    b"\n%YAML 1.1\n---\n",
]


def several(content: bytes, dice: random.Random) -> bytes:
    pieces = [content, truncated(content, dice), flipped(content, dice), b"", b"apiVersion: v1\nkind: Pod\n"]
    chosen = dice.choices(pieces, k=dice.choice([2, 3, 50]))
    return b"".join(dice.choice(MARKERS) + piece for piece in chosen)


CHANGES = [
    (": ", "："), (": ", ":"), (": ", " = "), (": ", ": @"), (": ", ": &"), (": ", ": *x "), (": ", ": !"),
    (": ", ": a: "), (": ", ':"'), ("  ", "\t"), (" ", "\u00a0"), (" ", "\u3000"), ("\n", "\n\u200b"),
    ("- ", "-"), ("'", '"'), ("{", "｛"), (",", "，"), ('"', "“"), ("\n", "\n<<: *x\n"), ("\n", "\n<<: {"),
    ("\n", "\nx-y: &x {a: b}\n"), ("\n", "\r"),
]  # fmt: skip


def mistyped(content: bytes, dice: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    for before, after in dice.choices(CHANGES, k=dice.randint(1, 3)):
        text = text.replace(before, after, dice.choice([-1, 1, 1, 2]))
    return text.encode()


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    truncated,
    flipped,
    nested,
    huge,
    mixed,
    shuffled,
    several,
    mistyped,
]


def make(folder: Path, count: int) -> Iterator[Path]:
    dice = random.Random(20261122)
    for number in range(count):
        seed = dice.choice(PACKAGES if PACKAGES and number % 25 == 0 else SEEDS)
        mutation = dice.choice([truncated, flipped] if seed.suffix == ".docx" else MUTATIONS)
        suffix = dice.choice([seed.suffix] * 9 + [".yaml", ".md", ".json", ".toml"])
        file = folder / f"{number % 20:02}" / f"{number:05}-{mutation.__name__}{suffix}"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(mutation(seed.read_bytes(), dice))
        yield file


@pytest.mark.long
def test_damaged_files_end_in_findings_in_time_and_within_memory(tmp_path: Path) -> None:
    slowest = 0.0
    for file in make(tmp_path, COUNT):
        began = time.process_time()
        outcome = lint_text(file.read_bytes(), file.name, "zh")
        taken = time.process_time() - began
        slowest = max(slowest, taken)
        assert outcome.files == 1
        assert taken < SECONDS or taken < SECONDS * pace(), f"{file.name} took {taken:.1f} s"
    print(f"{COUNT} files, the slowest took {slowest:.2f} s")


@pytest.mark.long
def test_a_folder_of_damaged_files_hides_no_finding_of_the_sound_ones(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("needs a FIFO")
    sound = tmp_path / "sound.yaml"
    sound.write_text("kind: brief\ntitle: T\n", encoding="utf-8")
    for _ in make(tmp_path, min(COUNT, 1_000)):
        pass
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "closed.yaml").write_text("kind: brief\n")
    (tmp_path / "closed.yaml").chmod(0)
    measured = run("lint", "--format", "json", "-j", "1", "--no-cache", ".", cwd=tmp_path)
    assert measured.status == 1
    assert "Traceback" not in measured.err
    found = json.loads(measured.out)
    alone = lint_paths([sound], "en")
    assert codes(alone) == sorted(finding["code"] for finding in found if finding["file"] == "sound.yaml")
    assert all(name in measured.err for name in ("pipe.yaml", "loop.yaml"))


def codes(lint: Lint) -> list[str]:
    return sorted(finding.code for finding in lint.findings)


@pytest.mark.long
def test_damaged_files_take_no_more_than_their_share_of_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    files = [tmp_path / f"{number}.yaml" for number in range(3)]
    for file, word in zip(files, ("about ", "尽快，", "a: [1, 2]\n# comms: ignore[V] x\n"), strict=True):
        file.write_text("kind: brief\nwhat: >\n  " + word * (190_000 // len(word)), encoding="utf-8")
    for _ in make(tmp_path, min(COUNT, 400)):
        pass
    # started by a small process, since the peak of a child includes the size of the process that forked it
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, sys.executable, "-m", "cli.app", "lint", "-j1", "--no-cache", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    status, kilobytes = map(int, measured.stdout.split())
    assert status == 1
    assert kilobytes < MEGABYTES * 1024


MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
