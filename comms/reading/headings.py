"""What a heading names: a dimension in one of many spellings, the title, or something that is not ours."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from comms.language.phrases import LANGUAGES, words
from comms.models.brief import DIMENSIONS

TITLE = "title"
MAX_HEADING = 100
"""Characters; whatever is longer is a sentence and names nothing."""

_TAG = re.compile(r"<[^<>]*>|\{#[^{}]*\}|:[a-z0-9_+-]+:|[*~]")
_BRACKETS = re.compile(r"[(\[{【]([^()\[\]{}【】]*)[)\]}】]")
_NUMBERING = re.compile(
    r"^\W*(?:(?:[（(]?(?:\d{1,2}(?:\.\d{1,2})*+[)）.、:：]?(?!\w)|\d{1,2}\s*+(?=[㐀-鿿])"
    r"|[一二三四五六七八九十]{1,3}[)）.、:：]|[ivx]{1,4}[)）.、])"
    r"|第[一二三四五六七八九十\d]{1,3}[部分章节项条步点]{1,2}|(?:q|step|part|section) ?\d{1,2}\b)\W*+)?"
)
_CJK = re.compile(r"[㐀-鿿]+")
_SEPARATORS = re.compile(r"[^\w]+|_+")
_PARTS = re.compile(r"\s*[/|&、,，+·]\s*")


@dataclass(frozen=True, slots=True)
class Name:
    """What a heading stands for.

    dimension: one of the seven, "title", or "" for a heading that ends the section before it.
    clear: the heading names its dimension even where nothing else speaks of a request.
    role: the role of a person that the heading names, such as owner.
    foreign: the heading belongs to another sort of text: a README, minutes, a changelog.
    """

    dimension: str = ""
    clear: bool = False
    role: str = ""
    foreign: bool = False


def dimension_of(heading: str) -> str | None:
    """The dimension that a heading names, alone or in both languages: "Why", "何因 Why", "2. 原因"."""
    name = name_of(heading)
    return name.dimension if name and name.dimension in DIMENSIONS else None


@lru_cache(maxsize=4096)
def name_of(heading: str) -> Name | None:
    """What a heading names, None where it names nothing we know; what stands in brackets may add to it."""
    if len(heading) > MAX_HEADING or "`" in heading:  # what is dressed as code is the name of a key
        return None
    plain = _TAG.sub("", unicodedata.normalize("NFKC", heading).casefold()).strip()
    outer, inner = _BRACKETS.sub(" ", plain), _BRACKETS.findall(plain)
    if not re.search(r"\w", outer):
        outer, inner = " ".join(inner), []
    name = _in_both_languages(_NUMBERING.sub("", outer, count=1))
    others = [each for each in map(_in_both_languages, inner) if each]
    if name is None:  # "Problem (Why)"
        return others[0] if len(others) == 1 and others[0].clear else None
    return None if any(each.dimension != name.dimension for each in others) else name


def names_in_title(title: str) -> bool:
    """Whether a title says that the text is another sort of text: minutes, a changelog."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    latin = f" {_SEPARATORS.sub(' ', plain)} "
    return any(word in (plain if _CJK.search(word) else latin) for word in _foreign_titles())


def _in_both_languages(text: str) -> Name | None:
    """Both languages of a heading must name the same."""
    halves = (" ".join(_CJK.findall(text)), _CJK.sub(" ", text))
    names = [_of_one_language(text if not _CJK.search(text) else each) for each in halves if _bare(each)]
    if not names or None in names or len({each.dimension for each in names if each}) > 1:
        return _joined(text) if len(names) == 1 else None
    return _together([each for each in names if each])


def _together(names: list[Name]) -> Name:
    roles = [each.role for each in names if each.role]
    clear = any(each.clear for each in names)
    return Name(names[0].dimension, clear, roles[0] if roles else "", any(each.foreign for each in names))


def _of_one_language(text: str) -> Name | None:
    return _book().get(bare) or _book().get(_trimmed(bare)) if (bare := _bare(text)) else None


def _joined(text: str) -> Name | None:
    """A heading made of several that name the same: "背景/目的", "Budget & quantity"."""
    parts = [part for piece in _PARTS.split(text) for part in _split_at_joiners(piece) if _bare(part)]
    names = [_of_one_language(part) for part in parts]
    if len(parts) < 2 or len({each.dimension if each else None for each in names}) > 1 or names[0] is None:
        return None
    return Name(names[0].dimension, clear=True)


def _bare(text: str) -> str:
    plain = _SEPARATORS.sub(" ", text).strip()
    return plain.replace(" ", "") if _CJK.search(plain) else plain


def _trimmed(bare: str) -> str:
    """A heading without the words around it that mean nothing: "请填写预算", "your deadline"."""
    openers, closers = _fillers()
    for _ in range(3):
        if bare in _book():
            return bare
        opener = next((each for each in openers if bare.startswith(each) and len(bare) > len(each)), "")
        closer = next((each for each in closers if bare.endswith(each) and len(bare) > len(each)), "")
        if closer and (shorter := bare.removesuffix(closer)) in _book():
            return shorter
        bare = bare.removeprefix(opener) if opener else bare.removesuffix(closer)
    return bare


def _split_at_joiners(text: str) -> list[str]:
    return _joiners().split(text)


@cache
def _joiners() -> re.Pattern[str]:
    joiners = [each for language in LANGUAGES for each in words(language)["by_hand"]["joiners"]]
    chinese = "|".join(each for each in sorted(joiners, key=len, reverse=True) if _CJK.search(each))
    latin = "|".join(each for each in joiners if not _CJK.search(each))
    return re.compile(rf"{chinese}|\b(?:{latin})\b")


@cache
def _fillers() -> tuple[list[str], list[str]]:
    """Words that may open and close a heading, longest first; English ones with the space that parts them."""
    books = [words(language)["by_hand"] for language in LANGUAGES]
    openers = [each if _CJK.search(each) else f"{each} " for book in books for each in book["openers"]]
    closers = [each if _CJK.search(each) else f" {each}" for book in books for each in book["closers"]]
    return sorted(openers, key=len, reverse=True), sorted(closers, key=len, reverse=True)


@cache
def _foreign_titles() -> tuple[str, ...]:
    titles = (each for language in LANGUAGES for each in words(language)["by_hand"]["foreign_titles"])
    return tuple(each if _CJK.search(each) else f" {_SEPARATORS.sub(' ', each)} " for each in titles)


@cache
def hint_columns() -> frozenset[str]:
    """What the columns of a table are called that only explain what the row asks for."""
    return frozenset(each for language in LANGUAGES for each in words(language)["by_hand"]["hint_columns"])


@cache
def _book() -> dict[str, Name]:
    return dict(entry for language in LANGUAGES for entry in _entries(language))


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
            role = roles.get(heading, "") if dimension == "who" else ""
            yield _bare(heading), Name(dimension, clear, role)
