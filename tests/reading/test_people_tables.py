"""Tables in the section on people: a role may name the owner of the request, a phase may not."""

from typing import Any

import pytest

from comms.reading import read_bytes
from tests.support.effort import within
from tests.support.requests import BY_HAND


def read(text: str, unsure: str = "") -> Any:
    """Return the people of a request with a text, whose doubtful owner is the one given."""
    source = read_bytes(BY_HAND.replace("\nTom\n", f"\n{text}\n").encode(), "x.md")
    assert source.unsure.get(("who", "owner"), "") == unsure
    return source.data["who"]


def table(header: str, *rows: str) -> str:
    """Return a table in Markdown of rows whose cells are divided by commas."""
    lines = [row.split(",") for row in (header, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


PLANS = [
    table("Phase,Owner,Date", "Draft,Ann Lee,2026-10-05", "Delivery,Leo Marsh,2026-10-20"),
    table("Owner,Milestone,Due", "Ann Lee,Draft,2026-10-05", "Leo Marsh,Delivery,2026-10-20"),
    table("Stage,Who,Start,End", "Draft,Ann Lee,1 Oct,5 Oct", "Delivery,Leo Marsh,6 Oct,20 Oct"),
    table("里程碑,负责人,时间", "初稿,Ann Lee,2026-10-05", "交付,Leo Marsh,2026-10-20"),
    table("階段,負責人", "初稿,Ann Lee", "定稿,Leo Marsh"),
    table("Task,PIC", "Draft,Ann Lee", "Print,Leo Marsh"),
    table("Phase,Owner", "Draft,Ann Lee", "Print,Leo Marsh").replace("| ", "", 1).replace(" |\n", "\n"),
]


@pytest.mark.parametrize("plan", PLANS)
def test_the_people_of_phases_are_asked_about(plan: str) -> None:
    assert read(plan, "Ann Lee / Leo Marsh") == {"owner": ""}


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize(
    "named", ["Owner: Tom Okafor", "Tom Okafor", "负责人：Tom Okafor", table("Role,Name", "DRI,Tom Okafor")]
)
def test_the_owner_beside_a_plan_is_the_one_of_the_request(plan: str, named: str) -> None:
    assert read(f"{named}\n\n{plan}") == {"owner": "Tom Okafor"}


def test_a_plan_of_one_phase_names_no_owner() -> None:
    assert read(table("Phase,Owner,Date", "Draft,Ann Lee,2026-10-05"), "Ann Lee") == {"owner": ""}


@pytest.mark.parametrize(
    "text",
    [
        table("Phase,Owner,Date", "Draft,Ann Lee,2026-10-05", "Delivery,Ann Lee,2026-10-20"),
        table("Task,Owner,Status", "Print,Ann Lee,open"),
        table("Owner,Due", "Ann Lee,2026-10-20"),
        table("Owner,Department", "Ann Lee,Design"),
        table("姓名,部门", "Ann Lee,设计部"),
    ],
)
def test_who_does_all_the_work_is_the_owner(text: str) -> None:
    assert read(text) == {"owner": "Ann Lee"}


@pytest.mark.parametrize("role", ["Owner", "负责人", "負責人", "PIC", "DRI", "Project owner", "Responsible"])
@pytest.mark.parametrize(
    "form",
    [
        table("Role,Name", "Requester,Ann Lee", "{},Leo Marsh"),
        table("角色,姓名", "提出人,Ann Lee", "{},**Leo Marsh**"),
        table("Name,Role", "Ann Lee,Requester", "Leo Marsh,{}"),
        table("角色,部门,姓名,电话", "提出人,市场部,Ann Lee,—", "{},设计部,Leo Marsh,—"),
        table("Responsibility,Team,Who", "Requester,Sales,Ann Lee", "{},Design,Leo Marsh"),
    ],
)
def test_a_role_has_the_name_in_its_row(form: str, role: str) -> None:
    assert read(form.format(role)) == {"requester": "Ann Lee", "owner": "Leo Marsh"}


def test_somebody_may_have_two_roles() -> None:
    expected = {"requester": "李明", "approver": "李明", "owner": "王芳"}
    assert read(table("角色,姓名", "提出 / 验收,李明", "负责人,王芳")) == expected


@pytest.mark.parametrize("open_cell", ["", "TBD", "待定"])
def test_a_role_without_a_name_is_open(open_cell: str) -> None:
    assert read(table("Role,Name", f"Owner,{open_cell}", "Approver,Ann")) == {"approver": "Ann", "owner": ""}


def test_a_role_that_is_no_owner_is_asked_about() -> None:
    assert read(table("Role,Name", "Project manager,Ann Lee"), "Ann Lee") == {"owner": ""}


def test_no_table_of_people_takes_long() -> None:
    with within(3):
        for row in ("| Owner | Phase |\n", "|" * 50 + "\n", "| a / b & c |\n", "| Role | Name |\n"):
            read_bytes(BY_HAND.replace("\nTom\n", f"\n{row * (20_000 // len(row))}\n").encode(), "x.md")
