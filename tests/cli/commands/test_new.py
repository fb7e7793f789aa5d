"""What `comms new` takes from tables, where each advice works when it is followed, and what it saves."""

from pathlib import Path

import pytest
import yaml

from comms.reading import read_file
from comms.workspace.loading import load_case, load_file
from tests.support import EXAMPLES, Ran
from tests.support.here import run_here

BRIEF = EXAMPLES / "design-brief" / "good" / "banner.zh.yaml"
LAMPS = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"
GIVEN = (
    "order_reference=P-1",
    "issued_at=2026-06-05T10:30+08:00",
    "delivery.ship_by=2026-06-15",
    "order_received_at=2026-06-05T08:30+08:00",
    "reply_by=2026-06-10T10:00+08:00",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder whose usual currency is not that of the order that new ones are like."""
    (tmp_path / "comms.toml").write_text('language = "en"\ncurrency = "CNY"\n', encoding="utf-8")
    return tmp_path


def order(workspace: Path, table: str, *options: str) -> Ran:
    """Run `comms new` for an order in USD with the lines of a table."""
    (workspace / "t.csv").write_text(table, encoding="utf-8")
    sets = [word for given in GIVEN for word in ("--set", given)]
    command = ["new", "order-confirmation", "--like", str(LAMPS), "--lines", "t.csv", *sets, *options]
    return run_here(*command, "--no-input", "-o", "oc.yaml", "--force", cwd=workspace)


def saved(workspace: Path) -> dict[str, object]:
    data: dict[str, object] = yaml.safe_load((workspace / "oc.yaml").read_text(encoding="utf-8"))
    return data


HEAD = "SKU,Description,Qty,Unit,Unit Price"


def test_the_columns_and_what_is_not_used_are_told_without_a_terminal(workspace: Path) -> None:
    done = order(workspace, f"{HEAD},Warehouse bin\nA-1,lamp,100,pcs,23.40,K7\n")
    assert done.status == 0, done.err
    for told in ("SKU → Item", "Qty → Quantity", "Unit Price → Unit price", "Warehouse bin → not used", "K7"):
        assert told in done.err
    assert "Lines of the table: 1." in done.err


@pytest.mark.parametrize("currency", ["单价（元）", "Price (CNY)"])
def test_the_currency_of_the_order_holds_and_not_that_of_the_workspace(
    workspace: Path, currency: str
) -> None:
    done = order(workspace, f"SKU,Description,Qty,Unit,{currency}\nA-1,lamp,100,pcs,168.00\n")
    assert done.status == 2
    assert "The table is in CNY, but the document is in USD" in done.err
    assert not (workspace / "oc.yaml").exists()


def test_a_unit_for_all_rows_is_advised_and_taken(workspace: Path) -> None:
    table = "SKU,Description,Qty,Unit Price\nA-1,lamp,2,50.00\nA-2,lamp,2,50.00\n"
    done = order(workspace, table)
    assert "--set 'lines[].unit=pcs'" in done.err
    done = order(workspace, table, "--set", "lines[].unit=pcs")
    assert done.status == 0, done.err
    assert [line["unit"] for line in saved(workspace)["lines"]] == ["pcs", "pcs"]  # type: ignore[index, attr-defined]


def test_one_of_several_orders_is_chosen_as_advised(workspace: Path) -> None:
    table = f"Order No,{HEAD}\nPO-1,A-1,lamp,100,pcs,23.40\n,A-2,lamp,50,pcs,30\nPO-2,A-3,lamp,5,pcs,10\n"
    done = order(workspace, table)
    assert '--where "Order No=PO-1"' in done.err
    done = order(workspace, table, "--where", "Order No=PO-1")
    assert done.status == 0, done.err
    assert [line["sku"] for line in saved(workspace)["lines"]] == ["A-1", "A-2"]  # type: ignore[index, attr-defined]


def test_a_decimal_sign_is_named_as_advised(workspace: Path) -> None:
    table = "SKU;Description;Qty;Unit;Unit Price\nA-1;lamp;1.200;pcs;12\n"
    assert "`--decimal comma`" in order(workspace, table).err
    assert order(workspace, table, "--decimal", "comma").status == 0
    assert load_case(read_file(workspace / "oc.yaml")).document.computed().total == 14400  # type: ignore[union-attr]


def test_prices_with_tax_are_taken_once_the_document_includes_it(workspace: Path) -> None:
    table = "SKU,Description,Qty,Unit,Unit price incl VAT\nA-1,cup,100,pcs,11.30\n"
    tax = ("--set", "tax.rate_percent=13", "--set", "tax.included=false")
    done = order(workspace, table, *tax)
    assert "`--set tax.included=true`" in done.err
    assert order(workspace, table, *tax[:2], "--set", "tax.included=true").status == 0
    assert str(load_case(read_file(workspace / "oc.yaml")).document.computed().total) == "1130.00"  # type: ignore[union-attr]


def test_a_discount_on_the_order_is_taken_and_told(workspace: Path) -> None:
    table = f"{HEAD},Order discount\nA-1,lamp,100,pcs,23.40,USD 40\nA-2,lamp,10,pcs,20,\n"
    done = order(workspace, table)
    assert saved(workspace)["discount_amount"] == 40
    assert "Discount on the order, in money 40" in done.err


COLUMNS = '[order-confirmation]\n"Code" = "sku"\n"What" = "name"\n"How many" = "quantity"\n"Per piece" = "unit_price"\n"Old price" = "-"\n'


def test_columns_are_taken_from_a_shared_file(workspace: Path) -> None:
    (workspace / "columns.toml").write_text(COLUMNS, encoding="utf-8")
    table = "Code,What,How many,Per piece,Old price\nA-1,lamp,2,50.00,60.00\n"
    done = order(workspace, table, "--columns", "columns.toml", "--set", "lines[].unit=pcs")
    assert done.status == 0, done.err
    assert saved(workspace)["lines"] == [
        {"sku": "A-1", "name": "lamp", "quantity": 2, "unit": "pcs", "unit_price": "50.00"}
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[order-confirmation\n", "does not say what columns hold"),
        ('order-confirmation = "x"\n', "does not say what columns hold"),
        ('[order-confirmation]\n"Code" = "skuu"\n', "sku"),
        ("\x00\xff", "does not say what columns hold"),
    ],
)
def test_a_file_of_columns_that_says_nothing_of_use_is_told(workspace: Path, content: str, told: str) -> None:
    (workspace / "columns.toml").write_text(content, encoding="latin-1")
    done = order(workspace, f"{HEAD},Code\nA-1,lamp,1,pcs,1,x\n", "--columns", "columns.toml")
    assert done.status == 2
    assert told in done.err


@pytest.mark.parametrize(
    "options", [("--sheet", "x"), ("--header-row", "2"), ("--where", "a=b"), ("--decimal", "comma")]
)
def test_an_option_about_a_table_without_a_table_is_told(workspace: Path, options: tuple[str, str]) -> None:
    done = run_here("new", "brief", "--no-input", *options, cwd=workspace)
    assert (done.status, options[0] in done.err, "`--lines`" in done.err) == (2, True, True)


def test_a_table_whose_columns_are_not_known_is_refused_with_what_to_do(workspace: Path) -> None:
    table = "Kode;Varenavn;Antall\nA-1;lampe;100\n"
    done = order(workspace, table)
    assert (done.status, "`--columns`" in done.err, "[order-confirmation]" in done.err) == (2, True, True)
    (workspace / "c.toml").write_text(
        '[order-confirmation]\n"Kode" = "sku"\n"Varenavn" = "name"\n"Antall" = "quantity"\n', encoding="utf-8"
    )
    shared = ("--set", "lines[].unit=pcs", "--set", "lines[].unit_price=5")
    assert order(workspace, table, "--columns", "c.toml", *shared).status == 0


def test_a_value_for_all_lines_changes_no_cell_that_is_filled(workspace: Path) -> None:
    order(workspace, f"{HEAD}\nA-1,lamp,1,set,5\nA-2,lamp,1,,5\n", "--set", "lines[].unit=pcs")
    assert [line["unit"] for line in saved(workspace)["lines"]] == ["set", "pcs"]  # type: ignore[index, attr-defined]


def test_what_the_document_says_stays_and_is_told(workspace: Path) -> None:
    done = order(workspace, f"{HEAD},Order discount\nA-1,lamp,10,pcs,5,USD 4\n", "--set", "discount_amount=3")
    assert (done.status, saved(workspace)["discount_amount"]) == (0, 3)
    assert "The table says 4" in done.err


def test_a_value_for_all_lines_finds_each_line_whatever_its_sku(workspace: Path) -> None:
    done = order(workspace, f"{HEAD}\n1,lamp,1,,5\n0,shade,1,set,5\n", "--set", "lines[].unit=pcs")
    assert done.status == 0, done.err
    assert [line["unit"] for line in saved(workspace)["lines"]] == ["pcs", "set"]  # type: ignore[index, attr-defined]


def test_only_an_order_goes_on_in_rows_without_its_number(workspace: Path) -> None:
    table = f"Region,{HEAD}\nnorth,A-1,lamp,1,pcs,5\n,A-2,shade,1,pcs,5\n"
    assert order(workspace, table, "--where", "Region=north").status == 0
    assert [line["sku"] for line in saved(workspace)["lines"]] == ["A-1"]  # type: ignore[index, attr-defined]


# --- what is saved -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "shown", "data"),
    [
        (("--to", "chat"), "DB-2026-0021.chat.txt", "DB-2026-0021.yaml"),
        (("--to", "txt,html"), "DB-2026-0021.html", "DB-2026-0021.yaml"),
        (("--to", "chat", "-o", "out/for-the-group.txt"), "out/for-the-group.txt", "out/for-the-group.yaml"),
        (("-o", "v1.2.html"), "v1.2.html", "v1.2.yaml"),
    ],
)
def test_formats_for_readers_alone_are_saved_with_the_data(
    options: tuple[str, ...], shown: str, data: str, tmp_path: Path
) -> None:
    done = run_here(
        "new", "design-brief", "--answers", str(BRIEF), "--set", "id=DB-2026-0021", "--no-input", *options,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.status == 0, done.err
    assert (tmp_path / shown).is_file()
    assert data in done.out + done.err, "what is saved besides is told"
    saved, given = load_file(tmp_path / data).document, load_file(BRIEF).document
    assert saved is not None and given is not None
    assert saved.to_data() == given.to_data()


@pytest.mark.parametrize("options", [("--to", "chat,docx"), ("--to", "html", "--save-answers", "a.toml")])
def test_no_file_is_added_where_another_holds_the_answers(options: tuple[str, ...], tmp_path: Path) -> None:
    done = run_here("new", "design-brief", "--answers", str(BRIEF), "--no-input", *options, cwd=tmp_path)
    assert done.status == 0, done.err
    assert not list(tmp_path.glob("*.yaml"))
