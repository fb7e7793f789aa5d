"""Headers of columns: a name, often with a currency, a unit or a scale next to it."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from comms.language.phrases import LANGUAGES, words
from comms.terms.amounts import parse_money

LONGEST = 80
"""The most characters of a header; longer cells hold text."""

_BRACKETS = re.compile(r"[(\[{<【「『〔〈《]([^()\[\]{}<>【】「」『』〔〕〈〉《》]*)[)\]}>】」』〕〉》]")
_INCOTERM = re.compile(r"(?<=\S)[\s,/-]+(?:exw|fca|fas|fob|cfr|cif|cpt|cip|dap|dpu|ddp)(?:\s+\S.*)?$")
_PREFIX = re.compile(r"(?P<prefix>[^./]{2,30})[./](?P<rest>.+)", re.DOTALL)
_PER = re.compile(r"\s*(?:/|\bper\b|每)\s*")
_PRICED = re.compile(r"(?P<head>[^()/]{2,30}?)\s*\(?\s*(?:/|\bper\b|每)\s*(?P<per>[^()/]{1,20}?)\s*\)?")
_MULTIPLE = re.compile(
    r"(?:in\s+|[x×*]\s*)?"
    r"(百万|十万|百|千|万|10,?000|1,?000|100|['‘’]?000s?(?!\d)|k(?![a-z])|k(?=pcs?$)|thousands?|hundreds?)\s*(.*)"
)
_MULTIPLES = {
    "百": 100,
    "100": 100,
    "hundred": 100,
    "千": 1000,
    "k": 1000,
    "000": 1000,
    "1000": 1000,
    "thousand": 1000,
    "万": 10_000,
    "10000": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
}
_RATE = re.compile(r"@?\s*\d{1,2}(?:[.,]\d{1,2})?\s*(?:%|个点)\s*(?:的\s*)?")
_RATE_INSIDE = re.compile(rf"(?<=[\u4e00-\u9fff])\s*{_RATE.pattern}(?=[\u4e00-\u9fff])")
_SEPARATORS = re.compile(r"[\s,;、，；+&]+")
_IN = re.compile(r"(?P<head>\S.*?)\s+in\s+(?P<end>[^()\d]{1,30})")
_EDGES = re.compile(r"(?P<start>\S+?)[\s:]+(?P<rest>.+)|(?P<head>.+?)[\s:/]+(?:in\s+)?(?P<end>[^\s/]+)")
_GLUED = re.compile(r"(?P<head>.*[\u4e00-\u9fff])(?P<end>[a-z]{3}|元|美元|美金|人民币|欧元|港币|日元|[$€£¥])")
_SCRIPTS = re.compile(r"[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Note:
    """The words next to a header's name, in brackets or after a slash.

    scale: the factor for the numbers below: 10000 for 万元.
    per: the number of units that the prices below are for: 1000 for 元/千件.
    taxed: whether the figures below include tax; None if the header does not say.
    unknown: the word for a currency that several countries use: kr, Rs.
    """

    currency: str | None = None
    unit: str | None = None
    scale: Decimal = Decimal(1)
    per: Decimal = Decimal(1)
    taxed: bool | None = None
    unknown: str | None = None

    def and_of(self, other: "Note") -> "Note":
        """Return the note of two pairs of brackets; the later one has the say."""
        return Note(
            other.currency or self.currency,
            other.unit or self.unit,
            self.scale * other.scale,
            self.per * other.per,
            self.taxed if other.taxed is None else other.taxed,
            other.unknown or self.unknown,
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """The names that a header may be known by, best first, each with a penalty for what was left out.

    prices: the names that only a price may have: `price` of Price (per carton).
    """

    names: tuple[tuple[str, int], ...] = ()
    pieces: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    note: Note = field(default_factory=Note)


@cache
def book() -> dict[str, Any]:
    """Return headers.toml: the synonyms of column names, and other words that people write into tables."""
    with Path(__file__).with_name("headers.toml").open("rb") as file:
        return tomllib.load(file)


def folded(text: str) -> str:
    """Return a text without case, full-width forms, spaces, punctuation and traditional characters."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold()).translate(_simplified())


@cache
def _simplified() -> dict[int, int]:
    characters = book()["characters"]
    return str.maketrans(characters["traditional"], characters["simplified"])


@cache
def listed(section: str, key: str) -> frozenset[str]:
    """Return the entries of a list in headers.toml, folded; the words of a text count as its entries."""
    entries = book().get(section, {}).get(key, [])
    return frozenset(map(folded, entries.split() if isinstance(entries, str) else entries)) - {""}


@cache
def vocabulary() -> frozenset[str]:
    """Return every known name of a column, of any part; a row of such names is a header row."""
    known: set[str] = set()
    for section in ("fields", "aspects", "weak", "first", "roles"):
        for key in book()[section]:
            known |= listed(section, key) | {folded(key)}
    for language in LANGUAGES:
        for part_words in words(language).values():
            entries = part_words.values() if isinstance(part_words, dict) else ()
            known |= {
                folded(entry["label"]) for entry in entries if isinstance(entry, dict) and "label" in entry
            }
    return frozenset(known - {""})


@cache
def names_of(key: str) -> frozenset[str]:
    """Return the names of a field of lines: its key, its labels, and its synonyms."""
    labels = {
        folded(entry["label"])
        for language in LANGUAGES
        for part in ("OrderLine", "StockLine", "Charge")
        if isinstance(entry := words(language)[part].get(key), dict) and "label" in entry
    }
    return frozenset({folded(key)} | labels | listed("fields", key))


@cache
def line_vocabulary() -> frozenset[str]:
    """Return the names of what a line has: an article, a quantity, a price; not an order or a customer."""
    known = {name for key in book()["fields"] for name in names_of(key)}
    known |= {
        name for part in ("aspects", "weak", "first") for key in book()[part] for name in listed(part, key)
    }
    known |= {name for role in book()["roles"] if role not in _OF_ORDERS for name in listed("roles", role)}
    return frozenset(known)


_OF_ORDERS = (
    "order",
    "customer",
    "status",
    "cancelled",
    "cancelled_flag",
    "refund_status",
    "currency",
    "total_of_order",
    "discount_of_order",
)


def currency_named(text: str) -> str | None:
    """Return the currency that a text names by code, sign or name, None if it names none."""
    token = unicodedata.normalize("NFKC", text).casefold().strip(" .:,")
    if not token or len(token) > 20 or any(character.isdigit() for character in token):
        return None
    if found := book()["currencies"].get(token):
        return str(found)
    money = parse_money(f"1 {token}", "")
    return (money[1] or None) if money else None


def names_unknown_currency(text: str) -> bool:
    """Return whether a text is money whose country it leaves open: kr, Rs., pesos, or an unknown sign."""
    token = unicodedata.normalize("NFKC", text).casefold().strip(" .:,")
    if not token or len(token) > 12 or " " in token or currency_named(token):
        return False
    is_sign = any(unicodedata.category(character) == "Sc" for character in token)
    return is_sign or token in book()["currency_words"]["ambiguous"]


def may_be_currency(text: str, code: str) -> bool:
    """Return whether money that several countries call so may be a currency: kr may be SEK."""
    token = unicodedata.normalize("NFKC", text).casefold().strip(" .:,")
    return code in str(book()["currency_words"]["ambiguous"].get(token, "")).split()


def tax_said(text: str) -> bool | None:
    """Return whether a text says that prices include tax: incl. 13% VAT, 不含税; None if it says nothing."""
    plain = _without_rate(unicodedata.normalize("NFKC", text).casefold().translate(_simplified()))
    for taxed, note in ((False, "without_tax"), (True, "with_tax")):
        if _tax_words(note).search(plain):
            return taxed
    return None


def _without_rate(text: str) -> str:
    """Return a text without a rate in percent: 含13%税 becomes 含税."""
    return _RATE.sub(" ", _RATE_INSIDE.sub("", text))


@cache
def _tax_words(note: str) -> re.Pattern[str]:
    """Return the pattern of the words for a price with tax or without, spaced and punctuated in any way."""
    ordered = sorted(book()["notes"][note], key=len, reverse=True)
    written = (r"[\s.:-]*".join(map(re.escape, entry.split())) for entry in ordered)
    return re.compile("|".join(rf"(?<![a-z]){each}(?![a-z])\.?" for each in written))


def is_unit(text: str) -> bool:
    """Return whether a text is a unit of quantity in common use."""
    return folded(text) in listed("units", "known")


@cache
def read_heading(text: str) -> Heading:
    """Read the header of a column; a text too long for a header has no names."""
    written = _without_prefix(unicodedata.normalize("NFKC", text).casefold().strip(" *:\n\t"))
    if not written or len(text) > LONGEST:
        return Heading()
    written = _with_tax_in_brackets(written)
    bare, note, strange = _without_notes(written)
    names = [(written, 0), (bare, 3 if strange else 0)]
    bare = _INCOTERM.sub("", bare)
    if "per" not in strange:
        bare, note = _without_currency(bare, note)
        names.append((bare, 4 if strange else 1))
    else:
        names.pop()  # Qty (per carton) is no quantity
    kept = {folded(name): penalty for name, penalty in reversed(names)}
    kept.pop("", None)
    ordered = sorted(kept.items(), key=lambda entry: entry[1])
    prices, note = _priced(written, note)
    note = _for_several(_in_days(replace(note, taxed=_taxed(written, kept)), kept), kept)
    return Heading(tuple(ordered), _pieces(bare), prices, note)


@cache
def roles_of(text: str) -> tuple[str, ...]:
    """Return what else a header says of the lines, closest first: "price_with_tax", "packages", "order"."""
    heading = read_heading(text)
    names = [name for name, _ in heading.names] + list(heading.pieces[:1])
    found = [role for name in names for role in book()["roles"] if name in listed("roles", role)]
    if _is_for_each(text, heading, found):
        found = ["discount_each"]
    if heading.note.taxed is not None and not names_of("unit_price").isdisjoint(names):
        found.append("price_with_tax" if heading.note.taxed else "price_without_tax")
    return tuple(dict.fromkeys(found))


def _is_for_each(text: str, heading: Heading, roles: Iterable[str]) -> bool:
    """Return whether a discount in money is for one piece: Discount/pc, Discount (USD/pc), 优惠/件."""
    if "discount_each" in roles or ("discount" in roles and heading.note.currency and heading.note.unit):
        return True
    match = _PRICED.fullmatch(unicodedata.normalize("NFKC", text).casefold().strip(" *:\n\t"))
    discounts = listed("roles", "discount") | listed("roles", "discount_amount")
    return match is not None and folded(match["head"]) in discounts and is_unit(match["per"].strip())


def per_of(text: str) -> tuple[Decimal, str] | None:
    """Return the number and the unit that a price is for by a cell: 100 pcs, 千只, kg, 100; else None."""
    written = unicodedata.normalize("NFKC", text).casefold().strip(" .")
    match = re.fullmatch(r"(?:per\s+|/\s*|每\s*)?(?P<count>[1-9]\d{0,6})?\s*(?P<unit>\D*)", written)
    if match is None or not (match["count"] or match["unit"]):
        return None
    times, unit = _multiple(match["unit"])
    return (Decimal(match["count"] or 1) * times, unit) if not unit or is_unit(unit) else None


def _priced(written: str, note: Note) -> tuple[tuple[str, ...], Note]:
    """Return the name of a price for several units or a package: Price per 100, 单价/箱, Price (per box)."""
    match = _PRICED.fullmatch(written)
    if match is None or folded(match["head"]) not in names_of("unit_price") | listed("weak", "unit_price"):
        return (), note
    per, unit = _multiple(match["per"].strip())
    if not (is_unit(unit) or (per > 1 and not unit)):
        return (), note
    return (folded(match["head"]),), replace(note, unit=unit or None, per=Decimal(per))


def _without_prefix(written: str) -> str:
    """Return a header without what an export puts before it: `order lines/quantity`, `items.qty`."""
    match = _PREFIX.fullmatch(written)
    return (
        match["rest"].strip() if match and folded(match["prefix"]) in listed("prefixes", "lines") else written
    )


def _with_tax_in_brackets(written: str) -> str:
    """Return a header whose words about tax stand in brackets, without the rate: price incl. 19 % MwSt."""
    plain = _without_rate(written)
    if tax_said(written) is None or folded(written) in vocabulary():
        return written
    if any(tax_said(inside) is not None for inside in _BRACKETS.findall(written)):
        return written
    for note in ("without_tax", "with_tax"):
        words_of_tax = _tax_words(note).pattern
        if match := re.fullmatch(rf"(?P<head>\S.*?)[\s,/-]*(?P<tax>{words_of_tax})[\s,.]*", plain):
            return f"{match['head']} ({match['tax']})"
    return plain


def _taxed(written: str, names: Iterable[str]) -> bool | None:
    """Return whether a header says that its figures include tax: 含税单价, 单价(含税), price excl. VAT."""
    known = set(names)
    said = [tax_said(inside) for inside in _BRACKETS.findall(written)]
    for taxed, role in ((False, "price_without_tax"), (True, "price_with_tax")):
        if taxed in said or known & listed("roles", role):
            return taxed
    return None


def _without_notes(written: str) -> tuple[str, Note, set[str]]:
    """Return a header without its brackets, their note, and the kinds of unknown remarks in them."""
    note, strange = Note(), set()
    for inside in map(str.strip, _BRACKETS.findall(written)):
        found = _note(inside)
        if found is not None:
            note = note.and_of(found)
        elif match := re.fullmatch(r"(?:/|per\b|每)\s*(.*)", inside):
            if folded(match.group(1)) in listed("units", "single"):
                note = replace(note, unit=match.group(1))
            else:
                strange.add("per")
        elif re.fullmatch(r"\d+\s*(?!\d)\S+", inside) and is_unit(re.sub(r"^\d+\s*", "", inside)):
            strange.add("per")
        else:
            found, is_known = _notes_of_words(inside)
            note = note.and_of(found)
            strange |= set() if is_known else {"unknown"}
    return _BRACKETS.sub(" ", written).strip(" *:"), note, strange


def _notes_of_words(inside: str) -> tuple[Note, bool]:
    """Return the note of several words in brackets, and whether all are known: 元/个 含税, USD, FOB."""
    plain = inside.translate(_simplified())
    if tax_said(inside) is not None:
        plain = _without_rate(plain)
        for tax in ("without_tax", "with_tax"):
            plain = _tax_words(tax).sub(" ", plain)
    note, is_known = Note(), True
    harmless = listed("notes", "harmless")
    for word in filter(None, _SEPARATORS.split(plain)) if folded(plain) not in harmless else ():
        found = None if word in book()["currency_words"]["ordinary"] else _note(word)
        is_known = is_known and (found is not None or folded(word) in {"", *harmless})
        if found is not None and (found.currency or is_known):
            note = note.and_of(found)
    return note if is_known else Note(note.currency), is_known


def _note(inside: str) -> Note | None:
    """Return the note `元`, `USD/pc`, `万元`, `元/千件`, `cents` or `pcs`, None for any other text."""
    amount, *per = _PER.split(inside, maxsplit=1)
    times, named = _multiple(amount)
    money = _money(named)
    if not per:
        if not named and times > 1:
            return Note(scale=Decimal(times))
        if money is None and not (is_unit(named) or is_period(named)):
            return None
        return (money or Note(unit=named)).and_of(Note(scale=Decimal(times)))
    divisor, unit = _multiple(per[0].strip())
    if money is None or not (is_unit(unit) or (divisor > 1 and not unit)):
        return None
    return money.and_of(Note(None, unit or None, Decimal(times), Decimal(divisor)))


def _money(named: str) -> Note | None:
    """Return the note of a currency, of a hundredth of one, or of money that several countries call so."""
    token = named.strip(" .")
    if token in book()["subunits"]:
        return Note(book()["subunits"][token] or None, scale=Decimal("0.01"))
    if currency := currency_named(named):
        return Note(currency)
    return Note(unknown=token) if names_unknown_currency(named) else None


def _for_several(note: Note, names: Iterable[str]) -> Note:
    """Return the note of a price for several units: Price (100 pcs) is for 100, and not in hundreds."""
    prices = names_of("unit_price") | listed("weak", "unit_price")
    if note.scale > 1 and note.unit and not note.currency and not prices.isdisjoint(names):
        return replace(note, scale=Decimal(1), per=note.per * note.scale)
    return note


def _in_days(note: Note, names: Iterable[str]) -> Note:
    """Return the note of a time in weeks as a scale of 7; months and working days stay a unit."""
    known = {
        name for key in ("lead_time_days", "safety_days") for name in names_of(key) | listed("weak", key)
    }
    if folded(note.unit or "") in listed("periods", "weeks") and not known.isdisjoint(names):
        return replace(note, unit=None, scale=note.scale * 7)
    return note


def is_period(text: str) -> bool:
    """Return whether a text is a length of time other than a day: weeks, 个月, 7 days."""
    bare = re.sub(r"^\d{1,3}\s*", "", text)
    return any(folded(bare) in listed("periods", key) for key in ("weeks", "other")) or (
        bare != text and folded(bare) in listed("units", "days")
    )


def _multiple(text: str) -> tuple[int, str]:
    match = _MULTIPLE.fullmatch(text)
    if match is None or text in ("千克",):
        return 1, text
    times = re.sub(r"[,'‘’]|(?<=\D)s$|(?<=000)s$", "", match.group(1))
    return _MULTIPLES[times], match.group(2).strip()


def _without_currency(bare: str, note: Note) -> tuple[str, Note]:
    """Return `unit price usd`, `USD price`, `单价/元` or `单价元` without the currency, now in the note."""
    if folded(bare) in vocabulary() and not re.search(r"[¥$€£₩₹₽]", bare):
        return bare, note
    if (match := _IN.fullmatch(bare)) and (money := _money(match["end"])):
        return match["head"], note.and_of(money)
    for pattern in (_EDGES, _GLUED):
        if (match := pattern.fullmatch(bare)) is None:
            continue
        groups = match.groupdict()
        for token, rest in ((groups.get("start"), groups.get("rest")), _ending(bare, pattern)):
            if token and rest and (currency := currency_named(token)):
                return rest, replace(note, currency=note.currency or currency)
    return bare, note


def _ending(bare: str, pattern: re.Pattern[str]) -> tuple[str | None, str | None]:
    if pattern is _GLUED:
        match = pattern.fullmatch(bare)
        return (match["end"], match["head"]) if match else (None, None)
    parts = re.split(r"[\s:/]+", bare)
    head = bare[: len(bare) - len(parts[-1])].strip(" :/")
    return parts[-1], re.sub(r"\s+in$", "", head)


def _pieces(bare: str) -> tuple[str, ...]:
    """Return the parts of a header that names its column twice: 品名 Description, 数量/Qty."""
    parts = [part for part in re.split(r"[\n/|·]+", bare) if folded(part)]
    if len(parts) < 2:
        parts = [part for part in _SCRIPTS.findall(bare) if folded(part)]
    return tuple(map(folded, parts)) if 1 < len(parts) < 5 else ()
