"""The state of filling one custom template: its remaining budget and the mistakes found so far."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError

from comms.rendering.templating.mistakes import TemplateMistake, syntax_mistake
from comms.runtime.resources import LANGUAGE_FOLDERS

MOST = 30_000_000
"""The budget of one document: 1 for each character, STEP for each loop turn or list entry."""
STEP = 20
CALL = 5 * STEP
"""The cost of calling a function, macro or template, besides its text; a machine makes 200,000 a second."""


@dataclass
class Filling:
    """The state of one filling.

    names: those the template may use. mistakes: the list that collects them, or None to stop at the first.
    left: the remaining budget.
    """

    names: tuple[str, ...] = ()
    mistakes: list[TemplateMistake] | None = None
    left: int = field(default=MOST)


_NOW: ContextVar[Filling | None] = ContextVar("filling", default=None)


@contextmanager
def filling(now: Filling) -> Iterator[Filling]:
    """Make `now` the filling that pays for costs and collects mistakes within the block."""
    token = _NOW.set(now)
    try:
        yield now
    finally:
        _NOW.reset(token)


def charge(cost: int) -> None:
    """Deduct a cost from the budget; raises TemplateMistake("too_much") if that exceeds it."""
    now = _NOW.get()
    if now is None:
        return
    now.left -= cost
    if now.left < 0:
        raise TemplateMistake("too_much", place())


def pay_for(value: object) -> None:
    """Charge for everything a value holds, before anything is made of it."""
    if isinstance(value, str):
        charge(len(value))
    elif isinstance(value, range):
        charge(len(value) * STEP)
    elif isinstance(value, list | tuple | dict):
        charge(len(value) * STEP)
        for entry in value.items() if isinstance(value, dict) else value:
            if isinstance(entry, str | list | tuple | dict):
                pay_for(entry)


def known_names() -> tuple[str, ...]:
    """Return the names that the template being filled may use."""
    now = _NOW.get()
    return now.names if now else ()


def record(mistake: TemplateMistake) -> None:
    """Raise a mistake, or record it if mistakes are being collected."""
    now = _NOW.get()
    if now is None or now.mistakes is None:
        raise mistake
    if not any(mistake.is_same(known) for known in now.mistakes):
        now.mistakes.append(mistake)


def report(reason: str, **values: object) -> None:
    """Record a mistake at the line being filled."""
    record(TemplateMistake(reason, place(), **values))


def report_error(error: Exception) -> None:
    """Record an error at the line where it arose.

    Errors that end the filling are raised again, and so is TemplateNotFound: the template may be optional.
    """
    if isinstance(error, TemplateNotFound):
        raise error
    if isinstance(error, RecursionError | MemoryError | OverflowError):  # Jinja's range raises OverflowError
        raise TemplateMistake("too_much", place(error.__traceback__)) from None
    if isinstance(error, TemplateMistake) and error.reason == "too_much":
        raise error
    record(mistake_of(error))


def mistake_of(error: Exception) -> TemplateMistake:
    """Return an error as a TemplateMistake."""
    if isinstance(error, TemplateMistake):
        return error
    if isinstance(error, TemplateSyntaxError):
        return syntax_mistake(error)
    return TemplateMistake("failed", place(error.__traceback__), why=str(error) or type(error).__name__)


# --- places ----------------------------------------------------------------------------------


def place(trace: TracebackType | None = None) -> tuple[str, int]:
    """Return the file and line of the custom template being filled, or filled when an error arose."""
    found = list(_template_lines([*_traced(trace), *_running()]))
    return next((line for line in found if is_custom(line[0])), found[0] if found else ("", 1))


_SHIPPED = tuple(f"{folder}{os.sep}" for folder in LANGUAGE_FOLDERS.values())


def is_custom(file: str) -> bool:
    """Whether a template's file is a custom one, not shipped."""
    return not file.startswith(_SHIPPED)


def _traced(trace: TracebackType | None) -> list[tuple[FrameType, int]]:
    """Return the frames of an error, innermost first."""
    frames = []
    while trace is not None:
        frames.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    return frames[::-1]


def _running() -> Iterator[tuple[FrameType, int]]:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def _template_lines(frames: Iterable[tuple[FrameType, int]]) -> Iterator[tuple[str, int]]:
    for frame, line in frames:
        template: Any = frame.f_globals.get("__jinja_template__")
        if template is not None and template.filename:
            yield template.filename, template.get_corresponding_lineno(line)
