"""Completion of answers at the prompt from answers given before."""

import re
from collections.abc import Iterator, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from comms.interview.completions import completions
from comms.language.display import one_line

# certain separators of entries, then possible ones, which may also be part of an entry: Marketing, Ana Cole
_SEPARATORS = ("[;；\n]", "[、，,;；\n]")


class KnownCompleter(Completer):
    """Completer of a whole line, or in a list of entries of the one being typed.

    It shows nothing before a character is typed, unless Tab is pressed.
    """

    def __init__(self, known: Sequence[str], several: bool = False) -> None:
        self.known = known
        self.several = several

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """Yield the completions of the text before the cursor if the cursor is at the end."""
        if document.text_after_cursor:
            return
        for typed, known in self._pieces(document.text_before_cursor):
            if not typed.strip() and not complete_event.completion_requested:
                continue
            if suggested := completions(typed, known):
                yield from (_offer(completion, typed) for completion in suggested)
                return

    def _pieces(self, text: str) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the possible readings of the entry being typed, each with the texts that may complete it."""
        if not self.several:
            yield text, self.known
            return
        given = {entry.strip() for separator in _SEPARATORS for entry in re.split(separator, text)[:-1]}
        known = [entry for entry in self.known if entry not in given]
        for separator in _SEPARATORS:
            yield re.split(separator, text)[-1].lstrip(), known


def _offer(completion: str, typed: str) -> Completion:
    return Completion(completion, start_position=-len(typed), display=one_line(completion))
