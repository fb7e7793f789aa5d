"""The page on the exit statuses of the commands."""

from cli.terminal import errors
from reference.markup import code, page, prose, table, words

STATUSES = {
    "clean": errors.CLEAN,
    "findings": errors.FINDINGS,
    "usage": errors.USAGE,
    "bug": errors.BUG,
    "stopped": errors.SIGNALLED + 2,
    "terminated": errors.SIGNALLED + 15,
}
"""Key of a meaning in the words -> exit status."""


def pages(language: str) -> dict[str, str]:
    """Return the page `exit-status.md`."""
    said = words(language)["statuses"]
    rows = [[code(number), prose(said["meanings"][name])] for name, number in STATUSES.items()]
    return {
        "exit-status.md": page(
            f"# {said['title']}", said["intro"], table(said["heads"], rows), said["closing"]
        )
    }
