"""Units of goods: those that are counted in whole numbers, and those that are measured."""

import re
import unicodedata

_MEASURES = frozenset(
    """mg g gr gram grams gramme grammes kg kgs kilo kilos kilogram kilograms t ton tons tonne tonnes mt lb
    lbs pound pounds oz ounce ounces mm cm dm m mtr mtrs meter meters metre metres lm km in inch inches
    ft foot feet yd yds yard yards mile miles l ltr ltrs liter liters litre litres ml cl dl hl gal
    gallon gallons pint pints quart quarts m2 m3 cm2 cm3 ft2 ft3 sqm sqft sqyd cbm cft ha acre acres wh
    kwh mwh s sec min h hr hrs hour hours day days week weeks grm kgm tne lbr mmt cmt mlt mtk mtq hur 小时
    天 周 立方 平方 方 盎司 加仑 公顷 千瓦时 度""".split()
)
"""Units of mass, length, area, volume, energy and time, with their codes in UN/ECE Recommendation 20."""
_CHINESE_MEASURE = re.compile(r".*[米克升吨斤尺寸码磅亩里]")
"""Measures by their last character: 延米, 平方米, 毫升, 公斤."""
_MULTIPLE = re.compile(r"[百千万亿\d]|(hundred|thousand|mille|k)\b")
"""The beginning of many units taken as one, of which parts occur: 千件, 1000 pcs."""
TIMES = (
    "工作日|自然日|天|日|小时|钟头|工时|月|周|星期|礼拜|年|季度|分钟"
    "|days?|d|hours?|hrs?|h|months?|mths?|weeks?|wks?|w|years?|yrs?|minutes?|mins?"
)
"""A pattern of the names of lengths of time, in lower case."""
_BETWEEN = re.compile(r"[\s./-]+")


def is_counted(unit: str) -> bool:
    """Return whether goods in a unit come in whole numbers: pieces, cartons, 件, 箱, but not kg, m, 千克."""
    normalized = unicodedata.normalize("NFKC", unit).casefold().strip(" .")
    *_, last = _BETWEEN.split(normalized)
    is_measure = not _MEASURES.isdisjoint((last, _BETWEEN.sub("", normalized)))
    return not (is_measure or _CHINESE_MEASURE.fullmatch(last) or _MULTIPLE.match(normalized))


_SAME = {
    name: names.split()[0]
    for names in (
        "pcs pc pce piece ea each unit",
        "件 个 只",
        "kg kilo kilogram 公斤 千克",
        "carton ctn",
        "pair pr",
    )
    for name in names.split()
}
"""Names of one unit -> the first of them; whether pcs are 件 or 套, a reader of the table cannot know."""


def is_same_unit(one: str, other: str) -> bool:
    """Return whether two names mean the same unit: pcs and pieces, 件 and 个, 公斤 and kg."""
    return _plain(one) == _plain(other)


def _plain(unit: str) -> str:
    name = unicodedata.normalize("NFKC", unit).casefold().strip(" .")
    return _SAME.get(name) or _SAME.get(name.removesuffix("s")) or name.removesuffix("s")


def is_known(name: str) -> bool:
    """Return whether a name is that of a common unit."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip(" .")
    return plain in _COMMON or plain.removesuffix("s") in _COMMON or not is_counted(plain)


_COMMON = frozenset(_SAME) | frozenset(
    """箱 套 双 条 包 盒 瓶 袋 台 张 片 支 根 本 卷 打 对 副 枚 块 粒 把 件套 桶 罐 组 批
    set box boxe bag pack roll bottle dozen pallet""".split()
)
