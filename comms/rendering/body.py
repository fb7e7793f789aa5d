"""The body of a document: the text that its template, shipped or own, makes from its data."""

import re
from typing import TYPE_CHECKING, Any

from comms.language.phrases import fill, words
from comms.rendering.aligned import aligned
from comms.rendering.templating.environment import shipped_templates
from comms.runtime.lazy import load

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout


def aligned_body(document: "Document", layout: "Layout") -> str:
    """Return the Markdown of a document with aligned tables, for people; raises the errors of `body`."""
    return aligned(body(document, layout))


def body(document: "Document", layout: "Layout") -> str:
    """Return the Markdown of a document, without front matter.

    Raises Refusal("no_reference") if a letter, other than a draft, refers to a document that the workspace
    lacks, TemplateMistake for a mistake in an own template.
    """
    return fill_template(document.kind, layout, **values_of(document, layout))


def values_of(document: "Document", layout: "Layout") -> dict[str, Any]:
    """Return the values for the template of a document: the document, and values computed for its letter."""
    facts = load(FACTS[document.kind])(document, layout) if document.kind in FACTS else {}
    return {"doc": document, **facts}


def title_of(document: "Document", language: str) -> str:
    """Return the title for a file's properties: the document's own, or else its kind and number."""
    return document.title or f"{words(language)['kinds'][document.kind]} {document.id or ''}".strip()


def number_of(document: "Document", language: str) -> str:
    """Return the number for the foot of each page, with the revision from the second on; "" without an id."""
    if not document.id:
        return ""
    revision = document.revision or 1
    sentence = words(language)["document"]["revised" if revision > 1 else "numbered"]
    return fill(sentence, {"id": document.id, "n": revision}, language)


def fill_template(name: str, layout: "Layout", **values: object) -> str:
    """Return the Markdown of a template filled with values; raises CommsError for a mistake in an own one."""
    values["draft"] = layout.draft
    if (folder := layout.templates_folder) is not None:
        from comms.rendering.templating.sandbox import fill

        text = fill(folder, layout.language, name, values)
    else:
        text = shipped_templates(layout.language).get_template(f"{name}.md.j2").render(values)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


FACTS = {
    "order-confirmation": "comms.rendering.letters:order_confirmation",
    "change-request": "comms.rendering.letters:change_request",
    "delay-notice": "comms.rendering.letters:delay_notice",
    "compensation-policy": "comms.rendering.letters:compensation_policy",
}
"""Kind -> the function `(document, layout) -> values` that computes further values for its letter."""
