"""DOCX: the document's Markdown dressed in real styles over a package that is prepared once."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from wcwidth import wcswidth

from comms.reading.docx_file import NAMESPACE, PROPERTY
from comms.rendering.archive import Packed, archive, packed
from comms.rendering.docx_package import BODY, DATA_PART, PROPERTY_PART, TEXT_WIDTH, package, prepared
from comms.rendering.json_data import to_json
from comms.rendering.template import body, title_of
from comms.rendering.tokens import Cell, parsed, role_of, table_rows
from comms.shown import one_line
from comms.terms.dates import dates_in

if TYPE_CHECKING:
    from markdown_it.token import Token

    from comms.models.base import Document
    from comms.rendering import Layout

_STYLES = {
    "reference": "Reference",
    "note": "Note",
    "draft": "Draft",
    "letterhead": "Letterhead",
    "total": "Total",
    "closing": "Closing",
    "slip": "Slip",
}
_EVEN = ("signatures", "parties")
"""Tables whose columns stand for two or three sides, and are equally wide."""
_BODY = re.compile(rb"<w:p>(?:(?!</w:p>).)*%s.*?</w:p>" % BODY.encode())
_DOCUMENT = "word/document.xml"
_LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def render(document: "Document", layout: "Layout") -> bytes:
    """The document as a DOCX that carries its own data; the same input gives the same bytes."""
    title = title_of(document, layout.language)
    return dress(body(document, layout), layout, title, document.author, to_json(document))


def dress(
    markdown: str, layout: "Layout", title: str, author: str | None = None, data: str | None = None
) -> bytes:
    """A Markdown text of our templates as a DOCX, with the data that it is to carry."""
    content = "".join(_blocks(parsed(markdown)))
    empty = package(layout.language, layout.draft, data is not None)
    own = {
        _DOCUMENT: _BODY.sub(lambda _: content.encode(), empty[_DOCUMENT]),
        "docProps/core.xml": _core_part(title, author, layout.language),
    }
    if data is not None:
        own |= {DATA_PART: _data_part(data), PROPERTY_PART: _property_part(data)}
    shared = prepared(layout.language, layout.draft, data is not None, frozenset(own))
    return archive(sorted((*shared, *(packed(*each) for each in own.items())), key=_place))


def _place(part: Packed) -> tuple[bool, str]:
    """The order of the parts: readers that guess a file's kind look for the content types first."""
    return part.name != "[Content_Types].xml", part.name


def _blocks(tokens: "list[Token]") -> Iterator[str]:
    """The body's XML, block by block; a comment with a role dresses the block after it."""
    role = ""
    index = 0
    signing = _signing(tokens)
    while index < len(tokens):
        token = tokens[index]
        if (named := role_of(token)) is not None:
            role = named
        elif token.type == "heading_open":
            style = "Title" if token.tag == "h1" else f"Heading{int(token.tag[1]) - 1}"
            yield _paragraph(tokens[index + 1], style)
        elif token.type == "paragraph_open":
            style = "ListBullet" if _in_list(tokens, index) else _STYLES.get(role, "BodyText")
            yield _paragraph(tokens[index + 1], style, keep=index in signing or _leads(tokens, index + 3))
            role = ""
        elif token.type == "table_open":
            end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
            yield _table(tokens[index:end], role)
            role, index = "", end
        index += 1


def _signing(tokens: "list[Token]") -> range:
    """The last clause before the signatures, so that nobody signs a page that says nothing."""
    table = next((i for i, each in enumerate(tokens) if role_of(each) == "signatures"), 0)
    headings = (i for i in range(table, 0, -1) if tokens[i].type == "heading_open")
    return range(next(headings, table), table)


def _leads(tokens: "list[Token]", index: int) -> bool:
    """Whether a list or a table follows at once, so that the line before it must not stand alone."""
    while index < len(tokens) and tokens[index].type == "html_block":
        index += 1
    return index < len(tokens) and tokens[index].type in ("bullet_list_open", "table_open")


def _in_list(tokens: "list[Token]", index: int) -> bool:
    return index > 0 and tokens[index - 1].type == "list_item_open"


def _paragraph(inline: "Token", style: str, keep: bool = False) -> str:
    dressed = _glued if style in _RUNNING else str
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{_runs(inline, dressed)}</w:p>'


_RUNNING = frozenset({"BodyText", "ListBullet", "Total", "Closing"})
"""Styles of running text, in which lines may break anywhere."""
_UNIT = re.compile(r"(?<=\b[A-Z]{3}) (?=[\d\N{MINUS SIGN}])|(?<=\d) (?=[^\W\d]|%)")


def _glued(text: str) -> str:
    """A text in which no line breaks between a figure and its unit or currency."""
    return _UNIT.sub("\N{NO-BREAK SPACE}", text)


def _runs(inline: "Token", dressed: Callable[[str], str] = str) -> str:
    runs = []
    bold = False
    for child in inline.children or ():
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type == "hardbreak" or child.content == "<br>":
            runs.append("<w:r><w:br/></w:r>")
        elif child.type == "softbreak":
            runs.append('<w:r><w:t xml:space="preserve"> </w:t></w:r>')
        elif child.content:
            style = "<w:rPr><w:b/></w:rPr>" if bold else ""
            runs.append(f'<w:r>{style}<w:t xml:space="preserve">{escape(dressed(child.content))}</w:t></w:r>')
    return "".join(runs)


def _table(tokens: "list[Token]", role: str) -> str:
    rows = list(table_rows(tokens))
    dense = len(rows[0]) > MANY_COLUMNS
    widths = (
        _even(len(rows[0]))
        if role in _EVEN
        else _widths([_without_span(row) for row in rows], _FIGURES if dense else _TEXT)
    )
    style = "CommsSignatures" if role == "signatures" else "CommsTable"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    written = "".join(
        _row(row, widths, _cell_style(role, dense, index), index == 0, role) for index, row in enumerate(rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_LOOK}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>'
    )


def _cell_style(role: str, dense: bool, index: int) -> str:
    if role == "signatures" and index:
        return "TableSigning"
    return "TableFigures" if dense else "TableText"


_SIGNING_ROOM = '<w:trHeight w:val="1250" w:hRule="atLeast"/>'
_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
    'w:noHBand="1" w:noVBand="1"/>'
)


def _row(row: list[Cell], widths: list[int], style: str, header: bool, role: str) -> str:
    skipped = _empty_before(row) if role == "lines" else 0
    if skipped:
        return _total_row(row[skipped:], widths, style)
    cells = "".join(_cell(*cell, width, style, header) for cell, width in zip(row, widths, strict=True))
    extra = "<w:tblHeader/>" if header else _SIGNING_ROOM if role == "signatures" else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{extra}</w:trPr>{cells}</w:tr>"


def _empty_before(row: list[Cell]) -> int:
    """How many empty cells stand before the first one that says something."""
    return next((index for index, (inline, _) in enumerate(row) if inline.children), 0)


def _without_span(row: list[Cell]) -> list[Cell]:
    """A row as it counts for the columns' widths: the name of a total has several of them to itself."""
    skipped = _empty_before(row)
    return [*row[:skipped], row[0], *row[skipped + 1 :]] if 0 < skipped < len(row) - 1 else row


def _total_row(row: list[Cell], widths: list[int], style: str) -> str:
    """A total beneath the lines: its name spans the columns that it leaves empty."""
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


def _cell(inline: "Token", right: bool, width: int, style: str, header: bool) -> str:
    """A cell; a header row stays with the row beneath it."""
    alignment = ("<w:keepNext/>" if header else "") + ('<w:jc w:val="right"/>' if right else "")
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{alignment}</w:pPr>{_runs(inline)}</w:p></w:tc>'
    )


def _even(columns: int) -> list[int]:
    return [TEXT_WIDTH // columns] * columns


def _widths(rows: list[list[Cell]], unit: int) -> list[int]:
    """Column widths in twentieths of a point: a column never below its longest word, then by content."""
    columns = list(zip(*rows, strict=True))
    least = [
        max(_least_width(column[0], unit * 6 // 5), *(_least_width(each, unit) for each in column))
        for column in columns  # the first row is bold, and bold is wider
    ]
    wanted = [min(max(_longest_line(cell) for cell, _ in column), 60) for column in columns]
    room = TEXT_WIDTH - sum(least)
    if room <= 0:
        return _squeezed(least, [any(right for _, right in column) for column in columns])
    extra = [max(want * unit - low, 0) for want, low in zip(wanted, least, strict=True)]
    total = sum(extra)
    if total == 0:  # nothing asks for more, so each column gets the same
        return [low + room // len(least) for low in least]
    return [low + room * more // total for low, more in zip(least, extra, strict=True)]


MANY_COLUMNS = 7
_TEXT, _FIGURES = 112, 102
"""Twentieths of a point for one display column of table text (9 pt), and of tables of figures (8 pt)."""
_PADDING = 230


def _squeezed(least: list[int], figures: list[bool]) -> list[int]:
    """Widths that fit the page: text gives way first, since a figure must not break."""
    firm = sum(low for low, figure in zip(least, figures, strict=True) if figure)
    text = sum(least) - firm
    if text and TEXT_WIDTH - firm >= text // 2:
        return [
            low if figure else low * (TEXT_WIDTH - firm) // text
            for low, figure in zip(least, figures, strict=True)
        ]
    return [TEXT_WIDTH * low // sum(least) for low in least]


def _longest_line(inline: "Token") -> int:
    return max((_width(line) for line in _lines(inline)), default=0)


def _least_width(cell: Cell, unit: int) -> int:
    """The width that the longest run without a break needs."""
    inline, right = cell
    runs = (run for line in _lines(inline) for run in _unbroken(line, right))
    return max((min(_width(run), most) for run, most in runs), default=2) * unit + _PADDING


_SPACING = "····"
"""Word processors set digits apart from Chinese: a date needs this much more than its characters."""


def _unbroken(line: str, right: bool) -> Iterator[tuple[str, int]]:
    """What should stay on one line, each with the display columns that it may claim.

    A figure keeps its unit; Chinese may break anywhere, but neither after three characters nor in a date.
    """
    dates = list(dates_in(line))
    for start, end, _ in dates:
        written = line[start:end]
        yield written if written.isascii() else written + _SPACING, 20
    if right and not dates and line[:1] in "+\N{MINUS SIGN}0123456789":
        yield (line, 12) if _width(line) <= 12 else (line.partition(" ")[0], 24)
        return
    for word in line.split():
        chinese = not word.isascii()
        yield word, 8 if chinese else 18


def _lines(inline: "Token") -> list[str]:
    return "".join(
        "\n" if child.content == "<br>" else child.content for child in inline.children or ()
    ).split("\n")


def _width(text: str) -> int:
    return max(wcswidth(one_line(text)), 0)


def _data_part(data: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<data xmlns="{NAMESPACE}">{escape(data)}</data>'.encode()


def _property_part(data: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{PROPERTY}">'
        f"<vt:lpwstr>{escape(data)}</vt:lpwstr></property></Properties>"
    ).encode()


def _core_part(title: str, author: str | None, language: str) -> bytes:
    title, creator = escape(one_line(title)), escape(one_line(author or "comms"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{creator}</dc:creator><dc:language>{_LANGUAGES[language]}</dc:language>"
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    ).encode()
