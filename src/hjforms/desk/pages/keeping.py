"""Keeping the book (台账): the office's own data, backup, the book as a workbook out and in."""

from __future__ import annotations

import tempfile
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.desk.book import Office, Search, lists
from hjforms.desk.book.office import Office as OfficeRecord
from hjforms.desk.book.progress import CLOSINGS
from hjforms.desk.fields import Fields
from hjforms.desk.pages.cases import DIRECTIONS, PACKS
from hjforms.desk.pages.questions import questions, stated, texts_of
from hjforms.desk.pages.rendering import page
from hjforms.desk.pages.shelf import back, book_of, local, operator_of, remember_operator, taking
from hjforms.desk.state import Link, desk_of
from hjforms.errors import Fault, HjformsError, InputError
from hjforms.exchange import write
from hjforms.records import loading
from hjforms.wording import Said, Sentence

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "db": "application/vnd.sqlite3",
}
NO_LIST = Sentence("请选择一个工作簿（.xlsx）。")


def _show(asked: Request) -> Response:
    return _shown(asked, texts_of(book_of(asked).office.get()))


def _shown(
    asked: Request, texts: dict[str, str], faults: tuple[Fault, ...] = (), lines: tuple[Said, ...] = ()
) -> Response:
    book = book_of(asked)
    return page(
        asked,
        "keeping.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK,
        questions=questions(Office, texts, faults),
        operator=operator_of(asked),
        path=book.path.name,
        journal=book.journal.latest(50),
        directions=DIRECTIONS,
        packs=PACKS,
        closings=CLOSINGS,
        lines=lines,
        local=local,
    )


def _write_office(asked: Request, fields: Fields) -> Response:
    book, texts = book_of(asked), stated(Office, fields)
    try:
        book.office.put(loading.load(OfficeRecord, texts), operator_of(asked))
    except InputError as error:
        return _shown(asked, texts, error.faults)
    return back("/book")


def _write_operator(_asked: Request, fields: Fields) -> Response:
    answer = back("/book")
    remember_operator(answer, fields.text("operator").strip())
    return answer


def _backup(asked: Request, _fields: Fields) -> Response:
    """The whole book as one file, which has been checked."""
    book = book_of(asked)
    with tempfile.TemporaryDirectory(prefix="hjforms-") as folder:
        made = Path(folder) / "backup.db"
        book.backup(made)
        return _file(made, f"book-{book.today.isoformat()}")


def _export(asked: Request) -> Response:
    """Every newest version as a workbook."""
    book = book_of(asked)
    cases = sorted(book.cases.find(Search(), most=-1), key=lambda case: case.id)
    with tempfile.TemporaryDirectory(prefix="hjforms-") as folder:
        made = Path(folder) / "book.xlsx"
        write(lists.entries(book, cases), made)
        return _file(made, f"book-{book.today.isoformat()}")


def _file(made: Path, name: str) -> Response:
    kind = made.suffix.removeprefix(".")
    headers = {"content-disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(made.read_bytes(), headers=headers, media_type=MEDIA[kind])


def _import(asked: Request, fields: Fields) -> Response:
    """Put every record of a workbook to its case; it is opened by a process of its own."""
    book, data = book_of(asked), fields.file("list")
    office = texts_of(book.office.get())
    if not data:
        return _shown(asked, office, (Fault("", NO_LIST, "list.missing"),), (NO_LIST,))
    try:
        new = fields.text("rules") or None, fields.text("direction") or None
        done = lists.take(book, desk_of(asked).pool.entries(data, ".xlsx"), operator_of(asked), *new)
    except HjformsError as error:
        return _shown(asked, office, error.faults, tuple(fault.line for fault in error.faults))
    return _shown(asked, office, lines=(done.told, *done.faults))


routes = [
    Route("/book", _show),
    Route("/book/office", taking(_write_office), methods=["POST"]),
    Route("/book/operator", taking(_write_operator), methods=["POST"]),
    Route("/book/backup", taking(_backup), methods=["POST"]),
    Route("/book/export.xlsx", _export),
    Route("/book/import", taking(_import), methods=["POST"]),
]
menu = [Link(Sentence("台账"), "/book", Sentence("本单位信息写一次；备份；导出导入工作簿；谁做了什么。"))]
