"""The library's public names: how each is called, and what it is for."""

import ast
import dataclasses
import inspect
import textwrap
from typing import Any

import comms
from comms.api import __all__ as names
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """`api.md`."""
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
    """The fields of a class that are for its users, their types as the source writes them."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    assert isinstance(definition, ast.ClassDef)
    written = {
        each.target.id: ast.unparse(each.annotation)
        for each in definition.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    return [[code(name), code(written[name]), prose(said)] for name, said in about.items()]


def _call(name: str, value: Any) -> str:
    """How a function or an exception is called: its parameters as the source writes them."""
    function = inspect.getattr_static(value, "__init__") if isinstance(value, type) else value
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef)
    parameters = ast.unparse(definition.args).removeprefix("self, ")
    returns = "" if isinstance(value, type) or not definition.returns else f" -> {_bare(definition.returns)}"
    line = f"{name}({parameters}){returns}"
    return line if len(line) <= 88 else f"{name}(\n    {_bare_list(parameters)}\n){returns}"


def _bare(annotation: ast.expr) -> str:
    """An annotation without the quotation marks of one that is resolved late."""
    return str(annotation.value) if isinstance(annotation, ast.Constant) else ast.unparse(annotation)


def _bare_list(parameters: str) -> str:
    """Parameters with one on each line; commas within brackets part nothing."""
    depth, lines = 0, [""]
    for letter in parameters:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            lines[-1] += ","
            lines.append("")
        else:
            lines[-1] += letter
    return "\n    ".join(each.strip() for each in lines)
