"""The cases (案件): the list of them, and a case with its papers, days and next steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.calculation import calculation
from hjforms.catalogue import forms
from hjforms.desk import casework
from hjforms.desk.book import Case, Search
from hjforms.desk.book.cases import NewCase
from hjforms.desk.book.progress import CLOSINGS, states
from hjforms.desk.fields import Fields
from hjforms.desk.pages.calculations import begun
from hjforms.desk.pages.questions import questions, stated
from hjforms.desk.pages.rendering import page
from hjforms.desk.pages.shelf import back, book_of, local, operator_of, taking
from hjforms.desk.state import Link, desk_of
from hjforms.errors import Fault, HjformsError, InputError
from hjforms.law.procedure import EVENTS
from hjforms.notations import date
from hjforms.report import finding_text
from hjforms.settlement import Settlement
from hjforms.wording import Sentence

SHOWN = 200
WHICH: Mapping[str, tuple[str, dict[str, Any]]] = {
    "open": ("在办", {"is_open": True}),
    "late": ("逾期", {"late": True}),
    "all": ("全部", {}),
}
"""Which cases a list may show, with what that is called and how they are searched for."""
ORIGINS = {"typed": "填写", "file": "收到的文件", "settled": "结算", "list": "名单", "version": "恢复"}
DIRECTIONS = {"resident-to-employee": "居民 → 职工", "employee-to-resident": "职工 → 居民"}
PACKS = {"national": "国家", "shandong": "山东", "jilin": "吉林"}
DAY, YES = "day:", "yes"
MEDIA = {"pdf": "application/pdf", "zip": "application/zip", "svg": "image/svg+xml"}
DECIDED = Sentence("经核对的重复月数：请每行写一个，如 2018=10。")


# ------------------------------------------------------------------------------------------- the list


def _list(asked: Request) -> Response:
    book, wanted = book_of(asked), asked.query_params
    which = wanted.get("which", "all" if wanted.get("state") else "open")
    faults = []
    try:
        search = Search(
            wanted.get("text", ""),
            wanted.get("state", ""),
            date.of(wanted.get("since") or None),
            date.of(wanted.get("until") or None),
            **WHICH.get(which, WHICH["all"])[1],
        )
    except InputError as error:
        faults, search = list(error.faults), Search(wanted.get("text", ""))
    found = book.cases.find(search, SHOWN + 1)
    late = len(book.cases.find(Search(late=True)))
    return page(
        asked,
        "cases.html",
        cases=found[:SHOWN],
        more=len(found) > SHOWN,
        total=book.cases.count(),
        late=late,
        today=book.today,
        wanted={name: wanted.get(name, "") for name in ("text", "state", "since", "until")},
        which=which,
        kinds={name: told for name, (told, _) in WHICH.items()},
        states=[*states(), *CLOSINGS.values()],
        directions=DIRECTIONS,
        packs=PACKS,
        faults=faults,
        waiting=len(book.arrivals.waiting()),
    )


# ---------------------------------------------------------------------------------------- a new case


def _new(asked: Request) -> Response:
    texts = {name: asked.query_params.get(name, "") for name in NewCase.model_fields}
    return _asked_for(asked, {"applied_on": book_of(asked).today.isoformat(), **{k: v for k, v in texts.items() if v}})


def _asked_for(asked: Request, texts: Mapping[str, str], faults: tuple[Fault, ...] = ()) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    found = questions(NewCase, texts, faults)
    known = {question.name for question in found}
    others = [fault for fault in faults if fault.path not in known]
    return page(asked, "case_new.html", status, questions=found, faults=faults, others=others)


def _open(asked: Request, fields: Fields) -> Response:
    book, texts = book_of(asked), stated(NewCase, fields)
    try:
        case = book.cases.open(texts, operator_of(asked))
    except InputError as error:
        return _asked_for(asked, texts, error.faults)
    return back(f"/cases/{case.id}")


# -------------------------------------------------------------------------------------------- a case


def case_of(asked: Request) -> Case:
    """The case that the address names."""
    return book_of(asked).cases.get(asked.path_params["case"])


def _show(asked: Request) -> Response:
    return shown(asked, case_of(asked))


def shown(asked: Request, case: Case, lines: tuple[str, ...] = (), status: int = HTTPStatus.OK) -> Response:
    """The page of a case; ``lines`` say what went wrong."""
    book = book_of(asked)
    progress = case.progress(book.today)
    others = [other for other in book.cases.of_person(case.citizen_id) if other.id != case.id]
    return page(
        asked,
        "case.html",
        status,
        case=case,
        today=book.today,
        late=case.is_late(book.today),
        steps=casework.next_steps(book, case),
        progress=progress,
        events=_events(case),
        findings=[finding_text(finding) for finding in progress.outcome.findings],
        papers=[(paper, book.papers.latest(paper.id)) for paper in book.papers.of_case(case.id)],
        reads=book.arrivals.waiting(case.id),
        others=others,
        forms=[form for form in forms() if form.id.partition("/")[0] in {case.rules, "national"}],
        accounts=casework.has_accounts(book, case),
        settled=casework.decided_in(book, case) is not None,
        journal=book.journal.of_case(case.id),
        closings=CLOSINGS,
        origins=ORIGINS,
        directions=DIRECTIONS,
        packs=PACKS,
        lines=lines,
        local=local,
    )


def _events(case: Case) -> Iterator[tuple[str, str, str]]:
    """What may have happened in a case: name, what it is called, the day."""
    for name, label in EVENTS.items():
        yield name, label, case.events.get(name, "")


def _dates(asked: Request, fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    try:
        days: dict[str, dt.date | None] = {
            name.removeprefix(DAY): date.of(text.strip() or None) for name, text in fields.texts if name.startswith(DAY)
        }
        if fields.text("options"):
            options = {name: fields.text(name) == YES or None for name in ("gathering",)}
            book.cases.change(case.id, options, operator_of(asked))
        book.cases.date(case.id, days, operator_of(asked))
    except InputError as error:
        lines = tuple(str(fault.message) for fault in error.faults)
        return shown(asked, case, lines, HTTPStatus.UNPROCESSABLE_ENTITY)
    return back(f"/cases/{case.id}")


def _close(asked: Request, fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    book.cases.close(case.id, fields.text("closing"), operator_of(asked))
    return back(f"/cases/{case.id}")


def _reopen(asked: Request, _fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    book.cases.reopen(case.id, operator_of(asked))
    return back(f"/cases/{case.id}")


def _note(asked: Request, fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    book.cases.annotate(case.id, fields.text("note").strip(), operator_of(asked))
    return back(f"/cases/{case.id}")


# ------------------------------------------------------------------------------------------ settling


def _settle(asked: Request, fields: Fields) -> Response:
    book, case = book_of(asked), case_of(asked)
    try:
        done = casework.settle_case(book, case, operator_of(asked), _decided(fields.text("decided")))
    except HjformsError as error:
        return shown(asked, case, (str(error.message),), HTTPStatus.UNPROCESSABLE_ENTITY)
    if not done.versions:
        lines = tuple(str(finding_text(finding)) for finding in done.findings)
        return shown(asked, case, lines, HTTPStatus.UNPROCESSABLE_ENTITY)
    return back(f"/cases/{case.id}#papers")


def _decided(text: str) -> dict[int, int]:
    """Months by year as somebody wrote them. Raises ``InputError`` for a line that says none."""
    found: dict[int, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        year, equals, months = line.replace("＝", "=").partition("=")
        if not (equals and year.strip().isdecimal() and months.strip().isdecimal()):
            raise InputError(DECIDED)
        found[int(year)] = int(months)
    return found


def _clear(asked: Request) -> Response:
    """The calculation of what was paid twice in Jilin, begun with what the case says already."""
    return begun(asked, calculation(casework.CLEAR), casework.to_clear(book_of(asked), case_of(asked)))


def _settlement(asked: Request) -> Settlement:
    """The settlement of a case as it was settled last."""
    book, case = book_of(asked), case_of(asked)
    return casework.settlement(book, case, casework.decided_in(book, case))


def _annex(asked: Request) -> Response:
    return file(_settlement(asked).annex(), "pdf", f"case-{asked.path_params['case']}-annex")


def _picture(asked: Request) -> Response:
    found = _settlement(asked)
    return Response(found.picture(), media_type=MEDIA["svg"])


def _dossier(asked: Request) -> Response:
    case = case_of(asked)
    return file(casework.dossier(book_of(asked), case), "pdf", f"case-{case.id}")


def _package(asked: Request) -> Response:
    case, key = case_of(asked), desk_of(asked).settings.key
    return file(casework.packaged(book_of(asked), case, key=key).zipped(), "zip", f"case-{case.id}-archive")


def file(data: bytes, kind: str, name: str) -> Response:
    """A file to be kept; its name says nothing of a person."""
    headers = {"content-disposition": f'attachment; filename="{name}.{kind}"'}
    return Response(data, headers=headers, media_type=MEDIA[kind])


routes = [
    Route("/cases", _list),
    Route("/cases/new", _new, methods=["GET"]),
    Route("/cases/new", taking(_open), methods=["POST"]),
    Route("/cases/{case:int}", _show),
    Route("/cases/{case:int}/dates", taking(_dates), methods=["POST"]),
    Route("/cases/{case:int}/close", taking(_close), methods=["POST"]),
    Route("/cases/{case:int}/reopen", taking(_reopen), methods=["POST"]),
    Route("/cases/{case:int}/note", taking(_note), methods=["POST"]),
    Route("/cases/{case:int}/settle", taking(_settle), methods=["POST"]),
    Route("/cases/{case:int}/clear", _clear),
    Route("/cases/{case:int}/annex.pdf", _annex),
    Route("/cases/{case:int}/picture.svg", _picture),
    Route("/cases/{case:int}/dossier.pdf", _dossier),
    Route("/cases/{case:int}/archive.zip", _package),
]
menu = [Link(Sentence("案件"), "/cases", Sentence("建立案件、找人、看到期和逾期、下一步办什么。"))]
