"""Making a page (成页): a template of ``html/`` with what every page has."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from hjforms.desk.pages.static import address
from hjforms.desk.state import desk_of


def page(asked: Request, template: str, /, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """The page that a template of ``desk/html`` makes of these values.

    Every template has ``menu``, ``here`` (the address of the page), ``static`` (the address of a file of
    ``desk/static``) and ``csrf``, which every form of it that is sent has as a hidden field of this name.
    """
    desk = desk_of(asked)
    shared = {"menu": desk.menu, "here": asked.url.path, "static": address, "csrf": desk.settings.csrf}
    return HTMLResponse(desk.pages.get_template(template).render(**shared, **values), status)
