"""The minimum work of a linter of these requests in Python: PyYAML in C and pydantic, in one process.

`python floor.py FOLDER` reads every file of the folder, builds plain data, validates its model, and
counts failures, without positions, messages or rules.
"""

import os
import sys
from pathlib import Path
from typing import Any

os.environ["PYDANTIC_DISABLE_PLUGINS"] = "1"

import yaml
from pydantic import ValidationError

from comms.models.design_brief import DesignBrief


def build(node: yaml.Node) -> Any:
    """Return the plain data of a node tree."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [build(item) for item in node.value]
    return {key.value: build(value) for key, value in node.value}


def main() -> None:
    failed = 0
    for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
        root = yaml.compose(path.read_bytes().decode(), Loader=yaml.CSafeLoader)
        try:
            DesignBrief.model_validate(build(root))
        except ValidationError:
            failed += 1
    print(failed)


if __name__ == "__main__":
    main()
