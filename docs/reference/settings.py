"""The page on the settings of comms.toml, generated from their models."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from comms.workspace.settings import Settings
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """Return the page `settings.md`."""
    said = words(language)["settings"]
    parts = [f"# {said['title']}", said["intro"], block(said["example"], "toml")]
    for name, keys in _tables().items():
        heading = code(f"[{name}]") if name else said["top"]
        rows = [_row(f"{name}.{key}" if name else key, key, info, language) for key, info in keys]
        parts += [
            f"## {heading} {{#{name or 'top'}}}",
            said["tables"].get(name, ""),
            table(said["heads"], rows),
        ]
    return {"settings.md": page(*parts, said["closing"])}


def settings(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Yield every setting with its path: `lint.per-file-ignores`."""
    for name, info in model.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        if _is_table(info):
            yield from settings(info.annotation, f"{path}.")  # type: ignore[arg-type]
        else:
            yield path, info


def _is_table(info: FieldInfo) -> bool:
    return isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel)


def _tables() -> dict[str, list[tuple[str, FieldInfo]]]:
    """Return the settings of each table of the file; "" stands for those before all tables."""
    tables: dict[str, list[tuple[str, FieldInfo]]] = {}
    for path, info in settings():
        table_name, _, key = path.rpartition(".")
        tables.setdefault(table_name, []).append((key, info))
    return tables


def _row(path: str, key: str, info: FieldInfo, language: str) -> list[str]:
    said = words(language)["settings"]
    default = info.get_default(call_default_factory=True)
    empty = default in (None, [], {}, PydanticUndefined)
    return [
        code(key),
        _type(info.annotation, said),
        "" if empty else code(default),
        prose(said["keys"][path]),
    ]


def _type(annotation: Any, said: dict[str, Any]) -> str:
    """Return the type of a setting in words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(inner[0], said)
    if origin in (Union, types.UnionType):
        return _type(next(member for member in inner if member is not type(None)), said)
    if origin is Literal:
        return str(said["or"]).join(code(f'"{value}"') for value in inner)
    if origin is dict and get_origin(inner[1]) is not Literal:
        return str(said["types"]["dict"])
    if origin is dict:
        return f"{said['types']['dict']}{said['colon']}{_type(inner[1], said)}"
    return str(said["types"][(origin or annotation).__name__])
