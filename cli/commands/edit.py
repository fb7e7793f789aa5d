"""`comms edit`: the interview over an existing document, which is written back in its own format."""

import shlex
from pathlib import Path

from cli.commands.asking import document_of
from cli.commands.options import EditOptions
from cli.commands.session import Session, answer_context, prefill, tell_kept, tell_unkept
from cli.terminal import errors, printer
from cli.terminal.device import is_terminal, refuse_other_encodings
from comms.errors import CommsError, Refusal
from comms.findings import Finding, Severity, Unreadable
from comms.interview.drafts import Draft, all_drafts, is_open, locked, new_draft_file
from comms.interview.questions import questions
from comms.kinds import model_of
from comms.language.phrases import FALLBACK, say
from comms.linting.cache import fingerprint
from comms.linting.check import check
from comms.linting.fixes.kept import with_suppressions
from comms.models.base import Document
from comms.paths import FieldPath, dotted, value_at
from comms.reading import content_of, read_bytes, read_file
from comms.reading.source import Source
from comms.reading.suppressions import split_silenced
from comms.rendering import Layout, format_of
from comms.rendering.in_place import REWRITERS, rewritten
from comms.rendering.outputs import targets
from comms.rendering.rendition import render
from comms.runtime.files import ChangedMeanwhile, again_if_changed, refuse_existing, replace, write
from comms.workspace.case import Case
from comms.workspace.loading import load_case, plain_data
from comms.workspace.workspace import Workspace, open_workspace


def edit_document(options: EditOptions) -> int:
    """Asks what is to change in a document, and writes it back, or to the file that is named.

    Changes of `--set` alone are made again on what another run writes meanwhile.
    """
    asks = not options.no_input and (options.editor or is_terminal())
    return _edited(options, True) if asks else again_if_changed(lambda: _edited(options, False))


def _edited(options: EditOptions, asks: bool) -> int:
    file, output = options.file, options.output
    workspace = open_workspace(file.parent).with_named(*errors.named(options.order))
    content, case = _opened(file, workspace)
    if output is not None and not options.force:
        refuse_existing([output])
    if output is not None and output.exists() and output.samefile(file):
        output = None
    _refuse_what_cannot_be_written(case, output, options.force)
    draft = _draft(file, output, options.order, case)
    draft.digest, draft.force = fingerprint(content), options.force
    if asks and options.editor and not options.sets and (begun := _begun_before(draft)):
        printer.tell(say("interview.resumed", begun.language, answers=begun.answers))
        return _edit_by_interview(_session(begun, content, workspace, options.plain), content, True)
    if not asks and not options.sets:
        raise CommsError("edit_nothing")
    session = _session(draft, content, workspace, options.plain)
    prefill(draft, options.sets or (), session.context)
    if asks:
        refuse_other_encodings()
        return _edit_by_interview(session, content, options.editor)
    return _save_without_asking(case, session, content)


def _save_without_asking(case: Case, session: Session, content: bytes) -> int:
    """Writes what `--set` changes, unless the document has errors by it that it had not before."""
    draft, workspace = session.draft, session.workspace
    changed = load_case(_source(draft), workspace)
    if worse := _new_errors(case, changed, draft.language):
        for finding in worse:
            printer.tell(f"comms: {finding.code} {finding.field}: {finding.message} — {finding.hint}")
        return errors.FINDINGS
    assert changed.document is not None
    return _save(draft, content, changed.document, workspace)


def _new_errors(before: Case, after: Case, language: str) -> list[Finding]:
    """Return the errors that a change has introduced."""
    found, known = check(after, language), _error_paths(before)
    return [finding for finding in found if finding.severity is Severity.ERROR and finding.path not in known]


def _error_paths(case: Case) -> frozenset[FieldPath]:
    """Return the paths where a document has errors, including values that cannot be read."""
    found = check(case, FALLBACK)
    return frozenset(finding.path for finding in found if finding.severity is Severity.ERROR)


def resume_edit(draft: Draft, output: Path | None, plain: bool, editor: bool = False) -> int:
    """Resume the draft of an edit.

    Raises Refusal("edit_changed") if the file has changed since, unless the result goes to `output`.
    """
    file = Path(draft.edits or "")
    if output is not None:
        refuse_existing([output])
        draft.output = str(output)
    workspace = open_workspace(file.parent)
    if draft.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    content, _ = _opened(file, workspace)
    if fingerprint(content) != draft.digest and not draft.output:
        raise _changed(draft)
    return _edit_by_interview(_session(draft, content, workspace, plain), content, editor)


def _session(draft: Draft, content: bytes, workspace: Workspace, plain: bool) -> Session:
    """Return the session of an edit, and set the language of the messages to the document's."""
    errors.speak(errors.chosen_language() or draft.language)
    accepted = _error_paths(load_case(read_bytes(content, str(draft.edits)), workspace))
    return Session(draft, workspace, answer_context(draft, workspace), plain=plain, accepted=accepted)


def _opened(file: Path, workspace: Workspace) -> tuple[bytes, Case]:
    """Return the content and the case of a document; raise CommsError for a file that holds none."""
    content, case = content_of(file), load_case(read_file(file), workspace)
    if case.document is None:
        raise CommsError("edit_not_ours", path=str(file))
    return content, case


def _refuse_what_cannot_be_written(case: Case, output: Path | None, force: bool) -> None:
    """Raise CommsError, before the first question, for a document that cannot be rewritten without loss."""
    source, file = case.source, Path(case.source.name)
    if output is not None and output.suffix.lower() != file.suffix.lower():
        if case.invalid:
            raise CommsError("rewrite_invalid", path=str(file), field=dotted(case.invalid[0].path))
        return
    if not force and any(finding.code == "F005" for finding in check(case, FALLBACK, ("F005",))):
        raise CommsError("edit_stale", path=str(file))
    data = plain_data(case)
    rewritten(source, data, {**data, "title": f"{data.get('title', '')}."}, case.workspace, FALLBACK)


def _draft(file: Path, output: Path | None, order: Path | None, case: Case) -> Draft:
    """Return the draft of an edit; of the questions that the document leaves open only due ones are asked."""
    assert case.document is not None
    kind, language = case.document.kind, case.document.language or case.workspace.language()
    draft = Draft(kind, language, plain_data(case), file=new_draft_file(kind), edits=str(file.resolve()))
    draft.output, draft.order = (str(path.resolve()) if path else None for path in (output, order))
    draft.left = [
        dotted(question.path)
        for question in questions(model_of(kind), draft.data)
        if not question.required and value_at(draft.data, question.path) is None
    ]
    _, answered = split_silenced(check(case, language), case.source)
    draft.kept = {
        f"{silenced.finding.code} {dotted(silenced.finding.path)}": silenced.reason for silenced in answered
    }
    return draft


def _begun_before(draft: Draft) -> Draft | None:
    """Return the latest draft of the same edit that is not open, None if there is none."""
    alike = (
        other
        for other in all_drafts(draft.kind)
        if (other.edits, other.digest, other.output, other.order, other.force)
        == (draft.edits, draft.digest, draft.output, draft.order, draft.force)
    )
    return next((other for other in alike if not is_open(other)), None)


def _source(draft: Draft) -> Source:
    return Source("", "", draft.data)


def _edit_by_interview(session: Session, content: bytes, editor: bool) -> int:
    """Hold the interview of an edit, or fill in its page, and save the result; return the exit status."""
    draft = session.draft
    if not editor:
        printer.tell(say("interview.editing", draft.language, path=draft.edits))
    with locked(draft):
        document = document_of(session, editor)
        if isinstance(document, int):
            return document
        try:
            return _save(draft, content, document, session.workspace)
        except ChangedMeanwhile:
            draft.save()
            raise _changed(draft) from None
        except CommsError:
            draft.save()
            tell_kept(draft)
            raise


def _changed(draft: Draft) -> Refusal:
    return Refusal("edit_changed", path=draft.edits, id=draft.data.get("id") or "")


def _rewritten(draft: Draft, content: bytes, workspace: Workspace) -> bytes:
    """Return the content of the edited file with its answers replaced by those of the draft."""
    source = read_bytes(content, str(draft.edits))
    old, data = plain_data(load_case(source, workspace)), plain_data(load_case(_source(draft), workspace))
    return rewritten(source, old, data, workspace, draft.language, content)


def _save(draft: Draft, content: bytes, document: Document, workspace: Workspace) -> int:
    """Write the document back, or to the draft's output.

    Raises ChangedMeanwhile if the file has changed since it was opened, and Refusal("exists") for an output.
    """
    file = Path(draft.edits or "")
    form, target = _target(draft, file)
    if target.suffix.lower() == file.suffix.lower():
        new = _rewritten(draft, content, workspace)
    else:
        new = render(document, form, Layout(draft.language, workspace=workspace))
    new = with_suppressions(new, target.name, draft.kept, draft.language, workspace)
    if target == file and new == content:
        printer.tell(say("interview.unchanged", draft.language, path=target))
    else:
        _write(target, content, new, draft)
        printer.tell(f"✓ {say('interview.saved', draft.language, path=target)}")
        tell_unkept(draft, target)
        _tell_outdated_copies(target, document, draft.language)
    draft.forget()
    return errors.CLEAN


def _write(target: Path, before: bytes, after: bytes, draft: Draft) -> None:
    if draft.output:
        write(target, after, draft.force)
    else:
        replace(target, before, after)


def _target(draft: Draft, file: Path) -> tuple[str, Path]:
    """Return the format and the path that an edited file is written to."""
    if draft.output:
        return next(iter(targets(draft.output, None, file.stem).items()))
    return "", file


def _tell_outdated_copies(target: Path, document: Document, language: str) -> None:
    """Tell the user which renderings next to a document still show its previous content."""
    siblings = (target.with_suffix(suffix) for suffix in REWRITERS if suffix != target.suffix.lower())
    for file in filter(Path.is_file, siblings):
        try:
            copy = load_case(read_file(file)).document
        except (Unreadable, CommsError):
            continue
        if copy is not None and copy.id == document.id and copy.to_data() != document.to_data():
            form = format_of(file.suffix)
            command = shlex.join(
                ["comms", "render", str(target), "--to", str(form), "-o", str(file), "--force"]
            )
            printer.tell(f"! {say('interview.copy_is_old', language, path=file, command=command)}")
