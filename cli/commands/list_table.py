"""Documents as a table on a terminal or in a pipe, and as blocks of lines where a terminal is narrow."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cli.terminal.columns import GAP, shortened, widths_of
from comms.language.display import display_width, one_line
from comms.language.phrases import words
from comms.tasks.document_list import Entry

if TYPE_CHECKING:
    from comms.reports import StyledText

NARROW = 60
"""The width of the terminal below which each document is a block of lines."""
ROOM = 20
"""The columns that titles and names need together for the documents to be rows of a table."""
SPACIOUS = 44
"""The columns that titles and names have before dates are shown with what they are for."""
LONGEST_TITLE, LONGEST_NAME = 60, 30
"""The columns of a title and of a name where no terminal sets the width."""


class Row(NamedTuple):
    """What is shown of a document, or the headings of the columns."""

    number: str
    title: str
    kind: str
    person: str
    due: str
    status: str
    findings: str


_TITLE, _PERSON = Row._fields.index("title"), Row._fields.index("person")


def table(entries: Sequence[Entry], language: str, width: int | None) -> "Iterator[list[StyledText]]":
    """Yield documents as lines of text in pieces with their roles.

    width: that of the terminal, which the lines do not exceed; None if the output goes elsewhere.
    """
    if width is None:
        return _in_rows(entries, [_row(entry, language) for entry in entries], language)
    rows = [_row(entry, language, marks=True) for entry in entries]
    if _room(rows, language, width) < SPACIOUS:
        rows = [row._replace(due=_short_date(entry)) for row, entry in zip(rows, entries, strict=True)]
    if width < NARROW or (room := _room(rows, language, width)) < ROOM:
        return _in_blocks(entries, language, width)
    longest = widths_of(rows)
    name = min(longest[_PERSON], max(room * 2 // 5, room - longest[_TITLE]))
    return _in_rows(entries, rows, language, room - name, name)


def _row(entry: Entry, language: str, marks: bool = False) -> Row:
    """Return the cells of a document; marks: findings are counted behind signs instead of words."""
    said = words(language, "messages")["list"]
    revision = f" r{entry.revision}" if entry.revision > 1 else ""
    return Row(
        one_line(f"{entry.number or ''}{revision}"),
        one_line(entry.title or ""),
        said["kinds"].get(entry.kind) or str(words(language)["kinds"][entry.kind]),
        one_line(entry.person or ""),
        _date(entry, language),
        said["statuses"].get(entry.status, entry.status or ""),
        _findings(entry, language, marks),
    )


def _heads(rows: list[Row], language: str) -> Row:
    """Return the headings of the columns, none for a column that is empty."""
    heads = words(language, "messages")["list"]["heads"]
    return Row(*(heads[name] * any(column) for name, *column in zip(Row._fields, *rows, strict=True)))


def _date(entry: Entry, language: str) -> str:
    """Return the next date with what it is for, and whether it has passed."""
    if entry.due is None:
        return ""
    said = words(language, "messages")["list"]
    reason = said["dates"].get(entry.due_for, entry.due_for)
    return f"{entry.due} {said['overdue'].format(date=reason) if entry.is_overdue else reason}"


def _short_date(entry: Entry) -> str:
    return f"{entry.due}{'!' if entry.is_overdue else ''}" if entry.due else ""


def _findings(entry: Entry, language: str, marks: bool) -> str:
    said = words(language, "messages")["list"]
    errors = ("✗{count}" if marks else said["errors"]).format(count=entry.errors)
    warnings = ("!{count}" if marks else said["warnings"]).format(count=entry.warnings)
    shown = [errors] * bool(entry.errors) + [warnings] * bool(entry.warnings)
    return (" " if marks else str(words(language)["language"]["comma"])).join(shown)


def _room(rows: list[Row], language: str, width: int) -> int:
    """Return the columns of a terminal that are left for titles and names."""
    fixed = [row._replace(title="", person="") for row in [_heads(rows, language), *rows]]
    return width - sum(widths_of(fixed)) - GAP * (len(Row._fields) - 1)


def _in_rows(
    entries: Sequence[Entry],
    rows: list[Row],
    language: str,
    title: int = LONGEST_TITLE,
    name: int = LONGEST_NAME,
) -> "Iterator[list[StyledText]]":
    """Yield the headings and the rows with columns of equal width, titles and names cut to their widths."""
    lines = [
        row._replace(title=shortened(row.title, title), person=shortened(row.person, name))
        for row in [_heads(rows, language), *rows]
    ]
    widths = widths_of(lines)
    for line, roles in zip(lines, [_HEADS_ROLES, *map(_roles, entries)], strict=True):
        yield list(_pieces(line, roles, widths))


def _pieces(line: Row, roles: Row, widths: list[int]) -> "Iterator[StyledText]":
    """Yield the cells of a line up to the last one that is not empty, with blanks up to the next column."""
    last = max((place for place, cell in enumerate(line) if cell), default=0)
    for cell, role, width in zip(line[:last], roles, widths, strict=False):
        yield role, cell + " " * (width - display_width(cell) + GAP)
    yield roles[last], line[last]


_HEADS_ROLES = Row(*["frame"] * len(Row._fields))


def _roles(entry: Entry) -> Row:
    """Return how each cell of a document is emphasized."""
    findings = "error" if entry.errors else "warning"
    return Row("place", "", "", "", "error" if entry.is_overdue else "", "", findings)


def _in_blocks(entries: Sequence[Entry], language: str, width: int) -> "Iterator[list[StyledText]]":
    """Yield each document as its number and kind, with what else is known of it beneath."""
    for entry in entries:
        row, roles = _row(entry, language), _roles(entry)
        yield [(roles.number, shortened(f"{row.number}  {row.kind}".strip(), width))]
        for cell, role in ((row.title, ""), (row.person, ""), *zip(row[4:], roles[4:], strict=True)):
            if cell:
                yield [(role, f"  {shortened(cell, width - 2)}")]
