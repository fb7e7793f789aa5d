"""Puts the questions: shows each with what stands by it, reads the answer, and says what the rules find."""

import re
import unicodedata
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from typing import Any

from cli.interview.course import Course
from cli.interview.moves import Asker, Move, Stopped, Turned, Wish, wish_in
from cli.interview.review import Review, Verdict
from cli.show import Screen, answer_text
from comms.answers import Manner, Refused, as_typed, field_at, is_answer, put, read_answer
from comms.checking import Case, check, load_case
from comms.completing import known_answers, related
from comms.drafts import Draft
from comms.findings import CommsError, FieldPath, Finding, Severity, dotted, value_at
from comms.models.base import Field, Shape, fields_of
from comms.naming import by_names
from comms.offers import MOST, SEARCHED, Offered, matching, offered
from comms.proposals import (
    Proposal,
    fill_quiet,
    present_value,
    propose,
    takes_out,
    target_field,
    typed,
)
from comms.questions import Question, outdated, steps_of
from comms.reading.source import Source
from comms.terms.dates import is_relative, parse_date
from comms.terms.times import parse_time
from comms.words import field_words, label, long_date, long_time, say, words
from comms.workspace import NOWHERE, Workspace

MOST_MENDED = 3
"""How often the questions that a finding concerns are put again before the review."""
LONG_LIST = 5
"""A list of answers to pick from that is longer is shown once."""
LONGEST_AGAIN = 200
"""A refused text stands in the line again for its mending, unless it is longer."""
_LONG = (Shape.TEXT, Shape.TEXTS)
_NUMBERS = re.compile(r"\s*\d{1,2}(?:[\s,、;]+\d{1,2})*\s*")
_TAKEN = "\0"
"""Stands for an answer that was picked from a list, and so needs no more reading."""


class Interview:
    """One walk through a kind's questions, over the draft that holds the answers.

    accepted: where a document had errors before it was reopened; they do not keep it from being saved.
    """

    def __init__(
        self, draft: Draft, ask: Asker, screen: Screen, manner: Manner, workspace: Workspace = NOWHERE
    ) -> None:
        self.draft = draft
        self.workspace = workspace
        self.ask = ask
        self.screen = screen
        self.manner = manner
        self.course = Course(draft)
        self.model = self.course.model
        self.warned: list[Finding] = []
        self.accepted: frozenset[FieldPath] = frozenset()
        self._mended: Counter[tuple[str, FieldPath]] = Counter()
        self._listed: list[str] = []
        self._warned_at: FieldPath = ()

    def run(self) -> dict[str, Any]:
        """Asks until the review is passed; the data of the document. Raises Stopped."""
        self.screen.note(say("interview.intro", self.manner.language))
        self._settle_anew()
        while True:
            if self.course.wants_review:
                self.course.wants_review = False
                if self._review():
                    return self.draft.data
            question = self.course.next()
            step = question.step if question else ""
            if self.course.step not in ("", step) and self._mend(self.course.step):
                continue
            if question is not None:
                if self.course.is_going or not self._settles(question):
                    self._put(question)
            elif not any(map(self._mend, steps_of(self.model))) and self._review():
                return self.draft.data

    def _settles(self, question: Question) -> bool:
        """Takes a proposal that needs no question; False where there is none, or a rule refuses it."""
        if not question.field.ask.settles or (proposal := self._proposal(question)) is None:
            return False
        try:
            self._take(question, proposal.value, told=False)
        except CommsError:
            return False
        value = value_at(self.draft.data, question.path)
        self.draft.settled[dotted(question.path)] = value
        self.draft.save()
        shown = answer_text(question.field, value, self.manner.language)
        if proposal.note not in ("", shown):
            shown += f" — {proposal.note}"
        name = self._name(question)
        self.screen.taken(say("interview.settled", self.manner.language, name=name, value=shown))
        return True

    def _settle_anew(self) -> None:
        """Proposals that were taken follow the answers that they come from, and the clock of a later day."""
        for question in [each for each in self.course.questions() if dotted(each.path) in self.draft.settled]:
            here, value = dotted(question.path), value_at(self.draft.data, question.path)
            if value != self.draft.settled[here]:
                del self.draft.settled[here]  # the person has said otherwise
            elif (proposal := self._proposal(question)) and proposal.value != value:
                put(self.draft.data, question.path, proposal.value)
                self.draft.settled[here] = proposal.value
                self._take_out(question)

    def _mend(self, step: str) -> bool:
        """Reopens what a finished step still lacks as a whole, such as any answer at all to "how much"."""
        asked = [each for each in self.course.questions() if each.step == step]
        if any(map(self.course.is_open, asked)):
            return False  # the person went elsewhere and will come back
        for finding in self._findings():
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
        if not field.ask.quiet or field.ask.proposes or step != own:
            return None
        steps = steps_of(self.model)
        return Question(finding.path, field, step, steps.index(step) + 1, len(steps), required=True)

    # --- one question -----------------------------------------------------------------------

    def _put(self, question: Question) -> None:
        self.course.put(question)
        picks = self._head(question)
        preset, half_typed = self._preset(question, picks)
        while True:
            held = value_at(self.draft.data, question.path)
            text = self._asked(question, preset, half_typed)
            half_typed = False
            if wish := wish_in(text):
                if self._goes(question, wish):
                    return
                if wish.move is Move.HELP:
                    self._show_picks(picks, again=True)
                preset, half_typed = self._preset(question, picks)
                continue
            if narrowed := self._narrowed(question, text, picks):
                picks = narrowed
                self._show_picks(picks, again=True)
                continue
            if self._is_table(question, text):
                if self._paste(question, text):
                    return
                continue
            try:
                retype = self._pick(question, text, picks) or self._answer(question, text)
            except CommsError as refusal:
                self._refuse(question, refusal)
                preset = text if question.field.shape in _LONG and len(text) < LONGEST_AGAIN else ""
                continue
            value = value_at(self.draft.data, question.path)
            if retype in (None, _TAKEN) and (not self.warned or value in (None, held)):
                return
            # a warning is told while the answer can still be changed; Enter keeps it as it is
            preset = retype if retype not in (None, _TAKEN) else self._preset(question, picks)[0]

    def _refuse(self, question: Question, refusal: CommsError) -> None:
        self.screen.refused(self._sentence(refusal), self._hint(question))
        if not self._is_required(question):
            self.screen.note(say("interview.optional", self.manner.language))

    def _is_table(self, question: Question, text: str) -> bool:
        """Whether cells of a spreadsheet were pasted where the entry of a list of lines begins."""
        return question.opener and question.path[0] == "lines" and "\t" in text

    def _paste(self, question: Question, text: str) -> bool:
        """Takes a pasted table as lines, behind those that are there; False where the person goes back."""
        from cli.line_table import TableTalk, lines_field, put_lines
        from comms.tables.table import pasted

        field = lines_field(self.draft.kind)
        assert field.part is not None
        try:
            talk = TableTalk(pasted(text), field.part, self.ask, self.screen, self.manner)
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
        language = self.manner.language
        match wish.move:
            case Move.HELP:
                self.screen.help(replace(question, field=self._field(question)), language)
            case Move.BACK if self.warned and self._warned_at not in ((), question.path):
                self.course.go(self._warned_at)  # to the answer that the warning above is about
                return True
            case Move.BACK if not self.course.back():
                self.screen.note(say("interview.no_back", language))
            case Move.FORWARD if not self.course.forward():
                self.screen.note(say("interview.no_forward", language))
            case Move.JUMP if not (wish.argument and self.course.jump(int(wish.argument))):
                self.screen.overview(self.course.overview(), language)
            case Move.KEEP if not self.warned:
                self.screen.refused(say("interview.nothing_to_keep", language), "")
            case Move.KEEP if not wish.argument:
                self.screen.refused(say("interview.reason_missing", language), "")
            case Move.KEEP:
                self._keep_warning(wish.argument)
                return self._warned_at == question.path
            case Move.SKIP if self._is_required(question) and not self._has_answer(question):
                self.screen.refused(say("refused.required", language), self._hint(question))
            case move:
                if move is Move.SKIP:
                    self.course.skip(question)
                    self.draft.save()
                return True
        return False

    def _has_answer(self, question: Question) -> bool:
        """Whether a question is answered, if need be by what is proposed for it."""
        if value_at(self.draft.data, question.path) is not None:
            return True
        if (proposal := self._proposal(question)) is None:
            return False
        try:
            self._take(question, proposal.value)
        except CommsError:
            return False
        return True

    def _keep_warning(self, reason: str) -> None:
        """Keeps the warnings of the last answer for a reason, which the document will give."""
        for finding in self.warned:
            self.draft.kept[f"{finding.code} {dotted(finding.path)}"] = reason
        self.warned = []
        self.screen.note(say("interview.warning_kept", self.manner.language, reason=reason))
        self.draft.save()

    def _head(self, question: Question) -> list[Offered]:
        """Shows a question with what stands by it; the answers to pick from."""
        field = self._field(question)
        question = replace(question, required=self._is_required(question))
        is_order_value = field.shape is not question.field.shape
        if field.part is None:  # a whole entry has no question of its own
            question = replace(question, field=field)
        if question.step != self.course.step:
            self.course.step = question.step
            self.screen.step(question, self.manner.language)
        self.screen.question(question, self.manner.language)
        if is_order_value:
            self.screen.note(present_value(self._case(), question.path, self.manner.language))
        if (proposal := self._proposal(question)) and proposal.note:
            self.screen.note(proposal.note)
        picks = (
            offered(question.offers, question.path, self._case(), self.manner.language)
            if question.offers
            else []
        )
        self._show_picks(picks)
        return picks

    def _narrowed(self, question: Question, text: str, picks: list[Offered]) -> list[Offered]:
        """Those of a long list that hold what was typed, where there are several; else none."""
        if question.offers not in SEARCHED or _picked(text, picks):
            return []
        found = matching(text, picks)
        return found if len(found) > 1 else []

    def _show_picks(self, picks: list[Offered], again: bool = False) -> None:
        """Lists the answers to pick from; a long list that was shown for the last entry is not shown anew."""
        texts, several = [each.text for each in picks], any(each.usual for each in picks)
        if len(texts) > LONG_LIST and texts == self._listed and not again:
            self.screen.note(say("interview.pick_as_before", self.manner.language, count=len(texts)))
            return
        self.screen.picks(texts[:MOST], self.manner.language, several)
        if len(texts) > MOST:
            self.screen.note(say("interview.pick_more", self.manner.language, count=len(texts) - MOST))
        self._listed = texts or self._listed

    def _pick(self, question: Question, text: str, picks: list[Offered]) -> str | None:
        """Takes what an answer picks by its number or text; None where it picks nothing."""
        chosen = _picked(text, picks)
        if question.offers in SEARCHED and not chosen:
            chosen = matching(text, picks)
        are_entries = question.opener and all(isinstance(each.value, dict) for each in chosen)
        if not chosen or (len(chosen) > 1 and not are_entries):
            return None
        if are_entries:
            self._pick_entries(question, [each.value for each in chosen])
        elif question.whole is None:
            self._take(question, chosen[0].value)
        else:
            put(self.draft.data, question.whole, chosen[0].value)
            self._done(question)
        return _TAKEN

    def _pick_entries(self, question: Question, values: list[dict[str, Any]]) -> None:
        """Takes whole entries of a list; with several at once the list is complete."""
        *above, first, _ = question.path
        for index, value in enumerate(values, int(first)):
            put(self.draft.data, (*above, index), value)
        self._done(question)
        for each in self.course.questions():
            inside = each.path[: len(above)] == tuple(above) and each.path[len(above) :]
            if inside and int(inside[0]) >= int(first) and self.course.is_open(each):
                self.course.leave(each.path)
        self.draft.save()

    def _preset(self, question: Question, picks: list[Offered]) -> tuple[str, bool]:
        """What stands in the line when a question is put, and whether it was half typed."""
        if (half_typed := self.draft.half_typed.pop(dotted(question.path), None)) is not None:
            return half_typed, True
        value = value_at(self.draft.data, question.path)
        if value is None and (usual := [str(number) for number, each in enumerate(picks, 1) if each.usual]):
            return " ".join(usual), False
        if value is None and (proposal := self._proposal(question)):
            return typed(question.field, proposal, self.manner.language), False
        if value is None:
            value = value_at(self.draft.like, question.path) or self._beside(question)
        return as_typed(question.field, value, self.manner.language), False

    def _beside(self, question: Question) -> Any:
        """What earlier documents said beside the same SKU."""
        sku = value_at(self.draft.data, (*question.path[:-1], "sku"))
        if sku is None or question.path[-1] == "sku":
            return None
        return related((*question.path[:-1], "sku"), sku, self._case()).get(str(question.path[-1]))

    def known(self, question: Question) -> list[str]:
        """The texts that earlier documents gave as answers to such a question."""
        return known_answers(question.path, question.field, self._case())

    def _answer(self, question: Question, text: str) -> str | None:
        """Takes an answer; a text to confirm where it was read as a date. Raises CommsError to refuse."""
        field = self._field(question)
        if not is_answer(text, field):
            self._leave(question, text)
            return None
        if question.offers and self._listed and _NUMBERS.fullmatch(unicodedata.normalize("NFKC", text)):
            raise Refused("bad_pick", written=text.strip()[:40])  # a number of the list, and no answer
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
        if question.field.shape is Shape.PLAIN:
            return not takes_out(self._case(), question.path)
        is_there = value_at(self.draft.data, question.path) is not None
        if question.required or is_there or question.field.ask.instead:
            return question.required
        # what need not be there may be due beside the other answers, as the rules of an L/C are
        errors = (each for each in self._findings() if each.severity is Severity.ERROR)
        return any(each.path == question.path for each in errors)

    def _field(self, question: Question) -> Field:
        """The field that reads an answer: for the new value of an order's field, that of the order."""
        if question.field.shape is not Shape.PLAIN:
            return question.field
        return target_field(self._case(), question.path) or question.field

    def _leave(self, question: Question, text: str) -> None:
        """Leaves an optional question unanswered; raises CommsError for one that needs an answer."""
        if self._takes_out_entry(question, text):
            return
        if self._is_required(question):
            reason = "placeholder" if text.strip() else "required"
            raise Refused(reason, written=text.strip()[:40])
        if value_at(self.draft.data, question.path) is not None:
            put(self.draft.data, question.path, None)
            self._take_out(question)
        self._done(question)
        self._warn(self._findings_at(question.path), question.path)

    def _takes_out_entry(self, question: Question, text: str) -> bool:
        """Takes out the entry of a list that a `-` stands for, where its first question is put again."""
        *above, index, _ = question.path if question.opener else (0, 0)
        entries = value_at(self.draft.data, tuple(above)) if question.opener else None
        if not entries or int(index) >= len(entries) or unicodedata.normalize("NFKC", text).strip() != "-":
            return False
        self.course.change_list(tuple(above), [each for each in range(len(entries)) if each != index])
        return True

    def _take(self, question: Question, value: Any, told: bool = True) -> None:
        """Takes a value that no rule finds an error in; raises CommsError with the rule's own words."""
        before = deepcopy(self.draft.data)
        held = value_at(before, question.path)
        if isinstance(held, dict) and isinstance(value, dict):
            value = {**held, **value}
        put(self.draft.data, question.path, value)
        if value != held:
            self.draft.forget_under(dotted(question.path))  # what was said of the answer before
        self._take_out(question)
        self._settle_anew()
        self._refresh_quiet(question)
        fill_quiet(self.draft.data, self._case(), self.manner)
        findings = self._findings_at(question.path)
        errors = [each for each in findings if each.severity is Severity.ERROR]
        if errors:
            self.draft.data = before
            raise Refused("finding", message=errors[0].message, hint=errors[0].hint)
        self._done(question)
        if (proposal := self._proposal(question)) and proposal.value == value:
            self.draft.settled[dotted(question.path)] = value  # it follows what it was computed from
        if told:
            self._echo(question, value)
        self._warn(findings, question.path)

    def _refresh_quiet(self, question: Question) -> None:
        """What was filled in beside an answer is filled in anew once the answer is another."""
        for key, field in fields_of(question.field.owner).items():
            path = (*question.path[:-1], key)
            if field.ask.quiet and (proposal := propose(field, path, self._case(), self.manner)):
                put(self.draft.data, path, proposal.value)

    def _take_out(self, question: Question) -> None:
        """Takes out the answers that no longer apply beside another one, and says so."""
        for path, field in outdated(question, self.draft.data):
            put(self.draft.data, path, None)
            self.screen.note(
                say("interview.outdated", self.manner.language, name=label(field, self.manner.language))
            )

    def _warn(self, findings: list[Finding], path: FieldPath) -> None:
        """Shows the warnings of an answer, and how one of them may stay; an error waits for its mending."""
        kept = self.draft.kept
        warnings = (each for each in findings if each.severity is Severity.WARNING)
        self.warned = [each for each in warnings if f"{each.code} {dotted(each.path)}" not in kept]
        self._warned_at = path
        for finding in self.warned:
            self.screen.warned(finding.message, finding.hint)
        if self.warned:
            is_there = value_at(self.draft.data, path) is not None
            key = "may_keep" if is_there else "may_leave"
            self.screen.note(say(f"interview.{key}", self.manner.language))

    def _done(self, question: Question) -> None:
        self.course.open([question.path])
        self.draft.half_typed.pop(dotted(question.path), None)
        if value_at(self.draft.data, question.path) is None:
            self.course.leave(question.path)
        self.draft.save()

    # --- what the rules say -----------------------------------------------------------------

    def _case(self) -> Case:
        return load_case(Source("", "", self.draft.data), self.workspace)

    def _findings(self) -> list[Finding]:
        found = check(self._case(), self.manner.language)
        return [by_names(each, self.model, self.manner.language) for each in found]

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

    def _review(self) -> bool:
        """Shows the whole document; True once it may be saved, False after an answer was reopened."""
        self._settle_anew()
        review = Review(self.course, self.ask, self.screen, self.manner, self._case(), self.accepted)
        verdict = review.verdict()
        return verdict is Verdict.SAVE


def _picked(text: str, picks: list[Offered]) -> list[Offered]:
    """Those that a text picks: by their numbers, or one by its own text."""
    plain = unicodedata.normalize("NFKC", text).strip()
    numbers = re.split(r"[\s,、;]+", plain) if picks else []
    if numbers and all(
        each.isdecimal() and len(each) < 4 and 0 < int(each) <= len(picks) for each in numbers
    ):
        return [picks[int(each) - 1] for each in dict.fromkeys(numbers)]
    return [each for each in picks if plain and plain == each.text][:1]


def _concerns(finding: Finding, question: Question) -> bool:
    """Whether a question may mend a finding: the answer that is missed, or the next entry of the list."""
    if question.path[: len(finding.path)] != finding.path:
        return False
    is_list = isinstance(next(iter(question.path[len(finding.path) :]), None), int)
    return question.opener if is_list else True
