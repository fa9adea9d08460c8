"""Whatever a sink writes, a source gives back; what is faulty comes as an entry that says so."""

from __future__ import annotations

import json
import tracemalloc

import pytest

import hjforms
from hjforms.errors import DocumentError, InputError
from hjforms.exchange import Entry, Origin
from support import REFUND, ROOT, refund_data, refund_row, refund_table

NOTICE = hjforms.form("shandong/notice")


def records(count):
    return [
        refund_table(refund_row(2000 + index, 12, f"{index + 1}.00"), filled_on="2024-12-20") for index in range(count)
    ]


def entered(*made, form=REFUND):
    return [Entry(form, record, Origin("here")) for record in made]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.pdf", "folder/"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_what_a_sink_writes_a_source_gives_back(name, count, tmp_path):
    made = records(count)
    sink = f"{tmp_path}/{name}"
    assert hjforms.write(entered(*made), sink) == count
    back = list(hjforms.entries(sink))
    assert [entry.record for entry in back] == made
    assert {entry.form.id for entry in back} == {"shandong/refund"}


@pytest.mark.parametrize("kind", ["json", "pdf", "docx", "jsonl"])
def test_a_folder_has_a_file_of_a_kind_for_every_record(kind, tmp_path):
    made = records(3)
    hjforms.write(entered(*made), f"{tmp_path}/out/", kind=kind)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        f"0000{number}.{kind}" for number in (1, 2, 3)
    ]
    assert [entry.record for entry in hjforms.entries(tmp_path / "out")] == made


def test_a_word_file_holds_one_record(tmp_path):
    made = records(2)
    hjforms.write(entered(made[0]), tmp_path / "a.docx")
    assert [entry.record for entry in hjforms.entries(tmp_path / "a.docx")] == made[:1]
    with pytest.raises(InputError, match="只有一份"):
        hjforms.write(entered(*made), tmp_path / "b.docx")
    assert not (tmp_path / "b.docx").exists()


def test_records_of_several_forms_go_into_json_and_not_into_one_pdf(tmp_path):
    mixed = [*entered(*records(1)), *entered(NOTICE.load({"choice": "是"}), form=NOTICE)]
    hjforms.write(mixed, tmp_path / "a.json")
    assert [entry.form for entry in hjforms.entries(tmp_path / "a.json")] == [REFUND, NOTICE]
    with pytest.raises(InputError, match="同一种表"):
        hjforms.write(mixed, tmp_path / "a.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_one_record_is_an_object_many_are_an_array_none_is_an_empty_one(tmp_path):
    target = tmp_path / "a.json"
    for count, kind in ((1, dict), (2, list), (0, list)):
        hjforms.write(entered(*records(count)), target)
        assert isinstance(json.loads(target.read_bytes()), kind)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_every_encoding_of_a_clerk_is_read_and_utf_8_is_written(name, encoding, tmp_path):
    source, target = tmp_path / name, tmp_path / f"out-{name}"
    line = json.dumps({"$form": "附件5", **refund_data()}, ensure_ascii=False)
    source.write_bytes(f"{line}\n".encode(encoding) if name == "a.json" else f"{line}\r\n{line}\n".encode(encoding))
    back = list(hjforms.entries(source))
    assert {entry.record.person.name for entry in back} == {"张示例"}
    hjforms.write(back, target)
    assert "张示例" in target.read_bytes().decode("utf-8")


def test_a_file_that_may_be_of_two_encodings_is_not_guessed(tmp_path):
    source = tmp_path / "a.json"
    source.write_bytes('{"$form": "shandong/notice", "person": {"name": "职"}}'.encode("gb18030"))
    with pytest.raises(InputError, match="看不准"):
        list(hjforms.entries(source))


def test_faults_stay_with_their_entry_and_the_others_are_given(tmp_path):
    lines = [refund_data(refund_row()), {"filled_on": "2024-02-30"}, [1], refund_data()]
    texts = [json.dumps(line, ensure_ascii=False) for line in lines]
    (tmp_path / "a.jsonl").write_text("\n".join([*texts, "{oops"]), "utf-8")
    (tmp_path / "a.json").write_text(f"[{','.join(texts)}]", "utf-8")
    for name, unit, count in (("a.jsonl", "行", 5), ("a.json", "份", 4)):
        found = list(hjforms.entries(tmp_path / name, "附件5"))
        assert [bool(entry.faults) for entry in found] == [False, True, True, False, True][:count]
        assert [entry.record is None for entry in found] == [bool(entry.faults) for entry in found]
        assert [str(entry.origin) for entry in found] == [f"{tmp_path / name} 第{n}{unit}" for n in range(1, count + 1)]
        with pytest.raises(InputError, match=rf"第2{unit} filled_on"):
            hjforms.write(found, tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_a_record_that_does_not_name_its_form_says_what_to_do(tmp_path):
    (tmp_path / "a.json").write_text("{}", "utf-8")
    [entry] = hjforms.entries(tmp_path / "a.json")
    assert (entry.form, [fault.code for fault in entry.faults]) == (None, ["form.missing"])
    [entry] = hjforms.entries(tmp_path / "a.json", REFUND)
    assert (entry.form, entry.faults) == (REFUND, ())


def test_a_folder_tells_every_file_that_it_cannot_read_and_goes_on(tmp_path):
    hjforms.write(entered(*records(1)), tmp_path / "b.pdf")
    hjforms.write(entered(*records(1)), tmp_path / "c.json")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing")
    (tmp_path / "d.txt").write_text("hello")
    (tmp_path / "e.json").write_text("{oops")
    (tmp_path / "f").mkdir()
    for aside in (".hidden", "~$open.docx", "Thumbs.db"):
        (tmp_path / aside).write_bytes(b"x")
    found = list(hjforms.entries(tmp_path))
    assert [entry.origin.file.rpartition("/")[2] for entry in found] == [
        "a.pdf",
        "b.pdf",
        "c.json",
        "d.txt",
        "e.json",
        "f",
    ]
    assert [bool(entry.faults) for entry in found] == [True, False, False, True, True, True]


@pytest.mark.parametrize("name", ["no.json", "no.jsonl", "no.pdf", "no/"])
def test_a_source_that_is_not_there_is_one_error(name, tmp_path):
    with pytest.raises(InputError, match="打不开"):
        list(hjforms.entries(f"{tmp_path}/{name}"))


@pytest.mark.parametrize("name", ["a.xls", "a.txt", "a", ""])
def test_a_name_of_no_notation_lists_those_there_are(name, tmp_path):
    for action in (lambda: list(hjforms.entries(name)), lambda: hjforms.write([], name)):
        with pytest.raises(InputError, match=r"\.jsonl"):
            action()


def test_a_file_beyond_all_measure_is_not_read(tmp_path):
    with (tmp_path / "huge.json").open("wb") as target:
        target.truncate(2**31)
    with pytest.raises(DocumentError, match="32 MB"):
        list(hjforms.entries(tmp_path / "huge.json", REFUND))
    with (tmp_path / "huge.jsonl").open("wb") as target:
        target.write(b"x" * 40_000_000)
    with pytest.raises(DocumentError, match="32 MB"):
        list(hjforms.entries(tmp_path / "huge.jsonl", REFUND))


@pytest.mark.slow
@pytest.mark.landing
def test_lines_are_read_and_written_in_memory_that_does_not_grow(tmp_path):
    line = json.dumps({"$form": "附件5", **refund_data(refund_row())}, ensure_ascii=False) + "\n"

    def peak(count):
        (tmp_path / "a.jsonl").write_text(line * count, "utf-8")
        tracemalloc.start()
        hjforms.write(hjforms.entries(tmp_path / "a.jsonl"), tmp_path / "b.jsonl")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(2000) < peak(200) + 1_000_000


def test_examples_of_the_project_are_read_as_a_folder():
    found = list(hjforms.entries(ROOT / "examples" / "weihai" / "shandong", "附件5"))
    assert [not entry.faults for entry in found if entry.origin.file.endswith("/refund.json")] == [True]
