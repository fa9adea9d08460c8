"""The application (应用): the desk put together from its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.desk.answers import FAILED, NOT_FOUND, WRONG_METHOD, Refused, problem, refused
from hjforms.desk.guard import Guard
from hjforms.desk.log import AccessLog, tell_error
from hjforms.desk.pages import (
    arrivals,
    calculations,
    casepapers,
    cases,
    comparing,
    explaining,
    keeping,
    paper,
    settling,
    start,
    static,
)
from hjforms.desk.service import health, openapi
from hjforms.desk.settings import Settings
from hjforms.desk.state import Desk
from hjforms.errors import HjformsError

PARTS: Sequence[Any] = (
    start,
    paper,
    cases,
    casepapers,
    arrivals,
    keeping,
    settling,
    calculations,
    comparing,
    explaining,
    static,
    health,
    openapi,
)
"""Every part: a module with ``routes``, and with ``menu`` where it has pages."""


def application(settings: Settings) -> Starlette:
    """The desk as an ASGI application."""
    desk = Desk(settings, [link for part in PARTS for link in getattr(part, "menu", ())])
    desk.book  # noqa: B018 - a book that cannot be opened is told before anything is served
    routes = list(_routes())

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            desk.close()

    app = Starlette(
        routes=routes,
        middleware=[Middleware(AccessLog, routes=routes), Middleware(Guard, settings=settings)],
        exception_handlers={
            Refused: _refused,
            HjformsError: _wrong,
            HTTPException: _unknown,
            Exception: _failed,
        },
        lifespan=lifespan,
    )
    app.state.desk = desk
    return app


def _routes() -> Iterator[Route]:
    for part in PARTS:
        yield from part.routes


async def _refused(asked: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return error.answer(asked)


async def _wrong(asked: Request, error: Exception) -> Response:
    assert isinstance(error, HjformsError)
    return refused(asked, error)


async def _unknown(asked: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    fault = WRONG_METHOD if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else NOT_FOUND
    return problem(asked, error.status_code, [fault], headers=error.headers)


async def _failed(asked: Request, error: Exception) -> Response:
    """A fault of ours: the log has where, without any value; the caller is told that it is one."""
    tell_error(error)
    return problem(asked, HTTPStatus.INTERNAL_SERVER_ERROR, [FAILED])
