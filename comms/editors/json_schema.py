"""JSON Schema 2020-12 of a kind, with titles and descriptions in a given language, for editors."""

import json
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from comms.interview.questions import is_required
from comms.kinds import model_of
from comms.language.phrases import field_words, words
from comms.models.base import Part, Shorthand, fields_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"


EXTENSION = "^x-"
"""The keys of other programs, which documents may have anywhere."""


class _Generator(GenerateJsonSchema):
    """Generates schemas in which absent answers are missing keys, not null, and text may be a number."""

    schema_dialect = DIALECT

    def str_schema(self, schema: Any) -> dict[str, Any]:
        # our readers keep a plain scalar as the text written there: `title: 618`, `sku: 00123`
        return {**super().str_schema(schema), "type": ["string", "number"]}

    def nullable_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])


def schema(kind: str, language: str) -> dict[str, Any]:
    """Return the schema of a kind's files; raises KeyError for an unknown kind."""
    model = model_of(kind)
    found = model.model_json_schema(schema_generator=_Generator, ref_template="#/$defs/{model}")
    parts = _parts(model)
    definitions = {
        name: _with_bare_value(parts[name], _described(definition, parts[name], language))
        for name, definition in found.pop("$defs", {}).items()
    }
    book = words(language)
    return {
        "$schema": DIALECT,
        **_described(found, model, language),
        "title": book["kinds"][kind],
        "description": book["kind_purposes"][kind],
        "$defs": definitions,
    }


def schema_text(kind: str, language: str) -> str:
    """Return the schema of a kind as the text of a file."""
    return json.dumps(schema(kind, language), ensure_ascii=False, indent=2) + "\n"


def _parts(part: type[Part]) -> dict[str, type[Part]]:
    found: dict[str, type[Part]] = {part.__name__: part}
    for field in fields_of(part).values():
        if field.part is not None:
            found |= _parts(field.part)
    return found


def _described(definition: dict[str, Any], part: type[Part], language: str) -> dict[str, Any]:
    """Return a definition with its fields' titles and descriptions, and the keys that rules require."""
    properties = {}
    for key, field in fields_of(part).items():
        about = field_words(field.owner, key, language)
        text = {"title": about.label or key, "description": about.question}
        examples = {"examples": [about.example]} if about.example and not field.choices else {}
        own = {name: value for name, value in definition["properties"][key].items() if name != "title"}
        properties[key] = {
            **{name: value for name, value in text.items() if value},
            **own,
            **examples,
        }
    required = [
        key
        for key, field in fields_of(part).items()
        if key == "kind" or (is_required(field) and key not in part.waivable)
    ]
    extensions = {EXTENSION: True}
    definition = {
        **definition,
        "properties": properties,
        "patternProperties": extensions,
        "required": required,
    }
    definition.pop("description", None)
    if "kind" in properties:
        properties["kind"]["enum"] = [properties["kind"].pop("const")]
    return definition if required else {k: v for k, v in definition.items() if k != "required"}


def _with_bare_value(part: type[Part], definition: dict[str, Any]) -> dict[str, Any]:
    """Let a part that may be written as a bare value also accept the value of its main field."""
    if not issubclass(part, Shorthand):
        return definition
    bare = definition["properties"][part.bare]
    kept = {key: value for key, value in bare.items() if key not in ("title", "description", "examples")}
    return {"anyOf": [definition, kept]}
