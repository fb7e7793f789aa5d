"""Documents from given answers alone, without an interview; missing answers are listed."""

import shlex
from collections.abc import Container, Iterator, Mapping

from cli.commands.session import Session
from cli.terminal import errors, printer
from comms.findings import Finding, Severity
from comms.interview.drafts import Draft
from comms.interview.proposals import fill_quiet
from comms.interview.questions import is_required
from comms.kinds import model_of
from comms.language.field_names import field_at
from comms.language.phrases import field_words, say
from comms.linting.check import check
from comms.models.base import Document, Field, Shape, Shorthand, fields_of
from comms.paths import FieldPath, dotted, value_at
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case


def complete(session: Session, no_input: bool) -> Document | int:
    """Return the document of the given answers, or print what is wrong and return the exit status."""
    draft = session.draft
    fill_quiet(draft.data, _case(session), session.context)
    case = _case(session)
    findings = check(case, draft.language)
    missing = [finding for finding in findings if _is_gap(finding, case, draft)]
    for finding in findings:
        if finding not in missing or finding.severity is Severity.WARNING:
            printer.tell(f"comms: {finding.code} {finding.field}: {finding.message} — {finding.hint}")
    gaps = [finding.path for finding in missing if finding.severity is Severity.ERROR]
    if gaps:
        _list_gaps(gaps, draft, no_input)
        return errors.USAGE
    if any(finding.severity is Severity.ERROR for finding in findings) or case.document is None:
        return errors.FINDINGS
    return case.document


def _case(session: Session) -> Case:
    source = Source(session.draft.file.name, "", session.draft.data)
    return load_case(source, session.workspace, session.context.today)


def _is_gap(finding: Finding, case: Case, draft: Draft) -> bool:
    """Return whether a finding is about a missing answer, which `--set` can give."""
    if finding.path in case.absent.get(finding.code, ()):
        return True
    if not finding.path or value_at(draft.data, finding.path) is not None:
        return False
    return field_at(model_of(draft.kind), finding.path).required


def _list_gaps(gaps: list[FieldPath], draft: Draft, no_input: bool) -> None:
    """Print a `--set` for each missing answer, in the order of the interview."""
    model = model_of(draft.kind)
    printer.tell(f"comms: {say('errors.no_input' if no_input else 'errors.no_terminal', draft.language)}")
    order = list(fields_of(model))
    gaps = sorted(gaps, key=lambda path: order.index(str(path[0])))
    leaves = dict(leaf for gap in gaps for leaf in _leaves(gap, field_at(model, gap)))
    shown = dict.fromkeys((_for_all(path, leaves, draft), field) for path, field in leaves.items())
    for written, field in shown:
        example = _EXAMPLES.get(field.shape) or _example(field, draft.language)
        printer.tell(f"  --set {shlex.quote(f'{written}={example}')}")


def _for_all(path: FieldPath, gaps: Container[FieldPath], draft: Draft) -> str:
    """Return a path as `--set` takes it: `lines[].unit` for a value that no entry has and all may share."""
    holder, rest = path[:1], path[2:]
    entries = value_at(draft.data, holder)
    is_shared = isinstance(entries, list) and len(entries) > 1 and path[-1] in _SHARED
    if is_shared and all((*holder, index, *rest) in gaps for index in range(len(entries))):
        return f"{dotted(holder)}[].{dotted(rest)}"
    return dotted(path)


_SHARED = frozenset({"unit", "lead_time_days", "safety_days", "size", "format", "channel"})
"""The answers that often are the same for all entries of a list."""


_EXAMPLES = {Shape.DATE: "2026-06-05", Shape.TIME: "2026-06-05T10:30+08:00"}
"""Examples in ISO 8601, which suit scripts better than the forms that a user may type."""


def _leaves(path: FieldPath, field: Field) -> Iterator[tuple[FieldPath, Field]]:
    """Yield the single answers that fill a gap: a part's required fields, for a list those of one entry.

    Of a part without any, such as one whose rate has an alternative, those that the interview asks for.
    """
    if field.shape not in (Shape.PART, Shape.PARTS) or field.part is None:
        yield path, field
        return
    here = (*path, 0) if field.shape is Shape.PARTS else path
    inside = fields_of(field.part)
    due = [part_field for part_field in inside.values() if is_required(part_field)]
    if not due and issubclass(field.part, Shorthand):
        due = [inside[field.part.bare]]
    for part_field in due or _asked(inside):
        yield from _leaves((*here, part_field.key), part_field)


def _asked(fields: Mapping[str, Field]) -> list[Field]:
    return [field for field in fields.values() if not field.ask.unprompted]


def _example(field: Field, language: str) -> str:
    return field_words(field.owner, field.key, language).example
