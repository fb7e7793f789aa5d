"""Changes to confirmed orders: their targets, their cost, and the revisions that they make."""

import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.linting.run import lint_paths
from comms.models.change_request import ChangeRequest
from comms.models.order_confirmation import Change, OrderConfirmation, OrderLine
from comms.orders.lines import paired_lines
from comms.orders.revisions import (
    FIXED,
    ChangeRefused,
    apply_changes,
    changeable,
    conflicts,
    cost_difference,
    differences,
    differs,
    find_target,
    next_revision,
    read_value,
    schedule_days,
)
from comms.reading.yaml_file import has_comments
from comms.rendering import Layout
from comms.rendering.comparison import comparison
from comms.rendering.plain_text import plain_text
from comms.rendering.rendition import render
from comms.tasks.apply_change import NotApplied, add_signature, apply_change
from comms.workspace.loading import load_file
from comms.workspace.settings import Settings
from comms.workspace.workspace import Workspace
from tests.support import EXAMPLES, Ran
from tests.support.here import run_here

D = Decimal
MUGS = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
MORE_MUGS = EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml"
OTHER_FOOT = EXAMPLES / "change-request" / "good" / "other-foot.en.yaml"
LAMPS = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"

TODAY = date(2026, 6, 26)


def data_of(file: Path) -> dict[str, Any]:
    loaded = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


def order_in(file: Path) -> OrderConfirmation:
    document = load_file(file).document
    assert isinstance(document, OrderConfirmation)
    return document


def mugs(**other: Any) -> OrderConfirmation:
    """6,000 x 12.80 + 4,000 x 11.50 less 2 %, less 3 %, plus 3,000, plus 13 %: 136,982.67."""
    return OrderConfirmation.from_data({**order_in(MUGS).to_data(), **other})


def change(field: str, before: Any = None, after: Any = None) -> Change:
    return Change.model_validate({"field": field, "before": before, "after": after})


# --- what a change addresses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "path", "value"),
    [
        ("lines[MUG-350-CL].quantity", ("lines", 0, "quantity"), D(6000)),
        ("lines[MUG-350-WH].discount_percent", ("lines", 1, "discount_percent"), D(2)),
        ("lines[1].unit_price", ("lines", 1, "unit_price"), D("11.50")),
        ("delivery.ship_by", ("delivery", "ship_by"), date(2026, 7, 14)),
        ("delivery.partial_shipment", ("delivery", "partial_shipment"), False),
        ("payment.instalments[2].days", ("payment", "instalments", 2, "days"), 60),
        ("charges[0].amount", ("charges", 0, "amount"), D(3000)),
        ("quality.standards[1]", ("quality", "standards", 1), "GB/T 3532 日用瓷器"),
        ("discount_percent", ("discount_percent",), D(3)),
        ("notices", ("notices",), None),
        ("lines[MUG-350-CL].ship_by", ("lines", 0, "ship_by"), None),
    ],
)
def test_a_path_addresses_a_value_of_the_order(written: str, path: tuple[str | int, ...], value: Any) -> None:
    target = find_target(mugs(), written)
    assert (target.path, target.value, target.adds) == (path, value, False)


def test_a_plus_addresses_an_entry_to_be_added() -> None:
    target = find_target(mugs(), "lines[+]")
    assert (target.path, target.value, target.adds) == (("lines", 2), None, True)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("delivery.colour", "unknown_field"),
        ("colour", "unknown_field"),
        ("lines[MUG-350-CL].weight", "unknown_field"),
        ("delivery..ship_by", "unknown_field"),
        ("[0].quantity", "unknown_field"),
        ("", "unknown_field"),
        ("currency.code", "unknown_field"),
        ("lines[MUG].quantity", "unknown_item"),
        ("lines[mug-350-cl].quantity", "unknown_item"),
        ("lines[MUG-350-CL ].quantity", "unknown_item"),
        ("lines[7].quantity", "unknown_item"),
        ("lines[+].quantity", "unknown_item"),
        ("payment.instalments[9].percent", "unknown_item"),
        ("charges[1].amount", "unknown_item"),
        ("delivery[0]", "unknown_item"),
        *((field, "fixed") for field in sorted(FIXED)),
        ("totals.total", "fixed"),
        ("history[0].revision", "fixed"),
    ],
)
def test_a_missing_or_fixed_field_is_refused(written: str, reason: str) -> None:
    order = mugs(history=[{"revision": 1, "change_request": "CR-0", "date": "2026-06-01", "changes": []}])
    with pytest.raises(ChangeRefused) as refused:
        find_target(order, written)
    assert refused.value.reason == reason


def twins() -> OrderConfirmation:
    data = mugs().to_data()
    data["lines"][1]["sku"] = data["lines"][0]["sku"]
    return OrderConfirmation.from_data(data)


@pytest.mark.parametrize("written", ["lines[MUG-350-CL].quantity", "lines[MUG-350-CL]"])
def test_a_sku_shared_by_two_lines_is_ambiguous(written: str) -> None:
    with pytest.raises(ChangeRefused) as refused:
        find_target(twins(), written)
    assert refused.value.reason == "ambiguous"
    assert refused.value.values["positions"] == "lines[0], lines[1]"


def test_the_values_of_lines_with_one_sku_are_offered_by_their_positions() -> None:
    assert {"lines[0].quantity", "lines[1].quantity"} <= set(changeable(twins()))


def test_lines_with_the_same_sku_can_still_be_addressed_by_their_index() -> None:
    assert find_target(twins(), "lines[1].quantity").value == D(4000)


def test_a_sku_of_digits_is_a_sku() -> None:
    data = mugs().to_data()
    data["lines"][0]["sku"], data["lines"][1]["sku"] = "8801", "0"
    order = OrderConfirmation.from_data(data)
    assert find_target(order, "lines[8801].quantity").value == D(6000)
    assert find_target(order, "lines[0].quantity").value == D(4000)


@pytest.mark.parametrize("written", ["lines.quantity", "payment.instalments.percent", "charges.amount"])
def test_a_field_of_a_list_without_its_entry_is_refused(written: str) -> None:
    with pytest.raises(ChangeRefused):
        differs(mugs(), change(written, "1", "2"))


# --- values ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value", "read"),
    [
        ("lines[MUG-350-CL].unit_price", "12.8", D("12.80")),
        ("lines[MUG-350-CL].unit_price", D("12.80"), D("12.80")),
        ("lines[MUG-350-CL].quantity", 7200, D(7200)),
        ("delivery.ship_by", "2026-07-20", date(2026, 7, 20)),
        ("delivery.ship_by", date(2026, 7, 20), date(2026, 7, 20)),
        ("delivery.mode", "rail", "rail"),
        ("delivery.partial_shipment", True, True),
        ("delivery.place", " 宁波仓 ", "宁波仓"),
        ("quality.standards", ["GB 4806.4"], ["GB 4806.4"]),
        ("notices", None, None),
    ],
)
def test_a_value_is_read_as_the_orders_own_field_would_read_it(written: str, value: Any, read: Any) -> None:
    assert read_value(mugs(), find_target(mugs(), written), value) == read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("lines[MUG-350-CL].quantity", "many"),
        ("lines[MUG-350-CL].quantity", "0"),
        ("lines[MUG-350-CL].quantity", "-5"),
        ("lines[MUG-350-CL].unit_price", "12,80"),
        ("delivery.ship_by", "next week"),
        ("delivery.ship_by", "2026-06-31"),
        ("delivery.mode", "balloon"),
        ("delivery.partial_shipment", "yes"),
        ("delivery", "tomorrow"),
        ("discount_percent", "101"),
        ("payment.instalments[0].days", "2.5"),
        ("quality.standards", "GB 4806.4"),
        ("lines[+]", {"sku": "N", "colour": "red"}),
        ("lines[+]", "a line"),
    ],
)
def test_a_value_that_the_field_cannot_take_is_refused(written: str, value: Any) -> None:
    with pytest.raises(ChangeRefused) as refused:
        read_value(mugs(), find_target(mugs(), written), value)
    assert refused.value.reason == "bad_value"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("order_reference", "4500019274"),
        ("lines[MUG-350-CL].buyer_item", "7781"),
        ("buyer.contact.phone", "57100000000"),
        ("lines[+]", {"sku": "8803", "name": "lid", "quantity": "5", "unit": "pcs", "unit_price": "2.50"}),
    ],
)
def test_a_text_may_consist_of_digits(written: str, value: Any) -> None:
    order = mugs()
    assert read_value(order, find_target(order, written), change(written, None, value).after) is not None


@pytest.mark.parametrize(
    ("written", "before", "differing"),
    [
        ("lines[MUG-350-CL].quantity", "6000", False),
        ("lines[MUG-350-CL].quantity", "6000.0", False),
        ("lines[MUG-350-CL].quantity", "6001", True),
        ("lines[MUG-350-CL].quantity", "six thousand", True),
        ("lines[MUG-350-CL].quantity", None, True),
        ("lines[MUG-350-CL].unit_price", "12.8", False),
        ("delivery.ship_by", "2026-07-14", False),
        ("delivery.ship_by", "2026-07-15", True),
        ("delivery.place", "杭州市萧山仓", False),
        ("delivery.place", "杭州", True),
        ("notices", None, False),
        ("notices", "by e-mail", True),
        ("delivery.mode", "road", False),
        ("delivery.partial_shipment", False, False),
        ("lines[+]", None, False),
    ],
)
def test_before_is_compared_by_its_value(written: str, before: Any, differing: bool) -> None:
    assert differs(mugs(), change(written, before, "2026-07-20")) is differing


def test_a_removed_line_may_omit_before_but_not_misstate_it() -> None:
    line = mugs().to_data()["lines"][0]
    assert not differs(mugs(), change("lines[MUG-350-CL]"))
    assert not differs(mugs(), change("lines[MUG-350-CL]", line))
    assert differs(mugs(), change("lines[MUG-350-CL]", {**line, "quantity": D(5999)}))


def test_a_removed_value_must_be_stated_as_before() -> None:
    assert differs(mugs(), change("delivery.marks"))


# --- the order with its changes ----------------------------------------------------------------


def test_a_change_changes_its_field_and_nothing_else() -> None:
    order = mugs()
    before = deepcopy(order.to_data())
    fresh = apply_changes(order, [change("lines[MUG-350-CL].quantity", "6000", "7200")])
    after = fresh.to_data()
    assert after["lines"][0].pop("quantity") == D(7200)
    assert before["lines"][0].pop("quantity") == D(6000)
    assert after == before
    assert order.to_data()["lines"][0]["quantity"] == D(6000), "the order itself stays as it was"


def test_an_absent_field_is_added_and_one_without_after_is_removed() -> None:
    fresh = apply_changes(mugs(), [change("notices", None, "by e-mail"), change("delivery.marks", "x", None)])
    assert fresh.notices == "by e-mail"
    assert fresh.delivery is not None
    assert fresh.delivery.marks is None
    assert "marks" not in fresh.to_data()["delivery"]


LID = {"sku": "LID", "name": "lid", "quantity": "500", "unit": "pcs", "unit_price": "2.50"}


def skus(order: OrderConfirmation) -> list[str | None]:
    return [line.sku for line in order.lines or ()]


def test_lines_are_added_at_the_end_and_removed_by_their_skus() -> None:
    more = {**LID, "sku": "BOX"}
    assert skus(apply_changes(mugs(), [change("lines[+]", None, LID)])) == ["MUG-350-CL", "MUG-350-WH", "LID"]
    both = apply_changes(mugs(), [change("lines[+]", None, LID), change("lines[+]", None, more)])
    assert skus(both) == ["MUG-350-CL", "MUG-350-WH", "LID", "BOX"]
    assert skus(apply_changes(both, [change("lines[MUG-350-CL]"), change("lines[LID]")])) == [
        "MUG-350-WH",
        "BOX",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lines[MUG-350-CL]", "lines[MUG-350-CL].quantity"),
        ("lines[MUG-350-CL].quantity", "lines[MUG-350-CL]"),
        ("lines[MUG-350-CL].quantity", "lines[0].quantity"),
        ("delivery", "delivery.place"),
        ("lines", "lines[MUG-350-WH]"),
    ],
)
def test_changes_of_a_value_and_of_its_container_are_refused(one: str, other: str) -> None:
    with pytest.raises(ChangeRefused) as refused:
        apply_changes(mugs(), [change(one, None, "1"), change(other, None, "2")])
    assert refused.value.reason == "twice"


def test_every_value_that_the_interview_offers_can_be_changed() -> None:
    for written in changeable(mugs()):
        assert find_target(mugs(), written).value is not None


def test_every_value_that_the_interview_offers_can_be_changed_in_lines_with_the_same_sku_too() -> None:
    for written in changeable(twins()):
        assert find_target(twins(), written).value is not None


def test_a_line_is_removed_whatever_else_the_request_adds_or_changes() -> None:
    changes = [
        change("lines[+]", None, LID),
        change("lines[MUG-350-CL]"),
        change("lines[MUG-350-WH].quantity", "4000", "4400"),
    ]
    for order_of_changes in (changes, changes[::-1]):
        fresh = apply_changes(mugs(), order_of_changes)
        assert [(line.sku, line.quantity) for line in fresh.lines or ()] == [
            ("MUG-350-WH", D(4400)),
            ("LID", D(500)),
        ]


def test_an_entry_of_any_list_is_added_or_removed() -> None:
    charges = [change("charges[+]", None, {"name": "pallets", "amount": "120"}), change("charges[0]")]
    assert [charge.name for charge in apply_changes(mugs(), charges).charges or ()] == ["pallets"]
    standards = apply_changes(
        mugs(), [change("quality.standards[+]", None, "CE"), change("quality.standards[0]")]
    )
    assert standards.quality is not None
    assert standards.quality.standards == ["GB/T 3532 日用瓷器", "CE"]
    first = apply_changes(
        mugs(charges=None), [change("charges[+]", None, {"name": "pallets", "amount": "120"})]
    )
    assert [charge.name for charge in first.charges or ()] == ["pallets"]


def test_removing_a_line_twice_removes_no_other_line() -> None:
    try:
        fresh = apply_changes(mugs(), [change("lines[MUG-350-CL]"), change("lines[MUG-350-CL]")])
    except CommsError:
        return
    assert skus(fresh) == ["MUG-350-WH"]


def test_a_request_that_changes_a_field_twice_is_reported(tmp_path: Path) -> None:
    shutil.copy(MUGS, tmp_path)
    data = data_of(MORE_MUGS)
    data["changes"].append({"field": "lines[MUG-350-CL].quantity", "before": 6000, "after": 9000})
    data["impact"]["cost"]["amount"] = "42090.24"  # 3,000 x 12.80 x 0.97 x 1.13
    write(tmp_path / "request.yaml", data)
    assert lint_paths([tmp_path / "request.yaml"], "en").findings


def test_stated_totals_are_recomputed_and_none_is_added() -> None:
    # 7,200 x 12.80 = 92,160.00; + 45,080.00 = 137,240.00; 3 % = 4,117.20; + 3,000 = 136,122.80;
    # 13 % = 17,695.964; 153,818.76
    order = mugs(totals={"subtotal": "121880.00", "total": "136982.67"})
    fresh = apply_changes(order, [change("lines[MUG-350-CL].quantity", "6000", "7200")])
    assert fresh.to_data()["totals"] == {"subtotal": D("137240.00"), "total": D("153818.76")}
    every = mugs(totals={"subtotal": "1", "discount": "1", "tax": "1", "total": "1"})
    fresh = apply_changes(every, [change("lines[MUG-350-CL].quantity", "6000", "7200")])
    assert fresh.to_data()["totals"] == {
        "subtotal": D("137240.00"),
        "discount": D("4117.20"),
        "tax": D("17695.96"),
        "total": D("153818.76"),
    }
    assert apply_changes(mugs(), [change("notices", None, "by e-mail")]).totals is None


@pytest.mark.parametrize(
    ("changes", "cost"),
    [
        # see above: 153,818.76 - 136,982.67
        ([("lines[MUG-350-CL].quantity", "6000", "7200")], "16836.09"),
        # 121,880.00 less 5 % (6,094.00) + 3,000 = 118,786.00 + 15,442.18 = 134,228.18
        ([("discount_percent", "3", "5")], "-2754.49"),
        # 76,800.00 - 2,304.00 + 3,000.00 = 77,496.00 + 10,074.48 = 87,570.48
        ([("lines[MUG-350-WH]", None, None)], "-49412.19"),
        # 500 x 2.50 = 1,250 less 3 % = 1,212.50; + 13 % = 1,370.125: 123,130.00 - 3,693.90 + 3,000.00
        # = 122,436.10 + 15,916.693 = 138,352.79
        ([("lines[+]", None, LID)], "1370.12"),
        # prices contain the tax: 121,880.00 - 3,656.40 + 3,000.00 = 121,223.60
        ([("tax.included", False, True)], "-15759.07"),
        # both at once: the order of the changes does not matter
        ([("discount_percent", "3", "0"), ("charges[0].amount", "3000", "0")], "741.73"),
        ([("delivery.ship_by", "2026-07-14", "2026-07-20")], "0.00"),
        ([], "0.00"),
    ],
)
def test_the_cost_is_the_total_of_the_changed_order_less_that_of_the_present_one(
    changes: list[tuple[str, Any, Any]], cost: str
) -> None:
    # last but two: 121,880.00 x 1.13 = 137,724.40
    found = cost_difference(mugs(), [change(*parts) for parts in changes])
    assert f"{found:f}" == cost


def test_no_cost_is_computed_while_a_figure_is_absent() -> None:
    data = mugs().to_data()
    data["lines"][0].pop("unit_price")
    assert cost_difference(OrderConfirmation.from_data(data), [change("notices", None, "x")]) is None


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ([("delivery.ship_by", "2026-07-14", "2026-07-20")], 6),
        ([("delivery.ship_by", "2026-07-14", "2026-07-20"), ("delivery.deliver_by", "", "2026-07-25")], 9),
        ([("delivery.ship_by", "2026-07-14", "2026-07-04"), ("delivery.deliver_by", "", "2026-07-19")], -10),
        ([("delivery.deliver_by", "2026-07-16", "2026-07-15")], -1),
        ([("delivery.ship_by", "2026-07-14", "2026-07-14")], 0),
        ([("delivery.ship_by", "2026-07-14", None)], 0),
        ([("lines[MUG-350-CL].ship_by", None, "2026-08-01")], 18),  # 14 July, as the whole order, to 1 August
        ([("lines[MUG-350-CL].quantity", "6000", "7200"), ("notices", None, "2026-09-01")], 0),
        ([], 0),
    ],
)
def test_the_shift_is_the_largest_among_the_changed_dates(
    changes: list[tuple[str, Any, Any]], days: int
) -> None:
    assert schedule_days(mugs(), [change(*parts) for parts in changes]) == days


def request_of(file: Path) -> ChangeRequest:
    document = load_file(file).document
    assert isinstance(document, ChangeRequest)
    return document


def test_the_next_revision_names_its_request_and_the_day_of_the_last_signature() -> None:
    request = request_of(MORE_MUGS)
    approvals = list(request.approvals or ())
    approvals[0] = approvals[0].model_copy(update={"signed_on": date(2026, 6, 18)})
    fresh = next_revision(mugs(), request.model_copy(update={"approvals": approvals}))
    assert fresh.revision == 2
    (entry,) = fresh.history or ()
    assert (entry.revision, entry.change_request, entry.date) == (2, "CR-2026-0611-01", date(2026, 6, 18))
    assert [made.field for made in entry.changes or ()] == [
        "lines[MUG-350-CL].quantity",
        "delivery.ship_by",
        "delivery.deliver_by",
    ]
    again = next_revision(fresh, request.model_copy(update={"id": "CR-9", "changes": []}))
    assert again.revision == 3
    assert [revision.change_request for revision in again.history or ()] == ["CR-2026-0611-01", "CR-9"]
    assert mugs().history is None


# --- comparing ---------------------------------------------------------------------------------


def test_two_revisions_differ_in_the_fields_that_changed() -> None:
    fresh = next_revision(mugs(), request_of(MORE_MUGS))
    found = [
        (difference.path, difference.before, difference.after) for difference in differences(mugs(), fresh)
    ]
    assert found == [
        ("lines[MUG-350-CL].quantity", D(6000), D(7200)),
        ("delivery.ship_by", date(2026, 7, 14), date(2026, 7, 20)),
        ("delivery.deliver_by", date(2026, 7, 16), date(2026, 7, 22)),
    ]


def test_identity_history_and_computed_values_are_not_compared() -> None:
    other = mugs(
        revision=2,
        status="draft",
        issued_at="2026-06-05T09:15:00+08:00",
        totals={"total": "136982.67"},
        history=[{"revision": 2, "change_request": "CR-1", "date": "2026-06-05", "changes": []}],
    )
    assert differences(mugs(), other) == []
    assert differences(mugs(), mugs()) == []


def test_lines_are_compared_by_sku_in_any_order() -> None:
    data = mugs().to_data()
    data["lines"].reverse()
    assert differences(mugs(), OrderConfirmation.from_data(data)) == []
    data["lines"][1]["quantity"] = D(1)
    (found,) = differences(mugs(), OrderConfirmation.from_data(data))
    assert (found.path, found.before, found.after) == ("lines[MUG-350-CL].quantity", D(6000), D(1))


def test_lines_with_the_same_sku_are_both_compared() -> None:
    data = twins().to_data()
    data["lines"][0]["quantity"] = D(1)
    (found,) = differences(twins(), OrderConfirmation.from_data(data))
    assert (found.path, found.after) == ("lines[0].quantity", D(1))


def two_dates() -> OrderConfirmation:
    """One article in two shipments: 6,000 on 14 July, 4,000 on 18 August."""
    data = twins().to_data()
    data["lines"][1] |= {"unit_price": data["lines"][0]["unit_price"], "ship_by": "2026-08-18"}
    return OrderConfirmation.from_data(data)


def test_a_line_taken_out_is_the_one_that_was_taken_out_though_another_has_its_sku() -> None:
    order = two_dates()
    fresh = apply_changes(order, [change("lines[0]", None, None)])
    assert paired_lines(order, fresh) == [(0, None), (1, 0)]
    assert {difference.line for difference in differences(order, fresh)} == {(0, None)}
    shown = comparison(order, fresh, Layout("en"))
    assert shown.count("MUG-350-CL") == 1 and "6,000" in shown and "4,000" not in shown


def test_the_shift_of_one_of_two_shipments_of_an_article_is_the_shift_of_the_order() -> None:
    later = [change("lines[1].ship_by", "2026-08-18", "2026-08-28")]
    assert schedule_days(two_dates(), later) == 10
    assert schedule_days(two_dates(), [change("lines[0].ship_by", None, "2026-07-19")]) == 5


def test_a_second_shipment_of_an_article_can_be_added_but_not_the_same_one_again() -> None:
    order = mugs()
    line = order.to_data()["lines"][0]
    target = find_target(order, "lines[+]")
    with pytest.raises(ChangeRefused) as refused:
        read_value(order, target, {**line, "quantity": D(500)})
    assert (refused.value.reason, refused.value.values["line"]) == ("exists", "lines[MUG-350-CL]")
    assert read_value(order, target, {**line, "ship_by": "2026-09-01"})["quantity"] == D(6000)
    assert read_value(order, target, {**line, "unit_price": "0", "free": True})["free"] is True


@given(st.data())
def test_every_line_of_two_revisions_is_in_one_pair_and_pairs_have_one_sku(data: st.DataObject) -> None:
    lines = st.lists(st.builds(OrderLine, sku=st.sampled_from("AB"), quantity=st.integers(1, 2)), max_size=5)
    old, new = (OrderConfirmation(lines=data.draw(lines)) for _ in range(2))
    pairs = paired_lines(old, new)
    assert sorted(mine for mine, _ in pairs if mine is not None) == list(range(len(old.lines or ())))
    assert sorted(theirs for _, theirs in pairs if theirs is not None) == list(range(len(new.lines or ())))
    for mine, theirs in pairs:
        if mine is not None and theirs is not None:
            assert (old.lines or [])[mine].sku == (new.lines or [])[theirs].sku
    assert paired_lines(old, old) == [(index, index) for index in range(len(old.lines or ()))]


# --- applying a request ------------------------------------------------------------------------


def write(file: Path, data: dict[str, Any]) -> Path:
    file.write_text(
        yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return file


def files_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with its content and its modification time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def request(
    folder: Path,
    changes: Iterable[tuple[str, Any, Any]],
    name: str = "request.yaml",
    cost: str = "0",
    days: int = 0,
    **other: Any,
) -> Path:
    """An approved change request for the order of mugs."""
    data = data_of(MORE_MUGS)
    data["changes"] = [{"field": field, "before": before, "after": after} for field, before, after in changes]
    data["impact"] = {"cost": {"amount": cost, "currency": "CNY"}, "schedule_days": days}
    return write(folder / name, {**data, **other})


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with the order of mugs."""
    shutil.copy(MUGS, tmp_path / "mugs.yaml")
    return tmp_path


def applied(file: Path) -> OrderConfirmation:
    done = apply_change(load_file(file), "en")
    assert not done.before
    return order_in(done.file)


def refusal(file: Path) -> NotApplied:
    with pytest.raises(NotApplied) as refused:
        apply_change(load_file(file), "en")
    return refused.value


def test_the_request_of_the_format_description_makes_its_second_revision(
    contract: Path, tmp_path: Path
) -> None:
    for name in ("order-confirmation.zh.yaml", "change-request.zh.yaml"):
        shutil.copy(contract / name, tmp_path)
    before = files_of(tmp_path)
    done = apply_change(load_file(tmp_path / "change-request.zh.yaml"), "zh")
    assert done.file == tmp_path / "SO-2026-0418.r2.yaml"
    sample = contract / "order-confirmation.zh.r2.yaml"
    assert data_of(done.file) == data_of(sample), "as any reader of YAML sees it"
    assert order_in(done.file).to_data() == order_in(sample).to_data(), "as our own reader sees it"
    after = files_of(tmp_path)
    assert after.pop("SO-2026-0418.r2.yaml")
    assert after == before, "no other file is touched, nor its time"
    assert lint_paths([tmp_path], "zh").findings == []


def test_an_applied_request_is_reported_as_applied_and_changes_nothing(shop: Path) -> None:
    file = shop / "request.yaml"
    shutil.copy(MORE_MUGS, file)
    first = apply_change(load_file(file), "en")
    before = files_of(shop)
    for _ in range(2):
        again = apply_change(load_file(file), "en")
        assert again.before
        assert again.file == first.file
        assert files_of(shop) == before


def test_a_request_is_recognized_as_applied_even_after_a_later_one(shop: Path) -> None:
    first = request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")], "one.yaml", id="CR-1")
    second = request(shop, [("notices", None, "邮件")], "two.yaml", id="CR-2", order_revision=2)
    assert applied(first).revision == 2
    assert applied(second).revision == 3
    done = apply_change(load_file(first), "en")
    assert done.before
    assert done.file.name == "SO-2026-0611.r2.yaml"


def test_two_requests_about_one_revision_apply_one_after_the_other(shop: Path) -> None:
    first = request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")], "one.yaml", id="CR-1")
    second = request(shop, [("delivery.marks", "晨屿 / CG-20260603 / 箱号", "晨屿")], "two.yaml", id="CR-2")
    original = files_of(shop)["mugs.yaml"]
    assert applied(first).revision == 2
    two = files_of(shop)["SO-2026-0611.r2.yaml"]
    third = applied(second)
    assert third.revision == 3
    assert third.delivery is not None
    assert (third.delivery.place, third.delivery.marks) == ("宁波仓", "晨屿")
    assert [revision.change_request for revision in third.history or ()] == ["CR-1", "CR-2"]
    assert files_of(shop)["mugs.yaml"] == original
    assert files_of(shop)["SO-2026-0611.r2.yaml"] == two
    assert lint_paths([shop], "en").findings == []


def test_two_requests_about_one_field_conflict_with_all_three_values(shop: Path) -> None:
    quantity = "lines[MUG-350-CL].quantity"
    # 3 % off and 13 % on: 100 x 12.80 x 0.97 x 1.13 = 1,403.008
    first = request(shop, [(quantity, 6000, 6100)], "one.yaml", "1403.01", id="CR-1")
    second = request(
        shop, [("notices", None, "邮件"), (quantity, 6000, 6200)], "two.yaml", "2806.02", id="CR-2"
    )
    applied(first)
    before = files_of(shop)
    refused = refusal(second)
    assert refused.reason == "conflict"
    (found,) = refused.conflicts
    assert (found.field, found.before, found.now, found.after) == (quantity, D(6000), D(6100), D(6200))
    assert files_of(shop) == before


def test_a_request_about_a_removed_line_conflicts(shop: Path) -> None:
    gone = request(shop, [("lines[MUG-350-WH]", None, None)], "one.yaml", "-49412.19", id="CR-1")
    late = request(shop, [("lines[MUG-350-WH].unit", "只", "个")], "two.yaml", id="CR-2")
    applied(gone)
    (found,) = refusal(late).conflicts
    assert (found.field, found.before, found.now, found.after) == ("lines[MUG-350-WH].unit", "只", None, "个")


def test_conflicts_compare_values_and_not_spellings() -> None:
    assert list(conflicts(mugs(), [change("lines[MUG-350-CL].unit_price", "12.8", "13")])) == []


def test_only_an_approved_and_sound_request_is_applied(shop: Path) -> None:
    place = [("delivery.place", "杭州市萧山仓", "宁波仓")]
    approvals = data_of(MORE_MUGS)["approvals"]
    undated = [{**approvals[0], "signed_on": None}, approvals[1]]
    expected: list[tuple[dict[str, Any], str, set[str]]] = [
        ({"approvals": approvals[:1]}, "errors", {"C604"}),
        ({"approvals": undated}, "errors", {"C604"}),
        ({"approvals": []}, "errors", {"C604"}),
        ({"decision": {"status": "proposed"}}, "not_approved", set()),
        ({"decision": {"status": "proposed"}, "approvals": []}, "not_approved", set()),
        ({"decision": {"status": "rejected"}}, "not_approved", set()),
        ({"decision": {"status": "withdrawn"}}, "not_approved", set()),
        ({"reason": "TBD"}, "errors", {"C601"}),
        ({"order_revision": 4}, "errors", {"F008"}),
        ({"order": "SO-NONE"}, "no_order", set()),
        ({"impact": {"schedule_days": 0}}, "errors", {"C602"}),
    ]
    for other, reason, codes in expected:
        file = request(shop, place, **other)
        before = files_of(shop)
        refused = refusal(file)
        assert (refused.reason, {finding.code for finding in refused.findings}) == (reason, codes), other
        assert files_of(shop) == before
    assert applied(request(shop, place)).revision == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ([("delivery.place", "上海", "宁波仓")], "C605"),
        ([("lines[NOPE].quantity", 1, 2)], "C606"),
        ([("delivery.colour", "white", "black")], "C606"),
        ([("issued_at", None, "2026-06-05T09:15:00+08:00")], "C606"),
        ([("lines[MUG-350-CL].quantity", 6000, "a lot")], "C606"),
    ],
)
def test_a_request_that_does_not_fit_the_order_is_refused(
    shop: Path, changes: list[tuple[str, Any, Any]], code: str
) -> None:
    file = request(shop, changes)
    before = files_of(shop)
    refused = refusal(file)
    assert (refused.reason, {finding.code for finding in refused.findings}) == ("errors", {code})
    assert files_of(shop) == before


def test_a_request_about_a_sku_shared_by_two_lines_is_refused(shop: Path) -> None:
    data = data_of(MUGS)
    data["lines"][1]["sku"] = "MUG-350-CL"
    write(shop / "mugs.yaml", data)
    refused = refusal(request(shop, [("lines[MUG-350-CL].unit", "只", "个")]))
    assert {finding.code for finding in refused.findings} == {"C606"}


def test_a_change_that_would_break_the_order_is_refused(shop: Path) -> None:
    before_percents = [("payment.instalments[0].percent", 30, 40)]
    refused = refusal(request(shop, before_percents))
    assert refused.reason == "errors"
    (found,) = refused.findings
    assert found.code == "C608"
    assert "O501" in found.message  # 40 + 60 + 10
    both = [("lines[MUG-350-CL]", None, None), ("lines[MUG-350-WH]", None, None)]
    refused = refusal(request(shop, both, cost="-133592.67"))
    assert {finding.code for finding in refused.findings} == {"C608"}
    assert "F006" in refused.findings[0].message
    assert sorted(path.name for path in shop.iterdir()) == ["mugs.yaml", "request.yaml"]


def test_an_error_that_the_order_had_before_does_not_stop_a_change(shop: Path) -> None:
    data = data_of(MUGS)
    data["totals"] = {"total": "1.00"}  # O513
    data["payment"]["instalments"].pop()  # O501: 90 %
    write(shop / "mugs.yaml", data)
    fresh = applied(request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")]))
    assert fresh.totals is not None
    assert fresh.totals.total == D("136982.67"), "stated totals are computed anew"


def test_another_file_of_the_revisions_name_is_not_overwritten(shop: Path) -> None:
    (shop / "SO-2026-0611.r2.yaml").write_text("something else\n")
    before = files_of(shop) | {"request.yaml": None}
    file = request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")])
    assert refusal(file).reason == "in_the_way"
    assert files_of(shop) | {"request.yaml": None} == before, "and no passing file is left"


def test_two_files_of_the_latest_revision_are_refused(shop: Path) -> None:
    data = data_of(MUGS)
    write(shop / "other.yaml", {**data, "order_reference": "CG-OTHER"})
    refused = refusal(request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")]))
    assert refused.reason == "two_orders"
    assert "mugs.yaml" in refused.values["files"]
    assert "other.yaml" in refused.values["files"]


def test_a_file_that_is_not_a_change_request_is_not_applied(shop: Path) -> None:
    assert refusal(shop / "mugs.yaml").reason == "not_a_request"


def test_the_revision_is_written_next_to_its_predecessor(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text('language = "en"\n')
    orders, requests = tmp_path / "orders" / "2026", tmp_path / "requests"
    orders.mkdir(parents=True)
    requests.mkdir()
    shutil.copy(MUGS, orders / "mugs.yaml")
    file = request(requests, [("delivery.place", "杭州市萧山仓", "宁波仓")])
    assert apply_change(load_file(file), "en").file == orders / "SO-2026-0611.r2.yaml"
    assert [path.name for path in requests.iterdir()] == ["request.yaml"]


def in_another_format(source: Path, file: Path) -> Path:
    case = load_file(source)
    assert case.document is not None
    file.write_bytes(render(case.document, file.suffix[1:], Layout("zh", workspace=case.workspace)))
    return file


@pytest.mark.parametrize(
    "form",
    ["md", "json", "docx"],
)
def test_the_order_may_be_in_any_format_and_stays_there(tmp_path: Path, form: str) -> None:
    in_another_format(MUGS, tmp_path / f"mugs.{form}")
    shutil.copy(MORE_MUGS, tmp_path / "request.yaml")
    before = files_of(tmp_path)
    assert applied(tmp_path / "request.yaml").revision == 2
    assert files_of(tmp_path).items() > before.items()
    assert lint_paths([tmp_path], "en").findings == []


@pytest.mark.parametrize("number", ["SO/2026/1", "../SO-1"])
def test_a_number_with_a_slash_does_not_leave_the_orders_folder(tmp_path: Path, number: str) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    write(folder / "mugs.yaml", {**data_of(MUGS), "id": number})
    file = request(folder, [("delivery.place", "杭州市萧山仓", "宁波仓")], order=number)
    with suppress(CommsError):
        apply_change(load_file(file), "en")
    assert [path.name for path in tmp_path.iterdir()] == ["orders"]
    assert not [path for path in folder.iterdir() if path.is_dir()]


# --- the command -------------------------------------------------------------------------------


def command(*arguments: str | Path, cwd: Path, **environment: str) -> Ran:
    """Run `comms change …` and make sure that it ends neither in a traceback nor in an internal error."""
    ran = run_here("change", *arguments, cwd=cwd, **environment)
    assert "Traceback" not in ran.err
    assert ran.status in (0, 1, 2)
    return ran


def test_the_command_writes_the_revision_and_prints_its_path(shop: Path) -> None:
    shutil.copy(MORE_MUGS, shop / "request.yaml")
    ran = command("apply", "request.yaml", cwd=shop)
    assert ran.status == 0
    assert Path(ran.out.strip()).name == "SO-2026-0611.r2.yaml"
    assert "Revision 2" in ran.err
    before = files_of(shop)
    again = command("apply", "request.yaml", "--language", "zh", cwd=shop)
    assert (again.status, again.out) == (0, ran.out)
    assert "已经执行过" in again.err
    assert "第 2 版" in again.err
    assert files_of(shop) == before


def test_the_command_refuses_in_the_language_asked_for(shop: Path) -> None:
    file = request(shop, [("delivery.place", "上海", "宁波仓")])
    english = command("apply", file, "--language", "en", cwd=shop)
    chinese = command("apply", file, "--language", "zh", cwd=shop)
    assert (english.status, chinese.status) == (1, 1)
    assert "C605" in english.err
    assert "was not applied" in english.err
    assert "C605" in chinese.err
    assert "没有执行" in chinese.err
    assert english.out == chinese.out == ""


def test_the_command_shows_all_three_values_of_a_conflict(shop: Path) -> None:
    applied(request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")], "one.yaml", id="CR-1"))
    second = request(shop, [("delivery.place", "杭州市萧山仓", "上海仓")], "two.yaml", id="CR-2")
    for language in ("en", "zh"):
        ran = command("apply", second, "--language", language, cwd=shop)
        assert ran.status == 1
        for value in ("delivery.place", "杭州市萧山仓", "宁波仓", "上海仓"):
            assert value in ran.err


def test_the_command_accepts_an_order_from_another_folder(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    shutil.copy(MUGS, there / "mugs.yaml")
    shutil.copy(MORE_MUGS, here / "request.yaml")
    assert refusal(here / "request.yaml").reason == "no_order"
    assert command("apply", "request.yaml", "--order", there / "nothing.yaml", cwd=here).status == 2
    ran = command("apply", "request.yaml", "--order", there / "mugs.yaml", cwd=here)
    assert ran.status == 0
    assert (there / "SO-2026-0611.r2.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("apply", "nothing.yaml"), 2),
        (("apply", "mugs.yaml"), 1),
        (("apply", "broken.yaml"), 1),
        (("diff", "mugs.yaml", "nothing.yaml"), 2),
        (("diff", "mugs.yaml", "request.yaml"), 2),
        (("sign", "request.yaml", "carrier", "--name", "X"), 2),
        (("sign", "request.yaml", "buyer", "--name", "X", "--on", "soon"), 2),
        (("sign", "mugs.yaml", "buyer", "--name", "X"), 1),
    ],
)
def test_wrong_use_has_its_status_and_changes_nothing(
    shop: Path, arguments: tuple[str, ...], status: int
) -> None:
    shutil.copy(MORE_MUGS, shop / "request.yaml")
    (shop / "broken.yaml").write_text("kind: [change-request\n")
    before = files_of(shop)
    ran = command(*arguments, cwd=shop)
    assert ran.status == status, ran.err
    assert ran.err
    assert files_of(shop) == before


def test_both_signatures_make_a_proposed_request_approved(tmp_path: Path) -> None:
    shutil.copy(OTHER_FOOT, tmp_path / "request.yaml")
    shutil.copy(LAMPS, tmp_path / "lamps.yaml")
    one = command("sign", "request.yaml", "seller", "--name", "Xu Lan", "--on", "2026-06-23", cwd=tmp_path)
    assert one.status == 0
    data = data_of(tmp_path / "request.yaml")
    assert data["decision"] == {"status": "proposed"}
    assert data["approvals"] == [{"party": "seller", "name": "Xu Lan", "signed_on": date(2026, 6, 23)}]
    assert refusal(tmp_path / "request.yaml").reason == "not_approved"
    two = command(
        *("sign", "request.yaml", "buyer", "--name", "Ingrid Solheim", "--title", "Purchasing manager"),
        *("--on", "24 June 2026", "--language", "zh"),
        cwd=tmp_path,
    )
    assert two.status == 0
    assert "双方均已签字" in two.err
    data = data_of(tmp_path / "request.yaml")
    assert data["decision"] == {"status": "approved"}
    assert [approval["party"] for approval in data["approvals"]] == ["seller", "buyer"]
    ran = command("apply", "request.yaml", cwd=tmp_path)
    assert ran.status == 0
    fresh = order_in(tmp_path / "SO-2026-0620.r2.yaml")
    assert [(line.sku, line.quantity) for line in fresh.lines or ()] == [("DL-30-OAK", D(2000))]
    (entry,) = fresh.history or ()
    assert entry.date == date(2026, 6, 24)


def test_who_names_no_day_signs_today_where_the_settings_say(tmp_path: Path) -> None:
    shutil.copy(OTHER_FOOT, tmp_path / "request.yaml")
    (tmp_path / "comms.toml").write_text('timezone = "Pacific/Kiritimati"\n')
    before = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    command("sign", "request.yaml", "seller", "--name", "Xu Lan", cwd=tmp_path, TZ="Pacific/Pago_Pago")
    (approval,) = data_of(tmp_path / "request.yaml")["approvals"]
    assert approval["signed_on"] in (before, before + timedelta(days=1)), "25 hours ahead of the machine"


def at(zone: str) -> Workspace:
    """Return a workspace whose settings name a time zone."""
    return Workspace(None, Settings(timezone=zone))


def test_a_signature_is_not_overwritten() -> None:
    case = load_file(OTHER_FOOT)
    case.document = add_signature(case, "seller", "Xu Lan", None, date(2026, 6, 23), TODAY)
    with pytest.raises(NotApplied) as refused:
        add_signature(case, "seller", "Chen Jie", None, date(2026, 6, 25), TODAY)
    assert refused.value.reason == "signed_already"
    assert case.document.unsigned == ["buyer"]
    assert case.document.decision is not None
    assert case.document.decision.status == "proposed"


@pytest.mark.parametrize("day", [date(2026, 6, 21), date(2026, 6, 27), date(9999, 12, 31)])
def test_nobody_signs_before_the_request_or_tomorrow(day: date) -> None:
    with pytest.raises(NotApplied) as refused:  # requested on 22 June, and today is the 26th
        add_signature(load_file(OTHER_FOOT, at("Asia/Shanghai")), "seller", "Xu Lan", None, day, TODAY)
    assert refused.value.reason == "bad_day"


def test_the_day_of_the_request_is_that_of_the_settings_zone() -> None:
    case = load_file(OTHER_FOOT, at("America/Los_Angeles"))  # 22 June, 9:00 in Shanghai is 21 June there
    (approval,) = add_signature(case, "seller", "Xu Lan", None, date(2026, 6, 21), TODAY).approvals or ()
    assert approval.signed_on == date(2026, 6, 21)
    with pytest.raises(NotApplied):
        add_signature(case, "seller", "Xu Lan", None, date(2026, 6, 20), TODAY)


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_rejected_request_is_not_signed(status: str) -> None:
    case = load_file(OTHER_FOOT)
    request = request_of(OTHER_FOOT)
    assert request.decision is not None
    decision = request.decision.model_copy(update={"status": status})
    case.document = request.model_copy(update={"decision": decision})
    with pytest.raises(NotApplied) as refused:
        add_signature(case, "buyer", "X", None, date(2026, 6, 25), TODAY)
    assert refused.value.reason == "closed"


def test_a_prepared_signature_keeps_its_title() -> None:
    case = load_file(OTHER_FOOT)
    data = {
        **data_of(OTHER_FOOT),
        "approvals": [{"party": "buyer", "name": "Ingrid Solheim", "title": "Director"}],
    }
    case.document = ChangeRequest.from_data(data)
    fresh = add_signature(case, "buyer", "Ingrid Solheim", None, date(2026, 6, 25), TODAY)
    assert [(approval.title, approval.signed_on) for approval in fresh.approvals or ()] == [
        ("Director", date(2026, 6, 25))
    ]


def test_values_that_cannot_be_read_are_not_lost_by_applying_or_signing(shop: Path) -> None:
    order = data_of(MUGS)
    order["delivery"]["packagin"] = "boxes"
    write(shop / "mugs.yaml", order)
    assert refusal(request(shop, [("delivery.place", "杭州市萧山仓", "宁波仓")])).reason == "unsound_order"
    write(shop / "signed.yaml", {**data_of(OTHER_FOOT), "qualty": "none"})
    before = (shop / "signed.yaml").read_bytes()
    ran = command("sign", "signed.yaml", "buyer", "--name", "X", "--on", "2026-06-25", cwd=shop)
    assert ran.status != 0
    assert (shop / "signed.yaml").read_bytes() == before


def test_a_request_with_comments_is_left_to_its_author(tmp_path: Path) -> None:
    file = tmp_path / "request.yaml"
    file.write_bytes(OTHER_FOOT.read_bytes() + b"# agreed on the phone\n")
    before = file.read_bytes()
    ran = command("sign", "request.yaml", "seller", "--name", "Xu Lan", cwd=tmp_path)
    assert ran.status == 1
    assert "party: seller" in ran.err
    assert file.read_bytes() == before


def test_a_number_sign_inside_a_text_is_not_a_comment(tmp_path: Path) -> None:
    data = data_of(OTHER_FOOT)
    write(tmp_path / "request.yaml", {**data, "reason": "the boards of pallet #3 reach a moisture of 11 %"})
    assert command("sign", "request.yaml", "seller", "--name", "Xu Lan", cwd=tmp_path).status == 0


@pytest.mark.parametrize(
    ("text", "commented"),
    [
        ("reason: 3 号窑 #2 温控器\n", True),
        ('reason: "3 号窑 #2 温控器"\n', False),
        ("reason: '炉号 # 2'\nnote: 好\n", False),
        ("reason: 炉号#2\n", False),
        ("reason: |\n  # 2 号炉\n  # 3 号炉\nnote: 好\n", False),
        ("# 备注\nreason: 炉号\n", True),
        ("reason: 炉号\n# 备注", True),
        ("changes: [炉号, # 备注\n  二]\n", True),
        ("reason: 炉号\n", False),
    ],
)
def test_a_comment_is_distinguished_from_a_sign_within_a_text(text: str, commented: bool) -> None:
    assert has_comments(text) is commented


@pytest.mark.parametrize("form", ["json", "md", "docx"])
def test_a_request_in_another_format_is_signed_in_that_format(tmp_path: Path, form: str) -> None:
    shutil.copy(LAMPS, tmp_path / "lamps.yaml")
    file = in_another_format(OTHER_FOOT, tmp_path / f"request.{form}")
    assert command("sign", file, "buyer", "--name", "Ingrid Solheim", cwd=tmp_path).status == 0
    document = load_file(file).document
    assert isinstance(document, ChangeRequest)
    assert [(approval.party, approval.name) for approval in document.approvals or ()] == [
        ("buyer", "Ingrid Solheim")
    ]
    assert lint_paths([file], "en").findings == []


def shown(one: Path, other: Path, language: str) -> str:
    """The comparison as the terminal shows it."""
    return plain_text(comparison(order_in(one), order_in(other), Layout(language)))


def test_two_revisions_are_shown_side_by_side(contract: Path, tmp_path: Path) -> None:
    one, two = contract / "order-confirmation.zh.yaml", contract / "order-confirmation.zh.r2.yaml"
    chinese, english = (shown(one, two, language) for language in ("zh", "en"))
    for out in (chinese, english):
        # 5,000 to 6,500 pieces; 263,900.00 + 1,500 x 32.50 = 312,650.00
        for figure in ("5,000", "6,500", "+1,500", "263,900.00", "312,650.00", "+48,750.00"):
            assert figure in out
        # the tax contained: x 13 / 113 = 30,360.176… and 35,968.584…
        for figure in ("30,360.18", "35,968.58", "+5,608.40"):
            assert figure in out
    assert "顺延 7 天" in chinese
    assert "2026年5月25日" in chinese
    assert "7 days later" in english
    assert "18 May 2026" in english
    ran = command("diff", one, two, cwd=tmp_path)
    assert (ran.status, ran.out) == (0, chinese), "in the language of the order"


def test_the_same_revision_twice_has_no_difference() -> None:
    assert "两个版本的内容相同" in shown(MUGS, MUGS, "zh")
    assert "The two revisions say the same." in shown(MUGS, MUGS, "en")


def test_a_comparison_shows_added_and_removed_lines(shop: Path) -> None:
    changes = [("lines[+]", None, LID), ("lines[MUG-350-WH]", None, None)]
    # 121,880.00 - 45,080.00 + 1,250.00 = 78,050.00; - 2,341.50 + 3,000.00 = 78,708.50; + 10,232.105
    applied(request(shop, changes, cost="-48042.06"))
    for language, added, gone in (("zh", "新增", "删除"), ("en", "added", "taken out")):
        out = shown(shop / "mugs.yaml", shop / "SO-2026-0611.r2.yaml", language)
        assert re.search(rf"LID.*{added}", out)
        assert re.search(rf"MUG-350-WH.*{gone}", out)
        assert "88,940.61" in out
        assert "−48,042.06" in out


def test_a_comparison_is_saved_and_not_overwritten(shop: Path) -> None:
    shutil.copy(MORE_MUGS, shop / "request.yaml")
    applied(shop / "request.yaml")
    both = ("diff", "mugs.yaml", "SO-2026-0611.r2.yaml")
    assert command(*both, "--to", "md,docx", cwd=shop).status == 0
    saved = shop / "SO-2026-0611.r1-r2.md"
    assert "+16,836.09" in saved.read_text(encoding="utf-8")
    assert (shop / "SO-2026-0611.r1-r2.docx").is_file()
    before = files_of(shop)
    assert command(*both, "--to", "md,docx", cwd=shop).status == 1
    assert files_of(shop) == before
    assert command(*both, "-o", "-", cwd=shop).out == saved.read_text(encoding="utf-8")


# --- there and back ----------------------------------------------------------------------------

some_text = st.text("bcdfg 上海港", min_size=1, max_size=12).map(str.strip).filter(bool)
some_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
some_amounts = st.decimals("0.01", 10**6, places=2)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "lines[MUG-350-CL].quantity": some_amounts,
    "lines[MUG-350-WH].unit_price": some_amounts,
    "lines[MUG-350-WH].discount_percent": st.none() | st.integers(0, 100).map(Decimal),
    "lines[MUG-350-CL].specification": st.none() | some_text,
    "discount_percent": st.none() | st.decimals(0, 100, places=1),
    "charges[0].amount": st.integers(-500, 500).map(Decimal),
    "delivery.ship_by": st.none() | some_days,
    "delivery.place": some_text,
    "delivery.mode": st.sampled_from(["sea", "air", "rail"]),
    "delivery.partial_shipment": st.booleans(),
    "payment.instalments[1].percent": st.integers(0, 100).map(Decimal),
    "notices": st.none() | some_text,
    "quality.standards": st.none() | st.lists(some_text, min_size=1, max_size=3),
}


@st.composite
def some_changes(draw: st.DrawFn) -> list[tuple[str, Any]]:
    fields = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=5, unique=True))
    return [(field, draw(VALUES[field])) for field in fields]


@settings(max_examples=60, deadline=None)
@given(some_changes())
def test_a_change_and_its_reverse_leave_the_order_as_it_was(wanted: list[tuple[str, Any]]) -> None:
    order = mugs(totals={"total": "136982.67"})
    there = [change(field, find_target(order, field).value, after) for field, after in wanted]
    assert not any(differs(order, made) for made in there)
    fresh = apply_changes(order, there)
    back = [
        change(made.field or "", find_target(fresh, made.field or "").value, made.before) for made in there
    ]
    assert list(conflicts(fresh, back)) == []
    assert apply_changes(fresh, back).to_data() == order.to_data()
    cost, refund = cost_difference(order, there), cost_difference(fresh, back)
    assert cost is not None
    assert cost + (refund or 0) == 0
    assert {difference.path for difference in differences(order, fresh)} <= {field for field, _ in wanted}


STEPS = [
    *(
        "lines",
        "delivery",
        "payment",
        "instalments",
        "quantity",
        "currency",
        "charges",
        "standards",
        "quality",
    ),
    *("tax", "buyer", "contact", "name", "ship_by", "history", "colour", "discount_percent", "notices"),
]
SELECTORS = ["", "[0]", "[1]", "[9]", "[+]", "[MUG-350-CL]", "[NOPE]", "[", "]", "[]", "[-1]", "[a.b]"]
steps = st.builds(str.__add__, st.sampled_from(STEPS), st.sampled_from(SELECTORS))
plain_values = (
    st.none() | st.booleans() | st.integers(-5, 5) | some_days | st.text("0123456789.-a ", max_size=6)
)
any_values = st.recursive(
    plain_values,
    lambda values: st.lists(values, max_size=2) | st.dictionaries(st.sampled_from(STEPS), values, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(steps, min_size=1, max_size=3).map(".".join), any_values, any_values)
def test_any_change_is_made_or_refused(written: str, before: Any, after: Any) -> None:
    """The rules catch refusals only: any other exception would end a lint run."""
    assume(not written.endswith("[+]") or written in ("lines[+]", "charges[+]"))  # see the next test
    order, wanted = mugs(), [change(written, before, after)]
    with suppress(ChangeRefused):
        differs(order, wanted[0])
    with suppress(ChangeRefused):
        read_value(order, find_target(order, written), wanted[0].after)
    with suppress(ChangeRefused):
        schedule_days(order, wanted)
    with suppress(ChangeRefused):
        cost_difference(order, wanted)
    with suppress(ChangeRefused):
        list(conflicts(order, wanted))
    assert order.to_data() == mugs().to_data()


@pytest.mark.parametrize("written", ["discount_percent[+]", "currency[+]", "lines[0].quantity[+]"])
def test_nothing_is_added_to_a_value_that_is_not_a_list(written: str) -> None:
    with pytest.raises(ChangeRefused):
        apply_changes(mugs(), [change(written, None, "5")])


@settings(max_examples=40, deadline=None)
@given(some_text.filter(lambda text: "MUG" not in text), some_amounts, some_amounts, st.booleans())
def test_a_line_that_is_added_and_removed_again_leaves_no_trace(
    sku: str, quantity: Decimal, price: Decimal, named: bool
) -> None:
    line = {"sku": sku, "name": "lid", "quantity": quantity, "unit": "pcs", "unit_price": price}
    order = mugs()
    fresh = apply_changes(order, [change("lines[+]", None, line)])
    assert [each.sku for each in fresh.lines or ()][-1] == sku
    back = change(f"lines[{sku}]", line if named else None, None)
    assert not differs(fresh, back)
    assert apply_changes(fresh, [back]).to_data() == order.to_data()
