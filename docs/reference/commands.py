"""The page on the commands, generated from their arguments and options."""

from collections.abc import Iterator
from typing import Any

import typer

from cli.app import app
from comms.language.phrases import words as program_words
from reference.markup import block, code, page, prose, table, words


def pages(language: str) -> dict[str, str]:
    """Return the page `commands.md`."""
    said = words(language)["commands"]
    parts = [part for name, command in commands() for part in _command(name, command, language)]
    return {"commands.md": page(f"# {said['title']}", said["intro"], *parts)}


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command with the words that call it: `comms`, `comms lint`, `comms change apply`."""
    yield from _below("comms", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for subcommand in getattr(command, "commands", {}).values():
        yield from _below(f"{name} {subcommand.name}", subcommand)


def _command(name: str, command: Any, language: str) -> Iterator[str]:
    said, book = words(language)["commands"], program_words(language, "help")
    texts = book[command.name]
    known = {**book["comms"]["params"], **texts.get("params", {})}
    yield f"## {code(name)} {{#{name.replace(' ', '-')}}}"
    yield prose(texts["help"])
    yield block(f"{name} {_usage(command)}".rstrip(), "text")
    rows = [
        [_written(parameter), prose(known[parameter.name]) + _default(parameter, said)]
        for parameter in command.params
    ]
    if rows:
        yield table(said["heads"], rows)
    if getattr(command, "commands", None):
        yield said["comma"].join(
            f"[{code(f'{name} {sub}')}](#{f'{name} {sub}'.replace(' ', '-')})" for sub in command.commands
        )


def _usage(command: Any) -> str:
    """Return what may follow the name of a command."""
    if getattr(command, "commands", None):
        return "COMMAND …"
    arguments = [param.metavar for param in command.params if param.param_type_name == "argument"]
    return " ".join(["[OPTION]…", *arguments])


def _written(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return code(parameter.metavar)
    names = ", ".join(map(code, parameter.opts))
    return names if parameter.is_flag else f"{names} {code(parameter.metavar)}"


def _default(parameter: Any, said: dict[str, Any]) -> str:
    """Return a sentence on the default of an option, "" if it has no meaningful one."""
    value = parameter.default
    shown = isinstance(value, str | int) and not isinstance(value, bool) and value != ""
    return said["default"].format(value=code(value)) if shown else ""
