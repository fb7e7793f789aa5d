"""For code scanning on GitHub, Azure DevOps and in editors: a SARIF 2.1.0 log."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from comms.findings import Silence, Silenced
from comms.language.display import without_controls
from comms.language.phrases import say, words
from comms.reports import StyledText
from comms.reports.json_text import json_text
from comms.reports.places import fingerprints, repository, within
from comms.reports.sentences import message_and_hint
from comms.rules import RULES
from comms.version import __version__

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SUPPRESSIONS = {Silence.COMMENT: "inSource", Silence.BASELINE: "external"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def report(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Yield one run: every rule with its manual page, the findings, and the suppressed findings."""
    tag = words(language)["language"]["tag"]
    driver = {
        "name": "comms",
        "version": __version__,
        "language": tag,
        "rules": [_rule(code, language) for code in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "language": tag,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": list(_results(lint, language)),
    }
    yield [("", json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}))]


def _rule(code: str, language: str) -> dict[str, Any]:
    from comms.rules.manual import manual_page

    about = manual_page(code, language)
    sentence = re.match(r".*?(?:。|\.(?=\s)|$)", " ".join(about.text.split()))
    markdown = about.text + "".join(
        f"\n\n**{say(f'explain.{title}', language)}**\n\n```yaml\n{case}```"
        for title, cases in (("fails", about.fails), ("passes", about.passes))
        for case in cases
    )
    return {
        "id": code,
        "name": about.name,
        "shortDescription": {"text": sentence[0] if sentence else about.name},
        "fullDescription": {"text": about.text},
        "help": {"text": about.text, "markdown": markdown},
        "defaultConfiguration": {"level": about.severity},
    }


def _results(lint: "Lint", language: str) -> Iterator[dict[str, Any]]:
    root, index = repository(), {code: number for number, code in enumerate(RULES)}
    entries: list[tuple[Finding, Silenced | None]] = [(finding, None) for finding in lint.findings]
    entries += [(silenced.finding, silenced) for silenced in lint.silenced]
    marks = fingerprints((finding for finding, _ in entries), root)
    for (finding, silenced), mark in zip(entries, marks, strict=True):
        yield {
            "ruleId": finding.code,
            "ruleIndex": index[finding.code],
            "level": str(finding.severity),
            "message": {"text": _message(message_and_hint(finding, language, "\n"))},
            "locations": [{"physicalLocation": _location(finding, root)}],
            # no primaryLocationLineHash: GitHub's uploader computes its own and warns about others
            "partialFingerprints": {"commsFinding/v1": mark},
            "suppressions": [_suppression(silenced)] if silenced else [],
        }


def _suppression(silenced: Silenced) -> dict[str, str]:
    kind = {"kind": SUPPRESSIONS[silenced.by], "status": "accepted"}
    return kind | ({"justification": without_controls(silenced.reason)} if silenced.reason else {})


def _message(text: str) -> str:
    """Return `text` as a SARIF message, where `[text](target)` would be a link and `{0}` a placeholder."""
    return _PLACEHOLDER.sub(r"{{\1}}", text.replace("](", r"\]("))


def _location(finding: "Finding", root: Path) -> dict[str, Any]:
    path = within(root, finding.file)
    if Path(path).is_absolute():  # outside the repository
        artifact = {"uri": f"file:///{quote(path.lstrip('/'), safe='/:')}"}
    else:
        artifact = {"uri": quote(path), "uriBaseId": "%SRCROOT%"}
    return {"artifactLocation": artifact, "region": _region(finding)}


def _region(finding: "Finding") -> dict[str, Any]:
    span, excerpt = finding.span, finding.excerpt
    region: dict[str, Any] = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    if excerpt and span.line == span.end_line:
        text = excerpt.line[span.column - 1 - excerpt.skipped : span.end_column - 1 - excerpt.skipped]
        if len(text) == span.end_column - span.column:  # a snippet must be the whole region
            region["snippet"] = {"text": without_controls(text)}
    return region
