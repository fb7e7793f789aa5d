"""The value of a name or field that does not exist."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined
from jinja2.utils import missing

from comms.rendering.templating.allowed import names_of
from comms.rendering.templating.budget import known_names, place, record, report
from comms.rendering.templating.mistakes import TemplateMistake, field_as_written, nearest_first


class Missing(Undefined):
    """A missing name or field; any use of it is reported."""

    __slots__ = ()

    def report_use(self) -> None:
        """Report what is missing, and which names exist instead."""
        of, name = self._undefined_obj, str(self._undefined_name)
        if self._undefined_hint:
            report("failed", why=self._undefined_hint)
        elif of is missing:
            report("no_name", written=name, known=nearest_first(name, known_names()))
        else:
            _report_missing_field(of, self._undefined_name)

    def nothing(self, *_: object) -> "Missing":
        """Report the use of a missing value and return it as the result."""
        self.report_use()
        return self

    def _untrue(self, *_: object) -> bool:
        self.report_use()
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # Python asks whether there is such a method
        return self.nothing()

    def __str__(self) -> str:
        self.report_use()
        return ""

    def __len__(self) -> int:
        self.report_use()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self.report_use()
        return iter(())

    def __hash__(self) -> int:
        self.report_use()
        return 0

    __call__ = __getitem__ = __neg__ = __pos__ = nothing  # type: ignore[assignment]
    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _untrue  # type: ignore[assignment]


def _report_missing_field(of: object, name: Any) -> None:
    written, line = field_as_written(str(name), place())
    whole = written.rpartition(".")[0] or written
    at = place()[0], line
    if isinstance(name, int):
        record(TemplateMistake("no_entry", at, number=name + 1))
    elif of is None:
        record(TemplateMistake("no_value", at, written=whole, field=str(name)))
    elif isinstance(of, list | tuple):
        record(TemplateMistake("list_field", at, written=whole, field=str(name)))
    else:
        known = nearest_first(str(name), names_of(of))
        record(TemplateMistake("no_field", at, written=written, known=known))


def report_missing(*values: object) -> bool:
    """Whether any of the values is missing; each missing one is reported."""
    absent = [value for value in values if isinstance(value, Missing)]
    for value in absent:
        value.report_use()
    return bool(absent)
