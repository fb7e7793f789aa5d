"""Finds sizes and file formats in running text: 800*800, 310 x 95 mm, 宽750, 16:9, A3, print PDF."""

import re
from collections.abc import Iterator

from comms.messages.patterns import Pattern
from comms.messages.values.spans import Written
from comms.terms.lazy_patterns import LazyPattern

_UNIT = r"mm|cm|px|pixels?|像素|毫米|厘米|公分|米|in\b|inch(?:es)?|m\b|m(?=[\u4e00-\u9fff])"
_N = r"\d{1,5}(?:\.\d{1,3})?"
_SIZE = Pattern(
    rf"(?<![A-Za-z\d.])(?P<a>{_N})[ ]?(?P<u>{_UNIT})?[ ]?(?:[x×*X]"
    rf"|by(?=[ ]?\d))[ ]?(?P<b>{_N})(?:[ ]?(?:[x×*X])[ ]?(?P<z>{_N}))?(?![\d.]*\d)[ ]?(?P<v>{_UNIT})?"
    r"|(?<![\d.:])(?P<ratio>(?:1:1|16:9|9:16|4:3|3:4|2:3|3:2|4:5|5:4|21:9|2:1|1:2"
    r"|7:3))(?![\d:.])(?:[ ]?(?P<edge>\d{2,5})[ ]?(?:像素|px|pixels?))?"
    r"|(?<![A-Za-z\d-])(?P<sheet>[ABC][0-8]|DL|US Letter)(?![A-Za-z\d-])(?P<way>[ ,]{0,2}(?:竖版|横版"
    r"|portrait|landscape))?"
    r"|(?P<side>宽度?|高度?|width|height|直径|边长|圆形)[ :]?(?P<c>\d{1,5})(?![\d.])[ ]?(?P<w>mm|cm"
    r"|px|像素|毫米|厘米|公分)?"
    r"|(?<![A-Za-z\d.])(?P<d>\d{2,5})[ ]?(?P<x>px|mm|cm|像素|毫米|厘米|公分)?[ ]?(?P<behind>宽|高|wide|tall"
    r"|high)(?![a-z于度])"
    r"|(?<![A-Za-z\d.])(?P<run>\d{1,3})[ ]?(?:秒|s\b|s(?=[\u4e00-\u9fff])|sec(?:onds?)?\b|-second)",
)
_FORMATS = (
    "png|jpe?g|webp|pdf|psd|svg|mp4|mov|gif|eps|tiff?|indd|ai|pptx?|docx?|xlsx?|csv|avif|html|fig|sketch"
    "|dwg|step|stl"
)
_FORMAT = Pattern(
    rf"(?<![A-Za-z.])(?P<lead>print[- ]ready |print "
    rf"|印刷)?(?P<name>{_FORMATS})(?![A-Za-z])(?P<limit> under \d+ ?[KM]B)?",
    re.IGNORECASE,
)
_NO_FILE = LazyPattern(r"(?i)\s*(?:工具|生成|绘|模特|客服|智能|写|抠图|换|model|generated|tool|assistant)")


def sizes_in(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield the sizes in `text[start:end]`, in one notation: 800×800, 310×95mm."""
    for match in _SIZE.finditer(text, start, end):
        if match["run"]:
            continue
        yield Written(match.start(), match.start() + len(match[0].rstrip()), _size(match))


def _size(match: re.Match[str]) -> str:
    if match["a"]:
        unit = match["v"] or match["u"] or ""
        first = match["u"] if match["u"] and match["v"] and match["u"] != match["v"] else ""
        depth = f"×{match['z']}" if match["z"] else ""
        return f"{match['a']}{first}×{match['b']}{depth}{unit}"
    if match["ratio"]:
        return f"{match['ratio']} {match['edge']}像素" if match["edge"] else match["ratio"]
    if match["sheet"]:
        way = (match["way"] or "").strip(" ,")
        return f"{match['sheet']} {way}" if way else match["sheet"]
    return match[0].strip()


def formats_in(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield the names of file formats in `text[start:end]`."""
    for match in _FORMAT.finditer(text, start, end):
        name = match["name"]
        if name.lower() in ("ai", "fig", "sketch", "step") and (
            name != name.upper() or _NO_FILE.match(text[match.end() : match.end() + 8])
        ):
            continue
        limit = match["limit"] or ""
        yield Written(
            match.start(),
            match.end(),
            ("print " if match["lead"] else "") + name.upper().replace("WEBP", "WebP") + limit,
        )
