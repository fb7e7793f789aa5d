"""The advice fits what a vague word is said of."""

import tomllib

import pytest

from comms.language.phrases import LANGUAGES, Saying, words
from comms.linting.run import lint_text
from comms.rules.vague.advice import fault_told, fitting, subject_near
from tests.support import ROOT

VAGUE = ROOT / "comms" / "rules" / "vague"


def fitted(advice: str, text: str, kind: str = "brief") -> str:
    """The advice for the word in brackets."""
    return fitting(advice, text.replace("[", "").replace("]", ""), text.index("["), kind)


@pytest.mark.parametrize(
    ("advice", "text", "expected"),
    [
        ("english.speed", "the page must load [quickly]", "english.screen.speed"),
        ("english.speed", "the zip runs [smoothly]", "english.goods.speed"),
        ("english.speed", "the page is ready. The zip runs [smoothly]", "english.goods.speed"),
        ("english.speed", "the zips on the photo should run [smoothly]", "english.goods.speed"),
        ("english.speed", "they answered [slowly]", "english.speed"),
        ("english.look", "a [modern] layout", "english.picture.look"),
        ("english.look", "a [modern] lamp", "english.goods.look"),
        ("english.look", "[polite] answers", "english.look"),
        ("english.quality", "[reliable] staff", "subjects.people.measure"),
        ("english.usability", "an [easy] checkout", "english.screen.usability"),
        ("english.list", "zips, [etc.]", "english.list"),
        ("chinese.quality", "面料要[结实]", "chinese.goods.quality"),
        ("chinese.quality", "页面要[流畅]", "chinese.screen.quality"),
        ("chinese.quality", "态度要[热情]", "subjects.people.measure"),
        ("chinese.taste", "海报要[高级]", "chinese.picture.taste"),
        ("chinese.taste", "杯子要[好看]", "chinese.goods.taste"),
        ("chinese.comparison", "字体[大一点]", "chinese.picture.comparison"),
        ("chinese.quantity", "[大约] 500 件，单价 4 元", "chinese.quantity"),
        ("chinese.quantity", "单价[大约] 4 元", "subjects.money.quantity"),
        ("english.colour", "Use [attractive colours]", "english.colour"),
        ("house", "the zip is [posh]", "house"),
    ],
)
def test_the_nearest_subject_of_the_sentence_chooses_the_advice(
    advice: str, text: str, expected: str
) -> None:
    assert fitted(advice, text) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("design-brief", "english.picture.look"),
        ("order-confirmation", "english.goods.look"),
        ("restock-brief", "english.goods.look"),
        ("brief", "english.look"),
        ("delay-notice", "english.look"),
    ],
)
def test_without_a_subject_the_kind_of_document_chooses(kind: str, expected: str) -> None:
    assert fitted("english.look", "make it [modern]", kind) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_zip_is_not_told_about_pages(language: str) -> None:
    text = "kind: brief\nhow: the zip runs smoothly, and the page loads fast\n"
    hints = {
        finding.span.column: finding.hint
        for finding in lint_text(text.encode(), "x.yaml", language).findings
        if finding.code == "V303"
    }
    assert [("4G" in hint) for _, hint in sorted(hints.items())] == [False, True]


SUBJECTS = """
money    | 单价要再[低]一点
money    | 产品不错，但是运费[太高]
money    | 利润空间要[大]
money    | 老客户的折扣要[大]一点
money    | 包装成本[尽量]压低
money    | 今年预算[有限]
terms    | 账期能不能[长]一点
terms    | 付款方式要[灵活]
figures  | 退货率要[降低]
figures  | 新品上架后业绩[不理想]
figures  | [提高]转化率
figures  | 大货库存要[充足]
time     | 交货要[快]
time     | 客户的问题，回复要[及时]
time     | 工期[紧]
screen   | 页面加载要[快]
screen   | 接口响应[太慢]
screen   | 后台订单多的时候[有点卡]
colours  | 杯身颜色要[正]
video    | 视频节奏[明快]，文案简洁
video    | 背景音乐要[欢快]
text     | 视频要短，文案要[简洁]
text     | 英文翻译要[地道]
people   | 客服的态度要[热情]
people   | 安装工人要[专业]
place    | 年会场地要[宽敞]
place    | 展位要[大气]
goods    | 价格要低，质量要[好]
goods    | 发货包装要[结实]
picture  | 背景[干净]利落
picture  | 主图要[吸引人]
screen   | 付款页面要[简单]
document | 退货流程要[简单]
document | 价格表要[清楚]
none     | 这件事要[认真]对待
money    | a [competitive] unit price
money    | the freight is [too high]
money    | we need a [better] margin on these bags
money    | the price of the lamps is [too high]
money    | the bag is fine, but the discount is [small]
terms    | a [longer] payment term
terms    | a [small] deposit
figures  | the conversion rate should go up [considerably]
figures  | [sufficient] stock of the blue mug
figures  | returns are [too high]
figures  | bring [more] traffic to the shop
time     | Lead times must be [short]
time     | [fast] delivery of the samples
time     | a [quick] reply
screen   | product pages load [slowly]
screen   | the API must be [responsive]
screen   | an [easy] checkout for new customers
colours  | warm colours with [nice] tones
colours  | the colours on the box look [dull]
video    | a [catchy] soundtrack
video    | the video must be [engaging]
text     | the product description should be [concise]
text     | an [idiomatic] translation
text     | the video is fine, the copy is [dry]
people   | [experienced] staff for the stand
people   | [friendly] customer service
place    | a [spacious] venue
place    | the meeting room should be [bright]
goods    | a [limited] number of sets at the old price
goods    | the price is fine, the zip is [weak]
picture  | a [modern] banner
screen   | make the pricing page [attractive]
picture  | [nicer] stock photos
document | the cost breakdown should be [clear]
none     | make it [better]
"""
"""What a word in brackets is said of, over thirty sentences in each language."""


@pytest.mark.parametrize("line", SUBJECTS.strip().splitlines())
def test_what_a_vague_word_is_said_of_is_told_from_its_neighbours(line: str) -> None:
    expected, text = line.split(" | ")
    assert (
        subject_near(text.replace("[", "").replace("]", ""), text.index("[")) or "none"
    ) == expected.strip()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("advice", "text", "told"),
    [
        ("chinese.comparison", "运费[低一点]", "15"),
        ("chinese.quality", "退货率[要低]", "2026"),
        ("chinese.quality", "交货[要快]", "4"),
        ("chinese.quality", "页面加载[要快]", "2"),
        ("chinese.taste", "翻译[要地道]", ""),
        ("english.comparison", "[lower] the freight", "15"),
        ("english.quantity", "a [big] discount", "%"),
        ("english.quality", "[reliable] delivery", "4"),
        ("english.look", "a [nice] venue", "80"),
    ],
)
def test_money_and_time_are_told_nothing_about_goods(
    language: str, advice: str, text: str, told: str
) -> None:
    found: object = words(language, "wording")
    for step in fitted(advice, text).split("."):
        assert isinstance(found, dict)
        found = found[step]
    assert told in str(found)
    assert not any(wrong in str(found) for wrong in ("AQL", "280 g/m²", "24 px", "1.2 mm", "Pantone", "潘通"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subject_has_advice_of_its_own(language: str) -> None:
    book = words(language, "wording")
    listed = tomllib.loads((VAGUE / "subjects.toml").read_text(encoding="utf-8"))
    assert set(book["subjects"]) <= set(listed)
    assert not any(
        isinstance(book[family].get(name), str) for name in listed for family in ("english", "chinese")
    )
    assert {name for name in listed if name not in {**book["subjects"], **book["english"]}} == {"document"}


@pytest.mark.parametrize(
    ("how", "code", "expected"),
    [
        ("吊牌和上次一样", "V303", "“和上次一样”没有说明参照哪一个"),
        ("吊牌按惯例做", "V303", "“按惯例”没有说明参照哪一个"),
        ("首页参考竞品", "V303", "“参考竞品”没有说明参照哪一个"),
        ("系统要升级", "V303", "“升级”没有说清到什么程度"),
        ("价格要合理", "V303", "“合理”没有可以检查的标准"),
        ("海报要吸睛", "V303", "“吸睛”是感觉，没有可以检查的标准"),
        ("the tag is the same as last time", "V303", "“the same as last time”没有说明参照哪一个"),
        ("improve the conversion", "V303", "“improve the conversion”没有说清到什么程度"),
    ],
)
def test_the_message_says_what_is_wrong_with_the_word(how: str, code: str, expected: str) -> None:
    findings = lint_text(f"kind: brief\nhow: {how}\n".encode(), "x.yaml", "zh").findings
    assert [finding.message for finding in findings if finding.code == code] == [expected]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_of_a_word_has_a_message(language: str) -> None:
    book = words(language, "rules")
    for advice in ("english.example", "chinese.comparison", "subjects.money.measure"):
        assert fault_told(advice) in book["V303"]["variants"]
    assert fault_told("english.which") in book["V305"]["variants"]


def advice_in_use() -> set[str]:
    """The keys of advice that the lists of vague words name."""
    english = tomllib.loads((VAGUE / "english.toml").read_text(encoding="utf-8"))
    chinese = tomllib.loads((VAGUE / "chinese.toml").read_text(encoding="utf-8"))
    groups = {f"english.{table['instead']}" for table in (*english["group"], *english["symbol"])}
    return groups | {f"chinese.{table['advice']}" for table in chinese["vague"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_advice_in_use_is_written_in_every_language(language: str) -> None:
    book = words(language, "wording")
    for key in advice_in_use():
        family, _, name = key.partition(".")
        assert isinstance(book[family][name], str)


def test_a_variant_of_advice_varies_a_sentence_that_exists() -> None:
    for family in ("english", "chinese"):
        book = words("en", "wording")[family]
        variants = [table for table in book.values() if isinstance(table, dict)]
        assert variants
        assert all(set(table) <= set(book) for table in variants)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chosen_advice_is_a_sentence(language: str) -> None:
    listed = tomllib.loads((VAGUE / "subjects.toml").read_text(encoding="utf-8"))
    for subject in (table["english"].split()[0] for table in listed.values()):
        for advice in advice_in_use():
            chosen = fitting(advice, f"{subject} nice", len(subject) + 1, "brief")
            assert Saying("wording", chosen).in_language(language).endswith((".", "。"))
