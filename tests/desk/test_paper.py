"""The paper without a script: the page shows, computes and gives files, and takes nothing that is not its own."""

from __future__ import annotations

import html
import json
import re

import pytest

import hjforms
from desk.calling import clerk
from hjforms.desk.sheet import sheet_of
from hjforms.exchange import Entry, Origin
from support import CITIZEN_ID, REFUND, worked

ADDRESS = "/forms/shandong/refund"
INPUT = re.compile(r'<input [^>]*\bname="([^"$]+)"[^>]*\bvalue="([^"]*)"[^>]*>')
FIELDS = {
    "person.name": "张示例",
    "person.citizen_id": CITIZEN_ID,
    "years.0.year": "2014",
    "years.0.months": "7",
    "years.0.paid.personal": "1000",
}


@pytest.fixture(scope="module")
def client():
    with clerk() as called:
        yield called


def sent(client, fields, **more):
    return client.post(ADDRESS, data={"csrf": client.csrf, **fields, **more}, headers={"accept": "text/html"})


def shown(page):
    """What stands in the inputs of a page, and its hidden fields."""
    hidden = re.findall(r'<input type="hidden" name="(\$[^"]+)" value="([^"]*)">', page)
    texts = {name: html.unescape(text) for name, text in INPUT.findall(page) if name != "csrf" and text}
    return {**texts, **{name: html.unescape(text) for name, text in hidden}}


@pytest.mark.parametrize("form", hjforms.forms(), ids=lambda form: form.id)
def test_every_form_has_its_page_with_everything_it_fetches(client, form):
    page = client.get(f"/forms/{form.id}")
    assert page.status_code == 200
    names = {name for name, _ in INPUT.findall(page.text)} | set(
        re.findall(r'type="checkbox"[^>]* name="([^"]+)"', page.text)
    )
    assert {place.name() for place in sheet_of(form.id).places} <= names
    fetched = re.findall(r'(?:href|src)="(/(?:forms|fonts|static)/[^"]+\.(?:css|svg|js))"', page.text)
    assert len(set(fetched)) == 5
    assert all(client.get(address).status_code == 200 for address in fetched)
    assert "style=" not in page.text


def test_the_compute_button_derives_what_follows(client):
    page = sent(client, FIELDS, **{"$do": "compute"}).text
    found = shown(page)
    assert found["refund_total"] == "583.33"
    assert found["years.0.paid.personal"] == "1000.00"
    assert re.search(r'name="refund_total"[^>]*data-state="derived"', page)
    assert re.search(r'name="years.0.months"[^>]*data-state="stated"', page)


def test_what_was_derived_follows_when_the_page_is_sent_again(client):
    found = shown(sent(client, FIELDS, **{"$do": "compute"}).text)
    again = shown(sent(client, {**found, "years.0.months": "12"}, **{"$do": "compute"}).text)
    assert again["refund_total"] == "1000.00"


def test_what_was_written_over_is_stated_and_told(client):
    found = shown(sent(client, FIELDS, **{"$do": "compute"}).text)
    page = sent(client, {**found, "refund_total": "1"}, **{"$do": "compute"}).text
    assert "应为“583.33”" in page
    assert re.search(r'name="refund_total"[^>]*data-state="stated"', page)


def test_files_of_the_page_say_what_it_says(client):
    record = REFUND.load(
        {
            "person": {"name": "张示例", "citizen_id": CITIZEN_ID},
            "years": [{"year": 2014, "months": 7, "paid": {"personal": "1000"}}],
        }
    )
    expected = REFUND.complete(record)
    for kind in ("pdf", "docx"):
        answer = sent(client, FIELDS, **{"$do": kind})
        assert "attachment" in answer.headers["content-disposition"]
        assert REFUND.read(answer.content).record == expected
    assert REFUND.load(sent(client, FIELDS, **{"$do": "json"}).content) == expected


def test_a_page_with_errors_gives_no_paper_and_says_why(client):
    answer = sent(client, {**FIELDS, "years.0.months": "13"}, **{"$do": "pdf"})
    assert answer.status_code == 422
    assert re.search(r'name="years.0.months"[^>]*data-state="unread"', answer.text)


def test_what_is_unread_stays_unread_until_somebody_corrects_it(client):
    upload = {"years": [{"year": 2014, "months": 7, "paid": {"personal": {"unread": "500"}}}]}
    files = {"$file": ("x.json", json.dumps(upload).encode())}
    opened = client.post(
        ADDRESS, data={"csrf": client.csrf, "$do": "open"}, files=files, headers={"accept": "text/html"}
    ).text
    found = shown(opened)
    assert found["years.0.paid.personal"] == "500"
    again = sent(client, found, **{"$do": "compute"}).text
    assert re.search(r'name="years.0.paid.personal"[^>]*data-state="unread"', again)
    corrected = sent(client, {**found, "years.0.paid.personal": "300"}, **{"$do": "compute"}).text
    assert re.search(r'name="years.0.paid.personal"[^>]*data-state="stated"', corrected)


def test_overlays_are_shifted_as_the_page_says(client):
    moved = sent(client, FIELDS, **{"$do": "overlay", "$right": "1.5", "$down": "-0.8"})
    record = sheet_of("shandong/refund").form.load(sent(client, FIELDS, **{"$do": "json"}).content)
    assert moved.content == REFUND.overlay(record, "1.5,-0.8")
    assert sent(client, {}, **{"$do": "measure"}).content.startswith(b"%PDF")
    assert sent(client, FIELDS, **{"$do": "overlay", "$right": "99"}).status_code == 422


def test_the_script_is_answered_with_what_follows(client):
    headers = {"x-csrf-token": client.csrf}
    stated = client.post(f"{ADDRESS}/open", content=json.dumps(REFUND.dump(worked())), headers=headers).json()
    answer = client.post(f"{ADDRESS}/answer", json=stated, headers=headers).json()
    assert {finding["severity"] for finding in answer["findings"]} <= {"warning"}
    assert answer["texts"].items() >= stated["texts"].items()


def handed(kind, tmp_path, *records):
    """Records as a file of a kind."""
    target = tmp_path / f"a.{kind}"
    hjforms.write([Entry(REFUND, record, Origin("a")) for record in records], target)
    return target.read_bytes()


def opening(client, data):
    return client.post(f"{ADDRESS}/open", content=data, headers={"x-csrf-token": client.csrf})


@pytest.mark.parametrize("kind", ["json", "pdf", "docx", "ofd", "xlsx", "csv"])
def test_the_page_opens_a_record_in_every_notation(client, tmp_path, kind):
    record = REFUND.complete(worked())
    answer = opening(client, handed(kind, tmp_path, record))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"texts": sheet_of(REFUND.id).stated(record).texts, "unread": {}, "told": []}


def test_without_a_script_the_page_opens_paper_as_well(client, tmp_path):
    data = {"csrf": client.csrf, "$do": "open"}
    answer = client.post(ADDRESS, data=data, files={"$file": ("a.docx", handed("docx", tmp_path, worked()))})
    assert answer.status_code == 200
    assert re.search(r'name="person.name"[^>]*value="张示例"', answer.text)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_list_of_several_people_is_told(client, tmp_path, kind):
    answer = opening(client, handed(kind, tmp_path, worked(), worked()))
    assert (answer.status_code, "2 份" in answer.text) == (415, True)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04 xl/workbook.xml", b"a,b\n1,2\n", b"\x00,", b"x"])
def test_what_is_no_paper_is_told(client, data):
    answer = opening(client, data)
    assert answer.status_code in {415, 422}, answer.text
    assert "/tmp" not in answer.text


@pytest.mark.parametrize("data", [b"{\\rtf1 a, b}", b"MIME-Version: 1.0\r\nSubject: a, b\r\n\r\n"])
def test_what_looks_like_json_or_a_list_is_read_as_the_paper_that_it_is(client, data):
    answer = opening(client, data)
    assert answer.status_code in {415, 422}
    assert not re.search("JSON|名单", answer.text)


def test_paper_of_another_form_is_told(client):
    answer = opening(client, hjforms.form("shandong/notice").blank("pdf"))
    assert (answer.status_code, "0 份" in answer.text) == (415, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"texts":[],"unread":{}}',
        b'{"texts":{"a":1},"unread":{}}',
        b'{"texts":{"a":[1]},"unread":{}}',
    ],
)
def test_what_the_script_does_not_send_is_refused(client, body):
    answer = client.post(f"{ADDRESS}/answer", content=body, headers={"x-csrf-token": client.csrf})
    assert answer.status_code in {400, 422}


def test_a_form_or_a_piece_of_a_font_that_there_is_not(client):
    assert client.get("/forms/shandong/nothing").status_code == 404
    assert client.get("/fonts/x/0/9999.ttf").status_code == 404
    assert client.get("/fonts/x/9/0.ttf").status_code == 404


def test_a_call_without_the_secret_of_our_pages_changes_nothing(client):
    assert client.post(f"{ADDRESS}/answer", json={"texts": {}, "unread": {}}).status_code == 403
    assert client.post(ADDRESS, data=FIELDS).status_code == 403


def test_texts_of_the_page_are_no_markup(client):
    page = sent(client, {"person.name": '"><b>'}, **{"$do": "compute"}).text
    assert "<b>" not in page
