"""F003: writes the key that a misspelt one was meant to be."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from difflib import SequenceMatcher
from typing import Any

from comms.paths import FieldPath, value_at
from comms.reading.edits import Edit, Fix, applied, lines_of, reread
from comms.rules.files import MISSPELT, keys_at, nearest_keys, unknown_keys
from comms.workspace.case import Case
from comms.workspace.loading import take_valid

ALIKE = 0.8
"""The similarity, from 0 to 1, from which on a key is taken for a known one; `who` and `how` have 0.67."""


def respelt_keys(case: Case, _language: str) -> Iterator[Fix]:
    """Yield the fixes of misspelt keys of which only one known key can be meant, and which it fits."""
    meant = _meant(case)
    found = {path: edit for path, key in meant.items() if (edit := _edit(case, path, key))}
    if not found:
        return
    fixes = [Fix("F003", path, (edit,)) for path, edit in found.items()]
    again = reread(case.source, applied(case.source.text, fixes))
    if again is not None and again.data == _renamed(case.source.data, {path: meant[path] for path in found}):
        yield from fixes


def meant_elsewhere(case: Case) -> set[FieldPath]:
    """Return the paths of absent keys that the file seems to have under a misspelt name."""
    unknown = unknown_keys(case)[:MISSPELT]
    return {(*path[:-1], key) for path in unknown for key in nearest_keys(case, path)}


def _meant(case: Case) -> dict[FieldPath, str]:
    """Return the paths of the misspelt keys, with the keys that they are to be."""
    meant = {path: key for path in unknown_keys(case) if (key := _only_key_like(case, path))}
    claims = Counter((*path[:-1], key) for path, key in meant.items())
    meant = {path: key for path, key in meant.items() if claims[*path[:-1], key] == 1}
    if not meant or case.document is None:
        return {}
    _, invalid = take_valid(type(case.document), _renamed(case.source.data, meant))
    refused = [value.path for value in invalid if value.error != "extra_forbidden"]  # those below come next

    def fits(path: FieldPath) -> bool:
        return not any(other[: len(path)] == path for other in refused)

    return {path: key for path, key in meant.items() if fits((*path[:-1], key))}


def _only_key_like(case: Case, path: FieldPath) -> str | None:
    """Return the only known key that a misspelt one is like, unless its place is taken.

    A colon in it, as in `title:chart`, is followed by an answer.
    """
    if ":" in str(path[-1]):
        return None
    written = str(path[-1]).lower().replace("-", "_").replace(" ", "_")
    alike = [key for key in keys_at(case, path[:-1]) if _ratio(written, key) >= ALIKE]
    return alike[0] if len(alike) == 1 and alike[0] not in value_at(case.source.data, path[:-1]) else None


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def _edit(case: Case, path: FieldPath, key: str) -> Edit | None:
    """Return the edit that replaces a key, None if its place is not certain."""
    span = case.source.positions.key(path)
    if span is None:
        return None
    lines, written = lines_of(case.source), str(path[-1])
    start = lines.offset(span.line, span.column)
    quote = case.source.text[start : start + 1]
    start += quote in ("'", '"')
    is_there = case.source.text.startswith(written, start)
    return Edit(start, start + len(written), key) if is_there else None


def _renamed(data: dict[str, Any], keys: dict[FieldPath, str]) -> dict[str, Any]:
    """Return the data with the last key of each path replaced, innermost first, in the same order."""
    copy = deepcopy(data)
    for path, key in sorted(keys.items(), key=lambda entry: -len(entry[0])):
        holder = value_at(copy, path[:-1])
        entries = [(key if old == path[-1] else old, value) for old, value in holder.items()]
        holder.clear()
        holder.update(entries)
    return copy
