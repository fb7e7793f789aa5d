"""Finds in-house codes and abbreviations that a customer cannot understand without a plain name."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from comms.rules.vague.vague import bounded
from comms.terms.currencies import CURRENCIES

_WORD = re.compile(
    r"(?<![A-Za-z0-9./@#_+-])[A-Z][A-Za-z0-9]*(?:[-/&_][A-Za-z0-9]+)*(?![A-Za-z0-9@_]|[./:-][A-Za-z0-9])"
)
_CODE = re.compile(r"(?=.{4,})(?=(?:.*\d){2})[A-Z0-9]+(?:[-/_][A-Z0-9]+)*[a-z]?")
_NUMBERED = re.compile(
    r"(?<![A-Za-z0-9.,:/@#_+-])(?=[0-9/_-]*+[A-Z])\d[A-Z0-9]*(?:[-/_][A-Z0-9]+)*[a-z]?"
    r"(?![A-Za-z0-9@_%]|[.,:/-][A-Za-z0-9])"
)
"""Matches a word of capitals and digits that begins with a digit, among which only few are codes."""
_FEW_DIGITS = 3
"""The number of digits from which on such a word can be a code; `2-IN-1` has fewer."""
_RECORD = re.compile(r"[A-Z0-9]{0,20}?\d{7}|[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2}")
"""Matches the number of a parcel, a container or an account, which the customer knows from elsewhere."""
_IN_DIGITS = re.compile(r"(?:\d[ -]?){8}$")
"""Matches digits before a word that is the last group of such a number, or stands behind one."""
_ABBREVIATION = re.compile(r"[A-Z]{2,6}")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")
_SENTENCE_END = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_REFERENCE = re.compile(
    r"(?:\b(?:vessel|ship|M/?V|voyage|flight|truck|container|seal|invoice|order|contract|P\.?O\.?|L/C|B/L|model|drawing"
    r"|annex|appendix|tax|VAT|registration)|税号|信用代码|船名|航次|航班|车牌|柜号|箱号|封号|发票|订单|合同|信用证|提单|型号|图纸|附件|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])"
    r"(?:[ \t]*(?:nos?\.?|number|编?号))?[ \t:：#]*(?:[A-Z]+[ \t]){0,2}$",
    re.IGNORECASE,
)
"""Matches words before a number or a name that the customer knows too: of a document, a ship, a model."""
_SIZE = re.compile(r"\d+[A-Z]{0,3}(?:X\d+[A-Z]{0,3})+")
_MONTH = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_DAY = re.compile(
    rf"\d{{1,2}}-?{_MONTH}[A-Z]{{0,6}}-?(?:\d{{2}}|\d{{4}})?|(?:20)?\d\d-?(?:Q\d|H\d|W\d\d|WK\d\d|SS|AW|FW)|\d{{8}}T\d{{4,6}}Z?"
)
_GRADE = re.compile(
    r"M\d{1,3}(?:X\d{1,4})+|Q(?:195|215|235|275|345|355|390|420|460)[A-E]?|S(?:235|275|355|420|460|690)[A-Z0-9]{0,3}"
    r"|\d{2,3}(?:CR|MN|SI)[A-Z0-9]*|\d{4}-?[THOF]\d{1,4}|94-?(?:V[0-2]|HB)|94V-[0-2]|H26[45]|[0-9A-Z]{18}"
)
"""Threads, steels, tempers of aluminium, classes of fire, films; the credit code of a Chinese company."""
_VALUE = re.compile(r"\d+[A-Z]*|[A-Z]+\d*")
_FIGURES = re.compile(r"\d{1,4}[A-Z]?")
_FIGURE = re.compile(r"[ \t]*[:=≥≤<>≈]*[ \t]*\d")
_BEFORE = re.compile(r"([A-Za-z][A-Za-z/-]*)[ \t]*$")
_PLAIN = r"(?:[^\W\d_A-Z]{2}|[A-Z]{2,} [A-Z]{2,})"
"""Letters of plain words: not those of another code or abbreviation, but those of a line in capitals."""
_NAMED_AFTER = re.compile(rf"(?:[ \t]*[（(\[「“]|[ \t]+[\"'])\s*[^（(\[）)\]」”\"']*?{_PLAIN}")
_NAMED_BEFORE = re.compile(rf"{_PLAIN}[\W\d]*[（(\[「“\"'][ \t]*$")
LONGEST_SENTENCE = 500
_SHIPPED = Path(__file__).with_name("trade_terms.toml")


class Jargon(NamedTuple):
    """A term without its plain name; `name` is the name that comms.toml requires, if any."""

    start: int
    end: int
    name: str = ""


def jargon_in(
    text: str, in_house: Mapping[str, str], known: Collection[str] = (), codes: bool = True
) -> Iterator[Jargon]:
    """Yield the terms of a text that a customer may not understand.

    in_house: term -> the plain name that the same sentence must contain.
    known: numbers and names that the customer knows, such as those of the order and the buyer's articles.
    codes: look for codes and abbreviations, too, and not only for the terms that `in_house` lists.
    """
    for term, name in in_house.items():
        for match in re.finditer(bounded(term), text):
            if not _says(name, _sentence(text, match.start()), in_house.values()):
                yield Jargon(match.start(), match.end(), name)
    for match in _words_in(text) if codes else ():
        word = match.group()
        if (
            word not in in_house
            and word not in known
            and _is_internal(text, match)
            and not _is_named(text, match)
        ):
            yield Jargon(match.start(), match.end())


def _words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the words that may be codes or abbreviations."""
    yield from _WORD.finditer(text)
    for match in _NUMBERED.finditer(text):
        if sum(map(str.isdecimal, match.group())) >= _FEW_DIGITS and not _is_measure(match.group()):
            yield match


def _is_measure(word: str) -> bool:
    """Return whether a word that begins with a digit is a size, a value with its unit, or a date."""
    if _SIZE.fullmatch(word) or _DAY.fullmatch(word):
        return True
    values = word.split("/") if "/" in word else _VALUE.findall(word)
    units = [value.lstrip("0123456789") for value in values]
    if any(value.startswith("0") for value in values) or not set(units) <= _terms("units") | {""}:
        return False
    if "/" in word:  # 12V/2A, 4PCS/CTN
        return True
    return bool(units[-1]) and ("-" not in word or len({*units} - {""}) == 1)  # 110-240V, but not 2035A-12B


def _says(name: str, sentence: str, names: Collection[str]) -> bool:
    """Return whether a sentence contains a name, and not only as a part of another one of `names`."""
    wanted, left = name.casefold(), sentence.casefold()
    for other in map(str.casefold, names):
        if wanted in other and wanted != other:
            left = left.replace(other, " ")
    return wanted in left


def _is_internal(text: str, match: re.Match[str]) -> bool:
    """Return whether a word looks like an internal code or abbreviation."""
    word = match.group()
    if (
        word.upper() in _terms()
        or word in CURRENCIES
        or _RECORD.match(text, match.start())
        or _IN_DIGITS.search(text[max(match.start() - 30, 0) : match.start()])
        or _REFERENCE.search(text[max(match.start() - 40, 0) : match.start()])
    ):
        return False
    if _CODE.fullmatch(word):
        before = _BEFORE.search(text, max(match.start() - 20, 0), match.start())
        opening = re.match("[A-Z]+", word)
        is_type = opening is not None and _is_of_series(opening.group(), word)
        if is_type or _GRADE.fullmatch(word) or word.startswith(tuple(_terms("chips"))):
            return False
        beside = {found.group(found.lastindex or 0).upper() for found in (before, opening) if found}
        return not beside & _terms("before_a_number")
    is_figure = _FIGURE.match(text, match.end()) is not None  # CRI 90, Ra 0.8: a technical figure
    return bool(_ABBREVIATION.fullmatch(word)) and not is_figure and not _shouts(text, match)


def _is_of_series(letters: str, word: str) -> bool:
    """Return whether a word is a type that everybody calls so: M8X20, RJ45, CR2032, SS26."""
    figure = word.removeprefix(letters)
    return letters in _terms("series") and bool(_FIGURES.fullmatch(figure))


def _shouts(text: str, match: re.Match[str]) -> bool:
    """Return whether the words around a match are in capitals too, so that it is no abbreviation."""
    around = text[max(match.start() - 30, 0) : match.end() + 30]
    return len(_CAPITALS.findall(around)) > 2


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Return whether a plain name is next to a match: SKU-2035A (blue mug), 店铺动态评分（DSR）."""
    after = _NAMED_AFTER.match(text, match.end(), match.end() + 60)
    before = _NAMED_BEFORE.search(text, max(match.start() - 40, 0), match.start())
    return bool(after or before)


def _sentence(text: str, position: int) -> str:
    first = max(position - LONGEST_SENTENCE, 0)
    start = max((match.end() for match in _SENTENCE_END.finditer(text, first, position)), default=first)
    end = _SENTENCE_END.search(text, position, position + LONGEST_SENTENCE)
    return text[start : end.start() if end else position + LONGEST_SENTENCE]


@cache
def _terms(group: str = "") -> frozenset[str]:
    """Return the trade terms of a group of trade_terms.toml, by default of all groups."""
    with _SHIPPED.open("rb") as file:
        book = tomllib.load(file)
    return frozenset((book[group] if group else " ".join(book.values())).split())
