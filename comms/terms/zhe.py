"""折, the part of a price that is still to be paid: 8折 is 80 % of it, 85折 is 85 %."""

import re
import unicodedata
from decimal import Decimal

_ZHE = re.compile(r"(\d{1,2}|\d\.\d|[一二三四五六七八九]{1,2})\s*折")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def percent_off(text: str) -> Decimal | None:
    """Return the discount that 折 states: 20 for 8折 and 80折, 15 for 八五折; None for other texts."""
    match = _ZHE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    tenths = Decimal(match[1].translate(_DIGITS))
    share = tenths * 10 if tenths < 10 else tenths
    return 100 - share if share else None
