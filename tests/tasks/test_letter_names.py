"""File names from the fields of letters."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.tasks.columns import Columns
from comms.tasks.letter_names import NamePattern, safe_stem
from comms.workspace.loading import load_file
from comms.workspace.numbers import LONGEST
from tests.support import EXAMPLES

BASE = load_file(EXAMPLES / "order-confirmation/good/mugs.zh.yaml")
COLUMNS = Columns(BASE)


@pytest.mark.parametrize(
    ("pattern", "stem"),
    [
        ("{buyer.name}-{id}", "杭州晨屿家居有限公司-SO-2026-0611"),
        ("{需方公司名称}（{编号}）", "杭州晨屿家居有限公司（SO-2026-0611）"),
        ("{ id }", "SO-2026-0611"),
        ("{delivery.ship_by} {lines[MUG-350-CL].quantity}", "2026-07-14 6000"),
        ("{issued_at}", "2026-06-04 09-15-00+08-00"),
        ("../{id}", "SO-2026-0611"),
        ("a/b\\c-{id}", "a-b-c-SO-2026-0611"),
    ],
)
def test_the_braces_of_a_pattern_name_fields(pattern: str, stem: str) -> None:
    assert BASE.document is not None
    assert NamePattern(pattern, COLUMNS).stem(BASE.document) == stem


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("letter", "bad_name"),
        ("", "bad_name"),
        ("{id", "bad_name"),
        ("id}", "bad_name"),
        ("{{id}}", "bad_name"),
        ("{buyer.nmae}", "no_such_field"),
        ("{地址}", "no_such_field"),
        ("{lines.sku}", "no_such_field"),
        ("{}", "bad_path"),
        ("{lines[NONE].sku}", "no_such_field"),
        ("{buyer}", "name_of_many"),
        ("{lines}", "name_of_many"),
        ("{attachments}", "name_of_many"),
        ("{cc}-{id}", "no_"),
    ],
)
def test_a_pattern_that_names_no_file_is_refused_before_the_first_letter(pattern: str, reason: str) -> None:
    with pytest.raises(CommsError, match=reason):
        NamePattern(pattern, COLUMNS)


def test_both_fields_that_a_name_may_mean_are_told() -> None:
    with pytest.raises(CommsError) as refused:
        NamePattern("{地址}", COLUMNS)
    assert refused.value.values["near"] == "seller.address / buyer.address"


def test_an_empty_field_names_no_file() -> None:
    assert BASE.document is not None
    with pytest.raises(CommsError, match="name_empty"):
        NamePattern("{title}-{id}", COLUMNS).stem(BASE.document)


@pytest.mark.parametrize("name", ["CON", "nul", "Com1", "LPT9", "AUX.2026", "COM¹"])
def test_a_name_that_windows_keeps_for_a_device_is_changed(name: str) -> None:
    stem = safe_stem([name])
    assert not PureWindowsPath(f"{stem}.docx").is_reserved()
    assert stem == f"_{name}"


def test_a_long_name_keeps_the_number_at_its_end() -> None:
    stem = safe_stem(["单" * 300, "-", "SO-2026-0611"])
    assert stem.endswith("单-SO-2026-0611")
    assert LONGEST - 3 < len(stem.encode()) <= LONGEST


@given(st.lists(st.text(), max_size=4))
def test_a_stem_of_any_texts_is_one_name_on_every_system(texts: list[str]) -> None:
    stem = safe_stem([text.encode(errors="ignore").decode() for text in texts])
    assert stem
    assert len(stem.encode()) <= LONGEST + 1
    assert PureWindowsPath(f"{stem}.docx").name == PurePosixPath(f"{stem}.docx").name == f"{stem}.docx"
    assert stem[0] not in ".- " and stem[-1] not in ". "
    assert stem.isprintable()
    assert not set(stem) & set('<>:"/\\|?*')
