"""Who may call the desk: every sentence of what it promises about safety is a test."""

from __future__ import annotations

import http.client
import re
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from starlette.routing import Route

from desk.browser import opened
from desk.calling import ORIGIN, SETTINGS, TOKEN, clerk, settings, stranger, system
from hjforms.desk import fields
from hjforms.desk.answers import json_answer
from hjforms.desk.app import PARTS, application
from hjforms.desk.guard import CSRF_HEADER, SAFE
from support import ROOT

FORMS = "/api/v1/forms"
COMPLETE = "/api/v1/forms/shandong/refund/complete"


def codes(answer) -> set[str]:
    return {fault["code"] for fault in answer.json()["faults"]}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8420", "127.0.0.1:9999", "127.0.0.1", "[::1]:8420", ""])
def test_a_request_by_another_name_is_refused_whatever_it_knows(host):
    with system() as client:
        answer = client.get(FORMS, headers={"host": host})
        assert (answer.status_code, codes(answer)) == (421, {"host"})
        assert client.get("/healthz", headers={"host": host}).status_code == 421
        assert client.get(FORMS, headers={"host": "localhost:8420"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8420", "null", ""]
)
def test_a_request_on_behalf_of_another_page_is_refused_whatever_it_knows(origin):
    with clerk() as client:
        client.headers[CSRF_HEADER] = client.csrf
        for method, path in (("GET", FORMS), ("POST", COMPLETE), ("OPTIONS", COMPLETE), ("GET", "/")):
            answer = client.request(method, path, headers={"origin": origin})
            assert (answer.status_code, codes(answer)) == (403, {"origin"})
            assert not any(name.startswith("access-control") for name in answer.headers)
        assert client.post(COMPLETE, content=b"{}", headers={"origin": ORIGIN}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_a_browser_fetches_for_another_page_is_refused_a_link_may_be_followed(site):
    with clerk() as client:
        assert client.get(FORMS, headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}).status_code == 403
        assert client.post("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 403
        assert client.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 200


def test_nothing_but_health_is_told_without_the_token():
    with stranger() as client:
        for route in application(SETTINGS).routes:
            path = re.sub(r"{\w+(:\w+)?}", "x", route.path)
            for method in route.methods:
                expected = 200 if path == "/healthz" else 401
                assert client.request(method, path).status_code == expected, (method, path)
        for wrong in ("", "x", TOKEN[:-1], TOKEN + "x", "口令"):
            header = f"Bearer {wrong}".encode()
            assert client.get(FORMS, headers={"authorization": header}).status_code == 401
            assert client.get("/", params={"token": wrong}).status_code == 401
        assert client.get(FORMS, cookies={SETTINGS.cookie: TOKEN}).status_code == 401


def test_the_token_opens_the_desk_once_and_stays_in_no_address():
    with stranger() as client:
        answer = client.get("/", params={"token": TOKEN, "x": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/?x=1")
        cookie = answer.headers["set-cookie"]
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert TOKEN not in cookie
        assert client.get("/").status_code == 200
        assert client.get(f"/?token={TOKEN}&next=//evil.example").headers["location"].startswith("/?next=")
    secure = replace(SETTINGS, origins=("https://desk.example",))
    with stranger(secure) as client:
        client.base_url = "https://desk.example"
        assert "Secure" in client.get("/", params={"token": TOKEN}).headers["set-cookie"]


def changing() -> Iterator[tuple[str, str]]:
    for part in PARTS:
        for route in part.routes:
            path = re.sub(r"{\w+(:\w+)?}", "1", route.path)
            yield from ((method, path) for method in sorted(route.methods - SAFE))


def test_every_call_that_changes_something_states_the_secret_of_our_own_pages():
    calls = list(changing())
    assert calls
    with clerk() as client:
        for method, path in calls:
            for headers in ({}, {CSRF_HEADER: "x"}, {CSRF_HEADER: SETTINGS.session}):
                answer = client.request(method, path, headers={"origin": ORIGIN, **headers})
                assert (answer.status_code, codes(answer)) == (403, {"csrf"}), (method, path)
        assert client.post(COMPLETE, content=b"{}", headers={CSRF_HEADER: client.csrf}).status_code == 200


def test_the_secret_may_be_a_field_of_the_page():
    with clerk() as client:
        for kind in ({"data": {"csrf": client.csrf}}, {"data": {"csrf": client.csrf}, "files": {"file": b"x"}}):
            assert client.post("/nothing", **kind).status_code == 404
        assert client.post("/nothing", data={"csrf": "x"}).status_code == 403
        assert client.post("/nothing", params={"csrf": client.csrf}).status_code == 403


def test_no_page_has_script_or_style_inside_and_the_browser_is_told_so():
    for path in (ROOT / "src" / "hjforms" / "desk" / "html").glob("*.html"):
        text = path.read_text("utf-8")
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", text) == [], path.name
        assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", text) == [], path.name
    with clerk() as client:
        for path in ("/", FORMS, "/nothing", "/healthz"):
            headers = client.get(path).headers
            policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
            assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
            assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["cache-control"] == "no-store"


_opened: list[str] | None = None


def _audit(event: str, arguments: tuple) -> None:
    if _opened is not None and event in {"open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename"}:
        _opened.append(str(arguments[0]))


sys.addaudithook(_audit)


def test_nothing_of_a_request_becomes_a_path():
    global _opened  # noqa: PLW0603 - an audit hook cannot be taken away
    mark = "zzmark"
    with system() as client:
        _opened = []
        try:
            for route in application(SETTINGS).routes:
                for name in (mark, f"..%2f{mark}", f"%2fetc%2f{mark}"):
                    path = re.sub(r"{\w+(:\w+)?}", name, route.path)
                    for method in route.methods:
                        client.request(method, path, params={"form": mark, "book": mark})
            for body in (mark, f'"{mark}"', f'{{"resident": "{mark}", "employee": "{mark}", "pack": "{mark}"}}'):
                for path in (COMPLETE, "/api/v1/settle", "/api/v1/read", "/api/v1/calculations/transfer"):
                    client.post(path, content=body.encode(), headers={"x-file-name": mark})
            seen = [path for path in _opened if mark in path]
        finally:
            _opened = None
    assert seen == []


def test_an_upload_is_never_named_by_its_client():
    with clerk() as client:
        client.app.router.routes.append(Route("/echo", _echo, methods=["POST"]))
        data = bytes(range(256)) + b"\r\n--x\r\n\n\r"
        files = {"paper": ("../../etc/passwd", data, "application/pdf")}
        answer = client.post("/echo", data={"csrf": client.csrf, "姓名": "张\r\n三"}, files=files)
    assert answer.json() == {"texts": {"csrf": client.csrf, "姓名": "张\r\n三"}, "files": {"paper": data.hex()}}


async def _echo(asked):
    sent = await fields.sent_fields(asked)
    return json_answer({"texts": dict(sent.texts), "files": {name: data.hex() for name, data in sent.files}})


def test_a_request_that_is_too_large_is_refused():
    with clerk(settings(body=2000)) as client:
        answer = client.post("/nothing", data={"csrf": client.csrf, "x": "y" * 2000})
        assert (answer.status_code, codes(answer)) == (413, {"too-large"})


def test_too_many_requests_are_refused_and_wrong_tokens_are_counted_apart():
    with clerk(settings(burst=5, per_second=0.001)) as client:
        assert [client.get("/").status_code for _ in range(6)][-2:] == [429, 429]
    with stranger(settings(wrong_tokens=3)) as client:
        answers = [client.get("/", params={"token": "x"}).status_code for _ in range(5)]
        assert answers == [401, 401, 401, 429, 429]
        assert client.get("/", params={"token": TOKEN}).status_code == 303


def test_what_does_not_end_is_told_and_keeps_its_place_until_it_does():
    gate = threading.Event()

    def wait(_asked):
        gate.wait(10)
        return json_answer({})

    with system(settings(answer_s=0.05, parallel=1)) as client:
        client.app.router.routes.append(Route("/api/v1/wait", wait))
        answer = client.get("/api/v1/wait")
        assert (answer.status_code, codes(answer)) == (503, {"over-time"})
        answer = client.get(FORMS)
        assert (answer.status_code, codes(answer), answer.headers["retry-after"]) == (503, {"busy"}, "1")
        gate.set()
        for _ in range(100):
            if client.get("/api/v1/nothing").status_code == 404:
                break
            time.sleep(0.01)
        else:
            pytest.fail("its place is not free again")


def test_no_more_files_wait_than_may():
    with system(settings(waiting=0)) as client:
        answer = client.post("/api/v1/read", content=b"%PDF-")
        assert (answer.status_code, codes(answer)) == (503, {"busy"})


def test_a_fault_of_ours_is_told_without_any_value_and_logged_by_its_place(capsys):
    def fail(_asked):
        raise RuntimeError("张示例 370000")

    with system() as client:
        client.app.router.routes.append(Route("/api/v1/fail", fail))
        client._transport.raise_server_exceptions = False
        answer = client.get("/api/v1/fail", params={"name": "张示例"})
    log = capsys.readouterr().err
    assert (answer.status_code, codes(answer)) == (500, {"internal"})
    assert "RuntimeError" in log
    assert "张示例" not in log + answer.text
    assert "370000" not in log + answer.text


def test_the_log_has_routes_and_nothing_of_a_person(capsys):
    with system() as client:
        client.get("/api/v1/forms/shandong/refund", params={"name": "张示例"}, headers={"user-agent": "li-si"})
        client.post(COMPLETE, content='{"person": {"name": "张示例"}}'.encode())
        client.get("/api/v1/张示例")
    log = capsys.readouterr().err
    assert '"path": "/api/v1/forms/{pack}/{form}"' in log
    assert '"path": "-", "status": 404' in log
    assert "示例" not in log
    assert "li-si" not in log
    assert TOKEN not in log


class _Other(BaseHTTPRequestHandler):
    """A page of somebody else, on another port of this machine."""

    def __init__(self, *arguments, target: str) -> None:
        self.target = target
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(f"<form id=f method=post action='{self.target}/nothing'><input name=csrf></form>".encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


ATTACK = """async (target) => {
  const told = {};
  const attempt = async (name, options) => {
    try { const got = await fetch(target + options.path, options); told[name] = [got.type, (await got.text()).length]; }
    catch (error) { told[name] = 'refused'; }
  };
  await attempt('read', {path: '/api/v1/forms', credentials: 'include'});
  await attempt('blind', {path: '/', credentials: 'include', mode: 'no-cors'});
  await attempt('change', {path: '/api/v1/settle', method: 'POST', body: '{}', credentials: 'include'});
  await attempt('bearer', {path: '/api/v1/forms', headers: {Authorization: 'Bearer x'}});
  const load = (tag, path) => new Promise(done => {
    const element = document.createElement(tag);
    element.onload = () => done('loaded'); element.onerror = () => done('refused');
    element.src = target + path; document.body.append(element); setTimeout(() => done('refused'), 1500);
  });
  told.script = await load('script', '/static/x/desk.js');
  const frame = document.createElement('iframe'); frame.src = target + '/'; document.body.append(frame);
  await new Promise(done => { frame.onload = done; setTimeout(done, 1500); });
  try { told.frame = frame.contentDocument.title; } catch (error) { told.frame = 'refused'; }
  return told;
}"""


def test_a_page_in_another_tab_cannot_read_or_change_anything(browser, desk):
    parts = urlsplit(desk)
    target = f"{parts.scheme}://{parts.netloc}"
    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Other, target=target))
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        with opened(browser, desk) as page:
            tab = page.context.new_page()
            tab.goto(f"http://127.0.0.1:{other.server_port}/")
            told = tab.evaluate(ATTACK, target)
            assert told["blind"] in ("refused", ["opaque", 0])
            assert {name: what for name, what in told.items() if name != "blind"} == dict.fromkeys(
                ("read", "change", "bearer", "script", "frame"), "refused"
            )
            with tab.expect_navigation() as sent:
                tab.evaluate("document.getElementById('f').submit()")
            assert sent.value.status == 403
    finally:
        other.shutdown()


def test_a_real_server_refuses_a_name_that_points_here(desk):
    parts = urlsplit(desk)
    for host, status in (("evil.example", 421), (parts.netloc, 303)):
        connection = http.client.HTTPConnection(parts.hostname, parts.port)
        connection.request("GET", f"/?{parts.query}", headers={"Host": host})
        assert connection.getresponse().status == status
        connection.close()
