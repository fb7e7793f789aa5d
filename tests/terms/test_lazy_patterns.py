"""Patterns that are compiled on first use."""

import re

import pytest

from comms.terms.lazy_patterns import LazyPattern


def test_a_lazy_pattern_finds_what_a_compiled_one_finds() -> None:
    lazy, usual = LazyPattern(r"ab+"), re.compile(r"ab+")
    for text in ("abb", "xabb", "abbx", "a", ""):
        for way in ("match", "fullmatch", "search"):
            found, expected = getattr(lazy, way)(text), getattr(usual, way)(text)
            assert (found and found.span()) == (expected and expected.span())


def test_a_lazy_pattern_does_all_that_a_compiled_one_does() -> None:
    text, lazy = "an Apple, a pear", LazyPattern(r"\b(AN?)\b", re.IGNORECASE)
    assert lazy.findall(text) == ["an", "a"]
    assert [match.span() for match in lazy.finditer(text, 3)] == [(10, 11)]
    assert lazy.split(text, maxsplit=1) == ["", "an", " Apple, a pear"]
    assert lazy.sub("the", text) == "the Apple, the pear"
    assert lazy.pattern == r"\b(AN?)\b"


def test_a_lazy_pattern_is_not_compiled_before_it_is_used() -> None:
    lazy = LazyPattern("(")
    with pytest.raises(re.error):
        lazy.search("")
