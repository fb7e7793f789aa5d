"""The outline of a handwritten text: the marks that divide it, and the sections that result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from comms.findings import Span
from comms.models.brief import DIMENSIONS
from comms.reading.asking import TITLE
from comms.reading.field_lists import fields_among, may_count
from comms.reading.form_dates import without_form_dates
from comms.reading.headings import Name, is_foreign_title, is_title_of_request, speaks_of_request
from comms.reading.section_marks import ALONE, LEADING, AnswerTable, Body, Form, Mark, Point
from comms.reading.sections import Section
from comms.reading.source import Heading, Passage

_GOODS = ("what", "how_much")
"""What a list of goods tells by its nature."""
_FEW, _SEVERAL, _MANY, _MOST = 2, 3, 4, 5
"""The numbers of dimensions that decide whether a text is a request; see `_is_request`."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a handwritten text.

    headings: those that name a dimension, in order.
    passages: every stretch of text, in order.
    is_request: whether the text looks like a request even if nothing declares it to be one.
    """

    title: Section | None
    sections: tuple[Section, ...]
    headings: tuple[Heading, ...]
    passages: tuple[Passage, ...]
    is_request: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    owner: Mark | None
    start: Point
    end: Point


def outline_of(body: Body) -> Outline:
    """Return the outline of a text: the sections that answer a dimension, and the text between them."""
    body = replace(body, marks=without_form_dates(body.marks))
    fields = fields_among(body.marks, body.lines)
    body = replace(body, marks=[mark for mark in body.marks if may_count(mark, fields)])
    title = title_of(body)
    chosen = _chosen([mark for mark in body.marks if mark is not title], body.lines, fields)
    stretches = _Cutter(body.lines, title).cut(chosen)
    placed = [(stretch.owner, *_placed(body, stretch)) for stretch in stretches]
    sections = tuple(
        Section(
            owner.heading,
            _span(body, owner.start, owner.end),
            text,
            span,
            _with_rows(body, text, span),
            owner.level == LEADING,
            owner.name,
        )
        for owner, text, span in placed
        if owner is not None and owner is not title
    )
    return Outline(
        _titled(body, title) if title else None,
        sections,
        _headings(body, stretches, title),
        tuple(_passages(placed, title)),
        _is_request(chosen, body, title),
    )


def _passages(placed: list[tuple[Mark | None, str, Span]], title: Mark | None) -> Iterator[Passage]:
    for owner, text, span in placed:
        if text:
            path = TITLE if owner is title else owner.dimension if owner else ""
            yield Passage((path,) if path and owner else (), span.line, text, span.column)


# --- which marks count -----------------------------------------------------------------------


def title_of(body: Body) -> Mark | None:
    """Return the first heading if it is the title: of the first level, or above every dimension."""
    headings = [mark for mark in body.marks if isinstance(mark, Mark) and mark.form is Form.HEADING]
    if not headings:
        return None
    first, others = headings[0], headings[1:]
    if first.dimension == TITLE and not _is_blank(
        body.lines, first.text, others[0].start if others else None
    ):
        return None  # "# Title" with the title below it
    if first.dimension == TITLE:
        return first
    if first.level <= 1:
        same = any(other.dimension == first.dimension for other in others)
        equals = any(other.level <= first.level for other in others)
        return None if first.dimension and equals and not same else first
    before = body.marks[: body.marks.index(first)]
    above = all(first.level < other.level for other in others if other.dimension)
    return first if first.name is None and above and not any(map(_asks, before)) else None


def _asks(mark: Mark | AnswerTable) -> bool:
    return isinstance(mark, AnswerTable) or bool(mark.dimension)


def _chosen(
    marks: list[Mark | AnswerTable], lines: list[str], fields: frozenset[int]
) -> list[Mark | AnswerTable]:
    """Return the headings, and the lead-ins and tables that stand for a section rather than a detail of one.

    Below a heading they count for dimensions that no heading of the text names; below the heading of a
    dimension only if they name two others, which makes it the heading of the whole request; or one, if the
    section begins with lead-ins, which makes it the heading of a group of fields. Clear lead-ins of such a
    group, and those in the head of a form, count beside a heading: "**Due date:**" above "## Timeline".
    """
    headed = {mark.dimension for mark in marks if isinstance(mark, Mark) and mark.form is Form.HEADING}
    labelled = set(_labelled(marks, lines))
    zones = list(_zones(marks, labelled))
    details: dict[int, set[str]] = {}
    for mark, (zone, _) in zip(marks, zones, strict=True):
        if zone is not None:
            details.setdefault(id(zone), set()).update(_dimensions(mark, surely=True) - headed)
    marks = [_without_headed(mark, headed, zone) for mark, (zone, _) in zip(marks, zones, strict=True)]
    first_asking = next((mark.start for mark in marks if _heads(mark)), (len(lines), 0))
    are_form = _are_form([mark for mark in marks if isinstance(mark, AnswerTable)], headed)
    chosen: list[Mark | AnswerTable] = []
    for mark, (zone, is_first) in zip(marks, zones, strict=True):
        if isinstance(mark, Mark) and (mark.form is Form.HEADING or mark.is_unknown_question):
            chosen.append(mark)
        elif (
            zone is None or _is_list(mark) or len(details[id(zone)]) >= (1 if id(zone) in labelled else _FEW)
        ):
            is_field = _is_clear(mark) and (id(zone) in labelled or mark.start < first_asking)
            chosen += _without(mark, set() if is_first or is_field else headed, are_form)
    return _without_lone_labels(chosen, fields)


def _zones(marks: list[Mark | AnswerTable], labelled: set[int]) -> Iterator[tuple[Mark | None, bool]]:
    """Yield for each mark the heading of the dimension above it, and whether there is no heading above it.

    Below such a heading, one of a group of fields counts too: "Constraints" with "**Budget:**" in it.
    """
    above: list[Mark] = []
    is_first = True
    for mark in marks:
        if isinstance(mark, Mark) and mark.form is Form.HEADING:
            while above and above[-1].level >= mark.level:
                above.pop()
            above += [mark] if mark.dimension or (above and id(mark) in labelled) else []
            is_first = False
        yield (above[-1] if above else None), is_first


def _labelled(marks: list[Mark | AnswerTable], lines: list[str]) -> Iterator[int]:
    """Yield the identity of each heading that a lead-in in bold follows; people are told with anything."""
    for heading, first in pairwise(marks):
        if isinstance(heading, AnswerTable) or isinstance(first, AnswerTable):
            continue
        is_group = heading.form is Form.HEADING and heading.dimension != "who"
        is_field = first.form is Form.BOLD and first.level == LEADING
        if is_group and is_field and _is_blank(lines, heading.text, first.start):
            yield id(heading)


def _dimensions(mark: Mark | AnswerTable, surely: bool = False) -> set[str]:
    """Return the dimensions that a table or a lead-in names; if `surely`, by names that are listed."""
    marks = mark.rows if isinstance(mark, AnswerTable) else () if mark.form is Form.HEADING else (mark,)
    names = [mark.name for mark in marks if mark.name and not (surely and mark.name.loose)]
    return {
        dimension
        for name in names
        for dimension in (name.dimensions if _is_list(mark) else (name.dimension,))
    } - {""}


def _is_list(mark: Mark | AnswerTable) -> bool:
    return isinstance(mark, AnswerTable) and mark.is_list


def _without_headed(mark: Mark | AnswerTable, headed: set[str], zone: Mark | None) -> Mark | AnswerTable:
    """Return a list of goods without the dimensions that its columns tell beside headings of their own.

    A list of requirements with their dates is one only among what is wanted, and beside no heading of time.
    """
    if not isinstance(mark, AnswerTable) or not mark.is_list:
        return mark
    (goods,) = mark.rows
    told = goods.name or Name()
    is_elsewhere = told.dimension in headed or (zone is not None and zone.dimension not in ("", *_GOODS))
    if told.dimension not in _GOODS and is_elsewhere:
        return replace(mark, rows=(replace(goods, name=Name()),))
    also = tuple(other for other in told.also if other not in headed or other in _GOODS)
    return replace(mark, rows=(replace(goods, name=replace(told, also=also)),))


def _heads(mark: Mark | AnswerTable) -> bool:
    return isinstance(mark, Mark) and mark.form is Form.HEADING and bool(mark.dimension)


def _is_clear(mark: Mark | AnswerTable) -> bool:
    return isinstance(mark, Mark) and mark.name is not None and mark.name.clear


def _are_form(tables: Iterable[AnswerTable], headed: set[str]) -> bool:
    """Return whether tables together ask for several dimensions that no heading names."""
    asked = (_dimensions(table) for table in tables if not table.is_list)
    return len(set().union(*asked) - headed - {TITLE}) >= _SEVERAL


def _asks_mostly(table: AnswerTable) -> bool:
    """Return whether at least half of the rows of a table ask for something known."""
    asked = sum(bool(row.dimension) for row in table.rows)
    return 2 * asked >= sum(bool(row.heading) for row in table.rows)


def _without(mark: Mark | AnswerTable, headed: set[str], are_form: bool) -> Iterator[Mark | AnswerTable]:
    """Yield the mark unless headings name it, or all but one of its rows if it is a table.

    are_form: whether the tables of the text make up a form, of which each may ask for little.
    """
    named = _dimensions(mark) - headed
    if isinstance(mark, AnswerTable):
        is_part = mark.is_list or mark.is_line or (are_form and _asks_mostly(mark))
        if len(named - {TITLE}) >= (1 if is_part else _FEW):
            yield mark
    elif named or not mark.dimension:
        yield mark


def _without_lone_labels(marks: list[Mark | AnswerTable], fields: frozenset[int]) -> list[Mark | AnswerTable]:
    """Drop unformatted labels unless two dimensions have one, since any text may contain "Time: noon".

    Those above a table that answers are the head of a form.
    """
    labels = {mark.dimension for mark in marks if isinstance(mark, Mark) and mark.form is Form.LABEL} - {""}
    if len(labels - {TITLE}) >= _FEW:
        return marks
    table = next((mark.start for mark in marks if isinstance(mark, AnswerTable) and not mark.is_list), (0, 0))
    return [
        mark
        for mark in marks
        if isinstance(mark, AnswerTable)
        or mark.form is not Form.LABEL
        or id(mark) in fields
        or mark.start < table
        or _is_question_of_list(mark)
    ]


def _is_question_of_list(mark: Mark) -> bool:
    """Return whether an item asks for a dimension, as in "- Any deadline? 5 June"."""
    return _is_clear(mark) and mark.listed and mark.heading.endswith(("?", "？"))


def _is_request(chosen: list[Mark | AnswerTable], body: Body, title: Mark | None) -> bool:
    """Return whether enough dimensions are named, and clearly enough.

    A foreign heading or title raises the bar; a title such as "Design request" lowers it, and so does a text
    that consists of little else than headings that ask for a dimension.
    """
    marks = [row for mark in chosen for row in (mark.rows if isinstance(mark, AnswerTable) else (mark,))]
    names = [mark.name for mark in marks if mark.name and mark.dimension in DIMENSIONS]
    asked, clear = {name.dimension for name in names}, {name.dimension for name in names if name.clear}
    if is_foreign(body, title):
        return len(clear) >= _MOST
    if title and is_title_of_request(title.heading):
        return len(asked) >= (_FEW if clear else _SEVERAL)
    listed = {name.dimension for name in names if not name.loose}
    is_clear = len(clear) >= _FEW or (bool(clear) and len(listed) >= _SEVERAL)
    return is_clear or len(asked) > _MOST or (bool(clear) and len(asked) >= _MANY) or _is_form(marks)


def _is_form(marks: list[Mark]) -> bool:
    """Return whether half of the marks ask for something, and one clearly or as only a form does."""
    asking = [mark for mark in marks if mark.dimension]
    if 2 * len(asking) < len(marks):
        return False
    asked = {mark.dimension for mark in asking} - {TITLE}
    is_clear = any(mark.name and mark.name.clear and mark.dimension != TITLE for mark in asking)
    has_field = any(mark.dimension == TITLE or mark.heading.endswith(("?", "？")) for mark in asking)
    tells = sum(speaks_of_request(mark.heading) for mark in asking) >= _FEW
    return len(asked) >= (_FEW if is_clear else _SEVERAL) and (is_clear or has_field or tells)


def is_foreign(body: Body, title: Mark | None) -> bool:
    """Return whether a heading, several labels or the title are those of another text, such as a README."""
    named = [mark for mark in body.marks if isinstance(mark, Mark) and mark.name and mark.name.foreign]
    is_headed = any(mark.form is not Form.LABEL for mark in named)
    return is_headed or len(named) >= _FEW or bool(title and is_foreign_title(title.heading))


# --- cutting ---------------------------------------------------------------------------------


class _Cutter:
    """A walk over the marks of a text that cuts it where the section changes; sub-headings stay in theirs."""

    def __init__(self, lines: list[str], title: Mark | None) -> None:
        self.lines = lines
        self.title = title
        self.start: Point = (0, 0)
        self.open: list[Mark] = []
        self.stretches: list[_Stretch] = []

    def cut(self, marks: Iterable[Mark | AnswerTable]) -> list[_Stretch]:
        """Return the stretches of the text in order."""
        titles = [self.title] if self.title else []
        for mark in sorted([*titles, *marks], key=lambda mark: mark.start):
            self._expire(mark.start)
            if mark is self.title:
                self._title(mark)
            elif isinstance(mark, AnswerTable):
                self._table(mark)
            elif mark.dimension:
                self._section(mark)
            else:
                self._other(mark)
        end = (len(self.lines), 0)
        self._expire(end)
        self._close(end, end)
        return self.stretches

    def _close(self, at: Point, again: Point) -> None:
        """End the current stretch at a point, and begin the next one at another."""
        owner = self.open[-1] if self.open else None
        if owner is not None or self.start < at:
            self.stretches.append(_Stretch(owner, self.start, max(at, self.start)))
        self.start = max(again, self.start)

    def _expire(self, at: Point) -> None:
        while self.open and (until := self.open[-1].until) and until <= at:
            self._close(until, until)
            self.open.pop()

    def _leave(self, level: int, at: Point) -> None:
        """End the sections that a mark of this level ends."""
        while self.open and self.open[-1].level >= level:
            self._close(at, at)
            self.open.pop()

    def _section(self, mark: Mark) -> None:
        if self._is_detail(mark):
            return
        at = _line_start(mark)
        if mark.form is not Form.HEADING and self.open and self.open[-1].form is not Form.HEADING:
            self._leave(ALONE, at)  # each of a series of lead-ins begins a section of its own
        self._leave(mark.level, at)
        within = self.open[-1] if self.open else None
        if within and within.dimension == mark.dimension and not (mark.name and mark.name.role):
            return
        self._close(at, mark.text)
        self.open.append(mark)

    def _title(self, mark: Mark) -> None:
        """Cut out the title as a passage of its own that answers nothing but the title."""
        at = _line_start(mark)
        self._leave(0, at)
        self._close(at, mark.text)
        self.stretches.append(_Stretch(mark, mark.start, mark.end))

    def _is_detail(self, mark: Mark) -> bool:
        """Return whether a lead-in belongs to the one above: of the same dimension, or nested in its item."""
        if mark.form is Form.HEADING or not self.open:
            return False
        above = self.open[-1]
        if above.form is Form.HEADING or above.level > mark.level:
            return False
        same = above.dimension == mark.dimension and above.level < mark.level
        return same or (mark.deep and above.listed and not above.deep)

    def _other(self, mark: Mark) -> None:
        """End the sections that a mark ends; a question of the form, or a tag, is no part of an answer."""
        if self.open:
            self._leave_at(mark)
        if not mark.heading or mark.is_unknown_question:
            self._close(_line_start(mark), mark.text)

    def _leave_at(self, mark: Mark) -> None:
        if mark.form is not Form.HEADING and _is_blank(self.lines, self.open[-1].text, mark.start):
            return  # the answer is in bold type
        at = _line_start(mark)
        if mark.deep and self.open[-1].listed:
            return
        self._leave(mark.level, at)

    def _table(self, table: AnswerTable) -> None:
        self._leave(ALONE, table.start)
        self._close(table.start, table.end)
        self.stretches += [
            _Stretch(row if row.dimension else None, row.text, row.until or row.text) for row in table.rows
        ]


def _is_blank(lines: list[str], start: Point, end: Point | None) -> bool:
    first, last = start[0], min(end[0] if end else len(lines), len(lines))
    if first >= last:
        return True
    behind = lines[first][start[1] :].strip()
    return not behind and not any(lines[number].strip() for number in range(first + 1, last))


def _line_start(mark: Mark) -> Point:
    """Return the place at which the section before a mark ends; a mark without words ends an HTML element."""
    return (mark.start[0], 0) if mark.heading else mark.start


# --- places ----------------------------------------------------------------------------------


def _placed(body: Body, stretch: _Stretch) -> tuple[str, Span]:
    """Return the text of a stretch without surrounding blanks, and its span; "" is at its heading."""
    (line, column), (last, end) = stretch.start, stretch.end
    pieces = body.lines[line : last + 1]
    if pieces and last < len(body.lines):
        pieces[-1] = pieces[-1][:end]
    if pieces:
        pieces[0] = pieces[0][column:]
    while pieces and not pieces[-1].strip():
        pieces.pop()
    blank = 0
    while blank < len(pieces) and not pieces[blank].strip():
        blank += 1
    if blank == len(pieces):
        owner = stretch.owner
        return "", _span(body, owner.start, owner.end) if owner else Span()
    indent = len(pieces[blank]) - len(pieces[blank].lstrip())
    start = (line + blank, indent + (column if not blank else 0))
    finish = (line + len(pieces) - 1, len(pieces[-1].rstrip()) + (column if len(pieces) == 1 else 0))
    pieces[blank], pieces[-1] = pieces[blank], pieces[-1].rstrip()
    pieces[blank] = pieces[blank][indent:]
    return "\n".join(pieces[blank:]), _span(body, start, finish)


def _with_rows(body: Body, text: str, span: Span) -> str:
    """Return the text of a stretch with the cells of each row of a table on one line, between bars."""
    if not body.beside:
        return text
    rows: list[list[str]] = []
    for number, line in enumerate(text.split("\n"), span.line - 1 - body.skipped):
        if number in body.beside and rows:
            rows[-1].append(line.strip())
        else:
            rows.append([line])
    return "\n".join(f"| {' | '.join(row)} |" if len(row) > 1 else row[0] for row in rows)


def _span(body: Body, start: Point, end: Point) -> Span:
    return Span(start[0] + body.skipped + 1, start[1] + 1, end[0] + body.skipped + 1, end[1] + 1)


def _titled(body: Body, title: Mark) -> Section:
    span = _span(body, title.start, title.end)
    return Section(title.heading, span, title.heading, span, title.heading)


def _headings(body: Body, stretches: list[_Stretch], title: Mark | None) -> tuple[Heading, ...]:
    """Return the headings of dimensions in order, those that their section includes among them."""
    owners = {id(stretch.owner) for stretch in stretches} | {id(title)}
    nested = [mark for mark in _nested(body.marks, title) if id(mark) not in owners]
    found = [*_owners(body, stretches, title), *(_nested_heading(body, mark) for mark in nested)]
    return tuple(sorted(found, key=lambda heading: heading.line))


def _nested(marks: Iterable[Mark | AnswerTable], title: Mark | None) -> Iterator[Mark]:
    """Yield the marks that name the dimension of the heading above again: "Primary goal" below "Goals"."""
    above: list[Mark] = []
    for mark in marks:
        is_heading = isinstance(mark, Mark) and mark.form is Form.HEADING
        while is_heading and above and above[-1].level >= mark.level:  # type: ignore[union-attr]
            above.pop()
        for row in mark.rows if isinstance(mark, AnswerTable) else (mark,):
            if above and row.dimension == above[-1].dimension:
                yield row
        if isinstance(mark, Mark) and is_heading and mark.dimension in DIMENSIONS and mark is not title:
            above.append(mark)


def _nested_heading(body: Body, mark: Mark) -> Heading:
    line = mark.start[0] + body.skipped + 1
    written = body.lines[mark.start[0]][: mark.text[1] or None]
    return Heading(mark.dimension, mark.heading, mark.form, mark.level, line, line, written, is_nested=True)


def _owners(body: Body, stretches: list[_Stretch], title: Mark | None) -> Iterator[Heading]:
    """Yield each heading with a section of its own, with the last line of its text."""
    ends: dict[int, int] = {}
    owners: dict[int, Mark] = {}
    for stretch in stretches:
        if stretch.owner is not None and stretch.owner.dimension in DIMENSIONS and stretch.owner is not title:
            owner = owners.setdefault(id(stretch.owner), stretch.owner)
            ends[id(owner)] = max(_last_line(body, stretch, owner), ends.get(id(owner), 0))
    for key, owner in owners.items():
        line, end = owner.start[0] + body.skipped + 1, ends[key] + body.skipped + 1
        written = body.lines[owner.start[0]][: owner.text[1] or None]
        yield Heading(owner.dimension, owner.heading, owner.form, owner.level, line, end, written)


def _last_line(body: Body, stretch: _Stretch, owner: Mark) -> int:
    """Return the number, from 0, of the last non-blank line of a stretch, at least that of its heading."""
    (first, _), (last, column) = stretch.start, stretch.end
    # the underline of a heading belongs to it
    headed = owner.start[0] if owner.text[1] else max(owner.text[0] - 1, owner.start[0])
    last = min(last if column else last - 1, len(body.lines) - 1)
    while last > first and not body.lines[last].strip():
        last -= 1
    return max(last, headed) if last > first or body.lines[last].strip() else headed
