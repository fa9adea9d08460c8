"""Cases: what they begin with, how they are found, what is due."""

import datetime as dt
import traceback

import pytest

import hjforms
from desk.book.shelf import ID, NAME, NOW, OTHER, PERSON
from hjforms.desk.book import Book, Search
from hjforms.desk.book.progress import FINISHED, states


def day(text):
    return dt.date.fromisoformat(text)


def test_a_new_case_stands_at_the_first_stage_of_its_procedure(book):
    case = book.cases.open(PERSON, "王经办")
    assert (case.state, case.due_on, case.is_late(book.today)) == ("发出联系函", day("2026-09-21"), True)
    assert [entry.what for entry in book.journal.of_case(case.id)] == ["case.opened"]
    assert book.journal.of_case(case.id)[0].operator == "王经办"


def test_what_is_missing_is_told_all_at_once(book):
    with pytest.raises(hjforms.InputError) as told:
        book.cases.open({"name": NAME}, "")
    assert {fault.path for fault in told.value.faults} == {"citizen_id", "rules", "direction"}
    assert book.cases.count() == 0


def test_states_go_from_application_to_the_end(book):
    case = book.cases.open({**PERSON, "applied_on": None}, "")
    seen = [case.state]
    for events in (
        {"applied_on": "2026-09-01"},
        {"letter_sent_on": "2026-09-02"},
        {"account_received_on": "2026-09-03"},
        {"confirmed_on": "2026-09-04"},
        {"funds_received_on": "2026-09-10"},
        {"settled_on": "2026-09-11"},
        {"refunded_on": "2026-09-14"},
    ):
        case = book.cases.date(case.id, {name: day(text) for name, text in events.items()}, "")
        seen.append(case.state)
    assert seen == [
        "申请",
        "发出联系函",
        "传递信息表",
        "确认信息表",
        "终止参保关系",
        "核对转移金额",
        "退还重复缴费",
        FINISHED,
    ]
    assert set(seen) <= set(states())
    assert book.cases.close(case.id, "done", "").told_state == "办结"
    with pytest.raises(hjforms.InputError, match="已经结束"):
        book.cases.date(case.id, {"settled_on": day("2026-09-12")}, "")
    assert book.cases.reopen(case.id, "").state == FINISHED


def test_a_case_without_months_paid_twice_ends_without_a_refund(book):
    case = book.cases.open({**PERSON, "applied_on": "2026-09-01"}, "")
    book.cases.change(case.id, {"doubled": False}, "")
    for name in ("letter_sent_on", "account_received_on", "confirmed_on", "funds_received_on", "settled_on"):
        case = book.cases.date(case.id, {name: day("2026-09-15")}, "")
    assert case.state == FINISHED


def test_a_day_that_contradicts_others_changes_nothing(book):
    case = book.cases.open(PERSON, "")
    before = len(book.journal.of_case(case.id))
    for wrong in ("2026-09-16", "2026-12-31"):  # before the application, and in the future
        with pytest.raises(hjforms.InputError):
            book.cases.date(case.id, {"letter_sent_on": day(wrong)}, "")
    with pytest.raises(hjforms.InputError, match="没有这一事项"):
        book.cases.date(case.id, {"dreamt_on": day("2026-09-18")}, "")
    assert book.cases.get(case.id) == case
    assert len(book.journal.of_case(case.id)) == before


def test_cases_are_found_by_name_id_state_and_day(book):
    first, second = book.cases.open(PERSON, ""), book.cases.open(OTHER, "")

    def found(**wanted):
        return [case.id for case in book.cases.find(Search(**wanted))]

    assert found() == [first.id, second.id]  # what is due stands first
    assert found(text="李示") == [second.id]
    assert found(text=ID[4:12]) == [first.id]
    assert found(text=str(second.id)) == [second.id]
    assert found(text="%") == found(text="_") == []
    assert found(state="发出联系函") == [first.id]
    assert found(state="申请") == [second.id]
    assert found(late=True) == [first.id]
    assert found(since=book.today, until=book.today) == [first.id, second.id]
    assert found(since=book.today + dt.timedelta(1)) == []
    book.cases.close(second.id, "withdrawn", "")
    assert found(state="撤回") == found(is_open=False) == [second.id]
    assert found(is_open=True) == [first.id]
    assert [case.id for case in book.cases.of_person(ID)] == [first.id]


def test_the_clock_goes_on_between_two_days(tmp_path):
    now = [NOW - dt.timedelta(days=3)]
    with Book(tmp_path / "b.db", create=True, now=lambda: now[0]) as book:
        case = book.cases.open(PERSON, "")
        assert not case.is_late(book.today)
        now[0] = NOW
        assert case.is_late(book.today)
        assert [found.id for found in book.cases.find(Search(late=True))] == [case.id]


def test_no_value_of_a_person_stands_in_what_is_told(book):
    case = book.cases.open(PERSON, "")
    told = [repr(case)]
    for wrong in ({**PERSON, "citizen_id": f"{ID}9"}, {**PERSON, "name": f"{NAME}\0"}, {**PERSON, "rules": NAME}):
        try:
            book.cases.open(wrong, "")
        except hjforms.InputError as error:
            told.append("".join(traceback.format_exception(error)))
    assert len(told) == 4
    assert not any(NAME in text or ID in text for text in told)
    assert not any(NAME in str(entry) or ID in str(entry) for entry in book.journal.latest())


def test_a_new_calendar_is_heeded_when_the_book_is_opened(tmp_path, monkeypatch):
    path, notices = tmp_path / "b.db", tmp_path / "notices.toml"
    with Book(path, create=True, now=lambda: NOW) as book:
        case = book.cases.open(PERSON, "")
        book.cases.refresh()
    notices.write_text(
        '[[notices]]\nyear = 2026\nsource = "假设"\noff = [{ first = "2026-09-21", last = "2026-09-25" }]\nwork = []\n',
        "utf-8",
    )
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(notices))
    with Book(path, now=lambda: NOW) as book:
        assert book.cases.get(case.id).due_on == day("2026-09-21")
        book.cases.refresh()
        assert book.cases.get(case.id).due_on > day("2026-09-25")
