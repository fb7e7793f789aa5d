"""Output on the terminal: questions, the review, findings and tables."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Table
from rich.text import Text
from wcwidth import wcswidth

from cli.terminal.line_breaking import broken
from comms.findings import Finding, Severity
from comms.language.display import harmless, in_line, one_line, without_controls
from comms.language.formats import long_date, long_time, measure, money
from comms.language.phrases import field_words, item_label, label, say, words
from comms.models.base import Field, Shape
from comms.reading.answers import as_typed
from comms.terms.amounts import parse_number
from comms.terms.iso_times import parse_iso_time

if TYPE_CHECKING:
    from cli.terminal.rows import Fold, Item, Row, StepState
    from comms.interview.questions import Question
    from comms.reports import StyledText

ROLES = {
    "error": "bold red",
    "warning": "bold yellow",
    "place": "bold",
    "frame": "blue",
    "hint": "green",
    "ok": "green",
    "": "",
    "message": "",
}

MOST_REPEATED = 3
"""The number of errors that are repeated beneath a review."""
MOST_OF_A_NAME = 24
"""The columns that the name of an entry may take before the question about it."""
NARROW = 60
"""The width of the terminal below which there is no room for two columns side by side."""


def console(stderr: bool = True, wrap: bool = True, plain: bool = False) -> Console:
    """Return a console that shows text as it is, without markup or highlighting; plain: without colour."""
    colours: Any = {"color_system": None} if plain else {}
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=not wrap, **colours)


class Screen:
    """Output of the interview, on standard error."""

    def __init__(self, to: Console | None = None, plain: bool = False) -> None:
        self.console = to or console(plain=plain)
        self.plain = plain

    def line(self, text: str = "", style: str = "", sign: str = "") -> None:
        """Show a line; if it is too long, indent its continuation to where it began, after the sign."""
        visible = without_controls(text)
        margin = " " * (len(visible) - len(visible.lstrip(" "))) + sign
        for paragraph in visible.strip(" ").split("\n"):
            for part in broken(paragraph, max(self.console.width - len(margin), 8)):
                self.console.print(Text((margin + part).rstrip(), style=style), soft_wrap=True)
                margin = " " * len(margin)

    def note(self, text: str) -> None:
        self.line(f"  {text}", "dim")

    def taken(self, text: str) -> None:
        self.line(f"  {one_line(text)}", "green", sign="✓ ")

    def refused(self, message: str, hint: str) -> None:
        self.line(f"  {one_line(message)}", "bold red", sign="✗ ")
        if hint:
            self.line(f"    {one_line(hint)}", "green")

    def warned(self, message: str, hint: str) -> None:
        self.line(f"  {one_line(message)}", "yellow", sign="! ")
        if hint:
            self.line(f"    {one_line(hint)}", "green")

    def step(self, question: "Question", language: str) -> None:
        name = words(language)["steps"][question.step]["name"]
        place = say("interview.step", language, number=question.number, count=question.count)
        done = "━" * (2 * question.number) + "─" * (2 * (question.count - question.number))
        self.line()
        is_wide = self.console.width >= NARROW and not self.plain
        self.line(f"{place} · {name}" + (f"  {done}" if is_wide else ""), "bold cyan")
        if note := words(language)["steps"][question.step].get("note"):
            self.note(note)

    def question(self, question: "Question", language: str, leaving: str = "") -> None:
        """Show a question, and beneath it what is done to leave it without an answer."""
        about = field_words(question.field.owner, question.field.key, language)
        place = ""
        if question.item:
            place = f"{entry_label(question, language)} · "
        elif question.part:
            place = f"{label(question.part, language)} · "
        self.line(f"{place}{about.question}", "bold")
        self._choices(question.field, language)
        for remark in _remarks(question, language, leaving):
            self.note(remark)

    def _choices(self, field: Field, language: str) -> None:
        """Show the choices, numbered, on one line or, if that is too long, on a line each."""
        named = field_words(field.owner, field.key, language).choices or {}
        texts = [f"{number} {named.get(choice, choice)}" for number, choice in enumerate(field.choices, 1)]
        joined = "  ".join(texts)
        for line in [joined] if wcswidth(joined) + 2 <= self.console.width else texts:
            if line:
                self.note(line)

    def picks(self, texts: list[str], language: str, several: bool = False) -> None:
        """Show the answers to pick from, numbered."""
        if texts:
            self.note(say("interview.pick_several" if several else "interview.pick", language))
        self.numbered(texts)

    def entry(self, number: int, text: str) -> None:
        """Show an entry of a list on one line, cut if it is too long."""
        room = max(self.console.width - 6, 8)
        first, *more = broken(one_line(text), room)
        self.line(f"  {first}{'…' if more else ''}", "cyan", sign=f"{number:>2} ")

    def numbered(self, texts: list[str]) -> None:
        for number, text in enumerate(texts, 1):
            self.line(f"  {one_line(text)}", "cyan", sign=f"{number:>2} ")

    def help(self, question: "Question", language: str, leaving: str) -> None:
        """Show a question again, with the form of its answer and the moves."""
        self.question(question, language, leaving)
        shapes = words(language, "messages")["shapes"]
        for help_text in (shapes.get(question.field.shape), say("interview.moves", language)):
            for line in (help_text or "").splitlines():
                self.note(line)

    def overview(self, steps: "list[StepState]", language: str) -> None:
        """Show the steps, numbered, with the progress of each."""
        for state in steps:
            sign = "○" if state.waiting else "●"
            name = words(language)["steps"][state.step]["name"]
            progress = say("interview.step_state", language, answered=state.answered, waiting=state.waiting)
            self.line(f"  {state.number:>2} {sign} {name}  {progress}", "cyan" if state.waiting else "green")
        self.note(say("interview.jump", language))

    def column(self, number: int, header: str, target: str, values: str, is_matched: bool) -> None:
        """Show a column of a table, its target field and examples of its values."""
        style = "green" if is_matched else "yellow"
        self.line(f"  {number:>2} {one_line(header)} → {one_line(target)}   {one_line(values)[:40]}", style)

    def review(self, items: "Sequence[Item]", unplaced: list[Finding], language: str) -> None:
        """Show the answers of a document, numbered, with the findings beneath the answers they concern."""
        self.line()
        self.line(say("interview.review", language), "bold")
        self.items(items, language)
        # dozens of rows scroll away, so the errors are repeated beneath them
        wrong = [(row, finding) for row in _rows_of(items) for finding in row.findings]
        errors = [each for each in wrong if each[1].severity is Severity.ERROR]
        for row, finding in errors[:MOST_REPEATED]:
            self.refused(f"{row.number}: {finding.message}", finding.hint)
        for finding in unplaced:
            show = self.refused if finding.severity is Severity.ERROR else self.warned
            show(finding.message, finding.hint)

    def height_of(self, items: "Sequence[Item]", language: str) -> int:
        """Return the number of lines that items of a review take."""
        with self.console.capture() as shown:
            self.items(items, language)
        return shown.get().count("\n")

    def items(self, items: "Sequence[Item]", language: str) -> None:
        """Show the items of a review; beneath them, what has been left unanswered."""
        from cli.terminal.rows import Fold, Heading

        left = []
        for item in items:
            if isinstance(item, Heading):
                self.line(f"  {words(language)['steps'][item.step]['name']}", "bold cyan")
            elif isinstance(item, Fold):
                self._fold(item, language)
            elif item.is_left:
                left.append(item)
            else:
                self._answer(item, language)
        self._left(left, language)

    def _answer(self, row: "Row", language: str) -> None:
        self._row(row.number, _name(row.question, language), row.answer, language)
        for reason in row.reasons:
            self.line(f"      {say('interview.warning_kept', language, reason=reason)}", "dim", sign="! ")
        for finding in row.findings:
            sign = "✗" if finding.severity is Severity.ERROR else "!"
            self.line(f"      {one_line(finding.message)}", ROLES[finding.severity], sign=f"{sign} ")

    def _fold(self, fold: "Fold", language: str) -> None:
        """Show folded answers on a line: the number of the first, their name, marks, and their beginnings."""
        signs = ["✗" if finding.severity is Severity.ERROR else "!" for finding in fold.findings]
        marks = "".join(f"{sign}{signs.count(sign)} " for sign in ("✗", "!") if sign in signs)
        name = _fold_name(fold, language)
        if fold.last is not None:
            name = f"{name} … {_fold_name(fold.last, language)}"
        separator: str = words(language)["language"]["list"]
        answers = separator.join(row.answer for row in fold.rows if row.is_answered)
        room = max(self.console.width - 6, 8)
        text = short(f"▸ {name} {marks}{'' if fold.last else answers}", room)
        self.line(f"{fold.rows[0].number:>5} {text}", "red" if "✗" in signs else "yellow" if signs else "")

    def _left(self, rows: "list[Row]", language: str) -> None:
        """Show the names and numbers of what has been left unanswered."""
        if rows:
            separator: str = words(language)["language"]["list"]
            names = separator.join(f"{row.number} {_short_name(row.question, language)}" for row in rows)
            self.line(f"  {say('interview.review_left', language, names=names)}")

    def _row(self, number: int, name: str, answer: str, language: str) -> None:
        """Show a numbered answer; the continuation of a long one is indented."""
        if self.plain:
            self.line(f"{number}. {name}: {one_line(answer)}")
            return
        if self.console.width < NARROW:
            colon = words(language)["language"]["colon"]
            self.line(f"{one_line(name)}{colon}{one_line(answer)}", sign=f"{number:>3} ")
            return
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", style="cyan", width=5)
        table.add_column(
            style="bold", no_wrap=False, overflow="fold", max_width=max(self.console.width // 3, 8)
        )
        table.add_column(overflow="fold")
        table.add_row(str(number), Text(one_line(name)), Text(one_line(answer)))
        self.console.print(table)


def short(text: str, room: int) -> str:
    """Return a text on one line, cut to a number of columns."""
    line = one_line(text)
    if wcswidth(line) <= room:
        return line
    while line and wcswidth(line) > room - 1:
        line = line[:-1]
    return f"{line.rstrip()}…"


def _remarks(question: "Question", language: str, leaving: str) -> Iterator[str]:
    """Yield the remarks beneath a question: an example, and how it is left without an answer."""
    about = field_words(question.field.owner, question.field.key, language, question.document)
    colon = words(language)["language"]["colon"]
    if about.example and not question.field.choices:
        yield f"{say('interview.example', language)}{colon}{about.example}"
    hint = say("interview.list_hint", language) if question.field.shape is Shape.TEXTS else ""
    if question.opener and question.item and question.item[1].ask.several:
        hint = say("interview.several_hint", language)
    if hint or leaving:
        yield str(words(language)["language"]["list"]).join(filter(None, (hint, leaving)))


def _rows_of(items: "Sequence[Item]") -> "Iterator[Row]":
    """Yield all rows of a review, those that are folded, too."""
    from cli.terminal.rows import Fold, Row

    for item in items:
        if isinstance(item, Row):
            yield item
        elif isinstance(item, Fold):
            yield from item.rows


def _fold_name(fold: "Fold", language: str) -> str:
    """Return the name of the step or of the entry that is folded."""
    question = fold.rows[0].question
    return (
        str(words(language)["steps"][question.step]["name"])
        if fold.is_step
        else entry_label(question, language)
    )


def entry_label(question: "Question", language: str) -> str:
    """Return the number of the entry that a question belongs to, and what the entry is called."""
    assert question.item is not None
    number, field = question.item
    called = short(question.entry, MOST_OF_A_NAME)
    return f"{item_label(field, number, language)} {called}".rstrip()


def _name(question: "Question", language: str) -> str:
    name = label(question.field, language)
    if question.item:
        number, field = question.item
        return f"{item_label(field, number, language)} · {name}"
    return f"{label(question.part, language)} · {name}" if question.part else name


def _short_name(question: "Question", language: str) -> str:
    """Return the name of a question without an answer; of one that begins an entry, the name of its list."""
    if question.opener and question.item and question.item[0] == 1:
        return label(question.item[1], language)
    return _name(question, language)


def answer_text(field: Field, value: Any, language: str) -> str:
    """Return an answer in readable form: choices by name, times with zones, figures with units."""
    match field.shape:
        case _ if value is None:
            return say("interview.absent", language)
        case _ if field.choices:
            named = field_words(field.owner, field.key, language).choices or {}
            chosen = value if isinstance(value, list) else [value]
            separator: str = words(language)["language"]["list"]
            text = separator.join(str(named.get(choice, choice)) for choice in chosen)
        case Shape.TIME if (moment := parse_iso_time(str(value))) is not None:
            text = long_time(moment, language)
        case Shape.DATE:
            text = long_date(date.fromisoformat(str(value)), language)
        case Shape.NUMBER | Shape.WHOLE if (figure := parse_number(str(value))) is not None:
            text = measure(figure, field.key, language)
        case Shape.MONEY if isinstance(value, dict) and (figure := parse_number(str(value.get("amount")))):
            text = money(figure, value.get("currency"), language)
        case _:
            text = as_typed(field, value, language)
    return text


def print_pieces(lines: "Iterator[list[StyledText]]") -> None:
    """Print the lines of a report on standard output, coloured by the roles of their pieces."""
    target = console(stderr=False, wrap=False)  # frames must not be broken
    for line in lines:
        target.print(Text.assemble(*((harmless(text), ROLES[role]) for role, text in line)))


def print_rows(lines: "Iterator[list[StyledText]]") -> None:
    """Print lines without tabs as `print_pieces` does, but thousands of them at once."""
    styles = {role: Style.parse(style) for role, style in ROLES.items()}
    pieces = (piece for line in lines for piece in (*line, ("", "\n")))
    segments = [Segment(text if text == "\n" else in_line(text), styles[role]) for role, text in pieces]
    console(stderr=False, wrap=False).print(Segments(segments), end="")


def print_lines(to: Console, text: str) -> None:
    """Print a message of one or more lines on a console, such as that of a progress bar."""
    to.print(harmless(text).rstrip("\n"), soft_wrap=True)
