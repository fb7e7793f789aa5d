"""Batches of letters, rendered in this process: what the tests of tables and their rows share."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import docx

from cli.commands.options import RenderOptions
from cli.commands.render import render
from cli.terminal import errors
from tests.support import EXAMPLES, Ran


def workspace(folder: Path, base: str = "order-confirmation/good/mugs.zh.yaml") -> Path:
    """Make a folder with an order to fill in, base.yaml."""
    errors.speak("en")
    (folder / "comms.toml").write_bytes((EXAMPLES / "comms.toml").read_bytes())
    (folder / "base.yaml").write_bytes((EXAMPLES / base).read_bytes())
    return folder


def comms_render(*files: str, **options: Any) -> Ran:
    """Run `comms render` in this process."""
    asked = RenderOptions([*map(Path, files)], **options)
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        status = errors.run(lambda: render(asked))
    return Ran(status, out.getvalue(), err.getvalue())


def render_rows(table: str = "rows.csv", /, **options: Any) -> Ran:
    """Fill base.yaml with the rows of a table, into the folder `out`."""
    return comms_render("base.yaml", **{"each": Path(table), "output": "out", **options})


def manifest(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of the manifest in `out`."""
    text = (folder / "out/manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def text_of(file: Path) -> str:
    """Return the text of a DOCX, that of its tables last."""
    document = docx.Document(str(file))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
