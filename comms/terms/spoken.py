"""Figures as people say them: 三千, 2w, 3 thousand, 3k以内, up to 1000, about 500."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from comms.terms.lazy_patterns import LazyPattern

_LIMITS_BEFORE = r"""控制在|不超过|不多于|不高于|不大于|最多|至多|顶多|封顶|少于|低于|小于|不到|上限[为是]?
    |至少|最少|不少于|不低于|起码|超过|多于|高于|下限[为是]?
    |up\ to|at\ most|no\ more\ than|not\ more\ than|not\ exceeding|less\ than|fewer\ than|under|below|within
    |at\ least|no\ less\ than|more\ than|over|above|max(?:imum)?\.?(?:\ of)?|min(?:imum)?\.?(?:\ of)?
    |[≤≥<>]=?"""
_LIMITS_BEHIND = r"""以内|之内|内|以下|以上|之上|起|封顶|\+
    |(?<![a-z])(?:or\ less|or\ fewer|or\ more|at\ most|at\ least|tops|max(?:imum)?\.?|min(?:imum)?\.?)"""
_BLURS_BEFORE = r"""大约|大概|大致|约莫|差不多|将近|接近|估计|预计|约|近
    |about|around|approx\.?|approximately|roughly|circa|ca\.?|some|nearly|almost|[~≈]"""
_BLURS_BEHIND = r"""左右|上下|出头
    |(?<![a-z])(?:or\ so|give\ or\ take|approx\.?|approximately|-?ish)"""
_BEFORE = LazyPattern(
    rf"(?:(?P<limit>{_LIMITS_BEFORE})|(?P<blur>{_BLURS_BEFORE}))(?![a-z])\s*", re.IGNORECASE | re.VERBOSE
)
_BEHIND = LazyPattern(
    rf"\s*(?:(?P<limit>{_LIMITS_BEHIND})|(?P<blur>{_BLURS_BEHIND}))$", re.IGNORECASE | re.VERBOSE
)
_BLURRED_WITHIN = LazyPattern(r"(?<=[\d百千万亿十])(?:多|余|来)(?=[^\d]*$)")
"""The 多 of 1000多件."""
_SPELLED = LazyPattern(r"[零〇一二两三四五六七八九十百千万亿]+(?![克米瓦卡升])")
_WORDED = re.compile(r"(?<=\d)\s*(hundred|thousand|million|mio|mn|billion|bn)\b", re.IGNORECASE)
_TEN_THOUSANDS = re.compile(r"(?<=\d)\s*[wW](?![A-Za-z\d])")
"""The w of 2w, which stands for 万 in Chinese chats; elsewhere it may be watts or weeks."""
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_FACTORS = {"hundred": 100, "thousand": 1000, "million": 10**6, "mio": 10**6, "mn": 10**6} | dict.fromkeys(
    ("billion", "bn"), 10**9
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text with its figure in digits.

    text: without the words around the figure that limit or blur it.
    limits: such as 3k以内, up to 1000; blurs: such as 1000左右, about 500; has_w: a w was read as 万.
    """

    text: str
    limits: bool = False
    blurs: bool = False
    has_w: bool = False


def spoken(text: str) -> Spoken:
    """Return a text with its figure in digits, and whether words around it limit or blur it."""
    left = unicodedata.normalize("NFKC", text).strip().rstrip("。.!的")
    limits = blurs = False
    while (found := _BEFORE.match(left) or _BEHIND.search(left)) and found[0].strip() != left:
        limits, blurs = limits or bool(found["limit"]), blurs or bool(found["blur"])
        left = left[: found.start()] + left[found.end() :]
    exact = _BLURRED_WITHIN.sub("", left)
    in_digits = _TEN_THOUSANDS.sub("万", exact)
    return Spoken(_in_digits(in_digits), limits, blurs or exact != left, in_digits != exact)


def _in_digits(text: str) -> str:
    """Return a text whose first figure is in digits and without a word for thousands behind it."""
    spelled = _SPELLED.search(text)
    if spelled and not re.search(r"\d", text) and (value := chinese_figure(spelled[0])) is not None:
        text = f"{text[: spelled.start()]}{value}{text[spelled.end() :]}"
    worded = _WORDED.search(text)
    figure = re.search(r"\d[\d,]*(?:\.\d+)?$", text[: worded.start()]) if worded else None
    if worded is None or figure is None:
        return text
    value_of_all = Decimal(figure[0].replace(",", "")) * _FACTORS[worded[1].lower()]
    return f"{text[: figure.start()]}{value_of_all.normalize():f}{text[worded.end() :]}"


def chinese_figure(text: str) -> int | None:
    """Return the number that Chinese characters spell (三千, 一万二, 一百零五), None if none."""
    if all(character in _DIGITS for character in text):
        is_figure = len(text) != 2 or bool({"零", "〇"} & set(text))  # 两三 is two or three
        return int("".join(str(_DIGITS[character]) for character in text)) if is_figure else None
    total = section = 0
    digit, place, last = None, 10**5, 0
    for character in text:
        if character in _DIGITS:
            if digit:  # 两三千 is no figure
                return None
            digit = _DIGITS[character]
            last = last if digit else 10  # after 零 a digit is one of ones
        elif character in _PLACES:
            is_bare = digit is None and (character != "十" or section > 0)
            if _PLACES[character] >= place or digit == 0 or is_bare:
                return None
            place = last = _PLACES[character]
            section, digit = section + (1 if digit is None else digit) * place, None
        else:
            section += digit or 0
            if not section:
                return None
            last = _MYRIADS[character]
            total, section = (total + section) * last if last > total else total + section * last, 0
            digit, place = None, 10**5
    return total + section + (digit or 0) * (last // 10 if last > 10 else 1)
