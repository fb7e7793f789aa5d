"""The models: which values they accept, and that every refusal has a sentence of its own."""

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from comms.errors import CommsError
from comms.kinds import KINDS, model_of
from comms.language.phrases import LANGUAGES, words
from comms.models.base import is_answered, missing_answers
from comms.models.design_brief import DesignBrief
from comms.models.parts import HowMuch, Money, When, Who
from comms.models.restock_brief import RestockBrief
from comms.paths import dotted, parse_path
from comms.workspace.loading import take_valid
from tests.support import case_of

junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["TBD", "2026-06-31", "2026-06-30", "-1", "1e3", "9" * 40, "XXQ", "CNY", "x" * 200_001, "\ud800"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["amount", "currency", "due", "owner", "by", "target", "count", "name", "sku", "zz"]), inner, max_size=4),
    max_leaves=6,
)  # fmt: skip
KEYS = sorted(
    {key for kind in KINDS for key in model_of(kind).model_fields} | {"copy", "nonsense"} - {"kind"}
)


@given(st.sampled_from(list(KINDS)), st.dictionaries(st.sampled_from(KEYS), junk, max_size=6))
def test_any_data_become_a_document_and_refusals_that_have_their_sentence(
    kind: str, data: dict[str, Any]
) -> None:
    data.pop("kind", None)
    document, invalid = take_valid(model_of(kind), {"kind": kind, **data})
    list(missing_answers(document))
    for value in invalid:
        for language in LANGUAGES:
            known = words(language, "rules")["F004"]["variants"]
            assert value.error == "extra_forbidden" or value.error in known, value
    paths = [value.path for value in invalid]
    assert len(paths) == len(set(paths)), "each invalid value is reported once"


def test_a_bare_value_is_read_as_the_main_answer() -> None:
    data = {"when": "2026-06-05", "who": "Tom", "how_much": "5 hours"}
    document = DesignBrief.model_validate(data)
    assert document.when == When(due=date(2026, 6, 5))
    assert document.who == Who(owner="Tom")
    assert document.how_much == HowMuch(note="5 hours")


@pytest.mark.parametrize(
    "value", [True, 2.5, "1_000", "1e3", "0x1", " ", "1,000", "01", "1.", "NaN", "inf", "五"]
)
def test_a_number_is_read_strictly(value: object) -> None:
    if value == " ":
        assert HowMuch.model_validate({"hours": value}).hours is None
        return
    with pytest.raises(ValidationError):
        HowMuch.model_validate({"hours": value})


def test_digits_are_kept_as_they_were_written() -> None:
    assert str(HowMuch.model_validate({"hours": "2.0"}).hours) == "2.0"
    assert str(Money(amount=Decimal("0.10"), currency="EUR").amount) == "0.10"


@pytest.mark.parametrize(
    "value", ["1718150400", "2026-6-5", "20260605", "2026-06-05T00:00", datetime(2026, 6, 5), 5]
)
def test_a_date_is_read_strictly(value: object) -> None:
    with pytest.raises(ValidationError):
        When.model_validate({"due": value})


def test_zero_needs_no_currency() -> None:
    assert list(missing_answers(Money.model_validate("0"))) == []
    assert list(missing_answers(Money.model_validate({"amount": "5"}))) == [("F006", ("currency",))]


def test_a_placeholder_entry_is_an_entry_without_answers() -> None:
    document = RestockBrief.model_validate({"lines": ["TBD"]})
    assert is_answered(document.lines)
    assert ("F006", ("lines", 0, "sku")) in list(missing_answers(document))


def test_a_path_is_written_and_read() -> None:
    data = {"lines": [{"sku": "A"}, {"sku": "TS-220-WH.M"}]}
    assert dotted(("goals", 0, "by")) == "goals[0].by"
    assert parse_path("goals[0].by", {}) == ("goals", 0, "by")
    assert parse_path("lines[A].quantity", data) == ("lines", 0, "quantity")
    assert parse_path("lines[TS-220-WH.M].quantity", data) == ("lines", 1, "quantity")


@pytest.mark.parametrize("path", ["", ".", "[0]", "a..b", "a[", "a]", "a[]", "lines[B].quantity", "a b.[c]"])
def test_a_text_that_is_not_a_path_is_refused(path: str) -> None:
    with pytest.raises(CommsError):
        parse_path(path, {"lines": [{"sku": "A"}]})


@pytest.mark.parametrize("entries", [["x"], [None], ["TBD"], [{}], ["x", "TBD", "customs", "y"]])
def test_an_entry_that_a_closed_list_lacks_is_reported_once_and_left_out(entries: list[object]) -> None:
    data = {"kind": "compensation-policy", "id": "q", "excluded_causes": entries}
    case = case_of(json.dumps(data), "policy.json")
    wrong = [entry for entry in entries if entry in ("x", "y") or entry == {}]
    assert len(case.invalid) == len(wrong)
    assert (case.document.excluded_causes or []) == [entry for entry in entries if entry == "customs"]
