"""Records of any form (记录的生成): hypothesis strategies made from the kinds of the fields. All of it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st

from hjforms.catalogue import Form
from hjforms.notations import capital
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Record, part_type
from hjforms.records.kinds import Kind

PROVINCES = ("11", "15", "22", "37", "50", "65", "82")
SIXTY_YEARS = 60
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WORDS = st.text(st.sampled_from("张王李示例环翠区文登路号䶮𠮷㑇𬭎·A&<é  12"), min_size=1, max_size=6)


def money(smallest: str = "0.00", largest: str = "9999999999999.99") -> st.SearchStrategy[Decimal]:
    """Amounts in yuan with two places; many are drawn digit by digit, so that zeros stand everywhere."""
    low, high = (int(Decimal(bound).scaleb(2)) for bound in (smallest, largest))
    sparse = st.text("000123456789", min_size=1, max_size=len(str(high))).map(int)
    fen = st.integers(low, high) | sparse.filter(lambda value: low <= value <= high)
    return fen.map(lambda value: Decimal(value).scaleb(-2))


def dates() -> st.SearchStrategy[dt.date]:
    """Days of the years that forms know."""
    return st.dates(dt.date(1850, 1, 1), dt.date(2999, 12, 31))


def year_months() -> st.SearchStrategy[YearMonth]:
    """Months of the years that forms know."""
    return st.builds(YearMonth, st.integers(1850, 2999), st.integers(1, 12))


def check_digit(digits: str) -> str:
    """The check digit of 17 digits, as GB 11643 defines it: the weighted sum of all 18 is 1 modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return next(digit for value, digit in enumerate("0123456789X") if (total + value) % 11 == 1)


@st.composite
def citizen_ids(draw: st.DrawFn, latest: int = 2030) -> str:
    """Valid citizen ids of people who do not exist, born until the end of the year ``latest``."""
    born = draw(st.dates(dt.date(1850, 1, 1), dt.date(latest, 12, 31)))
    county, serial = draw(st.integers(0, 9999)), draw(st.integers(0, 999))
    digits = f"{draw(st.sampled_from(PROVINCES))}{county:04}{born:%Y%m%d}{serial:03}"
    return digits + check_digit(digits)


def words() -> st.SearchStrategy[str]:
    """Short texts that any cell can hold, and that are no mark of a blank."""
    return _WORDS.map(str.strip).filter(bool)


def values(kind: Kind) -> st.SearchStrategy[Any]:
    """Values of one kind of field, as the record holds them."""
    schema: dict[str, Any] = dict(kind.schema)
    if kind.name == "digits":
        length = schema["pattern"].partition("{")[2].partition("}")[0]
        return st.text("0123456789", min_size=int(length or 8), max_size=int(length or 19))
    if kind.name == "choice":
        return st.sampled_from(schema["enum"])
    if kind.name == "choices":
        options = schema["items"]["enum"]
        chosen = st.sets(st.sampled_from(options), min_size=1)
        return chosen.map(lambda some: tuple(option for option in options if option in some))
    known: dict[str, st.SearchStrategy[Any]] = {
        "text": words(),
        "money": money("0.00", "99999999.99"),
        "capital": money("0.00", "99999999.99").map(capital.write),
        "citizen-id": citizen_ids(),
        "date": dates(),
        "year-month": year_months(),
        "rate": st.integers(0, 10000).map(lambda part: Decimal(part).scaleb(-4)),
        "years": st.integers(0, 720),
        "whole": st.integers(schema.get("minimum", 0), min(schema.get("maximum", 9999), 9999)),
    }
    return known[kind.name]


def records(
    record_type: type[Record], rows: Sequence[int], values: Callable[[Kind], st.SearchStrategy[Any]] = values
) -> st.SearchStrategy[Any]:
    """Records with any field stated or blank, and with one of these numbers of rows; ``values`` makes the fields."""
    fields: dict[str, st.SearchStrategy[Any]] = {}
    for name, info in record_type.model_fields.items():
        kind = next((item for item in info.metadata if isinstance(item, Kind)), None)
        if kind is not None:
            fields[name] = st.none() | values(kind)
            continue
        inner, repeated = part_type(info.annotation)
        fields[name] = _tables(inner, rows, values) if repeated else records(inner, rows, values)
    return st.builds(record_type, **fields)


def _tables(
    row_type: type[Record], rows: Sequence[int], values: Callable[[Kind], st.SearchStrategy[Any]]
) -> st.SearchStrategy[Any]:
    row = records(row_type, rows, values).filter(lambda row: not row.is_blank())
    return st.sampled_from(rows).flatmap(lambda count: lists_of(row, count))


def lists_of(row: st.SearchStrategy[Any], count: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """``count`` rows, of which a few are drawn and repeated."""
    few = st.lists(row, min_size=min(count, 3), max_size=min(count, 3))
    return few.map(lambda drawn: tuple(drawn[index % len(drawn)] for index in range(count)))


def sizes(form: Form) -> tuple[int, ...]:
    """Numbers of rows: none, one, a full page, one more, and sixty years."""
    capacity = form.compiled.layout.capacity
    return (0, 1, capacity, capacity + 1, SIXTY_YEARS) if capacity else (0,)
