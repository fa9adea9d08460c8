"""The book as a workbook, out and in again."""

import openpyxl

from desk.book.shelf import ID, PERSON, example, settled_book, shelved
from hjforms.desk.book import lists
from hjforms.exchange import entries, write


def test_a_workbook_comes_back_unchanged_and_a_changed_cell_is_a_version(tmp_path):
    book, case = settled_book(tmp_path / "b.db")
    out = tmp_path / "台账.xlsx"
    assert write(lists.entries(book, [case]), out) == 2
    done = lists.take(book, entries(out), "王经办")
    assert (done.saved, done.unchanged, done.faults) == (0, 2, [])
    sheets = openpyxl.load_workbook(out)
    for sheet in sheets:
        for cell in sheet[3]:
            if sheet.cell(1, cell.column).value == "person.phone":
                cell.value = "0631-5200001"
    sheets.save(out)
    done = lists.take(book, entries(out), "王经办")
    assert (done.saved, done.unchanged) == (1, 1)
    version = book.papers.latest(1)
    assert (version.number, version.record.person.phone, version.origin["kind"]) == (2, "0631-5200001", "list")
    book.close()


def test_who_has_no_case_gets_one_only_where_that_is_wanted(tmp_path):
    form, record = example("refund")
    source = tmp_path / "x.jsonl"
    nobody = form.load({**form.dump(record), "person": {"name": "无名"}})
    with shelved(tmp_path / "b.db") as book:
        from hjforms.exchange import Entry, Origin

        write([Entry(form, found, Origin("x")) for found in (record, nobody)], source)
        done = lists.take(book, entries(source), "")
        assert (done.saved, len(done.faults), book.cases.count()) == (0, 2, 0)
        done = lists.take(book, entries(source), "", "shandong", "resident-to-employee")
        assert (done.saved, done.opened, len(done.faults)) == (1, 1, 1)
        assert "公民身份号码" in done.faults[0]
        assert [case.citizen_id for case in book.cases.find()] == [record.person.citizen_id]


def test_a_person_with_two_open_cases_is_not_guessed(tmp_path):
    form, record = example("refund")
    with shelved(tmp_path / "b.db") as book:
        for _ in range(2):
            book.cases.open({**PERSON, "citizen_id": record.person.citizen_id or ID}, "")
        write_to = tmp_path / "x.json"
        from hjforms.exchange import Entry, Origin

        write([Entry(form, record, Origin("x"))], write_to)
        done = lists.take(book, entries(write_to), "")
        assert done.saved == 0
        assert "几个在办的案件" in done.faults[0]
