"""Structured requests and order letters: asked for, checked, and turned into documents.

The library in four calls:

    case = comms.load("brief.yaml")              # the document, and the values that could not be taken
    findings = comms.check(case, "en")           # what the rules say of it
    letter = comms.render(case.document, "docx", comms.Layout("zh"))
    kinds = comms.KINDS                          # the table of kinds
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.api import *  # noqa: F403 - it lists what it offers
else:  # a type checker would believe that such a module has every name

    def __getattr__(name: str) -> object:
        # loaded when asked for: the program starts with a module of this package, and needs little of it
        api = import_module("comms.api")
        if name == "__all__" or name in api.__all__:
            return getattr(api, name)
        raise AttributeError(f"module 'comms' has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(import_module("comms.api").__all__)
