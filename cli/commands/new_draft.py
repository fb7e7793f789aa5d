"""The draft of a new document: its number, standing answers, and answers of earlier documents."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.commands.numbering import folders
from cli.commands.options import NewOptions
from comms.errors import CommsError
from comms.interview.drafts import Draft, new_draft_file
from comms.interview.questions import Question, questions
from comms.kinds import model_of
from comms.language.phrases import LANGUAGES
from comms.models.base import Document, fields_of
from comms.paths import dotted, value_at
from comms.reading import read_file
from comms.workspace.defaults import merged, reusable_answers, split_earlier_answers, standard_terms
from comms.workspace.loading import load_case, plain_data
from comms.workspace.numbers import id_about, next_id, numbers_in_use
from comms.workspace.workspace import Workspace

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


def new_draft(kind: str, options: NewOptions, workspace: Workspace) -> Draft:
    """The draft of a new document: its number, the standing answers, those given, those to propose."""
    language = workspace.language(options.language)
    draft = Draft(kind, language, output=options.output, to=options.to, file=new_draft_file(kind))
    draft.folder = str(Path.cwd())
    draft.asks_all = options.full or workspace.settings.interview.style == "full"
    given = _answers(options.answers, kind) if options.answers else {}
    if options.language is None and given.get("language") in LANGUAGES:
        draft.language = given["language"]
    order = _order_of(options, kind)
    standing = standard_terms(kind, workspace, order)
    is_routine = kind in workspace.settings.defaults or options.answers is not None
    if options.like is not None:
        earlier = reusable_answers(_earlier_document(options.like, kind, workspace))
        is_routine = True
        taken, draft.like = split_earlier_answers(model_of(kind), earlier)
        standing = merged(standing, taken)
    given = merged(standing, given)
    number = _number(kind, options, workspace, order)
    draft.order = str(options.order.resolve()) if options.order else None
    draft.number = "" if "id" in given else number
    draft.data = {"kind": kind, "id": number, "language": draft.language, **given} | {"kind": kind}
    draft.left = [
        dotted(question.path)
        for question in questions(model_of(kind), draft.data)
        if (is_routine or question.path[0] in standing) and _may_be_skipped(question, draft)
    ]
    return draft


def _number(kind: str, options: NewOptions, workspace: Workspace, order: "OrderConfirmation | None") -> str:
    """Return the number of a new document: the next of the year, or of the order that it is about."""
    names = numbers_in_use(workspace, *folders(options.output))
    prefix = model_of(kind).id_prefix
    return id_about(prefix, order, names) if order else next_id(prefix, names, workspace.today())


def _earlier_document(file: Path, kind: str, workspace: Workspace) -> Document:
    """Return the earlier document to take answers from; raise CommsError if it is of another kind."""
    document = load_case(read_file(file), workspace).document
    if document is None or document.kind != kind:
        raise CommsError("not_like", path=str(file), kind=kind)
    return document


def _may_be_skipped(question: Question, draft: Draft) -> bool:
    """Return whether a question is skipped if standing answers cover its neighbours.

    Those that need an answer, vary from document to document or were answered earlier are never skipped.
    """
    is_open = value_at(draft.data, question.path) is None and value_at(draft.like, question.path) is None
    return not question.varies and not question.required and is_open


def _order_of(options: NewOptions, kind: str) -> "OrderConfirmation | None":
    """Return the order named on the command line, or None.

    Raises CommsError if the file holds no order, or the kind refers to none.
    """
    from comms.models.order_confirmation import OrderConfirmation

    if options.order is None:
        return None
    if "order" not in fields_of(model_of(kind)):
        raise CommsError("no_order_here", kind=kind)
    order = load_case(read_file(options.order)).document
    if not isinstance(order, OrderConfirmation):
        raise CommsError("not_an_order", path=str(options.order))
    return order


def _answers(file: Path, kind: str) -> dict[str, Any]:
    """Return the answers of a file of any input format; raise CommsError for values that cannot be read."""
    source = read_file(file)
    case = load_case(replace(source, data={**source.data, "kind": kind}))
    if case.invalid:
        raise CommsError("answer_refused", path=", ".join(dotted(fault.path) for fault in case.invalid))
    return plain_data(case)
