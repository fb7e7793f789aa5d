"""Answers in a mail below the questions that it quotes."""

import re
from collections.abc import Iterator

from comms.reading.headings import name_of
from comms.reading.section_marks import ALONE, Form, Mark

_QUESTION = re.compile(
    r"[ \t]*>[ \t>]*(?:\d{1,2}[.)][ \t]+)?[*_]*(?P<words>[^>*_ \t].*?)[*_]*[?？:：][*_]*[ \t]*"
)
_QUOTED = re.compile(r"[ \t]*>")


def answered_questions(lines: list[str], start: int, end: int) -> Iterator[Mark]:
    """Yield the questions in a stretch of quoted lines below which the writer of the mail goes on.

    Anything else in a quotation, such as a label with an answer, is what the other one wrote.
    """
    for number in range(start, end):
        match = _QUESTION.fullmatch(lines[number])
        if match is None or not _is_answered(lines, number + 1):
            continue
        name = name_of(match["words"])
        if name is not None and name.dimension and not name.loose:
            place = (number, match.start("words")), (number, match.end("words"))
            yield Mark(Form.BOLD, match["words"], name, ALONE, *place, (number + 1, 0))


def _is_answered(lines: list[str], below: int) -> bool:
    """Return whether the next line with words is not quoted."""
    while below < len(lines) and not lines[below].strip(" \t>"):
        below += 1
    return below < len(lines) and not _QUOTED.match(lines[below])
