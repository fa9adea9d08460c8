"""A service in twenty lines: POST a record to /fill?form=shandong/refund, a PDF or Word file to /read.

python examples/service/service.py 8420
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import hjforms


class Service(BaseHTTPRequestHandler):
    """Answers a request with a PDF or with JSON; files of strangers are read by the processes of the pool."""

    pool: hjforms.ReadingPool
    most, timeout = 32 * 2**20, 60

    def answer(self, data: bytes) -> tuple[int, bytes]:
        """The status and the body that a request gets: what is wrong, by code and pointer, where something is."""
        url = urlsplit(self.path)
        told: dict[str, Any] = {"faults": [], "findings": []}
        try:
            if url.path == "/read":
                return 200, json.dumps({"readings": [reading.as_dict() for reading in self.pool.read(data)]}).encode()
            form = hjforms.form(parse_qs(url.query).get("form", [""])[0])
            record = form.complete(form.load(data))
            told["findings"] = [found.as_dict() for found in form.check(record) if found.severity == "error"]
            if not told["findings"]:
                return 200, form.pdf(record)
        except hjforms.HjformsError as error:
            told["faults"] = [fault.as_dict() for fault in error.faults]
        return 422, json.dumps(told).encode()

    def do_POST(self) -> None:
        """Take a request; of a body that is too large only the beginning, which is faulty."""
        status, body = self.answer(self.rfile.read(min(int(self.headers["Content-Length"] or 0), self.most)))
        self.send_response(status)
        self.send_header("Content-Type", "application/pdf" if body.startswith(b"%PDF") else "application/json")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    with hjforms.reading_pool(hjforms.Limits(seconds=60)) as Service.pool:
        ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Service).serve_forever()
