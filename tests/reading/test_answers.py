"""Typed answers become the data of a document."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from comms.errors import CommsError
from comms.kinds import model_of
from comms.language.field_names import field_at
from comms.language.phrases import say
from comms.reading.answers import (
    AnswerContext,
    Refused,
    as_typed,
    is_answer,
    is_reworded,
    put_answer,
    read_answer,
    refuse_other_unit,
)
from comms.terms.dates import NotADate
from comms.terms.workdays import work_calendar

CONTEXT = AnswerContext("zh", datetime(2026, 5, 20, 9, 0, tzinfo=UTC), "CNY", shows_readings=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3千", "3000"),
        ("２百件", "200"),
        ("1.5千万", "15000000"),
        ("1千克", "1"),
        ("5kg", "5"),
        ("3k", "3000"),
        ("30%", "30"),
    ],
)
def test_a_chinese_multiplier_counts_and_a_unit_that_begins_like_one_does_not(text: str, value: str) -> None:
    field = field_at(model_of("brief"), ("goals", 0, "target"))
    assert read_answer(field, text, CONTEXT) == value


@pytest.mark.parametrize("text", ["2打", "20^", "3 - 5", "1千2百"])
def test_a_figure_that_is_not_understood_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_answer(field_at(model_of("brief"), ("how_much", "quantity")), text, CONTEXT)


def test_a_percentage_is_not_a_number_of_months() -> None:
    field = field_at(model_of("order-confirmation"), ("quality", "warranty_months"))
    with pytest.raises(Refused):
        read_answer(field, "8%", CONTEXT)


def test_names_are_separated_by_chinese_commas() -> None:
    field = field_at(model_of("brief"), ("who", "informed"))
    assert read_answer(field, "李四、王五，赵六", CONTEXT) == ["李四", "王五", "赵六"]


ENGLISH = AnswerContext("en", CONTEXT.now, "USD")
DUE, START = (field_at(model_of("brief"), ("when", key)) for key in ("due", "start"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/3", "2026-12-03"),
        ("12.3", "2026-12-03"),
        ("双12", "2026-12-12"),
        ("国庆前", "2026-09-30"),
        ("3个工作日内", "2026-05-25"),
        ("10月5日至9日", "2026-10-09"),
        ("2026-10-05/2026-10-09", "2026-10-09"),
        ("09-Oct-2026", "2026-10-09"),
    ],
)
def test_a_date_is_read_as_a_chinese_writer_means_it(text: str, day: str) -> None:
    assert read_answer(DUE, text, CONTEXT) == day


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-09 (was 2026-09-30)",
        "原定2026-09-30，改到2026-10-09",
        "从2026年9月30日改到2026年10月9日",
        "由9月30日推迟至10月9日",
        "2026年10月15日提前到10月9日",
        "moved from 30 September to 9 October",
        "brought forward from 2026-10-15 to 2026-10-09",
        "9 Oct (was 5 Oct)",
        "9 Oct, originally 30 Sep",
        "10月9日(原10月5日)",
        "10月9日，原定9月30日",
    ],
)
def test_of_a_day_that_was_moved_the_new_one_is_meant(text: str) -> None:
    assert read_answer(DUE, text, CONTEXT) == "2026-10-09"


@pytest.mark.parametrize("text", ["not 2026-10-09", "was 2026-10-09", "2026-10-09 maybe"])
def test_a_remark_about_a_day_is_no_date(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_answer(DUE, text, CONTEXT)
    assert refused.value.reason == "date_unknown"


@pytest.mark.parametrize(
    "text",
    [
        "latest 9 Oct",
        "9 Oct at the latest",
        "9 Oct or earlier",
        "2026-10-09 23:00",
        "2026-10-09T00:00:00.000Z",
        "2026-10-09T18:30:00+00:00",
        "Friday 9 Oct, 6 pm",
        "10月9日 24:00",
        "10月9日晚上12点",
        "10月9日（周五）下午6点",
    ],
)
def test_words_of_a_deadline_and_a_time_of_day_leave_the_day(text: str) -> None:
    assert read_answer(DUE, text, CONTEXT) == "2026-10-09"


def test_this_evening_is_today() -> None:
    assert read_answer(DUE, "今晚8点", CONTEXT) == "2026-05-20"
    assert read_answer(DUE, "明早9点半", CONTEXT) == "2026-05-21"
    assert read_answer(DUE, "tonight 8 pm", ENGLISH) == "2026-05-20"


@pytest.mark.parametrize("text", ["18:00", "8点", "now", "9 Oct (was fine)", "原10月5日"])
def test_a_time_of_day_or_a_remark_alone_is_no_date(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_answer(DUE, text, CONTEXT)
    assert (refused.value.reason, refused.value.values["text"]) == ("date_unknown", text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("by Christmas", (date(2026, 12, 24), date(2026, 12, 25))),
        ("最晚元旦", (date(2026, 12, 31), date(2027, 1, 1))),
        ("2026-10-09T16:00:00.000Z", (date(2026, 10, 9), date(2026, 10, 10))),
    ],
)
def test_a_day_that_may_be_the_next_one_is_asked_back(text: str, readings: tuple[date, date]) -> None:
    beijing = replace(CONTEXT, now=CONTEXT.now.astimezone(timezone(timedelta(hours=8))))
    with pytest.raises(NotADate) as refused:
        read_answer(DUE, text, beijing)
    assert refused.value.readings == readings


def test_a_period_begins_on_its_first_day() -> None:
    assert read_answer(START, "5–9 October 2026", ENGLISH) == "2026-10-05"
    assert read_answer(DUE, "5–9 October 2026", ENGLISH) == "2026-10-09"


def test_working_days_and_festivals_are_those_of_the_workspace() -> None:
    china = AnswerContext("zh", datetime(2026, 9, 29, tzinfo=UTC), "CNY", lambda: work_calendar("CN"))
    assert read_answer(DUE, "3个工作日内", china) == "2026-10-09"
    assert read_answer(DUE, "春节前", china) == "2027-02-04"
    with pytest.raises(NotADate) as refused:
        read_answer(DUE, "春节前", CONTEXT)
    assert refused.value.reason == "holiday_unknown"


@pytest.mark.parametrize("text", ["12/3", "3/4/2026", "10/5-10/9", "Friday, 8 October 2026"])
def test_a_date_with_two_readings_is_refused_with_spellings_that_work(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        read_answer(DUE, text, ENGLISH)
    spellings = [str(refused.value.values[key]) for key in ("one_iso", "other_iso")]
    assert [read_answer(DUE, spelling, ENGLISH) for spelling in spellings] == spellings
    sentence = say(f"refused.{refused.value.reason}", "en", **refused.value.values)
    assert all(spelling in sentence for spelling in spellings)


def test_a_time_with_two_readings_is_refused_with_spellings_that_work() -> None:
    field = field_at(model_of("change-request"), ("requested_at",))
    with pytest.raises(NotADate) as refused:
        read_answer(field, "05/06 10:00", ENGLISH)
    assert [str(moment) for moment in refused.value.readings] == [
        "2026-05-06 10:00:00+00:00",
        "2026-06-05 10:00:00+00:00",
    ]
    for key, moment in zip(("one_iso", "other_iso"), refused.value.readings, strict=True):
        assert read_answer(field, str(refused.value.values[key]), ENGLISH) == moment.isoformat()


def test_a_time_with_its_fraction_is_shown_as_people_write_it() -> None:
    field = field_at(model_of("change-request"), ("requested_at",))
    assert as_typed(field, "2026-05-20T03:00:00.000Z", "en") == "2026-05-20 03:00+00:00"
    assert as_typed(field, "2026-05-20T24:00+08:00", "en") == "2026-05-21 00:00+08:00"
    assert as_typed(field, "soon", "en") == "soon"


def test_full_width_figures_and_letters_become_half_width() -> None:
    field = field_at(model_of("brief"), ("what",))
    assert read_answer(field, "３ 张图，点击率 ２．５％：ＳＶＧ", CONTEXT) == "3 张图，点击率 2.5%：SVG"


PRICE = field_at(model_of("order-confirmation"), ("lines", 0, "unit_price"))


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("¥12.80", "CNY", "12.80"),
        ("12.80元", "CNY", "12.80"),
        ("1.2万元", "CNY", "12000"),
        ("¥900", "JPY", "900"),
        ("$4", "USD", "4"),
        ("$4", "HKD", "4"),
        ("EUR 4.50", "EUR", "4.50"),
        ("4.50", "EUR", "4.50"),
    ],
)
def test_an_amount_may_name_the_currency_of_its_document(text: str, currency: str, amount: str) -> None:
    order = CONTEXT.of_document({"currency": currency})
    assert read_answer(PRICE, text, order) == amount


@pytest.mark.parametrize(
    "text", ["¥12", "12元", "12 RMB", "CNY 12", "€12", "12 欧元", "日元 12", "1.2万元", "12 zlotys"]
)
def test_an_amount_in_another_currency_than_its_document_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_answer(PRICE, text, CONTEXT.of_document({"currency": "USD"}))
    assert refused.value.reason in ("other_currency", "number")


def test_a_currency_set_before_or_within_the_document_holds_for_its_amounts() -> None:
    data = {"currency": "USD", "lines": [{"sku": "A"}, {"sku": "B"}]}
    model = model_of("order-confirmation")
    put_answer(data, model, "lines[].unit_price", "$3", CONTEXT)
    assert [line["unit_price"] for line in data["lines"]] == ["3", "3"]
    with pytest.raises(Refused):
        put_answer(data, model, "charges[0].amount", "¥100", CONTEXT)


@pytest.mark.parametrize("text", ["500元", "500 USD", "500€"])
def test_money_is_no_quantity(text: str) -> None:
    with pytest.raises(Refused):
        read_answer(field_at(model_of("order-confirmation"), ("lines", 0, "quantity")), text, CONTEXT)


def test_one_answer_may_be_given_to_every_entry_of_a_list() -> None:
    data = {"lines": [{"sku": "A"}, {"sku": "B", "unit": "set"}]}
    put_answer(data, model_of("order-confirmation"), "lines[].unit", "pcs", CONTEXT)
    assert data["lines"] == [{"sku": "A", "unit": "pcs"}, {"sku": "B", "unit": "pcs"}]


def test_a_list_without_entries_takes_no_answer_for_all() -> None:
    with pytest.raises(CommsError) as refused:
        put_answer({"lines": []}, model_of("order-confirmation"), "lines[].unit", "pcs", CONTEXT)
    assert refused.value.reason == "no_entries"


QUANTITY, BUDGET = ("how_much", "quantity"), ("how_much", "budget")


def read(
    path: tuple[str | int, ...], text: str, kind: str = "brief", context: AnswerContext = CONTEXT
) -> object:
    return read_answer(field_at(model_of(kind), path), text, context)


def refusal(path: tuple[str | int, ...], text: str, kind: str = "brief") -> tuple[str, object]:
    with pytest.raises(Refused) as refused:
        read(path, text, kind)
    return refused.value.reason, refused.value.values.get("figure") or refused.value.values.get("unit")


def test_figures_and_budgets_are_read_as_people_say_them() -> None:
    for text, value in (
        ("三千", "3000"),
        ("up to 1000", "1000"),
        ("1.5万件", "15000"),
        ("2 thousand", "2000"),
    ):
        assert read(QUANTITY, text) == value
    for text, amount in (("2w", "20000"), ("3k以内", "3000"), ("不超过1000元", "1000"), ("三千", "3000")):
        assert read(BUDGET, text) == {"amount": amount, "currency": "CNY"}
    assert read(BUDGET, "under USD 3k") == {"amount": "3000", "currency": "USD"}


def test_a_blurred_figure_is_asked_back_with_the_figure() -> None:
    assert refusal(QUANTITY, "about 500") == ("rough", "500")
    assert refusal(QUANTITY, "2w") == ("rough", "20000")
    assert refusal(BUDGET, "三千左右") == ("rough", "3000 CNY")
    assert refusal(QUANTITY, "2000-3000")[0] == "range"
    assert refusal(BUDGET, "2到3万")[0] == "range"


@pytest.mark.parametrize("text", ["2 weeks", "2w", "两周", "3 months", "48小时", "两周以内", "3人天"])
def test_another_time_than_the_field_s_is_refused(text: str) -> None:
    assert refusal(("lines", 0, "lead_time_days"), text, "restock-brief") == ("other_unit", "天")


@pytest.mark.parametrize(
    ("text", "days"), [("14天", "14"), ("两天", "2"), ("14 days", "14"), ("15个工作日", "15")]
)
def test_the_field_s_own_time_may_stand_behind_the_figure(text: str, days: str) -> None:
    assert read(("lines", 0, "lead_time_days"), text, "restock-brief") == days


def test_a_percentage_has_no_other_unit_and_a_share_of_the_price_is_a_discount() -> None:
    discount, rate = ("discount_percent",), ("tax", "rate_percent")
    for text, value in (("8折", "20"), ("85折", "15"), ("九折", "10"), ("15%", "15"), ("15", "15")):
        assert read(discount, text, "order-confirmation") == value
    assert refusal(rate, "8折", "order-confirmation") == ("other_unit", "百分比")
    assert refusal(discount, "30元", "order-confirmation") == ("other_unit", "百分比")


def test_a_reading_is_shown_unless_it_is_what_was_typed() -> None:
    field = field_at(model_of("order-confirmation"), ("discount_percent",))
    assert all(is_reworded(field, text) for text in ("8折", "三", "3k", "up to 5", "1.5 万"))
    assert not any(is_reworded(field, text) for text in ("15", " 15% ", "１５", "3 kg", "1,200"))


def test_a_price_is_in_the_document_s_currency() -> None:
    price = ("lines", 0, "unit_price")
    in_dollars = CONTEXT.of_document({"currency": "USD"})
    assert read(price, "$30", "order-confirmation", in_dollars) == "30"
    assert read(price, "30 USD", "order-confirmation", in_dollars) == "30"
    for text in ("¥30", "30元", "EUR 30"):
        with pytest.raises(Refused, match="other_currency"):
            read(price, text, "order-confirmation", in_dollars)


def test_a_quantity_is_in_the_unit_of_its_line() -> None:
    field = field_at(model_of("restock-brief"), ("lines", 0, "on_hand"))
    for text, unit in (
        ("500", "pcs"),
        ("500 pieces", "pcs"),
        ("500件", "个"),
        ("20 cartons", "ctn"),
        ("三千公斤", "kg"),
    ):
        refuse_other_unit(field, text, unit)
    for text, unit in (("20箱", "件"), ("5 kg", "pcs"), ("二十箱", "件")):
        with pytest.raises(Refused, match="other_unit"):
            refuse_other_unit(field, text, unit)


def test_a_hyphen_alone_is_no_answer_where_no_and_none_are_answers() -> None:
    for path in (("delivery", "partial_shipment"), ("tax", "included")):
        field = field_at(model_of("order-confirmation"), path)
        assert is_answer("无", field) and not is_answer("－", field) and not is_answer(" - ", field)


@pytest.mark.parametrize("text", ["三百", "up to 1000", "2w", "500左右"])
def test_where_no_reading_is_shown_only_digits_are_a_figure(text: str) -> None:
    unseen = replace(CONTEXT, shows_readings=False)
    for path in (QUANTITY, BUDGET):
        with pytest.raises(Refused, match=r"number|money"):
            read(path, text, context=unseen)
