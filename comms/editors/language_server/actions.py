"""What an editor offers to do about findings: mend one safely, answer for one, mend all that can be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comms.editors.language_server.documents import Judged
from comms.editors.language_server.fields import found_at
from comms.findings import Finding
from comms.language.phrases import label, say, words, written_in
from comms.linting.fixes import Edit, Fix, fixed, fixes, insertion, suppression
from comms.paths import FieldPath
from comms.reading.suppressions import NEVER
from comms.workspace.case import Case


@dataclass(frozen=True, slots=True)
class Action:
    """A change of the text that a person may choose; its edits go together.

    mends: it is what the finding asks for, not an answer to it.
    """

    title: str
    finding: Finding
    edits: tuple[Edit, ...]
    mends: bool


def actions(judged: Judged, findings: Iterable[Finding]) -> Iterator[Action]:
    """What can be done about some of the findings of a document: first the mending of each."""
    case, language = judged.case, judged.language
    found = {(each.code, each.path): each for each in fixes(case, language)}
    for finding in findings:
        if fix := found.get((finding.code, finding.path)) or _opening(case, finding, language):
            yield Action(_title(case, fix, language), finding, fix.edits, mends=True)
        if finding.code not in NEVER and (edit := _answer(case, finding, language)):
            title = say("language_server.ignore", language, code=finding.code, reason=_reason(language))
            yield Action(title, finding, (edit,), mends=False)


def all_mended(judged: Judged) -> Edit | None:
    """Everything that can be mended safely, as one edit; None where there is nothing."""
    document = judged.document
    after = fixed(document.content, document.name, judged.rule_set.workspace, judged.language, judged.rules)
    return _difference(document.text.plain, after.decode("utf-8-sig")) if after != document.content else None


def _opening(case: Case, finding: Finding, language: str) -> Fix | None:
    """What `fixes` leaves alone in a file that may be anything, and a person may still ask for."""
    if finding.path not in case.absent.get(finding.code, ()):
        return None
    own = case.document.language if case.document else None
    edit = insertion(case, finding.path, own or written_in(case.source.text) or language)
    return Fix(finding.code, finding.path, (edit,)) if edit else None


def _title(case: Case, fix: Fix, language: str) -> str:
    if fix.code == "F005":
        return say("language_server.render_again", language)
    written = fix.edits[0].text.strip()
    if fix.code == "F004":
        return say("language_server.write", language, text=written)
    key = str(fix.path[-1])
    is_key = written.lstrip(",\"' \r\n").startswith(key)
    opened = "open_key" if is_key else "open_section" if len(fix.path) == 1 else "open_line"
    return say(f"language_server.{opened}", language, written=key, name=_name(case, fix.path, language))


def _name(case: Case, path: FieldPath, language: str) -> str:
    if len(path) == 1:
        return str(words(language)["steps"][str(path[0])]["name"])
    field, _ = found_at(type(case.document), path) if case.document else (None, None)
    return label(field, language) if field else str(path[-1])


def _reason(language: str) -> str:
    """What stands where the person is to write the reason: a placeholder, which is no reason."""
    return say("language_server.reason", language)


def _answer(case: Case, finding: Finding, language: str) -> Edit | None:
    edit = suppression(case.source, finding, _reason(language)) if case.source.text else None
    if edit and edit.end > edit.start:  # joins a comment that has its reason, or lacks one, already
        return suppression(case.source, finding, "")
    return edit


def _difference(before: str, after: str) -> Edit:
    """The shortest single edit from one text to another, so that the cursor stays where it is."""
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    same = next(
        (back for back in range(shorter - start) if before[-1 - back] != after[-1 - back]), shorter - start
    )
    return Edit(start, len(before) - same, after[start : len(after) - same])
