"""Errors that a person can mend; they end a command with a sentence instead of a traceback."""

from typing import Any


class CommsError(Exception):
    """Something a person can mend: `reason` names the sentence in messages.toml, `values` fill its blanks."""

    section = "errors"
    """The section of messages.toml that holds the sentences of this sort."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"{reason} {values}" if values else reason)
        self.reason = reason
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        # by its attributes, not its arguments: one process tells another what happened
        return self.__class__.__new__, (self.__class__,), self.__dict__


class Refusal(CommsError):
    """What was asked for is understood and not done: it would overwrite, lose or contradict something."""


class SetupError(CommsError):
    """What is wrong concerns every document of a run: the house's letterhead, its templates, a program."""
