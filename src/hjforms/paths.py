"""Record paths (栏目路径): where a value stands in a record, in dots: ``years.3.refund.subtotal``.

Rows count from 0. ``*`` stands for every row, which makes a path general; ``-1`` for the row before. A path is a text,
so that it compares as one and is a key of JSON, and it knows its steps, so that nobody else takes one apart.
What is no path raises ``ArgumentError``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NoReturn

EVERY_ROW = "*"
MOST_KNOWN = 8192  # a form has some hundred paths, and they are asked for again and again


class RecordPath(str):
    """A place in a record; ``RecordPath()`` is that of the whole record.

    >>> path = RecordPath("years") / 3 / "refund" / "subtotal"
    >>> path, path.steps, path.parent, path.name
    ('years.3.refund.subtotal', ('years', '3', 'refund', 'subtotal'), 'years.3.refund', 'subtotal')
    >>> path.pointer, path.general, path.table, path.row, path.column
    ('/years/3/refund/subtotal', 'years.*.refund.subtotal', 'years', 3, 'refund.subtotal')
    """

    __slots__ = ("_row_at", "steps")

    steps: tuple[str, ...]
    """The names and the numbers of rows from the record to the place."""
    _row_at: int
    """Which of the steps is the first row; -1 where none is."""

    def __new__(cls, dotted: str = "") -> RecordPath:  # noqa: D102, PYI034 - one that is a path already stays itself
        if isinstance(dotted, RecordPath):
            return dotted
        return _known(dotted) if isinstance(dotted, str) else _refuse(dotted)

    @classmethod
    def of(cls, steps: Iterable[str | int]) -> RecordPath:
        """The path of these steps, as they are: a key of JSON may have a dot in it."""
        if isinstance(steps, str) or not isinstance(steps, Iterable):
            _refuse(steps)
        return _made(tuple(str(step) if isinstance(step, str | int) else _refuse(step) for step in steps))

    @classmethod
    def _of(cls, steps: tuple[str, ...]) -> RecordPath:
        path = super().__new__(cls, ".".join(steps))
        path.steps = steps
        path._row_at = next((at for at, step in enumerate(steps) if _is_row(step)), -1)
        return path

    def __reduce__(self) -> tuple[Any, ...]:
        return RecordPath.of, (self.steps,)

    def __truediv__(self, below: str | int) -> RecordPath:
        """The path of what stands at ``below`` inside of what stands here."""
        inner = RecordPath(str(below) if isinstance(below, int) else below)
        return _made(self.steps + inner.steps) if self.steps else inner

    @property
    def parent(self) -> RecordPath:
        """The path of the part in which this stands; that of the whole record is its own."""
        return _made(self.steps[:-1])

    @property
    def name(self) -> str:
        """The last step."""
        return self.steps[-1] if self.steps else ""

    @property
    def pointer(self) -> str:
        """The path as a JSON Pointer (RFC 6901); the whole record is the empty one.

        >>> RecordPath.of(["person", "a/b.c~"]).pointer
        '/person/a~1b.c~0'
        """
        return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in self.steps)

    def is_in(self, owner: str) -> bool:
        """True where this is ``owner`` itself or stands in it."""
        steps = RecordPath(owner).steps
        return self.steps[: len(steps)] == steps

    def within(self, owner: str) -> RecordPath:
        """The path as it is seen from ``owner``. Raises ``ValueError`` where it does not stand in it.

        >>> RecordPath("years.*.paid.personal").within("years.*")
        'paid.personal'
        """
        if not self.is_in(owner):
            raise ValueError(f"{self} is not in {owner}")
        return _made(self.steps[len(RecordPath(owner).steps) :])

    @property
    def table(self) -> RecordPath:
        """The list in a row of which this stands; the empty path where it stands in none."""
        return _made(self.steps[: max(self._row_at, 0)])

    @property
    def row(self) -> int | None:
        """The number of the row; ``None`` in every row and in none."""
        step = self.steps[self._row_at] if self._row_at >= 0 else EVERY_ROW
        return None if step == EVERY_ROW else int(step)

    @property
    def column(self) -> RecordPath:
        """The path as it is seen from its row; the path itself where it stands in none."""
        return _made(self.steps[self._row_at + 1 :])

    @property
    def general(self) -> RecordPath:
        """The path with ``*`` for every row."""
        return self if self._row_at < 0 else self.of(EVERY_ROW if _is_row(step) else step for step in self.steps)

    def in_row(self, row: int) -> RecordPath:
        """The path in a row of its table; the path itself where it has none.

        >>> RecordPath("years.*.year").in_row(3), RecordPath("person.name").in_row(3)
        ('years.3.year', 'person.name')
        """
        at, steps = self._row_at, self.steps
        if not isinstance(row, int):
            _refuse(row)
        return self if at < 0 else _made((*steps[:at], str(row), *steps[at + 1 :]))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """A text of JSON, where a path is part of a layout."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())


def _refuse(value: object) -> NoReturn:
    """Raise ``ArgumentError`` for what is no path, and no step of one."""
    from hjforms.errors import no_path  # errors know paths; this is the one word back

    raise no_path(value)


def _is_row(step: str) -> bool:
    return step == EVERY_ROW or step.removeprefix("-").isdecimal()


@lru_cache(maxsize=MOST_KNOWN)
def _made(steps: tuple[str, ...]) -> RecordPath:
    return RecordPath._of(steps)  # noqa: SLF001 - its own module


@lru_cache(maxsize=MOST_KNOWN)
def _known(dotted: str) -> RecordPath:
    return _made(tuple(dotted.split(".")) if dotted else ())
