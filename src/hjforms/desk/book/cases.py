"""Cases (案件): one person's transfer each, by whose rules and in which direction, what has happened, and its state."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

from hjforms.calculations._holidays import SEARCH
from hjforms.calculations.deadline import DIRECTION, RULES
from hjforms.desk.book.database import Database, digest_of
from hjforms.desk.book.journal import Journal
from hjforms.desk.book.progress import CLOSINGS, Progress, progress
from hjforms.errors import Fault, InputError
from hjforms.law.procedure import EVENTS
from hjforms.records import loading
from hjforms.records.base import Record, entry, place
from hjforms.records.kinds import CitizenId, Date, Text
from hjforms.wording import Sentence, named

JILIN = "jilin"
RULES_IN_USE = "rules in use"
MOST_FOUND = 500
UNKNOWN = Sentence("台账里没有这个案件。")
CLOSED = Sentence("案件已经结束，请先重新办理。")


class NewCase(Record):
    """What a case begins with."""

    name: Text = entry("姓名", code="AAC003")
    citizen_id: CitizenId = entry("公民身份号码", code="AAC002")
    rules: Annotated[str | None, *RULES.metadata()] = entry("办法")
    direction: Annotated[str | None, *DIRECTION.metadata()] = entry("衔接方向")
    applied_on: Date = entry("申请日期")


@dataclass(frozen=True)
class Case:
    """A case. ``clock`` is the case of the calculation ``deadline`` as JSON data, without the day of looking at it."""

    id: int
    name: str = field(repr=False)
    citizen_id: str = field(repr=False)
    rules: str
    direction: str | None
    clock: Mapping[str, Any] = field(hash=False)
    state: str
    due_on: dt.date | None
    opened_on: dt.date
    closing: str | None
    closed_on: dt.date | None
    note: str = field(repr=False, default="")

    @property
    def is_open(self) -> bool:
        """True until it is closed."""
        return self.closing is None

    def is_late(self, today: dt.date) -> bool:
        """True where something that is due has not been done."""
        return self.is_open and self.due_on is not None and self.due_on < today

    @property
    def told_state(self) -> str:
        """The state of an open case, how it ended of a closed one."""
        return CLOSINGS[self.closing] if self.closing else self.state

    @cached_property
    def events(self) -> dict[str, str]:
        """The days on which things happened, in their order."""
        stated = self.clock.get("events") or {}
        return {name: stated[name] for name in EVENTS if stated.get(name)}

    def progress(self, today: dt.date) -> Progress:
        """The stages of its procedure on a day."""
        return progress(self.clock, today)


@dataclass(frozen=True)
class Search:
    """Which cases are wanted: by part of a name or an id, by state, by day of opening, the late ones, the open ones."""

    text: str = ""
    state: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    late: bool = False
    is_open: bool | None = None


class Cases:
    """The cases of a book."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database, self._journal = database, journal

    def open(self, stated: NewCase | Mapping[str, Any], operator: str) -> Case:
        """A new case. Raises ``InputError`` that lists what is missing or wrong."""
        new = stated if isinstance(stated, NewCase) else loading.load(NewCase, stated)
        _demand(new)
        clock: dict[str, Any] = {"rules": new.rules, "direction": new.direction, "events": {}}
        if new.applied_on is not None:
            clock["events"]["applied_on"] = new.applied_on.isoformat()
        today = self._database.today()
        stands = progress(clock, today)
        with self._database.writing() as run:
            done = run.execute(
                "INSERT INTO cases (name, citizen_id, rules, direction, clock, state, due_on, opened_on)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (new.name, new.citizen_id, new.rules, new.direction, _json(clock), stands.state, _iso(stands.due_on),
                 today.isoformat()),
            )  # fmt: skip
            assert done.lastrowid is not None
            self._journal.add("case.opened", operator, case=done.lastrowid)
        return self.get(done.lastrowid)

    def get(self, case: int) -> Case:
        """The case of this number. Raises ``InputError`` where there is none."""
        row = self._database.row("SELECT * FROM cases WHERE id = ?", case)
        if row is None:
            raise InputError(Fault("", UNKNOWN, "case.unknown"))
        return _case(row)

    def find(self, search: Search | None = None, most: int = MOST_FOUND) -> list[Case]:
        """The cases that are wanted: what is due first stands first, then the open ones, then the newest."""
        terms, values = _terms(search or Search(), self._database.today())
        where = f"WHERE {' AND '.join(terms)}" if terms else ""
        order = "ORDER BY closing IS NOT NULL, due_on IS NULL, due_on, id DESC LIMIT ?"
        rows = self._database.rows(f"SELECT * FROM cases {where} {order}", *values, most)
        return [_case(row) for row in rows]

    def of_person(self, citizen_id: str) -> list[Case]:
        """The cases of a person, open ones first, the newest before older ones."""
        rows = self._database.rows(
            "SELECT * FROM cases WHERE citizen_id = ? ORDER BY closing IS NOT NULL, id DESC", citizen_id
        )
        return [_case(row) for row in rows]

    def count(self) -> int:
        """How many there are."""
        row = self._database.row("SELECT count(*) FROM cases")
        return 0 if row is None else int(row[0])

    def date(self, case: int, events: Mapping[str, dt.date | None], operator: str) -> Case:
        """Note on which days things happened; ``None`` takes a day back.

        Raises ``InputError`` for a day that contradicts others.
        """
        if unknown := [name for name in events if name not in EVENTS]:
            raise InputError(*(Fault(f"events.{name}", Sentence("没有这一事项。"), "unknown-key") for name in unknown))
        with self._database.writing():
            before = self.get(case)
            days: dict[str, str | None] = {name: _iso(day) for name, day in events.items()}
            merged = {name: day for name, day in {**before.events, **days}.items() if day}
            after = self.set_clock(case, {**before.clock, "events": merged})
            changed = [name for name in days if before.events.get(name) != merged.get(name)]
            if changed:
                noted = {name: merged.get(name) for name in changed}
                self._journal.add("case.dated", operator, case=case, events=noted)
        return after

    def change(self, case: int, options: Mapping[str, Any], operator: str) -> Case:
        """Change what the clock of a case hangs on beside its events (``gathering``, ``doubled``, ``direction`` …)."""
        with self._database.writing():
            before = self.get(case)
            after = self.set_clock(case, {**before.clock, **options})
            changed = [name for name in options if before.clock.get(name) != options[name]]
            if changed:
                self._journal.add("case.changed", operator, case=case, fields=changed)
        return after

    def set_clock(self, case: int, clock: Mapping[str, Any]) -> Case:
        """Write the clock of a case with what follows. Raises ``InputError`` for one that contradicts itself."""
        stands = progress(clock, self._database.today())
        wrong = [found for found in stands.outcome.findings if found.severity == "error"]
        if stands.fault or wrong:
            faults = [Fault(finding.path, finding.message, finding.rule, finding.found) for finding in wrong]
            raise InputError(*faults or [Fault("", stands.fault or CLOSED)])
        with self._database.writing() as run:
            if not self.get(case).is_open:
                raise InputError(Fault("", CLOSED, "case.closed"))
            run.execute(
                "UPDATE cases SET clock = ?, direction = ?, state = ?, due_on = ? WHERE id = ?",
                (_json(clock), clock.get("direction"), stands.state, _iso(stands.due_on), case),
            )
        return self.get(case)

    def refresh(self) -> None:
        """Work out anew what follows from the clocks of open cases, where program or calendar are other than before."""
        now, before = _rules_in_use(), self._database.row("SELECT value FROM marks WHERE name = ?", RULES_IN_USE)
        if before is not None and before["value"] == now:
            return
        with self._database.writing() as run:
            for case in self.find(Search(is_open=True), most=-1):
                stands = case.progress(self._database.today())
                if (stands.state, stands.due_on) != (case.state, case.due_on) and not stands.fault:
                    self.set_clock(case.id, case.clock)
            run.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (RULES_IN_USE, now))

    def close(self, case: int, closing: str, operator: str, day: dt.date | None = None) -> Case:
        """End a case: ``done`` (办结), ``refused`` (不予办理) or ``withdrawn`` (撤回)."""
        if closing not in CLOSINGS:
            raise InputError(Sentence("案件只能这样结束：{known}。", known=list(CLOSINGS.values())))
        with self._database.writing() as run:
            if not self.get(case).is_open:
                raise InputError(Fault("", CLOSED, "case.closed"))
            closed_on = (day or self._database.today()).isoformat()
            run.execute("UPDATE cases SET closing = ?, closed_on = ? WHERE id = ?", (closing, closed_on, case))
            self._journal.add("case.closed", operator, case=case, closing=closing)
        return self.get(case)

    def reopen(self, case: int, operator: str) -> Case:
        """Take the end of a case back."""
        with self._database.writing() as run:
            if self.get(case).is_open:
                return self.get(case)
            run.execute("UPDATE cases SET closing = NULL, closed_on = NULL WHERE id = ?", (case,))
            self._journal.add("case.reopened", operator, case=case)
        return self.get(case)

    def annotate(self, case: int, note: str, operator: str) -> Case:
        """Write the note of a case (备注)."""
        with self._database.writing() as run:
            if self.get(case).note != note:
                run.execute("UPDATE cases SET note = ? WHERE id = ?", (note, case))
                self._journal.add("case.changed", operator, case=case, fields=["note"])
        return self.get(case)


def _demand(new: NewCase) -> None:
    """Raise ``InputError`` for what a case cannot begin without."""
    wanted = ["name", "citizen_id", "rules", *(() if new.rules == JILIN else ("direction",))]
    missing = [name for name in wanted if getattr(new, name) is None]
    if missing:
        raise InputError(
            *(Fault(name, named(place(NewCase, name), Sentence("不能空白")), "required") for name in missing)
        )
    if new.rules == JILIN and new.direction is not None:
        raise InputError(Fault("direction", Sentence("吉林办法的时限与方向无关，请留空。")))


def _rules_in_use() -> str:
    """What the days of a procedure are counted by: a digest of program, calendar and notices of one's own."""
    notices = os.environ.get(SEARCH, "")
    try:
        own = Path(notices).read_bytes() if notices else b""
    except OSError:
        own = b""  # what is wrong with it is told where a day is counted
    versions = " ".join(version(name) for name in ("hjforms", "chinesecalendar"))
    return digest_of(versions.encode() + own)


def _terms(search: Search, today: dt.date) -> tuple[list[str], list[Any]]:
    """The conditions of a search, with their values."""
    terms: list[str] = []
    values: list[Any] = []
    if text := search.text.strip():
        terms.append("(name LIKE ? ESCAPE '\\' OR citizen_id LIKE ? ESCAPE '\\' OR CAST(id AS TEXT) = ?)")
        like = "".join(f"\\{letter}" if letter in "\\%_" else letter for letter in text)
        values += [f"%{like}%", f"%{like.upper()}%", text]
    if search.state:
        closing = next((key for key, told in CLOSINGS.items() if search.state in {key, told}), None)
        terms.append("closing = ?" if closing else "closing IS NULL AND state = ?")
        values.append(closing or search.state)
    for term, day in (("opened_on >= ?", search.since), ("opened_on <= ?", search.until)):
        if day is not None:
            terms.append(term)
            values.append(day.isoformat())
    if search.late:
        terms.append("closing IS NULL AND due_on < ?")
        values.append(today.isoformat())
    if search.is_open is not None:
        terms.append(f"closing IS {'' if search.is_open else 'NOT '}NULL")
    return terms, values


def _case(row: Any) -> Case:
    return Case(
        row["id"],
        row["name"],
        row["citizen_id"],
        row["rules"],
        row["direction"],
        json.loads(row["clock"]),
        row["state"],
        _day(row["due_on"]),
        dt.date.fromisoformat(row["opened_on"]),
        row["closing"],
        _day(row["closed_on"]),
        row["note"],
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
