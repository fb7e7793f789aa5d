"""`--editor`: a document filled in on one page in the user's editor, which comes back until it is right."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cli.commands.session import Session, tell_kept
from cli.terminal import errors, printer
from cli.terminal.device import is_plain
from cli.terminal.editor import WAITING, Edited, edited, editor_command, page_text, put_page, waiting_option
from cli.terminal.screen import Screen, answer_text
from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.interview.drafts import modified_at, waiting_drafts
from comms.interview.sheet.fields import all_sections, heading
from comms.interview.sheet.marks import Mark, line_numbers, marked
from comms.interview.sheet.proposed import complete, first_page, renew
from comms.interview.sheet.reading import Reading, SheetReader, Taken
from comms.kinds import model_of
from comms.language.display import one_line
from comms.language.field_names import by_names, field_at
from comms.language.formats import long_date
from comms.language.phrases import label, say, words
from comms.linting.check import check
from comms.models.base import Document, Shape
from comms.paths import FieldPath, dotted, value_at
from comms.reading.answers import is_reworded
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case


def fill_in(session: Session) -> Document | int:
    """Return the document of a page that the user has filled in, or the exit status if they gave up."""
    command = editor_command()
    if not session.resumes and not session.draft.edits:
        _tell_waiting(session)
    try:
        return _Rounds(session, command).document()
    except CommsError as error:
        if error.reason == "page_encoding":
            tell_kept(session.draft, " --editor")
        raise


def _tell_waiting(session: Session) -> None:
    """Tell the user that pages of this kind wait to be gone on with."""
    kind, language = session.draft.kind, session.draft.language
    if waiting := waiting_drafts(kind, Path.cwd()):
        printer.tell(say("sheet.waiting", language, count=len(waiting), kind=kind))


@dataclass(frozen=True, slots=True)
class _Checked:
    """A page that was read and judged: the case, the marks, and the paths that were filled in unasked."""

    reading: Reading
    case: Case
    marks: list[Mark]
    filled: list[FieldPath]

    @property
    def is_wrong(self) -> bool:
        return any(mark.is_error for mark in self.marks)


class _Rounds:
    """The rounds of one page: opened, read, judged, and opened again with marks."""

    def __init__(self, session: Session, command: list[str]) -> None:
        self.session = session
        self.draft = session.draft
        self.language = session.draft.language
        self.command = command
        self.model = model_of(session.draft.kind)
        self.is_new = not session.draft.file.exists()
        self.before: Mapping[str, Any] = deepcopy(session.draft.data)
        self.page = first_page(session.draft, self._judged, session.context)
        self.reader = SheetReader(self.page, self.before, session.context, session.workspace)
        self.told: set[tuple[FieldPath, str]] = set()

    def document(self) -> Document | int:
        """Open the page until it is right, and return its document, or the exit status of giving up."""
        text, checked = self._begin()
        self.draft.save()  # so that the page is found again, whatever happens
        while True:
            put_page(self.draft.sheet, text)
            left = edited(self.draft.sheet, self.command)
            is_unchanged = left.text.rstrip() == text.rstrip()
            if left.status or not left.text.strip() or (is_unchanged and not self._may_stay(checked, left)):
                return self._given_up(left, is_unchanged, is_first=checked is None)
            if not is_unchanged:
                checked, is_settled = self._check(left.text)
                if not is_settled:
                    text = self._marked(checked)
                    continue
            assert checked is not None and checked.case.document is not None
            self._show(checked)
            return checked.case.document

    def _begin(self) -> tuple[str, _Checked | None]:
        """Return the page to begin with: the one that was left behind, checked, else a new one."""
        sheet = self.draft.sheet
        left = (
            page_text(sheet, self.page.text()) if modified_at(sheet) >= modified_at(self.draft.file) else ""
        )
        if not left.strip():
            return self.page.text(), None
        self.reader.comments |= set(left.splitlines())
        checked, _ = self._check(left)
        return self._marked(checked), checked

    def _may_stay(self, checked: _Checked | None, left: Edited) -> bool:
        """Return whether an unchanged page is taken as it is: if nothing in it is wrong, and it was seen."""
        return checked is not None and not checked.is_wrong and not self._was_unseen(left)

    def _was_unseen(self, left: Edited) -> bool:
        return left.at_once and waiting_option(self.command) is not None

    # --- judging -----------------------------------------------------------------------------

    def _judged(self, data: dict[str, Any]) -> Case:
        source = Source("", "", deepcopy(data))
        return load_case(source, self.session.workspace, self.session.context.today)

    def _check(self, text: str) -> tuple[_Checked, bool]:
        """Read and judge a page, and return it, and whether there is nothing left to say about it."""
        reading = self.reader.read(text)
        renew(self.page, reading, self._judged, self.session.context)
        self.reader.comments |= set(map(self.page.proposed, self.page.notes.values()))
        refused = {dotted(path) for path in self.page.notes} | set(self.draft.left) | set(reading.typed)
        filled = complete(reading.data, self.draft.kind, self._judged, self.session.context, refused)
        self.draft.data, self.draft.half_typed = reading.data, reading.typed
        self.draft.save()
        case = self._judged(reading.data)
        marks = [*reading.marks, *self._findings(reading, case)]
        news = {(mark.path, mark.message) for mark in marks} - self.told
        self.told |= news
        checked = _Checked(reading, case, marks, filled)
        return checked, not checked.is_wrong and not news

    def _findings(self, reading: Reading, case: Case) -> Iterator[Mark]:
        """Yield the marks of the rules' findings, except about what could not be read, or may stay."""
        for found in check(case, self.language):
            where = dotted(found.path)
            is_typed = any(path.startswith(where) for path in reading.typed) if where else False
            if is_typed or f"{found.code} {where}" in self.draft.kept:
                continue
            named = by_names(found, self.model, self.language)
            is_error = found.severity is Severity.ERROR and found.path not in self.session.accepted
            yield Mark(self._line(reading, found), found.path, named.message, named.hint, is_error=is_error)

    def _line(self, reading: Reading, found: Finding) -> int | None:
        """Return the line of a finding; a section that was left out is written at the end of the page."""
        line = reading.line_of(found.path)
        if line is not None or not found.path:
            return line
        missing = next((each for each in all_sections(self.model) if _is_near(each.path, found.path)), None)
        if missing is None:
            return None
        lines = ["", *self.page.section(missing), ""]
        self.reader.comments |= set(lines)
        reading.places[missing.path] = len(reading.lines) + 2
        reading.lines += lines
        return reading.places[missing.path]

    # --- showing -----------------------------------------------------------------------------

    def _marked(self, checked: _Checked) -> str:
        """Return a page with its marks, below a summary."""
        told = [mark for mark in checked.marks if mark.is_error or not checked.is_wrong]
        wholes = sum(len(mark.lines) for mark in checked.marks if mark.line is None)
        numbers = [number for mark, number in line_numbers(checked.marks, 1 + wholes) if mark in told]
        key = "wrong" if checked.is_wrong else "right"
        separator = str(words(self.language)["language"]["comma"])
        listed = separator.join(map(str, dict.fromkeys(numbers))) or "1"
        summary = say(f"sheet.{key}", self.language, count=len(told), lines=listed)
        printer.tell(summary)
        return marked(checked.reading.lines, checked.marks, [summary])

    def _given_up(self, left: Edited, is_unchanged: bool, is_first: bool) -> int:
        """Keep what was typed as a draft, tell how to go on with it, and return the exit status."""
        is_untyped = is_first and self.is_new and (is_unchanged or not left.text.strip())
        if self._was_unseen(left) and is_unchanged:
            option = waiting_option(self.command)
            name = self.command[0]
            printer.tell(say("sheet.returned", self.language, editor=name, option=option))
        elif is_first and is_unchanged and self.draft.edits and not left.status:
            printer.tell(say("interview.unchanged", self.language, path=self.draft.edits))
            self.draft.forget()
            return errors.CLEAN
        else:
            key = "failed" if left.status else "unchanged" if is_unchanged else "emptied"
            printer.tell(say(f"sheet.{key}", self.language, status=left.status))
            if is_unchanged and left.at_once and not left.status:
                printer.tell(say("sheet.maybe_returned", self.language, option=WAITING["code"]))
            if is_untyped:  # so there is nothing to resume
                self.draft.forget()
        if not left.text.strip():
            self.draft.sheet.unlink(missing_ok=True)
        tell_kept(self.draft, " --editor")
        return errors.FINDINGS

    def _show(self, checked: _Checked) -> None:
        """Show how dates, amounts and words for figures were read, and what was filled in or left out."""
        screen = Screen(plain=is_plain(self.session.plain))
        data = checked.reading.data
        for taken in checked.reading.taken:
            if taken.value != value_at(self.before, taken.path) and (said := self._said(taken)):
                screen.taken(said)
        for path in checked.filled:
            field = field_at(self.model, path)
            shown = answer_text(field, value_at(data, path), self.language)
            name = label(field, self.language)
            screen.taken(say("interview.settled", self.language, name=name, value=shown))
        for section in all_sections(self.model):
            if value_at(self.before, section.path) is not None and value_at(data, section.path) is None:
                name = heading(self.model, section, self.language)
                screen.note(say("sheet.left_out", self.language, name=name))

    def _said(self, taken: Taken) -> str:
        """Return how an answer was read, "" for one that can only be read in one way."""
        field, text = taken.field, one_line(taken.text)
        if field.shape is Shape.DATE:
            shown = long_date(date.fromisoformat(str(taken.value)), self.language, weekday=True)
        elif field.shape in (Shape.TIME, Shape.MONEY) or is_reworded(field, taken.text):
            shown = answer_text(field, taken.value, self.language)
        else:
            return ""
        if is_reworded(field, taken.text):
            return f"{taken.name} · {say('interview.read_as', self.language, written=text, figure=shown)}"
        return say("interview.settled", self.language, name=taken.name, value=shown)


def _is_near(section: Sequence[str | int], path: Sequence[str | int]) -> bool:
    """Return whether a finding belongs to a section: it is within it, or about a part that it is in."""
    length = min(len(section), len(path))
    return tuple(section[:length]) == tuple(path[:length])
