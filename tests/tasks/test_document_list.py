"""The list of documents: what counts as one, what it is waiting for, and in what order they come."""

import os
from datetime import date
from pathlib import Path

import pytest

from comms.linting.request import LintRequest
from comms.linting.run import lint
from comms.tasks.document_list import Entry, Filter, as_plain, document_list
from tests.support import EXAMPLES

TODAY = date(2026, 6, 1)
BRIEF = "kind: brief\nid: BR-2026-0001\ntitle: Stocktake\nwho: {owner: Warehouse}\n"
ORDER = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"


def listed(folder: Path, today: date = TODAY, **files: str) -> list[Entry]:
    """The list of a folder after files are written into it, each younger than the one before."""
    for age, (name, text) in enumerate(files.items()):
        file = folder / name.replace("_", ".")
        file.write_text(text, encoding="utf-8")
        os.utime(file, (1e9 + age, 1e9 + age))
    return document_list(lint(LintRequest((folder,), "en", summarize=True)), today)


def due(folder: Path, text: str, today: date = TODAY) -> tuple[date | None, str | None, bool]:
    (entry,) = listed(folder, today, a_yaml=text)
    return entry.due, entry.due_for, entry.is_overdue


WHEN = "when: {due: 2026-06-05, milestones: [{date: 2026-05-28, name: draft}, {date: 2026-06-02, name: review}]}\n"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (WHEN, (date(2026, 6, 5), "due", False)),
        (WHEN.replace("due: 2026-06-05, ", ""), (date(2026, 6, 2), "milestones", False)),
        ("when: 2026-06-01\n", (TODAY, "due", False)),
        ("when: 2026-05-31\n", (date(2026, 5, 31), "due", True)),
        (
            "when: {milestones: [{date: 2026-05-28}, {date: 2026-05-03}]}\n",
            (date(2026, 5, 28), "milestones", True),
        ),
        ("when: {due: 2026-06-31}\n", (None, None, False)),
        ("when: soon\n", (None, None, False)),
        ("", (None, None, False)),
    ],
)
def test_a_brief_is_due_on_its_date_else_on_its_next_milestone(
    when: str, expected: tuple[date | None, str | None, bool], tmp_path: Path
) -> None:
    assert due(tmp_path, BRIEF + when) == expected


ORDER_TEXT = """kind: order-confirmation
id: SO-1
order_reference: PO-7
reply_by: 2026-06-03T18:00:00+08:00
buyer: {name: Kystlys AS}
lines:
  - {sku: A, ship_by: 2026-06-20}
  - {sku: B, ship_by: 2026-06-10}
delivery: {deliver_by: 2026-07-15}
"""


@pytest.mark.parametrize(
    ("text", "today", "expected"),
    [
        (ORDER_TEXT, TODAY, ("2026-06-03", "reply_by", False)),
        (ORDER_TEXT, date(2026, 6, 3), ("2026-06-03", "reply_by", False)),
        (ORDER_TEXT, date(2026, 6, 4), ("2026-06-10", "ship_by", False)),
        (ORDER_TEXT, date(2026, 6, 11), ("2026-06-20", "ship_by", False)),
        (ORDER_TEXT, date(2026, 6, 21), ("2026-07-15", "deliver_by", False)),
        (ORDER_TEXT, date(2026, 7, 16), ("2026-07-15", "deliver_by", True)),
        (ORDER_TEXT + "revision: 2\n", TODAY, ("2026-06-10", "ship_by", False)),
    ],
)
def test_an_order_waits_for_the_countersignature_then_for_each_promised_date(
    text: str, today: date, expected: tuple[str, str, bool], tmp_path: Path
) -> None:
    day, key, is_overdue = due(tmp_path, text, today)
    assert (str(day), key, is_overdue) == expected


def test_a_delay_notice_waits_for_the_reply_the_update_and_the_new_date(tmp_path: Path) -> None:
    text = (
        "kind: delay-notice\nid: DN-1\nreply_by: 2026-06-02T12:00:00Z\n"
        "next_update_at: 2026-06-05T12:00:00Z\nrevised_date: 2026-06-30\n"
    )
    days = [due(tmp_path, text, date(2026, 6, day))[1] for day in (1, 3, 6)]
    assert days == ["reply_by", "next_update_at", "revised_date"]


def test_a_letter_is_for_the_buyer_of_its_order(tmp_path: Path) -> None:
    request = "kind: change-request\nid: CR-1\norder: SO-1\ndecision: {status: proposed}\n"
    (tmp_path / "comms.toml").touch()
    letter, order = listed(tmp_path, order_yaml=ORDER_TEXT, request_yaml=request)
    assert (letter.customer, letter.title, letter.status, letter.due) == (
        order.customer,
        "SO-1",
        "proposed",
        None,
    )
    assert (order.customer, order.title, order.owner) == ("Kystlys AS", "PO-7", None)
    (letter,) = listed(tmp_path, request_yaml=request.replace("SO-1", "SO-9"), order_yaml="")
    assert letter.customer is None


def test_an_earlier_revision_is_replaced_and_waits_for_nothing(tmp_path: Path) -> None:
    second, first = listed(tmp_path, a_yaml=ORDER_TEXT, b_yaml=ORDER_TEXT + "revision: 2\nstatus: issued\n")
    assert (first.revision, first.status, first.due) == (1, "superseded", None)
    assert (second.revision, second.status, second.due) == (2, "issued", date(2026, 6, 10))


def test_two_formats_of_a_document_are_one_entry_and_two_documents_with_one_number_are_two(
    tmp_path: Path,
) -> None:
    as_json = '{"kind": "brief", "id": "BR-2026-0001", "title": "Stocktake", "who": {"owner": "Warehouse"}}'
    (one,) = listed(tmp_path, a_yaml=BRIEF, a_json=as_json)
    assert sorted(Path(file).name for file in one.files) == ["a.json", "a.yaml"]
    assert one.changed == 1e9 + 1
    two = listed(tmp_path, a_json=as_json.replace("Stocktake", "Other"))
    assert sorted(str(entry.title) for entry in two) == ["Other", "Stocktake"]
    assert all(entry.errors for entry in two), "each says that the other has its number"


def test_documents_without_a_number_are_one_only_under_one_name(tmp_path: Path) -> None:
    bare = BRIEF.replace("id: BR-2026-0001\n", "")
    as_json = '{"kind": "brief", "title": "Stocktake", "who": {"owner": "Warehouse"}}'
    assert len(listed(tmp_path, a_yaml=bare, a_json=as_json)) == 1
    assert len(listed(tmp_path, b_json=as_json)) == 2


def test_each_document_of_a_file_has_its_own_findings(tmp_path: Path) -> None:
    order = ORDER.read_text(encoding="utf-8")
    first, second = listed(tmp_path, a_yaml=f"{order}\n---\n{BRIEF}")
    if first.kind == "brief":
        first, second = second, first
    assert (first.errors, first.warnings) == (0, 0)
    assert second.errors > 3


def test_the_latest_changed_comes_first_and_of_one_time_the_highest_number(tmp_path: Path) -> None:
    texts = {f"{number}_yaml": BRIEF.replace("0001", f"{number:04}") for number in (1, 30, 2)}
    listed(tmp_path, **texts)
    assert [entry.number for entry in listed(tmp_path)] == ["BR-2026-0002", "BR-2026-0030", "BR-2026-0001"]
    for file in tmp_path.iterdir():
        os.utime(file, (1e9, 1e9))
    assert [entry.number for entry in listed(tmp_path)] == ["BR-2026-0030", "BR-2026-0002", "BR-2026-0001"]


ENTRY = Entry(
    "A-1",
    1,
    "brief",
    "t",
    None,
    "Ｄesign, Tom Okafor",
    "周航",
    date(2026, 6, 5),
    "due",
    False,
    0,
    0,
    ("a",),
    0.0,
)


@pytest.mark.parametrize(
    ("wanted", "passes"),
    [
        (Filter(), True),
        (Filter(kinds=frozenset({"brief", "delay-notice"})), True),
        (Filter(kinds=frozenset({"delay-notice"})), False),
        (Filter(owner="design"), True),
        (Filter(owner="OKAFOR"), True),
        (Filter(owner="周"), True),
        (Filter(owner="Lind"), False),
        (Filter(due=date(2026, 6, 5)), True),
        (Filter(due=date(2026, 6, 4)), False),
    ],
)
def test_a_filter_knows_kinds_parts_of_names_and_the_last_day(wanted: Filter, passes: bool) -> None:
    assert wanted.passes(ENTRY) is passes


def test_the_keys_of_an_entry_stay() -> None:
    assert list(as_plain(ENTRY)) == (
        "id revision kind title status owner customer due due_for overdue errors warnings files".split()
    )
