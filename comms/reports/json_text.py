"""JSON that is safe for terminals, logs and strict parsers."""

import json
import re

from comms.language.display import CONTROLS

_ESCAPED = re.compile(f"{CONTROLS.pattern}|[\u2028\u2029\ufeff]")


def json_text(value: object) -> str:
    """Return `value` as readable JSON; control characters and noncharacters are escaped.

    Lone surrogates, which UTF-8 cannot encode, are written as escapes.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
