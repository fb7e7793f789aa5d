"""Whether a text names a person, or only a department."""

import pytest

from comms.terms.owners import is_group
from tests.support import codes_of, finding_of
from tests.support.requests import BY_HAND, GOOD

GROUPS = [
    *(
        "市场部",
        "供应链组",
        "总部",
        "采购部门",
        "电商事业部",
        "客服中心",
        "设计团队",
        "市场部同事",
        "市场部的人",
        "运营",
    ),
    *("市場部", "設計組", "采购科", "项目组", "设计部 / 市场部", "设计部（市场部）", "产品、运营"),
    *("Marketing team", "the design team", "Marketing and Sales", "Design", "Warehouse", "IT", "QA"),
    *("Marketing department", "Northwind web team", "our team", "sales ops", "UX/UI", "marketing-team"),
]
PEOPLE = [
    *(
        "设计部 周航",
        "周航",
        "阿部",
        "李科",
        "王建科",
        "王小组长",
        "店长",
        "设计师",
        "市场部经理",
        "产品经理",
    ),
    *("市场部（王芳）", "王芳（市场部）", "供应链组 王芳", "市场 李明", "张开发", "周中心", "运营专员"),
    *("Design, Tom Okafor", "Tom from Marketing team", "Marketing team (Ana Ruiz)", "Jo Brand", "Data Li"),
    *("Head of Design", "Warehouse manager", "Marketing lead", "@lena", "Northwind GmbH", "Grace Group"),
]


@pytest.mark.parametrize("text", GROUPS)
def test_departments_and_teams_are_groups(text: str) -> None:
    assert is_group(text)


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_or_a_post_is_no_group(text: str) -> None:
    assert not is_group(text)


@pytest.mark.parametrize("text", ["市场部", "設計組", "Marketing team", "供应链组", "相关部门", "the team"])
@pytest.mark.parametrize("form", ["{}", "Owner: {}", "| Role | Name |\n|---|---|\n| Owner | {} |"])
def test_a_group_as_the_owner_is_told_once(text: str, form: str) -> None:
    by_hand = BY_HAND.replace("\nTom\n", f"\n{form.format(text)}\n")
    for content, name in ((by_hand, "x.md"), (GOOD.replace("who: Tom", f"who: {text}"), "x.yaml")):
        assert codes_of(content, name) == ["V304"]
        span = finding_of(content, "V304", name).span
        assert content.splitlines()[span.line - 1][span.column - 1 :].startswith(text)


def test_a_group_may_ask_and_approve() -> None:
    people = "who: {requester: 市场部, owner: 设计部 周航, approver: Marketing team}"
    assert codes_of(GOOD.replace("who: Tom", people)) == []
