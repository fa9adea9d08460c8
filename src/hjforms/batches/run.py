"""A batch (批量): a list in, a folder of papers out, and again as often as one likes.

One process reads the list, writes the files and the manifest, in the order of the list; others make what is written.
So neither how many there are nor which of them is done first changes a byte.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, Self, cast

from hjforms.batches import plan
from hjforms.batches.manifest import Line, Manifest, digest
from hjforms.batches.names import Names, Pattern
from hjforms.batches.work import Job, Made, Unit
from hjforms.batches.workers import Task, Workers, workers
from hjforms.catalogue import Form, KeyGiven, key_of
from hjforms.errors import ArgumentError, InputError, given, reason
from hjforms.exchange import door
from hjforms.exchange.entry import Entry, Later, Wanted
from hjforms.files import Output, write_whole
from hjforms.render.vouched import NOWHERE
from hjforms.wording import Sentence, named

ERRORS = "错误.xlsx"
ASIDE = "（原有）"
KINDS = ("pdf", "docx", "ofd")


@dataclass
class BatchReport:
    """What a batch did: how many records it saw and how many were faulty, how many files it wrote.

    ``kept`` counts the files that were as they are to be. ``errors`` is the workbook of what is faulty. ``removed``
    are files of an earlier run of the same list that it has no more; ``aside`` are files of others that stood in the
    way, under their new names. ``numbered`` counts the files whose names were taken, ``warnings`` what stops nothing.
    """

    folder: Path
    records: int = 0
    faulty: int = 0
    written: int = 0
    kept: int = 0
    warnings: int = 0
    numbered: int = 0
    errors: Path | None = None
    removed: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def batch(  # noqa: PLR0913 - each is an option of the command
    form: Form | str | None,
    entries: str | Path | Iterable[Entry],
    folder: str | Path,
    *,
    executor: Executor | None = None,
    chunk: int | None = None,
    by: str | None = None,
    name: str = "{#}",
    kind: str = "pdf",
    editable: bool = False,
    carry: bool = True,
    archive: bool = False,
    force: bool = False,
    key: KeyGiven = None,
    jobs: int | None = None,
    on_fault: Callable[[Entry], object] | None = None,
    on_progress: Callable[[int], object] | None = None,
) -> BatchReport:
    """Make the papers of a list in a folder (批量制作), and say what was done.

    ``entries`` is a source (its name) or entries. Every record becomes a file of its ``kind``; with ``chunk`` so many
    records in their order become one PDF, with ``by="person"`` all papers of a person do. PDF for an ``archive`` is
    PDF/A. ``name`` is the pattern of file names. Records without fault are written; the others, and with ``force`` only
    those that cannot be printed, stand in ``错误.xlsx``. What an earlier run has made of the same is not made again.
    Files of one record bear the tag of an office's ``key``.
    ``executor`` is anything with the interface of ``concurrent.futures.Executor``, by default ``jobs`` processes.
    ``on_fault`` hears of every faulty entry, ``on_progress`` how many records are done.

    Raises ``InputError`` where the folder holds papers of another list.
    """
    if kind not in KINDS:
        raise InputError(Sentence("批量制作的文件是 {known}，没有 {kind}。", known=KINDS, kind=kind))
    if chunk is not None and chunk < 1:
        raise InputError(Sentence("--chunk（chunk）：每个文件至少 1 份。"))
    if by not in {None, plan.PERSON}:
        raise InputError(Sentence("--by（by）：只能按 {known}（人）合订，没有 {by}。", known=plan.PERSON, by=by))
    if chunk is not None and by is not None:
        raise InputError(Sentence("--chunk 和 --by 只能用一个：或者每若干份一个文件，或者每人一个文件。"))
    if kind != "pdf" and (chunk or by):
        raise InputError(Sentence("Word、OFD 文件每份一个，不能合订；合订请用 PDF。"))
    if key is not None and (chunk or by or not carry):
        raise InputError(NOWHERE)
    wanted = Wanted.of(form)
    job = Job(
        wanted,
        kind,
        Pattern.of(name, wanted.form),
        editable=editable,
        carry=carry,
        archive=archive,
        force=force,
        key=key_of(key),
        joined=bool(chunk or by),
        whole=by is not None,
    )
    source, found = _source(wanted, entries)
    units = plan.dossiers(found, wanted) if by else plan.runs(found, chunk) if chunk else plan.singles(found)
    with _Run(job, source, Path(folder), workers(executor, jobs)) as run:
        run.on_fault, run.on_progress = on_fault, on_progress
        return run.through(units)


def _source(wanted: Wanted, entries: Any) -> tuple[str, Iterator[Entry]]:
    """The name of a source, if it is one, and its entries; those are loaded by whoever makes something of them."""
    if isinstance(entries, str | Path):
        later = Later(wanted.form, wanted.forms, wanted.otherwise)
        return Path(entries).name, door.opened(str(entries), later)
    if not isinstance(entries, Iterable):
        raise ArgumentError(
            Sentence("{name}：应为来源的名称，或许多 Entry，{given}。", name="entries", given=given(entries))
        )
    return "", iter(entries)


class _Planned(NamedTuple):
    """A unit on its way: what earlier runs made of it, and what is to be made now, if anything."""

    unit: Unit
    made: Sequence[Line]
    wanted: Unit | None


class _Run:
    """One run over a list."""

    on_fault: Callable[[Entry], object] | None = None
    on_progress: Callable[[int], object] | None = None

    def __init__(self, job: Job, source: str, folder: Path, team: Workers) -> None:
        self._job, self._folder, self._team = job, folder, team
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(named(folder, Sentence("不能建立文件夹（{reason}）。", reason=reason(error)))) from None
        self._report = BatchReport(folder)
        owner = {"source": source, "form": job.wanted.form.id if job.wanted.form else ""}
        self._manifest = Manifest(folder, owner)
        self._names = Names(self._manifest.index)
        self._faulty = tempfile.TemporaryFile()  # noqa: SIM115 - of any number

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._team.close()
        self._manifest.close()
        self._faulty.close()

    def through(self, units: Iterable[Unit]) -> BatchReport:
        """Make what is missing or changed."""
        self._spare_corrections()
        waiting: deque[tuple[Sequence[_Planned], Task | None]] = deque()
        for together in plan.tasks(units):
            planned = [self._planned(unit) for unit in together]
            todo = [one.wanted.bare for one in planned if one.wanted is not None]
            waiting.append((planned, self._team.submit(self._job, todo) if todo else None))
            while len(waiting) > self._team.ahead:
                self._take(*waiting.popleft())
        while waiting:
            self._take(*waiting.popleft())
        self._finish()
        return self._report

    def _spare_corrections(self) -> None:
        """Raise ``InputError`` where somebody is correcting the workbook of what is faulty."""
        path = self._folder / ERRORS
        if path.exists() and not self._manifest.is_ours(ERRORS, _digest_of(path)):
            raise InputError(named(path, Sentence("在上次写出之后改动过，没有覆盖。请先把它移走或改名，再运行。")))

    def _planned(self, unit: Unit) -> _Planned:
        lines = {line.name: line for line in self._manifest.find(self._input(unit)) if self._stands(line)}
        if not lines:
            return _Planned(unit, (), unit)
        made = tuple(lines.values())
        faulty = made[0].faulty
        return _Planned(unit, made, unit.only(faulty, told=True) if faulty else None)

    def _stands(self, line: Line) -> bool:
        """True where a file is as it was written."""
        path = self._folder / line.name
        return path.is_file() and not path.is_symlink() and _digest_of(path) == line.output

    def _input(self, unit: Unit) -> str:
        """The digest of everything that a file is made of."""
        numbers = unit.numbers if self._job.joined and not self._job.whole else ()
        label = unit.label if self._job.name.is_numbered else ""
        return digest(f"{self._settings} {numbers} {label} {unit.digest}".encode())

    @cached_property
    def _settings(self) -> str:
        """The digest of how files are made: program, templates, options."""
        job = self._job
        hashed = blake2b(digest_size=16)
        for form in job.wanted.forms:
            hashed.update(form.id.encode() + form.compiled.pdf + form.compiled.word)
        options = (
            version("hjforms"),
            job.kind,
            job.name.text,
            job.editable,
            job.carry,
            job.force,
            job.whole,
            job.archive,
            *((job.key.tag(b"hjforms batch"),) if job.key else ()),
        )
        hashed.update(repr(options).encode())
        return hashed.hexdigest()

    def _take(self, planned: Sequence[_Planned], task: Task | None) -> None:
        """Write what has been made, in the order of the list."""
        results = iter(task() if task else ())
        for unit, lines, asked in planned:
            made, wanted = (next(results), asked) if asked is not None else (Made(), unit)
            stem = lines[0].stem if lines else made.stem
            name = f"{self._names.unique(stem)}.{self._job.kind}" if stem else ""
            kept = next((line for line in lines if line.name == name), None)
            if kept is not None:
                self._manifest.keep(kept)
                self._report.kept += 1
                self._report.warnings += kept.warnings
            else:
                if lines:  # of its earlier files none has the name that it is to have now
                    (made,), wanted = self._team.submit(self._job, [unit.bare])(), unit
                if made.data:
                    self._write(name, unit, made)
            self._tell(wanted, made)
            self._report.records += len(unit.entries)
            if self.on_progress:
                self.on_progress(self._report.records)

    def _write(self, name: str, unit: Unit, made: Made) -> None:
        faulty = tuple(place for place, _ in made.faulty)
        line = Line(name, self._input(unit), digest(made.data), made.stem, made.records, made.warnings, faulty)
        self._put(line, made.data)
        self._report.written += 1
        self._report.warnings += made.warnings

    def _put(self, line: Line, data: bytes) -> None:
        """Let a file appear; what stands in its place and is not ours is set aside."""
        path = self._folder / line.name
        if path.is_symlink() or path.exists():
            found = "" if path.is_symlink() or not path.is_file() else _digest_of(path)
            if found == line.output:
                self._manifest.announce(line)
                return
            if not self._manifest.is_ours(line.name, found):
                self._set_aside(path)
        self._manifest.announce(line)
        write_whole(path, data)

    def _set_aside(self, path: Path) -> None:
        names = (f"{path.stem}{ASIDE}{number or ''}{path.suffix}" for number in count())
        target = next(other for name in names if not (other := path.with_name(name)).exists())
        try:
            path.rename(target)
        except OSError as error:
            raise InputError(named(path, Sentence("原有的文件不能移开（{reason}）。", reason=reason(error)))) from None
        self._report.aside.append(target.name)

    def _tell(self, unit: Unit, made: Made) -> None:
        for place, entry in made.faulty:
            self._report.faulty += 1
            pickle.dump(entry, self._faulty)
            if self.on_fault:
                self.on_fault(replace(entry, cells=unit.entries[place].cells))

    def _finish(self) -> None:
        """Write what is faulty, take away what the list has no more, and set the manifest in order."""
        self._report.numbered = self._names.numbered
        if self._report.faulty:
            self._report.errors = self._folder / ERRORS
            data = self._errors()
            self._put(Line(ERRORS, "", digest(data), ERRORS, self._report.faulty), data)
        for name in self._manifest.left_over():
            path = self._folder / name
            if path.is_file() and not path.is_symlink() and self._manifest.is_ours(name, _digest_of(path)):
                path.unlink()
                self._report.removed.append(name)
        self._manifest.finish()

    def _errors(self) -> bytes:
        """The workbook of what is faulty, so far as it goes, with what is wrong marked in it."""
        from hjforms.exchange.book import WorkbookSink

        made = io.BytesIO()
        sink = WorkbookSink(cast("Output", made))  # of an output it wants no more than that it can be written to
        for entry in self._faulty_entries():
            sink.add(entry)
        sink.close()
        return made.getvalue()

    def _faulty_entries(self) -> Iterator[Entry]:
        self._faulty.seek(0)
        for _ in range(self._report.faulty):
            yield pickle.load(self._faulty)  # noqa: S301 - it was written a moment ago


def _digest_of(path: Path) -> str:
    """The digest of a file; empty where it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
