"""Errors that a user can resolve; they end a command with a message instead of a traceback."""

from typing import Any


class CommsError(Exception):
    """An error that a user can resolve: `reason` is the key of its sentence, `values` fill the blanks."""

    section = "errors"
    """The section of messages.toml with the sentences of this class."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"{reason} {values}" if values else reason)
        self.reason = reason
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        # pickled by attributes, not arguments, so that it passes from process to process
        return self.__class__.__new__, (self.__class__,), self.__dict__


class Refusal(CommsError):
    """A request that is understood but refused, since it would overwrite, lose or contradict something."""


class SetupError(CommsError):
    """An error that affects every document of a run: the letterhead, own templates, a missing program."""
