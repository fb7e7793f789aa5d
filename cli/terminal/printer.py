"""Prints to standard output and standard error; nothing else of the program does.

What documents, file names and tables contain is only shown: no terminal and no CI service obeys it.
"""

import sys
from typing import TextIO

from comms.language.display import harmless, in_line


def tell(text: str, end: str = "\n") -> None:
    """Print a message on one line of standard error."""
    print(in_line(text), end=end, file=sys.stderr, flush=True)


def tell_lines(text: str) -> None:
    """Print a message of several lines, the last one ended too, on standard error."""
    sys.stderr.write(harmless(text))


def show(text: object = "", flush: bool = False) -> None:
    """Print a result, such as the path of a file, on one line of standard output."""
    print(in_line(str(text)), flush=flush)


def show_lines(text: str) -> None:
    """Print a result of several lines, the last one ended too, on standard output."""
    sys.stdout.write(harmless(text))


def steer(terminal: TextIO, sequence: str) -> None:
    """Send a control sequence of our own to a terminal; what it carries must be encoded."""
    terminal.write(sequence)
    terminal.flush()


def hand_over(content: bytes | str) -> None:
    """Write to standard output, as it is, what is made for programs: a document, a schema, a report."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    sys.stdout.buffer.flush()
