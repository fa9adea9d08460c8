"""Papers that came back (收到的文件): the file itself, what was read in it, and what somebody made of that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hjforms.catalogue import Form
from hjforms.desk.book.database import Database, digest_of
from hjforms.desk.book.journal import Journal
from hjforms.desk.book.papers import BROKEN, Kept, Papers, PaperVersion
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.paths import RecordPath
from hjforms.reading.file.foreign import foreign
from hjforms.reading.result.reading import Reading
from hjforms.records.base import Record
from hjforms.render.pictures import PagePicture
from hjforms.wording import Said, Sentence

UNKNOWN = Sentence("台账里没有这个文件。")
DONE = Sentence("这一份已经收下或不收，不能再改。")
NOBODY = Sentence("还没有归到案件，请先选择案件或新建。")
KINDS = {
    b"%PDF-": "pdf",
    b"PK\x03\x04": "docx",
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"II*\0": "tiff",
    b"MM\0*": "tiff",
    b"<?xml": "xml",
}
OFD = b"OFD.xml"  # the name of a part, which no zip packs


@dataclass(frozen=True)
class Read(Kept):
    """One form that was read in a file, as it is after what somebody corrected.

    ``found`` are the fields and findings of the reading as JSON; ``seen`` are the paths that somebody has accepted.
    """

    id: int
    arrival: int
    form_id: str
    text: str = field(repr=False)
    found: str = field(repr=False)
    seen: frozenset[str] = frozenset()
    case: int | None = None
    version: int | None = None
    dismissed: bool = False

    @cached_property
    def _found(self) -> Mapping[str, Any]:
        stated: Mapping[str, Any] = json.loads(self.found)
        return stated

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, Any]]:
        """Where the fields stood and how they were read, by their paths."""
        return {RecordPath(path): value for path, value in self._found["fields"].items()}

    @property
    def findings(self) -> Sequence[Mapping[str, Any]]:
        """What was found when it was read."""
        findings: Sequence[Mapping[str, Any]] = self._found["findings"]
        return findings

    @property
    def is_waiting(self) -> bool:
        """True until somebody has accepted or dismissed it."""
        return self.version is None and not self.dismissed


@dataclass(frozen=True)
class Arrival:
    """A file that came back; ``fault`` says why nothing could be read in it."""

    id: int
    file: int
    kind: str
    digest: str
    at: str
    operator: str
    fault: str
    reads: tuple[Read, ...] = ()

    @property
    def is_waiting(self) -> bool:
        """True while something of it is to be looked at."""
        return any(read.is_waiting for read in self.reads)


class Arrivals:
    """The files of a book."""

    def __init__(self, database: Database, journal: Journal, papers: Papers) -> None:
        self._database, self._journal, self._papers = database, journal, papers

    def take(
        self,
        data: bytes,
        operator: str,
        readings: Iterable[Reading] = (),
        fault: Said | None = None,
        pictures: Mapping[int, PagePicture] | None = None,
    ) -> Arrival:
        """Keep a file with what was read in it, and pictures of its pages by their numbers (from 1).

        The same file is kept once, however often it comes.
        """
        digest = digest_of(data)
        kind = _kind(data)
        with self._database.writing() as run:
            run.execute(
                "INSERT INTO files (digest, kind, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (digest, kind, data)
            )
            [file] = run.execute("SELECT id FROM files WHERE digest = ?", (digest,)).fetchone()
            for number, picture in (pictures or {}).items():
                place = json.dumps([picture.box, picture.turn])
                run.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?)", (file, number, picture.png, place))
            done = run.execute(
                "INSERT INTO arrivals (file_id, at, operator, fault) VALUES (?, ?, ?, ?)",
                (file, self._database.moment(), operator, str(fault or "")),
            )
            assert done.lastrowid is not None
            for reading in readings:
                text = _text(reading.form, reading.record)
                found = json.dumps(_found(reading), ensure_ascii=False)
                run.execute(
                    "INSERT INTO readings (arrival_id, form, record, digest, found) VALUES (?, ?, ?, ?, ?)",
                    (done.lastrowid, reading.form.id, text, digest_of(text), found),
                )
            self._journal.add("arrival.taken", operator, arrival=done.lastrowid, kind=kind)
        return self.get(done.lastrowid)

    def get(self, arrival: int) -> Arrival:
        """The arrival of this number. Raises ``InputError`` where there is none."""
        found = self._several("WHERE arrivals.id = ?", arrival)
        if not found:
            raise InputError(Fault("", UNKNOWN, "arrival.unknown"))
        return found[0]

    def latest(self, most: int = 200) -> list[Arrival]:
        """What came last, the newest first."""
        return self._several("ORDER BY arrivals.id DESC LIMIT ?", most)

    def waiting(self, case: int | None = None) -> list[Read]:
        """What nobody has looked at yet, of a case or of the whole book, the newest first."""
        sql = f"SELECT * FROM readings WHERE {_WAITING}"
        if case is None:
            return [_read(row) for row in self._database.rows(f"{sql} ORDER BY id DESC")]
        return [_read(row) for row in self._database.rows(f"{sql} AND case_id = ? ORDER BY id DESC", case)]

    def of_case(self, case: int) -> list[Arrival]:
        """What came for a case and was not dismissed, the oldest first."""
        sql = "SELECT arrival_id FROM readings WHERE case_id = ? AND NOT dismissed"
        return self._several(f"WHERE arrivals.id IN ({sql}) ORDER BY arrivals.id", case)

    def _several(self, where: str, *values: Any) -> list[Arrival]:
        rows = self._database.rows(
            f"SELECT arrivals.*, kind, digest FROM arrivals JOIN files ON files.id = file_id {where}", *values
        )
        return [
            Arrival(
                row["id"],
                row["file_id"],
                row["kind"],
                row["digest"],
                row["at"],
                row["operator"],
                row["fault"],
                tuple(self._reads(row["id"])),
            )
            for row in rows
        ]

    def _reads(self, arrival: int) -> Iterator[Read]:
        sql = "SELECT * FROM readings WHERE arrival_id = ? ORDER BY id"
        yield from map(_read, self._database.rows(sql, arrival))

    def file(self, file: int) -> bytes:
        """The bytes of a file. Raises ``DocumentError`` where they are not as they came."""
        row = self._database.row("SELECT data, digest FROM files WHERE id = ?", file)
        if row is None:
            raise InputError(Fault("", UNKNOWN, "arrival.unknown"))
        data = bytes(row["data"])
        if digest_of(data) != row["digest"]:
            raise DocumentError(BROKEN)
        return data

    def pictures(self, file: int) -> dict[int, PagePicture]:
        """The pictures of the pages of a file, by their numbers."""
        rows = self._database.rows("SELECT * FROM pages WHERE file_id = ? ORDER BY number", file)
        return {row["number"]: _picture(row) for row in rows}

    def read(self, read: int) -> Read:
        """What was read, by its number."""
        row = self._database.row("SELECT * FROM readings WHERE id = ?", read)
        if row is None:
            raise InputError(Fault("", UNKNOWN, "arrival.unknown"))
        return _read(row)

    def assign(self, read: int, case: int) -> Read:
        """Put what was read to a case."""
        with self._database.writing() as run:
            self._demand_waiting(read)
            run.execute("UPDATE readings SET case_id = ? WHERE id = ?", (case, read))
        return self.read(read)

    def look(self, read: int, path: str, record: Record | None = None) -> Read:
        """Note that somebody has looked at a field; with ``record``, as they corrected it."""
        with self._database.writing() as run:
            before = self._demand_waiting(read)
            text = before.text if record is None else _text(before.form, record)
            seen = json.dumps(sorted({*before.seen, path}))
            run.execute("UPDATE readings SET record = ?, seen = ? WHERE id = ?", (text, seen, read))
        return self.read(read)

    def accept(self, read: int, operator: str, paper: int | None = None) -> PaperVersion:
        """Save what was read as a version of a paper of its case (a new one where none is named), with its origin.

        Raises ``InputError`` while it belongs to no case or a field of it is unread: nobody has seen what stands there.
        """
        with self._database.writing() as run:
            before = self._demand_waiting(read)
            if before.case is None:
                raise InputError(Fault("", NOBODY, "case.missing"))
            if unread := before.form.unread(before.record):
                count = len(unread)
                message = Sentence("还有 {count} 栏读不出，请先看清纸面，逐栏更正。", count=count)
                raise InputError(*(Fault(path, message, "unread") for path in unread))
            arrival = self.get(before.arrival)
            origin = {"kind": "file", "arrival": arrival.id, "digest": arrival.digest, "reading": read}
            target = paper or self._papers.add(before.case, before.form, operator).id
            version = self._papers.save(target, before.record, operator, origin)
            run.execute("UPDATE readings SET version_id = ? WHERE id = ?", (version.id, read))
            self._journal.add("arrival.accepted", operator, case=before.case, paper=target, arrival=arrival.id)
        return version

    def dismiss(self, read: int, operator: str) -> None:
        """Leave what was read aside; the file is kept."""
        with self._database.writing() as run:
            before = self._demand_waiting(read)
            run.execute("UPDATE readings SET dismissed = 1 WHERE id = ?", (read,))
            self._journal.add("arrival.dismissed", operator, case=before.case, arrival=before.arrival)

    def _demand_waiting(self, read: int) -> Read:
        found = self.read(read)
        if not found.is_waiting:
            raise InputError(Fault("", DONE, "arrival.done"))
        return found


_WAITING = "version_id IS NULL AND NOT dismissed"


def _picture(row: Any) -> PagePicture:
    box, turn = json.loads(row["place"])
    return PagePicture(bytes(row["picture"]), tuple(box), turn)


def _text(form_: Form, record: Record) -> str:
    return json.dumps(form_.dump(record), ensure_ascii=False, separators=(",", ":"))


def _found(reading: Reading) -> dict[str, Any]:
    """Where the fields stood and what was found, as JSON data; messages as they are said in Chinese."""
    data = reading.as_dict()
    return {"fields": data["fields"], "findings": [finding.as_dict() for finding in reading.judged()]}


def _read(row: Any) -> Read:
    return Read(
        row["id"],
        row["arrival_id"],
        row["form"],
        row["record"],
        row["found"],
        frozenset(json.loads(row["seen"])),
        row["case_id"],
        row["version_id"],
        bool(row["dismissed"]),
    )


def _kind(data: bytes) -> str:
    """How a file of this content ends."""
    converted = foreign(data)
    if converted is not None:
        return converted.ending
    kind = next((kind for mark, kind in KINDS.items() if data.startswith(mark)), "other")
    return "ofd" if kind == "docx" and OFD in data else kind
