"""The papers of a case (案件里的表): each in the page that is the form, with its versions and what they changed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.catalogue import form
from hjforms.desk import casework
from hjforms.desk.answers import json_answer
from hjforms.desk.book import Paper
from hjforms.desk.fields import Fields, fields_of
from hjforms.desk.pages.cases import ORIGINS, case_of
from hjforms.desk.pages.paper import Saving, paper, sent, stated_json
from hjforms.desk.pages.rendering import page
from hjforms.desk.pages.shelf import back, book_of, local, operator_of, taking
from hjforms.desk.sheet import Stated, sheet_of
from hjforms.desk.state import desk_of
from hjforms.errors import InputError
from hjforms.records.base import place
from hjforms.records.loading import json_bytes
from hjforms.records.parsing import parse
from hjforms.report import finding_text
from hjforms.wording import Sentence

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
NOT_OF_CASE = Sentence("这张表不是这个案件的。")


def _paper_of(asked: Request) -> Paper:
    """The paper that the address names, which is one of its case."""
    found = book_of(asked).papers.get(asked.path_params["paper"])
    if found.case != case_of(asked).id:
        raise InputError(NOT_OF_CASE)
    return found


def _add(asked: Request, fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    wanted = form(fields.text("form"))
    known = casework.paper_of(book, case.id, wanted)
    if known is None or fields.text("another"):
        known = book.papers.add(case.id, wanted, operator_of(asked))
    return back(f"/cases/{case.id}/papers/{known.id}")


# ------------------------------------------------------------------------------------------ filling in


def _show(asked: Request) -> Response:
    known = _paper_of(asked)
    return _page(asked, known, *_kept(asked, known))


def _kept(asked: Request, known: Paper) -> tuple[Stated, int]:
    """What stands on a paper now (what is being typed, else what was saved, else what one begins with)."""
    book, sheet = book_of(asked), sheet_of(known.form_id)
    draft = book.papers.draft(known.id)
    if draft is not None:
        texts = {name: text if isinstance(text, str) else tuple(text) for name, text in draft.texts["texts"].items()}
        return Stated(texts, draft.texts["unread"]), draft.revision
    version = book.papers.latest(known.id)
    record = version.record if version else casework.begun(book, case_of(asked), known.form)
    return sheet.stated(record), 0


def _page(asked: Request, known: Paper, stated: Stated, revision: int, status: int = HTTPStatus.OK) -> Response:
    case = case_of(asked)
    ground = f"/cases/{case.id}/papers/{known.id}"
    title = f"{case.name} 案件{case.id} 第{known.latest}版" if known.latest else f"{case.name} 案件{case.id} 还没有保存"
    saving = Saving(f"{ground}/draft", revision, title, ground, f"/cases/{case.id}")
    return paper(asked, sheet_of(known.form_id), stated, saving, status=status)


async def _draft(asked: Request) -> Response:
    """Keep what is typed; the page hears with which revision it goes on."""
    from starlette.concurrency import run_in_threadpool

    body = await asked.body()

    def keep() -> Response:
        known, stated = _paper_of(asked), stated_json(body)
        data: Any = parse(body, [])
        revision = data.get("version") if isinstance(data.get("version"), int) else None
        typed = {"texts": dict(stated.texts), "unread": dict(stated.unread)}
        draft = book_of(asked).papers.type(known.id, typed, operator_of(asked), revision)
        return json_answer({"version": draft.revision})

    return await run_in_threadpool(keep)


async def _save(asked: Request) -> Response:
    """Save what stands on the page as a version, and go back to the case."""
    from starlette.concurrency import run_in_threadpool

    body = await asked.body()
    is_called = asked.headers.get("content-type", "").startswith("application/json")

    def keep() -> Response:
        book, known, operator = book_of(asked), _paper_of(asked), operator_of(asked)
        sheet = sheet_of(known.form_id)
        stated = stated_json(body) if is_called else sent(sheet, fields_of(asked, body))
        version = book.papers.save(known.id, sheet.answer(stated).record, operator)
        casework.dated(book, version, operator)
        page_after = f"/cases/{known.case}#next"
        return json_answer({"back": page_after}) if is_called else back(page_after)

    return await run_in_threadpool(keep)


def _drop(asked: Request, _fields: Fields) -> Response:
    known = _paper_of(asked)
    book_of(asked).papers.drop_draft(known.id, operator_of(asked))
    return back(f"/cases/{known.case}/papers/{known.id}")


# -------------------------------------------------------------------------------------------- versions


def _versions(asked: Request) -> Response:
    book, known = book_of(asked), _paper_of(asked)
    versions = [
        (version, [_change(known, finding) for finding in book.papers.changes(known.id, version.number)])
        for version in book.papers.versions(known.id)
    ]
    return page(
        asked,
        "versions.html",
        paper=known,
        case=case_of(asked),
        draft=book.papers.draft(known.id),
        versions=versions,
        origins=ORIGINS,
        local=local,
    )


def _change(known: Paper, finding: Any) -> tuple[str, str, str]:
    """What changed at a place: where, before, after."""
    return str(place(known.form.record_type, finding.path)), finding.expected or "", finding.found or ""


def _restore(asked: Request, fields: Fields) -> Response:
    book, known = book_of(asked), _paper_of(asked)
    number = fields.text("version")
    if number:
        book.papers.restore(known.id, int(number) if number.isdecimal() else 0, operator_of(asked))
    else:
        book.papers.undo(known.id, operator_of(asked))
    return back(f"/cases/{known.case}/papers/{known.id}/versions")


def _file(asked: Request) -> Response:
    """The newest version as a file; of an earlier one with ``?version=``."""
    book, known, kind = book_of(asked), _paper_of(asked), asked.path_params["kind"]
    wanted = asked.query_params.get("version", "")
    number = int(wanted) if wanted.isdecimal() else known.latest
    version = book.papers.version(known.id, number)
    record = version.form.complete(version.record)
    errors = [finding for finding in version.form.check(record) if finding.severity == "error"]
    if errors and kind != "json":
        raise InputError(*(finding_text(finding) for finding in errors))
    key = desk_of(asked).settings.key
    made = {
        "pdf": lambda: version.form.pdf(record, key=key),
        "docx": lambda: version.form.docx(record, key=key),
        "json": lambda: json_bytes(version.form.dump(version.record)),
    }
    if kind not in made:
        raise InputError(Sentence("文件名应以 {allowed} 结尾。", allowed=[f".{name}" for name in made]))
    name = f"case-{known.case}-paper-{known.id}-{number}.{kind}"
    return Response(
        made[kind](), headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=MEDIA[kind]
    )


GROUND = "/cases/{case:int}/papers/{paper:int}"
routes = [
    Route("/cases/{case:int}/papers", taking(_add), methods=["POST"]),
    Route(GROUND, _show, methods=["GET"]),
    Route(GROUND, _save, methods=["POST"]),
    Route(f"{GROUND}/draft", _draft, methods=["POST"]),
    Route(f"{GROUND}/drop", taking(_drop), methods=["POST"]),
    Route(f"{GROUND}/versions", _versions),
    Route(f"{GROUND}/restore", taking(_restore), methods=["POST"]),
    Route(f"{GROUND}/file.{{kind}}", _file),
]
