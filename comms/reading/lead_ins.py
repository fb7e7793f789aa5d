"""Lead-ins: names of dimensions that open a line in bold, in 【】 or followed by a colon."""

import re
from dataclasses import dataclass, replace

from comms.reading.headings import Name, name_of
from comms.reading.section_marks import ALONE, LEADING, Form, Mark

_SEEN = 200
"""The number of characters of a line that are examined; a lead-in is a few words."""

_ITEM = r"[ \t]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++){0,6}+(?:\[[ xX]\][ \t]++)?+"
_NUMBER = r"(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、][ \t]*+)?+"
_PICTURE = r"(?:[^\w\s*【\[<`|#>:：\"'“‘(（_-]{1,4}[ \t]*+)?+"
_BOLD = re.compile(
    rf"{_ITEM}{_NUMBER}{_PICTURE}(\*{{1,3}}|_{{1,3}})(?=[^\s*_])([^*_\n]{{1,120}})\1(?:(?<=\*)|(?!\w))"
)
_BRACKETS = re.compile(rf"{_ITEM}{_NUMBER}{_PICTURE}(?:\*\*)?()【([^【】\n]{{1,40}})】(?:\*\*)?")
_LABEL = re.compile(rf"{_ITEM}{_NUMBER}{_PICTURE}()([^:：\n*|【】<>`]{{1,60}}?)[ \t]*(?=[:：])")
_QUESTION = re.compile(
    rf"{_ITEM}{_NUMBER}{_PICTURE}()(\w[^?？:：\n*|【】<>`]{{0,110}}[?？])(?=[ \t　]*+[^\s?？)）])"
)
_ALONE = re.compile(rf"[ \t]*+(?:\d{{1,9}}[.)][ \t]++)?+{_NUMBER}{_PICTURE}()(\w[^:：\n*|【】<>`]{{0,40}})")
_FIELD = re.compile(r"[^\W\d][^\d,，.。;；!！'’\"“”]*+")
_LONGEST, _LONGEST_CHINESE = 40, 14
"""The most characters of a label that names nothing known."""
_ASKED_ALONE = re.compile(
    rf"[ \t]*+(?:\d{{1,9}}[.)][ \t]++)?+{_NUMBER}{_PICTURE}()(\w[^?？:：\n*|【】<>`]{{0,110}}[?？])"
    r"(?:[ \t]*[(（][^()（）\n]{0,60}[)）])?+"
)
_BEHIND = re.compile(r"[ \t]*(?:[:：]|[-–—]{1,3}(?=[ \t]))?[ \t　]*")
_ASKS = ("?", "？")
_NOTHING = re.compile(r"(?:\s|<br ?/?>|\\)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph.

    number: from 0, of the line in its text.
    bold: how many of its first characters are bold, in formats that mark bold type outside the text.
    first: whether it is the first line of its paragraph.
    listed, deep: as in Mark.
    """

    number: int
    text: str
    bold: int = 0
    first: bool = False
    listed: bool = False
    deep: bool = False


def lead_in(line: Line) -> Mark | None:
    """Return the lead-in of a line; whether an unformatted label is one is for the outline to decide."""
    head = line.text[:_SEEN]
    if line.bold:
        return _behind_bold(line) or _label(line, head)
    if "【" in head and (match := _BRACKETS.match(head)):
        return _mark(line, match, Form.BRACKETS, match.end())
    if ("*" in head or "_" in head) and (match := _BOLD.match(head)):
        return _bold(line, match)
    return _label(line, head)


def _bold(line: Line, match: re.Match[str]) -> Mark | None:
    """Return the mark of bold words with a colon or dash, alone on their line, or naming a list item."""
    mark = _mark(line, match, Form.BOLD, match.end())
    has_colon = match.group(2).rstrip().endswith((":", "："))
    has_sign = _BEHIND.match(line.text, match.end()).group().strip() != ""  # type: ignore[union-attr]
    opens = line.listed or not mark.heading.isascii()  # "**When** we launch" is a sentence
    is_named = opens and mark.name is not None and mark.dimension and not mark.name.loose
    is_asked = mark.dimension and mark.heading.endswith(_ASKS)
    return mark if has_colon or has_sign or mark.level == ALONE or is_named or is_asked else None


def _behind_bold(line: Line) -> Mark | None:
    """Return the lead-in of a line whose bold type is not part of its text, as in a DOCX."""
    bold = line.text[: line.bold]
    if len(bold) > _SEEN:
        return None
    match = re.compile(r"()(\s*+.+)", re.DOTALL).fullmatch(bold)
    mark = _mark(line, match, Form.BOLD, len(bold)) if match else None
    if mark is None or (mark.level == ALONE and not mark.dimension and _names_surely(_label(line, bold))):
        return None
    sign = line.text[line.bold :].lstrip(" ")[:1]
    asks = bool(mark.dimension) and mark.heading.endswith(_ASKS)
    has_sign = asks or bold.rstrip().endswith((":", "：")) or sign in (":", "：", "\t", "　", "—", "–")
    return mark if has_sign or mark.level == ALONE else None


def _label(line: Line, head: str) -> Mark | None:
    """Return the mark of a name with a colon after it, or alone on the first line of a paragraph.

    One that does not name a dimension for sure may be a field of a list (`field_lists.py`).
    """
    if question := _question(line, head):
        return question
    match = _LABEL.match(head)
    if match and _is_label(match.group(2), head[match.end() :]):
        mark = _mark(line, match, Form.LABEL, match.end())
        return mark if mark.name or is_short(mark.heading) else None
    if line.first and len(line.text) < 60 and (match := _ALONE.fullmatch(line.text.rstrip())):
        mark = _mark(line, match, Form.LABEL, match.end())
        return mark if _names_surely(mark) and mark.name and not mark.name.foreign else None
    return None


def _names_surely(mark: Mark | None) -> bool:
    return mark is not None and mark.name is not None and not mark.name.loose


def is_short(heading: str) -> bool:
    """Return whether words may be the label of a field rather than the beginning of a sentence."""
    return bool(_FIELD.fullmatch(heading)) and len(heading) <= (
        _LONGEST if heading.isascii() else _LONGEST_CHINESE
    )


def _question(line: Line, head: str) -> Mark | None:
    """Return the mark of a question with its answer behind it, or alone on its line: "2) Why? 3 % more"."""
    if not ("?" in head or "？" in head):
        return None
    match = _QUESTION.match(head) or _ASKED_ALONE.fullmatch(line.text.rstrip())
    if match is None:
        return None
    mark = _mark(line, match, Form.LABEL, match.end())
    return mark if mark.dimension else None


def _is_label(name: str, behind: str) -> bool:
    """Return whether a colon ends a label: in Latin text a space follows, unlike in times and addresses."""
    return behind[:1] == "：" or behind[1:2].strip() == "" or not name.isascii()


def _mark(line: Line, match: re.Match[str], form: Form, end: int) -> Mark:
    heading = match.group(2).strip().rstrip(":：").strip()
    start = match.start(2) + len(match.group(2)) - len(match.group(2).lstrip())
    text = _BEHIND.match(line.text, end).end()  # type: ignore[union-attr]
    alone = bool(_NOTHING.fullmatch(line.text, text))
    return Mark(
        form,
        heading,
        name_of(heading),
        ALONE if alone else LEADING,
        (line.number, start),
        (line.number, start + len(heading)),
        (line.number, len(line.text) if alone else text),
        listed=line.listed,
        deep=line.deep,
    )


def heading_with_answer(mark: Mark, raw: str, is_empty: bool = False) -> Mark:
    """Return the mark of a heading with its answer split off, as in `## Deadline: 2026-06-05`.

    is_empty: whether nothing stands below the heading, so that what follows a question is its answer.
    """
    if mark.dimension and is_empty:
        return _split_behind_question(mark, raw)
    if mark.name is not None:
        return mark
    for colon in re.finditer(r"[:：]", raw[:_SEEN]):
        heading = raw[: colon.start()].strip("# \t*_")
        name: Name | None = name_of(heading)
        if name is not None:
            text = _BEHIND.match(raw, colon.start()).end()  # type: ignore[union-attr]
            end = (mark.start[0], colon.start())
            return replace(mark, heading=heading, name=name, end=end, text=(mark.start[0], text))
    return mark


def _split_behind_question(mark: Mark, raw: str) -> Mark:
    sign = re.search(r"[?？](?=[ \t　]*[^\s?？(（*_])", raw[:_SEEN])
    heading = raw[: sign.end()].strip("# \t*_") if sign else ""
    if sign is None or not (name := name_of(heading)) or name.dimension != mark.dimension:
        return mark
    line = mark.start[0]
    return replace(mark, heading=heading, name=name, end=(line, sign.end()), text=(line, sign.end()))
