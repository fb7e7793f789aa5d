"""Data written in place: only what changed is replaced, and the file says exactly what it should."""

import difflib
import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.kinds import KINDS
from comms.paths import FieldPath, value_at
from comms.reading import READERS, read_bytes
from comms.reading.suppressions import suppressions
from comms.reading.yaml_file import has_comments
from comms.rendering import Layout
from comms.rendering.in_place import REWRITERS, rewritten
from comms.rendering.in_place.typed_values import key_order, root_of
from comms.rendering.rendition import render
from comms.workspace.loading import load_case, load_file, plain_data
from comms.workspace.workspace import NOWHERE, open_workspace
from tests.support import CONTRACT, EXAMPLES

GOOD = sorted(file for file in EXAMPLES.glob("*/good/*") if file.suffix in READERS)
ALL = sorted(file for file in EXAMPLES.glob("*/*/*") if file.suffix in (".yaml", ".json", ".toml"))
FILES = [
    *GOOD,
    *sorted(file for file in CONTRACT.glob("*") if file.name != "comms.toml" and file.suffix in READERS),
]
EDITED = [file for file in FILES if file.suffix in (".yaml", ".json", ".toml")]

COMMENTED = """\
# yaml-language-server: $schema=brief.json

kind:  brief   # two blanks
title: 'Pictures'
# above what
what: >   # folded
  six pictures
  in all

# comms: ignore[W102] nobody knows
why: "returns fall"

when: {due: 2026-06-05, milestones: [{date: 2026-05-01, name: draft}]}  # dates
where: web shop
who:  # people
    requester: Ann   # asks
    # between
    owner: Tom       # does
how: |
  by hand

  and by eye
how_much: 500   # money
goals:
# the first
- actor: shoppers   # first
  metric: returns
  target: 7.50
# the second
- actor: packers
  target: 00123
-   # dash
  actor: clerks
attachments:
  - a.pdf  # A
  - "b.pdf"
# the end
"""


def after(text: str | bytes, change: Callable[[dict[str, Any]], object], name: str = "x.yaml") -> str:
    """Return the text after a change of its data, which must read back as that data."""
    content = text.encode() if isinstance(text, str) else text
    source = read_bytes(content, name)
    new = deepcopy(source.data)
    change(new)
    result = rewritten(source, source.data, new, NOWHERE, "en", content)
    assert read_bytes(result, name).data == new
    return result.decode()


def changed_lines(before: str, behind: str) -> tuple[list[str], list[str]]:
    """Return the removed and the added lines."""
    rows = list(difflib.ndiff(before.splitlines(), behind.splitlines()))
    return [line[2:] for line in rows if line[0] == "-"], [line[2:] for line in rows if line[0] == "+"]


def leaves(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    if not isinstance(value, dict | list):
        yield path
        return
    for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from leaves(inner, (*path, step))


def put(data: Any, path: FieldPath, value: Any) -> None:
    value_at(data, path[:-1])[path[-1]] = value


def test_every_input_format_can_be_rewritten() -> None:
    assert set(REWRITERS) == set(READERS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_data_that_did_not_change_give_the_same_bytes(file: Path) -> None:
    content = file.read_bytes()
    source = read_bytes(content, str(file))
    same = rewritten(source, source.data, deepcopy(source.data), NOWHERE, "en", content)
    assert same == content


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_data_that_are_spelt_out_change_nothing_either(file: Path) -> None:
    content = file.read_bytes()
    case = load_file(file)
    data = plain_data(case)
    assert rewritten(case.source, data, deepcopy(data), NOWHERE, "en", content) == content


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_each_changed_field_changes_its_own_line_alone(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    data = read_bytes(text.encode(), file.name).data
    for path in leaves(data):
        if path == ("kind",):
            continue
        old = value_at(data, path)
        new = not old if isinstance(old, bool) else f"{old}5" if old.isdecimal() else f"{old}: new"
        result = after(text, lambda data, path=path, new=new: put(data, path, new), file.name)
        gone, come = changed_lines(text, result)
        assert len(gone) == len(come) == 1, path


@pytest.mark.parametrize("file", EDITED, ids=lambda file: file.name)
def test_each_key_that_goes_takes_its_own_lines_alone(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    data = read_bytes(text.encode(), file.name).data
    for key in [key for key in data if key != "kind"]:
        result = after(text, lambda data, key=key: data.pop(key), file.name)
        gone, come = changed_lines(text, result)
        assert gone and len(come) <= 1, key
        assert all(line in text for line in come) or file.suffix == ".json"  # a comma went


@pytest.mark.parametrize(
    "file", [file for file in GOOD if file.suffix == ".yaml"], ids=lambda file: file.name
)
def test_a_key_that_was_taken_out_comes_back_to_its_place(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    data = read_bytes(text.encode(), file.name).data
    order = key_order(root_of(data))
    if [key for key in order if key in data] != list(data):
        return
    for key in [key for key in data if key != "kind"]:
        without = after(text, lambda data, key=key: data.pop(key))
        result = after(without, lambda target, key=key: target.update({key: data[key]}))
        assert list(read_bytes(result.encode(), "x.yaml").data) == list(data)


def test_a_changed_scalar_keeps_quotes_comments_and_blanks() -> None:
    def change(data: dict[str, Any]) -> None:
        data["title"] = "It's new"
        data["why"] = "12"
        data["who"]["owner"] = "Eve"
        data["goals"][0]["target"] = "8.50"
        data["goals"][1]["target"] = "00124"
        data["when"]["due"] = "2026-07-01"
        data["attachments"][0] = "c: d"

    result = after(COMMENTED, change)
    assert changed_lines(COMMENTED, result)[1] == [
        "title: 'It''s new'",
        'why: "12"',
        "when: {due: 2026-07-01, milestones: [{date: 2026-05-01, name: draft}]}  # dates",
        "    owner: Eve       # does",
        "  target: 8.50",
        "  target: 00124",
        "  - 'c: d'  # A",
    ]


def test_blocks_of_text_stay_blocks() -> None:
    result = after(COMMENTED, lambda data: data.update(what="one\ntwo\n", how="by eye\nand so on\n"))
    assert "what: >   # folded\n  one\n\n  two\n\n# comms:" in result
    assert "how: |\n  by eye\n  and so on\nhow_much" in result


def test_a_text_that_gets_lines_becomes_a_block_behind_its_comment() -> None:
    result = after(COMMENTED, lambda data: data["who"].update(owner="Tom\nand Eve"))
    assert "    owner: |-       # does\n      Tom\n      and Eve\nhow:" in result


def test_a_bare_value_becomes_a_mapping_and_keeps_its_comment() -> None:
    result = after(
        COMMENTED, lambda data: data.update(how_much={"budget": {"amount": "500", "currency": "EUR"}})
    )
    assert "how_much:   # money\n  budget:\n    amount: 500\n    currency: EUR\ngoals:" in result


def test_a_mapping_becomes_a_bare_value() -> None:
    result = after(COMMENTED, lambda data: data.update(who="Tom"))
    assert "\nwho: Tom  # people\nhow: |" in result


def test_a_key_that_goes_leaves_the_comment_above_it() -> None:
    result = after(COMMENTED, lambda data: (data.pop("what"), data["who"].pop("owner"), data["goals"].pop(1)))
    assert "# above what\n\n# comms: ignore[W102]" in result
    assert "# asks\n    # between\nhow: |" in result
    assert "target: 7.50\n# the second\n-   # dash" in result


def test_the_first_and_the_last_entry_can_go() -> None:
    result = after(
        COMMENTED, lambda data: (data["goals"].pop(0), data["goals"].pop(), data["attachments"].pop())
    )
    assert (
        "# the first\n# the second\n- actor: packers\n  target: 00123\nattachments:\n  - a.pdf  # A\n# the end"
        in result
    )
    result = after(COMMENTED, lambda data: data["goals"][0].pop("actor"))
    assert "# the first\n- metric: returns\n  target: 7.50" in result


def test_a_block_of_text_at_the_end_gets_the_line_end_that_it_needs() -> None:
    assert (
        after("kind: brief  # c", lambda data: data.update(why="a\nb\n"))
        == "kind: brief  # c\nwhy: |\n  a\n  b\n"
    )
    assert after("kind: brief  # c", lambda data: data.update(why="a\nb")).endswith("why: |-\n  a\n  b")


def test_moved_entries_keep_their_text_and_their_comments() -> None:
    def change(data: dict[str, Any]) -> None:
        data["goals"].reverse()
        data["goals"][1]["target"] = "00999"
        data["attachments"].reverse()

    result = after(COMMENTED, change)
    assert "-   # dash\n  actor: clerks\n# the second\n- actor: packers\n  target: 00999\n" in result
    assert "- actor: shoppers   # first\n  metric: returns\n  target: 7.50\n" in result
    assert '  - "b.pdf"\n  - a.pdf  # A\n' in result


def test_new_entries_and_keys_are_written_as_the_house_writes_them() -> None:
    def change(data: dict[str, Any]) -> None:
        data["status"] = "draft"
        data["goals"].append({"by": "2026-01-02", "actor": "we: all", "baseline": "2.50"})
        data["when"]["milestones"].append({"name": "a, b", "date": "2026-05-02"})
        data["who"]["informed"] = ["Ann", "618"]

    result = after(COMMENTED, change)
    assert "# two blanks\nstatus: draft\ntitle:" in result
    assert "- actor: 'we: all'\n  baseline: \"2.50\"\n  by: 2026-01-02\nattachments:" in result
    assert "name: draft}, {date: 2026-05-02, name: 'a, b'}]}  # dates" in result
    assert "# does\n    informed:\n      - Ann\n      - '618'\nhow:" in result


def test_a_new_entry_stands_in_braces_where_the_others_do() -> None:
    text = "kind: order-confirmation\ncharges:\n  - {name: a, amount: 3}  # c\n"
    result = after(text, lambda data: data["charges"].append({"amount": "4", "name": "b"}))
    assert result == text + "  - {name: b, amount: 4}\n"


def test_an_emptied_list_stays_a_list() -> None:
    assert "attachments: []\n# the end" in after(COMMENTED, lambda data: data.update(attachments=[]))
    assert "milestones: []}" in after(COMMENTED, lambda data: data["when"].update(milestones=[]))


@pytest.mark.parametrize(
    "text", [COMMENTED, COMMENTED.rstrip("\n"), COMMENTED.removesuffix("# the end\n").rstrip()]
)
def test_line_ends_the_byte_order_mark_and_a_missing_last_one_are_kept(text: str) -> None:
    def change(data: dict[str, Any]) -> None:
        data["goals"].append({"actor": "all"})
        data["who"] = {"owner": "a\nb"}
        data["attachments"].append("new")

    edited = after(text, change)
    assert edited.endswith("\n") == text.endswith("\n")
    other = after(BOM_UTF8 + text.replace("\n", "\r\n").encode(), change)
    assert other == "\ufeff" + edited.replace("\n", "\r\n")


@pytest.mark.parametrize("text", ["a: &x {b: 1}\nc: *x  # c\nd: 1\n", "a: &x\n  b: 1\nc: *x\nd: 1 # d\n"])
def test_what_is_shared_is_written_anew_by_its_own_key(text: str) -> None:
    text = f"kind: brief  # kept\n{text}"
    result = after(text, lambda data: data["c"].update(b="2"))
    assert "d: 1" in result and "# kept" in result and "c:" in result and "&x" in result
    result = after(text, lambda data: data["a"].update(b="2"))
    assert result.startswith("kind: brief")


def test_the_last_resort_keeps_the_comments_at_the_head() -> None:
    text = "# head\n\n# more\nkind: brief\na: &x\n  b: 1\nwho: *x\n"
    result = after(text, lambda data: data["a"].update(b="2"))
    assert result.startswith("# head\n\n# more\nkind: brief\n")


def test_data_that_are_spelt_out_leave_a_bare_value_bare_until_another_joins_it() -> None:
    text = "kind: brief\nwhen: 2026-06-05  # due\nwho: Tom\nhow_much: sheep\nwhere: TBD\ntitle: [x]\n"
    case = load_case(read_bytes(text.encode(), "x.yaml"))
    old = plain_data(case)
    new = deepcopy(old)
    new["when"]["due"] = "2026-07-01"
    new["who"]["approver"] = "Ann"
    result = rewritten(case.source, old, new, NOWHERE, "en").decode()
    assert result == text.replace("06-05", "07-01").replace("who: Tom", "who:\n  owner: Tom\n  approver: Ann")


ODD = [
    "{kind: brief, a: 1, b: [x, y]}",
    "--- # start\nkind: brief\na: 1\n...\n",
    "? kind\n: brief\n? a\n: 1\n",
    "kind: brief\na:\n- - 1\n  - 2\n- - 3\n",
    "kind: brief\na: [b: 1, c]\n",
    "kind: brief\n'a': \"x\n  y\"\nb:\n  long text\n  goes on  # c\n",
    "kind: brief\na: !!str 5\nb: !x {c: 1}\n",
    "kind: brief\na: |+\n  x\n\nb: |2-\n   y\nc:\nd: ~\n",
    "kind: brief\na: [\n  x,  # one\n  y,\n]\n",
    "kind: brief\nwho: {owner: ,\n  approver: b}\n",
    "kind: brief\na:\n  # c\n  b: 1\n  # d\n\n  e: 2\n   # odd\nf: 1\n",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    "value",
    [
        "12",
        "",
        "true",
        "~",
        "a\n b\n",
        " x ",
        "x\x85y\u2028z",
        "# c",
        "- a",
        "\t",
        "😀中文",
        None,
        True,
        [],
        {},
        ["a", {"b": "1"}],
        {"owner": "x", "n": [["1"]]},
    ],
)
def test_odd_files_take_any_value_anywhere(text: str, value: Any) -> None:
    data = read_bytes(text.encode(), "x.yaml").data
    for path in leaves(data):
        after(text, lambda data, path=path: put(data, path, value))
        after(text, lambda data, path=path: value_at(data, path[:-1]).__delitem__(path[-1]))
    after(text, lambda data: data.update(new=value))


def test_suppressions_survive() -> None:
    text = "kind: brief\nwhat: a lot  # comms: ignore[V302] meant\nwhy: x\n# comms: ignore[W104] no place\nwhere: here\n"
    result = after(text, lambda data: (data.update(what="some", title="t"), data.pop("why")))
    assert [suppression.reason for suppression in suppressions(read_bytes(result.encode(), "x.yaml"))] == [
        "meant",
        "no place",
    ]


JSON = '{\n    "kind": "brief",\n    "title": "\\u4ef7",\n    "how_much": {"budget": 500, "hours": 2.50},\n    "goals": [\n        {\n            "actor": "a",\n            "target": 7\n        }\n    ]\n}'


def test_json_keeps_indentation_escapes_and_kinds_of_numbers() -> None:
    def change(data: dict[str, Any]) -> None:
        data["title"] = "价格"
        data["how_much"]["hours"] = "3.50"
        data["how_much"]["budget"] = {"amount": "500", "currency": "EUR"}
        data["goals"].append({"target": "8", "actor": "b"})
        data["id"] = "BR-1"

    result = after(JSON, change, "x.json")
    assert '    "kind": "brief",\n    "id": "BR-1",\n    "title": "\\u4ef7\\u683c",\n' in result
    assert '"how_much": {"budget": {"amount": 500, "currency": "EUR"}, "hours": 3.50},\n' in result
    assert result.endswith(
        ',\n        {\n            "actor": "b",\n            "target": 8\n        }\n    ]\n}'
    )


@pytest.mark.parametrize(
    "form", [{}, {"indent": "\t"}, {"separators": (",", ":")}, {"indent": 4, "ensure_ascii": False}]
)
def test_json_of_any_form_keeps_it(form: dict[str, Any]) -> None:
    data = {"kind": "brief", "title": "价😀", "who": {"owner": "Tom"}, "attachments": ["a", "b"], "how": {}}
    new = {**data, "who": {"owner": "Eve", "approver": "中"}, "attachments": ["a", "b", "c"]}
    result = after(json.dumps(data, **form), lambda data: data.update(deepcopy(new)), "x.json")
    assert result == json.dumps(new, **form)


def test_toml_keeps_comments_and_formatting() -> None:
    text = '# head\nkind = "brief"   # k\ntitle = \'t\'\n\n# when\n[when]\ndue = 2026-06-05 # d\n\n[[goals]]\nactor = "a"\n# x\ntarget = 2.50\n'

    def change(data: dict[str, Any]) -> None:
        data["title"] = "new"
        data["status"] = "draft"
        data["when"]["due"] = "2026-07-01"
        data["goals"][0]["target"] = "3.50"
        data["goals"].append({"actor": "b"})

    result = after(text, change, "x.toml")
    assert changed_lines(text, result)[0] == ["title = 't'", "due = 2026-06-05 # d", "target = 2.50"]
    assert "due = 2026-07-01 # d\n" in result and "target = 3.50\n" in result and "title = 'new'\n" in result
    crlf = after(text.replace("\n", "\r\n"), change, "x.toml")
    assert crlf == result.replace("\n", "\r\n")


def test_moved_tables_of_toml_are_written_anew_and_the_rest_stays() -> None:
    text = '# head\nkind = "brief" # k\n[[goals]]\nactor = "a"\n[[goals]]\nactor = "b"\n\n[who] # w\nowner = "Tom"\n'
    result = after(text, lambda data: data["goals"].reverse(), "x.toml")
    assert result.startswith('# head\nkind = "brief" # k\n') and result.endswith('[who] # w\nowner = "Tom"\n')


FRONT = "---\nauthor: Ann # me\nkind: brief\ntitle: Old  # t\nwhat: six pictures\n---\n# Pictures\n\n## Why\n\nreturns <!-- comms: ignore[V302] meant -->\n"


def test_front_matter_is_edited_and_the_body_untouched() -> None:
    result = after(FRONT, lambda data: data.update(title="New", why="sales", where="shop"), "x.md")
    head, _, body = result.partition("---\n# Pictures")
    assert (
        head
        == "---\nauthor: Ann # me\nkind: brief\ntitle: New  # t\nwhat: six pictures\nwhy: sales\nwhere: shop\n"
    )
    assert body == FRONT.partition("---\n# Pictures")[2]


def test_a_text_by_hand_has_no_place_for_data() -> None:
    with pytest.raises(CommsError) as refusal:
        after("# T\n\n## What\n\nx\n\n## Why\n\ny\n", lambda data: data.update(what="z"), "x.md")
    assert refusal.value.reason == "rewrite_by_hand"
    with pytest.raises(CommsError) as refusal:  # a section cannot be taken back
        after(FRONT, lambda data: data.pop("why"), "x.md")
    assert refusal.value.reason == "rewrite_by_hand"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_markdown_of_ours_is_laid_out_anew_in_its_language(language: str, newline: str) -> None:
    case = load_file(EXAMPLES / "brief" / "good" / "stocktake.en.yaml")
    assert case.document is not None
    text = render(case.document, "md", Layout(language)).decode()
    text = text.replace("title:", "# comms: ignore[V302] meant\ntitle:").replace("\n", newline)
    result = after(text, lambda data: data.update(where="Warehouse 9"), "x.md")
    gone, come = changed_lines(text, result)
    assert len(gone) == len(come) == 3
    assert result.count(newline) == result.count("\n")
    fresh = load_case(read_bytes(result.encode(), "x.md"))
    assert fresh.document is not None and fresh.source.stamp is not None
    from comms.reading.stamps import digest

    assert digest(fresh.source.data, fresh.source.stamp.body) == fresh.source.stamp.digest
    assert suppressions(fresh.source)


def test_what_is_rendered_loses_no_invalid_value() -> None:
    case = load_file(EXAMPLES / "brief" / "good" / "stocktake.en.yaml")
    assert case.document is not None
    text = render(case.document, "md", Layout("en"))
    with pytest.raises(CommsError) as refusal:
        after(text, lambda data: data.update(when={"due": "soon"}), "x.md")
    assert refusal.value.reason == "rewrite_invalid" and refusal.value.values["field"] == "when.due"


def test_a_docx_of_ours_is_rendered_anew() -> None:
    file = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"
    case = load_file(file)
    assert case.document is not None
    content = render(case.document, "docx", Layout("en", workspace=case.workspace))
    source = read_bytes(content, "x.docx")
    new = deepcopy(source.data) | {"currency": "EUR"}
    result = rewritten(source, source.data, new, open_workspace(file.parent), "en", content)
    assert read_bytes(result, "x.docx").data == new
    assert rewritten(source, source.data, source.data, NOWHERE, "en", content) == content


def test_a_docx_written_in_word_is_refused() -> None:
    file = EXAMPLES / "brief" / "good" / "hoodies.zh.docx"
    source = read_bytes(file.read_bytes(), file.name)
    with pytest.raises(CommsError) as refusal:
        rewritten(source, source.data, source.data | {"what": "x"}, NOWHERE, "zh")
    assert refusal.value.reason == "rewrite_by_hand"


TEXTS = st.one_of(
    st.text(max_size=12).filter(lambda text: text.isprintable() or "\n" in text),
    st.sampled_from(
        [
            "12",
            "2.50",
            "00123",
            "no",
            "true",
            "2026-06-05",
            "a: b",
            "x # y",
            "- z",
            "a\nb",
            "中文，\n好\n",
            "'",
            '"',
            "~",
            "",
        ]
    ),
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "sku", "note", "amount"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any, path: FieldPath = ()) -> list[FieldPath]:
    """Return the paths of all values."""
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [
        *([path] if path else []),
        *(inner for step, below in steps for inner in places(below, (*path, step))),
    ]


@st.composite
def changed(draw: st.DrawFn, data: dict[str, Any]) -> dict[str, Any]:
    """Draw data after some changes: values set, removed, inserted, appended, moved."""
    new = deepcopy(data)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([path for path in places(new) if path != ("kind",)] or [("title",)]))
        holder, value = value_at(new, path[:-1]), value_at(new, path)
        match draw(st.sampled_from(["set", "remove", "add", "move"])):
            case "set":
                holder[path[-1]] = draw(VALUES)
            case "remove":
                del holder[path[-1]]
            case "add" if isinstance(value, list):
                value.insert(draw(st.integers(0, len(value))), draw(VALUES))
            case "add" if isinstance(value, dict):
                value[draw(st.sampled_from(["note", "unit", "owner", "by"]))] = draw(VALUES)
            case "add":
                fields = key_order(root_of(new)) or ["kind", "title"]
                new[draw(st.sampled_from([key for key in fields if key != "kind"]))] = draw(VALUES)
            case "move" if isinstance(value, list):
                holder[path[-1]] = draw(st.permutations(value))
        if not [path for path in places(new) if path != ("kind",)]:
            return new
    return new


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_changes_read_back_exactly(draws: st.DataObject) -> None:
    file = draws.draw(st.sampled_from([file for file in ALL if "F001" not in file.name]), label="file")
    content = file.read_bytes()
    source = read_bytes(content, file.name)
    if source.data.get("kind") not in KINDS:
        return
    new = draws.draw(changed(source.data), label="new")
    result = rewritten(source, source.data, new, NOWHERE, "en", content)
    assert read_bytes(result, file.name).data == new


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_comments_survive_any_changes_inside_their_lines(draws: st.DataObject) -> None:
    source = read_bytes(COMMENTED.encode(), "x.yaml")
    new = deepcopy(source.data)
    for path in draws.draw(
        st.lists(st.sampled_from([path for path in leaves(new) if path != ("kind",)]), max_size=4)
    ):
        put(new, path, draws.draw(TEXTS))
    result = rewritten(source, source.data, new, NOWHERE, "en").decode()
    assert read_bytes(result.encode(), "x.yaml").data == new
    assert has_comments(result)
    for line in COMMENTED.splitlines():
        comment = line.partition("#")[2]
        assert not comment or f"#{comment}" in result


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_text_of_a_key_that_did_not_change_stays(draws: st.DataObject) -> None:
    newline = draws.draw(st.sampled_from(["\n", "\r\n"]))
    source = read_bytes(COMMENTED.replace("\n", newline).encode(), "x.yaml")
    new = draws.draw(changed(source.data))
    text = rewritten(source, source.data, new, NOWHERE, "en").decode().replace(newline, "\n")
    assert "\r" not in text
    texts = re.split(r"\n(?=[a-z])", COMMENTED)
    inner = ("# the first", "# the second")  # these belong to the list they stand in
    for key in [key for key in source.data if source.data[key] == new.get(key)]:
        written = next(text for text in texts if text.startswith(f"{key}:"))
        assert re.sub(r"(\n+(#.*)?)*$", "", written) in text
    assert all(line in text for line in COMMENTED.splitlines() if line.startswith("# ") and line not in inner)
