"""The text of an HTML mail, as its reader sees it: nothing is fetched, and what is hidden stays out."""

import re
from html.parser import HTMLParser

_HIDDEN = frozenset({"script", "style", "head", "title", "template", "svg", "object", "noscript"})
_BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6"
    " header hr html li main nav ol p pre section table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|mso-hide\s*:\s*all", re.IGNORECASE
)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MANY_LINES = re.compile(r"\n{3,}")


def text_of_html(html: str) -> str:
    """Return the text of an HTML page: paragraphs, items and rows are lines, quotations begin with `>`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return _MANY_LINES.sub("\n\n", "\n".join(reader.lines)).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.hidden: list[str] = []
        """The elements that are open inside of one that is not shown, that one first."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.hidden:
            if tag not in _VOID:
                self.hidden.append(tag)
            return
        if tag not in _VOID and (tag in _HIDDEN or _is_unseen(attrs)):
            self.hidden.append(tag)
        elif tag == "br" or tag in _BLOCKS:
            self.end_line(blank=tag == "p")
            self.quotes += tag == "blockquote"
            self.line += ["- "] if tag == "li" else []
        elif tag in _CELLS and "".join(self.line).strip():
            self.line.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            self._close(tag)
        elif tag in _BLOCKS:
            self.end_line(blank=tag == "p")
            self.quotes -= tag == "blockquote" and self.quotes > 0

    def _close(self, tag: str) -> None:
        """Close hidden elements up to the one that ends, as browsers do where others were left open."""
        if self.hidden[-1] == tag or tag in self.hidden[-_DEEPEST:]:
            while self.hidden.pop() != tag:
                pass
        elif tag in ("body", "html"):
            self.hidden.clear()

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.line.append(_BLANKS.sub(" ", data))

    def end_line(self, blank: bool = False) -> None:
        """End the line; blank: a paragraph begins or ends here, which an empty line parts from others."""
        text = _BLANKS.sub(" ", "".join(self.line)).strip(" ")
        self.line = []
        mark = "> " * min(self.quotes, _MOST_QUOTED)
        if text and text != "-":
            self.lines.append(mark + text)
        if blank and self.lines and (above := self.lines[-1]).strip("> "):
            self.lines.append(mark.rstrip() if above.startswith(">") else "")


_MOST_QUOTED = 8
"""The most marks in front of a line that was quoted over and over."""
_DEEPEST = 50
"""The most elements left open that a closing tag ends."""


def _is_unseen(attrs: list[tuple[str, str | None]]) -> bool:
    return any(
        name == "hidden" or (name == "style" and value and _UNSEEN.search(value)) for name, value in attrs
    )
