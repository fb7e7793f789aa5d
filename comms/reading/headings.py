"""The meaning of headings: a dimension in one of many spellings, the title, or a section of another text.

A heading is looked up as a whole; where it is not listed, its words may tell what it asks for (`asking.py`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from comms.language.phrases import LANGUAGES, words
from comms.language.traditional import simplified
from comms.models.brief import DIMENSIONS
from comms.reading.asking import TITLE, is_interrogative, noun_in, question_in
from comms.terms.lazy_patterns import LazyPattern

MAX_HEADING = 160
"""The most characters of a heading; longer lines are sentences and name nothing."""

_TAG = re.compile(r"<[^<>]*>|\{#[^{}]*\}|:[a-z0-9_+-]+:|[*~]")
_CODED_REMARK = LazyPattern(r"`[(（][^`]*[)）]`")
_EXAMPLE = LazyPattern(r"[(（] ?(?:e\.? ?g\b|for example|such as|例如|比如|如)[^()（）]*[)）]", re.IGNORECASE)
_NUMBER_OF = LazyPattern(r"(?:#|\bno\.) ?of ")
_BRACKETS = LazyPattern(r"[(\[{【]([^()\[\]{}【】]*)[)\]}】]")
_NUMBERING = LazyPattern(
    r"^\W*(?:(?:[（(]?(?:\d{1,2}(?:\.\d{1,2})*+[)）.、:：]?(?!\w)|\d{1,2}\s*+(?=[㐀-鿿])"
    r"|[一二三四五六七八九十]{1,3}[)）.、:：]|[ivx]{1,4}[)）.、])"
    r"|第[一二三四五六七八九十\d]{1,3}[部分章节项条步点]{1,2}|(?:q|step|part|section) ?\d{1,2}\b)\W*+)?"
)
_CJK = LazyPattern(r"[㐀-鿿]+")
_SENTENCES = re.compile(r"[?？!！。;；]|\.(?=\s|$)")
_SEPARATORS = re.compile(r"[^\w]+|_+")
_DASH = re.compile(r"\s[-–—]{1,2}\s|——")
_TITLE_PARTS = re.compile(r"[:|—–]|\s-\s")
_PARTS = re.compile(r"\s*[/|&、,，+·]\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """The meaning of a heading.

    dimension: one of the seven, "title", or "" for a heading that only ends the section before it.
    clear: whether the heading names its dimension even if nothing else suggests a request.
    role: the role of a person that the heading names, such as "owner".
    foreign: whether the heading belongs to another kind of text: a README, minutes, a changelog.
    loose: whether only some of its words suggest the dimension, so that it makes no text a request.
    also: the other dimensions that a heading of several names asks for: "Budget and timeline".
    """

    dimension: str = ""
    clear: bool = False
    role: str = ""
    foreign: bool = False
    loose: bool = False
    also: tuple[str, ...] = ()

    @property
    def certainty(self) -> int:
        """How surely the heading names its dimension, from 0."""
        return 0 if self.loose else 1 + self.clear

    @property
    def dimensions(self) -> tuple[str, ...]:
        """All dimensions that the heading asks for."""
        return (self.dimension, *self.also) if self.dimension else ()


def dimension_of(heading: str) -> str | None:
    """Return the dimension that a heading names in one or both languages: "Why", "何因 Why", "2. 原因"."""
    name = name_of(heading)
    return name.dimension if name and name.dimension in DIMENSIONS else None


House = tuple[tuple[str, str], ...]
"""The headings of a house, each with the dimension that it asks for or "title"."""

_house: ContextVar[House] = ContextVar("house", default=())


@contextmanager
def with_house(headings: House) -> Iterator[None]:
    """Read headings in the way of a house, whose own names count before the built-in ones.

    A file is read by many functions that ask for the meaning of a heading, all in the same house; so the
    house is the context of the reading rather than an argument of each.
    """
    token = _house.set(headings)
    try:
        yield
    finally:
        _house.reset(token)


def current_house() -> House:
    """Return the headings of the house in which files are read at present."""
    return _house.get()


def name_of(heading: str) -> Name | None:
    """Return the meaning of a heading, None if it has none; the words in brackets may contribute to it."""
    return _name_of(heading, _house.get())


@lru_cache(maxsize=4096)
def _name_of(heading: str, house: House) -> Name | None:
    heading = _EXAMPLE.sub("", _CODED_REMARK.sub("", heading))
    if len(heading) > MAX_HEADING or "`" in heading:  # text marked as code is the name of a key
        return None
    folded = _folded(heading)
    outer, inner = _BRACKETS.sub(" ", folded), _BRACKETS.findall(folded)
    if not re.search(r"\w", outer):
        outer, inner = " ".join(inner), []
    name = _of_sentences(_NUMBERING.sub("", outer, count=1))
    others = [name for name in map(_in_both_languages, inner) if name]
    if name is None:
        return _with_remark(outer, inner if folded.endswith(tuple(")]}】")) else [], others)
    return None if any(_contradicts(other, name) for other in others) else name


_FEW_WORDS = re.compile(r"\w++(?:[ '-]\w++){0,2}")
"""The words in brackets that may belong to the name before them."""


def _with_remark(outer: str, inner: list[str], others: list[Name]) -> Name | None:
    """Return the meaning of a heading together with the words in brackets, or without a remark behind a dash.

    "Problem (Why)", "Manager (for approval)", "Expected outcomes - select all that apply".
    """
    if len(others) == 1 and others[0].clear:
        return others[0]
    before, dash, remark = _DASH.sub("\n", outer, count=1).partition("\n")
    is_short = (
        len(inner) == 1 and bool(_FEW_WORDS.fullmatch(inner[0].strip())) and not _remarks().match(inner[0])
    )
    together = before if dash and _remarks().match(remark) else f"{outer} {inner[0]}" if is_short else ""
    name = _of_sentences(_NUMBERING.sub("", together, count=1))
    return _loosely(name) if name and not name.foreign else None


def _folded(heading: str) -> str:
    text = simplified(_TAG.sub("", unicodedata.normalize("NFKC", heading).casefold()).strip())
    text = _NUMBER_OF.sub("number of ", text)
    regional, words_of_mainland = _regional_words()
    return text if text.isascii() else regional.sub(lambda found: words_of_mainland[found[0]], text)


def _contradicts(inner: Name, outer: Name) -> bool:
    """Return whether the words in brackets mean something else, and not only whom the heading addresses."""
    return inner.dimension != outer.dimension and not (inner.loose or inner.certainty < outer.certainty)


def _of_sentences(text: str) -> Name | None:
    """Return the meaning of the first sentence that has one: "Is there a deadline? If so, why?"."""
    return next(filter(None, map(_in_both_languages, _SENTENCES.split(text))), None)


def is_foreign_title(title: str) -> bool:
    """Return whether a title announces another kind of text, such as minutes or a changelog."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    latin = f" {_SEPARATORS.sub(' ', folded)} "
    return any(word in (folded if _CJK.search(word) else latin) for word in _foreign_titles())


def is_title_of_request(title: str) -> bool:
    """Return whether a title, or a part of it up to a sign, is that of a request: "提测单：尺码表"."""
    ours, others = _ends("request_titles"), _ends("other_request_titles")
    parts = [f" {_bare(part)}" for part in _TITLE_PARTS.split(_BRACKETS.sub(" ", _folded(title)))]
    return any(part.endswith(ours) and not part.endswith(others) for part in parts)


def _in_both_languages(text: str) -> Name | None:
    """Return the meaning that the Chinese and the Latin words of a heading share, None if they differ."""
    if whole := _meanings().get(_bare(text)):
        return whole
    halves = (" ".join(_CJK.findall(text)), _CJK.sub(" ", text))
    halves_said = [text if not _CJK.search(text) else half for half in halves if _bare(half)]
    names = [_of_one_language(half) for half in halves_said]
    if names[:1] != [None] and names[1:] == [None] and _TRANSLATED.search(text):
        return _loosely(names[0])
    if len(names) > 1:
        names = [name or _joined(half) for name, half in zip(names, halves_said, strict=True)]
        if None in names and len(halves[1].split()) <= _MOST_TERMS:
            return _around_a_term(text, names[0])
    if not names or None in names or len({name.dimension for name in names if name}) > 1:
        return _joined(text) if len(names) == 1 else None
    return _together([name for name in names if name])


def _loosely(name: Name | None) -> Name | None:
    return replace(name, clear=False, loose=True) if name and name.dimension else name


_TRANSLATED = re.compile(r"[㐀-鿿）)]\s*[/|｜]\s*[a-z][^㐀-鿿]*$")
"""A Chinese heading with its English translation behind a stroke."""
_MOST_TERMS = 2
"""The most Latin words of a Chinese heading that are a technical term rather than a heading of their own."""


def _around_a_term(text: str, chinese: Name | None) -> Name | None:
    """Return the meaning of a Chinese heading with a Latin term in it: "App 上线时间", "代码 Review 人员"."""
    if asked := noun_in(_bare(text)):
        role = _role_in(_bare(text)) if asked.dimension == "who" else ""
        return Name(asked.dimension, role=role, loose=True)
    if chinese is None or not chinese.dimension or not _CJK.search(text.rstrip()[-1:]):
        return None  # "提测内容 PR diff" is the diff
    return replace(chinese, clear=False, loose=True)


def _together(names: list[Name]) -> Name:
    roles = [name.role for name in names if name.role]
    surest = max(names, key=lambda name: name.certainty)
    return replace(
        surest,
        role=roles[0] if roles else "",
        foreign=any(name.foreign for name in names),
        also=names[0].also,
    )


def _of_one_language(text: str) -> Name | None:
    if not (bare := _bare(text)):
        return None
    trimmed = _trimmed(bare)
    listed = _meanings().get(bare)
    if listed or ((listed := _meanings().get(trimmed)) and not listed.foreign):
        return listed  # "Expected participants" is not the "Participants" of minutes
    asked = question_in(bare)
    if asked is None and len(_parts(text)) < 2:
        asked = noun_in(bare) or noun_in(trimmed)
    if asked is None or not asked.dimension:
        return listed
    role = _role_in(bare) if asked.dimension == "who" else ""
    return Name(asked.dimension, clear=not asked.loose, role=role, loose=asked.loose)


def _joined(text: str) -> Name | None:
    """Return the meaning of a heading of several names: "背景/目的", "Deadline & priority", "Time & place".

    A part that names no dimension does not matter, but an unknown one makes the meaning loose. A bare
    interrogative needs known parts, since "When and how to use it" asks for no date.
    """
    parts = _parts(text)
    names = [_of_one_language(part) for part in parts]
    known = [name for name in names if name and name.dimension]
    if len(parts) < 2 or not known or any(name and name.foreign for name in names):
        return None
    unknown = names.count(None)
    if unknown and (unknown > _MOST_UNKNOWN or is_interrogative(_bare(parts[names.index(known[0])]))):
        return None
    dimensions = list(dict.fromkeys(name.dimension for name in known))
    loose = all(name.loose for name in known) or None in names
    clear = not loose and (known[0].clear if len(known) < len(names) else len(dimensions) == 1)
    role = known[0].role if len(known) == 1 else ""
    return Name(dimensions[0], clear=clear, role=role, loose=loose, also=tuple(dimensions[1:]))


_MOST_UNKNOWN = 1
"""The most unknown parts of a heading; one with more of them is a list of other things."""


def _parts(text: str) -> list[str]:
    return [part for piece in _PARTS.split(text) for part in _split_at_joiners(piece) if _bare(part)]


def _bare(text: str) -> str:
    spaced = _SEPARATORS.sub(" ", text).strip()
    return spaced.replace(" ", "") if _CJK.search(spaced) else spaced


def _trimmed(bare: str) -> str:
    """Return a heading without filler words around its name: "请填写预算", "your deadline"."""
    openers, closers = _fillers()
    meanings = _meanings()
    for _ in range(3):
        if bare in meanings:
            return bare
        opener = _first_of(openers, bare, bare.startswith)
        closer = _first_of(closers, bare, bare.endswith)
        if closer and (shorter := bare.removesuffix(closer)) in meanings:
            return shorter
        bare = bare.removeprefix(opener) if opener else bare.removesuffix(closer)
    return bare


def _first_of(fillers: tuple[str, ...], bare: str, has: Callable[[str | tuple[str, ...]], bool]) -> str:
    """Return the first filler at one end of a text that it does not consist of, "" if there is none."""
    if not has(fillers):
        return ""
    return next((word for word in fillers if has(word) and len(bare) > len(word)), "")


def _split_at_joiners(text: str) -> list[str]:
    return _joiners().split(text)


@cache
def _regional_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the words of other Chinese regions, and what each is called in the lists."""
    called = dict(pair for language in LANGUAGES for pair in words(language)["by_hand"]["regional"])
    return re.compile("|".join(map(re.escape, sorted(called, key=len, reverse=True)))), called


@cache
def _remarks() -> re.Pattern[str]:
    """Return the words by which a remark for whoever fills in the form begins."""
    remarks = (word for language in LANGUAGES for word in words(language)["by_hand"]["remarks"])
    return re.compile(rf"\s*+(?:{'|'.join(map(re.escape, remarks))})")


@cache
def _joiners() -> re.Pattern[str]:
    joiners = [word for language in LANGUAGES for word in words(language)["by_hand"]["joiners"]]
    chinese = "|".join(word for word in sorted(joiners, key=len, reverse=True) if _CJK.search(word))
    latin = "|".join(word for word in joiners if not _CJK.search(word))
    return re.compile(rf"{chinese}|\b(?:{latin})\b")


@cache
def _fillers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that may open and close a heading, longest first; Latin ones include their space."""
    books = [words(language)["by_hand"] for language in LANGUAGES]
    openers = [word if _CJK.search(word) else f"{word} " for book in books for word in book["openers"]]
    closers = [word if _CJK.search(word) else f" {word}" for book in books for word in book["closers"]]
    return tuple(sorted(openers, key=len, reverse=True)), tuple(sorted(closers, key=len, reverse=True))


@cache
def _foreign_titles() -> tuple[str, ...]:
    titles = (title for language in LANGUAGES for title in words(language)["by_hand"]["foreign_titles"])
    return tuple(title if _CJK.search(title) else f" {_SEPARATORS.sub(' ', title)} " for title in titles)


@cache
def _ends(key: str) -> tuple[str, ...]:
    """Return ends of headings; Latin ones include the blank before them."""
    ends = (end for language in LANGUAGES for end in words(language)["by_hand"][key])
    return tuple(end if _CJK.search(end) else f" {end}" for end in ends)


def speaks_of_request(heading: str) -> bool:
    """Return whether a heading calls what it asks for a request, or something that is requested."""
    return bool(_request_words().search(_folded(heading)))


@cache
def _request_words() -> re.Pattern[str]:
    found = [word for language in LANGUAGES for word in words(language)["by_hand"]["request_words"]]
    return re.compile("|".join(map(re.escape, found)))


def is_bare_date(heading: str) -> bool:
    """Return whether a heading asks for a date and does not say of what."""
    return _bare(_folded(heading)) in _listed("bare_dates")


def is_about_form(heading: str) -> bool:
    """Return whether a heading asks for the number of a form, or for a signature or an opinion on it."""
    return f" {_bare(_folded(heading))}".endswith(_ends("form_labels"))


@cache
def _listed(key: str) -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in words(language)["by_hand"][key])


def hint_columns() -> frozenset[str]:
    """Return the headers of table columns that only explain what a row asks for."""
    return _listed("hint_columns")


def requirement_columns() -> frozenset[str]:
    """Return the headers of the column that tells which, in a list of requirements."""
    return _listed("requirement_columns")


@cache
def goods_columns() -> tuple[frozenset[str], frozenset[str]]:
    """Return the headers of the columns of a list of goods: those that tell which, and how many."""
    books = [words(language)["by_hand"] for language in LANGUAGES]
    items, quantities = (
        frozenset(header for book in books for header in book[key])
        for key in ("item_columns", "quantity_columns")
    )
    return items, quantities


def column_name(header: str) -> str:
    """Return the header of a column as the lists have it, without its unit: "数量（件）"."""
    return _bare(_BRACKETS.sub(" ", _folded(header)))


def _role_in(bare: str) -> str:
    """Return the role that the words of a heading name, "" if they name a person without one."""
    return next((role for role, pattern in _role_signs() if pattern.search(bare)), "")


@cache
def _role_signs() -> list[tuple[str, re.Pattern[str]]]:
    signs: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for role, found in words(language)["by_hand"]["role_signs"].items():
            signs.setdefault(role, []).extend(found)
    # at the beginning of a word: "assignee" is no one who signs
    return [
        (role, re.compile(f"(?<![a-z])(?:{'|'.join(map(re.escape, found))})"))
        for role, found in signs.items()
    ]


def _meanings() -> dict[str, Name]:
    return _meanings_in(_house.get())


@lru_cache(maxsize=8)
def _meanings_in(house: House) -> dict[str, Name]:
    listed = dict(entry for language in LANGUAGES for entry in _entries(language))
    return listed | dict(_house_entry(heading, key) for heading, key in house)


def _house_entry(heading: str, dimension: str) -> tuple[str, Name]:
    bare = _bare(_NUMBERING.sub("", _BRACKETS.sub(" ", _folded(heading)), count=1))
    return bare, Name(dimension, clear=True, role=_role_in(bare) if dimension == "who" else "")


def _entries(language: str) -> Iterator[tuple[str, Name]]:
    book = words(language)
    roles = {label: role for role, labels in book["who_labels"].items() for label in labels}
    for heading in book["by_hand"]["foreign"]:
        yield _bare(heading), Name(foreign=True)
    for heading in book["by_hand"]["other"]:
        yield _bare(heading), Name()
    for heading in book["by_hand"]["title"]:
        yield _bare(heading), Name(TITLE)
    for dimension in DIMENSIONS:
        step = book["steps"][dimension]
        for heading in (*step["vague_headings"], *step["headings"]):
            clear = heading in step["headings"]
            role = roles.get(heading) or _role_in(heading) if dimension == "who" else ""
            yield _bare(heading), Name(dimension, clear, role)
