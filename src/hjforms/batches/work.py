"""The work (制作): what another process is given, and what it gives back. It writes nothing."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from hjforms.batches.names import Pattern, shown_at
from hjforms.errors import Fault, HjformsError
from hjforms.exchange.entry import Entry, Pending, Wanted
from hjforms.template.store import Manner
from hjforms.unread import told_once
from hjforms.wording import Said, Sentence

if TYPE_CHECKING:
    from hjforms.keys import Key
    from hjforms.render.pdf import Document

PERSON_NAME = "person.name"
UNFORESEEN = "程序在这份记录上出错（{error}），没有写出；请把记录（隐去个人信息）报告给维护人员。"
DIED = Sentence("处理这份记录的进程中止了（可能占用的内存太多），没有写出。")
INCOMPLETE = Sentence("同一人的其他表有错，整份卷宗没有写出。")


@dataclass(frozen=True)
class Job:
    """What is to be made of every unit: a file of a ``kind``, called by ``name``.

    Of a ``joined`` file every record has a bookmark. What is ``whole`` is made only where all of its records are sound.
    """

    wanted: Wanted
    kind: str
    name: Pattern
    editable: bool = False
    carry: bool = True
    archive: bool = False
    force: bool = False
    key: Key | None = None
    joined: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Unit:
    """The entries that make one output, with their numbers in the list. ``label`` is what ``{#}`` stands for.

    Of a unit that is ``told`` nothing is made: only what is wrong with its entries is wanted.
    """

    entries: tuple[Entry, ...]
    numbers: tuple[int, ...]
    label: str
    told: bool = False
    dead: frozenset[int] = frozenset()

    @cached_property
    def digest(self) -> str:
        """The digest of what the list states of it."""
        hashed = blake2b(digest_size=16)
        for entry in self.entries:
            hashed.update(_stated(entry))
        return hashed.hexdigest()

    @property
    def bare(self) -> Unit:
        """The unit as it travels: without what stays where the list was read."""
        return replace(self, entries=tuple(map(_bare, self.entries)))

    @property
    def every(self) -> frozenset[int]:
        """The places of all its entries."""
        return frozenset(range(len(self.entries)))

    def only(self, places: Sequence[int], **changed: Any) -> Unit:
        """Some of its entries."""
        entries = tuple(self.entries[place] for place in places)
        return replace(self, entries=entries, numbers=tuple(self.numbers[place] for place in places), **changed)


def _bare(entry: Entry) -> Entry:
    """An entry as it travels."""
    return entry if entry.cells is None and entry.reading is None else replace(entry, cells=None, reading=None)


def _stated(entry: Entry) -> bytes:
    """What a list states of an entry, as bytes of which no two entries have the same."""
    if isinstance(entry, Pending) and entry.text is not None:
        data = entry.text.encode("utf-8", "surrogatepass")
    else:
        stated = entry.data if entry.record is None or entry.form is None else entry.form.dump(entry.record)
        told = [str(item) for item in (*entry.faults, *entry.findings)]
        form = entry.form.id if entry.form else None
        data = json.dumps([form, stated, told], ensure_ascii=False, default=str, sort_keys=True).encode()
    return b"%d:%b" % (len(data), data)


@dataclass(frozen=True)
class Made:
    """What came of a unit: the content of its file (none where no record was sound) and what it is to be called.

    ``faulty`` are the entries that are not in it, by their place in the unit.
    """

    stem: str = ""
    data: bytes = b""
    records: int = 0
    warnings: int = 0
    faulty: tuple[tuple[int, Entry], ...] = ()


class BrokenOff(BaseException):
    """Nobody waits any more for what is being made."""


_is_over: Callable[[], bool] = bool


def give_up_when(is_over: Callable[[], bool]) -> None:
    """Let this process stop its work between two records once that is so."""
    global _is_over  # noqa: PLW0603 - the one thing of a worker that is no task
    _is_over = is_over


def _go_on() -> None:
    if _is_over():
        raise BrokenOff


def make(job: Job, units: Sequence[Unit]) -> list[Made]:
    """What comes of every unit."""
    with _uncollected():
        return [_made(job, unit) for unit in units]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Search for no cycles meanwhile: the records of a unit all stay until it is done, and none of them is one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _made(job: Job, unit: Unit) -> Made:
    judged = [_judged(job, entry, dead=place in unit.dead) for place, entry in enumerate(unit.entries)]
    faulty = {place: entry for place, entry in enumerate(judged) if _is_faulty(job, entry)}
    papers = [_Paper(place, unit.numbers[place], entry) for place, entry in enumerate(judged) if place not in faulty]
    data = b""
    if papers and not unit.told and not (job.whole and faulty):
        data = _drawn(job, papers, faulty)
    if job.whole and faulty:
        data = b""
        faulty |= {paper.place: _faulted(paper.entry, "incomplete", INCOMPLETE) for paper in papers} | faulty
    left = tuple(sorted(faulty.items()))
    sound = [paper.entry for paper in papers if paper.place not in faulty]
    if not data:
        return Made(faulty=left)
    warnings = sum(len(entry.findings) for entry in sound)
    first = sound[0]
    assert first.form is not None
    return Made(job.name.stem(unit.label, first.form, first.record), data, len(sound), warnings, left)


class _Paper(NamedTuple):
    """A sound entry: its place in the unit, and its number in the list."""

    place: int
    number: int
    entry: Entry


def _judged(job: Job, entry: Entry, *, dead: bool) -> Entry:
    """The entry, loaded, completed and checked; whatever is wrong with it stands in it."""
    _go_on()
    if dead:
        return _faulted(entry, "worker", DIED)
    try:
        loaded = entry.loaded(job.wanted).with_findings()
        if loaded.faults or loaded.form is None:
            return replace(loaded, reading=None)
        record = loaded.form.complete(loaded.record)
        findings = tuple(told_once(loaded.findings, loaded.form.check(record)))
        return replace(loaded, record=record, findings=findings, reading=None)
    except HjformsError as error:
        return replace(entry, record=None, faults=error.faults, reading=None)
    except Exception as error:  # noqa: BLE001 - one record must not stop a list
        return _faulted(entry, "internal", Sentence(UNFORESEEN, error=type(error).__name__))


def _faulted(entry: Entry, code: str, message: Said) -> Entry:
    return replace(entry, record=None, faults=(Fault("", message, code),), reading=None)


def _is_faulty(job: Job, entry: Entry) -> bool:
    errors = any(finding.severity == "error" for finding in entry.findings)
    return bool(entry.faults) or (errors and not job.force)


def _drawn(job: Job, papers: Sequence[_Paper], faulty: dict[int, Entry]) -> bytes:
    """The file of some papers; what cannot be printed goes to ``faulty``. Empty where that is all of them."""
    while True:
        left = [paper for paper in papers if paper.place not in faulty]
        try:
            return _joined(job, left, faulty) if job.joined else _single(job, left[0], faulty)
        except _UnforeseenError as error:  # whatever was begun is begun again without it
            faulty[error.paper.place] = _faulted(error.paper.entry, "internal", Sentence(UNFORESEEN, error=str(error)))
            if len(left) == 1:
                return b""


class _UnforeseenError(Exception):
    """A paper on which the program fails."""

    def __init__(self, paper: _Paper, error: Exception) -> None:
        self.paper = paper
        super().__init__(type(error).__name__)


@contextmanager
def _printing(paper: _Paper, faulty: dict[int, Entry]) -> Iterator[Any]:
    """Takes in what goes wrong with a paper."""
    try:
        yield
    except HjformsError as error:
        form, record, data = paper.entry.form, paper.entry.record, paper.entry.data
        if data is None and form is not None and record is not None:
            data = form.dump(record)  # a program's own record, so that a clerk sees what it says
        faulty[paper.place] = replace(paper.entry, record=None, data=data, faults=error.faults)
    except Exception as error:
        raise _UnforeseenError(paper, error) from error


def _single(job: Job, paper: _Paper, faulty: dict[int, Entry]) -> bytes:
    """The file of one record, which it carries."""
    form, record = paper.entry.form, paper.entry.record
    assert form is not None
    with _printing(paper, faulty):
        if job.kind == "docx":
            return form.docx(record, job.carry, key=job.key)
        if job.kind == "ofd":
            return form.ofd(record, job.carry, key=job.key)
        return form.pdf(record, job.editable, job.carry, job.archive, key=job.key)
    return b""


def _joined(job: Job, papers: Sequence[_Paper], faulty: dict[int, Entry]) -> bytes:
    """The file of several records, each with a bookmark."""
    manner = Manner.several(archive=job.archive)
    chunks: list[bytes] = []
    document: Document | None = None
    for paper in papers:
        _go_on()
        form, record = paper.entry.form, paper.entry.record
        assert form is not None
        assert record is not None
        with _printing(paper, faulty):
            if document is None:
                document = form.renderer(manner).document(chunks.append)
            document.turn_to(form.renderer(manner))
            document.add(record, editable=job.editable, title=_title(job, paper))
    if document is None or all(paper.place in faulty for paper in papers):
        return b""
    document.close()
    return b"".join(chunks)


def _title(job: Job, paper: _Paper) -> str:
    """What the bookmark of a paper says: of a person's papers which it is, of a list's whose."""
    form = paper.entry.form
    assert form is not None
    if job.whole:
        return form.title
    return f"{paper.number} {shown_at(form, paper.entry.record, PERSON_NAME)}".rstrip()
