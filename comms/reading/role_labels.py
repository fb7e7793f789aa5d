"""The labels of roles in a text about people, beside, above and below the names that they belong to."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from comms.language.phrases import LANGUAGES, words
from comms.language.traditional import simplified

LONGEST_NAME = 40
"""The most characters of a name in front of its role."""

_MARKER = re.compile(r"[ \t]*(?:(?:[-*+•·]|\d{1,2}[.)、])[ \t]+)?(?:\[[xX]\][ \t]+|[☑☒✅✔■][ \t]*)?")
_RULE = re.compile(r"[|:\- \t]*-[|:\- \t]*")
_AROUND = " *_:：?？"
_ENDS = (":", "：", "?", "？")
_ARROWS = r"=>|->|[=→]"


def lines_with_labels(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without markers, in which a label stands in front of what answers it."""
    return _joined(_rows(list(lines)))


def _rows(lines: list[str]) -> Iterator[str]:
    """Yield lines, those of tables as labels with names, whether labels are in a column or in the header."""
    header: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if not line.lstrip().startswith("|"):
            header = []
            yield line
            continue
        if _RULE.fullmatch(line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        named = [cell for cell in cells if _is_label(cell)]
        if named and not header and _is_header(cells, named, below):
            header = cells
        elif header:
            yield from (
                f"{label}: {cell}" for label, cell in zip(header, cells, strict=False) if _is_label(label)
            )
        elif named:
            yield f"{named[0]}: {next((cell for cell in cells if cell and cell not in named), '')}"


def _is_header(cells: list[str], named: list[str], below: str) -> bool:
    """Return whether all words of a row are labels, of which several or a rule below make a header."""
    return len(named) == sum(map(bool, cells)) and (len(named) > 1 or bool(_RULE.fullmatch(below)))


def _is_label(text: str) -> bool:
    return simplified(text).strip(_AROUND).casefold() in roles()


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without their markers; a label alone on its line is put before the lines that answer it."""
    label = unanswered = ""
    for line in lines:
        bare = _MARKER.sub("", line, count=1).strip()
        is_alone = _is_label(bare)
        if bare and (is_alone or not label or labelled().match(simplified(bare))):
            yield from [unanswered] if unanswered else ()
            label = bare.strip(_AROUND) if is_alone else ""
            unanswered = (bare if bare.endswith(_ENDS) else f"{bare}:") if is_alone else ""
            yield from [] if is_alone else [bare]
        elif bare:
            unanswered = ""
            yield f"{label}: {bare}"
        elif not unanswered:
            label = ""
    yield from [unanswered] if unanswered else ()


@cache
def roles() -> dict[str, str]:
    return {
        label: role
        for language in LANGUAGES
        for role, labels in words(language)["who_labels"].items()
        for label in labels
    }


def _any_label(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


@cache
def labelled() -> re.Pattern[str]:
    """Match a label and the name after it, at the start of a line or clause, with or without Markdown."""
    labels = _any_label(roles())
    start = r"(?:^|(?<=[；;，,。.、/|\s>*_\](（]))"
    sign = rf"(?:[*_\s]*+(?:[:：|?？]|{_ARROWS})|[*_]*+ [-–—](?= ))"
    label = rf"{start}(?:{labels})(?:['’]s)?+(?: name)?+(?![^\W_])(?: ?[（(][^（）()\n]{{0,20}}[)）])?+{sign}"
    value = rf"((?:(?!{label})[^；;。|\n])*+)"
    named = label.replace(f"(?:{labels})", f"({labels})")
    return re.compile(rf"{named}[*_ \t　]*+{value}", re.IGNORECASE | re.MULTILINE)


@cache
def followed() -> re.Pattern[str]:
    """Match a name and the role in brackets or behind a dash after it."""
    name = rf"([^,，;；、|/\n()（）:：]{{1,{LONGEST_NAME}}}?)"
    role = _any_label(label for label, role in roles().items() if role != "worker")
    return re.compile(
        rf"{name}(?:[(（]\s?|\s*(?:[-–—:：]|{_ARROWS})\s+)({role})\s?(?:[)）]|(?=[,，;；、/]|$))",
        re.IGNORECASE,
    )
