"""The fields of a kind by their paths, and what an editor shows of one: its name, question and example."""

import re

from comms.kinds import KINDS, model_of
from comms.language.phrases import field_words, label, say, words
from comms.models.base import Document, Field, Part, Shape, fields_of
from comms.paths import FieldPath
from comms.terms.currencies import CURRENCIES

_KIND = re.compile(r"""^[ \t{,]*["']?kind["']?[ \t]*[:=][ \t]*["']?([\w-]+)""", re.MULTILINE)
_FLAGS = {"true": "", "false": ""}


def kind_in(text: str) -> str | None:
    """The kind that a text declares, which need not parse; None where it declares none of ours."""
    return next((match[1] for match in _KIND.finditer(text) if match[1] in KINDS), None)


def model_in(text: str) -> type[Document]:
    """The model of the kind that a text declares; what all documents share where it declares none."""
    kind = kind_in(text)
    return model_of(kind) if kind else Document


def found_at(model: type[Part], path: FieldPath) -> tuple[Field | None, type[Part] | None]:
    """The field at a path, and the part whose keys belong there."""
    at: Field | None = None
    part: type[Part] | None = model
    for step in path:
        if isinstance(step, str):
            at = fields_of(part).get(step) if part else None
            part = at.part if at else None
    return at, part


def answers(at: Field, language: str) -> dict[str, str]:
    """The values of a closed list, and what each is called; empty where any value may stand."""
    if at.key == "kind":
        return {each: str(words(language)["kinds"][each]) for each in KINDS}
    if at.key == "currency":
        return dict.fromkeys(sorted(CURRENCIES), "")
    if at.shape is Shape.FLAG:
        return _FLAGS
    named = field_words(at.owner, at.key, language).choices or {}
    return {each: str(named.get(each, "")) for each in at.choices}


def shown(at: Field, language: str) -> str:
    """What an editor shows of a field, as Markdown."""
    about = field_words(at.owner, at.key, language)
    pieces = [f"**{label(at, language)}** `{at.key}`", about.question]
    if about.example and not at.choices:
        pieces.append(say("language_server.example", language, example=about.example))
    if at.key != "currency" and (values := answers(at, language)):
        pieces.append("\n".join(f"- `{each}` {name}".rstrip() for each, name in values.items()))
    return "\n\n".join(each for each in pieces if each)
