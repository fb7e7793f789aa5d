"""References between documents: where documents are looked for, and the cases of none or two of them."""

import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from comms.linting.check import check
from comms.linting.run import lint_paths
from comms.models.change_request import ChangeRequest
from comms.models.compensation_policy import CompensationPolicy
from comms.models.order_confirmation import OrderConfirmation
from comms.rendering import Layout
from comms.rendering.rendition import render
from comms.workspace import register as register_module
from comms.workspace.case import Case
from comms.workspace.loading import cases_of, load_file
from comms.workspace.references import find, order_of, policy_of, standard_policy
from comms.workspace.register import Register, register_of
from comms.workspace.workspace import Workspace, open_workspace
from tests.support import EXAMPLES
from tests.support.here import run_here

MUGS = EXAMPLES / "order-confirmation" / "good" / "mugs.zh.yaml"
KILN = EXAMPLES / "delay-notice" / "good" / "kiln.zh.yaml"
MORE_MUGS = EXAMPLES / "change-request" / "good" / "more-mugs.zh.yaml"
ORDER = "SO-2026-0611"


def data_of(file: Path) -> dict[str, Any]:
    loaded = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(loaded, dict)
    return loaded


def write(file: Path, data: dict[str, Any]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    return file


def revision(file: Path, number: int, **other: Any) -> Path:
    """Write the order of mugs in another revision."""
    return write(file, {**data_of(MUGS), "revision": number, **other})


def notice(folder: Path, **other: Any) -> Path:
    """Write the delay notice about the order of mugs."""
    return write(folder / "notice.yaml", {**data_of(KILN), **other})


def place(source: Path, file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, file)
    return file


def rendered(source: Path, file: Path) -> Path:
    """Render a document in the format of the file's suffix."""
    case = load_file(source)
    assert case.document is not None
    layout = Layout("zh", workspace=case.workspace)
    file.write_bytes(render(case.document, file.suffix[1:], layout))
    return file


def a_workspace(folder: Path) -> Path:
    (folder / "comms.toml").write_text("")
    return folder


def codes(*files: Path) -> list[tuple[str, str]]:
    """Return the codes of the findings with the names of their files."""
    return [(finding.code, Path(finding.file).name) for finding in lint_paths(files, "en").findings]


def reason(file: Path) -> str:
    """Return the reason why the order of a document is not found, "" if it is found."""
    case = load_file(file)
    assert case.document is not None
    return order_of(case.document, case.workspace).reason


# --- where documents are looked for ------------------------------------------------------------


def test_a_workspace_reaches_as_deep_as_its_folders(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    place(MUGS, tmp_path / "customers" / "chenyu" / "2026" / "06" / "order.yaml")
    file = notice(tmp_path / "notices" / "2026")
    assert reason(file) == ""
    assert codes(file) == []


def test_a_workspace_begins_at_the_nearest_settings(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    place(MUGS, tmp_path / "order.yaml")
    (tmp_path / "other").mkdir()
    a_workspace(tmp_path / "other")
    file = notice(tmp_path / "other" / "notices")
    assert reason(file) == "missing", "the order lies in another workspace, further out"
    place(MUGS, tmp_path / "other" / "order.yaml")
    assert reason(file) == ""


def test_without_settings_only_the_files_own_folder_counts(tmp_path: Path) -> None:
    file = notice(tmp_path / "here")
    for elsewhere in ("order.yaml", "there/order.yaml", "here/below/order.yaml"):
        place(MUGS, tmp_path / elsewhere)
    assert codes(file) == [("F008", "notice.yaml")]
    place(MUGS, tmp_path / "here" / "order.yaml")
    assert codes(file) == []


def test_hidden_and_foreign_folders_are_skipped(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    for folder in (".git", ".archive", "node_modules", "__pycache__"):
        place(MUGS, tmp_path / folder / "order.yaml")
    assert reason(notice(tmp_path)) == "missing"


def test_the_document_in_a_named_file_is_found_wherever_it_is(tmp_path: Path) -> None:
    order = place(MUGS, tmp_path / "far" / "away" / "order.yaml")
    file = notice(tmp_path / "here")
    case = load_file(file, open_workspace(file.parent).with_named(order))
    assert case.document is not None
    assert order_of(case.document, case.workspace).document is not None


def test_a_named_file_takes_precedence_over_the_workspace(tmp_path: Path) -> None:
    revision(tmp_path / "order.yaml", 1, order_reference="HERE")
    named = revision(tmp_path / "far" / "order.yaml", 1, order_reference="NAMED")
    file = notice(tmp_path, compensation={"policy": "standard"})
    case = load_file(file, open_workspace(tmp_path).with_named(named))
    assert case.document is not None
    found = order_of(case.document, case.workspace).document
    assert found is not None
    assert found.order_reference == "NAMED"
    assert policy_of("standard", case.workspace).document is standard_policy()


def test_a_named_file_with_another_document_hides_nothing(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "order.yaml")
    other = revision(tmp_path / "far" / "other.yaml", 1, id="SO-OTHER")
    file = notice(tmp_path)
    case = load_file(file, open_workspace(tmp_path).with_named(other))
    assert case.document is not None
    assert order_of(case.document, case.workspace).reason == ""


def test_a_new_notice_finds_the_named_order(tmp_path: Path) -> None:
    order = place(MUGS, tmp_path / "far" / "order.yaml")
    here = tmp_path / "here"
    here.mkdir()
    ran = run_here("new", "delay-notice", "--no-input", "--order", order, cwd=here)
    assert ran.status == 2, "the answers that only a person has are missing"
    assert "Traceback" not in ran.err
    assert "--set order=" not in ran.err, "the order is known from the file"
    assert "--set revised_date=" in ran.err


def test_the_references_of_a_text_without_a_file_are_not_checked() -> None:
    case = load_file(KILN, Workspace(None, open_workspace(KILN.parent).settings))
    assert case.document is not None
    assert order_of(case.document, case.workspace).reason == "unknown"
    assert "F008" not in {finding.code for finding in check(case, "en")}


# --- the files that hold documents -------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "md", "json"])
def test_a_document_is_found_in_each_format(tmp_path: Path, form: str) -> None:
    rendered(MUGS, tmp_path / f"order.{form}")
    assert codes(notice(tmp_path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "id: SO-1",
        'id: "SO-1"',
        "id: 'SO-1'",
        "id:   SO-1   # the number",
        '"id": SO-1',
        "id : SO-1",
        'id: "订单 7"',
        "id: SO-1/A",
        "id: 2026-0611",
        "id: '00123'",
    ],
)
def test_an_id_is_found_however_it_is_written(tmp_path: Path, line: str) -> None:
    (tmp_path / "order.yaml").write_text(f"kind: order-confirmation\n{line}\n", encoding="utf-8")
    number = yaml.safe_load(line)["id"]
    workspace = open_workspace(tmp_path)
    assert find(workspace, str(number), OrderConfirmation).reason == ""


@pytest.mark.parametrize("number", ["SO#7", "SO,7", "SO'7"])
def test_an_id_with_a_special_character_is_found(tmp_path: Path, number: str) -> None:
    (tmp_path / "order.yaml").write_text(f"kind: order-confirmation\nid: {number}\n", encoding="utf-8")
    assert yaml.safe_load(f"id: {number}") == {"id": number}
    assert find(open_workspace(tmp_path), number, OrderConfirmation).reason == ""


def test_an_id_that_only_a_text_mentions_is_not_that_document(tmp_path: Path) -> None:
    write(
        tmp_path / "other.yaml",
        {**data_of(MUGS), "id": "SO-OTHER", "notices": f"the same as\nid: {ORDER}\nbut later"},
    )
    assert reason(notice(tmp_path)) == "missing"


def test_unreadable_files_are_skipped(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    place(MUGS, tmp_path / "order.yaml")
    text = f"kind: order-confirmation\nid: {ORDER}\n"
    (tmp_path / "unclosed.yaml").write_text(text + "lines: [\n", encoding="utf-8")
    (tmp_path / "twice.yaml").write_text(text + "id: SO-2\n", encoding="utf-8")
    (tmp_path / "broken.json").write_text('{"kind": "order-confirmation", "id": "' + ORDER + '"', "utf-8")
    (tmp_path / "gbk.yaml").write_bytes((text + "notices: 大写\n").encode("gbk"))
    (tmp_path / "zeros.yaml").write_bytes(text.encode() + b"\x00\x00\x00")
    (tmp_path / "no.docx").write_bytes(b"PK\x03\x04 not a document")
    (tmp_path / "deep.yaml").write_text(text + "lines: " + "[" * 50_000 + "\n", encoding="utf-8")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "below.yaml").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "comms.toml").write_text("this is no TOML")
    (tmp_path / "secret" / "order.yaml").write_text(text, encoding="utf-8")
    file = notice(tmp_path)
    assert reason(file) == ""
    assert codes(file) == []


def test_a_document_with_errors_is_a_document_all_the_same(tmp_path: Path) -> None:
    revision(tmp_path / "order.yaml", 1, currency="XXQ", colour="red")
    file = notice(tmp_path)
    assert reason(file) == ""
    assert codes(file) == [], "its errors are its own"


# --- the number of files that are read -----------------------------------------------------------


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record the names of the files that are loaded from now on."""
    found: list[str] = []

    def counted(content: bytes, name: str, workspace: Workspace) -> list[Case]:
        found.append(Path(name).name)
        return cases_of(content, name, workspace)

    monkeypatch.setattr("comms.workspace.register.cases_of", counted)
    return found


def test_only_the_documents_asked_for_are_loaded_from_a_huge_folder(tmp_path: Path, loads: list[str]) -> None:
    a_workspace(tmp_path)
    for number in range(300):
        folder = tmp_path / f"{number % 10}"
        folder.mkdir(exist_ok=True)
        text = f"kind: order-confirmation\nid: SO-{number:04d}\nnotices: about SO-0007, id:SO-0008\n"
        (folder / f"order-{number}.yaml").write_text(text)
    register = Register(tmp_path)
    assert loads == []
    (case,) = register.documents("SO-0007")
    assert case.document is not None
    assert case.document.id == "SO-0007"
    assert loads == ["order-7.yaml"]
    assert len(register.documents("SO-0007")) == 1
    assert loads == ["order-7.yaml"], "what was loaded is kept"
    assert register.documents("SO-9999") == []
    assert loads == ["order-7.yaml"], "an id that nobody has loads nothing"


def test_linting_a_notice_loads_its_order_and_nothing_else(tmp_path: Path, loads: list[str]) -> None:
    a_workspace(tmp_path)
    place(MUGS, tmp_path / "orders" / "order.yaml")
    for number in range(50):
        revision(tmp_path / "orders" / f"{number}.yaml", 1, id=f"SO-{number}")
    assert codes(notice(tmp_path)) == []
    assert loads == ["order.yaml"]


def test_a_word_document_is_opened_only_without_a_text_file_of_its_name(
    tmp_path: Path, loads: list[str]
) -> None:
    for number in range(5):
        revision(tmp_path / f"{number}.yaml", 1, id=f"SO-{number}")
        rendered(tmp_path / f"{number}.yaml", tmp_path / f"{number}.docx")
    rendered(MUGS, tmp_path / "alone.docx")
    loads.clear()
    register = Register(tmp_path)
    assert len(register.documents(ORDER)) == 1
    assert loads == ["alone.docx"]
    assert len(register.documents("SO-3")) == 1
    assert loads == ["alone.docx", "3.yaml"]


def test_all_documents_of_a_kind_are_found(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    place(MUGS, tmp_path / "a" / "order.yaml")
    place(MORE_MUGS, tmp_path / "request.yaml")
    register = register_of(open_workspace(tmp_path))
    assert register is not None
    assert [case.source.name for case in register.of_kind("order-confirmation")] == [
        str(tmp_path / "a" / "order.yaml")
    ]
    assert [case.document.id for case in register.of_kind("change-request") if case.document] == [
        "CR-2026-0611-01"
    ]
    assert list(register.of_kind("delay-notice")) == []


# --- one document, or two ----------------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "md", "json"])
def test_a_copy_in_another_format_is_not_a_twin(tmp_path: Path, form: str) -> None:
    place(MUGS, tmp_path / "order.yaml")
    rendered(MUGS, tmp_path / f"copy.{form}")
    assert codes(notice(tmp_path)) == []
    assert codes(tmp_path) == []


def test_a_reference_to_two_different_files_of_one_number_is_ambiguous(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "one.yaml")
    revision(tmp_path / "two.yaml", 1, order_reference="CG-OTHER")
    file = notice(tmp_path)
    (finding,) = lint_paths([file], "en").findings
    assert (finding.code, finding.field) == ("F008", "order")
    assert "one.yaml" in finding.message
    assert "two.yaml" in finding.message
    assert sorted(codes(tmp_path)) == [("F007", "one.yaml"), ("F007", "two.yaml"), ("F008", "notice.yaml")]


def test_the_same_file_twice_is_ambiguous_too(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "one.yaml")
    place(MUGS, tmp_path / "two.yaml")
    assert sorted(codes(tmp_path)) == [("F007", "one.yaml"), ("F007", "two.yaml")]
    assert codes(notice(tmp_path)) == [("F008", "notice.yaml")]


def test_a_link_to_a_document_is_that_document(tmp_path: Path) -> None:
    a_workspace(tmp_path)
    order = place(MUGS, tmp_path / "order.yaml")
    (tmp_path / "latest.yaml").symlink_to(order)
    (tmp_path / "of-2026").mkdir()
    (tmp_path / "of-2026" / "mugs.yaml").symlink_to(tmp_path / "latest.yaml")
    file = notice(tmp_path)
    assert reason(file) == ""
    assert codes(file) == []
    named = open_workspace(tmp_path).with_named(tmp_path / "latest.yaml", order)
    assert find(named, ORDER, OrderConfirmation).reason == ""


def test_a_rendered_copy_that_has_fallen_behind_is_a_twin(tmp_path: Path) -> None:
    order = place(MUGS, tmp_path / "order.yaml")
    rendered(order, tmp_path / "order.md")
    revision(order, 1, order_reference="CG-NEW")
    assert codes(notice(tmp_path)) == [("F008", "notice.yaml")]


def test_two_revisions_are_not_twins(tmp_path: Path) -> None:
    for number in (1, 2):
        revision(tmp_path / f"r{number}.yaml", number)
    assert codes(notice(tmp_path)) == [("F010", "notice.yaml")]
    assert codes(tmp_path) == [("F010", "notice.yaml")], "the notice is about the first of them"


# --- which revision ----------------------------------------------------------------------------


def revised(folder: Path, numbers: tuple[int, ...] = (3, 1, 2)) -> Workspace:
    for number in numbers:
        revision(folder / f"r{number}.yaml", number, order_reference=f"R{number}")
    return open_workspace(folder)


def test_the_latest_revision_counts_if_none_is_named(tmp_path: Path) -> None:
    workspace = revised(tmp_path)
    latest = find(workspace, ORDER, OrderConfirmation).document
    second = find(workspace, ORDER, OrderConfirmation, 2).document
    assert latest is not None
    assert second is not None
    assert (latest.order_reference, second.order_reference) == ("R3", "R2")


def test_revisions_are_compared_as_numbers(tmp_path: Path) -> None:
    workspace = revised(tmp_path, (9, 10, 2))
    latest = find(workspace, ORDER, OrderConfirmation).document
    assert latest is not None
    assert latest.revision == 10


def test_a_document_without_a_revision_is_the_first(tmp_path: Path) -> None:
    data = data_of(MUGS)
    data.pop("revision")
    write(tmp_path / "order.yaml", data)
    assert codes(notice(tmp_path, order_revision=1)) == []
    assert find(open_workspace(tmp_path), ORDER, OrderConfirmation, 1).reason == ""


def test_a_missing_revision_is_reported_with_those_that_exist(tmp_path: Path) -> None:
    revised(tmp_path)
    (finding,) = lint_paths([notice(tmp_path, order_revision=4)], "en").findings
    assert finding.code == "F008"
    assert "1, 2, 3" in finding.message


def test_the_latest_revision_counts_even_if_only_a_word_document_holds_it(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "r1.yaml")
    second = revision(tmp_path / "r2.yaml", 2)
    rendered(second, tmp_path / "r2.docx")
    second.unlink()
    latest = find(open_workspace(tmp_path), ORDER, OrderConfirmation).document
    assert latest is not None
    assert latest.revision == 2


# --- references that are missing, of another kind, or circular -----------------------------------


def test_a_missing_document_is_reported_at_the_reference(tmp_path: Path) -> None:
    for language in ("en", "zh"):
        (finding,) = lint_paths([notice(tmp_path)], language).findings
        assert (finding.code, finding.field, str(finding.severity)) == ("F008", "order", "error")
        assert ORDER in finding.message


def test_a_missing_policy_is_reported_unless_it_is_the_standard_one(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "order.yaml")
    (finding,) = lint_paths([notice(tmp_path, compensation={"policy": "gold"})], "en").findings
    assert (finding.code, finding.field) == ("F008", "compensation.policy")
    assert codes(notice(tmp_path, compensation={"policy": "standard"})) == []
    revision(tmp_path / "order.yaml", 1, compensation_policy="gold")
    assert ("F008", "order.yaml") in codes(tmp_path / "order.yaml")


def test_a_workspaces_own_standard_policy_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = {
        "kind": "compensation-policy",
        "id": "standard",
        "day_type": "calendar",
        "tiers": [{"from_day": 1, "offers": [{"type": "discount", "percent": 2}]}],
    }
    write(tmp_path / "policy.yaml", own)
    found = policy_of("standard", open_workspace(tmp_path)).document
    assert found is not None
    assert found.tiers is not None
    assert len(found.tiers) == 1
    assert policy_of("standard", open_workspace(tmp_path / "elsewhere")).document is standard_policy()


@pytest.mark.parametrize("field", ["order", "compensation.policy"])
def test_an_id_of_another_kind_is_not_accepted(tmp_path: Path, field: str) -> None:
    place(MUGS, tmp_path / "order.yaml")
    place(MORE_MUGS, tmp_path / "request.yaml")
    other: dict[str, Any] = (
        {"order": "CR-2026-0611-01", "order_revision": None}
        if field == "order"
        else {"compensation": {"policy": ORDER}}
    )
    (finding,) = lint_paths([notice(tmp_path, **other)], "en").findings
    assert (finding.code, finding.field) == ("F008", field)
    assert ("request.yaml" if field == "order" else "order.yaml") in finding.message


def test_one_number_for_two_kinds_is_reported(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "order.yaml")
    write(tmp_path / "policy.yaml", {"kind": "compensation-policy", "id": ORDER, "day_type": "calendar"})
    workspace = open_workspace(tmp_path)
    assert find(workspace, ORDER, OrderConfirmation).reason == "kind"
    assert find(workspace, ORDER, CompensationPolicy).reason == "kind"


BY_MAIL = {"field": "notices", "before": None, "after": "邮件"}
MADE = {"revision": 2, "change_request": "CR-1", "date": "2026-06-16", "changes": [BY_MAIL]}


def applied_revision(folder: Path, about: int, made: int = 2) -> tuple[Path, Path]:
    """Write a request about one revision of the order, and the revision that it claims to have made."""
    order = revision(folder / f"r{made}.yaml", made, history=[{**MADE, "revision": made}])
    data = {**data_of(MORE_MUGS), "id": "CR-1", "order_revision": about}
    data["changes"] = [BY_MAIL]
    data["impact"] = {"cost": 0, "schedule_days": 0}
    return order, write(folder / "request.yaml", data)


def test_a_circle_is_reported_at_both_ends(tmp_path: Path) -> None:
    order, request = applied_revision(tmp_path, about=2)
    assert codes(order) == [("F009", "r2.yaml")]
    assert codes(request) == [("F009", "request.yaml")]
    assert sorted(codes(tmp_path)) == [("F009", "r2.yaml"), ("F009", "request.yaml")]
    (at_order,) = lint_paths([order], "en").findings
    (at_request,) = lint_paths([request], "en").findings
    assert at_order.field == "history[0].change_request"
    assert at_request.field == "order_revision"


def test_a_request_about_the_previous_revision_is_not_a_circle(tmp_path: Path) -> None:
    place(MUGS, tmp_path / "r1.yaml")
    applied_revision(tmp_path, about=1)
    assert codes(tmp_path) == []


def test_a_request_about_a_later_revision_than_it_made_is_a_circle(tmp_path: Path) -> None:
    applied_revision(tmp_path, about=3)
    revision(tmp_path / "r3.yaml", 3, history=[MADE])
    assert {code for code, _ in codes(tmp_path)} == {"F009"}
    assert {name for _, name in codes(tmp_path)} == {"r2.yaml", "r3.yaml", "request.yaml"}


def test_a_history_whose_requests_are_filed_elsewhere_is_only_a_warning(tmp_path: Path) -> None:
    order, request = applied_revision(tmp_path, about=1)
    request.unlink()
    (finding,) = lint_paths([order], "en").findings
    assert (finding.code, str(finding.severity), finding.field) == (
        "F008",
        "warning",
        "history[0].change_request",
    )
    assert find(open_workspace(tmp_path), "CR-1", ChangeRequest).reason == "missing"


def test_only_the_letters_that_may_declare_an_id_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in ("SO-2026-0001", "SO-2026-0002", "编号 “3”"):
        order = load_file(write(tmp_path / "order.yaml", {**data_of(MUGS), "id": number})).document
        assert order is not None
        (tmp_path / f"{len(list(tmp_path.iterdir()))}.docx").write_bytes(render(order, "docx", Layout("zh")))
    (tmp_path / "order.yaml").unlink()
    read: list[str] = []
    monkeypatch.setattr(
        "comms.workspace.register.cases_of",
        lambda content, name, workspace: read.append(Path(name).name) or cases_of(content, name, workspace),
    )
    register = Register(tmp_path)
    for number in ("SO-2026-0002", "编号 “3”"):
        (found,) = register.documents(number)
        assert found.document is not None
        assert found.document.id == number
    assert len(read) == 2


def test_the_files_of_a_workspace_are_searched_for_ids_once_however_many_letters_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[Path] = []
    read = register_module._content
    monkeypatch.setattr(register_module, "_content", lambda path: reads.append(path) or read(path))
    (tmp_path / "comms.toml").touch()
    counts = []
    for number in range(1, 5):
        write(tmp_path / f"order{number}.yaml", {**data_of(MUGS), "id": f"SO-{number}"})
        write(
            tmp_path / f"letter{number}.yaml",
            {**data_of(MORE_MUGS), "id": f"CR-{number}", "order": f"SO-{number}"},
        )
        reads.clear()
        assert lint_paths([tmp_path], "en").findings == []
        counts.append(len(reads))
    assert {later - earlier for earlier, later in pairwise(counts)} == {counts[1] - counts[0]}
