"""Papers that come back (收件): read, put to their case, looked at box by box beside the paper, and accepted.

A file is read, and its pages are drawn, by processes of their own; the desk itself never opens one of a stranger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.desk import casework
from hjforms.desk.answers import json_answer
from hjforms.desk.book import Arrival, Case, Read
from hjforms.desk.book.cases import NewCase
from hjforms.desk.fields import Fields, sent_fields
from hjforms.desk.pages.cases import DIRECTIONS, PACKS
from hjforms.desk.pages.questions import questions, stated
from hjforms.desk.pages.rendering import page
from hjforms.desk.pages.shelf import back, book_of, local, operator_of, taking
from hjforms.desk.redrawn import Redrawn, redrawn
from hjforms.desk.state import Link, desk_of
from hjforms.errors import HjformsError, InputError, NotationError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import leaf_at, leaves, place
from hjforms.records.rules import value_at
from hjforms.render.pictures import PagePicture
from hjforms.report import entries, finding_text
from hjforms.unread import UNREAD, Unread
from hjforms.wording import Sentence

NOTHING = Sentence("文件里没有认得的表。")
NO_FILE = Sentence("请选择要收的文件。")
LOOK = Sentence("请看清纸面，改为看到的内容；空白的，清空这一栏。")
SURE = 0.99
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ofd": "application/ofd",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "tiff": "image/tiff",
}
DOUBTS = {0: "读不出", 1: "有错", 2: "请留意", 3: "把握不足", 4: ""}
"""Why a field is to be looked at, by how much it matters."""


# ------------------------------------------------------------------------------------------- the list


def _list(asked: Request) -> Response:
    return _listed(asked)


def _listed(asked: Request, lines: tuple[str, ...] = (), status: int = HTTPStatus.OK) -> Response:
    book = book_of(asked)
    arrivals = book.arrivals.latest()
    cases = {read.case: book.cases.get(read.case) for arrival in arrivals for read in arrival.reads if read.case}
    return page(asked, "arrivals.html", status, arrivals=arrivals, cases=cases, lines=lines, local=local)


async def _take(asked: Request) -> Response:
    """Read every file that was sent and keep it; the page of the first that is to be looked at comes next."""
    fields = await sent_fields(asked)
    files = [data for name, data in fields.files if name == "files" and data]
    if not files:
        return await run_in_threadpool(_listed, asked, (str(NO_FILE),), HTTPStatus.UNPROCESSABLE_ENTITY)
    taken = [await _taken(asked, data) for data in files]
    waiting = [read.id for arrival in taken for read in arrival.reads if read.is_waiting]
    if "application/json" in asked.headers.get("accept", ""):
        return json_answer({"arrivals": [arrival.id for arrival in taken], "waiting": waiting})
    return back(f"/arrivals/{waiting[0]}" if len(waiting) == 1 else "/arrivals")


async def _taken(asked: Request, data: bytes) -> Arrival:
    """Read a file and keep it."""
    desk, fault, pictures = desk_of(asked), None, None
    try:
        readings = await desk.read(data)
        pictures = await run_in_threadpool(desk.pool.pictures, data)
    except HjformsError as error:
        readings, fault = [], error.message
    if not readings and fault is None:
        fault = NOTHING

    def keep() -> Arrival:
        book = book_of(asked)
        arrival = book.arrivals.take(data, operator_of(asked), readings, fault, pictures)
        for read in arrival.reads:
            if len(fitting := [case for case in _cases_of(asked, read) if case.is_open]) == 1:
                book.arrivals.assign(read.id, fitting[0].id)
        return book.arrivals.get(arrival.id)

    return await run_in_threadpool(keep)


def _person(read: Read) -> tuple[str, str]:
    """Name and citizen id as they were read; empty where they were not."""
    found = []
    for path in ("person.name", "person.citizen_id"):
        known = path in leaves(read.form.record_type)
        value = value_at(read.record, path) if known else None
        found.append(value if isinstance(value, str) else "")
    return found[0], found[1]


def _cases_of(asked: Request, read: Read) -> list[Case]:
    """The cases of the person of a paper, by citizen id; a name alone says nothing."""
    _, citizen_id = _person(read)
    return book_of(asked).cases.of_person(citizen_id) if citizen_id else []


# ------------------------------------------------------------------------------------ side by side


@dataclass(frozen=True)
class Box:
    """One field as the page shows it: what was read, why it is in doubt, where it stands on the paper."""

    path: str
    label: str
    text: str
    options: Mapping[str, str]
    rank: int
    doubt: str
    told: tuple[str, ...]
    is_seen: bool
    page: int = 0
    place: tuple[float, float, float, float] | None = None
    was: str = ""


@dataclass(frozen=True)
class Page:
    """A page of the paper: its number, its height for a width of 100, and the fields on it with their boxes."""

    number: int
    height: float
    marks: list[tuple[Box, float, float, float, float]]


def _show(asked: Request) -> Response:
    return _shown(asked, _read_of(asked))


def _read_of(asked: Request) -> Read:
    return book_of(asked).arrivals.read(asked.path_params["read"])


def _shown(
    asked: Request, read: Read, lines: tuple[str, ...] = (), status: int = HTTPStatus.OK, **new: Any
) -> Response:
    book = book_of(asked)
    arrival = book.arrivals.get(read.arrival)
    pictures = book.arrivals.pictures(arrival.file)
    again = redrawn(read.form, read.record) if not pictures else None
    pictures = again.pages if again else pictures
    boxes = sorted(_boxes(read, pictures, again), key=lambda box: box.rank)
    name, citizen_id = _person(read)
    case = book.cases.get(read.case) if read.case else None
    pack = read.form.id.partition("/")[0]
    begun = {"name": name, "citizen_id": citizen_id, "rules": pack, "applied_on": book.today.isoformat()}
    return page(
        asked,
        "arrival.html",
        status,
        read=read,
        arrival=arrival,
        boxes=boxes,
        doubts=sum(box.rank < 4 and not box.is_seen for box in boxes),
        pages=[_marked(number, pictures[number], boxes) for number in _numbers(read, pictures, again)],
        ground=f"/arrivals/{read.id}/pages" if again else f"/files/{arrival.id}/pages",
        is_redrawn=again is not None,
        case=case,
        cases=_cases_of(asked, read),
        paper=casework.paper_of(book, case.id, read.form) if case else None,
        name=name,
        questions=new.get("questions") or questions(NewCase, begun),
        lines=lines,
        apart=_apart(read),
        directions=DIRECTIONS,
        packs=PACKS,
        local=local,
    )


def _numbers(read: Read, pictures: Mapping[int, Any], again: Redrawn | None) -> list[int]:
    """The pages on which the form stands and of which there are pictures."""
    there = {field["page"] for field in read.fields.values()} if again is None else set()
    return [number for number in pictures if number in there] or list(pictures)


def _marked(number: int, picture: PagePicture, boxes: list[Box]) -> Page:
    ratio = picture.ratio
    marks = [
        (box, left, round(top * ratio, 2), width, round(height * ratio, 2))
        for box in boxes
        if box.page == number and box.place is not None
        for left, top, width, height in (box.place,)
    ]
    return Page(number, round(100 * ratio, 2), marks)


def _apart(read: Read) -> list[str]:
    """What was found that belongs to no field."""
    known = {*_paths(read)}
    return [finding["message"] for finding in read.findings if finding["path"] not in known]


def _paths(read: Read) -> Iterator[str]:
    """Every field that the page shows: what was read, what is unread, what is not blank, what something is said of."""
    listed = dict.fromkeys(str(path) for path in read.fields)
    listed |= dict.fromkeys(str(path) for path, _, _ in entries(read.form, read.record))
    told = (*(item["path"] for item in read.findings), *(item.path for item in read.form.check(read.record)))
    for path in (*listed, *told):
        leaf, part = leaf_at(read.form.record_type, path)
        if leaf is not None and not part:
            yield path


def _boxes(read: Read, pictures: Mapping[int, PagePicture], again: Redrawn | None) -> Iterator[Box]:
    record, now = read.record, read.form.check(read.record)
    for path in dict.fromkeys(_paths(read)):
        leaf = leaves(read.form.record_type)[RecordPath(path).general]
        value = _value(record, path)
        found = read.fields.get(RecordPath(path))
        rank, told = _doubt(read, path, value, now)
        where, number = None, found["page"] if found else 0
        if again is not None:
            number, box = again.places.get(path, (0, None))
            where = again.pages[number].place(box) if box else None
        elif found and found["box"] and number in pictures:
            where = pictures[number].place(tuple(found["box"]))
        text = value.text if isinstance(value, Unread) else "" if value is None else leaf.kind.shown(value)
        label = str(place(read.form.record_type, path))
        was = found["text"] if found else ""
        options = {title: title for title in leaf.kind.options.values()}
        yield Box(path, label, text, options, rank, DOUBTS[rank], told, path in read.seen, number, where, was)


def _value(record: Any, path: str) -> Any:
    try:
        return value_at(record, path)
    except (IndexError, AttributeError):
        return None


def _doubt(read: Read, path: str, value: Any, now: list[Finding]) -> tuple[int, tuple[str, ...]]:
    """How much a field has to be looked at, and what is said of it: about the reading, then about the record."""
    read_as = [item for item in read.findings if item["path"] == path and path not in read.seen]
    checked = [item for item in now if item.path == path]
    known = [item["message"] for item in read_as if item["rule"] != UNREAD]
    known += [str(finding_text(item)) for item in checked if item.rule != UNREAD]
    if isinstance(value, Unread):
        known.append(str(LOOK))
    label = f"{place(read.form.record_type, path)}："
    told = dict.fromkeys(line.removeprefix(label) for line in known)
    grades = {*(item["severity"] for item in read_as), *(item.severity for item in checked)}
    found = read.fields.get(RecordPath(path))
    unsure = found is not None and (found["confidence"] < SURE or found["rivals"])
    if isinstance(value, Unread):
        rank = 0
    elif "error" in grades:
        rank = 1
    elif grades:
        rank = 2
    else:
        rank = 3 if unsure else 4
    return rank, tuple(told)


def _look(asked: Request, fields: Fields) -> Response:
    """One field accepted as it is, or corrected."""
    book, read = book_of(asked), _read_of(asked)
    path = fields.text("path")
    is_called = "application/json" in asked.headers.get("accept", "")
    try:
        book.arrivals.look(read.id, path, _corrected(read, path, fields.text("text")))
    except InputError as error:
        if is_called:
            raise
        return _shown(asked, read, tuple(str(fault.line) for fault in error.faults), HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_called:
        after = book.arrivals.read(read.id)
        rank, told = _doubt(after, path, _value(after.record, path), after.form.check(after.record))
        return json_answer({"doubt": DOUBTS[rank], "told": list(told), "unread": len(after.form.unread(after.record))})
    return back(f"/arrivals/{read.id}#f:{path}")


def _corrected(read: Read, path: str, text: str) -> Any | None:
    """The record with this text at a path; ``None`` where that is what stands there. Raises ``InputError``."""
    leaf, part = leaf_at(read.form.record_type, path)
    if leaf is None or part:
        raise InputError(Sentence("这张表没有这一栏。"))
    value = _value(read.record, path)
    shown = "" if value is None or isinstance(value, Unread) else leaf.kind.shown(value)
    if text.strip() == shown and not isinstance(value, Unread):
        return None
    try:
        new = leaf.kind.read(text)
    except NotationError as error:
        raise InputError(*error.faults) from None
    data: Any = read.form.dump(read.record)
    where = RecordPath(path)
    owner = data
    if where.row is not None:
        rows = data[where.table]
        rows += [{} for _ in range(where.row + 1 - len(rows))]
        owner, where = rows[where.row], where.column
    *owners, last = where.steps
    for step in owners:
        owner = owner.setdefault(step, {})
    owner[last] = new
    return read.form.load(data)


# ---------------------------------------------------------------------------------- case and version


def _assign(asked: Request, fields: Fields) -> Response:
    book, read = book_of(asked), _read_of(asked)
    number = fields.text("case")
    book.arrivals.assign(read.id, book.cases.get(int(number) if number.isdecimal() else 0).id)
    return back(f"/arrivals/{read.id}")


def _open_case(asked: Request, fields: Fields) -> Response:
    """A new case for the person of a paper."""
    book, read, texts = book_of(asked), _read_of(asked), stated(NewCase, fields)
    try:
        case = book.cases.open(texts, operator_of(asked))
    except InputError as error:
        again = questions(NewCase, texts, error.faults)
        lines = tuple(str(fault.line) for fault in error.faults)
        return _shown(asked, read, lines, HTTPStatus.UNPROCESSABLE_ENTITY, questions=again)
    book.arrivals.assign(read.id, case.id)
    return back(f"/arrivals/{read.id}")


def _accept(asked: Request, fields: Fields) -> Response:
    """Save what was read as a version of the paper of its case; the next step of the case comes next."""
    book, read, operator = book_of(asked), _read_of(asked), operator_of(asked)
    try:
        known = casework.paper_of(book, read.case, read.form) if read.case else None
        paper = None if known is None or fields.text("another") else known.id
        version = book.arrivals.accept(read.id, operator, paper)
    except InputError as error:
        lines = tuple(dict.fromkeys(str(fault.message) for fault in error.faults))
        return _shown(asked, read, lines, HTTPStatus.UNPROCESSABLE_ENTITY)
    casework.dated(book, version, operator, came=True)
    return back(f"/cases/{read.case}#next")


def _dismiss(asked: Request, _fields: Fields) -> Response:
    book, read = book_of(asked), _read_of(asked)
    book.arrivals.dismiss(read.id, operator_of(asked))
    return back("/arrivals")


# -------------------------------------------------------------------------------------------- files


def _file(asked: Request) -> Response:
    """The file as it came: to be kept, never to be shown."""
    book = book_of(asked)
    arrival = book.arrivals.get(asked.path_params["arrival"])
    data = book.arrivals.file(arrival.file)
    headers = {"content-disposition": f'attachment; filename="arrival-{arrival.id}.{arrival.kind}"'}
    return Response(data, headers=headers, media_type=MEDIA.get(arrival.kind, "application/octet-stream"))


def _page(asked: Request) -> Response:
    """A page of a file as a picture."""
    book = book_of(asked)
    arrival = book.arrivals.get(asked.path_params["arrival"])
    return _picture(book.arrivals.pictures(arrival.file).get(asked.path_params["number"]))


def _page_again(asked: Request) -> Response:
    """A page on which what was read is drawn again."""
    read = _read_of(asked)
    return _picture(redrawn(read.form, read.record).pages.get(asked.path_params["number"]))


def _picture(picture: PagePicture | None) -> Response:
    if picture is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(picture.png, media_type="image/png")


routes = [
    Route("/arrivals", _list, methods=["GET"]),
    Route("/arrivals", _take, methods=["POST"]),
    Route("/arrivals/{read:int}", _show, methods=["GET"]),
    Route("/arrivals/{read:int}/look", taking(_look), methods=["POST"]),
    Route("/arrivals/{read:int}/assign", taking(_assign), methods=["POST"]),
    Route("/arrivals/{read:int}/case", taking(_open_case), methods=["POST"]),
    Route("/arrivals/{read:int}/accept", taking(_accept), methods=["POST"]),
    Route("/arrivals/{read:int}/dismiss", taking(_dismiss), methods=["POST"]),
    Route("/arrivals/{read:int}/pages/{number:int}.png", _page_again),
    Route("/files/{arrival:int}/original", _file),
    Route("/files/{arrival:int}/pages/{number:int}.png", _page),
]
menu = [
    Link(
        Sentence("收件"),
        "/arrivals",
        Sentence("把退回来的 PDF、Word、图片放进来：认出是谁的什么表，逐栏对照，收进案件。"),
    )
]
