"""V: words that leave open how many, when, how good, who, what else, whether or which day."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from comms.findings import Problem, Span
from comms.language.phrases import Saying
from comms.models.base import Part, Shape, fields_of
from comms.paths import FieldPath
from comms.rules.vague import clear_texts, vague_in_texts
from comms.rules.vague.vague import Vague, bounded

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

HOUSE = "house"
"""The sentence for the vague words that comms.toml lists."""


def vague_quantity(case: "Case") -> Iterator[Problem]:
    """A quantity that is only roughly said: about, some, several, 大约, 左右.

    A tolerance in the same sentence makes it precise: 500 pieces ±5 %.

    FAIL
        kind: brief
        what: print about 500 hang tags

    PASS
        kind: brief
        what: print 500 hang tags, tolerance ±5 %

    PASS
        kind: brief
        what: two photos for the page "About us", 图文左右对称
    """
    yield from _said(case, "V301")


def vague_time(case: "Case") -> Iterator[Problem]:
    """A time that everybody understands in another way: soon, ASAP, 尽快, 近期.

    A calendar date or a number of hours in the same sentence makes it precise.

    FAIL
        kind: brief
        how: send the draft as soon as possible

    PASS
        kind: brief
        how: send the draft as soon as possible, by 5 June 2026, 18:00
    """
    yield from _said(case, "V302")


def vague_quality(case: "Case") -> Iterator[Problem]:
    """Taste without a measure: modern, user-friendly, 高端大气, 好看一点; and the words of comms.toml.

    A figure, a colour value or a standard in the same sentence is a measure.

    FAIL
        kind: brief
        how: make it pop, with a modern look

    PASS
        kind: brief
        how: 'modern look: one typeface, two weights, at least 40 % white space'
    """
    yield from _said(case, "V303")


def vague_agent(case: "Case") -> Iterator[Problem]:
    """Nobody is in charge: someone, the team, 相关部门, 有关人员.

    FAIL
        kind: brief
        who: {owner: someone from design}

    PASS
        kind: brief
        who: {owner: 'Design, Tom Okafor'}
    """
    yield from _said(case, "V304")


def open_end(case: "Case") -> Iterator[Problem]:
    """A list that does not end: etc., and so on, 等等, 之类.

    FAIL
        kind: brief
        what: banners, icons, etc.

    PASS
        kind: brief
        what: 红、黄、蓝等三种颜色的吊牌
    """
    yield from _said(case, "V305")


def escape_clause(case: "Case") -> Iterator[Problem]:
    """A promise with a way out: if possible, as appropriate, 尽量, 原则上.

    FAIL
        kind: brief
        how: use the new photographs if possible

    PASS
        kind: brief
        how: use the new photographs; where one is missing, the one of May 2026
    """
    yield from _said(case, "V306")


def unexplained_jargon(case: "Case") -> Iterator[Problem]:
    """A code or an abbreviation of the house in a letter to a customer, without a plain name beside it.

    Terms of the trade (FOB, AQL, ISO, PE, CIETAC and some hundred more) need none, nor do the numbers of
    the order and of the buyer's own articles. `[lint] jargon` in comms.toml gives terms of the house and
    the plain names that must stand beside them.

    FAIL
        kind: delay-notice
        root_cause: the mould YD-4471B cracked

    PASS
        kind: delay-notice
        root_cause: the mould YD-4471B (lid of the lunch box) cracked at 14:20; AQL 2.5 still holds
    """
    from comms.rules.vague.jargon import jargon_in

    assert case.document is not None
    house, known = case.workspace.settings.lint.jargon, _known_numbers(case.document)
    for text in _texts_of(case.document):
        places: _Places | None = None
        for found in jargon_in(text.text, house, known) if text.wording == "prose" else ():
            places = places or _Places(case, text)
            word = text.text[found.start : found.end]
            span = places.span(found.start, found.end)
            yield Problem(
                text.path, "named" if found.name else "", {"word": word, "name": found.name}, span=span
            )


def ambiguous_date(case: "Case") -> Iterator[Problem]:
    """A day that depends on who reads it, or when: 05/06/26, next Friday, 下周五.

    FAIL
        kind: brief
        how: the samples arrive next Friday

    PASS
        kind: brief
        how: the samples arrive next Friday (12 June 2026)
    """
    yield from _said(case, "V308")


def _said(case: "Case", code: str) -> Iterator[Problem]:
    for vague in vague_words(case):
        if vague.code == code:
            yield Problem(vague.path, values={"word": vague.word, "instead": vague.instead}, span=vague.span)


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A vague word of a document, where it stands, and what to write instead of it."""

    code: str
    path: FieldPath
    word: str
    instead: Saying
    span: Span | None


class _Text(NamedTuple):
    """A text to be read: a value of the document, or a stretch of a file written by hand at its place."""

    path: FieldPath
    text: str
    wording: str = "prose"
    line: int = 0
    column: int = 1


_VAGUE_WORDS: "WeakKeyDictionary[Case, list[VagueWord]]" = WeakKeyDictionary()
"""What the eight rules of wording share: each reads the same texts."""


def vague_words(case: "Case") -> list[VagueWord]:
    """The vague words of a document, in the order in which its texts are read."""
    if case not in _VAGUE_WORDS:
        _VAGUE_WORDS[case] = _found_in(case) if case.document is not None else []
    return _VAGUE_WORDS[case]


def _found_in(case: "Case") -> list[VagueWord]:
    house = tuple(case.workspace.settings.lint.vague_words)
    texts = _texts_to_read(case, skip=frozenset() if house else clear_texts)
    places: dict[int, _Places] = {}
    found = []
    for number, vague in _vague_in(texts, house):
        text = texts[number]
        if number not in places:
            places[number] = _Places(case, text)
        place = places[number]
        word, instead = text.text[vague.start : vague.end], Saying("wording", vague.instead)
        found.append(VagueWord(vague.code, text.path, word, instead, place.span(vague.start, vague.end)))
    return found


def _vague_in(texts: list[_Text], house: tuple[str, ...]) -> Iterator[tuple[int, Vague]]:
    """The vague stretches with the numbers of their texts; of names only those that name nobody."""
    found = vague_in_texts([text.text for text in texts])
    for number, vague in found:
        if texts[number].wording != "names" or vague.code == "V304":
            yield number, vague
    for number, text in enumerate(texts if house else ()):
        if text.wording != "names":
            taken = [vague for other, vague in found if other == number]
            for vague in _vague_to_the_house(text.text, house):
                if not any(vague.start < other.end and other.start < vague.end for other in taken):
                    yield number, vague


def _vague_to_the_house(text: str, words: tuple[str, ...]) -> Iterator[Vague]:
    for match in _house(words).finditer(text):
        yield Vague("V303", match.start(), match.end(), HOUSE)


@cache
def _house(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(bounded, longest_first)), re.IGNORECASE)


def _texts_to_read(case: "Case", skip: Set[str]) -> list[_Text]:
    """A file written by hand is read as it stands; of every other one, the texts of the document."""
    assert case.document is not None
    texts = _texts_of(case.document, skip)
    if not (passages := case.source.passages):
        return texts
    read = [
        _Text(passage.path, _blanked(passage.text), "prose", passage.line, passage.column)
        for passage in passages
    ]
    written = {text.path[:1]: " ".join(text.text.split()) for text in read if text.path}
    # what front matter says beside the sections is in no passage
    return read + [
        text for text in texts if " ".join(text.text.split()) not in written.get(text.path[:1], "")
    ]


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _blanked(text: str) -> str:
    """A text with its HTML comments blanked out, everything else where it was."""
    return _COMMENT.sub(lambda match: re.sub(r"\S", " ", match.group()), text) if "<!--" in text else text


PARTS = (Shape.PART, Shape.MONEY)


def _texts_of(part: Part, skip: Set[str] = frozenset()) -> list[_Text]:
    """The texts of a part that are written by people to be read by people, but for those to `skip`."""
    found: list[_Text] = []
    _gather(part, (), skip, found)
    return found


def _gather(part: Part, path: FieldPath, skip: Set[str], found: list[_Text]) -> None:
    values = part.__dict__
    for key, name, shape, wording in _plan(type(part)):
        value = values[name]
        if value is None:
            continue
        if shape is Shape.TEXT:
            if value not in skip:
                found.append(_Text((*path, key), value, wording))
        elif shape is Shape.TEXTS:
            found += [
                _Text((*path, key, index), item, wording)
                for index, item in enumerate(value)
                if item not in skip
            ]
        elif shape in PARTS:
            _gather(value, (*path, key), skip, found)
        else:
            for index, item in enumerate(value):
                _gather(item, (*path, key, index), skip, found)


@cache
def _plan(part: type[Part]) -> list[tuple[str, str, Shape, str]]:
    """The fields of a part that hold texts to be read: their keys, names, shapes, and how they are read."""
    shapes = {Shape.TEXT, Shape.TEXTS, Shape.PARTS, *PARTS}
    return [
        (key, field.name, field.shape, field.ask.wording)
        for key, field in fields_of(part).items()
        if field.shape in shapes and field.ask.wording != "literal" and not field.choices
    ]


def _known_numbers(document: "Document") -> set[str]:
    """The numbers and names in a letter that its reader knows: documents, parties, the buyer's articles."""
    known: set[str] = set()
    for key in ("id", "order", "order_reference", "compensation_policy"):
        known.update(re.findall(r"\S+", str(getattr(document, key, None) or "")))
    for line in getattr(document, "lines", None) or ():
        known.update([line.buyer_item] if line.buyer_item else [])
    for key in ("seller", "buyer"):
        party = getattr(document, key, None)
        known.update(re.findall(r"[A-Za-z0-9-]+", party.name or "") if party else ())
    known.update(str(revision.change_request) for revision in getattr(document, "history", None) or ())
    return known


class _Places:
    """Finds the words of one text in the file that holds it.

    A text written by hand stands there as it is; a value may be folded, indented or escaped, so that its
    words are found by counting them.
    """

    def __init__(self, case: "Case", text: _Text) -> None:
        self.text = text.text
        if text.line:
            self.raw, self.line, self.column = text.text, text.line, text.column
            self.is_verbatim = True
        else:
            self.raw, self.line, self.column = _raw(case, text.path)
            self.is_verbatim = False
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.raw))]
        self.known: dict[str, tuple[dict[int, int], list[tuple[int, int]]]] = {}

    def span(self, start: int, end: int) -> Span | None:
        """Where a stretch of the text stands in the file; None leaves the whole value."""
        if self.is_verbatim:
            return Span(*self._place(start), *self._place(end))
        word = self.text[start:end]
        if word not in self.known:
            pattern = re.compile(r"\s+".join(map(re.escape, word.split())) or r"(?!)")
            numbers = {match.start(): number for number, match in enumerate(pattern.finditer(self.text))}
            self.known[word] = numbers, [match.span() for match in pattern.finditer(self.raw)]
        numbers, found = self.known[word]
        number = numbers.get(start, len(found))
        if number >= len(found):
            return None
        return Span(*self._place(found[number][0]), *self._place(found[number][1]))

    def _place(self, position: int) -> tuple[int, int]:
        number = bisect_right(self.starts, position) - 1
        column = position - self.starts[number] + 1
        return self.line + number, column + (0 if number else self.column - 1)


def _raw(case: "Case", path: FieldPath) -> tuple[str, int, int]:
    """A value as it is written in the file, with the line and the column where it begins."""
    while path and case.source.positions.value(path) is None:
        path = path[:-1]  # a bare value stands for the part whose field it answers
    whole = case.source.at(path)
    lines = case.lines[whole.line - 1 : whole.end_line]
    if lines and whole.end_line - whole.line < len(lines):
        lines[-1] = lines[-1][: whole.end_column - 1]
    if lines:
        lines[0] = lines[0][whole.column - 1 :]
    return "\n".join(lines), whole.line, whole.column
