"""Tables of dates in a section on time: each row as a line that begins with the phase it is about."""

import re
from collections.abc import Iterator

from comms.reading.bar_tables import cells_of, lines_and_tables
from comms.terms.written_dates import dates_in, names_day

_PHASE = re.compile(
    r"(?:phase|milestone|step|stage|task|what|item|name|deliverable|event|activity|work)s?"
    r"|(?:工作|项目)?(?:阶段|节点|里程碑|事项|任务|步骤|环节|内容|交付物)(?:名称)?",
    re.IGNORECASE,
)
"""The headers of the column that says what is due."""
_OTHER_DAY = re.compile(
    r"start|begin|from|kick|done|actual|created|requested|开始|起始|启动|实际|提交|申请", re.IGNORECASE
)
"""The headers of columns with days on which nothing is due."""
_START = re.compile(r"start|begin|from|开始|起始|起", re.IGNORECASE)
_END = re.compile(r"\b(?:end|finish|to|until|due)|结束|完成|截止|止", re.IGNORECASE)
_SHORT = 12
_NAME = re.compile(r"[^\W\d]")


def rows_as_lines(text: str) -> str:
    """Return text about time with its tables as lines: | Draft | Tom | 2026-10-05 | as Draft: 2026-10-05."""
    lines: list[str] = []
    for part in lines_and_tables(text):
        if isinstance(part, str):
            lines.append(part)
        elif part.rows:
            header = [] if any(map(_is_day, part.rows[0])) else part.rows[0]
            lines += (_as_line(cells, header) for cells in part.rows)
    return "\n".join(lines)


def ends_of_phases(text: str) -> bool:
    """Return whether a text holds a plan: a table that says of each phase when it starts and when it ends."""
    headers = (cells_of(line) for line in text.split("\n") if line.count("|") > 1)
    return any(any(map(_START.match, cells)) and any(map(_END.match, cells)) for cells in headers)


def _as_line(cells: list[str], header: list[str]) -> str:
    """Return the phase and the day of a row; a row without a day as its words."""
    days = [number for number, cell in enumerate(cells) if _is_day(cell)]
    if not days:
        return " ".join(filter(None, cells))
    due = [number for number in days if not _OTHER_DAY.search(_at(header, number))]
    names = list(_names(cells, days, header))
    day = _holding(cells[(due or days)[-1]])
    return f"{names[0]}: {day}" if names else day


def _names(cells: list[str], days: list[int], header: list[str]) -> Iterator[str]:
    """Yield the cells that may name the phase of a row, the likeliest first."""
    words = [(number, cell) for number, cell in enumerate(cells) if number not in days and _NAME.search(cell)]
    yield from (cell for number, cell in words if _PHASE.fullmatch(_at(header, number)))
    yield from (cell for _, cell in words)


def _is_day(cell: str) -> bool:
    """Return whether a cell is a date, with at most a weekday, a time or an old date beside it."""
    found = dates_in(cell)
    if not found:
        return len(cell) <= _SHORT and names_day(cell)  # in a table one row may have the year for all
    return sum(each.until - each.lead for each in found) * 2 >= len(cell)


def _holding(cell: str) -> str:
    """Return the one date of a cell that holds, without those it replaces; the cell if there are several."""
    holding = [each for each in dates_in(cell) if not each.is_old]
    return cell[holding[0].start : holding[0].end] if len(holding) == 1 else cell


def _at(header: list[str], number: int) -> str:
    return header[number] if number < len(header) else ""
