"""The place of a signature in a file (签章的位置): on which page, and in which cell of the form that lies there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hjforms.errors import Fault, InputError
from hjforms.naming import chosen
from hjforms.paths import RecordPath
from hjforms.reading.result.reading import Reading
from hjforms.template.layout import PAGE, Layout
from hjforms.template.seals import SealPlace
from hjforms.wording import Said, Sentence

NEAR = 1.0  # points
NO_FORM = Sentence("文件里没有认得的表，不知道章盖在哪里；不写位置、不要外观，可以签。")
OTHER_LAYOUT = Sentence("页面的版面不是模板的，不知道章盖在哪里；不写位置、不要外观，可以签。")


@dataclass(frozen=True)
class Place:
    """A page (from 0) with its size in points, and the cell on it; without a cell the signature has no place."""

    page: int = 0
    size: tuple[float, float] = (0.0, 0.0)
    cell: SealPlace | None = None


def place_in(readings: Sequence[Reading], slot: str | None, page: int | None, *, is_seen: bool) -> Place:
    """The place of a signature: at the ``slot`` that is named, on the ``page`` (from 1) if one is.

    Where none is named, the cell of the office is meant, and where there is no such cell, none: unless the signature
    ``is_seen``. Raises ``InputError`` where the place is not known.
    """
    is_asked = is_seen or slot is not None or page is not None
    on_page = [reading for reading in readings if page is None or page in _pages(reading)]
    if len(on_page) != 1:
        if is_asked:
            raise _fault(_which(readings, page))
        return Place()
    [reading] = on_page
    layout, number = reading.form.compiled.layout, page or max(_pages(reading))
    if not _is_as_laid(reading, layout, number):
        if is_asked:
            raise _fault(OTHER_LAYOUT)
        return Place()
    cell = _cell(reading.form.seals, slot, reading)
    if cell is None and is_asked:
        raise _fault(Sentence("《{title}》没有盖章的位置，签名不能有外观。", title=reading.form.title))
    return Place(number - 1, (layout.width, layout.height), cell)


def _cell(places: Sequence[SealPlace], slot: str | None, reading: Reading) -> SealPlace | None:
    """The cell of a name; without one, that of the office."""
    if slot is None:
        return next((place for place in places if place.is_office), None)
    found = chosen(slot, {place.path: (place.label,) for place in places})
    if len(found) == 1:
        return next(place for place in places if place.path == found[0])
    known = [f"{place.path}（{place.label}）" for place in places]
    told = Sentence(
        "没有这个盖章处，或不止一处：{slot}。《{title}》有：{known}。", slot=slot, title=reading.form.title, known=known
    )
    raise _fault(told if known else Sentence("《{title}》没有盖章的位置。", title=reading.form.title))


def _which(readings: Sequence[Reading], page: int | None) -> Said:
    """That it is not known which form of a file is meant."""
    if not readings:
        return NO_FORM
    pages = sorted({number for reading in readings for number in _pages(reading)})
    if page is None:
        return Sentence("文件里有 {count} 份表，请用页码写明签哪一页：{pages}。", count=len(readings), pages=pages)
    return Sentence("第{page}页没有表，或不止一份；有表的是第 {pages} 页。", page=page, pages=pages)


def _pages(reading: Reading) -> set[int]:
    """The pages of a form; of one in which nothing is filled in, the first."""
    return {field.page for field in reading.fields.values()} or {1}


def _is_as_laid(reading: Reading, layout: Layout, page: int) -> bool:
    """True where what was read stands in the cells of the template."""
    cells = {slot.path: slot.box for slot in layout.slots if not layout.in_rows(slot) and slot.path != PAGE}
    read = {RecordPath(path): found.box for path, found in reading.fields.items() if found.page == page}
    boxes = [(cells[path], box) for path, box in read.items() if path in cells]
    return all(
        box is not None and all(abs(side - other) < NEAR for side, other in zip(cell, box, strict=True))
        for cell, box in boxes
    )


def _fault(message: Said) -> InputError:
    return InputError(Fault("", message, "slot"))
