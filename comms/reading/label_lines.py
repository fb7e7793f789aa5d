"""Lines with several labels, as in `**Deadline:** 2027-05-01 | **Owner:** Tom`, and labels with tabs."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

from comms.reading.headings import name_of
from comms.reading.lead_ins import Line, is_short, lead_in
from comms.reading.section_marks import ALONE, LEADING, AnswerTable, Form, Mark

_LONGEST = 500
"""The most characters of a line of labels."""
_MAX_FIELDS = 50
"""The number of fields of a line with tabs that are read."""
_PAIR = 2
_FIELD = re.compile(r"[^\t]++")
_SEPARATOR = re.compile(
    r"[ \t]*+(?:[|｜;；　]|<br ?/?>)[ \t　]*+"
    r"|[，,。][ \t]*+(?=\w{1,20}[:：])"
    r"|[ \t]{2,}+(?=[^\s|])",
    re.IGNORECASE,
)


def labels_in(line: Line) -> AnswerTable | None:
    """Return the labels of a line with their answers as a table, None for a line with fewer than two.

    A part that names what the part before it names belongs to that one: the roles of people, for example.
    """
    if len(line.text) > _LONGEST or not (":" in line.text or "：" in line.text):
        return None
    found: list[Mark] = []
    for start, end in _parts(line.text):
        mark = _label_at(line, start, end)
        if mark and not (found and found[-1].dimension == mark.dimension):
            found.append(mark)
    if len({mark.dimension for mark in found}) < 2:
        return None
    ends = [*(mark.start for mark in found[1:]), (line.number, len(line.text))]
    rows = [_bounded(mark, line.text, end[1]) for mark, end in zip(found, ends, strict=True)]
    return AnswerTable((line.number, 0), (line.number + 1, 0), (*_before(line, rows[0]), *rows))


def _parts(text: str) -> Iterator[tuple[int, int]]:
    indent = len(text) - len(text.lstrip())
    gaps = [(indent, indent)]
    gaps += [match.span() for match in _SEPARATOR.finditer(text, indent)]
    for (_, start), (end, _) in pairwise([*gaps, (len(text), len(text))]):
        yield start, end


def _label_at(line: Line, start: int, end: int) -> Mark | None:
    """Return the mark of the label that opens a part of a line, with places in the line."""
    opens = replace(line, text=line.text[start:end], first=False, listed=line.listed and not start)
    mark = lead_in(opens)
    if mark is None or not mark.dimension or mark.level != LEADING or not mark.name or mark.name.loose:
        return None
    begins, ends, answers = ((line.number, place[1] + start) for place in (mark.start, mark.end, mark.text))
    return replace(mark, start=begins, end=ends, text=answers)


def _bounded(mark: Mark, text: str, end: int) -> Mark:
    """Return a label as a row whose answer ends before the next label, without the sign between them."""
    answer = text[mark.text[1] : end].rstrip("*_ \t　|｜;；，,。" if end < len(text) else " \t")
    answer = re.sub(r"<br ?/?>$", "", answer, flags=re.IGNORECASE).rstrip()
    until = (mark.text[0], mark.text[1] + len(answer))
    return replace(mark, form=Form.ROW, until=until, listed=False, deep=False)


def _before(line: Line, first: Mark) -> Iterator[Mark]:
    """Yield the text before the first label, which answers nothing."""
    before = line.text[: first.start[1]].rstrip("*_ \t　|｜")
    if before.strip("-+*#>0123456789.) \t"):
        start = (line.number, 0)
        yield Mark(Form.ROW, before.strip(), None, LEADING, start, start, start, (line.number, len(before)))


def with_tabs(line: Line) -> list[Mark]:
    """Return the lead-in of a line, or the labels and answers that tabs divide."""
    mark = lead_in(line)
    if mark and mark.name:
        return [mark]
    return _tabbed(line) or ([mark] if mark else [])


def _tabbed(line: Line) -> list[Mark]:
    """Return the marks of a line of names and answers that tabs divide; none if no label begins it."""
    if "\t" not in line.text:
        return []
    found = (field for field in _FIELD.finditer(line.text) if field.group().strip(" "))
    fields = list(islice(found, _MAX_FIELDS))
    is_field = len(fields) == _PAIR and is_short(fields[0].group().strip())
    keys = [0] if fields and (is_field or _is_name(fields[0])) else []
    for index in range(2, len(fields) - 1) if keys else ():
        if index - keys[-1] > 1 and _is_name(fields[index]):
            keys.append(index)
    bounds = [fields[key].start() for key in keys[1:]]
    return [
        _tab_mark(line, fields[key : key + 2], end) for key, end in zip(keys, [*bounds, None], strict=False)
    ]


def _is_name(field: re.Match[str]) -> bool:
    name = name_of(field.group())
    return name is not None and bool(name.dimension) and not name.loose


def _tab_mark(line: Line, fields: list[re.Match[str]], end: int | None) -> Mark:
    key, number = fields[0], line.number
    heading = key.group().strip().rstrip(":：").strip()
    return Mark(
        Form.LABEL,
        heading,
        name_of(heading),
        LEADING if len(fields) > 1 else ALONE,
        (number, key.start()),
        (number, key.start() + len(key.group().rstrip())),
        (number, fields[1].start() if len(fields) > 1 else len(line.text)),
        None if end is None else (number, end),
    )
