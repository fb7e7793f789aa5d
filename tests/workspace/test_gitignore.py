"""Patterns of .gitignore mean what git takes them for, and none of them ends the program."""

import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from comms.workspace.discovery import files_in
from comms.workspace.gitignore import patterns

NAMES = ("a", "b", "m", "z", "az", "ab", "A", "1", "-", "^", "!", "[", "]", "]x", "[z-a]", "a-b", "x y")
PATTERNS = (
    "[z-a]", "[!z-a]", "[^z-a]", "[z-am]", "[!z-am]", "*[z-a]*", "[a-z]", "[!a-z]", "[]-a]x", "[]]x", "[!]]", "[a-]",
    "[-a]", "[--z]", "[a-z-0]", "[[]", "[[:alpha:]]", "[![:alpha:]]", "[[:digit:][:upper:]]", "[[:punct:]]",
    "[[:nothing:]]", "[[:alpha:]", "[", "[a", "[]", "[!]", "a[", "[\\]]x", "[\\", "[a\\", "[a-\\z]", "\\[", "\\[z-a\\]",
    "[^a]", "[a^]", "[&&]", "[a--b]", "[[a]", "!", "a\\", "**[z-a]**",
)  # fmt: skip
PIECES = (
    "[",
    "]",
    "!",
    "^",
    "-",
    "a",
    "z",
    "m",
    "*",
    "?",
    "\\",
    "[:alpha:]",
    "[:digit:]",
    "[z-a]",
    "[!z-a]",
    "x",
    " ",
)


def is_left_out(pattern: str, name: str) -> bool:
    spec = patterns([pattern])
    return spec is not None and bool(spec.check_file(f"{name}.yaml").include)


def test_brackets_mean_what_they_mean_to_git(tmp_path: Path) -> None:
    if (git := shutil.which("git")) is None:
        pytest.skip("git is not installed")
    dice = Random(5)
    made = ["".join(dice.choices(PIECES, k=dice.randint(1, 5))).rstrip() for _ in range(150)]
    lines = [pattern + ".yaml" if pattern[-1:] != "\\" else pattern for pattern in (*PATTERNS, *made)]
    subprocess.run([git, "init", "--quiet", "."], cwd=tmp_path, check=True)
    for number, line in enumerate(lines):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / ".gitignore").write_text(f"{line}\n", encoding="utf-8")
    paths = [f"{number}/{name}.yaml" for number in range(len(lines)) for name in NAMES]
    asked = [git, "check-ignore", "--no-index", "-z", "--stdin"]
    said = subprocess.run(
        asked, cwd=tmp_path, input="\0".join(paths).encode(), capture_output=True, check=False
    )
    left_out = set(said.stdout.decode().split("\0"))
    for number, line in enumerate(lines):
        ours = {name for name in NAMES if is_left_out(line, name)}
        assert ours == {name for name in NAMES if f"{number}/{name}.yaml" in left_out}, line


@pytest.mark.parametrize(
    "line", [*PATTERNS, "[" * 10_000, "**/" * 3_000 + "a", "(?P<x>", "a{99999}", "\\", "[\udc80-a]"]
)
def test_no_line_keeps_a_folder_from_being_searched(line: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_bytes(f"{line}\nleft-out.yaml\n".encode("utf-8", "surrogatepass"))
    (tmp_path / "left-out.yaml").write_text("kind: brief\n")
    assert "left-out.yaml" not in {Path(found.path).name for found in files_in(tmp_path)}


def test_an_ignore_file_that_is_no_file_is_none(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.yaml").write_text("kind: brief\n")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / ".gitignore")  # reading it would wait for ever
    else:
        (tmp_path / ".gitignore").mkdir()
    assert [Path(found.path).name for found in files_in(tmp_path)] == ["a.yaml"]
