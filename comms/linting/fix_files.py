"""Mends the files of a run: what of them can be mended safely, as a new content and as a difference."""

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from comms.findings import Unreadable
from comms.language.display import shown
from comms.linting.examiner import Examiner
from comms.linting.fixes import fixed
from comms.linting.run import Targets
from comms.linting.selection import ALL, Selection
from comms.reading import content_of
from comms.rules.files import due_body
from comms.terms.personal import hidden
from comms.workspace.discovery import Found, is_request
from comms.workspace.loading import case_of


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


@dataclass(frozen=True, slots=True)
class Stale:
    """A DOCX whose text no longer says what its data say; only a person knows which of them is right."""

    found: Found
    said: str
    due: str

    def difference(self) -> Iterator[str]:
        """The lines of a unified diff from the visible text to what the data come to."""
        name = os.path.relpath(self.found.real).replace(os.sep, "/")
        before, after = (_lines(f"{hidden(shown(each))}\n") for each in (self.said, self.due))
        yield from difflib.unified_diff(before, after, f"{name} (text)", f"{name} (data)")


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
    for found, before in _requests(examiner, paths, if_request):
        after = mended_content(before, found, examiner)
        if after != before:
            yield Mended(found, before, after)


def stale(
    paths: Iterable[Path],
    language: str,
    selection: Selection = ALL,
    named: Iterable[Path] = (),
    if_request: bool = False,
) -> Iterator[Stale]:
    """The DOCX among those files that have F005, where that rule is in force."""
    examiner = Examiner(language, selection, tuple(named))
    for found, content in _requests(examiner, paths, if_request):
        rule_set = examiner.rule_set(str(Path(found.real).parent))
        if found.path.lower().endswith(".docx") and "F005" in rule_set.rules_for(found.real):
            case = case_of(content, found.path, rule_set.workspace)
            if (due := due_body(case)) is not None and case.source.stamp is not None:
                yield Stale(found, case.source.stamp.body, due)


def _requests(examiner: Examiner, paths: Iterable[Path], if_request: bool) -> Iterator[tuple[Found, bytes]]:
    """The files that are judged, with their contents."""
    for target in Targets(examiner, [], if_request).of(paths):
        try:
            content = content_of(Path(target.found.real))
        except Unreadable:
            continue
        if target.is_named or is_request(content, target.found.path):
            yield target.found, content


def mended_content(content: bytes, found: Found, examiner: Examiner) -> bytes:
    """A content with everything mended that the rules in force speak of."""
    rule_set = examiner.rule_set(str(Path(found.real).parent))
    return fixed(content, found.path, rule_set.workspace, examiner.language, rule_set.rules_for(found.real))
