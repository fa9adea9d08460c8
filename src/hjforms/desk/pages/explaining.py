"""The page that explains a case (计算说明): a case that a system wrote as JSON, step by step."""

from __future__ import annotations

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms import calculation
from hjforms.calculation import Calculation, Outcome
from hjforms.catalogue import CASE_MARK
from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.pages import results
from hjforms.desk.pages.calculations import DO, FILES
from hjforms.desk.pages.rendering import page
from hjforms.desk.state import Link
from hjforms.errors import Fault, HjformsError, InputError
from hjforms.records.loading import stated
from hjforms.wording import Sentence

NOT_NAMED = Sentence("没有写明是哪种计算，请在上面选一种。")


def _blank(asked: Request) -> Response:
    return _page(asked, Fields())


async def _sent(asked: Request) -> Response:
    fields = await sent_fields(asked)
    return await run_in_threadpool(_answered, asked, fields)


def _answered(asked: Request, fields: Fields) -> Response:
    """The derivation of the case, on the page or as a file."""
    try:
        found, outcome = _outcome(fields)
    except HjformsError as error:
        return _page(asked, fields, faults=error.faults)
    wanted = fields.text(DO)
    if wanted in FILES and outcome.figures:
        return results.download(results.derivation_file(outcome, wanted, str(found.title)), "计算说明", wanted)
    return _page(asked, fields, found=found, outcome=outcome)


def _case(fields: Fields) -> str:
    """The case as text: that of the file where one was chosen, else what stands in the box."""
    data = fields.file("file")
    return data.decode("utf-8-sig", "replace") if data else fields.text("case")


def _outcome(fields: Fields) -> tuple[Calculation, Outcome]:
    case = stated(fields.file("file") or fields.text("case"))
    name = fields.text("calculation") or case.get(CASE_MARK)
    if not isinstance(name, str):
        raise InputError(Fault("calculation", NOT_NAMED, "calculation.missing"))
    found = calculation.calculation(name)
    return found, found.perform(found.load(case))


def _page(
    asked: Request,
    fields: Fields,
    *,
    faults: tuple[Fault, ...] = (),
    found: Calculation | None = None,
    outcome: Outcome | None = None,
) -> Response:
    return page(
        asked,
        "explain.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        known=list(map(calculation.calculation, calculation.names())),
        chosen=found.name if found else fields.text("calculation"),
        case=_case(fields),
        faults=faults,
        found=found,
        outcome=outcome and results.shown(outcome),
        findings=results.told(outcome.findings) if outcome else [],
    )


routes = [Route("/explain", _blank), Route("/explain", _sent, methods=["POST"])]
menu = (Link(Sentence("说明"), "/explain", Sentence("系统交来的案例（JSON），逐步写出算式、舍入和依据。")),)
