"""From model to Markdown: one template per kind and language, filled so that content stays content."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from comms.language.display import CONTROLS, shown
from comms.language.formats import long_date, long_time, money, number, percent, rounded
from comms.language.phrases import LANGUAGES, TEMPLATES, field_words, label, words, written
from comms.models.base import Part, fields_of
from comms.terms.money import minor_units, round_money

BREAK = Markup("<br>")
_SPECIAL = re.compile(r"[\\`*\[\]<>|&]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"^(?:#|[+-](?=\s|$)|[=:-](?=[=:\s-]*$)|\d+(?=[.)](?:\s|$)))")
"""What would open a heading, a list or a rule at the beginning of a line."""
_BLANK = re.compile(r"[ \t]+")
_CARE = re.compile(rf"{_OPENING.pattern}|{_SPECIAL.pattern}|[\n\t]| {{2}}|^\s|\s$|\r|{CONTROLS.pattern}")
"""What a text must hold for anything in it to change; most values hold nothing of it."""


_MARKUP: Callable[[str], Markup] = partial(str.__new__, Markup)
"""A text as Markup; Markup() itself asks first whether it is some already."""


def escape(value: object) -> Markup:
    """A value as Markdown that shows it and nothing else: no markup, no HTML, one line with breaks.

    A blank at either end stays one blank, for the templates' own words.
    """
    text = str(value)
    if not _CARE.search(text):
        return _MARKUP(text)
    text = _BLANK.sub(" ", shown(text))
    before, after = " " * text.startswith(" "), " " * (text.endswith(" ") and text != " ")
    lines = (
        _OPENING.sub(_escaped_opening, _SPECIAL.sub(r"\\\g<0>", line.strip())) for line in text.split("\n")
    )
    return Markup(before) + BREAK.join(Markup(line) for line in lines) + Markup(after)


def _escaped_opening(match: re.Match[str]) -> str:
    opening = match.group()
    return f"{opening}\\" if opening[0].isdigit() else f"\\{opening}"


def finalized(value: object) -> Markup:
    """A value that a template writes, as Markdown; nothing where there is none."""
    if isinstance(value, Markup):
        return value
    return Markup("") if value is None else escape(value)


JINJA_OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""How Jinja reads every template, shipped or own."""


class _EscapedOnce(CodeGenerator):
    """Writes a value by `finalized` alone, which escapes; Jinja itself would look at each a second time."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _Shipped(Environment):
    code_generator_class = _EscapedOnce


@cache
def shipped_templates(language: str) -> Environment:
    """The environment of the shipped templates: no sandbox, since nobody else writes them.

    Values are data to it and never read as a template.
    """
    environment = _Shipped(
        **JINJA_OPTIONS,
        loader=FileSystemLoader(TEMPLATES / language),
        undefined=StrictUndefined,
        finalize=finalized,
        auto_reload=False,
    )
    environment.globals.update(functions(language))
    environment.filters.update(filters(language))
    return environment


def functions(language: str) -> dict[str, Any]:
    """What a template may call or look up by name beside its values."""
    book = words(language)
    return {
        "label": partial(_label, language=language),
        "choice": partial(_choice, language=language),
        "measure": _measure,
        "kind_name": book["kinds"].get,
        "offer_name": book["TierOffer"]["type"]["choices"].get,
        "numerals": book["language"]["numerals"],
        "amount": partial(_amount, language=language),
    }


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The filters that make text of a document's values."""
    stop = words(language)["language"]["stop"]
    return {
        "date": partial(_date, language=language),
        "number": _number,
        "rounded": lambda value: _signed(rounded(value)),
        "money": partial(_money, language=language),
        "joined": partial(_joined, words(language)["language"]["list"]),
        "lines": _lines,
        "time": partial(_time, language=language),
        "percent": partial(_percent, language=language),
        "price": _price,
        "surname": _surname,
        "honorific": partial(_honorific, language=language),
        "sentence": partial(_sentence, stop=stop),
        "signed": _with_sign,
        "ended": partial(_ended, stop=stop),
        "listed": partial(_listed, language=language),
        "present": lambda values: [each for each in values if each],
        "value": partial(_value, language=language),
    }


def _label(part: Part, key: str, language: str) -> str:
    return label(fields_of(type(part))[key], language)


def _choice(part: Part, key: str, language: str) -> str:
    """The name of the value that a field of a closed list has, or of each value where it has several."""
    field = fields_of(type(part))[key]
    value = getattr(part, field.name)
    named = field_words(field.owner, key, language).choices or {}
    if isinstance(value, list):
        return _joined(words(language)["language"]["list"], [named.get(each, each) for each in value])
    return named.get(value, value or "")


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


def _amount(value: Decimal | None, currency: str | None, language: str) -> str:
    return _signed(money(_padded(value, currency), currency, language)) if value is not None else ""


def _price(value: Decimal | None, currency: str | None) -> str:
    """A figure with at least as many decimals as its currency has."""
    return _number(_padded(value, currency)) if value is not None else ""


def _padded(value: Decimal, currency: str | None) -> Decimal:
    decimals = minor_units(currency or "")
    exponent = value.as_tuple().exponent
    short = isinstance(exponent, int) and -exponent < decimals
    return round_money(value, currency or "") if short else value


def _time(value: datetime | None, language: str) -> str:
    return long_time(value, language) if value else ""


def _percent(value: Decimal | None, language: str) -> str:
    return _signed(percent(value, language)) if value is not None else ""


def _with_sign(value: Decimal | int) -> str:
    return ("+" if value > 0 else "") + _number(value)


def _value(value: Any, language: str) -> str:
    """Any value of a document as a reader reads it."""
    if value is None:
        return "—"
    text = written(value, language)
    return _signed(text) if isinstance(value, Decimal | int) else text


def _ended(text: object, stop: str) -> str:
    """A text as a sentence: with the language's full stop, unless it ends one already."""
    plain = str(text or "").rstrip(" ;；,，")
    return plain if not plain or plain[-1] in "。.!！?？…" else plain + stop


_PARTICLES = frozenset(
    "van von vom zu zum der den de del della di da dos du la le ter ten al el bin ibn".split()
)


def _honorific(text: str, language: str) -> str:
    """A form of address as the letter's language has it, one that is not known as it stands."""
    written = text.strip().rstrip(".").casefold()
    known = (each for other in LANGUAGES for each in words(other)["honorifics"].items())
    key = next((key for key, word in known if word.casefold() == written), None)
    return str(words(language)["honorifics"][key]) if key else text


def _surname(name: str) -> str:
    """The last word of a name with the particles before it: van der Berg."""
    parts = str(name).split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])


def _sentence(text: object, stop: str) -> str:
    """A text as a sentence that begins with a capital, where its script has them."""
    plain = _ended(text, stop)
    return plain[:1].upper() + plain[1:]


def _listed(text: object, last: bool, language: str) -> str:
    """An entry of a list that reads as one sentence: a semicolon behind it, or the full stop."""
    book = words(language)["language"]
    if last:
        return _ended(text, book["stop"])
    return str(text).rstrip(" 。.;；") + str(book["list"]).strip()


def _joined(separator: str, values: Iterable[object] | None) -> str:
    return separator.join(str(each) for each in values or ())


def _lines(values: Iterable[object]) -> Markup:
    """Values beneath each other in one cell; empty ones leave no line."""
    return BREAK.join(finalized(each) for each in values if each)
