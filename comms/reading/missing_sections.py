"""Where in a request by hand a missing dimension should stand, and how it is written there."""

import re
from dataclasses import dataclass
from itertools import pairwise

from comms.language.phrases import words, written_in
from comms.models.brief import DIMENSIONS
from comms.reading.section_marks import ALONE, LEADING, Form
from comms.reading.sections import without_comments
from comms.reading.source import Heading, Source

ROOM = "{}"
"""Where the answer goes in what opens a dimension."""

_CJK = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_ITEM = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?:\[[ xX]\][ \t]+)?")
_LISTED = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_NUMBER = re.compile(r"\d+(?=[.)][ \t]+(?:\[.\][ \t]+)?$)")
_OPENING = re.compile(r"[*_]{0,3}【?[*_]{0,2}$")
_CLOSING = re.compile(r"([?？:：]?)([*_】]{0,6})[ \t]*((?:[:：]|[-–—]{1,3}(?=[ \t]|$))?)")
_BAR = re.compile(r"(?<!\\)\|")
_OTHER_BLOCK = re.compile(r"[ \t]*(?:[#|<>]|```|~~~|-{3}|={3})")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True)
class Gap:
    """What opens a missing dimension, and the line that it begins on; line 0 where a format has none.

    opened: a heading as the text would write it, with `ROOM` where its answer goes.
    before: the heading that it stands before, "" where it stands behind something.
    is_tight: whether no empty line parts it from that.
    """

    opened: str
    line: int
    before: str = ""
    is_tight: bool = False

    @property
    def heading(self) -> str:
        return self.opened.partition("\n")[0].replace(ROOM, "").strip()

    @property
    def above(self) -> int:
        """The line that it stands behind, where it stands before nothing."""
        return self.line - (1 if self.is_tight else 2)


def gap(source: Source, dimension: str, language: str | None) -> Gap:
    """The place of a missing dimension: before the next of the seven that stands behind the one before it.

    Where there is no such, behind all of them. Both the hint of the finding and its fix go by this.
    """
    lines = _LINE_END.split(source.text)
    following = _following(source.headings, dimension)
    if following is not None:
        return _before(source, lines, dimension, following)
    if source.headings:
        return _behind(source, lines, dimension)
    name = words(language or written_in(source.text) or "en")["steps"][dimension]["name"]
    return Gap(f"## {name}\n\n{ROOM}", _last_said(lines, len(lines)) + 2)


def _following(headings: tuple[Heading, ...], dimension: str) -> Heading | None:
    """The next dimension behind the one that comes before this: a text may begin with its people."""
    place, known = DIMENSIONS.index(dimension), [each.dimension for each in headings]
    earlier = next((each for each in reversed(DIMENSIONS[:place]) if each in known), None)
    behind = headings[known.index(earlier) + 1 :] if earlier else headings
    first: dict[str, Heading] = {}
    for each in behind:
        if not _is_across(each):
            first.setdefault(each.dimension, each)
    return next((first[each] for each in DIMENSIONS[place + 1 :] if each in first), None)


def _before(source: Source, lines: list[str], dimension: str, following: Heading) -> Gap:
    is_tight, number = _is_tight(source, lines, following), following.line
    if following.form == Form.ROW:
        has_rule = _is_rule(lines, number + 1)
        # the rule of a table stays below the first row, and a row stays whole
        if number and (has_rule or _shares_its_row(source.headings, following)):
            return Gap(_opened(dimension, following), number + 1 + has_rule, is_tight=True)
    else:
        number = _first_comment(source, lines, number)
        is_tight &= all(each.strip() for each in lines[number - 1 : following.line - 1])
    return Gap(_opened(dimension, following, is_tight), number, following.heading, is_tight)


def _behind(source: Source, lines: list[str], dimension: str) -> Gap:
    """Behind the last of all dimensions, whatever follows that."""
    above = max(reversed(source.headings), key=lambda each: each.end)
    if above.line == 0:
        return Gap(_name(dimension, above), 0)
    is_tight = _is_tight(source, lines, above)
    if above.form != Form.ROW and _OTHER_BLOCK.match(_line(lines, above.end)):
        is_tight = False  # a table or a quotation would take the next line in
    opened = _opened(dimension, _outer(source.headings, above), is_tight, is_next=True)
    last = above.end
    if is_tight:
        return Gap(opened, last + 1 + _is_rule(lines, last + 1), is_tight=True)
    if _line(lines, last + 1).strip():  # what follows may have comments of its own
        last = max(_last_said(lines, _first_comment(source, lines, last + 1) - 1), above.line)
    if following := _line(lines, last + 1).strip():
        return Gap(opened, last + 1, following)
    return Gap(opened, last + 2)


def _outer(headings: tuple[Heading, ...], inner: Heading) -> Heading:
    """The heading that a new one stands beside: of "Who" where the last one is "Owner" below that."""
    first = next(each for each in headings if each.dimension == inner.dimension)
    return first if first.level < inner.level < ALONE else inner


# --- lines -----------------------------------------------------------------------------------


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _last_said(lines: list[str], number: int) -> int:
    """The last line up to one that holds anything."""
    while number > 0 and not lines[number - 1].strip():
        number -= 1
    return number


def _first_comment(source: Source, lines: list[str], number: int) -> int:
    """The first of the comment lines that belong to what begins on a line, or that line.

    They touch it, or answer for its findings; one that opens the text belongs to the whole of it, and one
    directly below a heading to that.
    """
    headed = {each.line for each in source.headings if each.level <= ALONE}
    first = number
    while start := _comment_above(lines, first):
        touches = _line(lines, first - 1).strip()
        over = start - 1 if touches else _last_said(lines, start - 1)
        is_below = over in headed or (over - 1 in headed and _UNDERLINE.fullmatch(_line(lines, over)))
        if is_below or not _last_said(lines, over):
            return number if touches else first
        first = start
    return first


def _comment_above(lines: list[str], number: int) -> int:
    """Where the comment begins that touches a line or, if it answers for findings, precedes it; else 0."""
    end = _last_said(lines, number - 1)
    if not _line(lines, end).rstrip().endswith("-->"):
        return 0
    start = end
    while "<!--" not in lines[start - 1] and _line(lines, start - 1).strip():
        start -= 1
    text = "\n".join(lines[start - 1 : end]).strip()
    is_alone = text.startswith("<!--") and not without_comments(text).strip()
    return start if is_alone and (end == number - 1 or "comms:" in text) else 0


def _is_rule(lines: list[str], number: int) -> bool:
    """Whether a line parts the header of a table from its rows."""
    return {"-", "|"} <= set(_line(lines, number)) <= set("|:- \t")


def _is_tight(source: Source, lines: list[str], like: Heading) -> bool:
    """Whether a new one beside it takes no empty line: a row, an item, a label among others."""
    if like.form == Form.ROW:
        return not _is_across(like)
    listed = bool(_LISTED.match(like.written))
    if like.level < ALONE or (like.level == ALONE and not listed) or like.line == 0:
        return False
    above = _line(lines, _first_comment(source, lines, like.line) - 1)
    if (above.strip() and not _OTHER_BLOCK.match(above)) or _line(lines, like.end + 1).strip():
        return True
    return listed and sum(bool(_LISTED.match(each.written)) for each in source.headings) < 2


def _is_across(heading: Heading) -> bool:
    """Whether it stands in the header row of a table, with its answer below it."""
    return heading.form == Form.ROW and heading.end > heading.line


def _shares_its_row(headings: tuple[Heading, ...], heading: Heading) -> bool:
    """Whether another dimension stands before it in the row of a table."""
    return any(one.line == heading.line and other is heading for one, other in pairwise(headings))


# --- dress -----------------------------------------------------------------------------------


def _opened(dimension: str, like: Heading, is_tight: bool = False, is_next: bool = False) -> str:
    """What opens a dimension as the file dresses its headings.

    is_next: it follows the other one, so that the number of an item goes on.
    """
    name = _name(dimension, like)
    if like.line == 0:
        return name
    if _is_across(like):
        return f"## {name}\n\n{ROOM}"
    left, right = _dress(like)
    dressed = f"{left}{name}{right}"
    if like.form == Form.ROW:
        return _row(like, dressed)
    if like.level < ALONE:
        return f"{'#' * like.level} {dressed}\n\n{ROOM}"
    item = _item(like, is_next)
    if like.level == LEADING:
        return f"{item}{dressed} {ROOM}"
    between = "\n" if is_tight else "\n\n"
    return f"{item}{dressed}{between}{' ' * len(item)}{ROOM}"


def _item(like: Heading, is_next: bool) -> str:
    """What makes an item of a list, its box unchecked."""
    match = _ITEM.match(like.written) if _LISTED.match(like.written) else None
    item = re.sub(r"\[[xX]\]", "[ ]", match.group()) if match else ""
    return _NUMBER.sub(lambda each: str(int(each.group()) + 1), item) if is_next else item


def _dress(like: Heading) -> tuple[str, str]:
    """The stars, brackets and signs on both sides of a heading's words; numbers and pictures are its own."""
    core = _core(like)
    at = like.written.rfind(core)
    if not core or at < 0:
        return "", ""
    opening, closing = _OPENING.search(like.written[:at]), _CLOSING.match(like.written, at + len(core))
    left, (mark, right, sign) = opening.group() if opening else "", closing.groups() if closing else ("",) * 3
    if sign.strip("-–—") != sign:  # a dash parts the name from the answer behind it
        sign = f" {sign}" if like.level == LEADING else ""
    return (left, mark + right + sign) if len(left) == len(right) else ("", mark + sign)


def _core(like: Heading) -> str:
    """The words of a heading."""
    return without_comments(like.heading).strip("【】*_?？:： \t")


def _row(like: Heading, name: str) -> str:
    """A row with the name and the room for its answer in the columns of another one."""
    written = like.written
    edge = written.lstrip().startswith("|")
    cells = _BAR.split(written)[edge:]
    key = len(_BAR.findall(written, 0, max(written.rfind(_core(like)), 0))) - edge
    is_numbered = key > 0 and not cells[0].strip("#.、 \t").strip("0123456789")
    between = len(cells) - 1 - max(key, 0) - 1
    row = [""] * is_numbered + [name] + [""] * between + [ROOM]
    return f"{written[: len(written) - len(written.lstrip())]}| {' | '.join(row)} |"


def _name(dimension: str, like: Heading) -> str:
    """The name of a dimension in the language of a heading, in both where that has both."""
    names = [str(words(language)["steps"][dimension]["name"]) for language in ("zh", "en")]
    core = _core(like)
    chinese, latin = _CJK.search(core), _LATIN.search(core)
    if chinese and latin:
        return " ".join(names if chinese.start() < latin.start() else reversed(names))
    return names[0] if chinese else names[1]
