"""Settling lists (成批结算): every pair of accounts of two lists, or of one source that holds both, by citizen id.

The lists wait on the disk (``exchange.matching``), and a pair is loaded and settled where something is made of it:
here, or in a process of a batch. So neither memory nor one processor bounds a list.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from hjforms.calculations._twice import SHANDONG_PACK
from hjforms.catalogue import form, forms
from hjforms.errors import ArgumentError, DocumentError, Fault, InputError, given
from hjforms.exchange.door import opened
from hjforms.exchange.entry import BothOrigins, Entry, Later, Origin, Place, Wanted
from hjforms.exchange.matching import FIRST, SECOND, Match, Pairing
from hjforms.files import path_name
from hjforms.findings import Finding
from hjforms.law.accounts import Direction
from hjforms.notations import date
from hjforms.paths import RecordPath
from hjforms.settlement import EMPLOYEE, REFUND, RESIDENT, ROLES, Settlement, forms_of, refuse_wrong, settle
from hjforms.wording import Sentence, named

SIDES = {"resident": RESIDENT, "employee": EMPLOYEE}
NAMES = (ROLES[RESIDENT], ROLES[EMPLOYEE])


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

    def entry(self, *, force: bool = True) -> Entry:
        """The refund form as an entry, from where both accounts stand; faulty where there is none.

        Without ``force`` it is faulty as well where it must not be used as it is.
        """
        origin = _origin(self.match)
        if self.settlement is None:
            return Entry(None, None, origin, self.faults)
        if self.is_faulty and not force:
            return Entry(None, None, origin, tuple(map(_as_fault, self.settlement.findings)))
        return Entry(self.settlement.form, self.settlement.record, origin, findings=self.settlement.findings)


def _as_fault(finding: Finding) -> Fault:
    """What was found, of a form that is not made because of it."""
    return Fault(finding.path, finding.message, finding.rule, finding.found, finding.params)


def _origin(match: Match) -> Origin:
    first, *other = (entry.origin for entry in match.entries)
    return BothOrigins.of(first, *other) if other else first


@dataclass(frozen=True)
class Sides:
    """Where the fields of both accounts stand in their lists."""

    match: Match

    def of(self, path: str) -> Place | None:
        """The cell of a field of one of them; of no other."""
        side, _, rest = path.partition(".")
        entry = {"resident": self.match.first, "employee": self.match.second}.get(side)
        return entry.cells.of(rest) if entry and entry.cells else None


@dataclass(frozen=True)
class Pair(Entry):
    """Both accounts of a person, or one that has no partner, still to be settled (待结算)."""

    match: Match = field(default_factory=lambda: Match(None, None))
    pack: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    force: bool = False

    @classmethod
    def of(cls, match: Match, pack: str | None, options: Mapping[str, Any], *, force: bool) -> Pair:
        """The pair of a match; where its cells are stays here."""
        first, second = (entry and replace(entry, cells=None) for entry in (match.first, match.second))
        return cls(
            None,
            None,
            _origin(match),
            cells=Sides(match),
            match=Match(first, second, match.fault),
            pack=pack,
            options=options,
            force=force,
        )

    def fingerprint(self) -> bytes:
        """What both lists state, and how it is to be settled."""
        stated = [entry.fingerprint().decode("utf-8", "surrogatepass") for entry in self.match.entries]
        fault = self.match.fault and self.match.fault.line
        return json.dumps([stated, fault, self.pack, self.options], default=str, sort_keys=True).encode()

    def loaded(self, _wanted: Wanted) -> Entry:
        """The refund form, or what is wrong."""
        return _settled(_loaded(self.match, self.pack), self.options).entry(force=self.force)


@cache
def _wanted(side: int, pack: str | None) -> Wanted:
    """What a list is asked for; where it may have any form, no ``pack`` is named."""
    if pack is None:
        return Wanted(None, forms())
    role = (RESIDENT, EMPLOYEE)[side]
    return Wanted(None, forms_of(role), form(f"{pack}/{role}"))


def _loaded(match: Match, pack: str | None) -> Match:
    """A match whose entries have their records."""
    first, second = match.first, match.second
    return Match(
        first and replace(first.loaded(_wanted(FIRST, pack)), cells=first.cells),
        second and replace(second.loaded(_wanted(SECOND, pack)), cells=second.cells),
        match.fault,
    )


@dataclass
class Accounts:
    """The accounts of one or two sources, on the disk; ``others`` are those that are neither and have faults.

    ``aside`` counts the sound ones of other forms. ``pack`` is that of records that do not name their form, where
    that is known.
    """

    pack: str | None = None
    others: list[Entry] = field(default_factory=list)
    aside: int = 0

    def __post_init__(self) -> None:
        self._pairing = Pairing()

    def count(self, side: int) -> int:
        """How many there are of residents, or of employees."""
        return self._pairing.count(side)

    @property
    def is_one_person(self) -> bool:
        """True where there is one account of each kind, and nothing that could not be read."""
        return self.count(FIRST) == self.count(SECOND) == 1 and not self.others

    def matches(self) -> Iterator[Match]:
        """The accounts of every person, in the order of the first list, then who is only in the second."""
        for match in self._pairing.matches(NAMES):
            yield _loaded(match, self.pack)

    def settled(self, **options: Any) -> Iterator[Settled]:
        """The settlement of every person; ``options`` are those of ``settle``."""
        return (_settled(match, options) for match in self.matches())

    def pairs(self, *, force: bool = False, **options: Any) -> Iterator[Entry]:
        """Everybody as an entry that is still to be settled, by whoever makes something of it; then ``others``."""
        for match in self._pairing.matches(NAMES):
            yield Pair.of(match, self.pack, options, force=force)
        yield from (replace(entry, form=None) for entry in self.others)

    def only(self) -> tuple[Entry, Entry]:
        """The two accounts of the only person, whether they have one citizen id or not."""
        first, second = (next(self._pairing.entries(side)) for side in (FIRST, SECOND))
        found = _loaded(Match(first, second), self.pack)
        assert found.first is not None
        assert found.second is not None
        return found.first, found.second

    @classmethod
    def of_two(
        cls, residents: str | Path | Iterable[Entry], employees: str | Path | Iterable[Entry], pack: str
    ) -> Accounts:
        """The accounts of a list for each, a source or entries; what does not name its form is that of the pack."""
        made = cls(pack)
        for number, (accounts, side) in enumerate(zip((residents, employees), SIDES, strict=True)):
            if isinstance(accounts, str | Path):
                made._open(path_name(accounts), number, side)
            else:
                made._take(accounts, number, side)
        return made

    def _open(self, source: str, number: int, side: str) -> None:
        wanted, paper = _wanted(number, self.pack), NAMES[number]
        try:
            for entry in opened(source, Later(wanted.form, wanted.forms, wanted.otherwise)):
                self._pairing.add(number, entry, entry.loaded(wanted))
        except InputError as error:
            raise InputError(*(replace(fault, path=RecordPath(side) / fault.path) for fault in error.faults)) from None
        except DocumentError as error:
            raise DocumentError(named(paper, error.message)) from None
        if not self.count(number):
            raise DocumentError(named(source, Sentence("里面没有{paper}。", paper=paper)))

    def _take(self, accounts: object, number: int, side: str) -> None:
        """Take entries of a program. Raises ``ArgumentError`` for what is none."""
        for entry in accounts if isinstance(accounts, Iterable) else (accounts,):
            if not isinstance(entry, Entry):
                told = Sentence("{name}：应为来源的名称，或许多 Entry，{given}。", name=f"{side}s", given=given(entry))
                raise ArgumentError(told)
            self._pairing.add(number, entry)

    @classmethod
    def of_one(cls, source: str) -> Accounts:
        """The accounts of a source that holds both. Raises ``DocumentError`` where it has none of a kind."""
        made, wanted = cls(), _wanted(FIRST, None)
        roles = {RESIDENT: FIRST, EMPLOYEE: SECOND}
        for entry in opened(source, Later(None, wanted.forms)):
            loaded = entry.loaded(wanted)
            role = loaded.form.base_id.partition("/")[2] if loaded.form else ""
            if role in roles:
                made._pairing.add(roles[role], entry, loaded)
            elif loaded.faults:
                made.others.append(replace(loaded, reading=None))
            else:
                made.aside += 1
        for side, paper in enumerate(NAMES):
            if not made.count(side):
                raise DocumentError(named(source, Sentence("里面没有{paper}。", paper=paper)))
        return made


def refund_forms() -> Wanted:
    """What becomes of accounts: the refund forms of every pack."""
    return Wanted(None, forms_of(REFUND))


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
    return Accounts.of_two(residents, employees, pack).settled(**options)


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
