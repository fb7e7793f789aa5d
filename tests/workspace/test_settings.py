"""Mistakes in the settings are reported in the reader's language, with the file and the key."""

from pathlib import Path

import pytest

from tests.support.here import run_here


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("[lint]\nignored = []\n", "lint.ignored. Did you mean ignore?", "没有“lint.ignored”这一项设置"),
        ('langage = "zh"\n', "langage. Did you mean language?", "是不是 language"),
        ('language = "fr"\n', "language must be one of 'zh', 'en'", "“language”只能是 'zh', 'en'"),
        ('[lint]\nignore = "V3"\n', "lint.ignore must be a list", "“lint.ignore”应当是方括号里的列表"),
        ("lint = 3\n", "lint must be a table", "“lint”应当是由键和值组成的表"),
        ("[deadlines]\ndelay_notice_hours = []\n", "must be a whole number", "应当是整数"),
        (
            "[lint.severity]\nV302 = 'fatal'\n",
            "lint.severity.V302 must be one of",
            "“lint.severity.V302”只能是",
        ),
        ("[lint.headings]\nwhn = ['DDL']\n", "lint.headings.whn. Did you mean when?", "是不是 when"),
        (
            "[lint.headings]\nwhen = 'DDL'\n",
            "lint.headings.when must be a list",
            "“lint.headings.when”应当是方括号里的列表",
        ),
        (
            "[lint.headings]\nwhen = ['节点', '']\n",
            "entry 2 of lint.headings.when must be a word",
            "“lint.headings.when 第 2 项”应当是一个词",
        ),
        (
            "[lint]\nselect = [1]\n",
            "entry 1 of lint.select must be a text",
            "“lint.select 第 1 项”应当是加引号的文本",
        ),
        (
            "[lint.headings]\nwhen = ['Go', '节点']\nhow = ['go']\n",
            "lint.headings has “go” under both when and how. Leave it under one of them",
            "“lint.headings”里，“go”既在 when 下，又在 how 下，请只留一处",
        ),
        ("timezone = 8\n", "timezone must be a text", "“timezone”应当是加引号的文本"),
    ],
)
def test_a_mistake_in_the_settings_is_reported_in_the_language_of_its_reader(
    text: str, english: str, chinese: str, tmp_path: Path
) -> None:
    (tmp_path / "comms.toml").write_text(text, encoding="utf-8")
    for language, sentence in (("en", english), ("zh", chinese)):
        ran = run_here("lint", "--language", language, cwd=tmp_path)
        assert ran.status == 2
        assert sentence in ran.err and "comms.toml" in ran.err
