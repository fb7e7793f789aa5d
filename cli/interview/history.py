"""The earlier states of a draft, so that the last answers and edits can be taken back one by one."""

from copy import deepcopy
from typing import Any, NamedTuple

from comms.interview.drafts import Draft
from comms.paths import FieldPath

MOST = 200
"""The number of states that are kept."""
_STATE = ("data", "left", "kept", "settled", "asks_all")
"""The attributes of a draft that answers and edits change."""


class _Past(NamedTuple):
    """A state of the draft, and the question that was on the screen; () for the review."""

    path: FieldPath
    state: dict[str, Any]


class History:
    """The states of a draft at the prompts so far."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._past: list[_Past] = []

    def mark(self, path: FieldPath) -> None:
        """Remember the state of the draft at a prompt."""
        if not self._past or self._past[-1].state != self._state():
            self._past.append(_Past(path, deepcopy(self._state())))
            del self._past[:-MOST]

    def undo(self) -> FieldPath | None:
        """Return the draft to its last other state, and return the path of the prompt; None without any."""
        now = self._state()
        while self._past and self._past[-1].state == now:
            self._past.pop()
        if not self._past:
            return None
        past = self._past.pop()
        for name, value in past.state.items():
            setattr(self._draft, name, value)
        self._draft.half_typed.clear()
        self._draft.save()
        return past.path

    def _state(self) -> dict[str, Any]:
        return {name: getattr(self._draft, name) for name in _STATE}
