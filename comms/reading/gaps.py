"""Where in a request by hand a missing dimension should stand, and how it is written there."""

import re
from dataclasses import dataclass

from comms.models.brief import DIMENSIONS
from comms.reading.marks import ALONE, LEADING, Form
from comms.reading.source import Heading, Source
from comms.words import words, written_in

_CJK = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Gap:
    """A heading as the text would write it, and its line; line 0 where a format has none.

    before: the heading that it stands before, "" at the end.
    """

    heading: str
    line: int
    before: str = ""


def gap(source: Source, dimension: str, language: str | None) -> Gap:
    """The place of a missing dimension: before the next of the seven that is there, else at the end."""
    later = DIMENSIONS[DIMENSIONS.index(dimension) + 1 :]
    first: dict[str, Heading] = {}
    last: dict[str, Heading] = {}
    for each in source.headings:
        first.setdefault(each.dimension, each)
        last[each.dimension] = each
    following = next((first[each] for each in later if each in first), None)
    if following and not _is_across(following):
        return Gap(_dressed(dimension, following), following.line, following.heading)
    if not last:
        name = words(language or written_in(source.text) or "en")["steps"][dimension]["name"]
        return Gap(f"## {name}", source.text.rstrip().count("\n") + 3)
    above = max(last.values(), key=lambda each: each.end)
    if above.line == 0:
        return Gap(_name(dimension, above), 0)
    return Gap(_dressed(dimension, above), above.end + (1 if _is_tight(above) else 2))


def _is_across(heading: Heading) -> bool:
    """Whether it stands in the header row of a table, with its answer below it."""
    return heading.form == Form.ROW and heading.end > heading.line


def _is_tight(heading: Heading) -> bool:
    """Whether the next one follows without an empty line: rows, items, labels with their answers."""
    if heading.form == Form.ROW:
        return not _is_across(heading)
    listed = bool(re.match(r"\s*([-*+]|\d+[.)])\s", heading.written))
    return heading.level == LEADING and (listed or heading.form == Form.LABEL)


def _dressed(dimension: str, like: Heading) -> str:
    """The name of a dimension as the file dresses its headings."""
    name = _name(dimension, like)
    if like.line == 0:
        return name
    if like.level < ALONE or _is_across(like):
        return f"{'#' * (like.level if like.level < ALONE else 2)} {name}"
    if like.form == Form.ROW:
        return f"| {name} |  |"
    if like.form == Form.BRACKETS:
        return f"【{name}】"
    item = "- " if re.match(r"\s*[-*+]\s", like.written) else ""
    has_colon = like.level == LEADING or like.written.rstrip("*_ \t").endswith((":", "："))
    colon = "" if not has_colon else "：" if _CJK.search(name) else ":"
    if like.form == Form.LABEL:
        return f"{item}{name}{colon}"
    return f"{item}**{name}**{colon}" if colon == "：" else f"{item}**{name}{colon}**"


def _name(dimension: str, like: Heading) -> str:
    """The name of a dimension in the language of a heading, in both where that has both."""
    names = [str(words(language)["steps"][dimension]["name"]) for language in ("zh", "en")]
    chinese, latin = _CJK.search(like.heading), _LATIN.search(like.heading)
    if chinese and latin:
        return " ".join(names if chinese.start() < latin.start() else reversed(names))
    return names[0] if chinese else names[1]
