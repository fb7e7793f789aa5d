"""What `comms new --no-input` says is missing, and whether giving that is enough."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.support import EXAMPLES
from tests.support.here import run_here

ORDER = EXAMPLES / "order-confirmation" / "good" / "bags.en.yaml"


@pytest.mark.parametrize("part", ["late_delivery", "seller", "payment", "quality", "lines"])
def test_what_a_whole_part_lacks_is_named_with_lines_that_work(tmp_path: Path, part: str) -> None:
    data = yaml.safe_load(ORDER.read_text(encoding="utf-8"))
    del data[part], data["id"]
    (tmp_path / "o.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    command = (
        "new",
        "order-confirmation",
        "--answers",
        "o.yaml",
        "--no-input",
        "-o",
        "x.yaml",
        "--language",
        "en",
    )
    ran = run_here(*command, cwd=tmp_path)
    sets = [shlex.split(line) for line in ran.err.splitlines() if line.startswith("  --set ")]
    assert sets and all(re.match(rf"{part}\b", value) for _, value in sets)
    again = run_here(*command, *(word for line in sets for word in line), cwd=tmp_path)
    assert "Answers are missing" not in again.err
    assert not re.search(rf"O502|F006 {part}", again.err)


@pytest.mark.parametrize(
    ("name", "advice"), [("a.txt", "`comms import a.txt`"), ("a b.eml", "`comms import 'a b.eml'`")]
)
def test_a_message_that_is_rendered_is_to_be_imported(tmp_path: Path, name: str, advice: str) -> None:
    (tmp_path / name).write_text("Subject: Banners\n\nThree banners, please.\n")
    ran = run_here("render", name, "--to", "chat", "--language", "en", cwd=tmp_path)
    assert advice in ran.err
    assert "--draft" not in ran.err
    assert ran.status == 1


@pytest.mark.parametrize("given", ["FOB Ningbo", "fob, Ningbo", "FOB Ningbo Incoterms 2020"])
def test_a_rule_of_delivery_is_set_with_its_place(tmp_path: Path, given: str) -> None:
    (tmp_path / "o.yaml").write_text(ORDER.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run_here(
        "edit",
        "o.yaml",
        "--no-input",
        "--set",
        f"delivery.incoterm={given}",
        "--language",
        "en",
        cwd=tmp_path,
    )
    delivery = yaml.safe_load((tmp_path / "o.yaml").read_text(encoding="utf-8"))["delivery"]
    assert (delivery["incoterm"], delivery["place"]) == ("FOB", "Ningbo")
    assert re.search(r"delivery\.place.*Ningbo", ran.err)
