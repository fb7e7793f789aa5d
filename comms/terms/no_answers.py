"""What is no answer in a text, and whether anything else is left of it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from comms.terms.placeholders import is_placeholder_word
from comms.terms.prompts import is_prompt, is_question

_LONGEST = 300
"""The most characters of a line, or of a prompt of several lines, that may answer nothing."""
_FIGURE = re.compile(r"\d(?!\d{0,2}[.)、]?\s|\d_)")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_MARKER = re.compile(r"(?:>\s*|[-*+•·●▪◦]\s+|\d{1,3}[.)、]\s+|\[[xX√✓✔]\](?:\s+|$)|[☑☒✔✅]\s*(?=\S))*")
_HEADING = re.compile(r"#{2,6}\s")
_LABEL = re.compile(r"[^:\d|]{1,30}:(?:\*\*|__(?!_))?\s*")
_ANCHOR = re.compile(r"<a\s[^<>]*>\s*</a>", re.IGNORECASE)
_WITH_VALUE = (
    "label|unlabel|relabel|due|assign|unassign|reassign|cc|milestone|estimate|estimate_time|spend|spend_time"
    "|weight|epic|iteration|health_status|kind|sig|area|priority|assign_reviewer|request_review|severity"
    "|unassign_reviewer|copy_metadata|board_move|target_branch|relate|blocks|blocked_by|award|remind"
)
_ALONE = (
    "unlabel|unassign|close|reopen|todo|done|subscribe|unsubscribe|confidential|lock|unlock|lgtm|approve|hold"
    r"|remove_\w+|ok-to-test|retest"
)
_COMMAND = re.compile(rf"/(?:(?:{_WITH_VALUE})\s+\S.*|(?:{_ALONE}))\s*", re.IGNORECASE)
"""A quick action of GitLab or a command to a bot of GitHub; other words behind a slash are paths of pages."""
_LINE_OF_SIGNS = re.compile(r"[\s>]*(?:(?:[-*+•·●▪◦]|\d{1,3}[.)、])?\s*(?:\[[ xX]?\])?|(?:[-*_=]\s*){3,})\s*")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[|:\- \t]*-[|:\- \t]*")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_COMPOUND = re.compile(r"[\n<|]")
"""A sign that a text may have several lines, comments, anchors or cells."""


def says_nothing(text: str) -> bool:
    """Return whether nothing in a text answers a question, whatever the question is."""
    if _FIGURE.match(text):  # most values of an order, and faster than to look at their words
        return False
    if not _COMPOUND.search(text):
        return _is_line_of_nothing(text)
    lines = answer_in(text).split("\n")
    return all(map(_is_unanswered, lines if "|" not in text else _without_headers(lines)))


def answer_in(text: str) -> str:
    """Return a text without what answers nothing, as long as that does not depend on the rest of the text.

    These are comments, anchors, commands to GitLab and GitHub, empty items, rules and left-over prompts.
    Placeholders and questions remain, which may be part of an answer. Other texts are returned as they are.
    """
    bare = _ANCHOR.sub("", without_comments(text))
    whole = "\n".join(line for line, is_left_over in _lines(bare) if not is_left_over)
    return text if whole == text else _BLANK_LINES.sub("\n\n", whole).strip()


def left_over(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that answer nothing, in order: all of them if nothing else is there."""
    if says_nothing(text):
        yield 0, len(text)
        return
    end = 0
    for line, is_left_over in _lines(text):
        start, end = end, end + len(line) + 1
        if is_left_over:
            yield start, end - 1


def without_comments(text: str) -> str:
    """Return a text without its HTML comments; an unclosed comment hides nothing."""
    kept: list[str] = []
    while True:
        before, opening, rest = text.partition("<!--")
        _, closing, after = rest.partition("-->")
        if not opening or not closing:
            return "".join(kept) + text
        kept.append(before)
        text = after


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a text and whether they are left over, of which code is none."""
    in_code = False
    for paragraph in re.split(r"(?<=\n)(?=[ \t]*\n)", text):
        lines = paragraph.removesuffix("\n").split("\n")
        is_prompt_of_lines = not in_code and len(lines) > 1 and _is_prompt_of_lines(lines)
        for line in lines:
            in_code ^= bool(_FENCE.match(line))
            yield line, bool(line.strip()) and not in_code and (is_prompt_of_lines or _is_left_over(line))


def _is_prompt_of_lines(lines: list[str]) -> bool:
    joined = " ".join(line.strip() for line in lines).strip()
    return len(joined) <= _LONGEST and joined[:1] in "[(【（<_*{" and is_prompt(_folded(joined))


@lru_cache(maxsize=8192)
def _is_left_over(line: str) -> bool:
    """Return whether a line is of a template or for a program, so that it is no part of an answer."""
    if len(line) > _LONGEST:
        return False
    return _is_mark(line) or is_prompt(_folded(line), _is_quoted(line))


def _is_mark(line: str) -> bool:
    return bool(_LINE_OF_SIGNS.fullmatch(line) or _COMMAND.fullmatch(line.strip()))


@lru_cache(maxsize=8192)  # units, formats and list entries recur from file to file
def _is_line_of_nothing(line: str) -> bool:
    """Return whether a text of one line says nothing, as `says_nothing` finds line by line in longer ones."""
    return len(line) <= _LONGEST and (_is_mark(line) or _is_unanswered(line))


def _is_unanswered(line: str) -> bool:
    if len(line) > _LONGEST:
        return False
    folded = _folded(line)
    if _ROW.fullmatch(line):
        cells = line.strip().strip("|").split("|")
        return all(map(_is_unanswered, cells[1:] or cells))
    if _is_empty(folded, _is_quoted(line)) or is_question(folded) or _HEADING.match(folded):
        return True
    label = _LABEL.match(folded)
    return label is not None and _is_empty(folded[label.end() :])


def _is_empty(folded: str, is_quoted: bool = False) -> bool:
    return is_placeholder_word(folded) or is_prompt(folded, is_quoted)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _without_headers(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a text without the headers of its tables, which answer nothing."""
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not ("|" in below and _RULE.fullmatch(below)):
            yield line


def _folded(line: str) -> str:
    """Return a line in lower case and half-width, without the marks of lists, quotations and ticked boxes."""
    text = line if line.isascii() else unicodedata.normalize("NFKC", _INVISIBLE.sub("", line))
    text = text.casefold().strip().replace("’", "'")
    return _MARKER.sub("", text, count=1).strip("` \t")
