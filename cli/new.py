"""`comms new`: from a kind, or a draft of it, to a saved document."""

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import errors
from comms.answers import Manner, field_at, put, read_answer
from comms.checking import Case, check, load_case, plain_data
from comms.drafts import Draft, latest_draft, new_draft_file
from comms.findings import CommsError, FieldPath, Finding, Severity, dotted, parse_path, value_at
from comms.kinds import model_of
from comms.models.base import Document, Field, Shape, Shorthand, fields_of
from comms.proposals import fill_quiet
from comms.questions import Question, is_due, questions
from comms.reading import read_file
from comms.reading.source import Source
from comms.rendering import Layout, render
from comms.saving import next_id, refuse_existing, stem_of, targets, write_atomic
from comms.schema_line import schema_place
from comms.standing import id_about, merged, standard_terms
from comms.words import field_words, say
from comms.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


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
    order: Path | None = None
    schema: str | None = None


def new_document(wanted: Wanted) -> int:
    """Asks for a document, or takes it from the answers given, and saves it."""
    from cli.commands import known_kind

    kind = known_kind(wanted.kind)
    workspace = open_workspace(Path.cwd())
    workspace = workspace.with_named(*errors.named(wanted.order))
    draft = latest_draft(kind) if wanted.resume else _fresh(kind, wanted, workspace)
    if draft.order and not wanted.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    if wanted.language:
        draft.language = draft.data["language"] = wanted.language
    currency = _currency(draft, workspace)
    manner = Manner(draft.language, datetime.now(workspace.zone), currency)
    errors.speak(draft.language)
    _prefill(draft, wanted, manner)
    paths = _paths(draft, wanted)
    draft.schema = wanted.schema or draft.schema
    _schema_line(draft, paths)  # what cannot be written is told before the first question
    if not (wanted.force or draft.output == "-"):
        refuse_existing(paths.values())
    ask = not wanted.no_input and is_terminal()
    if ask:
        document = _asked(draft, manner, wanted.resume, workspace)
    else:
        document = _complete(draft, manner, wanted.no_input, workspace)
    if isinstance(document, int):
        return document
    try:
        _save(document, paths, draft, workspace)
    except CommsError:
        _tell_kept(draft)
        raise
    return errors.CLEAN


def _currency(draft: Draft, workspace: Workspace) -> str:
    """The currency of an amount that names none: that of the order in question, else the workspace's."""
    from comms.models.order_confirmation import OrderConfirmation
    from comms.references import find

    number = draft.data.get("order")
    order = find(workspace, number, OrderConfirmation).document if number else None
    return (order.currency if order else None) or workspace.currency(draft.language)


def is_terminal() -> bool:
    """Whether a person can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _fresh(kind: str, wanted: Wanted, workspace: Workspace) -> Draft:
    language = workspace.language(wanted.language)
    draft = Draft(kind, language, output=wanted.output, to=wanted.to, file=new_draft_file(kind))
    given = _answers(wanted.answers, kind) if wanted.answers else {}
    if wanted.language is None and given.get("language") in ("zh", "en"):
        draft.language = given["language"]
    order = _order_of(wanted, kind)
    folders = {workspace.folder or Path.cwd(), Path.cwd(), _folder(wanted.output)}
    number = next_id(model_of(kind).id_prefix, folders, date.today())
    standing = standard_terms(kind, workspace, order)
    given = merged(standing, given)
    if order is not None:
        number = id_about(model_of(kind).id_prefix, order, folders)
        draft.order = str(wanted.order.resolve()) if wanted.order else None
    draft.data = {"kind": kind, "id": number, "language": draft.language, **given} | {"kind": kind}
    routine = kind in workspace.settings.defaults
    draft.left = [
        dotted(each.path)
        for each in questions(model_of(kind), draft.data)
        if (routine or each.path[0] in standing) and _is_settled(each, draft.data)
    ]
    return draft


def _is_settled(question: Question, data: dict[str, Any]) -> bool:
    """Whether a question need not be put where standing answers settle the rest; what varies is asked."""
    return not question.varies and not question.required and value_at(data, question.path) is None


def _order_of(wanted: Wanted, kind: str) -> "OrderConfirmation | None":
    """The order named on the command line; raises CommsError where it is none, or the kind needs none."""
    from comms.models.order_confirmation import OrderConfirmation

    if wanted.order is None:
        return None
    if "order" not in fields_of(model_of(kind)):
        raise CommsError("no_order_here", kind=kind)
    order = load_case(read_file(wanted.order)).document
    if not isinstance(order, OrderConfirmation):
        raise CommsError("not_an_order", path=str(wanted.order))
    return order


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
    return targets(draft.output, draft.to, stem_of(str(draft.data.get("id") or ""), draft.kind))


# --- with a person ---------------------------------------------------------------------------


def _asked(draft: Draft, manner: Manner, resumed: bool, workspace: Workspace) -> Document | int:
    from cli.interview import Interview, Stopped
    from cli.prompt import Keyboard
    from cli.show import Screen

    screen = Screen()
    if resumed:
        screen.note(say("interview.resumed", draft.language, answers=_answers_in(draft)))
    try:
        data = Interview(draft, Keyboard(), screen, manner, workspace).run()
    except Stopped:
        if not _answers_in(draft) and not (draft.pending and draft.pending[1]):
            draft.forget()  # nothing was typed, so there is nothing to go on with
            raise KeyboardInterrupt from None
        screen.line()
        _tell_kept(draft)
        raise KeyboardInterrupt from None
    document = load_case(Source("", "", data), workspace).document
    assert document is not None
    return document


def _tell_kept(draft: Draft) -> None:
    if draft.file.is_file():
        command = f"comms new {draft.kind} --resume"
        print(say("errors.draft_kept", draft.language, path=draft.file, command=command), file=sys.stderr)


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


def _complete(draft: Draft, manner: Manner, no_input: bool, workspace: Workspace) -> Document | int:
    """The document of the answers given; otherwise says what is missing or wrong, and the exit status."""
    case = load_case(Source(draft.file.name, "", draft.data), workspace)
    fill_quiet(draft.data, case, manner)
    case = load_case(Source(draft.file.name, "", draft.data), workspace)
    findings = check(case, draft.language)
    missing = [each for each in findings if _is_gap(each, case, draft)]
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


def _is_gap(finding: Finding, case: Case, draft: Draft) -> bool:
    """Whether a finding misses an answer, which `--set` may give; any other one judges an answer."""
    if finding.path in case.absent.get(finding.code, ()):
        return True
    if not finding.path or value_at(draft.data, finding.path) is not None:
        return False
    return field_at(model_of(draft.kind), finding.path).required


def _list_gaps(gaps: list[FieldPath], draft: Draft, no_input: bool) -> None:
    """Lists each missing answer with the `--set` that gives it, in the order of the interview."""
    model = model_of(draft.kind)
    print(
        f"comms: {say('errors.no_input' if no_input else 'errors.no_terminal', draft.language)}",
        file=sys.stderr,
    )
    order = list(fields_of(model))
    gaps = sorted(gaps, key=lambda each: order.index(str(each[0])))
    leaves = dict(leaf for gap in gaps for leaf in _leaves(gap, field_at(model, gap)))
    for path, field in leaves.items():
        example = _EXAMPLES.get(field.shape) or _example(field, draft.language)
        print(f"  --set {shlex.quote(f'{dotted(path)}={example}')}", file=sys.stderr)


_EXAMPLES = {Shape.DATE: "2026-06-05", Shape.TIME: "2026-06-05T10:30+08:00"}
"""What a person may type has several forms; a script gives the plain one."""


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


def _schema_line(draft: Draft, paths: dict[str, Path]) -> str:
    """The line for editors at the head of the YAML file; raises CommsError where there cannot be one."""
    if draft.schema is None:
        return ""
    if "yaml" not in paths:
        raise CommsError("schema_without_yaml")
    place = schema_place(draft.schema, draft.kind)
    if place.file and any(each.resolve() == place.file.resolve() for each in paths.values()):
        raise CommsError("collision", path=str(place.file))
    return place.line(paths["yaml"])


def _write_schema(draft: Draft) -> None:
    """Writes the schema to the file that the line names, unless it is there."""
    from comms.schema import schema_text

    file = schema_place(draft.schema, draft.kind).file if draft.schema else None
    if file is not None and not file.exists():
        write_atomic(file, schema_text(draft.kind, draft.language).encode())
        print(f"✓ {say('interview.saved', draft.language, path=file)}", file=sys.stderr)


def _save(document: Document, paths: dict[str, Path], draft: Draft, workspace: Workspace) -> None:
    layout = Layout(draft.language, workspace=workspace)
    contents = {path: render(document, form, layout) for form, path in paths.items()}
    if line := _schema_line(draft, paths):
        contents[paths["yaml"]] = line.encode() + contents[paths["yaml"]]
        _write_schema(draft)
    for path, content in contents.items():
        if draft.output == "-":
            sys.stdout.buffer.write(content)
        else:
            write_atomic(path, content)
            print(f"✓ {say('interview.saved', draft.language, path=path)}", file=sys.stderr)
    draft.forget()
