"""The letters of squares one after the other (连成一行的文字), as sentences go through them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property

from hjforms.reading.others.found import Piece
from hjforms.reading.page.squares import Sheet
from hjforms.reading.page.titles import squeezed


@dataclass
class Flow:
    """The letters of a page one after the other, and where each stands."""

    text: str
    places: list[tuple[int, int]]

    @classmethod
    def of(cls, sheet: Sheet, among: Container[int]) -> Flow:
        """The letters of some squares in the order of the lines."""
        letters = [
            (shown[:1], (index, place))
            for line in sheet.lines
            for index in line
            if index in among
            for place, letter in enumerate(sheet.squares[index].text)
            if (shown := squeezed(letter))
        ]
        return cls("".join(letter for letter, _ in letters), [place for _, place in letters])

    def pieces(self, start: int, end: int) -> list[Piece]:
        """The pieces of squares from one letter to another."""
        found: list[Piece] = []
        for square, place in self.places[start:end]:
            if found and found[-1].square == square:
                found[-1] = Piece(square, found[-1].start, place + 1)
            else:
                found.append(Piece(square, place, place + 1))
        return found

    @cached_property
    def begins(self) -> list[int]:
        """The letters with which squares begin."""
        squares = [square for square, _ in self.places]
        return [at for at, square in enumerate(squares) if not at or squares[at - 1] != square]
