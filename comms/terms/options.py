"""Options with boxes in a text, of which only those that are ticked count."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_OPEN = r"(?:(?<![A-Za-z0-9])(?:\[[ \u3000]?\](?![(\[:])|[(（][ \u3000]{1,3}[)）])|[☐□⬜◻🔲❏❑▢])"
_TICKED = r"(?:(?<![A-Za-z0-9])(?:\[[xXvV√✓✔*]\](?![(\[:])|[(（] ?[xX√✓✔•●] ?[)）])|[☑☒✅✔✓■◼🗹]|√(?!\d))"
_BOX = re.compile(rf"(?P<open>{_OPEN})|{_TICKED}")
_EDGE = re.compile("[\\[(（☐□⬜◻🔲❏❑▢]")
"""How a box may begin that is not ticked, looked for in a fraction of the time that finding boxes takes."""
_TASK = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[ \]")
_ITEM = re.compile(r"[ \t]*(?:(?:[-*+•]|\d{1,9}[.)、])[ \t]+)?")
_LABEL = re.compile(r"[^:：\n]{0,30}[:：]")
_INVITES = re.compile(
    r"\b(?:choose|select|pick|tick|check) (?:one|all|any|only|the|at least|your)\b"
    r"|单选|多选|勾选|请选|選擇|择一",
    re.IGNORECASE,
)
"""What a form says above the options of a question."""
_OF_A_CHOICE = re.compile(
    r"\W*(?:(?:others?|none(?: of the above)?|yes|no|not sure|n/?a)(?:\W|$)"
    r"|(?:其[他它]|以上都不\w*|不确定|是|否|有|无|需要|不需要)(?:\W|$)"
    r"|.*(?:fill (?:this |it )?(?:in|out)|please specify|请填写|请注明|_{3}))",
    re.IGNORECASE,
)
"""An option that is none of the tasks which somebody may have to do."""


def chosen(text: str, is_option: Callable[[str], bool] | None = None) -> str:
    """Return a text without the options that were not ticked.

    If any box is ticked, all others are options that were not chosen. Otherwise `is_option` tells, from the
    text of a box, an option from an open task; by default only tasks as Markdown writes them are such, and
    not if `offers_choice` says something else.
    """
    if not _EDGE.search(text):
        return text
    boxes = list(_BOX.finditer(text))
    if not any(box["open"] for box in boxes):
        return text
    if not all(box["open"] for box in boxes):
        return _without(text, lambda _: True)
    if is_option is None:
        is_tasks = all(map(_TASK.match, _lines_with_boxes(text))) and not offers_choice(text)
        return text if is_tasks else _without(text, lambda _: True)
    return _without(text, is_option)


def offers_choice(text: str) -> bool:
    """Return whether a text asks for a choice: with "select all that apply", an "other" or a "yes"."""
    return bool(_INVITES.search(text)) or any(map(_OF_A_CHOICE.match, _texts(text)))


def _lines_with_boxes(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if _BOX.search(line))


def _texts(text: str) -> Iterator[str]:
    """Yield the text behind each box, up to the next one on its line."""
    for line in _lines_with_boxes(text):
        yield from _BOX.split(line)[2::2]


def _without(text: str, is_option: Callable[[str], bool]) -> str:
    """Return a text without the open boxes that are options, and the lines that continue them."""
    kept: list[str] = []
    below: int | None = None
    for line in text.split("\n"):
        boxes = list(_BOX.finditer(line))
        indent = len(line) - len(line.lstrip())
        if below is not None and not boxes and line.strip() and indent > below:
            continue
        below = None
        if not boxes:
            kept.append(line)
            continue
        rest = _cut(line, boxes, is_option)
        if _ITEM.sub("", rest, count=1).strip():
            kept.append(rest)
        else:
            below = indent
    return "\n".join(kept)


def _cut(line: str, boxes: list[re.Match[str]], is_option: Callable[[str], bool]) -> str:
    """Return a line without the open boxes that are options; a box stands before its text, or behind it."""
    lead = line[: boxes[0].start()]
    is_behind = not line[boxes[-1].end() :].strip(" \t.,;，。；") and bool(
        _ITEM.sub("", lead, count=1).strip()
    )
    if is_behind:
        label = _LABEL.match(lead)
        begin = label.end() if label else _ITEM.match(lead).end()  # type: ignore[union-attr]
        edges = [begin, *(box.end() for box in boxes)]
        lead = line[:begin]
    else:
        edges = [*(box.start() for box in boxes), len(line)]
    pieces = [line[start:end] for start, end in pairwise(edges)]
    return lead + "".join(
        piece
        for piece, box in zip(pieces, boxes, strict=True)
        if not (box["open"] and is_option(_BOX.sub("", piece, count=1)))
    )
