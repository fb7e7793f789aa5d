"""Merges the rows of a table into the data of a base document, without data of the base's customer."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.field_names import field_at, paths_called, paths_like
from comms.language.phrases import FilledSaying
from comms.models.order_confirmation import DEPARTURE_INCOTERMS
from comms.models.party import Contact, Party
from comms.paths import FieldPath, dotted, parse_path, put, value_at
from comms.reading.answers import AnswerContext, give_at
from comms.reading.tables.table import TableError
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
OF_THE_ORDER = ("title", "requested_by.name")
"""The fields of a document about an order that concern the buyer of that order."""


class Columns:
    """The columns of a table for a base document; the field of each column is looked up once."""

    def __init__(self, base: "Case") -> None:
        assert base.document is not None
        self.base = base
        self.model = type(base.document)
        self._paths: dict[str, FieldPath] = {}

    def path(self, name: str) -> FieldPath:
        """Return the path that a column's name spells; raises CommsError for one that leads nowhere."""
        if name not in self._paths:
            self._paths[name] = parse_path(name, self.base.source.data)
        return self._paths[name]

    def path_as_written(self, name: str) -> str:
        """Return the path for a column's heading, which is either a path or the name of a field."""
        if self._leads_somewhere(name):
            return name
        called = [path for path in paths_called(self.model, name) if self._leads_somewhere(path)]
        return called[0] if len(called) == 1 else name

    def refuse_unknown(self, names: Iterable[str], file: str) -> None:
        """Raise TableError("columns") with all columns that name no field of the base document."""
        unknown = [name for name in names if not self._leads_somewhere(name)]
        if unknown:
            raise TableError("columns", path=file, columns=[self._with_near(name) for name in unknown])

    def _leads_somewhere(self, name: str) -> bool:
        """Whether a column's name is the path of a field, with an index or SKU for each list."""
        try:
            path = self.path(name)
            field_at(self.model, path)
        except CommsError:
            return False
        return not any(
            isinstance(value_at(self.base.source.data, path[:end]), list) and not isinstance(path[end], int)
            for end in range(1, len(path))
        )

    def _with_near(self, name: str) -> str:
        """Return a column's name with the paths that may be meant."""
        data = self.base.source.data
        like = paths_called(self.model, name) or paths_like(self.model, name)
        return f"{name} (→ {' / '.join(_into_list(path, data) for path in like)})" if like else name


def row_data(columns: Columns, values: Mapping[str, Any], context: AnswerContext) -> dict[str, Any]:
    """Return the data of a base document with the values of a row in place of its own.

    A text is read as if typed as the answer of its field; a mapping of JSON replaces the base's values key by
    key. If a row names another person or company, nothing that the base says about the former one is kept.
    Raises CommsError for a path that leads nowhere or a value that is not accepted.
    """
    model, data = columns.model, merged(columns.base.source.data, {})
    leaves = [
        (name, columns.path(name), value)
        for column, entry in values.items()
        for name, value in _leaves(column, entry)
    ]
    given = {path: value for _, path, value in leaves}
    _forget(data, (*LIFECYCLE_FIELDS, "compensation.approved_by"))
    others = _others(model, data, given)
    for path in others:
        put(data, path, {})
    if ("buyer",) in (*others, *given):
        _forget_buyer(data, given)
    if given.get(("order",), data.get("order")) != data.get("order"):
        _forget(data, OF_THE_ORDER)
    # units come first, since a quantity is read in its unit
    for name, path, value in sorted(leaves, key=lambda leaf: leaf[1][-1] != "unit"):
        _give(data, model, name, path, value, context)
    return data


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the dotted path and the value of each entry of nested mappings; a list is one value."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, entry in value.items():
        yield from _leaves(f"{name}.{key}", entry)


def _others(
    model: "type[Document]", data: dict[str, Any], leaves: Mapping[FieldPath, Any]
) -> list[FieldPath]:
    """Return the paths of the companies and people that differ from the base and are not named alike."""
    found: dict[FieldPath, None] = {}
    for path, value in leaves.items():
        holder = path[:-1]
        is_same = leaves.get((*holder, "name")) == value_at(data, (*holder, "name"))
        if _is_person(model, holder) and not is_same and value_at(data, path) != value:
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


def _forget_buyer(data: dict[str, Any], given: Mapping[FieldPath, Any]) -> None:
    """Remove the fields about an order's buyer, and the place of delivery if the goods go to the buyer."""
    _forget(data, OF_THE_BUYER)
    term = given.get(("delivery", "incoterm"), value_at(data, ("delivery", "incoterm")))
    if term not in DEPARTURE_INCOTERMS:
        _forget(data, ("delivery.place",))


def _forget(data: dict[str, Any], places: Iterable[str]) -> None:
    """Remove the values at places such as `title` or `lines[].buyer_item`."""
    for place in places:
        holder, _, key = place.rpartition(".")
        held = data.get(holder.removesuffix("[]")) if holder else data
        for part in held if isinstance(held, list) else [held]:
            if isinstance(part, dict):
                part.pop(key, None)


def _give(
    data: dict[str, Any],
    model: "type[Document]",
    name: str,
    path: FieldPath,
    value: Any,
    context: AnswerContext,
) -> None:
    """Put the value of a column into the data; raises TableError("cell") for a value that is not accepted."""
    try:
        if isinstance(value, str):
            give_at(data, model, path, value, context)
        else:
            put(data, path, value)
    except CommsError as error:
        # a table shows no numbered list of choices
        section = "tables" if error.reason == "choice" else error.section
        why = FilledSaying("messages", f"{section}.{error.reason}", error.values)
        raise TableError("cell", column=name, why=why) from None


def _into_list(path: str, data: Mapping[str, Any]) -> str:
    """Return a path with the SKU or index of the first entry added if it leads into a list."""
    key, _, rest = path.partition(".")
    entries = data.get(key)
    if not (rest and isinstance(entries, list) and entries):
        return path
    first = entries[0].get("sku", 0) if isinstance(entries[0], dict) else 0
    return f"{key}[{first}].{rest}"
