"""A person at a real (pseudo-)terminal: a Chinese request typed with a mistake, a Ctrl-C and a resume."""

import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest

from comms.workspace.loading import load_file
from tests.support import run
from tests.support.effort import PATIENCE
from tests.support.texts import dump

COLUMNS, LINES = 100, 40


class Terminal:
    """A program on a pseudo-terminal, seen as the screen that a person would see."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.stream = pyte.Stream(self.screen)
        self.program = pexpect.spawn(
            sys.executable,
            ["-m", "cli.app", *arguments],
            cwd=str(folder),
            env={
                **os.environ,
                "LANG": "zh_CN.UTF-8",
                "TERM": "xterm",
                "XDG_STATE_HOME": str(folder / "state"),
                "PROMPT_TOOLKIT_NO_CPR": "1",
            },
            dimensions=(LINES, COLUMNS),
            encoding="utf-8",
            timeout=PATIENCE,
        )

    @property
    def shown(self) -> str:
        return "\n".join(self.screen.display)

    def see(self, text: str) -> None:
        """Waits until the text is on the screen."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < end, f"{text!r} is not shown:\n{self.shown}"
            self._read()

    def _read(self) -> None:
        try:
            self.stream.feed(self.program.read_nonblocking(4096, timeout=0.2))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            time.sleep(0.05)

    def type(self, label: str, text: str) -> None:
        """Waits for the prompt of a label, then types a line."""
        self.see_prompt(label)
        self.program.send(f"{text}\r")
        self._settle()

    def see_prompt(self, label: str) -> None:
        end = time.monotonic() + PATIENCE
        while not self._last_line().startswith(f"› {label}"):
            assert time.monotonic() < end, f"no prompt {label!r}:\n{self.shown}"
            self._read()

    def _last_line(self) -> str:
        return next((line for line in reversed(self.shown.splitlines()) if line.strip()), "")

    def _settle(self) -> None:
        """Reads on until the prompt that was answered is no longer the last line."""
        before = self._last_line()
        end = time.monotonic() + 10
        while self._last_line() == before and time.monotonic() < end and self.program.isalive():
            self._read()

    def ends(self) -> int:
        while self.program.isalive():
            self._read()
        for _ in range(3):
            self._read()
        self.program.close()
        return int(self.program.exitstatus if self.program.exitstatus is not None else -1)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path


BEFORE = [
    ("标题", "618 首页轮播图"),
    ("何事", "待定"),
    ("何事", "设计 3 张首页轮播图，各出 PC 与移动端两个尺寸"),
    ("何因", "承接 618 预热流量，把轮播图点击率从 2.0% 提升到 2.5%"),
    ("交付日期", "05/06/2096"),
    ("交付日期", "2096-06-05"),
    ("开始日期", "2096年5月20日"),
    ("日期", "2096-05-28"),
    ("事项", "初稿"),
    ("日期", "2096-06-02"),
    ("事项", "定稿评审"),
    ("日期", ""),
    ("何处", "天猫旗舰店首页，PC 端与移动端"),
    ("提出", "运营部 李婷"),
]
AFTER = [
    ("验收", "电商总监 王敏"),
    ("知会", "市场部 陈洁"),
    ("如何", "暖色调；首屏突出“前 1 小时 5 折”利益点；商品图用 5 月实拍图"),
    ("预算", "６,０００ 元"),
    ("数量", ""),
    ("工时", ""),
    ("说明", ""),
    ("数据", "附件 1：2026 年 4 月轮播图点击数据.xlsx"),
    ("对象", "首页访客"),
    ("场景", "618 预热期打开天猫旗舰店首页"),
    ("指标", "轮播图点击率"),
    ("现状", "2.0"),
    ("目标值", "很高"),
    ("目标值", "2.5"),
    ("单位", "%"),
    ("期限", "2096-06-18"),
    ("依据", "4 月同位置暖色调素材点击率 2.4%"),
    ("业务意义", "点击率每升 0.1 个百分点，日均多 1200 次进店"),
    ("KANO", ""),
    ("对象", ""),
    ("名称", "首页轮播图 PC 版"),
    ("数量", "3"),
    ("尺寸", "1920×600 px"),
    ("格式", "PNG + PSD"),
    ("渠道", ""),
    ("名称", "首页轮播图移动版"),
    ("数量", "3"),
    ("尺寸", "750×390 px"),
    ("格式", "PNG + PSD"),
    ("渠道", ""),
    ("名称", ""),
    ("必须有", "品牌标识；“前 1 小时 5 折”"),
    ("不能有", "竞品名称；未授权字体"),
    ("风格参考", ""),
    ("画面文案", ""),
    ("修改轮数", "2"),
]


@pytest.mark.long
def test_the_carousel_request_is_typed_in_chinese_stopped_and_resumed(folder: Path, contract: Path) -> None:
    terminal = Terminal(folder, "new", "design-brief", "--full", "--to", "md,docx,yaml")
    for label, text in BEFORE:
        terminal.type(label, text)
        if text == "待定":
            terminal.see("只是占位")
        if text == "05/06/2096":
            terminal.see("有两种读法")
    terminal.see_prompt("负责")
    terminal.program.send("设计部 周")
    terminal.see("设计部 周")
    terminal.program.send("\x03")
    assert terminal.ends() == 130
    assert "comms drafts resume" in terminal.shown

    terminal = Terminal(folder, "new", "design-brief", "--resume")
    terminal.see_prompt("负责： 设计部 周")
    terminal.type("负责", "航")
    for label, text in AFTER:
        terminal.type(label, text)
    terminal.see_prompt("编号、d 或回车")
    terminal.program.send("\r")
    terminal.see("按 c 复制")
    terminal.program.send("\r")
    assert terminal.ends() == 0, terminal.shown

    assert not list((folder / "state").rglob("*.json")), "the draft is gone once the document is saved"
    (md,) = folder.glob("DB-*.md")
    (docx,) = folder.glob("DB-*.docx")
    expected = load_file(contract / "design-brief.zh.yaml").document
    assert expected is not None
    for file in (md, docx, folder / f"{md.stem}.yaml"):
        found = load_file(file).document
        assert found is not None
        # typed for a year in which no date has passed yet, whenever the test runs
        wanted = dump({**expected.to_data(), "id": 0}).replace("2026-0", "2096-0")
        assert dump({**found.to_data(), "id": 0}) == wanted
    ran = run("lint", ".", cwd=folder)
    assert (ran.status, ran.err) == (0, "")

    text = (folder / f"{md.stem}.yaml").read_text(encoding="utf-8")
    (folder / "without-why.yaml").write_text(
        re.sub(r"^why:.*\n", "", text, flags=re.MULTILINE), encoding="utf-8"
    )
    ran = run("lint", "without-why.yaml", "--language", "zh", cwd=folder)
    assert ran.status == 1
    assert "without-why.yaml:1:1 错误 W102 why-missing" in ran.out
    text = text.replace("why: 承接", "why: 待定 #")
    (folder / "no-why.yaml").write_text(text, encoding="utf-8")
    line = text[: text.index("why:")].count("\n") + 1
    assert f"no-why.yaml:{line}:6 错误 W102" in run("lint", "no-why.yaml", "--language", "zh", cwd=folder).out


def test_shift_tab_goes_back_and_keeps_the_answer(folder: Path) -> None:
    terminal = Terminal(folder, "new", "brief", "--full", "--language", "en")
    terminal.type("Title", "One title")
    terminal.see_prompt("What:")
    terminal.program.send("\x1b[Z")
    terminal.see_prompt("Title: One title")
    terminal.program.send("\r")
    terminal.see_prompt("What:")
    terminal.program.send("\x04")
    assert terminal.ends() == 130


def test_a_dumb_terminal_and_no_colour_get_plain_text(folder: Path) -> None:
    terminal = Terminal(folder, "lint", "nowhere")
    assert terminal.ends() == 2
    assert "nowhere" in terminal.shown
