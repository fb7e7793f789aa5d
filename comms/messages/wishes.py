"""Finds what is asked for, in the words of the message or by its parts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from comms.messages.candidates import Candidate
from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.talk import OFFER, Talk

_START = Pattern(
    r"(?i)^(?:@\S+(?: [A-Z]\w+)?[\s,]*|(?:[-*•·]|\d{1,2}[.)、])\s*|(?:hi|hey|hello|dear)(?: \w+)?[ ,!]+"
    r"|(?:so|ok|and|also|please|pls|just)[ ,]+|对了[,\s]*|那个\s*|嗯+\s*|哥[,\s]*|亲[,\s]*)+"
)
_POLITE = Pattern(
    r"(?i)^(?:(?:can|could|would|will) (?:you|u)|please|pls|any chance (?:you could|of)|i|we|need|want"
    r"|get|have|'d|would like|do|make|to|s)(?: |$)|^麻烦|^帮忙|^请"
)
_PRONOUN = Pattern(
    r"(?i)^(?:get |have |send |do |make |need )*(?:it|this|that|them|these|one|a new one|another one"
    r"|something|me|some more|more|pick (?:this|that|it) up|take (?:this|that|it)(?: on| over)?"
    r"|help (?:me|us)(?: out)?(?: with (?:\d+|a few|some|two"
    r"|three) things?)?)(?= (?:to|by|for|on|at|asap|soon|please|pls|from|in|up|over|done"
    r"|ready|again|:)|\s*$|[,.:])|^(?:弄|做|搞|处理|看)?(?:一下|下|这个|那个)?$"
)
_NAMELESS = Pattern(
    r"(?:先|再|还|就|要|来|出|做|弄|需要|帮我|帮忙|麻烦)*\s?[\d一二两俩三四五六七八九十]{1,3}\s?[款张个版套份种样条](?:\([^()]*\))?"
)
_HANDED = Pattern(r"[把将](?:图|稿|文件|东西|它|这个)(?:给|发)")
"""Says when a thing is handed over, and not which."""
_MENTION = Pattern(r"@(?!所有人|all|here|channel|everyone)\S+[ ,]+\S")
_TRAILING = Pattern(r"[\s,。:;]+$")


def what(talk: Talk) -> Iterator[Candidate]:
    """Yield what is asked for: behind a label, as the subject of a mail, or the words of the request."""
    for clause in talk.asked:
        if clause.label and cue("what_label").fullmatch(clause.label):
            yield _of(talk, clause, clause.start, clause.last, 3)
            return
    best = _best_request(talk)
    if best is not None:
        start, end = _extent(talk, best)
        is_named = not (_NAMELESS.fullmatch(talk.text[start:end]) or _HANDED.search(talk.text[start:end]))
        is_sure = (
            is_named
            and not _PRONOUN.search(_POLITE.sub("", talk.text[start:end]))
            and not _is_open(talk, best, end)
        )
        yield replace(_of(talk, best, start, end, 2), is_sure=is_sure)


def _is_open(talk: Talk, clause: Clause, end: int) -> bool:
    """Return whether a request ends with its verb, so that what is asked for follows in a list."""
    last = [
        match
        for match in cue("ask").finditer(talk.text, clause.start, end)
        if match[0].lower() not in ("please", "pls")
    ]
    return (
        bool(last)
        and not talk.text[last[-1].end() : end].strip(" :")
        and len(last[-1][0]) < end - clause.start
    )


def of_things(talk: Talk, names: Sequence[str], clause: Clause, start: int, end: int) -> Candidate:
    """Return what is asked for as the names of the things that are."""
    joined = ("、" if re.search("[\u4e00-\u9fff]", names[0]) else ", ").join(dict.fromkeys(names))
    return Candidate("what", joined, start, end, clause, 1)


def restocked(talk: Talk, names: Sequence[str]) -> str:
    """Return what is asked for where goods run out."""
    unique = list(dict.fromkeys(names))
    if re.search("[\u4e00-\u9fff]", talk.text):
        return f"补货：{'、'.join(unique)}"
    return f"Restock {', '.join(unique)}"


def _best_request(talk: Talk) -> Clause | None:
    """Return the clause that asks, rather one that names a thing than one that only says please."""
    asking = [clause for clause in talk.asked if _asks(clause)]
    for clause in asking:
        counts = re.search(r"\d|[一两俩三四五六七八九十][\u4e00-\u9fff]", _without_days(talk, clause))
        if len(clause.words) >= 4 and (counts or cue("things").search(clause.words)):
            return clause
    return next((clause for clause in asking if len(clause.words) >= 4), None)


def _asks(clause: Clause) -> bool:
    """Return whether a clause asks for work, not for what the work must or must not show."""
    if _is_of_place(clause) or OFFER.match(clause.words) or cue("avoid").search(clause.words):
        return False
    if cue("request_question").search(clause.words):
        return True
    return bool(cue("ask").search(clause.words) or (_MENTION.match(clause.words) and len(clause.words) > 8))


def _is_of_place(clause: Clause) -> bool:
    return bool(clause.label) and not cue("what_label").fullmatch(clause.label)


def _without_days(talk: Talk, clause: Clause) -> str:
    words = clause.words
    for day in talk.days(clause):
        words = words.replace(talk.text[day.start : day.end], "")
    return words


def _extent(talk: Talk, clause: Clause) -> tuple[int, int]:
    """Return the place of a request: its clause, with the neighbours that complete its sentence."""
    same = [each for each in talk.of_turn(clause.turn) if each.first == clause.first]
    place = next(number for number, each in enumerate(same) if each is clause)
    start, end = clause.start, clause.end
    for each in same[place + 1 :]:
        if not each.is_asked or talk.days(each) or cue("budget").search(each.words) or end - start > 70:
            break
        if not (
            cue("things").search(each.words)
            or re.match(r"(?:和|还有|以及|另|外加|再|plus|and|with)", each.words)
        ):
            break
        end = each.end
    if match := _START.match(talk.text[start:end]):
        start += match.end()
    return start, end


def _of(talk: Talk, clause: Clause, start: int, end: int, weight: int) -> Candidate:
    written = _TRAILING.sub("", talk.message[start:end])
    return Candidate("what", written, start, start + len(written), clause, weight)
