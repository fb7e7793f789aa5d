"""The page on the library's public names: their signatures and purposes."""

import ast
import dataclasses
import inspect
import textwrap
from typing import Any

import comms
from comms.api import __all__ as names
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """Return the page `api.md`."""
    said = words(language)["api"]
    parts = [f"# {said['title']}", said["intro"], block(said["example"], "python"), said["result"]]
    for name in names:
        parts += _name(name, language)
    return {"api.md": page(*parts)}


def _name(name: str, language: str) -> list[str]:
    said, value = words(language)["api"], getattr(comms, name)
    parts = [f"## {code(f'comms.{name}')} {{#{name.strip('_').lower()}}}", prose(said["purposes"][name])]
    if dataclasses.is_dataclass(value) and isinstance(value, type):
        return [*parts, table(said["field_heads"], _fields(value, said["fields"][name]))]
    if inspect.isfunction(value) or (isinstance(value, type) and issubclass(value, Exception)):
        parts.append(block(_call(name, value), "python"))
    return parts


def _fields(value: type, about: dict[str, str]) -> list[list[str]]:
    """Return the documented fields of a class, with their types as the source writes them."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    assert isinstance(definition, ast.ClassDef)
    written = {
        statement.target.id: ast.unparse(statement.annotation)
        for statement in definition.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    return [[code(name), code(written[name]), prose(said)] for name, said in about.items()]


def _call(name: str, value: Any) -> str:
    """Return the signature of a function or an exception, with the parameters as the source writes them."""
    function = inspect.getattr_static(value, "__init__") if isinstance(value, type) else value
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    parameters = ast.unparse(definition.args).removeprefix("self, ")
    returns = "" if isinstance(value, type) or not definition.returns else f" -> {_bare(definition.returns)}"
    line = f"{name}({parameters}){returns}"
    return line if len(line) <= 88 else f"{name}(\n    {_bare_list(parameters)}\n){returns}"


def _bare(annotation: ast.expr) -> str:
    """Return an annotation without the quotation marks of a forward reference."""
    return str(annotation.value) if isinstance(annotation, ast.Constant) else ast.unparse(annotation)


def _bare_list(parameters: str) -> str:
    """Return parameters on separate lines; commas within brackets do not separate parameters."""
    depth, lines = 0, [""]
    for letter in parameters:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            lines[-1] += ","
            lines.append("")
        else:
            lines[-1] += letter
    return "\n    ".join(line.strip() for line in lines)
