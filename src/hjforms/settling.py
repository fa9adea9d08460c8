"""Settling lists (成批结算): every pair of accounts of two lists, or of one source that holds both, by citizen id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hjforms.calculations._twice import SHANDONG_PACK
from hjforms.catalogue import form, forms
from hjforms.errors import ArgumentError, DocumentError, Fault, InputError, given
from hjforms.exchange.door import opened
from hjforms.exchange.entry import Entry, Wanted
from hjforms.exchange.matching import Match, matched
from hjforms.files import path_name
from hjforms.law.accounts import Direction
from hjforms.notations import date
from hjforms.paths import RecordPath
from hjforms.settlement import EMPLOYEE, RESIDENT, ROLES, Settlement, forms_of, refuse_wrong, settle
from hjforms.wording import Sentence, named

SIDES = {"resident": RESIDENT, "employee": EMPLOYEE}


@dataclass(frozen=True)
class Settled:
    """What came of a person: a ``settlement``, or the ``faults`` for which there is none.

    ``match`` has the entries of both accounts, or the one that has no partner.
    """

    match: Match
    settlement: Settlement | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """True where the refund form must not be used as it is."""
        return self.settlement is None or any(found.severity == "error" for found in self.settlement.findings)

    def entry(self) -> Entry:
        """The refund form as an entry, from where the first account stands; faulty where there is none."""
        known = self.match.entries[0]
        if self.settlement is None:
            return Entry(None, None, known.origin, self.faults)
        return Entry(self.settlement.form, self.settlement.record, known.origin, findings=self.settlement.findings)


@dataclass(frozen=True)
class Accounts:
    """The accounts of one or two sources: those of residents, those of employees, and ``others`` that are neither."""

    resident: tuple[Entry, ...]
    employee: tuple[Entry, ...]
    others: tuple[Entry, ...] = ()

    @property
    def is_one_person(self) -> bool:
        """True where there is one account of each kind, and nothing that could not be read."""
        return len(self.resident) == len(self.employee) == 1 and not any(entry.faults for entry in self.others)

    @classmethod
    def of_two(cls, resident: str, employee: str, pack: str) -> Accounts:
        """The accounts of a source for each; a record that does not name its form is that of the pack."""
        return cls(_opened(resident, "resident", pack), _opened(employee, "employee", pack))

    @classmethod
    def of_one(cls, source: str) -> Accounts:
        """The accounts of a source that holds both. Raises ``DocumentError`` where it has none of a kind."""
        found: dict[str, list[Entry]] = {RESIDENT: [], EMPLOYEE: [], "": []}
        for entry in opened(source, Wanted(None, forms())):
            role = entry.form.base_id.partition("/")[2] if entry.form else ""
            found[role if role in ROLES else ""].append(entry)
        for role in ROLES:
            if not found[role]:
                raise DocumentError(named(source, Sentence("里面没有{paper}。", paper=ROLES[role])))
        return cls(*map(tuple, found.values()))


def _opened(source: str, side: str, pack: str) -> tuple[Entry, ...]:
    role = SIDES[side]
    try:
        found = tuple(opened(source, Wanted(None, forms_of(role), form(f"{pack}/{role}"))))
    except InputError as error:
        raise InputError(*(replace(fault, path=RecordPath(side) / fault.path) for fault in error.faults)) from None
    except DocumentError as error:
        raise DocumentError(named(ROLES[role], error.message)) from None
    if not found:
        raise DocumentError(named(source, Sentence("里面没有{paper}。", paper=ROLES[role])))
    return found


def settle_all(
    residents: str | Path | Iterable[Entry],
    employees: str | Path | Iterable[Entry],
    *,
    filled_on: dt.date | str | None = None,
    signoff: Mapping[str, Any] | None = None,
    direction: Direction | None = None,
    pack: str = SHANDONG_PACK,
) -> Iterator[Settled]:
    """The settlement (重复缴费清退) of every person of two lists.

    They come in the order of the first, then who is only in the second. Lists are sources (their names) or entries. The
    accounts are paired by citizen id. Who has no partner, or stands twice, and a pair that cannot be settled comes with
    its faults; the others are settled all the same. The options are those of ``settle``, for everybody. Raises
    ``InputError`` and ``DocumentError`` for a source that cannot be read.
    """
    refuse_wrong(signoff, None, direction)
    options = {"filled_on": date.of(filled_on), "signoff": signoff, "direction": direction, "pack": pack}
    lists = (_listed(residents, "resident", pack), _listed(employees, "employee", pack))
    return (_settled(match, options) for match in matched(*lists, (ROLES[RESIDENT], ROLES[EMPLOYEE])))


def _listed(accounts: object, side: str, pack: str) -> tuple[Entry, ...]:
    """The accounts of a list. Raises ``ArgumentError`` for what is none."""
    if isinstance(accounts, str | Path):
        return _opened(path_name(accounts), side, pack)
    found = tuple(accounts) if isinstance(accounts, Iterable) else (accounts,)
    for entry in found:
        if not isinstance(entry, Entry):
            told = Sentence("{name}：应为来源的名称，或许多 Entry，{given}。", name=f"{side}s", given=given(entry))
            raise ArgumentError(told)
    return found


def _settled(match: Match, options: Mapping[str, Any]) -> Settled:
    if match.first is None or match.second is None:
        return Settled(match, faults=match.faults)
    try:
        return Settled(match, settle(match.first, match.second, **options))
    except (InputError, DocumentError) as error:
        own = [entry.faults for entry in (match.first, match.second)]
        if not all(own):
            return Settled(match, faults=error.faults)
        both = (
            replace(fault, path=RecordPath(side) / fault.path)
            for side, faults in zip(SIDES, own, strict=True)
            for fault in faults
        )
        return Settled(match, faults=tuple(both))
