"""Regular expressions that take long to compile, of which most runs use few."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

_Match = re.Match[str]


class LazyPattern:
    """A regular expression that is compiled when it is first used, with the methods of a compiled one.

    A range such as `[一-鿿]` takes a millisecond to compile, and four where the case of letters is ignored.
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    @cached_property
    def match(self) -> Callable[..., _Match | None]:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., _Match | None]:
        return self._compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., _Match | None]:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[_Match]]:
        return self._compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        return self._compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[Any]]:
        return self._compiled.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self._compiled.sub
