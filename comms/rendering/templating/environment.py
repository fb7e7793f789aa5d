"""Fills templates, one per kind and language, so that a document's content is never read as markup."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from comms.language.display import CONTROLS, without_controls
from comms.language.formats import long_date, long_time, money, number, percent, rounded
from comms.language.phrases import LANGUAGES, field_words, label, words, written
from comms.models.base import Part, fields_of
from comms.runtime.resources import LANGUAGE_FOLDERS
from comms.terms.money import minor_units, round_money

BREAK = Markup("<br>")
_SPECIAL = re.compile(r"[\\`*\[\]<>|&]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
_OPENING = re.compile(r"^(?:#|[+-](?=\s|$)|[=:-](?=[=:\s-]*$)|\d+(?=[.)](?:\s|$)))")
"""Characters that would start a heading, a list or a rule at the beginning of a line."""
_BLANK = re.compile(r"[ \t]+")
_CARE = re.compile(rf"{_OPENING.pattern}|{_SPECIAL.pattern}|[\n\t]| {{2}}|^\s|\s$|\r|{CONTROLS.pattern}")
"""Anything that escaping would change; most values contain none of it."""


_MARKUP: Callable[[str], Markup] = partial(str.__new__, Markup)
"""Marks a text as Markup without the check of Markup() for whether it is one already."""


def escape(value: object) -> Markup:
    """Return a value as Markdown that shows it literally: no markup, no HTML, one line with breaks.

    A space at either end stays a single space, for the templates' own words.
    """
    text = str(value)
    if not _CARE.search(text):
        return _MARKUP(text)
    text = _BLANK.sub(" ", without_controls(text))
    before, after = " " * text.startswith(" "), " " * (text.endswith(" ") and text != " ")
    lines = (
        _OPENING.sub(_escaped_opening, _SPECIAL.sub(r"\\\g<0>", line.strip())) for line in text.split("\n")
    )
    return Markup(before) + BREAK.join(Markup(line) for line in lines) + Markup(after)


def _escaped_opening(match: re.Match[str]) -> str:
    opening = match.group()
    return f"{opening}\\" if opening[0].isdigit() else f"\\{opening}"


def finalized(value: object) -> Markup:
    """Return a value written by a template as Markdown; None becomes nothing."""
    if isinstance(value, Markup):
        return value
    return Markup("") if value is None else escape(value)


JINJA_OPTIONS: dict[str, Any] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
"""Jinja's options for every template, shipped or custom."""


class _EscapedOnce(CodeGenerator):
    """Generates code that escapes values with `finalized` only; Jinja itself would check each one again."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class _Shipped(Environment):
    code_generator_class = _EscapedOnce


@cache
def shipped_templates(language: str) -> Environment:
    """Return the environment of the shipped templates; it needs no sandbox, since they are trusted.

    Values are data to it and are never read as templates.
    """
    environment = _Shipped(
        **JINJA_OPTIONS,
        loader=FileSystemLoader(LANGUAGE_FOLDERS[language]),
        undefined=StrictUndefined,
        finalize=finalized,
        auto_reload=False,
    )
    environment.globals.update(functions(language))
    environment.filters.update(filters(language))
    return environment


def functions(language: str) -> dict[str, Any]:
    """Return the functions and tables that a template may use besides its values."""
    book = words(language)
    return {
        "label": partial(_label, language=language),
        "choice": partial(_choice, language=language),
        "measure": _measure,
        "kind_name": book["kinds"].get,
        "offer_name": book["TierOffer"]["type"]["choices"].get,
        "numerals": book["language"]["numerals"],
        "amount": partial(_amount, language=language),
        "others": partial(_others, language=language),
    }


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """Return the filters that turn a document's values into text."""
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
        "present": lambda values: [value for value in values if value],
        "value": partial(_value, language=language),
        "weekday": partial(_weekday, language=language),
        "short": _short,
    }


def _label(part: Part, key: str, language: str) -> str:
    return label(fields_of(type(part))[key], language)


def _choice(part: Part, key: str, language: str) -> str:
    """Return the label of a field's value from a closed list, or of each value if it holds several."""
    field = fields_of(type(part))[key]
    value = getattr(part, field.name)
    named = field_words(field.owner, key, language).choices or {}
    if isinstance(value, list):
        return _joined(words(language)["language"]["list"], [named.get(item, item) for item in value])
    return named.get(value, value or "")


def _others(document: Part, told: Iterable[str], language: str) -> list[tuple[str, list[str]]]:
    """Return the names of the answered fields that `told` does not list by their paths.

    A part that is told in parts, as by "when.due", is followed by the names of its other fields.
    """
    return list(_untold(document, "", {*told, *_NAMING_THE_DOCUMENT}, language))


_NAMING_THE_DOCUMENT = frozenset({"kind", "id", "revision", "language", "status"})


def _untold(part: Part, above: str, told: Collection[str], language: str) -> Iterator[tuple[str, list[str]]]:
    for field in fields_of(type(part)).values():
        value, path = getattr(part, field.name), f"{above}{field.key}"
        if path in told or value is None or value == []:
            continue
        if not any(each.startswith(f"{path}.") for each in told):
            yield label(field, language), []
            continue
        parts = value if isinstance(value, list) else [value]
        inner = [name for each in parts for name, _ in _untold(each, f"{path}.", told, language)]
        if inner:
            yield label(field, language), list(dict.fromkeys(inner))


def _short(text: str | None, most: int = 160) -> str:
    """Return a text on one line, cut before a word or a clause if that is possible, and never in a figure."""
    line = " ".join((text or "").split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    end = max(map(kept.rfind, _CLAUSES))
    return f"{kept[: end if end > most // 2 else most].rstrip(_NO_END)}…"


_CLAUSES = " ，。；、"
_NO_END = "0123456789.,:;+-−±%/×~ ，。；、："
"""Characters before which a cut would show half a figure, or leave a sign without what it belongs to."""


def _weekday(value: date | None, language: str) -> str:
    return str(words(language)["language"]["weekdays"][value.weekday()]) if value else ""


def _date(value: date | None, language: str) -> str:
    return long_date(value, language) if value else ""


def _number(value: Decimal | int | None) -> str:
    return _signed(number(value)) if value is not None else ""


def _measure(value: Decimal | None, unit: str | None) -> str:
    """Return a figure with its unit; only a percent sign follows without a space."""
    if value is None:
        return ""
    return f"{_number(value)}{'' if unit == '%' else ' '}{unit or ''}".strip()


def _signed(text: str) -> str:
    """Return a figure with a real minus sign, which Markdown does not read as a list marker."""
    return text.replace("-", "\N{MINUS SIGN}")


def _money(value: Any, language: str) -> str:
    return money(value.amount, value.currency, language) if value and value.amount is not None else ""


def _amount(value: Decimal | None, currency: str | None, language: str) -> str:
    return _signed(money(_padded(value, currency), currency, language)) if value is not None else ""


def _price(value: Decimal | None, currency: str | None) -> str:
    """Return a figure with at least as many decimals as its currency has."""
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
    """Return any value of a document as readable text."""
    if value is None:
        return "—"
    text = written(value, language)
    return _signed(text) if isinstance(value, Decimal | int) else text


def _ended(text: object, stop: str) -> str:
    """Return a text with the language's full stop, unless it already ends like a sentence."""
    stripped = str(text or "").rstrip(" ;；,，")
    return stripped if not stripped or stripped[-1] in "。.!！?？…" else stripped + stop


_PARTICLES = frozenset(
    "van von vom zu zum der den de del della di da dos du la le ter ten al el bin ibn".split()
)


def _honorific(text: str, language: str) -> str:
    """Return a form of address in the letter's language; an unknown one stays as it is."""
    written = text.strip().rstrip(".").casefold()
    known = (honorific for other in LANGUAGES for honorific in words(other)["honorifics"].items())
    key = next((key for key, word in known if word.casefold() == written), None)
    return str(words(language)["honorifics"][key]) if key else text


def _surname(name: str) -> str:
    """Return the last word of a name with the particles before it, such as "van der Berg"."""
    parts = str(name).split()
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])


def _sentence(text: object, stop: str) -> str:
    """Return a text as a sentence with an initial capital, in scripts that have capitals."""
    sentence = _ended(text, stop)
    return sentence[:1].upper() + sentence[1:]


def _listed(text: object, last: bool, language: str) -> str:
    """Return an entry of a list that reads as one sentence: with a semicolon, or the full stop if last."""
    book = words(language)["language"]
    if last:
        return _ended(text, book["stop"])
    return str(text).rstrip(" 。.;；") + str(book["list"]).strip()


def _joined(separator: str, values: Iterable[object] | None) -> str:
    return separator.join(str(value) for value in values or ())


def _lines(values: Iterable[object]) -> Markup:
    """Put values on lines of one cell; empty values leave no line."""
    return BREAK.join(finalized(value) for value in values if value)
