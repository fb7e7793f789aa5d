"""Bracket expressions of .gitignore patterns, spelt so that pathspec reads them as git does."""

import re
import string
from collections.abc import Callable, Iterator

_BRACKET = re.compile(r"\\.|\[([!^]?)(\]?+(?:\[:\w*:\]|\\.|[^\]\\])*+)\]|\[", re.DOTALL)
_ITEM = re.compile(r"\[:(\w*):\]|\\?(.)(?:-\\?(.))?", re.DOTALL)
_ASCII = tuple(map(chr, range(1, 128)))
_CLASSES: dict[str, Callable[[str], bool]] = {
    "alnum": str.isalnum,
    "alpha": str.isalpha,
    "blank": lambda character: character in " \t",
    "cntrl": lambda character: character < " " or character == "\x7f",
    "digit": str.isdigit,
    "graph": lambda character: "!" <= character <= "~",
    "lower": str.islower,
    "print": lambda character: " " <= character <= "~",
    "punct": lambda character: character in string.punctuation,
    "space": str.isspace,
    "upper": str.isupper,
    "xdigit": lambda character: character in string.hexdigits,
}


def with_plain_brackets(pattern: str) -> str | None:
    """Return a pattern with only characters and ranges in its brackets; None if git matches nothing by it."""
    try:
        return _BRACKET.sub(_plain, pattern)
    except ValueError:
        return None


def _plain(bracket: re.Match[str]) -> str:
    """Return a bracket expression with what it holds; raises ValueError for one that is not valid."""
    negation, items = bracket.groups()
    if bracket[0] == "[":  # never closed
        raise ValueError(bracket.string)
    if items is None:  # a character behind a backslash
        return bracket[0]
    held = {held for item in _ITEM.finditer(items) for held in _held(item)} - {"/"}
    if not held and not negation:
        raise ValueError(bracket.string)
    return f"[{negation and '!'}{''.join(sorted(held, key=_place))}]" if held else "?"


def _held(item: re.Match[str]) -> Iterator[str]:
    name, first, last = item.groups()
    if name is not None:
        if name not in _CLASSES:
            raise ValueError(name)
        yield from filter(_CLASSES[name], _ASCII)
        return
    yield first  # also that of a range from back to front, which holds nothing else
    if last in _ASCII:
        yield from (character for character in _ASCII if first <= character <= last)
    elif last is not None and first <= last:
        yield f"{first}-{last}"


def _place(held: str) -> tuple[int, str]:
    """Return where a character stands in brackets: `]` first, and what means something there first last."""
    return -1 if held == "]" else "[!^-".find(held[0]) + 1, held
