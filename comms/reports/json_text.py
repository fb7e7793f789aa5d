"""JSON that is safe for terminals, logs and strict parsers."""

import json

from comms.language.display import in_json


def json_text(value: object) -> str:
    """Return `value` as readable JSON; control characters and noncharacters are escaped.

    Lone surrogates, which UTF-8 cannot encode, are written as escapes.
    """
    return in_json(json.dumps(value, ensure_ascii=False, indent=2))
