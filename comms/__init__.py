"""Structured requests and order letters: asked for, checked, and turned into documents.

The library in four calls:

    case = comms.load("brief.yaml")              # the model, and what could not be taken
    findings = comms.check(case, "en")           # what the rules say
    letter = comms.render(case.document, "docx", comms.Layout("zh"))
    kinds = comms.KINDS                          # the table of kinds
"""

from typing import TYPE_CHECKING, Any

from comms.runtime.lazy import load as _load
from comms.version import __version__ as __version__

_API = {
    "KINDS": "comms.kinds:KINDS",
    "RULES": "comms.rules:RULES",
    "CommsError": "comms.errors:CommsError",
    "Finding": "comms.findings:Finding",
    "Layout": "comms.rendering:Layout",
    "Unreadable": "comms.findings:Unreadable",
    "check": "comms.linting.check:check",
    "lint": "comms.linting.run:lint_paths",
    "load": "comms.workspace.loading:load_file",
    "model_of": "comms.kinds:model_of",
    "render": "comms.rendering:render",
    "schema": "comms.editors.json_schema:schema",
}
__all__ = sorted(["__version__", *_API])  # noqa: PLE0605 - names that are loaded when asked for

if TYPE_CHECKING:
    from comms.editors.json_schema import schema as schema
    from comms.errors import CommsError as CommsError
    from comms.findings import Finding as Finding
    from comms.findings import Unreadable as Unreadable
    from comms.kinds import KINDS as KINDS
    from comms.kinds import model_of as model_of
    from comms.linting.check import check as check
    from comms.linting.run import lint_paths as lint  # noqa: F401
    from comms.rendering import Layout as Layout
    from comms.rendering import render as render
    from comms.rules import RULES as RULES
    from comms.workspace.loading import load_file as load  # noqa: F401


def __getattr__(name: str) -> Any:
    if name in _API:
        return _load(_API[name])
    raise AttributeError(f"module 'comms' has no attribute {name!r}")
