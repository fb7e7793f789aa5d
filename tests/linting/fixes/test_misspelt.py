"""A misspelt key becomes the one that was meant, and nothing is added beside it."""

import pytest

from comms.linting.fixes import fixed
from comms.rules import RULES
from comms.workspace.workspace import NOWHERE

HEAD = "kind: brief\ntitle: Size chart\nwhat: 3 charts\nwhy: 9 % to 5 %\nwhen: 2026-10-09\nwhere: shop\n"
WHOLE = HEAD + "who: Lena Brandt\nhow: as in 2025\nhow_much: 8 hours\n"


def fix(text: str, name: str = "request.yaml") -> str:
    return fixed(text.encode(), name, NOWHERE, "en", RULES).decode()


@pytest.mark.parametrize(
    "written", ["howmuch", "how-much", "How_Much", '"how much"', "'how_muhc'", "how_mch"]
)
def test_a_misspelt_key_becomes_the_one_that_was_meant(written: str) -> None:
    quote = written[0] if written[0] in "'\"" else ""
    due = WHOLE.replace("how_much:", f"{quote}how_much{quote}:")
    assert fix(WHOLE.replace("how_much:", f"{written}:")) == due


@pytest.mark.parametrize(
    ("text", "name", "due"),
    [
        ('{"kind": "brief", "titel": "T"}', "r.json", '"title": "T"'),
        ('kind = "brief"\ntitel = "T"\n', "r.toml", 'title = "T"'),
        ("---\nkind: brief\ntitel: T\n---\n\n## What\n\n3 charts\n", "r.md", "\ntitle: T\n"),
    ],
)
def test_keys_are_mended_in_each_format(text: str, name: str, due: str) -> None:
    assert due in fix(text, name)


def test_keys_within_parts_are_mended_outermost_first() -> None:
    assert "how_much: {hours: 8}" in fix(WHOLE.replace("how_much: 8 hours", "howmuch: {hurs: 8}"))
    entries = "goals:\n  - {acter: buyer}\n  - {actor: seller, basline: 2}\n"
    mended = fix(WHOLE + entries)
    assert "{actor: buyer}" in mended and "baseline: 2" in mended


@pytest.mark.parametrize(
    "line",
    [
        "hwo: as in 2025",  # who or how
        "howmuch: 8 hours\nhow_muhc: 9 hours",  # two for one key
        "colour: red",  # like no key
        "dew: 2026-10-09",
    ],
)
def test_a_key_with_two_readings_or_none_is_left(line: str) -> None:
    assert line in fix(f"{HEAD}{line}\n")


def test_a_key_whose_place_is_taken_is_left() -> None:
    text = WHOLE + "howmuch: 9 hours\n"
    assert fix(text) == text


def test_a_key_that_the_value_would_not_fit_is_left() -> None:
    text = WHOLE.replace("when: 2026-10-09", "whenn: the boss said so")
    assert "whenn: the boss said so" in fix(text)


@pytest.mark.parametrize("written", ["howmuch", "hw_mch"])
def test_no_question_is_added_beside_a_key_that_may_be_its_answer(written: str) -> None:
    assert fix(WHOLE.replace("how_much:", f"{written}:")).count("8 hours") == 1
    assert len(fix(WHOLE.replace("how_much:", f"{written}:")).splitlines()) == len(WHOLE.splitlines())


@pytest.mark.parametrize("written", ["WHEN", "When", "wHEN"])
def test_a_key_in_capitals_is_the_key(written: str) -> None:
    assert fix(WHOLE.replace("when:", f"{written}:")) == WHOLE
