"""The table of years on the paper of another office (历年明细表): found by its heads, however many rows it has.

Heads stand in one level or two. Numbers of rows and of columns and sums of a page are no data; the row of sums
(合计) is what the form calls total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from hjforms.reading.beside import SAME_SIDE, Taken, is_same_column
from hjforms.reading.grid import Cell, Grid
from hjforms.reading.labels import bare, column_labels, plain_labels
from hjforms.reading.reading import FormLike, Source
from hjforms.records.base import Leaf, leaves, tables

SUMS = frozenset({"合计", "总计", "合计金额"})
PARTIAL_SUMS = frozenset({"小计", "本页小计", "本页合计", "过次页", "承前页"})
ROW_NUMBERS = frozenset({"序号", "行次"})
LEAST_COLUMNS = 0.5  # of the columns of the form

Columns = Sequence[tuple[Cell, Leaf | None]]
Take = Callable[[Leaf, Cell], Source]


class YearTable:
    """The rows and the sums of the table of a form, as far as a page has it."""

    def __init__(self, form: FormLike, grid: Grid, taken: Taken, take: Take) -> None:
        self._form, self._grid, self._taken, self._take = form, grid, taken, take
        self._name = next(iter(tables(form.record_type)), "")
        self.rows: list[dict[str, Source]] = []
        self.sums: dict[str, Source] = {}
        self.columns = 0
        if self._name:
            self._read()

    def _read(self) -> None:
        columns = self._heads()
        wanted = sum(".*." in path for path in leaves(self._form.record_type))
        if len(columns) < max(2, wanted * LEAST_COLUMNS):
            return
        self.columns = sum(leaf is not None for _, leaf in columns)
        self._take_heads(columns)
        for band in self._bands(columns):
            self._read_row(columns, band)

    def _heads(self) -> Columns:
        """The lowest heads of the table, from left to right, with the columns that they mean."""
        known = column_labels(self._form.record_type)
        heads = [cell for cell in self._grid.cells if ("", bare(cell.text)) in known]
        if not heads:
            return []
        level = max(heads, key=lambda one: sum(_is_level(one, other) for other in heads))
        band = [cell for cell in self._grid.cells if _is_level(level, cell) and cell.chars]
        bottoms = [cell.box[1] for cell in band if ("", bare(cell.text)) in known]
        bottom = max(set(bottoms), key=bottoms.count)
        lowest = sorted((cell for cell in band if abs(cell.box[1] - bottom) <= SAME_SIDE), key=lambda cell: cell.box[0])
        found = [(cell, self._meant(cell)) for cell in lowest]
        paths = [leaf.path for _, leaf in found if leaf]
        return [(cell, leaf if leaf and paths.count(leaf.path) == 1 else None) for cell, leaf in found]

    def _meant(self, cell: Cell) -> Leaf | None:
        """The column that a head means, with the group above it; ``None`` where it may mean several, or none."""
        known = column_labels(self._form.record_type)
        group = self._group(cell)
        found = known.get((bare(group.text), bare(cell.text)), ()) if group else ()
        found = found or known.get(("", bare(cell.text)), ())
        return found[0] if len(found) == 1 else None

    def _group(self, cell: Cell) -> Cell | None:
        return next((other for other in self._grid.cells if other.is_above(cell)), None)

    def _take_heads(self, columns: Columns) -> None:
        for cell, _ in columns:
            group = self._group(cell)
            self._taken.add(cell.chars)
            if group and bare(group.text) not in plain_labels(self._form.record_type):
                self._taken.add(group.chars)

    def _bands(self, columns: Columns) -> Iterator[list[Cell]]:
        """The rows below the heads: cells that have the sides of the heads, down to where the table ends."""
        bottom = min(head.box[1] for head, _ in columns) + SAME_SIDE
        left, right = columns[0][0].box[0] - SAME_SIDE, columns[-1][0].box[2] + SAME_SIDE
        rows: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._grid.cells:
            x0, y0, x1, y1 = cell.box
            if y1 <= bottom and left <= x0 and x1 <= right:
                rows[round((y0 + y1) / 2 / SAME_SIDE)].append(cell)
        for _, band in sorted(rows.items(), reverse=True):
            band.sort(key=lambda cell: cell.box[0])
            is_sum = bare(band[0].text) in SUMS | PARTIAL_SUMS
            if (len(band) < len(columns) and not is_sum) or not all(_ends_with(columns, cell) for cell in band):
                return
            yield band

    def _read_row(self, columns: Columns, band: Sequence[Cell]) -> None:
        texts = [bare(cell.text) for cell in band]
        first = next(filter(None, texts), "")
        if _counts(texts) or first in PARTIAL_SUMS:
            self._taken.add(char for cell in band for char in cell.chars)
            return
        row: dict[str, Source] = {}
        for head, leaf in columns:
            cell = next((cell for cell in band if is_same_column(head, cell)), None)
            if cell is None or not cell.chars:
                continue
            if bare(head.text) in ROW_NUMBERS or cell.text in SUMS:
                self._taken.add(cell.chars)
            elif leaf is not None:
                row[leaf.path.removeprefix(f"{self._name}.*.")] = self._take(leaf, cell)
        if first in SUMS:
            self._taken.add(char for cell in band if cell.text in SUMS for char in cell.chars)
            self._put_sums(row)
        elif row:
            self.rows.append(row)

    def _put_sums(self, row: dict[str, Source]) -> None:
        known = leaves(self._form.record_type)
        self.sums |= {f"total.{path}": source for path, source in row.items() if f"total.{path}" in known}


def _ends_with(columns: Columns, cell: Cell) -> bool:
    return any(abs(cell.box[2] - head.box[2]) <= SAME_SIDE for head, _ in columns)


def _is_level(one: Cell, other: Cell) -> bool:
    """True for cells that share a stretch of height."""
    return min(one.box[3], other.box[3]) - max(one.box[1], other.box[1]) > SAME_SIDE


def _counts(texts: Sequence[str]) -> bool:
    """True for the row that numbers the columns: 1, 2, 3 …"""
    return len(texts) > 2 and list(texts) == [str(number) for number in range(1, len(texts) + 1)]
