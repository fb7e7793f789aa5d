"""`comms new`: from a kind, or a draft of it, to a saved document."""

import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cli import errors
from comms.answers import Manner, field_at, put, read_answer
from comms.checking import check, load_case, plain_data
from comms.drafts import Draft, latest_draft, new_draft_file
from comms.findings import CommsError, FieldPath, Severity, dotted, parse_path
from comms.kinds import model_of
from comms.models.base import Document, Field, Shape, Shorthand, fields_of
from comms.questions import is_due
from comms.reading import read_file
from comms.reading.source import Source
from comms.rendering import Layout, render
from comms.saving import next_id, refuse_existing, targets, write_atomic
from comms.words import field_words, say
from comms.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    kind: str
    output: str | None
    to: str | None
    language: str | None
    answers: Path | None
    sets: tuple[str, ...]
    no_input: bool
    resume: bool
    force: bool


def new_document(wanted: Wanted) -> int:
    """Asks for a document, or takes it from the answers given, and saves it."""
    from cli.commands import known_kind

    kind = known_kind(wanted.kind)
    workspace = open_workspace(Path.cwd())
    draft = latest_draft(kind) if wanted.resume else _fresh(kind, wanted, workspace)
    if wanted.language:
        draft.language = draft.data["language"] = wanted.language
    manner = Manner(draft.language, date.today(), workspace.currency(draft.language))
    errors.speak(draft.language)
    _prefill(draft, wanted, manner)
    paths = _paths(draft, wanted)
    if not (wanted.force or draft.output == "-"):
        refuse_existing(paths.values())
    ask = not wanted.no_input and is_terminal()
    document = _asked(draft, manner, wanted.resume) if ask else _complete(draft, wanted.no_input)
    if isinstance(document, int):
        return document
    _save(document, paths, draft)
    return errors.CLEAN


def is_terminal() -> bool:
    """Whether a person can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _fresh(kind: str, wanted: Wanted, workspace: Workspace) -> Draft:
    language = workspace.language(wanted.language)
    draft = Draft(kind, language, output=wanted.output, to=wanted.to, file=new_draft_file(kind))
    given = _answers(wanted.answers, kind) if wanted.answers else {}
    if wanted.language is None and given.get("language") in ("zh", "en"):
        draft.language = given["language"]
    folders = {workspace.folder, Path.cwd(), _folder(wanted.output)}
    number = next_id(model_of(kind).id_prefix, folders, date.today())
    draft.data = {"kind": kind, "id": number, "language": draft.language, **given} | {"kind": kind}
    return draft


def _folder(output: str | None) -> Path:
    path = Path(output or ".")
    return path if path.is_dir() else path.parent


def _answers(file: Path, kind: str) -> dict[str, Any]:
    """The answers of a file of any input format; raises CommsError for a value that cannot be taken."""
    source = read_file(file)
    case = load_case(replace(source, data={**source.data, "kind": kind}))
    if case.invalid:
        raise CommsError("answer_refused", path=", ".join(dotted(each.path) for each in case.invalid))
    return plain_data(case)


def _prefill(draft: Draft, wanted: Wanted, manner: Manner) -> None:
    """Puts the answers of `--set` into the draft, read as though they had been typed."""
    model = model_of(draft.kind)
    for text in wanted.sets:
        written, equals, value = text.partition("=")
        if not equals:
            raise CommsError("bad_set", text=text)
        path = parse_path(written.strip(), draft.data)
        field = field_at(model, path)
        plain = field.shape in (Shape.PART, Shape.PARTS) or isinstance(path[-1], int)
        put(draft.data, path, value if plain else read_answer(field, value, manner))


def _paths(draft: Draft, wanted: Wanted) -> dict[str, Path]:
    """Where the document goes; a resumed draft keeps its place unless a new one is named."""
    draft.output, draft.to = wanted.output or draft.output, wanted.to or draft.to
    if draft.output == "-":
        return targets(None, draft.to, "-")
    return targets(draft.output, draft.to, _stem(draft))


def _stem(draft: Draft) -> str:
    """The file name of a document's number; whatever could lead out of the folder becomes a dash."""
    number = str(draft.data.get("id") or "")
    return re.sub(r"[^\w.-]+", "-", number)[:100].strip(".-") or draft.kind


# --- with a person ---------------------------------------------------------------------------


def _asked(draft: Draft, manner: Manner, resumed: bool) -> Document | int:
    from cli.interview import Interview, Stopped
    from cli.prompt import Keyboard
    from cli.show import Screen

    screen = Screen()
    if resumed:
        screen.note(say("interview.resumed", draft.language, answers=_answers_in(draft)))
    try:
        data = Interview(draft, Keyboard(), screen, manner).run()
    except Stopped:
        if not _answers_in(draft) and not (draft.pending and draft.pending[1]):
            draft.forget()  # nothing was typed, so there is nothing to go on with
            raise KeyboardInterrupt from None
        command = f"comms new {draft.kind} --resume"
        screen.line()
        screen.line(say("errors.draft_kept", draft.language, path=draft.file, command=command))
        raise KeyboardInterrupt from None
    document = load_case(Source("", "", data)).document
    assert document is not None
    return document


def _answers_in(draft: Draft) -> int:
    """How many answers a draft holds beside the kind, the number and the language that it began with."""
    return max(_count(draft.data) - 3, 0)


def _count(value: Any) -> int:
    """How many single answers plain data hold."""
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value))
    return value is not None


# --- without one -----------------------------------------------------------------------------


def _complete(draft: Draft, no_input: bool) -> Document | int:
    """The document of the answers given; otherwise says what is missing or wrong, and the exit status."""
    case = load_case(Source(draft.file.name, "", draft.data))
    findings = check(case, draft.language)
    missing = [each for each in findings if each.path in case.absent.get(each.code, ())]
    for finding in findings:
        if finding not in missing or finding.severity is Severity.WARNING:
            print(
                f"comms: {finding.code} {finding.field}: {finding.message} — {finding.hint}",
                file=sys.stderr,
            )
    gaps = [each.path for each in missing if each.severity is Severity.ERROR]
    if gaps:
        _list_gaps(gaps, draft, no_input)
        return errors.USAGE
    if any(each.severity is Severity.ERROR for each in findings) or case.document is None:
        return errors.FINDINGS
    return case.document


def _list_gaps(gaps: list[FieldPath], draft: Draft, no_input: bool) -> None:
    """Lists each missing answer with the `--set` that gives it, in the order of the interview."""
    model = model_of(draft.kind)
    print(
        f"comms: {say('errors.no_input' if no_input else 'errors.no_terminal', draft.language)}",
        file=sys.stderr,
    )
    order = list(fields_of(model))
    for gap in sorted(gaps, key=lambda each: order.index(str(each[0]))):
        for path, field in _leaves(gap, field_at(model, gap)):
            example = "2026-06-05" if field.shape is Shape.DATE else _example(field, draft.language)
            print(f"  --set {shlex.quote(f'{dotted(path)}={example}')}", file=sys.stderr)


def _leaves(path: FieldPath, field: Field) -> Iterator[tuple[FieldPath, Field]]:
    """The single answers that fill a gap: of a part its required fields, of a list those of one entry."""
    if field.shape not in (Shape.PART, Shape.PARTS) or field.part is None:
        yield path, field
        return
    here = (*path, 0) if field.shape is Shape.PARTS else path
    inside = fields_of(field.part)
    due = [each for each in inside.values() if is_due(each)]
    if not due and issubclass(field.part, Shorthand):
        due = [inside[field.part.bare]]
    for each in due:
        yield from _leaves((*here, each.key), each)


def _example(field: Field, language: str) -> str:
    return field_words(field.owner, field.key, language).example


# --- saving ----------------------------------------------------------------------------------


def _save(document: Document, paths: dict[str, Path], draft: Draft) -> None:
    layout = Layout(draft.language)
    for form, path in paths.items():
        content = render(document, form, layout)
        if draft.output == "-":
            sys.stdout.buffer.write(content)
        else:
            write_atomic(path, content)
            print(f"✓ {say('interview.saved', draft.language, path=path)}", file=sys.stderr)
    draft.forget()
