"""V rules: vague words that leave open how many, when, how good, who, what else, whether or which day."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from comms.findings import Problem, Span
from comms.language.phrases import Saying
from comms.language.traditional import simplified
from comms.models.brief import FiveW2H
from comms.paths import FieldPath
from comms.rules.passages import Passage, Places, passages_with, texts_of
from comms.rules.vague import clear_texts, vague_in_texts
from comms.rules.vague.advice import fault_told, fitting
from comms.rules.vague.left_alone import quoted, without_markup
from comms.rules.vague.vague import Vague, bounded
from comms.terms.owners import is_group

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

    As the owner, a department or a team without a name is nobody either.

    FAIL
        kind: brief
        who: {owner: someone from design}

    FAIL
        kind: brief
        who: {owner: 市场部}

    PASS
        kind: brief
        who: {owner: 'Design, Tom Okafor'}
    """
    found = list(_said(case, "V304"))
    yield from found
    document = case.document
    owner = document.who.owner if isinstance(document, FiveW2H) and document.who else None
    if document is None or not owner or not is_group(simplified(owner)):
        return
    if not any(said.path[:1] == _OWNER[:1] and str(said.values["word"]) in owner for said in found):
        passages = (passage for passage in texts_of(document) if passage.path == _OWNER)
        spans = (Places(case, passage).span(0, len(passage.text)) for passage in passages)
        yield Problem(_OWNER, "group", {"word": owner}, span=next(spans, None))


_OWNER = ("who", "owner")


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
    plain names that must accompany them, in titles, lists and names of goods as well.

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
    for passage in texts_of(case.document):
        places: Places | None = None
        text = without_markup(passage.text)
        for term in jargon_in(text, in_house, known, codes=passage.wording == "prose"):
            places = places or Places(case, passage)
            if not places.is_left_alone(term.start):
                values = {"word": text[term.start : term.end], "name": term.name}
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
            values = {"word": vague.word, "instead": vague.instead}
            yield Problem(vague.path, fault_told(vague.instead.key), values, span=vague.span)


@dataclass(frozen=True, slots=True)
class VagueWord:
    """A vague word of a document, its place, and what to write instead."""

    code: str
    path: FieldPath
    word: str
    instead: Saying
    span: Span | None


_VAGUE_WORDS: "WeakKeyDictionary[Case, list[VagueWord]]" = WeakKeyDictionary()
"""The vague words of every case, shared by the wording rules, which all check the same texts."""


def vague_words(case: "Case") -> list[VagueWord]:
    """Return the vague words of a document, in reading order; the texts are searched only once."""
    if case not in _VAGUE_WORDS:
        _VAGUE_WORDS[case] = list(_found_in(case)) if case.document is not None else []
    return _VAGUE_WORDS[case]


def _found_in(case: "Case") -> Iterator[VagueWord]:
    assert case.document is not None
    custom_words = tuple(case.workspace.settings.lint.vague_words)
    values = texts_of(case.document, skip=frozenset() if custom_words else clear_texts)
    passages = passages_with(case, values)
    texts = [without_markup(passage.text) for passage in passages]
    places: dict[int, Places] = {}
    reported: set[tuple[str, Span]] = set()
    for number, vague in _vague_in(passages, texts, custom_words):
        passage = passages[number]
        if number not in places:
            places[number] = Places(case, passage)
        if places[number].is_left_alone(vague.start):
            continue
        span = places[number].span(vague.start, vague.end)
        if span is None or (vague.code, span) not in reported:  # an alias of YAML repeats a value
            reported |= {(vague.code, span)} if span else set()
            word = " ".join(texts[number][vague.start : vague.end].split())
            advice = fitting(vague.instead, texts[number], vague.start, case.document.kind)
            yield VagueWord(vague.code, passage.path, word, Saying("wording", advice), span)


READ_AS = {"names": frozenset({"V304"}), "label": frozenset({"V304", "V305", "V306"})}
"""The rules that read a text which is more of a name than a sentence, by its `Ask.wording`."""


def _vague_in(
    passages: list[Passage], texts: list[str], custom_words: tuple[str, ...]
) -> Iterator[tuple[int, Vague]]:
    """Yield the vague expressions with the indexes of their passages; texts: the passages without markup."""
    taken: defaultdict[int, list[Vague]] = defaultdict(list)
    for number, vague in vague_in_texts(texts):
        codes = READ_AS.get(passages[number].wording)
        if codes is None or vague.code in codes:
            taken[number].append(vague)
            yield number, vague
    for number, text in enumerate(texts if custom_words else ()):
        if passages[number].wording not in READ_AS:
            for vague in _custom_vague_in(text, custom_words):
                if not any(vague.start < other.end and other.start < vague.end for other in taken[number]):
                    yield number, vague


def _custom_vague_in(text: str, words: tuple[str, ...]) -> Iterator[Vague]:
    """Yield the words of comms.toml in a text, but for those in quotation marks."""
    matches = list(_any_of(words).finditer(text))
    quotations = quoted(text) if matches else ()
    for match in matches:
        if match.start() not in quotations:
            yield Vague("V303", match.start(), match.end(), HOUSE)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(map(bounded, longest_first)), re.IGNORECASE)


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
