"""Folds Traditional Chinese characters to Simplified ones, one to one, so that positions stay."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from comms.terms.lazy_patterns import LazyPattern

# Characters that Simplified Chinese has, too: their neighbours tell which is meant. 跟著 is 跟着, 显著 stays.
_BY_NEIGHBOURS = {"著": "着", "覆": "复", "瞭": "了", "畫": "划", "乾": "干", "藉": "借", "甚": "什"}
_MEANT = LazyPattern(
    "(?<![显顯原卓土编編专專名论論昭巨译譯])著(?![名作称稱述者书書录錄])"
    "|(?<=[回答反])覆|(?<=明)瞭|瞭(?=解)|(?<=[計規企策籌])畫|乾(?![坤隆])|藉(?=[由此著])|甚(?=[麼麽])"
)


class _Table(NamedTuple):
    traditional: re.Pattern[str]
    simplified: dict[str, str]


def simplified(text: str) -> str:
    """Return a text in Simplified characters, of the same length."""
    if text.isascii():
        return text
    traditional, table = _table()

    def fold(match: re.Match[str]) -> str:
        character = match[0]
        if character in _BY_NEIGHBOURS and _MEANT.match(text, match.start()):
            return _BY_NEIGHBOURS[character]
        return table.get(character, character)

    return traditional.sub(fold, text)


@cache
def _table() -> _Table:
    lines = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").splitlines()
    pairs = [pair for line in lines if not line.startswith("#") for pair in line.split()]
    table = {pair[0]: pair[1] for pair in pairs}
    return _Table(re.compile(f"[{''.join(table)}{''.join(_BY_NEIGHBOURS)}]"), table)
