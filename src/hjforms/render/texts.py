"""The texts of a record (文本): what stands in each slot of each page, in the order of the layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from hjforms.errors import Fault, InputError, NotationError
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaf_at, place, unread_in
from hjforms.records.kinds import Kind, Parts
from hjforms.records.rules import Check, Rule
from hjforms.render.places import Places
from hjforms.render.remembered import Remembered
from hjforms.template.layout import LATER, PAGE, Layout, Slot
from hjforms.unread import ADVICE, Unread, fault_at

Write = Callable[[Any], str]
MOST_REMEMBERED = 4096  # values of a field (days, months, words) whose texts are kept


class TextWriter:
    """Writes the values of a record as the texts of its pages. Made once for a template."""

    def __init__(self, layout: Layout, record_type: type[Record], rules: Sequence[Rule | Check] = ()) -> None:
        self._layout = layout
        self.printed = Places(layout, record_type, rules).printed
        self._record_type = record_type
        self._outside = self._bind((*layout.before, *layout.after))
        first = [slot for slot in layout.row_slots if slot.path.row == 0]
        self._row = self._bind(first)
        self._blank_row = [""] * len(first)
        kinds = [leaf_at(self._record_type, slot.path) for slot in layout.slots]
        self.signs = tuple(_signs(leaf.kind, part) if leaf else None for leaf, part in kinds)
        self.boxes = tuple(index for index, (leaf, part) in enumerate(kinds) if leaf and _is_box(leaf.kind, part))

    def pages(self, record: Record) -> Iterator[list[str]]:
        """For each page the text of each slot; the empty text where the slot is blank.

        Raises ``InputError`` with every value that cannot be written, or has no place and would be lost.
        """
        record, layout = self.printed(record), self._layout
        rows: tuple[Any, ...] = getattr(record, layout.table) if layout.table else ()
        count = layout.pages(len(rows))
        try:
            yield from self._pages(record, rows, count)
        except NotationError:
            raise InputError(*self._faults(record, rows)) from None

    def _faults(self, record: Record, rows: tuple[Any, ...]) -> list[Fault]:
        """Every value that is unread or that its notation refuses to write."""
        table = self._layout.rows
        in_rows = (fault for index, row in enumerate(rows) for fault in self._row.faults(row, table / index))
        faults = [*self._outside.faults(record, RecordPath()), *in_rows]
        unread = unread_in(record)
        return [
            fault_at(fault.path, place(self._record_type, fault.path)) if fault.path in unread else fault
            for fault in faults
        ]

    def _pages(self, record: Record, rows: tuple[Any, ...], count: int) -> Iterator[list[str]]:
        layout = self._layout
        outside, first = self._outside.texts(record), len(layout.before)
        for number in range(count):
            page = self._page(outside, number, count)
            if layout.capacity:
                page[first:first] = self._rows(rows[number * layout.capacity : (number + 1) * layout.capacity])
            yield page

    def _rows(self, rows: tuple[Any, ...]) -> list[str]:
        """The texts of the rows of a page, padded with blank rows to its capacity."""
        return self._row.texts_of_all(rows) + self._blank_row * (self._layout.capacity - len(rows))

    def _page(self, outside: list[str], number: int, count: int) -> list[str]:
        """The texts outside the rows: totals on the last page only, the page number where there are several."""
        if count == 1:
            return outside
        label = f"第 {number + 1} 页 共 {count} 页"
        last = number == count - 1
        texts = []
        for slot, text in zip((*self._layout.before, *self._layout.after), outside, strict=True):
            shown = text if last or not slot.once else LATER
            texts.append(label if slot.path == PAGE else shown)
        return texts

    def _bind(self, slots: Sequence[Slot]) -> _Plan:
        """How to write the texts of ``slots`` from the record or, where they are those of a row, from that."""
        found = [leaf_at(self._record_type, slot.path) for slot in slots]
        fields = [(leaf, part) for leaf, part in found if leaf]
        paths = [leaf.path.column for leaf, _ in fields]
        strangers = [index for index, (leaf, _) in enumerate(found) if leaf is None]
        return _Plan(paths, [(leaf.kind, part) for leaf, part in fields], strangers)


class _Plan:
    """Writes the fields of one object, all at once.

    Fields of kinds whose writing is ``str(value)`` are written so, and one pattern for the whole object makes sure
    that nothing odd is among them; where there is, every field is written by its notation.
    ``strangers`` are the places of slots that are no fields; they stay empty.
    """

    def __init__(self, paths: Sequence[str], kinds: Sequence[tuple[Kind, str]], strangers: Sequence[int]) -> None:
        self._values: Callable[[Any], tuple[Any, ...]] = (
            attrgetter(*paths) if len(paths) > 1 else lambda owner: tuple(attrgetter(path)(owner) for path in paths)
        )
        self._paths = paths
        self._writes = [_write(kind, part) for kind, part in kinds]
        self._blanks = [kind.parts.write(None)[0] if _is_box(kind, part) and kind.parts else "" for kind, part in kinds]
        self._strangers = strangers
        patterns = ["" if part else kind.pattern for kind, part in kinds]
        self._quick = [str if pattern else write for pattern, write in zip(patterns, self._writes, strict=True)]
        self._plain = "\n".join(f"(?:{pattern})?" if pattern else ".*" for pattern in patterns)
        self._plain_of: dict[int, Callable[[str], object]] = {}
        self._asked: set[int] = set()

    def faults(self, owner: Any, at: RecordPath) -> Iterator[Fault]:
        """What is wrong with each value that cannot be written."""
        for path, value, write in zip(self._paths, self._values(owner), self._writes, strict=True):
            try:
                if value is not None:
                    write(value)
            except NotationError as error:
                yield Fault(at / path, error.message)

    def texts(self, owner: Any) -> list[str]:
        """The text of each slot."""
        texts = self.texts_of_all((owner,))
        for index in self._strangers:
            texts.insert(index, "")
        return texts

    def texts_of_all(self, owners: Sequence[Any]) -> list[str]:
        """The text of each field of several objects, one object after another."""
        values = [value for owner in owners for value in self._values(owner)]
        texts = self._written(values, self._quick)
        if texts and not self._are_plain(len(owners), "\n".join(texts)):
            texts = self._written(values, self._writes)
        return texts

    def _are_plain(self, count: int, text: str) -> bool:
        """Whether all fields of so many objects, a line each, are known to be as their kinds have them.

        The number of lines is exact, so that a text with a line break in it is never taken for two. The pattern is made
        when it is asked for again: one document alone is written faster without.
        """
        plain = self._plain_of.get(count)
        if plain is None and count not in self._asked:
            self._asked.add(count)
            return False
        if plain is None:
            plain = self._plain_of[count] = re.compile(f"{self._plain}(?:\n{self._plain}){{{count - 1}}}").fullmatch
        return plain(text) is not None

    def _written(self, values: Sequence[Any], writes: list[Write]) -> list[str]:
        count = len(values) // len(writes) if writes else 0
        fields = zip(values, writes * count, self._blanks * count, strict=True)
        return [blank if value is None else write(value) for value, write, blank in fields]


def _write(kind: Kind, part: str) -> Write:
    if part and kind.parts is not None:
        write_part = _refusing(partial(_write_part, kind.parts, kind.parts.names.index(part)))
        return Remembered(write_part, MOST_REMEMBERED).__getitem__
    write = _refusing(kind.write)
    return write if kind.pattern else Remembered(write, MOST_REMEMBERED).__getitem__


def _refusing(write: Write) -> Write:
    """Write values only: what is unread is never printed."""

    def written(value: Any) -> str:
        if isinstance(value, Unread):
            raise NotationError(ADVICE)
        return write(value)

    return written


def _write_part(parts: Parts, index: int, value: Any) -> str:
    return parts.write(value)[index]


def _signs(kind: Kind, part: str) -> str | None:
    """What every text has beside digits; ``None`` where it is no figure. Parts that are no boxes are numbers."""
    if part:
        return None if _is_box(kind, part) else ""
    return kind.signs


def _is_box(kind: Kind, part: str) -> bool:
    return bool(part) and kind.parts is not None and kind.parts.boxes
