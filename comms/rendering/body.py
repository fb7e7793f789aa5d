"""The body of a document: the text that its template, shipped or of the house, makes of it."""

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
    """The Markdown of a document for people, its tables aligned; raises CommsError as rendering does."""
    return aligned(body(document, layout))


def body(document: "Document", layout: "Layout") -> str:
    """The Markdown of a document, without front matter.

    Raises Refusal("no_reference") where a letter needs a document that the workspace does not have;
    a draft does without. Raises TemplateMistake for a mistake in an own template.
    """
    return fill_template(document.kind, layout, **values_of(document, layout))


def values_of(document: "Document", layout: "Layout") -> dict[str, Any]:
    """What the template of a document is filled with: the document, and what is computed for its letter."""
    facts = load(FACTS[document.kind])(document, layout) if document.kind in FACTS else {}
    return {"doc": document, **facts}


def title_of(document: "Document", language: str) -> str:
    """The title of a document for its properties: its own, else its kind and its number."""
    return document.title or f"{words(language)['kinds'][document.kind]} {document.id or ''}".strip()


def number_of(document: "Document", language: str) -> str:
    """The number at the foot of each page, with the revision of what has several; "" where there is none."""
    if not document.id:
        return ""
    revision = document.revision or 1
    sentence = words(language)["document"]["revised" if revision > 1 else "numbered"]
    return fill(sentence, {"id": document.id, "n": revision}, language)


def fill_template(name: str, layout: "Layout", **values: object) -> str:
    """The Markdown of a template filled with values; raises CommsError for a mistake in an own one."""
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
"""Kind -> the function `(document, layout) -> values` that computes what its letter says beyond its data."""
