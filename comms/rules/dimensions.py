"""W rules: the seven dimensions of a request. Empty and placeholders (TBD, 待定, ?, …) count as absent."""

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Problem
from comms.language.phrases import Saying
from comms.models.brief import DIMENSIONS, FiveW2H
from comms.models.parts import Goal
from comms.paths import FieldPath, value_at
from comms.terms.no_answers import says_nothing
from comms.terms.written_dates import has_short_year, names_day

if TYPE_CHECKING:
    from comms.terms.written_dates import WrittenDate
    from comms.workspace.case import Case

_FIGURE = re.compile(r"\d|百分之|[一二三四五六七八九十百千万亿两半数][成倍个件次单元天周]|翻倍|减半")

_MOST_SHOWN = 60
"""The most characters of an answer that a message repeats."""


def what_missing(case: "Case") -> Iterator[Problem]:
    """The request does not say what to deliver.

    A good answer is countable and gives a size, a specification or a format.

    FAIL
        kind: brief
        what: TBD

    PASS
        kind: brief
        what: 3 banners, 1920 x 600 px, PNG
    """
    yield from _missing(case, "W101")


def why_missing(case: "Case") -> Iterator[Problem]:
    """The request does not say which business result the work serves.

    A good answer is a shared result with a number, not "the department wants it".

    FAIL
        kind: brief
        why: 待定

    PASS
        kind: brief
        why: raise the click rate from 2.0 % to 2.5 %
    """
    yield from _missing(case, "W102")


def when_missing(case: "Case") -> Iterator[Problem]:
    """The request gives no calendar date by which the work is due.

    FAIL
        kind: brief
        when: {start: 2026-05-20}

    PASS
        kind: brief
        when: 2026-06-05
    """
    yield from _missing(case, "W103")


def where_missing(case: "Case") -> Iterator[Problem]:
    """The request does not say where the work will be used or delivered.

    FAIL
        kind: brief
        where: "?"

    PASS
        kind: brief
        where: home page of the web shop, desktop and mobile
    """
    yield from _missing(case, "W104")


def who_missing(case: "Case") -> Iterator[Problem]:
    """The request names nobody who asks for, delivers or approves the work.

    FAIL
        kind: brief
        who: {}

    PASS
        kind: brief
        who: Tom Okafor
    """
    yield from _missing(case, "W105")


def how_missing(case: "Case") -> Iterator[Problem]:
    """The request does not say by which method or in which style the work is to be done.

    FAIL
        kind: brief
        how: N/A

    PASS
        kind: brief
        how: reuse the layout of the chino page
    """
    yield from _missing(case, "W106")


def how_much_missing(case: "Case") -> Iterator[Problem]:
    """The request states no budget, no quantity and no supporting data.

    FAIL
        kind: brief
        how_much: {budget: TBD}

    PASS
        kind: brief
        how_much: {hours: 12}
    """
    yield from _missing(case, "W107")


def no_owner(case: "Case") -> Iterator[Problem]:
    """The request names people, but nobody who is responsible for the delivery.

    FAIL
        kind: brief
        who: {requester: Maya Lind, owner: TBD}

    PASS
        kind: brief
        who: {requester: Maya Lind, owner: Tom Okafor}
    """
    yield from _missing(case, "W108")


def no_outcome(case: "Case") -> Iterator[Problem]:
    """The reason contains no number, and no goal with a metric and a target supports it.

    FAIL
        kind: brief
        why: the sales department wants it

    PASS
        kind: brief
        why: 62 of 180 complaints in May named a wrong size
    """
    document = case.document
    if not isinstance(document, FiveW2H) or not document.why or case.is_doubtful(("goals",)):
        return
    why = document.why
    has_figure = _FIGURE.search(why) or _FIGURE.search(unicodedata.normalize("NFKC", why))
    if not has_figure and not any(_is_measurable(goal) for goal in document.goals or ()):
        yield Problem(("why",))


def _is_measurable(goal: Goal) -> bool:
    return goal.metric is not None and goal.target is not None


def _missing(case: "Case", code: str) -> Iterator[Problem]:
    if code not in case.absent:
        return
    source = case.source
    named = {heading.dimension: heading.heading for heading in reversed(source.headings)}
    # if the front matter holds the request, a key is missing, not a section
    is_handwritten = source.sections is not None and (named or not source.data.keys() & set(DIMENSIONS))
    for path in case.absent[code]:
        dimension = str(path[0])
        name = named.get(dimension) or Saying("words", f"steps.{dimension}.name")
        if is_handwritten and dimension not in named:
            yield _missing_section(case, path, {"name": name})
        else:
            values: dict[str, object] = {"name": name}
            yield _with_what_is_there(case, code, path, values)


def _with_what_is_there(case: "Case", code: str, path: FieldPath, values: dict[str, object]) -> Problem:
    """Return the problem of a missing answer; of a date and an owner it tells what is written instead."""
    if code == "W103":
        return _without_date(case, path, values)
    return _without_one_name(case, path, values) if code == "W108" else Problem(path, "", values)


def _without_one_name(case: "Case", path: FieldPath, values: dict[str, object]) -> Problem:
    """Return the problem of a missing owner, with what is written where one name is due."""
    given = value_at(case.source.data, path)
    written = case.source.unsure.get(path) or (given if isinstance(given, str) else "")
    if says_nothing(written):
        return Problem(path, "", values)
    return Problem(path, "not_one_name", values | {"written": _shown(written)})


def _shown(written: str) -> str:
    line = " ".join(written.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[: _MOST_SHOWN - 1].rstrip()}…"


def _without_date(case: "Case", path: FieldPath, values: dict[str, object]) -> Problem:
    """Return the problem of a missing date; of a handwritten one it tells what is there instead."""
    passages = [passage.text for passage in case.source.passages if passage.path == ("when",)]
    if not passages:
        return Problem(path, "", values)
    from comms.reading.due_dates import due_date, said_of_time, what_is_dated

    written = said_of_time("\n\n".join(passages))
    if says_nothing(written):
        return Problem(path, "", values)
    if (meant := due_date(written)) and meant.readings:
        return Problem(path, *_unsure_date(meant, values))
    variant, said = what_is_dated(written)
    if variant:
        return Problem(path, variant, values | {"said": said})
    if has_short_year(written):
        return Problem(path, "short_year", values)
    return Problem(path, "no_year" if names_day(written) else "no_date", values)


def _unsure_date(meant: "WrittenDate", values: dict[str, object]) -> tuple[str, dict[str, object]]:
    """Return the variant of a date that is not surely one day, and the days that it may be."""
    one, *others = meant.readings
    if not others:
        return "three_digits", values | {"one": one}
    return "two_days" if meant.is_choice else "two_readings", values | {"one": one, "other": others[0]}


def _missing_section(case: "Case", path: FieldPath, values: dict[str, object]) -> Problem:
    """Return a problem whose hint names the missing heading and the place where it belongs."""
    from comms.reading.missing_sections import missing_section

    language = case.document.language if case.document else None
    found = missing_section(case.source, str(path[0]), language)
    variant = "section" if found.line else "before" if found.before else "last"
    values |= {"heading": found.heading, "line": found.line, "next": found.before}
    return Problem(path, variant, values)
