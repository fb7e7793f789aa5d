"""Pages on the kinds: fields with question, type and example, a whole example, the JSON Schema."""

from collections.abc import Iterator

from comms.editors.json_schema import schema_text
from comms.interview.questions import steps_of
from comms.kinds import KINDS, model_of
from comms.language.phrases import field_words
from comms.language.phrases import words as program_words
from comms.models.base import Field, Part, Shape, Shorthand, fields_of
from comms.rules import RULES
from comms.runtime.resources import examples_folder
from reference.markup import block, code, folded, page, prose, table, words

SYNTAX = {".yaml": "yaml", ".md": "markdown", ".json": "json", ".toml": "toml"}
"""Suffixes of the examples that can be shown -> the language for syntax highlighting."""


def pages(language: str) -> dict[str, str]:
    """Return `kinds/index.md`, and the page and the schema of each kind."""
    made = {"kinds/index.md": _index(language)}
    for kind in KINDS:
        made[f"kinds/{kind}.md"] = _kind(kind, language)
        made[f"kinds/{kind}.schema.json"] = schema_text(kind, language)
    return made


def paths(part: type[Part], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Yield the fields of a part and of the parts within it, each with its path: `goals[].by`."""
    for key, field in fields_of(part).items():
        path = f"{prefix}{key}{'[]' if field.shape in (Shape.PARTS, Shape.TEXTS) else ''}"
        yield path, field
        if field.part is not None:
            yield from paths(field.part, f"{path}.")


def _index(language: str) -> str:
    said, book = words(language)["kinds"], program_words(language)
    rows = [
        [f"[{book['kinds'][kind]}]({kind}.md)", code(kind), prose(book["kind_purposes"][kind])]
        for kind in KINDS
    ]
    return page(f"# {said['title']}", said["intro"], table(said["heads"], rows))


def _kind(kind: str, language: str) -> str:
    said, book, model = words(language)["kinds"], program_words(language), model_of(kind)
    steps = said["comma"].join(book["steps"][step]["name"] for step in steps_of(model))
    return page(
        f"# {book['kinds'][kind]}",
        f"{code(f'kind: {kind}')}{said['colon']}{prose(book['kind_purposes'][kind])}",
        said["asked"].format(kind=kind, steps=prose(steps)),
        f"## {said['fields']}",
        said["legend"],
        *_parts(model, "", language),
        f"## {said['example']}",
        *_example(kind, language),
        f"## {said['schema']}",
        said["schema_text"].format(kind=kind),
        folded(f"{kind}.schema.json", block(schema_text(kind, language), "json")),
    )


def _parts(part: type[Part], prefix: str, language: str) -> Iterator[str]:
    """Yield the table of a part, then those of the parts within it, each under its path."""
    yield _table(part, prefix, language)
    for key, field in fields_of(part).items():
        if field.part is not None:
            path = f"{prefix}{key}{'[]' if field.shape is Shape.PARTS else ''}"
            yield f"### {code(path)} {_label(field, language)} {{#{_anchor(path)}}}"
            yield from _parts(field.part, f"{path}.", language)


def _anchor(path: str) -> str:
    return path.replace("[]", "").replace(".", "-")


def _table(part: type[Part], prefix: str, language: str) -> str:
    rows = [_row(prefix + key, field, language) for key, field in fields_of(part).items()]
    return table(words(language)["kinds"]["field_heads"], rows)


def _label(field: Field, language: str) -> str:
    return prose(field_words(field.owner, field.key, language).label)


def _row(path: str, field: Field, language: str) -> list[str]:
    about = field_words(field.owner, field.key, language)
    example = code(about.example.replace("`", "'")) if about.example and not field.choices else ""
    asked = "<br>".join(filter(None, (prose(about.question), example)))
    return [
        f"{code(path)}<br>{prose(about.label)}",
        _type(path, field, language),
        _due(field, language),
        asked,
    ]


def _type(path: str, field: Field, language: str) -> str:
    said = words(language)["shapes"]
    if field.choices:
        return "<br>".join(_choice(value, field, language) for value in field.choices)
    if field.part is not None:
        inner = path + ("[]" if field.shape is Shape.PARTS else "")
        bare = f"<br>{words(language)['kinds']['bare']}" if issubclass(field.part, Shorthand) else ""
        return f"[{said[field.shape]}](#{_anchor(inner)}){bare}"
    return str(said[field.shape])


def _choice(value: str, field: Field, language: str) -> str:
    """Return a value of a closed list, with its name if the language has a different one."""
    name = (field_words(field.owner, field.key, language).choices or {}).get(value, value)
    return code(value) if name == value else f"{code(value)} {prose(name)}"


def _due(field: Field, language: str) -> str:
    """Return a link to the rule that reports the absence of a field, "" if there is none."""
    missing = "F002" if field.key == "kind" else field.ask.missing
    if missing is None:
        return ""
    weight = words(language)["severities"][str(RULES[missing].severity)]
    return f"[{missing}](../rules/{missing.lower()}.md)<br>{weight}"


def _example(kind: str, language: str) -> Iterator[str]:
    """Yield the shortest of the shipped good examples that can be shown as text."""
    folder = examples_folder() / kind / "good"
    found = [path for path in folder.iterdir() if path.suffix in SYNTAX]
    own = [path for path in found if path.suffixes[0] == f".{language}"]
    file = min(own or found, key=lambda path: (path.suffix != ".yaml", path.stat().st_size, path.name))
    yield f"{code(f'examples/{kind}/good/{file.name}')}{words(language)['kinds']['colon'].rstrip()}"
    yield block(file.read_text(encoding="utf-8"), SYNTAX[file.suffix])
