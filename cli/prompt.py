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
        # made once: they take longer to set up than a prompt takes to show
        from prompt_toolkit.output.defaults import create_output

        self.output = create_output(stdout=sys.stderr)
        self.refused: dict[FieldPath, str] = {}

    def __call__(self, question: Question | None, prompt: str, preset: str) -> str:
        import questionary
        from prompt_toolkit.history import InMemoryHistory
        from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

        path = question.path if question else ()
        last = self.refused.get(path)
        history = InMemoryHistory([last] if last else [])  # the Up key brings a refused answer back
        asked = questionary.text(prompt, default=preset, qmark="›", output=self.output, history=history)
        back = KeyBindings()
        back.add("s-tab")(lambda event: event.app.exit(result=BACK))
        own = asked.application.key_bindings
        asked.application.key_bindings = merge_key_bindings([own, back] if own else [back])
        try:
            text = str(asked.unsafe_ask())
        except (KeyboardInterrupt, EOFError):
            raise Stopped(asked.application.current_buffer.text) from None
        self.refused[path] = text
        return text


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

    def __call__(self, question: Question | None, prompt: str, preset: str) -> str:
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
