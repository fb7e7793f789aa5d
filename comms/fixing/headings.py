"""Opens a missing section in a request written by hand, dressed as the sections around it are."""

import re

from comms.checking import Case
from comms.findings import FieldPath
from comms.fixing.edits import MARKDOWN_BREAK, Edit, Lines, newline_of
from comms.models.brief import DIMENSIONS
from comms.words import LANGUAGES, label, words, written_in

_HTML = re.compile(r"<!--.*?-->")
_COMMENT = re.compile(r"[ \t]*<!--.*-->[ \t]*")
_ATX = re.compile(r"( {0,3}#{1,6}[ \t]+)(.+?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-+)[ \t]*")
_LEAD_IN = re.compile(
    r"(\s*(?:(?:[-*+]|\d{1,2}[.)])[ \t]+)?)"
    r"((?:\*\*|__)[^*_]+?(?:\*\*|__)[ \t]*[:：]?|【[^【】]+】[ \t]*[:：]?|[^:：|]{1,60}[:：])(.*)"
)
_CELL = re.compile(r"(\s*\|[ \t]*)(\d{1,2}[.、]?[ \t]*\|[ \t]*)?([^|]+?)[ \t]*\|.*")
_RULE = re.compile(r"[ \t|:-]*\|[ \t|:-]*")
_DRESS = re.compile(r"(\*\*|__|【)?(.*?)([?？:：]?)(\*\*|__|】)?[ \t]*([:：]?)")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")
_LANGUAGE_SIGNS = {"zh": re.compile(r"[\u3400-\u9fff]"), "en": re.compile(r"[A-Za-z]")}


def section(case: Case, dimension: str, asked: str) -> Edit:
    """The section behind the dimension that comes before it, else before the one that comes after it."""
    text, newline = case.source.text, newline_of(case.source.text)
    sections, lines = case.source.sections or {}, Lines(text, MARKDOWN_BREAK)
    place = DIMENSIONS.index(dimension)
    earlier = [each for each in DIMENSIONS[:place] if each in sections]
    known = earlier[-1:] or [each for each in DIMENSIONS[place:] if each in sections]
    if not known:
        at, heading = len(text.rstrip()), f"## {_name(dimension, '', case)}"
        return Edit(at, at, f"{newline * 2}{heading}{newline * 2}<!-- {asked} -->")
    neighbour = known[0]
    opened, gap = _like(lines, sections[neighbour], case, dimension, asked, newline)
    if earlier:
        at = lines.end(_last_line(case, lines, neighbour))
        return Edit(at, at, gap + opened)
    at = lines.offset(lines.above_comments(sections[neighbour], _COMMENT))
    return Edit(at, at, opened + gap)


def labelled_line(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """The line for a person whom a section with labels does not name."""
    from comms.models.base import fields_of

    lines, newline = Lines(case.source.text, MARKDOWN_BREAK), newline_of(case.source.text)
    part = fields_of(type(case.document))[str(path[0])].part if case.document else None
    span = case.source.positions.value(path[:-1])
    if part is None or span is None:
        return None
    last = lines.line(span.end_line)
    language = written_in(last) or "en"
    name, colon = label(fields_of(part)[str(path[-1])], language), "：" if language == "zh" else ": "
    if last.lstrip().startswith("|"):
        written = f"{newline}| {name} | <!-- {asked} --> |"
    elif bullet := _BULLET.match(last):
        written = f"{newline}{bullet.group()}{name}{colon}<!-- {asked} -->"
    else:
        written = f"{newline * 2}{name}{colon}<!-- {asked} -->"
    return Edit(lines.end(span.end_line), lines.end(span.end_line), written)


def _last_line(case: Case, lines: Lines, dimension: str) -> int:
    """The last line of a section, the question in a comment behind its text included."""
    span = case.source.positions.value((dimension,))
    number = span.end_line if span else (case.source.sections or {})[dimension]
    if _UNDERLINE.fullmatch(lines.line(number + 1)) or _RULE.fullmatch(lines.line(number + 1)):
        number += 1
    following = number + 1
    while following <= len(lines) and not lines.line(following).strip():
        following += 1
    # a comment that touches the next line belongs to that
    if _COMMENT.fullmatch(lines.line(following)) and not lines.line(following + 1).strip():
        return following
    return number


def _like(lines: Lines, number: int, case: Case, dimension: str, asked: str, newline: str) -> tuple[str, str]:
    """A section in the dress of the one whose heading is at a line, and what stands between the two."""
    line = _HTML.sub("", lines.line(number)).rstrip()
    question = f"<!-- {asked} -->"
    if atx := _ATX.fullmatch(line):
        heading = atx.group(1) + _dressed(dimension, atx.group(2), case)
        return heading + newline * 2 + question, newline * 2
    if cell := _CELL.fullmatch(line):
        empty = " | " if cell.group(2) else ""
        return f"{cell.group(1)}{empty}{_dressed(dimension, cell.group(3), case)} | {question} |", newline
    underline = _UNDERLINE.fullmatch(lines.line(number + 1))
    if not underline and (lead := _LEAD_IN.fullmatch(line)):
        begins, name = lead.group(1), _dressed(dimension, lead.group(2), case)
        if not lead.group(3).strip():
            return f"{begins}{name}{newline * 2}{question}", newline * 2
        is_tight = begins.strip() or lines.line(number - 1).strip() or lines.line(number + 1).strip()
        return f"{begins}{name} {question}", newline if is_tight else newline * 2
    level = 1 if underline and underline.group(1) else 2
    return f"{'#' * level} {_dressed(dimension, line.strip(), case)}{newline * 2}{question}", newline * 2


def _dressed(dimension: str, like: str, case: Case) -> str:
    """The name of a dimension with the stars, brackets and marks of another one's heading."""
    match = _DRESS.fullmatch(like)
    opening, _, mark, closing, late = match.groups("") if match else ("",) * 5
    return f"{opening}{_name(dimension, like, case)}{mark}{closing}{late}"


def _name(dimension: str, like: str, case: Case) -> str:
    """A dimension's name in the language of another heading, in both where that has both."""
    found = {
        language: match.start() for language in LANGUAGES if (match := _LANGUAGE_SIGNS[language].search(like))
    }
    document = case.document.language if case.document else None
    chosen = sorted(found, key=lambda each: found[each])
    chosen = chosen or [document or written_in(case.source.text) or "en"]
    return " ".join(str(words(each)["steps"][dimension]["name"]) for each in chosen)
