"""Papers of a case (案件里的表): what is being typed (draft), and every version that was saved.

A draft is what stands in the fields as it was typed, so that half a number is kept as well; it is written at every
change. A version is a record; versions are only added, and to undo is to save an earlier one once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hjforms.catalogue import Form, form
from hjforms.comparison import compare
from hjforms.desk.book.database import Database, digest_of
from hjforms.desk.book.journal import Journal
from hjforms.errors import DocumentError, Fault, InputError
from hjforms.findings import Finding
from hjforms.records.base import Record
from hjforms.wording import Sentence

UNKNOWN = Sentence("台账里没有这张表。")
NO_VERSION = Sentence("这张表没有这一版。")
OVERTAKEN = Sentence("这张表已经在另一处改动，没有保存；请重新打开，以免盖掉别人的改动。")
BROKEN = Sentence("台账里这一版的摘要不符，内容可能已经损坏，没有采用；请用备份核对。")
LARGEST_DRAFT = 4 * 2**20
TYPED: Mapping[str, Any] = {"kind": "typed"}


@dataclass(frozen=True)
class Paper:
    """One paper of a case. ``latest`` is the number of its newest version, 0 before anything was saved."""

    id: int
    case: int
    form_id: str
    latest: int
    is_drafted: bool

    @property
    def form(self) -> Form:
        """Its form."""
        return form(self.form_id)


class Kept:
    """What is kept as the text of a record of a form."""

    form_id: str
    text: str

    @property
    def form(self) -> Form:
        """Its form."""
        return form(self.form_id)

    @property
    def record(self) -> Any:
        """The record."""
        return self.form.load(self.text)


@dataclass(frozen=True)
class PaperVersion(Kept):
    """What was saved of a paper: by whom, when (UTC), and where it came from."""

    id: int
    paper: int
    number: int
    form_id: str
    text: str = field(repr=False)
    origin: Mapping[str, Any] = field(hash=False)
    at: str
    operator: str


@dataclass(frozen=True)
class Draft:
    """What is being typed: the texts of the fields by their paths, on top of the version ``base`` (0: of none)."""

    paper: int
    base: int
    revision: int
    texts: Mapping[str, Any] = field(repr=False, hash=False)
    at: str
    operator: str


class Papers:
    """The papers of a book."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database, self._journal = database, journal

    def add(
        self, case: int, form_: Form, operator: str, record: Record | None = None, origin: Mapping[str, Any] = TYPED
    ) -> Paper:
        """A new paper of a case, with its first version where there is a record of it."""
        with self._database.writing() as run:
            done = run.execute("INSERT INTO papers (case_id, form) VALUES (?, ?)", (case, form_.id))
            assert done.lastrowid is not None
            self._journal.add("paper.added", operator, case=case, paper=done.lastrowid, form=form_.id)
            if record is not None:
                self.save(done.lastrowid, record, operator, origin)
        return self.get(done.lastrowid)

    def get(self, paper: int) -> Paper:
        """The paper of this number. Raises ``InputError`` where there is none."""
        row = self._database.row(f"{_PAPERS} WHERE papers.id = ?", paper)
        if row is None:
            raise InputError(Fault("", UNKNOWN, "paper.unknown"))
        return _paper(row)

    def of_case(self, case: int) -> list[Paper]:
        """The papers of a case, in their order."""
        return [_paper(row) for row in self._database.rows(f"{_PAPERS} WHERE case_id = ? ORDER BY papers.id", case)]

    # --------------------------------------------------------------------------------------- drafts

    def draft(self, paper: int) -> Draft | None:
        """What is being typed; ``None`` where nothing is that has not been saved."""
        row = self._database.row("SELECT * FROM drafts WHERE paper_id = ?", paper)
        if row is None:
            return None
        texts = json.loads(row["texts"])
        return Draft(paper, row["base"], row["revision"], texts, row["at"], row["operator"])

    def type(self, paper: int, texts: Mapping[str, Any], operator: str, revision: int | None = None) -> Draft:
        """Keep what is being typed; it is on the disk when this returns.

        ``revision`` is that of the draft on which it builds (0 for none), where the caller knows it. Raises
        ``InputError`` where somebody else has typed or saved meanwhile.
        """
        text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        if len(text) > LARGEST_DRAFT:
            raise InputError(Sentence("一张表的内容太多，没有保存。"))
        with self._database.writing() as run:
            latest, before = self.get(paper).latest, self.draft(paper)
            at = before.revision if before else 0
            if (revision is not None and revision != at) or (before and before.base != latest):
                raise InputError(Fault("", OVERTAKEN, "draft.overtaken"))
            run.execute(
                "INSERT INTO drafts (paper_id, base, revision, texts, at, operator) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (paper_id) DO UPDATE SET revision = excluded.revision, texts = excluded.texts,"
                " at = excluded.at, operator = excluded.operator",
                (paper, latest, at + 1, text, self._database.moment(), operator),
            )
        found = self.draft(paper)
        assert found is not None
        return found

    def drop_draft(self, paper: int, operator: str) -> None:
        """Give up what was typed and not saved."""
        with self._database.writing() as run:
            if run.execute("DELETE FROM drafts WHERE paper_id = ?", (paper,)).rowcount:
                self._journal.add("draft.dropped", operator, case=self.get(paper).case, paper=paper)

    # ------------------------------------------------------------------------------------- versions

    def save(self, paper: int, record: Record, operator: str, origin: Mapping[str, Any] = TYPED) -> PaperVersion:
        """Save a record as the newest version, which takes the place of the draft.

        A record that is that of the newest version makes none, unless it came back on paper: that is worth knowing.
        """
        known = self.get(paper)
        text = json.dumps(known.form.dump(record), ensure_ascii=False, separators=(",", ":"))
        digest = digest_of(text)
        with self._database.writing() as run:
            before = self.latest(paper)
            run.execute("DELETE FROM drafts WHERE paper_id = ?", (paper,))
            if before is not None and before.text == text and origin["kind"] != "file":
                return before
            number = before.number + 1 if before else 1
            run.execute(
                "INSERT INTO versions (paper_id, number, record, digest, origin, at, operator)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    paper,
                    number,
                    text,
                    digest,
                    json.dumps(origin, ensure_ascii=False),
                    self._database.moment(),
                    operator,
                ),
            )
            what = "paper.restored" if origin["kind"] == "version" else "paper.saved"
            facts = {"version": number, "origin": origin["kind"]}
            self._journal.add(what, operator, case=known.case, paper=paper, **facts)
        return self.version(paper, number)

    def latest(self, paper: int) -> PaperVersion | None:
        """The newest version; ``None`` before anything was saved."""
        row = self._database.row(f"{_VERSIONS} WHERE paper_id = ? ORDER BY number DESC LIMIT 1", paper)
        return None if row is None else _version(row)

    def version(self, paper: int, number: int) -> PaperVersion:
        """The version of this number. Raises ``InputError`` where there is none."""
        row = self._database.row(f"{_VERSIONS} WHERE paper_id = ? AND number = ?", paper, number)
        if row is None:
            raise InputError(Fault("", NO_VERSION, "version.unknown"))
        return _version(row)

    def versions(self, paper: int) -> list[PaperVersion]:
        """Every version, the newest first."""
        rows = self._database.rows(f"{_VERSIONS} WHERE paper_id = ? ORDER BY number DESC", paper)
        return [_version(row) for row in rows]

    def changes(self, paper: int, number: int) -> list[Finding]:
        """What a version changed of what the paper says, derived fields included; of the first, all that it says."""
        after = self.version(paper, number)
        complete = after.form.complete
        before = complete(self.version(paper, number - 1).record) if number > 1 else after.form.record_type()
        return compare(before, complete(after.record))

    def restore(self, paper: int, number: int, operator: str) -> PaperVersion:
        """Save an earlier version once more."""
        record = self.version(paper, number).record
        return self.save(paper, record, operator, {"kind": "version", "version": number})

    def undo(self, paper: int, operator: str) -> PaperVersion:
        """Take the newest version back: the one before it is saved once more. To undo that is to do it again."""
        latest = self.latest(paper)
        if latest is None or latest.number == 1:
            raise InputError(Fault("", Sentence("这张表没有更早的一版。"), "version.unknown"))
        return self.restore(paper, latest.number - 1, operator)


_PAPERS = (
    "SELECT papers.*, (SELECT ifnull(max(number), 0) FROM versions WHERE paper_id = papers.id) AS latest,"
    " EXISTS (SELECT 1 FROM drafts WHERE paper_id = papers.id) AS drafted FROM papers"
)
_VERSIONS = "SELECT versions.*, papers.form FROM versions JOIN papers ON papers.id = paper_id"


def _paper(row: Any) -> Paper:
    return Paper(row["id"], row["case_id"], row["form"], row["latest"], bool(row["drafted"]))


def _version(row: Any) -> PaperVersion:
    if digest_of(row["record"]) != row["digest"]:
        raise DocumentError(BROKEN)
    return PaperVersion(
        row["id"],
        row["paper_id"],
        row["number"],
        row["form"],
        row["record"],
        json.loads(row["origin"]),
        row["at"],
        row["operator"],
    )
