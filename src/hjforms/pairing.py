"""Comparing any two records (比对): of one form path by path, of two forms that answer each other by their rules."""

from __future__ import annotations

from hjforms import comparison
from hjforms.catalogue import forms, pairs
from hjforms.errors import ArgumentError, given
from hjforms.findings import Finding
from hjforms.records import rules
from hjforms.records.base import Record
from hjforms.records.pairs import Pair
from hjforms.wording import Sentence


def compare(first: Record, second: Record) -> list[Finding]:
    """One finding for every path at which two records differ: ``expected`` is the first, ``found`` the second.

    Records of two forms of which one answers the other (a notice and its receipt) are completed and held against each
    other, in whichever order they come; then paths begin with the name of the form (``receipt.asked``). Raises
    ``InputError`` where the forms have nothing to do with each other.
    """
    for record in (first, second):
        if not isinstance(record, Record):
            raise ArgumentError(Sentence("比对的是两份记录，{given}；请先用 load 载入。", given=given(record)))
    pair = pair_of(type(first), type(second))
    if pair is None:
        return comparison.compare(first, second)
    return rules.check(pair.joined(_completed(first), _completed(second)), pair.rules)


def pair_of(first: type[Record], second: type[Record]) -> Pair | None:
    """The pair that two types of record make; ``None`` where neither form answers the other."""
    if first is second:
        return None
    return next((pair for pair in pairs() if set(pair.names) == {first, second}), None)


def _completed(record: Record) -> Record:
    form = next(form for form in forms() if form.record_type is type(record))
    completed: Record = form.complete(record)
    return completed
