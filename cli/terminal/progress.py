"""The progress of a long run, shown on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from cli.terminal import printer
from cli.terminal.screen import console, print_lines

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

WORTH_WHILE = 20
"""The number of items below which a progress bar is not worthwhile."""


class Progress(Protocol):
    """Receiver of finished items, and of sentences to show meanwhile."""

    def done(self) -> None: ...

    def tell(self, text: str) -> None: ...


class Silent:
    """Progress that shows sentences only."""

    def done(self) -> None:
        pass

    def tell(self, text: str) -> None:
        with suppress(BrokenPipeError):  # the remaining letters must still be rendered
            printer.tell_lines(text if text.endswith("\n") else f"{text}\n")


@contextmanager
def progress(total: int | None) -> Iterator[Progress]:
    """Show a bar with rate and time left on a terminal, if there are enough items; total: None if unknown."""
    if not sys.stderr.isatty() or (total is not None and total < WORTH_WHILE):
        yield Silent()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Bar(*columns, console=console(), transient=True) as bar:
        yield _BarProgress(bar, total)


class _BarProgress:
    """Progress shown as a bar of Rich, with sentences above it."""

    def __init__(self, bar: "Bar", total: int | None) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=total, rate="")

    def done(self) -> None:
        speed = self.bar.tasks[0].finished_speed or self.bar.tasks[0].speed
        self.bar.update(self.task, advance=1, rate=f"{speed:.0f}/s" if speed else "")

    def tell(self, text: str) -> None:
        print_lines(self.bar.console, text)
