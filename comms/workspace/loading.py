"""From a source to a model and its findings: the one way that interview, CI and library share."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from comms.findings import Unreadable
from comms.kinds import KINDS, model_of
from comms.models.base import Document
from comms.paths import FieldPath
from comms.reading import read_bytes, read_file
from comms.reading.source import Source
from comms.workspace.case import Case, Invalid
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace


def load_case(source: Source, workspace: Workspace = NOWHERE) -> Case:
    """The model of a source; an invalid value is noted once and then treated as absent."""
    kind = source.data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return Case(source, workspace=workspace)
    document, invalid = take(model_of(kind), source.data)
    return Case(source, document, invalid, workspace=workspace)


def load_file(path: Path | str, workspace: Workspace | None = None) -> Case:
    """The case of a file of any input format, in the workspace around it unless another one is given.

    Raises Unreadable, or CommsError where there is no such file.
    """
    return load_case(read_file(Path(path)), workspace or open_workspace(Path(path).parent))


def unreadable_case(name: str, error: Unreadable) -> Case:
    """The case of a file that could not be parsed."""
    return Case(Source(name, "", {}), unreadable=error)


def case_of(content: bytes | Unreadable, name: str, workspace: Workspace) -> Case:
    """The case of a content, or of the reason why there is none; one that cannot be parsed has a case too."""
    if isinstance(content, Unreadable):
        return unreadable_case(name, content)
    try:
        return load_case(read_bytes(content, name), workspace)
    except Unreadable as error:
        return unreadable_case(name, error)


def plain_data(case: Case) -> dict[str, Any]:
    """The data of a case as a file would hold them: bare values spelt out, what is invalid left out."""
    from comms.models.plain import plain

    return dict(plain(case.document.to_data())) if case.document else {}


def take(model: type[Document], data: dict[str, Any]) -> tuple[Document, tuple[Invalid, ...]]:
    """The document of `data` without the values that are invalid, and those values."""
    invalid: list[Invalid] = []
    while True:
        try:
            return model.from_data(data), tuple(invalid)
        except ValidationError as error:
            found = [_invalid(each, data) for each in error.errors(include_url=False)]
            known = {each.path for each in invalid}
            fresh = [each for each in found if each.path not in known]
            invalid += fresh
            # what its own removal does not mend goes with its parent, so that this comes to an end
            paths = [each.path for each in fresh] or [each.path[:-1] for each in found]
            if () in paths:
                raise
            data = _without(data, paths)


def _invalid(error: Any, data: dict[str, Any]) -> Invalid:
    path = _existing(error["loc"], data)
    values = {key: each for key, each in error.get("ctx", {}).items() if key != "error"}
    return Invalid(path, error["type"], values, error.get("input"))


def _existing(loc: FieldPath, data: Any) -> FieldPath:
    """The part of pydantic's location that is a path into the data (a bare value has no deeper one)."""
    path: FieldPath = ()
    for step in loc:
        held: Any = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if step not in held:
            break
        data, path = data[step], (*path, step)
    return path


def _without(data: Any, paths: list[FieldPath]) -> Any:
    """A copy of plain data without the values at `paths`; an item of a list leaves an empty one behind."""
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    for step in {path[0] for path in paths}:
        below = [path[1:] for path in paths if path[0] == step]
        if () not in below:
            copy[step] = _without(copy[step], below)
        elif isinstance(copy, dict):
            del copy[step]
        else:
            copy[step] = None
    return copy
