"""JSON that is safe for terminals, logs and strict parsers."""

import json
from collections.abc import Iterable

from comms.language.display import in_json


def json_text(value: object) -> str:
    """Return `value` as readable JSON; control characters and noncharacters are escaped.

    Lone surrogates, which UTF-8 cannot encode, are written as escapes.
    """
    return in_json(json.dumps(value, ensure_ascii=False, indent=2))


def json_rows(values: Iterable[object]) -> str:
    """Return values as a JSON array with a line for each; characters are escaped as in `json_text`."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    return in_json("[" + ",".join(f"\n  {encode(value)}" for value in values) + "\n]\n")
