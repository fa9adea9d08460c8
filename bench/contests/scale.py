"""How much is measured (规模): the usual amount, or a fraction of it for a quick look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bench.records import Cases

Item = TypeVar("Item")


@dataclass(frozen=True)
class Scale:
    """Numbers of rounds and items. In each round every tool gets its turn with the documents of that round."""

    rounds: int = 25
    documents: int = 40  # of each round
    office_rounds: int = 5  # with one document
    docxtpl: int = 6  # documents of each round that docxtpl makes
    pdfplumber: int = 2  # documents of each round that pdfplumber reads
    runs: int = 4
    pages: int = 10_000  # of each print run
    files: int = 3  # of 100 pages that typst makes beside each print run
    amount_rounds: int = 7
    amounts: int = 10_000  # of each round
    processes: int = 15

    def cases(self) -> Cases:
        """The records for this scale."""
        return Cases(self.rounds * self.documents, max(self.pages, self.runs * self.files * 100))

    def split(self, items: Sequence[Item], most: int | None = None) -> list[Sequence[Item]]:
        """The items of each round, at most ``most`` of them."""
        size = len(items) // self.rounds
        return [items[start : start + min(size, most or size)] for start in range(0, size * self.rounds, size)]


QUICK = Scale(
    rounds=5,
    documents=20,
    office_rounds=1,
    docxtpl=4,
    pdfplumber=2,
    runs=2,
    pages=2000,
    files=1,
    amount_rounds=3,
    processes=5,
)
