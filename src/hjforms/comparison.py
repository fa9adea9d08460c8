"""Comparing (比对): two records of one form, path by path."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from hjforms.errors import InputError
from hjforms.findings import Finding
from hjforms.paths import RecordPath
from hjforms.records.base import Record, leaves, place
from hjforms.records.rules import value_at
from hjforms.unread import UNREAD, Unread


def compare(first: Record, second: Record) -> list[Finding]:
    """One finding for every path at which two records differ: ``expected`` is the first, ``found`` the second.

    A field that is unread on either side is never equal; its finding is of the rule ``unread``. Raises ``InputError``
    where the records are of different forms.
    """
    if type(first) is not type(second):
        raise InputError("两份记录不是同一种表，也不是互相对应的表，不能比对。")
    return [
        finding
        for path in _paths(first, second)
        if (finding := _difference(type(first), path, _at(first, path), _at(second, path)))
    ]


def _paths(first: Record, second: Record) -> Iterator[RecordPath]:
    """Every path that either record has, in the order of the form; rows one after another."""
    for table, paths in groupby((leaf.path for leaf in leaves(type(first)).values()), attrgetter("table")):
        if not table:
            yield from paths
            continue
        columns = [path.column for path in paths]
        for row in range(max(len(getattr(first, table)), len(getattr(second, table)))):
            yield from (table / row / column for column in columns)


def _at(record: Record, path: RecordPath) -> Any:
    try:
        return value_at(record, path)
    except IndexError:
        return None


def _change(before: str | None, after: str | None) -> str:
    """How two texts differ that may tell who somebody is; they themselves stand in the finding."""
    if before and after:
        return "不同"
    return "前一份空白，后一份有内容" if after else "前一份有内容，后一份空白"


def _difference(record_type: type[Record], path: RecordPath, first: Any, second: Any) -> Finding | None:
    unread = isinstance(first, Unread) or isinstance(second, Unread)
    if first == second and not unread:
        return None
    kind = leaves(record_type)[path.general].kind
    before, after = (None if value is None else kind.shown(value) for value in (first, second))
    doubt = "（读不出，不能比对，请看清纸面）" if unread else ""
    change = f"{before or '空白'} → {after or '空白'}" if kind.tells_nobody else _change(before, after)
    message = f"{place(record_type, path)}：{change}{doubt}"
    return Finding("error", path, UNREAD if unread else "compare", message, before, after)
