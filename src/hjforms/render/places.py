"""Places (位置): what of a record a template has a place for. What has none is never lost in silence.

An office's own paper may lack fields. A value without a place is left out only where completing what the paper says
gives it again: a sum that nobody prints is still the sum. Any other is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hjforms.errors import Fault, InputError
from hjforms.notations.choice import MARKED
from hjforms.paths import RecordPath
from hjforms.records.base import Record, RecordT, leaf_at, leaves, place, refuse_unread, tables
from hjforms.records.rules import Check, Rule, complete, value_at, without
from hjforms.template.layout import Layout
from hjforms.wording import Sentence, named

NO_PLACE = Sentence("模板上没有这一栏，写了也印不出来；请改用有这一栏的模板，或把它留空。")


class Places:
    """What a template has places for, of records with these rules. Made once for a template."""

    def __init__(self, layout: Layout, record_type: type[Record], rules: Sequence[Rule | Check]) -> None:
        self._rules = rules
        lacking = layout.lacks(record_type)
        self._whole = [path for path in lacking if path in leaves(record_type)]
        self._boxes = [path for path in lacking if path not in self._whole]

    def printed(self, record: RecordT) -> RecordT:
        """What of the record is printed: all of it, or all but what follows from the rest.

        Raises ``InputError`` with every value that has no place and does not follow from what has one.
        """
        if not (self._whole or self._boxes):
            return record
        refuse_unread(record)
        printed = without(record, self._whole)
        lost = [path for path in self._boxes if _is_marked(record, path)]
        if not self._follow(record, self._whole):
            lost = [*self._stated(record, self._telling(record)), *lost]
        if lost:
            record_type = type(record)
            raise InputError(*(Fault(path, named(place(record_type, path), NO_PLACE), "no-place") for path in lost))
        written = {
            table: tuple(row for row in getattr(printed, table) if not row.is_blank()) for table in tables(type(record))
        }
        return printed.model_copy(update=written)

    def _follow(self, record: Record, paths: Sequence[str]) -> bool:
        """True where completing gives every value again that a record states at these paths."""
        again = complete(without(record, paths), self._rules)
        return all(value_at(again, path) == value_at(record, path) for path in self._stated(record, paths))

    def _telling(self, record: Record) -> list[str]:
        """The paths without a place whose values do not follow from others: those that have to be told."""
        following: list[str] = []
        for path in reversed(self._whole):
            if self._follow(record, [*following, path]):
                following.append(path)
        return [path for path in self._whole if path not in following]

    @staticmethod
    def _stated(record: Record, paths: Sequence[str]) -> Iterator[str]:
        """The paths, row by row, at which a record states a value."""
        for path in map(RecordPath, paths):
            places = [path.in_row(row) for row in range(len(getattr(record, path.table)))] if path.table else [path]
            yield from (stated for stated in places if value_at(record, stated) is not None)


def _is_marked(record: Record, path: str) -> bool:
    """True where a record marks a box of a choice."""
    leaf, part = leaf_at(type(record), path)
    assert leaf is not None
    assert leaf.kind.parts is not None
    value = value_at(record, leaf.path)
    return value is not None and leaf.kind.parts.write(value)[leaf.kind.parts.names.index(part)] == MARKED
