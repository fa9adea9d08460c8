"""The service that stands in the examples: under load, with good, wrong and hostile input, every answer is right."""

from __future__ import annotations

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from runpy import run_path

import pytest

import hjforms
from support import REFUND, ROOT, saved_by_pypdf, worked

SERVICE = run_path(str(ROOT / "examples" / "service" / "service.py"))
RECORD = json.dumps(REFUND.dump(worked()), ensure_ascii=False).encode()
PDF = REFUND.pdf(worked())
SECRET = "张示例"


@pytest.fixture(scope="module")
def service():
    """The port at which it listens."""
    handler = SERVICE["Service"]
    handler.log_message = lambda *_: None
    with (
        hjforms.reading_pool(hjforms.Limits(seconds=60, workers=2)) as handler.pool,
        ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
    ):
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield server.server_port
        server.shutdown()
        serving.join()


def asked(port, path, data):
    """The status and the body that a request gets."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("POST", path, data)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def codes(body):
    found = json.loads(body)
    return {item["code"] for item in (*found["faults"], *found["findings"])}


def faulty(*expected):
    def judge(status, body):
        return status == 422 and {*expected} <= codes(body) and SECRET.encode() not in body

    return judge


def read_back(status, body):
    [reading] = json.loads(body)["readings"]
    return status == 200 and REFUND.load(reading["record"]) == worked()


FILL = "/fill?form=shandong/refund"
REQUESTS = {
    "a record": (FILL, RECORD, lambda status, body: (status, body) == (200, PDF)),
    "our PDF": ("/read", PDF, read_back),
    "our Word file": ("/read", REFUND.docx(worked()), read_back),
    "a PDF of others": ("/read", saved_by_pypdf(REFUND.pdf(worked(), editable=True)), read_back),
    "a wrong sum": (
        FILL,
        RECORD.replace(b'"refund_total":', b'"refund_total": "1.00", "x":', 1),
        faulty("unknown-key"),
    ),
    "no form": ("/fill", RECORD, faulty("form.unknown")),
    "no JSON": (FILL, b'{"person": "' + SECRET.encode(), faulty()),
    "deep JSON": (FILL, b"[" * 100_000, faulty()),
    "no file": ("/read", b"", faulty("document")),
    "a damaged PDF": ("/read", PDF[: len(PDF) // 2], faulty("document")),
    "a bomb": ("/read", b"PK\x03\x04" + bytes(10_000), faulty("document")),
    "a path": ("/read", b"/etc/passwd", faulty("document")),
    "an unread field": (FILL, b'{"person": {"name": {"unread": "5OO"}}}', lambda status, _: status == 422),
}


def test_a_body_that_is_too_large_is_refused(service, monkeypatch):
    monkeypatch.setattr(SERVICE["Service"], "most", 1000)
    status, body = asked(service, FILL, RECORD)
    assert (status, codes(body)) == (422, {"json.unfinished"})


def test_under_load_every_answer_is_right(service):
    names = list(REQUESTS) * 6
    random.Random(11).shuffle(names)

    def is_right(name):
        path, data, judge = REQUESTS[name]
        return judge(*asked(service, path, data))

    with ThreadPoolExecutor(8) as clients:
        right = list(clients.map(is_right, names))
    assert {name for name, well in zip(names, right, strict=True) if not well} == set()
