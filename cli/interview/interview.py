"""Asks the questions: shows each with its context, reads the answer, and shows what the rules find in it."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cli.interview.answering import AnswerRecorder
from cli.interview.course import Course
from cli.interview.entries import Entries
from cli.interview.history import History
from cli.interview.judgement import Judge
from cli.interview.leaving import Line, concerns, how_to_leave
from cli.interview.picks import Picks, are_numbers, narrowed, picked
from cli.interview.review import Review, Verdict
from cli.terminal.moves import Asker, Move, MovedByKey, Navigation, Stopped, navigation_in
from cli.terminal.screen import Screen, answer_text
from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.interview.completions import earlier_answers, earlier_line
from comms.interview.drafts import Draft
from comms.interview.joint_answers import entries_in, entries_text, rule_and_place
from comms.interview.misplaced import doubt
from comms.interview.proposals import present_value, proposal_text
from comms.interview.questions import Question, steps_of
from comms.interview.suggestions import Suggestion, readings_of, suggestions_for
from comms.language.field_names import field_at
from comms.language.formats import long_date
from comms.language.phrases import field_words, label, say, words
from comms.models.base import Document, Field, Shape, fields_of
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import (
    AnswerContext,
    Refused,
    as_typed,
    is_answer,
    is_reworded,
    read_answer,
    refuse_other_unit,
)
from comms.terms.dates import is_relative
from comms.workspace.workspace import NOWHERE, Workspace

MOST_REOPENED = 3
"""How often one finding reopens its questions before it is left to the review."""
_FOR_ALL = re.compile(r"\s*[*＊]\s*([^\s*＊].*)", re.DOTALL)
"""An answer for all entries of a list: `*pcs`."""
LONGEST_KEPT_TEXT = 5000
"""The length from which a refused text is no longer put back into the line to be corrected."""


@dataclass(slots=True)
class _Asked:
    """A question on the screen.

    offers: all that is offered for it; picks: what of it was shown last. preset: the text to begin with;
    half_typed: whether the user has begun it.
    """

    question: Question
    offers: list[Suggestion]
    picks: list[Suggestion]
    preset: str
    half_typed: bool


class Interview:
    """One pass through the questions of a kind, over the draft that holds the answers.

    accepted: paths of the errors that a reopened document had already; they do not keep it from being saved.
    """

    def __init__(
        self,
        draft: Draft,
        ask: Asker,
        screen: Screen,
        context: AnswerContext,
        workspace: Workspace = NOWHERE,
        accepted: frozenset[FieldPath] = frozenset(),
    ) -> None:
        self.draft = draft
        self.ask = ask
        self.screen = screen
        self.context = context
        self.course = Course(draft)
        self.model = self.course.model
        self.judge = Judge(draft, context, workspace)
        self.recorder = AnswerRecorder(self.course, self.judge, screen, context)
        self.picks = Picks(screen, context.language)
        self.entries = Entries(self.course, ask, screen, context.language, self.recorder.case)
        self.accepted = accepted
        self.history = History(draft)
        self._doubted: tuple[FieldPath, str] = ((), "")
        self._refused: tuple[FieldPath, str] = ((), "")
        self._shown_entries: tuple[FieldPath, str] = ((), "")
        self._reopened: Counter[tuple[str, FieldPath]] = Counter()

    def run(self) -> Document:
        """Ask until the document passes the review, and return it.

        Raises Stopped if the user stops, and DraftKept if they keep a draft.
        """
        for key in ("intro",) if self.draft.asks_all else ("intro_short", "intro"):
            self.screen.note(say(f"interview.{key}", self.context.language))
        self.recorder.refresh_accepted()
        while True:
            if self.course.wants_review:
                self.course.wants_review = False
                if self._review():
                    return self._document()
            question = self.course.next()
            step = question.step if question else ""
            is_step_over = self.draft.asks_all and self.course.step not in ("", step)
            if is_step_over and self._reopen_unsettled(self.course.step):
                continue
            if question is not None:
                if self.course.is_going or not self.recorder.accept_proposal(question):
                    self._ask_question(question)
            elif not any(map(self._reopen_unsettled, steps_of(self.model))) and self._review():
                return self._document()

    def _document(self) -> Document:
        document = self.judge.judgement().case.document
        assert document is not None
        return document

    def _reopen_unsettled(self, step: str) -> bool:
        """Reopen a question of a finished step that still has errors, and return whether there was one.

        Some errors concern a step as a whole, such as "how much" without any answer.
        """
        asked = [question for question in self.course.questions() if question.step == step]
        if any(map(self.course.is_pending, asked)):
            return False  # the user went elsewhere and will come back
        for finding in self.recorder.findings():
            if finding.severity is not Severity.ERROR:
                continue
            concerned = [question for question in asked if concerns(finding, question)]
            open_ones = list(filter(self.course.is_open, concerned))
            if any(map(self.recorder.accept_proposal, filter(self.course.follows, open_ones))):
                return True
            if open_ones:  # the short interview has not asked for them
                self.course.go(open_ones[0].path)
                return True
            closed = [question.path for question in concerned if dotted(question.path) in self.draft.left]
            quiet = self._quiet_question(finding, step)
            if not closed and quiet is None:
                continue
            self._reopened[finding.code, finding.path] += 1
            if self._reopened[finding.code, finding.path] > MOST_REOPENED:
                continue  # no question here resolves it; the review shows it
            self.screen.refused(finding.message, finding.hint)
            if closed:
                self.course.reopen(closed)
                self.course.go(closed[0])
                return True
            if quiet is not None:
                self._ask_question(quiet)
                return True
        return False

    def _quiet_question(self, finding: Finding, step: str) -> Question | None:
        """Return the question for an unprompted answer that a rule requires, such as an approval, or None."""
        if not finding.path or value_at(self.draft.data, finding.path) is not None:
            return None
        field = field_at(self.model, finding.path)
        own = fields_of(self.model)[str(finding.path[0])].ask.step
        if not field.ask.unprompted or field.ask.proposes or step != own:
            return None
        steps = steps_of(self.model)
        return Question(finding.path, field, step, steps.index(step) + 1, len(steps), required=True)

    # --- one question -----------------------------------------------------------------------

    def _ask_question(self, question: Question) -> None:
        self.course.enter(question)
        offers = self._offers(question)
        asked = _Asked(question, offers, offers, *self._preset(question, offers))
        self._show(question, asked.picks, asked.preset)
        while not self._is_settled(asked):
            pass

    def _is_settled(self, asked: _Asked) -> bool:
        """Read a text once; return False if the question is still open after it."""
        question = asked.question
        self.history.mark(question.path)
        text = self._read_text(question, asked.preset, asked.half_typed)
        asked.half_typed = False
        if navigation := navigation_in(text):
            return self._is_left(asked, navigation)
        is_done = self._confirms_warned_answer(question, text, asked.preset)
        return is_done or self._changes_list(question, text) or self._is_answered(asked, text)

    def _is_answered(self, asked: _Asked, text: str) -> bool:
        """Record an answer; return False if it was none, or is to be confirmed first."""
        question = asked.question
        if fewer := narrowed(question, text, asked.offers):
            self._show_picks(asked, fewer)
            return False
        if self._is_table(question, text):
            return self._paste(question, text)
        if (for_all := _FOR_ALL.fullmatch(text)) and question.item and len(self._alike(question)) > 1:
            return self._record_for_all(asked, text, for_all[1])
        held = value_at(self.draft.data, question.path)
        try:
            unsure = self._record(question, text, asked.picks if are_numbers(text) else asked.offers)
        except CommsError as refusal:
            self._ask_again(asked, text, refusal)
            return False
        self._refused = ((), "")
        value = value_at(self.draft.data, question.path)
        if unsure is None and (not self.recorder.warned or value in (None, held)):
            return True
        # the answer can still be changed while its warning is shown; Enter keeps it as it is
        asked.preset = unsure or self._preset(question, asked.picks)[0]
        return False

    def _alike(self, question: Question) -> list[Question]:
        """Return the same question in all entries of its list."""
        path, place = (
            question.path,
            next(at for at, step in enumerate(question.path) if isinstance(step, int)),
        )
        return [
            other
            for other in self.course.questions()
            if (*other.path[:place], *other.path[place + 1 :]) == (*path[:place], *path[place + 1 :])
            and (other.path == path or not other.opener)
        ]

    def _record_for_all(self, asked: _Asked, written: str, text: str) -> bool:
        """Record an answer for all entries of a list; return False if it is refused."""
        context, alike = self.context.of_document(self.draft.data), self._alike(asked.question)
        try:
            value = read_answer(self.recorder.field(asked.question), text, context)
            for question in alike:
                self.recorder.record(question, value)
        except CommsError as refusal:
            self._ask_again(asked, written, refusal)
            return False
        self.screen.taken(say("interview.for_all", self.context.language, count=len(alike)))
        return True

    def _undo(self) -> bool:
        """Take back the last answer or edit; return False if there is none."""
        if (path := self.history.undo()) is None:
            self.screen.note(say("interview.nothing_to_undo", self.context.language))
            return False
        self.recorder.warned = []
        self.screen.note(say("interview.undone", self.context.language))
        self.course.return_to(path)
        return True

    def _is_left(self, asked: _Asked, navigation: Navigation) -> bool:
        """Follow a move; return False if it stays at the question."""
        if self._follow(asked.question, navigation):
            return True
        asked.preset, asked.half_typed = self._preset(asked.question, asked.picks)
        if navigation.move is Move.HELP:
            self._help(asked.question, asked.picks, asked.preset)
        return False

    def _ask_again(self, asked: _Asked, text: str, refusal: CommsError) -> None:
        """Say why an answer is refused, and offer what else it can mean, or the text to correct."""
        readings = readings_of(refusal, self.context.language)
        asked.preset = "" if readings else self._text_to_correct(asked.question, text, asked.picks)
        self._refuse(asked.question, refusal, asked.preset)
        if readings:
            self._show_picks(asked, readings)

    def _show_picks(self, asked: _Asked, picks: list[Suggestion]) -> None:
        asked.picks = picks
        self.picks.show(picks, again=True)

    def _record(self, question: Question, text: str, picks: list[Suggestion]) -> str | None:
        """Record a picked or typed answer, or return the text that is to be confirmed first.

        picks: for numbers the list that was shown last, for other texts all that is offered.
        """
        return None if self._takes_pick(question, text, picks) else self._read_answer(question, text)

    def _changes_list(self, question: Question, text: str) -> bool:
        """Change an entry of the list that a question would extend; return False if the text is an answer."""
        if (change := self.entries.change_in(question, text)) is None:
            return False
        above = question.path[:-2]
        if change.sign == "=":
            self.course.retrace((*above, change.place, question.path[-1]))
            return True
        self.entries.apply(above, change)
        next_one = (*above, len(value_at(self.draft.data, above) or ()), question.path[-1])
        self.course.reopen([next_one])
        self.course.go(next_one)
        return True

    def _confirms_warned_answer(self, question: Question, text: str, preset: str) -> bool:
        """Return whether Enter confirms an answer in spite of the warning just shown."""
        is_warned = bool(self.recorder.warned) and self.recorder.warned_at == question.path
        return is_warned and text == preset and value_at(self.draft.data, question.path) is not None

    def _text_to_correct(self, question: Question, text: str, picks: list[Suggestion]) -> str:
        """Return the text to put into the line after a refusal: the refused one, to be corrected.

        A plain line cannot be corrected, so the preset is offered there again.
        """
        if text.strip() and len(text) < LONGEST_KEPT_TEXT and not self.screen.plain:
            self._refused = (question.path, text)
            return text
        return self._preset(question, picks)[0]

    def _refuse(self, question: Question, refusal: CommsError, preset: str) -> None:
        """Show why an answer is refused, and how to do without one; preset: what is in the line now."""
        self.screen.refused(self._refusal_text(refusal), self._hint(question))
        if leaving := self._leaving(question, preset):
            self.screen.note(leaving)
        elif question.item and not question.opener:
            self.screen.note(say("interview.entry_out", self.context.language))

    def _is_table(self, question: Question, text: str) -> bool:
        """Return whether spreadsheet cells were pasted at the first question of an order line."""
        return question.opener and question.path[0] == "lines" and "\t" in text

    def _paste(self, question: Question, text: str) -> bool:
        """Append a pasted table to the lines; return False if the table is refused or the user goes back."""
        from cli.interview.line_table import LineTable, TableDialog, put_lines, take_document
        from comms.reading.tables.opening import pasted

        try:
            table = LineTable(pasted(text), self.draft, self.context)
            lines = TableDialog(table, self.ask, self.screen).lines()
        except Stopped:
            self.draft.half_typed[dotted(question.path)] = text
            self.draft.save()
            raise
        except CommsError as refusal:
            self.screen.refused(self._refusal_text(refusal), "")
            return False
        if lines is None:
            return False
        table.keep_columns(None)
        present = value_at(self.draft.data, (table.field.key,)) or []
        put_lines(self.draft, table.field, [*present, *lines.parts])
        take_document(self.draft, lines, self.screen)
        self.draft.save()
        return True

    def _read_text(self, question: Question, preset: str, half_typed: bool) -> str:
        """Return the text that the user types; keep what is half typed if they stop or move away."""
        try:
            asked = replace(question, required=self.recorder.is_required(question))
            text = self.ask(asked, self._name(question) + self._colon.strip(), preset, half_typed)
        except (Stopped, MovedByKey) as interruption:
            is_refused = (question.path, interruption.typed) == self._refused
            is_typed = interruption.typed != preset or half_typed or is_refused
            if interruption.typed is not None and is_typed:
                self.draft.half_typed[dotted(question.path)] = interruption.typed
            self.draft.save()
            if isinstance(interruption, Stopped):
                raise
            return interruption.move
        appended = text.removeprefix(preset) if half_typed else ""
        if not navigation_in(appended):
            return text
        self.draft.half_typed[dotted(question.path)] = preset  # the move typed after it is not part of it
        self.draft.save()
        return appended

    def _follow(self, question: Question, navigation: Navigation) -> bool:
        """Move as the user asks; return False if the same question stays."""
        language = self.context.language
        match navigation.move:
            case Move.HELP:
                return False
            case Move.UNDO:
                return self._undo()
            case Move.BACK if self.recorder.warned and self.recorder.warned_at not in ((), question.path):
                self.course.go(self.recorder.warned_at)  # to the answer that the warning above is about
                return True
            case Move.BACK if not self.course.back():
                self.screen.note(say("interview.no_back", language))
            case Move.FORWARD if not self.course.forward():
                self.screen.note(say("interview.no_forward", language))
            case Move.JUMP if not (navigation.argument and self.course.jump(int(navigation.argument))):
                self.screen.overview(self.course.overview(), language)
            case Move.KEEP if not self.recorder.warned:
                self.screen.refused(say("interview.nothing_to_keep", language), "")
            case Move.KEEP if not navigation.argument:
                self.screen.refused(say("interview.reason_missing", language), "")
            case Move.KEEP:
                self.recorder.keep_warnings(navigation.argument)
                return self.recorder.warned_at == question.path
            case Move.SKIP if self.recorder.is_required(question) and not self.recorder.ensure_answer(
                question
            ):
                self.screen.refused(say("refused.required", language), self._hint(question))
            case move:
                if move is Move.SKIP:
                    self.course.skip(question)
                    self.draft.save()
                return True
        return False

    def _help(self, question: Question, picks: list[Suggestion], preset: str) -> None:
        shown = replace(question, field=self.recorder.field(question))
        self.screen.help(shown, self.context.language, self._leaving(question, preset))
        self.picks.show(picks, again=True)

    def _leaving(self, question: Question, preset: str) -> str:
        """Return how the question is left without an answer while a text is in the line."""
        asked, stays = replace(question, required=self.recorder.is_required(question)), self._stays(question)
        if self.screen.plain and preset and stays is None:
            return ""  # a plain line says so itself, beside the text
        is_refused = (question.path, preset) == self._refused
        line = Line.REFUSED if is_refused else Line.FILLED if preset else Line.EMPTY
        return how_to_leave(asked, line, stays, self.context.language)

    def _stays(self, question: Question) -> Finding | None:
        """Return an error that only this question, or others that may be left out too, can resolve."""
        errors = (found for found in self.recorder.findings() if found.severity is Severity.ERROR)
        stays = next((error for error in errors if concerns(error, question)), None)
        if stays is None:
            return None
        due = (other for other in self.course.questions() if other.required and self.course.is_open(other))
        return None if any(concerns(stays, other) for other in due) else stays

    def _show(self, question: Question, picks: list[Suggestion], preset: str) -> None:
        """Show a question with its context and the answers to pick from."""
        field, leaving = self.recorder.field(question), self._leaving(question, preset)
        is_order_value = field.shape is not question.field.shape
        if field.part is None:  # a whole entry has no question of its own
            question = replace(question, field=field)
        if question.step != self.course.step:
            self.course.step = question.step
            self.screen.step(question, self.context.language)
        self.entries.show(question)
        self.screen.question(question, self.context.language, leaving)
        if is_order_value:
            self.screen.note(present_value(self.recorder.case(), question.path, self.context.language))
        if (proposal := self.recorder.proposal(question)) and proposal.note:
            self.screen.note(proposal.note)
        self.picks.show(picks)
        if entries := entries_in(question, preset):
            self._show_entries(question, preset, entries)

    def _offers(self, question: Question) -> list[Suggestion]:
        """Return the answers to pick from."""
        if question.offers is None:
            return []
        return suggestions_for(question.offers, question.path, self.recorder.case(), self.context.language)

    def _takes_pick(self, question: Question, text: str, picks: list[Suggestion]) -> bool:
        """Record the suggestions that a text picks; return False if it picks none."""
        chosen = picked(question, text, picks)
        are_entries = question.opener and all(isinstance(pick.value, dict) for pick in chosen)
        if not chosen or (len(chosen) > 1 and not are_entries):
            return False
        if are_entries:
            self.recorder.record_entries(question, [pick.value for pick in chosen])
        elif question.whole is None:
            self.recorder.record(question, chosen[0].value)
        else:
            put(self.draft.data, question.whole, chosen[0].value)
            self.recorder.finish(question)
        return True

    def _preset(self, question: Question, picks: list[Suggestion]) -> tuple[str, bool]:
        """Return the text in the line when a question is asked, and whether it is a half-typed answer."""
        if (half_typed := self.draft.half_typed.pop(dotted(question.path), None)) is not None:
            return half_typed, True
        value = value_at(self.draft.data, question.path)
        if value is None and (usual := [str(number) for number, pick in enumerate(picks, 1) if pick.usual]):
            return " ".join(usual), False
        if value is None and (known := self._known_entries(question)):
            return known, False
        if value is None and (proposal := self.recorder.proposal(question)):
            return proposal_text(question.field, proposal, self.context.language), False
        if value is None:
            value = value_at(self.draft.like, question.path) or self._related_answer(question)
        return as_typed(question.field, value, self.context.language), False

    def _related_answer(self, question: Question) -> Any:
        """Return the answer that earlier documents give for the same SKU, or None."""
        sku = value_at(self.draft.data, (*question.path[:-1], "sku"))
        if sku is None or question.path[-1] == "sku":
            return None
        return earlier_line((*question.path[:-1], "sku"), sku, self.recorder.case()).get(
            str(question.path[-1])
        )

    def known(self, question: Question) -> list[str]:
        """Return the texts that earlier documents give as answers to a question."""
        return earlier_answers(question.path, question.field, self.recorder.case())

    def _read_answer(self, question: Question, text: str) -> str | None:
        """Record an answer, or return the text that is to be confirmed first.

        That is the day (ISO 8601) of a relative date, the figure of "about 500", or an answer that seems
        meant for another question. Raises CommsError for an answer that is refused.
        """
        field = self.recorder.field(question)
        if not is_answer(text, field):
            self.recorder.leave_unanswered(question, text)
            return None
        if self.picks.is_number_of_none(question, text):
            raise Refused("bad_pick", written=text.strip()[:40])
        if field.shape is Shape.DATE and is_relative(text):
            day = str(read_answer(field, text, self.context))
            written = long_date(date.fromisoformat(day), self.context.language, weekday=True)
            values = {"written": text.strip(), "date": written}
            self.screen.note(say("interview.confirm_date", self.context.language, **values))
            return day
        if entries := entries_in(question, text):
            return self._take_entries(question, text, entries)
        if both := rule_and_place(field, text, self.context.language):
            self._record_rule_and_place(question, *both)
            return None
        if self._doubts(question, field, text):
            return text.strip()
        return self._read_figure(question, field, text)

    def _take_entries(self, question: Question, text: str, entries: list[dict[str, Any]]) -> str | None:
        """Record the entries that one answer gives if they have been shown; else show them."""
        if self._shown_entries == (question.path, text.strip()):
            self.recorder.record_entries(question, entries)
            return None
        self._show_entries(question, text, entries)
        return text.strip()

    def _show_entries(self, question: Question, text: str, entries: list[dict[str, Any]]) -> None:
        separator: str = words(self.context.language)["language"]["list"]
        for number, entry in enumerate(entries, 1):
            self.screen.entry(number, separator.join(entry.values()))
        self.screen.note(say("interview.confirm_entries", self.context.language, count=len(entries)))
        self._shown_entries = (question.path, text.strip())

    def _known_entries(self, question: Question) -> str:
        """Return the entries that what is asked for counts, for a list that has none yet; else ""."""
        what = self.draft.data.get("what")
        if not what or self.entries.count(question):
            return ""
        separator: str = words(self.context.language)["language"]["list"]
        text = entries_text(what, separator)
        return text if entries_in(question, text) else ""

    def _record_rule_and_place(self, question: Question, rule: str, place: str) -> None:
        """Record the rule of delivery and the place that was typed with it, and show the place."""
        self.recorder.record(question, rule)
        path = (*question.path[:-1], "place")
        for other in [asked for asked in self.course.questions() if place and asked.path == path]:
            self.recorder.record(other, place)
            values = {"name": self._name(other), "value": place}
            self.screen.taken(say("interview.settled", self.context.language, **values))

    def _doubts(self, question: Question, field: Field, text: str) -> bool:
        """Show that an answer looks meant for another question, once; Enter or the same text confirms it."""
        found = doubt(field, text, self.context.language)
        known = (value_at(self.draft.data, question.path), value_at(self.draft.like, question.path))
        if found is None or text.strip() in known or self._doubted == (question.path, text.strip()):
            return False
        self._doubted = (question.path, text.strip())
        self.screen.warned(*found)
        self.screen.note(say("interview.confirm_answer", self.context.language))
        return True

    def _read_figure(self, question: Question, field: Field, text: str) -> str | None:
        """Record an answer and show how its figure was read, or return a figure that is to be confirmed."""
        refuse_other_unit(field, text, value_at(self.draft.data, (*question.path[:-1], "unit")))
        try:
            context = replace(self.context.of_document(self.draft.data), shows_readings=True)
            value = read_answer(field, text, context)
        except Refused as refusal:
            if refusal.reason != "rough":
                raise
            self.screen.note(say("interview.confirm_figure", self.context.language, **refusal.values))
            return str(refusal.values["figure"])
        self.recorder.record(question, value)
        if is_reworded(field, text):
            shown = answer_text(field, value, self.context.language)
            values = {"written": text.strip()[:40], "figure": shown}
            self.screen.taken(say("interview.read_as", self.context.language, **values))
        return None

    def _refusal_text(self, refusal: CommsError) -> str:
        if refusal.reason == "finding":
            return str(refusal.values["message"])
        return say(f"{refusal.section}.{refusal.reason}", self.context.language, **refusal.values)

    def _hint(self, question: Question) -> str:
        field = self.recorder.field(question)
        example = field_words(field.owner, field.key, self.context.language, question.document).example
        return f"{say('interview.example', self.context.language)}{self._colon}{example}" if example else ""

    def _name(self, question: Question) -> str:
        return label(question.field, self.context.language)

    @property
    def _colon(self) -> str:
        return str(words(self.context.language)["language"]["colon"])

    def _review(self) -> bool:
        """Show the whole document; return True once it may be saved, False after an answer was reopened."""
        self.recorder.refresh_accepted()
        self.history.mark(())
        review = Review(
            self.course, self.ask, self.screen, self.context, self.judge.judgement(), self.accepted
        )
        verdict = review.verdict()
        if verdict is Verdict.UNDO:
            self.course.wants_review = not self._undo()
        if review.given is not None:
            self._give(*review.given)
        return verdict is Verdict.SAVE

    def _give(self, question: Question, text: str) -> None:
        """Record an answer that was typed with its number; ask for it if it cannot be taken as it is."""
        self.course.enter(question)
        offers = self._offers(question)
        asked = _Asked(question, offers, offers, "", False)
        if not self._is_answered(asked, text):
            while not self._is_settled(asked):
                pass
