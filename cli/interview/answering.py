"""Takes answers into a draft: what each brings along, what it makes outdated, what the rules say."""

import unicodedata
from copy import deepcopy
from typing import Any

from cli.interview.course import Course
from cli.interview.judgement import Judge
from cli.terminal.screen import Screen, answer_text
from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.interview.proposals import CLOCK, Proposal, fill_quiet, takes_out, target_field
from comms.interview.questions import Question, outdated
from comms.language.formats import long_date, long_time
from comms.language.phrases import label, say, words
from comms.models.base import Field, Shape, fields_of
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import AnswerContext, Refused
from comms.terms.dates import parse_date
from comms.terms.times import parse_time
from comms.workspace.case import Case


class AnswerRecorder:
    """Records the answers of one interview.

    warned: the warnings that the last answer brought up; warned_at: where that answer stands.
    """

    def __init__(self, course: Course, judge: Judge, screen: Screen, context: AnswerContext) -> None:
        self.course = course
        self.judge = judge
        self.draft = course.draft
        self.screen = screen
        self.context = context
        self.warned: list[Finding] = []
        self.warned_at: FieldPath = ()

    def settles(self, question: Question) -> bool:
        """Takes a proposal that needs no question; False where there is none, or a rule refuses it."""
        if not question.field.ask.accept_proposal or (proposal := self.proposal(question)) is None:
            return False
        try:
            findings = self._put_in(question, proposal.value)
        except CommsError:
            return False
        value = value_at(self.draft.data, question.path)
        self.draft.settled[dotted(question.path)] = value
        self.draft.save()
        shown = answer_text(question.field, value, self.context.language)
        if proposal.note not in ("", shown):
            shown += f" — {proposal.note}"
        name = label(question.field, self.context.language)
        self.screen.taken(say("interview.settled", self.context.language, name=name, value=shown))
        if findings:  # what was warned of before stays the last warning otherwise
            self._warn(findings, question.path)
        return True

    def settle_anew(self) -> None:
        """Proposals that were taken follow the answers that they come from, and the clock of a later day."""
        for question in [each for each in self.course.questions() if dotted(each.path) in self.draft.settled]:
            here, value = dotted(question.path), value_at(self.draft.data, question.path)
            if value != self.draft.settled[here]:
                del self.draft.settled[here]  # the person has said otherwise
            elif (proposal := self.proposal(question)) and proposal.value != value:
                put(self.draft.data, question.path, proposal.value)
                self.draft.settled[here] = proposal.value
                self._take_out(question)

    def has_answer(self, question: Question) -> bool:
        """Whether a question is answered, if need be by what is proposed for it."""
        if value_at(self.draft.data, question.path) is not None:
            return True
        if (proposal := self.proposal(question)) is None:
            return False
        try:
            self.take(question, proposal.value)
        except CommsError:
            return False
        return True

    def take(self, question: Question, value: Any) -> None:
        """Takes an answer and says what the rules warn of; raises CommsError with the rule's own words."""
        held = value_at(self.draft.data, question.path)
        findings = self._put_in(question, value)
        self._echo(question, value)
        self._warn(findings, question.path, is_new=value_at(self.draft.data, question.path) != held)

    def _put_in(self, question: Question, value: Any) -> list[Finding]:
        """Puts in a value that no rule finds an error in, and what follows from it; the findings about it."""
        before = deepcopy(self.draft.data)
        held = value_at(before, question.path)
        if isinstance(held, dict) and isinstance(value, dict):
            value = {**held, **value}
        put(self.draft.data, question.path, value)
        if value != held:
            self.draft.forget_under(dotted(question.path))  # what was said of the answer before
        self._take_out(question)
        self.settle_anew()
        self._refresh_quiet(question)
        fill_quiet(self.draft.data, self.case(), self.context)
        findings = self._findings_at(question.path)
        errors = [each for each in findings if each.severity is Severity.ERROR]
        if errors:
            self.draft.data = before
            raise Refused("finding", message=errors[0].message, hint=errors[0].hint)
        self.done(question)
        follows = question.field.ask.proposes not in CLOCK  # a time that somebody confirmed stays
        if follows and (proposal := self.proposal(question)) and proposal.value == value:
            self.draft.settled[dotted(question.path)] = value  # it follows what it was computed from
        return findings

    def take_entries(self, question: Question, values: list[dict[str, Any]]) -> None:
        """Takes whole entries of a list; with several at once the list is complete."""
        *above, first, _ = question.path
        for index, value in enumerate(values, int(first)):
            put(self.draft.data, (*above, index), value)
        self.done(question)
        for each in self.course.questions():
            inside = each.path[: len(above)] == tuple(above) and each.path[len(above) :]
            if inside and int(inside[0]) >= int(first) and self.course.is_open(each):
                self.course.leave(each.path)
        self.draft.save()

    def leave(self, question: Question, text: str) -> None:
        """Leaves an optional question unanswered; raises CommsError for one that needs an answer."""
        if self._takes_out_entry(question, text):
            return
        if self.is_required(question):
            reason = "placeholder" if text.strip() else "required"
            raise Refused(reason, written=text.strip()[:40])
        if value_at(self.draft.data, question.path) is not None:
            put(self.draft.data, question.path, None)
            self._take_out(question)
        self.done(question)
        self._warn(self._findings_at(question.path), question.path)

    def done(self, question: Question) -> None:
        """Notes that a question is answered, or left unanswered on purpose, and saves the draft."""
        self.course.open([question.path])
        self.draft.half_typed.pop(dotted(question.path), None)
        if value_at(self.draft.data, question.path) is None:
            self.course.leave(question.path)
        self.draft.save()

    def keep_warnings(self, reason: str) -> None:
        """Keeps the warnings of the last answer for a reason, which the document will give."""
        for finding in self.warned:
            self.draft.kept[f"{finding.code} {dotted(finding.path)}"] = reason
        self.warned = []
        self.screen.note(say("interview.warning_kept", self.context.language, reason=reason))
        self.draft.save()

    def is_required(self, question: Question) -> bool:
        """Whether an answer is needed; of an order's values only a whole entry can be taken out."""
        if question.field.shape is Shape.UNTYPED:
            return not takes_out(self.case(), question.path)
        is_there = value_at(self.draft.data, question.path) is not None
        if question.required or is_there or question.field.ask.alternative:
            return question.required
        # what need not be there may be due beside the other answers, as the rules of an L/C are
        errors = (each for each in self.findings() if each.severity is Severity.ERROR)
        return any(each.path == question.path for each in errors)

    def field(self, question: Question) -> Field:
        """The field that reads an answer: for the new value of an order's field, that of the order."""
        if question.field.shape is not Shape.UNTYPED:
            return question.field
        return target_field(self.case(), question.path) or question.field

    def case(self) -> Case:
        """The document as far as it is answered."""
        return self.judge.judgement().case

    def findings(self) -> list[Finding]:
        """What the rules say of the document, in the words of the questions."""
        return self.judge.judgement().findings

    def proposal(self, question: Question) -> Proposal | None:
        """What is proposed as the answer; None where nothing is."""
        if question.field.ask.proposes is None:
            return None
        return self.judge.judgement().proposal(question.field, question.path)

    def _findings_at(self, path: FieldPath) -> list[Finding]:
        """The findings about the answer at a path; those about its absent neighbours wait their turn."""
        answered = value_at(self.draft.data, path) is not None
        return [
            each
            for each in self.findings()
            if each.path == path or (answered and each.path[: len(path)] == path)
        ]

    def _warn(self, findings: list[Finding], path: FieldPath, is_new: bool = False) -> None:
        """Shows the warnings of an answer, and how one of them may stay; an error waits for its mending."""
        kept = self.draft.kept
        warnings = (each for each in findings if each.severity is Severity.WARNING)
        self.warned = [each for each in warnings if f"{each.code} {dotted(each.path)}" not in kept]
        self.warned_at = path
        for finding in self.warned:
            self.screen.warned(finding.message, finding.hint)
        if self.warned:
            key = "may_keep" if is_new else "may_go_back"
            self.screen.note(say(f"interview.{key}", self.context.language))

    def _takes_out_entry(self, question: Question, text: str) -> bool:
        """Takes out the entry of a list that a `-` stands for, where its first question is put again."""
        *above, index, _ = question.path if question.opener else (0, 0)
        entries = value_at(self.draft.data, tuple(above)) if question.opener else None
        if not entries or int(index) >= len(entries) or unicodedata.normalize("NFKC", text).strip() != "-":
            return False
        self.course.change_list(tuple(above), [each for each in range(len(entries)) if each != index])
        return True

    def _refresh_quiet(self, question: Question) -> None:
        """What was filled in beside an answer is filled in anew once the answer is another."""
        for key, field in fields_of(question.field.owner).items():
            path = (*question.path[:-1], key)
            if field.ask.unprompted and (proposal := self.judge.judgement().proposal(field, path)):
                put(self.draft.data, path, proposal.value)

    def _take_out(self, question: Question) -> None:
        """Takes out the answers that no longer apply beside another one, and says so."""
        for path, field in outdated(question, self.draft.data):
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
