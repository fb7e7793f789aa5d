"""Makes the files that the benchmarks lint and list.

Requests have 44 lines each, every tenth with a fault. Six texts of a file are unique; places, people and
materials recur in others, as they do in a team. A workspace holds orders and letters about them as well.
"""

from pathlib import Path

FAULTS = {
    "why: ": "wyh: ",
    "  due: 2026-06-05": "  due: 2026-06-31",
    "where: ": "where: TBD # ",
    "  owner: ": "  # owner: ",
    "    target: 2.5": "    target: 2.0",
}
"""Text of a request -> the faulty text that replaces it; the faults are used in turn."""

ENGLISH = """\
kind: design-brief
id: DB-2026-{number:05}
language: en
title: Home page banners for campaign {number}
what: >-
  {count} banners for page {number} of the web shop, each in a desktop and a mobile size,
  with the campaign's price stamp in the upper right corner
why: raise the click rate of page {number} from 2.0 % to 2.5 %, as the sale's forecast needs
when:
  start: 2026-05-20
  due: 2026-06-05
  milestones:
    - {{date: 2026-05-28, name: first draft}}
    - {{date: 2026-06-02, name: review of the final}}
where: home page of the web shop, desktop and mobile
who:
  requester: Marketing, Maya Lind
  owner: Design, Tom Okafor
  approver: Head of e-commerce, Ines Roy
  informed: [Sales, Lea Brandt]
how: warm colours; the first screen says "half price in the first hour"; photographs of 12 May
how_much:
  budget: {{amount: 800, currency: EUR}}
  data:
    - "annex 1: clicks on the banners of April 2026, {number} rows"
goals:
  - actor: visitors of the home page
    scenario: they open the home page in the week before the sale
    metric: click rate of the banners
    baseline: 2.0
    target: 2.5
    unit: "%"
    by: 2026-06-18
    evidence: the warm picture of April had a click rate of 2.4 % in {number} visits
    relevance: one tenth of a point more brings {number} visits a month
deliverables:
  - {{name: banner for the desktop, count: 3, size: 1920 x 600 px, format: PNG + PSD}}
  - {{name: banner for mobile, count: 3, size: 750 x 390 px, format: PNG + PSD}}
must_include: [logo, "half price in the first hour"]
must_avoid:
  - names of competitors
  - fonts without a licence
revision_rounds: 2
attachments: [clicks-2026-04.xlsx]
"""

CHINESE = """\
kind: design-brief
id: DB-2026-{number:05}
language: zh
title: 活动 {number} 首页轮播图
what: >-
  设计 {count} 张第 {number} 号页面的轮播图，各出 PC 与移动端两个尺寸，
  右上角放活动价标识
why: 承接预热流量，把第 {number} 号页面的点击率从 2.0% 提升到 2.5%，达到活动预测所需
when:
  start: 2026-05-20
  due: 2026-06-05
  milestones:
    - {{date: 2026-05-28, name: 初稿}}
    - {{date: 2026-06-02, name: 定稿评审}}
where: 天猫旗舰店首页，PC 端与移动端
who:
  requester: 运营部 李婷
  owner: 设计部 周航
  approver: 电商总监 王敏
  informed: [市场部 陈洁]
how: 暖色调；首屏突出“前 1 小时 5 折”利益点；商品图用 5 月 12 日实拍图
how_much:
  budget: {{amount: 6000, currency: CNY}}
  data:
    - 附件 1：2026 年 4 月轮播图点击数据，{number} 行
goals:
  - actor: 首页访客
    scenario: 活动前一周打开天猫旗舰店首页
    metric: 轮播图点击率
    baseline: 2.0
    target: 2.5
    unit: "%"
    by: 2026-06-18
    evidence: 4 月同位置暖色调素材访问 {number} 次，点击率 2.4%
    relevance: 点击率每升 0.1 个百分点，每月多 {number} 次进店
deliverables:
  - {{name: 首页轮播图 PC 版, count: 3, size: 1920×600 px, format: PNG + PSD}}
  - {{name: 首页轮播图移动版, count: 3, size: 750×390 px, format: PNG + PSD}}
must_include: [品牌标识, “前 1 小时 5 折”]
must_avoid:
  - 竞品名称
  - 未授权字体
revision_rounds: 2
attachments: [点击数据-2026-04.xlsx]
"""


def make_requests(folder: Path, count: int, per_folder: int = 100) -> list[Path]:
    """Write `count` design briefs, English and Chinese in turn, and return their paths."""
    faults = list(FAULTS.items())
    paths = []
    for number in range(count):
        text = (CHINESE if number % 2 else ENGLISH).format(number=number, count=number % 7 + 2)
        if number % 10 == 3:
            text = text.replace(*faults[number // 10 % len(faults)])
        path = folder / f"{number // per_folder:03}" / f"request-{number:05}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


EXAMPLES = Path(__file__).parent.parent / "examples"
ORDER = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"
LETTERS = (
    EXAMPLES / "change-request" / "good" / "more-lamps.en.yaml",
    EXAMPLES / "delay-notice" / "good" / "typhoon.en.yaml",
)
"""The order of the examples, and letters about it; their numbers hold that of the order, 2026-0620."""


def make_workspace(folder: Path, count: int) -> None:
    """Write documents, of ten seven requests, two orders and one letter about an order."""
    folder.mkdir(parents=True)
    (folder / "comms.toml").write_text("", encoding="utf-8")
    orders, letters = count // 5, count // 10
    make_requests(folder / "requests", count - orders - letters)
    for number in range(orders):
        _copy_numbered(ORDER, folder / "orders" / f"{number // 100:03}" / f"SO-{number:05}.yaml", number)
    for number in range(letters):
        letter = LETTERS[number % 2]
        _copy_numbered(letter, folder / "letters" / f"{number // 100:03}" / f"{number:05}.yaml", number)


def _copy_numbered(example: Path, target: Path, number: int) -> None:
    text = example.read_text(encoding="utf-8").replace("2026-0620", f"2026-{number:05}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
