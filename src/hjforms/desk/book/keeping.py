"""Keeping a book (保管): backups of one file, checks of every byte, and what can be saved from a ruin."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hjforms.desk.book.database import (
    MAGIC,
    NOT_A_BOOK,
    OWN_EYES,
    Database,
    digest_of,
    refuse_others,
    speaking,
)
from hjforms.desk.book.journal import NOBODY, Journal
from hjforms.errors import DocumentError, InputError, reason
from hjforms.files import path_name
from hjforms.wording import Said, Sentence, named

TABLES = (
    "cases",
    "files",
    "pages",
    "papers",
    "versions",
    "drafts",
    "arrivals",
    "readings",
    "office",
    "marks",
    "journal",
)
"""Every table of a book, each after those to which it points."""
SEALED = {"files": "data", "versions": "record"}
"""What has a digest, by its table."""
MOST_TOLD = 20


@dataclass(frozen=True)
class Verdict:
    """What a check of a book came to: how many of everything it holds, and what is wrong with it."""

    counts: Mapping[str, int]
    faults: tuple[Said, ...]

    @property
    def is_sound(self) -> bool:
        """True where nothing is wrong."""
        return not self.faults


@dataclass
class Rescue:
    """What was saved from a damaged book: rows by their table, and how many are lost."""

    saved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    lost: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))


def verify(path: str | Path) -> Verdict:
    """Check a book: its pages, what points to what, every digest, and that every record can be loaded.

    Nothing is changed. Raises ``InputError`` where there is no file, ``DocumentError`` where it is no book at all.
    """
    name = Path(path_name(path))
    faults: list[Said] = []
    counts: dict[str, int] = {}
    with closing(_looked_at(name)) as connection:
        try:
            with speaking(name):
                faults += _pages(connection)
                counts = {table: _count(connection, table) for table in TABLES}
                faults += _digests(connection)
                faults += _records(connection)
        except DocumentError as error:
            faults.append(error.message)
    return Verdict(counts, tuple(faults))


def _looked_at(path: Path) -> sqlite3.Connection:
    """A book opened to be read only. A fresh book without a header is none."""
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise InputError(named(str(path), Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))) from None
    if start != MAGIC:
        raise DocumentError(named(str(path), NOT_A_BOOK))
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        with speaking(path):
            refuse_others(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _pages(connection: sqlite3.Connection) -> Iterator[Said]:
    found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({MOST_TOLD})")]
    if found != ["ok"]:
        yield Sentence("文件结构有 {count} 处损坏。", count=len(found))
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        yield Sentence("有 {count} 处指向的内容已经不在。", count=len(broken))


def _digests(connection: sqlite3.Connection) -> Iterator[Said]:
    for table, column in SEALED.items():
        for row in connection.execute(f"SELECT id, {column} AS sealed, digest FROM {table}"):
            if digest_of(row["sealed"]) != row["digest"]:
                yield Sentence("{table} 第{item}条：摘要不符，内容已经改变。", table=table, item=row["id"])


def _records(connection: sqlite3.Connection) -> Iterator[Said]:
    from hjforms.catalogue import form
    from hjforms.errors import HjformsError

    sql = "SELECT versions.id, form, record FROM versions JOIN papers ON papers.id = paper_id"
    for row in connection.execute(sql):
        try:
            form(row["form"]).load(row["record"])
        except HjformsError:
            yield Sentence("{table} 第{item}条：记录载入不了。", table="versions", item=row["id"])


def backup(database: Database, target: str | Path) -> Verdict:
    """Write the whole book, as it is at this moment, into one file, which is checked before it appears.

    Raises ``InputError`` where it cannot be written, ``DocumentError`` where the copy is not sound: then nothing
    is written.
    """
    path = Path(path_name(target))
    if path.exists() and path.samefile(database.path):
        raise InputError(named(str(path), Sentence("这就是台账本身，备份请用另一个名称。")))
    try:
        number, made = tempfile.mkstemp(prefix=".hjforms-", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise InputError(named(str(path), Sentence("没有写成（{reason}）。", reason=reason(error)))) from None
    os.close(number)
    try:
        with closing(sqlite3.connect(made)) as copy, speaking(path):
            database.copy_to(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
        verdict = verify(made)
        if not verdict.is_sound:
            raise DocumentError(named(str(path), Sentence("备份核对不符，没有写出：{fault}", fault=verdict.faults[0])))
        finished = Path(made)
        with finished.open("rb") as file:
            os.fsync(file.fileno())
        finished.chmod(OWN_EYES)
        finished.replace(path)
    except OSError as error:
        raise InputError(named(str(path), Sentence("没有写成（{reason}）。", reason=reason(error)))) from None
    finally:
        with suppress(OSError):
            Path(made).unlink()
    return verdict


def rescue(path: str | Path, target: str | Path) -> Rescue:
    """Save what can be read of a damaged book into a new one; the damaged one is not touched.

    A row whose digest does not hold, and one whose case or paper is lost, is not taken: it would pretend to be sound.
    Raises ``InputError`` where the new file is there already.
    """
    source, new = Path(path_name(path)), Path(path_name(target))
    if new.exists():
        raise InputError(named(str(new), Sentence("文件已经有了，请换个名称。")))
    done = Rescue()
    with tempfile.TemporaryDirectory(prefix="hjforms-") as folder:
        copy = _copied(source, Path(folder))
        database = Database(new, create=True)
        try:
            with closing(sqlite3.connect(copy)) as ruin:
                ruin.row_factory = sqlite3.Row
                ruin.text_factory = _text
                with suppress(sqlite3.DatabaseError):
                    ruin.execute("PRAGMA cell_size_check=ON")
                with database.writing():
                    for table in TABLES:
                        _take(ruin, database, table, done)
                    Journal(database).add("book.rescued", NOBODY)
        finally:
            database.close()
    return done


def _text(data: bytes) -> str | bytes:
    """A text; the bytes of what is none, which no column of texts takes."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _copied(source: Path, folder: Path) -> Path:
    """A copy of a damaged book with its log, whose header is mended where only that is gone."""
    copy = folder / "ruin.db"
    try:
        shutil.copyfile(source, copy)
        log = source.with_name(f"{source.name}-wal")
        if log.exists():
            shutil.copyfile(log, copy.with_name(f"{copy.name}-wal"))
    except OSError as error:
        raise InputError(
            named(str(source), Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))
        ) from None
    if not _has_tables(copy):
        _mend_first_page(copy, folder)
    return copy


def _has_tables(path: Path) -> bool:
    """True where the first page of a book still says what is where."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except sqlite3.DatabaseError:
        return False
    return {*TABLES} <= found


def _mend_first_page(path: Path, folder: Path) -> None:
    """Put the first page of a fresh book in the place of a lost one: both have the same tables at the same places."""
    fresh = folder / "fresh.db"
    Database(fresh, create=True).close()
    with fresh.open("rb") as file:
        size = int.from_bytes(file.read(18)[16:18], "big")
        file.seek(0)
        page = bytearray(file.read(size))
    pages = path.stat().st_size // size
    page[28:32] = pages.to_bytes(4, "big")
    page[32:40] = bytes(8)  # no free pages are known
    with path.open("r+b") as file:
        file.write(page)


def _take(ruin: sqlite3.Connection, database: Database, table: str, done: Rescue) -> None:
    """Take every row of a table that can be read."""
    for row in _readable(ruin, table, done):
        if row is not None and _is_sound(table, row) and _put(database, table, row):
            done.saved[table] += 1
        else:
            done.lost[table] += 1


def _readable(ruin: sqlite3.Connection, table: str, done: Rescue) -> Iterator[Any]:
    """The rows of a table, from both ends as far as each comes, then what can be found by number in between."""
    seen: set[int] = set()
    for order in ("ASC", "DESC"):
        try:
            for row in ruin.execute(f"SELECT rowid AS row_number, * FROM {table} ORDER BY rowid {order}"):
                if row["row_number"] in seen:
                    break
                seen.add(row["row_number"])
                yield row
            else:
                return
        except (sqlite3.DatabaseError, UnicodeError):
            continue
        break
    for number in _missing(seen):
        try:
            row = ruin.execute(f"SELECT rowid AS row_number, * FROM {table} WHERE rowid = ?", (number,)).fetchone()
        except (sqlite3.DatabaseError, UnicodeError):
            done.lost[table] += 1
            continue
        if row is not None:
            yield row


def _missing(seen: set[int]) -> Iterator[int]:
    """The numbers that rows may have which were not seen."""
    highest = max(seen, default=0)
    yield from (number for number in range(1, highest) if number not in seen)
    yield from range(highest + 1, highest + MOST_TOLD)


def _is_sound(table: str, row: Any) -> bool:
    column = SEALED.get(table)
    return column is None or (row[column] is not None and digest_of(row[column]) == row["digest"])


def _put(database: Database, table: str, row: Any) -> bool:
    """Write a row into the new book; false where what it points to is lost, or it is no such row."""
    columns = [name for name in dict(row) if name != "row_number"]
    marks = ", ".join("?" for _ in columns)
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    try:
        with database.writing() as run:
            run.execute(sql, [row[name] for name in columns])
    except (sqlite3.IntegrityError, sqlite3.OperationalError, DocumentError):
        return False
    return True
