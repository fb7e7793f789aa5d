"""The interview session that `new`, `edit` and `drafts resume` share."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cli.terminal import errors, printer
from cli.terminal.device import asker, is_plain
from cli.terminal.screen import Screen, answer_text
from comms.errors import CommsError
from comms.interview.drafts import Draft, all_drafts
from comms.interview.joint_answers import rule_and_place
from comms.kinds import model_of
from comms.language.display import one_line
from comms.language.field_names import field_at
from comms.language.formats import long_date
from comms.language.phrases import say
from comms.models.base import Document, Shape
from comms.paths import FieldPath, dotted, paths_of_all, put, value_at
from comms.reading.answers import AnswerContext, give_at, is_reworded
from comms.terms.dates import is_relative
from comms.workspace.workspace import Workspace


def currency_of(draft: Draft, workspace: Workspace) -> str:
    """Return the currency of amounts in a draft that states none: the order's, else the workspace's."""
    from comms.models.order_confirmation import OrderConfirmation
    from comms.workspace.references import find

    number = draft.data.get("order")
    order = find(workspace, number, OrderConfirmation).document if number else None
    return (order.currency if order else None) or workspace.currency(draft.language)


def assignment(text: str) -> tuple[str, str]:
    """Return the path and the value of `--set PATH=VALUE`; raises CommsError("bad_set")."""
    written, equals, value = text.partition("=")
    if not equals:
        raise CommsError("bad_set", text=text)
    return written.strip(), value


def prefill(draft: Draft, sets: Iterable[str], context: AnswerContext) -> None:
    """Put the answers of `--set` into the draft, read as if they had been typed; the currency comes first."""
    given = [assignment(text) for text in sets]
    for written, value in sorted(given, key=lambda each: each[0] != "currency"):
        take_answer(draft, paths_of_all(written, draft.data), written, value, context)


def take_answer(
    draft: Draft, paths: Sequence[FieldPath], where: str, text: str, context: AnswerContext
) -> None:
    """Put one answer into the draft at all of some paths, and tell once how it was read.

    where: the paths as the user wrote them.
    """
    model = model_of(draft.kind)
    for path in paths:
        rule, place = rule_and_place(field_at(model, path), text, draft.language) or (text, "")
        give_at(draft.data, model, path, rule, replace(context, shows_readings=True))
        if place:
            _take_place(draft, (*path[:-1], "place"), place)
    for path in paths[:1]:
        _tell_day(draft, path, text)
        _tell_figure(draft, path, where, text)


def _take_place(draft: Draft, path: FieldPath, place: str) -> None:
    """Put the place that was given with a rule of delivery into the draft, and tell the user."""
    put(draft.data, path, place)
    values = {"name": dotted(path), "value": one_line(place)}
    printer.tell(say("interview.settled", draft.language, **values))


def _tell_figure(draft: Draft, path: FieldPath, where: str, text: str) -> None:
    """Tell the user how a figure that was not given in digits was read."""
    field = field_at(model_of(draft.kind), path)
    if is_reworded(field, text):
        figure = answer_text(field, value_at(draft.data, path), draft.language)
        printer.tell(say("interview.read_as", draft.language, written=f"{where}={text}", figure=figure))


def _tell_day(draft: Draft, path: FieldPath, text: str) -> None:
    """Tell the user which day a text was taken for if it does not spell it out, as 下周五 does not."""
    value = value_at(draft.data, path)
    if not isinstance(value, str) or field_at(model_of(draft.kind), path).shape is not Shape.DATE:
        return
    if is_relative(text):
        day = long_date(date.fromisoformat(value), draft.language, weekday=True)
        values = {"field": dotted(path), "written": one_line(text.strip()), "date": day}
        printer.tell(say("interview.date_taken", draft.language, **values))


@dataclass(frozen=True, slots=True)
class Session:
    """A draft with all that an interview over it needs.

    resumes: the draft was begun before; plain: line by line, for screen readers.
    accepted: paths of the errors that a reopened document had already; they do not keep it from being saved.
    """

    draft: Draft
    workspace: Workspace
    context: AnswerContext
    resumes: bool = False
    plain: bool = False
    accepted: frozenset[FieldPath] = frozenset()

    def ask(self) -> Document | int:
        """Hold the interview and return its document, or the exit status if it was kept as a draft.

        Raises KeyboardInterrupt if the user stops; the draft is kept unless nothing was typed.
        """
        from cli.interview.interview import Interview
        from cli.terminal.moves import DraftKept, Stopped

        draft = self.draft
        begun = deepcopy(draft.data) if not draft.file.exists() else None
        screen = Screen(plain=is_plain(self.plain))
        if self.resumes:
            screen.note(say("interview.resumed", draft.language, answers=draft.answers))
        try:
            ask = asker(draft.language, self.plain)
            interview = Interview(draft, ask, screen, self.context, self.workspace, self.accepted)
            ask.known = interview.known
            return interview.run()
        except DraftKept:
            draft.save()
            tell_kept(draft)
            return errors.CLEAN
        except Stopped:
            if draft.data == begun and not any(draft.half_typed.values()):
                draft.forget()  # nothing was typed, so there is nothing to resume
                raise KeyboardInterrupt from None
            draft.save()
            screen.line()
            tell_kept(draft)
            raise KeyboardInterrupt from None


def answer_context(draft: Draft, workspace: Workspace) -> AnswerContext:
    """Return the context in which a draft's answers are read: its language, the time now, the currency."""
    now, currency = datetime.now(workspace.zone), currency_of(draft, workspace)
    return AnswerContext(draft.language, now, currency, lambda: workspace.calendar)


def tell_kept(draft: Draft, options: str = "") -> None:
    """Tell the user where the answers are kept and how to resume."""
    if draft.file.is_file():
        command = resume_command(draft) + options
        printer.tell(say("errors.draft_kept", draft.language, path=draft.file, command=command))


def resume_command(draft: Draft) -> str:
    """Return the command that resumes a draft, whatever other drafts there are by then.

    It names the draft by its number, or by its file if others have that number too.
    """
    number = str(draft.data.get("id") or "")
    is_one = number and sum(other.data.get("id") == number for other in all_drafts()) < 2
    return f"comms drafts resume {number if is_one else draft.file.stem}"


def tell_unkept(draft: Draft, path: Path) -> None:
    """Tell the user if a file cannot hold the reasons for accepted warnings."""
    from comms.linting.fixes.kept import COMMENTED

    if draft.kept and path.suffix.lower() not in COMMENTED:
        printer.tell(f"! {say('interview.reasons_lost', draft.language, path=path)}")
