"""A run over many documents: made, filed, counted and told of, whoever makes them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from cli.commands.render_messages import RenderMessages
from cli.terminal import errors
from cli.terminal.progress import progress
from comms.errors import CommsError, Refusal
from comms.findings import Severity
from comms.language.phrases import say, words
from comms.runtime.processes import are_alive, collected_seldom, in_order, processes
from comms.runtime.signals import ended_in_order
from comms.tasks.manifest import Manifest, Outcome, Status, manifest
from comms.tasks.output_files import OutputWriter
from comms.tasks.render_batch import Batch, BatchRenderer, Item, Rendered, shared

ENOUGH = 200
"""Letters below which starting processes takes longer than they save."""
MOST_WORKERS = 8
FEW = 3
"""Rows with the same fault that are told one by one; a table has it in all of its rows."""
WRITERS = 2
"""Threads that write files."""


@dataclass
class Run:
    """Renders items, files what comes of them, and tells what does not.

    paths: where the files of an item go; listed: what is done with the path of a file that is there now;
    counts: files by what became of them; warned: documents with warnings;
    jobs: processes that share the work, as many as are worth while where 0; scheduler: the address of the
    cluster that does it in their place.
    """

    batch: Batch
    filing: OutputWriter
    paths: Callable[[Rendered], dict[str, Path]]
    listed: Callable[[Path], object] = lambda path: None
    jobs: int = 0
    scheduler: str | None = None
    counts: Counter[Status] = field(default_factory=Counter)
    warned: int = 0
    status: int = errors.CLEAN

    def of(self, items: Iterable[Item], total: int | None, to: Path | TextIO | None) -> int:
        """The exit status of a run over items, about `total` of them, with its manifest at `to`."""
        try:
            with ended_in_order() as is_asked_to_end:
                self._render_all(items, total, to, is_asked_to_end)
        except (KeyboardInterrupt, CommsError) as stopped:
            if isinstance(stopped, KeyboardInterrupt):
                errors.say_error("render.stopped")
            if self.counts.total():
                self._summarise(to)
            raise
        self._summarise(to)
        return self.status

    def _render_all(
        self,
        items: Iterable[Item],
        total: int | None,
        to: Path | TextIO | None,
        is_asked_to_end: Callable[[], bool],
    ) -> None:
        with (
            collected_seldom(),
            self._rendered(items, partial(_until, is_asked_to_end)) as results,
            manifest(to) as notes,  # once something is there to be noted
            progress(total) as shown,
            ThreadPoolExecutor(WRITERS) as writers,  # they wait for the disk while the next are made
        ):
            base = self.batch.base
            messages = RenderMessages(shown.tell, FEW if base else None, str(base) if base else None)
            try:
                for done, filed in in_order(writers, self._file, map(self._placed, results), WRITERS):
                    self._take(done, filed, notes, messages)
                    shown.done()
            finally:
                messages.tell_rest()
                self.counts[Status.LEFT] = notes.keep_earlier()

    def _placed(self, done: Rendered) -> tuple[Rendered, dict[str, Path]]:
        """An item with the places of its files; refused as a whole where another one has any of them."""
        paths = self.paths(done) if done.contents else {}
        claims = (self.filing.claim(each, done.item.place) for each in paths.values())
        if (refusal := next(filter(None, claims), None)) is None:
            return done, paths
        done.error = refusal
        done.contents.clear()
        return done, {}

    def _file(self, placed: tuple[Rendered, dict[str, Path]]) -> tuple[Rendered, list[Outcome]]:
        done, paths = placed
        return done, [self.filing.file(path, done.contents[form]) for form, path in paths.items()]

    def _take(self, done: Rendered, filed: list[Outcome], notes: Manifest, messages: RenderMessages) -> None:
        place = done.item.place
        if not done.contents:
            self.counts[Status.REFUSED] += 1
            notes.note(place, Outcome(None, Status.REFUSED), self.refused(done, messages))
        for each in filed:
            notes.note(place, each, self._count(each, done.item, messages))
        self.warned += bool(done.contents and done.findings)
        messages.tell_notices(done)
        if self.batch.base is None:
            messages.tell_stale(done)
        elif done.contents:  # nobody lints the letters of a table one by one
            for finding in done.findings:
                messages.tell_finding(finding)

    def _count(self, filed: Outcome, item: Item, messages: RenderMessages) -> str:
        """Counts a file; returns what kept it from being written, "" where nothing did."""
        assert filed.path is not None
        self.counts[filed.status] += 1
        error = filed.error
        if filed.status is Status.EXISTS:
            error = Refusal("exists", path=str(filed.path))
        if error is not None:
            self.status = max(self.status, errors.status_of(error))
            return messages.tell_error(error, item)
        if filed.status is Status.DUE:
            self.status = max(self.status, errors.FINDINGS)
        if filed.status in (Status.DUE, Status.WRITTEN) or (
            filed.status is Status.UNCHANGED and not self.filing.only_check
        ):
            self.listed(filed.path)
        return ""

    def refused(self, done: Rendered, messages: RenderMessages) -> str:
        """Tells why there is no letter of an item; returns the same in short."""
        if done.error is not None:
            # a row that says nothing usable is no wrong usage of the program
            status = errors.FINDINGS if done.item.row is not None else errors.status_of(done.error)
            self.status = max(self.status, status)
            return messages.tell_error(done.error, done.item)
        self.status = max(self.status, errors.FINDINGS)
        for each in done.findings:
            messages.tell_finding(each)
        messages.tell_refusal(done.item)
        faults = (each for each in done.findings if each.severity is Severity.ERROR)
        return "; ".join(dict.fromkeys(f"{each.code} {each.message}" for each in faults))

    def _summarise(self, to: Path | TextIO | None) -> None:
        if to is None and self.batch.base is None:
            return  # each file has been told of by itself
        counts = {str(each): self.counts[each] for each in Status}
        told = [
            say(f"render.{each}", errors.language(), count=count) for each, count in counts.items() if count
        ]
        if self.warned:
            told.append(say("render.warned", errors.language(), count=self.warned))
        together = str(words(errors.language())["language"]["list"]).join(told)
        if not together:
            errors.say_error("render.nothing")
            self.status = max(self.status, errors.FINDINGS)
        elif isinstance(to, Path):
            errors.say_error("render.summary", counts=together, manifest=to)
        else:
            errors.say_error("render.counts", counts=together)

    @contextmanager
    def _rendered(
        self, items: Iterable[Item], until_asked: Callable[[Iterable[Item]], Iterator[Item]]
    ) -> Iterator[Iterator[Rendered]]:
        """What becomes of the items, made here, by processes of this machine, or by a cluster."""
        if self.scheduler is not None:
            from comms.runtime.dask import cluster

            with cluster(self.scheduler) as (executor, count, is_alive):
                yield shared(self.batch, until_asked(items), executor, count, is_alive)
            return
        remaining = iter(items)
        first = list(islice(remaining, ENOUGH))
        count = self.jobs or (min(os.cpu_count() or 1, MOST_WORKERS) if len(first) == ENOUGH else 1)
        items = until_asked(chain(first, remaining))
        if min(count, len(first)) <= 1:
            yield map(BatchRenderer(self.batch).rendered, items)
            return
        with processes(count) as executor:
            yield shared(self.batch, items, executor, count, partial(are_alive, executor))


def _until(is_asked_to_end: Callable[[], bool], items: Iterable[Item]) -> Iterator[Item]:
    """The items up to the moment when somebody asks the run to end."""
    for each in items:
        if is_asked_to_end():
            errors.say_error("render.ending")
            return
        yield each
