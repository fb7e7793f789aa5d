"""`--editor`: rounds with a page that a fake editor fills in."""

import shlex
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from cli.terminal.editor import Edited, page_text, put_page
from tests.support import EXAMPLES, Ran
from tests.support.here import run_here

Hand = Callable[[str], str]
"""What a person does to a page: its text before -> its text after."""

ANSWERS = {
    "标题": "618 主图",
    "何事": "主图 5 张，800×800，JPG",
    "何因": "承接 618 流量，点击率从 2.0% 提升到 2.5%",
    "交付日期": "2030-06-05",
    "何处": "天猫首页",
    "提出": "李婷",
    "负责": "周航",
    "验收": "王敏",
    "如何": "暖色调，首屏突出利益点",
    "预算": "六千元",
    "数据": "附件 1",
}


SETS = {
    "title": "618 主图",
    "what": ANSWERS["何事"],
    "why": ANSWERS["何因"],
    "when.due": "2030-06-05",
    "where": "天猫首页",
    "who.owner": "周航",
    "how": ANSWERS["如何"],
    "how_much.note": "无需预算",
}


def filled(page: str, **answers: str) -> str:
    """A page with answers below the headings that have none."""
    return "".join(_with(block, {**ANSWERS, **answers}) for block in _blocks(page))


def _blocks(page: str) -> list[str]:
    return [block if not number else f"\n[{block}" for number, block in enumerate(page.split("\n["))]


def _with(block: str, answers: dict[str, str]) -> str:
    name = block.strip().removeprefix("[").partition("]")[0].removesuffix(" *")
    if name not in answers or not block.startswith("\n["):
        return block
    kept = [line for line in block.strip().split("\n") if line.startswith(("[", "# "))]
    return "\n" + "\n".join([*kept, answers[name], "", ""])


class Person:
    """Does one thing to the page in each round, and remembers the pages."""

    def __init__(self, *hands: Hand | int) -> None:
        self.hands = list(hands)
        self.pages: list[str] = []
        self.modes: list[int] = []

    def __call__(self, page: Path, _command: list[str]) -> Edited:
        self.pages.append(page_text(page))
        self.modes.append(stat.S_IMODE(page.stat().st_mode))
        hand = self.hands.pop(0)
        if isinstance(hand, int):
            return Edited(page_text(page), hand, False)
        page.write_text(hand(self.pages[-1]), encoding="utf-8")
        return Edited(page_text(page), 0, False)


@pytest.fixture
def sit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Ran]:
    """Run `comms` with a person at the editor."""

    def run_with(person: Person, *arguments: str | Path, **environment: str) -> Ran:
        monkeypatch.setattr("cli.commands.sheet.edited", person)
        return run_here(*arguments, cwd=tmp_path, **{"EDITOR": "vi", **environment})

    return run_with


def saved(folder: Path, name: str = "DB.yaml") -> dict[str, object]:
    return dict(yaml.load((folder / name).read_text(encoding="utf-8"), yaml.BaseLoader))


def rows(page: str) -> str:
    header = "名称 * | 数量 * | 尺寸 | 格式 | 渠道"
    return page.replace(header, f"{header}\n主图 | 5 | 800×800 px | JPG | 天猫")


def same(page: str) -> str:
    return page


NEW = ("new", "design-brief", "--editor", "--language", "zh", "-o", "DB.yaml")


def test_a_page_that_is_filled_in_is_saved_and_its_figures_are_shown(sit, tmp_path: Path) -> None:
    person = Person(lambda page: rows(filled(page)))
    ran = sit(person, *NEW)
    assert (ran.status, len(person.pages)) == (0, 1), ran.err
    assert saved(tmp_path)["deliverables"] == [
        {"name": "主图", "count": "5", "size": "800×800 px", "format": "JPG", "channel": "天猫"}
    ]
    assert "“六千元”记为 6,000 元" in ran.err
    assert "2030年6月5日 星期三" in ran.err
    assert person.modes == [0o600]
    assert list((tmp_path / ".state" / "comms" / "drafts").iterdir()) == []


def test_a_page_comes_back_with_each_finding_at_its_place_until_it_is_right(sit, tmp_path: Path) -> None:
    person = Person(
        lambda page: filled(page, 交付日期="改天", 何事=""),
        lambda page: rows(page).replace("改天", "2030-06-05"),
        lambda page: page.replace("[何事 *]", "[何事 *]\n主图 5 张，800×800，JPG"),
    )
    ran = sit(person, *NEW)
    assert ran.status == 0, ran.err
    _, second, third = (page.split("\n") for page in person.pages)
    place = second.index("改天")
    assert second[place - 1].startswith("# ✗ ")
    assert any("# ✗" in line for line in second[second.index("[何事 *]") :][:4])
    assert second[0].startswith("# ! ")
    numbers = [number for number, line in enumerate(second, 1) if line.startswith("# ✗ ")]
    assert "、".join(map(str, numbers)) in second[0]
    assert sum(line.startswith("# ✗ ") for line in third) == 1
    assert saved(tmp_path)["what"] == ANSWERS["何事"]


def test_a_date_in_words_is_told_beside_errors_too(sit, tmp_path: Path) -> None:
    person = Person(lambda page: filled(page, 交付日期="下周五"), rows)
    ran = sit(person, *NEW)
    assert ran.status == 0, ran.err
    assert "# ! “下周五”" in person.pages[1]
    assert "# ✗ " in person.pages[1]


def test_a_date_in_words_is_saved_once_it_was_seen_as_a_date(sit, tmp_path: Path) -> None:
    person = Person(lambda page: rows(filled(page, 交付日期="下周五")), same)
    ran = sit(person, *NEW)
    assert (ran.status, len(person.pages)) == (0, 2), ran.err
    written = str(saved(tmp_path)["when"]["due"])  # type: ignore[index]
    assert f"\n{written}\n" in person.pages[1]
    assert "“下周五”" in person.pages[1]


@pytest.mark.parametrize("hand", [same, lambda page: "\n", 1], ids=["unchanged", "emptied", "failed"])
def test_who_gives_up_keeps_a_draft_and_is_told_how_to_go_on(sit, tmp_path: Path, hand: Hand | int) -> None:
    ran = sit(Person(lambda page: filled(page, 交付日期="改天"), hand), *NEW)
    assert ran.status == 1
    assert not (tmp_path / "DB.yaml").exists()
    assert "comms drafts resume DB-" in ran.err
    assert ran.err.rstrip().endswith(" --editor")
    person = Person(lambda page: rows(page).replace("改天", "2030-06-05"))
    again = sit(person, "new", "design-brief", "--resume", "--editor")
    assert again.status == 0, again.err
    assert "\n改天\n" in person.pages[0]
    assert saved(tmp_path)["title"] == "618 主图"


@pytest.mark.parametrize("hand", [same, lambda page: "\n", 1], ids=["unchanged", "emptied", "failed"])
def test_where_nothing_was_typed_nothing_is_kept(sit, tmp_path: Path, hand: Hand | int) -> None:
    ran = sit(Person(hand), *NEW)
    assert ran.status == 1
    assert "comms drafts resume" not in ran.err
    assert list(tmp_path.glob(".state/comms/drafts/*")) == []


def test_an_edit_that_fails_again_and_again_has_one_draft(sit, tmp_path: Path) -> None:
    text = (EXAMPLES / "design-brief" / "good" / "banner.zh.yaml").read_text(encoding="utf-8")
    (tmp_path / "banner.yaml").write_text(text, encoding="utf-8")
    title = yaml.safe_load(text)["title"]
    for typed in ("改一", "改二"):
        failing = Person(lambda page, typed=typed: page.replace(title, f"[何時]\n{typed}{title}", 1), 1)
        assert sit(failing, "edit", "banner.yaml", "--editor").status == 1
    assert len(list(tmp_path.glob(".state/comms/drafts/*.json"))) == 1
    assert f"改一{title}" in failing.pages[0]


def test_a_page_that_a_killed_run_has_left_is_found_again(sit, tmp_path: Path) -> None:
    def killed(page: Path, _command: list[str]) -> Edited:
        put_page(page, filled(page_text(page)))
        raise KeyboardInterrupt

    assert sit(killed, *NEW).status == 130
    person = Person(rows)
    ran = sit(person, "new", "design-brief", "--resume", "--editor")
    assert ran.status == 0, ran.err
    assert "618 主图" in person.pages[0]


def test_a_page_in_two_encodings_is_kept_until_it_is_readable(sit, tmp_path: Path) -> None:
    def mixed(page: Path, _command: list[str]) -> Edited:
        page.write_bytes(page.read_bytes() + "陈 王".encode("gb18030"))
        return Edited(page_text(page), 0, False)

    ran = sit(mixed, *NEW)
    assert (ran.status, "UTF-8" in ran.err, "comms drafts resume DB-" in ran.err) == (2, True, True)
    page = next(tmp_path.glob(".state/comms/drafts/*.sheet.txt"))
    assert page.read_bytes().endswith("陈 王".encode("gb18030"))
    assert sit(Person(), "new", "design-brief", "--resume", "--editor").status == 2
    assert page.read_bytes().endswith("陈 王".encode("gb18030"))


def test_a_required_section_that_was_deleted_comes_back(sit, tmp_path: Path) -> None:
    person = Person(
        lambda page: "\n[".join(
            block for block in rows(filled(page)).split("\n[") if not block.startswith("何因")
        ),
        lambda page: page.replace("[何因 *]", "[何因 *]\n点击率从 2.0% 提升到 2.5%"),
    )
    ran = sit(person, *NEW)
    assert ran.status == 0, ran.err
    assert person.pages[1].index("[何因 *]") > person.pages[1].index("[交付物 *]")


def test_an_editor_that_does_not_wait_is_told_from_a_person_who_gives_up(sit, tmp_path: Path) -> None:
    def at_once(page: Path, _command: list[str]) -> Edited:
        return Edited(page_text(page), 0, True)

    ran = sit(at_once, *NEW, EDITOR="/usr/bin/code")
    assert ran.status == 1
    assert "EDITOR='/usr/bin/code --wait'" in ran.err
    waits = sit(at_once, *NEW, EDITOR="code --wait")
    assert "code --wait" in waits.err  # said as a guess only
    assert "没有改动" in waits.err


def test_without_an_editor_a_word_says_what_to_do(sit, tmp_path: Path) -> None:
    ran = sit(Person(), *NEW, EDITOR="", VISUAL="")
    assert (ran.status, "EDITOR=nano" in ran.err) == (2, True)
    assert list(tmp_path.glob(".state/comms/drafts/*.json")) == []


def test_a_document_is_edited_on_a_page_and_keeps_its_form(sit, tmp_path: Path) -> None:
    text = (EXAMPLES / "design-brief" / "good" / "banner.zh.yaml").read_text(encoding="utf-8")
    (tmp_path / "banner.yaml").write_text(text, encoding="utf-8")
    title = yaml.safe_load(text)["title"]
    ran = sit(Person(lambda page: page.replace(title, "新标题", 1), same), "edit", "banner.yaml", "--editor")
    assert ran.status == 0, ran.err
    assert (tmp_path / "banner.yaml").read_text(encoding="utf-8") == text.replace(title, "新标题", 1)


def test_an_edit_that_was_given_up_goes_on_from_its_draft(sit, tmp_path: Path) -> None:
    text = (EXAMPLES / "design-brief" / "good" / "banner.zh.yaml").read_text(encoding="utf-8")
    (tmp_path / "banner.yaml").write_text(text, encoding="utf-8")
    title = yaml.safe_load(text)["title"]
    given_up = Person(lambda page: page.replace(title, "[何時]\n新标题", 1), 1)
    assert sit(given_up, "edit", "banner.yaml", "--editor").status == 1
    assert (tmp_path / "banner.yaml").read_text(encoding="utf-8") == text
    person = Person(lambda page: page.replace("[何時]\n", ""), same)
    ran = sit(person, "drafts", "resume", "--editor")
    assert ran.status == 0, ran.err
    assert "# ✗" in person.pages[0]
    assert (tmp_path / "banner.yaml").read_text(encoding="utf-8") == text.replace(title, "新标题", 1)


def test_what_is_given_beside_the_page_stands_on_it(sit, tmp_path: Path) -> None:
    person = Person(rows)
    sets = [f"--set={key}={value}" for key, value in SETS.items()]
    ran = sit(person, *NEW, *sets)
    assert ran.status == 0, ran.err
    assert "\n618 主图\n" in person.pages[0]


def test_an_edit_that_changes_nothing_leaves_no_draft(sit, tmp_path: Path) -> None:
    file = EXAMPLES / "design-brief" / "good" / "banner.en.yaml"
    before = file.read_bytes()
    ran = sit(Person(same), "edit", file, "--editor")
    assert ran.status == 0, ran.err
    assert file.read_bytes() == before
    assert list(tmp_path.glob(".state/comms/drafts/*")) == []


def test_proposals_stand_on_the_page_and_follow_the_answers(sit, tmp_path: Path) -> None:
    order = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"

    def changed(page: str) -> str:
        return page.replace("Field * | After", "Field * | After\nlines[DL-30-OAK].quantity | 1400")

    person = Person(changed, same)
    sit(person, "new", "change-request", "--editor", "--language", "en", "--order", order)
    first, second = (page.split("\n") for page in person.pages)
    cost = first.index("[Impact · Cost *]")
    assert first[cost + 2].startswith("# A proposal (the new total is USD")
    assert first[cost + 3] == "0.00 USD"
    assert "0.00 USD" not in second
    assert any(
        line.endswith(" USD") and float(line[:-4]) > 0
        for line in second[second.index("[Impact · Cost *]") :][:6]
    )


def test_an_editor_is_a_program_with_its_options(tmp_path: Path) -> None:
    script = tmp_path / "my editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "page = pathlib.Path(sys.argv[-1])\n"
        "assert sys.argv[1] == '--option'\n"
        "page.write_text(page.read_text(encoding='utf-8') + '\\n[如何]\\n暖色\\n', encoding='utf-8')\n"
        "sys.exit(3)\n",
        encoding="utf-8",
    )
    command = f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --option"
    ran = run_here(
        "new", "brief", "--editor", "--language", "zh", cwd=tmp_path, VISUAL=command, EDITOR="false"
    )
    assert ran.status == 1
    assert "状态 3" in ran.err
    page = next(tmp_path.glob(".state/comms/drafts/*.sheet.txt"))
    assert page.read_text(encoding="utf-8").endswith("[如何]\n暖色\n")
