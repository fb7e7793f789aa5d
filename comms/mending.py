"""Mends the files of a run: what of them can be mended safely, as a new content and as a difference."""

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from comms.examining import Examiner
from comms.findings import Unreadable
from comms.fixing import fixed
from comms.linting import Targets
from comms.reading import content_of
from comms.selection import ALL, Selection
from comms.walking import Found, is_request


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that can be mended, with its content before and after."""

    found: Found
    before: bytes
    after: bytes

    def difference(self) -> Iterator[str]:
        """The lines of a unified diff, as `git apply` reads them."""
        before, after = (_lines(each.decode("utf-8")) for each in (self.before, self.after))
        name = os.path.relpath(self.found.real).replace(os.sep, "/")
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines of a text with their ends, as git counts them."""
    lines = text.split("\n")
    return [f"{each}\n" for each in lines[:-1]] + [each for each in lines[-1:] if each]


def mended(
    paths: Iterable[Path],
    language: str,
    selection: Selection = ALL,
    named: Iterable[Path] = (),
    if_request: bool = False,
) -> Iterator[Mended]:
    """The files among those named and in the folders named that can be mended; nothing is written."""
    examiner = Examiner(language, selection, tuple(named))
    for target in Targets(examiner, [], if_request).of(paths):
        try:
            before = content_of(Path(target.found.real))
        except Unreadable:
            continue
        if target.is_named or is_request(before, target.found.path):
            after = mended_content(before, target.found, examiner)
            if after != before:
                yield Mended(target.found, before, after)


def mended_content(content: bytes, found: Found, examiner: Examiner) -> bytes:
    """A content with everything mended that the rules in force speak of."""
    choice = examiner.choice(str(Path(found.real).parent))
    return fixed(content, found.path, choice.workspace, examiner.language, choice.rules_for(found.real))
