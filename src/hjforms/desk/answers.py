"""Answers (答复): what goes wrong as ``application/problem+json`` for systems, as a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from hjforms.errors import DependencyMissing, DocumentError, Fault, HjformsError, TemplateError
from hjforms.pool import HANGS
from hjforms.webpages import filled
from hjforms.wording import Language, Sentence, plain

API = "/api/"
PROBLEM = "application/problem+json"
BUSY = Fault("", Sentence("正忙，请稍后再试。"), "busy")
NOT_FOUND = Fault("", Sentence("没有这个网页。"), "address")
WRONG_METHOD = Fault("", Sentence("这个地址不能这样调用。"), "method")
FAILED = Fault("", Sentence("程序出错，没有做成；出错的地方已写在日志里。"), "internal")
STATUS = (
    (DocumentError, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TemplateError, HTTPStatus.INTERNAL_SERVER_ERROR),
    (DependencyMissing, HTTPStatus.NOT_IMPLEMENTED),
)
NOT_THERE = frozenset(
    {
        *("form.unknown", "form.several", "calculation.unknown"),
        *("case.unknown", "paper.unknown", "version.unknown", "arrival.unknown"),
    }
)
REFUSED = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>{{ title }}</title>
<h1>{{ title }}</h1>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}<p><a href="/">回到首页</a></p>
</html>
"""


class Refused(Exception):  # noqa: N818 - what is refused is no error of ours
    """A request that is not answered: with which status of HTTP, and why."""

    def __init__(self, status: int, fault: Fault, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.fault, self.headers = status, fault, headers
        super().__init__(fault.message)

    def answer(self, asked: HTTPConnection) -> Response:
        """The answer to the request."""
        return problem(asked, self.status, [self.fault], headers=self.headers)


def refused(asked: HTTPConnection, error: HjformsError) -> Response:
    """The answer where an input or a file is wrong."""
    return problem(asked, status_of(error), error.faults)


def status_of(error: HjformsError) -> int:
    """The status of HTTP for what went wrong."""
    codes = {fault.code for fault in error.faults}
    if error.message == HANGS:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if any(code.startswith("json.") for code in codes):
        return HTTPStatus.BAD_REQUEST
    if codes & NOT_THERE:
        return HTTPStatus.NOT_FOUND
    known = (status for kind, status in STATUS if isinstance(error, kind))
    return next(known, HTTPStatus.UNPROCESSABLE_ENTITY)


def problem(
    asked: HTTPConnection,
    status: int,
    faults: Iterable[Fault],
    further: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer to a request that comes to nothing: as data for a system (RFC 9457), as a page for a person."""
    listed, title = list(faults), HTTPStatus(status).phrase
    if not asked.url.path.startswith(API) and "text/html" in asked.headers.get("accept", ""):
        lines = [str(fault) for fault in listed]
        return HTMLResponse(filled(REFUSED, title=f"{status} {title}", lines=lines), status, headers)
    lang = language(asked)
    data = {
        "type": "about:blank",
        "title": title,
        "status": int(status),
        "detail": "\n".join(fault.line.text(lang) for fault in listed),
        "faults": [fault.as_dict(lang) for fault in listed],
        **(further or {}),
    }
    return json_answer(data, status, headers, PROBLEM)


def json_answer(
    data: Any, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None, media: str = "application/json"
) -> Response:
    """Data as JSON."""
    text = json.dumps(plain(data), ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, headers, media)


def language(asked: HTTPConnection) -> Language:
    """The language that a caller wants to be told in: English where it asks for that, else Chinese."""
    wanted = asked.query_params.get("lang") or asked.headers.get("accept-language", "")
    return "en" if wanted.lower().startswith("en") else "zh"
