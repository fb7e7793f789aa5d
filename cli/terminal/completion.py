"""Completes answers at the prompt, out of those that were given before."""

import re
from collections.abc import Iterator, Sequence

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from comms.interview.completions import completions

# what stands between entries for certain, and what may do so or belong to one: Marketing, Ana Cole
_BETWEEN = ("[;；\n]", "[、，,;；\n]")


class KnownCompleter(Completer):
    """Completes the whole text of a line, or of several texts the one that is being typed.

    Nothing is shown before a character is typed, unless Tab asks for it.
    """

    def __init__(self, known: Sequence[str], several: bool = False) -> None:
        self.known = known
        self.several = several

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """The completions of the text before the cursor, where it stands at the end."""
        if document.text_after_cursor:
            return
        for typed, known in self._pieces(document.text_before_cursor):
            if not typed.strip() and not complete_event.completion_requested:
                continue
            if found := completions(typed, known):
                yield from (Completion(each, start_position=-len(typed)) for each in found)
                return

    def _pieces(self, text: str) -> Iterator[tuple[str, Sequence[str]]]:
        """What is being typed, as it may be meant, and what it may become."""
        if not self.several:
            yield text, self.known
            return
        given = {each.strip() for between in _BETWEEN for each in re.split(between, text)[:-1]}
        known = [each for each in self.known if each not in given]
        for between in _BETWEEN:
            yield re.split(between, text)[-1].lstrip(), known
