"""From model to Markdown: one template per kind and language, filled so that content stays content."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from comms.models.base import Part, fields_of
from comms.shown import shown
from comms.words import TEMPLATES, field_words, label, long_date, money, number, rounded, words

if TYPE_CHECKING:
    from comms.models.base import Document

BREAK = Markup("<br>")
_SPECIAL = re.compile(r"[\\`*\[\]<>|&]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"^(?:[#+=:-]|\d+(?=[.)](?:\s|$)))")
"""What would open a heading, a list or a rule at the beginning of a line."""
_BLANK = re.compile(r"[ \t]+")


def body(document: "Document", language: str, draft: bool = False) -> str:
    """The Markdown of a document in the layout of `language`, without front matter."""
    template = _environment(language).get_template(f"{document.kind}.md.j2")
    text = template.render(doc=document, draft=draft)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def escape(value: object) -> Markup:
    """A value as Markdown that shows it and nothing else: no markup, no HTML, one line with breaks."""
    text = _BLANK.sub(" ", shown(str(value)))
    lines = (
        _OPENING.sub(_escaped_opening, _SPECIAL.sub(r"\\\g<0>", line.strip())) for line in text.split("\n")
    )
    return BREAK.join(Markup(line) for line in lines)


def _escaped_opening(match: re.Match[str]) -> str:
    opening = match.group()
    return f"{opening}\\" if opening[0].isdigit() else f"\\{opening}"


def _finalize(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return Markup("") if value is None else escape(value)


@cache
def _environment(language: str) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES / language),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.globals.update(
        label=partial(_label, language=language),
        choice=partial(_choice, language=language),
        measure=_measure,
        kind_name=words(language)["kinds"].get,
        step_name=lambda step: words(language)["steps"][step]["name"],
    )
    environment.filters.update(
        date=partial(_date, language=language),
        number=_number,
        rounded=lambda value: _signed(rounded(value)),
        money=partial(_money, language=language),
        joined=partial(_joined, words(language)["language"]["list"]),
        lines=_lines,
    )
    return environment


def _label(part: Part, key: str, language: str) -> str:
    return label(fields_of(type(part))[key], language)


def _choice(part: Part, key: str, language: str) -> str:
    field = fields_of(type(part))[key]
    value = getattr(part, field.name)
    choices = field_words(field.owner, key, language).choices or {}
    return choices.get(value, value)


def _date(value: date | None, language: str) -> str:
    return long_date(value, language) if value else ""


def _number(value: Decimal | int | None) -> str:
    return _signed(number(value)) if value is not None else ""


def _measure(value: Decimal | None, unit: str | None) -> str:
    """A figure with its unit; a percent sign stands close."""
    if value is None:
        return ""
    return f"{_number(value)}{'' if unit == '%' else ' '}{unit or ''}".strip()


def _signed(text: str) -> str:
    """A figure with a real minus, which Markdown does not take for the mark of a list."""
    return text.replace("-", "\N{MINUS SIGN}")


def _money(value: Any, language: str) -> str:
    return money(value.amount, value.currency, language) if value and value.amount is not None else ""


def _joined(separator: str, values: Iterable[object] | None) -> str:
    return separator.join(str(each) for each in values or ())


def _lines(values: Iterable[object]) -> Markup:
    """Values beneath each other in one cell; empty ones leave no line."""
    return BREAK.join(_finalize(each) for each in values if each)
