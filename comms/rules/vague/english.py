"""Finds vague expressions in English.

english.toml lists the phrases, the contexts that excuse them, and harmless phrases that contain the same
words. The search narrows down the candidates before it compiles or tries a pattern: every phrase is indexed
by one of its words, and most texts contain no indexed word at all; of the phrases under a word, most are
ruled out because the text lacks other words that they need, or by the words next to the indexed one.
"""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from comms.rules.vague.vague import Vague

_BOOK = Path(__file__).with_name("english.toml")
_WORDS, _NEXT = re.compile(r"[a-z]{2,}").findall, re.compile(r"[a-z]{2,}").search
_RUNS = re.compile(r"[a-z]+").finditer
_LOWER = dict(zip(range(ord("A"), ord("Z") + 1), "abcdefghijklmnopqrstuvwxyz", strict=True))
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_HYPHENS = "-\u2010\u2011"
_WORD_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")  # a phrase never ends before one

# These patterns are compiled when they are first needed: most texts need none of them.
_WORD = r"[A-Za-z]+|\d+(?:[.,]\d+)*"
_ABBREVIATION = (
    r"\b(?:e\.g|i\.e|approx|max|min|incl|excl|vs|nos?|mr|mrs|ms|dr|st|co|ltd|inc|pcs|ca|fig|art|viz|resp|dept"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|etc(?=\.\s+(?-i:[a-z(])))\."
)
_SENTENCE_END = (
    r"(?<![.!?])[.!?]++(?=[\s\"”’]|$)|[\n。！？；]+"
    r"|;(?!\s*(?:specifically|namely|exactly|precisely|to be precise|that is|i\.e\.|see"
    r"|[\w-]+ (?:here )?means)\b)"
)
# Quotations, code and addresses are not the author's own words. An apostrophe is not a quotation mark.
_QUOTED = (
    r"(?s:```.*?```)|`[^`\n]+`|“[^“”\n]*”|„[^„“”\n]*[“”]|(?<!\w)\"[^\"\n]+\"|‘[^‘\n]{1,200}?’(?![A-Za-z])|«[^«»\n]*»"
    r"|(?<![\w'])'(?=[^\s'])(?:[^'\n]|(?<=[a-z])'(?=[a-z])){1,200}(?<!\s)'(?![\w'])|「[^「」\n]*」|《[^《》\n]*》"
)
_QUOTES = frozenset("`“„\"‘«'「《")
_ADDRESS = (
    r"\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w/.~])[~.]{0,2}/[\w.-]+(?:/[\w.-]*)*"
    r"|(?<![\w./\\-])[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+/\S*"
    r"|(?<![\w./\\-])[A-Za-z0-9_-]+(?:[./\\][A-Za-z0-9_-]+)*"
    r"\.(?-i:pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|psd|ai|eps|zip|mp4|mov|md|ya?ml|toml|json|csv|txt|html?"
    r"|com|org|net|io|eu|cn|de|shop)\b"
)
_ADDRESS_CHARACTERS = frozenset("./\\@")
_ADDRESS_WINDOW = 60  # characters on either side that tell whether a word may be part of an address
_ROUND = str.maketrans("[]", "()")  # what explains a word may stand in either sort of brackets
_NAME_AHEAD = r"(?-i:\s+[A-Z][A-Za-z]+,?\s+(?:[A-Z]|&)|\s+(?:GmbH|Ltd|Inc|Co|AG|LLC|SARL|BV)\b)"
_NAME_BEFORE = r"(?-i:\b[A-Z][a-z]+)\s+$"
_TITLE_BEFORE = r"(?-i:\b(?:Mr|Mrs|Ms|Dr|Prof))\.?\s+$"
# Some Assembly Required is a title, Soon & Partners a firm.
_NAMES_AHEAD = r"(?-i:(?:\s+[A-Z][a-z]+){2}\s+(?:is|was|has|will|by)\b|\s+&\s+[A-Z])"
_TOLD_WHAT = r"\s+is\s+(?:an?|the|our|spelt|spelled|written)\s"  # Plenty is a restaurant
_NAME_INSIDE = r"(?-i:\s+(?:[A-Z][a-z]|GmbH|&))"
_NO_NOUNS = frozenset(("V301", "V302", "V305", "V306"))  # their words are no subjects of a sentence
_NEVER_NAMES = frozenset(("V308",))  # weekdays are always capitalized

# The pieces of a part of a phrase: macros, groups of alternatives with a quantifier, plain words.
_PIECES = re.compile(
    r"<(\w+)>|\((\?)?((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)([?{*]?)|\\."
    r"|(?<![a-z-])([a-z]{2,})(?![a-z?-]|\((?![ ?]))"
)
_PLAIN_WORD = re.compile(r"([a-z]{2,})(s\?)?(?![a-z?]|\((?![ ?]))")
# The word or the alternatives that must be next to the indexed word of a phrase.
_FIRST = re.compile(r" (?:([a-z]{2,})(?![a-z?(])|\(([a-z][^()<\\]*)\)(?![?{*]))").match
_LAST = re.compile(r"(?:(?<![a-z-])([a-z]{2,})|\(([a-z][a-z| -]*)\)) $").search
_LEADING_WORD = re.compile("^[a-z]*").findall
_NEIGHBOUR_WINDOW = 50  # characters that contain the neighbouring word, even across a line break


@dataclass(frozen=True, slots=True)
class _Group:
    """The phrases of a rule that share advice and contexts.

    code: the rule, "" for harmless phrases; instead: the sentence with the advice; unless: contexts that
    excuse a phrase; only: the context that a phrase requires, if any; order: the rank among equal matches.
    """

    code: str
    instead: str = ""
    unless: tuple[str, ...] = ()
    only: str = ""
    order: int = -1


class _Phrase(NamedTuple):
    """A phrase as it is indexed by one of its words.

    before, rest: its parts on either side of the indexed word.
    back: the largest number of words that `before` can match.
    previous, following: the possible neighbours of the indexed word, if they are known.
    needs: sets of words; a text must contain a word of every set to contain the phrase.
    """

    group: _Group
    before: str
    back: int
    rest: str
    previous: frozenset[str] | None
    following: frozenset[str] | None
    needs: tuple[frozenset[str], ...]


_Candidates = dict[str, list[_Phrase]]
"""The phrases that a text may contain, by their indexed words."""


class _Match(NamedTuple):
    start: int
    end: int
    group: _Group

    @property
    def rank(self) -> tuple[int, int, int]:
        """The sort key: the longest match first, then harmless ones, then by the order in english.toml."""
        return self.start - self.end, self.group.order, self.start


class _Symbol(NamedTuple):
    """A pattern of digits and signs, tried only on texts that contain its sign and match its gate."""

    group: _Group
    gate: str
    pattern: str


_Lines = dict[str, list[tuple[_Group, str, str]]]


class _Book(NamedTuple):
    """The contents of english.toml, indexed.

    vague, harmless: the phrases by their indexed words.
    symbols, all_symbols: the symbols by their signs, those with ASCII signs and all of them.
    """

    vague: _Lines
    harmless: _Lines
    symbols: list[tuple[str, list[_Symbol]]]
    all_symbols: list[tuple[str, list[_Symbol]]]


def vague_in(text: str) -> Iterator[Vague]:
    """Return an iterator over the vague English expressions of a text, in order."""
    return (vague for _, vague in vague_in_texts([text], text))


def vague_in_texts(texts: Sequence[str], joined: str) -> Iterator[tuple[int, Vague]]:
    """Yield the vague English expressions of texts, each with the index of its text, in order.

    joined: the texts as one, since what all of them do not contain need not be looked for in each.
    """
    book = _book()
    possible = _candidates(book.vague.keys(), _words(joined), False)
    symbols = [symbol for symbol in _symbols_for(joined, book) if _is_met(symbol, joined)]
    if not possible and not symbols:
        return
    for number, text in enumerate(texts):
        words = _words(text)
        matches = _symbols_in(text, symbols)
        if candidates := _of_these(possible, words):
            matches += _phrases_in(text, _lowered(text), candidates)
        if matches:
            yield from ((number, vague) for vague in _unexcused(text, words, matches))


def _unexcused(text: str, words: Set[str], matches: list[_Match]) -> Iterator[Vague]:
    """Yield the matches that no harmless phrase and no context excuses."""
    matches += _phrases_in(text, _lowered(text), _candidates(_book().harmless.keys(), words, True))
    surroundings = _Surroundings(text)
    for start, end, group in _longest(text, [match for match in matches if surroundings.allow(match)]):
        if group.code and surroundings.is_vague(start, end, group):
            yield Vague(group.code, start, end, group.instead)


def _words(text: str) -> frozenset[str]:
    """Return the words of a text in lower case; translating bytes is the fastest way."""
    return frozenset(text.encode("utf-8", "replace").translate(_LETTERS).decode().split())


def _lowered(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.translate(_LOWER)  # İ becomes two characters


def _candidates(known: Set[str], words: Set[str], harmless: bool) -> _Candidates:
    """Return the phrases that a text with these words may contain, by their indexed words.

    known: the indexed words; words: those of the text; harmless: look up the harmless phrases.
    """
    found = {}
    for word in known & words:
        alone, others, with_others = _phrases(word, harmless)
        if not others.isdisjoint(words):
            possible = _possible(words, alone, others & words, with_others)
        else:
            possible = alone
        if possible:
            found[word] = possible
    return found


def _possible(
    words: Set[str], alone: list[_Phrase], met: Set[str], with_others: dict[str, list[_Phrase]]
) -> list[_Phrase]:
    """Return phrases of one indexed word: those that need no other, and those whose needs a text meets."""
    fitting = {
        id(phrase): phrase  # several of the words that it needs one of may be there
        for other in met
        for phrase in with_others[other]
        if not any(map(words.isdisjoint, phrase.needs))
    }
    return [*alone, *fitting.values()]


def _of_these(candidates: _Candidates, words: Set[str]) -> _Candidates:
    """Return those candidates that a text with fewer words may contain."""
    found = {}
    for word in candidates.keys() & words:
        possible = [phrase for phrase in candidates[word] if not any(map(words.isdisjoint, phrase.needs))]
        if possible:
            found[word] = possible
    return found


def _phrases_in(text: str, lowered: str, candidates: _Candidates) -> list[_Match]:
    if not candidates:
        return []
    return [
        match
        for word in _RUNS(lowered)
        if word.group() in candidates
        for match in _phrases_at(text, lowered, *word.span(), candidates[word.group()])
    ]


def _phrases_at(
    text: str, lowered: str, word_start: int, word_end: int, phrases: list[_Phrase]
) -> Iterator[_Match]:
    """Yield the phrases that match around an indexed word at a place."""
    starts = [word_start]  # `_start` adds those of the words before it once a phrase needs them
    for phrase in _with_neighbours(lowered, word_start, word_end, phrases):
        end = _end(text, word_end, phrase.rest)
        if end >= 0:
            start = _start(text, starts, phrase.before, phrase.back)
            if start is not None and _stands_alone(text, start, end):
                yield _Match(start, end, phrase.group)


def _with_neighbours(lowered: str, word_start: int, word_end: int, phrases: list[_Phrase]) -> list[_Phrase]:
    """Return the phrases whose known neighbours are next to the indexed word at a place."""
    previous: list[str] | None = None
    match = _NEXT(lowered, word_end, word_end + _NEIGHBOUR_WINDOW)
    following = (match.group(),) if match else ()
    fitting = []
    for phrase in phrases:
        if phrase.following and phrase.following.isdisjoint(following):
            continue
        if phrase.previous:
            if previous is None:
                previous = _WORDS(lowered[max(0, word_start - _NEIGHBOUR_WINDOW) : word_start])[-1:]
            if phrase.previous.isdisjoint(previous):
                continue
        fitting.append(phrase)
    return fitting


def _end(text: str, end: int, rest: str) -> int:
    """Return where a phrase ends whose indexed word ends at `end`, or -1 if its rest does not follow."""
    for pattern in _in_turn(rest) if rest else ():
        match = pattern.match(text, end)
        if not match:
            return -1
        end = match.end()
    return -1 if text[end : end + 1].lower() in _WORD_CHARACTERS else end


def _start(text: str, starts: list[int], before: str, back: int) -> int | None:
    """Return where a phrase begins, or None if its part before the indexed word does not match.

    starts: the start of the indexed word, followed by those of the words before it, which are added to the
    list on first use.
    """
    word_start = starts[0]
    if not before:
        return word_start
    if len(starts) == 1:
        since = max(0, word_start - 70)
        starts += [match.start() for match in _regex(_WORD).finditer(text, since, word_start)][::-1]
    pattern = _compiled(before)
    for start in starts[min(back, len(starts) - 1) :: -1]:
        if pattern.fullmatch(text, start, word_start):
            return start
    return None


def _symbols_in(text: str, symbols: list[_Symbol]) -> list[_Match]:
    return [
        _Match(*match.span(), symbol.group)
        for symbol in symbols
        if _is_met(symbol, text)
        for match in _regex(symbol.pattern).finditer(text)
    ]


def _symbols_for(text: str, book: _Book) -> list[_Symbol]:
    """Return the symbols whose signs occur in a text."""
    by_sign = book.symbols if text.isascii() else book.all_symbols
    return [symbol for sign, symbols in by_sign if sign in text for symbol in symbols]


def _is_met(symbol: _Symbol, text: str) -> bool:
    return _regex(symbol.gate).search(text) is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether a stretch is no part of a code or compound: SOON_2, someone@, now(), colour-fast."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in ("_", "@", "#") or (before[-1:].isascii() and before[-1:].isalnum()):
        return False
    if after[:1] == "@" or (after[:1] in _HYPHENS and after[1:].isdecimal()):
        return False
    if after == "()" or (after[:1] == "." and after[1:].islower()):
        return False
    if before[1:] and before[1] in _HYPHENS and before[0].isalpha():
        return False
    return not (after[1:].isalpha() and after[0] in _HYPHENS and text[start:end].isalpha())


def _longest(text: str, matches: list[_Match]) -> list[_Match]:
    """Return the matches in order, and of overlapping ones only the best by rank, mostly the longest."""
    taken = bytearray(len(text) if matches else 0)
    kept = []
    for match in sorted(matches, key=lambda match: match.rank):
        if taken.find(1, match.start, match.end) < 0:
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


class _Spans:
    """The spans in which a pattern matches a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self._starts, self._ends = [span[0] for span in spans], [span[1] for span in spans]

    def include(self, position: int) -> bool:
        """Return whether one of the spans includes a position."""
        before = bisect_right(self._starts, position) - 1
        return before >= 0 and position < self._ends[before]


class _Surroundings:
    """Judges the matches in a text by their surroundings: sentences, quotations, addresses and contexts."""

    def __init__(self, text: str) -> None:
        self._text = text.translate(_ROUND)
        stops = (match.span() for match in _regex(_SENTENCE_END).finditer(text))
        self._ends = [end for start, end in stops if self._ends_at(start, end)]
        self._quoted = None if _QUOTES.isdisjoint(text) else _Spans(_regex(_QUOTED), text)
        self._addresses: _Spans | None = None
        self._clause_ends: list[int] | None = None
        self._seen: dict[tuple[re.Pattern[str], int, int], bool] = {}

    def allow(self, match: _Match) -> bool:
        """Return whether a match has the context that its group requires, if any."""
        start, end, group = match
        return not group.only or self._has_context(group.only, start, end, *self._sentence(start, end))

    def is_vague(self, start: int, end: int, group: _Group) -> bool:
        """Return whether a match is vague: not precise by context, and no quotation, address or name."""
        if (self._quoted and self._quoted.include(start)) or self._is_address(start):
            return False
        first, last = self._sentence(start, end)
        if group.code not in _NEVER_NAMES and _is_name(self._text, start, end, first, group.code):
            return False
        return not any(self._has_context(context, start, end, first, last) for context in group.unless)

    def _ends_at(self, start: int, end: int) -> bool:
        """Return whether a stop ends a sentence, and not an abbreviation."""
        if self._text[start:end] != ".":
            return True
        near = _regex(_ABBREVIATION).finditer(self._text, max(0, start - 8), end + 3)
        return not any(abbreviation.end() == end for abbreviation in near)

    def _is_address(self, start: int) -> bool:
        before = self._text[max(0, start - _ADDRESS_WINDOW) : start]
        after = self._text[start : start + _ADDRESS_WINDOW]
        run = (before + "x").split()[-1] + after.split(maxsplit=1)[0]
        if _ADDRESS_CHARACTERS.isdisjoint(run.rstrip(".,")):
            return False
        if self._addresses is None:
            self._addresses = _Spans(_regex(_ADDRESS), self._text)
        return self._addresses.include(start)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and the end of the sentence around a stretch."""
        before, after = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        first = self._ends[before - 1] if before else 0
        return first, self._ends[after] if after < len(self._ends) else len(self._text)

    def _clause(self, start: int, end: int, first: int, last: int) -> tuple[int, int]:
        """Return the start and the end of the clause around a stretch in a sentence (first, last)."""
        if self._clause_ends is None:
            self._clause_ends = list(_clause_ends(self._text))
        before, after = bisect_right(self._clause_ends, start), bisect_right(self._clause_ends, end - 1)
        if before:
            first = max(first, self._clause_ends[before - 1])
        if after < len(self._clause_ends):
            last = min(last, self._clause_ends[after])
        return first, last

    def _has_context(self, context: str, start: int, end: int, first: int, last: int) -> bool:
        """Return whether a context applies to a match (start, end) in a sentence (first, last)."""
        return all(
            self._finds(where, pattern, start, end, first, last) for where, pattern in _context(context)
        )

    def _finds(
        self, where: str, pattern: re.Pattern[str], start: int, end: int, first: int, last: int
    ) -> bool:
        """Return whether a pattern is found before a match, after it, in its clause or in its sentence."""
        if where == "after":
            return bool(pattern.match(self._text, end, min(last, end + 120)))
        if where == "before":
            return bool(pattern.search(self._text, max(first, start - 90), start))
        if where == "clause":
            first, last = self._clause(start, end, first, last)
        key = (pattern, first, last)
        if key not in self._seen:  # a long sentence may have many matches
            self._seen[key] = bool(pattern.search(self._text, first, last))
        return self._seen[key]


def _clause_ends(text: str) -> Iterator[int]:
    """Yield where a clause ends: at a comma, a dash or a conjunction, unless what follows belongs to it.

    "Ship soon, the fair opens on 4 March 2026" has two clauses, "Ship soon, by 4 March 2026" has one.
    """
    clauses = _data()["clauses"]
    for match in _regex(clauses["separator"]).finditer(text):
        comma, conjunction, opener = match.groups()
        continued = clauses["comma"] if comma else clauses["and"] if conjunction else ""
        if opener or (continued and not _regex(continued).match(text, match.end())):
            yield match.start()


def _is_name(text: str, start: int, end: int, first: int, code: str) -> bool:
    """Return whether capitals mark a stretch as a name: Modern Living GmbH, Coming Soon."""
    if not all(
        word[0].isupper() and (word[1:].islower() or not word[1:]) for word in text[start:end].split()
    ):
        return False
    if _is_certain_name(text, start, end, code):
        return True
    before = text[max(first, start - 3) : start].rstrip()
    in_mid_sentence = before and (before[-1].isalnum() or before[-1] in ",&")
    if code == "V301" and not in_mid_sentence:  # Several German customers
        return False
    if _regex(_NAME_BEFORE).search(text, max(first, start - 20), start):  # the Coming Soon badge
        return True
    alone = in_mid_sentence or code == "V304"  # Someone Somewhere is a shop
    pattern = _regex(_NAME_INSIDE if alone else _NAME_AHEAD)
    return bool(pattern.match(text, start + len(text[start:end].split(maxsplit=1)[0]), end + 40))


def _is_certain_name(text: str, start: int, end: int, code: str) -> bool:
    """Return whether a capitalized stretch has a title before it, or names or what it is after it."""
    return bool(
        _regex(_TITLE_BEFORE).search(text, max(0, start - 6), start)
        or _regex(_NAMES_AHEAD).match(text, end)
        or (code in _NO_NOUNS and _regex(_TOLD_WHAT).match(text, end))
    )


@cache
def _book() -> _Book:
    data = _data()
    vague, harmless = _by_word(data["group"]), _by_word([{"rule": "", **data["harmless"]}])
    symbols: defaultdict[str, list[_Symbol]] = defaultdict(list)
    for table in data["symbol"]:
        for sign in table["signs"]:
            symbols[sign].append(_Symbol(_group(table), table["gate"], table["pattern"]))
    ascii_only = [(sign, listed) for sign, listed in symbols.items() if sign.isascii()]
    return _Book(vague, harmless, ascii_only, list(symbols.items()))


def _by_word(tables: list[dict[str, Any]]) -> _Lines:
    """Index the phrases of tables by one or more of their words."""
    lines: defaultdict[str, list[tuple[_Group, str, str]]] = defaultdict(list)
    for order, table in enumerate(tables):
        group = _group(table, order if table["rule"] else -1)
        for line in table["phrases"].splitlines():
            before, _, rest = line.rpartition("*")
            for word, remainder in _index_words(rest) if rest else ():
                lines[word].append((group, before, remainder))
    return dict(lines)


def _index_words(rest: str) -> list[tuple[str, str]]:
    """Return the words that index a phrase, which begin `rest`, each with the remainder of the phrase."""
    alternatives, common = [rest], ""
    if rest[0] == "(":
        close = rest.index(")")
        alternatives, common = rest[1:close].split("|"), rest[close + 1 :]
    found = []
    for alternative in alternatives:
        if alternative.isalpha():
            found.append((alternative, common))
            continue
        word = _LEADING_WORD(alternative)[0]
        remainder = alternative[len(word) :] + common
        if remainder[:1] == "?":
            remainder = remainder[1:]
            found.append((word[:-1], remainder))
        found.append((word, remainder))
    return found


@cache
def _phrases(word: str, harmless: bool) -> tuple[list[_Phrase], frozenset[str], dict[str, list[_Phrase]]]:
    """Return the phrases that a word indexes: those that need no other, the words that others need, and these
    by such a word.
    """
    lines = _book().harmless if harmless else _book().vague
    alone: list[_Phrase] = []
    with_others: defaultdict[str, list[_Phrase]] = defaultdict(list)
    for line in lines[word]:
        phrase = _phrase(*line)
        if not phrase.needs:
            alone.append(phrase)
        for other in min(phrase.needs, key=len, default=()):
            with_others[other].append(phrase)
    return alone, frozenset(with_others), dict(with_others)


def _phrase(group: _Group, before: str, rest: str) -> _Phrase:
    # a macro matches up to four words, and _WORD counts 15th as a number and a word
    back = before.count(" ") + before.count("-") + 4 * before.count("<") + 1
    last, first = _LAST(before), _FIRST(rest)
    previous = _words_of(re.sub(r"[a-z]+[ -]", "", last[1] or last[2])) if last else None
    following = _words_of(first[1] or first[2]) if first else None
    return _Phrase(group, before, back, rest, previous, following, (*_needed(before), *_needed(rest)))


def _words_of(alternatives: str) -> frozenset[str] | None:
    """Return the words with which alternatives begin; None if one of them does not begin with a word."""
    found = [_PLAIN_WORD.match(alternative.strip()) for alternative in alternatives.split("|")]
    if "(" in alternatives or not all(found):
        return None
    return frozenset(match[1] + end for match in found if match for end in ("", "s")[: 1 + bool(match[2])])


def _needed(part: str) -> Iterator[frozenset[str]]:
    """Yield sets of words; a text that contains this part of a phrase contains a word of every set."""
    for macro, assertion, inside, number, word in _PIECES.findall(part.strip("-")):
        if word:
            yield frozenset((word,))
        elif macro or (inside and not assertion and not number):
            lists = {**_data()["needs"], **_data()["words"]} if macro else {}
            if words := _words_of(lists.get(macro, inside)):
                yield words


@cache
def _data() -> dict[str, Any]:
    with _BOOK.open("rb") as file:
        return tomllib.load(file)


def _group(table: dict[str, Any], order: int = -1) -> _Group:
    instead = f"english.{table['instead']}" if "instead" in table else ""
    return _Group(table["rule"], instead, tuple(table.get("unless", ())), table.get("only", ""), order)


@cache
def _in_turn(part: str) -> tuple[re.Pattern[str], ...]:
    """Return a part of a phrase as patterns to be matched one after another.

    The big macros take long to compile, so they are separate patterns, which all phrases share.
    """
    parts = [""]
    for piece in re.split(r"(<(?:amount|n|clock)>)(?![?{])", part):
        if parts[-1].count("(") > parts[-1].count(")"):
            parts[-1] += piece
        else:
            parts.append(piece)
    parts = [piece for piece in parts if piece]
    return tuple(_compiled(piece, piece[0] == "<" or piece is parts[-1]) for piece in parts)


@cache
def _compiled(part: str, whole: bool = False) -> re.Pattern[str]:
    """Return a part of a phrase as a pattern, which ends at a word boundary if `whole`."""
    pieces = re.split(r"(<\w+>)", part)
    pieces[::2] = [_literal(piece) for piece in pieces[::2]]
    return _regex("".join(pieces) + r"(?![A-Za-z0-9_])" * whole)


def _literal(piece: str) -> str:
    """Return a piece of a phrase without macros as a regular expression."""
    escaped = piece.replace(".", r"\.").replace("'", "['’]")
    return re.sub(" |-", lambda match: r"\s+" if match.group() == " " else r"[\s\-‐‑]*", escaped)


def _expanded(pattern: str) -> str:
    """Return a pattern with its macros expanded, nested ones too."""
    while "<" in pattern and (expanded := re.sub(r"<(\w+)>", _macro, pattern)) != pattern:
        pattern = expanded
    return pattern


def _macro(name: re.Match[str]) -> str:
    if words := _data()["words"].get(name[1]):
        return f"(?:{_literal(words)})(?![A-Za-z-])"
    return f"(?:{_data()['macros'][name[1]]})"


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_expanded(pattern), re.IGNORECASE)


@cache
def _context(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return where a context is looked for (before, after, in the clause or the sentence), and for what."""
    return tuple((where, _regex(pattern)) for where, pattern in _data()["contexts"][name].items())
