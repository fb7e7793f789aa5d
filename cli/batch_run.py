"""A run over many documents: made, filed, counted and told of, whoever makes them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from cli import errors
from cli.progress import Progress, progress
from comms.batch import Batch, Desk, Item, Rendered, shared
from comms.filing import Filed, Filing, Manifest, Status, manifest
from comms.findings import CommsError, Finding, Severity
from comms.linting import Lint
from comms.shown import one_line
from comms.words import say, words
from comms.workers import collected_seldom, in_order, processes

ENOUGH = 200
"""Letters below which starting processes takes longer than they save."""
MOST_WORKERS = 8
STALE = "F005"
"""The finding that a source says one thing and its data another: whoever renders it is to know."""
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
    filing: Filing
    paths: Callable[[Rendered], dict[str, Path]]
    listed: Callable[[Path], object] = lambda path: None
    jobs: int = 0
    scheduler: str | None = None
    counts: Counter[Status] = field(default_factory=Counter)
    warned: int = 0
    status: int = errors.CLEAN

    def of(self, items: Iterable[Item], total: int | None, to: Path | None) -> int:
        """The exit status of a run over items, about `total` of them, with its manifest at `to`."""
        try:
            with (
                collected_seldom(),
                self._rendered(items) as results,
                manifest(to) as notes,  # once something is there to be noted
                progress(total) as shown,
                ThreadPoolExecutor(WRITERS) as writers,  # they wait for the disk while the next are made
            ):
                for done, filed in in_order(writers, self._file, results, WRITERS):
                    self._take(done, filed, notes, shown)
                    shown.done()
        except KeyboardInterrupt:
            errors.say_error("render.stopped")
            self._summarise(to)
            raise
        self._summarise(to)
        return self.status

    def _file(self, done: Rendered) -> tuple[Rendered, list[Filed]]:
        paths = self.paths(done) if done.contents else {}
        place = done.item.place
        return done, [self.filing.file(path, done.contents[form], place) for form, path in paths.items()]

    def _take(self, done: Rendered, filed: list[Filed], notes: Manifest, shown: Progress) -> None:
        place = done.item.place
        if not done.contents:
            self.counts[Status.REFUSED] += 1
            notes.note(place, Filed(None, Status.REFUSED), self.refused(done, shown))
        for each in filed:
            notes.note(place, each, self._count(each, place, shown))
        self.warned += bool(done.contents and done.findings)
        if stale := [each for each in done.findings if each.code == STALE and done.contents]:
            self._report(stale, shown)

    def _count(self, filed: Filed, place: str, shown: Progress) -> str:
        """Counts a file; returns what kept it from being written, "" where nothing did."""
        assert filed.path is not None
        self.counts[filed.status] += 1
        if filed.error is not None:
            return self._tell(filed.error, place, shown)
        if filed.status is Status.EXISTS:
            return self._tell(CommsError("exists", path=str(filed.path)), "", shown)
        if filed.status is Status.DUE:
            self.status = max(self.status, errors.FINDINGS)
        if filed.status in (Status.DUE, Status.WRITTEN) or (
            filed.status is Status.UNCHANGED and not self.filing.only_check
        ):
            self.listed(filed.path)
        return ""

    def refused(self, done: Rendered, shown: Progress) -> str:
        """Tells why there is no letter of an item; returns the same in short."""
        if done.error is not None:
            return self._tell(done.error, done.item.place, shown)
        self._report(done.findings, shown)
        shown.tell(f"comms: {one_line(say('errors.refused', errors.language(), file=done.item.place))}")
        self.status = max(self.status, errors.FINDINGS)
        codes = dict.fromkeys(each.code for each in done.findings if each.severity is Severity.ERROR)
        return ", ".join(codes)

    def _report(self, findings: list[Finding], shown: Progress) -> None:
        from comms.reports import plain, report

        shown.tell(plain(report("text", Lint(findings, files=1), errors.language())))

    def _tell(self, error: CommsError, place: str, shown: Progress) -> str:
        sentence = errors.sentence_of(error)
        shown.tell(f"comms: {place}: {sentence}" if place else f"comms: {sentence}")
        is_usage = error.reason not in errors.REFUSALS and self.batch.base is None
        self.status = max(self.status, errors.USAGE if is_usage else errors.FINDINGS)
        return sentence

    def _summarise(self, to: Path | None) -> None:
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
        elif to is None:
            errors.say_error("render.counts", counts=together)
        else:
            errors.say_error("render.summary", counts=together, manifest=to)

    @contextmanager
    def _rendered(self, items: Iterable[Item]) -> Iterator[Iterator[Rendered]]:
        """What becomes of the items, made here, by processes of this machine, or by a cluster."""
        if self.scheduler is not None:
            from comms.cluster import cluster

            with cluster(self.scheduler) as (executor, count):
                yield shared(self.batch, items, executor, count)
            return
        remaining = iter(items)
        first = list(islice(remaining, ENOUGH))
        count = self.jobs or (min(os.cpu_count() or 1, MOST_WORKERS) if len(first) == ENOUGH else 1)
        items = chain(first, remaining)
        if min(count, len(first)) <= 1:
            yield map(Desk(self.batch).rendered, items)
            return
        with processes(count) as executor:
            yield shared(self.batch, items, executor, count)
