"""Actions an editor offers for findings: fix one safely, suppress one, fix all that can be fixed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from comms.editors.language_server.documents import Judged
from comms.editors.language_server.fields import field_and_part_at
from comms.findings import Finding
from comms.language.phrases import label, language_of_text, say, words
from comms.linting.fixes import Edit, Fix, fixed, fixes, insertion, suppression
from comms.paths import FieldPath
from comms.reading.suppressions import UNIGNORABLE
from comms.workspace.case import Case


@dataclass(frozen=True, slots=True)
class Action:
    """A change of the text that a person may choose; its edits belong together.

    mends: whether it does what the finding asks for, rather than suppressing it.
    """

    title: str
    finding: Finding
    edits: tuple[Edit, ...]
    mends: bool


def actions(judged: Judged, findings: Iterable[Finding]) -> Iterator[Action]:
    """Yield the actions for some of a document's findings: for each, the fix first."""
    known: dict[int, dict[tuple[str, FieldPath], Fix]] = {}
    for finding in findings:
        case, start = judged.case_of(finding)
        if start not in known:
            known[start] = {(fix.code, fix.path): fix for fix in fixes(case, judged.language)}
        for action in _actions(case, finding, known[start], judged.language):
            edits = tuple(Edit(each.start + start, each.end + start, each.text) for each in action.edits)
            yield replace(action, edits=edits)


def _actions(
    case: Case, finding: Finding, found: dict[tuple[str, FieldPath], Fix], language: str
) -> Iterator[Action]:
    """Yield the actions for a finding, with the places of their edits in the text of the case."""
    if fix := found.get((finding.code, finding.path)) or _insertion(case, finding, language):
        yield Action(_title(case, fix, language), finding, fix.edits, mends=True)
    own = finding.moved(-case.source.above)
    if finding.code not in UNIGNORABLE and (edit := _suppression(case, own, language)):
        title = say("language_server.ignore", language, code=finding.code, reason=_reason(language))
        yield Action(title, finding, (edit,), mends=False)


def all_mended(judged: Judged) -> Edit | None:
    """Return everything that can be fixed safely as one edit, or None if there is nothing."""
    document = judged.document
    after = fixed(document.content, document.name, judged.rule_set.workspace, judged.language, judged.rules)
    return _difference(document.text.plain, after.decode("utf-8-sig")) if after != document.content else None


def _insertion(case: Case, finding: Finding, language: str) -> Fix | None:
    """Return a fix that `fixes` leaves out, as the file may be of any kind, but a person may ask for."""
    if finding.path not in case.absent.get(finding.code, ()):
        return None
    own = case.document.language if case.document else None
    edit = insertion(case, finding.path, own or language_of_text(case.source.text) or language)
    return Fix(finding.code, finding.path, (edit,)) if edit else None


def _title(case: Case, fix: Fix, language: str) -> str:
    if fix.code == "F005":
        return say("language_server.render_again", language)
    written = fix.edits[0].text.strip()
    if fix.code in ("F003", "F004"):
        return say("language_server.write", language, text=written)
    key = str(fix.path[-1])
    is_key = written.lstrip(",\"' \r\n").startswith(key)
    opened = "open_key" if is_key else "open_section" if len(fix.path) == 1 else "open_line"
    return say(f"language_server.{opened}", language, written=key, name=_name(case, fix.path, language))


def _name(case: Case, path: FieldPath, language: str) -> str:
    if len(path) == 1:
        return str(words(language)["steps"][str(path[0])]["name"])
    field, _ = field_and_part_at(type(case.document), path) if case.document else (None, None)
    return label(field, language) if field else str(path[-1])


def _reason(language: str) -> str:
    """Return the placeholder to be replaced by the person's reason; it does not count as one."""
    return say("language_server.reason", language)


def _suppression(case: Case, finding: Finding, language: str) -> Edit | None:
    edit = suppression(case.source, finding, _reason(language)) if case.source.text else None
    if edit and edit.end > edit.start:  # it joins a comment that already has its reason, or lacks one
        return suppression(case.source, finding, "")
    return edit


def _difference(before: str, after: str) -> Edit:
    """Return the shortest single edit from one text to another, so that the cursor stays in place."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    same = next(
        (back for back in range(shorter - start) if before[-1 - back] != after[-1 - back]), shorter - start
    )
    return Edit(start, len(before) - same, after[start : len(after) - same])
