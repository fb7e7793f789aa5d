"""The names by which texts call a company or a person: Kystlys for Kystlys AS, Ms Solheim, 宋经理."""

import re
import unicodedata
from collections.abc import Iterator

_LEGAL = frozenset(
    """
    as asa a/s ab aps oy oyj ltd limited llc llp lp inc incorporated corp corporation co company plc pty
    pte gmbh mbh ag kg ohg ug se sa sas sarl sl srl spa bv nv kk sdn bhd ooo sro doo kft zoo & and
    """.split()
)
_TRADES = frozenset(
    """
    trading trade import imports export exports imp exp international intl group holding holdings
    industries industrial industry enterprise enterprises technology technologies tech retail stores
    store shop home furniture lighting garment garments textile textiles electronics foods
    """.split()
)
_CHINESE_LEGAL = re.compile(
    r"(?:股份|集团|控股)*(?:有限责任|有限)?(?:总公司|分公司|公司|集团|合伙企业|商行|经营部|工作室|厂|店|中心)$"
)
_CHINESE_TRADES = re.compile(
    "(?:家居|家具|家纺|贸易|商贸|经贸|外贸|进出口|国际|科技|实业|电子|电器|电商|电子商务|服饰|服装|纺织|日用品|用品|制品|工艺品|陶瓷|百货|"
    "食品|供应链|文化|传媒|灯饰|照明|企业|投资|管理|网络|信息|技术|餐饮|酒店|连锁|超市|零售|发展|股份|集团|控股)$"
)
_DIVISION = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:特别行政区|自治区|省|市|区|县)")
_CITIES = frozenset(
    """
    中国 北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南
    广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 广州 深圳 东莞
    佛山 中山 珠海 惠州 汕头 杭州 宁波 温州 义乌 金华 绍兴 嘉兴 台州 南京 苏州 无锡 常州 南通 扬州 徐州
    厦门 福州 泉州 青岛 济南 烟台 成都 武汉 长沙 郑州 西安 合肥 南昌 景德镇 沈阳 大连 昆明 南宁
    """.split()
)
_TITLES = (
    "(?:女士|先生|小姐|太太|老师|经理|总监|总经理|主管|主任|部长|店长|老板"
    "|总(?![量计数额结产共体是需])|工(?![作厂艺程人期序具业资]))"
)
_DOUBLE_SURNAMES = frozenset("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 南宫".split())
_HONORIFICS = r"(?:Ms|Mr|Mrs|Miss|Mx|Dr|Prof|Herr|Frau|Mme|Sr|Sra)\.?\s+"
_SHORTEST_IGNORING_CASE = 5
"""The least letters of a name that is no other word in small letters."""
_SHORTEST_FAMILY_NAME = 4


def names_of_company(name: str, address: str = "", other: str = "") -> Iterator[str]:
    """Yield patterns of the names by which a company is called: in full, without its legal form and place.

    other: a company that is called otherwise, so that what is in its name tells nothing.
    """
    full = " ".join(unicodedata.normalize("NFKC", name).split())
    reduced = (
        _reduced_chinese(full, address) if re.search("[\u4e00-\u9fff]", full) else _reduced(full, address)
    )
    if len(full) > 1:
        yield _pattern(full)
    for each in dict.fromkeys(reduced):
        if len(each) > 1 and each != full and each.casefold() not in other.casefold():
            yield _pattern(each) if " " in each else _as_written(each)


def _pattern(name: str) -> str:
    """Return the pattern of a name; a short one is only recognized as it is written."""
    escaped = r"[\s_-]*".join(map(re.escape, name.split()))
    is_sure = len(name) >= _SHORTEST_IGNORING_CASE or not name.isascii()
    return f"(?i:{escaped})" if is_sure else escaped


def _as_written(word: str) -> str:
    """Return the pattern of one word as a name; in small letters it may be another word."""
    return "|".join(re.escape(each) for each in dict.fromkeys((word, word.upper(), word.title())))


def _reduced(name: str, address: str) -> Iterator[str]:
    words = [word for word in re.split(r"[\s,]+", name) if word]
    places = {word.casefold() for word in re.findall(r"[^\W\d_]+", address)}
    for common in (_LEGAL, _LEGAL | _TRADES):
        while len(words) > 1 and _bare(words[-1]) in common:
            words.pop()
        for _ in range(2):  # with the place before the name, and without
            if words and _bare(words[-1]) not in common | places:
                yield " ".join(words)
            while len(words) > 1 and words[0].casefold() in places:
                words.pop(0)


def _bare(word: str) -> str:
    return word.replace(".", "").casefold()


def _reduced_chinese(name: str, address: str) -> Iterator[str]:
    places = _CITIES | set(_DIVISION.findall(address))
    bare = _CHINESE_LEGAL.sub("", re.sub(r"\([^)]*\)", "", name))
    while (place := next((each for each in places if bare.startswith(each)), None)) is not None:
        bare = re.sub("^[省市区县]", "", bare.removeprefix(place))
    yield bare
    while (shorter := _CHINESE_TRADES.sub("", bare)) != bare and len(shorter) > 1:
        bare = shorter
        yield bare


def names_of_person(name: str) -> Iterator[str]:
    """Yield patterns of the names by which a person is called: in full, by the family name, with a title."""
    full = " ".join(unicodedata.normalize("NFKC", name).split())
    if len(full) < 2:
        return
    yield _pattern(full)
    if re.fullmatch("[\u4e00-\u9fff]{2,4}", full):
        surname = full[:2] if full[:2] in _DOUBLE_SURNAMES else full[:1]
        yield f"{surname}{_TITLES}"
        return
    words = [re.escape(word) for word in full.split() if len(word) > 1]
    if len(full.split()) > 1 and words:
        yield f"{_HONORIFICS}(?:{'|'.join(words)})"
        if len(full.split()[-1]) >= _SHORTEST_FAMILY_NAME:
            yield _as_written(full.split()[-1])
