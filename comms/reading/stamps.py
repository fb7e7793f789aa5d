"""The stamp of a rendered file: by it a later edit is noticed."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from comms.language.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Stamp:
    """What comms wrote about a document it rendered, and what the file says now.

    digest: of data and body together; layout: the language of the body, "" for the document's own;
    body: Markdown, of a DOCX its visible text; draft: whether the body is marked as a draft, None where
    that follows from the document's status; headed: whether the house's paper says who writes, and the body
    does not.
    """

    digest: str
    layout: str
    body: str
    form: Literal["md", "docx"] = "md"
    draft: bool | None = None
    headed: bool = False

    def binds(self, data: dict[str, Any]) -> bool:
        """Whether data and body are still those that were written together."""
        return digest(data, self.body) == self.digest


def digest(data: dict[str, Any], body: str) -> str:
    """A short fingerprint of a document's data and its rendered body together."""
    lines = "\n".join(line.rstrip() for line in body.strip().splitlines())
    plain = json.dumps(data, sort_keys=True, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{plain}\n{lines}".encode("utf-8", "replace")).hexdigest()[:16]


def read_stamp(value: Any, body: str, form: Literal["md", "docx"]) -> Stamp | None:
    """The stamp that a file holds under `comms`, or None for what is none of ours."""
    if not isinstance(value, dict) or not isinstance(value.get("digest"), str):
        return None
    layout, draft = value.get("layout"), value.get("draft")
    known = layout if layout in LANGUAGES else ""
    marked = draft if isinstance(draft, bool) else None
    return Stamp(value["digest"], known, body, form, marked, headed=value.get("headed") is True)
