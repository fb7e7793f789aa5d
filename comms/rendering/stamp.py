"""The stamp that ties a rendered file's text to its data, and the layout recorded in it."""

from typing import TYPE_CHECKING, Any

from comms.language.phrases import FALLBACK
from comms.reading.stamps import Stamp, digest
from comms.rendering import Layout
from comms.version import __version__
from comms.workspace.workspace import Workspace

if TYPE_CHECKING:
    from comms.models.base import Document


def stamp_of(
    document: "Document", layout: Layout, data: dict[str, Any], body: str, headed: bool = False
) -> dict[str, Any]:
    """Return the stamp of a rendered file; `data` is the document's data as a reader will parse it."""
    stamp: dict[str, Any] = {"version": __version__, "digest": digest(data, body)}
    if layout.language != document.language:
        stamp["layout"] = layout.language
    if layout.draft != (document.status == "draft"):
        stamp["draft"] = layout.draft
    if headed:
        stamp["headed"] = True
    return stamp


def layout_of(stamp: Stamp, document: "Document", workspace: Workspace, language: str = FALLBACK) -> Layout:
    """Return the layout of a rendered file; `language` is for a document that does not state its own."""
    draft = stamp.draft if stamp.draft is not None else document.status == "draft"
    return Layout(stamp.layout or document.language or language, draft, workspace)


def body_of(stamp: Stamp, document: "Document", workspace: Workspace) -> str:
    """Render the body that a file's data give now; raises CommsError as rendering does."""
    from comms.rendering.body import aligned_body, body
    from comms.rendering.tokens import parse_markdown, visible_text

    layout = layout_of(stamp, document, workspace)
    if stamp.form == "md":
        return aligned_body(document, layout)
    left_out = {"draft", "letterhead"} if stamp.headed else {"draft"}
    return visible_text(parse_markdown(body(document, layout)), left_out)
