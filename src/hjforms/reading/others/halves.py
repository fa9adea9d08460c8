"""Sections side by side in one table (左右并排的两部分): of which of them a label may be that several have.

What stands on its line is of the other section then, and what stands over and under it tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from hjforms.paths import RecordPath
from hjforms.reading.others.sides import LabelAt
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.squares import Sheet

LEAST_FURTHER = 2  # labels under those of the first line: fewer make no columns
Owners = frozenset[RecordPath]


class Halves:
    """The columns in which the labels of tables stand, and the parts of the form that tell labels there."""

    def __init__(self, sheet: Sheet, words: Vocabulary, labels: Sequence[LabelAt]) -> None:
        self._squares, self._words = sheet.squares, words
        self._columns: dict[int, dict[float, list[LabelAt]]] = defaultdict(lambda: defaultdict(list))
        self._lines: dict[int, dict[int, list[LabelAt]]] = defaultdict(lambda: defaultdict(list))
        for label in labels:
            at = self._squares[label.square]
            if at.table:
                self._columns[at.table][at.left].append(label)
                self._lines[at.table][sheet.line_of[label.square]].append(label)
        self._abreast = {table for table in self._columns if self._is_abreast(table)}

    def owners(self, label: LabelAt) -> Owners:
        """The parts of the form of which a label may be."""
        return frozenset(RecordPath(path).parent for path in self._words.names[label.name])

    def others(self, path: str, label: LabelAt, *, is_placed: bool) -> Owners | None:
        """The parts of which a label is rather than of a field that it was given to; ``None``: nothing is against it.

        Under the heading of its part (``is_placed``) it is of that, unless the heading is that of the other half.
        """
        at = self._squares[label.square]
        if not at.table or len(self.owners(label)) < 2:
            return None
        own, column = RecordPath(path).parent, self._columns[at.table][at.left]
        if at.table in self._abreast and own in self._part(label):
            told = self._told(label, column)
            return None if told == {own} or (is_placed and own in (told or {own})) else told
        stacked = list(map(self.owners, _stacked(label, column)))
        is_other = bool(stacked) and all(own not in of and of & self.owners(label) for of in stacked)
        return frozenset().union(*stacked) if is_other and not is_placed else None

    def _told(self, label: LabelAt, column: Sequence[LabelAt]) -> Owners:
        """The parts of the next labels over and under one that are of one part alone."""
        telling = [other for other in column if other is label or len(self._part(other)) == 1]
        return frozenset().union(*(self._part(other) for other in _stacked(label, telling)))

    def _part(self, label: LabelAt) -> Owners:
        """The parts of which a label may be, but the form itself."""
        return self.owners(label) - {RecordPath()}

    def _is_abreast(self, table: int) -> bool:
        """True for a table with labels beside one another, but nowhere two that are certain to be of one part."""
        lines = [{label.square: label for label in labels}.values() for labels in self._lines[table].values()]
        pairs = [pair for labels in lines for pair in combinations(labels, 2)]
        is_one = any(self._are_of_one(one, other) for one, other in pairs)
        return bool(pairs) and sum(map(len, lines[1:])) >= LEAST_FURTHER and not is_one

    def _are_of_one(self, one: LabelAt, other: LabelAt) -> bool:
        """True for labels of one and the same part alone, or under one heading that both may be of."""
        common = self._part(one) & self._part(other)
        is_alone = len(self._part(one)) == 1 == len(self._part(other))
        return bool(common) and (is_alone or bool(one.section and one.section == other.section))


def _stacked(label: LabelAt, column: Sequence[LabelAt]) -> list[LabelAt]:
    """The labels next over and under one in its column."""
    number = next(place for place, other in enumerate(column) if other is label)
    return [*column[max(0, number - 1) : number], *column[number + 1 : number + 2]]
