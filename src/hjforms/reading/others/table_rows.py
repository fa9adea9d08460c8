"""The rows of the table and their totals (明细和合计): what stands where ``columns`` finds their places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hjforms.reading.others.columns import YEAR, Columns, Places
from hjforms.reading.others.found import BLANK, TWICE, UNCLEAR, Piece, Value, fitted, is_readable, reads
from hjforms.reading.others.sides import APART, Sides
from hjforms.reading.page.doubt import Doubt
from hjforms.wording import Sentence

FRACTION = Doubt("error", Sentence("表头以%为单位，这里的数却小于1，不知是不是百分数，没有读入，请人工核对。"))
TORN = Doubt("error", Sentence("这一格被分在两页上，没有读入，请人工核对。"))
OF_SEVERAL = Doubt("error", Sentence("这一格跨了几行，不知是哪一行的，没有读入，请人工核对。"))
IN_HEADS = Doubt("error", Sentence("表头的格子里有金额，表头与第一行分不开，各行没有读入，请人工核对。"))
SHIFTED = Doubt("error", Sentence("合计行有一个数是另一列的合计，像是错了列，没有读入，请人工核对。"))
_OF_ONE_ROW = frozenset(("money", "whole", "years", "year-month", "rate"))
_IS_YEAR = re.compile("(?:19|20)\\d\\d年?度?")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


class TableRows:
    """Takes what stands in the places of a table."""

    def __init__(self, sides: Sides, columns: Columns) -> None:
        self._sides, self._columns = sides, columns
        self._sheet, self._words, self._found = sides.sheet, sides.words, sides.found
        self._squares = sides.sheet.squares

    def take(self) -> None:
        """Take the rows under the heads, and their totals."""
        found, columns = self._found, self._columns

        def value_of(path: str, places: Places) -> Value:
            value, rival = self._value(path, places), columns.rivals.get(places[0][0])
            value = value.but(UNCLEAR) if places[0][0] in columns.unclear else value
            return value if rival is None else replace(value.but(TWICE), rivals=(rival,))

        several = [row for row in columns.rows if self._is_of_several(row)]
        for row in (row for row in columns.rows if row not in several):
            values = {
                path: replace(value_of(path, places), claims=columns.claims.get(path, ()))
                for path, places in row.items()
            }
            found.rows.append(
                {path: _hundredths(value) if path in columns.percents else value for path, value in values.items()}
            )
        totals = {path: value_of(path, places) for path, places in columns.totals.items()}
        shifted = self._are_shifted(totals)
        found.fields |= {path: value.but(SHIFTED) if shifted else value for path, value in totals.items()}
        found.claims |= {path: columns.claims[path] for path in totals if path in columns.claims}
        self._guessed_columns()
        found.is_counted = columns.are_counted
        if columns.is_torn:
            found.rows = [{path: value.but(IN_HEADS) for path, value in row.items()} for row in found.rows]
        left_out = {index for row in several for places in row.values() for index, _ in places}
        found.use_squares(columns.used - left_out)

    def _is_of_several(self, row: Mapping[str, Places]) -> bool:
        """True for cells that several rows share, line by line: a year stands on each line of that of the year."""
        texts = [self._squares[index].text for index, _ in row.get(YEAR, ())]
        return any(len(lines := text.split()) > 1 and all(map(_IS_YEAR.fullmatch, lines)) for text in texts)

    def _are_shifted(self, totals: dict[str, Value]) -> bool:
        """True where most of the sums of the table that are not those of their own columns are those of others.

        Where most are of none, rows that they sum stand on another page.
        """
        steps = {path: step for step, path in self._words.totals.items()}
        sums = {step: self._sum(step) for step in steps.values()}
        stated = {steps[path]: self._number(steps[path], value) for path, value in totals.items()}
        strange = {step: number for step, number in stated.items() if number and number != sums[step]}
        moved = [step for step, number in strange.items() if any(number == sums[at] for at in sums if at != step)]
        return 2 * len(moved) > len(strange)

    def _sum(self, step: str) -> Decimal | None:
        """The sum of a column, ``None`` where a figure of it cannot be read."""
        numbers = [self._number(step, row[step]) for row in self._found.rows if step in row]
        return None if None in numbers else sum(filter(None, numbers), Decimal())

    def _number(self, step: str, value: Value) -> Decimal | None:
        """A figure of the table; ``None`` where it is none."""
        leaf = self._sides.leaf(step)
        if leaf is None or BLANK.fullmatch(value.text):
            return Decimal()
        return Decimal(leaf.kind.read(value.text)) if is_readable(leaf, value.text) else None

    def _guessed_columns(self) -> None:
        """Tell of heads in words that we do not know; where a value under them is none of the field, none is taken."""
        found = self._found
        for path, text in self._columns.guessed.items():
            values = [row[path] for row in found.rows if path in row]
            leaf = self._sides.leaf(path)
            if leaf is None or not all(reads(leaf, value.text) or BLANK.fullmatch(value.text) for value in values):
                found.rows = [
                    {other: value.but(UNCLEAR) if other == path else value for other, value in row.items()}
                    for row in found.rows
                ]
            else:
                found.guessed[f"{self._words.table}.*.{path}"] = text

    def _value(self, path: str, places: Places) -> Value:
        """What stands in the row or in the sums for a field."""
        leaf = self._sides.leaf(path)
        text = "".join(text for _, text in places).replace("\n", "")
        value = Value(fitted(leaf, text), tuple(self._piece(*place) for place in places))
        is_torn = len({self._squares[index].page for index, _ in places}) > 1
        if is_torn and leaf is not None and leaf.kind.name != "text":
            return value.but(TORN)
        is_shared = (
            leaf is not None and leaf.kind.name in _OF_ONE_ROW and path != YEAR and self._spans_rows(places[0][0])
        )
        return value.but(OF_SEVERAL) if is_shared else value

    def _piece(self, index: int, text: str) -> Piece:
        """A square; of one that says several things with gaps between them, what is taken."""
        if not text:
            return self._found.whole(index)
        before, taken, behind = self._squares[index].text.partition(text)
        is_part = bool(taken) and all(not other or APART.search(other) for other in (before, behind[::-1]))
        return Piece(index, len(before), len(before) + len(text)) if is_part else self._found.whole(index)

    def _spans_rows(self, index: int) -> bool:
        """True for a cell that goes on beside the rows below its own."""
        here = self._squares[index]
        beside = (self._squares[other] for other in self._sheet.lines[self._sheet.line_of[index]])
        return bool(here.table) and any(
            other.bottom < here.bottom - (other.bottom - other.top) / 2 for other in beside if other.text.strip()
        )


def _hundredths(value: Value) -> Value:
    """A bare figure under a head that says % (缴费比例（%）); one below 1 may be no percentage."""
    if not _FIGURE.fullmatch(value.text):
        return value
    is_share = value.text[0] != "0" or not value.text.strip("0.")
    return replace(value, text=f"{value.text}%") if is_share else value.but(FRACTION)
