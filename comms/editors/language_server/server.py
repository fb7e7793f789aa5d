"""A thin layer over pygls: client messages become function calls, and their results become messages.

Everything that reads or judges a text runs in a single worker thread, so that the client is answered while a
text is judged, and nothing below has to be thread-safe.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast
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
from comms.language.locale import language_of, locale_language
from comms.language.phrases import FALLBACK, LANGUAGES, say
from comms.reading import READERS
from comms.version import __version__

PAUSE = 0.25
"""Seconds without a keystroke before a text is judged."""
FIX_ALL = "source.fixAll.comms"
_log = logging.getLogger(__name__)
T = TypeVar("T")


class _Protocol(LanguageServerProtocol):
    """Answers a request with invalid parameters, which pygls leaves unanswered."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], error=error.to_response_error())
            raise


MOST_BYTES = 256 * 1024 * 1024
"""The size of the largest message that is read; a text of 32 MiB is longer in JSON."""
_LONGEST_HEADER = 4096


class _Incoming:
    """The messages of a client, which end where one would fill the memory or has no sensible header."""

    def __init__(self, stream: BinaryIO, language: str) -> None:
        self.stream = stream
        self.language = language

    def readline(self) -> bytes:
        """Return the next line of a header."""
        line = self.stream.readline(_LONGEST_HEADER)
        return line if len(line) < _LONGEST_HEADER else self._ended()

    def read(self, size: int) -> bytes:
        """Return the body of a message."""
        return self.stream.read(size) if size <= MOST_BYTES else self._ended()

    def _ended(self) -> bytes:
        _log.error(say("language_server.too_long", self.language, most=MOST_BYTES // 1024 // 1024))
        return b""


class CommsServer(LanguageServer):
    """The state of a client: its open documents, the latest judgement of each, its language.

    asked: the language from `--language` or the client's settings; usual: the client's own language.
    """

    def __init__(self, asked: str | None) -> None:
        # full texts, as pygls counts lines differently from the protocol in texts with U+2028 or U+0085
        super().__init__("comms", __version__, types.TextDocumentSyncKind.Full, protocol_cls=_Protocol)
        self.asked = asked
        self.usual: str | None = None
        self.has_ended = False
        self.documents: dict[str, Document] = {}
        self.judged: dict[str, Judged] = {}
        self._known_requests: set[str] = set()
        self._pending: dict[str, asyncio.Task[None]] = {}
        self._complaints: dict[str, str] = {}
        self._worker = ThreadPoolExecutor(1, "comms")

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an error and do not show it: the person writing a request can do nothing about it."""
        _log.error("%s: %s", source.__name__, error, exc_info=error)

    async def work(self, function: Callable[[], T]) -> T:
        """Run a function in the thread that reads and judges, and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, function)

    @property
    def root(self) -> Path | None:
        """The folder that is open in the client."""
        folders = self.workspace.folders
        uri = next(iter(folders.values())).uri if folders else self.workspace.root_uri
        return path_of(uri) if uri else None

    def open(self, item: types.TextDocumentItem) -> None:
        """Add a document, unless its format or location is not supported."""
        if document := document_of(item.uri, item.language_id, self.root):
            self.documents[unquote(item.uri)] = document
            self.change(item.uri, item.version, item.text, 0)

    def change(self, uri: str, version: int | None, written: str, pause: float) -> None:
        """Update the text of a document."""
        if document := self.documents.get(unquote(uri)):
            encoding = self.workspace.position_encoding or "utf-16"
            text = Text(written, str(getattr(encoding, "value", encoding)))
            self.documents[unquote(uri)] = replace(document, version=version, text=text)
            self.judge_soon(unquote(uri), pause)

    def close(self, uri: str) -> None:
        """Remove a document, and the diagnostics the client shows for it."""
        key = unquote(uri)
        if task := self._pending.pop(key, None):
            task.cancel()
        self.documents.pop(key, None)
        self.judged.pop(key, None)
        self._complaints.pop(key, None)
        self._known_requests.discard(key)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def judge_all(self) -> None:
        """Judge every open document again: settings or documents they refer to may have changed."""
        for key in self.documents:
            self.judge_soon(key, 0)

    def judge_soon(self, key: str, pause: float) -> None:
        """Judge a document after a pause, unless it changes in the meantime."""
        if task := self._pending.get(key):
            task.cancel()
        self._pending[key] = asyncio.get_running_loop().create_task(self._judge_later(key, pause))

    async def _judge_later(self, key: str, pause: float) -> None:
        await asyncio.sleep(pause)
        self.judged.pop(key, None)
        document = self.documents[key]
        try:
            judged = await self.judgement(key)
        except CommsError:  # already reported to the client
            judged = None
        except Exception:  # the next edit may help; until then the last findings stay
            _log.exception("%s", document.uri)
            return
        if self.documents.get(key) is document:
            shown = diagnostics(judged) if judged else []
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, shown, document.version)
            )

    async def judgement(self, key: str) -> Judged | None:
        """Return the judgement of a document's current version, or None if it is not a request.

        Raises CommsError for unusable settings, after reporting them to the client.
        """
        document = self.documents[key]
        if (known := self.judged.get(key)) and known.document is document:
            return known
        function = partial(judge, document, key in self._known_requests, self.asked, self.usual)
        try:
            judged = await self.work(function)
        except CommsError as error:
            self._complain(key, error)
            raise
        self._complaints.pop(key, None)
        if judged is not None and self.documents.get(key) is document:
            self._known_requests.add(key)
            self.judged[key] = judged
        return judged

    def language(self, key: str) -> str:
        """Return the language for a document, as far as it is known without reading the settings."""
        judged = self.judged.get(key)
        return judged.language if judged else self.asked or self.usual or locale_language()

    def _complain(self, key: str, error: CommsError) -> None:
        """Report unusable settings to the client, once until they are fixed."""
        message = say(f"{error.section}.{error.reason}", self.language(key), **error.values)
        if message not in self._complaints.values():
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))
        self._complaints[key] = message


def initialize(ls: CommsServer, params: types.InitializeParams) -> None:
    if isinstance(params.initialization_options, dict):
        _choose_language(ls, params.initialization_options)
    if params.locale:
        ls.usual = language_of(params.locale) or FALLBACK


def _choose_language(ls: CommsServer, settings: dict[str, Any]) -> None:
    if settings.get("language") in LANGUAGES:
        ls.asked = settings["language"]


def initialized(ls: CommsServer, _params: types.InitializedParams) -> None:
    """Register for changes on disk: settings, and documents that others refer to."""
    workspace = ls.client_capabilities.workspace
    watching = workspace.did_change_watched_files if workspace else None
    if watching is None or not watching.dynamic_registration:
        return
    suffixes = ",".join(suffix.removeprefix(".") for suffix in READERS)
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


def did_save(ls: CommsServer, _params: types.DidSaveTextDocumentParams) -> None:
    ls.judge_all()  # other documents may refer to the saved one


def did_close(ls: CommsServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.close(params.text_document.uri)


def did_change_watched_files(ls: CommsServer, _params: types.DidChangeWatchedFilesParams) -> None:
    ls.judge_all()


def did_change_configuration(ls: CommsServer, params: types.DidChangeConfigurationParams) -> None:
    settings = params.settings if isinstance(params.settings, dict) else {}
    own = settings.get("comms", settings)
    if isinstance(own, dict):
        _choose_language(ls, own)
    ls.judge_all()


async def _judged(ls: CommsServer, uri: str) -> Judged | None:
    """Return the judgement of a supported open document, or None if its settings are unusable."""
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
    findings = [finding for finding in judged.findings if meets(finding, document, types.Range(at, at))]
    offset = document.text.offset(at.line, at.character)

    def shown() -> str:
        case, start = judged.case_at(offset)
        text = case.source.text or document.text.plain[start:]
        return hover(case, text, findings, offset - start, judged.language)

    content = await ls.work(shown)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, content)) if content else None


def on_completion(ls: CommsServer, params: types.CompletionParams) -> types.CompletionList | None:
    key = unquote(params.text_document.uri)
    document = ls.documents.get(key)
    if document is None or document.is_too_big:
        return None
    text = document.text
    cursor = text.offset(params.position.line, params.position.character)
    found = completions(text.plain, cursor, document.suffix, ls.language(key))
    return types.CompletionList(
        False, [item(completion, number, text) for number, completion in enumerate(found)]
    )


async def on_code_action(ls: CommsServer, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    judged = await _judged(ls, params.text_document.uri)
    if judged is None or judged.document.is_too_big:
        return None
    wanted = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
    found: list[types.CodeAction] = []
    if _is_wanted("quickfix", wanted):
        near = [finding for finding in judged.findings if meets(finding, judged.document, params.range)]
        offered = await ls.work(lambda: list(actions(judged, near)))
        found += [quick_fix(action, judged.document, ls.client_capabilities) for action in offered]
    if _is_wanted(FIX_ALL, wanted) and (wanted or any(action.is_preferred for action in found)):
        edit = await ls.work(lambda: all_mended(judged))
        if edit is not None:
            title = say("language_server.mend_all", judged.language)
            change = edits_of((edit,), judged.document, ls.client_capabilities)
            found.append(types.CodeAction(title, FIX_ALL, edit=change))
    return found


def _is_wanted(kind: str, wanted: Iterable[str]) -> bool:
    return not wanted or any(f"{kind}.".startswith(f"{prefix}.") for prefix in wanted)


def shutdown(ls: CommsServer, _params: None) -> None:
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
"""Method of the protocol -> its handler, and the options announced to the client."""


def serve(incoming: BinaryIO, outgoing: BinaryIO, language: str | None) -> bool:
    """Serve one client until it disconnects; return whether it announced its shutdown first."""
    server = CommsServer(language)
    for name, (function, options) in FEATURES.items():
        server.feature(name, options)(function)
    server.start_io(cast(BinaryIO, _Incoming(incoming, language or locale_language())), outgoing)
    return server.has_ended
