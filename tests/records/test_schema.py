"""The schema of a form and its loader, held against each other, and what a page is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import hjforms
from hjforms.errors import InputError, NotationError
from hjforms.paths import EVERY_ROW, RecordPath
from hjforms.records.base import codes_of, leaves, part_type, tables, unread_in
from hjforms.records.kinds import Kind
from hjforms.records.relations import REQUIRED, blanks
from hjforms.records.rules import Rule
from hjforms.records.schema import DIALECT
from hjforms.unread import UNREAD, Unread
from support import CITIZEN_ID, REFUND, documents

FORMS = hjforms.forms()
every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
SCHEMAS = {form.id: form.schema() for form in FORMS}
PAGES = {form.id: form.page_schema() for form in FORMS}
UNREADABLE = {UNREAD: "5OO"}
VALUES: list[Any] = [
    *(None, "", "-", "——", "／", " ", "5", "12", "13", "500元", "￥1,234.5", "五", "12个月", "9年5个月"),
    *("2012年", "8%", "12.345", "壹拾元整"),
    *("2024-01-05", "２０２４年１月５日", "二〇二四年十月九日", "年 月 日", "2024-13-05", "2012.1", "201213", "371002"),
    *("男", "☑男 □女", "张示例", "张\n示例", "张\x00", CITIZEN_ID, CITIZEN_ID[:-1], "6222 0000 1234 567"),
    *(0, 5, 13, 2020, -1, 10**14, Decimal("0.5"), Decimal("-3.25"), True, False, [], {}),
    *(["id_card"], ["id_card", "x", ""]),
    *(["id_card", "id_card", None], "id_card", "accepted", "employee-to-resident", UNREADABLE, {UNREAD: ""}),
    *({UNREAD: 3}, {UNREAD: "5OO", "text": "5OO"}, {"text": "5OO"}, [None], ["5"], [UNREADABLE]),
]  # fmt: skip
BEYOND_PATTERNS = {
    "whole": {"5", "12", "13", "12个月", "2012年", "201213", "371002", "6222 0000 1234 567"},
    "rate": {"5", "12", "13", "8%", "12.345", "2012.1"},
    "money": {CITIZEN_ID, CITIZEN_ID[:-1], "6222 0000 1234 567"},
}
"""Texts of numbers that are beyond the bounds of a kind: no pattern tells."""


def taken_by(kind: Kind, value: Any) -> bool:
    try:
        kind.take(value)
    except NotationError:
        return False
    return True


def schema_at(schema: dict[str, Any], path: str) -> dict[str, Any]:
    """The part of a schema that describes a field."""
    for step in RecordPath(path).steps:
        schema = schema["items"] if step == EVERY_ROW else schema["properties"][step]
    return schema


def fits(schema: dict[str, Any], value: Any) -> bool:
    return Draft202012Validator(schema).is_valid(value)


@every_form
def test_every_field_takes_what_its_schema_takes_in_every_state(form):
    seen = set()
    for path, leaf in leaves(form.record_type).items():
        schema = schema_at(SCHEMAS[form.id], path)
        if id(leaf.kind) in seen:
            continue
        seen.add(id(leaf.kind))
        for value in VALUES:
            taken, fitting = taken_by(leaf.kind, value), fits(schema, value)
            known = isinstance(value, str) and value in BEYOND_PATTERNS.get(leaf.kind.name, ())
            assert taken == fitting or (fitting and known), (path, value)


KINDS = {leaf.kind.title: (form, leaf) for form in FORMS for leaf in leaves(form.record_type).values()}
SIGNS = (
    "0123456789０１５９.．,，-—－／％% 　\n\t年月日"
    "元整个十一二三〇零角分万百￥¥Xxo男女是否☑□√张示A()（）:：;㎡①²３\u202d\u202c\u200b\ufeff\x00"
)
WORDS = ("2024", "2012", "12", "500", "人民币", "壹", "拾", "仟", "岁", "id_card", "accepted", CITIZEN_ID)
TEXTS = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=8).map("".join)
WIDER = {"whole", "rate", "money", "citizen-id", "date", "capital", "choice", "text"}
"""The notations of which a pattern takes more: bounds of numbers, days that there are not, check digits, the order of
capital numerals and boxes, letters in numbers, signs that turn the order (docs/schema.md)."""


@pytest.mark.parametrize("title", [title for title, (_, leaf) in KINDS.items() if leaf.kind.name != "choices"])
@given(text=TEXTS)
def test_no_text_that_is_taken_is_refused_by_the_schema_and_few_the_other_way_round(title, text):
    form, leaf = KINDS[title]
    taken, fitting = taken_by(leaf.kind, text), fits(schema_at(SCHEMAS[form.id], leaf.path), text)
    assert taken == fitting or (fitting and leaf.kind.name in WIDER)
    if fits(schema_at(PAGES[form.id], leaf.path), text):
        assert taken or leaf.kind.name in {"text", "capital", "date", "citizen-id"}


FIGURES = [title for title, (_, leaf) in KINDS.items() if leaf.kind.name in {"money", "whole", "years", "rate"}]
AMOUNTS = st.decimals(-(10**14), 10**14, places=2)


@pytest.mark.parametrize("title", FIGURES)
@given(number=st.integers(-20, 3000) | st.integers(-(10**15), 10**15) | AMOUNTS | st.decimals(-12, 12, places=3))
def test_a_number_is_taken_where_the_schema_takes_it(title, number):
    """A schema does not tell how many places a JSON number has; amounts have two."""
    form, leaf = KINDS[title]
    taken, fitting = taken_by(leaf.kind, number), fits(schema_at(SCHEMAS[form.id], leaf.path), number)
    told = isinstance(number, int) or leaf.kind.name == "money"
    if isinstance(number, Decimal) and number.as_tuple().exponent == -3:
        told = leaf.kind.name == "rate"
    assert taken == fitting or (fitting and not told)


@st.composite
def data_of(draw: st.DrawFn, record_type: Any) -> Any:
    """JSON data of a record, right and wrong: values, blanks, unread, codes for names, parts and rows of ``null``."""
    data: dict[str, Any] = {}
    codes = {name: code for code, name in codes_of(record_type).items()}
    for name, info in record_type.model_fields.items():
        if draw(st.integers(0, 2)) == 0:
            continue
        kind = next((item for item in info.metadata if isinstance(item, Kind)), None)
        if kind is None:
            inner, repeated = part_type(info.annotation)
            part = data_of(inner)
            odd = st.sampled_from([None, [], {}, "5", [None], [{}], ["5"]])
            whole = st.lists(part, max_size=2) if repeated else part
            data[name] = draw(whole if draw(st.integers(0, 5)) else odd)
            continue
        sure = [
            value for value in VALUES if not (isinstance(value, str) and value in BEYOND_PATTERNS.get(kind.name, ()))
        ]
        if draw(st.integers(0, 14)):
            sure = [value for value in sure if taken_by(kind, value)]
        key = codes[name] if name in codes and draw(st.booleans()) else name
        data[key] = draw(st.sampled_from(sure))
        if key != name and draw(st.integers(0, 9)) == 0:
            data[name] = None
    if draw(st.integers(0, 19)) == 0:
        data["nickname"] = None
    return data


@every_form
@documents
@given(data=st.data())
def test_the_loader_takes_what_the_schema_takes_and_the_other_way_round(form, data):
    drawn = data.draw(data_of(form.record_type))
    mark = data.draw(
        st.sampled_from([{}, {"$form": form.id}, {"$form": form.id}, {"$form": 5}, {"$calculation": "clear"}])
    )
    try:
        form.load(drawn | mark)
        taken = True
    except InputError:
        taken = False
    assert fits(SCHEMAS[form.id], drawn | mark) == taken


@every_form
def test_what_the_loader_gives_back_is_what_is_written(form):
    for path, leaf in leaves(form.record_type).items():
        written = schema_at(SCHEMAS[form.id], path)["x-written"]
        for value in VALUES:
            if taken_by(leaf.kind, value) and not isinstance(value, dict) and leaf.kind.take(value) is not None:
                given_back = form.record_type.model_validate(_at(path, value)).model_dump(mode="json")
                assert fits(written, _value(given_back, path)), (path, value)


def _at(path: str, value: Any) -> Any:
    for step in reversed(RecordPath(path).steps):
        value = [value] if step == EVERY_ROW else {step: value}
    return value


def _value(data: Any, path: str) -> Any:
    for step in RecordPath(path).steps:
        data = data[0] if step == EVERY_ROW else data[step]
    return data


@every_form
def test_a_page_can_be_made_of_it(form):
    """Every field is flat, with a title in two languages, a place on the page, and what it may be."""
    schema = SCHEMAS[form.id]
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert (schema["$schema"], schema["$id"]) == (DIALECT, f"urn:hjforms:{form.base_id}@{form.edition}")
    places = []
    for path in leaves(form.record_type):
        field = schema_at(schema, path)
        assert field["type"][0] in {"string", "integer", "boolean", "array"}
        assert field["type"][-2:] == ["null", "object"]
        assert not {"anyOf", "oneOf", "allOf", "$ref", "enum", "format"} & field.keys()
        assert field["title"]
        assert field["description"]
        assert field["x-title-en"].isascii()
        assert field["x-description-en"].partition(";")[0].isascii()
        places.append(field["x-order"])
    assert sorted(places) == list(range(1, len(places) + 1))


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every section, table and row of a schema, and the whole."""
    yield schema
    for inner in (*schema.get("properties", {}).values(), *filter(None, [schema.get("items")])):
        if "x-order" not in inner:
            yield from _parts(inner)


@every_form
@pytest.mark.parametrize("schemas", [SCHEMAS, PAGES], ids=["taken", "page"])
def test_every_section_table_and_row_has_a_title_and_says_what_it_holds_in_two_languages(form, schemas):
    for part in _parts(schemas[form.id]):
        assert part["title"]
        assert part["description"]
        assert part["x-title-en"].isascii()
        assert part.get("x-description-en") or part is schemas[form.id]
        places = [_first_place(inner) for inner in part.get("properties", {}).values()]
        assert places == sorted(places)  # as on the page


def _first_place(schema: dict[str, Any]) -> int:
    inner = (*schema.get("properties", {}).values(), *filter(None, [schema.get("items")]))
    return schema["x-order"] if "x-order" in schema else min(map(_first_place, inner))


@every_form
def test_a_page_asks_for_one_spelling_of_every_value_or_none(form):
    schema = PAGES[form.id]
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$id"] == f"urn:hjforms:{form.base_id}@{form.edition}:page"
    for path, leaf in leaves(form.record_type).items():
        field = schema_at(schema, path)
        assert field["type"] in ("string", "integer", "array") or field["type"][1:] == ["null"]
        assert not {"anyOf", "oneOf", "allOf", "$ref", "object"} & field.keys()
        assert leaf.kind.name != "text" or "maxLength" not in field
        for value in VALUES:
            taken = taken_by(leaf.kind, value)
            assert taken or not fits(field, value), (path, value)
            if taken and (stated := leaf.kind.take(value)) is not None and not isinstance(stated, Unread):
                record = form.record_type.model_validate(_at(path, value))
                assert fits(field, _value(record.model_dump(mode="json"), path)), (path, value)


@every_form
@documents
@given(data=st.data())
def test_a_page_takes_a_record_in_which_nothing_is_unread_and_nothing_that_is_required_is_missing(form, data):
    drawn = data.draw(data_of(form.record_type))
    try:
        record = form.load(drawn)
    except InputError:
        return
    rules = [rule for rule in form.rules if not isinstance(rule, Rule) or rule.fills]
    derived = {path for rule in rules if isinstance(rule, Rule) for path in rule.targets}
    required = {path for rule in rules if rule.formula == REQUIRED for path in rule.targets} - derived
    missing = list(blanks(record, sorted(required)))
    assert fits(PAGES[form.id], record.model_dump(mode="json")) == (not unread_in(record) and not missing)


@every_form
def test_a_page_wants_no_row_of_a_table_and_of_each_row_what_the_rules_do(form):
    schema = PAGES[form.id]
    required = {path for rule in form.rules if rule.formula == REQUIRED for path in rule.targets}
    for table in tables(form.record_type):
        assert table not in schema.get("required", ())
        asked = schema_at(schema, f"{table}.*").get("required", [])
        assert set(asked) == {path.within(f"{table}.*").steps[0] for path in map(RecordPath, required) if path.table}


def test_the_fields_say_what_the_rules_and_the_page_say_of_them():
    schema = REFUND.schema()
    paid = schema_at(schema, "years.*.paid")["properties"]
    assert list(schema_at(schema, "person")["properties"])[:2] == ["personal_number", "name"]  # as on the page
    assert paid["subtotal"]["readOnly"] is True
    assert "6=2+3+4+5" in paid["subtotal"]["description"]
    assert schema_at(schema, "person.sex")["x-description-en"].endswith(
        "digit 17 of the citizen id is odd for 男, even for 女"
    )
    assert "readOnly" not in paid["personal"]
    assert paid["personal"]["x-unit"] == "元"
    assert paid["personal"]["x-written"]["maxLength"] == 17
    name, sex = schema_at(schema, "person.name"), schema_at(schema, "person.sex")
    assert (name["x-required"], name["x-code"]) == (True, "AAC003")
    assert sex["x-options"] == [{"value": "男", "title": "男"}, {"value": "女", "title": "女"}]
    assert "x-required" not in sex
