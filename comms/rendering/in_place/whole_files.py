"""Formats in which the whole file is data."""

from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.paths import dotted
from comms.reading.source import Source
from comms.rendering.in_place.candidates import json_texts, yaml_texts
from comms.rendering.in_place.rewrite import Rewrite
from comms.workspace.loading import load_case

if TYPE_CHECKING:
    from comms.models.base import Document


def yaml_file(rewrite: Rewrite) -> bytes:
    """Return a YAML file with the wanted data."""
    return rewrite.first_true(yaml_texts(rewrite.source.text, rewrite.source.data, rewrite.wanted))


def json_file(rewrite: Rewrite) -> bytes:
    """Return a JSON file with the wanted data."""
    return rewrite.first_true(json_texts(rewrite.source.text, rewrite.source.data, rewrite.wanted))


def docx_file(rewrite: Rewrite) -> bytes:
    """Return a DOCX of ours rendered from the wanted data; raises CommsError for one written in Word."""
    from comms.rendering import Layout
    from comms.rendering.rendition import render
    from comms.rendering.stamp import layout_of

    if rewrite.source.sections is not None:
        raise CommsError("rewrite_by_hand", path=rewrite.source.name)
    document = document_of(rewrite)
    if (stamp := rewrite.source.stamp) is not None:
        return render(document, "docx", layout_of(stamp, document, rewrite.workspace, rewrite.language))
    chosen = document.language or rewrite.language
    return render(document, "docx", Layout(chosen, document.status == "draft", rewrite.workspace))


def document_of(rewrite: Rewrite) -> "Document":
    """Return the document of the wanted data; raises CommsError if a model would lose any of them."""
    case = load_case(Source(rewrite.source.name, "", rewrite.wanted), rewrite.workspace)
    if case.document is None or case.invalid:
        field = dotted(case.invalid[0].path) if case.invalid else "kind"
        raise CommsError("rewrite_invalid", path=rewrite.source.name, field=field)
    return case.document
