"""The book (台账) as one thing: its file, and the parts that know what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from hjforms.desk.book import keeping
from hjforms.desk.book.arrivals import Arrivals
from hjforms.desk.book.cases import Cases
from hjforms.desk.book.database import Database, utc_now
from hjforms.desk.book.journal import Journal
from hjforms.desk.book.office import OfficeData
from hjforms.desk.book.papers import Papers


class Book:
    """An open book. Any number of threads may use it, and any number of processes may have it open.

    ``create`` makes a new file where there is none. ``now`` tells the time: the book asks nobody else. Raises
    ``InputError`` where the file cannot be opened or was written by a newer program, ``DocumentError`` where it is
    damaged or no book.
    """

    def __init__(self, path: str | Path, *, create: bool = False, now: Callable[[], dt.datetime] = utc_now) -> None:
        self.database = Database(path, create=create, now=now)
        self.journal = Journal(self.database)
        self.cases = Cases(self.database, self.journal)
        self.papers = Papers(self.database, self.journal)
        self.arrivals = Arrivals(self.database, self.journal, self.papers)
        self.office = OfficeData(self.database, self.journal)

    @property
    def path(self) -> Path:
        """The file."""
        return self.database.path

    @property
    def today(self) -> dt.date:
        """The day, where the desk stands."""
        return self.database.today()

    def backup(self, target: str | Path) -> keeping.Verdict:
        """Write the whole book into one file, which is checked before it appears."""
        return keeping.backup(self.database, target)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
