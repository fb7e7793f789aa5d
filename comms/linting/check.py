"""Checks a case with the rules and words their findings in the reader's language."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain

from comms.findings import Finding, Problem, sort_key
from comms.language.phrases import fill, say, words
from comms.paths import FieldPath
from comms.rules import RULES, Judge, Rule
from comms.terms.personal import mask_numbers
from comms.workspace.case import Case


def check(case: Case, language: str, rules: Iterable[str] = RULES, most: int | None = None) -> list[Finding]:
    """Return the findings of a case in the order of their places; an invalid value has no other finding.

    rules: the codes of the rules. most: the most findings per rule; the last one states how many more exist.
    """
    kind = case.document.kind if case.document is not None else ""
    case.judge = partial(check, language=language)
    found: list[Finding] = []
    for code, rule, function in _applicable(tuple(rules), kind):
        if problems := list(function(case)):
            certain = _certain(code, problems, case)
            findings = [_finding(code, rule, problem, case, language) for problem in certain[:most]]
            found += _counted(findings, len(certain), language)
    return sorted(_without_repetitions(found), key=sort_key) if found else found


MOST = 100
"""The most findings of one rule that a run reports for one file: nobody reads more, and they take memory."""


def _certain(code: str, problems: list[Problem], case: Case) -> list[Problem]:
    """Return the problems of a rule without those at rejected values, which OF_VALUES report."""
    if code in OF_VALUES:
        return problems
    return [problem for problem in problems if not problem.path or not case.is_doubtful(problem.path)]


def _counted(reported: list[Finding], count: int, language: str) -> list[Finding]:
    """Return the reported findings of one rule; the last one states how many of `count` are left out."""
    if more := count - len(reported):
        hint = f"{reported[-1].hint} {say('lint.more', language, count=more)}"
        reported[-1] = replace(reported[-1], hint=hint, more=more)
    return reported


def at_most(findings: list[Finding], most: int, language: str) -> list[Finding]:
    """Return a file's findings in their order, at most `most` of each rule."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.code, []).append(finding)
    cut = (_counted(group[:most], len(group), language) for group in by_rule.values())
    return sorted(chain.from_iterable(cut), key=sort_key)


OF_VALUES = ("F003", "F004")
"""The rules that report the values that the model rejected."""

OF_WORDS = ("W101", "W102", "W103", "W104", "W105", "W106", "W107", "W108", "C606", "D702", "O511")
"""The rules that judge the wording of an answer themselves: the rules of wording do not repeat them."""


def _without_repetitions(found: list[Finding]) -> list[Finding]:
    """Return the findings without those of the rules of wording at values that OF_WORDS already report."""
    judged = [finding.path for finding in found if finding.code in OF_WORDS]
    if not judged:
        return found
    return [
        finding
        for finding in found
        if finding.code[0] != "V" or not any(_overlap(finding.path, path) for path in judged)
    ]


def _overlap(one: FieldPath, other: FieldPath) -> bool:
    """Whether two values are the same, or one of them contains the other."""
    shorter = min(len(one), len(other))
    return bool(one) and one[:shorter] == other[:shorter]


@lru_cache(maxsize=64)
def _applicable(rules: tuple[str, ...], kind: str) -> "list[tuple[str, Rule, Judge]]":
    """Return the rules that apply to a kind, with their functions."""
    chosen = ((code, RULES[code]) for code in rules)
    return [(code, rule, rule.function) for code, rule in chosen if not rule.kinds or kind in rule.kinds]


def _finding(code: str, rule: Rule, problem: Problem, case: Case, language: str) -> Finding:
    message, hint = map(mask_numbers, sentences(code, problem, language))
    span = problem.span or case.source.at(problem.path, problem.on_key)
    severity = problem.severity or rule.severity
    excerpt = case.source.excerpt(span)
    return Finding(code, severity, message, hint, case.source.name, span, problem.path, excerpt)


def sentences(code: str, problem: Problem, language: str) -> tuple[str, str]:
    """Return the message and the hint of a problem; a variant without its own hint uses that of the rule."""
    book = words(language, "rules")[code]
    chosen = {**book, **book.get("variants", {}).get(problem.variant, {})}
    message, hint = chosen["message"], chosen["hint"]
    return fill(message, problem.values, language), fill(hint, problem.values, language)
