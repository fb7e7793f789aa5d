"""Finds numbers in running text: 1.2w, 1,500, 一百二十, 两千五, 半打, two dozen."""

import re
from collections.abc import Iterator
from decimal import Decimal

from comms.messages.patterns import Pattern
from comms.messages.values.spans import Figure
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.spoken import chinese_figure

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_SCALES = {"w": 10_000, "万": 10_000, "千": 1000, "k": 1000, "百": 100, "百万": 10**6, "m": 10**6}
_SCALE = r"百万|万|千(?![克米瓦卡升])|百(?!分)|[wW](?![A-Za-z\d])|[kK](?![A-Za-z\d])"
_WORDS = {
    word: value
    for value, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12, "half a dozen": 6}
_FEW = {"俩": 2, "仨": 3, "半打": 6, "一打": 12, "两打": 24}
_CHINESE = r"[一二两三四五六七八九十百千万零〇]{1,12}"
_NUMBER = Pattern(
    rf"(?<![A-Za-z\d.])(?<![A-Za-z][-_/])(?P<digits>{DIGITS})(?!(?-i:[A-JL-VX-Z])(?![A-Za-z])"
    rf"|[A-Za-z]?-?\d|[.]\d)"
    rf"[ ]?(?:(?P<scale>{_SCALE})|(?P<dozen>dozen)\b)?"
    rf"|(?<![第每之周期拜十统同逐初万一])(?P<few>半打|[一两]打|俩|仨|{_CHINESE}(?!般|起|宫|次性|样|些|直|定"
    rf"|下|切|律|致|共|旦|点|家人))"
    r"|(?<![A-Za-z-])(?P<words>half\ a\ dozen|(?:two|three|four|five|six|ten)\ dozen|a\ dozen"
    rf"|{'|'.join(word for word in _WORDS if ' ' not in word)})(?![A-Za-z-])".replace(r"\ ", " "),
    re.IGNORECASE,
)
_BLUR_BEFORE = LazyPattern(
    r"(?i)(?:大概|大约|约莫|约|差不多|估计|近|将近|接近|来个|有个|~|≈|[一二两三四五六七八九\d][-~到至–]|或者?"
    r"|(?<![a-z])(?:about|around|roughly|approx\.?|approximately|circa|ca\.?"
    r"|(?<!'d )(?<!would )like|some|maybe|nearly"
    r"|almost|probably|say|or|between [\w. ]{1,12} and)"
    r"(?: ?[€$£¥])?)\s*[€$£¥]?\Z"
)
_BLUR_BEHIND = LazyPattern(
    r"(?i)[ ]?(?:来(?=[个件张只台条包箱袋把套块元天])|多(?=[个件张只台条包箱袋把套块元天])|余|几|好几"
    r"|左右|上下|出头"
    r"|[个件张只台条包箱袋盒瓶桶把套块]半"
    r"|[个件张只台条包箱袋把套块元瓶款版盒双天%]?(?:钱)?(?:左右|上下|出头|吧?你看着办)|[-~到至–/] ?\d|-?ish\b"
    r"| ?(?:[a-z]{1,12} )?(?:or so|or \d|give or take|approx)\b)"
)
_LISTED = LazyPattern(r"\d{1,2}(?:[)、]|\.(?!\d)) ?\S")
"""The number of an item of a list."""
_GOES_ON = LazyPattern(r",\d{1,2}(?!\d)(?! ?[\u4e00-\u9fff])|[ ]\d{3}(?![\d.%-])")
_BEGAN = LazyPattern(r"(?:(?<![\w.,/-])\d{1,3}[ ]|\d,)\Z")
_THOUSANDTHS = LazyPattern(r"[1-9]\d{0,2}\.\d{3}")
_WINDOW = 24
_LONGEST = 20
"""The most characters of a number: longer runs of digits count nothing."""


def figures_in(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the numbers in `text[start:end]`, without those that are part of codes; 三四张 is none."""
    for match in _NUMBER.finditer(text, start, end):
        if match["digits"] and is_doubtful(text, *match.span("digits")):
            continue
        value = _value(match)
        if value is None or (
            _LISTED.match(text[match.start() : match.start() + 6]) and _starts_line(text, match.start())
        ):
            continue
        stop = match.start() + len(match[0].rstrip())
        yield Figure(match.start(), stop, value, is_exact(text, match.start(), stop))


def is_doubtful(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is only a part of a number, or one with two readings.

    1 200 and 4,35 are read as a whole or not at all; 1.200 is a thousand and more in half of Europe.
    """
    if _THOUSANDTHS.fullmatch(text[start:end]) or _GOES_ON.match(text, end):
        return True
    began = _BEGAN.search(text[max(0, start - 5) : start])
    if began is None:
        return False
    if began[0].endswith(","):
        return not "\u4e00" <= text[end : end + 2].lstrip()[:1] <= "\u9fff"
    return not text[start : start + 4].isdigit() and text[start : start + _GROUP].isdigit()


_GROUP = 3
"""The figures between two signs of thousands."""


def _starts_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t(")


def is_exact(text: str, start: int, end: int) -> bool:
    """Return whether no words around a number say that it is not meant exactly."""
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    return not (_BLUR_BEFORE.search(before) or _BLUR_BEHIND.match(text[end : end + _WINDOW]))


def _value(match: re.Match[str]) -> Decimal | None:
    if digits := match["digits"]:
        if len(digits) > _LONGEST:
            return None
        scale = match["scale"]
        factor = _SCALES[scale.lower()] if scale else 12 if match["dozen"] else 1
        return plain(Decimal(digits.replace(",", "")) * factor)
    if few := match["few"]:
        if len(few) > _LONGEST:
            return None
        figure = _FEW.get(few) or chinese_figure(few)
        return None if figure is None else Decimal(figure)
    words = match["words"].lower()
    count, _, dozen = words.partition(" ")
    if dozen == "dozen" and count != "a":
        return Decimal(_WORDS[count] * 12)
    return Decimal(_WORDS[words])


def plain(value: Decimal) -> Decimal:
    """Return a number without the places behind the point that say nothing."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def as_plain(value: Decimal) -> int | str:
    """Return a number as the public format has it: whole ones as numbers, others as text."""
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
