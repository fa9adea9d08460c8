"""What pages fetch beside themselves (静态文件): one script, one style sheet, by the digest of what is in them.

The files are known by name when the program starts; nothing of a request becomes a path.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

MEDIA = {"desk.css": "text/css", "desk.js": "text/javascript"}
FOREVER = {"cache-control": "private, max-age=31536000, immutable"}


@cache
def _content(name: str) -> bytes:
    return (files("hjforms.desk") / "static" / name).read_bytes()


@cache
def address(name: str) -> str:
    """The address of a file, which changes with its content."""
    return f"/static/{hashlib.sha256(_content(name)).hexdigest()[:12]}/{name}"


async def _static(asked: Request) -> Response:
    name = asked.path_params["name"]
    if name not in MEDIA:
        raise HTTPException(404)
    return Response(_content(name), headers=FOREVER, media_type=MEDIA[name])


routes = [Route("/static/{digest}/{name}", _static)]
