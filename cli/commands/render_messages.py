"""Messages of a rendering run; messages that many rows have in common are shown only a few times."""

import re
import shlex
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

from cli.terminal import errors
from comms.errors import CommsError
from comms.findings import Finding
from comms.language.display import in_line
from comms.language.phrases import Saying, say
from comms.reports import unstyled
from comms.reports.text import finding_lines
from comms.tasks.render_batch import STALE, UNREADABLE, Item, Rendered

NAMED = 30
"""The number of rows listed by number in the summary of a repeated message."""
_VALUES = re.compile(r"`[^`]*`|“[^”]*”|\S*\d\S*")
"""What differs between messages of one cause: quoted values, figures, numbers of documents."""


@dataclass
class _Occurrences:
    """A message that may recur: its first place and wording, the count, and the rows not shown."""

    place: str
    said: str
    count: int = 0
    others: list[str] = field(default_factory=list)


@dataclass
class RenderMessages:
    """Messages passed to `show`: the first `few` of each sort, then a count of the others at the end.

    few: None shows all; base: the name of the base document of all rows, whose findings are shown once.
    """

    show: Callable[[str], None]
    few: int | None = None
    base: str | None = None
    _seen: dict[Hashable, _Occurrences] = field(default_factory=dict)

    def tell_finding(self, finding: Finding) -> None:
        """Show a finding."""
        place = f"{finding.file}:{finding.span.line}"
        in_base = finding.file == self.base
        sort = (finding.code, finding.path, finding.message if in_base else _cause(finding.message))
        if not (in_base and sort in self._seen) and self._is_new(sort, place, finding.message):
            self.show(unstyled(finding_lines(finding, errors.language())))

    def tell_stale(self, done: Rendered) -> None:
        """Show that a document was rendered although its text differs from its data."""
        for finding in done.findings if done.contents else ():
            if finding.code == STALE:
                self.tell_finding(finding)

    def tell_notices(self, done: Rendered) -> None:
        """Show the notices about a letter that was rendered."""
        for notice in done.notices:
            sentence = say(f"render.{notice}", errors.language())
            if self._is_new(notice, done.item.place, sentence):
                self._say(f"{done.item.place}: {sentence}")

    def tell_error(self, error: CommsError, item: Item) -> str:
        """Show the error that kept an item from being rendered or written, and return its message."""
        sentence = errors.sentence_of(error)
        names_it = error.reason == "exists" or error.values.get("path") == item.name
        why = error.values.get("why")
        cause = why.key if isinstance(why, Saying) else why
        sort = (error.section, error.reason, error.values.get("column"), error.values.get("field"), cause)
        if self._is_new(sort, item.place, sentence):
            self._say(sentence if names_it else f"{item.place}: {sentence}")
        return sentence

    def tell_refusal(self, done: Rendered) -> None:
        """Show that an item was not rendered, after its findings, and what helps."""
        item = done.item
        key = "errors.refused"
        if any(finding.code in UNREADABLE for finding in done.findings):
            is_message = Path(item.name).suffix.lower() in _MESSAGES
            key = "errors.refused_message" if is_message else "errors.refused_unread"
        command = shlex.join(["comms", "import", item.name])
        sentence = say(key, errors.language(), file=item.place, command=command)
        if self._is_new("refused", item.place, ""):
            self._say(sentence)

    def tell(self, key: str, **values: object) -> None:
        """Show a sentence of messages.toml."""
        self._say(say(key, errors.language(), **values))

    def tell_rest(self) -> None:
        """Show how often each message recurred after the first few."""
        for occurrences in self._seen.values():
            more = occurrences.count - (self.few or occurrences.count)
            if more > 0 and occurrences.said:
                where = ", ".join(occurrences.others) + ("…" if more > len(occurrences.others) else "")
                told = {"count": more, "where": where, "place": occurrences.place, "why": occurrences.said}
                self._say(say("render.more", errors.language(), **told))

    def _is_new(self, sort: Hashable, place: str, said: str) -> bool:
        occurrences = self._seen.setdefault(sort, _Occurrences(place, said))
        occurrences.count += 1
        is_new = self.few is None or occurrences.count <= self.few
        if not is_new and len(occurrences.others) < NAMED:
            occurrences.others.append(place.rpartition(":")[2])
        return is_new

    def _say(self, sentence: str) -> None:
        self.show(f"comms: {in_line(sentence)}")


_MESSAGES = frozenset({".txt", ".eml"})
"""Suffixes of files that are no documents, but may be messages that ask for one."""


def _cause(message: str) -> str:
    """Return what messages with the same cause have in common: all but the values in them."""
    return _VALUES.sub("", message)
