"""The commands: parse, call comms, show, exit code; nothing else."""

import gc
import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import (
    EditOptions,
    Editor,
    Force,
    ImportOptions,
    Language,
    LintOptions,
    ListOptions,
    NewOptions,
    NoInput,
    Order,
    Output,
    OutputFile,
    Plain,
    RenderOptions,
    Sets,
    To,
    taking,
)
from cli.terminal import errors
from cli.terminal.help import HelpfulCommand, HelpfulGroup

app = typer.Typer(
    name="comms",
    cls=HelpfulGroup,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The entry point of the script `comms`."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # looking for them takes 15 ms, and we use none
    gc.set_threshold(100_000, 20, 50)  # a start makes many objects, of which hardly any are garbage
    sys.exit(errors.run(_main))


def _main() -> int:
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the whole run
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):  # a pipe or a C locale must not turn Chinese into a traceback
            stream.reconfigure(encoding="utf-8", errors="replace")
    if "--language" in " ".join(sys.argv):
        from cli.terminal.usage import speak_as_asked

        speak_as_asked(sys.argv[1:])
    command = typer.main.get_command(app)
    try:
        # not command(): that would turn a closed pipe into exit status 1, which means findings
        with command.make_context("comms", sys.argv[1:]) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as done:
        return done.exit_code
    except typer.TyperException as error:
        from cli.terminal.usage import tell

        return tell(error)
    except typer.Abort:
        return errors.SIGNALLED + signal.SIGINT


def _version(wanted: bool) -> None:
    if wanted:
        from cli.terminal import printer
        from comms.runtime.diagnosis import version_line

        printer.show(version_line())
        raise typer.Exit


@app.callback()
def comms(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False,
) -> None:
    """Hold the options of the program itself; each answers in its callback."""


@app.command(cls=HelpfulCommand)
@taking(NewOptions)
def new(options: NewOptions) -> int:
    from cli.commands.new import new_document

    errors.speak(options.language)
    return new_document(options)


@app.command("import", cls=HelpfulCommand)
@taking(ImportOptions)
def import_messages(options: ImportOptions) -> int:
    from cli.commands.import_messages import import_messages as run

    errors.speak(options.language)
    return run(options)


@app.command(cls=HelpfulCommand)
@taking(EditOptions)
def edit(options: EditOptions) -> int:
    from cli.commands.edit import edit_document

    errors.speak(options.language)
    return edit_document(options)


@app.command(cls=HelpfulCommand)
def init(
    example: Annotated[Path | None, typer.Option("--from", metavar="FILE")] = None,
    sets: Sets = None,
    no_input: NoInput = False,
    plain: Plain = False,
    force: Force = False,
    language: Language = None,
) -> int:
    from cli.commands.init import init as run
    from cli.commands.init import init_from

    errors.speak(language)
    if example is not None:
        return init_from(example, force)
    return run(tuple(sets or ()), no_input, plain, force)


@app.command(cls=HelpfulCommand)
def drafts(
    action: Annotated[str, typer.Argument(metavar="[list|show|resume|delete]")] = "list",
    numbers: Annotated[list[str] | None, typer.Argument(metavar="[NUMBER]...")] = None,
    output: OutputFile = None,
    plain: Plain = False,
    editor: Editor = False,
    language: Language = None,
) -> int:
    from cli.commands.drafts import drafts as run

    errors.speak(language)
    return run(action, numbers or [], output, plain, editor)


@app.command(cls=HelpfulCommand)
@taking(LintOptions)
def lint(options: LintOptions) -> int:
    from cli.commands.lint import lint as run

    errors.speak(options.language)
    return run(options)


@app.command("list", cls=HelpfulCommand)
@taking(ListOptions)
def list_documents(options: ListOptions) -> int:
    from cli.commands.list import list_documents as run

    errors.speak(options.language)
    return run(options)


@app.command(cls=HelpfulCommand)
@taking(RenderOptions)
def render(options: RenderOptions) -> int:
    from cli.commands.render import render as run

    return run(options)


@app.command(cls=HelpfulCommand)
def kinds(language: Language = None) -> int:
    from cli.commands.explain import kinds as run

    errors.speak(language)
    return run()


@app.command(cls=HelpfulCommand)
def schema(
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]")] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    output: Output = None,
    language: Language = None,
    force: Force = False,
) -> int:
    from cli.commands.schema import schema as run

    errors.speak(language)
    return run(kind, every, output, force)


@app.command(cls=HelpfulCommand)
def explain(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]")] = None,
    policy: Annotated[Path | None, typer.Option("--policy", metavar="FILE")] = None,
    language: Language = None,
) -> int:
    from cli.commands.explain import explain as run
    from cli.commands.explain import explain_policy

    errors.speak(language)
    return explain_policy(policy) if policy else run(code)


@app.command(cls=HelpfulCommand)
def bug(language: Language = None) -> int:
    from cli.commands.bug import bug as run

    errors.speak(language)
    return run()


change = typer.Typer(cls=HelpfulGroup, rich_markup_mode=None)
app.add_typer(change, name="change")
Request = Annotated[Path, typer.Argument(metavar="CHANGE_REQUEST")]


@change.command("apply", cls=HelpfulCommand)
def change_apply(
    request: Request,
    order: Order = None,
    language: Language = None,
) -> int:
    from cli.commands.change import apply as run

    errors.speak(language)
    return run(request, order)


@change.command("sign", cls=HelpfulCommand)
def change_sign(
    request: Request,
    side: Annotated[str, typer.Argument(metavar="buyer|seller")],
    name: Annotated[str, typer.Option("--name", metavar="NAME")],
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="DATE")] = None,
    language: Language = None,
) -> int:
    from cli.commands.change import sign as run

    errors.speak(language)
    return run(request, side, name, title, on)


@change.command("diff", cls=HelpfulCommand)
def change_diff(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    to: To = None,
    output: Output = None,
    language: Language = None,
    force: Force = False,
) -> int:
    from cli.commands.change import diff as run

    errors.speak(language)
    return run(old, new, to, output, language, force)


template = typer.Typer(cls=HelpfulGroup, rich_markup_mode=None)
app.add_typer(template, name="template")


@template.command("show", cls=HelpfulCommand)
def template_show(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR")] = None,
    language: Language = None,
    force: Force = False,
) -> int:
    from cli.commands.template import show as run

    errors.speak(language)
    return run(kind, output, force)


@template.command("check", cls=HelpfulCommand)
def template_check(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    language: Language = None,
) -> int:
    from cli.commands.template import check as run

    errors.speak(language)
    return run(folder)


@template.command("fields", cls=HelpfulCommand)
def template_fields(
    kind: Annotated[str, typer.Argument(metavar="KIND")],
    language: Language = None,
) -> int:
    from cli.commands.template import fields as run

    errors.speak(language)
    return run(kind)


@app.command(cls=HelpfulCommand)
def lsp(language: Language = None) -> int:
    from cli.commands.lsp import serve

    errors.speak(language)
    return serve(language)


@app.command(cls=HelpfulCommand)
def demo(
    folder: Annotated[Path, typer.Option("--folder", "-o", metavar="DIR")] = Path("demo"),
    language: Language = None,
) -> int:
    from cli.commands.demo import tour

    errors.speak(language)
    return tour(folder)


if __name__ == "__main__":
    main()
