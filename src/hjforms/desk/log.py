"""The access log (访问日志): a line of JSON on standard error for every request, with nothing of a person in it.

An address is told as its route, so that no id stands in it; neither query, nor headers, nor what was sent is told.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ELSEWHERE = "-"
"""What stands in the place of an address that nobody knows."""


class AccessLog:
    """Writes a line for every request: when, what, with which status, how many bytes, how long (ms)."""

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        self._app, self._routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request be answered, and tell it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, told = time.perf_counter(), {"status": 0, "bytes": 0}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                told["status"] = message["status"]
            else:
                told["bytes"] += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            line = {
                "method": scope["method"],
                "path": self._place(scope),
                **told,
                "ms": round(1000 * (time.perf_counter() - start), 1),
            }
            tell(line)

    def _place(self, scope: Scope) -> str:
        """The address of a request, with names in the place of what stands there."""
        known = (route.path for route in self._routes if route.matches(scope)[0] is Match.FULL)
        return next(known, ELSEWHERE)


def tell(line: Mapping[str, Any]) -> None:
    """Write a line of the log."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    sys.stderr.write(json.dumps({"time": now, **line}, ensure_ascii=False) + "\n")


def tell_error(error: BaseException) -> None:
    """Write where the program went wrong: the kind of the error and the places, for its message may have a value."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    tell({"error": type(error).__name__, "at": places[-12:]})
