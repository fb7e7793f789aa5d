"""The characters of a value are found in its spelling, whatever quotes, escapes or folds them."""

import pytest

from comms.reading.spelling import Spelling


def spellings(raw: str, value: str) -> list[str]:
    """How each visible character of a value is spelt."""
    spelling = Spelling(raw, value)
    places = [spelling.span(at, at + 1) for at, character in enumerate(value) if not character.isspace()]
    return [raw[place[0] : place[1]] for place in places if place]


@pytest.mark.parametrize(
    ("raw", "value", "expected"),
    [
        ("a b", "a b", ["a", "b"]),
        ("&a a", "a", ["a"]),
        ("&one !!str a", "a", ["a"]),
        ("'it''s'", "it's", ["i", "t", "''", "s"]),
        ("'''a'", "'a", ["''", "a"]),
        ("'''a''b'''", "a''b", ["a", "'", "'", "b"]),
        (r'"a\"\u00e9\n\x41"', 'a"é\nA', ["a", r"\"", r"\u00e9", r"\x41"]),
        (r'"\ud83d\ude00b"', "😀b", [r"\ud83d\ude00", "b"]),
        ('"""\na \\\n   b"""', "a b", ["a", "b"]),
        ("|-  # a note\n  a\n  b\nc: d", "a\nb", ["a", "b"]),
        (">\r  a\r\r  b", "a\nb", ["a", "b"]),
    ],
)
def test_each_visible_character_is_found(raw: str, value: str, expected: list[str]) -> None:
    assert spellings(raw, value) == expected


@pytest.mark.parametrize(
    ("raw", "value"),
    [("ab", "ba"), ("{a: b}", "b"), ('"\\uZZZZ', "x"), ("", "a"), ("|", "a"), ('"\\UFFFFFFFF"', "a")],
)
def test_the_spelling_of_another_value_places_nothing(raw: str, value: str) -> None:
    assert spellings(raw, value) == []
