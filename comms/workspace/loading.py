"""Loading: from a source to its document and invalid values, the same for interview, CI and library."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from comms.findings import Unreadable
from comms.kinds import KINDS, model_of
from comms.models.base import Document
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath
from comms.reading import read_bytes, read_file
from comms.reading.headings import with_house
from comms.reading.source import Source
from comms.reading.yaml_documents import parts_of
from comms.workspace.case import Case, Invalid
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace


def load_case(source: Source, workspace: Workspace = NOWHERE, today: date | None = None) -> Case:
    """Make the case of a source; an invalid value is recorded once and then treated as missing.

    today: the day on which its answers are given; None for a file.
    """
    kind = source.data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return Case(source, workspace=workspace, today=today)
    document, invalid = take_valid(model_of(kind), source.data)
    return Case(source, document, invalid, workspace=workspace, today=today)


def load_file(path: Path | str, workspace: Workspace | None = None) -> Case:
    """Load a file of any input format, in the workspace around it unless another one is given.

    Raises Unreadable, or CommsError if there is no such file.
    """
    workspace = workspace or open_workspace(Path(path).parent)
    with with_house(workspace.settings.lint.headings.pairs):
        return load_case(read_file(Path(path)), workspace)


def read_in(workspace: Workspace, content: bytes, name: str) -> Source:
    """Read the content of a file with the headings of the workspace's house; raises Unreadable."""
    with with_house(workspace.settings.lint.headings.pairs):
        return read_bytes(content, name)


def unreadable_case(name: str, error: Unreadable, content: bytes = b"") -> Case:
    """Make the case of a file that could not be parsed; content: what it holds, if it could be opened."""
    from comms.reading.encodings import lines_to_show

    lines = lines_to_show(content) if content else ()
    return Case(Source(name, "", {}, paragraphs=lines), unreadable=error)


def case_of(content: bytes | Unreadable, name: str, workspace: Workspace, title: str = "") -> Case:
    """Make the case of a file's content, or of the reason why it could not be read or parsed.

    title: the title if it stands apart from the content, as that of an issue does.
    """
    if isinstance(content, Unreadable):
        return unreadable_case(name, content)
    try:
        return load_case(_titled(read_in(workspace, content, name), title), workspace)
    except Unreadable as error:
        return unreadable_case(name, error, content)


def _titled(source: Source, title: str) -> Source:
    """Return a source with the title given apart, in place of that of a text but not of data."""
    is_handwritten = source.sections is not None
    if not title or not (is_handwritten or is_placeholder(source.data.get("title"))):
        return source
    return replace(source, data={**source.data, "title": title})


def cases_of(content: bytes | Unreadable, name: str, workspace: Workspace, title: str = "") -> list[Case]:
    """Make the cases of a file's documents, of which YAML may hold several; title as in `case_of`."""
    if isinstance(content, Unreadable):
        return [unreadable_case(name, content)]
    parts = parts_of(content, name)
    cases = [case_of(part.content, name, workspace, title) for part in parts]
    for case, part in zip(cases, parts, strict=True):
        if part.above:
            case.source = replace(case.source, above=part.above)
    return cases


def plain_data(case: Case) -> dict[str, Any]:
    """Return the data of a case as a file would hold them: shorthands expanded, invalid values left out."""
    from comms.models.plain import to_jsonable

    return dict(to_jsonable(case.document.to_data())) if case.document else {}


def take_valid(model: type[Document], data: dict[str, Any]) -> tuple[Document, tuple[Invalid, ...]]:
    """Return the document of `data` without the invalid values, and these values.

    Values of extension keys (`x-`) mean nothing to the document, which only keeps them.
    """
    invalid: list[Invalid] = []
    while True:
        try:
            return _without_extensions(model.from_data(data), invalid)
        except ValidationError as error:
            found = [_invalid(details, data) for details in error.errors(include_url=False)]
            known = {value.path for value in invalid}
            fresh = [value for value in found if value.path not in known]
            invalid += fresh
            # if removing a value does not help, its parent is removed, so that the loop ends
            paths = [value.path for value in fresh] or [value.path[:-1] for value in found]
            if () in paths:
                raise
            data = _without(data, paths)


def _without_extensions(document: Document, invalid: list[Invalid]) -> tuple[Document, tuple[Invalid, ...]]:
    """Return a document that keeps the values of extension keys, and the values that are truly invalid."""
    if extensions := [(value.path, value.written) for value in invalid if _is_extension(value)]:
        document.extend(extensions)
    return document, tuple(value for value in invalid if not _is_extension(value))


def _is_extension(value: Invalid) -> bool:
    """Return whether a value belongs to another program: the key begins with `x-`, wherever it stands."""
    return value.error == "extra_forbidden" and str(value.path[-1]).startswith("x-")


def _invalid(error: Any, data: dict[str, Any]) -> Invalid:
    path = _existing(error["loc"], data)
    values = {key: value for key, value in error.get("ctx", {}).items() if key != "error"}
    return Invalid(path, error["type"], values, error.get("input"))


def _existing(loc: FieldPath, data: Any) -> FieldPath:
    """Return the part of pydantic's location that is a path in the data; a shorthand has no deeper path."""
    path: FieldPath = ()
    for step in loc:
        held: Any = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if step not in held:
            break
        data, path = data[step], (*path, step)
    return path


def _without(data: Any, paths: list[FieldPath]) -> Any:
    """Return a copy of plain data without the values at `paths`; an item of a list is replaced by None."""
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    found: dict[str | int, list[FieldPath]] = {}
    for path in paths:
        found.setdefault(path[0], []).append(path[1:])
    for step, below in found.items():
        if () not in below:
            copy[step] = _without(copy[step], below)
        elif isinstance(copy, dict):
            del copy[step]
        else:
            copy[step] = None
    return copy
