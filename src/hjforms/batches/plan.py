"""The plan (分法): which entries of a list make one output: each by itself, so many in their order, or a person's.

Numbers are those of the list, from 1, faulty records included: they stay what they are when one is corrected.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from hjforms.batches.work import Unit
from hjforms.exchange.entry import Entry, Wanted
from hjforms.exchange.matching import identity

PERSON = "person"
LEAST = 100
"""Entries of a task: fewer would cost more on their way than in the making."""


def singles(entries: Iterable[Entry]) -> Iterator[Unit]:
    """A unit for every entry."""
    for number, entry in enumerate(entries, 1):
        yield Unit((entry,), (number,), _label(number))


def runs(entries: Iterable[Entry], size: int) -> Iterator[Unit]:
    """Units of so many entries in their order; the last one may have fewer."""
    waiting, first = iter(entries), 1
    while together := tuple(islice(waiting, size)):
        last = first + len(together) - 1
        yield Unit(together, tuple(range(first, last + 1)), f"{_label(first)}-{_label(last)}")
        first = last + 1


def dossiers(entries: Iterable[Entry], wanted: Wanted) -> Iterator[Unit]:
    """A unit for every person, in the order in which they first come; their papers in the order of the list.

    They wait on the disk. An entry that does not say whose it is makes a unit of its own.
    """
    store = sqlite3.connect("", isolation_level=None)
    store.executescript(
        "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; CREATE TABLE people (key TEXT PRIMARY KEY, id INTEGER);"
        "CREATE TABLE papers (person INTEGER, number INTEGER, entry BLOB);"
        "CREATE INDEX whose ON papers (person); BEGIN;"
    )
    try:
        for number, entry in enumerate(entries, 1):
            key = identity(entry.loaded(wanted)) or f"#{number}"
            store.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (key, number))
            query = "INSERT INTO papers SELECT id, ?, ? FROM people WHERE key = ?"
            store.execute(query, (number, pickle.dumps(replace(entry, cells=None, reading=None)), key))
        people = store.execute("SELECT id FROM people ORDER BY id").fetchall()
        for place, (person,) in enumerate(people, 1):
            query = "SELECT number, entry FROM papers WHERE person = ? ORDER BY number"
            numbers, papers = zip(*store.execute(query, (person,)), strict=True)
            yield Unit(tuple(map(pickle.loads, papers)), numbers, _label(place))
    finally:
        store.close()


def tasks(units: Iterable[Unit]) -> Iterator[Sequence[Unit]]:
    """Units put together so that a task is worth its way."""
    waiting: list[Unit] = []
    for unit in units:
        waiting.append(unit)
        if sum(len(one.entries) for one in waiting) >= LEAST:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _label(number: int) -> str:
    return f"{number:05}"
