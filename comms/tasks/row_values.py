"""Merges the rows of a table into the data of a base document, without data of the base's customer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.field_names import field_at
from comms.language.phrases import FilledSaying
from comms.models.order_confirmation import DEPARTURE_INCOTERMS
from comms.models.party import Contact, Party
from comms.paths import FieldPath, dotted, put, scalars_of, value_at
from comms.reading.answers import AnswerContext, give_at
from comms.reading.tables.records import Record, leaves
from comms.reading.tables.table import TableError
from comms.tasks.columns import EACH, Columns, entries_of, is_dashes, is_none_of_a_line
from comms.tasks.row_terms import (
    Value,
    refuse_currency,
    refuse_former_remedies,
    refuse_number_of_choice,
    refuse_terms_of_base,
    refuse_two_readings,
    refused_cell,
)
from comms.tasks.traces import OURS
from comms.workspace.defaults import LIFECYCLE_FIELDS, merged

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

OF_THE_BUYER = (
    "title",
    "order_reference",
    "order_received_at",
    "lines[].buyer_item",
    "delivery.marks",
    "notices",
)
"""The fields of an order, besides the party, about its buyer: the buyer's own numbers, dates and marks."""
OF_THE_ORDER = (
    "title",
    "requested_by.name",
    "order_revision",
    *(f"compensation.{key}" for key in ("choice", "offers", "penalty", "total")),
)
"""The fields of a document about an order that concern that order or its buyer alone."""
_TOLD_APART_BY = ("name", "address", "tax_id", "identifiers")
"""What tells companies and their branches apart."""


def row_data(
    columns: Columns,
    values: Mapping[str, Any],
    context: AnswerContext,
    names: Sequence[str] = (),
    entries: Sequence[Record] = (),
) -> dict[str, Any]:
    """Return the data of a base document with the values of a row in place of its own.

    A text is read as if typed as the answer of its field; a mapping of JSON replaces the base's values key by
    key. If a row names another person or company, nothing that the base says about the former one is kept.
    names: the columns of the table; entries: the rows of the lists of a letter that several rows make up.
    Raises CommsError for a path that leads nowhere, a value that is not accepted, or a row without customer.
    """
    model, data = columns.model, merged(columns.base.source.data, {})
    given = [
        Value(name, columns.path(name), value)
        for column, entry in values.items()
        for name, value in leaves(column, entry)
    ]
    given += _list_values(columns, data, names, entries)
    by_path = {value.path: value.given for value in given}
    _refuse_no_customer(columns, names, by_path)
    _forget(data, (*LIFECYCLE_FIELDS, "compensation.approved_by"))
    is_another = _forget_others(data, model, by_path)
    _forget_other_place(data, by_path)
    _forget_left_empty(data, columns, names, by_path)
    if is_another:
        _refuse_no_quantity(columns, data, names, by_path)
    none = {value.path[:2]: value for value in given if is_none_of_a_line(value.path, value.given)}
    _give_all(data, model, [value for value in given if value.path[:2] not in none], context)
    for path in none:
        put(data, path, {})  # it says nothing, and the others keep their places until all is checked
    _refuse_rest_of_base(columns, data, by_path, is_another)
    _leave_out_lines(data, none)
    return data


def _give_all(
    data: dict[str, Any], model: "type[Document]", given: list[Value], context: AnswerContext
) -> None:
    """Put values into the data; raises TableError for one beside what the base agreed for its own."""
    refuse_terms_of_base(data, given)
    # units come first, since a quantity is read in its unit
    for value in sorted(given, key=lambda value: value.path[-1] != "unit"):
        _give(data, model, value, context)


def _refuse_rest_of_base(
    columns: Columns, data: dict[str, Any], given: Mapping[FieldPath, Any], is_another: bool
) -> None:
    """Raise TableError for what the base says that does not hold with the values of a row."""
    refuse_currency(columns, data, given)
    refuse_former_remedies(columns, data, given)
    if is_another:
        _refuse_traces(columns, data, given)


def _leave_out_lines(data: dict[str, Any], none: Mapping[FieldPath, Value]) -> None:
    """Take out the lines that a letter has none of; raises TableError if it has no other."""
    if none:
        data["lines"] = [line for index, line in enumerate(data["lines"]) if ("lines", index) not in none]
        if not data["lines"]:
            raise next(iter(none.values())).refused("no_line_left")


def _list_values(
    columns: Columns, data: dict[str, Any], names: Sequence[str], entries: Sequence[Record]
) -> Iterator[Value]:
    """Put the entries that rows give into the lists of the data, and yield the values of the rows.

    An entry with the SKU of one of the base's begins as that one; a row of dashes is none. Raises TableError
    for a letter, or a line of it, that says nothing where the others do.
    """
    named = {columns.list_path(name)[0]: name.partition(EACH)[0] for name in names if EACH in name}
    lists = {columns.list_path(name)[0]: name.partition(EACH)[0] for row in entries for name in row.values}
    for path, called in {**named, **lists}.items():
        rows = entries_of(entries, called)
        theirs = value_at(data, path)
        if not rows and not theirs:
            continue
        if not rows:
            raise TableError("no_entries", column=f"{called}{EACH}", path=columns.base.source.name)
        rows = [row for row in rows if not is_dashes(row, f"{called}{EACH}")]
        begun = [_begun(row, f"{called}{EACH}", theirs) for row in rows]
        put(data, path, begun)
        for index, row in enumerate(rows):
            if begun[index].get("quantity") is not None:
                _refuse_row_without_quantity(row, f"{called}{EACH}.quantity", names, columns)
            for name, value in row.values.items():
                within, rest = columns.list_path(name)
                if within == path:
                    yield Value(name, (*path, index, *rest), value, row.number)


def _refuse_row_without_quantity(row: Record, column: str, names: Sequence[str], columns: Columns) -> None:
    if column in names and column not in row.values:
        path = columns.base.source.name
        why = FilledSaying("messages", "tables.no_quantity", {"path": path})
        raise refused_cell(column, row.number, why)


def _refuse_no_quantity(
    columns: Columns, data: Mapping[str, Any], names: Iterable[str], given: Mapping[FieldPath, Any]
) -> None:
    """Raise TableError for a column of quantities that the row of another customer leaves empty."""
    for name in names:
        path = columns.path_of(name)
        if path is None or path[0] != "lines" or path[-1] != "quantity" or value_at(data, path) is None:
            continue
        if not any(path[: len(each)] == each for each in given):
            why = FilledSaying("messages", "tables.no_quantity", {"path": columns.base.source.name})
            raise refused_cell(name, None, why)


def _begun(row: Record, called: str, theirs: Any) -> dict[str, Any]:
    """Return the base's entry with the SKU of a row, {} if there is none.

    Raises TableError("sku_of_several").
    """
    sku = row.values.get(f"{called}.sku")
    found = [
        entry
        for entry in (theirs if isinstance(theirs, list) else ())
        if isinstance(entry, Mapping) and sku is not None and str(entry.get("sku")) == str(sku)
    ]
    if len(found) > 1:
        raise TableError("sku_of_several", row=row.number, sku=sku)
    return merged(dict(found[0]), {}) if found else {}


def _refuse_no_customer(columns: Columns, names: Sequence[str], given: Mapping[FieldPath, Any]) -> None:
    """Raise TableError("no_customer") for a row that names none, in a table that has a column for that."""
    named = columns.customer(tuple(names))
    if named and given.keys().isdisjoint(named):
        column = named.get(("buyer", "name"), next(iter(named.values())))
        raise TableError("no_customer", column=column, path=columns.base.source.name)


def _forget_others(data: dict[str, Any], model: "type[Document]", given: Mapping[FieldPath, Any]) -> bool:
    """Remove what the base says about others than a row names; return whether its customer is another."""
    others = _others(model, data, given)
    for path in others:
        put(data, path, {})
    is_another_buyer = ("buyer",) in (*others, *given)
    if is_another_buyer:
        _forget_buyer(data)
    is_another_order = given.get(("order",), data.get("order")) != data.get("order")
    if is_another_order:
        _forget(data, OF_THE_ORDER)
    return is_another_buyer or is_another_order


def _others(model: "type[Document]", data: dict[str, Any], given: Mapping[FieldPath, Any]) -> list[FieldPath]:
    """Return the paths of the companies and people that differ from the base and are not named alike."""
    found: dict[FieldPath, None] = {}
    for path, value in given.items():
        holder = path[:-1]
        is_same = given.get((*holder, "name")) == value_at(data, (*holder, "name"))
        if value_at(data, path) == value:
            continue
        if path[0] == "buyer" and path[1:2] and path[1] in _TOLD_APART_BY:
            found[("buyer",)] = None
        elif _is_person(model, holder) and not is_same:
            found[holder] = None
    return sorted(found, key=len)  # the company before its people


def _is_person(model: "type[Document]", path: FieldPath) -> bool:
    return bool(path) and field_at(model, path).part in (Party, Contact)


def is_of_another(base: "Case", path: FieldPath) -> bool:
    """Whether a value concerns a company or person, so that it is never taken over from the base."""
    assert base.document is not None
    place = dotted(tuple("[]" if isinstance(step, int) else step for step in path)).replace(".[]", "[]")
    named = (*OF_THE_BUYER, *OF_THE_ORDER, "delivery.place")
    return place in named or any(_is_person(type(base.document), path[:end]) for end in range(1, len(path)))


def _forget_buyer(data: dict[str, Any]) -> None:
    """Remove the fields about an order's buyer, and the place of delivery if the goods go to the buyer."""
    _forget(data, OF_THE_BUYER)
    if not _is_departure(value_at(data, ("delivery", "incoterm"))):
        _forget(data, ("delivery.place",))


def _forget_other_place(data: dict[str, Any], given: Mapping[FieldPath, Any]) -> None:
    """Remove the base's place if the term of a row is about departure and that of the base is not."""
    term = given.get(("delivery", "incoterm"))
    if term and _is_departure(term) != _is_departure(value_at(data, ("delivery", "incoterm"))):
        _forget(data, ("delivery.place",))


def _is_departure(term: Any) -> bool:
    return str(term).strip().upper() in DEPARTURE_INCOTERMS


def _forget(data: dict[str, Any], places: Iterable[str]) -> None:
    """Remove the values at places such as `title` or `lines[].buyer_item`."""
    for place in places:
        holder, _, key = place.rpartition(".")
        held = data.get(holder.removesuffix("[]")) if holder else data
        for part in held if isinstance(held, list) else [held]:
            if isinstance(part, dict):
                part.pop(key, None)


def _forget_left_empty(
    data: dict[str, Any], columns: Columns, names: Iterable[str], given: Mapping[FieldPath, Any]
) -> None:
    """Remove the base's values from columns for the buyer's own numbers and marks that a row leaves empty."""
    for name in names:
        if name in OF_THE_BUYER:
            _forget(data, (name,))
        elif "buyer_item" in name and (path := columns.path_of(name)) and path not in given:
            put(data, path, None)


def _refuse_traces(columns: Columns, data: dict[str, Any], given: Mapping[FieldPath, Any]) -> None:
    """Raise TableError("trace") if a text that a letter has from the base names the base's customer."""
    theirs = " ".join(str(value) for value in given.values()).casefold() if columns.traces else ""
    names = {text: name for _, text, name in columns.traces if name.casefold() not in theirs}
    for path, text in scalars_of(data) if names else ():
        is_given = any(path[: len(other)] == other for other in given)
        if not is_given and isinstance(text, str) and text in names and path[0] not in OURS:
            field = columns.column_for(path)
            raise TableError("trace", field=field, name=names[text], path=columns.base.source.name)


def _give(data: dict[str, Any], model: "type[Document]", value: Value, context: AnswerContext) -> None:
    """Put the value of a column into the data; raises TableError("cell") for a value that is not accepted."""
    try:
        if isinstance(value.given, str):
            _refuse_doubtful(data, model, value)
            give_at(data, model, value.path, value.given, context)
        else:
            put(data, value.path, value.given)
    except TableError:
        raise
    except CommsError as error:
        # a table shows no numbered list of choices
        section = "tables" if error.reason == "choice" else error.section
        why = FilledSaying("messages", f"{section}.{error.reason}", error.values)
        raise refused_cell(value.column, value.row, why) from None


def _refuse_doubtful(data: Mapping[str, Any], model: "type[Document]", value: Value) -> None:
    field = field_at(model, value.path)
    refuse_number_of_choice(value, field)
    refuse_two_readings(data, value, field)
