"""The content of rendered texts, independent of their format."""

import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from markdown_it import MarkdownIt

from comms.kinds import model_of
from comms.models.base import Document, Field, Part, Shape, fields_of


def blocks_of(markdown: str) -> list[str]:
    return [
        "".join("\n" if child.content == "<br>" else child.content for child in token.children or ())
        for token in MarkdownIt("commonmark").enable("table").parse(markdown)  # not our own parser
        if token.type == "inline" and token.content
    ]


def squeezed(text: str) -> str:
    """Return a text without whitespace, with compatibility characters such as ligatures decomposed."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def outline(markdown: str) -> list[str]:
    """Return the structure of a Markdown text: its tokens without their text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    shape = []
    for token in tokens:
        shape.append(token.type)
        shape += [
            child.type
            for child in token.children or ()
            if child.type not in ("text", "html_inline", "text_special")
        ]
    return shape


def filled(kind: str, text: str) -> Document:
    """Return a document with the same text in each of its text fields."""

    def data(part: type[Part]) -> dict[str, Any]:
        return {
            key: value(field)
            for key, field in fields_of(part).items()
            if key not in ("kind", "language", "status")
        }

    def value(field: Field) -> Any:
        fixed = {
            Shape.NUMBER: Decimal(3),
            Shape.WHOLE: 3,
            Shape.DATE: date(2026, 6, 5),
            Shape.TIME: datetime(2026, 6, 5, 9, 30, tzinfo=UTC),
            Shape.FLAG: True,
            Shape.UNTYPED: text,
        }
        if field.key == "currency":
            return "CNY"
        if field.shape is Shape.TEXT:
            return text
        if field.shape is Shape.TEXTS:
            return list(field.choices[:2]) or [text]
        if field.shape is Shape.CHOICE:
            return field.choices[0]
        if field.shape is Shape.PARTS:
            return [data(field.part)] if field.part else []
        return fixed.get(field.shape) or (data(field.part) if field.part else None)

    return model_of(kind).model_validate({"kind": kind, **data(model_of(kind))})


def dump(data: object) -> str:
    return json.dumps(data, default=str)
