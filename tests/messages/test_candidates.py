"""What may be a value and which of several holds: a kind of mistake each, in both languages."""

from datetime import date
from typing import Any

import pytest

from comms.messages.document import document_of
from comms.messages.grammar import read_message
from comms.messages.turns import message_of
from tests.messages.careful_reader import leaves

TODAY = date(2026, 5, 4)
ORDER, CHANGE, DESIGN, RESTOCK = "order-confirmation", "change-request", "design-brief", "restock-brief"


def read(message: str, kind: str) -> dict[str, Any]:
    """The document of a message, each value by its path."""
    read_one = message_of(message.encode(), "message.txt", TODAY)
    document = document_of(read_message(read_one.text, read_one.turns, kind, TODAY), kind)
    return dict(_leaves(document))


def _leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, list):
        return [leaf for number, each in enumerate(value) for leaf in _leaves(each, f"{path}[{number}]")]
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in _leaves(each, f"{path}.{key}".strip("."))]
    return list(leaves(path, value))


def count_of(found: dict[str, Any], holder: str) -> int:
    """How many entries a list has."""
    return len({path.partition("]")[0] for path in found if path.startswith(f"{holder}[")})


@pytest.mark.parametrize(
    "aside",
    [
        "杯架20个当赠品吧",
        "再搭20个杯架",
        "样品2只先寄来",
        "质保24个月",
        "包装：每箱24只",
        "杯架本来想订20个，没预算，先不要了",
        "Packing: 24 pcs per export carton",
        "and 5 samples free of charge",
    ],
)
def test_gifts_packings_and_terms_are_no_lines_of_an_order(aside: str) -> None:
    found = read(f"请确认订单：\n保温杯 BW-50 3000只，单价23.5元\n{aside}", ORDER)
    assert (found["lines[0].quantity"], count_of(found, "lines")) == (3000, 1)


@pytest.mark.parametrize(
    ("line", "quantity", "price"),
    [
        ("杯刷 BS-2，1000个，2块8一个", 1000, "2.8"),
        ("软垫 RD-4，40块，85元一块", 40, "85"),
        ("LED strip LS-5, 800 rolls @ EUR 6,80", 800, "6.8"),
        ("plates PL-2: 360 pcs at 5,40 €", 360, "5.4"),
        ("bowls PL-3: 1,200 pcs at EUR 3,200", 1200, "3200"),
    ],
)
def test_a_price_is_no_quantity_and_keeps_its_places_behind_the_comma(
    line: str, quantity: int, price: str
) -> None:
    found = read(f"{line}\n", ORDER)
    assert found["lines[0].quantity"] == quantity
    assert float(found["lines[0].unit_price"]) == float(price)
    assert count_of(found, "lines") == 1


def test_packs_of_a_weight_are_not_ordered_by_the_weight_of_one() -> None:
    assert read("虾仁 25kg x 10箱", ORDER).get("lines[0].quantity") != 25


def test_a_price_that_is_agreed_on_is_that_of_the_article_it_was_named_for() -> None:
    chat = (
        "Jonas 8:57\n600 pcs tray BT-40 @ USD 4.40\n200 pcs tray BT-60 @ USD 5.10\n"
        "Mia 9:10\nBT-40 is USD 4.55 since January\nJonas 9:14\nHmm ok 4.55 then"
    )
    found = read(chat, ORDER)
    assert (float(found["lines[0].unit_price"]), float(found["lines[1].unit_price"])) == (4.55, 5.1)


@pytest.mark.parametrize("said", ["EXW is not possible for us", "EXW 不行"])
def test_a_rule_of_delivery_that_is_ruled_out_is_not_taken(said: str) -> None:
    assert "delivery.incoterm" not in read(f"tray BT-40, 600 pcs\n{said}", ORDER)


@pytest.mark.parametrize("said", ["唛头按老样子", "唛头同上次", "marks as usual"])
def test_what_a_message_only_refers_to_is_not_taken(said: str) -> None:
    assert "delivery.marks" not in read(f"tray BT-40, 600 pcs\n{said}", ORDER)


@pytest.mark.parametrize(
    "said",
    [
        "发货时间不变，还是5月30日",
        "Shipment date remains 30 May",
        "the ship date stays 30 May",
        "能提前到5月30日发货吗\n跟单 10:10\n提前不了",
    ],
)
def test_what_stays_as_agreed_is_no_change(said: str) -> None:
    found = read(f"老秦 10:01\nSO-2026-0777 HY-3 从800改成1000\n老秦 10:02\n{said}", CHANGE)
    assert (found["changes[0].after"], count_of(found, "changes")) == (1000, 1)


def test_a_figure_that_is_taken_back_is_not_what_held_before() -> None:
    found = read("Nik 10:01\nSO-2026-0777 KN-4 from 240 to 300\nNik 10:02\nsorry 320 not 300", CHANGE)
    assert (found["changes[0].before"], found["changes[0].after"]) == (240, 320)


def test_a_correction_beside_a_code_is_not_one_of_another_article() -> None:
    message = "SO-2026-0777\n帐篷 ZP-2 由 150 顶减到 120 顶\n睡袋 SD-5 我方记录是 84 元，请按 84 元更正"
    assert read(message, CHANGE)["changes[0].after"] == 120


def test_a_way_of_transport_that_is_kept_after_all_is_no_change() -> None:
    message = "Otto 10:01\nSO-2026-0777 KN-4 from 240 to 300, ship by air\nOtto 10:02\nno, keep sea"
    assert "delivery.mode" not in read(message, CHANGE).values()


@pytest.mark.parametrize(
    ("message", "before", "after"),
    [
        ("SO-2026-0777 交货地点由杭州下沙仓改为绍兴柯桥仓", "杭州下沙仓", "绍兴柯桥仓"),
        ("SO-2026-0777: destination Fremantle instead of Melbourne", "Melbourne", "Fremantle"),
    ],
)
def test_a_place_of_delivery_is_changed_from_one_to_another(message: str, before: str, after: str) -> None:
    found = read(message, CHANGE)
    assert (found["changes[0].before"], found["changes[0].after"]) == (before, after)


@pytest.mark.parametrize(
    ("message", "count", "due"),
    [
        ("we need ten posters rather than eight, by 5 June, not 26 May", 10, "2026-06-05"),
        ("要10张海报而不是8张，不是5月26日，6月5日前给我", 10, "2026-06-05"),
    ],
)
def test_what_is_named_as_not_meant_is_not_taken(message: str, count: int, due: str) -> None:
    found = read(message, DESIGN)
    assert (found.get("deliverables[0].count"), found.get("when.due")) == (count, due)


def test_a_total_gives_way_to_the_parts_that_are_counted_below_its_name() -> None:
    message = "小林：\n麻烦出 8 张延展图\n1. 延展：小红书竖图 5 张；京东首焦 3 张"
    found = read(message, DESIGN)
    counts = [value for path, value in found.items() if path.endswith(".count")]
    assert counts == [5, 3]


@pytest.mark.parametrize("said", ["隔壁卖1299，我们还是1599", "多一款返场用"])
def test_prices_and_differences_are_no_counts_of_what_is_delivered(said: str) -> None:
    found = read(f"小贝 10:01\n帮我做海报4张\n小贝 10:02\n{said}", DESIGN)
    assert [value for path, value in found.items() if path.endswith(".count")] == [4]


@pytest.mark.parametrize(
    ("first", "line", "sender"),
    [
        (
            "发件人：陈立 <chenli@senmu.example>\n日期：2026年5月4日\n主题：下单\n\n王经理：\n\n",
            "海报2张",
            "陈立",
        ),
        (
            "发件人：小林 <lin@senmu.example>\n日期：2026年5月4日\n主题：海报\n\n各位好：\n\n",
            "海报2张",
            "小林",
        ),
        ("四（2）班家委群\n雨桐妈妈：班旗还没人弄\n可乐爸爸：几面\n雨桐妈妈：", "要班旗1面", "雨桐妈妈"),
    ],
)
def test_who_is_addressed_is_not_who_asks(first: str, line: str, sender: str) -> None:
    assert read(f"{first}帮忙做{line}", DESIGN)["who.requester"] == sender


def test_a_quantity_that_is_refused_gives_way_to_the_one_agreed_on() -> None:
    found = read(
        "Priya 10:01\nCandle SC-12: 25 left, 6 a day, order 120\n"
        "Tom 10:02\nIsn't 120 too many?\nPriya 10:03\nok 96 SC-12 then",
        RESTOCK,
    )
    assert found["lines[0].quantity"] == 96


def test_who_refuses_what_is_asked_has_not_taken_it_over() -> None:
    chat = (
        "Priya 10:01\nplease order 120 SC-12, 25 left\n"
        "Tom 10:02\n120 is too many\nPriya 10:03\nok 96 SC-12 then\nTom 10:04\nFine."
    )
    assert "who.owner" not in read(chat, RESTOCK)


@pytest.mark.parametrize(
    "days",
    [
        "Lead time is 12 days for the canisters, 20 days for the torches",
        "交期：canisters 12 天，torches 20 天",
    ],
)
def test_days_that_are_said_of_one_article_are_not_those_of_another(days: str) -> None:
    found = read(
        f"Gas canisters GC-2: 64 left, order 400\nHead torches HT-2: 19 left, order 60\n{days}", RESTOCK
    )
    assert found["lines[0].lead_time_days"] == 12
    assert found.get("lines[1].lead_time_days") in (20, None)


def test_a_figure_and_a_half_is_no_whole_one() -> None:
    assert "lines[0].daily_sales" not in read("注射器 ZS-1：现存 3 盒，每天用一盒半，申领 40 盒", RESTOCK)


def test_the_day_on_which_goods_arrive_is_not_the_one_on_which_they_are_due() -> None:
    assert "when.due" not in read("RC-19: 46 left, 120 in transit due in on the 10th, order 240", RESTOCK)


@pytest.mark.parametrize(
    "line",
    [
        "1) Beach bag BB-7, blue - 750 pcs - USD 1.90",
        "沙滩包 BB-7，750个，1.90元一个",
        "沙滩包 BB-7 750个 1.90一个",
    ],
)
def test_the_number_of_an_offer_is_no_article_and_a_price_is_no_name(line: str) -> None:
    found = read(f"We accept your proforma PI-3310: item 2 becomes 750 pcs\n{line}", ORDER)
    assert (found["lines[0].sku"], found["lines[0].quantity"], count_of(found, "lines")) == ("BB-7", 750, 1)
    assert found["lines[0].name"] in ("Beach bag", "沙滩包")


def test_a_correction_keeps_the_figure_that_is_meant() -> None:
    chat = "Marg 11:16\nplates PL-2: 360 pcs at 5,40 €\nMarg 11:30\nplates make it 400 pcs, not 360"
    assert read(chat, ORDER)["lines[0].quantity"] == 400


def test_who_is_asked_for_goods_does_not_tell_the_stock_of_who_asks() -> None:
    chat = "阿敏 07:50\n矿泉水 KQ-5 还剩15箱，补150箱\n老周 08:00\n我们仓里也只有200箱"
    assert read(chat, RESTOCK)["lines[0].on_hand"] == 15


def test_days_in_an_item_of_a_list_are_said_of_its_article_alone() -> None:
    notes = (
        "1. Coffee CB-1: stock 55 kg. Order 240 kg. Roaster lead time 6 days.\n"
        "2. Cups PC-12: 340 left, order 1,000\nSafety stock 4 days for all."
    )
    found = read(notes, RESTOCK)
    assert found["lines[0].lead_time_days"] == 6
    assert "lines[1].lead_time_days" not in found
    assert (found["lines[0].safety_days"], found["lines[1].safety_days"]) == (4, 4)


def test_a_place_on_the_page_is_nothing_that_must_be_included() -> None:
    assert "左上角" not in read("帮忙做海报2张，logo必须放左上角", DESIGN).values()


def test_a_code_that_a_list_states_for_two_colours_keeps_both_quantities() -> None:
    found = read("台灯 TD-1 黑 150台 88元/台\n台灯 TD-1 白 100台\n灯泡每台配1个", ORDER)
    assert [value for path, value in found.items() if path.endswith("quantity")] == [150, 100]


@pytest.mark.parametrize("said", ["mill says min order 20 sacks", "工厂起订 20 袋"])
def test_the_least_that_is_sold_is_no_quantity(said: str) -> None:
    assert read(f"Flour FL-55: 6 sacks left, order 30\n{said}", RESTOCK)["lines[0].quantity"] == 30


def test_figures_of_something_unknown_are_not_those_of_the_article_before() -> None:
    found = read("Flour FL-55: 6 sacks left, order 30. Rye: 4 sacks left, 1 a day", RESTOCK)
    assert "lines[0].daily_sales" not in found
