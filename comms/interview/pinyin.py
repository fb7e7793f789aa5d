"""Chinese answers found by their pinyin, as an input method finds characters."""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

SPELT = 30
"""Characters of a text, from its first, that are found by their pinyin: a menu must not lag behind typing."""


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, eq=False)  # one object a character, compared as such, which is quick
class Letter:
    """A character as it may be typed: its readings, and what stands for each when more follows."""

    readings: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sounds:
    """The characters of a text that have a sound, and where a spelling may begin with one letter or two."""

    letters: tuple[Letter, ...]
    starts: dict[str, list[int]]


class Spelling:
    """Latin letters as they may spell characters: each by its reading or its initial, the last in part."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self._known: dict[tuple[Letter, int], set[int]] = {}

    def place_in(self, sounds: Sounds) -> int | None:
        """The first character from which on a text is spelt so; None where there is none."""
        starts = sounds.starts.get(self.typed[:2], ())
        return next((each for each in starts if self._spells(sounds.letters, each)), None)

    def _spells(self, letters: Sequence[Letter], start: int) -> bool:
        ends = {0}
        for letter in islice(letters, start, None):
            ends = {further for end in ends for further in self._after(letter, end)}
            if not ends or len(self.typed) in ends:
                return bool(ends)
        return False

    def _after(self, letter: Letter, end: int) -> set[int]:
        """Where the letters may go on behind a character; the same few come back in text after text."""
        if (found := self._known.get((letter, end))) is None:
            rest = self.typed[end:]
            found = {end + len(each) for each in letter.heads if rest.startswith(each)}
            if any(each.startswith(rest) for each in letter.readings):
                found.add(len(self.typed))
            self._known[letter, end] = found
        return found


@lru_cache(maxsize=4096)
def sounds_of(text: str) -> Sounds:
    """The sounds of a text; none where it holds no Chinese, or pinyin is not to be had."""
    if not _HAN.search(text):
        return Sounds((), {})
    found = (_letter(each) for each in folded(text))
    letters = tuple(islice((each for each in found if each.readings), SPELT))
    starts: dict[str, list[int]] = defaultdict(list)
    for place, letter in enumerate(letters):
        for beginning in _beginnings(letter, letters[place + 1] if place + 1 < len(letters) else None):
            starts[beginning].append(place)
    return Sounds(letters, dict(starts))


def _beginnings(letter: Letter, following: Letter | None) -> set[str]:
    """The first letter, or two, of everything that spells a character and the one behind it."""
    firsts = {each[0] for each in letter.readings}
    behind = {each[0] for each in following.readings} if following else set()
    return firsts | {each[:2] for each in letter.readings} | {one + two for one in firsts for two in behind}


@lru_cache(maxsize=8192)
def _letter(character: str) -> Letter:
    if character.isascii():
        own = (character,) if character.isalnum() else ()
        return Letter(own, own)
    readings = _readings(character) if _HAN.match(character) else ()
    heads = (each[:end] for each in readings for end in (len(each), 2 if each[1:2] == "h" else 1, 1))
    return Letter(readings, tuple(dict.fromkeys(heads)))


def _readings(character: str) -> tuple[str, ...]:
    """Every reading of a Chinese character without its tone; ü is v, as it is typed."""
    if (pypinyin := _pypinyin()) is None:
        return ()
    (found,) = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore") or [
        []
    ]
    return tuple(each for each in found if each.isascii())


@cache
def _pypinyin() -> Any:
    """The package, or None where it is not installed."""
    # without its phrases, which no single character needs: the first letter typed would wait 200 ms more
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
