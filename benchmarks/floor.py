"""The least that a linter of YAML requests in Python can do: PyYAML's C compose and pydantic, in one process.

`python floor.py FOLDER` reads every file of the folder, builds plain data, validates a model of standard
types, and counts what fails. No position, no message, no rule.
"""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Milestone(Strict):
    date: date
    name: str


class When(Strict):
    start: date | None = None
    due: date | None = None
    milestones: list[Milestone] | None = None


class Who(Strict):
    requester: str | None = None
    owner: str | None = None
    approver: str | None = None
    informed: list[str] | None = None


class Money(Strict):
    amount: Decimal
    currency: str


class HowMuch(Strict):
    budget: Money | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    hours: Decimal | None = None
    note: str | None = None
    data: list[str] | None = None


class Goal(Strict):
    actor: str | None = None
    scenario: str | None = None
    metric: str | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    unit: str | None = None
    by: date | None = None
    evidence: str | None = None
    relevance: str | None = None
    kano: str | None = None


class Deliverable(Strict):
    name: str
    count: int
    size: str | None = None
    format: str | None = None
    channel: str | None = None


class DesignBrief(Strict):
    kind: str
    id: str | None = None
    language: str | None = None
    title: str | None = None
    what: str | None = None
    why: str | None = None
    when: When | None = None
    where: str | None = None
    who: Who | None = None
    how: str | None = None
    how_much: HowMuch | None = None
    goals: list[Goal] | None = None
    deliverables: list[Deliverable] | None = None
    must_include: list[str] | None = None
    must_avoid: list[str] | None = None
    revision_rounds: int | None = None
    attachments: list[str] | None = None


def build(node: yaml.Node) -> Any:
    """Plain data of a node tree."""
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [build(each) for each in node.value]
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
