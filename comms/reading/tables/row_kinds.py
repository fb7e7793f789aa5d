"""The rows below a header: which of them are lines, and why the others are not."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comms.reading.tables.figures import read_figure
from comms.reading.tables.header_row import at, has_figure, names_lines, names_something
from comms.reading.tables.headings import book, folded, listed, roles_of
from comms.reading.tables.table import Grid, Row
from comms.terms.amounts import parse_number

_SUBTOTALS = ("小计", "subtotal", "本页")
_TOTAL = re.compile(r"(?:合计|总计|共计|小计|合計|總計|小計|(?:grand |sub-?)?total\b)[^\d]*$", re.IGNORECASE)
"""A total with words of its own, which no other text stands beside: 合计人民币大写, Total FOB Ningbo."""
_PAGE = re.compile(
    r"第\s*\d+\s*页.*|共\s*\d+\s*页|page\s*\d+(?:\s*(?:of|/)\s*\d+)?|[-–—]\s*\d+\s*[-–—]", re.IGNORECASE
)
_CODE = re.compile(r"[\w./#-]*[A-Za-z\d][\w./#-]*", re.ASCII)
_ENUMERATED = re.compile(r"^[(（]?[\d一二三四五六七八九十a-zA-Z]{1,2}[)）、.．]\s*")
_LABEL = re.compile(r"([^:：]{1,30})[:：]")
_COLUMN_NUMBER = re.compile(r"[(\[（第]?\s*(\d{1,2}|[①-⑳]|[a-z])\s*[)\]）列.]?(?:\s*=.*)?", re.IGNORECASE)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_REASON = re.compile(r"[(（:：;；,，/]|\s?[-–—_]|\s(?=(?:by|due|on|at|for)\s)", re.IGNORECASE)
"""What stands between a status and its reason: CANCELLED - OOS, Cancelled by buyer."""
_ABOVE = 3
"""The number of rows above a repeated header in which another order may be named."""
_NOT_GIVEN = frozenset(
    {"", "-", "--", "—", "/", "无", "n/a", "none", "null", "0", "0000-00-00", "0000-00-00 00:00:00"}
)


@dataclass
class _State:
    """What was seen above a row: a grand total, a header, a cancelled order and its number.

    heads: the rows of the header; usual: the most cells that a row fills.
    statuses, dates, orders: the indexes of the columns of statuses, of days of cancellation, of orders.
    refunds, flags: those of statuses and of Yes or No that are of one line, whatever is said of its order.
    """

    heads: Sequence[Row]
    grid: Grid
    width: int
    usual: int
    statuses: Sequence[int] = ()
    dates: Sequence[int] = ()
    refunds: Sequence[int] = ()
    flags: Sequence[int] = ()
    orders: Sequence[int] = ()
    is_closed: bool = False
    under_header: bool = True
    is_cancelled: bool = False
    is_marked: bool = False
    order: str = ""


@dataclass
class Sorted:
    """The lines below a header row, the other rows with the reason, and the header row of another table."""

    lines: list[Row] = field(default_factory=list)
    others: list[tuple[str, Row]] = field(default_factory=list)
    other_table: Row | None = None


def sort_rows(rows: Sequence[Row], heads: Sequence[Row], headers: Sequence[str], grid: Grid) -> Sorted:
    """Sort the rows below the header rows `heads` into lines and others."""
    end, other = _end_of(rows, heads)
    found = Sorted(other_table=other)
    usual = max((row.filled for row in rows[:end]), default=0)
    statuses, dates, refunds, flags, orders = (
        _with_role(role, headers)
        for role in ("status", "cancelled", "refund_status", "cancelled_flag", "order")
    )
    flags = [index for index in flags if not counts(at(row, index) for row in rows[:end])]
    state = _State(heads, grid, len(headers), usual, statuses, dates, refunds, flags, orders)
    for row in rows[:end]:
        reason = _reason(row, state)
        state.under_header = reason == "header"
        if reason is None:
            found.lines.append(row)
        else:
            found.others.append((reason, row))
    while len(found.lines) > 1 and usual > 2 and _is_note_at_foot(found.lines[-1]):
        found.others.append(("note", found.lines.pop()))
    found.others += [("other_table", row) for row in rows[end:]]
    found.others.sort(key=lambda other: other[1].number)
    return found


def is_total(row: Row) -> bool:
    """Return whether a row begins with 合计 or Total, possibly after a number, and has few other words."""
    texts = [cell for cell in row.cells if cell and read_figure(cell) is None]
    if not texts or len(texts[0]) > 40:
        return False
    name = re.split(r"[:(]", texts[0].replace("：", ":").replace("（", "("))[0]
    if folded(name) in listed("rows", "totals"):
        return len(texts) < 4
    return len(texts) == 1 and bool(_TOTAL.match(texts[0]))


def _reason(row: Row, state: _State) -> str | None:
    """Return why a row is no line, None for a line; the state goes on to the next row."""
    if _repeats(row, state.heads):
        return "header"
    if state.under_header and _numbers_columns(row):
        return "numbers"
    if is_total(row):
        state.is_closed = state.is_closed or not folded(_first(row)).startswith(_SUBTOTALS)
        return "total"
    state.is_cancelled = _is_cancelled(row, state)
    state.order = _order_of(row, state) or state.order
    state.is_marked = _is_marked(row, state)
    if state.is_cancelled or state.is_marked:
        return "cancelled"
    if (state.is_closed and row.filled * 2 <= state.usual) or (state.usual > 2 and _is_note(row, state)):
        return "note"
    return "heading" if state.usual > 2 and _heads_group(row) else None


def _end_of(rows: Sequence[Row], heads: Sequence[Row]) -> tuple[int, Row | None]:
    """Return the index at which another table begins, and the header row of that table.

    A header that comes again goes on with the table, as on each page, unless a total has closed the table or
    another order is named above it.
    """
    is_closed = False
    for index, row in enumerate(rows):
        is_closed = is_closed or (is_total(row) and not folded(_first(row)).startswith(_SUBTOTALS))
        if _repeats(row, heads):
            named = [place for place in range(max(index - _ABOVE, 0), index) if _names_order(rows[place])]
            if named or is_closed:
                return (named or [index])[0], row
        elif index and (_is_header(row) or _begins_apart(rows, index)):
            return _title_of(rows, index), row
    return len(rows), None


def _is_header(row: Row) -> bool:
    return names_lines(row) >= 2 and not any(map(has_figure, row.cells))


def _begins_apart(rows: Sequence[Row], index: int) -> bool:
    """Return whether a row of names stands below a gap and above figures: Milestone, Percent, Amount."""
    title = _title_of(rows, index)
    is_apart = title > 0 and rows[title].number > rows[title - 1].number + 1
    below = rows[index + 1] if index + 1 < len(rows) else None
    has_lines = below is not None and any(map(has_figure, below.cells))
    return (
        is_apart and has_lines and (title < index or rows[index].filled > 2) and names_something(rows[index])
    )


def _title_of(rows: Sequence[Row], index: int) -> int:
    """Return the index of the title above a header row, or that of the header row if it has none."""
    above = rows[index - 1]
    return index - 1 if above.filled == 1 and above.number >= rows[index].number - 2 and index > 1 else index


def _repeats(row: Row, heads: Sequence[Row]) -> bool:
    return row.filled > 1 and any(row.cells == head.cells for head in heads)


def _names_order(row: Row) -> bool:
    """Return whether a row gives the number of an order: 订单号：PO-2, or Order No. beside PO-2."""
    for cell, following in zip(row.cells, (*row.cells[1:], ""), strict=True):
        label, _, value = cell.replace("：", ":").partition(":")
        if folded(label) in listed("roles", "order") and has_figure(value.strip() or following):
            return True
    return False


def _numbers_columns(row: Row) -> bool:
    """Return whether a row numbers the columns: 1 2 3 4, (1) (2) (3), ① ② ③, A B C, 6=4×5."""
    cells = [cell for cell in row.cells if cell]
    marks = [_COLUMN_NUMBER.fullmatch(cell) for cell in cells]
    if len(cells) < 3 or not all(marks):
        return False
    numbers = [_ordinal(match[1]) for match in marks if match]
    is_plain = all(cell.isdecimal() for cell in cells)
    return numbers == list(range(1, len(numbers) + 1)) and (len(cells) > 3 or not is_plain)


def _ordinal(mark: str) -> int:
    if mark in _CIRCLED:
        return _CIRCLED.index(mark) + 1
    return int(mark) if mark.isdecimal() else ord(mark.lower()) - ord("a") + 1


def _is_cancelled(row: Row, state: _State) -> bool:
    """Return whether a row or the order that it belongs to was cancelled, closed or replaced by another."""
    statuses = [at(row, index) for index in state.statuses]
    if any(map(_says_cancelled, statuses)):
        return True
    if any(at(row, index).casefold() not in _NOT_GIVEN for index in state.dates):
        return True
    if not state.is_cancelled or any(statuses):
        return False
    order = _order_of(row, state)
    return _is_merged(row, (*state.statuses, *state.dates), state) or (
        bool(state.order) and order in ("", state.order)
    )


def _is_marked(row: Row, state: _State) -> bool:
    """Return whether a row alone was cancelled or refunded; the next line of its order may stand."""
    if any(_says_cancelled(at(row, index)) for index in state.refunds):
        return True
    if any(_is_flagged(at(row, index)) for index in state.flags):
        return True
    return state.is_marked and _is_merged(row, (*state.refunds, *state.flags), state)


def _is_merged(row: Row, indexes: Iterable[int], state: _State) -> bool:
    return any((row.number, index + 1) in state.grid.merged for index in indexes)


def _says_cancelled(text: str) -> bool:
    """Return whether a status is that of a cancelled line, whatever it says of the reason or the person."""
    status = _REASON.split(text, maxsplit=1)[0]
    return folded(status) in listed("rows", "cancelled")


def counts(cells: Iterable[str]) -> bool:
    """Return whether the cells below Cancelled are quantities, and not 1 for yes."""
    return any((number := parse_number(cell)) is not None and number > 1 for cell in cells if len(cell) < 20)


def _is_flagged(text: str) -> bool:
    """Return whether a cell below Cancelled? or 行关闭 says yes, since when, or why."""
    written = text.strip().casefold()
    if written in book()["rows"]["yes"]:
        return True
    is_no = written in _NOT_GIVEN or written in book()["rows"]["no"]
    return not is_no and parse_number(text) is None


def _with_role(role: str, headers: Sequence[str]) -> list[int]:
    return [index for index, header in enumerate(headers) if role in roles_of(header)]


def _order_of(row: Row, state: _State) -> str:
    return next((at(row, index) for index in state.orders), "")


def _first(row: Row) -> str:
    return next((cell for cell in row.cells if cell), "")


def _heads_group(row: Row) -> bool:
    """Return whether a row only names the lines below it, in its first column: 一、男装, Spare parts."""
    if row.filled > 1 or not row.cells[0] or _CODE.fullmatch(row.cells[0]):
        return False
    return not has_figure(_ENUMERATED.sub("", row.cells[0]))


def _is_note(row: Row, state: _State) -> bool:
    """Return whether a row is a signature, a bank account, a page number, or a text across the table."""
    cells = [cell for cell in row.cells if cell]
    if len(cells) < 3 and all(_PAGE.fullmatch(cell) for cell in cells):
        return True
    labels = [match for cell in cells if (match := _LABEL.match(cell))]
    known = [
        match for match in labels if folded(match[1]) in listed("rows", "footers") | listed("rows", "labels")
    ]
    if known and _LABEL.match(cells[0]) and len(labels) * 2 >= len(cells):
        return True
    if len(cells) > 1:
        return False
    across = sum(1 for index in range(state.width) if (row.number, index + 1) in state.grid.across)
    return across * 2 >= state.width


def _is_note_at_foot(row: Row) -> bool:
    """Return whether a row at the foot is a remark, a condition or a signature."""
    if row.filled > 2:
        return False
    text = _first(row)[:60].replace("：", ":")
    name = re.split(r"[:.\d\s]", text, maxsplit=1)[0]
    return folded(name) in listed("rows", "footers") or (
        ":" in text and folded(text.split(":")[0]) in listed("rows", "footers")
    )
