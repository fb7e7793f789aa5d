"""`comms edit`: the interview over a document that exists, written back in its own format."""

import shlex
import sys
from pathlib import Path

from cli.commands.options import EditOptions
from cli.commands.session import Session, answer_context, prefill, tell_kept, tell_unkept
from cli.terminal import errors
from cli.terminal.device import is_terminal, refuse_other_encodings
from comms.errors import CommsError
from comms.findings import Finding, Severity, Unreadable
from comms.interview.drafts import Draft, claimed, new_draft_file
from comms.interview.questions import questions
from comms.kinds import model_of
from comms.language.phrases import FALLBACK, say
from comms.linting.cache import fingerprint
from comms.linting.check import check
from comms.linting.fixes.kept import with_reasons
from comms.models.base import Document
from comms.paths import FieldPath, dotted, value_at
from comms.reading import content_of, read_bytes, read_file
from comms.reading.source import Source
from comms.reading.suppressions import split_silenced
from comms.rendering import Layout, format_of
from comms.rendering.in_place import REWRITERS, rewritten
from comms.rendering.outputs import targets
from comms.rendering.rendition import render
from comms.runtime.files import refuse_existing, write_atomic
from comms.workspace.case import Case
from comms.workspace.loading import load_case, plain_data
from comms.workspace.workspace import Workspace, open_workspace


def edit_document(options: EditOptions) -> int:
    """Asks what is to change in a document, and writes it back, or to the file that is named."""
    file, output = options.file, options.output
    workspace = open_workspace(file.parent).with_named(*errors.named(options.order))
    content, case = _opened(file, workspace)
    if output is not None and not options.force:
        refuse_existing([output])
    if output is not None and output.exists() and output.samefile(file):
        output = None
    _refuse_what_cannot_be_written(case, output, options.force)
    draft = _draft(file, output, options.order, case)
    draft.digest = fingerprint(content)
    asks = not options.no_input and is_terminal()
    if not asks and not options.sets:
        raise CommsError("edit_nothing")
    session = _session(draft, content, workspace, options.plain)
    prefill(draft, options.sets or (), session.context)
    if asks:
        refuse_other_encodings()
        return _asked(session, content)
    return _save_without_asking(case, session, content)


def _save_without_asking(case: Case, session: Session, content: bytes) -> int:
    """Writes what `--set` changes, unless the document has errors by it that it had not before."""
    draft, workspace = session.draft, session.workspace
    changed = load_case(_source(draft), workspace)
    if worse := _new_errors(case, changed, draft.language):
        for each in worse:
            print(f"comms: {each.code} {each.field}: {each.message} — {each.hint}", file=sys.stderr)
        return errors.FINDINGS
    assert changed.document is not None
    return _save(draft, content, changed.document, workspace)


def _new_errors(before: Case, after: Case, language: str) -> list[Finding]:
    """The errors that a document has not had before its change."""
    found, known = check(after, language), _wrong_before(before)
    return [each for each in found if each.severity is Severity.ERROR and each.path not in known]


def _wrong_before(case: Case) -> frozenset[FieldPath]:
    """Where a document had errors before its change; a value that could not be read is absent behind it."""
    found = check(case, FALLBACK)
    return frozenset(each.path for each in found if each.severity is Severity.ERROR)


def go_on(draft: Draft, output: Path | None, plain: bool) -> int:
    """Goes on with the draft of an edit; a file that was changed meanwhile is left alone for `output`."""
    file = Path(draft.edits or "")
    if output is not None:
        refuse_existing([output])
        draft.output = str(output)
    workspace = open_workspace(file.parent)
    if draft.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    content, _ = _opened(file, workspace)
    if fingerprint(content) != draft.digest and not draft.output:
        raise CommsError("edit_changed", path=str(file), id=draft.data.get("id") or "")
    return _asked(_session(draft, content, workspace, plain), content)


def _session(draft: Draft, content: bytes, workspace: Workspace, plain: bool) -> Session:
    """How an edit is asked for; from here on its language is spoken."""
    errors.speak(errors.chosen_language() or draft.language)
    accepted = _wrong_before(load_case(read_bytes(content, str(draft.edits)), workspace))
    return Session(draft, workspace, answer_context(draft, workspace), plain=plain, accepted=accepted)


def _opened(file: Path, workspace: Workspace) -> tuple[bytes, Case]:
    """A document's content and its case; raises CommsError for a file that holds none."""
    content, case = content_of(file), load_case(read_file(file), workspace)
    if case.document is None:
        raise CommsError("edit_not_ours", path=str(file))
    return content, case


def _refuse_what_cannot_be_written(case: Case, output: Path | None, force: bool) -> None:
    """Raises CommsError where a change would lose something: it is told before the first question."""
    source, file = case.source, Path(case.source.name)
    if output is not None and output.suffix.lower() != file.suffix.lower():
        if case.invalid:
            raise CommsError("rewrite_invalid", path=str(file), field=dotted(case.invalid[0].path))
        return
    if not force and any(each.code == "F005" for each in check(case, FALLBACK, ("F005",))):
        raise CommsError("edit_stale", path=str(file))
    data = plain_data(case)
    rewritten(source, data, {**data, "title": f"{data.get('title', '')}."}, case.workspace, FALLBACK)


def _draft(file: Path, output: Path | None, order: Path | None, case: Case) -> Draft:
    """The draft of an edit: what the document leaves open stays so, but for what is due."""
    assert case.document is not None
    kind, language = case.document.kind, case.document.language or case.workspace.language()
    draft = Draft(kind, language, plain_data(case), file=new_draft_file(kind), edits=str(file.resolve()))
    draft.output, draft.order = (str(each.resolve()) if each else None for each in (output, order))
    draft.left = [
        dotted(each.path)
        for each in questions(model_of(kind), draft.data)
        if not each.required and value_at(draft.data, each.path) is None
    ]
    _, answered = split_silenced(check(case, language), case.source)
    draft.kept = {f"{each.finding.code} {dotted(each.finding.path)}": each.reason for each in answered}
    return draft


def _source(draft: Draft) -> Source:
    return Source("", "", draft.data)


def _asked(session: Session, content: bytes) -> int:
    draft = session.draft
    print(say("interview.editing", draft.language, path=draft.edits), file=sys.stderr)
    with claimed(draft):
        document = session.ask()
        if isinstance(document, int):
            return document
        try:
            return _save(draft, content, document, session.workspace)
        except CommsError:
            draft.save()
            tell_kept(draft)
            raise


def _rewritten(draft: Draft, content: bytes, workspace: Workspace) -> bytes:
    """The content of the edited file with the answers of the draft in the place of its own."""
    source = read_bytes(content, str(draft.edits))
    old, data = plain_data(load_case(source, workspace)), plain_data(load_case(_source(draft), workspace))
    return rewritten(source, old, data, workspace, draft.language, content)


def _save(draft: Draft, content: bytes, document: Document, workspace: Workspace) -> int:
    """Writes the document where it belongs; raises CommsError where its file is not what was opened."""
    file = Path(draft.edits or "")
    if draft.output:
        form, target = next(iter(targets(draft.output, None, file.stem).items()))
        if target.suffix.lower() == file.suffix.lower():
            new = _rewritten(draft, content, workspace)
        else:
            new = render(document, form, Layout(draft.language, workspace=workspace))
    else:
        target = file
        if content_of(file) != content:
            raise CommsError("edit_changed", path=str(file), id=draft.data.get("id") or "")
        new = _rewritten(draft, content, workspace)
    new = with_reasons(new, target.name, draft.kept, draft.language, workspace)
    if target == file and new == content:
        print(say("interview.unchanged", draft.language, path=target), file=sys.stderr)
    else:
        write_atomic(target, new)
        print(f"✓ {say('interview.saved', draft.language, path=target)}", file=sys.stderr)
        tell_unkept(draft, target)
        _tell_copies(target, document, draft.language)
    draft.forget()
    return errors.CLEAN


def _tell_copies(target: Path, document: Document, language: str) -> None:
    """Names the renderings beside a document that still say what it said before."""
    beside = (target.with_suffix(each) for each in REWRITERS if each != target.suffix.lower())
    for file in filter(Path.is_file, beside):
        try:
            copy = load_case(read_file(file)).document
        except (Unreadable, CommsError):
            continue
        if copy is not None and copy.id == document.id and copy.to_data() != document.to_data():
            form = format_of(file.suffix)
            command = shlex.join(
                ["comms", "render", str(target), "--to", str(form), "-o", str(file), "--force"]
            )
            print(f"! {say('interview.copy_is_old', language, path=file, command=command)}", file=sys.stderr)
