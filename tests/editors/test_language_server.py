"""The language server: a real client over standard streams, and the functions behind it."""

import contextlib
import io
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cli.app import main
from comms.editors.language_server.actions import actions, all_mended
from comms.editors.language_server.completion import completions
from comms.editors.language_server.documents import LARGEST, document_of, judge, path_of
from comms.editors.language_server.hover import hover, rule_page
from comms.editors.language_server.places import place_at
from comms.editors.language_server.positions import Text
from comms.findings import Span
from comms.language.phrases import LANGUAGES, say
from comms.models.scalars import is_placeholder
from tests.support import EXAMPLES, ROOT
from tests.support.effort import PATIENCE

BRIEF = """\
kind: brief
title: Size chart
what: 1 size chart, SVG
why: 62 of 180 complaints were about sizes
when: 2026-06-05
where: product page
who: Tom Okafor
how: as in 2025
how_much: {hours: 12}
"""
WITHOUT_WHY = BRIEF.replace("why: 62 of 180 complaints were about sizes\n", "")
IN_CHINESE = "何因"
"""The message of W102 in Chinese."""


class Client:
    """A minimal editor, as these tests need it."""

    def __init__(self, folder: Path, *arguments: str, locale: str = "en") -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cli.app", "lsp", *arguments],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={
                **os.environ,
                "LANG": "en_US.UTF-8",
                "LC_ALL": "",
                "PYTHONPATH": str(ROOT),
                "HOME": str(folder),
            },
        )
        self.locale = locale
        self.number = 0
        self.messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.kept: list[dict[str, Any]] = []
        self.stray = b""
        self.errors: list[bytes] = []
        self.readers = [
            threading.Thread(target=read, daemon=True) for read in (self._read, self._read_errors)
        ]
        for reader in self.readers:
            reader.start()

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while header := out.readline():
            if not header.startswith(b"Content-Length: "):
                self.stray += header
                continue
            length = int(header.split(b":")[1])
            while out.readline().strip():
                pass
            self.messages.put(json.loads(out.read(length)))
        self.messages.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors += self.process.stderr.readlines()

    def send(self, *messages: dict[str, Any]) -> None:
        self.send_bytes(*(json.dumps({"jsonrpc": "2.0", **each}).encode() for each in messages))

    def send_bytes(self, *bodies: bytes) -> None:
        """Sends messages in one piece, so that none of them waits for what the machine does between them."""
        assert self.process.stdin is not None
        self.process.stdin.write(
            b"".join(b"Content-Length: %d\r\n\r\n" % len(each) + each for each in bodies)
        )
        self.process.stdin.flush()

    def tell(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> Any:
        answer = self.answer(method, params)
        assert "error" not in answer, answer
        return answer["result"]

    def answer(self, method: str, params: Any = None) -> dict[str, Any]:
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.until(lambda message: message.get("id") == self.number and "method" not in message)

    def until(self, wanted: Any) -> dict[str, Any]:
        for message in self.kept:
            if wanted(message):
                self.kept.remove(message)
                return message
        while True:
            message = self.messages.get(timeout=PATIENCE)
            assert message is not None, "the server has ended"
            if wanted(message):
                return message
            self.kept.append(message)

    def initialize(self, encodings: tuple[str, ...] = (), **workspace: Any) -> dict[str, Any]:
        general = {"positionEncodings": list(encodings)} if encodings else {}
        params = {
            "processId": None,
            "rootUri": self.folder.as_uri(),
            "locale": self.locale,
            "capabilities": {"general": general, "workspace": workspace},
        }
        found: dict[str, Any] = self.ask("initialize", params)
        self.tell("initialized", {})
        return found

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str, language: str = "yaml") -> list[dict[str, Any]]:
        """Open a document and return its diagnostics."""
        self.open_uri(self.uri(name), text, language)
        return self.published(self.uri(name), 1)

    def open_uri(self, uri: str, text: str, language: str = "yaml") -> None:
        item = {"uri": uri, "languageId": language, "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def change(self, name: str, *texts: str, version: int) -> None:
        """Changes a document to each of the texts in turn, as quickly as nobody types."""
        changes = [
            {
                "textDocument": {"uri": self.uri(name), "version": number},
                "contentChanges": [{"text": text}],
            }
            for number, text in enumerate(texts, version)
        ]
        self.send(*({"method": "textDocument/didChange", "params": each} for each in changes))

    def published(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        def is_it(message: dict[str, Any]) -> bool:
            params = message.get("params") or {}
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and params.get("version") == version
            )

        found: list[dict[str, Any]] = self.until(is_it)["params"]["diagnostics"]
        return found

    def at(self, name: str, line: int, character: int, method: str, **more: Any) -> Any:
        place = {"line": line, "character": character}
        return self.ask(method, {"textDocument": {"uri": self.uri(name)}, "position": place, **more})

    def actions(
        self, name: str, diagnostic: dict[str, Any] | None = None, **context: Any
    ) -> list[dict[str, Any]]:
        start = {"line": 0, "character": 0}
        params = {
            "textDocument": {"uri": self.uri(name)},
            "range": diagnostic["range"] if diagnostic else {"start": start, "end": start},
            "context": {"diagnostics": [diagnostic] if diagnostic else [], **context},
        }
        found: list[dict[str, Any]] = self.ask("textDocument/codeAction", params)
        return found

    def leave(self) -> int:
        self.ask("shutdown")
        self.tell("exit")
        return self.process.wait(timeout=PATIENCE)


@contextlib.contextmanager
def client(folder: Path, *arguments: str, **more: Any) -> Iterator[Client]:
    pytest.importorskip("pygls", reason="the language server is not installed")
    found = Client(folder, *arguments, **more)
    try:
        yield found
        assert found.stray == b""
    finally:
        found.process.kill()
        found.process.wait()
        for reader in found.readers:
            reader.join(timeout=PATIENCE)
        for stream in (found.process.stdin, found.process.stdout, found.process.stderr):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """One client for the tests that leave nothing behind, since starting one takes a while."""
    with client(tmp_path_factory.mktemp("shared")) as found:
        found.initialize(
            workspaceEdit={"documentChanges": True}, didChangeWatchedFiles={"dynamicRegistration": True}
        )
        yield found
        assert found.leave() == 0


def codes(found: list[dict[str, Any]]) -> list[str]:
    return [entry["code"] for entry in found]


def edited(text: str, action: dict[str, Any]) -> str:
    """A text with the edits of an action made, their characters counted in UTF-16 units."""
    (change,) = action["edit"]["documentChanges"]
    lines = text.encode("utf-16-le").decode("utf-16-le").split("\n")

    def offset(place: dict[str, int]) -> int:
        before = "\n".join(lines[: place["line"]]) + ("\n" if place["line"] else "")
        units = lines[place["line"]].encode("utf-16-le")[: place["character"] * 2]
        return len(before) + len(units.decode("utf-16-le"))

    for edit in sorted(change["edits"], key=lambda entry: offset(entry["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def test_a_document_is_judged_as_it_is_opened_changed_and_closed(shared: Client) -> None:
    (found,) = shared.open("life.yaml", WITHOUT_WHY)
    assert (found["code"], found["severity"], found["source"]) == ("W102", 1, "comms")
    assert "\n" in found["message"] and "codeDescription" not in found
    assert found["data"] == {"path": ["why"], "field": "why"}
    shared.change("life.yaml", WITHOUT_WHY + "title: twice\n", BRIEF, version=2)
    uri = shared.uri("life.yaml")
    assert shared.published(uri, 3) == []
    came = [message.get("params") or {} for message in shared.kept]
    judged = [params["version"] for params in came if params.get("uri") == uri]
    assert judged == [], "nothing is judged while the user types"
    shared.change("life.yaml", "kind: \n" + BRIEF.partition("\n")[2], version=4)
    assert codes(shared.published(shared.uri("life.yaml"), 4)) == ["F002"]  # it was ours, and stays so
    shared.tell("textDocument/didClose", {"textDocument": {"uri": shared.uri("life.yaml")}})
    assert shared.published(shared.uri("life.yaml")) == []


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("values.yaml", "replicas: 3\n", "yaml"),
        ("README.md", "# A project\n\nas soon as possible\n", "markdown"),
        ("comms.json", "{}", "json"),
    ],
)
def test_what_is_no_request_has_no_diagnostics(shared: Client, name: str, text: str, language: str) -> None:
    assert shared.open(name, text, language) == []
    assert shared.actions(name) is None or shared.actions(name) == []


def test_positions_are_counted_in_utf_16_units_unless_the_client_offers_others(
    tmp_path: Path, shared: Client
) -> None:
    text = BRIEF.replace("how: as in 2025", "how: 😀𠮷 as soon as possible")
    (found,) = shared.open("emoji.yaml", text)
    assert (found["code"], found["range"]["start"]) == ("V302", {"line": 7, "character": 10})
    assert shared.at("emoji.yaml", 7, 12, "textDocument/hover")["contents"]["value"].startswith("**V302")
    assert not shared.at("emoji.yaml", 7, 9, "textDocument/hover")
    with client(tmp_path) as other:
        assert other.initialize(("utf-32", "utf-16"))["capabilities"]["positionEncoding"] == "utf-32"
        (found,) = other.open("emoji.yaml", text)
        assert found["range"]["start"] == {"line": 7, "character": 8}
        assert other.leave() == 0


def test_a_quick_fix_mends_what_it_says(shared: Client) -> None:
    text = WITHOUT_WHY.replace("2026-06-05", "2026年6月5日").replace("as in 2025", "𠮷 as soon as possible")
    found = {entry["code"]: entry for entry in shared.open("fix.yaml", text)}
    assert set(found) == {"W102", "F004", "V302"}
    (write, _) = shared.actions("fix.yaml", found["F004"], only=["quickfix"])
    assert write["title"] == "Write 2026-06-05" and write["kind"] == "quickfix" and write["isPreferred"]
    (open_key, answer) = shared.actions("fix.yaml", found["W102"], only=["quickfix"])
    assert open_key["title"] == "Insert `why` (Why)"
    assert answer["title"].startswith("Ignore W102 here")
    (ignore,) = shared.actions("fix.yaml", found["V302"], only=["quickfix"])
    mended = edited(edited(edited(text, ignore), write), open_key)
    assert "how: 𠮷 as soon as possible  # comms: ignore[V302] TODO\n" in mended
    assert "why:  # " in mended and "when: 2026-06-05\n" in mended
    left = codes(shared.open("fixed.yaml", mended))
    assert "F004" not in left and "V302" not in left and "W102" in left


def test_everything_safe_is_mended_at_once(shared: Client) -> None:
    text = WITHOUT_WHY.replace("2026-06-05", "2026年6月5日")
    shared.open("all.yaml", text)
    (action,) = shared.actions("all.yaml", only=["source.fixAll"])
    assert action["kind"] == "source.fixAll.comms"
    mended = edited(text, action)
    assert "when: 2026-06-05\n" in mended and "why:  # " in mended
    assert codes(shared.open("all2.yaml", mended)) == ["W102"]
    assert shared.actions("all.yaml", only=["refactor"]) == []


def test_keys_values_and_codes_are_completed(shared: Client) -> None:
    shared.open("typing.yaml", "kind: brief\ntitle: T\nwhen:\n  du\n")
    found = shared.at("typing.yaml", 3, 4, "textDocument/completion")["items"]
    assert [entry["label"] for entry in found] == ["due", "start", "milestones"]
    assert found[0]["textEdit"] == {
        "range": {"start": {"line": 3, "character": 2}, "end": {"line": 3, "character": 4}},
        "newText": "due: ",
    }
    assert found[0]["documentation"]["kind"] == "markdown" and "**" in found[0]["documentation"]["value"]
    shared.change("typing.yaml", "kind: brief\nhow: now  # comms: ignore[V302,V", version=2)
    found = shared.at("typing.yaml", 1, 36, "textDocument/completion")["items"]
    assert "V305" in [entry["label"] for entry in found]


def test_the_pointer_shows_the_page_of_a_finding_and_the_question_of_a_key(shared: Client) -> None:
    shared.open("hover.yaml", BRIEF.replace("as in 2025", "as soon as possible"))
    told = shared.at("hover.yaml", 7, 8, "textDocument/hover")["contents"]
    assert told["kind"] == "markdown" and "V302" in told["value"] and "```yaml" in told["value"]
    assert "`hours`" in shared.at("hover.yaml", 8, 13, "textDocument/hover")["contents"]["value"]
    assert shared.at("hover.yaml", 3, 30, "textDocument/hover") is None


def test_a_document_without_a_place_is_judged(shared: Client) -> None:
    shared.open_uri("untitled:Untitled-1", WITHOUT_WHY)
    assert codes(shared.published("untitled:Untitled-1", 1)) == ["W102"]
    text = "# T\n\n## What\n\n3 banners\n\n## When\n\n2026-06-05\n"
    shared.open_uri("untitled:Untitled-2", text, "markdown")
    assert "W102" in codes(shared.published("untitled:Untitled-2", 1))
    shared.open_uri("git:/brief.yaml?ref", WITHOUT_WHY)
    shared.open_uri("file:///%00.yaml", WITHOUT_WHY)
    shared.open_uri("file://[", WITHOUT_WHY)
    assert codes(shared.open("after.yaml", WITHOUT_WHY)) == ["W102"]


def test_names_with_chinese_blanks_and_percent_signs_are_found(shared: Client) -> None:
    folder = shared.folder / "需求 50%"
    folder.mkdir()
    (folder / "comms.toml").write_text('language = "zh"\n', encoding="utf-8")
    (found,) = shared.open("需求 50%/横幅 #1.yaml", WITHOUT_WHY)
    assert IN_CHINESE in found["message"]


def test_a_broken_client_gets_its_answers_still(shared: Client) -> None:
    shared.send_bytes(b"{no json")
    shared.send_bytes(b"[" * 100_000)
    shared.tell(
        "textDocument/didChange",
        {"textDocument": {"uri": shared.uri("nobody.yaml"), "version": 2}, "contentChanges": [{"text": "x"}]},
    )
    shared.tell("no/such/notification", {})
    assert shared.answer("no/such/request", {})["error"]["code"] == -32601
    assert shared.answer("textDocument/hover", {"textDocument": 3})["error"]["code"] == -32602
    assert shared.at("never-opened.yaml", 0, 0, "textDocument/hover") is None
    assert shared.at("never-opened.yaml", 0, 0, "textDocument/completion") is None
    shared.open("ends.yaml", BRIEF)
    assert shared.at("ends.yaml", 999, 999, "textDocument/hover") is None
    assert shared.open("half.yaml", BRIEF + "attachments: ['\ud83d']\n") == []


def test_a_huge_text_is_not_judged_but_said_so(shared: Client) -> None:
    text = BRIEF + "attachments:\n" + "  - as soon as possible\n" * (LARGEST // 20)
    (found,) = shared.open("huge.yaml", text)
    assert found["severity"] == 3 and "comms lint" in found["message"]
    assert shared.at("huge.yaml", 1, 1, "textDocument/hover") is None


def test_settings_are_those_of_the_disk(shared: Client) -> None:
    watched = shared.until(lambda message: message.get("method") == "client/registerCapability")
    assert "yaml" in json.dumps(watched["params"])
    folder = shared.folder / "settings"
    folder.mkdir()
    uri = shared.uri("settings/a.yaml")
    assert codes(shared.open("settings/a.yaml", WITHOUT_WHY)) == ["W102"]

    def settings(text: str) -> None:
        (folder / "comms.toml").write_text(text, encoding="utf-8")
        change = {"uri": shared.uri("settings/comms.toml"), "type": 2}
        shared.tell("workspace/didChangeWatchedFiles", {"changes": [change]})

    settings('language = "zh"\n[lint.severity]\nW1 = "warning"\n')
    (found,) = shared.published(uri, 1)
    assert found["severity"] == 2 and IN_CHINESE in found["message"]
    settings('[lint.per-file-ignores]\n"a.*" = ["W102"]\n')
    assert shared.published(uri, 1) == []
    settings("[lint]\nselect = 3\n")
    told = shared.until(lambda message: message.get("method") == "window/showMessage")
    assert told["params"]["type"] == 1 and "comms.toml" in told["params"]["message"]
    assert shared.published(uri, 1) == []
    shared.change("settings/a.yaml", WITHOUT_WHY + "\n", version=2)
    assert shared.published(uri, 2) == []
    assert not any(message.get("method") == "window/showMessage" for message in shared.kept)  # told once
    settings('[lint]\nexclude = ["b.yaml"]\n')
    assert codes(shared.published(uri, 2)) == ["W102"]
    assert shared.open("settings/b.yaml", WITHOUT_WHY) == []


def test_the_client_s_settings_change_the_language(tmp_path: Path) -> None:
    with client(tmp_path) as speaking:
        speaking.initialize()
        speaking.open("speaking.yaml", WITHOUT_WHY)
        for language, is_chinese in (("zh", True), ("en", False)):
            speaking.tell("workspace/didChangeConfiguration", {"settings": {"comms": {"language": language}}})
            (found,) = speaking.published(speaking.uri("speaking.yaml"), 1)
            assert (IN_CHINESE in found["message"]) is is_chinese


def test_other_documents_are_those_that_are_saved(shared: Client) -> None:
    orders = (EXAMPLES / "order-confirmation" / "good").glob("*.zh.yaml")
    notice = next((EXAMPLES / "delay-notice" / "good").glob("*.zh.yaml")).read_text(encoding="utf-8")
    folder = shared.folder / "letters"
    folder.mkdir()
    uri = shared.uri("letters/notice.yaml")
    assert "F008" in codes(shared.open("letters/notice.yaml", notice))
    for file in orders:
        (folder / file.name).write_bytes(file.read_bytes())
    shared.tell("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert "F008" not in codes(shared.published(uri, 1))


@pytest.mark.parametrize(
    ("locale", "arguments", "word"), [("zh-cn", (), IN_CHINESE), ("zh", ("--language", "en"), "why")]
)
def test_the_language_is_the_one_asked_for_or_the_client_s(
    tmp_path: Path, locale: str, arguments: tuple[str, ...], word: str
) -> None:
    with client(tmp_path, *arguments, locale=locale) as editor:
        editor.initialize()
        (found,) = editor.open("a.yaml", WITHOUT_WHY)
        assert word.casefold() in found["message"].casefold()
        editor.tell("exit")  # without its leave
        assert editor.process.wait(timeout=PATIENCE) == 1


def test_an_editor_that_is_gone_ends_the_server(tmp_path: Path) -> None:
    with client(tmp_path) as editor:
        editor.initialize()
        assert editor.process.stdin is not None
        editor.process.stdin.close()
        assert editor.process.wait(timeout=PATIENCE) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_pygls_the_way_to_install_it_is_told(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pygls", None)
    for name in [
        module
        for module in sys.modules
        if module.startswith(("pygls.", "comms.editors.language_server.server"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "argv", ["comms", "lsp", "--language", language])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert 'pip install "comms[lsp]"' in capsys.readouterr().err


# The functions on their own.


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 8), ("utf-16", 4), ("utf-32", 2)])
def test_characters_are_counted_in_each_encoding(encoding: str, character: int) -> None:
    text = Text("a\r\n😀𠮷b\n", encoding)
    assert text.point(5) == (1, character)
    assert text.offset(1, character) == 5
    assert text.stretch(Span(2, 3, 2, 4), ".yaml") == ((1, character), (1, character + 1))


def test_a_place_between_two_halves_or_behind_the_end_is_moved_to_a_real_one() -> None:
    text = Text("😀b\r\nlast")
    assert text.offset(0, 1) == 0
    assert text.offset(0, 99) == 2
    assert text.offset(99, 0) == len("😀b\r\nlast")
    assert text.point(99) == (1, 4)


def test_a_byte_order_mark_is_counted_by_the_editor_alone() -> None:
    text = Text("\ufeffkind: brief\nwhat: x")
    assert text.plain.startswith("kind")
    assert (text.point(0), text.point(12)) == ((0, 1), (1, 0))
    assert (text.offset(0, 1), text.offset(0, 0), text.offset(1, 2)) == (0, 0, 14)


def test_line_separators_that_only_yaml_knows_move_no_place() -> None:
    # libyaml counts U+2028 as the end of a line, the protocol does not, nor do our readers
    text = Text("title: a\u2028 b\nwhat: soon\n")
    assert text.stretch(Span(2, 7, 2, 11), ".yaml") == ((1, 6), (1, 10))


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/%E9%9C%80%E6%B1%82%20%231%2550.yaml", "/a/需求 #1%50.yaml"),
        ("file://localhost/a;b.yaml", "/a;b.yaml"),
        ("untitled:Untitled-1", None),
        ("https://example.com/a.yaml", None),
        ("file:///%00", None),
        ("file://[", None),
    ],
)
def test_a_uri_names_a_file(uri: str, path: str | None) -> None:
    assert path_of(uri) == (Path(path) if path else None)


def offered(marked: str, suffix: str = ".yaml") -> list[str]:
    """Return the labels of the completions at `|`."""
    cursor = marked.index("|")
    text = marked[:cursor] + marked[cursor + 1 :]
    return [completion.label for completion in completions(text, cursor, suffix, "en")]


def completed(marked: str, wanted: str, suffix: str = ".yaml") -> str:
    """Return the text after a completion is accepted."""
    cursor = marked.index("|")
    text = marked[:cursor] + marked[cursor + 1 :]
    (found,) = [
        completion for completion in completions(text, cursor, suffix, "en") if completion.label == wanted
    ]
    return text[: found.start] + found.insert + text[found.end :]


def test_the_keys_offered_are_those_of_the_part_that_are_not_there() -> None:
    assert "why" in offered("kind: brief\nti|\nwhat: x\n")
    assert not {"kind", "what"} & set(offered("kind: brief\nti|\nwhat: x\n"))
    assert offered("kind: brief\nwho:\n  owner: x\n  |\n") == ["requester", "approver", "informed"]
    assert "deliverables" in offered("kind: design-brief\n|")
    assert "deliverables" not in offered("kind: brief\n|")
    assert offered("|") == ["kind", "id", "revision", "language", "status", "title", "attachments"]


def test_keys_are_offered_in_the_entries_of_lists() -> None:
    goals = "kind: brief\ngoals:\n  - actor: a\n    metric: m\n  - actor: b\n    |\n"
    assert "metric" in offered(goals) and "actor" not in offered(goals)
    assert "metric" not in offered("kind: brief\ngoals:\n- actor: a\n  metric: m\n  |\n- actor: b\n")
    assert "actor" in offered("kind: brief\ngoals:\n- |\n")
    assert completed("kind: brief\ngoals:\n  ac|", "actor") == "kind: brief\ngoals:\n  - actor: "
    assert "title" not in offered("kind: brief\ngoals:\n  |\nwhy: x\n")
    assert "owner" in offered("kind: brief\nattachments: [a,\n  b]\nwho:\n  |")


def test_keys_and_values_are_offered_between_brackets() -> None:
    assert offered("kind: brief\nhow_much: {budget: {amount: 5, |}}\n") == ["currency"]
    assert offered("kind: brief\nhow_much: {quantity: 5, |\nwhy: x\n") == [
        "budget",
        "unit",
        "hours",
        "note",
        "data",
    ]
    assert "CNY" in offered("kind: brief\nhow_much: {budget: {amount: 5, currency: C|}}\n")
    assert offered("kind: brief\ngoals: [{kano: |}]\n") == ["basic", "performance", "excitement"]
    assert "date" in offered("kind: brief\nwhen:\n  milestones:\n    - {da|\n")
    spread = "kind: brief\nhow_much: {\n  hours: 5,\n  |\n}\nwhy: x\n"
    assert "budget" in offered(spread) and "hours" not in offered(spread)


def test_values_of_closed_lists_are_offered() -> None:
    assert "design-brief" in offered("kind: |\n")
    assert offered("kind: brief\nstatus: |") == ["draft", "issued"]
    assert completed("kind: des|ign\n", "design-brief") == "kind: design-brief\n"
    assert completed('kind: "des|"\n', "brief") == 'kind: "brief"\n'
    assert "FOB" in offered("kind: order-confirmation\ndelivery:\n  incoterm: |\n")
    assert offered("kind: order-confirmation\ndelivery:\n  mode: s|\n")[0] == "sea"
    assert offered("kind: order-confirmation\nwritten_confirmation_prevails: |") == ["true", "false"]
    assert "lc_amendment" in offered("kind: change-request\nimpact:\n  requires:\n    - |\n")
    assert "lc_amendment" in offered("kind: change-request\nimpact: {requires: [|]}\n")


@pytest.mark.parametrize(
    "marked",
    [
        "kind: brief\nwhy: because |\n",
        "kind: brief\nwhy: |\n",
        "kind: brief\nwhy:|\n",
        "kind: brief\nwhat: >\n  some text\n  ti|\n",
        "kind: brief\n# a comm|\n",
        "kind: brief\nwhy: x  # becau|\n",
        "kind: brief\nnobody:\n  |\n",
        "kind: brief\nwhy: x\n  go|\n",
        "kind: brief\nattachments:\n  - fi|\n",
    ],
)
def test_nothing_is_offered_in_free_text(marked: str) -> None:
    assert offered(marked) == []


def test_an_empty_line_behind_a_block_of_text_takes_a_key_again() -> None:
    assert "why" in offered("kind: brief\nwhat: |-\n  some text\n\n|\n".replace("|-", ">-"))


def test_a_key_that_is_written_over_keeps_its_colon() -> None:
    assert completed("kind: brief\nwh|x: 3\n", "why") == "kind: brief\nwhy: 3\n"


def test_front_matter_is_completed_and_the_text_below_is_not() -> None:
    text = "---\nkind: brief\n{0}\n---\n\n## What\n\n{1}\n"
    assert "why" in offered(text.format("|", ""), ".md")
    assert offered(text.format("", "wh|"), ".md") == []
    assert "why" in offered("---\nkind: brief\n|", ".md")
    assert "V302" in offered("## How\n\nsoon <!-- comms: ignore[|", ".md")


def test_json_and_toml_are_completed() -> None:
    assert completed('{"kind": "brief", "wh|"}', "why", ".json") == '{"kind": "brief", "why"}'
    assert completed('{"kind": "brief", |}', "why", ".json") == '{"kind": "brief", "why": }'
    assert "brief" in offered('{"kind": "|"}', ".json")
    assert offered('{"kind": "brief", "who": {"owner": "x", "|', ".json") == [
        "requester",
        "approver",
        "informed",
    ]
    assert (
        completed('{"kind": "brief", "status": |}', "draft", ".json")
        == '{"kind": "brief", "status": "draft"}'
    )
    assert offered('{"kind": "brief"|}', ".json") == []
    assert completed('kind = "brief"\nwh|\n', "why", ".toml") == 'kind = "brief"\nwhy = \n'
    assert offered('kind = "brief"\n[who]\nowner = "x"\n|\n[when]\n', ".toml") == [
        "requester",
        "approver",
        "informed",
    ]
    assert completed("kind = |\n", "brief", ".toml") == 'kind = "brief"\n'
    assert "metric" in offered('kind = "brief"\n[[goals]]\nmetric = "a"\n[[goals]]\n|\n', ".toml")


def test_codes_are_offered_in_a_comment_that_answers_for_findings() -> None:
    assert completed("kind: brief\nhow: soon  # comms: ignore[V3|", "V302").endswith("ignore[V302")
    assert offered("kind: brief\nhow: soon  # comms: ignore[V302] |") == []


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".toml", ".md"])
def test_no_text_breaks_the_search_for_a_place(suffix: str) -> None:
    for file in sorted((EXAMPLES / "design-brief" / "good").glob("*.*"))[:2]:
        text = file.read_text(encoding="utf-8")[:700]
        for cursor in range(0, len(text) + 1, 3):
            for torn in (text, text[:cursor], text[:cursor] + "\n" + text[cursor + 9 :]):
                place = place_at(torn, cursor, suffix)
                assert place is None or 0 <= place.start <= place.end <= len(torn)


def judged_of(text: str, name: str, folder: Path, language: str = "en"):  # type: ignore[no-untyped-def]
    document = document_of((folder / name).as_uri(), "", None)
    assert document is not None
    object.__setattr__(document, "text", Text(text))
    found = judge(document, True, language, None)
    assert found is not None
    return found


def titles(text: str, name: str, folder: Path, language: str = "en") -> list[str]:
    found = judged_of(text, name, folder, language)
    return [action.title for action in actions(found, found.findings)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_placeholder_of_a_reason_is_no_reason(tmp_path: Path, language: str) -> None:
    assert is_placeholder(say("language_server.reason", language))
    found = judged_of(BRIEF.replace("as in 2025", "as soon as possible"), "a.yaml", tmp_path, language)
    (action,) = actions(found, found.findings)
    assert action.edits[0].text.endswith(say("language_server.reason", language))


def test_a_code_joins_a_comment_that_has_its_reason(tmp_path: Path) -> None:
    text = BRIEF.replace("as in 2025", "nice, as soon as possible  # comms: ignore[V303] their words")
    found = judged_of(text, "a.yaml", tmp_path)
    (action,) = [chosen for chosen in actions(found, found.findings) if chosen.finding.code == "V302"]
    assert action.edits[0].text == "# comms: ignore[V303,V302] their words"


def test_sections_and_keys_are_opened_by_their_names(tmp_path: Path) -> None:
    by_hand = "# 横幅\n\n## 何事\n\n3 张\n\n## 何时\n\n2026-06-05\n"
    assert "插入“何因”一节" in titles(by_hand, "a.md", tmp_path, "zh")
    assert "插入 why（何因）" in titles(WITHOUT_WHY, "a.yaml", tmp_path, "zh")
    nobody = by_hand + "\n## 何人\n\n提出：陈悦\n"
    assert "插入“负责”一行" in titles(nobody, "a.md", tmp_path, "zh")
    json_text = json.dumps({"kind": "brief", "title": "T", "what": "3 banners"})
    found = titles(json_text, "a.json", tmp_path)
    assert "Insert `why` (Why)" in found and not any(title.startswith("Ignore") for title in found)


@pytest.mark.parametrize(
    ("written", "key"), [("wheer: W", "where"), ("how_much: {hours: 2, bugdet: 3}", "budget")]
)
def test_a_misspelt_key_is_renamed_and_nothing_is_inserted_beside_it(
    written: str, key: str, tmp_path: Path
) -> None:
    text = f"kind: brief\ntitle: T\nwhat: 3 banners\n{written}\n"
    found = titles(text, "a.yaml", tmp_path)
    assert any(title.startswith("Write") and key in title for title in found)
    assert not any(title.startswith("Insert") and f"`{key}`" in title for title in found)


def test_one_edit_mends_all_and_leaves_the_rest_where_it_is(tmp_path: Path) -> None:
    text = BRIEF.replace("2026-06-05", "2026年6月5日")
    edit = all_mended(judged_of(text, "a.yaml", tmp_path))
    assert edit is not None
    assert text[: edit.start] + edit.text + text[edit.end :] == BRIEF
    assert edit.start > text.index("when") and edit.end < text.index("where")
    assert all_mended(judged_of(BRIEF, "a.yaml", tmp_path)) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_under_the_pointer_is_explained_even_in_a_text_that_cannot_be_read(
    language: str, tmp_path: Path
) -> None:
    broken = BRIEF + "goals: [\n"
    found = judged_of(broken, "a.yaml", tmp_path, language)
    assert [finding.code for finding in found.findings] == ["F001"]
    told = hover(found.case_at(0)[0], broken, [], broken.index("where") + 2, language)
    assert "`where`" in told
    assert rule_page("V302", language).count("```yaml") >= 2


def test_a_heading_is_explained_as_the_key_that_it_stands_for(tmp_path: Path) -> None:
    text = "# T\n\n## What\n\n3 banners\n\n## Why\n\n62 of 180 complaints\n"
    found = judged_of(text, "a.md", tmp_path)
    assert "`why`" in hover(found.case_at(0)[0], text, [], text.index("Why") + 1, "en")


SEVERAL = f"{BRIEF}---\n{BRIEF.replace('as in 2025', 'as soon as possible')}---\nkind: design-brief\n"


def test_each_of_several_documents_has_its_own_actions(tmp_path: Path) -> None:
    found = judged_of(SEVERAL, "a.yaml", tmp_path)
    chosen = next(action for action in actions(found, found.findings) if action.finding.code == "V302")
    (edit,) = chosen.edits
    line = SEVERAL[: edit.start].rpartition("\n")[2]
    assert line.startswith("how: as soon as possible")
    wrong = SEVERAL.replace("when: 2026-06-05", "when: 2026年6月5日")
    edit = all_mended(judged_of(wrong, "a.yaml", tmp_path))
    assert edit is not None
    assert (wrong[: edit.start] + edit.text + wrong[edit.end :]).startswith(BRIEF)


def test_each_of_several_documents_is_explained_and_completed_for_itself(tmp_path: Path) -> None:
    found = judged_of(SEVERAL, "a.yaml", tmp_path)
    offset = SEVERAL.rindex("where") + 2
    case, start = found.case_at(offset)
    assert "`where`" in hover(case, case.source.text, [], offset - start, "en")
    assert "deliverables" in offered(f"{SEVERAL}|")
    assert "deliverables" not in offered(SEVERAL.replace("how: as soon", "|\nhow: as soon"))
    assert completed(f"{SEVERAL}deliv|", "deliverables").startswith(f"{SEVERAL}deliverables:")


@pytest.mark.parametrize(
    "message",
    [
        b"Content-Length: %d\r\n\r\n{}" % 10**30,
        b"Content-Length: %d\r\n\r\n{}" % 2**63,
        b"Content-Length: %d\r\n\r\n{}" % 10**12,
        b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
        b"Content-Length: " + b"9" * 10**6,
    ],
    ids=["more than any memory", "more than an index", "a terabyte", "no number of Python", "no end of line"],
)
def test_a_message_that_would_fill_the_memory_ends_the_server(
    message: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("pygls", reason="the language server is not installed")
    server = import_module("comms.editors.language_server.server")
    answered = io.BytesIO()
    assert server.serve(io.BytesIO(message), answered, "en") is False
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        say("language_server.too_long", "en", most=256)
    ]
