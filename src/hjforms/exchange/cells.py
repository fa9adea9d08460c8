"""Cells (单元格): a value as a list holds it, and back.

What a cell says is judged by ``read`` of its notation, as paper is. A number or a day that an office program has made
of what was typed is taken where it still says all of it, and refused where it does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hjforms.errors import NotationError
from hjforms.exchange.columns import YEAR_UNIT, Column
from hjforms.notations import text as notations
from hjforms.records.kinds import Kind
from hjforms.unread import Unread
from hjforms.wording import Sentence

Cell = str | float | bool | dt.date | dt.time | dt.timedelta
UNREAD_MARK = "？"
"""What begins a cell that is unread (读不出); behind a space it is a text."""
MOST_DIGITS = 15
"""How many digits a number cell holds."""
FIRST_DAY = dt.date(1900, 3, 1)
"""The first day that every office program counts alike."""
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{1,3}")
_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!)")
_EDGES = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # what may stand around a text, and says nothing
_AROUND = re.compile(rf"^[\s{_EDGES}]+|[\s{_EDGES}]+$")
_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")
_BARE = re.compile(r"[0-9０-９]{1,4}")
PLAIN = frozenset({"text", "digits", "citizen-id", "capital", "year-month"})
NUMBERED = frozenset({"digits", "citizen-id"})
ERROR = "单元格是 {error}，公式出了错，请改正公式或直接填写"


def to_cell(kind: Kind, value: Any) -> Cell | None:
    """What a value is in a cell: numbers and days as such, everything else as a text."""
    if value is None:
        return None
    if isinstance(value, Unread):
        return value.shown
    write = _WRITERS.get(kind.name)
    if write is not None and (cell := write(value)) is not None:
        return cell
    as_it_is = kind.name in PLAIN  # what a record holds of these is what is written, and was judged when it came in
    text = str(value) if as_it_is else kind.write(value)
    return f" {text}" if text.startswith(UNREAD_MARK) else text


def _as_number(value: Any) -> Cell | None:
    return float(value) if len(value.as_tuple().digits) <= MOST_DIGITS else None


def _as_day(value: Any) -> Cell | None:
    return value if value >= FIRST_DAY else None


_WRITERS: dict[str, Callable[[Any], Cell | None]] = {
    "money": _as_number,
    "whole": float,
    "years": float,
    "date": _as_day,
}


def shown(cell: Cell) -> str:
    """What a cell shows, as near as its value tells."""
    if isinstance(cell, float):
        return format(cell, f".{MOST_DIGITS}g")
    return cell if isinstance(cell, str) else str(cell)


def value_of(column: Column, cell: Cell) -> Any:
    """The value that a cell states: ``None`` where it is blank, ``Unread`` where it says so.

    Raises ``NotationError`` for what its notation refuses, and for what has lost something on its way into the cell.
    """
    if isinstance(cell, str):
        return _of_text(column, cell)
    if isinstance(cell, bool):
        return _of_flag(column.kind, cell)
    if isinstance(cell, int | float):
        return _of_number(column, cell)
    return _of_time(column.kind, cell)


def _of_text(column: Column, cell: str) -> Any:
    if cell.startswith(UNREAD_MARK):
        return Unread(cell[1:])
    if not cell:
        return None
    kind, text = column.kind, cell.strip()
    if _ERROR.fullmatch(text):
        raise NotationError(Sentence(ERROR, error=text), code="cell.error")
    if kind.name == "text":
        _refuse_unseen(kind, text)
    elif kind.name in NUMBERED and _SCIENTIFIC.fullmatch(text):
        raise NotationError(
            Sentence("号码变成了科学计数法，应有的数字已经丢失；请把这一栏设为文本格式，再重新填写"), code="cell.digits"
        )
    if kind.name == "years" and _BARE.fullmatch(text) and column.unit != YEAR_UNIT:
        return int(text)
    return kind.read(cell)


def _refuse_unseen(kind: Kind, text: str) -> None:
    """Raise for what nobody sees in a cell, and other programs keep."""
    inside = _AROUND.sub("", text)
    if len(notations.seen(inside)) != len(inside):
        place, unseen = next((place, char) for place, char in enumerate(inside) if not notations.seen(char))
        raise NotationError(
            Sentence("第{place}个字是看不见的字符（U+{code}），请删去", place=place + 1, code=f"{ord(unseen):04X}"),
            place,
            code="cell.unseen",
        )
    if "换行" not in kind.title and _BREAK.search(text):
        raise NotationError(Sentence("单元格里有换行，请改成一行"), code="cell.break")


def _of_flag(kind: Kind, cell: bool) -> Any:
    if kind.name == "flag":
        return cell
    raise NotationError(Sentence("单元格是逻辑值（TRUE、FALSE），请改成文字或数字"), code="cell.type")


def _of_number(column: Column, cell: float) -> Any:
    kind = column.kind
    if abs(cell) >= 10**MOST_DIGITS:
        raise NotationError(
            Sentence(
                "号码存成了数字，超过{most}位，应有的数字已经丢失；请把这一栏设为文本格式，再重新填写", most=MOST_DIGITS
            ),
            code="cell.digits",
        )
    figures = Decimal(format(cell, f".{MOST_DIGITS}g"))
    whole = int(figures) if figures == figures.to_integral_value() else None
    if kind.name in {"money", "rate"}:
        return kind.of(figures)
    if kind.name == "years":
        return kind.of(whole) if column.unit != YEAR_UNIT and whole is not None else _years(column, figures)
    if kind.name in {"date", "year-month"}:
        return _day_in_figures(kind, whole)
    if whole is None and (kind.name != "text" or kind.title == "号码"):
        raise NotationError(Sentence("单元格是带小数的数字，请核对"), code="cell.type")
    return kind.read(str(figures if whole is None else whole))


def _years(column: Column, figures: Decimal) -> Any:
    if column.unit != YEAR_UNIT:
        raise NotationError(Sentence("这一栏填整月数；是年的，请在栏目名称后注明（年）"), code="years.unit")
    return column.kind.read(format(figures, "f"))


def _day_in_figures(kind: Kind, whole: int | None) -> Any:
    """A day or a month that stands in figures: 20240105, 202401."""
    if whole is not None and len(str(whole)) == (8 if kind.name == "date" else 6):
        return kind.read(str(whole))
    raise NotationError(
        Sentence(
            "单元格是数字，不是日期（可能是日期的序号，或丢了末位的0）；请设为日期格式，或写成 2024-01-05 这样的文字"
        ),
        code="cell.serial",
    )


def _of_time(kind: Kind, cell: dt.date | dt.time | dt.timedelta) -> Any:
    """The day of a cell, which is a month where only a month is wanted."""
    if not isinstance(cell, dt.date):
        raise NotationError(Sentence("单元格是时刻，不是日期，请改正"), code="cell.type")
    if kind.name not in {"date", "year-month"}:
        raise NotationError(
            Sentence("填写的内容变成了日期，原来的文字已经丢失；请设为文本格式，再重新填写"), code="cell.date"
        )
    if isinstance(cell, dt.datetime):
        if cell.time() != dt.time():
            raise NotationError(Sentence("日期后面还有时刻，请只留日期"), code="cell.type")
        cell = cell.date()
    if cell < FIRST_DAY:
        raise NotationError(
            Sentence("1900年3月以前的日期，各种程序换算不一，请写成文字，如 1899年5月1日"), code="cell.serial"
        )
    if kind.name == "date":
        return cell
    if cell.day != 1:
        raise NotationError(Sentence("这一栏只填年月，单元格里还有日，请改成 2012-01 这样的文字"), code="cell.type")
    return kind.read(f"{cell.year:04}-{cell.month:02}")
