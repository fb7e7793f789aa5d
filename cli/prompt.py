"""The two ways in which an interview gets its answers: from a person, and from a file."""

import sys
from typing import Any

from cli.interview import BACK, Stopped
from cli.show import Screen
from comms.answers import as_typed
from comms.findings import CommsError, FieldPath, dotted, value_at
from comms.questions import Question


class Keyboard:
    """Asks at the terminal, through questionary; Shift-Tab goes back as `<` does."""

    def __init__(self) -> None:
        from prompt_toolkit.output.defaults import create_output

        self.output = create_output(stdout=sys.stderr)

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        import questionary
        from prompt_toolkit.key_binding import merge_key_bindings

        asked = questionary.text(prompt, default=preset, qmark="›", output=self.output)
        application = asked.application
        own = [application.key_bindings] if application.key_bindings else []
        gives_way = bool(preset) and not half_typed
        application.key_bindings = merge_key_bindings([*own, _keys(application, gives_way)])
        try:
            return str(asked.unsafe_ask())
        except (KeyboardInterrupt, EOFError):
            raise Stopped(application.current_buffer.text) from None


def _keys(application: Any, gives_way: bool) -> Any:
    """Shift-Tab goes back; where a preset gives way, the first character typed takes its place."""
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    keys = KeyBindings()
    keys.add("s-tab")(lambda event: event.app.exit(result=BACK[0]))
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
        text = self._text(question) if question is not None else ""
        self.screen.line(f"› {prompt} {text or preset}".rstrip(), "cyan")
        return text

    def _text(self, question: Question) -> str:
        if slip := self.slips.pop(dotted(question.path), None):
            return slip
        if question.path in self.given:  # asked again: the file's answer was refused
            raise CommsError("answer_refused", path=dotted(question.path))
        self.given.append(question.path)
        return as_typed(question.field, value_at(self.data, question.path), self.language)
