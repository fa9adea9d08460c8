"""The layout (版面) of a compiled template: which field stands in which rectangle of the page.

Lengths are points, the origin is the lower left corner, as PDF has it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import TypeAdapter

from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaf_at, leaves, part_names, tables

Align = Literal["left", "center", "right"]
Height = Literal["top", "center", "bottom"]
PADDING = 2.0
"""What a box leaves free left and right of its text, in points: the cell margins of our own templates."""
PAGE = "page"
"""The one slot that is no field of the record: 第 x 页 共 y 页, blank where there is one page only."""
LATER = "见末页"
"""What stands in the place of a total on every page but the last."""

MOST_SLOTS = 3000
LARGEST_SIDE = 2400.0  # points: A1
LARGEST_SIZE = 72.0


@dataclass(frozen=True)
class Slot:
    """The place of one text: its path (``years.0.paid.personal``), box, alignment, font size, and at which height.

    ``once`` marks totals: with several pages, they stand on the last one only, and ``LATER`` on the others.
    ``picture`` is the room right above the box in which the text is drawn (逐月经历), 0 where there is none.
    """

    path: RecordPath
    box: tuple[float, float, float, float]
    align: Align
    size: float
    once: bool = False
    height: Height = "center"
    picture: float = 0.0


@dataclass(frozen=True)
class Layout:
    """One page of a form. ``table`` is the list that fills its rows, ``capacity`` how many rows it has.

    Slots stand in document order, so all slots of rows stand together.
    """

    form: str
    source: str  # SHA-256 of the Word file
    width: float
    height: float
    table: str
    capacity: int
    slots: tuple[Slot, ...]

    @cached_property
    def rows(self) -> RecordPath:
        """The path of the table."""
        return RecordPath(self.table)

    @cached_property
    def places(self) -> tuple[tuple[int | None, RecordPath], ...]:
        """For each slot its row on the page, and its path there; the whole path of one outside the rows."""
        return tuple(
            (slot.path.row, slot.path.column) if self.in_rows(slot) else (None, slot.path) for slot in self.slots
        )

    @cached_property
    def before(self) -> tuple[Slot, ...]:
        """The slots before the rows; every slot where the form has no rows."""
        return self.slots[: self._first_row]

    @cached_property
    def row_slots(self) -> tuple[Slot, ...]:
        """The slots of all rows, row by row."""
        return tuple(slot for slot in self.slots if self.in_rows(slot))

    @cached_property
    def after(self) -> tuple[Slot, ...]:
        """The slots after the rows."""
        return self.slots[self._first_row + len(self.row_slots) :]

    @cached_property
    def _first_row(self) -> int:
        places = (index for index, slot in enumerate(self.slots) if self.in_rows(slot))
        return next(places, len(self.slots))

    def in_rows(self, slot: Slot) -> bool:
        """True for a slot of the repeated row."""
        return bool(self.table) and slot.path.is_in(self.table)

    def path_on(self, slot: Slot, page: int) -> RecordPath:
        """The path in the record that a slot shows on a page (from 0): rows count on from page to page."""
        if not self.in_rows(slot):
            return slot.path
        return slot.path.in_row((slot.path.row or 0) + page * self.capacity)

    def pages(self, rows: int) -> int:
        """How many pages ``rows`` rows need; a form without any still has one."""
        return max(1, -(-rows // self.capacity)) if self.capacity else 1

    def dump(self) -> bytes:
        """The layout as JSON text."""
        data = asdict(self) | {"slots": [_stated(slot) for slot in self.slots]}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, data: bytes) -> Layout:
        """The layout that ``dump`` wrote. Raises ``ValueError`` for anything else."""
        return _adapter().validate_json(data, strict=True)

    def lacks(self, record_type: type[Record]) -> tuple[str, ...]:
        """What of such records has no place on the page (``without_place``)."""
        return without_place(record_type, {slot.path.general for slot in self.slots})

    def fits(self, record_type: type[Record]) -> bool:
        """True where the layout prints fields of such records, each once, in boxes of the page, row by row.

        A layout that came with a file of who knows whom may be anything.
        """
        paths = {slot.path for slot in self.slots}
        return (
            self.table in {"", *tables(record_type)}
            and len(self.slots) == len(paths) <= MOST_SLOTS
            and (*self.before, *self.row_slots, *self.after) == self.slots
            and self._rows_are_alike()
            and all(path == PAGE or leaf_at(record_type, path)[0] is not None for path in paths)
            and all(self._holds(slot) for slot in self.slots)
        )

    def _rows_are_alike(self) -> bool:
        """True where each row has the same fields as the first, and there are as many rows as the layout says."""
        paths = [slot.path for slot in self.row_slots]
        if not paths:
            return not self.table and not self.capacity
        fields = [path.column for path in paths if path.row == 0]
        return len(paths) == self.capacity * len(fields) and all(
            path == self.rows / (number // len(fields)) / fields[number % len(fields)]
            for number, path in enumerate(paths)
        )

    def _holds(self, slot: Slot) -> bool:
        """True for a slot on the page, in a size that can be read."""
        x0, y0, x1, y1 = slot.box
        top = y1 + slot.picture
        on_page = 0 <= x0 < x1 <= self.width <= LARGEST_SIDE and 0 <= y0 < y1 <= top <= self.height <= LARGEST_SIDE
        return on_page and 1 <= slot.size <= LARGEST_SIZE


def _stated(slot: Slot) -> dict[str, Any]:
    """A slot as JSON data; one without a picture, or with its value in the middle as most are, says nothing of it."""
    usual = {"height": "center", "picture": 0.0}
    return {key: value for key, value in asdict(slot).items() if usual.get(key) != value}


def without_place(record_type: type[Record], placed: Collection[str]) -> tuple[str, ...]:
    """The fields of a record, and the single boxes of a choice, that a page with these paths has no place for.

    ``placed`` are paths of leaves or of their parts, ``*`` for a row. A date of which a part has no place is no such
    field: a template like that is wrong.
    """
    lacking: list[str] = []
    for path, leaf in leaves(record_type).items():
        parts = [leaf.path / part for part in part_names(leaf)]
        missing = [part for part in parts if part not in placed]
        if path in placed or (parts and not missing):
            continue
        if len(missing) == len(parts):
            lacking.append(path)
        elif leaf.kind.parts is not None and leaf.kind.parts.boxes:
            lacking += missing
    return tuple(lacking)


@cache
def _adapter() -> TypeAdapter[Layout]:
    return TypeAdapter(Layout)
