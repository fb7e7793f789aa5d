"""A run over many documents: rendered here or by workers, written, counted and reported."""

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

from cli.commands.render_messages import NAMED, RenderMessages
from cli.terminal import errors
from cli.terminal.progress import progress
from comms.errors import CommsError, Refusal
from comms.findings import Severity
from comms.language.phrases import say, words
from comms.runtime.processes import are_alive, in_order, processes, rare_collection
from comms.runtime.signals import deferring_signals
from comms.tasks.manifest import Manifest, Outcome, Status, digest_of, manifest
from comms.tasks.output_files import OutputWriter
from comms.tasks.render_batch import Batch, BatchRenderer, Item, Rendered, render_shared

ENOUGH = 200
"""The number of letters below which starting processes takes longer than it saves."""
MOST_WORKERS = 8
FEW = 3
"""The number of rows for which the same fault is shown; often all rows of a table have it."""
WRITERS = 2
"""The number of threads that write files."""


@dataclass
class Run:
    """A run that renders items, writes their files and reports failures.

    paths: the files of an item by format; listed: called with the path of each file that is now in place;
    jobs: the number of processes, 0 for as many as are worthwhile; scheduler: the address of the cluster to
    use instead; merge: the PDF with all letters in one; counts: files by outcome; warned: the number of
    documents with warnings.
    """

    batch: Batch
    filing: OutputWriter
    paths: Callable[[Rendered], dict[str, Path]]
    listed: Callable[[Path], object] = lambda path: None
    jobs: int = 0
    scheduler: str | None = None
    merge: Path | None = None
    counts: Counter[Status] = field(default_factory=Counter)
    warned: int = 0
    status: int = errors.CLEAN

    def of(self, items: Iterable[Item], total: int | None, to: Path | TextIO | None) -> int:
        """Render items, about `total` of them, with a manifest at `to`; return the exit status."""
        try:
            with deferring_signals() as is_asked_to_end:
                self._render_all(items, total, to, is_asked_to_end)
        except (KeyboardInterrupt, CommsError) as stopped:
            if isinstance(stopped, KeyboardInterrupt):
                errors.say_error("render.stopped")
            if self.counts.total():
                self._print_summary(to)
            raise
        self._print_summary(to)
        return self.status

    def _render_all(
        self,
        items: Iterable[Item],
        total: int | None,
        to: Path | TextIO | None,
        is_asked_to_end: Callable[[], bool],
    ) -> None:
        merged = Merged(self.merge, self.filing) if self.merge is not None else None
        with (
            rare_collection(),
            self._rendered(items, partial(_until_asked_to_end, is_asked_to_end)) as results,
            # opened only once there is something to note
            manifest(to, None if self.filing.only_check and to is None else self.filing.earlier) as notes,
            progress(total) as shown,
            ThreadPoolExecutor(WRITERS) as writers,  # they write while the next items are rendered
        ):
            base = self.batch.base
            messages = RenderMessages(shown.tell, FEW if base else None, str(base) if base else None)
            try:
                claimed = map(partial(self._claim_paths, notes), results)
                for done, filed in in_order(writers, self._file, claimed, WRITERS):
                    self._note_result(done, filed, notes, messages)
                    if merged is not None:
                        merged.add(done, filed)
                    shown.done()
                if merged is not None and not is_asked_to_end():
                    self._merge(merged, notes, messages)
            finally:
                messages.tell_rest()
                self.counts[Status.LEFT] = notes.keep_earlier()

    def _merge(self, merged: "Merged", notes: Manifest, messages: RenderMessages) -> None:
        """Write the PDF with all letters in one, and tell how many it holds and which ones it lacks."""
        if merged.pdf.count:
            item, content = Item(str(merged.path)), merged.pdf.content()
            if not self.filing.only_check:
                notes.begin(item.name, merged.path, digest_of(content))
            outcome = self.filing.file(merged.path, content)
            notes.note(item.name, outcome, self._judge(outcome, item, messages))
            if outcome.status in (Status.WRITTEN, Status.UNCHANGED):
                messages.tell("render.merged", path=merged.path, count=merged.pdf.count)
        if merged.lacking:
            where = ", ".join(merged.lacking[:NAMED]) + ("…" if len(merged.lacking) > NAMED else "")
            messages.tell("render.merged_lacks", path=merged.path, count=len(merged.lacking), where=where)

    def _claim_paths(self, notes: Manifest, done: Rendered) -> tuple[Rendered, dict[str, Path]]:
        """Return an item with its output paths; refuse all of them if another item has claimed one."""
        paths = self.paths(done) if done.contents else {}
        claims = (self.filing.claim(path, done.item.place) for path in paths.values())
        if (refusal := next(filter(None, claims), None)) is None:
            if not self.filing.only_check:
                for form, path in paths.items():
                    notes.begin(done.item.place, path, digest_of(done.contents[form]))
            return done, paths
        if refusal.reason == "written_before" and done.item.row is not None and not self.batch.grouped:
            refusal = Refusal("written_by_row", **refusal.values)
        done.error = refusal
        done.contents.clear()
        return done, {}

    def _file(self, placed: tuple[Rendered, dict[str, Path]]) -> tuple[Rendered, list[Outcome]]:
        done, paths = placed
        return done, [self.filing.file(path, done.contents[form]) for form, path in paths.items()]

    def _note_result(
        self, done: Rendered, filed: list[Outcome], notes: Manifest, messages: RenderMessages
    ) -> None:
        place = done.item.place
        if not done.contents:
            self.counts[Status.REFUSED] += 1
            notes.note(place, Outcome(None, Status.REFUSED), self.report_refusal(done, messages))
        for outcome in filed:
            self.counts[outcome.status] += 1
            notes.note(place, outcome, self._judge(outcome, done.item, messages))
        self.warned += bool(done.contents and done.findings)
        messages.tell_notices(done)
        if self.batch.base is None:
            messages.tell_stale(done)
        elif done.contents:  # the letters of a table are not linted one by one
            for finding in done.findings:
                messages.tell_finding(finding)

    def _judge(self, filed: Outcome, item: Item, messages: RenderMessages) -> str:
        """Let an outcome decide the status; return the message of what kept the file away, or ""."""
        assert filed.path is not None
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

    def report_refusal(self, done: Rendered, messages: RenderMessages) -> str:
        """Show why an item was not rendered, and return the reason in short."""
        if done.error is not None:
            # an unusable row is not wrong usage of the program
            status = errors.FINDINGS if done.item.row is not None else errors.status_of(done.error)
            self.status = max(self.status, status)
            return messages.tell_error(done.error, done.item)
        self.status = max(self.status, errors.FINDINGS)
        for finding in done.findings:
            messages.tell_finding(finding)
        messages.tell_refusal(done)
        faults = (finding for finding in done.findings if finding.severity is Severity.ERROR)
        return "; ".join(dict.fromkeys(f"{finding.code} {finding.message}" for finding in faults))

    def _print_summary(self, to: Path | TextIO | None) -> None:
        if to is None and self.batch.base is None:
            return  # each file has been reported already
        counts = {str(status): self.counts[status] for status in Status}
        counted = [
            say(f"render.{status}", errors.language(), count=count)
            for status, count in counts.items()
            if count
        ]
        if self.warned:
            counted.append(say("render.warned", errors.language(), count=self.warned))
        summary = str(words(errors.language())["language"]["list"]).join(counted)
        if not summary:
            errors.say_error("render.nothing")
            self.status = max(self.status, errors.FINDINGS)
        elif isinstance(to, Path):
            errors.say_error("render.summary", counts=summary, manifest=to)
        else:
            errors.say_error("render.counts", counts=summary)

    @contextmanager
    def _rendered(
        self, items: Iterable[Item], until_asked: Callable[[Iterable[Item]], Iterator[Item]]
    ) -> Iterator[Iterator[Rendered]]:
        """Yield the rendered items, rendered in this process, in several processes, or on a cluster."""
        if self.scheduler is not None:
            from comms.runtime.dask import cluster

            with cluster(self.scheduler) as (executor, count, is_alive):
                yield render_shared(self.batch, until_asked(items), executor, count, is_alive)
            return
        remaining = iter(items)
        first = list(islice(remaining, ENOUGH))
        count = self.jobs or (min(os.cpu_count() or 1, MOST_WORKERS) if len(first) == ENOUGH else 1)
        items = until_asked(chain(first, remaining))
        if min(count, len(first)) <= 1:
            yield map(BatchRenderer(self.batch).rendered, items)
            return
        with processes(count) as executor:
            yield render_shared(self.batch, items, executor, count, partial(are_alive, executor))


class Merged:
    """The PDF with all letters in one: those that are in place, and the places of those that are not."""

    def __init__(self, path: Path, filing: OutputWriter) -> None:
        from comms.tasks.merged_pdf import MergedPdf

        if (refusal := filing.claim(path, "--merge")) is not None:
            raise refusal
        self.path, self.pdf = path, MergedPdf()
        self.lacking: list[str] = []

    def add(self, done: Rendered, filed: list[Outcome]) -> None:
        """Add the letter of an item unless something kept it from its place."""
        in_place = (Status.WRITTEN, Status.UNCHANGED, Status.DUE)
        if filed and all(outcome.status in in_place for outcome in filed):
            self.pdf.add(done.contents["pdf"], done.number or done.item.place)
        else:
            self.lacking.append(done.item.place)


def _until_asked_to_end(is_asked_to_end: Callable[[], bool], items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items until the run is asked to end."""
    for item in items:
        if is_asked_to_end():
            errors.say_error("render.ending")
            return
        yield item
