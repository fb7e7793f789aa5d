"""Sources of an interview's answers: a terminal with a cursor, plain lines, or a document's data."""

import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from cli.terminal import printer
from cli.terminal.moves import Move, MovedByKey, Stopped
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.questions import Question
from comms.language.display import CONTROLS
from comms.language.phrases import say
from comms.models.base import Shape
from comms.paths import FieldPath, dotted, value_at
from comms.reading.answers import as_typed

Known = Callable[[Question], Sequence[str]]
"""The texts that may complete the answer to a question."""


class Keyboard:
    """Prompt at the terminal, by questionary; Shift-Tab goes back like `<`, Ctrl-E opens an editor.

    known: returns the texts that may complete an answer while it is typed.
    """

    def __init__(self) -> None:
        from prompt_toolkit.output.defaults import create_output

        self.output = create_output(stdout=sys.stderr)
        self.known: Known = lambda question: ()

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        import questionary
        from prompt_toolkit.key_binding import merge_key_bindings
        from prompt_toolkit.layout.processors import TabsProcessor

        from cli.terminal.shown_text import HarmlessProcessor

        menu = self._completions(question) if question is not None else {}
        cells = TabsProcessor(char1="│", char2=" ")  # tabs between pasted spreadsheet cells
        shown = [HarmlessProcessor(), cells]
        asked = questionary.text(
            prompt,
            default=preset,
            qmark="›",
            output=self.output,
            input_processors=shown,
            **menu,
        )
        application = asked.application
        own = [application.key_bindings] if application.key_bindings else []
        gives_way = bool(preset) and not half_typed
        application.key_bindings = merge_key_bindings([*own, _keys(application, gives_way)])
        try:
            with _stopped_by_signals(application):
                answer = asked.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            raise Stopped(application.current_buffer.text) from None
        if isinstance(answer, MovedByKey):
            raise answer
        return str(answer)

    def _completions(self, question: Question) -> dict[str, Any]:
        """Return questionary's options for completion; without known texts no room is kept for a menu."""
        texts = self.known(question)
        if not texts:
            return {}
        from cli.terminal.completion import KnownCompleter

        several = question.field.shape is Shape.TEXTS
        return {"completer": KnownCompleter(texts, several), "reserve_space_for_menu": 6}


@contextmanager
def _stopped_by_signals(application: Any) -> Iterator[None]:
    """Stop the prompt in good order, as Ctrl-C does, on SIGHUP (a closed terminal) and SIGTERM."""

    def stop() -> None:
        if application.future is not None and not application.future.done():  # a second signal finds it ended
            application.exit(exception=EOFError)

    def end(*_: object) -> None:
        if application.loop is not None:
            application.loop.call_soon_threadsafe(stop)

    signals = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = [(number, signal.signal(number, end)) for number in signals]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _keys(application: Any, gives_way: bool) -> Any:
    """Return the key bindings of an interview; `gives_way`: the first text typed replaces the preset."""
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    keys = KeyBindings()
    keys.add("s-tab")(lambda event: event.app.exit(result=MovedByKey(Move.BACK, event.current_buffer.text)))
    keys.add("c-e")(lambda event: event.current_buffer.open_in_editor())
    # a line break followed at once by more input is pasted, and does not end the answer
    more_follows = Condition(lambda: any(key.data for key in application.key_processor.input_queue))
    keys.add("enter", filter=more_follows, eager=True)(lambda event: event.current_buffer.insert_text("\n"))
    if not gives_way:
        return keys
    pressed: list[object] = []
    application.key_processor.after_key_press += pressed.append
    untouched = Condition(lambda: not pressed)

    @keys.add(Keys.Any, filter=untouched)
    @keys.add(Keys.BracketedPaste, filter=untouched)
    def _replace(event: Any) -> None:
        event.current_buffer.text = ""
        event.current_buffer.insert_text(event.data)

    return keys


SHIFT_TAB = "\x1b[Z"
"""The characters that a terminal sends for Shift-Tab when it is read line by line."""


class LineByLine:
    """Prompt by plain lines, for screen readers and terminals without a cursor: every hint is text.

    Enter takes the answer in brackets; a line of `-` alone leaves the answer out.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: Known = lambda question: ()

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        if preset:
            is_due = question is not None and question.required
            key = "half_typed" if half_typed else "preset_due" if is_due else "preset"
            printer.tell(say(f"interview.{key}", self.language, preset=preset))
        printer.tell(prompt, end=" ")
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Stopped from None
        except UnicodeDecodeError:
            raise CommsError("not_utf8_typed") from None
        if not line:  # Ctrl-D
            raise Stopped
        typed = (line + self._pasted()).rstrip("\r\n")
        if SHIFT_TAB in typed:
            raise MovedByKey(Move.BACK, typed.partition(SHIFT_TAB)[0])
        return CONTROLS.sub("", typed) or preset

    @staticmethod
    def _pasted() -> str:
        """Return the lines that arrived together with the first one and belong to the same answer."""
        lines = ""
        while sys.stdin.isatty() and select.select([sys.stdin], [], [], 0.05)[0]:
            line = sys.stdin.readline()
            if not line:
                break
            lines += line
        return lines


class Replay:
    """Source of answers from the data of a document, shown as if they were typed.

    slips: wrong answers by path, given before the right ones.
    """

    def __init__(
        self,
        data: dict[str, Any],
        screen: Screen,
        language: str,
        slips: dict[str, str] | None = None,
    ) -> None:
        self.data = data
        self.slips = dict(slips or {})
        self.screen = screen
        self.language = language
        self.given: list[FieldPath] = []

    def __call__(self, question: Question | None, prompt: str, preset: str, _half_typed: bool = False) -> str:
        text = self._text(question, preset) if question is not None else ""
        self.screen.line(f"› {prompt} {text or preset}".rstrip(), "cyan")
        return text

    def _text(self, question: Question, preset: str) -> str:
        if slip := self.slips.pop(dotted(question.path), None):
            return slip
        text = as_typed(question.field, value_at(self.data, question.path), self.language)
        if self.given.count(question.path) > (preset == text):  # the file's answer was refused
            raise CommsError("answer_refused", path=dotted(question.path))
        self.given.append(question.path)  # asked again with it in the line, it confirms a warning
        return text
