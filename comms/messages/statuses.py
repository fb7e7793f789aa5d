"""Judges which clauses ask for something: those of the past, of others, questions and conditions do not."""

import re
from collections.abc import Sequence
from itertools import groupby

from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern

_QUOTE = Pattern(r"「[^」]*」|『[^』]*』|(?m:^[ \t]*>.*$)")
_SUBJECT = Pattern(
    r"^(?:[A-Z][\w.'-]+ ){1,2}(?:does|handles|makes|writes|is (?:doing|handling|making|writing|on)"
    r"|(?:will|can|should) (?:do|handle|make|write) the|has (?:the|that|those|it) )"
)
_POLITE = Pattern(r"(?i)帮我|帮忙|麻烦|(?<![a-z])(?:please|pls|(?:can|could) you)(?![a-z])")
_IF = Pattern(r"(?i)(?<![a-z])(?:if|unless)(?![a-z])|如果|要是|假如|万一|倘若|若|一旦")


def judge(text: str, clauses: Sequence[Clause]) -> None:
    """Set the status of each clause: why it yields no values, "" where it asks for something."""
    quotes = [match.span() for match in _QUOTE.finditer(text)]
    for _, group in groupby(clauses, key=lambda clause: (clause.turn, clause.first)):
        sentence = list(group)
        for clause in sentence:
            is_quoted = clause.turn.is_quoted or any(start <= clause.start < end for start, end in quotes)
            clause.status = clause.status or ("quoted" if is_quoted else _own_status(clause))
        _spread(sentence)
    _below_headings(text, clauses)


_STATUSES = (
    ("past", "past"),
    ("condition", "condition"),
    ("others", "others"),
    ("competitor", "others"),
    ("rejected", "rejected"),
    ("cancelled", "cancelled"),
)
"""Cues and the status that each gives, the one that counts most first."""


def _own_status(clause: Clause) -> str:
    """Return the status of a clause by its own words."""
    words = clause.words
    for match in cue("soft").finditer(words):
        words = words[: match.start()] + " " * len(match[0]) + words[match.end() :]
    for name, status in _STATUSES:
        if name == "past" and _asks_about_past(words):
            continue
        if cue(name).search(words) and not (name == "competitor" and _is_demand(clause)):
            return status
    if _SUBJECT.match(words):
        return "others"
    return "question" if _is_question(clause, words) else ""


def _asks_about_past(words: str) -> bool:
    """Return whether a request is for something about the past, as a report is: 帮我查上个月的退货."""
    asks = _POLITE.search(words)
    past = cue("past").search(words)
    return bool(asks and past and asks.start() < past.start() and not re.search(r"\d|了", past[0]))


def _is_question(clause: Clause, words: str) -> bool:
    """Return whether a clause asks for a fact, not for work: could you …? asks for work."""
    if cue("request_question").search(words):
        return False
    asks = cue("question").search(words)
    if asks and (clause.is_question or re.search("[\u4e00-\u9fff]", asks[0])):
        return True
    return clause.is_question and clause.end >= clause.last and not cue("ask").search(words)


def _is_demand(clause: Clause) -> bool:
    """Return whether a clause says what must or must not be shown, in which competitors may be named."""
    label = clause.label
    return bool(
        cue("avoid").search(clause.words)
        or (label and (cue("avoid_label").fullmatch(label) or cue("must_label").fullmatch(label)))
    )


def _spread(sentence: list[Clause]) -> None:
    """Let a condition and a task of others reach as far as their sentence."""
    asks = any(cue("request_question").search(clause.words) for clause in sentence)
    for place, clause in enumerate(sentence):
        if clause.status == "condition" and _IF.search(clause.words):
            reached = sentence[place:] if place == 0 or not _starts_with_if(clause) else sentence[place - 1 :]
        elif clause.status == "others" and not cue("competitor").search(clause.words):
            reached = sentence
        elif clause.status == "question" and not asks:
            reached = [
                each for each in sentence[:place] if re.match(r"(?i)(?:is|are|do|does|did)\b", each.words)
            ]
        else:
            continue
        for each in reached:
            each.status = each.status or clause.status


def _starts_with_if(clause: Clause) -> bool:
    return bool(_IF.match(clause.words))


def _below_headings(text: str, clauses: Sequence[Clause]) -> None:
    """Set aside what stands below a heading such as "Out of scope", up to the next blank line or heading."""
    is_aside, end = False, 0
    for clause in clauses:
        gap = text[end : clause.start]
        if is_aside and (
            re.search(r"\n\s*\n", gap) or (clause.label and "\n" in gap and not _is_aside(clause))
        ):
            is_aside = False
        if _is_aside(clause):
            is_aside = not clause.label
            clause.status = clause.status or "others"
        if is_aside or (clause.label and cue("others_heading").match(clause.label)):
            clause.status = clause.status or "others"
        end = clause.end


def _is_aside(clause: Clause) -> bool:
    heading = clause.label or clause.words.rstrip(": ")
    return len(heading) < 30 and bool(cue("others_heading").match(heading.strip("*#- ").lower()))
