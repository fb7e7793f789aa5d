"""Puts the questions: shows each with what stands by it, reads the answer, and says what the rules find."""

from collections import Counter
from dataclasses import replace
from typing import Any

from cli.interview.answering import AnswerRecorder
from cli.interview.course import Course
from cli.interview.entries import Entries
from cli.interview.judgement import Judge
from cli.interview.picks import Picks, are_numbers, narrowed, picked
from cli.interview.review import Review, Verdict
from cli.terminal.moves import Asker, Move, Stopped, Turned, Wish, wish_in
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.interview.completions import known_answers, related
from comms.interview.drafts import Draft
from comms.interview.proposals import present_value, typed
from comms.interview.questions import Question, steps_of
from comms.interview.suggestions import Suggestion, suggestions_for
from comms.language.field_names import field_at
from comms.language.formats import long_date
from comms.language.phrases import field_words, label, say, words
from comms.models.base import Document, Shape, fields_of
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import AnswerContext, Refused, as_typed, is_answer, read_answer
from comms.terms.dates import is_relative, parse_date
from comms.workspace.workspace import NOWHERE, Workspace

MOST_MENDED = 3
"""How often the questions that a finding concerns are put again before the review."""
LONGEST_AGAIN = 200
"""A refused text stands in the line again for its mending, unless it is longer."""
_LONG = (Shape.TEXT, Shape.TEXTS)


class Interview:
    """One walk through a kind's questions, over the draft that holds the answers.

    accepted: where a document had errors before it was reopened; they do not keep it from being saved.
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
        self.entries = Entries(self.course, ask, screen, context.language)
        self.accepted = accepted
        self._mended: Counter[tuple[str, FieldPath]] = Counter()

    def run(self) -> Document:
        """Ask until the review is passed, and return the document. Raises Stopped, and Kept for a draft."""
        self.screen.note(say("interview.intro", self.context.language))
        self.recorder.settle_anew()
        while True:
            if self.course.wants_review:
                self.course.wants_review = False
                if self._review():
                    return self._document()
            question = self.course.next()
            step = question.step if question else ""
            if self.course.step not in ("", step) and self._mend(self.course.step):
                continue
            if question is not None:
                if self.course.is_going or not self.recorder.settles(question):
                    self._put(question)
            elif not any(map(self._mend, steps_of(self.model))) and self._review():
                return self._document()

    def _document(self) -> Document:
        document = self.judge.judgement().case.document
        assert document is not None
        return document

    def _mend(self, step: str) -> bool:
        """Reopens what a finished step still lacks as a whole, such as any answer at all to "how much"."""
        asked = [each for each in self.course.questions() if each.step == step]
        if any(map(self.course.is_open, asked)):
            return False  # the person went elsewhere and will come back
        for finding in self.recorder.findings():
            if finding.severity is not Severity.ERROR:
                continue
            concerned = [each.path for each in asked if _concerns(finding, each)]
            closed = [each for each in concerned if dotted(each) in self.draft.left]
            quiet = self._quiet_question(finding, step)
            if not closed and quiet is None:
                continue
            self._mended[finding.code, finding.path] += 1
            if self._mended[finding.code, finding.path] > MOST_MENDED:
                continue  # nothing that is asked here can mend it: the review shows it
            self.screen.refused(finding.message, finding.hint)
            if closed:
                self.course.open(closed)
                self.course.go(closed[0])
                return True
            if quiet is not None:
                self._put(quiet)
                return True
        return False

    def _quiet_question(self, finding: Finding, step: str) -> Question | None:
        """The question for an answer that is asked only because a rule misses it, such as an approval."""
        if not finding.path or value_at(self.draft.data, finding.path) is not None:
            return None
        field = field_at(self.model, finding.path)
        own = fields_of(self.model)[str(finding.path[0])].ask.step
        if not field.ask.unprompted or field.ask.proposes or step != own:
            return None
        steps = steps_of(self.model)
        return Question(finding.path, field, step, steps.index(step) + 1, len(steps), required=True)

    # --- one question -----------------------------------------------------------------------

    def _put(self, question: Question) -> None:
        self.course.put(question)
        picks = offers = self._head(question)
        preset, half_typed = self._preset(question, picks)
        while True:
            held = value_at(self.draft.data, question.path)
            text = self._asked(question, preset, half_typed)
            half_typed = False
            if wish := wish_in(text):
                if self._goes(question, wish):
                    return
                if wish.move is Move.HELP:
                    self.picks.show(picks, again=True)
                preset, half_typed = self._preset(question, picks)
                continue
            if self._is_kept(question, text, preset) or self._changes_list(question, text):
                return
            if fewer := narrowed(question, text, offers):
                picks = fewer
                self.picks.show(picks, again=True)
                continue
            if self._is_table(question, text):
                if self._paste(question, text):
                    return
                continue
            try:
                among = picks if are_numbers(text) else offers  # numbers are those of the list shown last
                day = None if self._takes_pick(question, text, among) else self._answer(question, text)
            except CommsError as refusal:
                self._refuse(question, refusal)
                preset = self._again(question, text, picks)
                continue
            value = value_at(self.draft.data, question.path)
            if day is None and (not self.recorder.warned or value in (None, held)):
                return
            # a warning is told while the answer can still be changed; Enter keeps it as it is
            preset = day or self._preset(question, picks)[0]

    def _changes_list(self, question: Question, text: str) -> bool:
        """Changes an entry of the list that a question would open one more of; False for an answer."""
        if (change := self.entries.change_in(question, text)) is None:
            return False
        above = question.path[:-2]
        if change.sign == "=":
            self.course.retrace((*above, change.place, question.path[-1]))
            return True
        self.entries.take(above, change)
        next_one = (*above, len(value_at(self.draft.data, above) or ()), question.path[-1])
        self.course.open([next_one])
        self.course.go(next_one)
        return True

    def _is_kept(self, question: Question, text: str, preset: str) -> bool:
        """Whether Enter keeps an answer as it is that was just warned of."""
        is_warned = bool(self.recorder.warned) and self.recorder.warned_at == question.path
        return is_warned and text == preset and value_at(self.draft.data, question.path) is not None

    def _again(self, question: Question, text: str, picks: list[Suggestion]) -> str:
        """What stands in the line after a refusal: a text for its mending, else what stood there before."""
        if question.field.shape in _LONG and len(text) < LONGEST_AGAIN and not self.screen.plain:
            return text
        return self._preset(question, picks)[0]

    def _refuse(self, question: Question, refusal: CommsError) -> None:
        self.screen.refused(self._sentence(refusal), self._hint(question))
        if not self.recorder.is_required(question):
            self.screen.note(say("interview.optional", self.context.language))
        elif question.item and not question.opener:
            self.screen.note(say("interview.entry_out", self.context.language))

    def _is_table(self, question: Question, text: str) -> bool:
        """Whether cells of a spreadsheet were pasted where the entry of a list of lines begins."""
        return question.opener and question.path[0] == "lines" and "\t" in text

    def _paste(self, question: Question, text: str) -> bool:
        """Takes a pasted table as lines, behind those that are there; False where the person goes back."""
        from cli.interview.line_table import TableTalk, lines_field, put_lines
        from comms.reading.tables.opening import pasted

        field = lines_field(self.draft.kind)
        assert field.part is not None
        try:
            talk = TableTalk(pasted(text), field.part, self.ask, self.screen, self.context)
            lines = talk.lines()
        except Stopped:
            self.draft.half_typed[dotted(question.path)] = text
            self.draft.save()
            raise
        except CommsError as refusal:
            self.screen.refused(self._sentence(refusal), "")
            return False
        if lines is None:
            return False
        there = value_at(self.draft.data, (field.key,)) or []
        put_lines(self.draft, field, [*there, *lines.parts])
        self.draft.save()
        return True

    def _asked(self, question: Question, preset: str, half_typed: bool) -> str:
        """What the person types; what is half typed when they stop or turn away is kept."""
        try:
            text = self.ask(question, self._name(question) + self._colon.strip(), preset, half_typed)
        except (Stopped, Turned) as broken:
            if broken.typed is not None and (broken.typed != preset or half_typed):
                self.draft.half_typed[dotted(question.path)] = broken.typed
            self.draft.save()
            if isinstance(broken, Stopped):
                raise
            return broken.move
        behind = text.removeprefix(preset) if half_typed else ""
        if not wish_in(behind):
            return text
        self.draft.half_typed[dotted(question.path)] = preset  # the move behind it is no part of the answer
        self.draft.save()
        return behind

    def _goes(self, question: Question, wish: Wish) -> bool:
        """Goes where the person wishes; False where the question stays."""
        language = self.context.language
        match wish.move:
            case Move.HELP:
                self.screen.help(replace(question, field=self.recorder.field(question)), language)
            case Move.BACK if self.recorder.warned and self.recorder.warned_at not in ((), question.path):
                self.course.go(self.recorder.warned_at)  # to the answer that the warning above is about
                return True
            case Move.BACK if not self.course.back():
                self.screen.note(say("interview.no_back", language))
            case Move.FORWARD if not self.course.forward():
                self.screen.note(say("interview.no_forward", language))
            case Move.JUMP if not (wish.argument and self.course.jump(int(wish.argument))):
                self.screen.overview(self.course.overview(), language)
            case Move.KEEP if not self.recorder.warned:
                self.screen.refused(say("interview.nothing_to_keep", language), "")
            case Move.KEEP if not wish.argument:
                self.screen.refused(say("interview.reason_missing", language), "")
            case Move.KEEP:
                self.recorder.keep_warnings(wish.argument)
                return self.recorder.warned_at == question.path
            case Move.SKIP if self.recorder.is_required(question) and not self.recorder.has_answer(question):
                self.screen.refused(say("refused.required", language), self._hint(question))
            case move:
                if move is Move.SKIP:
                    self.course.skip(question)
                    self.draft.save()
                return True
        return False

    def _head(self, question: Question) -> list[Suggestion]:
        """Shows a question with what stands by it; the answers to pick from."""
        field = self.recorder.field(question)
        question = replace(question, required=self.recorder.is_required(question))
        is_order_value = field.shape is not question.field.shape
        if field.part is None:  # a whole entry has no question of its own
            question = replace(question, field=field)
        if question.step != self.course.step:
            self.course.step = question.step
            self.screen.step(question, self.context.language)
        self.entries.show(question)
        self.screen.question(question, self.context.language)
        if is_order_value:
            self.screen.note(present_value(self.recorder.case(), question.path, self.context.language))
        if (proposal := self.recorder.proposal(question)) and proposal.note:
            self.screen.note(proposal.note)
        picks = (
            suggestions_for(question.offers, question.path, self.recorder.case(), self.context.language)
            if question.offers
            else []
        )
        self.picks.show(picks)
        return picks

    def _takes_pick(self, question: Question, text: str, picks: list[Suggestion]) -> bool:
        """Takes what an answer picks by its number or text; False where it picks nothing."""
        chosen = picked(question, text, picks)
        are_entries = question.opener and all(isinstance(each.value, dict) for each in chosen)
        if not chosen or (len(chosen) > 1 and not are_entries):
            return False
        if are_entries:
            self.recorder.take_entries(question, [each.value for each in chosen])
        elif question.whole is None:
            self.recorder.take(question, chosen[0].value)
        else:
            put(self.draft.data, question.whole, chosen[0].value)
            self.recorder.done(question)
        return True

    def _preset(self, question: Question, picks: list[Suggestion]) -> tuple[str, bool]:
        """What stands in the line when a question is put, and whether it was half typed."""
        if (half_typed := self.draft.half_typed.pop(dotted(question.path), None)) is not None:
            return half_typed, True
        value = value_at(self.draft.data, question.path)
        if value is None and (usual := [str(number) for number, each in enumerate(picks, 1) if each.usual]):
            return " ".join(usual), False
        if value is None and (proposal := self.recorder.proposal(question)):
            return typed(question.field, proposal, self.context.language), False
        if value is None:
            value = value_at(self.draft.like, question.path) or self._beside(question)
        return as_typed(question.field, value, self.context.language), False

    def _beside(self, question: Question) -> Any:
        """What earlier documents said beside the same SKU."""
        sku = value_at(self.draft.data, (*question.path[:-1], "sku"))
        if sku is None or question.path[-1] == "sku":
            return None
        return related((*question.path[:-1], "sku"), sku, self.recorder.case()).get(str(question.path[-1]))

    def known(self, question: Question) -> list[str]:
        """The texts that earlier documents gave as answers to such a question."""
        return known_answers(question.path, question.field, self.recorder.case())

    def _answer(self, question: Question, text: str) -> str | None:
        """Takes an answer; a relative date comes back as the day to confirm. Raises CommsError to refuse."""
        field = self.recorder.field(question)
        if not is_answer(text, field):
            self.recorder.leave(question, text)
            return None
        if self.picks.is_number_of_none(question, text):
            raise Refused("bad_pick", written=text.strip()[:40])
        if field.shape is Shape.DATE and is_relative(text):
            day = parse_date(text, self.context.today)
            written = long_date(day, self.context.language, weekday=True)
            self.screen.note(
                say(
                    "interview.confirm_date",
                    self.context.language,
                    written=text.strip(),
                    date=written,
                )
            )
            return day.isoformat()
        self.recorder.take(question, read_answer(field, text, self.context))
        return None

    def _sentence(self, refusal: CommsError) -> str:
        if refusal.reason == "finding":
            return str(refusal.values["message"])
        return say(f"{refusal.section}.{refusal.reason}", self.context.language, **refusal.values)

    def _hint(self, question: Question) -> str:
        field = self.recorder.field(question)
        example = field_words(field.owner, field.key, self.context.language).example
        return f"{say('interview.example', self.context.language)}{self._colon}{example}" if example else ""

    def _name(self, question: Question) -> str:
        return label(question.field, self.context.language)

    @property
    def _colon(self) -> str:
        return str(words(self.context.language)["language"]["colon"])

    def _review(self) -> bool:
        """Shows the whole document; True once it may be saved, False after an answer was reopened."""
        self.recorder.settle_anew()
        review = Review(
            self.course, self.ask, self.screen, self.context, self.judge.judgement(), self.accepted
        )
        verdict = review.verdict()
        return verdict is Verdict.SAVE


def _concerns(finding: Finding, question: Question) -> bool:
    """Whether a question may mend a finding: the answer that is missed, or the next entry of the list."""
    if question.path[: len(finding.path)] != finding.path:
        return False
    is_list = isinstance(next(iter(question.path[len(finding.path) :]), None), int)
    return question.opener if is_list else True
