"""Calculations (计算): a case in, figures with their derivation out."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hjforms import calculation
from hjforms.calculation import Calculation
from hjforms.desk.answers import json_answer, language
from hjforms.desk.service.operations import JSON, Operation
from hjforms.desk.service.shapes import CALCULATION, CALCULATIONS, OUTCOME, RECORD
from hjforms.errors import Fault, InputError
from hjforms.records.loading import stated
from hjforms.wording import Sentence


def asked_calculation(asked: Request) -> Calculation:
    """The calculation of the address. Raises ``InputError`` where there is none of this name."""
    name = asked.path_params["name"]
    if name not in calculation.names():
        raise InputError(Fault("", Sentence("没有这种计算：{name}。", name=name), "calculation.unknown"))
    return calculation.calculation(name)


def case_schema(found: Calculation) -> dict[str, Any]:
    """The JSON Schema of the cases of a calculation, in the spelling in which we write them; others are taken too."""
    return found.case_type.model_json_schema()


def _listed(found: Calculation) -> dict[str, Any]:
    return {"name": found.name, "title": str(found.title), "article": found.article}


async def _calculations(_asked: Request) -> Response:
    return json_answer([_listed(calculation.calculation(name)) for name in calculation.names()])


async def _calculation(asked: Request) -> Response:
    found = asked_calculation(asked)
    further = {
        "schema": case_schema(found),
        "required": list(found.required),
        "example": json.loads(found.example()),
    }
    return json_answer({**_listed(found), **further})


async def _calculate(asked: Request) -> Response:
    found, data = asked_calculation(asked), await asked.body()
    outcome = await run_in_threadpool(lambda: found.perform(found.load(stated(data))))
    return json_answer(outcome.as_dict(language(asked)))


OPERATIONS = (
    Operation("GET", "/calculations", "Every calculation: name, title, article.", _calculations, (JSON, CALCULATIONS)),
    Operation(
        "GET",
        "/calculations/{name}",
        "A calculation: the JSON Schema of its cases, what must not be blank, a case that runs.",
        _calculation,
        (JSON, CALCULATION),
        fails=(404,),
    ),
    Operation(
        "POST",
        "/calculations/{name}",
        "The figures of a case, each with its derivation.",
        _calculate,
        (JSON, OUTCOME),
        (JSON, RECORD),
        fails=(400, 404, 422),
    ),
)
