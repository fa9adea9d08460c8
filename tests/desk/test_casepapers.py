"""The papers of a case: typed in the page that is the form, kept at every change, saved as versions."""

import io

import pytest

import hjforms
from desk.book.shelf import NAME, PERSON, example, settled_book, shelved
from desk.test_cases_page import at, send
from hjforms.desk.book import Book


@pytest.fixture
def path(tmp_path):
    with shelved(tmp_path / "b.db") as book:
        book.cases.open(PERSON, "")
    return tmp_path / "b.db"


def call(client, address, **data):
    return client.post(address, json=data, headers={"x-csrf-token": client.csrf, "accept": "application/json"})


def test_a_new_paper_begins_with_what_the_case_knows(path):
    with at(path) as client:
        made = send(client, "/cases/1/papers", form="national/application")
        assert made.headers["location"] == "/cases/1/papers/1"
        shown = client.get("/cases/1/papers/1").text
        assert f'value="{NAME}"' in shown
        assert 'data-save="/cases/1/papers/1/draft"' in shown
        assert send(client, "/cases/1/papers", form="national/application").headers["location"].endswith("/1")
        assert (
            send(client, "/cases/1/papers", form="national/application", another="yes")
            .headers["location"]
            .endswith("/2")
        )
    with Book(path) as book:
        assert [paper.latest for paper in book.papers.of_case(1)] == [0, 0]


def test_what_is_typed_is_kept_and_a_second_desk_is_stopped(path):
    with at(path) as client:
        send(client, "/cases/1/papers", form="shandong/contact-letter")
        texts = {"person.name": NAME, "person.citizen_id": "37100", "addressee": "文登区"}
        address = "/cases/1/papers/1/draft"
        assert call(client, address, version=0, texts=texts, unread={}).json() == {"version": 1}
        assert call(client, address, version=1, texts=texts, unread={}).json() == {"version": 2}
        late = call(client, address, version=1, texts={}, unread={})
        assert (late.status_code, late.json()["faults"][0]["code"]) == (422, "draft.overtaken")
        shown = client.get("/cases/1/papers/1").text
        assert 'value="37100"' in shown
        assert 'data-version="2"' in shown
        assert "有没保存的改动" in client.get("/cases/1").text
        assert send(client, "/cases/1/papers/1/drop").status_code == 303
        assert 'value="37100"' not in client.get("/cases/1/papers/1").text


def test_a_version_is_saved_by_the_script_and_by_the_page_alone(path):
    with at(path) as client:
        send(client, "/cases/1/papers", form="shandong/notice")
        stated = {"texts": {"person.name": NAME, "choice": ["是"]}, "unread": {}}
        assert call(client, "/cases/1/papers/1", **stated).json() == {"back": "/cases/1#next"}
        page = {"csrf": client.csrf, "$do": "store", "$derived": "{}", "$unread": "{}", "person.name": "李示例"}
        assert client.post("/cases/1/papers/1", data=page).headers["location"] == "/cases/1#next"
        shown = client.get("/cases/1/papers/1/versions").text
        assert "第2版" in shown
        assert "改了 2 处" in shown
        assert f"<td>{NAME}</td><td>李示例</td>" in shown
        assert send(client, "/cases/1/papers/1/restore", version="1").status_code == 303
        assert send(client, "/cases/1/papers/1/restore", version="9").status_code == 404
    with Book(path) as book:
        assert [version.record.person.name for version in book.papers.versions(1)] == [NAME, "李示例", NAME]


def test_a_saved_day_is_noted_in_the_case(path):
    form, record = example("contact-letter")
    stated = {**form.dump(record), "signoff": {"date": "2026-09-18"}}
    with Book(path) as book:
        book.papers.add(1, form, "", form.load(stated))
    with at(path) as client:
        texts = {"signoff.date.year": "2026", "signoff.date.month": "9", "signoff.date.day": "18"}
        call(client, "/cases/1/papers/1", texts=texts, unread={})
    with Book(path) as book:
        assert book.cases.get(1).events["letter_sent_on"] == "2026-09-18"


def test_files_of_a_paper_are_those_of_the_form(tmp_path):
    book, case = settled_book(tmp_path / "b.db")
    version = book.papers.latest(1)
    expected = version.form.complete(version.record)
    book.close()
    with at(tmp_path / "b.db") as client:
        for kind in ("pdf", "docx"):
            data = client.get(f"/cases/{case.id}/papers/1/file.{kind}").content
            assert hjforms.read(data)[0].record == expected
        assert version.form.load(client.get("/cases/1/papers/1/file.json").content) == version.record
        assert client.get("/cases/1/papers/1/file.exe").status_code == 422
        assert client.get("/cases/1/papers/1/file.pdf", params={"version": "7"}).status_code == 404
        assert client.get("/cases/2/papers/1").status_code == 404


def test_what_does_not_hold_is_not_printed(path):
    with at(path) as client:
        send(client, "/cases/1/papers", form="shandong/notice")
        call(client, "/cases/1/papers/1", texts={}, unread={})
        refused = client.get("/cases/1/papers/1/file.pdf")
        assert refused.status_code == 422
        assert client.get("/cases/1/papers/1/file.json").status_code == 200
        assert io.BytesIO(refused.content).read(5) != b"%PDF-"
