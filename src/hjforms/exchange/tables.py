"""Tables (名单): sheets of cells, with a head that says what stands in each column, and the records in them.

A table has the fields of a record, those of one kind of rows, or both: then every line is a row, and lines with one
number are one record. Lines count from 1, as office programs show them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, islice
from typing import Any

from hjforms.catalogue import FORM_MARK, Form, form
from hjforms.errors import Fault, InputError, NotationError
from hjforms.exchange.cells import Cell, shown, value_of
from hjforms.exchange.columns import MARKS, NUMBER, PATH, Column, Columns, form_of_paths
from hjforms.exchange.entry import Entry, Origin, Place, Wanted
from hjforms.naming import is_it
from hjforms.paths import RecordPath
from hjforms.unread import UNREAD, Unread
from hjforms.wording import Joined, Said, Sentence, Words, named, unnamed

LABELS_ROW, FIRST_ROW = 2, 3
CITIZEN_ID = "person.citizen_id"
MOST_TOLD = 20
Line = tuple[int, Sequence[Cell]]
Trouble = Callable[[int, int], Said | None]
"""What is wrong with a cell, by line and column from 1, that its value does not tell; ``None`` where nothing is."""


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet. ``lines`` gives them from the top; ``trouble`` says what they do not tell.

    ``troubled`` are the lines with cells that have no value and should. ``spans`` are the cells that are one with
    others: their first line and column, and their last.
    """

    name: str
    lines: Callable[[], Iterator[Line]]
    trouble: Trouble = lambda _line, _column: None
    troubled: frozenset[int] = frozenset()
    spans: Sequence[tuple[int, int, int, int]] = ()

    @property
    def words(self) -> Said:
        """What a clerk calls it."""
        return Sentence("工作表“{sheet}”", sheet=self.name) if self.name else Sentence("名单")

    def anchor(self, line: int, column: int) -> tuple[int, int]:
        """The first of the cells that are one with a cell; the cell itself where it is one alone."""
        for top, left, bottom, right in self.spans:
            if top <= line <= bottom and left <= column <= right:
                return top, left
        return line, column

    def at(self, line: int, column: int) -> str:
        """How a clerk finds a cell: ``记录!C5``; in a file without sheets ``C5``."""
        return str(Place(self.name, line, column))


@dataclass(frozen=True)
class Heads:
    """Which column of a sheet has which path, and which the number."""

    sheet: str
    paths: Mapping[RecordPath, int]
    number: int

    def place(self, line: int, path: RecordPath) -> Place:
        """The cell of a path on a line; of a part of the record its first, of what has none that of the number."""
        below = (column for known, column in self.paths.items() if known.is_in(path))
        return Place(self.sheet, line, self.paths.get(path) or next(below, self.number))


@dataclass(frozen=True)
class Table:
    """A grid whose columns are known: the fields that they hold, by their number (from 1).

    ``labels`` are what stands over the columns of a list of somebody's own, ``skipped`` its lines of sums.
    """

    form: Form
    grid: Grid
    columns: Mapping[int, Column]
    number: int | None
    first: int
    labels: Mapping[int, str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    @cached_property
    def heads(self) -> Heads:
        """Where its fields stand."""
        return Heads(self.grid.name, {column.path: at for at, column in self.columns.items()}, self.number or 1)

    @property
    def has_records(self) -> bool:
        """True where it has fields of the record."""
        return any(not column.path.table for column in self.columns.values())

    @property
    def row_tables(self) -> list[RecordPath]:
        """The tables of which it has fields of the rows, each once: no list has more than one."""
        return list(dict.fromkeys(column.path.table for column in self.columns.values() if column.path.table))

    def lines(self, numbers: Container[str] = ()) -> Iterator[Line]:
        """Every line of data in which something is written, or that has at least one of these ``numbers``."""
        wanted = [column - 1 for column in self.columns]
        last = 0
        for line in self.grid.lines():
            last, cells = line
            if last < self.first or last in self.skipped:
                continue
            written = any(cells[index] != "" for index in wanted if index < len(cells))
            if written or self._is_troubled(last) or (numbers and self.number_on(line) in numbers):
                yield line
        yield from (
            (number, ()) for number in sorted(self.grid.troubled) if number > last and self._is_troubled(number)
        )

    def _is_troubled(self, line: int) -> bool:
        """True for a line in which a value is missing that should be there."""
        return line in self.grid.troubled and any(self.grid.trouble(line, column) for column in self.columns)

    def number_on(self, line: Line) -> str:
        """The number of the record on a line; empty where it has none."""
        cells = line[1]
        return number_of(cells[self.number - 1]) if self.number is not None and self.number <= len(cells) else ""

    def key_of(self, line: Line) -> str:
        """By what lines are one record: their number, where there is one, or else the citizen id."""
        if self.number is not None:
            return self.number_on(line)
        column = next((number for number, column in self.columns.items() if column.path == CITIZEN_ID), None)
        return str(line[1][column - 1]).strip() if column is not None and column <= len(line[1]) else ""


def head_of_paths(cells: Sequence[Cell]) -> bool:
    """True for a line of paths: ``#``, ``person.name``, …"""
    texts = [cell for cell in cells if cell != ""]
    paths = [cell for cell in texts if isinstance(cell, str) and PATH.fullmatch(cell)]
    return len(paths) == len(texts) and any(path != NUMBER for path in paths)


def table_of_paths(grid: Grid, wanted: Wanted, *, labelled: bool = True) -> Table:
    """The table of a grid whose first line holds paths; where it is ``labelled``, its second holds labels.

    Raises ``InputError`` with every column that the form does not have, and every one that stands twice.
    """
    head, labels = _two(grid)
    paths = {column: str(cell) for column, cell in enumerate(head, 1) if cell != ""}
    found = _form_of(grid, paths, labels if labelled else (), wanted)
    known = {column.path: column for column in Columns.of(found).every}
    faults = [
        Fault(
            "",
            named(
                grid.at(1, column),
                Joined(
                    Sentence("《{form}》没有这一栏：{column}。", form=found.title, column=path),
                    *filter(None, [is_it(path, known)]),
                ),
            ),
            "column.unknown",
        )
        for column, path in paths.items()
        if path not in known and path != NUMBER and path not in MARKS
    ]
    faults += _doubled(grid, paths)
    if faults:
        raise InputError(*faults)
    columns = {column: known[RecordPath(path)] for column, path in paths.items() if path in known}
    return Table(
        found,
        grid,
        columns,
        next((column for column, path in paths.items() if path == NUMBER), None),
        FIRST_ROW if labelled else LABELS_ROW,
    )


def _two(grid: Grid) -> tuple[Sequence[Cell], Sequence[Cell]]:
    """The first two lines of a grid."""
    first = dict(islice(grid.lines(), 2))
    return first.get(1, ()), first.get(LABELS_ROW, ())


def _form_of(grid: Grid, paths: Mapping[int, str], labels: Sequence[Cell], wanted: Wanted) -> Form:
    """The form of a table: that which it names, or that which has its columns."""
    column = next((column for column, path in paths.items() if path == FORM_MARK), None)
    stated = labels[column - 1] if column is not None and column <= len(labels) else ""
    if not isinstance(stated, str) or not stated.strip():
        return wanted.form or form_of_paths(list(paths.values()), wanted.forms, grid.words)
    own = wanted.form
    its = own if own is not None and stated.strip() == own.id else form(stated.strip())  # a case is no form by name
    if own is not None and its.id not in {own.id, own.base_id}:
        message = Sentence(
            "写明是 {named}《{title}》，不是 {form}《{own}》，请核对是哪一种表。",
            named=its.id,
            title=its.title,
            form=own.id,
            own=own.title,
        )
        raise InputError(Fault("", named(grid.words, message), "form"))
    return own or its


def _doubled(grid: Grid, paths: Mapping[int, str]) -> list[Fault]:
    """Columns of one path."""
    places: dict[str, list[int]] = {}
    for column, path in paths.items():
        places.setdefault(path, []).append(column)
    return [
        Fault(
            "",
            Sentence(
                "{cells}：同一栏（{column}）有几列，请只留一列。",
                cells=[grid.at(1, column) for column in found],
                column=path,
            ),
            "column.twice",
        )
        for path, found in places.items()
        if len(found) > 1
    ]


# ------------------------------------------------------------------------------------------- records


@dataclass(frozen=True)
class Lines:
    """Where the fields of an entry stand in its source: on the line of the record, and on those of its rows."""

    records: Heads
    line: int
    rows: Mapping[str, tuple[Heads, Sequence[int]]] = field(default_factory=dict)

    def of(self, path: str) -> Place | None:
        """The cell of a field; of what has none, the cell with the number of its line."""
        wanted = RecordPath(path)
        heads, lines = self.rows.get(wanted.table, (self.records, ()))
        if wanted.row is not None and wanted.row < len(lines):
            return heads.place(lines[wanted.row], wanted.general)
        return self.records.place(self.line, wanted)


class _Line:
    """The values of one line by their paths, and what is wrong with it: of the record, or of its row ``index``."""

    def __init__(self, table: Table, line: Line, index: int | None = None) -> None:
        self.values: dict[RecordPath, Any] = {}
        self.faults: list[Fault] = []
        self._table, (self.number, self._cells) = table, line
        for place, column in table.columns.items():
            if bool(column.path.table) == (index is not None):
                path = column.path if index is None else column.path.in_row(index)
                value = self._value(place, column, path)
                if value is not None:
                    self.values[column.path] = value

    def _value(self, place: int, column: Column, path: RecordPath) -> Any:
        """The value of a cell; of one that is refused, unread."""
        cell = self._cells[place - 1] if place <= len(self._cells) else ""
        trouble = self._table.grid.trouble(self.number, place)
        if cell == "" and trouble is None:
            return None
        try:
            return value_of(column, cell) if trouble is None else self._refuse(trouble)
        except NotationError as error:
            code = _code(error, column)
            told = unnamed(error.message, column.label)
            message = named(
                Words(self._table.grid.at(self.number, place), column.name), Sentence("{told}。", told=told)
            )
            self.faults.append(Fault(path, message, code, shown(cell)))
            return Unread(shown(cell))

    @staticmethod
    def _refuse(trouble: Said) -> None:
        raise NotationError(trouble, code="cell.lost")

    def data(self) -> dict[str, Any]:
        """The values as the data of a record, or of a row."""
        data: dict[str, Any] = {}
        for path, value in self.values.items():
            _put(data, path.column, {UNREAD: value.text} if isinstance(value, Unread) else value)
        return data


def _put(data: dict[str, Any], path: RecordPath, value: Any) -> None:
    """Put a value where its path says."""
    *owners, last = path.steps
    for step in owners:
        data = data.setdefault(step, {})
    data[last] = value


def _code(error: NotationError, column: Column) -> str:
    """The code of what is wrong with a cell: that of its notation, where there is none that says more."""
    return error.code or column.kind.name


def number_of(cell: Cell) -> str:
    """The number of a record, whether it is a text or a figure in its cell."""
    if isinstance(cell, float | int) and not isinstance(cell, bool) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def entries_of(file: str, tables: Sequence[Table], wanted: Wanted) -> Iterator[Entry]:
    """The entries of the tables of one form: one of records and some of their rows, or one of both."""
    records, *others = sorted(tables, key=lambda table: not table.has_records)
    source = _Source(file, records.form, replace(wanted, form=records.form))
    return source.flat(records) if records.row_tables else source.paired(records, others)


_Lines = dict[str, list[Line]]


@dataclass(frozen=True)
class _Source:
    """A file from which the entries of a form come."""

    file: str
    form: Form
    wanted: Wanted

    def paired(self, records: Table, others: Sequence[Table]) -> Iterator[Entry]:
        """Records, and their rows by the number of the record."""
        lines_of = [(table, _by_number(table)) for table in others]
        numbers = {number for _, lines in lines_of for number in lines if number}
        doubled = _doubled_numbers(records, numbers)
        known = set[str]()
        for line in records.lines(numbers):
            number = records.number_on(line)
            known.add(number)
            faults = [_twice(records, doubled[number])] if number in doubled else []
            is_sound = number and not faults
            own = [(table, lines.get(number, []) if is_sound else []) for table, lines in lines_of]
            yield self._entry((records, [line]), own, faults)
        for table, lines in lines_of:
            strays = {"": lines.get("", []), **{number: own for number, own in lines.items() if number not in known}}
            yield from (self._stray(table, number, own) for number, own in strays.items() if own)

    def flat(self, table: Table) -> Iterator[Entry]:
        """Records whose rows follow each other, the fields of the record beside each."""
        seen: set[str] = set()
        for key, lines in groupby(table.lines(), table.key_of):
            if not key:
                for line in lines:
                    yield self._entry((table, [line]), [(table, [line])], [])
                continue
            own = list(lines)
            faults = [_apart(table, own[0][0])] if key in seen else []
            seen.add(key)
            yield self._entry((table, own), [(table, own)], faults)

    def _entry(
        self,
        record: tuple[Table, Sequence[Line]],
        rows: Sequence[tuple[Table, Sequence[Line]]],
        faults: list[Fault],
    ) -> Entry:
        """The entry of the lines of a record and the lines of its rows."""
        table, (first, *others) = record
        found = _Line(table, first)
        faults += found.faults
        for other in others:
            faults += _joined(found, _Line(table, other), table)
        data, places = found.data(), dict[str, tuple[Heads, Sequence[int]]]()
        for row_table, row_lines in rows:
            if row_lines:
                [path] = row_table.row_tables
                made, lines = _rows_of(row_table, row_lines, faults)
                _put(data, path, made)
                places[path] = row_table.heads, lines
        entry = self.wanted.entry(self._origin(table, first[0]), data, faults)
        return replace(entry, cells=Lines(table.heads, first[0], places))

    def _origin(self, table: Table, line: int) -> Origin:
        return Origin(self.file, row=line, sheet=table.grid.name or None)

    def _stray(self, rows: Table, number: str, lines: Sequence[Line]) -> Entry:
        """The entry of rows that belong to no record."""
        column = rows.number or 1
        places = _listed(rows, column, [line for line, _ in lines])
        why = (
            Sentence("“#”栏的序号记录表里没有，这几行明细没有归属，请核对。")
            if number
            else Sentence("“#”栏没有填序号，不知是谁的明细，请补填。")
        )
        fault = Fault("", named(places, why), "number.unknown")
        line = lines[0][0]
        return Entry(self.form, None, self._origin(rows, line), (fault,), cells=Lines(rows.heads, line))


def _by_number(rows: Table) -> _Lines:
    """The lines of rows by the number of their record; empty for those that state none."""
    lines_of: _Lines = {}
    for line in rows.lines():
        lines_of.setdefault(rows.number_on(line), []).append(line)
    return lines_of


def _rows_of(table: Table, lines: Sequence[Line], faults: list[Fault]) -> tuple[list[Any], list[int]]:
    """The rows of lines in which something is written, and the numbers of those; what is wrong with them is added."""
    made, places = list[Any](), list[int]()
    for line in lines:
        row = _Line(table, line, len(made))
        if row.values:
            made.append(row.data())
            places.append(line[0])
            faults += row.faults
    return made, places


def _listed(table: Table, column: int, lines: Sequence[int]) -> Said:
    """Cells of a column, as a clerk finds them."""
    shown = Sentence("{cells}", cells=[table.grid.at(line, column) for line in lines[:MOST_TOLD]])
    return shown if len(lines) <= MOST_TOLD else Words(shown, Sentence("等{count}行", count=len(lines)))


def _doubled_numbers(records: Table, numbers: Container[str]) -> dict[str, list[int]]:
    """The numbers that more than one record has, with their lines."""
    places: dict[str, list[int]] = {}
    for line in records.lines(numbers) if records.number is not None else ():
        if number := records.number_on(line):
            places.setdefault(number, []).append(line[0])
    return {number: lines for number, lines in places.items() if len(lines) > 1}


def _twice(records: Table, lines: Sequence[int]) -> Fault:
    places = _listed(records, records.number or 1, lines)
    told = Sentence("“#”栏同一个序号有几行，分不清明细是谁的，请改成不同的序号。")
    return Fault("", named(places, told), "number.twice")


def _apart(table: Table, line: int) -> Fault:
    at = table.grid.at(line, table.number or 1)
    told = Sentence("同一份记录的各行没有排在一起，请按序号（或公民身份号码）排序。")
    return Fault("", named(at, told), "number.apart")


def _joined(first: _Line, other: _Line, table: Table) -> Iterator[Fault]:
    """Take what a further line of a record states into the first; what contradicts it is a fault."""
    columns = {column.path: (number, column) for number, column in table.columns.items()}
    yield from other.faults
    for path, value in other.values.items():
        if first.values.setdefault(path, value) != value:
            number, column = columns[path]
            at = Words(table.grid.at(other.number, number), column.name)
            told = Sentence("与第{row}行写的不一致，同一份记录应当一样。", row=first.number)
            yield Fault(path, named(at, told), "line.differs")
