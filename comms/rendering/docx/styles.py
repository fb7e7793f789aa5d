"""The styles of a DOCX: ours, or those of the house's letterhead where it defines them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from comms.language.phrases import words

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
INK, ACCENT, GREY, RED = "1F2933", "1F4E79", "5F6B7A", "B42318"
RULE = 'w:val="single" w:sz="4" w:space="0" w:color="BFC8D2"'


class Look(NamedTuple):
    """The look of a paragraph style.

    size, before, after: in points, the latter two for the space around a paragraph; leading: in lines.
    keep: whether a paragraph stays on the page of the next one.
    """

    name: str
    size: float
    color: str = INK
    bold: bool = False
    before: float = 0
    after: float = 0
    keep: bool = False
    centred: bool = False
    leading: float = 1.12

    @property
    def key(self) -> str:
        """The writer's name for the style, whatever its id in a package."""
        return self.name.replace(" ", "")


LOOKS = (
    Look("Normal", 10),
    Look("Body Text", 10, before=2, after=2),
    Look("Title", 18, ACCENT, bold=True, after=3, keep=True),
    Look("Heading 1", 11.5, ACCENT, bold=True, before=8, after=2, keep=True),
    Look("Heading 2", 10.5, ACCENT, bold=True, before=8, after=3, keep=True),
    Look("List Bullet", 10, before=1, after=1),
    Look("Header", 8, GREY, centred=True),
    Look("Footer", 8, GREY, centred=True),
    Look("Reference", 9, GREY, after=6),
    Look("Note", 8, GREY, before=3, after=3),
    Look("Letterhead", 9, GREY, after=8),
    Look("Total", 10, bold=True, before=4, after=4),
    Look("Closing", 10, before=10, after=3, keep=True),
    Look("Slip", 10, before=18, after=3, keep=True),
    Look("Table Signing", 9, before=3, after=3, leading=1.7),
    Look("Draft", 11, RED, bold=True, after=3, centred=True),
    Look("Table Text", 9, before=1, after=1, leading=1.0),
    Look("Table Figures", 8, before=1, after=1, leading=1.0),
)


class House(NamedTuple):
    """The styles and fonts of a letterhead: its style names in lower case, its theme's fonts for Chinese."""

    styles: Collection[str]
    theme_fonts: Mapping[str, str]


_BUILT_IN = ("default paragraph font", "normal table", "no list")
_TABLES = (("Comms Table", "left right insideH insideV"), ("Comms Signatures", "left right insideV"))
"""Table styles with the sides that have a border; top and bottom always have one."""


def forget_samples(document: Any) -> None:
    """Drop the styles of python-docx's default template that we do not use."""
    known = {look.name.lower() for look in LOOKS}.union(_BUILT_IN)
    for element in list(document.styles.element):
        if element.tag == qn("w:latentStyles") or (
            element.tag == qn("w:style") and _name(element) not in known
        ):
            document.styles.element.remove(element)


def define_styles(document: Any, language: str, house: House | None = None) -> dict[str, str]:
    """Define all our styles in a document; return the id of each in that document by its key."""
    _set_defaults(document, language, has_house_style=house is not None)
    styles = {style.name.lower(): style for style in document.styles if style.name}
    ids = {}
    for look in LOOKS:
        style = styles.get(look.name.lower())
        if style is None:
            style = document.styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
            style.quick_style = True
            styles[look.name.lower()] = style
        if house is None:
            _apply_look(style, look)
        else:
            if look.name.lower() not in house.styles:
                style.base_style = styles.get("normal")
                _apply_look(style, look, is_of_house=True)
            _name_chinese_font(style, house.theme_fonts)
        ids[look.key] = style.style_id
    if house is not None and "title" not in house.styles:
        _make_larger(styles["title"], styles["heading 1"])
    _number_bullets(document, styles["list bullet"])
    for name, sides in _TABLES:
        if name.lower() not in styles:
            indent = 0 if _keeps_tables_to_the_margin(document) else _CELL_MARGIN
            document.styles.element.append(_table_style(name, sides, indent))
    return ids


def _make_larger(title: Any, heading: Any) -> None:
    """Make our title larger than the house's headings."""
    if heading.font.size is not None and heading.font.size >= title.font.size:
        title.font.size = heading.font.size + Pt(4)


def _name(style: Any) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val"))).lower()


def _set_defaults(document: Any, language: str, has_house_style: bool) -> None:
    """Set the default fonts and languages of text; a house keeps its own fonts."""
    defaults = _run_defaults(document.styles.element)
    if not has_house_style:
        for element in list(defaults):
            defaults.remove(element)
        defaults.append(_fonts())
    for element in defaults.findall(qn("w:lang")):
        defaults.remove(element)
    latin = words(language)["language"]["latin_tag"]
    tag = parse_xml(f'<w:lang {nsdecls("w")} w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>')
    # the schema requires three kinds of effects to follow the language
    followers = [defaults.find(qn(name)) for name in ("w:eastAsianLayout", "w:specVanish", "w:oMath")]
    next((follower.addprevious for follower in followers if follower is not None), defaults.append)(tag)


def _run_defaults(styles: Any) -> Any:
    """Return the defaults of runs, created if the document has none."""
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        defaults = OxmlElement("w:docDefaults")
        styles.insert(0, defaults)
    holder = defaults.find(qn("w:rPrDefault"))
    if holder is None:
        holder = OxmlElement("w:rPrDefault")
        defaults.insert(0, holder)
    found = holder.find(qn("w:rPr"))
    if found is None:
        found = OxmlElement("w:rPr")
        holder.append(found)
    return found


def _apply_look(style: Any, look: Look, is_of_house: bool = False) -> None:
    """Give a style our look; a style based on the house's text keeps its fonts, size and colour."""
    for tag in ("w:pPr", "w:rPr"):
        kept = style.element.find(qn(tag))
        for element in list(kept) if kept is not None else ():
            if element.tag not in (qn("w:numPr"), qn("w:outlineLvl")):
                kept.remove(element)
    font, paragraph = style.font, style.paragraph_format
    if not is_of_house:
        style.base_style = None
        style.element.get_or_add_rPr().append(_fonts())
    font.bold = look.bold or None
    if not is_of_house or look.size != LOOKS[0].size:
        font.size = Pt(look.size)
    if not is_of_house or look.color != INK:
        font.color.rgb = RGBColor.from_string(look.color)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing = look.leading
    paragraph.keep_with_next = look.keep or None
    if look.centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _fonts() -> Any:
    return parse_xml(
        f'<w:rFonts {nsdecls("w")} w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
        f'w:eastAsia="{CHINESE}" w:cs="{LATIN}"/>'
    )


def _name_chinese_font(style: Any, theme_fonts: Mapping[str, str]) -> None:
    """Set a style's Chinese font: the one inherited from its base styles, otherwise ours."""
    found = (_chinese_font(properties, theme_fonts) for properties in _chain(style))
    font = next(filter(None, found), CHINESE)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
    fonts.set(qn("w:eastAsia"), font)


def _chain(style: Any) -> Iterator[Any]:
    """Yield the run properties of a style, of its base styles, and of the document."""
    met: list[Any] = []
    while style is not None and style.element not in met:
        met.append(style.element)
        yield style.element.find(qn("w:rPr"))
        style = style.base_style
    yield _run_defaults(met[0].getparent())


def _chinese_font(properties: Any, theme_fonts: Mapping[str, str]) -> str | None:
    fonts = properties.find(qn("w:rFonts")) if properties is not None else None
    if fonts is None:
        return None
    named: str | None = fonts.get(qn("w:eastAsia"))
    return theme_fonts.get(fonts.get(qn("w:eastAsiaTheme"), ""), named)


def _number_bullets(document: Any, style: Any) -> None:
    """Ensure that the list style has a bullet."""
    if style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
        return
    numbering = document.part.numbering_part.element
    number = 1 + max(
        (int(element.get(qn(_ID[element.tag]))) for element in numbering if element.tag in _ID), default=0
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    (first.addprevious if first is not None else numbering.append)(abstract)
    use = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    last = numbering.findall(qn("w:num"))
    (last[-1] if last else abstract).addnext(parse_xml(use))
    style.element.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number


_ID = {qn("w:abstractNum"): "w:abstractNumId", qn("w:num"): "w:numId"}


_CELL_MARGIN = 90
"""The space between a cell's text and its sides, in twentieths of a point."""
_PRESENT_MODE = 15
"""The first mode in which Word aligns a table's border, not its text, with the margin."""


def _keeps_tables_to_the_margin(document: Any) -> bool:
    settings = document.settings.element.iter(qn("w:compatSetting"))
    modes = (
        setting.get(qn("w:val"), "")
        for setting in settings
        if setting.get(qn("w:name")) == "compatibilityMode"
    )
    return any(mode.isdigit() and int(mode) >= _PRESENT_MODE for mode in modes)


def _table_style(name: str, sides: str, indent: int) -> Any:
    borders = "".join(f"<w:{side} {RULE}/>" for side in _ordered(sides))
    right, left = (f'<w:{side} w:w="{_CELL_MARGIN}" w:type="dxa"/>' for side in ("right", "left"))
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:tblPr><w:tblInd w:w="{indent}" w:type="dxa"/>'
        f"<w:tblBorders>{borders}</w:tblBorders>"
        f'<w:tblCellMar><w:top w:w="30" w:type="dxa"/>{left}'
        f'<w:bottom w:w="30" w:type="dxa"/>{right}</w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr>'
        '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E8EEF4"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _ordered(sides: str) -> list[str]:
    """Return the sides of a border in the order the schema requires; top and bottom are always drawn."""
    wanted = {"top", "bottom", *sides.split()}
    return [side for side in ("top", "left", "bottom", "right", "insideH", "insideV") if side in wanted]
