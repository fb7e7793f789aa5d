"""Records answers in a draft, with all that follows from each: proposals, outdated answers, findings."""

import unicodedata
from copy import deepcopy
from typing import Any

from cli.interview.course import Course
from cli.interview.judgement import Judge
from cli.terminal.screen import Screen, answer_text
from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.interview.proposals import CLOCK_PROPOSALS, Proposal, fill_quiet, removes_entry, target_field
from comms.interview.questions import Question, no_longer_applicable
from comms.language.formats import long_date, long_time
from comms.language.phrases import label, say, words
from comms.models.base import Field, Shape, fields_of
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import AnswerContext, Refused
from comms.terms.dates import parse_date
from comms.terms.times import parse_time
from comms.workspace.case import Case


class AnswerRecorder:
    """Recorder of the answers of one interview.

    warned: the warnings about the last answer; warned_at: the path of that answer.
    """

    def __init__(self, course: Course, judge: Judge, screen: Screen, context: AnswerContext) -> None:
        self.course = course
        self.judge = judge
        self.draft = course.draft
        self.screen = screen
        self.context = context
        self.warned: list[Finding] = []
        self.warned_at: FieldPath = ()

    def accept_proposal(self, question: Question) -> bool:
        """Record a proposal that needs no confirmation; return False where there is none to accept."""
        is_accepted = question.field.ask.accept_proposal or self.course.follows(question)
        if not is_accepted or (proposal := self.proposal(question)) is None:
            return False
        try:
            findings = self._apply(question, proposal.value)
        except CommsError:
            return False
        value = value_at(self.draft.data, question.path)
        self.draft.settled[dotted(question.path)] = value
        self.draft.save()
        self._show_accepted(question, value, proposal.note)
        if findings:  # otherwise earlier warnings remain the latest
            self._warn(findings, question.path)
        for other in filter(self.course.follows, list(self.course.questions())):
            if other.path[:-1] == question.path[:-1] and other.field.ask.after == question.field.key:
                self.accept_proposal(other)
        return True

    def _show_accepted(self, question: Question, value: Any, note: str) -> None:
        shown = answer_text(question.field, value, self.context.language)
        if note not in ("", shown):
            shown += f" — {note}"
        name = label(question.field, self.context.language)
        self.screen.taken(say("interview.settled", self.context.language, name=name, value=shown))

    def refresh_accepted(self) -> None:
        """Update accepted proposals to match the answers they are computed from, and the current time."""
        settled = self.draft.settled
        for question in [asked for asked in self.course.questions() if dotted(asked.path) in settled]:
            path, value = dotted(question.path), value_at(self.draft.data, question.path)
            if value != settled[path]:
                del settled[path]  # the user has given another answer
            elif (proposal := self.proposal(question)) and proposal.value != value:
                put(self.draft.data, question.path, proposal.value)
                settled[path] = proposal.value
                self._drop_outdated(question)

    def ensure_answer(self, question: Question) -> bool:
        """Return whether a question has an answer, after recording its proposal if it has none yet."""
        if value_at(self.draft.data, question.path) is not None:
            return True
        if (proposal := self.proposal(question)) is None:
            return False
        try:
            self.record(question, proposal.value)
        except CommsError:
            return False
        return True

    def record(self, question: Question, value: Any) -> None:
        """Record an answer and show the warnings about it.

        Raises Refused with the message of the rule that finds an error in it.
        """
        held = value_at(self.draft.data, question.path)
        findings = self._apply(question, value)
        self._echo(question, value)
        self._warn(findings, question.path, is_new=value_at(self.draft.data, question.path) != held)

    def _apply(self, question: Question, value: Any) -> list[Finding]:
        """Put a value and its consequences into the draft, and return the findings about it.

        Raises Refused, leaving the draft as it was, if a rule finds an error in the value.
        """
        before = deepcopy(self.draft.data)
        held = value_at(before, question.path)
        if isinstance(held, dict) and isinstance(value, dict):
            value = {**held, **value}
        put(self.draft.data, question.path, value)
        if value != held:
            self.draft.forget_under(dotted(question.path))  # notes on the previous answer
        self._drop_outdated(question)
        self.refresh_accepted()
        self._refresh_quiet(question)
        fill_quiet(self.draft.data, self.case(), self.context)
        findings = self._findings_at(question.path)
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        if errors:
            self.draft.data = before
            raise Refused("finding", message=errors[0].message, hint=errors[0].hint)
        self.finish(question)
        is_computed = (
            question.field.ask.proposes not in CLOCK_PROPOSALS
        )  # a time that the user confirmed stays
        if is_computed and (proposal := self.proposal(question)) and proposal.value == value:
            self.draft.settled[dotted(question.path)] = value  # to be updated with the answers it depends on
        return findings

    def record_entries(self, question: Question, values: list[dict[str, Any]]) -> None:
        """Record whole entries of a list; after several at once the list counts as complete."""
        *above, first, _ = question.path
        for index, value in enumerate(values, int(first)):
            put(self.draft.data, (*above, index), value)
        self.finish(question)
        for other in self.course.questions():
            inside = other.path[: len(above)] == tuple(above) and other.path[len(above) :]
            if inside and int(inside[0]) >= int(first) and self.course.is_open(other):
                self.course.leave(other.path)
        self.draft.save()

    def leave_unanswered(self, question: Question, text: str) -> None:
        """Leave an optional question unanswered; raise Refused for one that needs an answer."""
        if self._removes_entry(question, text):
            return
        if self.is_required(question):
            reason = "placeholder" if text.strip() else "required"
            raise Refused(reason, written=text.strip()[:40])
        if value_at(self.draft.data, question.path) is not None:
            put(self.draft.data, question.path, None)
            self._drop_outdated(question)
        self.finish(question)
        self._warn([], question.path)

    def finish(self, question: Question) -> None:
        """Mark a question as answered, or as left unanswered on purpose, and save the draft."""
        self.course.reopen([question.path])
        self.draft.half_typed.pop(dotted(question.path), None)
        if value_at(self.draft.data, question.path) is None:
            self.course.leave(question.path)
        self.draft.save()

    def keep_warnings(self, reason: str) -> None:
        """Accept the warnings about the last answer for a reason, which the document will state."""
        for finding in self.warned:
            self.draft.kept[f"{finding.code} {dotted(finding.path)}"] = reason
        self.warned = []
        self.screen.note(say("interview.warning_kept", self.context.language, reason=reason))
        self.draft.save()

    def is_required(self, question: Question) -> bool:
        """Return whether a question needs an answer.

        The new value of an order's field does, unless leaving it out removes a whole entry of the order.
        """
        if question.field.shape is Shape.UNTYPED:
            return not removes_entry(self.case(), question.path)
        is_answered = value_at(self.draft.data, question.path) is not None
        if question.required or is_answered or question.field.ask.alternative:
            return question.required
        # other answers may make an optional one due, as payment by L/C does with the rules of the L/C
        errors = (finding for finding in self.findings() if finding.severity is Severity.ERROR)
        return any(finding.path == question.path for finding in errors)

    def field(self, question: Question) -> Field:
        """Return the field that an answer is read as: for a new value in an order, the order's field."""
        if question.field.shape is not Shape.UNTYPED:
            return question.field
        return target_field(self.case(), question.path) or question.field

    def case(self) -> Case:
        """Return the document with the answers so far."""
        return self.judge.judgement().case

    def findings(self) -> list[Finding]:
        """Return the findings about the document, in the words of the questions."""
        return self.judge.judgement().findings

    def proposal(self, question: Question) -> Proposal | None:
        """Return the answer proposed for a question, or None."""
        if question.field.ask.proposes is None:
            return None
        return self.judge.judgement().proposal(question.field, question.path)

    def _findings_at(self, path: FieldPath) -> list[Finding]:
        """Return the findings about the answer at a path, except those about parts still to be asked."""
        answered = value_at(self.draft.data, path) is not None
        return [
            finding
            for finding in self.findings()
            if finding.path == path or (answered and finding.path[: len(path)] == path)
        ]

    def _warn(self, findings: list[Finding], path: FieldPath, is_new: bool = False) -> None:
        """Show the warnings about an answer, and how to accept them; errors are dealt with elsewhere."""
        kept = self.draft.kept
        warnings = (finding for finding in findings if finding.severity is Severity.WARNING)
        self.warned = [
            finding for finding in warnings if f"{finding.code} {dotted(finding.path)}" not in kept
        ]
        self.warned_at = path
        for finding in self.warned:
            self.screen.warned(finding.message, finding.hint)
        if self.warned:
            key = "may_keep" if is_new else "may_go_back"
            self.screen.note(say(f"interview.{key}", self.context.language))

    def _removes_entry(self, question: Question, text: str) -> bool:
        """Remove a list entry if `-` is the answer to its first question; return whether it was removed."""
        *above, index, _ = question.path if question.opener else (0, 0)
        entries = value_at(self.draft.data, tuple(above)) if question.opener else None
        if not entries or int(index) >= len(entries) or unicodedata.normalize("NFKC", text).strip() != "-":
            return False
        self.course.change_list(tuple(above), [place for place in range(len(entries)) if place != index])
        return True

    def _refresh_quiet(self, question: Question) -> None:
        """Recompute the unprompted answers beside an answer that has changed."""
        for key, field in fields_of(question.field.owner).items():
            path = (*question.path[:-1], key)
            if field.ask.unprompted and (proposal := self.judge.judgement().proposal(field, path)):
                put(self.draft.data, path, proposal.value)

    def _drop_outdated(self, question: Question) -> None:
        """Remove the answers that no longer apply because of an answer, and tell the user."""
        for path, field in no_longer_applicable(question, self.draft.data):
            put(self.draft.data, path, None)
            self.screen.note(
                say("interview.outdated", self.context.language, name=label(field, self.context.language))
            )

    def _echo(self, question: Question, value: Any) -> None:
        shape = self.field(question).shape
        if shape is Shape.DATE:
            day = parse_date(value, self.context.today)
            self.screen.taken(long_date(day, self.context.language, weekday=True))
        elif shape is Shape.TIME:
            self.screen.taken(long_time(parse_time(value, self.context.now), self.context.language))
        elif shape is Shape.TEXTS and len(value) > 1 and question.field.ask.proposes is None:
            items = words(self.context.language)["language"]["list"].join(value)
            self.screen.taken(say("interview.items", self.context.language, count=len(value), items=items))
        elif (proposal := self.proposal(question)) and proposal.note:
            self.screen.taken(proposal.note)
