"""The messages of samples/, and how what was read of them compares with what a careful reader takes."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Sample:
    """A message and what must, may and must not be taken from it, by the paths of values."""

    id: str
    kind: str
    today: date
    message: str
    fields: dict[str, Any]
    optional: dict[str, Any] = field(default_factory=dict)
    forbidden: Sequence[Any] = ()
    private: Sequence[str] = ()


def samples() -> Iterator[Sample]:
    """Yield all samples."""
    for file in sorted(FOLDER.glob("*.yaml")):
        for data in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield Sample(kind=file.stem, **data)


def leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what stands at and below a path."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(f"{path}.{key}", each)
    else:
        yield path, value


def agrees(wanted: Any, found: Any) -> bool:
    """Return whether a value is one that a sample accepts; ~ accepts any."""
    match wanted:
        case None:
            return True
        case list():
            return any(agrees(each, found) for each in wanted)
        case dict():
            text = _plain(found)
            has = [each if isinstance(each, list) else [each] for each in wanted.get("has", ())]
            found_all = all(any(_plain(each) in text for each in either) for either in has)
            return found_all and not any(_plain(each) in text for each in wanted.get("not", ()))
        case _:
            return _plain(wanted) == _plain(found)


def is_forbidden(trap: Any, path: str, value: Any) -> bool:
    """Return whether a value stands where nothing may, or is the one that may not stand there."""
    ((place, bad),) = trap.items() if isinstance(trap, dict) else ((trap, None),)
    pattern = re.escape(place).replace(r"\[\*\]", r"\[\d+\]")
    if not re.match(rf"{pattern}(?:$|[.\[])", path):
        return False
    return bad is None or (agrees(bad, value) if not isinstance(bad, str) else _plain(bad) in _plain(value))


def _plain(value: Any) -> str:
    text = str(value).replace("×", "x").replace("*", "x")
    text = re.sub(r"(?<=\d)\.0+$", "", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN" or c in ".%") or text
