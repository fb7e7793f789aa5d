"""JSON that terminals, logs and strict readers can take as it stands."""

import json
import re

from comms.language.display import CONTROLS

_ESCAPED = re.compile(f"{CONTROLS.pattern}|[\u2028\u2029\ufeff]")


def json_text(value: object) -> str:
    """`value` as JSON in readable characters; what steers a terminal, or is no character, is escaped.

    Lone surrogates cannot be written as UTF-8; their escapes can.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
