"""Two lists side by side (配对): the entries of one person, by citizen id, and those that have no partner, or several.

Where a form has no citizen id, entries belong together by their number in their list. Both lists wait on the disk.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hjforms.errors import Fault
from hjforms.exchange.entry import Cells, Entry, Origin
from hjforms.records.base import leaves
from hjforms.records.rules import value_at
from hjforms.unread import Unread
from hjforms.wording import Said, Sentence

PERSON, ID = "person", "citizen_id"
IDENTITY = f"{PERSON}.{ID}"
NO_IDENTITY = Sentence("没有读得出的公民身份号码，不能按人配对；请补上后重试。")
UNKNOWN = "pair.identity"
FIRST, SECOND = 0, 1
MOST_PLACES = 20
_SCHEMA = """
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TABLE entries (side INTEGER, number INTEGER, form TEXT, person TEXT, origin BLOB, entry BLOB);
CREATE INDEX whose ON entries (person, side);
BEGIN;
"""
_FORGET_FORMS = """
UPDATE entries SET form = '' WHERE form NOT IN
(SELECT form FROM entries WHERE side = 0 INTERSECT SELECT form FROM entries WHERE side = 1)
"""


@dataclass(frozen=True)
class Match:
    """An entry of each list that belong together; or one alone, with the ``fault`` that says why it has no partner."""

    first: Entry | None
    second: Entry | None
    fault: Fault | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Both entries, or the one that is alone."""
        return tuple(entry for entry in (self.first, self.second) if entry is not None)

    @property
    def words(self) -> Said:
        """Where they stand."""
        places = [entry.origin.words for entry in self.entries]
        return Sentence("{first} 和 {second}", first=places[0], second=places[1]) if len(places) > 1 else places[0]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with an entry that is alone: its own faults, and why it has no partner."""
        if self.fault is None:
            return ()
        own = [fault for entry in self.entries for fault in entry.faults]
        return tuple(own) if own and self.fault.code == UNKNOWN else (*own, self.fault)


def identity(entry: Entry) -> str | None:
    """The citizen id that an entry states, sound or not; empty where it states none, ``None`` where its form cannot."""
    if entry.form is not None and IDENTITY not in leaves(entry.form.record_type):
        return None
    if entry.record is not None:
        found = value_at(entry.record, IDENTITY)
        return "" if found is None or isinstance(found, Unread) else str(found)
    person = (entry.data or {}).get(PERSON)
    stated = person.get(ID) if isinstance(person, Mapping) else None
    return stated.strip().upper() if isinstance(stated, str) else ""


def matched(first: Iterable[Entry], second: Iterable[Entry], names: tuple[Said, Said]) -> Iterator[Match]:
    """Every entry of two lists, once: in the order of the first, then those of the second without a partner.

    ``names`` is how messages call the lists. Of a form that both lists have, an entry belongs to one of that form.
    """
    with closing(Pairing()) as pairing:
        for side, entries in enumerate((first, second)):
            for entry in entries:
                pairing.add(side, entry)
        yield from pairing.matches(names)


class _Row(NamedTuple):
    """An entry as it waits: its list, its number in it, its form where both lists have that, and whose it is."""

    side: int
    number: int
    form: str
    person: str | None
    origin: bytes
    entry: bytes


@dataclass
class Pairing:
    """Two lists that wait on the disk; what tells the cells of an entry stays with its list, in memory."""

    _counts: list[int] = field(default_factory=lambda: [0, 0])
    _cells: dict[tuple[int, int], Cells] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._store = sqlite3.connect("", isolation_level=None)  # a file without a name, gone with the process
        self._store.executescript(_SCHEMA)

    def add(self, side: int, entry: Entry, loaded: Entry | None = None) -> None:
        """Take an entry of a list; where it is still to be loaded, ``loaded`` tells whose it is."""
        self._counts[side] += 1
        number, known = self._counts[side], loaded or entry
        person = identity(known)
        if entry.cells is not None:
            self._cells[side, number] = entry.cells
        row = _Row(
            side,
            number,
            known.form.base_id if known.form else "",
            f"#{number}" if person is None else person or None,
            pickle.dumps(entry.origin),
            pickle.dumps(replace(entry, cells=None, reading=None)),
        )
        self._store.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", row)

    def count(self, side: int) -> int:
        """How many entries a list has."""
        return self._counts[side]

    def entries(self, side: int) -> Iterator[Entry]:
        """The entries of a list, in its order."""
        return map(self._entry, self._rows(side))

    def matches(self, names: tuple[Said, Said]) -> Iterator[Match]:
        """Every entry of both lists, once."""
        self._store.execute(_FORGET_FORMS)
        for row in self._rows(FIRST):
            partners = self._like(row, SECOND, 2)
            fault = self._fault(row, partners, names[SECOND])
            own = self._entry(row)
            yield Match(own, None, fault) if fault else Match(own, self._entry(partners[0]))
        for row in self._rows(SECOND):
            if fault := self._fault(row, self._like(row, FIRST, 2), names[FIRST]):
                yield Match(None, self._entry(row), fault)

    def _rows(self, side: int) -> Iterator[_Row]:
        yield from map(_Row._make, self._store.execute("SELECT * FROM entries WHERE side = ? ORDER BY rowid", (side,)))

    def _like(self, row: _Row, side: int, most: int) -> list[_Row]:
        """The entries of a list that are of the same person, and of the same form where both lists have it."""
        query = "SELECT * FROM entries WHERE person = ? AND side = ? AND form = ? ORDER BY rowid LIMIT ?"
        return list(map(_Row._make, self._store.execute(query, (row.person, side, row.form, most))))

    def _entry(self, row: _Row) -> Entry:
        entry: Entry = pickle.loads(row.entry)  # noqa: S301 - it was written a moment ago
        return replace(entry, cells=self._cells.get((row.side, row.number)))

    def _fault(self, row: _Row, partners: list[_Row], other: Said) -> Fault | None:
        """Why an entry has no partner; nothing where it has just one."""
        if row.person is None:
            return Fault("", NO_IDENTITY, UNKNOWN)
        twins = [twin for twin in self._like(row, row.side, MOST_PLACES) if twin.number != row.number]
        if twins:
            told = Sentence("同一公民身份号码另有：{places}；不知用哪一份，请只留一份。", places=_places(twins))
            return Fault("", told, "pair.several")
        if not partners:
            told = Sentence("{other}里没有与它对应的一份（公民身份号码相同的）。", other=other)
            return Fault("", told, "pair.missing")
        if len(partners) > 1:
            places = _places(self._like(row, partners[0].side, MOST_PLACES))
            told = Sentence(
                "{other}里与它对应的有几份：{places}；不知用哪一份，请只留一份。", other=other, places=places
            )
            return Fault("", told, "pair.several")
        return None

    def close(self) -> None:
        """Forget both lists."""
        self._store.close()


def _places(rows: Iterable[_Row]) -> list[Said]:
    origins: Iterator[Origin] = (pickle.loads(row.origin) for row in rows)  # noqa: S301 - as above
    return [origin.words for origin in origins]
