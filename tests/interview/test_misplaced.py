"""Answers in the wrong field are noticed; fitting ones are left alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.interview.misplaced import FORMS, NEVER, doubt, form_of_another
from comms.kinds import KINDS, model_of
from comms.language.field_names import field_at
from comms.language.phrases import LANGUAGES, field_words, words
from comms.models.base import Field, Part, fields_of
from comms.paths import FieldPath, dotted, parse_path, scalars_of
from comms.workspace.loading import load_file, plain_data
from tests.support import EXAMPLES


def field(kind: str, path: str) -> Field:
    return field_at(model_of(kind), parse_path(path, {}))


@pytest.mark.parametrize(
    ("kind", "path", "text", "form"),
    [
        ("design-brief", "deliverables[0].size", "5", "number"),
        ("design-brief", "deliverables[0].size", "jpg", "format"),
        ("design-brief", "deliverables[0].channel", "jpg", "format"),
        ("design-brief", "deliverables[0].channel", "800×800 px", "size"),
        ("design-brief", "deliverables[0].name", "１２", "number"),
        ("brief", "how_much.unit", "两天", "duration"),
        ("brief", "how_much.unit", "500件", "quantity"),
        ("restock-brief", "lines[0].unit", "3 days", "duration"),
        ("restock-brief", "lines[0].sku", "2026-06-05", "date"),
        ("order-confirmation", "lines[0].sku", "6月5日", "date"),
        ("order-confirmation", "lines[0].name", "USD 12.50", "amount"),
        ("order-confirmation", "buyer.name", "li@example.com", "email"),
        ("order-confirmation", "buyer.contact.name", "+86 571 8888 0000", "phone"),
        ("order-confirmation", "buyer.contact.email", "13800000000", "no_email"),
        ("order-confirmation", "buyer.address", "https://example.com", "address"),
        ("order-confirmation", "delivery.place", "5 June 2026", "date"),
        ("brief", "who.owner", "张三、李四", "several"),
        ("brief", "who.owner", "张三，李四", "several"),
        ("brief", "who.owner", "张三和李四", "several"),
        ("brief", "who.owner", "Ann and Bob", "several"),
        ("brief", "who.owner", "Ann Lee / Bob Hill", "several"),
        ("brief", "who.owner", "138 0000 0000", "phone"),
        ("change-request", "requested_by.name", "2026-06-05", "date"),
    ],
)
def test_an_answer_to_another_question_is_noticed(kind: str, path: str, text: str, form: str) -> None:
    assert form_of_another(field(kind, path), text) == form


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("who.owner", "周航"),
        ("who.owner", "供应链部 何军"),
        ("who.owner", "Marketing, Ana Cole"),
        ("who.owner", "运营部，李婷"),
        ("who.owner", "Research and Development team"),
        ("who.owner", "张和平"),
        ("title", "618"),
        ("where", "https://example.com/shop"),
        ("how_much.unit", "张"),
        ("goals[0].unit", "天"),
        ("goals[0].unit", "%"),
    ],
)
def test_a_fitting_answer_is_left_alone(path: str, text: str) -> None:
    assert form_of_another(field("brief", path), text) is None


def texts_of_examples() -> Iterator[tuple[Path, FieldPath, Field, str]]:
    for file in sorted(EXAMPLES.glob("*/good/*")):
        data = plain_data(load_file(file))
        for path, value in scalars_of(data):
            is_of_order = {"before", "after"} & set(path)  # values of another document
            if isinstance(value, str) and not is_of_order:
                yield file, path, field_at(model_of(data["kind"]), path), value


def test_no_answer_of_a_good_example_is_doubted() -> None:
    for file, path, asked, text in texts_of_examples():
        assert form_of_another(asked, text) is None, f"{file.name} {dotted(path)}: {text}"


def parts_of(part: type[Part]) -> Iterator[type[Part]]:
    yield part
    for inner in fields_of(part).values():
        if inner.part:
            yield from parts_of(inner.part)


def test_the_table_names_fields_and_forms_and_their_own_examples_fit() -> None:
    known = {part for kind in KINDS for each in parts_of(model_of(kind)) for part in each.__mro__}
    owners = {part.__name__: part for part in known if issubclass(part, Part)}
    for name, forms in NEVER.items():
        owner, key = name.split(".")
        assert set(forms.split()) <= set(FORMS), name
        asked = fields_of(owners[owner])[key]
        for language in LANGUAGES:
            example = field_words(asked.owner, key, language).example
            assert example and form_of_another(asked, example) is None, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_has_its_sentence(language: str) -> None:
    assert set(FORMS) <= set(words(language, "messages")["misplaced"])
    found = doubt(field("design-brief", "deliverables[0].size"), "5", language)
    assert found is not None and all(found)


def test_an_example_that_ends_in_a_stop_ends_the_sentence() -> None:
    found = doubt(field("delay-notice", "responsible_party.name"), "a@example.com", "en")
    assert found is not None and found[1].endswith("for example Yunzhi Garments Co., Ltd.")


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    for asked in (field("brief", "who.owner"), field("order-confirmation", "buyer.contact.email")):
        form_of_another(asked, text)
