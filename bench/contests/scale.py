"""How much is measured (规模): the usual amount, or a fraction of it for a quick look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Scale:
    """Numbers of rounds and items for each form. In each round every tool gets its turn with that round's documents."""

    rounds: int = 11
    documents: int = 24  # of each round
    drawn: int = 8  # documents of each round that typst and reportlab draw
    office_rounds: int = 3  # with one document
    docxtpl: int = 3  # documents of each round that docxtpl makes
    pdfplumber: int = 2  # documents of each round that pdfplumber reads
    runs: int = 5
    pages: int = 1000  # of each print run
    files: int = 1  # of 100 pages that typst makes beside each print run
    amount_rounds: int = 7
    amounts: int = 10_000  # of each round
    processes: int = 5
    listed: int = 8000  # records of a list

    def split(self, items: Sequence[Item], most: int | None = None) -> list[Sequence[Item]]:
        """The items of each round, at most ``most`` of them."""
        size = len(items) // self.rounds
        return [items[start : start + min(size, most or size)] for start in range(0, size * self.rounds, size)]


QUICK = Scale(
    rounds=5,
    documents=16,
    drawn=4,
    office_rounds=1,
    docxtpl=2,
    pdfplumber=1,
    runs=3,
    pages=400,
    amount_rounds=3,
    processes=2,
    listed=4000,
)
