"""--help in the person's language: its texts live with all other words, under comms/templates/<language>/."""

from typing import Any

from typer.core import TyperCommand, TyperGroup

from cli.terminal.errors import chosen_language
from comms.language.catalog import words
from comms.language.locale import locale_language


class HelpfulCommand(TyperCommand):
    """A command whose help is looked up when it is shown."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _describe(self)
        super().format_help(ctx, formatter)


class HelpfulGroup(TyperGroup):
    """The group of commands, whose help is looked up when it is shown."""

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
