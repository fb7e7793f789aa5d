"""An option is stated once, in the class of its command; Typer and the command see the same."""

from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from typer.main import get_command

from cli.app import app
from cli.commands.options import EditOptions, LintOptions, NewOptions, RenderOptions, taking

CLASSES = {"new": NewOptions, "edit": EditOptions, "lint": LintOptions, "render": RenderOptions}


@pytest.mark.parametrize("name", CLASSES)
def test_the_command_line_offers_every_field_that_is_not_internal(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    declared = {each.name: each for each in fields(CLASSES[name])}
    offered = {parameter.name: parameter for parameter in command.params}
    internal = {each.name for each in declared.values() if each.metadata.get("internal")}
    assert set(offered) == set(declared) - internal
    assert internal == ({"draft"} if name == "new" else set())


@pytest.mark.parametrize("name", CLASSES)
def test_a_command_gets_the_defaults_of_its_class(name: str) -> None:
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    needed = ["x" for parameter in command.params if parameter.required]
    with command.make_context(name, needed) as context:
        given = context.params
    for field in fields(CLASSES[name]):
        if field.name in given and field.default is not MISSING:
            # of a list Typer says () where nothing was given
            assert (given[field.name] or field.default) == field.default, field.name


def test_a_command_gets_one_object_with_what_was_typed() -> None:
    taken = []

    def run(options: EditOptions) -> int:
        taken.append(options)
        return 7

    assert taking(EditOptions)(run)(file=Path("a.yaml"), sets=["title=x"]) == 7
    assert taken == [EditOptions(Path("a.yaml"), sets=["title=x"])]
