"""The page that compares two papers (比对)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.pages import results
from hjforms.desk.pages.papers_in import HandedIn, handed_in
from hjforms.desk.pages.rendering import page
from hjforms.desk.state import Desk, Link, desk_of
from hjforms.errors import Fault, HjformsError, InputError
from hjforms.findings import Finding
from hjforms.pairing import compare
from hjforms.wording import Sentence, named

SIDES = ("first", "second")
NAMES = {"first": Sentence("第一份"), "second": Sentence("第二份")}
NO_FILE = Sentence("没有选文件。")


def _blank(asked: Request) -> Response:
    return page(asked, "compare.html", faults=[], pair=None, findings=[])


async def _sent(asked: Request) -> Response:
    """What differs between the two papers that were handed in."""
    fields, faults, pair = await sent_fields(asked), list[Fault](), list[HandedIn]()
    for side in SIDES:
        try:
            pair.append(await _paper(desk_of(asked), fields, side))
        except HjformsError as error:
            faults += (Fault(side, named(NAMES[side], fault.message), fault.code) for fault in error.faults)
    findings: list[Finding] = []
    if not faults:
        try:
            differing = await run_in_threadpool(compare, pair[0].record, pair[1].record)
            findings = [*(finding for paper in pair for finding in paper.findings), *differing]
        except HjformsError as error:
            faults += error.faults
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    compared = None if faults else [paper.form for paper in pair]
    return page(asked, "compare.html", status, faults=faults, pair=compared, findings=results.told(findings))


async def _paper(desk: Desk, fields: Fields, side: str) -> HandedIn:
    data = fields.file(side)
    if not data:
        raise InputError(NO_FILE)
    return await handed_in(desk, data)


routes = [Route("/compare", _blank), Route("/compare", _sent, methods=["POST"])]
menu = (Link(Sentence("比对"), "/compare", Sentence("两份表逐栏比对：寄出的和退回的、通知单和回执。")),)
