"""Measures a Chinese order confirmation of ten lines against other ways of making the same DOCX.

Prints medians of five runs in milliseconds per letter, taken in turns, the ratios to reach, and how comms'
own time is spent. The other contenders get their values computed beforehand; comms computes its own.
"""

import argparse
import contextlib
import cProfile
import gc
import importlib
import importlib.util
import io
import itertools
import math
import os
import pstats
import re
import statistics
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial, reduce
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

import comms
from cli.commands.options import RenderOptions
from cli.commands.render import render as comms_render
from cli.commands.render_run import ENOUGH
from comms.rendering.docx.zip_parts import archive, packed
from comms.runtime.processes import in_order, processes
from comms.tasks.manifest import Outcome
from comms.tasks.output_files import OutputWriter
from comms.tasks.render_batch import Batch, Item, Rendered
from comms.tasks.render_batch import render_shared as shared
from comms.workspace.loading import load_file

SETTINGS = 'language = "zh"\ntimezone = "Asia/Shanghai"\nholidays = "CN"\ncurrency = "CNY"\n'
ORDER = """\
kind: order-confirmation
id: SO-2026-{number:04}
revision: 1
language: zh
order_reference: CG-2026-{number:04}
order_received_at: 2026-06-03T14:20:00+08:00
issued_at: 2026-06-04T09:15:00+08:00
reply_by: 2026-06-08T18:00:00+08:00
seller:
  name: 松涛搪瓷制品有限公司
  address: 浙江省宁波市鄞州区示例路 8 号
  contact: {{name: 方宁, title: 销售经理, email: fang.ning@example.com, phone: "+86 574 0000 0000"}}
  tax_id: 91330200MA0EXAMPLE
  bank: {{name: 示例银行宁波支行, account_name: 松涛搪瓷制品有限公司, account: "0000 0000 0000 0000"}}
buyer:
  name: 南京知味家居有限公司
  address: 江苏省南京市建邺区示例路 30 号
  contact: {{name: 陆佳, title: 采购主管, email: lu.jia@example.com, phone: "+86 25 0000 0000"}}
currency: CNY
lines:
{lines}tax: {{rate_percent: 13, included: false, invoice: 增值税专用发票}}
delivery:
  incoterm: DAP
  place: 南京市江宁仓
  ship_by: 2026-07-14
  deliver_by: 2026-07-16
  mode: road
  packaging: 单只彩盒，24 只/箱
  marks: 知味 / 箱号
  partial_shipment: false
payment:
  method: T/T
  instalments:
    - {{name: 预付款, percent: 30, days: 3, day_type: working, after: confirmation}}
    - {{name: 发货款, percent: 70, days: 2, day_type: working, after: shipment}}
quality:
  standards: [GB 4806.3 食品安全国家标准 搪瓷制品]
  acceptance: [到货 7 日内按 GB/T 2828.1 一般检验水平 II 抽检，AQL 主要缺陷 1.5、次要缺陷 4.0]
  warranty_months: 12
late_delivery: {{percent_per_day: 0.2, cap_percent: 8, base: affected_lines}}
late_payment: {{percent_per_day: 0.05, resale_after_days: 30}}
force_majeure: {{events: [自然灾害, 战争, 政府行为], notice_days: 5, proof: 贸促会证明}}
dispute: {{negotiation_days: 20, forum: court, institution: 南京市建邺区人民法院, seat: 南京,
  governing_law: 中华人民共和国法律}}
written_confirmation_prevails: true
intellectual_property: 图案由需方提供，供方只用于本订单
{policy}"""
LINE = """\
  - sku: EN-{number:04}-{index:02}
    name: {name}，口径 {width} mm
    quantity: {quantity}
    tolerance_percent: 2
    unit: 只
    unit_price: "{price}"
"""
NAMES = "搪瓷杯 搪瓷碗 搪瓷盘 搪瓷壶 搪瓷锅 搪瓷盆 搪瓷罐 搪瓷托盘 搪瓷量杯 搪瓷提桶".split()
FIELD = re.compile(
    "|".join(
        (
            r"(?:SO|CG)-2026-\d{4}|[A-Z0-9]{18}|[a-z.]+@example\.com|\+86 [\d ]+\d|0000(?: 0000)+",
            r"\d{4} ?年 ?\d+ ?月 ?\d+ ?日|[\d,]+\.\d\d|(?<=大写）：)\S+",
            r"\w+有限公司|\w+省\w+ \d+ 号|示例银行\w+|方宁|陆佳|南京市江宁仓|单只彩盒，24 只/箱|知味 / 箱号",
            r"GB 4806\.3 \S+ \w+|到货 7 日内.*4\.0|南京市建邺区人民法院|图案由.*本订单",
        )
    )
)
"""The texts that differ between letters or customers, for which a template has placeholders."""


class Block(NamedTuple):
    """A paragraph, or a table with its rows; lines: the indexes of the rows that a template repeats."""

    style: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    lines: range = range(0)


@dataclass
class Letter:
    """The contents of a letter: its blocks, and the values for the placeholders of a template."""

    blocks: list[Block]
    fields: dict[str, str] = field(default_factory=dict)
    rows: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Contender:
    """A way of making all letters once, and the milliseconds per letter of each run."""

    name: str
    run: Callable[[], object]
    letters: int
    taken: list[float] = field(default_factory=list)

    def measure(self) -> None:
        began = time.perf_counter()
        self.run()
        self.taken.append((time.perf_counter() - began) * 1000 / self.letters)

    @property
    def median(self) -> float:
        return statistics.median(self.taken)


def make_orders(folder: Path, count: int, policy: str = "") -> list[Path]:
    """Write so many orders, each with different figures, and return their paths."""
    folder.mkdir(parents=True)
    (folder / "comms.toml").write_text(SETTINGS, encoding="utf-8")
    paths = []
    for number in range(1, count + 1):
        lines = "".join(order_line(number, index) for index in range(1, len(NAMES) + 1))
        path = folder / f"order-{number:03}.yaml"
        path.write_text(ORDER.format(number=number, lines=lines, policy=policy), encoding="utf-8")
        paths.append(path)
    return paths


def order_line(number: int, index: int) -> str:
    return LINE.format(
        number=number,
        index=index,
        name=NAMES[index - 1],
        width=60 + 7 * index,
        quantity=100 * index + 10 * number,
        price=f"{8 + index + number / 100:.2f}",
    )


# --- contents of a letter --------------------------------------------------------------------


def blocks_of(content: bytes) -> list[Block]:
    """Return the paragraphs and tables of a DOCX, opened with python-docx."""
    found = []
    for item in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            rows = tuple(cells_of(row) for row in item.rows)
            numbered = [index for index, row in enumerate(rows) if row[0].isdigit()]
            lines = range(numbered[0], numbered[-1] + 1) if numbered else range(0)
            found.append(Block("Table Grid", rows=rows, lines=lines))
        elif text := with_blanks(item.text):
            found.append(Block(item.style.name or "" if item.style else "", text))
    return found


def cells_of(row: Any) -> tuple[str, ...]:
    """Return the texts of a row; a cell that spans several columns counts as the last of them."""
    cells = row.cells
    following = [*cells[1:], None]
    pairs = zip(cells, following, strict=True)
    return tuple("" if cell is after else with_blanks(cell.text) for cell, after in pairs)


def with_blanks(text: str) -> str:
    """Return a text with ordinary blanks for no-break spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def said(blocks: list[Block]) -> list[str]:
    """Return all texts of a letter in order, regardless of style."""
    texts = [text for block in blocks for text in (block.text, *(cell for row in block.rows for cell in row))]
    return [text for text in texts if text]


def letter_of(content: bytes) -> Letter:
    """Return a letter of comms with the values for the placeholders of its template."""
    letter = Letter(blocks_of(content))
    found = (match.group() for text in said(unlined(letter.blocks)) for match in FIELD.finditer(text))
    letter.fields = {f"v{index}": value for index, value in enumerate(found)}
    (table,) = (block for block in letter.blocks if block.lines)
    letter.rows = [dict(row_fields(table.rows[index])) for index in table.lines]
    return letter


def unlined(blocks: list[Block]) -> list[Block]:
    """Return the blocks without the order's lines, whose placeholders have separate names."""
    return [
        block._replace(rows=tuple(row for at, row in enumerate(block.rows) if at not in block.lines))
        for block in blocks
    ]


def row_fields(row: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each line of each cell with the name of its placeholder."""
    for column, cell in enumerate(row):
        for number, text in enumerate(cell.split("\n")):
            yield f"c{column}x{number}", text


def tagged(letter: Letter, tag: str) -> tuple[list[Block], tuple[str, ...]]:
    """Return the blocks with placeholders such as "{{ %s }}" for the values, and the row to repeat."""
    keys = iter(letter.fields)
    blocks = []
    for block in unlined(letter.blocks):
        text, *cells = (
            FIELD.sub(lambda _: tag % next(keys), content)
            for content in (block.text, *(cell for row in block.rows for cell in row))
        )
        width = max(map(len, block.rows), default=1)
        rows = tuple(tuple(cells[start : start + width]) for start in range(0, len(cells), width))
        blocks.append(block._replace(text=text, rows=rows))
    line = "line." if "{" in tag else ""
    row: dict[int, list[str]] = defaultdict(list)
    for key in letter.rows[0]:
        row[int(key[1 : key.index("x")])].append(tag % f"{line}{key}")
    return blocks, tuple("\n".join(row[column]) for column in sorted(row))


# --- competitors -----------------------------------------------------------------------------


def written(blocks: list[Block], base: bytes | None = None) -> bytes:
    """Return a DOCX of the blocks, written with python-docx into its own template or another document."""
    document: Any = docx.Document(io.BytesIO(base) if base else None)
    if base:
        document._body.clear_content()
    known = {known_style.name for known_style in document.styles}
    for block in blocks:
        if block.rows:
            add_table(document, block, "Table Grid" if "Table Grid" in known else "Comms Table")
        else:
            document.add_paragraph(block.text, block.style if block.style in known else "Normal")
    return saved(document)


def add_table(document: Any, block: Block, style: str) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style)
    for row, texts in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def jinja_template(letter: Letter, base: bytes | None = None) -> bytes:
    """Return a template for docxtpl, with a row that is repeated."""
    blocks, repeated = tagged(letter, "{{ %s }}")
    blank = ("",) * (len(repeated) - 1)
    rows = (("{%tr for line in lines %}", *blank), repeated, ("{%tr endfor %}", *blank))
    return written([with_rows(block, rows) for block in blocks], base)


def with_rows(block: Block, rows: tuple[tuple[str, ...], ...]) -> Block:
    if not block.lines:
        return block
    start = block.lines.start
    return block._replace(rows=(*block.rows[:start], *rows, *block.rows[start:]))


def by_docxtpl(template: bytes, letter: Letter) -> bytes:
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]

    document = DocxTemplate(io.BytesIO(template))
    document.render({**letter.fields, "lines": letter.rows})
    return saved(document)


def merge_template(letter: Letter) -> bytes:
    """Return a template for docx-mailmerge2, whose placeholders are merge fields as Word writes them."""
    blocks, repeated = tagged(letter, "«%s»")
    document = docx.Document(io.BytesIO(written([with_rows(block, (repeated,)) for block in blocks])))
    for paragraph in document.element.body.iter(qn("w:p")):
        for run in list(paragraph.iter(qn("w:r"))):
            if "«" in "".join(run.itertext()):
                put_fields(run)
    return saved(document)


def put_fields(whole: Any) -> None:
    """Replace a run by runs and merge fields."""
    for piece in re.split(r"(«\w+»|\n)", whole.text):
        if not piece:
            continue
        run = OxmlElement("w:r")
        run.text = piece
        if piece.startswith("«"):
            merge = OxmlElement("w:fldSimple")
            merge.set(qn("w:instr"), rf" MERGEFIELD {piece[1:-1]} \* MERGEFORMAT ")
            merge.append(run)
            run = merge
        whole.addprevious(run)
    whole.getparent().remove(whole)


def by_mailmerge(template: bytes, letter: Letter) -> bytes:
    from mailmerge import MailMerge  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    with MailMerge(io.BytesIO(template)) as document:
        document.merge(**letter.fields)
        document.merge_rows("c0x0", letter.rows)
        document.write(buffer)
    return buffer.getvalue()


# --- the floor -------------------------------------------------------------------------------


class Floor:
    """A letter of comms prepared for str.replace; only the document part is compressed each time."""

    def __init__(self, content: bytes, letter: Letter) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        text = with_blanks(parts.pop("word/document.xml").decode())
        self.others = [packed(name, part) for name, part in parts.items()]
        rows = re.findall(r"<w:tr>.*?</w:tr>", text)
        rows = [row for row in rows if any(f">{line['c1x0']}<" in row for line in letter.rows)]
        before, _, rest = text.partition(rows[0])
        self.row = rows[0]
        for key, value in letter.rows[0].items():
            self.row = self.row.replace(f">{escape(value)}<", f">%{key}%<", 1)
        keys = iter(letter.fields)
        self.before, self.after = (
            re.sub(r"(?<=>)[^<]+", lambda found: FIELD.sub(lambda _: f"%{next(keys)}%", found.group()), side)
            for side in (before, rest.rpartition(rows[-1])[2])
        )

    def make(self, letter: Letter) -> bytes:
        rows = "".join(filled(self.row, line) for line in letter.rows)
        text = filled(self.before, letter.fields) + rows + filled(self.after, letter.fields)
        return archive([*self.others, packed("word/document.xml", text.encode())])


def filled(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text = text.replace(f"%{key}%", escape(value))
    return text


# --- comms -----------------------------------------------------------------------------------


def render_files(target: Path, files: list[Path]) -> None:
    """Run `comms render FILE... --to docx -o FOLDER -j 1`, without the start of the program."""
    folder = tempfile.mkdtemp(dir=target)  # files that exist already would not be written again
    with contextlib.redirect_stdout(io.StringIO()):
        if comms_render(RenderOptions(tuple(files), "docx", folder, jobs=1)):
            raise SystemExit("comms refuses the benchmark's orders")


def render_shared(pool: Executor, target: Path, files: list[Path]) -> None:
    """Run the same with `-j 2`, in two processes that are already running."""
    folder = Path(tempfile.mkdtemp(dir=target))
    batch = Batch(("docx",), "zh", "zh", datetime.now(UTC), str(Path.cwd()))
    filing = OutputWriter()

    def file(done: Rendered) -> Outcome:
        return filing.file(folder / f"{done.number}.docx", done.contents["docx"])

    with ThreadPoolExecutor(2) as writers:
        made = shared(batch, (Item(str(path)) for path in files), pool, 2)
        assert all(outcome.status == "written" for outcome in in_order(writers, file, made, 2))


def model_to_bytes(cases: list[Any]) -> list[bytes]:
    return [comms.render(case.document, "docx", comms.Layout("zh", False, case.workspace)) for case in cases]


def contenders(folder: Path, count: int, runs: int, pool: Executor) -> dict[str, Contender]:
    """Return the contenders by name, after comparing their letters.

    comms caches short texts of earlier letters, so each of its runs renders letters of its own.
    """
    files = make_orders(folder / "orders", count * (runs + 3))
    citing = make_orders(folder / "citing", count * (runs + 3), "compensation_policy: standard\n")
    os.chdir(files[0].parent)
    cases = list(map(load_file, files))
    contents = model_to_bytes(cases[:count])
    letters = list(map(letter_of, contents))
    target = folder / "made"
    target.mkdir()
    found: dict[str, Callable[[], object]] = {
        MODEL: in_turn(model_to_bytes, cases, count),
        FILES: in_turn(partial(render_files, target), files, count),
        WORKERS: in_turn(partial(render_shared, pool, target), files, count),
        CITING: in_turn(partial(render_files, target), citing, count),
        **others(contents[0], letters),
    }
    return {name: Contender(name, run, count) for name, run in found.items()}


def in_turn(make: Callable[[list[Any]], object], sources: list[Any], count: int) -> Callable[[], object]:
    """Return a function that makes the next `count` letters at each call."""
    portions = itertools.cycle(sources[start : start + count] for start in range(0, len(sources), count))
    return lambda: make(next(portions))


MODEL = "comms, model to bytes"
FILES = "comms, YAML file to DOCX file"
WORKERS = "comms, the same by two workers"
CITING = "comms, the same, citing a policy"
SCRATCH, TEMPLATE, MERGE = "python-docx from scratch", "docxtpl", "docx-mailmerge2"
SLIM, FLOOR = "docxtpl over comms' slim package", "floor: str.replace and zlib"


def others(content: bytes, letters: list[Letter]) -> dict[str, Callable[[], object]]:
    """Return the competitors and the floor, after checking that their letters say the same as comms'."""
    makers: dict[str, Callable[[Letter], bytes]] = {
        SCRATCH: lambda letter: written(letter.blocks),
        FLOOR: Floor(content, letters[0]).make,
    }
    if all(map(importlib.util.find_spec, ("docxtpl", "mailmerge"))):
        makers[TEMPLATE] = partial(by_docxtpl, jinja_template(letters[0]))
        makers[SLIM] = partial(by_docxtpl, jinja_template(letters[0], content))
        makers[MERGE] = partial(by_mailmerge, merge_template(letters[0]))
    else:
        print("not measured: docxtpl, docx-mailmerge2 (pip install -e '.[bench]')")
    for name, make in makers.items():
        for letter in letters:
            compare(name, make(letter), letter)
    return {name: partial(all_of, make, letters) for name, make in makers.items()}


def all_of(make: Callable[[Letter], bytes], letters: list[Letter]) -> None:
    for letter in letters:
        make(letter)


def compare(name: str, content: bytes, letter: Letter) -> None:
    """Assert that a DOCX opens and has the same texts as the letter of comms."""
    texts, wanted = said(blocks_of(content)), said(letter.blocks)
    differing = [pair for pair in zip(texts, wanted, strict=False) if pair[0] != pair[1]]
    assert texts == wanted, (name, len(texts), len(wanted), differing[:3])
    assert len(letter.rows) == len(NAMES)


# --- figures ---------------------------------------------------------------------------------


def report(found: dict[str, Contender], runs: int) -> None:
    print(f"{'ms per letter':<36} {'median':>8} {'least':>8} {'most':>8}   of {runs}")
    for name, contender in found.items():
        taken = contender.taken
        print(f"{name:<36} {contender.median:8.2f} {min(taken):8.2f} {max(taken):8.2f}")
    took = defaultdict(lambda: math.nan, {name: contender.median for name, contender in found.items()})
    print()
    reached("docxtpl / comms, model to bytes", took[TEMPLATE] / took[MODEL], least=8)
    reached("docxtpl / comms, YAML file to DOCX file", took[TEMPLATE] / took[FILES], least=5)
    reached("two workers / one, in letters a second", took[FILES] / took[WORKERS], least=1.7)
    for one, other in (
        (MODEL, FLOOR),
        (FILES, FLOOR),
        (SLIM, MODEL),
        (SLIM, FILES),
        (SCRATCH, MODEL),
        (MERGE, MODEL),
        (CITING, FILES),
    ):
        print(f"{f'{one} / {other}':<66} {took[one] / took[other]:6.2f}")


def reached(title: str, value: float, least: float) -> None:
    print(f"{title:<48} {value:6.2f}  (at least {least}: {'reached' if value >= least else 'missed'})")


# --- stages of comms -------------------------------------------------------------------------

STAGES = {
    "settings looked for": (
        "comms.workspace.workspace:open_workspace",
        "comms.linting.examiner:open_workspace",
    ),
    "YAML parsed": ("comms.workspace.loading:read_bytes",),
    "model validated": ("comms.workspace.loading:take_valid",),
    "rules": ("comms.linting.check:check",),
    "Markdown from the template": ("comms.rendering.rendition:body",),
    "Markdown parsed": ("comms.rendering.tokens:parse_markdown",),
    "XML from the tokens": ("comms.rendering.docx.document:DocxText.of",),
    "widths of columns": ("comms.rendering.docx.text:column_widths",),
    "data as JSON": ("comms.rendering.docx.document:to_json",),
    "core, data and property parts": (
        "comms.rendering.docx.document:_data_part",
        "comms.rendering.docx.document:_property_part",
        "comms.rendering.docx.document:_core_part",
    ),
    "ZIP": ("comms.rendering.docx.document:packed", "comms.rendering.docx.document:archive"),
}
"""Stage -> the functions whose time it has, less that of other stages that they call."""


class Stages:
    """Measures the time of a few functions, which distorts less than a profiler of every call."""

    def __init__(self) -> None:
        self.own: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def clocked(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                return function(*args, **named)  # other threads write files while the next letter is made
            self._inside.append(0.0)
            began = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                took = time.perf_counter() - began
                self.own[stage] += took - self._inside.pop()
                if self._inside:
                    self._inside[-1] += took

        return run

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        with contextlib.ExitStack() as undo:
            for stage, places in STAGES.items():
                for place in places:
                    module, _, name = place.partition(":")
                    *holders, name = name.split(".")
                    owner = reduce(getattr, holders, importlib.import_module(module))
                    function = getattr(owner, name)
                    undo.callback(setattr, owner, name, function)
                    setattr(owner, name, self.clocked(stage, function))
            yield


def print_stages(title: str, run: Callable[[], object], letters: int) -> None:
    stages = Stages()
    with stages.watching():
        began = time.perf_counter()
        stages.clocked("rest", run)()
        whole = time.perf_counter() - began
    print(f"\n{title}: {whole * 1000 / letters:.2f} ms per letter, clocked by stages")
    for stage, took in sorted(stages.own.items(), key=lambda entry: -entry[1]):
        print(f"  {stage:<34} {took * 1000 / letters:7.3f} ms {took / whole:6.1%}")


def print_profile(title: str, run: Callable[[], object], letters: int) -> None:
    profile = cProfile.Profile()
    profile.runcall(run)
    stats: Any = pstats.Stats(profile)
    whole = stats.total_tt
    entries = [
        (where, calls, own, total) for where, (_, calls, own, total, _) in stats.stats.items() if total
    ]
    ours = [entry for entry in entries if "/comms/" in entry[0][0] or "/cli/" in entry[0][0]]
    print(f"\n{title}: by own time, under cProfile, which slows small functions most")
    for where, calls, own, _ in sorted(entries, key=lambda entry: -entry[2])[:15]:
        print(f"  {own / whole:6.1%} {calls / letters:8.1f} calls a letter  {shown(where)}")
    print(f"{title}: comms' functions by the time in them and below them")
    for where, calls, _, total in sorted(ours, key=lambda entry: -entry[3])[:15]:
        print(f"  {total / whole:6.1%} {calls / letters:8.1f} calls a letter  {shown(where)}")


def shown(where: tuple[str, int, str]) -> str:
    file, line, name = where
    place = "/".join(Path(file).parts[-3:])
    return f"{place}:{line} {name}" if line else name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=ENOUGH)  # comms does not share fewer among processes
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, processes(2) as pool:
        found = contenders(Path(folder), asked.letters, asked.runs, pool)
        gc.collect()
        gc.freeze()  # excludes the benchmark's own data from collections during the runs
        found[WORKERS].run()  # each worker prepares its package in the first run
        for _ in range(asked.runs):
            for contender in found.values():
                contender.measure()
        report(found, asked.runs)
        for name in (MODEL, FILES, CITING):
            print_stages(name, found[name].run, asked.letters)
        for name in (MODEL, FILES):
            print_profile(name, found[name].run, asked.letters)
        os.chdir("/")  # the folder is removed


if __name__ == "__main__":
    main()
