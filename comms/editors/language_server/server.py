"""The thin layer of pygls: what the client sends becomes calls of functions, what they return, messages.

Everything that reads or judges a text runs in one thread of its own, so that the client is heard while a
text is judged, and so that nothing below has to be safe for threads.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from comms.editors.language_server.actions import actions, all_mended
from comms.editors.language_server.completion import completions
from comms.editors.language_server.documents import Document, Judged, document_of, judge, path_of
from comms.editors.language_server.hover import hover
from comms.editors.language_server.positions import Text
from comms.editors.language_server.replies import change as edits_of
from comms.editors.language_server.replies import diagnostics, item, meets, quick_fix
from comms.errors import CommsError
from comms.language.locale import locale_language
from comms.language.phrases import LANGUAGES, say
from comms.reading import READERS
from comms.version import __version__

PAUSE = 0.25
"""Seconds without a key until a text is judged."""
FIX_ALL = "source.fixAll.comms"
_log = logging.getLogger(__name__)
T = TypeVar("T")


class _Protocol(LanguageServerProtocol):
    """Answers a request whose parameters make no sense, where pygls says nothing."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], error=error.to_response_error())
            raise


class CommsServer(LanguageServer):
    """What is known of a client: its open documents, the latest judgement of each, its language.

    asked: the language of `--language` or of the client's settings; usual: that of the client itself.
    """

    def __init__(self, asked: str | None) -> None:
        # full texts, since pygls counts lines otherwise than the protocol where a text has U+2028 or U+0085
        super().__init__("comms", __version__, types.TextDocumentSyncKind.Full, protocol_cls=_Protocol)
        self.asked = asked
        self.usual: str | None = None
        self.has_ended = False
        self.documents: dict[str, Document] = {}
        self.judged: dict[str, Judged] = {}
        self._ours: set[str] = set()
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._complaints: dict[str, str] = {}
        self._worker = ThreadPoolExecutor(1, "comms")

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Logged only: a person who writes a request can do nothing about it."""
        _log.error("%s: %s", source.__name__, error, exc_info=error)

    async def work(self, function: Callable[[], T]) -> T:
        """What a function returns, from the thread that reads and judges."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, function)

    @property
    def root(self) -> Path | None:
        """The folder that is open in the client."""
        folders = self.workspace.folders
        uri = next(iter(folders.values())).uri if folders else self.workspace.root_uri
        return path_of(uri) if uri else None

    def open(self, item: types.TextDocumentItem) -> None:
        """Takes in a document, unless its format or place is none of ours."""
        if document := document_of(item.uri, item.language_id, self.root):
            self.documents[unquote(item.uri)] = document
            self.change(item.uri, item.version, item.text, 0)

    def change(self, uri: str, version: int | None, written: str, pause: float) -> None:
        """Takes in the next text of a document."""
        if document := self.documents.get(unquote(uri)):
            encoding = self.workspace.position_encoding or "utf-16"
            text = Text(written, str(getattr(encoding, "value", encoding)))
            self.documents[unquote(uri)] = replace(document, version=version, text=text)
            self.judge_soon(unquote(uri), pause)

    def close(self, uri: str) -> None:
        """Forgets a document, and what the client shows of it."""
        key = unquote(uri)
        if task := self._pending.pop(key, None):
            task.cancel()
        self.documents.pop(key, None)
        self.judged.pop(key, None)
        self._complaints.pop(key, None)
        self._ours.discard(key)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def judge_all(self) -> None:
        """Judges every open document anew, since what they refer to, or the settings, may be others now."""
        for key in self.documents:
            self.judge_soon(key, 0)

    def judge_soon(self, key: str, pause: float) -> None:
        """Judges a document after a pause, unless it changes meanwhile."""
        if task := self._pending.get(key):
            task.cancel()
        self._pending[key] = asyncio.get_running_loop().create_task(self._judge_later(key, pause))

    async def _judge_later(self, key: str, pause: float) -> None:
        await asyncio.sleep(pause)
        self.judged.pop(key, None)
        document = self.documents[key]
        try:
            judged = await self.judgement(key)
        except CommsError:  # told already
            judged = None
        except Exception:  # the next key may mend what stopped us; until then the last findings stay
            _log.exception("%s", document.uri)
            return
        if self.documents.get(key) is document:
            shown = diagnostics(judged) if judged else []
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, shown, document.version)
            )

    async def judgement(self, key: str) -> Judged | None:
        """What the rules say of a document as it is now; None where it is no request.

        Raises CommsError for settings that cannot be used, once the client was told.
        """
        document = self.documents[key]
        if (known := self.judged.get(key)) and known.document is document:
            return known
        function = partial(judge, document, key in self._ours, self.asked, self.usual)
        try:
            judged = await self.work(function)
        except CommsError as error:
            self._complain(key, error)
            raise
        self._complaints.pop(key, None)
        if judged is not None and self.documents.get(key) is document:
            self._ours.add(key)
            self.judged[key] = judged
        return judged

    def language(self, key: str) -> str:
        """The language for a document, as far as it is known without reading the settings."""
        judged = self.judged.get(key)
        return judged.language if judged else self.asked or self.usual or locale_language()

    def _complain(self, key: str, error: CommsError) -> None:
        """Tells of settings that cannot be used, once until they are mended."""
        told = say(f"{error.section}.{error.reason}", self.language(key), **error.values)
        if told not in self._complaints.values():
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, told))
        self._complaints[key] = told


def initialize(ls: CommsServer, params: types.InitializeParams) -> None:
    if isinstance(params.initialization_options, dict):
        _choose_language(ls, params.initialization_options)
    if params.locale:
        ls.usual = "zh" if params.locale.lower().startswith("zh") else "en"


def _choose_language(ls: CommsServer, settings: dict[str, Any]) -> None:
    if settings.get("language") in LANGUAGES:
        ls.asked = settings["language"]


def initialized(ls: CommsServer, params: types.InitializedParams) -> None:
    """Asks to be told of what changes on the disk: settings, and documents that others refer to."""
    del params
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching is None or not watching.dynamic_registration:
        return
    suffixes = ",".join(each.removeprefix(".") for each in READERS)
    watcher = types.FileSystemWatcher(f"**/*.{{{suffixes}}}")
    options = types.DidChangeWatchedFilesRegistrationOptions([watcher])
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    registration = types.Registration("comms-files", method, options)
    ls.client_register_capability(types.RegistrationParams([registration]))


def did_open(ls: CommsServer, params: types.DidOpenTextDocumentParams) -> None:
    ls.open(params.text_document)


def did_change(ls: CommsServer, params: types.DidChangeTextDocumentParams) -> None:
    changed = params.text_document
    ls.change(changed.uri, changed.version, ls.workspace.get_text_document(changed.uri).source, PAUSE)


def did_save(ls: CommsServer, params: types.DidSaveTextDocumentParams) -> None:
    del params  # others may refer to the one that was saved
    ls.judge_all()


def did_close(ls: CommsServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.close(params.text_document.uri)


def did_change_watched_files(ls: CommsServer, params: types.DidChangeWatchedFilesParams) -> None:
    del params
    ls.judge_all()


def did_change_configuration(ls: CommsServer, params: types.DidChangeConfigurationParams) -> None:
    settings = params.settings if isinstance(params.settings, dict) else {}
    own = settings.get("comms", settings)
    if isinstance(own, dict):
        _choose_language(ls, own)
    ls.judge_all()


async def _judged(ls: CommsServer, uri: str) -> Judged | None:
    """The judgement of an open document that is one of ours, under settings that can be used."""
    if unquote(uri) not in ls.documents:
        return None
    try:
        return await ls.judgement(unquote(uri))
    except CommsError:
        return None


async def on_hover(ls: CommsServer, params: types.HoverParams) -> types.Hover | None:
    judged = await _judged(ls, params.text_document.uri)
    if judged is None or judged.document.is_too_big:
        return None
    at, document = params.position, judged.document
    findings = [each for each in judged.findings if meets(each, document, types.Range(at, at))]
    offset = document.text.offset(at.line, at.character)
    told = await ls.work(lambda: hover(judged.case, document.text.plain, findings, offset, judged.language))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told)) if told else None


def on_completion(ls: CommsServer, params: types.CompletionParams) -> types.CompletionList | None:
    key = unquote(params.text_document.uri)
    document = ls.documents.get(key)
    if document is None or document.is_too_big:
        return None
    text = document.text
    cursor = text.offset(params.position.line, params.position.character)
    found = completions(text.plain, cursor, document.suffix, ls.language(key))
    return types.CompletionList(False, [item(each, number, text) for number, each in enumerate(found)])


async def on_code_action(ls: CommsServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    judged = await _judged(ls, params.text_document.uri)
    if judged is None or judged.document.is_too_big:
        return None
    wanted = [str(getattr(each, "value", each)) for each in params.context.only or ()]
    found: list[types.CodeAction] = []
    if _is_wanted("quickfix", wanted):
        near = [each for each in judged.findings if meets(each, judged.document, params.range)]
        offered = await ls.work(lambda: list(actions(judged, near)))
        found += [quick_fix(each, judged.document, ls.client_capabilities) for each in offered]
    if _is_wanted(FIX_ALL, wanted) and (wanted or any(each.is_preferred for each in found)):
        edit = await ls.work(lambda: all_mended(judged))
        if edit is not None:
            title = say("language_server.mend_all", judged.language)
            change = edits_of((edit,), judged.document, ls.client_capabilities)
            found.append(types.CodeAction(title, FIX_ALL, edit=change))
    return found


def _is_wanted(kind: str, wanted: Iterable[str]) -> bool:
    return not wanted or any(f"{kind}.".startswith(f"{each}.") for each in wanted)


def shutdown(ls: CommsServer, params: None) -> None:
    del params
    ls.has_ended = True


_COMPLETION = types.CompletionOptions(trigger_characters=[" ", "[", ",", '"'])
_ACTIONS = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL])

FEATURES: dict[str, tuple[Callable[..., Any], object]] = {
    types.INITIALIZE: (initialize, None),
    types.INITIALIZED: (initialized, None),
    types.SHUTDOWN: (shutdown, None),
    types.TEXT_DOCUMENT_DID_OPEN: (did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (did_save, None),
    types.TEXT_DOCUMENT_DID_CLOSE: (did_close, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (did_change_watched_files, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (did_change_configuration, None),
    types.TEXT_DOCUMENT_HOVER: (on_hover, None),
    types.TEXT_DOCUMENT_COMPLETION: (on_completion, _COMPLETION),
    types.TEXT_DOCUMENT_CODE_ACTION: (on_code_action, _ACTIONS),
}
"""What a client may ask or tell -> the function that takes it, and what the client is told of that."""


def serve(incoming: BinaryIO, outgoing: BinaryIO, language: str | None) -> bool:
    """Serves one client until it leaves; whether it took its leave before."""
    server = CommsServer(language)
    for name, (function, options) in FEATURES.items():
        server.feature(name, options)(function)
    server.start_io(incoming, outgoing)
    return server.has_ended
