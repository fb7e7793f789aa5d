"""The fields of a kind by path, and an editor's description of each: name, question and example."""

import re

from comms.kinds import KINDS, model_of
from comms.language.phrases import field_words, label, say, words
from comms.models.base import Document, Field, Part, Shape, fields_of
from comms.paths import FieldPath
from comms.terms.currencies import CURRENCIES

_KIND = re.compile(r"""^[ \t{,]*["']?kind["']?[ \t]*[:=][ \t]*["']?([\w-]+)""", re.MULTILINE)
_FLAGS = {"true": "", "false": ""}


def kind_in(text: str) -> str | None:
    """Return the kind declared by a text, which need not parse, or None if it is unknown or missing."""
    return next((match[1] for match in _KIND.finditer(text) if match[1] in KINDS), None)


def model_in(text: str) -> type[Document]:
    """Return the model of the kind declared by a text, or the base of all documents if there is none."""
    kind = kind_in(text)
    return model_of(kind) if kind else Document


def field_and_part_at(model: type[Part], path: FieldPath) -> tuple[Field | None, type[Part] | None]:
    """Return the field at a path, and the part whose keys belong there."""
    at: Field | None = None
    part: type[Part] | None = model
    for step in path:
        if isinstance(step, str):
            at = fields_of(part).get(step) if part else None
            part = at.part if at else None
    return at, part


def answers(at: Field, language: str) -> dict[str, str]:
    """Return the values of a closed list with their labels; empty where any value is allowed."""
    if at.key == "kind":
        return {kind: str(words(language)["kinds"][kind]) for kind in KINDS}
    if at.key == "currency":
        return dict.fromkeys(sorted(CURRENCIES), "")
    if at.shape is Shape.FLAG:
        return _FLAGS
    named = field_words(at.owner, at.key, language).choices or {}
    return {choice: str(named.get(choice, "")) for choice in at.choices}


def description(at: Field, language: str) -> str:
    """Return an editor's description of a field, as Markdown."""
    about = field_words(at.owner, at.key, language)
    pieces = [f"**{label(at, language)}** `{at.key}`", about.question]
    if about.example and not at.choices:
        pieces.append(say("language_server.example", language, example=about.example))
    if at.key != "currency" and (values := answers(at, language)):
        pieces.append("\n".join(f"- `{value}` {name}".rstrip() for value, name in values.items()))
    return "\n\n".join(piece for piece in pieces if piece)
