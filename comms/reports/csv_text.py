"""CSV that spreadsheets open as it is meant: in UTF-8, and without a cell that they take for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from comms.language.display import harmless, one_line

_BEGINS_FORMULA = tuple("=+-@＝＋－＠")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV, with the mark by which Excel recognizes UTF-8.

    Texts are on one line without control characters; before one that would be a formula stands an apostrophe.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return f"\ufeff{written.getvalue()}"


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = harmless(one_line(value))
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text
