"""The options of the commands that have many, each stated once: name, type, default, and how it is written.

Typer reads them here, and the command gets them as one object. Their help is in help.toml of each language.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from comms.runtime.resources import LANGUAGE_FOLDERS

Language = Annotated[str | None, typer.Option("--language", metavar="|".join(LANGUAGE_FOLDERS))]
Force = Annotated[bool, typer.Option("--force")]
To = Annotated[str | None, typer.Option("--to", metavar="md,docx,…")]
Order = Annotated[Path | None, typer.Option("--order", metavar="FILE")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="PATH=VALUE")]
NoInput = Annotated[bool, typer.Option("--no-input")]
Plain = Annotated[bool, typer.Option("--plain")]
Verbose = Annotated[bool, typer.Option("--verbose")]
Copy = Annotated[bool, typer.Option("--copy")]
Editor = Annotated[bool, typer.Option("--editor")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE|DIR|-")]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=0)]

INTERNAL = {"internal": True}
"""Marks a field that the program sets and the command line does not."""

O = TypeVar("O")  # noqa: E741 - the type of an object with options


def taking(options: type[O]) -> Callable[[Callable[[O], int]], Callable[..., int]]:
    """Make a command of a function that takes its options as one object."""
    internal = {each.name for each in fields(options) if each.metadata.get("internal")}  # type: ignore[arg-type]
    signature = inspect.signature(options)
    shown = [each for name, each in signature.parameters.items() if name not in internal]
    hints = get_type_hints(options, include_extras=True)

    def decorate(run: Callable[[O], int]) -> Callable[..., int]:
        def command(**given: Any) -> int:
            return run(options(**given))

        command.__name__ = run.__name__
        command.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: hints[each.name] for each in shown}
        return command

    return decorate


@dataclass(frozen=True, slots=True)
class NewOptions:
    """The options of `comms new`. draft: the file of a draft to go on with, by `comms drafts resume`."""

    kind: Annotated[str, typer.Argument(metavar="KIND")]
    output: Output = None
    to: To = None
    language: Language = None
    answers: Annotated[Path | None, typer.Option("--answers", metavar="FILE")] = None
    sets: Sets = None
    no_input: NoInput = False
    resume: Annotated[bool, typer.Option("--resume")] = False
    order: Order = None
    schema: Annotated[str | None, typer.Option("--schema", metavar="FILE|URL")] = None
    like: Annotated[Path | None, typer.Option("--like", metavar="FILE")] = None
    message: Annotated[str | None, typer.Option("--from", metavar="FILE|-|clipboard")] = None
    lines: Annotated[Path | None, typer.Option("--lines", metavar="CSV|XLSX")] = None
    columns: Annotated[Path | None, typer.Option("--columns", metavar="TOML")] = None
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME")] = None
    header_row: Annotated[int | None, typer.Option("--header-row", metavar="N", min=1)] = None
    where: Annotated[list[str] | None, typer.Option("--where", metavar="COLUMN=VALUE")] = None
    decimal: Annotated[str | None, typer.Option("--decimal", metavar="point|comma")] = None
    copy: Copy = False
    save_answers: Annotated[Path | None, typer.Option("--save-answers", metavar="FILE")] = None
    full: Annotated[bool, typer.Option("--full")] = False
    plain: Plain = False
    editor: Editor = False
    force: Force = False
    draft: Path | None = field(default=None, metadata=INTERNAL)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The options of `comms import`."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...")]
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND")] = None
    output: Output = None
    form: Annotated[str | None, typer.Option("--format", metavar="yaml|json|md|…")] = None
    today: Annotated[str | None, typer.Option("--today", metavar="DATE")] = None
    explain: Annotated[bool, typer.Option("--explain")] = False
    language: Language = None
    force: Force = False


@dataclass(frozen=True, slots=True)
class EditOptions:
    """The options of `comms edit`."""

    file: Annotated[Path, typer.Argument(metavar="FILE")]
    output: OutputFile = None
    sets: Sets = None
    no_input: NoInput = False
    order: Order = None
    plain: Plain = False
    editor: Editor = False
    language: Language = None
    force: Force = False


@dataclass(frozen=True, slots=True)
class LintOptions:
    """The options of `comms lint`."""

    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...")] = None
    form: Annotated[str | None, typer.Option("--format", metavar="text|json|github|gitlab|sarif|junit")] = (
        None
    )
    select: Annotated[str, typer.Option("--select", metavar="CODES")] = ""
    ignore: Annotated[str, typer.Option("--ignore", metavar="CODES")] = ""
    strict: Annotated[bool, typer.Option("--strict")] = False
    baseline: Annotated[Path | None, typer.Option("--baseline", metavar="FILE")] = None
    write_baseline: Annotated[bool, typer.Option("--write-baseline")] = False
    prune_baseline: Annotated[bool, typer.Option("--prune-baseline")] = False
    stdin_filename: Annotated[str | None, typer.Option("--stdin-filename", metavar="NAME")] = None
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = ""
    jobs: Jobs = 0
    no_cache: Annotated[bool, typer.Option("--no-cache")] = False
    fix: Annotated[bool, typer.Option("--fix")] = False
    diff: Annotated[bool, typer.Option("--diff")] = False
    order: Order = None
    if_request: Annotated[bool, typer.Option("--if-request")] = False
    verbose: Verbose = False
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE|-")] = None
    language: Language = None

    @property
    def reads_stdin(self) -> bool:
        return self.stdin_filename is not None or Path("-") in (self.paths or ())


@dataclass(frozen=True, slots=True)
class ListOptions:
    """The options of `comms list`."""

    paths: Annotated[list[Path] | None, typer.Argument(metavar="[FILE|FOLDER]...")] = None
    kinds: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND")] = None
    owner: Annotated[str, typer.Option("--owner", metavar="NAME")] = ""
    due: Annotated[str | None, typer.Option("--due", metavar="DATE")] = None
    form: Annotated[str, typer.Option("--format", metavar="text|json|csv")] = "text"
    plain: Plain = False
    verbose: Verbose = False
    language: Language = None


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """The options of `comms render`."""

    files: Annotated[list[Path], typer.Argument(metavar="FILE...")]
    to: To = None
    output: Output = None
    language: Language = None
    draft: Annotated[bool, typer.Option("--draft")] = False
    order: Order = None
    letterhead: Annotated[Path | None, typer.Option("--letterhead", metavar="DOCX")] = None
    each: Annotated[Path | None, typer.Option("--each", metavar="CSV|XLSX|JSONL")] = None
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME")] = None
    group_by: Annotated[str | None, typer.Option("--group-by", metavar="COLUMN")] = None
    sets: Sets = None
    where: Annotated[list[str] | None, typer.Option("--where", metavar="COLUMN=VALUE")] = None
    rows: Annotated[str | None, typer.Option("--rows", metavar="3-20,25")] = None
    name: Annotated[str | None, typer.Option("--name", metavar="PATTERN")] = None
    cc: Annotated[str | None, typer.Option("--cc", metavar="ADDRESSES")] = None
    bcc: Annotated[str | None, typer.Option("--bcc", metavar="ADDRESSES")] = None
    merge: Annotated[Path | None, typer.Option("--merge", metavar="FILE.pdf")] = None
    manifest: Annotated[Path | None, typer.Option("--manifest", metavar="FILE")] = None
    check: Annotated[bool, typer.Option("--check")] = False
    jobs: Jobs = 0
    scheduler: Annotated[str | None, typer.Option("--scheduler", metavar="ADDRESS")] = None
    templates: Annotated[Path | None, typer.Option("--templates", metavar="DIR")] = None
    copy: Copy = False
    strip_data: Annotated[bool, typer.Option("--strip-data")] = False
    force: Force = False
