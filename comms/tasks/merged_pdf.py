"""Several PDF files as one, with a bookmark for each."""

from io import BytesIO


class MergedPdf:
    """One PDF made of the pages of others, which it holds in memory."""

    def __init__(self) -> None:
        from pypdf import PdfWriter

        self._pdf = PdfWriter()
        self.count = 0

    def add(self, content: bytes, title: str) -> None:
        """Add the pages of a PDF, and a bookmark to its first page."""
        self._pdf.append(BytesIO(content), outline_item=title, import_outline=False)
        self.count += 1

    def content(self) -> bytes:
        """Return the PDF; what its parts have in common, such as fonts, is stored once."""
        self._pdf.compress_identical_objects()
        self._pdf.page_mode = "/UseOutlines"
        written = BytesIO()
        self._pdf.write(written)
        return written.getvalue()
