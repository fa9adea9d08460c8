"""What the pages of the book share (共用): the book, who works on it, and the way back to a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hjforms.desk.answers import Refused
from hjforms.desk.book import Book
from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.state import desk_of
from hjforms.errors import Fault
from hjforms.wording import Sentence

NO_BOOK = Sentence("办理台没有带台账启动；请用 hjforms desk --book 台账.db 启动，案件才有地方记。")
OPERATOR = "hjforms_operator"
LONGEST_OPERATOR = 40
YEAR_S = 365 * 24 * 3600


def book_of(asked: Request) -> Book:
    """The book of the desk. Raises ``Refused`` where it was started without one."""
    book = desk_of(asked).book
    if book is None:
        raise Refused(HTTPStatus.NOT_FOUND, Fault("", NO_BOOK, "book.missing"))
    return book


def operator_of(asked: Request) -> str:
    """Who works at this browser, as they have said; else the handler of the office."""
    stated = unquote(asked.cookies.get(OPERATOR, ""))[:LONGEST_OPERATOR].strip()
    return stated or book_of(asked).office.get().handler or ""


def remember_operator(answer: Response, name: str) -> None:
    """Let this browser say from now on who works at it."""
    answer.set_cookie(OPERATOR, quote(name[:LONGEST_OPERATOR]), max_age=YEAR_S, httponly=True, samesite="strict")


def back(path: str) -> Response:
    """The way back to a page, after something has been done."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def local(moment: str) -> str:
    """A moment of the book (UTC) as the clock on the wall says it."""
    return dt.datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def taking(handle: Callable[[Request, Fields], Response]) -> Callable[[Request], Any]:
    """What answers a form that is sent, off the loop: the book is on a disk."""
    from starlette.concurrency import run_in_threadpool

    async def answer(asked: Request) -> Response:
        fields = await sent_fields(asked)
        return await run_in_threadpool(handle, asked, fields)

    return answer
