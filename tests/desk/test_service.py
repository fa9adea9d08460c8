"""The interface for systems: what it answers is what the Python interface gives, and what its description says."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from referencing import Registry, Resource

import hjforms
from desk.calling import SETTINGS, settings, stranger, system
from hjforms import calculation
from hjforms.desk.app import application
from hjforms.desk.service.openapi import OPERATIONS, document
from hjforms.desk.service.shapes import SHARED
from support import ROOT

API = "/api/v1"
CASES = ROOT / "examples" / "weihai" / "shandong"
RESIDENT, EMPLOYEE, REFUND = (
    json.loads((CASES / f"{name}.json").read_text("utf-8"))
    for name in ("resident-account", "employee-account", "refund")
)


@pytest.fixture(scope="module")
def client():
    with system() as found:
        yield found


def described(method: str, path: str) -> dict:
    return document()["paths"][path.removeprefix(API)][method.lower()]


def validator(schema: dict) -> jsonschema.Draft202012Validator:
    """What judges data by a schema of the description."""
    root = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **document()})
    registry = Registry().with_resource("urn:openapi", root).crawl()
    absolute = json.loads(json.dumps(schema).replace('"#/components', '"urn:openapi#/components'))
    return jsonschema.Draft202012Validator(absolute, registry=registry)


def hold(method: str, path: str, answer) -> None:
    """The answer is one that the description allows."""
    told = described(method, path)["responses"][str(answer.status_code)]["content"]
    media = answer.headers["content-type"].partition(";")[0]
    assert media in told
    if media.endswith("json"):
        validator(told[media]["schema"]).validate(answer.json())


def post(client, path, data, **params):
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    answer = client.post(API + path, content=body, params=params)
    hold("POST", path, answer)
    return answer


def get(client, path):
    answer = client.get(API + path)
    hold("GET", path, answer)
    return answer.json()


def test_every_route_of_the_interface_is_described_and_no_other():
    routes = {route.path for route in application(SETTINGS).routes if route.path.startswith(API)}
    assert routes == {API + operation.path for operation in OPERATIONS}
    names = {found.id for found in hjforms.forms()}
    assert {path for path in document()["paths"] if path.endswith("/complete")} == {
        f"/forms/{name}/complete" for name in names
    }


def test_the_description_is_sound(client):
    assert get(client, "/openapi.json") == json.loads(json.dumps(document()))
    ids = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document()))):
        place = document()
        for step in reference.split("/"):
            place = place[step]
    for name in SHARED:
        jsonschema.Draft202012Validator.check_schema(document()["components"]["schemas"][name])


def test_forms_are_listed_and_described(client):
    listed = get(client, "/forms")
    assert [found["id"] for found in listed] == [form.id for form in hjforms.forms()]
    for form in hjforms.forms():
        told = get(client, f"/forms/{form.id}")
        assert told["schema"] == form.schema()
        assert {slot["path"] for slot in told["layout"]["slots"]} == {slot.path for slot in form.compiled.layout.slots}


def test_complete_fills_what_is_blank_and_says_where(client):
    form = hjforms.form("shandong/refund")
    answer = post(client, "/forms/shandong/refund/complete", REFUND).json()
    record = form.load(REFUND)
    assert form.load(answer["record"]) == form.complete(record)
    assert answer["faults"] == []
    blank = form.load({"years": [{"year": 2017, "paid": {"personal": "100.00"}, "months": 7}]})
    answer = post(client, "/forms/shandong/refund/complete", form.dump(blank)).json()
    assert "years.0.refund.subtotal" in answer["derived"]
    assert "years.0.paid.personal" not in answer["derived"]
    assert answer["record"]["refund_total"] == "58.33"


def test_complete_tells_faults_beside_what_follows_from_the_rest(client):
    data = json.loads(json.dumps(REFUND))
    data["years"][0]["paid"]["personal"] = "1O0"
    answer = post(client, "/forms/shandong/refund/complete", data).json()
    assert [fault["path"] for fault in answer["faults"]] == ["years.0.paid.personal"]
    assert answer["record"]["years"][0]["paid"]["personal"] == {"unread": "1O0"}
    assert "years.0.paid.personal" not in {finding["path"] for finding in answer["findings"]}
    assert answer["record"]["refund_total"] is None


def test_a_file_is_what_the_form_makes_and_reads_back(client):
    form = hjforms.form("shandong/refund")
    record = form.complete(form.load(REFUND))
    for kind, made in (("pdf", form.pdf(record)), ("docx", form.docx(record)), ("ofd", form.ofd(record))):
        answer = post(client, f"/forms/shandong/refund/{kind}", REFUND)
        assert answer.content == made
        assert "filename*=UTF-8''%E5%9F%8E" in answer.headers["content-disposition"]
    assert post(client, "/forms/shandong/refund/pdf", REFUND, editable="true").content == form.pdf(
        record, editable=True
    )
    assert post(client, "/forms/shandong/refund/pdf", REFUND, archive="1").content == form.pdf(record, archive=True)
    reading = post(client, "/read", made).json()["readings"]
    assert [found["form"] for found in reading] == ["shandong/refund"]
    assert form.load(reading[0]["record"]) == record


def test_findings_stop_a_file_unless_it_is_forced_and_unread_stops_it_always(client):
    wrong = json.loads(json.dumps(REFUND))
    wrong["refund_total"] = "1.00"
    answer = post(client, "/forms/shandong/refund/pdf", wrong)
    assert answer.status_code == 422
    assert "refund_total" in {finding["path"] for finding in answer.json()["findings"]}
    assert post(client, "/forms/shandong/refund/pdf", wrong, force="1").status_code == 200
    wrong["refund_total"] = {"unread": "5OO"}
    answer = post(client, "/forms/shandong/refund/pdf", wrong, force="1")
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "unread")
    assert post(client, "/forms/shandong/refund/pdf", wrong, force="perhaps").status_code == 422


def test_settle_gives_the_refund_form_with_its_derivation(client):
    settled = hjforms.settle(RESIDENT, EMPLOYEE)
    answer = post(client, "/settle", {"resident": RESIDENT, "employee": EMPLOYEE}).json()
    assert settled.form.load(answer["record"]) == settled.record
    assert answer["figures"] == settled.outcome.as_dict()["figures"]
    decided = {"resident": RESIDENT, "employee": EMPLOYEE, "decided": {"2018": 10}, "filled_on": "2025-01-02"}
    assert post(client, "/settle", decided).json()["record"]["filled_on"] == "2025-01-02"


def test_settle_takes_no_path_for_a_record(client):
    path = str(CASES / "resident-account.json")
    answer = post(client, "/settle", {"resident": path, "employee": EMPLOYEE, "secret": 1})
    assert answer.status_code == 422
    assert {(fault["path"], fault["code"]) for fault in answer.json()["faults"]} == {
        ("secret", "unknown-key"),
        ("resident", "type"),
    }


@pytest.mark.parametrize("name", calculation.names())
def test_a_calculation_gives_what_python_gives(client, name):
    told = get(client, f"/calculations/{name}")
    assert name in {listed["name"] for listed in get(client, "/calculations")}
    validator({"$ref": f"#/components/schemas/calculation.{name}"}).validate(told["example"])
    answer = post(client, f"/calculations/{name}", told["example"])
    assert answer.json() == json.loads(json.dumps(hjforms.calculate(name, told["example"]).as_dict()))


WRONG = [
    ("/forms/shandong/refund/complete", b"{", 400, "json.unfinished"),
    ("/forms/shandong/refund/complete", b"[]", 400, "json.object"),
    ("/forms/shandong/refund/complete", b"", 400, "json.empty"),
    ("/forms/shandong/refund/pdf", b'{"$form": "national/refund"}', 422, "form"),
    ("/forms/shandong/refund/pdf", b'{"nobody": 1}', 422, "unknown-key"),
    ("/read", b"no document", 415, "document"),
    ("/read", b"", 415, "document"),
    ("/calculations/overlap", b'{"resident": 5}', 422, "type"),
]


@pytest.mark.parametrize(("path", "body", "status", "code"), WRONG)
def test_what_is_wrong_is_told_as_a_problem(client, path, body, status, code):
    answer = post(client, path, body)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert code in {fault["code"] for fault in answer.json()["faults"]}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/forms/shandong/nothing", 404),
        ("GET", "/forms/..%2f..%2fetc/passwd", 404),
        ("POST", "/forms/shandong/nothing/pdf", 404),
        ("GET", "/calculations/nothing", 404),
        ("GET", "/nothing", 404),
        ("DELETE", "/forms", 405),
    ],
)
def test_an_address_that_there_is_not(client, method, path, status):
    answer = client.request(method, API + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_messages_are_english_where_that_is_asked_for(client):
    path = API + "/forms/shandong/refund/pdf"
    assert client.post(path, content=b"{", headers={"accept-language": "en-GB"}).json()["detail"].isascii()
    assert client.post(path, content=b"{", params={"lang": "en"}).json()["detail"].isascii()


def test_a_file_that_is_too_large_is_not_taken_in():
    with system(settings(body=1000)) as client:
        for content in (b"x" * 1001, iter([b"x" * 600] * 2)):
            answer = client.post(f"{API}/read", content=content)
            assert (answer.status_code, answer.json()["faults"][0]["code"]) == (413, "too-large")


def test_health_needs_no_token_and_tells_nothing_else():
    with stranger() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
