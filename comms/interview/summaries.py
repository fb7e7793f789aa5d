"""What a request comes to: a title from what is asked for, and the quantity of its items in all."""

import re
from decimal import Decimal
from typing import NamedTuple

from comms.language.phrases import say
from comms.models.brief import Brief
from comms.models.design_brief import DesignBrief
from comms.models.restock_brief import RestockBrief
from comms.terms.listed_items import listed_items

LONGEST_TITLE = 60
"""The columns of a title, so that it stays on one line of a terminal beside its label."""
_SENTENCE_END = re.compile(r"[\n；;。！？!?]|\.(?=\s|$)")
_CLAUSE_END = "，,、 "


class Total(NamedTuple):
    """A quantity in all, and what it is counted in."""

    quantity: Decimal
    unit: str


def title_of(what: str) -> str:
    """Return a title for a request: its first sentence, cut at a clause or a word if it is long."""
    sentence = _SENTENCE_END.split(what.strip(), maxsplit=1)[0].strip() or what.strip()
    room = 0
    for place, sign in enumerate(sentence):
        room += 1 if sign < "\u2e80" else 2
        if room > LONGEST_TITLE:
            return _whole_clauses(sentence[: place + 1])
    return sentence


def _whole_clauses(text: str) -> str:
    """Return a text that was cut, without the clause or the word that the cut has left in pieces."""
    cuts = (text.rfind(sign) for sign in _CLAUSE_END)
    cut = next((place for place in cuts if place > len(text) // 3), len(text) - 1)
    return text[:cut].rstrip(_CLAUSE_END)


def total_of(document: object, language: str) -> Total | None:
    """Return the quantity of all items of a request; None if one has none, or they differ in their units."""
    counts: list[int | Decimal | None]
    units: set[str | None]
    if isinstance(document, DesignBrief):
        counts = [item.count for item in document.deliverables or ()]
        units = {say("proposals.pieces", language)}
    elif isinstance(document, RestockBrief):
        counts = [line.quantity for line in document.lines or ()]
        units = {line.unit for line in document.lines or ()}
    elif isinstance(document, Brief):
        items = listed_items(document.what or "")
        counts = [item.quantity for item in items]
        measures = {item.unit for item in items if item.unit}
        units = {measures.pop() if len(measures) == 1 else say("proposals.pieces", language)}
    else:
        return None
    figures = [Decimal(count) for count in counts if count is not None]
    unit = next(iter(units), None)
    if len(figures) < len(counts) or not figures or len(units) > 1 or unit is None:
        return None
    return Total(sum(figures, Decimal(0)), unit)
