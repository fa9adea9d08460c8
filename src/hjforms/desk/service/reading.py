"""Reading and settling (读取、结算): files of strangers go to processes of their own, records to ``settle``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hjforms.catalogue import form
from hjforms.desk.answers import json_answer, language
from hjforms.desk.service.operations import FILE, JSON, Operation
from hjforms.desk.service.shapes import READINGS, SETTLE, SETTLED, TEXT
from hjforms.desk.state import desk_of
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.records import loading
from hjforms.report import reading_data
from hjforms.settlement import settle
from hjforms.wording import Language, Sentence

ACCOUNTS = ("resident", "employee")
OPTIONS = ("filled_on", "signoff", "decided", "direction", "pack")


async def _read(asked: Request) -> Response:
    wanted = asked.query_params.get("form")
    only = form(wanted) if wanted else None
    readings = await desk_of(asked).read(await asked.body())
    if only is not None:
        readings = [reading for reading in readings if reading.form.base_id == only.base_id]
        if not readings:
            raise DocumentError(Sentence("文件里没有《{title}》。", title=only.title))
    lang = language(asked)
    data = await run_in_threadpool(lambda: [reading_data(reading, reading.judged(), lang) for reading in readings])
    return json_answer({"readings": data})


async def _settle(asked: Request) -> Response:
    return json_answer(await run_in_threadpool(settled, await asked.body(), language(asked)))


def settled(data: bytes, lang: Language = "zh") -> dict[str, Any]:
    """What ``settle`` makes of two records and its options. Raises ``InputError`` for anything else."""
    stated = loading.stated(data)
    unknown = [
        Fault(key, Sentence("没有这个键，可用：{names}。", names=(*ACCOUNTS, *OPTIONS)), "unknown-key")
        for key in stated
        if key not in {*ACCOUNTS, *OPTIONS}
    ]
    # a text would be taken for the path of a file
    lacking = [
        Fault(key, Sentence("应为对象 {{…}}"), "type") for key in ACCOUNTS if not isinstance(stated.get(key), Mapping)
    ]
    if unknown or lacking:
        raise InputError(*unknown, *lacking)
    options = {key: stated[key] for key in OPTIONS if stated.get(key) is not None}
    if isinstance(decided := options.get("decided"), Mapping):
        options["decided"] = {int(year) if year.isdecimal() else year: months for year, months in decided.items()}
    found = settle(stated["resident"], stated["employee"], **options)
    outcome = {**found.outcome.as_dict(lang), "findings": [finding.as_dict(lang) for finding in found.findings]}
    return {"form": found.form.id, "record": found.form.dump(found.record), **outcome}


OPERATIONS = (
    Operation(
        "POST",
        "/read",
        "Every form in a PDF, Word or other file: its record, where each value stood, what could not be read.",
        _read,
        (JSON, READINGS),
        ("application/octet-stream", FILE),
        {"form": TEXT},
        (404, 415, 422),
    ),
    Operation(
        "POST",
        "/settle",
        "What a person paid twice: the refund form of both accounts, and how every figure on it came about.",
        _settle,
        (JSON, SETTLED),
        (JSON, SETTLE),
        fails=(400, 422),
    ),
)
