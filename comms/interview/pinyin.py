"""Finds Chinese texts by their pinyin, the way an input method finds characters."""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from comms.terms.lazy_patterns import LazyPattern

SPELT = 30
"""The first characters of a text that are searched by pinyin, few enough for the menu to keep up."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a text with case, character width and runs of blanks made equal."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


_HAN = LazyPattern("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, eq=False)  # one object per character; comparing identities is fast
class Letter:
    """A character as it may be typed: its readings, and their heads that may be typed if more follows."""

    readings: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sounds:
    """The characters of a text that have a reading.

    starts: one or two letters -> the indexes of the characters at which a spelling may begin so.
    """

    letters: tuple[Letter, ...]
    starts: dict[str, list[int]]


class Spelling:
    """Latin letters that may spell characters, each by its reading or initial, the last one partly."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self._known: dict[tuple[Letter, int], set[int]] = {}

    def place_in(self, sounds: Sounds) -> int | None:
        """Return the index of the first character at which a text is spelt so, None if there is none."""
        starts = sounds.starts.get(self.typed[:2], ())
        return next((start for start in starts if self._spells(sounds.letters, start)), None)

    def _spells(self, letters: Sequence[Letter], start: int) -> bool:
        ends = {0}
        for letter in islice(letters, start, None):
            ends = {further for end in ends for further in self._after(letter, end)}
            if not ends or len(self.typed) in ends:
                return bool(ends)
        return False

    def _after(self, letter: Letter, end: int) -> set[int]:
        """Return the offsets at which the letters may continue after a character; cached, as both recur."""
        if (found := self._known.get((letter, end))) is None:
            rest = self.typed[end:]
            found = {end + len(head) for head in letter.heads if rest.startswith(head)}
            if any(reading.startswith(rest) for reading in letter.readings):
                found.add(len(self.typed))
            self._known[letter, end] = found
        return found


@lru_cache(maxsize=4096)
def sounds_of(text: str) -> Sounds:
    """Return the sounds of a text; none if it has no Chinese characters or pypinyin is not installed."""
    if not _HAN.search(text):
        return Sounds((), {})
    found = (_letter(character) for character in folded(text))
    letters = tuple(islice((letter for letter in found if letter.readings), SPELT))
    starts: dict[str, list[int]] = defaultdict(list)
    for place, letter in enumerate(letters):
        for beginning in _beginnings(letter, letters[place + 1] if place + 1 < len(letters) else None):
            starts[beginning].append(place)
    return Sounds(letters, dict(starts))


def _beginnings(letter: Letter, following: Letter | None) -> set[str]:
    """Return the first one and two letters of everything that spells a character and the next one."""
    firsts = {reading[0] for reading in letter.readings}
    seconds = {reading[0] for reading in following.readings} if following else set()
    initials = {first + second for first in firsts for second in seconds}
    return firsts | {reading[:2] for reading in letter.readings} | initials


@lru_cache(maxsize=8192)
def _letter(character: str) -> Letter:
    if character.isascii():
        own = (character,) if character.isalnum() else ()
        return Letter(own, own)
    readings = _readings(character) if _HAN.match(character) else ()
    heads = (reading[:end] for reading in readings for end in _head_lengths(reading))
    return Letter(readings, tuple(dict.fromkeys(heads)))


def _head_lengths(reading: str) -> tuple[int, int, int]:
    """Return how many letters may stand for a reading: all, its initial (zh, ch, sh are two letters), one."""
    return len(reading), 2 if reading[1:2] == "h" else 1, 1


def _readings(character: str) -> tuple[str, ...]:
    """Return every reading of a Chinese character without tones; ü is v, as it is typed."""
    if (pypinyin := _pypinyin()) is None:
        return ()
    found = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(reading for reading in found[0] if reading.isascii()) if found else ()


@cache
def _pypinyin() -> Any:
    """Return the package pypinyin, None if it is not installed."""
    # without its phrases, which single characters do not need and which take 200 ms to load
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "true"
    try:
        import pypinyin
    except ImportError:
        return None
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
        else:
            os.environ["PYPINYIN_NO_PHRASES"] = before
    return pypinyin
