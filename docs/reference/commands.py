"""Every command with its arguments and options, from the commands themselves."""

from collections.abc import Iterator
from typing import Any

import typer

from cli.app import app
from comms.language.phrases import words as program_words
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """`commands.md`."""
    said = words(language)["commands"]
    parts = [part for name, command in commands() for part in _command(name, command, language)]
    return {"commands.md": page(f"# {said['title']}", said["intro"], *parts)}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command by the words that call it: `comms`, `comms lint`, `comms change apply`."""
    yield from _below("comms", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for each in getattr(command, "commands", {}).values():
        yield from _below(f"{name} {each.name}", each)


def _command(name: str, command: Any, language: str) -> Iterator[str]:
    said, book = words(language)["commands"], program_words(language, "help")
    texts = book[command.name]
    known = {**book["comms"]["params"], **texts.get("params", {})}
    yield f"## {code(name)} {{#{name.replace(' ', '-')}}}"
    yield prose(texts["help"])
    yield block(f"{name} {_usage(command)}".rstrip(), "text")
    rows = [[_written(each), prose(known[each.name]) + _default(each, said)] for each in command.params]
    if rows:
        yield table(said["heads"], rows)
    if getattr(command, "commands", None):
        yield said["comma"].join(
            f"[{code(f'{name} {each}')}](#{f'{name} {each}'.replace(' ', '-')})" for each in command.commands
        )


def _usage(command: Any) -> str:
    """What may follow the command's name."""
    if getattr(command, "commands", None):
        return "COMMAND …"
    arguments = [each.metavar for each in command.params if each.param_type_name == "argument"]
    return " ".join(["[OPTION]…", *arguments])


def _written(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return code(parameter.metavar)
    names = ", ".join(code(each) for each in parameter.opts)
    return names if parameter.is_flag else f"{names} {code(parameter.metavar)}"


def _default(parameter: Any, said: dict[str, Any]) -> str:
    """The value that holds where an option is not given, where it says anything."""
    value = parameter.default
    shown = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return said["default"].format(value=code(value)) if shown else ""
