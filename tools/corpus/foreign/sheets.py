"""Sheets (别处的表样): one text file for each paper, as somebody in another office would lay it out.

A head of ``name: value`` lines, ``---``, then one block a line:

- ``= title``, ``^ centred``, ``< left``, ``> right``, ``: paragraph``, ``~ left | middle | right``;
- ``|| 10 20 …`` begins a grid with these widths, ``| cell | cell |`` is a row of it: ``<`` belongs to the cell on its
  left, ``^`` to the one above; ``|#`` is a row of heads, ``|*years|`` stands once for each row of that table;
- ``¶`` breaks a line inside a cell.

``{path}`` is a value, ``{path|-}`` a value in another writing (see ``writings``), ``{path?option}`` a box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from hjforms.catalogue import Form
from hjforms.records.base import Record, leaves
from hjforms.records.rules import value_at
from tools.corpus.foreign.writings import written

FOLDER = Path(__file__).parent / "sheets"
PLACE = re.compile(r"\{([a-z_0-9.*#]+)(?:\|([^{}]+)|\?([^{}]+))?\}")
LINES = {"=": "title", "^": "centre", "<": "left", ">": "right", ":": "paragraph"}


@dataclass
class Cell:
    """A cell of a grid; a hidden one belongs to a cell above it or on its left."""

    text: str
    across: int = 1
    down: int = 1
    hidden: bool = False
    head: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: the shares of its columns, and its rows. The first ``heads`` rows are repeated on every page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0


@dataclass(frozen=True)
class Line:
    """A line outside tables: ``style`` is one of `LINES` or ``spread``, whose parts stand apart."""

    style: str
    parts: tuple[str, ...]


Block = Grid | Line


@dataclass(frozen=True)
class Sheet:
    """A paper as another office lays it out."""

    id: str
    head: dict[str, str]
    lines: tuple[str, ...]

    @property
    def form(self) -> str:
        """The form that the paper is."""
        return self.head["form"]

    def paths(self) -> set[str]:
        """Every field that stands on the paper; a field of a row has ``*`` in its path."""
        found = set()
        for line in self.lines:
            table = re.match(r"\|\*(\w+)\|", line)
            for path, _, _ in PLACE.findall(line):
                found.add(f"{table[1]}.*.{path}" if table and path != "#" else path)
        return found - {"#"}

    def blocks(self, form: Form, record: Record) -> list[Block]:
        """The paper of a record."""
        put = partial(self._put, form, record)
        blocks: list[Block] = []
        grids: list[tuple[tuple[float, ...], list[tuple[str, ...]], list[bool]]] = []
        for line in self.lines:
            mark, text = line.partition(" ")[::2]
            if mark == "||":
                grids.append((tuple(map(float, text.split())), [], []))
                blocks.append(Line("grid", (str(len(grids) - 1),)))
            elif mark.startswith("|"):
                rows = list(self._rows(record, line, put))
                grids[-1][1].extend(rows)
                grids[-1][2].extend([mark == "|#"] * len(rows))
            else:
                parts = text.split(" | ") if mark == "~" else [text]
                blocks.append(Line(LINES.get(mark, "spread"), tuple(put(part, "") for part in parts)))
        return [_grid(*grids[int(b.parts[0])]) if isinstance(b, Line) and b.style == "grid" else b for b in blocks]

    def _rows(self, record: Record, line: str, put: Callable[[str, str], str]) -> Iterator[tuple[str, ...]]:
        table = re.match(r"\|\*(\w+)\|", line)
        cells = [cell.strip() for cell in re.split(r"\|(?![^{}]*\})", line.removeprefix("|#").removeprefix("|"))]
        if table is None:
            yield tuple(put(cell, "") for cell in cells)
            return
        for number in range(len(getattr(record, table[1]))):
            yield tuple(put(cell, f"{table[1]}.{number}.") for cell in cells[1:])

    def _put(self, form: Form, record: Record, text: str, prefix: str) -> str:
        def value(found: re.Match[str]) -> str:
            path, writing, option = found.groups()
            if path == "#":
                return str(int(prefix.split(".")[1]) + 1)
            path = path if not prefix else prefix + path
            leaf = leaves(form.record_type)[re.sub(r"\.\d+\.", ".*.", path)]
            held = value_at(record, path)
            if option is not None:
                marked = option in (held if isinstance(held, tuple) else (held,))
                return boxes(self.head.get("boxes", "☑□"))[not marked]
            return "" if held is None else written(leaf.kind, held, writing or "")

        return PLACE.sub(value, text)


def boxes(spelling: str) -> tuple[str, str]:
    """How an office prints a marked box and an empty one: ``☑□``, ``[√][ ]``."""
    half = len(spelling) // 2
    return spelling[:half], spelling[half:]


def _grid(widths: tuple[float, ...], texts: list[tuple[str, ...]], heads: list[bool]) -> Grid:
    rows: list[list[Cell]] = []
    for number, row in enumerate(texts):
        cells = [Cell(text.replace("¶", "\n"), head=heads[number]) for text in row]
        for at, cell in enumerate(cells):
            if cell.text == "<":
                cell.hidden = True
                owner = next(other for other in reversed(cells[:at]) if other.text != "<")
                owner.across += not owner.hidden
            elif cell.text == "^":
                cell.hidden = True
        rows.append(cells)
    for number, cells in enumerate(rows):
        for at, cell in enumerate(cells):
            if cell.text == "^":
                above = next(rows[n][at] for n in range(number - 1, -1, -1) if rows[n][at].text != "^")
                above.down += 1
                _follow(cells, at, above.across)
    assert all(len(row) == len(widths) for row in rows), (widths, [len(row) for row in rows])
    first = [number for number, head in enumerate(heads) if head]
    return Grid(widths, tuple(map(tuple, rows)), max(first) + 1 if first else 0)


def _follow(cells: list[Cell], at: int, across: int) -> None:
    """The cells beside one that belongs to the cell above belong to it as well."""
    for cell in cells[at + 1 : at + across]:
        cell.hidden = True


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every paper, in the order of its number."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        head, _, body = path.read_text("utf-8").partition("---\n")
        named = dict(line.split(": ", 1) for line in head.splitlines())
        found.append(Sheet(path.stem, named, tuple(line for line in body.splitlines() if line.strip())))
    return tuple(found)
