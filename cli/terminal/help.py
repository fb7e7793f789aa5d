"""--help in the person's language: its texts live with all other words, under comms/templates/<language>/."""

import sys
from typing import Any

import typer

# Typer documents these two as what one subclasses; what they are made of is its own affair.
from typer.core import TyperCommand, TyperGroup

from cli.terminal.errors import USAGE, chosen_language
from comms.language.catalog import words
from comms.language.locale import locale_language


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
        _describe(self)
        super().format_help(ctx, formatter)


class HelpfulGroup(TyperGroup):
    """The group of commands, whose help is looked up when it is shown, as it is where no command is named.

    Typer's own way of showing it then is an exception of a name that changes from release to release.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            print(ctx.get_help(), file=sys.stderr)  # a script that forgot its command has failed
            ctx.exit(USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise NoCommand(args[0], ctx.command_path, list(self.commands))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _describe(self)
        for command in self.commands.values():
            command.help = _book()[str(command.name)]["help"]
        super().format_help(ctx, formatter)


def _book() -> dict[str, Any]:
    return words(chosen_language() or locale_language(), "help")


def _describe(command: Any) -> None:
    book = _book()
    texts = book[command.name]
    command.help = texts["help"]
    known = {**book["comms"]["params"], **texts.get("params", {})}
    for parameter in command.params:
        parameter.help = known[parameter.name]
    own_get = command.get_help_option

    def helpful(ctx: Any) -> Any:
        option = own_get(ctx)
        if option is not None:
            option.help = known["help"]
        return option

    command.get_help_option = helpful
