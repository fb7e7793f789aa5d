"""The number of a new document, which becomes final when the document is saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.commands.session import Session
from cli.terminal import printer
from comms.interview.drafts import Draft
from comms.language.phrases import say
from comms.models.base import Document
from comms.runtime.locks import exclusive
from comms.workspace.numbers import is_taken, next_after, numbers_in_use
from comms.workspace.workspace import Workspace


@contextmanager
def numbered(document: Document, session: Session) -> Iterator[Document]:
    """Yield a document under a number that no other run can take before the end of the block."""
    draft, workspace = session.draft, session.workspace
    with exclusive(workspace.folder or Path.cwd(), "numbers"):
        if document.id == draft.number:  # else the user has chosen another one
            renumber(draft, workspace)
            document = document.model_copy(update={"id": draft.number})
        yield document


def renumber(draft: Draft, workspace: Workspace) -> None:
    """Give a draft the next number if its own has been taken since it was proposed, and tell the user."""
    if not draft.number or draft.data.get("id") != draft.number:
        return
    names = numbers_in_use(workspace.with_named(), *folders(draft.output))
    if is_taken(draft.number, names):
        number = next_after(draft.number, names)
        said = say("interview.renumbered", draft.language, taken=draft.number, number=number)
        printer.tell(f"! {said}")
        draft.number = draft.data["id"] = number


def folders(output: str | None) -> tuple[Path, Path]:
    """Return the working folder, and the folder of the output."""
    path = Path(output or ".")
    return Path.cwd(), path if path.is_dir() else path.parent
