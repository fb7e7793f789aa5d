"""Reads a message: which clauses ask for something, and which fields their values answer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from comms.messages import restock_lines
from comms.messages.brief import budget, demands, goals, hours, how, rounds, when, where, why
from comms.messages.candidates import Candidate, settled
from comms.messages.deliverables import items_of, values_of
from comms.messages.people import people
from comms.messages.reading import Reading, Turn, Value
from comms.messages.scan import without_private_numbers
from comms.messages.talk import Talk
from comms.messages.untaken import untaken
from comms.messages.wishes import of_things, restocked, what

_DEMANDS = 4
"""The most demands that make one text."""

Finder = Callable[[Talk], Iterator[Candidate]]

_FIELDS: tuple[Finder, ...] = (what, why, when, where, people, how, budget, hours)
_LISTS = {
    "when.milestones": True,
    "who.informed": True,
    "must_include": True,
    "must_avoid": True,
    "goals": True,
}
"""The fields that hold several values, which are numbered in the order of the text."""


def read_message(message: str, turns: tuple[Turn, ...], kind: str, today: date) -> Reading:
    """Return what a message asks for in a document of a kind.

    turns: who wrote which part and when; today: the day of the turns that name none.
    """
    talk = Talk(message, turns, kind, today)
    values = _READERS[kind](talk) if turns and kind in _READERS else []
    return Reading(message, turns, tuple(map(_without_numbers, values)), tuple(untaken(talk)))


def _without_numbers(value: Value) -> Value:
    """Return a value without telephone and account numbers, which are never part of a text."""
    if isinstance(value.value, str) and not value.path.startswith("buyer.contact"):
        return replace(value, value=without_private_numbers(value.value))
    return value


def _brief(talk: Talk) -> list[Value]:
    return _values(talk, (*_FIELDS, goals))


def _design_brief(talk: Talk) -> list[Value]:
    values = _values(talk, (*_FIELDS, goals, demands, rounds))
    items = items_of(talk)
    named = [item for item in items if item.name]
    said = next((str(value.value) for value in values if value.path == "what" and value.is_sure), "")
    if named and not said:
        start, end, clause = named[0].places["name"]
        values = [value for value in values if value.path != "what"]
        values.insert(0, of_things(talk, [item.name for item in named], clause, start, end).as_value())
    return [*values, *values_of(items)]


def _values(talk: Talk, finders: tuple[Finder, ...]) -> list[Value]:
    candidates = [candidate for find in finders for candidate in find(talk)]
    candidates = [*(each for each in candidates if each.path != "how"), *_joined(candidates)]
    single = [each for each in candidates if each.path not in _LISTS]
    return [*_of_one_request(settled(single), single), *_listed(candidates)]


def _joined(candidates: list[Candidate]) -> Iterator[Candidate]:
    """Yield the demands on how something is done as one text, since each adds to the others."""
    found = sorted((each for each in candidates if each.path == "how"), key=lambda each: each.start)[
        :_DEMANDS
    ]
    if found:
        texts = list(dict.fromkeys(str(each.value) for each in found))
        separator = "；" if re.search("[\u4e00-\u9fff]", texts[0]) else "; "
        yield replace(found[0], value=separator.join(texts))


def _of_one_request(values: list[Value], candidates: list[Candidate]) -> list[Value]:
    """Return the values without owner and day where several people are asked for different things."""
    owners = [each for each in candidates if each.path == "who.owner" and each.weight == 2 and each.is_sure]
    several = len({each.value for each in owners}) > 1 and not any(each.corrects for each in owners)
    return [value for value in values if not (several and value.path in ("who.owner", "when.due"))]


def _listed(candidates: list[Candidate]) -> Iterator[Value]:
    """Yield the values of lists, each entry once."""
    for path in _LISTS:
        entries = [each for each in candidates if each.path == path and each.is_sure]
        seen: list[object] = []
        for each in sorted(entries, key=lambda entry: entry.start):
            if each.value not in seen:
                seen.append(each.value)
                value = each.as_value()
                yield Value(f"{path}[{len(seen) - 1}]", value.value, value.start, value.end, value.turn)


def _restock_brief(talk: Talk) -> list[Value]:
    lines = restock_lines.lines_of(talk)
    values = _values(talk, (*_FIELDS, goals, restock_lines.shortage_cost, restock_lines.uplift))
    reason = restock_lines.reason(talk)
    if reason and not any(value.path == "why" for value in values):
        values.append(reason.as_value())
    if named := [
        (line.name or line.sku, *line.values["name" if line.name else "sku"][1:])
        for line in lines
        if line.name or line.sku
    ]:
        _, start, end, turn = named[0]
        names = [name for name, *_ in named]
        values = [value for value in values if value.path != "what"]
        values.insert(0, Value("what", restocked(talk, names), start, end, turn))
    elif reason:
        values = [value for value in values if value.path != "what"]
        values.insert(0, replace(reason, path="what").as_value())
    return [*values, *restock_lines.values_of(lines)]


def _order(talk: Talk) -> list[Value]:
    from comms.messages.order import order_confirmation

    return list(order_confirmation(talk))


def _change(talk: Talk) -> list[Value]:
    from comms.messages.changes import change_request

    return list(change_request(talk))


_READERS: dict[str, Callable[[Talk], list[Value]]] = {
    "brief": _brief,
    "design-brief": _design_brief,
    "restock-brief": _restock_brief,
    "order-confirmation": _order,
    "change-request": _change,
}
