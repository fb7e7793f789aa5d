"""The public API: the names that `import comms` offers. Everything else may change with any release."""

from comms.editors.json_schema import schema
from comms.errors import CommsError
from comms.findings import Finding, Severity, Unreadable
from comms.kinds import KINDS, model_of
from comms.linting.check import check
from comms.linting.run import Lint, lint_text
from comms.linting.run import lint_paths as lint
from comms.models.base import Document
from comms.rendering import Layout
from comms.rendering.rendition import render
from comms.rules import RULES
from comms.version import __version__
from comms.workspace.case import Case
from comms.workspace.loading import load_file as load

__all__ = [
    "KINDS",
    "RULES",
    "Case",
    "CommsError",
    "Document",
    "Finding",
    "Layout",
    "Lint",
    "Severity",
    "Unreadable",
    "__version__",
    "check",
    "lint",
    "lint_text",
    "load",
    "model_of",
    "render",
    "schema",
]
