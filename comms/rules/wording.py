"""V: words that leave open how many, when, how good, who, what else, whether or which day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from comms.findings import FieldPath, Problem, Span
from comms.models.base import Part, Shape, fields_of
from comms.words import Saying

if TYPE_CHECKING:
    from comms.checking import Case
    from comms.models.base import Document
    from comms.wording import Vague

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
    from comms.wording.jargon import jargon_in

    assert case.document is not None
    house, known = case.workspace.settings.lint.jargon, _known_numbers(case.document)
    for each in _texts_of(case.document):
        for found in jargon_in(each.text, house, known) if each.wording == "prose" else ():
            word = each.text[found.start : found.end]
            span = _span(case, each, found.start, word)
            yield Problem(
                each.path, "named" if found.name else "", {"word": word, "name": found.name}, span=span
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
    for each in case.vague:
        if each.code == code:
            yield Problem(each.path, values={"word": each.word, "instead": each.instead}, span=each.span)


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A vague word of a document, where it stands, and what to write instead of it."""

    code: str
    path: FieldPath
    word: str
    instead: Saying
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to be read: a value of the document, or a stretch of a file written by hand at its place."""

    path: FieldPath
    text: str
    wording: str = "prose"
    line: int = 0
    column: int = 1


def vague_words(case: "Case") -> list[VagueWord]:
    """The vague words of a document, in the order in which its texts are read."""
    if case.document is None:
        return []
    house = tuple(case.workspace.settings.lint.vague_words)
    found = []
    for each in _texts_to_read(case):
        for vague in _vague_in(each, house):
            word = each.text[vague.start : vague.end]
            place = _span(case, each, vague.start, word)
            found.append(VagueWord(vague.code, each.path, word, Saying("wording", vague.instead), place))
    return found


def _vague_in(each: _Text, house: tuple[str, ...]) -> "Iterator[Vague]":
    from comms.wording import Vague, vague_in

    names_only = each.wording == "names"
    found = [vague for vague in vague_in(each.text) if not names_only or vague.code == "V304"]
    yield from found
    for match in _house(house).finditer(each.text) if house and not names_only else ():
        if not any(match.start() < vague.end and vague.start < match.end() for vague in found):
            yield Vague("V303", match.start(), match.end(), HOUSE)


@cache
def _house(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )


def _texts_to_read(case: "Case") -> Iterator[_Text]:
    """A file written by hand is read as it stands; of every other one, the texts of the document."""
    assert case.document is not None
    passages = case.source.passages
    for each in passages:
        yield _Text(each.path, _blanked(each.text), "prose", each.line, each.column)
    by_hand = {each.path[0] for each in passages if each.path}
    for text in _texts_of(case.document):
        if text.path[0] not in by_hand and not (passages and text.path == ("title",)):
            yield text


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _blanked(text: str) -> str:
    """A text with its HTML comments blanked out, everything else where it was."""
    return _COMMENT.sub(lambda match: re.sub(r"\S", " ", match.group()), text) if "<!--" in text else text


def _texts_of(part: Part, path: FieldPath = ()) -> Iterator[_Text]:
    """The texts of a part that are written by people to be read by people."""
    for key, name, shape, wording in _plan(type(part)):
        value = getattr(part, name)
        if value is None:
            continue
        here = (*path, key)
        if shape is Shape.TEXT:
            yield _Text(here, value, wording)
        elif shape is Shape.TEXTS:
            for index, text in enumerate(value):
                yield _Text((*here, index), text, wording)
        elif isinstance(value, Part):
            yield from _texts_of(value, here)
        else:
            for index, item in enumerate(value):
                yield from _texts_of(item, (*here, index))


@cache
def _plan(part: type[Part]) -> list[tuple[str, str, Shape, str]]:
    """The fields of a part that hold texts to be read: their keys, names, shapes, and how they are read."""
    shapes = {Shape.TEXT, Shape.TEXTS, Shape.PART, Shape.PARTS}
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
    known.update(str(each.change_request) for each in getattr(document, "history", None) or ())
    return known


def _span(case: "Case", each: _Text, start: int, word: str) -> Span | None:
    """Where a word of a text stands in the file; None leaves the whole value."""
    if each.line:
        return _span_in(each.text, start, word, each.line, each.column)
    whole = case.source.at(each.path)
    lines = case.lines[whole.line - 1 : whole.end_line]
    if not lines:
        return None
    lines[-1] = lines[-1][: whole.end_column - 1] if whole.end_line - whole.line < len(lines) else lines[-1]
    raw = "\n".join(lines)
    pattern = re.compile(r"\s+".join(map(re.escape, word.split())))
    before = len(pattern.findall(each.text[:start]))
    for number, match in enumerate(pattern.finditer(raw, whole.column - 1)):
        if number == before:
            return _span_in(raw, match.start(), match.group(), whole.line, 1)
    return None


def _span_in(text: str, start: int, word: str, line: int, column: int) -> Span:
    """The span of a word in a text that begins at a line and a column."""
    first, last = _place(text, start, line, column), _place(text, start + len(word), line, column)
    return Span(*first, *last)


def _place(text: str, position: int, line: int, column: int) -> tuple[int, int]:
    breaks = text.count("\n", 0, position)
    since = position - (text.rfind("\n", 0, position) + 1)
    return line + breaks, since + 1 + (0 if breaks else column - 1)
