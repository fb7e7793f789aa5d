"""Patterns of file names."""

from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.workspace.path_patterns import expanded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("b.yaml", "a.yaml", "sub/c.yaml", "sub/deep/d.yaml", ".hidden/e.yaml", "[x].yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("kind: brief\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*patterns: str) -> list[str]:
    return [path.as_posix() for path in expanded(map(Path, patterns))]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("*.yaml", ["[x].yaml", "a.yaml", "b.yaml"]),
        ("**/*.yaml", ["[x].yaml", "a.yaml", "b.yaml", "sub/c.yaml", "sub/deep/d.yaml"]),
        ("sub/**/d.yaml", ["sub/deep/d.yaml"]),
        ("[ab].yaml", ["a.yaml", "b.yaml"]),
        ("?.yaml", ["a.yaml", "b.yaml"]),
        ("su*", ["sub"]),
    ],
)
def test_a_pattern_stands_for_what_it_matches_in_order(pattern: str, matched: list[str]) -> None:
    assert names(pattern) == matched


@pytest.mark.usefixtures("folder")
def test_a_name_that_exists_is_no_pattern_and_plain_names_stay() -> None:
    assert names("[x].yaml", "absent.yaml", "b.yaml") == ["[x].yaml", "absent.yaml", "b.yaml"]


@pytest.mark.usefixtures("folder")
def test_a_pattern_that_matches_nothing_is_refused() -> None:
    with pytest.raises(CommsError) as error:
        names("*.toml")
    assert error.value.reason == "no_match"
