"""Compensation for delays; every expected figure is worked out by hand in the comment next to it."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.models.compensation_policy import CompensationPolicy
from comms.models.delay_notice import DelayNotice
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.settlement import Settlement, settle
from comms.terms.compensation import (
    Compensation,
    DaySpan,
    LateLine,
    Offer,
    Option,
    compensate,
    penalty,
    tier_faults,
    tier_of,
)
from comms.terms.workdays import WorkCalendar, work_calendar
from comms.workspace.loading import load_file
from comms.workspace.references import order_of, policy_of, standard_policy

D = Decimal
CHINA = work_calendar("CN")
ORIGINAL = date(2026, 5, 27)  # a Wednesday


def order(
    lines: Sequence[tuple[str, str, str]] = (("A", "100", "10.00"),),
    late: dict[str, Any] | None = None,
    **other: Any,
) -> OrderConfirmation:
    """An order of lines (SKU, quantity, price)."""
    data = {
        "kind": "order-confirmation",
        "id": "SO-1",
        "currency": "CNY",
        "lines": [
            {"sku": sku, "quantity": quantity, "unit": "pcs", "unit_price": price}
            for sku, quantity, price in lines
        ],
        **({"late_delivery": late} if late else {}),
        **other,
    }
    return OrderConfirmation.from_data(data)


def notice(days: int, original: date = ORIGINAL, **other: Any) -> DelayNotice:
    """A notice of a delay of the given calendar days."""
    revised = (original + timedelta(days=days)).isoformat()
    return DelayNotice.from_data(
        {
            "kind": "delay-notice",
            "order": "SO-1",
            "original_date": original.isoformat(),
            "revised_date": revised,
            "cause": "production",
            **other,
        }
    )


def policy(*tiers: dict[str, Any], day_type: str = "calendar", **other: Any) -> CompensationPolicy:
    return CompensationPolicy.from_data(
        {"kind": "compensation-policy", "id": "P", "day_type": day_type, "tiers": list(tiers), **other}
    )


def tier(from_day: int, *offers: dict[str, Any], to_day: int | None = None, **other: Any) -> dict[str, Any]:
    return {"from_day": from_day, "to_day": to_day, "offers": list(offers), **other}


def settled(
    late: DelayNotice,
    confirmed: OrderConfirmation,
    terms: CompensationPolicy | None = None,
    calendar: WorkCalendar = CHINA,
) -> Settlement:
    found = settle(late, confirmed, terms or standard_policy(), calendar)
    assert found is not None
    return found


def worth(option: Option) -> list[str]:
    """The offers of an option in money, as text, so that decimals count."""
    return [f"{offer.offer.type} {offer.value:f}" for offer in option.offers]


def spares(comp: Compensation) -> dict[str, int]:
    return {
        goods.sku: goods.quantity
        for option in comp.options
        for offer in option.offers
        for goods in offer.goods
    }


def the_option(comp: Compensation) -> Option:
    (option,) = comp.options
    return option


# --- the worked figures of the format's samples ------------------------------------------------


def contract_settlement(file: Path) -> Settlement:
    case = load_file(file)
    late = case.document
    assert isinstance(late, DelayNotice)
    assert late.compensation is not None
    confirmed = order_of(late, case.workspace).document
    terms = policy_of(late.compensation.policy, case.workspace).document
    assert confirmed is not None
    assert terms is not None
    return settled(late, confirmed, terms, case.workspace.calendar)


def test_the_chinese_sample_has_the_figures_worked_out_by_hand(contract: Path) -> None:
    found = contract_settlement(contract / "delay-notice.zh.yaml")
    own, (first, second, third) = found.own, found.remedies
    # 27 May to 1 June: 5 days; 6,500 x 32.50; 5 % of 6,500; 0.3 % x 5 = 1.5 %; the cap is 12 %
    assert (own.days, own.value, own.cap) == (5, D("211250.00"), D("25350.00"))
    assert spares(own) == {"TS-220-WH-M": 325}
    assert worth(the_option(own)) == ["spare_parts 10562.50"]  # 325 x 32.50
    assert own.penalty_amount == D("3168.75")
    assert the_option(own).money == D("3168.75")  # goods are counted apart
    assert the_option(own).value == D("13731.25")
    assert the_option(own).percent == D("6.5")  # 5 + 1.5
    assert first == own
    # both lines: 211,250 + 3,000 x 33.80 = 312,650; 325 + 150 pieces; 1.5 %; worth 10,562.50 + 5,070
    assert second.value == D("312650.00")
    assert spares(second) == {"TS-220-WH-M": 325, "TS-220-BK-L": 150}
    assert sum(spares(second).values()) == 475
    assert worth(the_option(second)) == ["spare_parts 15632.50"]
    assert second.penalty_amount == D("4689.75")
    assert third.nothing
    assert (third.days, third.value, third.penalty) == (0, 0, None)


def test_the_english_sample_has_the_figures_worked_out_by_hand(contract: Path) -> None:
    found = contract_settlement(contract / "delay-notice.en.yaml")
    own, (first, second, third) = found.own, found.remedies
    # 20 to 31 August: 11 days; 1,800 x 11.60 = 20,880 less 2 % (417.60)
    assert (own.days, own.value) == (11, D("20462.40"))
    assert spares(own) == {"LS-140-NVY-L": 90}
    # 90 x 11.60 x 0.98 = 90 x 11.368; 1 % = 204.624; 0.2 % x 11 = 2.2 % = 450.1728; 8 % caps it at 1,636.99
    assert worth(the_option(own)) == ["spare_parts 1023.12", "discount 204.62"]
    assert own.penalty is not None
    assert (own.penalty.amount, own.penalty.cap, own.penalty.capped) == (D("450.17"), D("1636.99"), False)
    assert the_option(own).money == D("654.79")
    assert the_option(own).value == D("1677.91")
    assert round(the_option(own).percent, 1) == D("8.2")  # 5 + 1 + 2.2
    assert own.cap == D("2455.49")  # 12 % = 2,455.488
    assert first == own
    # both: (27,000 + 20,880) x 0.98 = 46,922.40; 120 + 90 pieces; 120 x 11.25 x 0.98 = 1,323.00
    assert second.value == D("46922.40")
    assert spares(second) == {"LS-140-NAT-M": 120, "LS-140-NVY-L": 90}
    assert worth(the_option(second)) == ["spare_parts 2346.12", "discount 469.22"]  # 469.224
    assert second.penalty_amount == D("1032.29")  # 1,032.2928
    assert the_option(second).money == D("1501.51")
    assert third.nothing
    assert third.value == 0


def test_the_policy_of_the_format_description_is_the_one_that_is_shipped(contract: Path) -> None:
    own = load_file(contract / "compensation-policy.yaml").document
    assert own is not None
    shipped, sample = standard_policy().to_data(), own.to_data()
    for data in (shipped, sample):
        data.pop("title")
        data.pop("language")
    assert shipped == sample


# --- the contract's penalty --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "rate", "days", "per_days", "cap", "amount", "capped"),
    [
        # 10.5 % per 2 days, 5 days are 2.5 periods: 26.25 % of 200; the cap is 55 %, 110
        ("200", "10.5", 5, 2, "55", "52.50", False),
        # 11 days are 5.5 periods: 57.75 %, 115.50, over 110
        ("200", "10.5", 11, 2, "55", "110.00", True),
        # 10 periods of 5.5 % are exactly the cap: reached, nothing is cut
        ("200", "5.5", 10, 1, "55", "110.00", False),
        # 1 % a week: 700 x 1 % x 5 / 7
        ("700", "1", 5, 7, None, "5.00", False),
        # 18,833.20 x 1 % x 19 / 7 = 511.18685…
        ("18833.20", "1", 19, 7, "5", "511.19", False),
        # 0.3 % x 5 of 211,250
        ("211250", "0.3", 5, 1, "10", "3168.75", False),
        # half a fen goes up: 100.00 x 0.005 % = 0.005
        ("100", "0.005", 1, 1, None, "0.01", False),
        ("100", "0.3", 0, 1, "10", "0.00", False),
        ("100", "0.3", -4, 1, "10", "0.00", False),
        ("100", "0.3", 365, 1, "0", "0.00", True),
        ("0", "0.3", 5, 1, "10", "0.00", False),
    ],
)
def test_the_penalty_is_value_times_rate_times_days_up_to_its_cap(
    value: str, rate: str, days: int, per_days: int, cap: str | None, amount: str, capped: bool
) -> None:
    found = penalty(D(value), D(rate), days, "CNY", per_days, D(cap) if cap else None)
    assert (f"{found.amount:f}", found.capped) == (amount, capped)


def test_a_weekly_rate_counts_a_seventh_per_day() -> None:
    weekly = order(late={"percent_per_week": "1", "cap_percent": "5"})
    # 1,000.00 x 1 % x 19 / 7 = 27.142857…; 35 days are 5 %, 36 days 5.142857 %, over the cap of 50.00
    for days, amount in ((1, "1.43"), (7, "10.00"), (19, "27.14"), (35, "50.00"), (36, "50.00")):
        assert settled(notice(days), weekly).own.penalty_amount == D(amount)


def test_the_daily_rate_counts_if_both_rates_are_written() -> None:
    both = order(late={"percent_per_day": "0.3", "percent_per_week": "1"})
    assert settled(notice(7), both).own.penalty_amount == D("21.00")  # 1,000 x 0.3 % x 7


def test_the_penalty_applies_to_the_whole_order_if_its_terms_say_so() -> None:
    two = [("A", "100", "10.00"), ("B", "50", "40.00")]
    for base, amount in (("affected_lines", "15.00"), ("order", "45.00")):  # 1.5 % of 1,000, of 3,000
        whole = order(two, late={"percent_per_day": "0.3", "cap_percent": "10", "base": base})
        own = settled(notice(5, affected=["A"]), whole).own
        assert own.penalty_amount == D(amount)
        assert own.value == D("1000.00"), "the offers' base is the late lines' value all the same"
        assert own.cap == D("120.00"), "and so is that of the policy's cap"


def test_an_order_without_a_rate_owes_no_penalty() -> None:
    for late in (None, {"cap_percent": "10"}):
        found = settled(notice(5), order(late=late)).own
        assert found.penalty is None
        assert found.penalty_amount == 0
        assert worth(the_option(found)) == ["spare_parts 50.00"]  # 5 pieces of 10.00


@pytest.mark.parametrize("cause", ["force_majeure", "buyer"])
def test_force_majeure_and_the_buyers_own_delay_earn_nothing(cause: str) -> None:
    late = notice(20, cause=cause, remedies=[{"action": "wait"}, {"action": "part", "affected": ["A"]}])
    generous = policy(tier(1, {"type": "discount", "percent": 5}))  # excludes no cause by itself
    found = settled(late, order(late={"percent_per_day": "0.3"}), generous)
    assert all(not option.given for option in found.own.options)
    for compensation in found.all:
        assert compensation.nothing
        assert compensation.penalty is None
        assert (compensation.largest.money, compensation.largest.value) == (0, 0)


def test_a_cause_that_only_the_policy_excludes_still_owes_the_penalty() -> None:
    terms = policy(tier(1, {"type": "discount", "percent": 5}), excluded_causes=["customs"])
    found = settled(notice(5, cause="customs"), order(late={"percent_per_day": "0.3"}), terms)
    assert all(not option.given for option in found.own.options)
    assert worth(the_option(found.own)) == []
    assert found.own.penalty_amount == D("15.00")  # 1,000 x 0.3 % x 5


# --- the policy's cap --------------------------------------------------------------------------


def test_a_penalty_above_the_policys_cap_is_not_cut_while_offers_fall_to_nothing() -> None:
    # 0.5 % x 30 = 15 % of 1,000 = 150, over the policy's 12 % = 120; no cap in the order
    found = settled(notice(30), order(late={"percent_per_day": "0.5"})).own
    assert found.penalty_amount == D("150.00")
    assert found.cap == D("120.00")
    discount, production = found.options
    assert [offer.value for offer in discount.offers] == [0]
    assert discount.offers[0].cut
    assert discount.offers[0].uncut == D("80.00")  # 8 %
    assert worth(production) == ["priority_production 0"]
    assert not production.offers[0].cut
    assert [option.money for option in found.options] == [D("150.00"), D("150.00")]


def two_offers(rate: str, days: int, **terms: Any) -> Option:
    confirmed = order(late={"percent_per_day": rate}, **terms)
    return the_option(settled(notice(days), confirmed).own)


def test_the_cap_cuts_the_last_offer_first() -> None:
    # 1,000.00: 12 % = 120; spares 5 x 10 = 50; discount 10; the penalty is what grows
    assert worth(two_offers("0.4", 13)) == ["spare_parts 50.00", "discount 10.00"]  # 52 + 60 = 112
    assert worth(two_offers("0.5", 12)) == ["spare_parts 50.00", "discount 10.00"]  # 60 + 60 = 120, just
    assert worth(two_offers("0.5", 13)) == ["spare_parts 50.00", "discount 5.00"]  # 65 leaves 55
    assert worth(two_offers("0.5", 14)) == ["spare_parts 50.00", "discount 0.00"]  # 70 leaves 50
    assert worth(two_offers("0.6", 14))[0] == "spare_parts 30.00"  # 84 leaves 36: 3 whole pieces
    assert worth(two_offers("0.9", 13)) == ["spare_parts 0.00", "discount 3.00"]  # 117 leaves 3
    assert worth(two_offers("1", 12)) == ["spare_parts 0.00", "discount 0.00"]  # 120 leaves nothing


def test_offers_are_cut_to_the_rounded_cap_less_the_rounded_penalty() -> None:
    # 3 x 11.11 = 33.33; 12 % = 3.9996, 4.00; 1.1 % x 9 = 9.9 % = 3.29967, 3.30; 0.70 is left for 1 % = 0.33
    # and 1 spare piece of 11.11 (5 % of 3, rounded up), which does not fit
    confirmed = order([("A", "3", "11.11")], late={"percent_per_day": "1.1"})
    option = the_option(settled(notice(9), confirmed).own)
    assert worth(option) == ["spare_parts 0.00", "discount 0.33"]
    assert option.value == D("3.63")
    assert option.offers[0].uncut == D("11.11")


def test_spare_parts_are_cut_to_whole_units_from_the_last_line_backwards() -> None:
    # 100 x 10 + 40 x 25 = 2,000; 5 % are 5 of A and 2 of B: 50 + 50; the cap of 12 % is 240
    lines = [("A", "100", "10.00"), ("B", "40", "25.00")]
    for rate, kept, value in (
        ("2", {"A": 5, "B": 2}, "100.00"),  # 0.02 x 2,000 x 3 = 120: 120 is left
        ("2.5", {"A": 5, "B": 1}, "75.00"),  # 150: 90 is left, 50 + 25 fit
        ("2.8", {"A": 5, "B": 0}, "50.00"),  # 168: 72 is left, 50 fit and 22 are no piece of B
        ("3.4", {"A": 3, "B": 0}, "30.00"),  # 204: 36 is left
        ("3.9", {"A": 0, "B": 0}, "0.00"),  # 234: 6 is left
    ):
        found = settled(notice(3), order(lines, late={"percent_per_day": rate})).own
        assert {"A": 0, "B": 0} | spares(found) == kept
        assert worth(the_option(found)) == [f"spare_parts {value}"]


def test_spare_parts_are_whole_units_rounded_up_for_each_line() -> None:
    # 5 % of 101, 1, 20 and 2.5: 5.05, 0.05, 1, 0.125
    lines = [("A", "101", "1.00"), ("B", "1", "1.00"), ("C", "20", "1.00"), ("D", "2.5", "4.00")]
    found = settled(notice(3), order(lines)).own
    assert spares(found) == {"A": 6, "B": 1, "C": 1, "D": 1}
    assert worth(the_option(found)) == ["spare_parts 12.00"]  # 6 + 1 + 1 + 4


def test_spare_parts_are_worth_the_price_after_both_discounts() -> None:
    # 100 x 10.00 less 10 % less 5 %: 855.00; 5 pieces of 8.55; no cap reached
    data = order(discount_percent=5).to_data()
    data["lines"][0]["discount_percent"] = 10
    found = settled(notice(3), OrderConfirmation.from_data(data)).own
    assert found.value == D("855.00")
    assert worth(the_option(found)) == ["spare_parts 42.75"]


def test_if_the_customer_chooses_every_choice_is_cut_separately() -> None:
    terms = policy(
        tier(
            1,
            {"type": "discount", "percent": 8},
            {"type": "voucher", "percent": 3},
            {"type": "spare_parts", "percent": 10},
            choose="one",
        ),
        cap_percent=6,
    )
    # 1,000: the cap is 60, the penalty 0.2 % x 5 = 10, so 50 is left for each
    found = settled(notice(5), order(late={"percent_per_day": "0.2"}), terms).own
    assert [worth(option) for option in found.options] == [
        ["discount 50.00"],
        ["voucher 30.00"],
        ["spare_parts 50.00"],
    ]
    assert [option.value for option in found.options] == [D(60), D(40), D(60)]
    assert [option.money for option in found.options] == [D(60), D(40), D(10)]
    assert spares(found) == {"A": 5}
    assert found.largest.offers[0].offer.type == "discount"


def test_all_offers_of_a_tier_apply_unless_the_customer_chooses() -> None:
    offers = ({"type": "discount", "percent": 1}, {"type": "voucher", "percent": 2})
    for choose in ({}, {"choose": "all"}):
        together = settled(notice(5), order(), policy(tier(1, *offers, **choose))).own
        assert [worth(option) for option in together.options] == [["discount 10.00", "voucher 20.00"]]


@pytest.mark.parametrize(
    ("currency", "price", "quantity", "figures"),
    [
        # 333 x 149.5 = 49,783.5; 5 % of 333 are 16.65, 17 pieces: 2,541.5; 1 % = 497.84; 0.3 % x 9 = 2.7 %
        # = 1,344.168; the cap 12 % = 5,974.08
        ("JPY", "149.5", "333", ["49784", "2542", "498", "1344", "5974"]),
        # 7 x 1.2345 = 8.6415; 1 piece: 1.2345; 1 % = 0.08642; 2.7 % = 0.233334; 12 % = 1.03704, which leaves
        # 0.804, too little for a piece
        ("KWD", "1.2345", "7", ["8.642", "0.000", "0.086", "0.233", "1.037"]),
    ],
)
def test_each_figure_has_the_decimals_of_its_currency(
    currency: str, price: str, quantity: str, figures: list[str]
) -> None:
    late = {"percent_per_day": "0.3"}
    confirmed = order([("A", quantity, price)], late=late, currency=currency)
    found = settled(notice(9), confirmed).own
    goods, discount = (offer.value for offer in the_option(found).offers)
    assert [
        f"{amount:f}" for amount in (found.value, goods, discount, found.penalty_amount, found.cap or 0)
    ] == (figures)


def test_a_low_decimal_precision_of_the_caller_changes_no_compensation() -> None:
    def found() -> Compensation:
        line = LateLine("A", D(6500), "pcs", D("32.50"), D("211250.00"))
        owed = penalty(line.net, D("0.3"), 9, "CNY")
        offers = [[Offer("spare_parts", D(5)), Offer("discount", D(1))]]
        return compensate([line], "CNY", 9, offers, D(12), owed)

    exact = found()
    with localcontext(prec=4):
        assert found().options[0].value == exact.options[0].value


# --- the days ----------------------------------------------------------------------------------

BY_WORKING_DAY = policy(
    tier(1, {"type": "discount", "percent": 1}, to_day=1),
    tier(2, {"type": "discount", "percent": 2}, to_day=3),
    tier(4, {"type": "discount", "percent": 4}),
    day_type="working",
)


@pytest.mark.parametrize(
    ("original", "revised", "days"),
    [
        (date(2026, 5, 29), date(2026, 6, 1), 1),  # Friday to Monday
        (date(2026, 5, 29), date(2026, 5, 31), 0),  # Friday to Sunday
        (date(2026, 5, 27), date(2026, 6, 1), 3),  # Thursday, Friday, Monday
        # China's National Day: 1 to 7 October are free, Saturday 10 October is worked: 8, 9, 10, 12 October
        (date(2026, 9, 30), date(2026, 10, 12), 4),
        (date(2026, 9, 30), date(2026, 10, 7), 0),
        # Friday to Monday over Sunday 20 September, which is worked for the holiday
        (date(2026, 9, 18), date(2026, 9, 21), 2),
        (date(2026, 10, 9), date(2026, 10, 10), 1),  # the make-up Saturday alone
    ],
)
def test_working_days_leave_out_weekends_and_holidays_but_not_make_up_days(
    original: date, revised: date, days: int
) -> None:
    late = notice((revised - original).days, original)
    found = settled(late, order(late={"percent_per_day": "0.1"}), BY_WORKING_DAY).own
    assert found.days == days
    percent = {0: None, 1: 1, 2: 2, 3: 2, 4: 4}[days]
    assert worth(the_option(found)) == ([f"discount {percent * 10:.2f}"] if percent else [])
    calendar_days = (revised - original).days
    assert found.penalty_amount == calendar_days, "0.1 % of 1,000 for each calendar day, whatever the policy"


def test_the_day_after_the_original_date_is_the_first() -> None:
    terms = policy(
        tier(1, {"type": "discount", "percent": 1}, to_day=7),
        tier(8, {"type": "discount", "percent": 2}, to_day=14),
        tier(15, {"type": "discount", "percent": 8}),
    )
    for days, percent in ((1, 1), (7, 1), (8, 2), (14, 2), (15, 8), (400, 8)):
        own = settled(notice(days), order(), terms).own
        assert (own.days, worth(the_option(own))) == (days, [f"discount {percent * 10:.2f}"])


def test_a_delay_without_days_or_lines_brings_nothing() -> None:
    confirmed = order(late={"percent_per_day": "0.3"})
    for late in (notice(0), notice(-3)):
        assert settled(late, confirmed).own.nothing
    no_lines = settled(notice(5, remedies=[{"action": "from stock", "affected": []}]), confirmed)
    assert not no_lines.own.nothing
    assert no_lines.remedies[0].nothing


def test_a_mistyped_year_causes_no_traceback_under_a_policy_of_working_days() -> None:
    settle(notice(27_000), order(), BY_WORKING_DAY, CHINA)


def test_a_remedy_has_its_own_date_and_lines_or_those_of_the_notice() -> None:
    two = [("A", "100", "10.00"), ("B", "50", "40.00")]
    late = notice(
        9,
        affected=["A"],
        remedies=[
            {"action": "as the notice"},
            {"action": "earlier", "revised_date": "2026-05-30"},  # 3 days
            {"action": "both", "affected": ["A", "B"]},
            {"action": "the other", "affected": ["B"], "revised_date": "2026-06-11"},  # 15 days
            {"action": "none is late", "affected": []},
            {"action": "on time", "revised_date": "2026-05-27"},
        ],
    )
    found = settled(late, order(two, late={"percent_per_day": "0.1", "cap_percent": "10"}))
    as_notice, earlier, both, other, none, on_time = found.remedies
    assert as_notice == found.own
    assert (earlier.days, earlier.value, earlier.penalty_amount) == (3, D(1000), D(3))
    assert (both.days, both.value, both.penalty_amount) == (9, D(3000), D(27))  # 0.9 %
    assert (other.days, other.value, other.penalty_amount) == (15, D(2000), D(30))  # 1.5 %
    assert [worth(option) for option in other.options] == [["discount 160.00"], ["priority_production 0"]]
    assert none.nothing
    assert on_time.nothing


# --- fixed amounts and services ----------------------------------------------------------------


def test_a_fixed_amount_is_granted_once_whatever_the_lines_are_worth() -> None:
    terms = policy(tier(1, {"type": "voucher", "amount": 200, "currency": "CNY"}))
    two = order([("A", "100", "10.00"), ("B", "50", "40.00")])
    for affected in (["A"], ["A", "B"]):
        own = settled(notice(5, affected=affected), two, terms).own
        assert worth(the_option(own)) == ["voucher 200.00"]
        assert the_option(own).money == D(200)


def test_a_fixed_amount_is_cut_by_the_cap_too() -> None:
    terms = policy(tier(1, {"type": "voucher", "amount": 200, "currency": "CNY"}), cap_percent=15)
    own = settled(notice(5), order(late={"percent_per_day": "1"}), terms).own  # 150 less 50
    assert worth(the_option(own)) == ["voucher 100.00"]


def test_a_fixed_amount_in_another_currency_is_not_taken_as_one_in_the_orders_currency() -> None:
    terms = policy(tier(1, {"type": "voucher", "amount": 200, "currency": "USD"}))
    assert the_option(settled(notice(5), order(), terms).own).money == 0


def test_a_gift_counts_towards_the_value_and_not_as_money() -> None:
    terms = policy(tier(1, {"type": "gift", "amount": 80, "currency": "CNY"}, {"type": "free_shipping"}))
    option = the_option(settled(notice(5), order(), terms).own)
    assert (option.money, option.value) == (0, D(80))
    assert [offer.offer.type for offer in option.offers] == ["gift", "free_shipping"]


# --- what is incomplete ------------------------------------------------------------------------


def test_nothing_is_settled_while_a_date_a_figure_or_the_policys_type_of_days_is_absent() -> None:
    whole = order()
    assert settle(notice(5), whole, standard_policy(), CHINA) is not None
    for key in ("original_date", "revised_date"):
        late = notice(5).model_copy(update={key: None})
        assert settle(late, whole, standard_policy(), CHINA) is None
    assert settle(notice(5), whole.model_copy(update={"currency": None}), standard_policy(), CHINA) is None
    assert settle(notice(5), whole.model_copy(update={"lines": None}), standard_policy(), CHINA) is None
    without_days = standard_policy().model_copy(update={"day_type": None})
    assert settle(notice(5), whole, without_days, CHINA) is None


def test_a_policy_without_tiers_leaves_the_penalty_alone() -> None:
    for tiers in ([], None):
        terms = standard_policy().model_copy(update={"tiers": tiers})
        own = settled(notice(5), order(late={"percent_per_day": "0.3"}), terms).own
        assert worth(the_option(own)) == []
        assert (own.penalty_amount, the_option(own).value) == (D(15), D(15))


# --- what holds for every order ----------------------------------------------------------------

quantities = st.integers(1, 50_000).map(str)
prices = st.decimals("0.01", 900, places=2).map(str)
several_lines = st.lists(st.tuples(quantities, prices), min_size=1, max_size=3).map(
    lambda found: [(f"L{index}", *line) for index, line in enumerate(found)]
)
late_terms = st.fixed_dictionaries(
    {"percent_per_day": st.decimals("0.01", 2, places=2).map(str)},
    optional={"cap_percent": st.integers(0, 30).map(str)},
)
percents = st.integers(0, 12)
caps = st.integers(0, 40)


@st.composite
def rising(draw: st.DrawFn, types: Sequence[str], cap: bool) -> CompensationPolicy:
    """A policy whose tiers promise at least as much of every offer as the tier before."""
    ends = sorted(draw(st.sets(st.integers(1, 25), max_size=3)))
    given_so_far = dict.fromkeys(types, 0)
    tiers = []
    for start, end in zip([1, *(end + 1 for end in ends)], [*ends, None], strict=True):
        given_so_far = {offer: percent + draw(percents) for offer, percent in given_so_far.items()}
        offers = [{"type": offer, "percent": percent} for offer, percent in given_so_far.items()]
        tiers.append(tier(start, *offers, to_day=end))
    return policy(*tiers, **({"cap_percent": draw(caps)} if cap else {}))


many = settings(max_examples=60, deadline=None)
days_of_delay = st.integers(1, 40)


@many
@given(several_lines, late_terms, rising(["spare_parts", "discount"], cap=False), days_of_delay)
def test_without_a_cap_another_day_never_brings_less(
    lines: list[tuple[str, str, str]], late: dict[str, str], terms: CompensationPolicy, days: int
) -> None:
    confirmed = order(lines, late=late)
    one, more = (settled(notice(delay), confirmed, terms).own for delay in (days, days + 1))
    assert one.penalty_amount <= more.penalty_amount
    assert the_option(one).money <= the_option(more).money
    assert the_option(one).value <= the_option(more).value
    assert all(
        before.value <= after.value
        for before, after in zip(the_option(one).offers, the_option(more).offers, strict=True)
    )


@many
@given(several_lines, late_terms, rising(["discount", "voucher"], cap=True), days_of_delay)
def test_under_a_cap_money_alone_never_brings_less_for_another_day(
    lines: list[tuple[str, str, str]], late: dict[str, str], terms: CompensationPolicy, days: int
) -> None:
    """Offers give way to the penalty fen by fen, so the sum is min(owed + offered, max(cap, owed))."""
    confirmed = order(lines, late=late)
    one, more = (settled(notice(delay), confirmed, terms).own for delay in (days, days + 1))
    assert the_option(one).value <= the_option(more).value
    offered = sum(offer.uncut for offer in the_option(more).offers)
    owed, cap = more.penalty_amount, more.cap
    assert cap is not None
    assert the_option(more).value == min(owed + offered, max(cap, owed))


@many
@given(several_lines, late_terms, rising(["spare_parts"], cap=True), days_of_delay)
def test_under_a_cap_whole_units_bring_less_by_no_more_than_one_of_them(
    lines: list[tuple[str, str, str]], late: dict[str, str], terms: CompensationPolicy, days: int
) -> None:
    """A growing penalty pushes out whole units: the sum may fall, but by less than the dearest unit.

    A cent more, since the worth of the units is rounded.
    """
    confirmed = order(lines, late=late)
    one, more = (the_option(settled(notice(delay), confirmed, terms).own) for delay in (days, days + 1))
    dearest = max(D(price) for _, _, price in lines)
    assert more.value > one.value - dearest - D("0.01")


@many
@given(
    several_lines,
    late_terms,
    rising(["spare_parts", "discount", "voucher"], cap=True),
    days_of_delay,
    st.booleans(),
)
def test_offers_and_penalty_stay_within_the_cap_or_the_penalty_alone(
    lines: list[tuple[str, str, str]],
    late: dict[str, str],
    terms: CompensationPolicy,
    days: int,
    chosen: bool,
) -> None:
    if chosen:
        tiers = [tier.model_copy(update={"choose": "one"}) for tier in terms.tiers or ()]
        terms = terms.model_copy(update={"tiers": tiers})
    own = settled(notice(days), order(lines, late=late), terms).own
    assert own.cap is not None
    for option in own.options:
        assert option.value <= max(own.cap, own.penalty_amount)
        assert option.value == own.penalty_amount + sum(offer.value for offer in option.offers)
        assert all(0 <= offer.value <= offer.uncut for offer in option.offers)
        assert all(goods.quantity > 0 for offer in option.offers for goods in offer.goods)


@many
@given(several_lines, late_terms, rising(["spare_parts", "discount"], cap=True), days_of_delay)
def test_the_penalty_is_the_same_with_and_without_a_cap_on_the_offers(
    lines: list[tuple[str, str, str]], late: dict[str, str], terms: CompensationPolicy, days: int
) -> None:
    confirmed = order(lines, late=late)
    free = terms.model_copy(update={"cap_percent": None})
    capped, uncapped = (settled(notice(days), confirmed, policy).own for policy in (terms, free))
    assert capped.penalty == uncapped.penalty
    assert [offer.uncut for offer in the_option(capped).offers] == [
        offer.value for offer in the_option(uncapped).offers
    ]
    assert not any(offer.cut for offer in the_option(uncapped).offers)


# --- the tiers of a policy ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "found"),
    [
        ([(1, None)], []),
        ([(1, 7), (8, 14), (15, None)], []),
        ([(2, None)], [("gap", 1, 1)]),
        ([(1, 7), (10, None)], [("gap", 8, 9)]),
        ([(1, 7), (7, None)], [("overlap", 7, 7)]),
        ([(1, 7), (5, None)], [("overlap", 5, 7)]),
        ([(1, 7), (8, 14)], [("closed", 15, 15)]),
        ([(1, None), (8, None)], [("open", 1, 1)]),
        ([(1, 7), (8, 3), (8, None)], [("backwards", 8, 3)]),
        ([], []),
    ],
)
def test_a_fault_in_tiers_is_reported_with_its_days(
    spans: list[tuple[int, int | None]], found: list[tuple[str, int, int]]
) -> None:
    faulty = tier_faults([DaySpan(*span) for span in spans])
    assert [(fault.reason, fault.first, fault.last) for fault in faulty] == found


def test_a_tier_within_another_is_an_overlap_of_its_own_days_and_not_a_gap() -> None:
    faulty = list(tier_faults([DaySpan(1, 10), DaySpan(3, 5), DaySpan(11, None)]))
    assert [(fault.reason, fault.first, fault.last) for fault in faulty] == [("overlap", 3, 5)]


@st.composite
def tiers_of_days(draw: st.DrawFn) -> list[DaySpan]:
    """Mostly consecutive tiers, some of them disturbed."""
    ends = sorted(draw(st.sets(st.integers(1, 20), max_size=4)))
    starts = [1, *(end + 1 for end in ends)]
    spans = [DaySpan(start, end) for start, end in zip(starts, [*ends, None], strict=True)]
    for _ in range(draw(st.integers(0, 2))):
        index = draw(st.integers(0, len(spans) - 1))
        start = draw(st.integers(1, 22))
        spans[index] = DaySpan(start, draw(st.none() | st.integers(1, 22)))
    return spans


@settings(max_examples=300, deadline=None)
@given(tiers_of_days() | st.permutations([DaySpan(1, 3), DaySpan(4, 6), DaySpan(7, None)]))
def test_tiers_have_no_fault_exactly_when_each_day_has_one_and_the_last_is_open(spans: list[DaySpan]) -> None:
    """Tiers must also be in the order of their days, and none may run backwards (it would have no day)."""

    def holders(day: int) -> int:
        return sum(span.from_day <= day <= (span.to_day or 10_000) for span in spans)

    sound = (
        all(holders(day) == 1 for day in range(1, 60))
        and spans[-1].to_day is None
        and all(span.to_day is None or span.from_day <= span.to_day for span in spans)
        and [span.from_day for span in spans] == sorted(span.from_day for span in spans)
    )
    assert (list(tier_faults(spans)) == []) is sound
    if sound:
        for day in range(1, 60):
            index = tier_of(day, spans)
            assert index is not None
            assert spans[index].from_day <= day <= (spans[index].to_day or 10_000)
        assert tier_of(0, spans) is None
