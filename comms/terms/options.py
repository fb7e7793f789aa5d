"""Options with boxes in a text, of which only those that are ticked count."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from comms.terms.lazy_patterns import LazyPattern

Stretch = tuple[int, int]
"""The start and the end of a part of a text."""

_OPEN = r"(?:(?<![A-Za-z0-9])(?:\[[ \u3000]{0,3}\](?![(\[:])|[(（][ \u3000]{1,3}[)）])|[☐□⬜◻🔲❏❑▢])"
_TICKED = r"(?:(?<![A-Za-z0-9])(?:\[[xXvV√✓✔*]\](?![(\[:])|[(（] ?[xX√✓✔•●] ?[)）])|[☑☒✅✔✓■◼🗹]|√(?!\d))"
_BOX = LazyPattern(rf"(?P<open>{_OPEN})|{_TICKED}")
_EDGE = re.compile("[\\[(（☐□⬜◻🔲❏❑▢☑☒]")
"""How a box may begin, looked for in a fraction of the time that finding boxes takes."""
_SIGN = LazyPattern("[\\[(（☐□⬜◻🔲❏❑▢☑☒✅✔✓■◼🗹√]")
"""How any box begins."""
_TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[ \]")
_OTHER = re.compile(
    r"(?:others?(?: \([^()\n]{0,40}\))?|其[他它](?:（[^（）\n]{0,40}）)?)[ \t]*[:：][ \t]*(?=\S)",
    re.IGNORECASE,
)
"""The name of the option beside which something is written, in front of what is written."""
_ITEM = LazyPattern(r"[ \t]*(?:(?:[-*+•]|\d{1,9}[.)、])[ \t]+)?")
_LABEL = re.compile(r"[^:：\n]{0,30}[:：]")
_INVITES = re.compile(
    r"\b(?:choose|select|pick|tick|check) (?:one|all|any|only|the|at least|your)\b"
    r"|单选|多选|勾选|请选|選擇|择一",
    re.IGNORECASE,
)
"""What a form says above the options of a question."""
_OF_A_CHOICE = LazyPattern(
    r"\W*(?:(?:others?|none(?: of the above)?|yes|no|not sure|n/?a)(?:\W|$)"
    r"|(?:其[他它]|以上都不\w*|不确定|是|否|有|无|需要|不需要)(?:\W|$)"
    r"|.*(?:fill (?:this |it )?(?:in|out)|please specify|请填写|请注明|_{3}))",
    re.IGNORECASE,
)
"""An option that is none of the tasks which somebody may have to do."""


def chosen(text: str, is_option: Callable[[str], bool] | None = None) -> str:
    """Return a text without the options that were not ticked, see `rejected`, and without ticks."""
    if not _EDGE.search(text):
        return text
    stretches = sorted([*rejected(text, is_option), *_ticks(text)])
    return _cut(text, stretches).rstrip("\n") if stretches else text


def without_boxes(text: str) -> str:
    """Return a text without boxes, ticked or not, for one that offers no options, such as a remark."""
    return _BOX.sub("", text) if _SIGN.search(text) else text


def _ticks(text: str) -> Iterator[Stretch]:
    """Yield the ticks in front of options, with the blanks and the word "Other:" behind them.

    In the middle of a line, such as "size (x) by (y)", a sign is a tick if another box of the line is open.
    """
    end = 0
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        boxes = list(_BOX.finditer(line))
        has_open = any(box["open"] for box in boxes)
        for box in boxes:
            opens = not _ITEM.sub("", line[: box.start()], count=1).strip()
            if not box["open"] and (has_open or (opens and box.group()[0] in "[(（☑☒")):
                behind = re.compile(r"[ \t]*").match(line, box.end()).end()  # type: ignore[union-attr]
                other = _OTHER.match(line, behind)
                yield start + box.start(), start + (other.end() if other else behind)


def rejected(text: str, is_option: Callable[[str], bool] | None = None) -> Iterator[Stretch]:
    """Yield the options of a text that were not ticked, in order.

    If any box is ticked, all others are options that were not chosen. Otherwise `is_option` tells, from the
    text of a box, an option from an open task; by default only tasks as Markdown writes them are such, and
    not if `offers_choice` says something else.
    """
    boxes = list(_BOX.finditer(text))
    if not any(box["open"] for box in boxes):
        return
    if not all(box["open"] for box in boxes):
        is_option = _is_any
    elif is_option is None:
        is_tasks = all(map(_TASK.match, _lines_with_boxes(text))) and not offers_choice(text)
        is_option = _is_no_option if is_tasks else _is_any
    yield from _rejected(text, is_option)


def _is_any(_: str) -> bool:
    return True


def _is_no_option(_: str) -> bool:
    return False


def offers_choice(text: str) -> bool:
    """Return whether a text asks for a choice: with "select all that apply", an "other" or a "yes"."""
    return bool(_INVITES.search(text)) or any(map(_OF_A_CHOICE.match, _texts(text)))


def _lines_with_boxes(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if _BOX.search(line))


def _texts(text: str) -> Iterator[str]:
    """Yield the text behind each box, up to the next one on its line."""
    for line in _lines_with_boxes(text) if _SIGN.search(text) else ():
        yield from _BOX.split(line)[2::2]


def _rejected(text: str, is_option: Callable[[str], bool]) -> Iterator[Stretch]:
    """Yield the open boxes that are options with their texts, and the lines that continue them."""
    end = 0
    below: int | None = None
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        boxes = list(_BOX.finditer(line))
        indent = len(line) - len(line.lstrip())
        if below is not None and not boxes and line.strip() and indent > below:
            yield start, min(end, len(text))
            continue
        below = None
        found = list(_of_line(line, boxes, is_option))
        if found and not _ITEM.sub("", _cut(line, found), count=1).strip(" \t|"):
            below = indent
            yield start, min(end, len(text))
        else:
            yield from ((start + first, start + last) for first, last in found)


def _of_line(line: str, boxes: list[re.Match[str]], is_option: Callable[[str], bool]) -> Iterator[Stretch]:
    """Yield the open boxes of a line that are options; a box stands before its text, or behind it."""
    if not boxes:
        return
    lead = line[: boxes[0].start()]
    is_last = not line[boxes[-1].end() :].strip(" \t.,;，。；|")
    if is_last and _ITEM.sub("", lead, count=1).strip():
        label = _LABEL.match(lead) or _ITEM.match(lead)
        edges = [label.end() if label else 0, *(box.end() for box in boxes)]
    else:
        edges = [*(box.start() for box in boxes), len(line)]
    for box, (start, end) in zip(boxes, pairwise(edges), strict=True):
        if box["open"] and is_option(_BOX.sub("", line[start:end], count=1)):
            yield start, end


def _cut(text: str, stretches: list[Stretch]) -> str:
    kept, done = [], 0
    for start, end in stretches:
        kept.append(text[done:start])
        done = end
    return "".join([*kept, text[done:]])
