"""V rules: vague words that leave open how many, when, how good, who, what else, whether or which day."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from comms.findings import Problem, Span
from comms.language.phrases import Saying
from comms.models.base import Part, Shape, fields_of
from comms.paths import FieldPath, scalars_of
from comms.reading.line_index import LINE_FEED, LineIndex
from comms.rules.vague import clear_texts, vague_in_texts
from comms.rules.vague.vague import Vague, bounded

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

HOUSE = "house"
"""The key of the sentence about vague words that comms.toml lists."""


def vague_quantity(case: "Case") -> Iterator[Problem]:
    """A quantity is only approximate: about, some, several, 大约, 左右.

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
    """A time means something different to everybody: soon, ASAP, 尽快, 近期.

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
    """A quality is a matter of taste: modern, user-friendly, 高端大气, 好看一点, or a word from comms.toml.

    A figure, a colour value or a standard in the same sentence makes it measurable.

    FAIL
        kind: brief
        how: make it pop, with a modern look

    PASS
        kind: brief
        how: 'modern look: one typeface, two weights, at least 40 % white space'
    """
    yield from _said(case, "V303")


def vague_agent(case: "Case") -> Iterator[Problem]:
    """The wording puts nobody in charge: someone, the team, 相关部门, 有关人员.

    FAIL
        kind: brief
        who: {owner: someone from design}

    PASS
        kind: brief
        who: {owner: 'Design, Tom Okafor'}
    """
    yield from _said(case, "V304")


def open_end(case: "Case") -> Iterator[Problem]:
    """A list is left open-ended: etc., and so on, 等等, 之类.

    FAIL
        kind: brief
        what: banners, icons, etc.

    PASS
        kind: brief
        what: 红、黄、蓝等三种颜色的吊牌
    """
    yield from _said(case, "V305")


def escape_clause(case: "Case") -> Iterator[Problem]:
    """A promise has a way out: if possible, as appropriate, 尽量, 原则上.

    FAIL
        kind: brief
        how: use the new photographs if possible

    PASS
        kind: brief
        how: use the new photographs; where one is missing, the one of May 2026
    """
    yield from _said(case, "V306")


def unexplained_jargon(case: "Case") -> Iterator[Problem]:
    """A letter to a customer uses an internal code or abbreviation without a plain name next to it.

    Terms of the trade (FOB, AQL, ISO, PE, CIETAC and several hundred more) need no plain name, nor do order
    numbers and the buyer's own article numbers. `[lint] jargon` in comms.toml lists in-house terms and the
    plain names that must accompany them.

    FAIL
        kind: delay-notice
        root_cause: the mould YD-4471B cracked

    PASS
        kind: delay-notice
        root_cause: the mould YD-4471B (lid of the lunch box) cracked at 14:20; AQL 2.5 still holds
    """
    from comms.rules.vague.jargon import jargon_in

    assert case.document is not None
    in_house, known = case.workspace.settings.lint.jargon, _known_numbers(case.document)
    for passage in _texts_of(case.document):
        places: Places | None = None
        for term in jargon_in(passage.text, in_house, known) if passage.wording == "prose" else ():
            places = places or Places(case, passage)
            word = passage.text[term.start : term.end]
            values = {"word": word, "name": term.name}
            span = places.span(term.start, term.end)
            yield Problem(passage.path, "named" if term.name else "", values, span=span)


def ambiguous_date(case: "Case") -> Iterator[Problem]:
    """A date depends on who reads it, or when: 05/06/26, next Friday, 下周五.

    A calendar date in the same sentence makes it precise.

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
    """A vague word of a document, its place, and what to write instead."""

    code: str
    path: FieldPath
    word: str
    instead: Saying
    span: Span | None


class Passage(NamedTuple):
    """A text to check: a value of the document, or a passage of a handwritten file.

    wording: how to read it, as in `Ask.wording`; line, column: its place in a handwritten file, otherwise
    `line` is 0.
    """

    path: FieldPath
    text: str
    wording: str = "prose"
    line: int = 0
    column: int = 1


_VAGUE_WORDS: "WeakKeyDictionary[Case, list[VagueWord]]" = WeakKeyDictionary()
"""The vague words of every case, shared by the wording rules, which all check the same texts."""


def vague_words(case: "Case") -> list[VagueWord]:
    """Return the vague words of a document, in reading order; the texts are searched only once."""
    if case not in _VAGUE_WORDS:
        _VAGUE_WORDS[case] = _found_in(case) if case.document is not None else []
    return _VAGUE_WORDS[case]


def _found_in(case: "Case") -> list[VagueWord]:
    custom_words = tuple(case.workspace.settings.lint.vague_words)
    passages = _passages_to_check(case, skip=frozenset() if custom_words else clear_texts)
    places: dict[int, Places] = {}
    found = []
    for number, vague in _vague_in(passages, custom_words):
        passage = passages[number]
        if number not in places:
            places[number] = Places(case, passage)
        word, span = passage.text[vague.start : vague.end], places[number].span(vague.start, vague.end)
        found.append(VagueWord(vague.code, passage.path, word, Saying("wording", vague.instead), span))
    return found


def _vague_in(passages: list[Passage], custom_words: tuple[str, ...]) -> Iterator[tuple[int, Vague]]:
    """Yield the vague expressions with the indexes of their passages; in names, only V304 (nobody)."""
    found = vague_in_texts([passage.text for passage in passages])
    for number, vague in found:
        if passages[number].wording != "names" or vague.code == "V304":
            yield number, vague
    for number, passage in enumerate(passages if custom_words else ()):
        if passage.wording != "names":
            taken = [vague for other, vague in found if other == number]
            for vague in _custom_vague_in(passage.text, custom_words):
                if not any(vague.start < other.end and other.start < vague.end for other in taken):
                    yield number, vague


def _custom_vague_in(text: str, words: tuple[str, ...]) -> Iterator[Vague]:
    for match in _any_of(words).finditer(text):
        yield Vague("V303", match.start(), match.end(), HOUSE)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(bounded, longest_first)), re.IGNORECASE)


def _passages_to_check(case: "Case", skip: Set[str]) -> list[Passage]:
    """Return the passages of a handwritten file, or the texts of any other document."""
    assert case.document is not None
    return passages_with(case, _texts_of(case.document, skip))


def texts_of_values(document: "Document") -> list[Passage]:
    """Return all texts of a document, those included that the rules of wording leave alone."""
    values = scalars_of(document.to_data())
    return [Passage(path, text) for path, text in values if isinstance(text, str)]


def passages_with(case: "Case", values: list[Passage]) -> list[Passage]:
    """Return the passages of a handwritten file and the texts of values that are in none of them."""
    if not case.source.passages:
        return values
    passages = [
        Passage(passage.path, _without_comments(passage.text), "prose", passage.line, passage.column)
        for passage in case.source.passages
    ]
    written = {passage.path[:1]: " ".join(passage.text.split()) for passage in passages if passage.path}
    # the front matter may hold texts that are in no passage
    return passages + [
        passage
        for passage in values
        if " ".join(passage.text.split()) not in written.get(passage.path[:1], "")
    ]


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _without_comments(text: str) -> str:
    """Return a text with its HTML comments overwritten by spaces, so that positions stay the same."""
    return _COMMENT.sub(lambda match: re.sub(r"\S", " ", match.group()), text) if "<!--" in text else text


PARTS = (Shape.PART, Shape.MONEY)


def _texts_of(part: Part, skip: Set[str] = frozenset()) -> list[Passage]:
    """Return the texts of a part that wording rules check, except those in `skip`."""
    found: list[Passage] = []
    _gather(part, (), skip, found)
    return found


def _gather(part: Part, path: FieldPath, skip: Set[str], found: list[Passage]) -> None:
    values = part.__dict__
    for key, name, shape, wording in _text_fields(type(part)):
        value = values[name]
        if value is None:
            continue
        if shape is Shape.TEXT:
            if value not in skip:
                found.append(Passage((*path, key), value, wording))
        elif shape is Shape.TEXTS:
            found += [
                Passage((*path, key, index), item, wording)
                for index, item in enumerate(value)
                if item not in skip
            ]
        elif shape in PARTS:
            _gather(value, (*path, key), skip, found)
        else:
            for index, item in enumerate(value):
                _gather(item, (*path, key, index), skip, found)


@cache
def _text_fields(part: type[Part]) -> list[tuple[str, str, Shape, str]]:
    """Return the key, attribute, shape and wording of every field of a part that may contain such texts."""
    shapes = {Shape.TEXT, Shape.TEXTS, Shape.PARTS, *PARTS}
    return [
        (key, field.name, field.shape, field.ask.wording)
        for key, field in fields_of(part).items()
        if field.shape in shapes and field.ask.wording != "literal" and not field.choices
    ]


def _known_numbers(document: "Document") -> set[str]:
    """Return the numbers and names that the recipient of a letter knows.

    These are the numbers of related documents, the words in the parties' names and the buyer's article
    numbers.
    """
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


class Places:
    """Locates words of a passage in its file.

    A handwritten passage is in the file verbatim. A value may be folded, indented or escaped there, so a
    word is located by counting its occurrences.
    """

    def __init__(self, case: "Case", passage: Passage) -> None:
        self.text = passage.text
        if passage.line:
            self.raw, self.line, self.column = passage.text, passage.line, passage.column
            self.is_verbatim = True
        else:
            self.raw, self.line, self.column = _raw(case, passage.path)
            self.is_verbatim = False
        self.lines = LineIndex(self.raw, LINE_FEED)
        self.occurrences: dict[str, tuple[dict[int, int], list[tuple[int, int]]]] = {}

    def span(self, start: int, end: int) -> Span | None:
        """Return the place of a stretch of the passage in the file; None means the whole value."""
        if self.is_verbatim:
            return Span(*self._place(start), *self._place(end))
        word = self.text[start:end]
        if word not in self.occurrences:
            pattern = re.compile(r"\s+".join(map(re.escape, word.split())) or r"(?!)")
            numbers = {match.start(): number for number, match in enumerate(pattern.finditer(self.text))}
            self.occurrences[word] = numbers, [match.span() for match in pattern.finditer(self.raw)]
        numbers, spans = self.occurrences[word]
        number = numbers.get(start, len(spans))
        if number >= len(spans):
            return None
        raw_start, raw_end = spans[number]
        return Span(*self._place(raw_start), *self._place(raw_end))

    def _place(self, position: int) -> tuple[int, int]:
        number, column = self.lines.place(position)
        return self.line + number - 1, column + (self.column - 1 if number == 1 else 0)


def _raw(case: "Case", path: FieldPath) -> tuple[str, int, int]:
    """Return a value as the file spells it, with the line and the column where it begins."""
    while path and case.source.positions.value(path) is None:
        path = path[:-1]  # a bare value has the position of the part whose field it answers
    whole = case.source.at(path)
    lines = case.lines[whole.line - 1 : whole.end_line]
    if lines and whole.end_line - whole.line < len(lines):
        lines[-1] = lines[-1][: whole.end_column - 1]
    if lines:
        lines[0] = lines[0][whole.column - 1 :]
    return "\n".join(lines), whole.line, whole.column
