"""What a heading asks for, read from its words where it is not listed as a whole.

A question is an interrogative and a word beside it that tells what is asked ("Where … published?", 由谁负责),
or an interrogative and a noun ("What is your timeline?"). A noun names a dimension by itself ("Content
deadline") or only with certain words around it ("Launch date", unlike "Birth date"). The words are in the
words.toml of each language: under `by_hand.asking`, `by_hand.questions` and the steps of the dimensions.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.language.phrases import LANGUAGES, words
from comms.models.brief import DIMENSIONS
from comms.terms.lazy_patterns import LazyPattern

_CJK = LazyPattern(r"[㐀-鿿]")
_MOST_WORDS, _MOST_CHARACTERS = 5, 12
"""The length of the longest noun with the words before it, in English words and in Chinese characters."""
TITLE = "title"
_NOTHING = "nothing"
"""Stands among the dimensions for what a request does not ask: "Who will use it?"."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The dimension that a heading asks for, or the title; "" for a question about something else.

    loose: whether the words may as well stand in a text that asks for nothing, such as "Project goals".
    """

    dimension: str
    loose: bool


@dataclass(frozen=True, slots=True)
class _Question:
    """What the words beside an interrogative ask for; has_noun: whether a noun may tell instead."""

    has_noun: bool
    telling: list[tuple[str, re.Pattern[str]]]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of a language by which headings ask; see words.toml.

    phrases: the nouns that hold a word of `stops`, such as "requested by".
    shared: what nouns of several meanings name with the words of a pattern around them.
    """

    is_spaced: bool
    questions: dict[str, _Question]
    nouns: dict[str, str]
    phrases: tuple[str, ...]
    shared: dict[str, list[tuple[str, re.Pattern[str]]]]
    interrogative: re.Pattern[str]
    fillers: re.Pattern[str]
    determiners: re.Pattern[str]
    stops: re.Pattern[str]
    containers: re.Pattern[str]
    personal: re.Pattern[str]
    foreign: re.Pattern[str]
    other_kinds: re.Pattern[str]


def question_in(bare: str) -> Asked | None:
    """Return what a question asks for, None for other headings; in lower case and without signs."""
    return _first(bare, _by_question)


def noun_in(bare: str) -> Asked | None:
    """Return what the noun of a heading names, None if it has none; in lower case and without signs."""
    return _first(bare, _by_noun)


def _first(bare: str, reader: Callable[[str, _Vocabulary], Asked | None]) -> Asked | None:
    is_spaced = not _CJK.search(bare)
    fitting = (vocabulary for vocabulary in _vocabularies() if vocabulary.is_spaced == is_spaced)
    read = (reader(vocabulary.fillers.sub("", bare, count=1), vocabulary) for vocabulary in fitting)
    return next(filter(None, read), None)


def is_interrogative(bare: str) -> bool:
    """Return whether a heading consists of nothing but an interrogative."""
    return any(bare in vocabulary.questions for vocabulary in _vocabularies())


def _by_question(text: str, vocabulary: _Vocabulary) -> Asked | None:
    """Return what a question asks the author; "How do I …?" and its like are asked by readers."""
    found = vocabulary.interrogative.search(text)
    if not found:
        return None
    if vocabulary.foreign.search(text):
        return Asked("", loose=True)
    question = vocabulary.questions[found.group()]
    beside = (text[: found.start()] + text[found.end() :]).strip()
    loose = not vocabulary.personal.search(text)
    if question.has_noun and (noun := _by_noun(beside, vocabulary, is_asked=True)):
        return Asked(noun.dimension, loose)
    telling = (dimension for dimension, pattern in question.telling if pattern.search(beside))
    dimension = next(telling, _NOTHING)
    if dimension == _NOTHING:
        asks_other = any(key == _NOTHING and sign.search(beside) for key, sign in question.telling)
        return Asked("", loose=True) if asks_other else None
    return Asked(dimension, loose)


def _by_noun(text: str, vocabulary: _Vocabulary, is_asked: bool = False) -> Asked | None:
    """Return what a noun names; one that is asked for needs no other word: "What is the date?"."""
    if text in vocabulary.nouns:
        return Asked(vocabulary.nouns[text], loose=True)
    text = vocabulary.determiners.sub("", text, count=1)
    if text.endswith(vocabulary.phrases):
        whole = next(noun for noun in vocabulary.phrases if text.endswith(noun))
        return Asked(vocabulary.nouns[whole], loose=True)
    stop = vocabulary.stops.search(text)
    head, tail = (text[: stop.start()], text[stop.start() :]) if stop else (text, "")
    content = vocabulary.containers.match(text) if stop else None
    if content and (inner := _by_noun(text[content.end() :].strip(), vocabulary, is_asked)):
        return inner
    for before, noun, behind in _divisions(head, vocabulary):
        dimension = vocabulary.nouns.get(noun, "") if is_asked or not behind else ""
        around = f"{before} | {behind} {tail}"
        shared = vocabulary.shared.get(noun, ())
        kinds = (key for key, pattern in shared if pattern.search(around) or (is_asked and not behind))
        if dimension := dimension or next(kinds, ""):
            return None if vocabulary.other_kinds.search(before) else Asked(dimension, loose=True)
    return None


def _divisions(text: str, vocabulary: _Vocabulary) -> Iterator[tuple[str, str, str]]:
    """Yield the nouns in a text with what is before and behind each, those at its end and long ones first."""
    is_spaced = vocabulary.is_spaced
    glue, most = (" ", _MOST_WORDS) if is_spaced else ("", _MOST_CHARACTERS)
    units = text.split() if is_spaced else list(text)
    units = units if len(units) <= most else []
    for end in range(len(units), 0 if is_spaced else len(units) - 1, -1):
        for start in range(end):
            noun = glue.join(units[start:end])
            if noun in vocabulary.nouns or noun in vocabulary.shared:
                yield glue.join(units[:start]), noun, glue.join(units[end:])


# --- vocabularies ------------------------------------------------------------------------------


@cache
def _vocabularies() -> tuple[_Vocabulary, ...]:
    return tuple(map(_vocabulary, LANGUAGES))


def _vocabulary(language: str) -> _Vocabulary:
    book = words(language)
    asking = book["by_hand"]["asking"]
    is_spaced = not any(map(_CJK.search, asking["personal"]))
    nouns = dict(_nouns(book))
    stops = _any_of(asking["stops"], is_spaced, "(?<=[ ])" if is_spaced else "")
    questions = dict(_questions(book, is_spaced))
    return _Vocabulary(
        is_spaced,
        questions,
        nouns,
        tuple(filter(stops.search, nouns)),
        _shared(book, is_spaced),
        _any_of(questions, is_spaced, "^" if is_spaced else ""),
        _opening(asking["fillers"], is_spaced),
        _opening(asking["determiners"], is_spaced),
        stops,
        _any_of(asking["containers"], is_spaced, "^"),
        _any_of(asking["personal"], is_spaced),
        _any_of(asking["foreign"], is_spaced),
        _any_of(asking["other_kinds"], is_spaced),
    )


def _questions(book: Any, is_spaced: bool) -> Iterator[tuple[str, _Question]]:
    """Yield each interrogative with its question."""
    for table in book["by_hand"]["questions"]:
        telling = [
            (dimension, _any_of(beside, is_spaced))
            for dimension, beside in table.items()
            if dimension in (*DIMENSIONS, _NOTHING)
        ]
        for interrogative in table["interrogatives"]:
            yield interrogative, _Question(table.get("has_noun", False), telling)


def _nouns(book: Any) -> Iterator[tuple[str, str]]:
    for dimension in DIMENSIONS:
        for noun in book["steps"][dimension]["nouns"]:
            yield noun, dimension


def _shared(book: Any, is_spaced: bool) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    shared: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for dimension in DIMENSIONS:
        step = book["steps"][dimension]
        kinds = _any_of(step["kinds"], is_spaced)
        for noun in step["shared_nouns"]:
            shared.setdefault(noun, []).append((dimension, kinds))
    for noun in book["by_hand"]["title_nouns"]:  # these count only where a question asks for them
        shared.setdefault(noun, []).append((TITLE, _any_of((), is_spaced)))
    return shared


def _opening(found: Iterable[str], is_spaced: bool) -> re.Pattern[str]:
    """Return the pattern of any number of some words at the beginning of a text."""
    return re.compile(f"^(?:(?:{_alternation(found)}){' ' if is_spaced else ''})*+")


def _any_of(found: Iterable[str], is_spaced: bool, before: str = "") -> re.Pattern[str]:
    """Return the pattern of any of some words; in a language with spaces they are whole words."""
    edges = (r"\b", r"\b") if is_spaced else ("", "")
    return re.compile(f"{before}{edges[0]}(?:{_alternation(found)}){edges[1]}")


def _alternation(found: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True))) or r"(?!)"
