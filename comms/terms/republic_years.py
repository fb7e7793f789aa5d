"""Dates in years of the Republic of China, as Taiwan writes them: 民國116年5月3日 is 2027-05-03."""

import re

from comms.terms.dates import with_figures
from comms.terms.spoken import chinese_figure

_ERA = "(?:中[華华])?民[國国]"
_BEFORE_FIRST = 1911
_DIGIT = "一二三四五六七八九"
_NUMERAL = rf"[〇零{_DIGIT}]{{3}}|一百(?:零[{_DIGIT}]|[{_DIGIT}]十[{_DIGIT}]?)?|[{_DIGIT}]?十[{_DIGIT}]?"
_MONTH_AND_DAY = (
    r"(?:\d{1,2} ?月 ?\d{1,2}(?!\d)|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}) ?[日号號]?"
)
_FIGURES = r"(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d{1,2}(?![\d/-]|\.\d)"
NAMES_ERA = re.compile(_ERA)
OF_REPUBLIC = (
    r"(?:(?<!\d)(?:西元|公元)?\d{4} ?年? ?\( ?)?"
    rf"{_ERA}[曆历]? ?(?:(?:\d{{1,3}}|{_NUMERAL}) ?年 ?"
    rf"(?:\) ?|\( ?(?:西元|公元)?\d{{4}} ?年? ?\) ?)?{_MONTH_AND_DAY}"
    rf"|\d{{1,3}}{_FIGURES})"
    rf"|(?<![\d./-])1\d\d{_FIGURES}(?= ?\(?{_ERA})"
)
"""A date that says so itself. It may name the common year as well: 2027年（民國116年）5月3日."""
BARE = rf"(?<![\d第满滿{_DIGIT}])1\d\d ?年 ?{_MONTH_AND_DAY}"
"""A date that does not say so: the second of 民國116年5月3日至116年5月9日."""
_YEAR = re.compile(rf"(?:{_ERA}[曆历]? ?|(?<!\d))(?P<year>\d{{1,3}}(?!\d)|{_NUMERAL}) ?(?:年|(?=[./-]))")
_COMMON_YEAR = re.compile(r"\d{4}")


def republic_days(written: str) -> list[tuple[int, int, int]]:
    """Return year, month and day of such a date, with both years if it names another one."""
    found = _YEAR.search(written)
    if found is None:
        return [(0, 0, 0)]
    number = int(found["year"]) if found["year"].isdecimal() else chinese_figure(found["year"]) or 0
    month, day = re.findall(r"\d+", with_figures(written[found.end() :]))[-2:]
    common = _COMMON_YEAR.search(written)
    years = [number + _BEFORE_FIRST, *([int(common[0])] if common else [])]
    return [(year, int(month), int(day)) for year in dict.fromkeys(years)]
