"""One filling of an own template: what it may still cost, and the mistakes that it has met."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Any

from jinja2 import TemplateNotFound, TemplateSyntaxError

from comms.language.phrases import TEMPLATES
from comms.rendering.templating.mistakes import TemplateMistake, told_syntax

MOST = 30_000_000
"""What one document may cost: one for a character, STEP for a turn of a loop or an entry of a list."""
STEP = 20
CALL = 5 * STEP
"""What a function, a macro or another template costs, beside its text; a machine does 200,000 a second."""


@dataclass
class Filling:
    """names: what the template may use by name; mistakes: None where the first one stops the filling."""

    names: tuple[str, ...] = ()
    mistakes: list[TemplateMistake] | None = None
    left: int = field(default=MOST)


_NOW: ContextVar[Filling | None] = ContextVar("filling", default=None)


@contextmanager
def filling(now: Filling) -> Iterator[Filling]:
    """Makes `now` the filling that pays and gathers within the block."""
    token = _NOW.set(now)
    try:
        yield now
    finally:
        _NOW.reset(token)


def charge(cost: int) -> None:
    """Takes a cost off what is left; raises TemplateMistake("too_much") where that is less."""
    now = _NOW.get()
    if now is None:
        return
    now.left -= cost
    if now.left < 0:
        raise TemplateMistake("too_much", place())


def pay_for(value: object) -> None:
    """Charges for all that a value holds, before anything is made of it."""
    if isinstance(value, str):
        charge(len(value))
    elif isinstance(value, range):
        charge(len(value) * STEP)
    elif isinstance(value, list | tuple | dict):
        charge(len(value) * STEP)
        for each in value.items() if isinstance(value, dict) else value:
            if isinstance(each, str | list | tuple | dict):
                pay_for(each)


def known_names() -> tuple[str, ...]:
    """What the template that is being filled may use by name."""
    now = _NOW.get()
    return now.names if now else ()


def note(mistake: TemplateMistake) -> None:
    """Raises a mistake, or keeps it where all of them are gathered."""
    now = _NOW.get()
    if now is None or now.mistakes is None:
        raise mistake
    if not any(mistake.is_same(each) for each in now.mistakes):
        now.mistakes.append(mistake)


def tell(reason: str, **values: object) -> None:
    """Notes a mistake at the line that is being filled."""
    note(TemplateMistake(reason, place(), **values))


def tell_error(error: Exception) -> None:
    """Notes an error at the line where it arose.

    What ends the filling is raised again, and so is a template not found, which may be allowed to be absent.
    """
    if isinstance(error, TemplateNotFound):
        raise error
    if isinstance(error, RecursionError | MemoryError | OverflowError):  # Jinja's range refuses with the last
        raise TemplateMistake("too_much", place(error.__traceback__)) from None
    if isinstance(error, TemplateMistake) and error.reason == "too_much":
        raise error
    note(mistake_of(error))


def mistake_of(error: Exception) -> TemplateMistake:
    """An error as the mistake that it tells of."""
    if isinstance(error, TemplateMistake):
        return error
    if isinstance(error, TemplateSyntaxError):
        return told_syntax(error)
    return TemplateMistake("failed", place(error.__traceback__), why=str(error) or type(error).__name__)


# --- places ----------------------------------------------------------------------------------


def place(trace: TracebackType | None = None) -> tuple[str, int]:
    """File and line of the own template that is at work, or was when an error arose."""
    found = list(_template_lines([*_traced(trace), *_running()]))
    return next((each for each in found if is_own(each[0])), found[0] if found else ("", 1))


def is_own(file: str) -> bool:
    """Whether a template's file is none of those that are shipped."""
    return not file.startswith(str(TEMPLATES))


def _traced(trace: TracebackType | None) -> list[tuple[FrameType, int]]:
    """The frames of an error, the innermost first."""
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
