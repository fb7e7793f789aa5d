"""From the reading of a message to a document: plain data of the format, and only what a document takes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comms.findings import Finding, Severity
from comms.kinds import model_of
from comms.linting.check import check
from comms.messages.private import masked
from comms.messages.reading import Reading, Untaken, Value
from comms.models.base import fields_of
from comms.paths import FieldPath, parse_path, put, value_at
from comms.reading.source import Source
from comms.workspace.loading import load_case, plain_data

REFUSED = "refused"
"""The reason why a value is not taken that the document would not accept."""
_MAY_NAME_NUMBERS = frozenset({"buyer.contact.phone"})
"""Where the sender's own telephone may stand."""
_INCOMPLETE = frozenset({"O501"})
"""Rules about what values are together, which speak too where only a part of them has been said."""
_LONGEST_TITLE = 40
_ASKING = re.compile(
    r"(?:(?:hi|hey|hello)\b[^,!]{0,20}[,!] *)?"
    r"(?:(?:can|could|would) you (?:please )?(?:do |make |get )?|please |pls |(?:we |i )?need )"
    r"|(?:帮忙|麻烦|请|帮我|需要|想要|我们要)(?:你|您)?(?:帮忙|帮我)?(?=.{2})",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(r"(?: (?:for|the|an?|of|to|in|on|at|and|with|by|our|my))+$", re.IGNORECASE)
_TITLE_END = re.compile(r"[，,。;；!！?？\n]| [–—-] ")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A document out of a message.

    data: in the format of documents. reading: with the values that the document refused among the untaken.
    missing: the paths of required answers that are absent, in the order of the questions.
    """

    data: dict[str, Any]
    reading: Reading
    missing: tuple[FieldPath, ...]


def document_of(reading: Reading, kind: str) -> dict[str, Any]:
    """Return the sure values of a reading as a document of a kind."""
    return assemble(reading, kind).data


def assemble(reading: Reading, kind: str) -> Assembled:
    """Return a document of the sure values; those that it does not take are left out, with the reason.

    What others it refers to is not looked up: an order that is not here yet has been named all the same.
    """
    while True:
        placed = _placed([value for value in reading.values if value.is_sure])
        data = _head(reading, kind) | _data(placed)
        case = load_case(Source("", "", data))
        wrong = [invalid.path for invalid in case.invalid]
        if not wrong:
            wrong = [each.path for each in check(case, data["language"]) if _contradicts(each, data)]
        refused = [value for path, value in placed if any(_touch(path, other) for other in wrong)]
        if not refused:
            return Assembled(plain_data(case), reading, _missing(kind, case.absent))
        reading = _without(reading, refused)


def likely(reading: Reading, kind: str) -> dict[str, Any]:
    """Return the values that are only proposed, as far as a document of the kind takes them."""
    sure = {value.path for value in reading.values if value.is_sure}
    offered = [value for value in reading.values if not value.is_sure and value.path not in sure]
    case = load_case(Source("", "", {"kind": kind} | _data(_placed(offered))))
    return {key: value for key, value in plain_data(case).items() if key != "kind"}


def _head(reading: Reading, kind: str) -> dict[str, Any]:
    head = {"kind": kind, "language": language_of(reading)}
    title = _title(reading)
    return head | ({"title": title} if title else {})


def language_of(reading: Reading) -> str:
    """Return the language in which most of what was said is written."""
    said = "".join(reading.message[turn.start : turn.end] for turn in reading.turns if not turn.is_quoted)
    chinese, latin = len(_CHINESE.findall(said)), len(_WORDS.findall(said))
    return "zh" if chinese >= latin and chinese else "en"


_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_WORDS = re.compile(r"[A-Za-z]{2,}")


def _title(reading: Reading) -> str:
    """Return the subject of a mail, or else the thing that is asked for, as far as it is short."""
    asking = [turn for turn in reading.turns if not turn.is_quoted]
    subject = next((turn.subject for turn in asking if turn.subject), "")
    what = next((str(value.value) for value in reading.values if value.path == "what" and value.is_sure), "")
    text = subject or _TITLE_END.split(_ASKING.sub("", what.strip(), count=1), maxsplit=1)[0]
    if len(text) > _LONGEST_TITLE and " " in text[:_LONGEST_TITLE]:
        text = _LOOSE_END.sub("", text[:_LONGEST_TITLE].rpartition(" ")[0])
    return masked(text[: _LONGEST_TITLE * 2 if subject else _LONGEST_TITLE].strip())


def _placed(values: Sequence[Value]) -> list[tuple[FieldPath, Value]]:
    """Return values with their paths; entries of a list are counted without gaps."""
    parsed = [(parse_path(value.path, {}), value) for value in values]
    numbers: dict[FieldPath, set[int]] = {}
    for path, _ in parsed:
        for place, step in enumerate(path):
            if isinstance(step, int):
                numbers.setdefault(path[:place], set()).add(step)
    ranks = {
        holder: {number: rank for rank, number in enumerate(sorted(each))} for holder, each in numbers.items()
    }
    found = [
        (
            tuple(
                ranks[path[:place]][step] if isinstance(step, int) else step
                for place, step in enumerate(path)
            ),
            value,
        )
        for path, value in parsed
    ]
    return sorted(found, key=lambda each: [(isinstance(step, str), str(step).zfill(6)) for step in each[0]])


def _data(placed: Sequence[tuple[FieldPath, Value]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for path, value in placed:
        put(data, path, _plain(value))
    return data


def _plain(value: Value) -> Any:
    if isinstance(value.value, str) and value.path not in _MAY_NAME_NUMBERS:
        return masked(value.value)
    return value.value


def _contradicts(finding: Finding, data: dict[str, Any]) -> bool:
    """Return whether a finding is an error about a value that is there, and not about one that is lacking."""
    has_value = bool(finding.path) and value_at(data, finding.path) is not None
    return finding.severity is Severity.ERROR and has_value and finding.code not in _INCOMPLETE


def _touch(one: FieldPath, other: FieldPath) -> bool:
    """Return whether a path is the other one or lies above or below it."""
    return one[: len(other)] == other[: len(one)]


def _without(reading: Reading, refused: Sequence[Value]) -> Reading:
    untaken = (Untaken(value.start, value.end, value.turn, REFUSED) for value in refused)
    kept = tuple(value for value in reading.values if value not in refused)
    return replace(reading, values=kept, untaken=(*reading.untaken, *untaken))


def _missing(kind: str, absent: dict[str, list[FieldPath]]) -> tuple[FieldPath, ...]:
    order = list(fields_of(model_of(kind)))
    paths = [path for paths in absent.values() for path in paths]
    return tuple(dict.fromkeys(sorted(_shown(paths), key=lambda path: order.index(str(path[0])))))


def _shown(paths: Sequence[FieldPath]) -> Iterator[FieldPath]:
    """Yield paths; what several entries of a list lack is told once for all of them."""
    for path in paths:
        yield tuple(0 if isinstance(step, int) else step for step in path)
