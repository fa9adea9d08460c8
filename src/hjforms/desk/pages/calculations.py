"""The pages of the calculations (计算): a case as inputs, figures with their derivation below, and files of it."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms import calculation
from hjforms.calculation import Calculation, Outcome
from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.pages import results
from hjforms.desk.pages.inputs import Sheet, data_of
from hjforms.desk.pages.rendering import page
from hjforms.desk.service.calculations import asked_calculation
from hjforms.desk.state import Link
from hjforms.errors import Fault, HjformsError
from hjforms.paths import RecordPath
from hjforms.wording import Sentence

DO, ADD = "do", "add"
FILES = ("pdf", "docx", "txt")


def _all(asked: Request) -> Response:
    return page(asked, "calculations.html", known=list(map(calculation.calculation, calculation.names())))


def _blank(asked: Request) -> Response:
    """The page of a calculation with a blank case, or with the case that comes along."""
    found = asked_calculation(asked)
    data = json.loads(found.example()) if "example" in asked.query_params else {}
    return begun(asked, found, data)


def begun(asked: Request, found: Calculation, data: dict[str, Any]) -> Response:
    """The page of a calculation on which ``data`` of a case stands already."""
    return _page(asked, found, data)


async def _sent(asked: Request) -> Response:
    """The same page with what was typed: with a row more, with what follows from it, or that as a file."""
    found, fields = asked_calculation(asked), await sent_fields(asked)
    return await run_in_threadpool(_answered, asked, found, fields)


def _answered(asked: Request, found: Calculation, fields: Fields) -> Response:
    data = data_of(found.case_type, fields)
    if fields.text(ADD):
        return _page(asked, found, data, longer=fields.text(ADD))
    try:
        outcome = found.perform(found.load(data))
    except HjformsError as error:
        return _page(asked, found, data, faults=error.faults)
    wanted = fields.text(DO)
    if wanted in FILES and outcome.figures:
        return results.download(results.derivation_file(outcome, wanted, str(found.title)), "计算说明", wanted)
    return _page(asked, found, data, outcome=outcome)


def _page(
    asked: Request,
    found: Calculation,
    data: dict[str, Any],
    *,
    longer: str = "",
    faults: tuple[Fault, ...] = (),
    outcome: Outcome | None = None,
) -> Response:
    sheet = Sheet.of(found.required, faults, longer)
    return page(
        asked,
        "calculation.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        found=found,
        items=sheet.items(found.case_type, data, RecordPath()),
        faults=faults,
        outcome=outcome and results.shown(outcome),
        findings=results.told(outcome.findings) if outcome else [],
    )


routes = [
    Route("/calculations", _all),
    Route("/calculations/{name}", _blank),
    Route("/calculations/{name}", _sent, methods=["POST"]),
]
menu = (
    Link(Sentence("计算"), "/calculations", Sentence("重复月数、清退、账户、条件、时限……每个数字都有算式和依据。")),
)
