"""Vague expressions of English.

The expressions, what excuses them and the harmless phrases that contain their words stand in english.toml;
this module looks them up. A word of the text is first looked up among the words by which phrases are found:
most texts hold none of them and are done with then. Of the phrases of a word, most are ruled out by the words
that the text lacks, and more by the words beside it, before a pattern is compiled or tried.
"""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from comms.rules.vague.vague import Vague

_BOOK = Path(__file__).with_name("english.toml")
_WORDS, _NEXT = re.compile(r"[a-z]{2,}").findall, re.compile(r"[a-z]{2,}").search
_SMALL = dict(zip(range(ord("A"), ord("Z") + 1), "abcdefghijklmnopqrstuvwxyz", strict=True))
_LETTERS = bytes(ord(chr(code).lower()) if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_HYPHENS = "-\u2010\u2011"
_NEVER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")  # what ends no phrase when it follows

# The patterns are compiled when they are first needed: most texts need none of them.
_WORD = r"[A-Za-z]+|\d+(?:[.,]\d+)*"
_ABBREVIATION = (
    r"\b(?:e\.g|i\.e|approx|max|min|incl|excl|vs|nos?|mr|mrs|ms|dr|st|co|ltd|inc|pcs|ca|fig|art|viz|resp|dept"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thurs?|fri|etc(?=\.\s+(?-i:[a-z])))\."
)
_SENTENCE_END = r"[.!?]+(?=[\s\"”’]|$)|[;\n。！？；]+"
# What is quoted, code or an address is somebody else's word. An apostrophe is no quotation mark.
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
_MARKS_OF_ADDRESSES = frozenset("./\\@")
_RUN = 60  # characters on each side that show whether a word can stand in an address
_NAME_AHEAD = r"(?-i:\s+[A-Z][A-Za-z]+,?\s+(?:[A-Z]|&)|\s+(?:GmbH|Ltd|Inc|Co|AG|LLC|SARL|BV)\b)"
_NAME_INSIDE = r"(?-i:\s+(?:[A-Z][a-z]|GmbH|&))"
_NEVER_NAMES = frozenset(("V308",))  # a weekday always has a capital

# A part of a phrase, piece by piece: macros, groups of alternatives with their number, plain words.
_PIECES = re.compile(
    r"<(\w+)>|\((\?)?((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)([?{*]?)|\\."
    r"|(?<![a-z-])([a-z]{2,})(?![a-z?-]|\((?![ ?]))"
)
_PLAIN = re.compile(r"([a-z]{2,})(s\?)?(?![a-z?]|\((?![ ?]))")
# The word or the words that must stand beside the one by which a phrase is looked up.
_FIRST = re.compile(r" (?:([a-z]{2,})(?![a-z?(])|\(([a-z][^()<\\]*)\)(?![?{*]))").match
_LAST = re.compile(r"(?:(?<![a-z-])([a-z]{2,})|\(([a-z][a-z| -]*)\)) $").search
_NOTHING: Iterator[Vague] = iter(())
_BESIDE = 50  # characters that hold the word beside another one, even over the margin of a file


@dataclass(frozen=True, slots=True)
class _Group:
    """Expressions of one rule with one advice. code: "" for harmless ones. only, unless: contexts."""

    code: str
    instead: str = ""
    unless: tuple[str, ...] = ()
    only: str = ""
    order: int = -1


class _Phrase(NamedTuple):
    """An expression as it is looked up by one of its words.

    before, rest: its parts on both sides of that word. back: the words that `before` may have.
    previous, following: the words of which one must stand beside it, if they are known.
    needs: sets of words; a text that has none of one of them does not hold the phrase.
    """

    group: _Group
    before: str
    back: int
    rest: str
    previous: frozenset[str] | None
    following: frozenset[str] | None
    needs: tuple[frozenset[str], ...]


class _Match(NamedTuple):
    start: int
    end: int
    group: _Group

    @property
    def rank(self) -> tuple[int, int, int]:
        """The longest comes first, of equal ones the harmless, then the one that the book has first."""
        return self.start - self.end, self.group.order, self.start


class _Symbol(NamedTuple):
    """What is written in digits and signs, searched only where a sign is and the gate finds something."""

    group: _Group
    gate: str
    pattern: str


_Lines = dict[str, list[tuple[_Group, str, str]]]


class _Book(NamedTuple):
    """The lines of the vague and the harmless phrases by the words by which they are looked up.

    symbols, all_symbols: by their signs, those of ASCII, and all.
    """

    vague: _Lines
    harmless: _Lines
    symbols: list[tuple[str, list[_Symbol]]]
    all_symbols: list[tuple[str, list[_Symbol]]]


def vague_in(text: str) -> Iterator[Vague]:
    """The vague stretches of a text's English."""
    book, words = _book(), _words(text)
    matches = _symbols_in(text, book)
    if candidates := _candidates(book.vague.keys(), words, False):
        matches += _phrases_in(text, _lowered(text), candidates)
    return _open(text, words, matches) if matches else _NOTHING  # no generator: most stop here


def signs_of_vagueness(text: str) -> list[str]:
    """What a text may be vague by, or several in one: a part of it that holds none of this is clear."""
    book = _book()
    signs = [sign for sign, symbols in _signs(text, book) if any(_is_met(symbol, text) for symbol in symbols)]
    return signs + [word for word, _ in _candidates(book.vague.keys(), _words(text), False)]


def _open(text: str, words: Set[str], matches: list[_Match]) -> Iterator[Vague]:
    """Those of the matches that nothing excuses."""
    matches += _phrases_in(text, _lowered(text), _candidates(_book().harmless.keys(), words, True))
    surroundings = _Surroundings(text)
    for start, end, group in _longest(text, matches):
        if group.code and surroundings.leave_open(start, end, group):
            yield Vague(group.code, start, end, group.instead)


def _words(text: str) -> frozenset[str]:
    """The words of a text in small letters; by way of bytes, which is the quickest."""
    return frozenset(text.encode("utf-8", "replace").translate(_LETTERS).decode().split())


def _lowered(text: str) -> str:
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_SMALL)  # İ has two small letters


def _candidates(known: Set[str], words: Set[str], harmless: bool) -> list[tuple[str, list[_Phrase]]]:
    """The phrases that a text of these words may hold, by those of the words by which they are looked up."""
    found = []
    for word in known & words:
        one, other, phrases = _phrases(word, harmless)
        if one and (one.isdisjoint(words) or other.isdisjoint(words)):
            continue
        if possible := [phrase for phrase in phrases if not any(map(words.isdisjoint, phrase.needs))]:
            found.append((word, possible))
    return found


def _phrases_in(text: str, small: str, candidates: list[tuple[str, list[_Phrase]]]) -> list[_Match]:
    return [
        match
        for word, phrases in candidates
        for at in _places(small, word)
        for match in _phrases_at(text, small, at, at + len(word), phrases)
    ]


def _phrases_at(text: str, small: str, at: int, behind: int, phrases: list[_Phrase]) -> Iterator[_Match]:
    starts = [at]  # those of the words before, as far as a phrase has asked for them
    for phrase in _beside(small, at, behind, phrases):
        end = _end(text, behind, phrase.rest)
        if end >= 0:
            start = _start(text, starts, phrase.before, phrase.back)
            if start is not None and _stands_alone(text, start, end):
                yield _Match(start, end, phrase.group)


def _beside(small: str, at: int, behind: int, phrases: list[_Phrase]) -> list[_Phrase]:
    """Those of the phrases whose neighbouring words stand beside the word between two places."""
    previous: list[str] | None = None
    match = _NEXT(small, behind, behind + _BESIDE)
    following = (match.group(),) if match else ()
    fitting = []
    for phrase in phrases:
        if phrase.following and phrase.following.isdisjoint(following):
            continue
        if phrase.previous:
            previous = _WORDS(small[max(0, at - _BESIDE) : at])[-1:] if previous is None else previous
            if phrase.previous.isdisjoint(previous):
                continue
        fitting.append(phrase)
    return fitting


def _places(small: str, word: str) -> Iterator[int]:
    at = small.find(word)
    while at >= 0:
        end = at + len(word)
        if not ("a" <= small[end : end + 1] <= "z" or (at and "a" <= small[at - 1] <= "z")):
            yield at
        at = small.find(word, end)


def _end(text: str, end: int, rest: str) -> int:
    """Where a phrase ends whose word ends at `end`, -1 if the rest of it does not follow."""
    for pattern in _in_turn(rest) if rest else ():
        match = pattern.match(text, end)
        if not match:
            return -1
        end = match.end()
    return -1 if text[end : end + 1].lower() in _NEVER else end


def _start(text: str, starts: list[int], before: str, back: int) -> int | None:
    """Where a phrase begins whose other part begins at the first of `starts`, None if it does not."""
    at = starts[0]
    if not before:
        return at
    if len(starts) == 1:
        since = max(0, at - 70)
        starts += [match.start() for match in _regex(_WORD).finditer(text, since, at)][::-1]
    pattern = _compiled(before)
    for start in starts[min(back, len(starts) - 1) :: -1]:
        if pattern.fullmatch(text, start, at):
            return start
    return None


def _symbols_in(text: str, book: _Book) -> list[_Match]:
    return [
        _Match(*match.span(), symbol.group)
        for _, symbols in _signs(text, book)
        for symbol in symbols
        if _is_met(symbol, text)
        for match in _regex(symbol.pattern).finditer(text)
    ]


def _signs(text: str, book: _Book) -> list[tuple[str, list[_Symbol]]]:
    """The expressions in digits and signs whose sign a text holds."""
    return [entry for entry in (book.symbols if text.isascii() else book.all_symbols) if entry[0] in text]


def _is_met(symbol: _Symbol, text: str) -> bool:
    return _regex(symbol.gate).search(text) is not None


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no longer word, code or compound (SOON_2, @someone, colour-fast) holds the stretch."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in ("_", "@", "#") or (before[-1:].isascii() and before[-1:].isalnum()):
        return False
    if after[:1] in _HYPHENS and after[1:].isdecimal():
        return False
    if before[1:] and before[1] in _HYPHENS and before[0].isalpha():
        return False
    return not (after[1:].isalpha() and after[0] in _HYPHENS and text[start:end].isalpha())


def _longest(text: str, matches: list[_Match]) -> list[_Match]:
    """The matches in their order, of those that overlap the longest."""
    taken = bytearray(len(text) if matches else 0)
    kept = []
    for match in sorted(matches, key=lambda match: match.rank):
        if taken.find(1, match.start, match.end) < 0:
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)


class _Spans:
    """Where a pattern stands in a text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        spans = [match.span() for match in pattern.finditer(text)]
        self._starts, self._ends = [span[0] for span in spans], [span[1] for span in spans]

    def hold(self, position: int) -> bool:
        before = bisect_right(self._starts, position) - 1
        return before >= 0 and position < self._ends[before]


class _Surroundings:
    """What stands around the matches of a text: their sentences, quotes and contexts."""

    def __init__(self, text: str) -> None:
        self._text = text
        stops = (match.span() for match in _regex(_SENTENCE_END).finditer(text))
        self._ends = [end for start, end in stops if self._ends_at(start, end)]
        self._quoted = None if _QUOTES.isdisjoint(text) else _Spans(_regex(_QUOTED), text)
        self._addresses: _Spans | None = None
        self._seen: dict[tuple[str, int, int], bool] = {}

    def leave_open(self, start: int, end: int, group: _Group) -> bool:
        """Whether nothing around the match makes it precise, quotes it or makes a name of it."""
        if (self._quoted and self._quoted.hold(start)) or self._is_address(start):
            return False
        first, last = self._sentence(start, end)
        if group.code not in _NEVER_NAMES and _is_name(self._text, start, end, first, group.code):
            return False
        if group.only and not self._holds(group.only, start, end, first, last):
            return False
        return not any(self._holds(context, start, end, first, last) for context in group.unless)

    def _ends_at(self, start: int, end: int) -> bool:
        """Whether a full stop ends its sentence, and no abbreviation."""
        if self._text[start:end] != ".":
            return True
        near = _regex(_ABBREVIATION).finditer(self._text, max(0, start - 8), end + 3)
        return not any(abbreviation.end() == end for abbreviation in near)

    def _is_address(self, start: int) -> bool:
        before, after = self._text[max(0, start - _RUN) : start], self._text[start : start + _RUN]
        run = (before + "x").split()[-1] + after.split(maxsplit=1)[0]
        if _MARKS_OF_ADDRESSES.isdisjoint(run.rstrip(".,")):
            return False
        if self._addresses is None:
            self._addresses = _Spans(_regex(_ADDRESS), self._text)
        return self._addresses.hold(start)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        before, after = bisect_right(self._ends, start), bisect_right(self._ends, end - 1)
        first = self._ends[before - 1] if before else 0
        return first, self._ends[after] if after < len(self._ends) else len(self._text)

    def _holds(self, context: str, start: int, end: int, first: int, last: int) -> bool:
        where, pattern = _context(context)
        if where == "after":
            return bool(pattern.match(self._text, end, min(last, end + 120)))
        if where == "before":
            return bool(pattern.search(self._text, max(first, start - 90), start))
        key = (context, first, last)
        if key not in self._seen:  # a sentence may be long and have many matches
            self._seen[key] = bool(pattern.search(self._text, first, last))
        return self._seen[key]


def _is_name(text: str, start: int, end: int, first: int, code: str) -> bool:
    """Whether capitals make a proper name of the stretch: Modern Living GmbH, the Premium Outlet."""
    if not all(
        word[0].isupper() and (word[1:].islower() or not word[1:]) for word in text[start:end].split()
    ):
        return False
    before = text[max(first, start - 3) : start].rstrip()
    in_mid_sentence = before and (before[-1].isalnum() or before[-1] in ",&")
    if code == "V301" and not in_mid_sentence:  # Several German customers
        return False
    alone = in_mid_sentence or code == "V304"  # Someone Somewhere is a shop
    pattern = _regex(_NAME_INSIDE if alone else _NAME_AHEAD)
    return bool(pattern.match(text, start + len(text[start:end].split(maxsplit=1)[0]), end + 40))


@cache
def _book() -> _Book:
    data = _data()
    vague, harmless = _by_word(data["group"]), _by_word([{"rule": "", **data["harmless"]}])
    symbols: defaultdict[str, list[_Symbol]] = defaultdict(list)
    for table in data["symbol"]:
        for sign in table["signs"]:
            symbols[sign].append(_Symbol(_group(table), table["gate"], table["pattern"]))
    ascii_only = [entry for entry in symbols.items() if entry[0].isascii()]
    return _Book(vague, harmless, ascii_only, list(symbols.items()))


def _by_word(tables: list[dict[str, Any]]) -> _Lines:
    lines: defaultdict[str, list[tuple[_Group, str, str]]] = defaultdict(list)
    for order, table in enumerate(tables):
        group = _group(table, order if table["rule"] else -1)
        for line in table["phrases"].splitlines():
            before, _, rest = line.rpartition("*")
            for word, behind in _looked_up_by(rest) if rest else ():
                lines[word].append((group, before, behind))
    return dict(lines)


def _looked_up_by(rest: str) -> list[tuple[str, str]]:
    """The words by which a phrase is looked up that is so from there on, each with what follows it."""
    alternatives, others = [rest], ""
    if rest.startswith("("):
        close = rest.index(")")
        alternatives, others = rest[1:close].split("|"), rest[close + 1 :]
    found = []
    for alternative in alternatives:
        word = _first_word(alternative)
        behind = alternative[len(word) :] + others
        if behind.startswith("?"):
            behind = behind[1:]
            found.append((word[:-1], behind))
        found.append((word, behind))
    return found


def _first_word(part: str) -> str:
    for index, character in enumerate(part) if not part.isalpha() else ():
        if not "a" <= character <= "z":
            return part[:index]
    return part


@cache
def _phrases(word: str, harmless: bool) -> tuple[frozenset[str], frozenset[str], tuple[_Phrase, ...]]:
    """The phrases that are looked up by a word, and two sets of words of each of which they need one.

    The sets are empty if a phrase needs none.
    """
    lines = _book().harmless if harmless else _book().vague
    phrases = tuple(_phrase(*line) for line in lines[word])
    if not all(phrase.needs for phrase in phrases):
        return frozenset(), frozenset(), phrases
    one, other = (frozenset().union(*(phrase.needs[which] for phrase in phrases)) for which in (-1, 0))
    return one, other, phrases


def _phrase(group: _Group, before: str, rest: str) -> _Phrase:
    # a macro holds up to four words, and 15th is a number and a word
    back = before.count(" ") + before.count("-") + 4 * before.count("<") + 1
    last, first = _LAST(before), _FIRST(rest)
    previous = _words_of(re.sub(r"[a-z]+[ -]", "", last[1] or last[2])) if last else None
    following = _words_of(first[1] or first[2]) if first else None
    return _Phrase(group, before, back, rest, previous, following, (*_needed(before), *_needed(rest)))


def _words_of(alternatives: str) -> frozenset[str] | None:
    """The words with which alternatives begin; None if one of them begins with none."""
    found = [_PLAIN.match(alternative.strip()) for alternative in alternatives.split("|")]
    if "(" in alternatives or not all(found):
        return None
    return frozenset(match[1] + end for match in found if match for end in ("", "s")[: 1 + bool(match[2])])


def _needed(part: str) -> Iterator[frozenset[str]]:
    """Sets of words of which each text that holds this part of a phrase has one."""
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
    """A part of a phrase as patterns that are applied in turn.

    The big macros are patterns of their own, which all phrases share: they take long to compile.
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
    """A part of a phrase as a pattern. whole: it ends with a word."""
    pieces = re.split(r"(<\w+>)", part)
    pieces[::2] = [_literal(piece) for piece in pieces[::2]]
    return _regex("".join(pieces) + r"(?![A-Za-z0-9_])" * whole)


def _literal(piece: str) -> str:
    plain = piece.replace(".", r"\.").replace("'", "['’]")
    return re.sub(" |-", lambda match: r"\s+" if match.group() == " " else r"[\s\-‐‑]*", plain)


def _filled(pattern: str) -> str:
    while "<" in pattern and (filled := re.sub(r"<(\w+)>", _macro, pattern)) != pattern:
        pattern = filled
    return pattern


def _macro(name: re.Match[str]) -> str:
    if words := _data()["words"].get(name[1]):
        return f"(?:{_literal(words)})(?![A-Za-z-])"
    return f"(?:{_data()['macros'][name[1]]})"


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(_filled(pattern), re.IGNORECASE)


@cache
def _context(name: str) -> tuple[str, re.Pattern[str]]:
    table = _data()["contexts"][name]
    return table["where"], _regex(table["pattern"])
