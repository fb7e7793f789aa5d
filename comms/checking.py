"""From a source to a model and its findings: the one way that interview, CI and library share."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from comms.findings import Finding, Problem, Unreadable, place
from comms.kinds import KINDS, model_of
from comms.models.base import Document, absences
from comms.paths import FieldPath
from comms.reading import read_bytes, read_file
from comms.reading.source import Source, lines_of
from comms.rules import RULES, Judge, Rule
from comms.terms.personal import Personal, hidden, may_hold_numbers, numbers_in
from comms.words import fill, say, words
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace

if TYPE_CHECKING:
    from comms.rules.wording import VagueWord


@dataclass(frozen=True, slots=True)
class Invalid:
    """A value that the model could not take: where, pydantic's name of the error, its figures."""

    path: FieldPath
    error: str
    values: dict[str, Any]
    written: Any


@dataclass
class Case:
    """What the rules look at: a source, the document made of it, and what could not be taken."""

    source: Source
    document: Document | None = None
    invalid: tuple[Invalid, ...] = ()
    unreadable: Unreadable | None = None
    twins: tuple[str, ...] = ()
    """Other files of the same run that claim the same id and revision."""
    workspace: Workspace = NOWHERE
    """The settings in force, and the documents that this one may refer to."""

    @cached_property
    def absent(self) -> dict[str, list[FieldPath]]:
        """The paths of the absent answers by the code that reports them."""
        found: dict[str, list[FieldPath]] = {}
        for code, path in absences(self.document) if self.document else ():
            found.setdefault(code, []).append(path)
        return found

    @cached_property
    def personal(self) -> list[tuple[FieldPath, Personal]]:
        """The identifying numbers in the texts of the source, with the paths of the texts."""
        if self.source.is_plain and not may_hold_numbers(self.source.text):
            return []
        found = [(path, each) for path, text in _texts(self.source.data) for each in numbers_in(text)]
        if self.source.sections is not None:  # written by hand: what stands beside the sections is no data
            known = {each.number for _, each in found}
            # a DOCX has no text but its passages
            texts = [self.source.text] if self.source.text else [each.text for each in self.source.passages]
            lines = [line for text in texts for line in text.splitlines()]
            found += [((), each) for line in lines for each in numbers_in(line) if each.number not in known]
        return found

    @cached_property
    def vague(self) -> "list[VagueWord]":
        """The vague words of the document."""
        from comms.rules.wording import vague_words

        return vague_words(self)

    @cached_property
    def plain(self) -> str:
        """The data of the document, so that two can be compared."""
        return json.dumps(self.document.to_data(), default=str, sort_keys=True) if self.document else ""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return lines_of(self.source.text)

    @cached_property
    def _doubts(self) -> tuple[frozenset[FieldPath], frozenset[FieldPath]]:
        """The paths of the invalid values, and all paths above them."""
        exact = frozenset(each.path for each in self.invalid)
        return exact, frozenset(path[:end] for path in exact for end in range(len(path)))

    def is_doubtful(self, path: FieldPath) -> bool:
        """Whether a value at, above or below `path` could not be taken, so that no rule may judge it."""
        exact, above = self._doubts
        return path in above or any(path[:end] in exact for end in range(1, len(path) + 1))


def _texts(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, (*path, index))


def load_case(source: Source, workspace: Workspace = NOWHERE) -> Case:
    """The model of a source; an invalid value is noted once and then treated as absent."""
    kind = source.data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return Case(source, workspace=workspace)
    document, invalid = take(model_of(kind), source.data)
    return Case(source, document, invalid, workspace=workspace)


def load_file(path: Path | str, workspace: Workspace | None = None) -> Case:
    """The case of a file of any input format, in the workspace around it unless another one is given.

    Raises Unreadable, or CommsError where there is no such file.
    """
    return load_case(read_file(Path(path)), workspace or open_workspace(Path(path).parent))


def unreadable_case(name: str, error: Unreadable) -> Case:
    """The case of a file that could not be parsed."""
    return Case(Source(name, "", {}), unreadable=error)


def case_of(content: bytes | Unreadable, name: str, workspace: Workspace) -> Case:
    """The case of a content, or of the reason why there is none; one that cannot be parsed has a case too."""
    if isinstance(content, Unreadable):
        return unreadable_case(name, content)
    try:
        return load_case(read_bytes(content, name), workspace)
    except Unreadable as error:
        return unreadable_case(name, error)


def plain_data(case: Case) -> dict[str, Any]:
    """The data of a case as a file would hold them: bare values spelt out, what is invalid left out."""
    from comms.models.plain import plain

    return dict(plain(case.document.to_data())) if case.document else {}


def take(model: type[Document], data: dict[str, Any]) -> tuple[Document, tuple[Invalid, ...]]:
    """The document of `data` without the values that are invalid, and those values."""
    invalid: list[Invalid] = []
    while True:
        try:
            return model.from_data(data), tuple(invalid)
        except ValidationError as error:
            found = [_invalid(each, data) for each in error.errors(include_url=False)]
            known = {each.path for each in invalid}
            fresh = [each for each in found if each.path not in known]
            invalid += fresh
            # what its own removal does not mend goes with its parent, so that this comes to an end
            paths = [each.path for each in fresh] or [each.path[:-1] for each in found]
            if () in paths:
                raise
            data = _without(data, paths)


def _invalid(error: Any, data: dict[str, Any]) -> Invalid:
    path = _existing(error["loc"], data)
    values = {key: each for key, each in error.get("ctx", {}).items() if key != "error"}
    return Invalid(path, error["type"], values, error.get("input"))


def _existing(loc: FieldPath, data: Any) -> FieldPath:
    """The part of pydantic's location that is a path into the data (a bare value has no deeper one)."""
    path: FieldPath = ()
    for step in loc:
        held: Any = range(len(data)) if isinstance(data, list) else data if isinstance(data, dict) else ()
        if step not in held:
            break
        data, path = data[step], (*path, step)
    return path


def _without(data: Any, paths: list[FieldPath]) -> Any:
    """A copy of plain data without the values at `paths`; an item of a list leaves an empty one behind."""
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    for step in {path[0] for path in paths}:
        below = [path[1:] for path in paths if path[0] == step]
        if () not in below:
            copy[step] = _without(copy[step], below)
        elif isinstance(copy, dict):
            del copy[step]
        else:
            copy[step] = None
    return copy


def check(case: Case, language: str, rules: Iterable[str] = RULES, most: int | None = None) -> list[Finding]:
    """The findings of a case in the order of their places; no rule speaks of a value that is invalid.

    most: of each rule only so many are told, and the last one says how many there are beside.
    """
    kind = case.document.kind if case.document is not None else ""
    found: list[Finding] = []
    for code, rule, function in _applicable(tuple(rules), kind):
        if problems := list(function(case)):
            sure = _sure(code, problems, case)
            told = [_finding(code, rule, each, case, language) for each in sure[:most]]
            found += _counted(told, len(sure), language)
    return sorted(_told_once(found), key=place) if found else found


MOST = 100
"""Findings of one rule that a run tells of one file: nobody reads more, and they take memory."""


def _sure(code: str, problems: list[Problem], case: Case) -> list[Problem]:
    """Those of the problems that lie at values which could be taken."""
    return [
        each for each in problems if not each.path or code in OF_VALUES or not case.is_doubtful(each.path)
    ]


def _counted(told: list[Finding], count: int, language: str) -> list[Finding]:
    """The findings of one rule that are told; the last one says how many of `count` are not."""
    if more := count - len(told):
        hint = f"{told[-1].hint} {say('lint.more', language, count=more)}"
        told[-1] = replace(told[-1], hint=hint, more=more)
    return told


def at_most(findings: list[Finding], most: int, language: str) -> list[Finding]:
    """Of each rule only so many of a file's findings, in their order."""
    by_rule: dict[str, list[Finding]] = {}
    for each in findings:
        by_rule.setdefault(each.code, []).append(each)
    cut = (_counted(each[:most], len(each), language) for each in by_rule.values())
    return sorted((each for told in cut for each in told), key=place)


OF_VALUES = ("F003", "F004")
"""The rules that speak of values which the model could not take."""

OF_WORDS = ("W103", "D702", "O511")
"""The rules that judge the very words of an answer: the rules of wording do not repeat them."""


def _told_once(found: list[Finding]) -> list[Finding]:
    judged = [each.path for each in found if each.code in OF_WORDS]
    if not judged:
        return found
    return [
        each for each in found if each.code[0] != "V" or not any(_share(each.path, path) for path in judged)
    ]


def _share(one: FieldPath, other: FieldPath) -> bool:
    """Whether one of two values holds the other, or is the other."""
    shorter = min(len(one), len(other))
    return bool(one) and one[:shorter] == other[:shorter]


@lru_cache(maxsize=64)
def _applicable(rules: tuple[str, ...], kind: str) -> "list[tuple[str, Rule, Judge]]":
    """Those of the rules that judge a kind, with their functions."""
    chosen = ((code, RULES[code]) for code in rules)
    return [(code, rule, rule.function) for code, rule in chosen if not rule.kinds or kind in rule.kinds]


def _finding(code: str, rule: Rule, problem: Problem, case: Case, language: str) -> Finding:
    message, hint = map(hidden, sentences(code, problem, language))
    span = problem.span or case.source.at(problem.path, problem.on_key)
    severity = problem.severity or rule.severity
    excerpt = case.source.excerpt(span)
    return Finding(code, severity, message, hint, case.source.name, span, problem.path, excerpt)


def sentences(code: str, problem: Problem, language: str) -> tuple[str, str]:
    """The message and the hint of a problem; a variant without a hint of its own has the rule's."""
    book = words(language, "rules")[code]
    chosen = {**book, **book.get("variants", {}).get(problem.variant, {})}
    message, hint = chosen["message"], chosen["hint"]
    return fill(message, problem.values, language), fill(hint, problem.values, language)
