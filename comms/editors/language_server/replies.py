"""Converts the results of the language server's functions into messages of the protocol."""

from collections.abc import Iterable

from lsprotocol import types

from comms.editors.language_server.actions import Action
from comms.editors.language_server.completion import Completion
from comms.editors.language_server.documents import LARGEST, Document, Judged
from comms.editors.language_server.positions import Point, Text
from comms.findings import Finding, Severity
from comms.language.display import without_controls
from comms.language.phrases import say
from comms.linting.fixes import Edit

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}


def diagnostics(judged: Judged) -> list[types.Diagnostic]:
    """Return the findings of a document as diagnostics."""
    if judged.document.is_too_big:
        message = say("language_server.too_big", judged.language, most=LARGEST)
        start = types.Position(0, 0)
        information = types.DiagnosticSeverity.Information
        return [types.Diagnostic(types.Range(start, start), message, information, source="comms")]
    return [_diagnostic(finding, judged.document) for finding in judged.findings]


def _diagnostic(finding: Finding, document: Document) -> types.Diagnostic:
    return types.Diagnostic(
        _range(document.text.stretch(finding.span, document.suffix)),
        without_controls(f"{finding.message}\n{finding.hint}"),
        _SEVERITIES[finding.severity],
        finding.code,
        source="comms",
        data={"path": list(finding.path), "field": finding.field},
    )


def _range(stretch: tuple[Point, Point]) -> types.Range:
    return types.Range(types.Position(*stretch[0]), types.Position(*stretch[1]))


def meets(finding: Finding, document: Document, wanted: types.Range) -> bool:
    """Whether a finding overlaps or touches a range of the client."""
    start, end = document.text.stretch(finding.span, document.suffix)
    return start <= (wanted.end.line, wanted.end.character) and end >= (
        wanted.start.line,
        wanted.start.character,
    )


def item(completion: Completion, number: int, text: Text) -> types.CompletionItem:
    kind = types.CompletionItemKind.Property if completion.is_key else types.CompletionItemKind.Value
    about = types.MarkupContent(types.MarkupKind.Markdown, completion.about) if completion.about else None
    return types.CompletionItem(
        completion.label,
        kind=kind,
        detail=completion.detail or None,
        documentation=about,
        sort_text=f"{number:04}",
        filter_text=completion.label,
        text_edit=_edit(Edit(completion.start, completion.end, completion.insert), text),
    )


def _edit(edit: Edit, text: Text) -> types.TextEdit:
    return types.TextEdit(_range((text.point(edit.start), text.point(edit.end))), edit.text)


def quick_fix(action: Action, document: Document, abilities: types.ClientCapabilities) -> types.CodeAction:
    return types.CodeAction(
        action.title,
        types.CodeActionKind.QuickFix,
        [_diagnostic(action.finding, document)],
        is_preferred=action.mends or None,
        edit=change(action.edits, document, abilities),
    )


def change(
    edits: Iterable[Edit], document: Document, abilities: types.ClientCapabilities
) -> types.WorkspaceEdit:
    """Return edits of one version of a document, which a capable client refuses for any other version."""
    written = [_edit(edit, document.text) for edit in edits]
    editing = abilities.workspace.workspace_edit if abilities.workspace else None
    if editing is None or not editing.document_changes:
        return types.WorkspaceEdit({document.uri: written})
    identifier = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, written)])
