"""Forms (表单): what there are, completing a record, and the files of one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from hjforms.catalogue import Form, form, forms
from hjforms.desk.answers import json_answer, language, problem
from hjforms.desk.service.operations import FILE, FLAG, JSON, Operation, flag
from hjforms.desk.service.shapes import COMPLETED, FORM, FORMS, RECORD
from hjforms.desk.state import desk_of
from hjforms.errors import Fault, InputError
from hjforms.paths import RecordPath
from hjforms.records import loading
from hjforms.records.base import leaves, place
from hjforms.records.rules import Rule
from hjforms.wording import Language, Sentence


@dataclass(frozen=True)
class Paper:
    """A kind of file that is made of a record."""

    media: str
    summary: str
    options: tuple[str, ...]
    make: Callable[..., bytes]


PAPERS: Mapping[str, Paper] = {
    "pdf": Paper(
        "application/pdf",
        "The form as a PDF: with fields that can still be edited (`editable`), or to be kept (`archive`, PDF/A-3b).",
        ("editable", "archive"),
        lambda found, record, **options: found.pdf(record, **options),
    ),
    "docx": Paper(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "The form as a Word file.",
        (),
        lambda found, record, **options: found.docx(record, **options),
    ),
    "ofd": Paper(
        "application/ofd",
        "The form as OFD (GB/T 33190).",
        (),
        lambda found, record, **options: found.ofd(record, **options),
    ),
}
"""The files of a record, by what stands at the end of their address."""


def asked_form(asked: Request) -> Form:
    """The form of the address. Raises ``InputError`` where there is none of this id."""
    name = f"{asked.path_params['pack']}/{asked.path_params['form']}"
    found = next((known for known in forms() if known.id == name), None)
    if found is None:
        raise InputError(Fault("", Sentence("没有这张表：{name}。", name=name), "form.unknown"))
    return found


def completed(found: Form, data: bytes, lang: Language = "zh") -> dict[str, Any]:
    """What follows from a record: the record with what is derived, where that is, findings, and faults.

    A faulty field stands as unread in it, so that nothing is derived from it, and it is told once. Raises
    ``InputError`` for a text that is no record at all.
    """
    stated = loading.stated(data)
    faults: tuple[Fault, ...] = ()
    try:
        record = found.load(stated)
    except InputError as error:
        faults = error.faults
        sound = loading.load_sound_part(
            found.record_type,
            loading.unmarked(stated, found.marks),
            {fault.path: fault.found for fault in faults},
        )
        if sound is None:
            raise
        record = sound
    done = found.complete(record)
    told = {fault.path for fault in faults}
    given, made = record.model_dump(mode="json"), found.dump(done)
    return {
        "record": made,
        "derived": list(_derived(given, made, RecordPath())),
        "findings": [finding.as_dict(lang) for finding in found.check(record) if finding.path not in told],
        "faults": [fault.as_dict(lang) for fault in faults],
    }


def _derived(given: Any, made: Any, owner: RecordPath) -> Iterator[RecordPath]:
    """The paths of what was blank and is not any more."""
    if given == made:
        return
    if isinstance(made, list):
        for index, item in enumerate(made):
            yield from _derived(given[index], item, owner / index)
    elif isinstance(made, dict):
        for name in made.keys() & given.keys() if isinstance(given, dict) else ():
            yield from _derived(given[name], made[name], owner / name)
    elif given is None:
        yield owner


async def _forms(_asked: Request) -> Response:
    return json_answer([_listed(found) for found in forms()])


def _listed(found: Form) -> dict[str, Any]:
    return {
        "id": found.id,
        "title": found.title,
        "article": found.article,
        "provenance": found.provenance,
        "edition": found.edition.isoformat(),
    }


async def _form(asked: Request) -> Response:
    return json_answer(_described(asked_form(asked).id))


@cache
def _described(form_id: str) -> dict[str, Any]:
    """Everything that a page of another system has to know of a form."""
    found = form(form_id)
    return {
        **_listed(found),
        "schema": found.schema(),
        "page_schema": found.page_schema(),
        "labels": {path: str(place(found.record_type, path)) for path in leaves(found.record_type)},
        "rules": [
            {
                "id": rule.id,
                "formula": str(rule.formula),
                "targets": list(rule.targets),
                "fills": isinstance(rule, Rule) and rule.fills,
                "article": rule.article,
            }
            for rule in found.rules
        ],
        "layout": json.loads(found.compiled.layout.dump()),
    }


async def _complete(asked: Request) -> Response:
    found, data = asked_form(asked), await asked.body()
    return json_answer(await run_in_threadpool(completed, found, data, language(asked)))


async def _paper(asked: Request) -> Response:
    """The file of a record, by the end of its address; findings of severity error stop it unless it is forced."""
    kind = asked.url.path.rpartition("/")[2]
    found, paper, data = asked_form(asked), PAPERS[kind], await asked.body()
    options: dict[str, Any] = {name: flag(asked, name) for name in paper.options}
    options["key"] = desk_of(asked).settings.key
    findings, made = await run_in_threadpool(_made, found, paper, data, options, flag(asked, "force"))
    if made is None:
        lang = language(asked)
        told = [Fault(finding.path, finding.message, finding.rule, finding.found) for finding in findings]
        further = {"findings": [finding.as_dict(lang) for finding in findings]}
        return problem(asked, HTTPStatus.UNPROCESSABLE_ENTITY, told, further)
    name = quote(f"{found.title}.{kind}")
    return Response(made, media_type=paper.media, headers={"content-disposition": f"inline; filename*=UTF-8''{name}"})


def _made(
    found: Form, paper: Paper, data: bytes, options: Mapping[str, Any], forced: bool
) -> tuple[list[Any], bytes | None]:
    """What was found of a record, and its file where that allows one."""
    record = found.complete(found.load(loading.stated(data)))
    findings = found.check(record)
    if not forced and any(finding.severity == "error" for finding in findings):
        return findings, None
    return findings, paper.make(found, record, **options)


OPERATIONS = (
    Operation("GET", "/forms", "Every form: id, title, article, edition.", _forms, (JSON, FORMS)),
    Operation(
        "GET",
        "/forms/{pack}/{form}",
        "A form: the JSON Schema of its records, of its page, labels, rules, and where everything stands on paper.",
        _form,
        (JSON, FORM),
        fails=(404,),
    ),
    Operation(
        "POST",
        "/forms/{pack}/{form}/complete",
        "What follows from a record. Blank fields are filled by the rules, stated ones are verified.",
        _complete,
        (JSON, COMPLETED),
        (JSON, RECORD),
        fails=(400, 404, 422),
    ),
    *(
        Operation(
            "POST",
            f"/forms/{{pack}}/{{form}}/{kind}",
            f"{paper.summary} Findings of severity error stop it, unless `force` says otherwise.",
            _paper,
            (paper.media, FILE),
            (JSON, RECORD),
            dict.fromkeys((*paper.options, "force"), FLAG),
            (400, 404, 422),
        )
        for kind, paper in PAPERS.items()
    ),
)
