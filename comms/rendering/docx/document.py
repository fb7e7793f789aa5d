"""DOCX: writes the document's Markdown with Word's styles into a package that is prepared once."""

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from comms.language.display import one_line
from comms.language.phrases import words
from comms.models.plain import to_json, to_jsonable
from comms.reading.docx_file import NAMESPACE, PROPERTY
from comms.rendering.body import number_of, title_of
from comms.rendering.docx.package import DATA_PART, NUMBER, PROPERTY_PART, PackageKey, empty_package, prepared
from comms.rendering.docx.text import DocxText
from comms.rendering.docx.zip_parts import Packed, archive, packed
from comms.rendering.stamp import stamp_of
from comms.rendering.tokens import parse_markdown, visible_text

if TYPE_CHECKING:
    from markdown_it.token import Token

    from comms.rendering import Layout
    from comms.rendering.rendition import Rendition


def render(rendition: "Rendition") -> bytes:
    """Return the document as a DOCX that contains its data; the same input gives the same bytes.

    Raises SetupError for a letterhead that cannot be used.
    """
    if rendition.layout.bare:
        return without_data(rendition)
    key = _package_key(rendition.layout, carries_data=True)
    data = _stamped_data(rendition, empty_package(key).shows)
    return _dressed(rendition.tokens, key, PackageInfo.of(rendition), data)


def without_data(rendition: "Rendition") -> bytes:
    """Return the document as a DOCX without data; raises SetupError for a letterhead that cannot be used."""
    key = _package_key(rendition.layout, carries_data=False)
    return _dressed(rendition.tokens, key, PackageInfo.of(rendition), None)


class PackageInfo(NamedTuple):
    """The properties of a DOCX: title, number at the foot of each page, author."""

    title: str
    number: str = ""
    author: str | None = None

    @classmethod
    def of(cls, rendition: "Rendition") -> "PackageInfo":
        """Return the properties of a rendition's document."""
        document, language = rendition.document, rendition.layout.language
        return cls(title_of(document, language), number_of(document, language), document.author)


def render_markdown(markdown: str, layout: "Layout", shown: PackageInfo) -> bytes:
    """Return the Markdown of one of our templates as a DOCX without data."""
    return _dressed(parse_markdown(markdown), _package_key(layout, carries_data=False), shown, None)


def _package_key(layout: "Layout", carries_data: bool) -> PackageKey:
    return PackageKey.of(layout.language, layout.draft, carries_data, layout.letterhead_file)


def _stamped_data(rendition: "Rendition", shows: Collection[str]) -> str:
    """Return the data as JSON, with a stamp that reveals later edits of the text."""
    written = to_json(to_jsonable(rendition.document.to_file_data()))
    found = json.loads(written, parse_int=str)  # as a reader delivers them
    text = visible_text(rendition.tokens, shows)
    stamp = stamp_of(rendition.document, rendition.layout, found, text, headed="letterhead" in shows)
    return f'{written[:-1]},"comms":{to_json(stamp)}}}'


def _dressed(tokens: "list[Token]", key: PackageKey, shown: PackageInfo, data: str | None) -> bytes:
    """Return the DOCX of a text: its own parts, and those shared by all documents with the same key."""
    empty = empty_package(key)
    content = DocxText(empty).of(tokens).encode()
    number = escape(f"{one_line(shown.number)} · " if shown.number else "").encode()
    own = {name: empty.parts[name].replace(NUMBER.encode(), number) for name in empty.numbered}
    own[empty.document] = b"".join((empty.before, content, empty.after))
    own[empty.core] = _core_part(shown, key.language)
    if data is not None:
        own |= {DATA_PART: _data_part(data), PROPERTY_PART: _property_part(data)}
    shared = prepared(key, frozenset(own))
    return archive(sorted((*shared, *(packed(name, content) for name, content in own.items())), key=_place))


def _place(part: Packed) -> tuple[bool, str]:
    """Return the sort key of a part; readers that guess the type of a file expect the content types first."""
    return part.name != "[Content_Types].xml", part.name


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


def _core_part(shown: PackageInfo, language: str) -> bytes:
    title, creator = escape(one_line(shown.title)), escape(one_line(shown.author or "comms"))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{creator}</dc:creator><dc:language>{words(language)['language']['document_tag']}</dc:language>"
        f"<dc:title>{title}</dc:title></cp:coreProperties>"
    ).encode()
