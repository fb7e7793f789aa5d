"""A name or a field that a template asks for and that there is not."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Undefined
from jinja2.utils import missing

from comms.rendering.templating.allowed import names_of
from comms.rendering.templating.budget import known_names, note, place, tell
from comms.rendering.templating.mistakes import TemplateMistake, nearest_first, spelt


class Missing(Undefined):
    """A name or a field that there is not; it is told as soon as anything is done with it."""

    __slots__ = ()

    def told(self) -> None:
        """Tells what is missing, and what there is instead."""
        of, name = self._undefined_obj, str(self._undefined_name)
        if self._undefined_hint:
            tell("failed", why=self._undefined_hint)
        elif of is missing:
            tell("no_name", written=name, known=nearest_first(name, known_names()))
        else:
            _tell_no_field(of, self._undefined_name)

    def nothing(self, *_: object) -> "Missing":
        """What comes of anything that is done with what is missing."""
        self.told()
        return self

    def _untrue(self, *_: object) -> bool:
        self.told()
        return False

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # Python asks whether there is such a method
        return self.nothing()

    def __str__(self) -> str:
        self.told()
        return ""

    def __len__(self) -> int:
        self.told()
        return 0

    def __iter__(self) -> Iterator[Any]:
        self.told()
        return iter(())

    def __hash__(self) -> int:
        self.told()
        return 0

    __call__ = __getitem__ = __neg__ = __pos__ = nothing  # type: ignore[assignment]
    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _untrue  # type: ignore[assignment]


def _tell_no_field(of: object, name: Any) -> None:
    written, line = spelt(str(name), place())
    whole = written.rpartition(".")[0] or written
    at = place()[0], line
    if isinstance(name, int):
        note(TemplateMistake("no_entry", at, number=name + 1))
    elif of is None:
        note(TemplateMistake("no_value", at, written=whole, field=str(name)))
    elif isinstance(of, list | tuple):
        note(TemplateMistake("list_field", at, written=whole, field=str(name)))
    else:
        known = nearest_first(str(name), names_of(of))
        note(TemplateMistake("no_field", at, written=written, known=known))


def tells(*values: object) -> bool:
    """Whether one of the values is missing, which is told."""
    absent = [each for each in values if isinstance(each, Missing)]
    for each in absent:
        each.told()
    return bool(absent)
