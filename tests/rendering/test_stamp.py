"""A rendered file and its data: saving in a word processor is no edit, and a real edit is reported."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from comms.language.differences import Disagreement, disagreements
from comms.language.phrases import LANGUAGES
from comms.linting.check import check
from comms.linting.run import lint_paths
from comms.reading import read_bytes
from comms.rendering import Layout
from comms.rendering.body import aligned_body, body
from comms.rendering.rendition import render
from comms.rendering.tokens import parse_markdown, visible_text
from comms.workspace.case import Case
from comms.workspace.loading import load_case, load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

GOOD = sorted(EXAMPLES.glob("*/good/*"))
ORDER = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"


def name(path: Path) -> str:
    return path.name


def rendered(file: Path, language: str, form: str = "docx", **layout: bool) -> bytes:
    case = load_file(file)
    assert case.document is not None
    return render(case.document, form, Layout(language, workspace=case.workspace, **layout))


def case_of(content: bytes, file: Path = ORDER) -> Case:
    return load_case(read_bytes(content, "letter.docx"), load_file(file).workspace)


def stale(content: bytes, file: Path = ORDER, language: str = "en") -> list[str]:
    return [finding.message for finding in check(case_of(content, file), language, ("F005",))]


def binds(content: bytes, file: Path = ORDER) -> bool:
    case = case_of(content, file)
    assert case.source.stamp is not None
    return case.source.stamp.binds(case.source.data)


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """Return a DOCX as python-docx writes it after an edit."""
    word, buffer = WordDocument(io.BytesIO(content)), io.BytesIO()
    edit(word)
    word.save(buffer)
    return buffer.getvalue()


def with_parts(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return a DOCX with its parts changed; parts left empty are removed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if part := change(name, old.read(name)):
                new.writestr(name, part)
    return buffer.getvalue()


# --- what is no edit ---------------------------------------------------------------------------


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_writer_and_reader_see_the_same_text(file: Path) -> None:
    case = load_file(file)
    assert case.document is not None
    for language in LANGUAGES:
        layout = Layout(language, draft=language == "en", workspace=case.workspace)
        source = case_of(render(case.document, "docx", layout), file).source
        assert source.stamp is not None
        assert source.stamp.body == visible_text(parse_markdown(body(case.document, layout)), {"draft"})
        assert source.stamp.binds(source.data)


def test_runs_marks_blanks_and_empty_paragraphs_are_no_edit() -> None:
    def saved(word: Any) -> None:
        for paragraph in word.paragraphs:
            for run_ in paragraph.runs[:1]:
                text, half = run_.text, len(run_.text) // 2
                run_.text = text[:half] + "\N{SOFT HYPHEN}"
                rest = paragraph.add_run(text[half:].replace(" ", "\N{NO-BREAK SPACE}"))
                run_._r.addnext(rest._r)
                run_._r.addnext(OxmlElement("w:proofErr"))
                run_._r.addprevious(OxmlElement("w:bookmarkStart"))
        word.add_paragraph("")
        word.add_paragraph("\t")
        word.sections[0].footer.paragraphs[0].add_run("Company seal")

    assert binds(edited(rendered(ORDER, "en"), saved))


def test_a_file_from_before_the_stamp_reads_as_before() -> None:
    def unstamped(part: str, content: bytes) -> bytes:
        if part == "word/document.xml":
            return content.replace(b"23.40", b"32.40")
        data, stamp, rest = content.partition(b',"comms":')
        return data + b"}" + rest.partition(b"}}")[2] if stamp else content

    content = with_parts(rendered(ORDER, "en"), unstamped)
    case = case_of(content)
    assert case.source.stamp is None
    assert case.invalid == ()
    assert stale(content) == []


@pytest.mark.parametrize(
    "text",
    [b"", b"<broken", b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', b" " * (9 * 1024 * 1024)],
    ids=["absent", "broken", "entities", "huge"],
)
def test_a_text_that_cannot_be_read_leaves_the_data_readable(text: bytes) -> None:
    content = with_parts(
        rendered(ORDER, "en"), lambda part, old: text if part == "word/document.xml" else old
    )
    assert case_of(content).source.stamp is None
    assert case_of(content).document == load_file(ORDER).document


# --- what is an edit ---------------------------------------------------------------------------


def cell_says(word: Any, old: str, new: str) -> None:
    """Replace the text of the first cell that says `old`, as a person would type it."""
    cells = (cell for table in word.tables for row in table.rows for cell in row.cells)
    paragraph = next(paragraph for cell in cells for paragraph in cell.paragraphs if paragraph.text == old)
    paragraph.runs[0].text = new


def a_figure(word: Any) -> None:
    cell_says(word, "23.40", "32.40")


def a_paragraph_less(word: Any) -> None:
    gone = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("Dear"))
    gone._p.getparent().remove(gone._p)


def a_paragraph_more(word: Any) -> None:
    word.add_paragraph("Three lamps are free of charge.")


def a_tracked_insertion(word: Any) -> None:
    run_ = word.paragraphs[-1].add_run(" Free of charge.")
    insertion = OxmlElement("w:ins")
    run_._r.addprevious(insertion)
    insertion.append(run_._r)


def a_tracked_deletion(word: Any) -> None:
    run_ = next(paragraph for paragraph in word.paragraphs if paragraph.text.startswith("Dear")).runs[0]._r
    deletion = OxmlElement("w:del")
    run_.addprevious(deletion)
    deletion.append(run_)
    run_.find(qn("w:t")).tag = qn("w:delText")


def a_figure_in_the_next_cell(word: Any) -> None:
    row = next(row for table in word.tables for row in table.rows if "23.40" in [c.text for c in row.cells])
    index = [cell.text for cell in row.cells].index("23.40")
    row.cells[index].paragraphs[0].runs[0].text = ""
    row.cells[index + 1].paragraphs[0].runs[0].text = "23.40"


EDITS = (
    (a_figure, '"32.40" in the text, "23.40" in the data'),
    (a_paragraph_less, '" in the data only'),
    (a_paragraph_more, '"Three lamps are free of charge." in the text only'),
    (a_tracked_insertion, "Free of charge."),
    (a_tracked_deletion, '" in the data only'),
    (a_figure_in_the_next_cell, "text and data disagree: "),
)


@pytest.mark.parametrize(("edit", "told"), EDITS, ids=[edit.__name__ for edit, _ in EDITS])
def test_an_edit_in_word_is_told(edit: Callable[[Any], None], told: str) -> None:
    (message,) = stale(edited(rendered(ORDER, "en"), edit))
    assert told in message
    assert "\n" not in message


def test_the_finding_names_the_commands_that_mend_it(tmp_path: Path) -> None:
    file = tmp_path / "letter.docx"
    file.write_bytes(edited(rendered(ORDER, "en"), a_figure))
    (finding,) = lint_paths([file], "zh").findings
    assert "正文是“32.40”，数据是“23.40”" in finding.message
    assert "comms render 文件 --to docx --force" in finding.hint
    shown = run_here("lint", file.name, "--diff", cwd=tmp_path)
    assert shown.status == 1
    assert "--- letter.docx (text)\n+++ letter.docx (data)\n" in shown.out
    assert run_here("render", file.name, "--to", "docx", "--force", cwd=tmp_path).status == 0
    assert lint_paths([file], "en").findings == []


def test_a_draft_that_was_edited_is_compared_with_a_draft() -> None:
    content = edited(rendered(ORDER, "en", draft=True), a_figure)
    assert stale(content)[0].endswith('"32.40" in the text, "23.40" in the data')


def test_markdown_tells_what_differs_and_how_much_more() -> None:
    text = rendered(ORDER, "en", "md").decode()
    head, _, page = text.partition("\n---\n")
    page = page.replace("23.40", "32.40").replace("Dear", "Hello").replace("## ", "## No. ")
    case = load_case(read_bytes(f"{head}\n---\n{page}".encode(), "letter.md"), load_file(ORDER).workspace)
    (finding,) = check(case, "en", ("F005",))
    assert '"Hello" in the text, "Dear" in the data' in finding.message
    assert finding.message.endswith(" more")
    assert "--to md --force" in finding.hint


# --- the words that differ ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "due", "told"),
    [
        ("Total | 9,860.00 |", "Total | 9,680.00 |", [("9,860.00", "9,680.00")]),
        ("共 1,200 只，海运", "共 1,500 只，海运", [("1,200", "1,500")]),
        ("按海运交货", "按空运交货", [("海", "空")]),
        ("we deliver", "we do not deliver", [("we", "we do not")]),
        ("deliver soon", "soon", [("deliver soon", "soon")]),
        ("a\nb\nc", "a\nc", [("b", "")]),
        ("a\nc", "a\nb\nc", [("", "b")]),
        ("a  b\n\n", "a b", []),
        ("", "a", [("", "a")]),
        ("mobile 13800138000", "mobile 13800138001", [("138******00", "138******01")]),
        ("x" * 90, "y", [("x" * 39 + "…", "y")]),
    ],
)
def test_of_two_lines_the_words_that_differ_are_told(
    said: str, due: str, told: list[tuple[str, str]]
) -> None:
    assert disagreements(said, due) == [Disagreement(*pair) for pair in told]


# --- without data ------------------------------------------------------------------------------


def test_a_bare_docx_holds_nothing_but_the_page() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(ORDER, "en", bare=True))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    whole = b"".join(parts.values())
    assert not [name for name in parts if "custom" in name.lower()]
    for trace in (b"custom-properties", b"customXml", b"urn:comms", b"comms.data", b'"kind"', b"digest"):
        assert trace not in whole
    assert WordDocument(io.BytesIO(rendered(ORDER, "en", bare=True))).paragraphs


def test_bare_markdown_is_the_body_alone() -> None:
    case = load_file(ORDER)
    assert case.document is not None
    layout = Layout("en", workspace=case.workspace)
    assert rendered(ORDER, "en", "md", bare=True).decode() == aligned_body(case.document, layout)


def test_data_alone_cannot_be_stripped_and_a_source_keeps_its_data(tmp_path: Path) -> None:
    shutil.copy(ORDER, tmp_path / "a.yaml")
    for to in ("yaml", "docx,json"):
        refused = run_here("render", "a.yaml", "--to", to, "--strip-data", "-o", "out", cwd=tmp_path)
        assert (refused.status, refused.out) == (2, "")
        assert "--strip-data" in refused.err
    assert run_here("render", "a.yaml", "--to", "json", "--strip-data", "-o", "-", cwd=tmp_path).status == 2
    assert not (tmp_path / "out").exists()
    assert run_here("render", "a.yaml", "--to", "md", cwd=tmp_path).status == 0
    before = (tmp_path / "a.md").read_bytes()
    assert run_here("render", "a.md", "--strip-data", "--force", cwd=tmp_path).status == 1
    assert (tmp_path / "a.md").read_bytes() == before


# --- LibreOffice -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    """Return DOCX files as LibreOffice opens and saves them."""
    program = shutil.which("soffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    home = tmp_path_factory.mktemp("office")

    def saved(files: dict[str, bytes]) -> dict[str, bytes]:
        folder, again = home / "before", home / "after"
        folder.mkdir(exist_ok=True)
        for file, content in files.items():
            (folder / file).write_bytes(content)
        profile = f"-env:UserInstallation=file://{home}/profile"
        command = [program, "--headless", profile, "--convert-to", "docx", "--outdir", str(again)]
        paths = [str(folder / file) for file in files]
        subprocess.run([*command, *paths], check=True, capture_output=True, timeout=300)
        return {file: (again / file).read_bytes() for file in files}

    return saved


def assert_untouched_by(office: Callable[[dict[str, bytes]], dict[str, bytes]], files: list[Path]) -> None:
    wanted = {f"{number}-{language}.docx": (file, language) for number, file in enumerate(files) for language in LANGUAGES}  # fmt: skip
    saved = office({name: rendered(*about) for name, about in wanted.items()})
    assert [name for name, content in saved.items() if not binds(content, wanted[name][0])] == []


@pytest.mark.long
def test_saving_in_libreoffice_is_no_edit_but_an_edit_is(
    office: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    content = rendered(ORDER, "en")
    edits = {f"{edit.__name__}.docx": edited(content, edit) for edit, _ in EDITS}
    saved = office({"as-it-is.docx": content, **edits})
    assert binds(saved.pop("as-it-is.docx"))
    assert [name for name, again in saved.items() if not stale(again)] == []


@pytest.mark.long
def test_no_example_is_edited_by_saving_it_in_libreoffice(
    office: Callable[[dict[str, bytes]], dict[str, bytes]],
) -> None:
    assert_untouched_by(office, GOOD)


def test_a_letter_on_paper_that_names_the_house_is_not_stale_until_it_is_edited(tmp_path: Path) -> None:
    head, case = WordDocument(), load_file(ORDER)
    head.sections[0].header.paragraphs[0].text = "Haining Lumen"
    head.save(str(tmp_path / "head.docx"))
    assert case.document is not None
    layout = Layout("en", workspace=case.workspace, letterhead=tmp_path / "head.docx")
    content = render(case.document, "docx", layout)
    assert stale(content) == []
    (told,) = stale(edited(content, a_figure))
    assert "32.40" in told
    assert "Example Avenue" not in told, "what the paper says is no part of the text"
