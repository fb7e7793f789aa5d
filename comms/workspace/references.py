"""References between documents: a document's order, its policy, and the requests that changed the order."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from comms.models.base import Document
from comms.models.compensation_policy import CompensationPolicy
from comms.models.order_confirmation import OrderConfirmation
from comms.paths import FieldPath
from comms.runtime.resources import PACKAGE
from comms.workspace.register import register_of, revision_of

if TYPE_CHECKING:
    from comms.workspace.case import Case
    from comms.workspace.workspace import Workspace

D = TypeVar("D", bound=Document)
STANDARD = "standard"
SHIPPED = PACKAGE / "policies" / f"{STANDARD}.yaml"


@dataclass(frozen=True, slots=True)
class Reference(Generic[D]):
    """The target of a reference: the document and its case, or the reason why there is none.

    reason: "" if it was found; else "missing", "revision" (only other revisions exist), "kind" (the id
    belongs to another kind), "ambiguous" (several files claim it) or "unknown" (there is nowhere to look).
    others: the revisions that exist, or the files that hold the id.
    """

    document: D | None = None
    case: "Case | None" = None
    reason: str = ""
    others: tuple[str, ...] = ()


def find(
    workspace: "Workspace", number: str | None, model: type[D], revision: int | None = None
) -> Reference[D]:
    """Find the document with an id, in the given revision or else the latest."""
    register = register_of(workspace)
    if register is None or number is None:
        return Reference(reason="unknown")
    cases = register.documents(number)
    if not cases:
        return Reference(reason="missing")
    if not all(isinstance(case.document, model) for case in cases):
        return Reference(reason="kind", others=_names(cases, workspace))
    wanted = revision or revision_of(cases[-1])
    chosen = [case for case in cases if revision_of(case) == wanted]
    if not chosen:
        return Reference(reason="revision", others=tuple(str(revision_of(case)) for case in cases))
    if len(chosen) > 1:
        return Reference(reason="ambiguous", others=_names(chosen, workspace))
    (case,) = chosen
    assert isinstance(case.document, model)
    return Reference(case.document, case)


def _names(cases: "list[Case]", workspace: "Workspace") -> tuple[str, ...]:
    """Return the files of documents relative to the folder of their workspace."""
    return tuple(_called(Path(case.source.name).absolute(), workspace.folder) for case in cases)


def _called(file: Path, folder: Path | None) -> str:
    inside = folder is not None and file.is_relative_to(folder)
    return (file.relative_to(folder) if folder is not None and inside else Path(file.name)).as_posix()


def order_of(document: Document, workspace: "Workspace") -> Reference[OrderConfirmation]:
    """Find the order that a change request or a delay notice is about."""
    return find(
        workspace,
        getattr(document, "order", None),
        OrderConfirmation,
        getattr(document, "order_revision", None),
    )


def policy_of(number: str | None, workspace: "Workspace") -> Reference[CompensationPolicy]:
    """Find a compensation policy; `standard` is the shipped one unless the workspace has its own."""
    found = find(workspace, number, CompensationPolicy)
    if number == STANDARD and found.reason in ("missing", "unknown"):
        return Reference(standard_policy())
    return found


@cache
def standard_policy() -> CompensationPolicy:
    """Return the compensation policy that comes with comms."""
    from comms.reading import read_file

    return CompensationPolicy.from_data(read_file(SHIPPED).data)


def cited(document: Document) -> list[tuple[FieldPath, str, str]]:
    """Return the documents that a document depends on: the paths that cite them, their ids and kinds."""
    found: list[tuple[FieldPath, str, str]] = []
    if number := getattr(document, "order", None):
        found.append((("order",), number, "order-confirmation"))
    if number := getattr(document, "compensation_policy", None):
        found.append((("compensation_policy",), number, "compensation-policy"))
    if number := getattr(getattr(document, "compensation", None), "policy", None):
        found.append((("compensation", "policy"), number, "compensation-policy"))
    return found
