"""The review: the whole document with its findings, and the decision to save it or to change an answer."""

import re
import unicodedata
from enum import Enum, auto
from functools import partial

from cli.interview.course import Course
from cli.interview.entries import Entries, EntryChange, shown_answer
from cli.interview.judgement import Judgement
from cli.interview.outline import hidden, outline
from cli.terminal.moves import Asker, DraftKept, Move, MovedByKey, Navigation, navigation_in
from cli.terminal.rows import Row
from cli.terminal.screen import MOST_REPEATED, Screen
from comms.findings import Finding, Severity
from comms.interview.proposals import summary_of
from comms.interview.questions import Question
from comms.language.phrases import say, words
from comms.paths import FieldPath, dotted, value_at
from comms.reading.answers import AnswerContext

LINES_AROUND = 9
"""The lines of a review around its answers: a blank one, the heading, the total, the choices, the prompt."""


class Verdict(Enum):
    """Outcome of a review."""

    SAVE = auto()
    CHANGE = auto()
    """An answer is to be changed."""
    UNDO = auto()
    """The last answer or edit is to be taken back."""


class Review:
    """One review of the whole document.

    accepted: paths of errors that do not keep the document from being saved.
    given: the question and the text of an answer that was typed with its number.
    """

    def __init__(
        self,
        course: Course,
        ask: Asker,
        screen: Screen,
        context: AnswerContext,
        judgement: Judgement,
        accepted: frozenset[FieldPath] = frozenset(),
    ) -> None:
        self.course = course
        self.accepted = accepted
        self.ask = ask
        self.screen = screen
        self.context = context
        self.case = judgement.case
        self.findings = judgement.findings
        self.asked = [question for question in course.answers() if not self._extends_list(question)]
        self.rows, self.unplaced = self._rows()
        self.given: tuple[Question, str] | None = None
        self._hidden: frozenset[int] = frozenset()

    def verdict(self) -> Verdict:
        """Show the document and ask what to do with it.

        Raises Stopped if the user stops, and DraftKept if they keep a draft.
        """
        self._show()
        while True:
            typed = self._read_text().strip()
            text = unicodedata.normalize("NFKC", typed)
            if not text and not self._is_blocked:
                return Verdict.SAVE
            if text.casefold() in _DRAFT:
                raise DraftKept
            if self._opens(text):
                self._show()
                continue
            if text.casefold() in _UNDO:
                return Verdict.UNDO
            if text.casefold() in _ALL:
                self.course.ask_all()
                return Verdict.CHANGE
            if self._follow(text):
                return Verdict.CHANGE
            if self._helps(text) or self._keeps_warning(typed):
                continue
            if self._gives(typed):
                return Verdict.CHANGE
            self.screen.refused(self._not_understood(text), "")

    def _show(self) -> None:
        """Show the document as it fits on the screen, and the choices."""
        language = self.context.language
        errors = sum(finding.severity is Severity.ERROR for finding in self.findings)
        below = len(self.unplaced) + min(errors, MOST_REPEATED)
        room = self.screen.console.height - LINES_AROUND - 2 * below
        height = partial(self.screen.height_of, language=language)
        items = outline(self.rows, self.course.opened, room, height)
        self._hidden = hidden(items)
        self.screen.review(items, self.unplaced, language)
        if summary := summary_of(self.case, self.context):
            self.screen.note(summary)
        self._show_choices()

    def _opens(self, text: str) -> bool:
        """Unfold the answer that a number names; return False if it is on the screen, or none."""
        if not text.isdecimal() or int(text) not in self._hidden:
            return False
        self.course.opened = self.asked[int(text) - 1].path
        return True

    def _rows(self) -> tuple[list[Row], list[Finding]]:
        """Return the answers with the findings about each, and the findings that belong to no answer."""
        rows = [
            Row(number, question, self._answer(question), [], [], self._is_answered(question))
            for number, question in enumerate(self.asked, 1)
        ]
        unplaced = []
        for finding in self.findings:
            path, kept = finding.path, self.course.draft.kept
            exact = next((row for row in rows if row.question.path == path), None)
            below = (row for row in rows if path and row.question.path[: len(path)] == path)
            above = (row for row in rows if path[: len(row.question.path)] == row.question.path)
            row = exact or next(above, None) or self._first_open(list(below))
            reason = kept.get(f"{finding.code} {dotted(path)}")
            if row is None:
                unplaced.append(finding)
            elif reason is None:
                row.findings.append(finding)
            else:
                row.reasons.append(reason)
        return rows, unplaced

    def _is_answered(self, question: Question) -> bool:
        return value_at(self.course.draft.data, question.path) is not None

    def _first_open(self, rows: list[Row]) -> Row | None:
        """Return the row that shows a finding about several answers: the first missing, else the first."""
        data = self.course.draft.data
        missing = (row for row in rows if value_at(data, row.question.path) is None)
        return next(missing, rows[0] if rows else None)

    def _answer(self, question: Question) -> str:
        value = value_at(self.course.draft.data, question.path)
        return shown_answer(question, value, self.case, self.context.language)

    def _not_understood(self, text: str) -> str:
        """Return the message for a text that is not understood, or for Enter while errors prevent saving."""
        count = len(self.asked)
        if text:
            key = "not_in_list" if _LIST_CHANGE.fullmatch(text) else "review_bad"
            return say(f"interview.{key}", self.context.language, count=count)
        wrong = [row for row in self.rows if any(map(self._blocks, row.findings))]
        separator: str = words(self.context.language)["language"]["comma"]
        numbers = separator.join(str(row.number) for row in wrong)
        key = "blocked" if wrong else "blocked_as_a_whole"
        return say(f"interview.{key}", self.context.language, numbers=numbers)

    def _helps(self, text: str) -> bool:
        """Show the choices or the steps if a text asks for them; return whether it does."""
        navigation = navigation_in(text)
        if navigation and navigation.move is Move.HELP:
            self._show_choices()
            return True
        if navigation and navigation.move is Move.JUMP:
            self.screen.overview(self.course.overview(), self.context.language)
            return True
        return False

    @property
    def _is_blocked(self) -> bool:
        return any(map(self._blocks, self.findings))

    def _blocks(self, finding: Finding) -> bool:
        """Return whether a finding keeps the document from being saved."""
        return finding.severity is Severity.ERROR and finding.path not in self.accepted

    def _read_text(self) -> str:
        try:
            return self.ask(None, self._prompt(), "")
        except MovedByKey as turned:
            return turned.move

    def _prompt(self) -> str:
        colon = str(words(self.context.language)["language"]["colon"]).strip()
        return say("interview.review_ask", self.context.language) + colon

    def _show_choices(self) -> None:
        """Show the choices on lines of their own; in the prompt they would wrap at the edge of the screen."""
        key = "review_warnings" if any(row.findings for row in self.rows) else "review_prompt"
        key = "review_errors" if self._is_blocked else key
        self.screen.note(say(f"interview.{key}", self.context.language))
        if any(isinstance(step, int) for question in self.asked for step in question.path):
            self.screen.note(say("interview.of_list", self.context.language))

    def _follow(self, text: str) -> bool:
        """Go to the answer that a text refers to; return False if it refers to none."""
        if text.isdecimal() and 0 < int(text) <= len(self.asked):
            self._visit(self.asked[int(text) - 1])
        elif match := _LIST_CHANGE.fullmatch(text):
            return self._changes_list(match["sign"] or match["move"], int(match["before"] or match["behind"]))
        elif (navigation := navigation_in(text)) and navigation.move is Move.BACK:
            self.course.go(self.asked[-1].path)
        elif not (navigation and self._jumps(navigation)):
            return False
        self.course.step = ""
        return True

    def _visit(self, question: Question) -> None:
        """Go to a question, and return from it to the review unless it begins an entry, which has others."""
        begins = question.opener and value_at(self.course.draft.data, question.path) is None
        self.course.reopen([question.path])
        self.course.go(question.path, visit=not begins)

    def _gives(self, text: str) -> bool:
        """Take an answer that was typed with its number (`39 logo`); return False for other texts."""
        match = _GIVEN.fullmatch(text)
        if match is None or not 0 < int(match[1]) <= len(self.asked):
            return False
        question = self.asked[int(match[1]) - 1]
        self._visit(question)
        self.course.step = ""
        self.course.opened = question.path
        self.given = (question, match[2])
        return True

    def _jumps(self, navigation: Navigation) -> bool:
        is_jump = navigation.move is Move.JUMP and bool(navigation.argument)
        return is_jump and self.course.jump(int(navigation.argument))

    def _changes_list(self, sign: str, number: int) -> bool:
        """Extend the list that an answer belongs to, or remove or move the answer's entry.

        Returns False if there is no such answer, list or entry.
        """
        path = self.asked[number - 1].path if 0 < number <= len(self.asked) else ()
        place = next((at for at, step in enumerate(path) if isinstance(step, int)), None)
        if place is None:
            return False
        above, index = path[:place], int(path[place])
        count = len(value_at(self.course.draft.data, above) or ())
        if sign == "+":
            first = next(question for question in self.course.questions() if question.path[:place] == above)
            new_entry = (*above, count, first.path[place + 1])
            self.course.reopen([new_entry])
            self.course.go(new_entry)
        elif index >= count:
            return False
        else:
            entries = Entries(self.course, self.ask, self.screen, self.context.language, lambda: self.case)
            entries.apply(above, EntryChange(sign, index))
        self.course.step = ""
        return True

    def _keeps_warning(self, text: str) -> bool:
        """Accept the warnings about an answer for a reason (`5! as the buyer asked`), or revoke that (`5!`).

        Returns False for other texts.
        """
        match = _KEEP.fullmatch(text)
        if match is None or not 0 < int(match[1]) <= len(self.rows):
            return False
        row, draft = self.rows[int(match[1]) - 1], self.course.draft
        warnings = [finding for finding in row.findings if finding.severity is Severity.WARNING]
        if not match[2] and row.reasons:
            draft.forget_kept(dotted(row.question.path))
            self.screen.note(say("interview.warning_back", self.context.language))
        for finding in warnings if match[2] else ():
            draft.kept[f"{finding.code} {dotted(finding.path)}"] = match[2]
            self.screen.note(say("interview.warning_kept", self.context.language, reason=match[2]))
        draft.save()
        return bool(warnings and match[2]) or bool(row.reasons)

    def _extends_list(self, question: Question) -> bool:
        """Return whether a question would add one more entry to a list that is not empty."""
        return (
            question.opener
            and value_at(self.course.draft.data, question.path[:-1]) is None
            and question.item is not None
            and question.item[0] > 1
        )


_LIST_CHANGE = re.compile(r"(?P<sign>[+-])\s*(?P<before>\d{1,4})|(?P<behind>\d{1,4})\s*(?P<move>[v^])")
"""`+5` adds an entry to the list of answer 5, `-5` removes its entry, `5^` and `5v` move it."""
_KEEP = re.compile(r"(\d{1,4})\s*[!！]\s*(.*)", re.DOTALL)
_GIVEN = re.compile(r"(\d{1,4})[ \t\u3000]+(\S.*)", re.DOTALL)
_ALL = frozenset("all 全部".split())
"""The texts that ask for all optional answers in turn."""
_UNDO = frozenset("u undo 撤销 << 《《".split())
"""The texts that take back the last answer or edit."""
_DRAFT = frozenset("d 草稿 存草稿 draft".split())
"""The texts that keep the document as a draft."""
