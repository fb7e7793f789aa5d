"""Fixes for the files of a run, as new contents and as diffs."""

import difflib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.language.display import in_line, without_controls
from comms.linting.examiner import Examiner, Target
from comms.linting.fixes import fixed
from comms.linting.request import LintRequest
from comms.linting.run import Targets
from comms.reading import content_of
from comms.rules.files import expected_body
from comms.runtime.files import again_if_changed, replace
from comms.terms.personal import mask_numbers
from comms.workspace.discovery import Found
from comms.workspace.loading import case_of
from comms.workspace.recognition import is_request

STALE = "F005"
"""The rule that the text of a rendered file is the one that its data yield."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A file that can be fixed safely, with its content before and after the fixes."""

    found: Found
    before: bytes
    after: bytes

    def difference(self) -> Iterator[str]:
        """Yield the lines of a unified diff, as `git apply` reads them."""
        before, after = _lines(self.before.decode("utf-8")), _lines(self.after.decode("utf-8"))
        name = _relative(self.found)
        for line in difflib.unified_diff(before, after, f"a/{name}", f"b/{name}"):
            yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@dataclass(frozen=True, slots=True)
class StaleFile:
    """A DOCX file whose visible text differs from its data; only a person knows which of them is right.

    said: the visible text. due: the text that the data yield.
    """

    found: Found
    said: str
    due: str

    def difference(self) -> Iterator[str]:
        """Yield the lines of a unified diff from the visible text to the text that the data yield."""
        name = _relative(self.found)
        before, after = (
            _lines(f"{mask_numbers(without_controls(text))}\n") for text in (self.said, self.due)
        )
        yield from difflib.unified_diff(before, after, f"{name} (text)", f"{name} (data)")


@dataclass(frozen=True, slots=True)
class LinkOutside:
    """A file that could be fixed, but is a link out of the folders of the run."""

    found: Found


def _relative(found: Found) -> str:
    """Return the name of a file relative to the working folder, with forward slashes as git writes it."""
    return in_line(os.path.relpath(found.real).replace(os.sep, "/"))


def _lines(text: str) -> list[str]:
    """Return the lines of a text with their ends; only a line feed ends a line, as in git."""
    *whole, rest = text.split("\n")
    return [*(f"{line}\n" for line in whole), *filter(None, [rest])]


def fix(request: LintRequest) -> Iterator[FixedFile | LinkOutside]:
    """Write the files that can be fixed safely, each right after it was read, and yield them.

    Raises CommsError for a file that cannot be written.
    """
    examiner = Examiner(request.language, request.selection, request.named)
    for target in _targets(examiner, request):
        done = again_if_changed(partial(_fix, target, examiner, _leads_outside(target, request)))
        if done is not None:
            yield done


def _fix(target: Target, examiner: Examiner, is_outside: bool) -> FixedFile | LinkOutside | None:
    if (content := _content(target, examiner)) is None:
        return None
    after = fixed_content(content, target.found, examiner)
    if after == content:
        return None
    if is_outside:
        return LinkOutside(target.found)
    replace(Path(target.found.real), content, after)
    return FixedFile(target.found, content, after)


def differences(request: LintRequest) -> Iterator[FixedFile | LinkOutside | StaleFile]:
    """Yield, file by file, what `--fix` would change and the DOCX files whose text and data differ."""
    examiner = Examiner(request.language, request.selection, request.named)
    for target in _targets(examiner, request):
        found = target.found
        if (content := _content(target, examiner)) is None:
            continue
        after = fixed_content(content, found, examiner)
        if after != content:
            yield LinkOutside(found) if _leads_outside(target, request) else FixedFile(found, content, after)
        elif (stale := _stale(content, found, examiner)) is not None:
            yield stale


def _stale(content: bytes, found: Found, examiner: Examiner) -> StaleFile | None:
    """Return a DOCX file that has finding F005, None for others and where that rule is off."""
    rule_set = examiner.rule_set(str(Path(found.real).parent))
    if not found.path.lower().endswith(".docx") or STALE not in rule_set.rules_for(found.real):
        return None
    case = case_of(content, found.path, rule_set.workspace)
    due = expected_body(case)
    return StaleFile(found, case.source.stamp.body, due) if due is not None and case.source.stamp else None


def _targets(examiner: Examiner, request: LintRequest) -> list[Target]:
    return Targets(examiner, [], request.if_request).of(request.paths)


def _content(target: Target, examiner: Examiner) -> bytes | None:
    """Return the content of a file that the run checks, None for any other and if it has been deleted."""
    try:
        content = content_of(target.found.real)
    except (Unreadable, CommsError):
        return None
    if target.is_named:
        return content
    rule_set = examiner.rule_set(str(Path(target.found.real).parent))
    house = rule_set.workspace.settings.lint.headings.pairs
    return content if is_request(content, target.found.path, house) else None


def _leads_outside(target: Target, request: LintRequest) -> bool:
    """Whether a file that was found in a folder is a link to one outside of all that the run was given."""
    if not os.path.islink(target.found.path):
        return False
    real = Path(target.found.real)
    return not any(real.is_relative_to(os.path.realpath(path)) for path in request.paths)


def fixed_content(content: bytes, found: Found, examiner: Examiner) -> bytes:
    """Return a content after all safe fixes of the rules in force."""
    rule_set = examiner.rule_set(str(Path(found.real).parent))
    return fixed(content, found.path, rule_set.workspace, examiner.language, rule_set.rules_for(found.real))
