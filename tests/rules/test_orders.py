"""The rules for order letters beyond their manual pages: limits, time zones, and cases without findings."""

import re
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from comms.findings import Finding
from comms.language.phrases import LANGUAGES
from comms.linting.run import lint_paths, lint_text
from comms.rendering import Layout
from comms.rendering.plain_text import plain_text
from comms.rendering.rendition import render
from comms.terms import personal
from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

GOOD = {
    "mugs": EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml",
    "lamps": EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml",
    "more-mugs": EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml",
    "kiln": EXAMPLES / "delay-notice" / "good" / "kiln.zh.yaml",
    "policy": EXAMPLES / "compensation-policy" / "good" / "working-days.zh.yaml",
}
ABSENT = object()


def data(name: str, **changes: Any) -> dict[str, Any]:
    """A good example with values set at paths such as `delivery__ship_by` or `lines__0__quantity`."""
    found = deepcopy(yaml.load(GOOD[name].read_text(encoding="utf-8"), yaml.CSafeLoader))
    assert isinstance(found, dict)
    for path, value in changes.items():
        holder: Any = found
        *parents, last = (int(step) if step.isdecimal() else step for step in path.split("__"))
        for step in parents:
            holder = holder[step]
        if value is ABSENT:
            holder.pop(last)
        else:
            holder[last] = value
    return found


def text(document: dict[str, Any]) -> str:
    return str(yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))


def findings(
    document: dict[str, Any],
    *others: dict[str, Any],
    folder: Path | None = None,
    settings: str | None = None,
    language: str = "en",
) -> list[Finding]:
    """The findings of a document; if a folder is given, next to other documents."""
    if folder is None:
        return lint_text(text(document).encode(), "file.yaml", language).findings
    if settings is not None:
        (folder / "comms.toml").write_text(settings, encoding="utf-8")
    for number, other in enumerate(others):
        (folder / f"other-{number}.yaml").write_text(text(other), encoding="utf-8")
    (folder / "file.yaml").write_text(text(document), encoding="utf-8")
    return lint_paths([folder / "file.yaml"], language).findings


def places(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in found]


def of(code: str, found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.code == code]


# --- bad input is told clearly, in each language, and never ends in a traceback -----------------

INSTALMENTS = [
    {"name": "预付款", "percent": 30, "days": 3, "after": "confirmation"},
    {"name": "尾款", "percent": 60, "days": 10, "after": "acceptance"},
]
GAP = [
    {"from_day": 1, "to_day": 3, "offers": [{"type": "discount", "percent": 1}]},
    {"from_day": 6, "offers": [{"type": "discount", "percent": 2}]},
]
COLOUR = [{"field": "delivery.colour", "before": "white", "after": "black"}]
BAD = {
    "instalments-of-90-percent": (
        "mugs",
        {"payment__instalments": INSTALMENTS},
        "O501",
        "payment.instalments",
    ),
    "negative-price": ("mugs", {"lines__0__unit_price": "-12.80"}, "F004", "lines[0].unit_price"),
    "unknown-currency": ("mugs", {"currency": "XXQ"}, "F004", "currency"),
    "fob-by-road": ("mugs", {"delivery__incoterm": "FOB"}, "O515", "delivery.mode"),
    "naive-time": ("mugs", {"issued_at": "2026-06-04T09:15:00"}, "F004", "issued_at"),
    "unknown-order": ("kiln", {"order": "SO-NONE"}, "F008", "order"),
    "revised-before-original": ("kiln", {"revised_date": "2026-07-15"}, "D706", "revised_date"),
    "gap": ("policy", {"tiers": GAP}, "D708", "tiers[1].from_day"),
    "unknown-field": ("more-mugs", {"changes": COLOUR}, "C606", "changes[0].field"),
    "one-signature": ("more-mugs", {"approvals__1": ABSENT}, "C604", "decision.status"),
}


def bad_input(name: str) -> dict[str, Any]:
    base, changes, *_ = BAD[name]
    return data(base, **changes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_reported_at_its_place(name: str, language: str, tmp_path: Path) -> None:
    *_, code, field = BAD[name]
    found = findings(bad_input(name), data("mugs"), folder=tmp_path, language=language)
    (finding,) = [finding for finding in found if (finding.code, finding.field) == (code, field)]
    assert str(finding.severity) == "error"
    for sentence in (finding.message, finding.hint):
        assert sentence
        assert not re.search(r"\{\w+\}|None|Decimal|datetime", sentence)


def test_the_messages_contain_the_wrong_figures(tmp_path: Path) -> None:
    said = {
        name: " ".join(
            f"{finding.message} {finding.hint}"
            for finding in findings(bad_input(name), data("mugs"), folder=tmp_path)
        )
        for name in BAD
    }
    assert "90" in said["instalments-of-90-percent"]
    assert "10" in said["instalments-of-90-percent"]
    assert "-12.80" in said["negative-price"]
    assert "XXQ" in said["unknown-currency"]
    assert "FOB" in said["fob-by-road"]
    assert "FCA" in said["fob-by-road"]
    assert "SO-NONE" in said["unknown-order"]
    assert "15 July 2026" in said["revised-before-original"]
    assert "16 July 2026" in said["revised-before-original"]
    assert re.search(r"\b4 to 5\b", said["gap"])
    assert "delivery.colour" in said["unknown-field"]
    assert "seller" in said["one-signature"]


def test_a_folder_of_bad_input_is_linted_completely(tmp_path: Path) -> None:
    (tmp_path / "order.yaml").write_text(text(data("mugs")), encoding="utf-8")
    for name in BAD:
        document = bad_input(name)
        document["id"] += name if document["kind"] == "order-confirmation" else ""
        (tmp_path / f"{name}.yaml").write_text(text(document), encoding="utf-8")
    ran = run_here("lint", "--format", "json", ".", cwd=tmp_path)
    assert ran.status == 1
    assert ran.err == ""
    found = {
        (Path(finding["file"]).stem, finding["code"], finding["field"]) for finding in yaml.safe_load(ran.out)
    }
    assert {(name, code, field) for name, (_, _, code, field) in BAD.items()} <= found


def test_no_sum_is_reported_while_the_currency_or_a_price_is_invalid() -> None:
    stated = {"totals": {"total": "1.00"}}
    assert "O513" in {code for code, _ in places(findings(data("mugs", **stated)))}
    for wrong in ({"currency": "XXQ"}, {"lines__0__unit_price": "-1"}, {"tax__rate_percent": "13%"}):
        assert [code for code, _ in places(findings(data("mugs", **stated, **wrong)))] == ["F004"]


# --- O502, O503, O504 --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (ABSENT, [("late_delivery", "error")]),
        ("待定", [("late_delivery", "error")]),
        ({}, [("late_delivery", "error")]),
        ({"cap_percent": 10}, [("late_delivery.percent_per_day", "error")]),
        ({"percent_per_day": "0.1", "cap_percent": 10}, []),
        ({"percent_per_day": "0.5", "cap_percent": 10}, []),
        ({"percent_per_day": "0.09", "cap_percent": 10}, [("late_delivery.percent_per_day", "warning")]),
        ({"percent_per_day": "0.51", "cap_percent": 10}, [("late_delivery.percent_per_day", "warning")]),
        ({"percent_per_week": "0.25", "cap_percent": 10}, []),
        ({"percent_per_week": "1", "cap_percent": 10}, []),
        ({"percent_per_week": "0.24", "cap_percent": 10}, [("late_delivery.percent_per_week", "warning")]),
        ({"percent_per_week": "1.01", "cap_percent": 10}, [("late_delivery.percent_per_week", "warning")]),
        ({"percent_per_day": "0.3"}, [("late_delivery.cap_percent", "warning")]),
        ({"percent_per_week": "1"}, [("late_delivery.cap_percent", "warning")]),
        ({"percent_per_day": "0.3", "cap_percent": 0}, []),
    ],
)
def test_missing_late_delivery_terms_are_an_error_and_unusual_ones_a_warning(
    terms: Any, expected: list[tuple[str, str]]
) -> None:
    found = of("O502", findings(data("mugs", late_delivery=terms)))
    assert [(finding.field, str(finding.severity)) for finding in found] == expected


FREE = {"delivery__incoterm": "FOB", "delivery__mode": "sea", "delivery__forwarder_nominated_by": "buyer"}
CREDIT = {
    "payment__method": "L/C",
    "payment__rules": "UCP 600",
    "payment__latest_shipment": "2026-08-14",
    "payment__expiry": "2026-09-04",
    "payment__presentation_days": 21,
}


@pytest.mark.parametrize(
    ("changes", "reported"),
    [
        ({**FREE, "delivery__release_documents": ABSENT}, True),
        ({**FREE, "delivery__release_documents": "with_shipment"}, True),
        ({**FREE, "delivery__release_documents": "after_full_payment"}, False),
        ({**FREE, "delivery__release_documents": "with_shipment", "payment__method": "D/P"}, True),
        ({**FREE, "delivery__release_documents": "with_shipment", "payment__method": "D/A"}, True),
        ({**FREE, "delivery__release_documents": "with_shipment", "payment__method": "O/A"}, True),
        ({**FREE, "delivery__release_documents": "with_shipment", **CREDIT}, False),
        ({**FREE, "delivery__release_documents": ABSENT, **CREDIT}, False),
        (
            {
                **FREE,
                "delivery__release_documents": ABSENT,
                "delivery__forwarder_nominated_by": "seller",
            },
            False,
        ),
        (
            {
                **FREE,
                "delivery__release_documents": ABSENT,
                "delivery__forwarder_nominated_by": ABSENT,
            },
            False,
        ),
        ({"delivery__release_documents": "with_shipment"}, True),  # FCA, as the lamps have it
        ({**FREE, "delivery__incoterm": "CIF", "delivery__release_documents": "with_shipment"}, False),
    ],
)
def test_documents_must_be_held_under_fob_and_fca_unless_a_letter_of_credit_pays(
    changes: dict[str, Any], reported: bool
) -> None:
    found = findings(data("lamps", **changes))
    assert places(found) == ([("O504", "delivery.release_documents")] if reported else [])


@pytest.mark.parametrize(
    ("rules", "reported"),
    [
        ("UCP 600", False),
        ("UCP600", False),
        ("ucp-600", False),
        ("ICC UCP 600 and eUCP 2.1", False),
        ("《跟单信用证统一惯例》（第 600 号出版物）", False),
        ("UCP 500", True),
        ("ISP98", True),
        ("待定", True),
        (ABSENT, True),
    ],
)
def test_a_letter_of_credit_names_ucp_600(rules: Any, reported: bool) -> None:
    document = data("lamps", **{**CREDIT, "payment__rules": "x"})
    document["payment"].pop("rules")
    if rules is not ABSENT:
        document["payment"]["rules"] = rules
    assert places(findings(document)) == ([("O503", "payment.rules")] if reported else [])


# --- O517: the dates of a letter of credit -----------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"payment__latest_shipment": None}, ["payment.latest_shipment"]),
        ({"payment__expiry": None}, ["payment.expiry"]),
        ({"payment__presentation_days": None}, ["payment.presentation_days"]),
        (
            {"payment__latest_shipment": None, "payment__expiry": "TBD", "payment__presentation_days": None},
            ["payment.latest_shipment", "payment.expiry", "payment.presentation_days"],
        ),
        ({"payment__latest_shipment": "2026-08-13"}, ["payment.latest_shipment"]),
        ({"payment__latest_shipment": "2026-08-15"}, []),
        ({"payment__expiry": "2026-08-13"}, ["payment.expiry"]),
        ({"payment__expiry": "2026-08-14"}, []),
        ({"payment__presentation_days": 22}, ["payment.presentation_days"]),
        ({"payment__presentation_days": 0}, []),
    ],
)
def test_a_letter_of_credit_has_dates_that_fit_the_shipment(
    changes: dict[str, Any], fields: list[str]
) -> None:
    """The lamps are shipped by 14 August."""
    found = of("O517", findings(data("lamps", **{**CREDIT, **changes})))
    assert sorted(finding.field for finding in found) == sorted(fields)
    assert all(str(finding.severity) == "error" for finding in found)


def test_a_letter_of_credit_for_the_balance_alone_has_dates_too() -> None:
    document = data("lamps", payment__instalments__1__method="L/C")
    assert [finding.field for finding in of("O517", findings(document))] == [
        "payment.latest_shipment",
        "payment.expiry",
        "payment.presentation_days",
    ]
    assert [finding.field for finding in of("O503", findings(document))] == ["payment.rules"]


def test_a_transfer_needs_no_letter_of_credit_dates() -> None:
    assert of("O517", findings(data("lamps"))) == []


# --- O509 and D701: deadlines ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "issued", "settings", "hours"),
    [
        ("2026-06-03T14:20:00+08:00", "2026-06-04T14:20:00+08:00", "", None),  # 24 hours
        ("2026-06-03T14:20:00+08:00", "2026-06-04T14:20:01+08:00", "", "24.1"),
        ("2026-06-03T14:20:00+08:00", "2026-06-04T15:20:00+08:00", "", "25"),
        # 14:20 in Shanghai is 08:20 in Berlin: 24 hours later it is 08:20 there
        ("2026-06-03T14:20:00+08:00", "2026-06-04T08:20:00+02:00", "", None),
        ("2026-06-03T14:20:00+08:00", "2026-06-04T08:50:00+02:00", "", "24.5"),
        # 23:00 in New York on the 3rd is 03:00 UTC on the 4th; 11:30 in Shanghai on the 5th is 03:30 UTC
        ("2026-06-03T23:00:00-04:00", "2026-06-05T11:30:00+08:00", "", "24.5"),
        ("2026-06-03T23:00:00-04:00", "2026-06-05T11:00:00+08:00", "", None),
        ("2026-06-03T14:20:00+08:00", "2026-06-05T14:20:00+08:00", "order_confirmation_hours = 48", None),
        ("2026-06-03T14:20:00+08:00", "2026-06-05T14:26:00+08:00", "order_confirmation_hours = 48", "48.1"),
        ("2026-06-03T14:20:00+08:00", "2026-06-03T20:20:00+08:00", "order_confirmation_hours = 4", "6"),
    ],
)
def test_a_confirmation_goes_out_within_24_hours_or_the_configured_limit(
    received: str, issued: str, settings: str, hours: str | None, tmp_path: Path
) -> None:
    document = data("mugs", order_received_at=received, issued_at=issued)
    found = of("O509", findings(document, folder=tmp_path, settings=f"[deadlines]\n{settings}\n"))
    assert [finding.field for finding in found] == ([] if hours is None else ["issued_at"])
    if hours:
        assert str(found[0].severity) == "warning"
        assert re.search(rf"(?<![\d.]){re.escape(hours)}(?![\d.]*\d)", found[0].message)


@pytest.mark.parametrize(
    ("detected", "issued", "settings", "reported"),
    [
        ("2026-07-06T08:40:00+08:00", "2026-07-06T12:40:00+08:00", "", False),  # 4 hours
        ("2026-07-06T08:40:00+08:00", "2026-07-06T12:41:00+08:00", "", True),
        # 23:30 in San Francisco is 06:30 UTC of the next day; 14:30 in Shanghai is 06:30 UTC
        ("2026-07-06T23:30:00-07:00", "2026-07-07T14:30:00+08:00", "", False),
        ("2026-07-06T23:30:00-07:00", "2026-07-07T18:30:00+08:00", "", False),
        ("2026-07-06T23:30:00-07:00", "2026-07-07T18:31:00+08:00", "", True),
        ("2026-07-06T08:40:00+08:00", "2026-07-06T10:40:00+08:00", "delay_notice_hours = 1", True),
        ("2026-07-06T08:40:00+08:00", "2026-07-06T20:40:00+08:00", "delay_notice_hours = 12", False),
        ("2026-07-06T08:40:00+08:00", "2026-07-06T08:39:00+08:00", "", True),
        ("2026-07-06T08:40:00+08:00", "2026-07-06T02:39:00+02:00", "", True),  # 08:39 in Shanghai
    ],
)
def test_a_notice_goes_out_within_4_hours_or_the_configured_limit(
    detected: str, issued: str, settings: str, reported: bool, tmp_path: Path
) -> None:
    document = data("kiln", detected_at=detected, issued_at=issued)
    settings = f"[deadlines]\n{settings}\n"
    found = of("D701", findings(document, data("mugs"), folder=tmp_path, settings=settings))
    assert [(finding.field, str(finding.severity)) for finding in found] == [
        ("issued_at", "warning")
    ] * reported


# --- O512: exchange rates ----------------------------------------------------------------------

HOME = 'currency = "CNY"\nholidays = "CN"\n'


@pytest.mark.parametrize(
    ("changes", "settings", "days"),
    [
        # issued on 11 June: 19 days to the end of June, 62 to that of August, 9 September is the 90th
        ({"delivery__ship_by": "2026-09-09"}, HOME, None),
        ({"delivery__ship_by": "2026-09-10"}, HOME, "91"),
        ({"lines__1__ship_by": "2026-11-12"}, HOME, "154"),  # 90 to 9 September, + 21 + 31 + 12
        ({"delivery__deliver_by": "2026-10-09"}, HOME, "120"),
        ({"delivery__ship_by": "2026-12-10"}, 'currency = "USD"\n', None),
        ({"delivery__ship_by": "2026-12-10"}, "", None),
        ({"delivery__ship_by": "2026-12-10", "currency": "CNY"}, HOME, None),
        (
            {
                "delivery__ship_by": "2026-12-10",
                "exchange_rate": {
                    "pair": "USD/CNY",
                    "base_rate": "7.10",
                    "source": "PBOC",
                    "date": "2026-06-11",
                    "threshold_percent": 3,
                    "action": "adjust",
                },
            },
            HOME,
            None,
        ),
    ],
)
def test_a_long_order_in_a_foreign_currency_needs_an_exchange_rate(
    changes: dict[str, Any], settings: str, days: str | None, tmp_path: Path
) -> None:
    found = of("O512", findings(data("lamps", **changes), folder=tmp_path, settings=settings))
    assert [(finding.field, str(finding.severity)) for finding in found] == (
        [("exchange_rate", "warning")] if days else []
    )
    if days:
        assert days in found[0].message
        assert "USD" in found[0].message


# --- O514: holidays ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "mode", "said"),
    [
        ("2026-07-14", "road", None),  # a Tuesday
        ("2026-07-18", "road", "weekend"),
        ("2026-07-18", "sea", None),
        ("2026-10-01", "road", "public holiday"),
        ("2026-10-01", "sea", "public holiday"),
        ("2026-10-03", "sea", "public holiday"),  # a Saturday within the National Day
        ("2026-10-10", "road", None),  # a Saturday that is worked in lieu
        ("2026-09-20", "road", None),  # a Sunday that is worked in lieu
        ("2026-10-11", "road", "weekend"),
        ("2026-10-08", "road", None),
    ],
)
def test_a_date_on_a_holiday_is_reported_but_not_one_on_a_make_up_day(
    day: str, mode: str, said: str | None, tmp_path: Path
) -> None:
    document = data("mugs", delivery__ship_by=day, delivery__deliver_by=ABSENT, delivery__mode=mode)
    found = of("O514", findings(document, folder=tmp_path, settings=HOME))
    assert [(finding.field, str(finding.severity)) for finding in found] == (
        [("delivery.ship_by", "warning")] if said else []
    )
    if said:
        assert said in found[0].message
        assert "provisional" not in found[0].message


@pytest.mark.parametrize("day", ["2031-10-01", "2031-07-05"])  # National Day; a Saturday
def test_a_year_whose_calendar_is_not_official_yet_is_called_provisional(day: str, tmp_path: Path) -> None:
    document = data("mugs", delivery__ship_by=day, delivery__deliver_by=ABSENT)
    (english,) = of("O514", findings(document, folder=tmp_path, settings=HOME))
    (chinese,) = of("O514", findings(document, folder=tmp_path, settings=HOME, language="zh"))
    assert "provisional" in english.message
    assert "暂定" in chinese.message


def test_the_buyers_dates_are_not_checked_against_the_sellers_calendar(tmp_path: Path) -> None:
    holidays = {"delivery__ship_by": "2026-10-02", "delivery__deliver_by": "2026-10-03"}
    home = findings(data("mugs", **holidays), folder=tmp_path, settings=HOME)
    assert [finding.field for finding in of("O514", home)] == ["delivery.ship_by", "delivery.deliver_by"]
    foreign = findings(data("mugs", **holidays, currency="EUR"), folder=tmp_path, settings=HOME)
    assert [finding.field for finding in of("O514", foreign)] == ["delivery.ship_by"]
    unknown = findings(data("mugs", **holidays), folder=tmp_path, settings='holidays = "CN"\n')
    assert [finding.field for finding in of("O514", unknown)] == ["delivery.ship_by"]


def test_the_dates_of_lines_are_checked_too(tmp_path: Path) -> None:
    document = data("mugs", lines__1__ship_by="2026-07-05", lines__0__deliver_by="2026-10-01")
    found = of("O514", findings(document, folder=tmp_path, settings=HOME))
    assert sorted(finding.field for finding in found) == ["lines[0].deliver_by", "lines[1].ship_by"]


def test_without_a_country_no_date_is_a_holiday(tmp_path: Path) -> None:
    document = data("mugs", delivery__ship_by="2026-10-01", delivery__deliver_by="2026-10-03")
    for settings in ("", 'currency = "CNY"\n'):
        assert of("O514", findings(document, folder=tmp_path, settings=settings)) == []


def test_another_country_has_another_calendar(tmp_path: Path) -> None:
    settings = 'currency = "CNY"\nholidays = "DE"\n'
    document = data("mugs", delivery__ship_by="2026-10-01", delivery__deliver_by="2026-12-25")
    found = of("O514", findings(document, folder=tmp_path, settings=settings))
    assert [finding.field for finding in found] == ["delivery.deliver_by"]


# --- C603, C604, C607 --------------------------------------------------------------------------


def shift(ship: str, deliver: str | None, stated: Any) -> dict[str, Any]:
    changes = [{"field": "delivery.ship_by", "before": "2026-07-14", "after": ship}]
    if deliver:
        changes.append({"field": "delivery.deliver_by", "before": "2026-07-16", "after": deliver})
    impact = {"cost": 0, "schedule_days": stated}
    return data("more-mugs", changes=changes, impact=impact)


@pytest.mark.parametrize(
    ("ship", "deliver", "right", "wrong"),
    [
        ("2026-07-20", "2026-07-22", 6, [0, 5, 7, -6, 12]),
        ("2026-07-20", "2026-07-25", 9, [6, 15]),
        ("2026-07-04", "2026-07-19", -10, [10, 3, 0]),
        ("2026-07-13", None, -1, [1, 0]),
        ("2027-07-14", "2027-07-16", 365, [364]),
    ],
)
def test_the_stated_days_are_the_largest_shift_later_or_earlier(
    ship: str, deliver: str | None, right: int, wrong: list[int], tmp_path: Path
) -> None:
    assert findings(shift(ship, deliver, right), data("mugs"), folder=tmp_path) == []
    for stated in wrong:
        (found,) = findings(shift(ship, deliver, stated), data("mugs"), folder=tmp_path)
        assert (found.code, found.field) == ("C603", "impact.schedule_days")
        assert re.search(rf"(?<![\d]){right}(?!\d)", found.message)


def test_a_change_without_dates_shifts_by_nothing(tmp_path: Path) -> None:
    changes = [{"field": "delivery.place", "before": "杭州市萧山仓", "after": "宁波仓"}]
    for days, codes in ((0, []), (3, ["C603"])):
        document = data("more-mugs", changes=changes, impact={"cost": 0, "schedule_days": days})
        assert [finding.code for finding in findings(document, data("mugs"), folder=tmp_path)] == codes


@pytest.mark.parametrize(
    "impact",
    [
        "TBD",
        None,
        {"quality": "the same batch"},
        {},
    ],
)
def test_an_absent_impact_lacks_both_cost_and_days(impact: Any, tmp_path: Path) -> None:
    found = findings(data("more-mugs", impact=impact), data("mugs"), folder=tmp_path)
    assert {finding.code for finding in found} == {"C602", "C603"}


@pytest.mark.parametrize(
    ("status", "signed", "codes"),
    [
        ("approved", "both", []),
        ("approved", "buyer", ["C604"]),
        ("approved", "seller", ["C604"]),
        ("approved", "nobody", ["C604"]),
        ("approved", "undated", ["C604"]),
        ("proposed", "nobody", []),
        ("proposed", "undated", []),
        ("rejected", "nobody", []),
        ("withdrawn", "buyer", []),
    ],
)
def test_only_an_approval_needs_both_signatures(
    status: str, signed: str, codes: list[str], tmp_path: Path
) -> None:
    document = data("more-mugs", decision__status=status)
    buyer, seller = document["approvals"]
    document["approvals"] = {
        "both": [buyer, seller],
        "buyer": [buyer],
        "seller": [seller],
        "nobody": [],
        "undated": [{**buyer, "signed_on": "TBD"}, seller],
    }[signed]
    assert [finding.code for finding in findings(document, data("mugs"), folder=tmp_path)] == codes


@pytest.mark.parametrize(
    ("cost", "codes"),
    [
        ({"amount": "16836.09", "currency": "CNY"}, []),  # see test_revisions
        ({"amount": "16836.10", "currency": "CNY"}, ["C607"]),
        ({"amount": "-16836.09", "currency": "CNY"}, ["C607"]),
        ({"amount": "16836.09", "currency": "USD"}, ["C607"]),
        ({"amount": "15360.00", "currency": "CNY"}, ["C607"]),  # 1,200 x 12.80, discount and tax forgotten
        (0, ["C607"]),
    ],
)
def test_the_stated_cost_is_that_of_the_changed_order(cost: Any, codes: list[str], tmp_path: Path) -> None:
    found = findings(data("more-mugs", impact__cost=cost), data("mugs"), folder=tmp_path)
    assert [finding.code for finding in found] == codes
    assert all("16,836.09" in finding.message for finding in found)


def test_each_change_that_does_not_fit_the_order_is_reported(tmp_path: Path) -> None:
    changes = [
        {"field": "delivery.colour", "before": "white", "after": "black"},
        {"field": "lines[NOPE].quantity", "before": 1, "after": 2},
        {"field": "delivery.ship_by", "before": "2026-07-14", "after": "soon"},
    ]
    found = of("C606", findings(data("more-mugs", changes=changes), data("mugs"), folder=tmp_path))
    assert [finding.field for finding in found] == [
        "changes[0].field",
        "changes[1].field",
        "changes[2].after",
    ]


def test_a_text_of_digits_is_shown_as_written(tmp_path: Path) -> None:
    order = data("mugs", order_reference="4500019274")
    changes = [{"field": "order_reference", "before": "4500019275", "after": "4500019276"}]
    document = data("more-mugs", changes=changes, impact={"cost": 0, "schedule_days": 0})
    (found,) = findings(document, order, folder=tmp_path)
    assert found.code == "C605"
    assert "4500019274" in found.message
    assert "4500019275" in found.message


# --- D702: causes ------------------------------------------------------------------------------


def root_cause(cause: str, folder: Path) -> list[str]:
    found = findings(data("kiln", root_cause=cause), data("mugs"), folder=folder)
    return [finding.code for finding in found if finding.field == "root_cause"]


@pytest.mark.parametrize(
    "cause",
    [
        "various reasons",
        "Due to unforeseen circumstances.",
        "technical problems",
        "Production issues at our factory",
        "reasons beyond our control",
        "Unknown",
        "We had some internal problems.",
        "because of the supplier",
        "TBD",
        "各种原因",
        "由于各种原因",
        "因客观原因导致延误",
        "生产问题",
        "由于工厂内部问题，造成延期。",
        "不可预见的特殊情况",
        "供应商原因",
        "物流原因造成延误",
        "原因不明",
        "待定",
    ],
)
def test_a_cause_in_empty_words_is_vague(cause: str, tmp_path: Path) -> None:
    assert root_cause(cause, tmp_path) == ["D702"]


@pytest.mark.parametrize(
    "cause", ["production delays", "supply chain issues", "供应链问题", "operational difficulties"]
)
def test_a_cause_in_other_empty_words_is_vague_too(cause: str, tmp_path: Path) -> None:
    assert root_cause(cause, tmp_path) == ["D702"]


@pytest.mark.parametrize(
    "cause",
    [
        "台风导致停电",
        "因台风",
        "工厂停电",
        "供应商破产",
        "物流公司罢工",
        "暴雨造成仓库进水的问题",
        "染色不合格",
        "疫情",
        "flooded factory",
        "Fire",
        "power cut at the supplier",
        "the supplier's dye house burned down",
        "strike at the port of Hamburg",
        "customs inspection of container 3",
        "production line 2 broke down due to a worn bearing",
        "snow",
    ],
)
def test_a_cause_that_says_what_happened_is_not_vague(cause: str, tmp_path: Path) -> None:
    assert root_cause(cause, tmp_path) == []


# --- D703, D704, D706, D707 --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "fields"),
    [
        ({"party": "none"}, []),
        ({"party": "carrier", "name": "Example Lines"}, []),
        ({"party": "none", "name": "nobody"}, []),
        ({"party": "seller"}, ["responsible_party.name"]),
        ({"party": "seller", "name": "待定"}, ["responsible_party.name"]),
        ({"name": "Example Lines"}, ["responsible_party.party"]),
        ({}, ["responsible_party"]),
        (ABSENT, ["responsible_party"]),
        ("暂无", ["responsible_party"]),
    ],
)
def test_somebody_is_named_as_responsible_or_expressly_nobody(
    party: Any, fields: list[str], tmp_path: Path
) -> None:
    found = findings(data("kiln", responsible_party=party), data("mugs"), folder=tmp_path)
    assert [finding.field for finding in of("D703", found)] == fields
    assert len(found) == len(fields)


@pytest.mark.parametrize(
    ("actions", "distinct"),
    [
        (["ship on 1 June", "ship on 2 June", "replace from stock"], 3),
        (["ship on 1 June", "ship on 2 June"], 2),
        (["Ship on 1 June.", "ship on 1 june", " ship  on 1 June! "], 1),
        (["两款合并交付", "两款合并交付。", "两款，合并交付"], 1),
        (["ship on 1 June", "TBD", "待定"], 1),
        (["ship on 1 June", "ship on 2 June", "ship on 1 June", "replace from stock"], 3),
        ([], 0),
    ],
)
def test_at_least_three_different_remedies_are_required(
    actions: list[str], distinct: int, tmp_path: Path
) -> None:
    document = data("kiln", remedies=[{"action": action} for action in actions])
    found = of("D704", findings(document, data("mugs"), folder=tmp_path))
    assert [finding.field for finding in found] == ([] if distinct >= 3 else ["remedies"])
    if found:
        assert str(distinct) in found[0].message


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"revised_date": "2026-07-17"}, []),
        ({"revised_date": "2026-07-16"}, ["revised_date"]),
        ({"revised_date": "2026-07-15"}, ["revised_date"]),
        ({"original_date": "2026-07-14"}, ["original_date"]),  # the ship date, but delivery is late
        # the third remedy keeps the delivery date, which is two days after the ship date
        ({"original_date": "2026-07-14", "milestone": "ship_by"}, ["remedies[2].affected"]),
        ({"original_date": "2026-07-25"}, ["original_date", "revised_date"]),
    ],
)
def test_the_dates_of_a_notice_must_fit_each_other_and_the_order(
    changes: dict[str, Any], fields: list[str], tmp_path: Path
) -> None:
    found = findings(data("kiln", **changes), data("mugs"), folder=tmp_path)
    assert sorted(finding.field for finding in of("D706", found)) == fields


def test_a_line_with_its_own_date_is_late_by_that_date(tmp_path: Path) -> None:
    order = data("mugs", lines__0__deliver_by="2026-07-20", delivery__ship_by="2026-07-10")
    assert of("D706", findings(data("kiln", original_date="2026-07-20"), order, folder=tmp_path)) == []
    (found,) = of("D706", findings(data("kiln"), order, folder=tmp_path))
    assert found.field == "original_date"
    assert "20 July 2026" in found.message


# --- D705: figures that a notice states --------------------------------------------------------

# The kiln: 9 days late, 6,000 x 12.80 less 3 % = 74,496.00; 5 % are 300 pieces of 12.416, 3,724.80; 1 % is
# 744.96; the penalty 0.2 % x 9 = 1.8 % is 1,340.928; in money 744.96 + 1,340.93 = 2,085.89
SPARES = {
    "type": "spare_parts",
    "percent": 5,
    "sku": "MUG-350-CL",
    "quantity": 300,
    "unit": "只",
    "amount": "3724.80",
    "currency": "CNY",
}
DISCOUNT = {"type": "discount", "percent": 1, "amount": "744.96", "currency": "CNY"}
STATED = {
    "policy": "standard",
    "offers": [SPARES, DISCOUNT],
    "penalty": {"amount": "1340.93", "currency": "CNY"},
    "total": {"amount": "2085.89", "currency": "CNY"},
}


def stated(folder: Path, **compensation: Any) -> list[str]:
    """The fields below `compensation` that differ."""
    document = data("kiln", compensation={**STATED, **compensation})
    found = findings(document, data("mugs"), folder=folder)
    assert {finding.code for finding in found} <= {"D705"}
    return [finding.field.removeprefix("compensation.") for finding in found]


def test_correct_figures_are_not_reported(tmp_path: Path) -> None:
    assert stated(tmp_path) == []


@pytest.mark.parametrize(
    ("compensation", "fields"),
    [
        ({"offers": [{**SPARES, "quantity": 299}]}, ["offers[0].quantity"]),
        ({"offers": [{**SPARES, "quantity": "300.5"}]}, ["offers[0].quantity"]),
        ({"offers": [{**SPARES, "percent": 4}]}, ["offers[0].percent"]),
        ({"offers": [{**SPARES, "amount": "3724.81"}]}, ["offers[0].amount"]),
        ({"offers": [{**SPARES, "currency": "USD"}]}, ["offers[0].currency"]),
        ({"offers": [{**SPARES, "sku": "MUG-350-WH"}]}, ["offers[0].quantity"]),
        ({"offers": [SPARES, {**DISCOUNT, "percent": 2}]}, ["offers[1].percent"]),
        ({"offers": [{**DISCOUNT, "amount": "744.95"}]}, ["offers[0].amount"]),
        ({"offers": [{**DISCOUNT, "quantity": 5}]}, ["offers[0].quantity"]),
        ({"offers": [{"type": "voucher", "percent": 1}]}, ["offers[0].type"]),
        ({"penalty": {"amount": "1340.92", "currency": "CNY"}}, ["penalty"]),
        ({"penalty": {"amount": "1340.93", "currency": "USD"}}, ["penalty"]),
        ({"penalty": 0}, ["penalty"]),
        ({"total": {"amount": "5810.69", "currency": "CNY"}}, ["total"]),  # with the goods, which are apart
        ({"total": {"amount": "2085.89", "currency": "EUR"}}, ["total"]),
        ({"choice": "priority_production"}, ["choice"]),
        (
            {"offers": [{**DISCOUNT, "amount": "1"}], "penalty": {"amount": 1, "currency": "CNY"}},
            ["offers[0].amount", "penalty"],
        ),
        # what is not stated is no finding
        ({"offers": None, "penalty": None, "total": None}, []),
        ({"offers": [{"type": "spare_parts"}, {"type": "discount"}]}, []),
        ({"offers": [{**SPARES, "amount": "3724.8", "quantity": "300.0"}]}, []),
    ],
)
def test_each_stated_figure_is_compared_with_the_policys(
    compensation: dict[str, Any], fields: list[str], tmp_path: Path
) -> None:
    assert stated(tmp_path, **compensation) == fields


def test_if_the_customer_chooses_the_figures_of_the_choice_count(tmp_path: Path) -> None:
    # 20 days: 8 % = 5,959.68; the penalty 0.2 % x 20 = 4 % = 2,979.84; the cap of 12 % = 8,939.52 leaves
    # 5,959.68: all of it; in money 8,939.52
    late = {"revised_date": "2026-08-05", "remedies__0__revised_date": "2026-08-05"}
    discount = {"type": "discount", "amount": "5959.68"}
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"choice": "discount", "offers": [discount], "total": 8939.52}, []),
        ({"choice": "priority_production", "total": 2979.84}, []),
        ({"choice": "priority_production", "total": 8939.52}, ["compensation.total"]),
        ({"choice": "priority_production", "offers": [discount]}, ["compensation.offers[0].type"]),
        ({"choice": "voucher"}, ["compensation.choice"]),
        ({"total": 8939.52}, []),
        ({"total": 2979.84}, []),
        ({"total": 1}, ["compensation.total"]),
    ]
    for compensation, fields in cases:
        if "total" in compensation:
            compensation["total"] = {"amount": str(compensation["total"]), "currency": "CNY"}
        compensation |= {"policy": "standard", "approved_by": "Chen Jie"}
        document = data("kiln", **late, compensation=compensation)
        found = findings(document, data("mugs"), folder=tmp_path)
        assert places(found) == [("D705", field) for field in fields], compensation


def test_the_amount_of_a_lines_spare_parts_is_that_of_the_line(tmp_path: Path) -> None:
    # 200 pieces of 11.50 x 0.98 x 0.97 = 10.9319: 2,186.38
    white = {**SPARES, "sku": "MUG-350-WH", "quantity": 200, "amount": "2186.38"}
    compensation = {"policy": "standard", "offers": [SPARES, white]}
    document = data("kiln", affected=["MUG-350-CL", "MUG-350-WH"], compensation=compensation)
    assert findings(document, data("mugs"), folder=tmp_path) == []


def test_a_penalty_in_the_wrong_currency_is_reported_with_both_currencies(tmp_path: Path) -> None:
    compensation = {"policy": "standard", "penalty": {"amount": "1340.93", "currency": "USD"}}
    (found,) = findings(data("kiln", compensation=compensation), data("mugs"), folder=tmp_path)
    assert "USD" in found.message
    assert "CNY" in found.message


# --- D709: approval ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "compensation", "codes"),
    [
        ({}, {}, []),  # 5 + 1 + 1.8 = 7.8 %
        # 20 days: 8 + 4 = 12 %
        ({"revised_date": "2026-08-05"}, {}, ["D709"]),
        ({"revised_date": "2026-08-05"}, {"approved_by": "陈洁"}, []),
        ({"revised_date": "2026-08-05"}, {"approved_by": "待定"}, ["D709"]),
        ({"revised_date": "2026-08-05"}, {"choice": "discount"}, ["D709"]),
        # remedies have dates of their own
        ({"remedies__1__revised_date": "2026-08-05"}, {}, ["D709"]),
        ({"remedies__1__revised_date": "2026-08-05"}, {"approved_by": "陈洁"}, []),
        # exactly 10 % is not above: 8 % + 0.2 % x 10, but the tier begins with day 15 … 5 + 1 + 0.2 x 14 = 8.8
        ({"revised_date": "2026-07-30", "remedies__0__revised_date": "2026-07-30"}, {}, []),
        # 15 days: 8 + 3 = 11 %
        ({"revised_date": "2026-07-31"}, {}, ["D709"]),
        (
            {"revised_date": "2026-08-05", "cause": "force_majeure", "responsible_party": {"party": "none"}},
            {},
            [],
        ),
    ],
)
def test_more_than_the_policy_allows_needs_an_approval_by_name(
    changes: dict[str, Any], compensation: dict[str, Any], codes: list[str], tmp_path: Path
) -> None:
    document = data("kiln", **changes, compensation={"policy": "standard", **compensation})
    found = findings(document, data("mugs"), folder=tmp_path)
    assert [finding.code for finding in found] == codes
    assert [finding.field for finding in found] == ["compensation.approved_by"] * len(codes)


def test_a_choice_that_costs_nothing_needs_no_approval(tmp_path: Path) -> None:
    compensation = {"policy": "standard", "choice": "priority_production"}
    late = {f"remedies__{index}__revised_date": "2026-08-05" for index in (0, 1)}
    document = data("kiln", revised_date="2026-08-05", **late, compensation=compensation)
    assert findings(document, data("mugs"), folder=tmp_path) == []  # 4 % of penalty


def exactly_at_the_limit(price: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """20 days at 0.1 % and a discount of 8 %: 10 % of one piece, which is the limit of the standard policy."""
    order = data(
        "mugs",
        lines__0__quantity=1,
        lines__0__unit_price=price,
        discount_percent=ABSENT,
        late_delivery={"percent_per_day": "0.1", "cap_percent": 8},
    )
    late = {"revised_date": "2026-08-05", "compensation": {"policy": "standard"}}
    remedies = [{"action": action} for action in ("wait", "take the white ones", "cancel the blue ones")]
    return data("kiln", **late, remedies=remedies), order


def test_exactly_the_limit_needs_no_approval(tmp_path: Path) -> None:
    notice, order = exactly_at_the_limit("100.00")  # 8.00 + 2.00
    assert findings(notice, order, folder=tmp_path) == []


@pytest.mark.parametrize(
    "price",
    [
        "123.45",  # 9.876 and 2.469, rounded 9.88 + 2.47 = 12.35; the limit is 12.345
        pytest.param(
            "100.33",  # 8.0264 and 2.0066, rounded 8.03 + 2.01 = 10.04; the limit is 10.033, rounded 10.03
        ),
    ],
)
def test_a_rounding_difference_does_not_exceed_the_limit(price: str, tmp_path: Path) -> None:
    notice, order = exactly_at_the_limit(price)
    assert findings(notice, order, folder=tmp_path) == []


# --- D708, D710, D711 --------------------------------------------------------------------------


def tiers(*spans: tuple[Any, Any, int]) -> list[dict[str, Any]]:
    return [
        {"from_day": first, "to_day": last, "offers": [{"type": "discount", "percent": percent}]}
        for first, last, percent in spans
    ]


@pytest.mark.parametrize(
    ("spans", "codes"),
    [
        ([(1, 7, 1), (8, None, 2)], []),
        ([(1, None, 1)], []),
        ([(2, None, 1)], ["D708"]),
        ([(1, 7, 1), (9, None, 2)], ["D708"]),
        ([(1, 7, 1), (7, None, 2)], ["D708"]),
        ([(1, 7, 1), (8, 14, 2)], ["D708"]),
        ([(1, None, 1), (8, None, 2)], ["D708"]),
        ([(1, 7, 2), (8, None, 1)], ["D710"]),
        ([(1, 7, 2), (8, None, 2)], []),
        ([(1, 7, 1), (8, 14, 3), (15, None, 2)], ["D710"]),
        ([(1, 7, 1), (8, None, 16)], ["D711"]),  # the cap is 15 %
        ([(1, 7, 1), (8, None, 15)], []),
        ([(1, 7, 2), (9, None, 1)], ["D708", "D710"]),
        ([(0, None, 1)], ["F004"]),
        ([("x", None, 1)], ["F004"]),
    ],
)
def test_a_policys_tiers_are_consecutive_rise_and_stay_under_its_cap(
    spans: list[tuple[Any, Any, int]], codes: list[str]
) -> None:
    assert sorted(finding.code for finding in findings(data("policy", tiers=tiers(*spans)))) == codes


# --- P: personal numbers -----------------------------------------------------------------------

CARD = "4111111111111111"  # the test number of a payment network
RESIDENT = "11010519491231002X"  # the example of GB 11643
IBAN = "DE89370400440532013000"  # the example of the ECBS
MOBILE = "13800138000"
NUMBERS = {
    "P801": [
        RESIDENT,
        "110105 19491231 002X",
        "110105-19491231-002x",
        "１１０１０５１９４９１２３１００２Ｘ",
    ],
    "P802": [
        CARD,
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "４１１１１１１１１１１１１１１１",
        IBAN,
        "DE89 3704 0044 0532 0130 00",
        "NO93 8601 1117 947",
    ],
    "P803": [
        MOBILE,
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "0086-13800138000",
        "１３８００１３８０００",
    ],
}
WRITTEN = [(code, number) for code, numbers in NUMBERS.items() for number in numbers]


def digits(written: str) -> str:
    """The digits of a text without separators, full-width ones converted to ASCII."""
    return re.sub(r"[\s-]", "", written.translate({0xFF10 + digit: str(digit) for digit in range(10)}))


def bare(number: str) -> str:
    """The digits of a number that must not be shown, without the country code of a phone number."""
    return digits(number).replace("Ｘ", "").rstrip("xX")[-16:]


@pytest.mark.parametrize(("code", "number"), WRITTEN)
def test_a_personal_number_is_found_but_not_shown_in_the_finding(code: str, number: str) -> None:
    sentence = f"退款联系 {number}，请于6月5日前办理" if code != "P802" else f"refund to {number}, please"
    document = data("mugs", notices=sentence)
    for language in LANGUAGES:
        (found,) = findings(document, language=language)
        assert (found.code, found.field) == (code, "notices")
        assert str(found.severity) == ("warning" if code == "P803" else "error")
        assert "***" in found.message
        assert bare(number) not in digits(repr(found))


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_no_report_shows_a_personal_number(form: str, tmp_path: Path) -> None:
    """Neither in its message, nor in the source line shown with it, nor in that of another finding."""
    numbers = [RESIDENT, "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "138 0013 8000"]
    for index, number in enumerate(numbers):
        lines = ["kind: brief", f"what: refund {number} now", "why: 待定", f"when: {{due: {number}}}"]
        (tmp_path / f"{index}.yaml").write_text("\n".join(lines), encoding="utf-8")
    ran = run_here("lint", "--format", form, ".", cwd=tmp_path)
    assert ran.status == 1
    assert ran.err == ""
    for code in ("P801", "P802", "P803", "W102", "F004"):
        assert code in ran.out
    shown = digits(ran.out)
    for number in numbers:
        assert bare(number) not in shown
        assert number not in ran.out


def test_a_personal_number_that_is_a_key_is_not_shown_either() -> None:
    (found,) = findings(data("lamps", **{RESIDENT: "a badge"}))
    assert found.code == "F003"
    assert RESIDENT not in found.message
    assert RESIDENT not in found.field


@pytest.mark.parametrize("party", ["seller", "buyer"])
@pytest.mark.parametrize("account", [CARD, "4111 1111 1111 1111", IBAN, "DE89 3704 0044 0532 0130 00"])
def test_an_account_number_is_allowed_in_a_partys_bank_details_only(party: str, account: str) -> None:
    bank = {"name": "Example Bank", "account": account}
    assert findings(data("lamps", **{f"{party}__bank": bank})) == []
    elsewhere: list[dict[str, Any]] = [
        {"notices": f"pay to {account}"},
        {f"{party}__address": f"account {account}"},
        {f"{party}__tax_id": account},
        {"charges__0__name": f"to {account}"},
        {"attachments": [f"card {account}"]},
        {"payment__instalments__0__name": f"to {account}"},
    ]
    for changes in elsewhere:
        assert [finding.code for finding in findings(data("lamps", **changes))] == ["P802"], changes


def test_a_mobile_number_is_allowed_in_a_contact(tmp_path: Path) -> None:
    assert findings(data("lamps", seller__contact__phone="+86 138 0013 8000")) == []
    assert findings(data("lamps", buyer__contact__title="Buyer, 13800138000")) == []
    request = data("more-mugs", requested_by={"party": "buyer", "name": "宋妍 13800138000"})
    assert findings(request, data("mugs"), folder=tmp_path) == []
    notice = data("kiln", contact__phone="138 0013 8000")
    assert findings(notice, data("mugs"), folder=tmp_path) == []
    elsewhere = data("lamps", seller__address="18 Example Road, 13800138000")
    assert [finding.code for finding in findings(elsewhere)] == ["P803"]


@pytest.mark.parametrize(
    "number",
    [
        "4500019274",  # an order number of ten figures
        "11010519491231002",  # a figure short
        "110105194912310021",  # a wrong check digit
        "11010519491331002X",  # no such month
        "4111111111111112",  # not Luhn-valid
        "0000 0000 0000 0000",  # what examples are made of
        "4006381333931",  # an EAN-13, not Luhn-valid
        "4012345678901",  # another one
        "DE89370400440532013001",  # wrong check digits
        "GB/T 2828.1-2012",
        "1Z999AA10123456784",  # a parcel
        "JD014600003812345678",
        "SF1419383921212",
        "MSKU1234567",  # a container
        "400-820-8820",
        "021-5555 6666",
        "+86 573 0000 1000",
        "12800138000",  # no mobile begins with 12
        "138001380001",  # twelve figures
        "2026-05-20 2026-05-27",
        "2026-05-20T09:05:00+08:00",
        "91360200MA0EXAMPLE",
        "1080×1600, 2400×1200, 3000×3000",
        "0.13800138000",
    ],
)
def test_other_numbers_are_not_reported(number: str) -> None:
    assert findings(data("lamps", notices=f"see {number} of the list")) == []


@pytest.mark.parametrize(
    "number",
    [
        "4111 1111 1111 1111 12/27",
        "4111 1111 1111 1111 123",
        "BE68 5390 0754 7034 EUR",
        "DE89 3704 0044 0532 0130 00 BANK",
        pytest.param(
            "BE68 5390 0754 7034 BANK",
        ),
    ],
)
def test_a_number_is_found_whatever_follows_it(number: str) -> None:
    """An expiry date, a security code, a currency: people write these behind a card or account number."""
    assert [finding.code for finding in findings(data("lamps", notices=f"pay to {number}"))] == ["P802"]


@pytest.mark.parametrize(
    "number", ["４１１１　１１１１　１１１１　１１１１", "ＤＥ８９３７０４００４４０５３２０１３０００"]
)
def test_a_full_width_number_is_found_with_its_spaces_and_letters(number: str) -> None:
    assert [finding.code for finding in findings(data("mugs", notices=f"退款至 {number}"))] == ["P802"]


@given(st.data(), st.sampled_from(["resident", "iban", "card", "mobile"]), st.booleans())
def test_the_fast_test_of_a_text_never_misses_a_number(
    drawn: st.DataObject, sort: str, is_wide: bool
) -> None:
    pattern = drawn.draw(st.sampled_from(personal._PATTERNS[sort]))
    plain_digits = pattern.replace(r"\d", "[0-9]")
    number = drawn.draw(st.from_regex(plain_digits, fullmatch=True))
    wide = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
    assert personal.may_contain_numbers(f"退款至：{number.translate(wide) if is_wide else number}。")


@pytest.mark.parametrize("phone", ["+49 1512 3456787", "+55 11 98765-4325"])
def test_a_contacts_phone_number_is_not_taken_for_a_card(phone: str) -> None:
    assert findings(data("lamps", buyer__contact__phone=phone)) == []


def test_a_creditor_reference_is_not_taken_for_an_account() -> None:
    assert findings(data("lamps", notices="quote RF18 5390 0754 7034 with your transfer")) == []


@pytest.mark.parametrize("place", ["before", "behind"])
def test_a_number_in_an_additional_section_is_found(place: str) -> None:
    note = f"## Notes\n\nrefund to {CARD}\n\n"
    dimensions = "## What\n\n3 banners\n\n## Why\n\nclick rate 2.0 % to 2.5 %\n\n"
    markdown = note + dimensions if place == "before" else dimensions + note
    found = lint_text(f"# Banners\n\n{markdown}".encode(), "request.md", "en").findings
    assert "P802" in {finding.code for finding in found}


# --- O510, O511, O513, O516, O520, O521 --------------------------------------------------------


@pytest.mark.parametrize(
    ("criterion", "measured"),
    [
        ("AQL 2.5", True),
        ("按 GB/T 2828.1 抽检", True),
        ("一级品", True),
        ("不合格率不超过百分之二", True),
        ("CE marking", True),
        ("good quality", False),
        ("质量优良", False),
        ("as the sample", False),
    ],
)
def test_an_acceptance_criterion_needs_a_figure_or_a_standard(criterion: str, measured: bool) -> None:
    found = findings(data("lamps", quality={"acceptance": [criterion]}))
    assert places(found) == ([] if measured else [("O511", "quality.acceptance")])


@pytest.mark.parametrize(
    ("totals", "fields"),
    [
        # 121,880.00; 3,656.40; 15,759.07; 136,982.67: see test_revisions
        ({"subtotal": "121880", "discount": "3656.4", "tax": "15759.07", "total": "136982.67"}, []),
        ({"subtotal": "121879.99"}, ["totals.subtotal"]),
        ({"discount": "3656.39", "tax": "15759.08"}, ["totals.discount", "totals.tax"]),
        ({"total": "136982.66"}, ["totals.total"]),
        ({"total": "TBD"}, []),
    ],
)
def test_each_stated_total_is_compared_with_the_computed_one(
    totals: dict[str, str], fields: list[str]
) -> None:
    found = of("O513", findings(data("mugs", totals=totals)))
    assert sorted(finding.field for finding in found) == fields


@pytest.mark.parametrize(
    ("name", "percent", "reported"),
    [
        ("定金", 20, False),
        ("定金", 21, True),
        ("预付款", 30, False),
        ("定金（不退）", 30, True),
        ("订金", 30, False),
    ],
)
def test_a_deposit_above_a_fifth_should_not_be_called_one(name: str, percent: int, reported: bool) -> None:
    instalments = [
        {"name": name, "percent": percent, "days": 3, "after": "confirmation"},
        {"name": "尾款", "percent": 100 - percent, "days": 10, "after": "acceptance"},
    ]
    found = findings(data("mugs", payment__instalments=instalments))
    assert places(found) == ([("O516", "payment.instalments[0].name")] if reported else [])


def test_a_tolerance_of_zero_is_an_answer() -> None:
    assert findings(data("mugs", lines__0__tolerance_percent=0)) == []
    (found,) = findings(data("mugs", lines__1__tolerance_percent=ABSENT))
    assert (found.code, found.field) == ("O510", "lines[1].tolerance_percent")
    assert "MUG-350-WH" in found.message


def test_a_delivery_before_the_shipment_is_impossible() -> None:
    (found,) = findings(data("mugs", delivery__deliver_by="2026-07-13"))
    assert (found.code, found.field, found.severity) == ("O520", "delivery.deliver_by", "error")


def test_the_dates_of_a_line_are_compared_with_those_of_the_order() -> None:
    early: dict[str, Any] = {"delivery__ship_by": "2026-07-16", "delivery__deliver_by": "2026-07-20"}
    early["delivery__partial_shipment"] = True
    (found,) = of("O520", findings(data("mugs", **early, lines__0__deliver_by="2026-07-15")))
    assert (found.field, found.severity) == ("lines[0].deliver_by", "error")
    assert found.message == "the delivery date 15 July 2026 is before the ship date 16 July 2026"
    (found,) = of("O520", findings(data("mugs", **early, lines__1__ship_by="2026-07-21")))
    assert found.field == "lines[1].ship_by"
    own = {"lines__0__ship_by": "2026-07-18", "lines__0__deliver_by": "2026-07-17"}
    assert [found.field for found in of("O520", findings(data("mugs", **early, **own)))] == [
        "lines[0].deliver_by"
    ]
    late = data("mugs", **early, lines__0__ship_by="2026-07-19", lines__0__deliver_by="2026-07-19")
    assert of("O520", findings(late)) == []


def test_lines_on_different_days_are_a_partial_shipment() -> None:
    dates = {"delivery__ship_by": "2026-07-16", "lines__0__ship_by": "2026-07-10"}
    order = data("mugs", **dates, delivery__partial_shipment=False)
    told = {language: of("O520", findings(order, language=language)) for language in LANGUAGES}
    assert [found.severity for each in told.values() for found in each] == ["warning", "warning"]
    assert told["en"][0].field == "delivery.partial_shipment"
    assert "from 10 July 2026 to 16 July 2026" in told["en"][0].message
    assert "最早 2026年7月10日，最晚 2026年7月16日" in told["zh"][0].message
    assert of("O520", findings(data("mugs", **dates, delivery__partial_shipment=True))) == []
    assert of("O520", findings(data("mugs", delivery__partial_shipment=False))) == []


# --- lines that share a SKU, lines free of charge ------------------------------------------------

TERMS_OF_CREDIT = {
    "method": "L/C",
    "rules": "UCP 600",
    "latest_shipment": "2026-07-20",
    "expiry": "2026-08-10",
    "presentation_days": 21,
}


def split(**changes: Any) -> dict[str, Any]:
    """The order of the mugs with its first article in two shipments, on 14 July and 18 August."""
    found = data("mugs", lines__1__sku="MUG-350-CL", lines__1__ship_by="2026-08-18", **changes)
    found["lines"][1] |= {"deliver_by": "2026-08-20"}
    found["delivery"] |= {"partial_shipment": True}
    return found


def kiln(**changes: Any) -> dict[str, Any]:
    """The notice of a delay from 16 July, about the first article."""
    return data("kiln", compensation={"policy": "standard", "approved_by": "何青"}, **changes)


def test_an_article_in_two_shipments_is_no_mistake() -> None:
    assert findings(split()) == []


def test_lines_that_could_be_one_line_are_reported_at_the_second() -> None:
    twins = data("mugs")
    twins["lines"][1] = {**twins["lines"][0], "quantity": 4000}
    (found,) = findings(twins)
    assert (found.code, found.field) == ("O521", "lines[1].sku")
    # a line's own date is no difference if it is that of the whole order
    twins["lines"][1]["ship_by"] = "2026-07-14"
    assert places(findings(twins)) == [("O521", "lines[1].sku")]
    twins["lines"][1]["unit_price"] = "11.80"
    assert findings(twins) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({"unit_price": "0", "free": True}, []),
        ({"unit_price": ABSENT, "free": True}, []),
        ({"unit_price": "0"}, [("O522", "lines[0].free", "warning")]),
        ({"unit_price": "0.00", "free": False}, [("O522", "lines[0].free", "warning")]),
        ({"unit_price": "12.80", "free": True}, [("O522", "lines[0].unit_price", "error")]),
        ({"unit_price": "12.80", "free": False}, []),
        ({"unit_price": ABSENT}, [("F006", "lines[0].unit_price", "error")]),
        ({"unit_price": ABSENT, "free": False}, [("F006", "lines[0].unit_price", "error")]),
        ({"unit_price": "-1", "free": True}, [("F004", "lines[0].unit_price", "error")]),
        ({"free": "gratis"}, [("F004", "lines[0].free", "error")]),
    ],
)
def test_a_price_of_nothing_is_told_unless_the_line_is_free(
    line: dict[str, Any], found: list[tuple[str, str, str]]
) -> None:
    order = data("mugs", totals=None, **{f"lines__0__{key}": value for key, value in line.items()})
    assert [(each.code, each.field, each.severity) for each in findings(order)] == found


@pytest.mark.parametrize(
    ("original", "revised", "late", "promised"),
    [
        ("2026-07-14", "2026-07-19", ["6,000"], ""),
        ("2026-08-18", "2026-08-23", ["4,000"], ""),
        ("2026-07-15", "2026-07-19", ["6,000", "4,000"], "14 July 2026; 18 August 2026"),
    ],
)
def test_the_original_date_says_which_shipment_of_an_article_is_late(
    original: str, revised: str, late: list[str], promised: str, tmp_path: Path
) -> None:
    dates = {"milestone": "ship_by", "original_date": original, "revised_date": revised}
    remedies = [
        {"action": f"way {number}", "revised_date": revised, "affected": ["MUG-350-CL"], "cost_to_buyer": 0}
        for number in range(3)
    ]
    notice = kiln(affected=["MUG-350-CL"], remedies=remedies, **dates)
    found = of("D706", findings(notice, split(), folder=tmp_path))
    assert [promised in finding.message for finding in found] == [True] * bool(promised)
    case = load_file(tmp_path / "file.yaml")
    assert case.document is not None
    shown = plain_text(render(case.document, "md", Layout("en", workspace=case.workspace)).decode())
    rows = [row for row in shown.splitlines() if "MUG-350-CL" in row and "2026" in row and "毫升" in row]
    assert [next(each for each in ("6,000", "4,000") if each in row) for row in rows] == late


def test_a_line_of_a_notice_can_be_named_by_its_position(tmp_path: Path) -> None:
    notice = kiln(affected=["lines[1]"], milestone="ship_by", original_date="2026-08-18")
    notice |= {"revised_date": "2026-08-23", "remedies": []}
    assert not of("F004", findings(notice, split(), folder=tmp_path))
    (found,) = of("F004", findings({**notice, "affected": ["lines[2]"]}, split(), folder=tmp_path))
    assert found.field == "affected[0]"


# --- letters of credit ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ({}, []),
        ({"lines__0__ship_by": "2026-07-20"}, []),
        ({"lines__0__ship_by": "2026-07-21"}, ["lines[0].ship_by"]),
        (
            {"lines__1__ship_by": "2026-08-11", "lines__0__ship_by": "2026-07-21"},
            ["lines[0].ship_by", "lines[1].ship_by"],
        ),
        ({"delivery__ship_by": "2026-07-21"}, ["payment.latest_shipment"]),
        # under DAP the goods arrive long after they are shipped, under FCA they are shipped when delivered
        ({"delivery__deliver_by": "2026-07-21"}, []),
        ({"delivery__deliver_by": "2026-07-21", "delivery__incoterm": "FCA"}, ["payment.latest_shipment"]),
    ],
)
def test_no_line_is_shipped_after_the_latest_shipment(order: dict[str, Any], found: list[str]) -> None:
    document = data(
        "mugs", payment={**TERMS_OF_CREDIT, "instalments": data("mugs")["payment"]["instalments"]}, **order
    )
    assert [each.field for each in of("O517", findings(document))] == found


def by_credit(**changes: Any) -> dict[str, Any]:
    return data("mugs", payment=dict(TERMS_OF_CREDIT), **changes)


@pytest.mark.parametrize(
    ("notice", "remedy", "found"),
    [
        ({"revised_date": "2026-07-20"}, {}, []),
        ({"revised_date": "2026-07-21"}, {}, [("error", "20 July 2026")]),
        ({"revised_date": "2026-07-21"}, {"requires": ["lc_amendment"]}, []),
        ({"revised_date": "2026-07-21"}, {"requires": ["insurance"]}, [("error", "20 July 2026")]),
        ({"revised_date": "2026-07-21"}, {"revised_date": "2026-07-18"}, []),
        ({"revised_date": "2026-07-18"}, {"revised_date": "2026-07-21"}, [("error", "20 July 2026")]),
        ({"revised_date": "2026-07-21"}, {"affected": []}, []),
        # 17 to 22 July of the arrival are 14 to 20 or 21 July of the shipment
        ({"milestone": "deliver_by", "original_date": "2026-07-16", "revised_date": "2026-07-22"}, {}, []),
        (
            {"milestone": "deliver_by", "original_date": "2026-07-16", "revised_date": "2026-07-23"},
            {},
            [("warning", "20 July 2026")],
        ),
        ({"revised_date": "9999-12-31"}, {}, [("error", "20 July 2026")]),
    ],
)
def test_a_remedy_beyond_the_credit_requires_its_amendment(
    notice: dict[str, Any], remedy: dict[str, Any], found: list[tuple[str, str]], tmp_path: Path
) -> None:
    dates = {"milestone": "ship_by", "original_date": "2026-07-14", **notice}
    document = kiln(remedies=[{"action": "all at once", **remedy}], affected=["MUG-350-CL"], **dates)
    problems = of("D713", findings(document, by_credit(), folder=tmp_path))
    assert [(each.severity, each.field) for each in problems] == [
        (severity, "remedies[0].requires") for severity, _ in found
    ]
    assert all(limit in each.message for each, (_, limit) in zip(problems, found, strict=True))


def test_a_credit_that_states_only_its_expiry_is_compared_with_that(tmp_path: Path) -> None:
    order = by_credit()
    order["payment"].pop("latest_shipment")
    document = kiln(milestone="ship_by", original_date="2026-07-14", revised_date="2026-08-11")
    document["remedies"] = [{"action": "all at once"}]
    (found,) = of("D713", findings(document, order, folder=tmp_path))
    assert "expires on 10 August 2026" in found.message


@pytest.mark.parametrize(
    ("changes", "impact", "found"),
    [
        ([("delivery.ship_by", "2026-07-14", "2026-07-20")], {}, None),
        ([("delivery.ship_by", "2026-07-14", "2026-07-21")], {}, "20 July 2026"),
        ([("delivery.ship_by", "2026-07-14", "2026-07-21")], {"requires": ["lc_amendment"]}, None),
        ([("delivery.ship_by", "2026-07-14", "2026-08-11")], {"requires": ["insurance"]}, "20 July 2026"),
        ([("lines[MUG-350-WH].ship_by", None, "2026-07-21")], {}, "20 July 2026"),
        ([("payment.expiry", "2026-08-10", "2026-08-20")], {}, "terms of the letter of credit"),
        ([("delivery.place", "杭州市萧山仓", "嘉兴仓")], {}, None),
    ],
)
def test_a_change_beyond_the_credit_requires_its_amendment(
    changes: list[tuple[str, Any, Any]], impact: dict[str, Any], found: str | None, tmp_path: Path
) -> None:
    listed = [dict(zip(("field", "before", "after"), change, strict=True)) for change in changes]
    request = data("more-mugs", changes=listed, impact={"cost": 0, "schedule_days": 0, **impact})
    problems = of("C610", findings(request, by_credit(), folder=tmp_path))
    assert [found in each.message for each in problems if found] == [True] * bool(found)
    assert {each.field for each in problems} <= {"impact.requires"}
    rejected = {**request, "decision": {"status": "rejected"}}
    assert not of("C610", findings(rejected, by_credit(), folder=tmp_path))


# --- dates that are over when a letter is written -------------------------------------------------


def test_a_letter_announces_no_day_before_itself(tmp_path: Path) -> None:
    past = data("mugs", delivery__ship_by="2026-06-03", payment={**TERMS_OF_CREDIT, "expiry": "2025-08-10"})
    found = of("O520", findings(past))
    assert {(each.field, each.severity) for each in found} == {
        ("delivery.ship_by", "warning"),
        ("payment.expiry", "warning"),
    }
    notice = kiln(revised_date="2025-07-25")
    assert "revised_date" in {each.field for each in of("D712", findings(notice, folder=tmp_path))}


@pytest.mark.parametrize(
    ("field", "after", "found"),
    [
        ("delivery.ship_by", "2026-06-15", 0),  # the day of the request
        ("delivery.ship_by", "2026-06-14", 1),
        ("lines[MUG-350-CL].deliver_by", "2025-07-20", 1),
        ("lines[+]", {"sku": "A", "ship_by": "2025-07-20", "deliver_by": "2025-07-22"}, 2),
        ("exchange_rate.date", "2026-06-01", 0),
        ("delivery.ship_by", "soon", 0),
        ("delivery.place", "2026-06-01", 0),
    ],
)
def test_a_change_sets_no_date_that_was_over_when_it_was_requested(
    field: str, after: Any, found: int, tmp_path: Path
) -> None:
    request = data("more-mugs", changes=[{"field": field, "after": after}])
    problems = of("C609", findings(request, data("mugs"), folder=tmp_path))
    assert [each.field for each in problems] == ["changes[0].after"] * found


# --- any day -----------------------------------------------------------------------------------


def test_no_day_of_any_year_ends_in_a_traceback(tmp_path: Path) -> None:
    first, last = date(1, 1, 1), date(9999, 12, 31)
    for ship in (first, first + timedelta(days=1), date(1582, 10, 10), date(2100, 2, 28), last):
        document = data("mugs", delivery__ship_by=ship.isoformat(), delivery__deliver_by=last.isoformat())
        findings(document, folder=tmp_path, settings=HOME)
    notice = data("kiln", revised_date="2126-07-25")
    found = findings(notice, data("mugs"), folder=tmp_path, settings=HOME)
    assert {finding.code for finding in found} <= {"D709"}
