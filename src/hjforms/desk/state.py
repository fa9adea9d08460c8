"""What the parts of the desk share (共用): its settings, the processes that read, the look of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar, cast

import anyio
import anyio.to_thread
from anyio import CapacityLimiter
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import HTTPConnection

from hjforms.desk.answers import BUSY, Refused
from hjforms.desk.settings import Settings
from hjforms.pool import ReadingPool
from hjforms.reading.result.reading import Reading
from hjforms.wording import Said

if TYPE_CHECKING:
    from hjforms.desk.book import Book
    from hjforms.exchange.entry import Entry

Result = TypeVar("Result")


@dataclass(frozen=True)
class Link:
    """An entry of the menu: what the page is called, its address, and what one does there."""

    title: Said
    href: str
    about: Said


@dataclass
class Desk:
    """One desk. ``menu`` are its pages, in their order."""

    settings: Settings
    menu: Sequence[Link] = ()
    _waiting: int = field(default=0, init=False)

    @cached_property
    def pool(self) -> ReadingPool:
        """The processes that read files of strangers; each starts when it is first needed."""
        return ReadingPool(self.settings.reading)

    @cached_property
    def book(self) -> Book | None:
        """The book of cases, opened once; ``None`` where the desk was started without one.

        Raises ``InputError`` and ``DocumentError`` as ``Book`` does.
        """
        from hjforms.desk.book import Book

        if self.settings.book is None:
            return None
        opened = Book(self.settings.book, create=True)
        opened.cases.refresh()
        return opened

    @cached_property
    def pages(self) -> Environment:
        """The templates of the pages: every text is escaped, every name has to be there."""
        loader = PackageLoader("hjforms.desk", "html")
        return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)

    @cached_property
    def _readers(self) -> CapacityLimiter:
        return CapacityLimiter(self.settings.reading.workers)

    async def read(self, data: bytes) -> list[Reading]:
        """The readings of a file, by a process of its own.

        Raises ``DocumentError`` as ``ReadingPool.read`` does, ``Refused`` where too many files wait already.
        """
        return await self._in_turn(partial(self.pool.read, data))

    async def entries(self, data: bytes, ending: str, forms: Sequence[str] = ()) -> list[Entry]:
        """The records of a list, as ``read``; see ``ReadingPool.entries``."""
        return await self._in_turn(partial(self.pool.entries, data, ending, forms))

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        """What comes of work of a process of its own, after what waits already."""
        if self._waiting >= self.settings.bounds.waiting:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, BUSY, {"retry-after": "5"})
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._readers)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """End the processes, and close the book."""
        if "pool" in self.__dict__:
            self.pool.close()
        if (book := self.__dict__.get("book")) is not None:
            book.close()


def desk_of(asked: HTTPConnection) -> Desk:
    """The desk that a request has come to."""
    return cast("Desk", asked.app.state.desk)
