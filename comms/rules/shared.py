"""Helpers that several families of rules share."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, cast

from comms.findings import Problem, Severity
from comms.paths import FieldPath
from comms.terms.deadlines import hours_between, whole_tenths

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case

D = TypeVar("D", bound="Document")


def document_as(case: "Case", model: type[D]) -> D | None:
    """Return the document of a case if it is of a kind, otherwise None."""
    return case.document if isinstance(case.document, model) else None


def absent(case: "Case", code: str) -> Iterator[Problem]:
    """Report every absent answer whose field names a code, with the usual sentence of the rule."""
    for path in case.absent.get(code, ()):
        yield Problem(path)


def own_day(case: "Case") -> date | None:
    """Return the day on which a document was written, as far as it says so; in an interview it is today."""
    for key in ("issued_at", "requested_at", "detected_at"):
        moment = getattr(case.document, key, None)
        if moment is not None:
            return cast(datetime, moment).date()
    return case.today


def before_its_document(case: "Case", path: FieldPath, day: date) -> Iterator[Problem]:
    """Warn of a date that was over when its document was written; a document without a day is not judged."""
    written = own_day(case)
    if written is not None and day < written:
        values = {"date": day, "issued": written}
        yield Problem(path, "past", values, severity=Severity.WARNING)


def day_off(case: "Case", path: FieldPath, day: date, works_weekends: bool = False) -> Iterator[Problem]:
    """Report a date on a public holiday or weekend of the country that comms.toml names, if it names one."""
    country, calendar = case.workspace.settings.holidays, case.workspace.calendar
    if country is None:
        return
    is_holiday = calendar.is_public_holiday(day)
    if is_holiday or (not works_weekends and calendar.is_weekend(day)):
        provisional = "_provisional" * calendar.is_provisional(day.year)
        variant = ("holiday" if is_holiday else "weekend") + provisional
        yield Problem(path, variant, {"date": day, "country": country})


def late_letter(started: datetime | None, issued: datetime | None, limit: int) -> Iterator[Problem]:
    """Report a letter that is issued more than `limit` hours after `started`, or before it."""
    if started is None or issued is None:
        return
    hours = hours_between(started, issued)
    if hours > limit:
        yield Problem(("issued_at",), values={"hours": whole_tenths(hours), "most": limit})
    elif hours < 0:
        yield Problem(("issued_at",), "before")
