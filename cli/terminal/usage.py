"""What Typer says of wrong options and arguments, told in the person's language."""

import difflib
import re
from typing import Any

from cli.terminal import errors
from comms.language.catalog import LANGUAGES


def speak_as_asked(arguments: list[str]) -> None:
    """Takes the language before the command line is parsed: for --help, and for what is wrong in it."""
    for written, following in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _, value = written.partition("=")
        if name == "--language" and (value or following) in LANGUAGES:
            errors.speak(value or following)


def tell(error: Any) -> int:
    """Shows a mistake of usage on stderr, and returns its exit status."""
    key, values = _SENTENCES.get(type(error).__name__, _other)(error)
    errors.say_error(f"usage.{key}", **values)
    return errors.USAGE


def _no_option(error: Any) -> tuple[str, dict[str, str]]:
    near = sorted(error.possibilities or ())
    return ("no_option_near" if near else "no_option"), {"option": error.option_name, "near": ", ".join(near)}


def _no_value(error: Any) -> tuple[str, dict[str, str]]:
    takes_none = "does not take" in error.message
    return ("takes_no_value" if takes_none else "needs_value"), {"option": error.option_name}


def _missing(error: Any) -> tuple[str, dict[str, str]]:
    if error.param.name == "kind":
        from comms.kinds import KINDS

        return "missing_kind", {"known": ", ".join(KINDS)}
    return "missing", {"name": error.param.metavar or error.param.name}


def _bad_value(error: Any) -> tuple[str, dict[str, str]]:
    # the only values that Typer itself converts are numbers
    return "whole_number", {"option": error.param.opts[0], "least": "0"}


def _other(error: Any) -> tuple[str, dict[str, str]]:
    if found := _EXTRA.search(error.format_message()):
        return "extra", {"words": found[1]}
    return "other", {"why": error.format_message()}


def _no_command(error: Any) -> tuple[str, dict[str, str]]:
    near = difflib.get_close_matches(error.command, error.known, 1)
    values = {"command": error.command, "near": "".join(near), "group": error.group}
    return ("no_command_near" if near else "no_command"), values


_EXTRA = re.compile(r"extra argument\S* \((.*)\)")
_SENTENCES = {
    "NoSuchOption": _no_option,
    "BadOptionUsage": _no_value,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "NoCommand": _no_command,
}
"""Names of mistakes, all but the last Typer's -> the sentence of messages.toml, and what fills its blanks.

Names, since the classes are in a private module; that and Typer's wording may change with any release, so
that each mistake is made in a test.
"""
