"""The first page (首页): which forms there are, and what can be done here."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.catalogue import PROVENANCE, Form, forms
from hjforms.desk.pages.rendering import page

PACKS = {"national": "全国", "shandong": "山东", "jilin": "吉林"}
"""What the packs that come along are called; one from outside is called as it is."""


def _pack(form: Form) -> str:
    return form.id.partition("/")[0]


def _start(asked: Request) -> Response:
    packs = [(PACKS.get(pack, pack), list(listed)) for pack, listed in groupby(forms(), _pack)]
    return page(asked, "start.html", packs=packs, provenance=PROVENANCE)


routes = [Route("/", _start)]
