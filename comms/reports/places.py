"""File paths and finding fingerprints for services that host a repository."""

import hashlib
import os.path
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.findings import Finding


def repository() -> Path:
    """Return the repository's root folder, or the working directory if it is in no repository.

    Services count paths from that root, even for a job that runs in a subfolder.
    """
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)


def within(root: Path, file: str) -> str:
    """Return a file's path from `root` with forward slashes, or its absolute path if it lies outside.

    Characters that UTF-8 cannot encode are replaced: no service could name such a file.
    """
    full = Path(os.path.abspath(file))  # noqa: PTH100 - Path.absolute keeps the `..`
    path = full.relative_to(root) if full.is_relative_to(root) else full
    return path.as_posix().encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fingerprints(findings: Iterable["Finding"], root: Path) -> Iterator[str]:
    """Yield a unique fingerprint for each finding that stays the same when lines move.

    It is built from the finding's text and field; equal findings are numbered.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        content = "\0".join((within(root, finding.file), finding.code, finding.field, finding.message))
        mark = f"{content}\0{seen[content]}"
        seen[content] += 1
        yield hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()
