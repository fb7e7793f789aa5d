"""How the services that keep a repository name a file, and know a finding again in the next run."""

import hashlib
import os.path
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.findings import Finding


def repository() -> Path:
    """The folder of the repository around the working directory; that directory itself where there is none.

    Services count paths from there, also for a job that runs in a folder below.
    """
    here = Path.cwd()
    return next((each for each in (here, *here.parents) if (each / ".git").exists()), here)


def within(root: Path, file: str) -> str:
    """A file's path from `root` with forward slashes; absolute where the file lies outside.

    What cannot be written as UTF-8 is replaced: no service could name such a file.
    """
    full = Path(os.path.abspath(file))  # noqa: PTH100 - Path.absolute keeps the `..`
    path = full.relative_to(root) if full.is_relative_to(root) else full
    return path.as_posix().encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def fingerprints(findings: Iterable["Finding"], root: Path) -> Iterator[str]:
    """A mark of each finding that stays when lines move, and differs from those of all others.

    It comes from what the finding says of which field; equal ones are counted.
    """
    seen: Counter[str] = Counter()
    for finding in findings:
        what = "\0".join((within(root, finding.file), finding.code, finding.field, finding.message))
        mark = f"{what}\0{seen[what]}"
        seen[what] += 1
        yield hashlib.sha256(mark.encode("utf-8", "surrogatepass")).hexdigest()
