"""--help in the person's language: its texts live with all other words, under comms/templates/<language>/.

The layout is ours as well: Typer's is English, cuts the summaries of commands, counts a wide character as one
column and writes the brackets of an argument twice.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import typer

# Typer documents these two as what one subclasses; what they are made of is its own affair.
from typer.core import TyperCommand, TyperGroup

from cli.terminal import printer
from cli.terminal.errors import USAGE, chosen_language
from cli.terminal.line_breaking import broken
from comms.language.catalog import words
from comms.language.display import display_width
from comms.language.locale import locale_language

WIDEST = 100
"""Columns of the text; lines longer than that are hard to read."""
NAMES = 28
"""Columns of the names before their texts; the text of a longer one begins beneath it."""


class NoCommand(typer.TyperException):
    """A command that its group does not have; Typer tells it in a sentence only."""

    def __init__(self, command: str, group: str, known: list[str]) -> None:
        super().__init__(command)
        self.command = command
        self.group = group
        self.known = known


class HelpfulCommand(TyperCommand):
    """A command whose help is looked up when it is shown."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help(self, ctx)) + "\n")


class HelpfulGroup(TyperGroup):
    """The group of commands, whose help is looked up when it is shown, as it is where no command is named.

    Typer's own way of showing it then is an exception of a name that changes from release to release.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not any(arg not in ("", "--") for arg in args):
            printer.tell_lines(f"{ctx.get_help()}\n")  # a script that forgot its command has failed
            ctx.exit(USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise NoCommand(args[0], ctx.command_path, list(self.commands))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(_help(self, ctx)) + "\n")


def _help(command: Any, ctx: Any) -> Iterator[str]:
    """The lines of a command's help."""
    language = chosen_language() or locale_language()
    book = words(language, "help")
    layout, colon = book["layout"], str(words(language)["language"]["colon"])
    called = f"{layout['usage']}{colon}"
    first, *more = _indented(f"{ctx.command_path} {_usage(command, layout)}", display_width(called))
    yield called + first.lstrip()
    yield from more
    yield ""
    yield from _indented(book[command.name]["help"], 2)
    for title, rows in _sections(command, ctx, book).items():
        if rows:
            yield f"\n{layout[title]}{colon.rstrip()}"
            yield from _columns(rows)


def _sections(command: Any, ctx: Any, book: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """What a command takes, and the commands below it: names and their texts."""
    known = {**book["comms"]["params"], **book[command.name].get("params", {})}
    options = [each for each in command.get_params(ctx) if each.param_type_name == "option"]
    return {
        "arguments": [(each.metavar, known[each.name]) for each in _arguments(command)],
        "options": [(_option(each), known[each.name]) for each in options],
        "commands": [(name, book[name]["help"]) for name in getattr(command, "commands", {})],
    }


def _arguments(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "argument"]


def _usage(command: Any, layout: dict[str, str]) -> str:
    """What may follow the command's name; an option that must be given is named."""
    options = [each for each in command.params if each.param_type_name == "option"]
    needed = [_option(each) for each in options if each.required]
    inner = [layout["command"]] if getattr(command, "commands", None) else []
    return " ".join(["[OPTION]...", *needed, *(each.metavar for each in _arguments(command)), *inner])


def _option(option: Any) -> str:
    names = ", ".join(sorted(option.opts, key=len))
    return names if option.is_flag else f"{names} {option.metavar}"


def _columns(rows: list[tuple[str, str]]) -> Iterator[str]:
    """Names and their texts in two columns."""
    widths = [display_width(name) for name, _ in rows]
    margin = 4 + max((each for each in widths if each <= NAMES), default=NAMES)
    for (name, text), width in zip(rows, widths, strict=True):
        first, *more = _indented(text, margin)
        yield f"  {name}{first[width + 2 :]}" if width <= NAMES else f"  {name}\n{first}"
        yield from more


def _indented(text: str, margin: int) -> list[str]:
    room = max(min(shutil.get_terminal_size().columns, WIDEST) - margin, 20)
    return [" " * margin + line for line in broken(text, room)]
