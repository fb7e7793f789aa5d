"""The text of a DOCX: Markdown tokens as WordprocessingML, in the styles of a package."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from comms.rendering.docx.column_widths import column_widths, even_widths
from comms.rendering.tokens import Cell, empty_before, is_break, role_of, rows_of

if TYPE_CHECKING:
    from markdown_it.token import Token

    from comms.rendering.docx.package import EmptyPackage

_STYLES = {
    "reference": "Reference",
    "note": "Note",
    "letterhead": "Letterhead",
    "total": "Total",
    "closing": "Closing",
    "slip": "Slip",
}
"""Styles of paragraphs by their roles."""
_EVEN = ("signatures", "parties")
"""Tables whose columns stand for two or three parties and are equally wide."""
MANY_COLUMNS = 7
_TEXT, _FIGURES = 112, 102
"""Twentieths of a point for one display column of table text (9 pt), and of tables of figures (8 pt)."""
_SIGNING_ROOM = '<w:trHeight w:val="1250" w:hRule="atLeast"/>'
_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="1" w:noVBand="1"/>'
)


class DocxText:
    """Writes tokens in the styles and the text width of a package."""

    def __init__(self, blank: "EmptyPackage") -> None:
        self.blank = blank

    def of(self, tokens: "list[Token]") -> str:
        """Return the XML of the tokens."""
        return "".join(self._blocks(tokens))

    def _blocks(self, tokens: "list[Token]") -> Iterator[str]:
        """Yield the XML of each block; a comment with a role styles the block after it."""
        role = ""
        signing = _signing(tokens)
        for index, token in enumerate(tokens):
            if (named := role_of(token)) is not None:
                role = named
            elif token.type == "heading_open":
                style = "Title" if token.tag == "h1" else f"Heading{min(int(token.tag[1]) - 1, 2)}"
                yield self._paragraph(tokens[index + 1], style)
            elif token.type == "paragraph_open":
                if role not in self.blank.shows:
                    style = "ListBullet" if _in_list(tokens, index) else _STYLES.get(role, "BodyText")
                    keep = index in signing or _introduces_block(tokens, index + 3)
                    below_table = index > 0 and tokens[index - 1].type == "table"
                    yield self._paragraph(tokens[index + 1], style, keep, below_table)
                role = ""
            elif token.type == "table":
                yield self._table(rows_of(token), role)
                role = ""

    def _paragraph(self, inline: "Token", style: str, keep: bool = False, below_table: bool = False) -> str:
        prepare_text = _with_fixed_units if style in _RUNNING else str
        kept = "<w:keepNext/>" if keep else ""
        if below_table and style == "BodyText":  # a table has no space of its own below it
            kept += _BELOW_TABLE
        named, runs = self.blank.styles[style], _runs(inline.children or (), prepare_text)
        return f'<w:p><w:pPr><w:pStyle w:val="{named}"/>{kept}</w:pPr>{runs}</w:p>'

    def _table(self, rows: list[list[Cell]], role: str) -> str:
        dense = len(rows[0]) > MANY_COLUMNS
        if role in _EVEN:
            widths = even_widths(len(rows[0]), self.blank.width)
        else:
            counted = [_without_span(row) for row in rows]
            widths = column_widths(counted, self.blank.width, _FIGURES if dense else _TEXT)
        style = "CommsSignatures" if role == "signatures" else "CommsTable"
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        styles = (self.blank.styles[_cell_style(role, dense, index)] for index in range(len(rows)))
        written = "".join(
            _row(row, widths, style, index == 0, role)
            for index, (row, style) in enumerate(zip(rows, styles, strict=True))
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/>{_LOOK}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'
        )


_BELOW_TABLE = '<w:spacing w:before="120"/>'


def _signing(tokens: "list[Token]") -> range:
    """Return the range of the last clause before the signatures: no page may hold signatures alone."""
    table = next((i for i, token in enumerate(tokens) if role_of(token) == "signatures"), 0)
    headings = (i for i in range(table, 0, -1) if tokens[i].type == "heading_open")
    return range(next(headings, table), table)


def _introduces_block(tokens: "list[Token]", index: int) -> bool:
    """Whether a list or table follows directly, so that the line before it must stay with it."""
    while index < len(tokens) and tokens[index].type == "html_block":
        index += 1
    return index < len(tokens) and tokens[index].type in ("bullet_list_open", "table")


def _in_list(tokens: "list[Token]", index: int) -> bool:
    return index > 0 and tokens[index - 1].type == "list_item_open"


_RUNNING = frozenset({"BodyText", "ListBullet", "Total", "Closing"})
"""Styles of running text, in which lines may break anywhere."""
_UNIT = re.compile(r"(?<=\b[A-Z]{3}) (?=[\d\N{MINUS SIGN}])|(?<=\d) (?=[^\W\d]|%)")


def _with_fixed_units(text: str) -> str:
    """Return the text with no line break between a figure and its unit or currency."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", text)


def _runs(content: "Sequence[Token]", prepare_text: Callable[[str], str] = str) -> str:
    runs = []
    bold = False
    for child in content:
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif is_break(child):
            runs.append("<w:r><w:br/></w:r>")
        elif child.type == "softbreak":
            runs.append('<w:r><w:t xml:space="preserve"> </w:t></w:r>')
        elif child.content:
            style = "<w:rPr><w:b/></w:rPr>" if bold else ""
            runs.append(
                f'<w:r>{style}<w:t xml:space="preserve">{escape(prepare_text(child.content))}</w:t></w:r>'
            )
    return "".join(runs)


def _cell_style(role: str, dense: bool, index: int) -> str:
    if role == "signatures" and index:
        return "TableSigning"
    return "TableFigures" if dense else "TableText"


def _row(row: list[Cell], widths: list[int], style: str, header: bool, role: str) -> str:
    skipped = empty_before(row) if role == "lines" else 0
    if skipped:
        return _total_row(row[skipped:], widths, style)
    cells = "".join(_cell(*cell, width, style, header) for cell, width in zip(row, widths, strict=True))
    extra = "<w:tblHeader/>" if header else _SIGNING_ROOM if role == "signatures" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{cells}</w:tr>"


def _without_span(row: list[Cell]) -> list[Cell]:
    """Return a row as it counts for column widths: the name of a total spans several columns."""
    skipped = empty_before(row)
    return [*row[:skipped], row[0], *row[skipped + 1 :]] if 0 < skipped < len(row) - 1 else row


def _total_row(row: list[Cell], widths: list[int], style: str) -> str:
    """Return a total below the lines; its name spans the columns it leaves empty."""
    spanned = len(widths) - len(row) + 1
    (name, _), *figures = row
    merged = (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[:spanned])}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{spanned}"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="right"/></w:pPr>{_runs(name)}</w:p></w:tc>'
    )
    others = "".join(
        _cell(*cell, width, style, False) for cell, width in zip(figures, widths[spanned:], strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{merged}{others}</w:tr>"


def _cell(content: "Sequence[Token]", right: bool, width: int, style: str, header: bool) -> str:
    """Return a cell; a header row stays with the row below it."""
    alignment = ("<w:keepNext/>" if header else "") + ('<w:jc w:val="right"/>' if right else "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{alignment}</w:pPr>{_runs(content)}</w:p></w:tc>'
    )
