"""What a new document begins with: its number, the standing answers, and what earlier documents said."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.commands.options import NewOptions
from comms.errors import CommsError
from comms.interview.drafts import Draft, all_drafts, new_draft_file
from comms.interview.questions import Question, questions
from comms.kinds import model_of
from comms.language.phrases import LANGUAGES
from comms.models.base import Document, fields_of
from comms.paths import dotted, value_at
from comms.reading import read_file
from comms.workspace.defaults import merged, reusable_answers, split_earlier_answers, standard_terms
from comms.workspace.loading import load_case, plain_data
from comms.workspace.numbers import id_about, next_id
from comms.workspace.register import register_of
from comms.workspace.workspace import Workspace

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


def fresh(kind: str, options: NewOptions, workspace: Workspace) -> Draft:
    """The draft of a new document: its number, the standing answers, those given, those to propose."""
    language = workspace.language(options.language)
    draft = Draft(kind, language, output=options.output, to=options.to, file=new_draft_file(kind))
    draft.folder = str(Path.cwd())
    given = _answers(options.answers, kind) if options.answers else {}
    if options.language is None and given.get("language") in LANGUAGES:
        draft.language = given["language"]
    order = _order_of(options, kind)
    standing = standard_terms(kind, workspace, order)
    routine = kind in workspace.settings.defaults or options.answers is not None
    if options.like is not None:
        earlier = reusable_answers(_like(options.like, kind, workspace))
        routine = True
        taken, draft.like = split_earlier_answers(model_of(kind), earlier)
        standing = merged(standing, taken)
    given = merged(standing, given)
    number = _number(kind, options, workspace, order)
    draft.order = str(options.order.resolve()) if options.order else None
    draft.data = {"kind": kind, "id": number, "language": draft.language, **given} | {"kind": kind}
    draft.left = [
        dotted(each.path)
        for each in questions(model_of(kind), draft.data)
        if (routine or each.path[0] in standing) and _is_settled(each, draft)
    ]
    return draft


def _number(kind: str, options: NewOptions, workspace: Workspace, order: "OrderConfirmation | None") -> str:
    """The number of a new document: the next of the year, or of the order that it is about."""
    folders = {workspace.folder or Path.cwd(), Path.cwd(), _folder(options.output)}
    names = [each.name for folder in folders if folder.is_dir() for each in folder.iterdir()]
    register = register_of(workspace)
    names += register.numbers() if register else []
    names += [str(each.data.get("id")) for each in all_drafts(kind)]
    prefix = model_of(kind).id_prefix
    return id_about(prefix, order, names) if order else next_id(prefix, names, workspace.today())


def _like(file: Path, kind: str, workspace: Workspace) -> Document:
    """The earlier document to go by; raises CommsError for one of another kind."""
    document = load_case(read_file(file), workspace).document
    if document is None or document.kind != kind:
        raise CommsError("not_like", path=str(file), kind=kind)
    return document


def _is_settled(question: Question, draft: Draft) -> bool:
    """Whether a question need not be put where standing answers settle the rest; what varies is asked."""
    is_open = value_at(draft.data, question.path) is None and value_at(draft.like, question.path) is None
    return not question.varies and not question.required and is_open


def _order_of(options: NewOptions, kind: str) -> "OrderConfirmation | None":
    """The order named on the command line; raises CommsError where it is none, or the kind needs none."""
    from comms.models.order_confirmation import OrderConfirmation

    if options.order is None:
        return None
    if "order" not in fields_of(model_of(kind)):
        raise CommsError("no_order_here", kind=kind)
    order = load_case(read_file(options.order)).document
    if not isinstance(order, OrderConfirmation):
        raise CommsError("not_an_order", path=str(options.order))
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
