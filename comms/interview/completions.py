"""Answers to complete while somebody types: what was answered before, in the workspace and by the house."""

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
"""Texts that are completed from; the most useful come first."""
LONGEST = 60
"""Characters of a text that is still picked rather than written."""
HALF = 20
"""So many documents later, a text that was given once weighs half as much."""

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
"""Part and key of each field that is completed -> the group of fields that know the same texts.

What is not here is not completed: figures and dates, prose, document numbers, and accounts, which nobody
should take over unread.
"""

STABLE = ("buyer_item", "name", "specification", "hs_code", "origin", "unit", "unit_code", "unit_price")
"""What an article keeps from one document to the next."""


def known_answers(path: FieldPath, field: Field, case: "Case") -> list[str]:
    """The texts that other documents, and comms.toml, gave to a field or to one of its group.

    Those of the article that its line names come first, then those that stood in the same place, then the
    others, each lot by how recent and how frequent they are. At most 500; empty for a field that is not
    completed.
    """
    group = _group(field.owner, field.key)
    if group is None:
        return []
    place = _place(path)
    weights: dict[str, float] = defaultdict(float)
    here: set[str] = set()
    for age, earlier in enumerate([*_earlier(case), *_house(case.workspace)]):
        texts = [(stood, text) for of, stood, text in earlier.texts if of == group]
        here.update(text for stood, text in texts if stood == place)
        for text in dict.fromkeys(text for _, text in texts):
            weights[text] += 0.5 ** (age / HALF)
    ranked = sorted(weights, key=lambda each: (each not in here, -weights[each]))
    return list(dict.fromkeys([*_of_article(path, field, case), *ranked]))[:MOST]


def related(path: FieldPath, text: str, case: "Case") -> dict[str, Any]:
    """What the most recent line of a SKU said besides, as plain data by the keys of the line at `path`.

    path: that of the SKU. A line of the same sort goes before one of another kind of document, an order of
    the same buyer before others. A price comes only in the document's own currency, a buyer's item number
    only from the same buyer. Empty where nothing is known; raises CommsError for a path that leads nowhere.
    """
    own = case.document
    if own is None or path[-1] != "sku":
        return {}
    owner = field_at(type(own), path).owner
    lines = [(each, line) for each in _earlier(case) for line in _lines(each.document) if line.sku == text]
    if not lines:
        return {}
    # the most recent comes first, and `min` takes the first among equals
    earlier, line = min(lines, key=lambda each: _distance(own, each[0].document, owner, each[1]))
    foreign = _foreign(own, earlier.document)
    keys = [each for each in STABLE if each in fields_of(owner) and each not in foreign]
    values = {each: getattr(line, each, None) for each in keys}
    return dict(to_jsonable({key: each for key, each in values.items() if not is_placeholder(each)}))


# --- what is known ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A document that was written before, when, and its texts: group, place, text."""

    document: Document
    moment: float
    texts: tuple[tuple[str, tuple[str, ...], str], ...]


_READ: "WeakKeyDictionary[Register, list[_Earlier]]" = WeakKeyDictionary()
"""The documents of a register, which it reads once too."""


def _earlier(case: "Case") -> list[_Earlier]:
    """The other documents of the workspace, each in its latest revision, the most recent first."""
    register = register_of(case.workspace)
    if register is None:
        return []
    if register not in _READ:
        _READ[register] = _read(register)
    own = case.document
    if own is None or own.id is None:
        return _READ[register]
    return [each for each in _READ[register] if (each.document.kind, each.document.id) != (own.kind, own.id)]


def _read(register: "Register") -> list[_Earlier]:
    latest: dict[tuple[str, str], tuple[int, _Earlier]] = {}
    for case in register.newest(MOST_READ):
        if (
            case.document is None or case.document.kind == "compensation-policy"
        ):  # it names nobody and nothing
            continue
        number = case.document.revision or 1
        key = case.document.kind, case.document.id or case.canonical_data
        if key not in latest or latest[key][0] < number:
            latest[key] = number, _Earlier(case.document, _moment(case), tuple(_texts(case.document)))
    found = [each for _, each in latest.values()]
    return sorted(found, key=lambda each: (each.moment, each.document.id or ""), reverse=True)


MOST_READ = 150
"""Files to be read, which takes a quarter of a second at the first question: others are too old."""


def _moment(case: "Case") -> float:
    """When a document was written: as it says itself, or as its file does."""
    for key in ("issued_at", "requested_at", "detected_at"):
        if (moment := getattr(case.document, key, None)) is not None:
            return float(moment.timestamp())
    with suppress(OSError, ValueError):  # a document of a text has no file, which makes it the oldest
        return Path(case.source.name).stat().st_mtime
    return 0.0


def _house(workspace: "Workspace") -> list[_Earlier]:
    """What comms.toml says: the company, and the standing answers of each kind."""
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
    """The texts of a part that can be completed, each with its group and place."""
    for field, group in _watched(type(part)):
        value = getattr(part, field.name)
        here = (*place, field.key)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Part):
                yield from _texts(each, here)
            elif group is not None and each is not None and _is_fit(each, group):
                yield group, here, each


@cache
def _watched(part: type[Part]) -> list[tuple[Field, str | None]]:
    fields = [(each, _group(part, each.key)) for each in fields_of(part).values()]
    return [(field, group) for field, group in fields if group or field.part]


def _group(owner: type[Part], key: str) -> str | None:
    """The group of a field, which the part may have inherited."""
    found = (COMPLETES.get(f"{each.__name__}.{key}") for each in owner.__mro__)
    return next((each for each in found if each), None)


def _is_fit(text: str, group: str) -> bool:
    """Whether a text is worth completing; what would act on a terminal, or identifies somebody, is not."""
    if is_placeholder(text) or len(text) > LONGEST:
        return False
    if any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in text):
        return False
    return group == "skus" or not any(find_numbers(text))  # a SKU may be a long number by right


def _place(path: FieldPath) -> tuple[str, ...]:
    return tuple(each for each in path if isinstance(each, str))


# --- the lines of articles -------------------------------------------------------------------


def _of_article(path: FieldPath, field: Field, case: "Case") -> list[str]:
    """What was said of the article that a line already names."""
    beside = (*path[:-1], "sku")
    if field.key not in STABLE or "sku" not in fields_of(field.owner):
        return []
    sku = value_at(case.source.data, beside)
    value = related(beside, sku, case).get(field.key) if isinstance(sku, str) else None
    return [value] if isinstance(value, str) and _is_fit(value, "") else []


def _lines(document: Document) -> list[Any]:
    return getattr(document, "lines", None) or []


def _distance(own: Document, other: Document, owner: type[Part], line: Part) -> tuple[bool, bool, bool]:
    """How far a line is from the one that is written: its sort, its buyer, its language."""
    return type(line) is not owner, _buyer(own) != _buyer(other), own.language != other.language


def _foreign(own: Document, other: Document) -> set[str]:
    """The keys that do not carry over from another document."""
    foreign = set() if _buyer(own) == _buyer(other) else {"buyer_item"}
    currency = getattr(own, "currency", None)
    same = currency is not None and currency == getattr(other, "currency", None)
    return foreign if same else {*foreign, "unit_price"}


def _buyer(document: Document) -> str | None:
    buyer = getattr(document, "buyer", None)
    return buyer.name if buyer else None


# --- what fits what was typed ----------------------------------------------------------------


def completions(typed: str, known: Sequence[str]) -> list[str]:
    """The known texts that `typed` may become, the likeliest first.

    Those that begin with it, those of which a word does, those that contain it, and for Latin letters those
    whose pinyin begins with or contains it: zh, zhouh and zhouhang are 周航. Case and width make no
    difference; each lot keeps the order of `known`. A text that stands there already is left out. Without
    the package pypinyin nothing is found by pinyin.
    """
    sought = folded(typed).lstrip()
    if not sought:
        return list(known)
    letters = re.sub("[ ']", "", sought)
    spells = letters.isascii() and letters.isalnum() and not letters.isdecimal()
    spelling = Spelling(letters) if spells else None
    word = re.compile(rf"(?<![^\W_]){re.escape(sought)}")
    lots: list[list[str]] = [[], [], [], [], []]
    for each in known:
        lot = _lot(sought, word, spelling, each)
        if lot is not None and each != typed:
            lots[lot].append(each)
    return [each for lot in lots for each in lot]


def _lot(sought: str, word: re.Pattern[str], spelling: "Spelling | None", text: str) -> int | None:
    """Where a known text belongs: 0 begins so, 1 a word does, 2 contains it, 3 and 4 its pinyin does."""
    place = (held := folded(text)).find(sought)
    if place >= 0:
        return 0 if place == 0 else 1 if word.search(held) else 2
    start = spelling.place_in(sounds_of(text)) if spelling and not held.isascii() else None
    return None if start is None else 4 if start else 3
