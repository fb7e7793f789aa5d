"""Patterns that are compiled on first use."""

import re

from comms.terms.lazy_patterns import LazyPattern


def test_a_lazy_pattern_finds_what_a_compiled_one_finds() -> None:
    lazy, usual = LazyPattern(r"ab+"), re.compile(r"ab+")
    for text in ("abb", "xabb", "abbx", "a", ""):
        for way in ("match", "fullmatch", "search"):
            found, expected = getattr(lazy, way)(text), getattr(usual, way)(text)
            assert (found and found.span()) == (expected and expected.span())


def test_a_lazy_pattern_is_not_compiled_before_it_is_used() -> None:
    LazyPattern("(")  # would raise an error
