"""What --help shows: every text whole, on lines that fit the terminal, in the person's language."""

from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cli.app import app
from comms.language.display import display_width
from comms.language.phrases import LANGUAGES, words
from tests.support.here import run_here


def names(command: object, above: str = "") -> list[str]:
    inner = getattr(command, "commands", {})
    return [
        above.strip(),
        *(name for key, command in inner.items() for name in names(command, f"{above}{key} ")),
    ]


COMMANDS = names(get_command(app))


def shown(name: str, language: str, cwd: Path, columns: int = 80) -> str:
    return run_here(*name.split(), "--help", cwd=cwd, LANG=language, COLUMNS=str(columns)).out


def joined(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_text_of_help_is_cut_and_no_line_is_wider_than_the_terminal(
    name: str, language: str, tmp_path: Path
) -> None:
    texts_shown = {columns: shown(name, language, tmp_path, columns) for columns in (60, 80)}
    for columns, text in texts_shown.items():
        assert all(display_width(line) <= columns for line in text.splitlines())
    told, book = joined(texts_shown[80]), words(language, "help")
    texts = book[name.rsplit(maxsplit=1)[-1] if name else "comms"]
    assert joined(texts["help"]) in told
    for text in texts["params"].values() if name and "params" in texts else ():
        assert joined(text) in told
    command: Any = get_command(app)
    for key in name.split():
        command = command.commands[key]
    for key in getattr(command, "commands", {}):
        assert joined(key + book[key]["help"]) in told


@pytest.mark.parametrize(
    ("name", "usage"),
    [
        ("", "comms [OPTION]... COMMAND ..."),
        ("lint", "comms lint [OPTION]... [PATH]..."),
        ("drafts", "comms drafts [OPTION]... [list|show|resume|delete] [NUMBER]..."),
        ("explain", "comms explain [OPTION]... [CODE]"),
        ("change sign", "comms change sign [OPTION]... --name NAME CHANGE_REQUEST buyer|seller"),
    ],
)
def test_the_usage_of_a_command_names_each_argument_once(name: str, usage: str, tmp_path: Path) -> None:
    assert shown(name, "en", tmp_path).splitlines()[0] == f"Usage: {usage}"
    assert shown(name, "zh", tmp_path).splitlines()[0] == f"用法：{usage}"
