"""The texts of a record (文本): what stands in each slot of each page, in the order of the layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from hjforms.records.base import Leaf, Record, generic, leaves
from hjforms.records.kinds import Kind
from hjforms.template.layout import PAGE, Layout, Slot

Write = Callable[[Any], str]
Values = Callable[[Any], tuple[Any, ...]]


class TextWriter:
    """Writes the values of a record as the texts of its pages. Made once for a template."""

    def __init__(self, layout: Layout, record_type: type[Record]) -> None:
        self._layout = layout
        self._leaves = leaves(record_type)
        self._before = self._plain(layout.before)
        self._after = self._plain(layout.after)
        first = [slot for slot in layout.row_slots if slot.path.startswith(f"{layout.table}.0.")]
        self._row_values, self._row_writes = self._bind(first, f"{layout.table}.*.")
        self._blank_row = [""] * len(first)
        self.numeric = tuple(self._is_numeric(slot) for slot in layout.slots)

    def pages(self, record: Record) -> Iterator[list[str]]:
        """For each page the text of each slot; the empty text where the slot is blank."""
        layout = self._layout
        rows: tuple[Any, ...] = getattr(record, layout.table) if layout.table else ()
        count = layout.pages(len(rows))
        before, after = self._texts(self._before, record), self._texts(self._after, record)
        for number in range(count):
            shown = rows[number * layout.capacity : (number + 1) * layout.capacity]
            page = self._page(before, after, number, count)
            page[len(before) : len(before)] = self._rows(shown)
            yield page

    def _rows(self, rows: tuple[Any, ...]) -> list[str]:
        """The texts of the rows of a page, padded with blank rows to its capacity."""
        values, writes = self._row_values, self._row_writes
        texts: list[str] = []
        for row in rows:
            texts += ["" if value is None else write(value) for value, write in zip(values(row), writes, strict=True)]
        texts += self._blank_row * (self._layout.capacity - len(rows))
        return texts

    def _page(self, before: list[str], after: list[str], number: int, count: int) -> list[str]:
        """The texts outside the rows: totals on the last page only, the page number where there are several."""
        if count == 1:
            return before + after
        label = f"第 {number + 1} 页 共 {count} 页"
        last = number == count - 1
        texts = []
        for slot, text in zip((*self._layout.before, *self._layout.after), before + after, strict=True):
            shown = text if last or not slot.once else ""
            texts.append(label if slot.path == PAGE else shown)
        return texts

    @staticmethod
    def _texts(plan: tuple[Values, list[Write]], record: Record) -> list[str]:
        values, writes = plan
        return ["" if value is None else write(value) for value, write in zip(values(record), writes, strict=True)]

    def _plain(self, slots: tuple[Slot, ...]) -> tuple[Values, list[Write]]:
        return self._bind(slots, "")

    def _bind(self, slots: Any, prefix: str) -> tuple[Values, list[Write]]:
        """A function that takes the values of ``slots`` at once, and the function that writes each."""
        found = [self._leaf(slot) for slot in slots]
        paths = [leaf.path.removeprefix(prefix) if leaf else "" for leaf, _ in found]
        getters = [attrgetter(path) if path else _nothing for path in paths]
        values: Values = (
            attrgetter(*paths)
            if len(paths) > 1 and all(paths)
            else lambda record: tuple(get(record) for get in getters)
        )
        return values, [_write(leaf.kind, part) if leaf else str for leaf, part in found]

    def _leaf(self, slot: Slot) -> tuple[Leaf | None, str]:
        """The leaf of a slot, and the part of it that the slot prints (``year`` of ``filled_on.year``)."""
        path = generic(slot.path)
        if path in self._leaves:
            return self._leaves[path], ""
        owner, _, part = path.rpartition(".")
        return self._leaves.get(owner), part

    def _is_numeric(self, slot: Slot) -> bool:
        leaf, part = self._leaf(slot)
        return leaf is not None and (leaf.kind.numeric or bool(part))


def _nothing(_record: Any) -> None:
    return None


def _write(kind: Kind, part: str) -> Write:
    if not part:
        return kind.write
    assert kind.write_parts is not None
    return partial(_write_part, kind.write_parts, kind.parts.index(part))


def _write_part(write_parts: Callable[[Any], tuple[str, ...]], index: int, value: Any) -> str:
    return write_parts(value)[index]
