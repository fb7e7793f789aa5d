"""The place in a handwritten request at which a missing dimension belongs, and its heading there."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from comms.language.phrases import FALLBACK, LANGUAGES, language_of_text, words
from comms.models.brief import DIMENSIONS
from comms.reading.section_marks import ALONE, LEADING, Form
from comms.reading.source import Heading, Source
from comms.terms.no_answers import without_comments

ROOM = "{}"
"""Stands for the answer in the text that opens a dimension."""

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
_FOLD_OPENED = re.compile(r"[ \t]*<details\b[^<>]*>[ \t]*", re.IGNORECASE)
_FOLD_CLOSED = re.compile(r"[ \t]*</details>[ \t]*", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True)
class Gap:
    """The text that opens a missing dimension, and the line at which to insert it.

    opened: a heading in the style of the text, with `ROOM` for its answer.
    line: from 1; 0 for formats without lines.
    before: the heading below the insertion, "" if the insertion follows something instead.
    is_tight: whether no empty line separates the two.
    """

    opened: str
    line: int
    before: str = ""
    is_tight: bool = False

    @property
    def heading(self) -> str:
        """The heading alone, without the room for its answer."""
        return self.opened.partition("\n")[0].replace(ROOM, "").strip()

    @property
    def above(self) -> int:
        """The line that the insertion follows if there is no heading below it."""
        return self.line - (1 if self.is_tight else 2)


def missing_section(source: Source, dimension: str, language: str | None) -> Gap:
    """Return the place of a missing dimension, by which both the hint of its finding and its fix go.

    It is before the next of the seven dimensions that follows the preceding one, or else behind all of them.
    """
    lines = _LINE_END.split(source.text)
    own = tuple(heading for heading in source.headings if not heading.is_nested)
    source = replace(source, headings=own)
    following = _following(source.headings, dimension)
    if following is not None:
        return _before(source, lines, dimension, following)
    if source.headings:
        return _behind(source, lines, dimension)
    name = words(language or language_of_text(source.text) or FALLBACK)["steps"][dimension]["name"]
    return Gap(f"## {name}\n\n{ROOM}", _last_said(lines, len(lines)) + 2)


def _following(headings: tuple[Heading, ...], dimension: str) -> Heading | None:
    """Return the next dimension after the one before `dimension`; a text may begin with people."""
    place, known = DIMENSIONS.index(dimension), [heading.dimension for heading in headings]
    earlier = next((name for name in reversed(DIMENSIONS[:place]) if name in known), None)
    behind = headings[known.index(earlier) + 1 :] if earlier else headings
    first: dict[str, Heading] = {}
    for heading in behind:
        if not _is_across(heading):
            first.setdefault(heading.dimension, heading)
    return next((first[name] for name in DIMENSIONS[place + 1 :] if name in first), None)


def _before(source: Source, lines: list[str], dimension: str, following: Heading) -> Gap:
    is_tight, number = _is_tight(source, lines, following), following.line
    if following.form == Form.ROW:
        has_rule = _is_rule(lines, number + 1)
        # nothing is inserted above the rule of a table, or into a row
        if number and (has_rule or _shares_its_row(source.headings, following)):
            return Gap(_opened(dimension, following), number + 1 + has_rule, is_tight=True)
    else:
        number = _first_comment(source, lines, number)
        number -= bool(_FOLD_OPENED.fullmatch(_line(lines, number - 1)))
        is_tight &= all(line.strip() for line in lines[number - 1 : following.line - 1])
    return Gap(_opened(dimension, following, is_tight), number, following.heading, is_tight)


def _behind(source: Source, lines: list[str], dimension: str) -> Gap:
    """Return the place after the last of all dimensions, whatever follows it."""
    above = max(reversed(source.headings), key=lambda heading: heading.end)
    if above.line == 0:
        return Gap(_name(dimension, above), 0)
    is_tight = _is_tight(source, lines, above)
    end = _end_within_fold(lines, above)
    if above.form != Form.ROW and _OTHER_BLOCK.match(_line(lines, end)):
        is_tight = False  # a line right after a table or a quotation would become part of it
    opened = _opened(dimension, _outer(source.headings, above), is_tight, is_next=True)
    last = _past_fold(lines, above) if end == above.end else end
    is_tight &= last == end
    if is_tight:
        return Gap(opened, last + 1 + _is_rule(lines, last + 1), is_tight=True)
    if _line(lines, last + 1).strip():  # the text that follows may have comments of its own
        last = max(_last_said(lines, _first_comment(source, lines, last + 1) - 1), above.line)
    if following := _line(lines, last + 1).strip():
        return Gap(opened, last + 1, following)
    return Gap(opened, last + 2)


def _outer(headings: tuple[Heading, ...], inner: Heading) -> Heading:
    """Return the heading to insert next to: "Who" if the last heading is "Owner" one level below it."""
    first = next(heading for heading in headings if heading.dimension == inner.dimension)
    return first if first.level < inner.level < ALONE else inner


# --- lines -----------------------------------------------------------------------------------


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _end_within_fold(lines: list[str], above: Heading) -> int:
    """Return the last line of a section before the end of the fold that holds it together with others.

    It is the last one of all if something follows that end, which the section would lose to the next one.
    """
    own = lines[above.line - 1 : above.end]
    if any(_FENCE.match(line) for line in own):
        return above.end  # what code says of folds holds nothing
    number = above.end
    while number > above.line and (
        _FOLD_CLOSED.fullmatch(lines[number - 1]) or not lines[number - 1].strip()
    ):
        number -= 1
    is_within = sum(map(_folds_in, own)) < 0
    return number if is_within and not sum(map(_folds_in, lines[above.line - 1 : number])) else above.end


def _past_fold(lines: list[str], above: Heading) -> int:
    """Return the line that closes the fold of a section, or its last line if the fold is not its own."""
    below = above.end + 1
    while below <= len(lines) and not lines[below - 1].strip():
        below += 1
    is_own = sum(map(_folds_in, lines[above.line - 1 : above.end])) > 0
    return below if is_own and _FOLD_CLOSED.fullmatch(_line(lines, below)) else above.end


def _folds_in(line: str) -> int:
    """Return how many folds a line opens, less those that it closes."""
    written = line.casefold()
    return written.count("<details") - written.count("</details")


def _last_said(lines: list[str], number: int) -> int:
    """Return the last line with any content up to a given line, 0 if there is none."""
    while number > 0 and not lines[number - 1].strip():
        number -= 1
    return number


def _first_comment(source: Source, lines: list[str], number: int) -> int:
    """Return the first of the comment lines that belong to the block beginning on a line, or that line.

    Comments belong to a block if they touch it or suppress findings; a comment that opens the text belongs
    to the whole text, and one directly below a heading belongs to that heading.
    """
    headed = {heading.line for heading in source.headings if heading.level <= ALONE}
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
    """Return the first line of the comment that touches a line or, if it suppresses, precedes it; else 0."""
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
    """Return whether a line is the rule between the header of a table and its rows."""
    return {"-", "|"} <= set(_line(lines, number)) <= set("|:- \t")


def _is_tight(source: Source, lines: list[str], like: Heading) -> bool:
    """Return whether a heading next to `like` needs no empty line, as in a group of rows, items or labels."""
    if like.form == Form.ROW:
        return not _is_across(like)
    listed = bool(_LISTED.match(like.written))
    if like.level < ALONE or (like.level == ALONE and not listed) or like.line == 0:
        return False
    above = _line(lines, _first_comment(source, lines, like.line) - 1)
    if (above.strip() and not _OTHER_BLOCK.match(above)) or _line(lines, like.end + 1).strip():
        return True
    return listed and sum(bool(_LISTED.match(heading.written)) for heading in source.headings) < 2


def _is_across(heading: Heading) -> bool:
    """Return whether a heading is in the header row of a table, with its answer below it."""
    return heading.form == Form.ROW and heading.end > heading.line


def _shares_its_row(headings: tuple[Heading, ...], heading: Heading) -> bool:
    """Return whether another dimension precedes a heading in its row of a table."""
    return any(one.line == heading.line and other is heading for one, other in pairwise(headings))


# --- style -----------------------------------------------------------------------------------


def _opened(dimension: str, like: Heading, is_tight: bool = False, is_next: bool = False) -> str:
    """Return the text that opens a dimension in the style of the file's headings.

    is_next: whether it follows `like`, so that the number of a list item is increased.
    """
    name = _name(dimension, like)
    if like.line == 0:
        return name
    if _is_across(like):
        return f"## {name}\n\n{ROOM}"
    left, right = _emphasis(like)
    styled = f"{left}{name}{right}"
    if like.form == Form.ROW:
        return _row(like, styled)
    if like.level < ALONE:
        return f"{'#' * like.level} {styled}\n\n{ROOM}"
    item = _item(like, is_next)
    if like.level == LEADING:
        return f"{item}{styled} {ROOM}"
    between = "\n" if is_tight else "\n\n"
    return f"{item}{styled}{between}{' ' * len(item)}{ROOM}"


def _item(like: Heading, is_next: bool) -> str:
    """Return the marker of a list item, its checkbox empty; "" if `like` is not an item."""
    match = _ITEM.match(like.written) if _LISTED.match(like.written) else None
    item = re.sub(r"\[[xX]\]", "[ ]", match.group()) if match else ""
    return _NUMBER.sub(lambda number: str(int(number.group()) + 1), item) if is_next else item


def _emphasis(like: Heading) -> tuple[str, str]:
    """Return the stars, brackets and signs on both sides of a heading's words, without numbers and emojis."""
    core = _core(like)
    at = like.written.rfind(core)
    if not core or at < 0:
        return "", ""
    opening, closing = _OPENING.search(like.written[:at]), _CLOSING.match(like.written, at + len(core))
    left, (mark, right, sign) = opening.group() if opening else "", closing.groups() if closing else ("",) * 3
    if sign.strip("-–—") != sign:  # a dash separates the name from the answer
        sign = f" {sign}" if like.level == LEADING else ""
    return (left, mark + right + sign) if len(left) == len(right) else ("", mark + sign)


def _core(like: Heading) -> str:
    """Return the words of a heading."""
    return without_comments(like.heading).strip("【】*_?？:： \t")


def _row(like: Heading, name: str) -> str:
    """Return a table row with the name and the room for its answer in the columns of another row."""
    written = like.written
    edge = written.lstrip().startswith("|")
    cells = _BAR.split(written)[edge:]
    key = len(_BAR.findall(written, 0, max(written.rfind(_core(like)), 0))) - edge
    is_numbered = key > 0 and not cells[0].strip("#.、 \t").strip("0123456789")
    between = len(cells) - 1 - max(key, 0) - 1
    row = [""] * is_numbered + [name] + [""] * between + [ROOM]
    return f"{written[: len(written) - len(written.lstrip())]}| {' | '.join(row)} |"


def _name(dimension: str, like: Heading) -> str:
    """Return the name of a dimension in the language of a heading, or in both if the heading has both."""
    names = [str(words(language)["steps"][dimension]["name"]) for language in LANGUAGES]
    core = _core(like)
    chinese, latin = _CJK.search(core), _LATIN.search(core)
    if chinese and latin:
        return " ".join(names if chinese.start() < latin.start() else reversed(names))
    return names[0] if chinese else names[1]
