"""`comms init`: comms.toml by asking, and without."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.workspace.setup import SETTINGS, read_setting, settings_text
from comms.workspace.workspace import open_workspace
from tests.support import EXAMPLES
from tests.support.here import run_here
from tests.support.terminals import Terminal


@given(
    st.dictionaries(
        st.sampled_from([setting.key for setting in SETTINGS]), st.text(min_size=1).filter(str.strip)
    )
)
def test_whatever_is_answered_comes_back_from_the_file(values: dict[str, str]) -> None:
    values = {key: value.encode("utf-8", "replace").decode() for key, value in values.items()}
    found = tomllib.loads(settings_text(values, "zh"))
    company = found.pop("company", {})
    contact = company.pop("contact", {})
    flat = found | {f"company.{key}": value for key, value in company.items()}
    assert flat | {f"company.contact.{key}": value for key, value in contact.items()} == values


@pytest.mark.long
def test_the_settings_are_asked_for_with_a_way_back(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init")
    terminal.answer("Language:", "fr")
    terminal.answer("Language:", "zh")  # from here on the questions are Chinese
    terminal.answer("时区：", "")
    terminal.answer("节假日：", "Atlantis")
    terminal.answer("节假日：", "<")
    terminal.answer("时区：", "Europe/Berlin")
    terminal.answer("节假日：", "de")
    terminal.answer("币种：", "-")
    terminal.answer("公司：", "景德镇青岚陶瓷有限公司")
    for label in ("地址：", "联系人：", "职务：", "邮箱：", "电话："):
        terminal.answer(label, "")
    assert terminal.end() == 0
    settings = open_workspace(tmp_path).settings
    assert (settings.language, settings.timezone, settings.holidays, settings.currency) == (
        "zh", "Europe/Berlin", "DE", None,
    )  # fmt: skip
    assert settings.company == {"name": "景德镇青岚陶瓷有限公司"}


def test_settings_may_be_given_without_a_terminal(tmp_path: Path) -> None:
    ran = run_here("init", "--set", "language=en", "--set", "company.contact.name=Ana Roth", cwd=tmp_path)
    assert ran.status == 0
    assert open_workspace(tmp_path).settings.company == {"contact": {"name": "Ana Roth"}}
    assert run_here("init", "--set", "language=zh", cwd=tmp_path).status == 1
    assert run_here("init", "--set", "language=zh", "--force", cwd=tmp_path).status == 0
    assert open_workspace(tmp_path).settings.language == "zh"


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("language=fr", "`fr` is not a language"),
        ("timezone=Mars", "no time zone `Mars`"),
        ("holidays=XX", "`XX`"),
        ("currency=GOLD", "`GOLD` is not a currency"),
        ("colour=red", "company.name"),
        ("language", "language"),
    ],
)
def test_a_setting_that_cannot_be_is_told_and_nothing_written(
    setting: str, told: str, tmp_path: Path
) -> None:
    ran = run_here("init", "--set", setting, cwd=tmp_path)
    assert ran.status == 2
    assert told in ran.err
    assert not (tmp_path / "comms.toml").exists()


def test_where_nobody_can_be_asked_the_settings_are_named(tmp_path: Path) -> None:
    ran = run_here("init", cwd=tmp_path)
    assert ran.status == 2
    assert "company.contact.phone" in ran.err


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("timezone=北京", 'timezone = "Asia/Shanghai"'),
        ("timezone=shanghai", 'timezone = "Asia/Shanghai"'),
        ("timezone=Berlin", 'timezone = "Europe/Berlin"'),
        ("holidays=中国", 'holidays = "CN"'),
        ("currency=人民币", 'currency = "CNY"'),
        ("currency=rmb", 'currency = "CNY"'),
        ("language=中文", 'language = "zh"'),
    ],
)
def test_a_setting_is_understood_as_people_say_it(setting: str, value: str) -> None:
    key, _, written = setting.partition("=")
    found = next(setting for setting in SETTINGS if setting.key == key)
    assert value in settings_text({key: read_setting(found, written)}, "en")


def test_moves_are_no_settings(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, "init")
    terminal.answer("Language:", "?")
    terminal.answer("Language:", ">")
    terminal.answer("Time zone:", "<")
    terminal.child.expect_exact("Language:")
    terminal.child.send("\x03")
    assert terminal.end() == 130
    assert not (tmp_path / "comms.toml").exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("company.contact.email=j.keller", "is not an e-mail address"),
        ("company.contact.phone=j@keller.de", "is not a phone number"),
    ],
)
def test_what_is_no_address_is_refused(setting: str, said: str, tmp_path: Path) -> None:
    ran = run_here("init", "--set", setting, "--no-input", cwd=tmp_path)
    assert ran.status == 2
    assert said in ran.err


def test_a_good_document_becomes_the_starting_point_of_a_team(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text('# ours\ncurrency = "EUR"\n', encoding="utf-8")
    example = EXAMPLES / "design-brief" / "good" / "banner.en.yaml"
    ran = run_here("init", "--from", example, cwd=tmp_path)
    assert ran.status == 0, ran.err
    text = (tmp_path / "comms.toml").read_text(encoding="utf-8")
    assert text.startswith('# ours\ncurrency = "EUR"\n')
    begun = tomllib.loads(text)["defaults"]["design-brief"]
    assert begun.keys() == {
        "where",
        "who",
        "how",
        "deliverables",
        "must_include",
        "must_avoid",
        "revision_rounds",
    }
    assert begun["deliverables"][0]["size"] == "1920 x 600 px"
    answers = ("title=T", "what=Two banners", "why=2 %", "when.due=2038-09-10", "how_much.hours=3")
    sets = [part for text in answers for part in ("--set", text)]
    assert run_here("new", "design-brief", "--no-input", "-o", "a.yaml", *sets, cwd=tmp_path).status == 0


def test_a_starting_point_is_not_replaced_unasked(tmp_path: Path) -> None:
    example = EXAMPLES / "restock-brief" / "good" / "t-shirts.zh.yaml"
    assert run_here("init", "--from", example, cwd=tmp_path).status == 0
    before = (tmp_path / "comms.toml").read_bytes()
    ran = run_here("init", "--from", example, cwd=tmp_path)
    assert ran.status == 1
    assert "--force" in ran.err
    assert (tmp_path / "comms.toml").read_bytes() == before
    assert run_here("init", "--from", example, "--force", cwd=tmp_path).status == 0


@pytest.mark.parametrize("content", ["", "just words", "kind: brief\nwhat: [\n"])
def test_only_a_document_is_a_starting_point(content: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(content, encoding="utf-8")
    ran = run_here("init", "--from", "a.yaml", cwd=tmp_path)
    assert ran.status == 1
    assert "a.yaml" in ran.err
    assert not (tmp_path / "comms.toml").exists()
