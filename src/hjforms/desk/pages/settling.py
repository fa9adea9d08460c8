"""The page that settles (重复缴费结算): two accounts, as files or typed, and what follows from them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.catalogue import Form, KeyGiven
from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.pages import results
from hjforms.desk.pages.calculations import ADD, DO
from hjforms.desk.pages.inputs import Group, Sheet, data_of
from hjforms.desk.pages.papers_in import handed_in
from hjforms.desk.pages.rendering import page
from hjforms.desk.state import Desk, Link, desk_of
from hjforms.errors import Fault, HjformsError, InputError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.loading import json_bytes
from hjforms.report import entries
from hjforms.settlement import EMPLOYEE, RESIDENT, ROLES, Settlement, forms_of, settle
from hjforms.wording import Sentence, named

SIDES = {"resident": RESIDENT, "employee": EMPLOYEE}
FORM, FILE = ".form", ".file"
"""What stands behind the name of a side in the names of its inputs that are no fields."""
USUAL = "shandong"
DIRECTIONS = {"resident-to-employee": "居民转入职工", "employee-to-resident": "职工转入居民"}
MONTHS = re.compile(r"([0-9]{4})\s*(?:年|=|＝|:|：)\s*([0-9]{1,2})")
ERRORS = Sentence("核对有错，没有做出文件。请更正后重试。")
Made = Callable[[Settlement, KeyGiven], bytes]
FILES: Mapping[str, tuple[str, str, Made]] = {
    "refund.pdf": ("清退表", "pdf", lambda found, key: found.form.pdf(found.record, key=key)),
    "refund.docx": ("清退表", "docx", lambda found, key: found.form.docx(found.record, key=key)),
    "refund.json": ("清退表", "json", lambda found, _key: json_bytes(found.form.dump(found.record))),
    "derivation.pdf": ("计算说明", "pdf", lambda found, _key: found.annex("pdf")),
    "derivation.docx": ("计算说明", "docx", lambda found, _key: found.annex("docx")),
}
"""The files of a settlement by what asks for them: name, kind, and what makes them."""


@dataclass(frozen=True)
class Side:
    """One account as the page has it: its form, its data, and what was found when its file was read."""

    name: str
    form: Form
    data: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    faults: tuple[Fault, ...] = ()


def _blank(asked: Request) -> Response:
    return _page(asked, Fields(), [_side(Fields(), name) for name in SIDES])


async def _sent(asked: Request) -> Response:
    fields, desk = await sent_fields(asked), desk_of(asked)
    sides = [await _read(desk, fields, _side(fields, name)) for name in SIDES]
    return await run_in_threadpool(_answered, asked, fields, sides)


def _side(fields: Fields, name: str) -> Side:
    """An account as it was typed."""
    known = {found.id: found for found in forms_of(SIDES[name])}
    form = known.get(fields.text(name + FORM)) or known[f"{USUAL}/{SIDES[name]}"]
    return Side(name, form, data_of(form.record_type, fields, name))


async def _read(desk: Desk, fields: Fields, side: Side) -> Side:
    """The account of the file that was chosen; without one, as it was typed."""
    data = fields.file(side.name + FILE)
    if not data:
        return side
    try:
        known = sorted(forms_of(SIDES[side.name]), key=lambda found: found is not side.form)  # that of the page first
        paper = await handed_in(desk, data, known)
    except HjformsError as error:
        role = ROLES[SIDES[side.name]]
        told = (
            replace(fault, path=RecordPath(side.name) / fault.path, message=named(role, fault.message))
            for fault in error.faults
        )
        return replace(side, faults=tuple(told))
    return Side(side.name, paper.form, paper.form.dump(paper.record), paper.findings)


def _answered(asked: Request, fields: Fields, sides: list[Side]) -> Response:
    faults = [fault for side in sides for fault in side.faults]
    if fields.text(ADD) or fields.text(DO) == "read" or faults:
        return _page(asked, fields, sides, faults=faults)
    try:
        found = _settled(fields, sides)
    except HjformsError as error:
        return _page(asked, fields, sides, faults=list(error.faults))
    if (wanted := FILES.get(fields.text(DO))) is None:
        return _page(asked, fields, sides, settlement=found)
    if any(finding.severity == "error" for finding in found.findings):
        return _page(asked, fields, sides, faults=[Fault("", ERRORS)], settlement=found)
    name, kind, make = wanted
    return results.download(make(found, desk_of(asked).settings.key), name, kind)


def _settled(fields: Fields, sides: list[Side]) -> Settlement:
    """What follows from both accounts. Raises ``InputError`` with the paths of the page."""
    loaded, faults = [], list[Fault]()
    for side in sides:
        try:
            loaded.append(side.form.load({key: value for key, value in side.data.items() if key != "$form"}))
        except InputError as error:
            faults += (replace(fault, path=RecordPath(side.name) / fault.path) for fault in error.faults)
    if faults:
        raise InputError(*faults)
    direction: Any = fields.text("direction") or None
    signoff = {
        name: text for name in ("handler", "phone", "agency") if (text := fields.text(f"signoff.{name}").strip())
    }
    return settle(
        *loaded,
        filled_on=fields.text("filled_on").strip() or None,
        signoff=signoff,
        decided=_decided(fields.text("decided")),
        direction=direction,
        pack=sides[0].form.id.partition("/")[0],
    )


def _decided(text: str) -> dict[int, int]:
    """The months of every year that the agency has found out itself, as they were typed."""
    if MONTHS.sub("", text).strip(" \t　，,；;、"):
        raise InputError(Fault("decided", Sentence("经核对的重复月数应写成 年=月数，如 2018=10。")))
    return {int(year): int(months) for year, months in MONTHS.findall(text)}


def _page(
    asked: Request,
    fields: Fields,
    sides: list[Side],
    *,
    faults: list[Fault] | None = None,
    settlement: Settlement | None = None,
) -> Response:
    sheet = Sheet.of((), faults or (), fields.text(ADD))
    groups = [
        Group(side.name, side.form.title, sheet.items(side.form.record_type, side.data, RecordPath(side.name)))
        for side in sides
    ]
    found = settlement.findings if settlement else [finding for side in sides for finding in side.findings]
    return page(
        asked,
        "settle.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        sides=list(zip(sides, groups, strict=True)),
        typed=fields,
        directions=DIRECTIONS,
        faults=faults or [],
        findings=results.told(found),
        settlement=settlement,
        outcome=settlement and results.shown(settlement.outcome),
        refund=settlement and list(entries(settlement.form, settlement.record)),
        picture=settlement and b64encode(settlement.picture()).decode(),
        is_sound=settlement is not None and not any(finding.severity == "error" for finding in settlement.findings),
    )


routes = [Route("/settle", _blank), Route("/settle", _sent, methods=["POST"])]
menu = (Link(Sentence("结算"), "/settle", Sentence("两张信息表算出重复缴费清退表和计算说明。")),)
