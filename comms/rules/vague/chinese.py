"""Finds vague expressions in Chinese.

A single pattern, made from all expressions of chinese.toml, scans the text once, in Simplified characters.
Longer words, neighbouring characters and the clause are examined only where the scan stops.
"""

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import count, pairwise, product
from operator import attrgetter
from pathlib import Path
from typing import Any

from comms.language.traditional import simplified
from comms.rules.vague.clauses import Clauses
from comms.rules.vague.vague import Vague
from comms.terms.lazy_patterns import LazyPattern

_CLUSTERS = 5  # groups of characters after anchors: with more, the scan stops less often, but is slower
_NEIGHBOURS = 16  # characters before an expression that its `before` patterns can see
_ASKED = LazyPattern(r"[^，。；！？?吗呢\n]{0,30}+[？?吗呢]")
_CHINESE = LazyPattern(r"[一-龥]")
_PURPOSE = LazyPattern(r"\s?(?:[从因]而)?(?:以?确保|避免|以免|以便|保证|防止|使)")
"""Begins a clause that says what the clause before it is for, and is as precise as that one."""
# Text that need not be precise: quotations, code, names, addresses, paths. A quotation contains no second
# opening mark, so a text of nothing but opening marks is still scanned in linear time. Every alternative
# begins with a literal character, which lets the pattern skip all others quickly.
_EXEMPT = LazyPattern(
    r"```.*?(?:```|\Z)|`[^`\n]*`"
    r"|“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|《[^《》\n]*》|\"[^\"\n]*\"|'(?<!\w')[^'\n]*'(?!\w)"
    r"|(?:http|www\.)[!-~]+(?:(?<=[/=])[^\x00-\x7f，。；、！？）”]+[!-~]*)*"
    r"|名称?[：:][^，。；（(\n]*"
    # What a screen, a message or a menu says: 错误文案：请稍后重试.
    r"|(?:文案(?<=(?:错误|入口|按钮|提示|弹窗|短信|推送|引导|气泡|空态|报错)文案)|(?:短信|消息|通知|推送|邮件)模板"
    r"|菜单项?|选项|抬头|提示语|占位符|报错)[：:][^，。；（(\n]*"
    r"|/(?<=[A-Za-z0-9_.-]/)[\w./-]{0,200}\.[A-Za-z]{2,4}(?![A-Za-z])",
    re.DOTALL,
)
_SLASH = re.compile(r"[/.-](?<=[0-9].)(?=[0-9])")
# 5/6 and 5/6/26, or with other signs and a year: 05.06.26, 05-06-2026; but 3.11.12 is a version.
_DATE_IN_DIGITS = re.compile(
    r"(?<![A-Za-z0-9_/.#-])(?![1-9][0-9]?\.[0-9]{1,2}\.[0-9]{2}(?![0-9]))"
    r"([0-9]{1,2})(?:(/)([0-9]{1,2})(?:/(?:[0-9]{4}|[0-9]{2}))?|([.-])([0-9]{1,2})\4(?:[0-9]{4}|[0-9]{2}))(?![0-9/%-]|\.[0-9])"
)
_DATES = ("5/6", "5/6/26")  # their names in chinese.toml
_GENERAL = frozenset({"quantity", "comparison", "quality", "taste"})
"""The advice of families that gives way to one for what an expression names."""
_CLASS = re.compile(r"\[([^]]+)\]|(.)")
_PART = re.compile(r"\{([a-z_]+)\}")
# The keys of patterns that end where a word begins.
_LOOKBEHINDS = ("before", "not_before", "wanted_before", "stated_before")


@dataclass(frozen=True, slots=True)
class _Family:
    """The conditions under which a rule reports certain words; chinese.toml documents the fields."""

    code: str
    advice: str
    before: str = ""
    not_before: str = ""
    after: str = ""
    not_after: str = ""
    wanted_before: str = ""
    wanted_after: str = "(?!)"
    stated_before: str = ""
    stated_after: str = "(?!)"
    precise: str = ""
    asks: bool = True


@dataclass(frozen=True, slots=True)
class _Excuse:
    """Patterns of what makes a word precise in its clause, in its neighbours, and in an explanation of it."""

    here: str = "(?!)"
    before: str = "(?!)"
    after: str = "(?!)"
    explained: str = "(?!)"


@dataclass(frozen=True, slots=True)
class _Expressions:
    """The contents of chinese.toml, compiled."""

    scan: re.Pattern[str]
    at_stop: dict[str, list[tuple[str, int]]]  # the words, longest first, with the offset of the stop in them
    families: dict[str, list[_Family]]
    harmless: list[str]
    overlapping: set[str]  # the last two characters of words that end with an expression's first character
    patterns: dict[str, str]  # the named parts of patterns
    excuses: dict[str, _Excuse]
    advice: dict[str, str]  # the advice for certain words, each with the pattern of its words


def vague_in(text: str) -> Iterator[Vague]:
    """Yield the vague Chinese expressions of a text, in order."""
    expressions, text = _expressions(), simplified(text)
    at_stop, end, reader = expressions.at_stop, 0, None
    found: list[Vague] = []
    for at in map(re.Match.start, expressions.scan.finditer(text)):
        words = at_stop.get(text[at : at + 2]) or at_stop.get(text[at])
        if words is None or at < end:
            continue
        reader = reader or _Reader(text)
        if vague := reader.first_vague(at, words):
            found.append(vague)
            end = vague.end
    found += _dates_in_digits(text)
    for vague in _merged(found):
        yield replace(vague, instead=f"chinese.{_advice(text[vague.start : vague.end], vague.instead)}")


def _advice(found: str, advice: str) -> str:
    """Return the advice for what an expression names, a price for example, or that of its family."""
    if advice not in _GENERAL:
        return advice
    return next((name for name, words in _expressions().advice.items() if re.search(words, found)), advice)


def _merged(found: list[Vague]) -> list[Vague]:
    """Return the expressions in order; overlapping ones are dropped, adjacent ones of one rule are joined."""
    merged: list[Vague] = []
    for vague in sorted(found, key=attrgetter("start")):
        last = merged[-1] if merged else None
        if not last or vague.start > last.end or (vague.start == last.end and vague.code != last.code):
            merged.append(vague)
        elif vague.start == last.end:
            merged[-1] = Vague(last.code, last.start, vague.end, last.instead)
    return merged


def _dates_in_digits(text: str) -> Iterator[Vague]:
    """Yield ambiguous dates such as 05/06/26 (June or May); 25/6 and 6/6 can mean a single day only."""
    reader = _Reader(text)
    for slash in _SLASH.finditer(text):
        at = slash.start()
        match = _DATE_IN_DIGITS.match(text, at - 2) or _DATE_IN_DIGITS.match(text, at - 1)
        if not match or at not in (match.start(2), match.start(4)):
            continue
        one, other = int(match[1]), int(match[3] or match[5])
        if one != other and max(one, other) <= 12 and min(one, other) > 0:
            found = reader.vague(_DATES[match.end() != match.end(3)], *match.span())
            if found and _CHINESE.search(text, max(0, at - _NEIGHBOURS), at + _NEIGHBOURS):
                yield found


class _Reader:
    """Judges the words of a text at which the scan stops, and caches what it has computed about the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._clauses: Clauses | None = None
        self._precise: dict[tuple[int, int, str], bool] = {}
        self._exempt: tuple[list[int], list[int]] | None = None

    def first_vague(self, stop: int, words: Iterable[tuple[str, int]]) -> Vague | None:
        """Return the first of the words that is there and vague; `words` come with the offset of the stop."""
        for word, offset in words:
            start = stop - offset
            is_there = start >= 0 and self._text.startswith(word, start)
            if is_there and (vague := self.vague(word, start, start + len(word))):
                return vague
        return None

    def vague(self, word: str, start: int, end: int) -> Vague | None:
        """Return a word as a vague expression, by its first family that fits, unless something excuses it."""
        for family in _expressions().families[word]:
            span = self._fit(family, start, end)
            if span is None:
                continue
            if (
                self._is_part_of_another(word, start)
                or self._is_exempt(start)
                or _compiled("{name}").match(self._text, end)
                or self._is_precise(family, start)
            ):
                return None
            return Vague(family.code, *span, family.advice)
        return None

    def _fit(self, family: _Family, start: int, end: int) -> tuple[int, int] | None:
        """Return the span to report if the word's neighbours fit the family, or None."""
        text, begin, stop = self._text, start, end
        if family.after:
            after = _compiled(family.after).match(text, end)
            if not after:
                return None
            stop = max(end, after.end(after.lastindex or 0) if after.lastindex else end)
        if family.not_after and _compiled(family.not_after).match(text, stop):
            return None
        head = text[max(0, start - _NEIGHBOURS) : start]
        if family.before:
            before = _compiled(family.before).search(head)
            if not before:
                return None
            begin = start - len(head) + before.start(1) if before.lastindex else start
            head = text[max(0, begin - _NEIGHBOURS) : begin]
        if family.not_before and _compiled(family.not_before).search(head.rstrip(" ")):
            return None
        if not family.asks and _ASKED.match(text, end):
            return None
        return (begin, stop) if self._is_wanted(family, begin, end) else None

    def _is_wanted(self, family: _Family, start: int, end: int) -> bool:
        """Return whether the word is part of a demand, if the family requires one."""
        if not (family.wanted_before or family.stated_before):
            return True
        head = self._text[max(0, start - _NEIGHBOURS) : start]
        is_stated = _compiled(family.stated_after).match(self._text, end) and _compiled(
            family.stated_before
        ).search(head)
        return bool(
            is_stated
            or (family.wanted_before and _compiled(family.wanted_before).search(head))
            or _compiled(family.wanted_after).match(self._text, end)
        )

    def _is_part_of_another(self, word: str, start: int) -> bool:
        """Return whether the word is part of a longer, harmless one, or begins with the end of another."""
        if len(word) > 1 and start and self._text[start - 1 : start + 1] in _expressions().overlapping:
            return True
        return any(
            start >= before and self._text[start - before : start + rest] in longer
            for (before, rest), longer in _longer(word).items()
        )

    def _is_exempt(self, start: int) -> bool:
        """Return whether a position is in a quotation, code, a name, an address or a path."""
        if self._exempt is None:
            spans = [match.span() for match in _EXEMPT.finditer(self._text)]
            self._exempt = [span[0] for span in spans], [span[1] for span in spans]
        starts, ends = self._exempt
        index = bisect_right(starts, start) - 1
        return index >= 0 and start < ends[index]

    def _is_precise(self, family: _Family, start: int) -> bool:
        """Return whether a word of the family is made precise in its clause or by what is around it."""
        if not family.precise:
            return False
        clauses, excuse = self._clauses_around(start), _expressions().excuses[family.precise]
        number = clauses.number(start)
        key = clauses.start, number, family.precise
        if key not in self._precise:
            clause = clauses.clause(number)
            self._precise[key] = bool(
                _compiled(excuse.here).search(clause.text)
                or (_PURPOSE.match(clause.text) and _compiled(excuse.here).search(clause.before))
                or (clause.before and _compiled(excuse.before).match(clause.before))
                or any(_compiled(excuse.after).match(text) for text in clause.after)
                or any(_compiled(excuse.explained).search(text) for text in clause.explanations)
            )
        return self._precise[key] or any(
            _compiled(excuse.explained).search(bracket) for bracket in clauses.brackets(start)
        )

    def _clauses_around(self, position: int) -> Clauses:
        """Return the clauses of the line around a position; lines without an expression are not divided."""
        if not (self._clauses and self._clauses.start <= position < self._clauses.end):
            end = self._text.find("\n", position)
            self._clauses = Clauses(
                self._text, self._text.rfind("\n", 0, position) + 1, end if end >= 0 else len(self._text)
            )
        return self._clauses


@cache
def _expressions() -> _Expressions:
    with Path(__file__).with_name("chinese.toml").open("rb") as file:
        data = tomllib.load(file)
    families = _families(data["vague"])
    patterns = _joined(data["parts"])
    excuses = {name: _Excuse(**_joined(table)) for name, table in data["precise"].items()}
    anchors = data["scan"]["anchors"]
    at_stop = _at_stop(families, anchors)
    harmless = list(_expanded(data["harmless"]["words"]))
    overlapping = set(_expanded(data["harmless"]["before"]))
    scan, advice = _scan(at_stop, anchors), data["advice"]
    return _Expressions(scan, at_stop, families, harmless, overlapping, patterns, excuses, advice)


def _joined(patterns: dict[str, str]) -> dict[str, str]:
    """Return patterns whose lines are joined where one ends with a backslash."""
    return {name: pattern.replace("\\\n", "") for name, pattern in patterns.items()}


def _families(tables: Iterable[dict[str, Any]]) -> dict[str, list[_Family]]:
    families: dict[str, list[_Family]] = defaultdict(list)
    for table in tables:
        words = table.pop("words")
        # ^ matches the beginning of a line, since the text may follow others in a joined one
        lookbehinds = {key: rf"(?m:{table[key]})\Z" for key in _LOOKBEHINDS if key in table}
        family = _Family(**table | lookbehinds)
        for word in _expanded(words):
            families[word].append(family)
    return families


def _expanded(words: str) -> Iterator[str]:
    """Yield the words of a list; [多少]放 stands for 多放 and 少放."""
    for word in words.split():
        if "[" in word:
            yield from map("".join, product(*(many or one for many, one in _CLASS.findall(word))))
        else:
            yield word


def _at_stop(words: Iterable[str], anchors: str) -> dict[str, list[tuple[str, int]]]:
    """Return the words by the characters at which the scan stops: a word's rarest anchor and the next one."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    rank = defaultdict(lambda: -1, zip(anchors, count(), strict=False))
    for word in sorted(words, key=len, reverse=True):
        if word in _DATES:
            continue
        at = 0 if len(word) < 3 else word.index(max(word[:-1], key=rank.__getitem__))
        found[word[at : at + 2]].append((word, at))
    for stop in found:
        if len(stop) == 2:
            found[stop] += found.get(stop[0], [])
    return dict(found)


def _scan(stops: Iterable[str], anchors: str) -> re.Pattern[str]:
    """Return a pattern that stops where an expression may be, at a cost of some 15 ns per character.

    With an alternative for every word, all of them would be tried in turn at every common character.
    Instead, the pattern asks whether a character is an anchor, and whether the next character can follow it,
    in clusters of such followers. The most common anchors have the smallest clusters, so that they cause the
    fewest needless stops.
    """
    pairs: dict[str, set[str]] = defaultdict(set)
    for stop in stops:
        pairs[stop[0]].add(stop[1:])
    alone = {anchor for anchor, followers in pairs.items() if "" in followers}
    others = sorted(pairs.keys() - alone, key=anchors.find)
    followers = list(dict.fromkeys(follower for anchor in others for follower in sorted(pairs[anchor])))
    bounds = [len(followers) * (2**part - 1) // (2**_CLUSTERS - 1) for part in range(_CLUSTERS + 1)]
    clusters = [set(followers[start:end]) for start, end in pairwise(bounds)]
    together = [f"{_one_of(c)}(?<={_one_of(a for a in others if pairs[a] & c)}.)" for c in clusters]
    return re.compile(f"{_one_of(pairs)}(?={'|'.join(together)}|(?<={_one_of(alone)}))")


def _one_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(characters))}]"


@cache
def _longer(word: str) -> dict[tuple[int, int], set[str]]:
    """Return the harmless words that contain a word.

    They are grouped by the number of their characters before the start of the word and from there on.
    """
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for longer in _expressions().harmless:
        if (at := longer.find(word)) >= 0:
            found[at, len(longer) - at].add(longer)
    return dict(found)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Return a pattern of chinese.toml, its {parts} replaced, compiled."""
    patterns = _expressions().patterns
    while names := _PART.findall(source):
        for name in names:
            source = source.replace(f"{{{name}}}", f"(?:{patterns[name]})")
    return re.compile(source)
