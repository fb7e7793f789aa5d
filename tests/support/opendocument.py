"""OpenDocument spreadsheets that a test writes as XML."""

import zipfile
from io import BytesIO

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text")
)


def opendocument(tables: str, styles: str = "", manifest: str = "<x/>", mimetype: str = SPREADSHEET) -> bytes:
    """Return a spreadsheet with tables and automatic styles."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def table(*rows: str, name: str = "明细", more: str = "", columns: str = "") -> str:
    """Return a table of rows."""
    return f'<table:table table:name="{name}" {more}>{columns}{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    """Return a row; a plain text stands for a cell that holds it."""
    return f"<table:table-row {more}>{''.join(each if each.startswith('<') else cell(each) for each in cells)}</table:table-row>"


def cell(shown: str, more: str = "") -> str:
    """Return a cell that shows a text, with attributes."""
    text = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {more}>{text}</table:table-cell>"


def number(value: str, shown: str, kind: str = "float", more: str = "") -> str:
    """Return a cell with a number and how it is shown."""
    return cell(shown, f'office:value-type="{kind}" office:value="{value}" {more}')
