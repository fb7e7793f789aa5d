"""Kinds under the names that people give them: `kind: 需求单`, `类型: 提测单`."""

from functools import cache

from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES, words
from comms.reading.headings import is_title_of_request

_DISTINCT = 2
"""The characters at the beginning of a Chinese name that tell a kind from the others: 设计, 备货."""


def kind_named(written: str) -> str | None:
    """Return the kind that a Chinese name means, as in 设计需求单 or 提测单; None for any other text."""
    if written.isascii() or len(written) > 30:
        return None
    if exact := _names().get(written):
        return exact
    if not is_title_of_request(written):
        return None
    return next((kind for name, kind in _names().items() if written[:_DISTINCT] == name[:_DISTINCT]), "brief")


@cache
def _names() -> dict[str, str]:
    """The names of the kinds that are not in ASCII -> the kind."""
    named = {words(language)["kinds"][kind]: kind for language in LANGUAGES for kind in KINDS}
    return {name: kind for name, kind in named.items() if not name.isascii()}
