"""The review: the whole document as it will read, its findings, and what to do with it."""

import re
import unicodedata
from enum import Enum, auto

from cli.interview.course import Course
from cli.interview.entries import Change, Entries
from cli.interview.judgement import Judgement
from cli.terminal.moves import Asker, Kept, Move, Turned, wish_in
from cli.terminal.rows import Row
from cli.terminal.screen import Screen, answer_text
from comms.findings import Finding, Severity
from comms.interview.proposals import summary_of, target_field
from comms.interview.questions import Question
from comms.interview.suggestions import SEARCHED, suggestions_for
from comms.language.phrases import say, words
from comms.models.base import Shape
from comms.paths import FieldPath, dotted, value_at
from comms.reading.answers import AnswerContext


class Verdict(Enum):
    """What comes of a review."""

    SAVE = auto()
    MEND = auto()
    """An answer is to be given anew."""


class Review:
    """One look at the whole document."""

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
        self.asked = [each for each in course.answers() if not self._is_tail(each)]
        self.rows, self.unplaced = self._rows()

    def verdict(self) -> Verdict:
        """Shows the document and asks what to do with it. Raises Stopped, and Kept for a draft."""
        language = self.context.language
        self.screen.review(self.rows, self.unplaced, language)
        if summary := summary_of(self.case, self.context):
            self.screen.note(summary)
        self._tell_choices()
        while True:
            typed = self._text().strip()
            text = unicodedata.normalize("NFKC", typed)
            if not text and not self._is_blocked:
                return Verdict.SAVE
            if text.casefold() in _DRAFT:
                raise Kept
            if self._goes(text):
                return Verdict.MEND
            if not (self._helps(text) or self._keeps_warning(typed)):
                self.screen.refused(self._not_understood(text), "")

    def _rows(self) -> tuple[list[Row], list[Finding]]:
        """The answers with the findings about each, and the findings that are about none of them."""
        rows = [Row(number, each, self._answer(each), [], []) for number, each in enumerate(self.asked, 1)]
        unplaced = []
        for finding in self.findings:
            path, kept = finding.path, self.course.draft.kept
            there = next((each for each in rows if each.question.path == path), None)
            below = (each for each in rows if path and each.question.path[: len(path)] == path)
            above = (each for each in rows if path[: len(each.question.path)] == each.question.path)
            row = there or next(above, None) or self._open_one(list(below))
            reason = kept.get(f"{finding.code} {dotted(path)}")
            if row is None:
                unplaced.append(finding)
            elif reason is None:
                row.findings.append(finding)
            else:
                row.reasons.append(reason)
        return rows, unplaced

    def _open_one(self, rows: list[Row]) -> Row | None:
        """Where a finding about several answers is mended: at the first one missing, else at the first."""
        data = self.course.draft.data
        missing = (each for each in rows if value_at(data, each.question.path) is None)
        return next(missing, rows[0] if rows else None)

    def _answer(self, question: Question) -> str:
        """An answer as a person reads it; a field of the order by its name, with the order's value."""
        value, language = value_at(self.course.draft.data, question.path), self.context.language
        if value is not None and question.offers in SEARCHED:
            known = suggestions_for(str(question.offers), question.path, self.case, language)
            return next((each.text for each in known if each.value == value), str(value))
        field = target_field(self.case, question.path) if question.field.shape is Shape.UNTYPED else None
        return answer_text(field or question.field, value, language)

    def _not_understood(self, text: str) -> str:
        """What is wrong with a text that means nothing here."""
        count = len(self.asked)
        if text:
            key = "not_in_list" if _OF_LIST.fullmatch(text) else "review_bad"
            return say(f"interview.{key}", self.context.language, count=count)
        wrong = [each for each in self.rows if any(map(self._blocks, each.findings))]
        separator: str = words(self.context.language)["language"]["comma"]
        numbers = separator.join(str(each.number) for each in wrong)
        key = "blocked" if wrong else "blocked_as_a_whole"
        return say(f"interview.{key}", self.context.language, numbers=numbers)

    def _helps(self, text: str) -> bool:
        """Shows the choices or the steps; False for a text that asks for neither."""
        wish = wish_in(text)
        if wish and wish.move is Move.HELP:
            self._tell_choices()
            return True
        if wish and wish.move is Move.JUMP:
            self.screen.overview(self.course.overview(), self.context.language)
            return True
        return False

    @property
    def _is_blocked(self) -> bool:
        return any(map(self._blocks, self.findings))

    def _blocks(self, finding: Finding) -> bool:
        """Whether a finding keeps the document from being saved."""
        return finding.severity is Severity.ERROR and finding.path not in self.accepted

    def _text(self) -> str:
        try:
            return self.ask(None, self._prompt(), "")
        except Turned as turned:
            return turned.move

    def _prompt(self) -> str:
        colon = str(words(self.context.language)["language"]["colon"]).strip()
        return say("interview.review_ask", self.context.language) + colon

    def _tell_choices(self) -> None:
        """Says what may be typed; beside the prompt it would break wherever the line ends."""
        key = "review_warnings" if any(each.findings for each in self.rows) else "review_prompt"
        key = "review_errors" if self._is_blocked else key
        self.screen.note(say(f"interview.{key}", self.context.language))
        if any(isinstance(step, int) for each in self.asked for step in each.path):
            self.screen.note(say("interview.of_list", self.context.language))

    def _goes(self, text: str) -> bool:
        """Reopens the answer that is meant; False where none is."""
        if text.isdecimal() and 0 < int(text) <= len(self.asked):
            self.course.go(self.asked[int(text) - 1].path, visit=True)
        elif match := _OF_LIST.fullmatch(text):
            return self._changes_list(match["sign"] or match["move"], int(match["before"] or match["behind"]))
        elif (wish := wish_in(text)) and wish.move is Move.BACK:
            self.course.go(self.asked[-1].path)
        elif not (wish and wish.move is Move.JUMP and wish.argument and self.course.jump(int(wish.argument))):
            return False
        self.course.step = ""
        return True

    def _changes_list(self, sign: str, number: int) -> bool:
        """Adds an entry to the list of an answer, takes its entry out, or moves it up or down."""
        path = self.asked[number - 1].path if 0 < number <= len(self.asked) else ()
        place = next((at for at, step in enumerate(path) if isinstance(step, int)), None)
        if place is None:
            return False
        above, index = path[:place], int(path[place])
        count = len(value_at(self.course.draft.data, above) or ())
        if sign == "+":
            first = next(each for each in self.course.questions() if each.path[:place] == above)
            self.course.open([(*above, count, first.path[place + 1])])
            self.course.go((*above, count, first.path[place + 1]))
        elif index >= count:
            return False
        else:
            entries = Entries(self.course, self.ask, self.screen, self.context.language)
            entries.take(above, Change(sign, index))
        self.course.step = ""
        return True

    def _keeps_warning(self, text: str) -> bool:
        """Keeps the warnings of an answer for a reason (`5! as the buyer asked`), `5!` alone takes it back.

        False for other texts.
        """
        match = _KEEP.fullmatch(text)
        if match is None or not 0 < int(match[1]) <= len(self.rows):
            return False
        row, draft = self.rows[int(match[1]) - 1], self.course.draft
        there = [each for each in row.findings if each.severity is Severity.WARNING]
        if not match[2] and row.reasons:
            draft.forget_kept(dotted(row.question.path))
            self.screen.note(say("interview.warning_back", self.context.language))
        for finding in there if match[2] else ():
            draft.kept[f"{finding.code} {dotted(finding.path)}"] = match[2]
            self.screen.note(say("interview.warning_kept", self.context.language, reason=match[2]))
        draft.save()
        return bool(there and match[2]) or bool(row.reasons)

    def _is_tail(self, question: Question) -> bool:
        """Whether a question would open one more entry of a list that has some already."""
        return (
            question.opener
            and value_at(self.course.draft.data, question.path[:-1]) is None
            and question.item is not None
            and question.item[0] > 1
        )


_OF_LIST = re.compile(r"(?P<sign>[+-])\s*(?P<before>\d{1,4})|(?P<behind>\d{1,4})\s*(?P<move>[v^])")
"""+5 adds an entry to the list of answer 5, -5 takes its entry out, 5^ and 5v move it."""
_KEEP = re.compile(r"(\d{1,4})\s*[!！]\s*(.*)", re.DOTALL)
_DRAFT = frozenset("d 草稿 存草稿 draft".split())
"""What keeps the document as a draft."""
