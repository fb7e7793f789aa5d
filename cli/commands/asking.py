"""The two ways to get a document from a person: the interview, and one page in an editor."""

from cli.commands.session import Session
from comms.models.base import Document


def document_of(session: Session, editor: bool) -> Document | int:
    """Return the document that the user has made, or the exit status if they stopped."""
    if not editor:
        return session.ask()
    from cli.commands.sheet import fill_in

    return fill_in(session)
