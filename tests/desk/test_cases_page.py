"""The pages of the book: cases found, made, dated and settled without any script; office, backup, workbook."""

import io
import re
from contextlib import contextmanager
from dataclasses import replace

import openpyxl
import pypdf
import pytest

import hjforms
from desk.book.shelf import ID, NAME, PERSON, example, settled_book, shelved
from desk.calling import SETTINGS, clerk
from desk.test_casework import jilin_book
from hjforms.desk.book import Book
from hjforms.desk.book.keeping import verify


@contextmanager
def at(path):
    """A browser at a desk with this book."""
    with clerk(replace(SETTINGS, book=path)) as client:
        client.headers["accept"] = "text/html"
        yield client


def send(client, address, **fields):
    return client.post(address, data={"csrf": client.csrf, **fields})


@pytest.fixture
def path(tmp_path):
    book, _ = settled_book(tmp_path / "台账.db")
    book.close()
    return tmp_path / "台账.db"


def test_a_desk_without_a_book_says_how_to_get_one():
    with clerk() as client:
        shown = client.get("/cases", headers={"accept": "text/html"})
    assert shown.status_code == 404
    assert "hjforms desk --book" in shown.text


def test_an_empty_book_says_how_to_begin(tmp_path):
    with at(tmp_path / "new.db") as client:
        assert "新建第一个案件" in client.get("/cases").text
        shown = send(client, "/cases/new", name=NAME)
        assert shown.status_code == 422
        assert shown.text.count("不能空白") >= 2
        assert f'value="{NAME}"' in shown.text
        made = send(client, "/cases/new", **{**PERSON, "applied_on": ""})
        assert (made.status_code, made.headers["location"]) == (303, "/cases/1")
        shown = client.get("/cases/1").text
        assert NAME in shown
        assert "填写《城乡养老保险制度衔接告知书》" in shown


def test_in_jilin_the_calculation_begins_with_the_account_that_came(tmp_path):
    book, _ = jilin_book(tmp_path / "b.db", "certificate", "transfer-account")
    book.close()
    with at(tmp_path / "b.db") as client:
        assert 'href="/cases/1/clear"' in client.get("/cases/1").text
        shown = client.get("/cases/1/clear").text
        assert 'action="/calculations/clear"' in shown
        assert re.search(r'name="agency\.person\.citizen_id"[^>]*value="220000198006100035"', shown)
        assert re.search(r'name="filed_on"[^>]*value="2026-09-12"', shown)


def test_cases_are_searched(path):
    with at(path) as client:
        assert ID in client.get("/cases").text
        assert ID in client.get("/cases", params={"text": "张"}).text
        assert "没有这样的案件" in client.get("/cases", params={"text": "李"}).text
        assert ID in client.get("/cases", params={"which": "late"}).text
        assert 'class="late"' in client.get("/cases").text
        assert client.get("/cases", params={"since": "昨天"}).status_code == 200


def test_days_are_noted_and_what_contradicts_is_told(path):
    with at(path) as client:
        done = send(client, "/cases/1/dates", **{"day:letter_sent_on": "2026-09-18"})
        assert done.headers["location"] == "/cases/1"
        wrong = send(client, "/cases/1/dates", **{"day:letter_sent_on": "2026-09-01"})
        assert wrong.status_code == 422
        assert 'class="wrong"' in wrong.text
        assert 'value="2026-09-18"' in client.get("/cases/1").text


def test_a_case_is_settled_explained_and_closed(path):
    with at(path) as client:
        assert client.get("/cases/1/annex.pdf").status_code == 200
        wrong = send(client, "/cases/1/settle", decided="2018")
        assert (wrong.status_code, "请每行写一个" in wrong.text) == (422, True)
        assert send(client, "/cases/1/settle").status_code == 303
        shown = client.get("/cases/1").text
        assert "城乡养老保险重复缴费清退表" in shown
        assert "养老保险制度衔接办理结果告知单" in shown
        assert 'src="/cases/1/picture.svg"' in shown
        assert client.get("/cases/1/picture.svg").text.startswith("<")
        assert len(pypdf.PdfReader(io.BytesIO(client.get("/cases/1/annex.pdf").content)).pages) >= 1
        assert len(pypdf.PdfReader(io.BytesIO(client.get("/cases/1/dossier.pdf").content)).outline) == 4
        assert 'href="/cases/1/archive.zip"' in shown
        made = client.get("/cases/1/archive.zip")
        assert (made.status_code, made.headers["content-type"]) == (200, "application/zip")
        assert made.headers["content-disposition"] == 'attachment; filename="case-1-archive.zip"'
        target = path.with_name("case.zip")
        target.write_bytes(made.content)
        assert hjforms.verify_archive(target).papers == 4
        assert send(client, "/cases/1/note", note="已电话告知").status_code == 303
        assert send(client, "/cases/1/close", closing="done").status_code == 303
        assert "案件已经结束" in client.get("/cases/1").text
        assert send(client, "/cases/1/reopen").status_code == 303
        assert "已电话告知" in client.get("/cases/1").text


def test_what_cannot_be_settled_says_why(tmp_path):
    with at(tmp_path / "b.db") as client:
        send(client, "/cases/new", **PERSON)
        wrong = send(client, "/cases/1/settle")
        assert (wrong.status_code, "两张信息表都保存以后" in wrong.text) == (422, True)


def test_office_operator_backup_and_workbook(path, tmp_path):
    with at(path) as client:
        assert send(client, "/book/operator", operator="王经办").status_code == 303
        wrong = send(client, "/book/office", agency="环翠区", postcode="12")
        assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
        assert send(client, "/book/office", agency="环翠区社会保险事业中心", phone="0631-5200000").status_code == 303
        shown = client.get("/book").text
        assert 'value="环翠区社会保险事业中心"' in shown
        assert re.search("<td>王经办</td><td>修改本单位信息", shown)
        copy = tmp_path / "备份.db"
        copy.write_bytes(send(client, "/book/backup").content)
        assert verify(copy).is_sound
        out = client.get("/book/export.xlsx")
        assert openpyxl.load_workbook(io.BytesIO(out.content)).worksheets[0].cell(2, 1).value
        sent = client.post("/book/import", data={"csrf": client.csrf}, files={"list": ("x", out.content)})
        assert "存入 0 版，2 份没有变化" in sent.text
        assert "请选择一个工作簿" in send(client, "/book/import").text


def test_what_is_not_there_is_not_found(path):
    with at(path) as client:
        for address in ("/cases/9", "/cases/x", "/arrivals/9", "/files/9/original", "/files/9/pages/1.png"):
            assert client.get(address).status_code == 404


def test_nothing_is_changed_without_the_secret_of_our_pages(path):
    with at(path) as client:
        for address in ("/cases/new", "/cases/1/close", "/cases/1/settle", "/book/office", "/book/backup", "/arrivals"):
            assert client.post(address, data={"closing": "done", **PERSON}).status_code == 403
    with Book(path) as book:
        assert book.cases.get(1).is_open
        assert book.cases.count() == 1


def test_a_name_is_shown_as_a_text(tmp_path):
    with shelved(tmp_path / "b.db") as book:
        case = book.cases.open({**PERSON, "name": "<script>甲</script>"}, "<b>乙</b>")
        form, record = example("refund")
        book.papers.add(case.id, form, "<b>乙</b>", record)
    with at(tmp_path / "b.db") as client:
        for address in ("/cases", "/cases/1", "/book"):
            shown = client.get(address).text
            assert "<script>甲" not in shown
            assert "<b>乙" not in shown
