"""The paper (纸面): a form to fill in on a page that looks as it prints.

The page works by itself: what is sent with a button comes back with what follows from it. The script of the desk makes
the same of every key, by ``answer``. A part of the desk that keeps records shows them with ``paper`` and says where
changes are to be saved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.catalogue import KeyGiven
from hjforms.desk import typefaces
from hjforms.desk.answers import json_answer, problem
from hjforms.desk.fields import Fields, fields_of
from hjforms.desk.pages.papers_in import handed_in
from hjforms.desk.pages.rendering import page
from hjforms.desk.pages.static import FOREVER
from hjforms.desk.sheet import Answer, Place, Sheet, Stated, Text, sheet_of
from hjforms.desk.state import desk_of
from hjforms.errors import Fault, InputError
from hjforms.paths import RecordPath
from hjforms.records.base import place as place_of
from hjforms.records.loading import json_bytes
from hjforms.records.parsing import parse
from hjforms.render.overlay import Shift, measuring_page
from hjforms.render.pens import LINE
from hjforms.render.svg import page_svg
from hjforms.report import finding_text
from hjforms.template.layout import PADDING, Layout, Slot
from hjforms.wording import Said, Sentence

DERIVED = "$derived"
"""The field that tells what of the sent texts nobody has typed."""
UNREAD = "$unread"
"""The field that tells which fields are unread."""
TO_DO, RIGHT, DOWN = "$do", "$right", "$down"
MEDIA = {
    "pdf": "application/pdf",
    "overlay": "application/pdf",
    "measure": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
FLOORED = 0.5
"""Twice what a browser cuts off from the place of a baseline on an average, in points: parts of pixels."""
NO_STATED = Sentence("应为一个表单页的内容。")


@dataclass(frozen=True)
class Saving:
    """Where the script of a page saves what is typed.

    ``address`` takes what ``answer`` takes, with the ``version`` that it continues, and answers with the new one
    (``{"version": 3}``). ``store`` is the address that keeps what stands on the page for good, as the script or the
    page itself sends it. ``title`` says whose paper it is, ``back`` is the page of that.
    """

    address: str = ""
    version: int = 0
    title: str = ""
    store: str = ""
    back: str = "/"


@dataclass(frozen=True)
class Input:
    """An input of a page as its template shows it."""

    place: Place
    name: str
    leaf: str
    id: str
    label: Said
    text: str
    state: str
    is_marked: bool
    is_fixed: bool  # shown, but filled in elsewhere
    told: str


# ------------------------------------------------------------------------------------------- the page


def paper(
    asked: Request,
    sheet: Sheet,
    stated: Stated,
    saving: Saving | None = None,
    shift: tuple[str, str] = ("0", "0"),
    status: int = HTTPStatus.OK,
    told: Sequence[str] = (),
) -> Response:
    """The page of a form with what is stated on it, what the rules say to that, and what is ``told`` of its source."""
    answer = sheet.answer(stated)
    pages = sheet.pages(answer.rows)
    derived = {name: answer.texts[name] for name in sorted(answer.derived)}
    return page(
        asked,
        "paper.html",
        status,
        form=sheet.form,
        sheets=[_inputs(sheet, answer, number, pages) for number in range(pages)],
        lines=[list(_lines(sheet, answer, number)) for number in range(pages)],
        options={place.leaf.path: place.leaf.kind.options for place in sheet.places if _is_listed(place)},
        listed=_is_listed,
        answer=answer,
        layout=sheet.layout,
        rules=json.dumps(sheet.rules, ensure_ascii=False),
        hidden={
            DERIVED: json.dumps(derived, ensure_ascii=False),
            UNREAD: json.dumps(answer.unread, ensure_ascii=False),
        },
        ground=f"/forms/{sheet.form.id}/{_digest(page_svg(sheet.form.compiled))}/page.svg",
        style=f"/forms/{sheet.form.id}/{_digest(_style(sheet))}/page.css",
        fonts=f"/fonts/{_digest(_fonts())}/fonts.css",
        saving=saving or Saving(),
        shift=shift,
        told=told,
    )


def _is_listed(place: Place) -> bool:
    """True for a choice that is written, of which the page offers a list."""
    return bool(place.leaf.kind.options) and not place.part


def _inputs(sheet: Sheet, answer: Answer, number: int, pages: int) -> list[Input]:
    """The inputs of a page, in the order of its slots."""
    told: dict[str, list[str]] = {}
    for mark in answer.marks:
        told.setdefault(mark.path, []).append(str(mark.finding.message))
    found, known = [], set[str]()
    for place in sheet.places:
        shown = _input(sheet, answer, place, (number, pages), told)
        found.append(replace(shown, id=f"f:{shown.name}") if shown.leaf in known else shown)
        known.add(shown.leaf)
    return found


def _input(sheet: Sheet, answer: Answer, place: Place, where: tuple[int, int], told: Mapping[str, list[str]]) -> Input:
    number, pages = where
    name = place.name(number, sheet.layout.capacity)
    leaf = RecordPath(name).parent if place.part and not place.is_box else name
    text, is_marked = answer.texts.get(name, ""), False
    if place.is_box:
        is_marked = place.option in text
        text = place.option
    is_fixed = not place.is_row and number != (pages - 1 if place.slot.once else 0)
    later = sheet.later(place.slot, number, pages)
    state = "derived" if name in answer.derived else "stated" if answer.texts.get(name) else "blank"
    if leaf in answer.unread:
        state, text = "unread", text if place.is_box or place.part else answer.unread[leaf]
    about = [*told.get(leaf, ()), *(rule["formula"] for rule in sheet.rules.get(RecordPath(leaf).general, ()))]
    label = place_of(sheet.form.record_type, RecordPath(name) / place.part if place.is_box else name)
    shown = later or str(text)
    return Input(place, name, leaf, f"f:{leaf}", label, shown, state, is_marked, is_fixed, "\n".join(about))


def _lines(sheet: Sheet, answer: Answer, number: int) -> Iterator[tuple[str, str, float, float, float]]:
    """The lines of a page that are drawn: the name of the input, text, x, y and size."""
    capacity = sheet.layout.capacity
    for name, lines in answer.drawn.items():
        row = RecordPath(name).row
        if (row // capacity if row is not None and capacity else 0) == number:
            yield from ((name, *line) for line in lines)


# ------------------------------------------------------------------------------------------- what is sent


def _stated(data: Any) -> Stated:
    """What the script of a page sends. Raises ``InputError`` for anything else."""
    texts, unread = (data.get(key) if isinstance(data, dict) else None for key in ("texts", "unread"))
    if not isinstance(texts, dict) or not isinstance(unread, dict):
        raise InputError(NO_STATED)
    marks = (text for text in texts.values() if isinstance(text, list))
    if not all(isinstance(text, str | list) for text in texts.values()) or not all(
        isinstance(item, str) for item in (*unread.values(), *(option for options in marks for option in options))
    ):
        raise InputError(NO_STATED)
    known = {name: text if isinstance(text, str) else tuple(text) for name, text in texts.items()}
    return Stated(known, unread)


def stated_json(body: bytes) -> Stated:
    """What the body of a call of the script states. Raises ``InputError`` for anything else."""
    faults: list[Fault] = []
    data = parse(body, faults)
    if faults:
        raise InputError(*faults)
    return _stated(data)


def sent(sheet: Sheet, fields: Fields) -> Stated:
    """What a page sends without a script: every text, with what nobody has typed told beside it."""
    derived, unread = (_told(fields.text(name)) for name in (DERIVED, UNREAD))
    boxes = {place.name() for place in sheet.places if place.is_box}
    texts: dict[str, Text] = {}
    for name, text in fields.texts:
        path = RecordPath(name)
        if name.startswith("$") or name == "csrf":
            continue
        if path.general in {RecordPath(box).general for box in boxes}:
            texts[name] = (*texts.get(name, ()), text)
        elif text.strip():
            texts[name] = text
    shown = {name: text for name, text in unread.items() if texts.get(name, "") == text}
    untouched = {name for name, text in derived.items() if texts.get(name) == _as_text(text)}
    kept = {name: text for name, text in texts.items() if name not in untouched and name not in shown}
    others = {path: text for path, text in unread.items() if not any(RecordPath(name).is_in(path) for name in texts)}
    return Stated(kept, {**others, **shown})


def _as_text(data: Any) -> Any:
    return tuple(data) if isinstance(data, list) else data


def _told(text: str) -> dict[str, Any]:
    """What a hidden field tells; nothing where somebody has changed it."""
    try:
        data = json.loads(text or "{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


# ------------------------------------------------------------------------------------------- answers


def _sheet(asked: Request) -> Sheet:
    return sheet_of(f"{asked.path_params['pack']}/{asked.path_params['form']}")


def _show(asked: Request) -> Response:
    return paper(asked, _sheet(asked), Stated())


async def _answer(asked: Request) -> Response:
    """What the rules say to what is stated."""
    sheet, body = _sheet(asked), await asked.body()
    return await run_in_threadpool(lambda: json_answer(sheet.answer(stated_json(body)).as_dict()))


async def _open(asked: Request) -> Response:
    """What a record puts on the page, be it JSON, paper or a list."""
    sheet = _sheet(asked)
    stated, told = await _taken(asked, sheet, await asked.body())
    return json_answer({"texts": stated.texts, "unread": stated.unread, "told": told})


async def _taken(asked: Request, sheet: Sheet, data: bytes) -> tuple[Stated, list[str]]:
    """What a file that was handed in puts on the page, and what was found when it was read."""
    paper_in = await handed_in(desk_of(asked), data, [sheet.form])
    told = [str(finding_text(finding)) for finding in paper_in.findings]
    return await run_in_threadpool(sheet.stated, paper_in.record), told


async def _send(asked: Request) -> Response:
    """A file of what was sent, or the page with what is wrong with it."""
    body = await asked.body()
    sheet, is_called = _sheet(asked), asked.headers.get("content-type", "").startswith("application/json")
    fields = None if is_called else await run_in_threadpool(fields_of, asked, body)
    if fields is not None and (upload := fields.file("$file")):
        stated, told = await _taken(asked, sheet, upload)
        return await run_in_threadpool(lambda: paper(asked, sheet, stated, told=told))
    return await run_in_threadpool(_sent_back, asked, sheet, body, fields)


def _sent_back(asked: Request, sheet: Sheet, body: bytes, fields: Fields | None) -> Response:
    """The same of what a page sends as a form (``fields``), or its script as JSON."""
    is_called = fields is None
    if fields is None:
        stated, wanted = stated_json(body), asked.query_params
        shift = wanted.get("right", "0"), wanted.get("down", "0")
        kind = wanted.get("as", "")
    else:
        stated, kind = sent(sheet, fields), fields.text(TO_DO)
        shift = fields.text(RIGHT) or "0", fields.text(DOWN) or "0"
    if kind not in MEDIA:
        return paper(asked, sheet, stated, shift=shift)
    answer = sheet.answer(stated)
    errors = (
        [mark for mark in answer.marks if mark.finding.severity == "error"] if kind not in {"json", "measure"} else []
    )
    try:
        if not errors:
            return _file(sheet, answer, kind, shift, desk_of(asked).settings.key)
    except InputError as error:
        if not is_called:
            raise
        return problem(asked, HTTPStatus.UNPROCESSABLE_ENTITY, error.faults)
    if is_called:
        findings = [{**mark.finding.as_dict(), "path": mark.path} for mark in answer.marks]
        faults = [Fault(mark.path, mark.finding.message, mark.finding.code) for mark in errors]
        return problem(asked, HTTPStatus.UNPROCESSABLE_ENTITY, faults, {"findings": findings})
    return paper(asked, sheet, stated, shift=shift, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _file(sheet: Sheet, answer: Answer, kind: str, shift: tuple[str, str], key: KeyGiven) -> Response:
    form, moved = sheet.form, Shift.of(",".join(shift))
    make = {
        "pdf": lambda: form.pdf(answer.completed, key=key),
        "docx": lambda: form.docx(answer.completed, key=key),
        "json": lambda: json_bytes(form.dump(answer.completed)),
        "overlay": lambda: form.overlay(answer.completed, moved),
        "measure": lambda: measuring_page(form.compiled.layout, form.title, moved),
    }
    ending = {"overlay": "overlay.pdf", "measure": "measure.pdf"}.get(kind, kind)
    named = f"{form.id.replace('/', '-')}.{ending}"
    return Response(
        make[kind](), headers={"content-disposition": f'attachment; filename="{named}"'}, media_type=MEDIA[kind]
    )


# ------------------------------------------------------------------------------------------- what a page fetches


@cache
def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


@cache
def _fonts() -> bytes:
    return typefaces.index()


@cache
def _style(sheet: Sheet) -> bytes:
    """The style sheet of a form: where its slots are on the page, and how large the paper is."""
    layout = sheet.layout
    size = f"{layout.width:g}pt {layout.height:g}pt"
    rules = [
        f"@page{{size:{size};margin:0}}\n",
        f".sheet{{width:{layout.width:g}pt;height:{layout.height:g}pt}}\n",
        f".slot,.drawn{{font-family:{typefaces.FAMILIES}}}\n",
        *(_rule(place, layout) for place in sheet.places),
    ]
    page_number = next((slot for slot in layout.slots if slot.path == "page"), None)
    if page_number is not None:
        rules.append(_rule_of("page", page_number, layout))
    return "".join(rules).encode()


def _rule(place: Place, layout: Layout) -> str:
    return _rule_of(str(place.number), place.slot, layout)


def _rule_of(name: str, slot: Slot, layout: Layout) -> str:
    """Where a slot is; its text stands in the middle of what its padding leaves, as high as it prints."""
    x0, y0, x1, y1 = slot.box
    height = y1 - y0
    line = min(height, LINE * slot.size) if slot.height != "center" else height
    above, below = {"top": (0.0, height - line), "bottom": (height - line, 0.0), "center": (0.0, 0.0)}[slot.height]
    above += FLOORED + 2 * typefaces.lowered(slot.size)
    size = f"font-size:{slot.size:g}pt;line-height:{height - above - below:.2f}pt"
    return (
        f".s{name}{{left:{x0:.2f}pt;top:{layout.height - y1:.2f}pt;width:{x1 - x0:.2f}pt;height:{height:.2f}pt;"
        f"padding:{above:.2f}pt {PADDING:g}pt {below:.2f}pt;{size};"
        f"text-align:{slot.align}}}\n"
    )


def _ground(asked: Request) -> Response:
    return Response(page_svg(_sheet(asked).form.compiled), headers=FOREVER, media_type="image/svg+xml")


def _page_style(asked: Request) -> Response:
    return Response(_style(_sheet(asked)), headers=FOREVER, media_type="text/css")


def _font_index(_asked: Request) -> Response:
    return Response(_fonts(), headers=FOREVER, media_type="text/css")


def _font(asked: Request) -> Response:
    data = typefaces.program(asked.path_params["face"], asked.path_params["piece"])
    if data is None:
        raise HTTPException(404)
    return Response(data, headers=FOREVER, media_type="font/ttf")


routes = [
    Route("/forms/{pack}/{form}", _show, methods=["GET"]),
    Route("/forms/{pack}/{form}", _send, methods=["POST"]),
    Route("/forms/{pack}/{form}/answer", _answer, methods=["POST"]),
    Route("/forms/{pack}/{form}/open", _open, methods=["POST"]),
    Route("/forms/{pack}/{form}/{digest}/page.svg", _ground),
    Route("/forms/{pack}/{form}/{digest}/page.css", _page_style),
    Route("/fonts/{digest}/fonts.css", _font_index),
    Route("/fonts/{digest}/{face:int}/{piece:int}.ttf", _font),
]
