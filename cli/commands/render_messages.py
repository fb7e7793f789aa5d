"""What a run tells of documents that came to nothing; what many rows have in common only a few times."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from cli.terminal import errors
from comms.errors import CommsError
from comms.findings import Finding
from comms.language.display import one_line
from comms.language.phrases import say
from comms.reports import unstyled
from comms.reports.text import finding_lines
from comms.tasks.render_batch import STALE, Item, Rendered

NAMED = 30
"""Rows that are named by their numbers where they are not told one by one."""


@dataclass
class _Fault:
    """One that was met: where and in which words first, and where else without being told."""

    place: str
    said: str
    count: int = 0
    others: list[str] = field(default_factory=list)


@dataclass
class RenderMessages:
    """Tells faults by `show`: the first `few` of each sort one by one, the others as a number at the end.

    base: the name of the document that all rows go over; what is found in it is told once.
    """

    show: Callable[[str], None]
    few: int | None = None
    base: str | None = None
    _met: dict[Hashable, _Fault] = field(default_factory=dict)

    def tell_finding(self, finding: Finding) -> None:
        """Tells what a rule found."""
        place = f"{finding.file}:{finding.span.line}"
        in_base = finding.file == self.base
        sort = (finding.code, finding.path, finding.message if in_base else "")
        if not (in_base and sort in self._met) and self._is_new(sort, place, finding.message):
            self.show(unstyled(finding_lines(finding, errors.language())))

    def tell_stale(self, done: Rendered) -> None:
        """Tells of a document that was made, though its text says another thing than its data."""
        for each in done.findings if done.contents else ():
            if each.code == STALE:
                self.tell_finding(each)

    def tell_notices(self, done: Rendered) -> None:
        """Tells what is to be known of a letter that was made."""
        for each in done.notices:
            sentence = say(f"render.{each}", errors.language())
            if self._is_new(each, done.item.place, sentence):
                self._say(f"{done.item.place}: {sentence}")

    def tell_error(self, error: CommsError, item: Item) -> str:
        """Tells what kept an item from being made or filed; returns the sentence."""
        sentence = errors.sentence_of(error)
        names_it = error.reason == "exists" or error.values.get("path") == item.name
        sort = (error.section, error.reason, error.values.get("column"))
        if self._is_new(sort, item.place, sentence):
            self._say(sentence if names_it else f"{item.place}: {sentence}")
        return sentence

    def tell_refusal(self, item: Item) -> None:
        """Tells that nothing was made of an item, after its findings."""
        sentence = say("errors.refused", errors.language(), file=item.place)
        if self._is_new("refused", item.place, ""):
            self._say(sentence)

    def tell_rest(self) -> None:
        """Tells how often each fault was met beside those that were told."""
        for fault in self._met.values():
            more = fault.count - (self.few or fault.count)
            if more > 0 and fault.said:
                where = ", ".join(fault.others) + ("…" if more > len(fault.others) else "")
                told = {"count": more, "where": where, "place": fault.place, "why": fault.said}
                self._say(say("render.more", errors.language(), **told))

    def _is_new(self, sort: Hashable, place: str, said: str) -> bool:
        fault = self._met.setdefault(sort, _Fault(place, said))
        fault.count += 1
        is_new = self.few is None or fault.count <= self.few
        if not is_new and len(fault.others) < NAMED:
            fault.others.append(place.rpartition(":")[2])
        return is_new

    def _say(self, sentence: str) -> None:
        self.show(f"comms: {one_line(sentence)}")
