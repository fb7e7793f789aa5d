"""What a new document begins with: its number, the standing answers, and what earlier documents said."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comms.checking import load_case, plain_data
from comms.drafts import Draft, new_draft_file
from comms.findings import CommsError, dotted, value_at
from comms.kinds import model_of
from comms.models.base import fields_of
from comms.questions import Question, questions
from comms.reading import read_file
from comms.saving import next_id
from comms.standing import id_about, merged, standard_terms
from comms.workspace import Workspace

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    kind: str
    output: str | None
    to: str | None
    language: str | None
    answers: Path | None
    sets: tuple[str, ...]
    no_input: bool
    resume: bool
    force: bool
    order: Path | None = None
    schema: str | None = None


def fresh(kind: str, wanted: Wanted, workspace: Workspace) -> Draft:
    language = workspace.language(wanted.language)
    draft = Draft(kind, language, output=wanted.output, to=wanted.to, file=new_draft_file(kind))
    given = _answers(wanted.answers, kind) if wanted.answers else {}
    if wanted.language is None and given.get("language") in ("zh", "en"):
        draft.language = given["language"]
    order = _order_of(wanted, kind)
    folders = {workspace.folder or Path.cwd(), Path.cwd(), _folder(wanted.output)}
    number = next_id(model_of(kind).id_prefix, folders, date.today())
    standing = standard_terms(kind, workspace, order)
    given = merged(standing, given)
    if order is not None:
        number = id_about(model_of(kind).id_prefix, order, folders)
        draft.order = str(wanted.order.resolve()) if wanted.order else None
    draft.data = {"kind": kind, "id": number, "language": draft.language, **given} | {"kind": kind}
    routine = kind in workspace.settings.defaults
    draft.left = [
        dotted(each.path)
        for each in questions(model_of(kind), draft.data)
        if (routine or each.path[0] in standing) and _is_settled(each, draft.data)
    ]
    return draft


def _is_settled(question: Question, data: dict[str, Any]) -> bool:
    """Whether a question need not be put where standing answers settle the rest; what varies is asked."""
    return not question.varies and not question.required and value_at(data, question.path) is None


def _order_of(wanted: Wanted, kind: str) -> "OrderConfirmation | None":
    """The order named on the command line; raises CommsError where it is none, or the kind needs none."""
    from comms.models.order_confirmation import OrderConfirmation

    if wanted.order is None:
        return None
    if "order" not in fields_of(model_of(kind)):
        raise CommsError("no_order_here", kind=kind)
    order = load_case(read_file(wanted.order)).document
    if not isinstance(order, OrderConfirmation):
        raise CommsError("not_an_order", path=str(wanted.order))
    return order


def _folder(output: str | None) -> Path:
    path = Path(output or ".")
    return path if path.is_dir() else path.parent


def _answers(file: Path, kind: str) -> dict[str, Any]:
    """The answers of a file of any input format; raises CommsError for a value that cannot be taken."""
    source = read_file(file)
    case = load_case(replace(source, data={**source.data, "kind": kind}))
    if case.invalid:
        raise CommsError("answer_refused", path=", ".join(dotted(each.path) for each in case.invalid))
    return plain_data(case)
