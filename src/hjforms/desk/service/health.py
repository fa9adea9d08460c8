"""Whether the desk is alive (存活), for whoever watches it; it needs no token and tells nothing else."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.desk.answers import json_answer


async def _alive(_asked: Request) -> Response:
    return json_answer({"status": "ok"})


routes = [Route("/healthz", _alive)]
