"""Completions while an answer is typed: earlier answers from the workspace and from comms.toml."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from comms.interview.pinyin import Spelling, folded, sounds_of
from comms.language.field_names import field_at
from comms.models.base import Document, Field, Part, fields_of
from comms.models.plain import to_jsonable
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath, value_at
from comms.terms.personal import find_numbers
from comms.workspace.register import register_of

if TYPE_CHECKING:
    from comms.workspace.case import Case
    from comms.workspace.register import Register
    from comms.workspace.workspace import Workspace

MOST = 500
"""The most texts that a completion chooses from; the most useful come first."""
LONGEST = 60
"""The most characters of a text that is offered; longer ones are written, not picked."""
HALF = 20
"""The number of documents after which a text that was given once counts half as much."""

COMPLETES = {
    "FiveW2H.where": "places",
    "Delivery.place": "places",
    "OrderLine.origin": "places",
    "Who.requester": "people",
    "Who.owner": "people",
    "Who.approver": "people",
    "Who.informed": "people",
    "Contact.name": "people",
    "Requester.name": "people",
    "Approval.name": "people",
    "StatedCompensation.approved_by": "people",
    "Contact.honorific": "honorifics",
    "Contact.email": "emails",
    "Party.name": "parties",
    "Responsible.name": "parties",
    "Party.address": "addresses",
    "OrderLine.sku": "skus",
    "StockLine.sku": "skus",
    "StatedOffer.sku": "skus",
    "DelayNotice.affected": "skus",
    "Remedy.affected": "skus",
    "OrderLine.name": "articles",
    "StockLine.name": "articles",
    "OrderLine.specification": "specifications",
    "OrderLine.unit": "units",
    "StockLine.unit": "units",
    "HowMuch.unit": "units",
    "Goal.unit": "units",
    "StatedOffer.unit": "units",
    "ShortageCost.per": "units",
    "Charge.name": "charges",
    "Tax.invoice": "invoices",
    "Delivery.packaging": "packagings",
    "Payment.rules": "credit_rules",
    "Payment.availability": "availabilities",
    "Instalment.name": "instalments",
    "Quality.standards": "standards",
    "Dispute.institution": "institutions",
    "Dispute.seat": "seats",
    "Dispute.language": "languages",
    "Dispute.governing_law": "laws",
    "Deliverable.name": "deliverables",
    "Deliverable.size": "sizes",
    "Deliverable.format": "formats",
    "Deliverable.channel": "channels",
}
"""Part and key of each field that is completed -> the group of fields that share their texts.

Other fields are not completed: figures and dates, prose, document numbers, and bank accounts, which must
not be taken over unread.
"""

STABLE = ("buyer_item", "name", "specification", "hs_code", "origin", "unit", "unit_code", "unit_price")
"""The fields of an order line whose values an article keeps from one document to the next."""


def earlier_answers(path: FieldPath, field: Field, case: "Case") -> list[str]:
    """Return the texts that other documents, and comms.toml, give to a field or to one of its group.

    The value of the article that the line names comes first, then texts from the same place, then the
    others, each by how recent and how frequent they are. At most MOST texts; none for a field that is not
    completed.
    """
    group = _group(field.owner, field.key)
    if group is None:
        return []
    place = _place(path)
    weights: dict[str, float] = defaultdict(float)
    in_same_place: set[str] = set()
    for age, earlier in enumerate([*_earlier(case), *_house(case.workspace)]):
        texts = [(at, text) for its_group, at, text in earlier.texts if its_group == group]
        in_same_place.update(text for at, text in texts if at == place)
        for text in dict.fromkeys(text for _, text in texts):
            weights[text] += 0.5 ** (age / HALF)
    ranked = sorted(weights, key=lambda text: (text not in in_same_place, -weights[text]))
    return list(dict.fromkeys([*_of_article(path, field, case), *ranked]))[:MOST]


def earlier_line(path: FieldPath, text: str, case: "Case") -> dict[str, Any]:
    """Return the stable values of the most recent line with a SKU, as plain data by the keys of the line.

    path: the path of the SKU in the document. Lines of the same kind of document are preferred, then orders
    of the same buyer. A price is returned only in the document's own currency, a buyer's item number only
    from the same buyer. Empty if no line is known; raises CommsError for a path that leads nowhere.
    """
    own = case.document
    if own is None or path[-1] != "sku":
        return {}
    owner = field_at(type(own), path).owner
    lines = [
        (earlier, line) for earlier in _earlier(case) for line in _lines(earlier.document) if line.sku == text
    ]
    if not lines:
        return {}
    # the most recent line comes first, and `min` returns the first of equals
    earlier, line = min(lines, key=lambda pair: _distance(own, pair[0].document, owner, pair[1]))
    foreign = _foreign(own, earlier.document)
    keys = [key for key in STABLE if key in fields_of(owner) and key not in foreign]
    values = {key: getattr(line, key, None) for key in keys}
    return dict(to_jsonable({key: value for key, value in values.items() if not is_placeholder(value)}))


# --- earlier documents -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier document, its time in seconds since 1970, and its texts, each with its group and place."""

    document: Document
    moment: float
    texts: tuple[tuple[str, tuple[str, ...], str], ...]


_READ: "WeakKeyDictionary[Register, list[_Earlier]]" = WeakKeyDictionary()
"""The earlier documents of each register; like the register itself, they are read once."""


def _earlier(case: "Case") -> list[_Earlier]:
    """Return the other documents of the workspace in their latest revisions, most recent first."""
    register = register_of(case.workspace)
    if register is None:
        return []
    if register not in _READ:
        _READ[register] = _read(register)
    own = case.document
    if own is None or own.id is None:
        return _READ[register]
    identity = own.kind, own.id
    return [
        earlier for earlier in _READ[register] if (earlier.document.kind, earlier.document.id) != identity
    ]


def _read(register: "Register") -> list[_Earlier]:
    """Return the latest revisions of a register's documents, most recent first."""
    latest: dict[tuple[str, str], tuple[int, _Earlier]] = {}
    for case in register.newest(MOST_READ):
        document = case.document
        if document is None or document.kind == "compensation-policy":  # a policy has no texts to complete
            continue
        revision = document.revision or 1
        key = document.kind, document.id or case.canonical_data
        if key not in latest or latest[key][0] < revision:
            latest[key] = revision, _Earlier(document, _moment(case), tuple(_texts(document)))
    found = [earlier for _, earlier in latest.values()]
    return sorted(found, key=lambda earlier: (earlier.moment, earlier.document.id or ""), reverse=True)


MOST_READ = 150
"""The most files that are read, newest first; at the first question this takes a quarter of a second."""


def _moment(case: "Case") -> float:
    """Return when a document was written, by its own date or else by its file's, in seconds since 1970."""
    for key in ("issued_at", "requested_at", "detected_at"):
        if (moment := getattr(case.document, key, None)) is not None:
            return float(moment.timestamp())
    with suppress(OSError, ValueError):  # a document given as text has no file: the oldest
        return Path(case.source.name).stat().st_mtime
    return 0.0


def _house(workspace: "Workspace") -> list[_Earlier]:
    """Return the documents that comms.toml implies: the company and the default answers of each kind."""
    from comms.reading.source import Source
    from comms.workspace.defaults import standard_terms
    from comms.workspace.loading import load_case

    defaults = workspace.settings.defaults
    found = []
    for kind in dict.fromkeys(["order-confirmation", *defaults]):
        case = load_case(Source("", "", {**standard_terms(kind, workspace), "kind": kind}))
        if case.document is not None:
            found.append(_Earlier(case.document, 0.0, tuple(_texts(case.document))))
    return found


def _texts(part: Part, place: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the texts of a part that can be completed, each with its group and place."""
    for field, group in _watched(type(part)):
        value = getattr(part, field.name)
        field_place = (*place, field.key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, Part):
                yield from _texts(item, field_place)
            elif group is not None and item is not None and _is_fit(item, group):
                yield group, field_place, item


@cache
def _watched(part: type[Part]) -> list[tuple[Field, str | None]]:
    """Return the fields of a part that are completed or lead to such fields, each with its group."""
    fields = [(field, _group(part, field.key)) for field in fields_of(part).values()]
    return [(field, group) for field, group in fields if group or field.part]


def _group(owner: type[Part], key: str) -> str | None:
    """Return the group of a field, which the part may inherit, None if the field is not completed."""
    found = (COMPLETES.get(f"{base.__name__}.{key}") for base in owner.__mro__)
    return next((group for group in found if group), None)


def _is_fit(text: str, group: str) -> bool:
    """Whether a text is offered: not too long, no control characters, no number that identifies a person."""
    if is_placeholder(text) or len(text) > LONGEST:
        return False
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text):
        return False
    return group == "skus" or not any(find_numbers(text))  # a SKU may well be a long number


def _place(path: FieldPath) -> tuple[str, ...]:
    """Return a path without its list indexes."""
    return tuple(step for step in path if isinstance(step, str))


# --- the lines of articles -------------------------------------------------------------------


def _of_article(path: FieldPath, field: Field, case: "Case") -> list[str]:
    """Return the known value of a field for the article that its line names, as a list of at most one."""
    sku_path = (*path[:-1], "sku")
    if field.key not in STABLE or "sku" not in fields_of(field.owner):
        return []
    sku = value_at(case.source.data, sku_path)
    value = earlier_line(sku_path, sku, case).get(field.key) if isinstance(sku, str) else None
    return [value] if isinstance(value, str) and _is_fit(value, "") else []


def _lines(document: Document) -> list[Any]:
    return getattr(document, "lines", None) or []


def _distance(own: Document, other: Document, owner: type[Part], line: Part) -> tuple[bool, bool, bool]:
    """Return in what a line differs from the one being written: kind of document, buyer, language."""
    return type(line) is not owner, _buyer(own) != _buyer(other), own.language != other.language


def _foreign(own: Document, other: Document) -> set[str]:
    """Return the keys whose values must not be taken over from another document."""
    foreign = set() if _buyer(own) == _buyer(other) else {"buyer_item"}
    currency = getattr(own, "currency", None)
    is_same_currency = currency is not None and currency == getattr(other, "currency", None)
    return foreign if is_same_currency else {*foreign, "unit_price"}


def _buyer(document: Document) -> str | None:
    buyer = getattr(document, "buyer", None)
    return buyer.name if buyer else None


# --- matches ---------------------------------------------------------------------------------


def completions(typed: str, known: Sequence[str]) -> list[str]:
    """Return the known texts that match what was typed, best matches first.

    Texts that begin with it come first, then those with a word that does, then those that contain it; then,
    for Latin letters, Chinese texts whose pinyin begins with or contains it: zh, zhouh and zhouhang all find
    周航. Case and character width make no difference. Equally good matches keep the order of `known`; the
    typed text itself is left out. Without the package pypinyin nothing is found by pinyin.
    """
    sought = folded(typed).lstrip()
    if not sought:
        return list(known)
    letters = re.sub("[ ']", "", sought)
    may_be_pinyin = letters.isascii() and letters.isalnum() and not letters.isdecimal()
    spelling = Spelling(letters) if may_be_pinyin else None
    word = re.compile(rf"(?<![^\W_]){re.escape(sought)}")
    ranked: list[tuple[int, str]] = []
    for text in known:
        rank = _rank(sought, word, spelling, text)
        if rank is not None and text != typed:
            ranked.append((rank, text))
    return [text for _, text in sorted(ranked, key=lambda pair: pair[0])]


def _rank(sought: str, word: re.Pattern[str], spelling: "Spelling | None", text: str) -> int | None:
    """Return 0 if a text begins with `sought`, 1 if a word does, 2 if it contains it, 3 and 4 by pinyin."""
    place = (held := folded(text)).find(sought)
    if place >= 0:
        return 0 if place == 0 else 1 if word.search(held) else 2
    start = spelling.place_in(sounds_of(text)) if spelling and not held.isascii() else None
    return None if start is None else 4 if start else 3
