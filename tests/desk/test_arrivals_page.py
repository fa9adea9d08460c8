"""Papers that come back: read by a process of their own, put to their case by citizen id, looked at, accepted."""

import re

import pytest

from desk.book.shelf import ID, NAME, PERSON, example, shelved
from desk.test_cases_page import at, send
from hjforms.desk.book import Book


@pytest.fixture
def path(tmp_path):
    with shelved(tmp_path / "b.db") as book:
        book.cases.open(PERSON, "王经办")
    return tmp_path / "b.db"


def drop(client, *files, **headers):
    sent = [("files", ("secret-name.pdf", data)) for data in files]
    return client.post("/arrivals", data={"csrf": client.csrf}, files=sent, headers=headers)


def test_a_paper_finds_its_case_and_becomes_a_version(path):
    form, record = example("resident-account")
    with at(path) as client:
        taken = drop(client, form.pdf(record))
        assert taken.headers["location"] == "/arrivals/1"
        shown = client.get("/arrivals/1").text
        assert f"案件1 {NAME}" in shown
        assert '<image href="/files/1/pages/1.png"' in shown
        assert shown.count("<rect ") > 20
        assert client.get("/files/1/pages/1.png").content.startswith(b"\x89PNG")
        assert client.get("/files/1/original").content == form.pdf(record)
        assert send(client, "/arrivals/1/accept").headers["location"] == "/cases/1#next"
        assert "已经收下" in client.get("/arrivals/1").text
        assert send(client, "/arrivals/1/accept").status_code == 422
    with Book(path) as book:
        [paper] = book.papers.of_case(1)
        version = book.papers.latest(paper.id)
        assert (version.record, version.origin["kind"]) == (record, "file")
        assert book.cases.get(1).events["account_received_on"]


def test_a_second_one_is_a_version_of_the_same_paper(path):
    form, record = example("resident-account")
    with at(path) as client:
        for number in (1, 2):
            drop(client, form.pdf(record))
            send(client, f"/arrivals/{number}/accept")
        drop(client, form.pdf(record))
        send(client, "/arrivals/3/accept", another="yes")
    with Book(path) as book:
        assert [paper.latest for paper in book.papers.of_case(1)] == [2, 1]


def test_a_stranger_gets_a_case_only_when_somebody_opens_it(tmp_path):
    form, record = example("resident-account")
    with shelved(tmp_path / "b.db") as book:
        book.cases.open({**PERSON, "citizen_id": "371000196803200025"}, "")  # of the same name
    with at(tmp_path / "b.db") as client:
        drop(client, form.docx(record))
        shown = client.get("/arrivals/1").text
        assert "没有公民身份号码相同的案件（同名的不算）" in shown
        assert f'value="{ID}"' in shown
        assert send(client, "/arrivals/1/accept").status_code == 422
        wrong = send(client, "/arrivals/1/case", name=NAME, citizen_id=ID, rules="shandong")
        assert wrong.status_code == 422
        send(client, "/arrivals/1/case", name=NAME, citizen_id=ID, rules="shandong", direction="resident-to-employee")
        assert send(client, "/arrivals/1/accept").headers["location"] == "/cases/2#next"


def test_doubts_come_first_and_are_corrected(path):
    form, record = example("resident-account")
    with at(path) as client:
        drop(client, form.docx(record))
        with Book(path) as book:  # as if a stain had covered a figure
            data = form.dump(record)
            data["years"][0]["personal"] = {"unread": "1O0"}
            book.arrivals.look(1, "person.name", form.load(data))
        shown = client.get("/arrivals/1").text
        first = re.search(r'<form [^>]*class="field rank0[^>]*data-path="([^"]+)"', shown)
        assert first[1] == "years.0.personal"
        assert "rank" not in shown[shown.index('<div class="boxes">') : first.start()]
        assert send(client, "/arrivals/1/accept").status_code == 422
        wrong = send(client, "/arrivals/1/look", path="years.0.personal", text="一百块")
        assert wrong.status_code == 422
        right = send(client, "/arrivals/1/look", path="years.0.personal", text=str(record.years[0].personal))
        assert right.headers["location"] == "/arrivals/1#f:years.0.personal"
        assert send(client, "/arrivals/1/accept").status_code == 303
    with Book(path) as book:
        assert book.papers.latest(1).record.years[0].personal == record.years[0].personal


@pytest.mark.parametrize("kind", ["docx", "ofd"])
def test_what_has_no_pages_of_its_own_is_drawn_again_and_says_so(path, kind):
    form, record = example("resident-account")
    with at(path) as client:
        drop(client, getattr(form, kind)(record))
        shown = client.get("/arrivals/1").text
        assert "这不是收到的文件本身" in shown
        assert '<image href="/arrivals/1/pages/1.png"' in shown
        marked = set(re.findall(r'<rect [^>]*data-for="([^"]+)"', shown))
        assert marked >= {"person.name", "years.0.personal", "filled_on"}
        before = client.get("/arrivals/1/pages/1.png").content
        assert before.startswith(b"\x89PNG")
        assert client.get("/arrivals/1/pages/9.png").status_code == 404
        send(client, "/arrivals/1/look", path="person.phone", text="0631-5209999")
        assert client.get("/arrivals/1/pages/1.png").content != before
        assert f"arrival-1.{kind}" in client.get("/files/1/original").headers["content-disposition"]


def test_paper_with_pages_of_its_own_is_not_drawn_again(path):
    form, record = example("resident-account")
    with at(path) as client:
        drop(client, form.pdf(record))
        assert "这不是收到的文件本身" not in client.get("/arrivals/1").text


def test_the_script_is_answered_with_what_is_still_to_be_seen(path):
    form, record = example("resident-account")
    with at(path) as client:
        told = drop(client, form.pdf(record), b"%PDF-1.4 nothing", accept="application/json").json()
        assert told == {"arrivals": [1, 2], "waiting": [1]}
        fields = {"csrf": client.csrf, "path": "person.phone", "text": "0631-5200001"}
        seen = client.post("/arrivals/1/look", data=fields, headers={"accept": "application/json"})
        assert seen.json() == {"doubt": "", "told": [], "unread": 0}
        fields = {"csrf": client.csrf, "path": "person.citizen_id", "text": "1"}
        wrong = client.post("/arrivals/1/look", data=fields, headers={"accept": "application/json"})
        assert wrong.status_code == 422


def test_what_cannot_be_read_is_kept_with_its_reason(path):
    with at(path) as client:
        drop(client, b"not a paper at all")
        shown = client.get("/arrivals").text
        assert 'class="error"' in shown
        assert client.get("/files/1/original").content == b"not a paper at all"
        assert "secret-name" not in shown
        assert client.post("/arrivals", data={"csrf": client.csrf}).status_code == 422


def test_a_paper_that_is_not_wanted_is_left_aside(path):
    form, record = example("refund")
    with at(path) as client:
        drop(client, form.pdf(record))
        assert send(client, "/arrivals/1/dismiss").headers["location"] == "/arrivals"
        assert "不收" in client.get("/arrivals").text
    with Book(path) as book:
        assert book.papers.of_case(1) == []
