"""Bad input: every fault at once, with its path, and nothing of the person in the message."""

from __future__ import annotations

import contextlib
import errno
import json
import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import HjformsError, InputError, NotationError
from hjforms.records.parsing import is_ambiguous
from support import CITIZEN_ID, REFUND, error_of, faults_of, refund_data, with_value, worked

TEN_FAULTS = b"""{
  "filled_on": "2024-02-30",
  "person": {"name": "\\u5f20\\u0000", "citizen_id": "371000196501150019", "adress": "x"},
  "years": [
    {"year": 2015, "months": 13, "paid": {"personal": 0.001}},
    {"year": 2016, "year": 2017, "months": "\\u4e09", "paid": {"subtotal": "1,23.00"}}
  ],
  "refund_total_capital": "\\u58f9\\u58f9\\u5143"
}"""


def refused(source) -> InputError:
    with pytest.raises(InputError) as caught:
        REFUND.load(source)
    return caught.value


def test_ten_faults_are_ten_faults_each_with_its_path():
    assert set(faults_of(refused(TEN_FAULTS))) == {
        "filled_on",
        "person.name",
        "person.citizen_id",
        "person.adress",
        "years.0.months",
        "years.0.paid.personal",
        "years.1.year",
        "years.1.months",
        "years.1.paid.subtotal",
        "refund_total_capital",
    }


def test_the_message_has_a_line_for_each_fault_with_its_path_before_it():
    lines = str(refused(TEN_FAULTS)).splitlines()
    assert len(lines) == 10
    assert "years.0.months：第1行 重复月数：应为1至12之间的整数" in lines
    assert "person.adress：参保人员基本信息：没有这个键，是否为 address？" in lines


def test_an_unknown_key_that_resembles_none_gets_the_list_of_keys():
    message = faults_of(refused({"years": [{"paid": {"zzz": "1.00"}}]}))["years.0.paid.zzz"]
    assert message == (
        "第1行 当年缴费金额：没有这个键，可用：personal、land_personal、collective、land_collective、subtotal。"
    )


def test_a_key_that_stands_twice_is_a_fault_at_every_depth():
    text = b'{"years": [{"paid": {"personal": 1, "personal": 1}}], "person": {}, "person": {}}'
    assert set(faults_of(refused(text))) == {"years.0.paid.personal", "person"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "文件是空的，里面没有记录。"),
        (" \n", "文件是空的，里面没有记录。"),
        ("{", "第1行第2列，文件到这里就完了，缺最后的括号 }（第1行的 { 没有配对）。"),
        ("{'a': 1}", "第1行第2列，这里用了单引号，请改成英文双引号。"),
        ('{"years"}', "第1行第9列，名称后面缺冒号。"),
        ('{"years": }', "第1行第11列，这里应有一个值。"),
        ('{"years": []\n"total": {}}', "第2行第1列，两项之间缺逗号。"),
        ('{"person": {"name": "张', "第1行第21列，从这里开始的文字缺后引号。"),
        ('{"person": {"name": "张\n示例"}}', "第1行第23列，文字里有换行或控制字符。"),
        ("{} {}", "第1行第4列，记录之后还有多余的内容。"),
        ('{"years": [{"year": 2015}]', "缺最后的括号 }（第1行的 { 没有配对）。"),
        ('{"years": [1, 2}', "第1行第16列，这里是 }，第1行的 [ 还没有配对，缺括号 ]。"),
        ('{"years": [{"year": 2015]}', "第1行第25列，这里是 ]，第1行的 { 还没有配对，缺括号 }。"),
        ('{"years": [\n{"year": 2015}', "第2行第15列，文件到这里就完了，缺最后的括号 ]}（第1行的 [ 没有配对）。"),
        ('{"years": [{"year": 2015},]}', "第1行第27列，最后一项后面多了逗号，请删去逗号。"),
        ('{"years": [],\n}', "第2行第1列，最后一项后面多了逗号，请删去逗号。"),
        ('{"years": [] // 没有\n}', "第1行第14列，JSON 里不能写注释，请删去。"),
        ('{/* 清退 */ "years": []}', "第1行第2列，JSON 里不能写注释，请删去。"),
        ('{\n# 清退\n"years": []}', "第2行第1列，JSON 里不能写注释，请删去。"),
        ("{“years”: []}", "第1行第2列，这里用了中文引号，请改成英文双引号。"),
        ('{"person": {"name": “张示例”}}', "第1行第21列，这里用了中文引号，请改成英文双引号。"),
        ('{"person": {"name": "张示例”}}', "从这里开始的文字缺后引号：后引号写成了中文引号。"),
        ('{"years"：[]}', "第1行第9列，这里用了中文冒号，请改成英文冒号。"),
        ('{"years": []，"person": {}}', "第1行第13列，这里用了中文逗号，请改成英文逗号。"),
        ('{"person": ' * 100_000, "不是有效的记录：括号嵌套过深。"),
        ('{"refund_total": ' + "9" * 5000 + "}", "不是有效的记录：有一个数字过长。"),
    ],
    ids=range(26),
)
def test_a_text_that_is_no_json_is_told_in_chinese_with_its_place(text, told):
    assert str(refused(text.encode())).endswith(told)


def test_numbers_that_are_none_are_told_each_at_its_path():
    text = '{"refund_total": NaN, "years": [{"year": Infinity, "months": -Infinity, "remark": NaN}], "person": NaN}'
    assert set(faults_of(refused(text.encode()))) == {
        *("refund_total", "years.0.year", "years.0.months", "years.0.remark", "person")
    }


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e3", "1E+2", "0.001", "1.005", "1e400", "1e-400", "9" * 400]
)
def test_a_number_that_is_no_amount_is_refused(number):
    refused(f'{{"refund_total": {number}}}'.encode())


@pytest.mark.parametrize(
    "value",
    [0.1, 1.0, math.nan, math.inf, Decimal("NaN"), Decimal("Infinity"), Decimal("1E3"), Decimal("0.001"), True, [], {}],
)
def test_a_python_value_that_is_no_exact_amount_is_refused(value):
    assert list(faults_of(refused({"refund_total": value}))) == ["refund_total"]


@pytest.mark.parametrize("months", [0, 13, -1, 1.0, "13", "十二", True, "1.5"])
def test_months_outside_a_year_are_refused(months):
    assert list(faults_of(refused({"years": [{"months": months}]}))) == ["years.0.months"]


@pytest.mark.parametrize("year", [1948, 3000, 20155, -2015, "15", 2015.0])
def test_a_number_that_is_no_year_is_refused(year):
    assert list(faults_of(refused({"years": [{"year": year}]}))) == ["years.0.year"]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"person": "张三"}, "person"),
        ({"person": [1]}, "person"),
        ({"years": {"0": {}}}, "years"),
        ({"years": "2015"}, "years"),
        ({"years": [None]}, "years.0"),
        ({"years": [[2015]]}, "years.0"),
        ({"total": 3}, "total"),
        ({"person": {"name": 5}}, "person.name"),
        ({"person": {"name": b"x"}}, "person.name"),
        ({"person": {"citizen_id": int(CITIZEN_ID)}}, "person.citizen_id"),
        ({"filled_on": 20240105}, "filled_on"),
        ({"filled_on": "2024-13-01"}, "filled_on"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_at_its_path(data, path):
    assert list(faults_of(refused(data))) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("张\x00三", "U+0000"),
        ("张\n三", "U+000A"),
        ("张\x7f三", "U+007F"),
        ("张\u2028三", "U+2028"),
        ("张\ud800三", "U+D800"),
        ("张\ue863", "U+E863"),
        ("张\U000f0000", "U+F0000"),
        ("张\uffff", "U+FFFF"),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("path", ["person.name", "person.address", "signoff.handler", "years.0.remark"])
def test_a_character_that_no_paper_shows_is_named_by_its_code(path, text, said):
    if path.endswith("remark") and said in {"U+000A", "U+2028"}:
        assert REFUND.load(with_value({"years": [{}]}, path, text)).years[0].remark == "张 三"
        return
    faults = faults_of(refused(with_value({"years": [{}]}, path, text)))
    assert list(faults) == [path]
    assert "第2个字" in faults[path]
    assert said in faults[path]


def test_half_a_character_in_json_is_refused_too():
    assert "U+D800" in faults_of(refused(b'{"person": {"name": "\\ud800"}}'))["person.name"]


# ----------------------------------------------------------------------------------- nothing personal

FAULTY = [
    ("person.name", "王小明的全名\ue000"),
    ("person.citizen_id", "371000196501150019"),
    ("person.citizen_id", "37100019650115001"),
    ("person.citizen_id", "3710001965O1150018"),
    ("person.citizen_id", "371000196502300018"),
    ("person.birth_date", "1965年1月32日"),
    ("person.sex", "男女不明白"),
    ("person.personal_number", "3710900001\x7f2345"),
    ("signoff.phone", "0631-52000\u202800"),
    ("refund_total", "12345.678"),
    ("refund_total", "98765.6.7"),
    ("refund_total_capital", "壹万贰仟叁佰肆拾伍元陆角柒分捌"),
    ("years.0.paid.personal", "1234,56.78"),
    ("years.0.year", "20155"),
    ("filled_on", "2024-13-77"),
]


@pytest.mark.parametrize(("path", "value"), FAULTY, ids=[path for path, _ in FAULTY])
def test_a_message_says_the_path_and_never_the_value(path, value):
    error = refused(with_value({"years": [{}]}, path, value))
    assert list(faults_of(error)) == [path]
    told = str(error).removeprefix(path)
    assert [value[start : start + 4] for start in range(len(value) - 3) if value[start : start + 4] in told] == []


NOT_IN_MESSAGES = st.characters(exclude_categories=(), exclude_characters=[chr(code) for code in range(0x4E00, 0xA000)])


@given(st.text(NOT_IN_MESSAGES, min_size=5, max_size=12), st.sampled_from([path for path, _ in FAULTY]))
def test_whatever_is_refused_is_not_repeated_in_the_message(value, path):
    error = error_of(lambda: REFUND.load(with_value({"years": [{}]}, path, value)))
    assert error is None or (value not in str(error) and error.__cause__ is None)


# -------------------------------------------------------------------------------------- not even JSON


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b" ",
        b"{",
        b"{}{}",
        b'{"person": }',
        b"{'person': {}}",
        b'{"person": {"name": "\x00"}}',
        "城乡".encode("gb18030"),
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b"12",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\x00" * 100,
    ],
)
def test_what_is_no_json_object_is_refused(text):
    error = refused(text)
    assert [fault.path for fault in error.faults] == [""]


def test_a_syntax_error_is_named_with_line_and_column():
    assert "第2行第3列" in str(refused(b"{\n  oops\n}"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_in_every_encoding_that_json_knows(encoding):
    assert REFUND.load('{"person": {"name": "䶮𠮷"}}'.encode(encoding)).person.name == "䶮𠮷"


def test_gb_18030_is_read_as_well():
    assert REFUND.load('{"person": {"name": "张䶮"}}'.encode("gb18030")).person.name == "张䶮"


def test_a_damaged_utf_8_does_not_pass_for_gb_18030():
    data = bytearray('{"person": {"name": "张示例", "address": "威海市环翠区"}}'.encode())
    data[data.index("威".encode()) + 1] = 0x20
    assert "已损坏" in str(refused(bytes(data)))


@pytest.mark.parametrize("name", ["吕", "职", "吴", "邓", "乔"])
def test_a_text_that_may_be_utf_8_or_gb_18030_is_told_from_it(name):
    data = name.encode("gb18030")
    with contextlib.suppress(UnicodeDecodeError):
        data.decode()
        assert is_ambiguous(b'{"name": "' + data + b'"}')
    assert not is_ambiguous(f'{{"name": "{name}"}}'.encode())


@pytest.mark.parametrize("text", ["José", "阿·买买提", "Müller", "plain"])
def test_utf_8_that_nobody_takes_for_another_is_not_ambiguous(text):
    assert not is_ambiguous(text.encode())


def test_a_fault_says_by_code_and_pointer_what_is_wrong_and_where_and_quotes_what_stands_there():
    fault = next(item for item in refused({"years": [{"months": 13}]}).faults)
    assert fault.as_dict() == {
        "code": "whole",
        "path": "years.0.months",
        "pointer": "/years/0/months",
        "message": "第1行 重复月数：应为1至12之间的整数",
        "found": "13",
        "params": {"place": "第1行 重复月数", "low": 1, "high": 12},
    }
    codes = {item.path: item.code for item in refused(TEN_FAULTS).faults}
    assert codes["person.adress"] == "unknown-key"
    assert codes["person.citizen_id"] == "id.check-digit"
    assert codes["years.0.paid.personal"] == "money.places"
    assert codes["years.1.year"] == "repeated-key"


def test_a_record_may_name_its_form_and_is_refused_where_it_names_another():
    assert REFUND.load({"$form": "shandong/refund", **refund_data()}) == REFUND.load(refund_data())
    assert REFUND.load({"$form": "附件5"}) == REFUND.load({})
    told = faults_of(refused({"$form": "shandong/notice", "choice": "是"}))
    assert list(told) == ["$form"]
    assert "shandong/notice" in told["$form"]
    assert "shandong/refund" in told["$form"]
    assert "deadline" in faults_of(refused({"$calculation": "deadline"}))["$calculation"]
    assert list(faults_of(refused({"person": {"$form": "shandong/refund"}}))) == ["person.$form"]


def test_many_equal_and_many_unknown_keys_are_told_in_a_moment():
    equal = "{" + ",".join(f'"k{index % 20_000}": 1' for index in range(60_000)) + "}"
    assert len(refused(equal.encode()).faults) == 40_000  # each is unknown, and each stands thrice


@pytest.mark.parametrize("depth", [*range(50, 1100, 50), 100_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"person":', "}"), ("[", "]"), ('{"a":1,"a":', "}")])
def test_json_that_is_nested_too_deep_is_refused_without_a_crash(opening, closing, depth):
    refused(f'{{"person": {opening * depth}1{closing * depth}}}'.encode())


def test_a_mapping_that_is_nested_too_deep_is_refused_without_a_crash():
    data: dict = {}
    for _ in range(5000):
        data = {"person": data}
    refused(data)


def test_a_mapping_with_keys_that_are_no_text_is_refused():
    assert set(faults_of(refused({1: 2, "person": {None: 3}}))) == {"1", "person.None"}


# --------------------------------------------------------------------------------------------- files


def test_a_file_is_loaded_from_its_path(tmp_path):
    file = tmp_path / "record.json"
    file.write_text(worked().model_dump_json(), "utf-8")
    assert REFUND.load(file) == REFUND.load(str(file)) == worked()


def test_a_missing_file_is_named(tmp_path):
    assert "missing.json" in str(refused(tmp_path / "missing.json"))


def test_a_folder_is_no_file(tmp_path):
    refused(tmp_path)


def test_a_file_that_may_not_be_opened_is_named(tmp_path, monkeypatch):
    file = tmp_path / "secret.json"
    file.write_text("{}")

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "secret.json" in str(refused(file))


def test_a_path_that_no_file_can_have_is_refused():
    refused("a\0b.json")


def test_a_file_beyond_all_measure_is_not_read(tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as target:
        target.truncate(2**31)
    with pytest.raises(HjformsError):
        REFUND.load(file)


def test_faulty_values_are_errors_that_pydantic_can_collect():
    assert issubclass(NotationError, InputError)
    assert issubclass(NotationError, ValueError)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["person", "years", "name", "paid", "x"]), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_any_json_value_is_a_record_or_an_input_error(value):
    text = json.dumps(value).encode()
    error = error_of(lambda: REFUND.load(text))
    if error is None:
        assert REFUND.load(REFUND.load(text).model_dump_json().encode()) == REFUND.load(text)
    else:
        assert isinstance(error, InputError)
        assert error.faults
