"""XML read element by element, with bounded memory and nothing fetched or expanded."""

import io
from collections.abc import Iterable
from typing import Any


def events(written: bytes, *tags: str) -> Iterable[tuple[str, Any]]:
    """Return the beginning and the end of the elements with some tags; entities are not resolved."""
    from lxml import etree

    found: Iterable[tuple[str, Any]] = etree.iterparse(
        io.BytesIO(written), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    return found


def forget(element: Any) -> None:
    """Free the memory of an element that has been read, and of those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
