"""The lines of an order that a delay notice is about, and the shipments that miss a letter of credit."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.models.compensation_policy import CompensationPolicy
from comms.models.delay_notice import DelayNotice, Remedy
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.lines import late_lines, named_lines, selectors
from comms.orders.promises import missed_date, remedy_shipment, shipments
from comms.orders.settlement import settle
from comms.terms.workdays import WorkCalendar

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 14)
POLICY = CompensationPolicy.model_validate(
    {
        "day_type": "calendar",
        "tiers": [{"from_day": 1, "offers": [{"type": "spare_parts", "percent": 5}]}],
        "cap_percent": 12,
    }
)


def order(*lines: dict[str, object], **terms: object) -> OrderConfirmation:
    delivery = {"incoterm": "CIF", "ship_by": AUGUST, "deliver_by": AUGUST + timedelta(days=30)}
    late = {"percent_per_day": "0.2", "cap_percent": "5"}
    data = {"currency": "USD", "delivery": delivery, "late_delivery": late, **terms}
    filled = [{"sku": "A", "quantity": 500, "unit": "pcs", "unit_price": "20.00", **line} for line in lines]
    return OrderConfirmation.model_validate({**data, "lines": filled})


SPLIT = order({"ship_by": JULY}, {}, {"sku": "B"})


def notice(original: date | None, *affected: str, **more: object) -> DelayNotice:
    data = {"milestone": "ship_by", "original_date": original, "affected": list(affected) or None}
    return DelayNotice.model_validate({**data, **more})


def places(found: OrderConfirmation, of: DelayNotice) -> list[int]:
    late = late_lines(found, of, of.affected)
    return [index for index, line in enumerate(found.lines or ()) if any(line is each for each in late)]


@pytest.mark.parametrize(
    ("original", "affected", "late"),
    [
        (JULY, ["A"], [0]),
        (AUGUST, ["A"], [1]),
        (AUGUST, ["A", "B"], [1, 2]),
        (JULY, ["B"], [2]),  # the only line of its SKU is meant, whatever its date
        (date(2026, 7, 2), ["A"], [0, 1]),  # no line has this date, which D706 reports
        (AUGUST, ["A", "A"], [1]),
        (JULY, ["lines[1]"], [1]),
        (JULY, ["lines[3]", "lines[-1]", "C"], []),
        (AUGUST, [], [1, 2]),
        (JULY, [], [0]),
        (None, [], [0, 1, 2]),
    ],
)
def test_a_notice_is_about_the_lines_of_its_original_date(
    original: date | None, affected: list[str], late: list[int]
) -> None:
    assert places(SPLIT, notice(original, *affected)) == late


def test_a_sku_that_looks_like_a_position_is_a_sku() -> None:
    odd = order({"sku": "lines[1]"}, {"sku": "B"})
    assert places(odd, notice(AUGUST, "lines[1]")) == [0]
    assert named_lines(odd) == {"lines[0]": [0], "lines[1]": [0], "B": [1]}
    assert selectors(SPLIT) == ["0", "1", "B"]


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.dates(JULY, JULY + timedelta(days=3))), min_size=1, max_size=8
    )
)
def test_the_notices_of_all_dates_share_out_the_lines(lines: list[tuple[str, date]]) -> None:
    found = order(*({"sku": sku, "ship_by": day} for sku, day in lines))
    shares = [places(found, notice(day)) for day in sorted({day for _, day in lines})]
    assert sorted(chain.from_iterable(shares)) == list(range(len(lines)))
    assert all(not set(one) & set(other) for one, other in combinations(shares, 2))


# of fewer pieces, one spare piece would be worth more than the cap leaves
@given(st.integers(1, 40), st.integers(50, 3_000), st.integers(0, 3_000))
def test_only_the_late_shipment_is_paid_for(days: int, late: int, on_time: int) -> None:
    found = order({"ship_by": JULY, "quantity": late}, {"quantity": on_time + 1})
    settled = settle(
        notice(JULY, "A", revised_date=JULY + timedelta(days=days)), found, POLICY, WorkCalendar()
    )
    assert settled is not None
    own, value = settled.own, Decimal(20) * late
    assert own.value == value
    assert own.penalty_amount == min(value * Decimal("0.002") * days, value * Decimal("0.05"))
    (spares,) = own.options[0].offers[0].goods
    assert spares.quantity == -(-late * 5 // 100)


def test_goods_that_are_free_of_charge_are_late_but_worth_nothing() -> None:
    found = order({"ship_by": JULY, "unit_price": None, "free": True}, {})
    settled = settle(notice(JULY, revised_date=date(2026, 7, 11)), found, POLICY, WorkCalendar())
    assert settled is not None
    assert (settled.own.days, settled.own.value, settled.own.penalty_amount) == (10, 0, 0)
    assert not settled.own.on_time


# --- letters of credit ---------------------------------------------------------------------------

CREDIT = {"method": "L/C", "latest_shipment": "2026-08-20", "expiry": "2026-09-10"}


@pytest.mark.parametrize(
    ("payment", "shipment", "key"),
    [
        (CREDIT, date(2026, 8, 20), None),
        (CREDIT, date(2026, 8, 21), "latest_shipment"),
        ({"method": "L/C", "expiry": "2026-09-10"}, date(2026, 9, 10), None),
        ({"method": "L/C", "expiry": "2026-09-10"}, date(2026, 9, 11), "expiry"),
        ({"method": "L/C"}, date(2030, 1, 1), None),
        ({**CREDIT, "method": "T/T"}, date(2030, 1, 1), None),
        (
            {**CREDIT, "method": "T/T", "instalments": [{"method": "L/C"}]},
            date(2026, 8, 21),
            "latest_shipment",
        ),
        (None, date(2030, 1, 1), None),
    ],
)
def test_a_shipment_misses_the_first_date_of_the_credit_that_it_is_after(
    payment: dict[str, object] | None, shipment: date, key: str | None
) -> None:
    missed = missed_date(order({}, payment=payment), shipment)
    assert (missed.key if missed else None) == key


def test_delivery_is_shipment_only_under_the_terms_of_departure() -> None:
    days = {"ship_by": None, "deliver_by": AUGUST}
    assert list(shipments(order({}, delivery={"incoterm": "CIF", **days}))) == []
    fob = order({"deliver_by": JULY}, delivery={"incoterm": "FOB", **days})
    assert [day for _, day in shipments(fob)] == [AUGUST, JULY]


@pytest.mark.parametrize(
    ("of_notice", "remedy", "day"),
    [
        ({}, {}, date(2026, 7, 11)),
        ({}, {"revised_date": "2026-07-05"}, date(2026, 7, 5)),
        ({}, {"affected": []}, None),
        ({"revised_date": None}, {}, None),
        # 14 to 24 September of the arrival are 14 to 24 August of the shipment
        (
            {"milestone": "deliver_by", "original_date": "2026-09-13", "revised_date": "2026-09-23"},
            {},
            date(2026, 8, 24),
        ),
        ({"milestone": "deliver_by", "original_date": "2026-07-01", "revised_date": "9999-12-31"}, {}, None),
    ],
)
def test_the_late_lines_of_a_remedy_leave_on_its_date(
    of_notice: dict[str, object], remedy: dict[str, object], day: date | None
) -> None:
    late = notice(JULY, "A", **{"revised_date": "2026-07-11", **of_notice})
    found = remedy_shipment(SPLIT, late, Remedy.model_validate(remedy))
    assert found == day
