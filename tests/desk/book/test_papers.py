"""Papers: drafts as they are typed, versions that are only added, undoing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
from desk.book.shelf import PERSON, example, shelved

FORM, RECORD = example("refund")
RECORDS = [RECORD.model_copy(update={"filled_on": None if n == 0 else f"2025-03-0{n}"}) for n in range(3)]
RECORDS = [FORM.load(FORM.dump(record)) for record in RECORDS]


@pytest.fixture
def paper(book):
    return book.papers.add(book.cases.open(PERSON, "").id, FORM, "")


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.integers(0, 2)),
        st.tuples(st.just("restore"), st.integers(1, 4)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("type"), st.integers(0, 99)),
        st.tuples(st.just("drop"), st.just(0)),
    ),
    max_size=12,
)


@given(STEPS)
def test_versions_are_only_added_and_undo_leads_back(tmp_path_factory, steps):
    """The book against a list of records and one draft."""
    with shelved(tmp_path_factory.mktemp("book") / "b.db") as book:
        paper = book.papers.add(book.cases.open(PERSON, "").id, FORM, "").id
        saved, typed = [], None
        for what, number in steps:
            if what == "type":
                typed = {"filled_on": str(number)}
                book.papers.type(paper, typed, "")
                continue
            if what == "drop":
                typed = None
                book.papers.drop_draft(paper, "")
                continue
            wanted = RECORDS[number] if what == "save" else None
            target = number if what == "restore" else len(saved) - 1
            if wanted is None and not 1 <= target <= len(saved):
                with pytest.raises(hjforms.InputError):
                    book.papers.undo(paper, "") if what == "undo" else book.papers.restore(paper, target, "")
                continue
            wanted = wanted or saved[target - 1]
            if what == "save":
                book.papers.save(paper, wanted, "")
            elif what == "undo":
                book.papers.undo(paper, "")
            else:
                book.papers.restore(paper, target, "")
            typed = None
            if not saved or saved[-1] != wanted:
                saved.append(wanted)
        assert [version.record for version in reversed(book.papers.versions(paper))] == saved
        draft = book.papers.draft(paper)
        assert (draft.texts if draft else None) == typed
        assert book.papers.get(paper).latest == len(saved)


def test_half_a_number_is_kept_as_it_was_typed(book, paper):
    texts = {"person.citizen_id": "37100", "years.0.paid.personal": "1OO.", "filled_on": "２０２５年"}
    assert book.papers.type(paper.id, texts, "").texts == texts
    assert book.papers.get(paper.id).is_drafted


def test_who_types_on_an_old_page_is_stopped(book, paper):
    book.papers.type(paper.id, {"filled_on": "1"}, "", revision=0)
    book.papers.type(paper.id, {"filled_on": "2"}, "", revision=1)
    with pytest.raises(hjforms.InputError, match="另一处改动") as told:
        book.papers.type(paper.id, {"filled_on": "3"}, "", revision=1)
    assert told.value.faults[0].code == "draft.overtaken"
    assert book.papers.draft(paper.id).texts == {"filled_on": "2"}


def test_a_version_tells_what_it_changed_and_who_did_it(book, paper):
    book.papers.save(paper.id, RECORDS[1], "王经办")
    book.papers.save(paper.id, RECORDS[2], "赵经办")
    book.papers.save(paper.id, RECORDS[2], "赵经办")  # nothing new
    assert [version.operator for version in book.papers.versions(paper.id)] == ["赵经办", "王经办"]
    [change] = book.papers.changes(paper.id, 2)
    assert (change.path, change.expected, change.found) == ("filled_on", "2025年3月1日", "2025年3月2日")
    stated = {found.path for found in book.papers.changes(paper.id, 1)}
    assert {"person.name", "years.0.year"} <= stated


def test_what_came_back_on_paper_is_a_version_even_where_nothing_changed(book, paper):
    book.papers.save(paper.id, RECORDS[1], "")
    [reading] = hjforms.read(FORM.pdf(RECORDS[1]))
    arrival = book.arrivals.take(FORM.pdf(RECORDS[1]), "王经办", [reading])
    book.arrivals.assign(arrival.reads[0].id, paper.case)
    version = book.arrivals.accept(arrival.reads[0].id, "王经办", paper.id)
    assert (version.number, version.origin["kind"], version.origin["digest"]) == (2, "file", arrival.digest)
    assert book.arrivals.file(arrival.file) == FORM.pdf(RECORDS[1])
    with pytest.raises(hjforms.InputError, match="已经收下"):
        book.arrivals.accept(arrival.reads[0].id, "王经办", paper.id)


def test_nothing_is_accepted_while_a_field_is_unread_or_the_person_unknown(book, paper):
    record = FORM.load({**FORM.dump(RECORDS[1]), "filled_on": {"unread": "2O25"}})
    [reading] = hjforms.read(FORM.pdf(RECORDS[1]))
    reading = type(reading)(reading.form, record, reading.findings, reading.fields)
    read = book.arrivals.take(FORM.pdf(RECORDS[1]), "", [reading]).reads[0]
    with pytest.raises(hjforms.InputError, match="归到案件"):
        book.arrivals.accept(read.id, "")
    book.arrivals.assign(read.id, paper.case)
    with pytest.raises(hjforms.InputError, match="还有 1 栏读不出"):
        book.arrivals.accept(read.id, "")
    corrected = book.arrivals.look(read.id, "filled_on", RECORDS[1])
    assert corrected.seen == {"filled_on"}
    assert book.arrivals.accept(read.id, "").record == RECORDS[1]


def test_the_same_file_is_kept_once(book):
    first, second = (book.arrivals.take(b"%PDF-1.4 nothing", "", fault=None) for _ in range(2))
    assert first.file == second.file
    assert not first.is_waiting


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"{\\rtf1 a}", "rtf"), (b"<html>a", "html"), (b"<?xml?>", "xml"), (b"PK\x03\x04", "docx"), (b"a", "other")],
)
def test_a_file_is_of_the_kind_that_its_content_says(data, kind, book):
    assert book.arrivals.take(data, "", fault=None).kind == kind
