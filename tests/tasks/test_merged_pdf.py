"""Several PDF files as one."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter

from comms.tasks.merged_pdf import MergedPdf


def pdf(width: int, pages: int) -> bytes:
    """Return a PDF with some pages of a width that tells them apart."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, 100)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def merged(*parts: tuple[bytes, str]) -> MergedPdf:
    whole = MergedPdf()
    for content, title in parts:
        whole.add(content, title)
    return whole


def test_the_pages_come_in_order_with_a_bookmark_for_each_part() -> None:
    whole = merged((pdf(101, 2), "SO-1"), (pdf(102, 1), "订单 SO-2"))
    assert whole.count == 2
    found = PdfReader(BytesIO(whole.content()))
    assert [int(page.mediabox.width) for page in found.pages] == [101, 101, 102]
    bookmarks = [(each.title, found.get_destination_page_number(each)) for each in found.outline]
    assert bookmarks == [("SO-1", 0), ("订单 SO-2", 2)]


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = [(pdf(101, 1), "SO-1"), (pdf(102, 1), "SO-2")]
    assert merged(*parts).content() == merged(*parts).content()


def test_what_parts_have_in_common_is_stored_once() -> None:
    one = pdf(101, 1)
    assert len(merged(*[(one, "SO")] * 20).content()) < 20 * len(one)
