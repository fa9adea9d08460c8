"""A service in twenty lines: POST a record to /fill?form=shandong/refund, a PDF or Word file to /read.

python examples/service/service.py 8420
"""

import json
import sys
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIServer, make_server

import hjforms

MOST = 32 * 2**20
Answer = tuple[str, str, bytes]


def answer_json(status: str, **data: Any) -> Answer:
    """An answer as JSON."""
    return status, "application/json", json.dumps(data, ensure_ascii=False).encode()


def fill(data: bytes, form: hjforms.Form) -> Answer:
    """The PDF of a record, or what is wrong with it."""
    record = form.complete(form.load(data))
    findings = form.check(record)
    if any(finding.severity == "error" for finding in findings):
        return answer_json("422 Findings", faults=[], findings=[finding.as_dict() for finding in findings])
    return "200 OK", "application/pdf", form.pdf(record)


def application(pool: hjforms.ReadingPool) -> Callable[..., Iterable[bytes]]:
    """The service; files of strangers are read by the processes of the pool."""

    def respond(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        data = environ["wsgi.input"].read(min(length, MOST))
        try:
            if length > MOST:
                status, kind, body = answer_json("413 Too Large", faults=[], findings=[])
            elif environ["PATH_INFO"] == "/fill":
                [name] = parse_qs(environ.get("QUERY_STRING", "")).get("form", [""])[:1]
                status, kind, body = fill(data, hjforms.form(name))
            else:
                status, kind, body = answer_json("200 OK", readings=[one.as_dict() for one in pool.read(data)])
        except hjforms.HjformsError as error:
            status, kind, body = answer_json(
                "422 Faults", faults=[fault.as_dict() for fault in error.faults], findings=[]
            )
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return respond


class Threads(ThreadingMixIn, WSGIServer):
    """A thread for every request."""


if __name__ == "__main__":
    with hjforms.reading_pool(hjforms.Limits(seconds=60)) as readers:
        make_server("127.0.0.1", int(sys.argv[1]), application(readers), Threads).serve_forever()
