"""Plain text of a whole document: each row of a table a few lines, whatever the font."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comms.language.phrases import LANGUAGES
from comms.rendering import Layout
from comms.rendering.rendition import render
from comms.rendering.text_file import text_of
from comms.rendering.tokens import parse_markdown
from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

GOOD = sorted(EXAMPLES.glob("*/good/*"))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_an_example_reads_as_plain_text_as_before(file: Path, golden: Callable[[str, str], None]) -> None:
    case, language = load_file(file), file.name.split(".")[1]
    assert case.document is not None
    text = render(case.document, "txt", Layout(language, workspace=case.workspace)).decode()
    golden(f"{file.name}.txt", text)


def plain(markdown: str) -> list[str]:
    return text_of(parse_markdown(markdown), "en").splitlines()


def test_a_row_is_lines_with_their_names_and_its_figures_share_one() -> None:
    table = "| Item | Size | Price | Sum |\n| --- | --- | --: | --: |\n| Lamp<br>oak | | 2.50 | 5.00 |\n"
    assert plain(table) == ["Item:", "  Lamp", "  oak", "Price: 2.50; Sum: 5.00"]


def test_a_total_is_named_by_the_cell_before_it() -> None:
    table = "| Item | Sum |  Tax |\n| --- | --: | --: |\n| Lamp | 5.00 | 1.00 |\n| | **Total** | **6.00** |\n"
    assert plain(table) == ["Item: Lamp", "Sum: 5.00; Tax: 1.00", "", "Total: 6.00"]


def test_two_columns_are_a_name_and_what_it_says() -> None:
    assert plain("| Of | Is |\n| --- | --- |\n| What | a<br>b |\n| Why | |\n") == [
        "What:",
        "  a",
        "  b",
        "Why:",
    ]


def test_columns_side_by_side_are_read_one_after_the_other() -> None:
    table = "<!-- role: parties -->\n\n| Seller | Buyer |\n| --- | --- |\n| A<br>a | B |\n"
    assert plain(table) == ["Seller", "A", "a", "", "Buyer", "B"]


def test_a_heading_stays_with_its_text() -> None:
    assert plain("# One\n\nText of **one**\n\n## Two\n\n- a<br>b\n- c\n\nEnd\n") == [
        *("One", "Text of one", "", "Two"),
        *("• a", "  b", "• c", "", "End"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (("--to", "chat"), "brief.chat.txt"),
        (("--to", "txt"), "brief.txt"),
        (("--to", "chat", "-o", "message.txt"), "message.txt"),
        (("-o", "message.txt"), "message.txt"),
    ],
)
def test_the_file_of_a_text_ends_in_txt(
    tmp_path: Path, arguments: tuple[str, ...], made: str, language: str
) -> None:
    brief = EXAMPLES / "design-brief" / "good" / f"banner.{language}.yaml"
    (tmp_path / "brief.yaml").write_bytes(brief.read_bytes())
    ran = run_here("render", "brief.yaml", *arguments, cwd=tmp_path)
    assert (ran.status, ran.out) == (0, f"{made}\n")
    is_chat = "chat" in arguments
    assert ((tmp_path / made).read_text(encoding="utf-8").count("\n") <= 12) == is_chat


def test_a_chat_text_and_a_plain_text_do_not_go_to_one_file(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_bytes((EXAMPLES / "design-brief/good/banner.en.yaml").read_bytes())
    ran = run_here("render", "brief.yaml", "--to", "chat,txt", "-o", "one.txt", cwd=tmp_path)
    assert ran.status == 2
    ran = run_here("render", "brief.yaml", "--to", "chat,txt", cwd=tmp_path)
    assert ran.out.split() == ["brief.chat.txt", "brief.txt"]
