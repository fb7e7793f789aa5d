"""Finds codes of articles in running text: BZ-330, 2035B, MUG-WHT."""

from collections.abc import Iterator

from comms.messages.patterns import Pattern
from comms.messages.values.spans import Written

_CODE = Pattern(
    r"(?<![A-Za-z\d._/-])(?:(?=[A-Za-z_/-]*\d)(?=[\d_/-]*[A-Z])[A-Z\d][A-Za-z\d]{0,15}(?:[-_/][A-Za-z\d]{1,12}){0,4}"
    r"|[A-Z]{2,8}(?:-[A-Z\d]{1,8}){1,4})(?![A-Za-z\d]|\.\d)"
)
_NO_CODE = Pattern(
    r"(?i)\d+(?:kg|ml|l|g|mm|cm|m|w|k|pcs?|v|oz|gb|tb|x|s|p|d|h|in|ft|st|nd|rd|th|pm|am|ctns?|pairs?"
    r"|q\d)|[ABC]\d|Q[1-4]|[HP]\d|\d+[x*]\d+|(?:usd|eur|gbp|cny|rmb|us|hk)\d+|COVID-19|UCP\d+|L/C|T/T"
    r"|D/[PA]|O/A|E-?MAIL|PDF.*|MP4|H5|USB-C|(?:SO|PO|CR|DN|RB|DB)-\d{4}-\d+"
)


def codes_in(text: str, start: int, end: int) -> Iterator[Written]:
    """Yield the codes in `text[start:end]`; sizes, amounts and numbers of documents are none."""
    for match in _CODE.finditer(text, start, end):
        if len(match[0]) >= 3 and not _NO_CODE.fullmatch(match[0]):
            yield Written(match.start(), match.end(), match[0])
