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
from hjforms.wording import Joined, Said, Sentence, named

BLANK = Sentence("空白")


def compare(first: Record, second: Record) -> list[Finding]:
    """One finding for every path at which two records differ: ``expected`` is the first, ``found`` the second.

    A field that is unread on either side is never equal; its finding is of the rule ``unread``. Raises ``InputError``
    where the records are of different forms.
    """
    if type(first) is not type(second):
        raise InputError(Sentence("两份记录不是同一种表，也不是互相对应的表，不能比对。"))
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


def _change(before: str | None, after: str | None) -> Said:
    """How two texts differ that may tell who somebody is; they themselves stand in the finding."""
    if before and after:
        return Sentence("不同")
    return Sentence("前一份空白，后一份有内容") if after else Sentence("前一份有内容，后一份空白")


def _difference(record_type: type[Record], path: RecordPath, first: Any, second: Any) -> Finding | None:
    unread = isinstance(first, Unread) or isinstance(second, Unread)
    if first == second and not unread:
        return None
    kind = leaves(record_type)[path.general].kind
    before, after = (None if value is None else kind.shown(value) for value in (first, second))
    change: Said = _change(before, after)
    if kind.tells_nobody:
        change = Sentence("{before} → {after}", before=before or BLANK, after=after or BLANK)
    if unread:
        change = Joined(change, Sentence("（读不出，不能比对，请看清纸面）"))
    message = named(place(record_type, path), change)
    return Finding("error", path, UNREAD if unread else "compare", message, before, after)
