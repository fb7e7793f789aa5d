"""The stamp of a rendered file, by which a later edit is detected."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from comms.language.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Stamp:
    """The stamp that comms left on a document it rendered, with the body as the file holds it now.

    digest: of data and body together.
    layout: the language of the body, "" for the document's own.
    body: Markdown; for a DOCX its visible text.
    draft: whether the body is marked as a draft; None if that follows from the document's status.
    headed: whether the letterhead names the sender, so that the body does not.
    """

    digest: str
    layout: str
    body: str
    form: Literal["md", "docx"] = "md"
    draft: bool | None = None
    headed: bool = False

    def binds(self, data: dict[str, Any]) -> bool:
        """Return whether data and body are still those that were written together."""
        return digest(data, self.body) == self.digest


def digest(data: dict[str, Any], body: str) -> str:
    """Return a short fingerprint of a document's data and its rendered body together."""
    lines = "\n".join(line.rstrip() for line in body.strip().splitlines())
    canonical = json.dumps(data, sort_keys=True, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{canonical}\n{lines}".encode("utf-8", "replace")).hexdigest()[:16]


def read_stamp(value: Any, body: str, form: Literal["md", "docx"]) -> Stamp | None:
    """Return the stamp that a file holds under `comms`, None if the value is not a stamp of ours."""
    if not isinstance(value, dict) or not isinstance(value.get("digest"), str):
        return None
    layout, draft = value.get("layout"), value.get("draft")
    known = layout if layout in LANGUAGES else ""
    marked = draft if isinstance(draft, bool) else None
    return Stamp(value["digest"], known, body, form, marked, headed=value.get("headed") is True)
