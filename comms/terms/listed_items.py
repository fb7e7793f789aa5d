"""Several countable things in one text: "主图5张 800*800，详情页1套", "5 main images, 1 video 15 s"."""

import re
import unicodedata
from typing import NamedTuple

from comms.terms.lazy_patterns import LazyPattern

LONGEST = 1000
"""The length of the longest text that may be a list of counts."""
_CHINESE_FIGURES = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ENGLISH_FIGURES = "one two three four five six seven eight nine ten eleven twelve".split()
_MEASURES = "张|个|款|版|套|条|份|页|幅|支|段|组|篇|件|枚|本|块|只"
_COUNT = rf"(?P<count>\d{{1,6}}|[{''.join(_CHINESE_FIGURES)}])\s*(?P<unit>{_MEASURES})"
_FORMATS = r"(?:PSD|PNG|JPE?G|GIF|WEBP|MP4|MOV|PDF|AI|SVG|EPS)\b"
_THING = r"(?P<name>[^\d\s][^\d]{0,30}?)"
_BEHIND = LazyPattern(rf"{_THING}\s*{_COUNT}(?:\s*(?P<more>.*))?")
"""主图 5 张 800×800"""
_BEFORE = LazyPattern(rf"{_COUNT}\s*{_THING}(?:[\s(]+(?P<more>(?:\d|{_FORMATS}).*))?")
"""5 张主图 800×800"""
_WORD = r"[A-Za-z][A-Za-z/'-]*"
_ENGLISH = LazyPattern(
    rf"(?P<count>\d{{1,6}}|an?|{'|'.join(_ENGLISH_FIGURES)})\s+(?:x\s+)?"
    rf"(?P<name>{_WORD}(?:\ {_WORD}){{0,4}}?)(?:[\s(]+(?P<more>(?:\d|{_FORMATS}).*))?",
    re.IGNORECASE,
)
_TIMES = LazyPattern(
    rf"(?P<name>{_WORD}(?:\ {_WORD}){{0,4}}?)\s*[x×]\s*(?P<count>\d{{1,6}})(?:\s+(?P<more>.*))?",
    re.IGNORECASE,
)
"""main images x5"""
_FORMS = (_BEHIND, _BEFORE, _ENGLISH, _TIMES)
_LENGTH = r"\d{1,5}(?:\.\d{1,2})?"
_SIZE = LazyPattern(
    rf"{_LENGTH}\s*[x×*]\s*{_LENGTH}\s*(?:px|pixels?|像素|mm|cm|m|毫米|厘米|米)?|\d{{1,2}}:\d{{1,2}}"
    rf"|{_LENGTH}\s*(?:s|sec|secs|seconds?|min|minutes?|秒|分钟)",
    re.IGNORECASE,
)
_FORMAT = LazyPattern(_FORMATS, re.IGNORECASE)
_BETWEEN_FORMATS = " \t+/()、"
_CUTS = LazyPattern(
    rf"(?<!\d),|,(?!\d{{3}}\b)|[;\n。]|(?<=[^\W\d_])\s*\+|、|\band\b(?=\s+\d)"
    rf"|\s[和及与]|(?<=[{_MEASURES}])[和及与]|[和及与](?=\s*\d)"
)
_ASKING = LazyPattern(
    r"(?:(?:请|帮忙|我们|需要|要|补?拍|设计|制作|做|出|交付|一共|共|please|we|need|design|make|create|deliver)\s*)++"
    rf"(?=\d|[{''.join(_CHINESE_FIGURES)}]\s*(?:{_MEASURES})|(?:an?|{'|'.join(_ENGLISH_FIGURES)})\s)"
    r"|(?:我们|需要)++",
    re.IGNORECASE,
)
"""What asks for a thing. Before a name the same signs may begin the name: 设计稿, 出库单."""
_UNSURE = LazyPattern(
    r"^(?:请|补?拍|设计|制作|做|出|交付|共)|每|各|约|左右|上下|大概|大致|至少|最多|不超过|以[上下内]|或|[-~至到]$|^[-~至到]"
    r"|\b(?:each|every|per|about|around|or|at|up|to|of|than|for|with|in)\b",
    re.IGNORECASE,
)
"""Words by which a figure is no plain count of a thing."""


class ListedItem(NamedTuple):
    """A thing with its quantity; unit: the Chinese measure word, "" where there is none."""

    name: str
    quantity: int
    unit: str = ""
    size: str = ""
    format: str = ""


def listed_items(text: str) -> list[ListedItem]:
    """Return the things that a text counts one after another; none unless every clause is such a count."""
    if len(text) > LONGEST:
        return []
    normalized = unicodedata.normalize("NFKC", text).strip().rstrip(".。")
    clauses = [clause.strip() for clause in _CUTS.split(normalized) if clause.strip()]
    items = [_item(clause) for clause in clauses]
    found = [item for item in items if item is not None]
    return found if len(found) == len(items) else []


def _item(clause: str) -> ListedItem | None:
    if asking := _ASKING.match(clause):
        clause = clause[asking.end() :]
    for form in _FORMS:
        found = form.fullmatch(clause)
        if found is None or _UNSURE.search(found["name"]):
            continue
        details = _details(found["more"] or "")
        name = found["name"].strip(" ,:(-")
        if details is not None and name:
            return ListedItem(name, _figure(found["count"]), found.groupdict().get("unit") or "", *details)
    return None


def _figure(written: str) -> int:
    lowered = written.casefold()
    if lowered.isdecimal():
        return int(lowered)
    if lowered in _ENGLISH_FIGURES:
        return _ENGLISH_FIGURES.index(lowered) + 1
    return _CHINESE_FIGURES.get(lowered, 1)


def _details(text: str) -> tuple[str, str] | None:
    """Return the size and the format that stand behind a count; None for anything else."""
    size = _SIZE.search(text)
    rest = text[: size.start()] + text[size.end() :] if size else text
    formats = _FORMAT.findall(rest)
    if _FORMAT.sub("", rest).strip(_BETWEEN_FORMATS):
        return None
    return (size[0].replace("*", "×").strip() if size else ""), " + ".join(formats)
