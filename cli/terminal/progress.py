"""How far a long run has come, shown on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from cli.terminal.screen import console

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

WORTH_WHILE = 20
"""Items below which nobody waits long enough to look."""


class Progress(Protocol):
    """Told of each item that is done, and of sentences to show meanwhile."""

    def done(self) -> None: ...

    def tell(self, text: str) -> None: ...


class Silent:
    """Shows sentences only."""

    def done(self) -> None:
        pass

    def tell(self, text: str) -> None:
        with suppress(BrokenPipeError):  # who no longer listens is no reason to leave letters undone
            sys.stderr.write(text if text.endswith("\n") else f"{text}\n")


@contextmanager
def progress(total: int | None) -> Iterator[Progress]:
    """A bar with the rate and the time left, where a person is looking and it takes a while."""
    if not sys.stderr.isatty() or (total is not None and total < WORTH_WHILE):
        yield Silent()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    with Bar(*columns, console=console(), transient=True) as bar:
        yield _Shown(bar, total)


class _Shown:
    """Shows a bar of rich, and sentences above it."""

    def __init__(self, bar: "Bar", total: int | None) -> None:
        self.bar = bar
        self.task = bar.add_task("", total=total, rate="")

    def done(self) -> None:
        speed = self.bar.tasks[0].finished_speed or self.bar.tasks[0].speed
        self.bar.update(self.task, advance=1, rate=f"{speed:.0f}/s" if speed else "")

    def tell(self, text: str) -> None:
        self.bar.console.print(text.rstrip("\n"), soft_wrap=True)
