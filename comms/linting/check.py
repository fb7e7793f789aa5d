"""Runs the rules over a case and says their findings in the reader's language."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial

from comms.findings import Finding, Problem, place
from comms.language.phrases import fill, say, words
from comms.paths import FieldPath
from comms.rules import RULES, Judge, Rule
from comms.terms.personal import mask_numbers
from comms.workspace.case import Case


def check(case: Case, language: str, rules: Iterable[str] = RULES, most: int | None = None) -> list[Finding]:
    """The findings of a case in the order of their places; no rule speaks of a value that is invalid.

    most: of each rule only so many are told, and the last one says how many there are beside.
    """
    kind = case.document.kind if case.document is not None else ""
    case.judge = partial(check, language=language)
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
    message, hint = map(mask_numbers, sentences(code, problem, language))
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
