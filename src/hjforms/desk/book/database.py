"""The file of a book (台账文件): opened, migrated, refused; one writer at a time, every commit on the disk.

A change is committed before the desk answers, with ``synchronous=FULL``: in WAL mode ``NORMAL`` would outlive a killed
process, but not a power cut, and office machines have no battery. One change costs one flush of the log, which is less
than the time between two keystrokes. Any number of processes may have the book open: readers see the last commit, a
second writer waits up to ``PATIENCE_S``.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from hjforms.errors import DocumentError, InputError, reason
from hjforms.files import path_name
from hjforms.wording import Said, Sentence, named

APPLICATION = 0x686A666D
"""What the header of the file says it is (``application_id``)."""
PATIENCE_S = 10.0
FOLDER = Path(__file__).parent / "migrations"
OWN_EYES = 0o600
MAGIC = b"SQLite format 3\0"

NOT_A_BOOK = Sentence("不是台账文件。")
DAMAGED = Sentence("台账已经损坏，没有打开。请用 hjforms book rescue 救出还能读的部分，或用最近的备份。")
BUSY = Sentence("台账正由另一处写入，请稍后重试。")
NEWER = "台账由更新的版本写成（第{found}版，本程序到第{known}版），请先升级本程序；台账没有改动。"
MISSING = Sentence("没有这个台账文件；用 hjforms serve --book 新建。")


@cache
def migrations() -> tuple[str, ...]:
    """The SQL that makes each version of the book out of the one before."""
    files = sorted(FOLDER.glob("*.sql"), key=lambda path: int(path.stem))
    return tuple(path.read_text("utf-8") for path in files)


def digest_of(data: bytes | str) -> str:
    """The SHA-256 of a text or a file, in hex."""
    return sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def utc_now() -> dt.datetime:
    """The moment that it is."""
    return dt.datetime.now(dt.UTC)


class Database:
    """The open file. Threads share it: each transaction has it for itself."""

    def __init__(self, path: str | Path, *, create: bool = False, now: Callable[[], dt.datetime] = utc_now) -> None:
        self.path = Path(path_name(path))
        self._now = now
        self._lock = threading.RLock()
        self._connection = self._opened(create=create)
        try:
            with speaking(self.path):
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _opened(self, *, create: bool) -> sqlite3.Connection:
        shown = str(self.path)
        try:
            flags = os.O_RDWR | (os.O_CREAT if create else 0)
            os.close(os.open(self.path, flags, OWN_EYES))
        except FileNotFoundError:
            raise InputError(named(shown, MISSING)) from None
        except OSError as error:
            raise InputError(named(shown, Sentence("打不开（{reason}），请检查路径。", reason=reason(error)))) from None
        with self.path.open("rb") as file:
            if file.read(len(MAGIC)) not in {b"", MAGIC}:
                raise DocumentError(named(shown, NOT_A_BOOK))
        with suppress(OSError):  # not ours to change, or a system without modes
            self.path.chmod(OWN_EYES)
        connection = sqlite3.connect(
            self.path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _prepare(self) -> None:
        """Set the file up: what it is, what version it has, how it is written."""
        run = self._connection.execute
        is_new = run("PRAGMA page_count").fetchone()[0] == 0
        if not is_new:
            refuse_others(self._connection, self.path)
            if run("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DocumentError(named(str(self.path), DAMAGED))
        run("PRAGMA journal_mode=WAL")
        run("PRAGMA synchronous=FULL")
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA secure_delete=ON")  # what a draft held is gone when it is
        if self.version < len(migrations()):
            self._migrate()

    def _migrate(self) -> None:
        """Bring the file to the newest version, each step whole or not at all."""
        run = self._connection.execute
        for number, script in enumerate(migrations(), 1):
            run("BEGIN IMMEDIATE")
            try:
                if self.version < number:  # nobody else has done it meanwhile
                    for statement in _statements(script):
                        run(statement)
                    run(f"PRAGMA application_id={APPLICATION}")
                    run(f"PRAGMA user_version={number}")
                run("COMMIT")
            except BaseException:
                run("ROLLBACK")
                raise

    @property
    def version(self) -> int:
        """The version of the file."""
        return _version(self._connection)

    def moment(self) -> str:
        """The moment that it is, as the book writes it."""
        return self._now().astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")

    def today(self) -> dt.date:
        """The day, where the desk stands."""
        return self._now().astimezone().date()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that writes: all of it is on the disk afterwards, or nothing. One within another is part of it.

        Raises ``InputError`` where somebody else writes for too long, ``DocumentError`` where the file is damaged.
        """
        with self._lock, speaking(self.path):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """The rows of a question."""
        with self._lock, speaking(self.path):
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a question."""
        with self._lock, speaking(self.path):
            found: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return found

    def copy_to(self, target: sqlite3.Connection) -> None:
        """Write the whole book, as it is at one moment, into another file."""
        with self._lock, speaking(self.path):
            self._connection.backup(target)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def refuse_others(connection: sqlite3.Connection, path: Path) -> None:
    """Raise ``DocumentError`` for a file that is no book, ``InputError`` for one of a newer version."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise DocumentError(named(str(path), NOT_A_BOOK))
    found, known = _version(connection), len(migrations())
    if found > known:
        raise InputError(named(str(path), Sentence(NEWER, found=found, known=known)))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Say what SQLite says in the words of a clerk; never what stands in the book."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        told = _told(error)
        if told is None:
            raise
        kind = InputError if told is BUSY else DocumentError
        raise kind(named(str(path), told)) from None


def _told(error: sqlite3.DatabaseError) -> Said | None:
    """What an error of SQLite means for who has the book open; ``None`` for one that is a fault of this program."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BUSY
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DAMAGED
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return Sentence("台账写不进去（{name}），请检查磁盘空间和权限；没有写完的改动不会留下。", name=name)
    return None
