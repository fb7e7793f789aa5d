"""The ways in which an interview gets its answers: at a terminal, line by line, and from a file."""

import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

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
    """Asks at the terminal, through questionary; Shift-Tab goes back as `<` does, Ctrl-E opens an editor.

    known: gives the texts that complete an answer as one types.
    """

    def __init__(self) -> None:
        from prompt_toolkit.output.defaults import create_output

        self.output = create_output(stdout=sys.stderr)
        self.known: Known = lambda question: ()

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        import questionary
        from prompt_toolkit.key_binding import merge_key_bindings
        from prompt_toolkit.layout.processors import TabsProcessor

        menu = self._completions(question) if question is not None else {}
        cells = TabsProcessor(char1="│", char2=" ")  # tabs of a spreadsheet's cells
        asked = questionary.text(
            prompt, default=preset, qmark="›", output=self.output, input_processors=[cells], **menu
        )
        application = asked.application
        own = [application.key_bindings] if application.key_bindings else []
        gives_way = bool(preset) and not half_typed
        application.key_bindings = merge_key_bindings([*own, _keys(application, gives_way)])
        try:
            with _ending(application):
                answer = asked.unsafe_ask()
        except (KeyboardInterrupt, EOFError):
            raise Stopped(application.current_buffer.text) from None
        if isinstance(answer, MovedByKey):
            raise answer
        return str(answer)

    def _completions(self, question: Question) -> dict[str, Any]:
        """What questionary needs to complete an answer; a menu takes room only where it has entries."""
        texts = self.known(question)
        if not texts:
            return {}
        from cli.terminal.completion import KnownCompleter

        several = question.field.shape is Shape.TEXTS
        return {"completer": KnownCompleter(texts, several), "reserve_space_for_menu": 6}


@contextmanager
def _ending(application: Any) -> Iterator[None]:
    """A terminal that is closed, or a request to end, stops the prompt as Ctrl-C does: in good order."""

    def stop() -> None:
        if application.future is not None and not application.future.done():  # a second signal finds it ended
            application.exit(exception=EOFError)

    def end(number: int, frame: object) -> None:
        del number, frame
        if application.loop is not None:
            application.loop.call_soon_threadsafe(stop)

    asked_to = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = [(each, signal.signal(each, end)) for each in asked_to]
    try:
        yield
    finally:
        for each, handler in before:
            signal.signal(each, handler)


def _keys(application: Any, gives_way: bool) -> Any:
    """The keys of an interview; where a preset gives way, the first character typed takes its place."""
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    keys = KeyBindings()
    keys.add("s-tab")(lambda event: event.app.exit(result=MovedByKey(Move.BACK, event.current_buffer.text)))
    keys.add("c-e")(lambda event: event.current_buffer.open_in_editor())
    # a line break that comes with more behind it is pasted: it does not end the answer
    more_behind = Condition(lambda: any(each.data for each in application.key_processor.input_queue))
    keys.add("enter", filter=more_behind, eager=True)(lambda event: event.current_buffer.insert_text("\n"))
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
"""What a terminal sends for Shift-Tab where nothing reads keys."""


class LineByLine:
    """Asks by plain lines, for screen readers and terminals without a cursor: every hint is text.

    Enter takes the answer in brackets; a line of `-` alone leaves the answer out.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: Known = lambda question: ()

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        if preset:
            is_due = question is not None and question.required
            key = "half_typed" if half_typed else "preset_due" if is_due else "preset"
            print(say(f"interview.{key}", self.language, preset=preset), file=sys.stderr)
        print(prompt, end=" ", file=sys.stderr, flush=True)
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
        """The lines that came together with the first one: they belong to its answer."""
        lines = ""
        while sys.stdin.isatty() and select.select([sys.stdin], [], [], 0.05)[0]:
            line = sys.stdin.readline()
            if not line:
                break
            lines += line
        return lines


class Replay:
    """Answers from the data of a document, and shows each answer as though it had been typed.

    slips: wrong answers by their paths, typed before the right one.
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

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        del half_typed
        text = self._text(question, preset) if question is not None else ""
        self.screen.line(f"› {prompt} {text or preset}".rstrip(), "cyan")
        return text

    def _text(self, question: Question, preset: str) -> str:
        if slip := self.slips.pop(dotted(question.path), None):
            return slip
        text = as_typed(question.field, value_at(self.data, question.path), self.language)
        if self.given.count(question.path) > (preset == text):  # asked again: the file's answer was refused
            raise CommsError("answer_refused", path=dotted(question.path))
        self.given.append(question.path)  # with the answer in the line, a warning is to be confirmed
        return text
