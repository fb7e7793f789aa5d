"""Asks a kind's questions: one step after the other, with a way back, a review at the end, and a draft."""

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import takewhile
from typing import Any, Protocol

from cli.show import Screen
from comms.answers import Manner, Refused, as_typed, field_at, is_answer, put, read_answer
from comms.checking import Case, check, load_case
from comms.drafts import Draft
from comms.findings import CommsError, FieldPath, Finding, Severity, dotted, value_at
from comms.kinds import model_of
from comms.models.base import Field, Shape, fields_of
from comms.offers import Offered, offered
from comms.proposals import (
    Proposal,
    fill_quiet,
    propose,
    summary_of,
    takes_out,
    target_field,
    typed,
)
from comms.questions import Question, questions, steps_of
from comms.reading.source import Source
from comms.terms.dates import is_relative, parse_date
from comms.terms.times import parse_time
from comms.words import field_words, label, long_date, long_time, say, words
from comms.workspace import NOWHERE, Workspace

BACK, HELP = ("<", "＜", "《"), ("?", "？")
_TAKEN = "\0"
"""Stands for an answer that was picked from a list, and so needs no more reading."""


class Asker(Protocol):
    """Gets one line of text for a prompt; raises Stopped with what was half typed."""

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        """`preset` stands in the line already: half typed text goes on, anything else gives way to typing."""
        ...


class Stopped(Exception):
    """The person stopped (Ctrl-C, Ctrl-D); holds what was half typed."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(typed)
        self.typed = typed


class Interview:
    """One walk through a kind's questions, over the draft that holds the answers."""

    def __init__(
        self, draft: Draft, ask: Asker, screen: Screen, manner: Manner, workspace: Workspace = NOWHERE
    ) -> None:
        self.draft = draft
        self.workspace = workspace
        self.ask = ask
        self.screen = screen
        self.manner = manner
        self.model = model_of(draft.kind)
        self.step = ""

    def run(self) -> dict[str, Any]:
        """Asks until the review is passed; the data of the document. Raises Stopped."""
        self.screen.note(say("interview.intro", self.manner.language))
        while True:
            if (question := self._next()) is not None:
                self._put(question)
            elif not self._mend_step() and self._review():
                return self.draft.data

    # --- which question is next -------------------------------------------------------------

    def _questions(self) -> Iterator[Question]:
        return questions(self.model, self.draft.data)

    def _next(self) -> Question | None:
        """The open question, once the step before it holds no error; None when all are answered."""
        question = next((each for each in self._questions() if self._is_open(each)), None)
        leaves_step = question is not None and self.step and question.step != self.step
        if leaves_step and self._mend_step():
            return self._next()
        return question

    def _is_open(self, question: Question) -> bool:
        if dotted(question.path) in self.draft.left:
            return False
        return value_at(self.draft.data, question.path) is None

    def _mend_step(self) -> bool:
        """Reopens what a finished step still lacks as a whole, such as any answer at all to "how much"."""
        for finding in self._findings():
            if finding.severity is not Severity.ERROR:
                continue
            concerned = [
                each for each in self._questions() if each.step == self.step and _concerns(finding, each)
            ]
            closed = [dotted(each.path) for each in concerned if dotted(each.path) in self.draft.left]
            if closed:
                self.screen.refused(finding.message, finding.hint)
                self.draft.left = [each for each in self.draft.left if each not in closed]
                return True
            quiet = self._quiet_question(finding)
            if quiet is not None:
                self.screen.refused(finding.message, finding.hint)
                self._put(quiet)
                return True
        return False

    def _quiet_question(self, finding: Finding) -> Question | None:
        """The question for an answer that is asked only because a rule misses it, such as an approval."""
        if not finding.path or value_at(self.draft.data, finding.path) is not None:
            return None
        field = field_at(self.model, finding.path)
        step = fields_of(self.model)[str(finding.path[0])].ask.step
        if not field.ask.quiet or field.ask.proposes or step != self.step:
            return None
        steps = steps_of(self.model)
        return Question(finding.path, field, step, steps.index(step) + 1, len(steps), required=True)

    # --- one question -----------------------------------------------------------------------

    def _put(self, question: Question) -> None:
        picks = self._head(question)
        preset, half_typed = self._preset(question)
        while True:
            try:
                text = self.ask(question, self._name(question) + self._colon.strip(), preset, half_typed)
            except Stopped as stopped:
                untouched = stopped.typed == preset and not half_typed
                self._keep(None if untouched else (dotted(question.path), stopped.typed))
                raise
            half_typed = False
            if text.strip() in BACK:
                self._back(question)
                return
            if text.strip() in HELP:
                self.screen.question(question, self.manner.language)
                continue
            try:
                retype = self._pick(question, text, picks) or self._answer(question, text)
            except CommsError as refusal:
                self.screen.refused(self._sentence(refusal), self._hint(question))
                preset = text if len(text) < 200 else ""
                continue
            if retype in (None, _TAKEN):
                return
            preset = retype or ""

    def _head(self, question: Question) -> list[Offered]:
        """Shows a question with what stands by it; the answers to pick from."""
        field = self._field(question)
        if field.part is None:  # a whole entry has no question of its own
            question = replace(question, field=field)
        question = replace(question, required=self._is_required(question))
        if question.step != self.step:
            self.step = question.step
            self.screen.step(question, self.manner.language)
        self.screen.question(question, self.manner.language)
        if (proposal := self._proposal(question)) and proposal.note:
            self.screen.note(proposal.note)
        picks = (
            offered(question.offers, question.path, self._case(), self.manner.language)
            if question.offers
            else []
        )
        self.screen.picks([each.text for each in picks], self.manner.language)
        return picks

    def _pick(self, question: Question, text: str, picks: list[Offered]) -> str | None:
        """Takes what an answer picks by its number or text; None where it picks nothing."""
        chosen = _picked(text, picks)
        if chosen is None:
            return None
        if question.whole is None:
            self._take(question, chosen.value)
        else:
            put(self.draft.data, question.whole, chosen.value)
            self._done(question)
        return _TAKEN

    def _preset(self, question: Question) -> tuple[str, bool]:
        """What stands in the line when a question is put, and whether it was half typed."""
        pending = self.draft.pending
        if pending and pending[0] == dotted(question.path):
            self.draft.pending = None
            return pending[1], True
        value = value_at(self.draft.data, question.path)
        if value is None and (proposal := self._proposal(question)):
            return typed(question.field, proposal, self.manner.language), False
        return as_typed(question.field, value, self.manner.language), False

    def _answer(self, question: Question, text: str) -> str | None:
        """Takes an answer; a text to confirm where it was read as a date. Raises CommsError to refuse."""
        field = self._field(question)
        if not is_answer(text, field):
            self._leave(question, text)
            return None
        if field.shape is Shape.DATE and is_relative(text):
            day = parse_date(text, self.manner.today)
            written = long_date(day, self.manner.language, weekday=True)
            self.screen.note(
                say(
                    "interview.confirm_date",
                    self.manner.language,
                    written=text.strip(),
                    date=written,
                )
            )
            return day.isoformat()
        self._take(question, read_answer(field, text, self.manner))
        return None

    def _is_required(self, question: Question) -> bool:
        """Whether an answer is needed; of an order's values only a whole entry can be taken out."""
        if question.field.shape is not Shape.PLAIN:
            return question.required
        return not takes_out(self._case(), question.path)

    def _field(self, question: Question) -> Field:
        """The field that reads an answer: for the new value of an order's field, that of the order."""
        if question.field.shape is not Shape.PLAIN:
            return question.field
        return target_field(self._case(), question.path) or question.field

    def _leave(self, question: Question, text: str) -> None:
        """Leaves an optional question unanswered; raises CommsError for one that needs an answer."""
        if self._is_required(question):
            reason = "placeholder" if text.strip() else "required"
            raise Refused(reason, written=text.strip()[:40])
        if value_at(self.draft.data, question.path) is not None:
            put(self.draft.data, question.path, None)
        self._done(question)
        for finding in self._findings_at(question.path):
            self.screen.warned(finding.message, finding.hint)

    def _take(self, question: Question, value: Any) -> None:
        """Takes a value that no rule finds an error in; raises CommsError with the rule's own words."""
        before = deepcopy(self.draft.data)
        held = value_at(before, question.path)
        if isinstance(held, dict) and isinstance(value, dict):
            value = {**held, **value}
        put(self.draft.data, question.path, value)
        self._refresh_quiet(question)
        fill_quiet(self.draft.data, self._case(), self.manner)
        findings = self._findings_at(question.path)
        errors = [each for each in findings if each.severity is Severity.ERROR]
        if errors:
            self.draft.data = before
            # a person at a prompt knows a field by its name, not by its path
            message = errors[0].message.replace(dotted(question.path), self._name(question))
            raise Refused("finding", message=message, hint=errors[0].hint)
        self._done(question)
        self._echo(question, value)
        for finding in findings:
            self.screen.warned(finding.message, finding.hint)

    def _refresh_quiet(self, question: Question) -> None:
        """What was filled in beside an answer is filled in anew once the answer is another."""
        for key, field in fields_of(question.field.owner).items():
            path = (*question.path[:-1], key)
            if field.ask.quiet and (proposal := propose(field, path, self._case(), self.manner)):
                put(self.draft.data, path, proposal.value)

    def _done(self, question: Question) -> None:
        here = dotted(question.path)
        left = [each for each in self.draft.left if each != here]
        answered = value_at(self.draft.data, question.path) is not None
        self.draft.left = left if answered else [*left, here]
        self._keep(None)

    def _keep(self, pending: tuple[str, str] | None) -> None:
        self.draft.pending = pending
        self.draft.save()

    def _back(self, question: Question) -> None:
        """Opens the question before; its answer stays as the preset."""
        before = list(takewhile(lambda each: each.path != question.path, self._questions()))
        if before:
            self._reopen(before[-1].path)
        else:
            self.screen.note(say("interview.no_back", self.manner.language))

    def _reopen(self, path: FieldPath) -> None:
        question = next((each for each in self._questions() if each.path == path), None)
        if question is not None:
            self.draft.left = [each for each in self.draft.left if each != dotted(path)]
            self._put(question)

    # --- what the rules say -----------------------------------------------------------------

    def _case(self) -> Case:
        return load_case(Source("", "", self.draft.data), self.workspace)

    def _findings(self) -> list[Finding]:
        return check(self._case(), self.manner.language)

    def _proposal(self, question: Question) -> Proposal | None:
        if question.field.ask.proposes is None:
            return None
        return propose(question.field, question.path, self._case(), self.manner)

    def _findings_at(self, path: FieldPath) -> list[Finding]:
        """The findings about the answer at a path; those about its absent neighbours wait their turn."""
        answered = value_at(self.draft.data, path) is not None
        return [
            each
            for each in self._findings()
            if each.path == path or (answered and each.path[: len(path)] == path)
        ]

    def _sentence(self, refusal: CommsError) -> str:
        if refusal.reason == "finding":
            return str(refusal.values["message"])
        return say(f"{refusal.section}.{refusal.reason}", self.manner.language, **refusal.values)

    def _hint(self, question: Question) -> str:
        example = field_words(question.field.owner, question.field.key, self.manner.language).example
        return f"{say('interview.example', self.manner.language)}{self._colon}{example}" if example else ""

    def _name(self, question: Question) -> str:
        return label(question.field, self.manner.language)

    @property
    def _colon(self) -> str:
        return str(words(self.manner.language)["language"]["colon"])

    def _echo(self, question: Question, value: Any) -> None:
        shape = self._field(question).shape
        if shape is Shape.DATE:
            day = parse_date(value, self.manner.today)
            self.screen.taken(long_date(day, self.manner.language, weekday=True))
        elif shape is Shape.TIME:
            self.screen.taken(long_time(parse_time(value, self.manner.now), self.manner.language))
        elif shape is Shape.TEXTS and len(value) > 1 and question.field.ask.proposes is None:
            items = words(self.manner.language)["language"]["list"].join(value)
            self.screen.taken(say("interview.items", self.manner.language, count=len(value), items=items))
        elif (proposal := self._proposal(question)) and proposal.note:
            self.screen.taken(proposal.note)

    # --- the review -------------------------------------------------------------------------

    def _review(self) -> bool:
        """Shows the whole document; True once it may be saved, False after an answer was reopened."""
        asked = [each for each in self._questions() if not self._is_tail(each)]
        findings = self._findings()
        self.screen.review(asked, self.draft.data, findings, self.manner.language)
        if summary := summary_of(self._case(), self.manner):
            self.screen.note(summary)
        blocked = any(each.severity is Severity.ERROR for each in findings)
        prompt = say(
            "interview.review_errors" if blocked else "interview.review_prompt",
            self.manner.language,
        )
        while True:
            try:
                text = self.ask(None, prompt + self._colon.strip(), "").strip()
            except Stopped:
                self._keep(None)
                raise
            if not text and not blocked:
                return True
            if text in BACK:
                self._reopen(asked[-1].path)
                return False
            if text.isdecimal() and 0 < int(text) <= len(asked):
                self.step = ""
                self._reopen(asked[int(text) - 1].path)
                return False
            self.screen.refused(say("interview.review_bad", self.manner.language, count=len(asked)), "")

    def _is_tail(self, question: Question) -> bool:
        """Whether a question would open one more entry of a list that has some already."""
        return (
            question.opener
            and value_at(self.draft.data, question.path[:-1]) is None
            and question.item is not None
            and question.item[0] > 1
        )


def _picked(text: str, picks: list[Offered]) -> Offered | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal() and len(plain) < 4 and 0 < int(plain) <= len(picks):
        return picks[int(plain) - 1]
    return next((each for each in picks if plain and plain == each.text), None)


def _concerns(finding: Finding, question: Question) -> bool:
    """Whether a question may mend a finding: the answer that is missed, or the next entry of the list."""
    if question.path[: len(finding.path)] != finding.path:
        return False
    is_list = isinstance(next(iter(question.path[len(finding.path) :]), None), int)
    return question.opener if is_list else True
