"""One amount twice in one text (大小写金额): in figures and in capital numerals, in either order, in whatever words.

>>> text = "人民币（大写）柒仟叁佰元整（￥7,300.00）"
>>> [text[slice(*span)] for span in pair_in(text)[:2]]
['￥7,300.00', '柒仟叁佰元整']
>>> pair_in("￥7,300.00 元，其中利息壹元整") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from hjforms.errors import NotationError
from hjforms.notations import capital, money
from hjforms.notations.units import YUAN
from hjforms.reading.others.found import SURE, Found, Piece
from hjforms.reading.others.inline import labels_in
from hjforms.reading.others.vocabulary import Vocabulary
from hjforms.reading.page.squares import Sheet

CAPITAL = "_capital"  # what the name of a field ends with that states another in capital numerals
_WORDS = r"(?:[\s（）()：:，,；;]|人民币|(?:金额)?[大小]写|[￥¥](?=[：:]))*"
_END = r"(?![\d.])(?!(?!大写|小写|人民币)\w)"  # no letter of anything else goes on
_FIGURES = rf"(?P<figures>[￥¥]?-?\d[\d,]*(?:\.\d+)?)\s*{YUAN.behind}{_END}"
_NUMERALS = rf"(?P<capitals>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{{2,}}){_END}"
_ORDERS = [
    re.compile(_WORDS + one + _WORDS + other + _WORDS) for one, other in ((_FIGURES, _NUMERALS), (_NUMERALS, _FIGURES))
]


class Pair(NamedTuple):
    """Where an amount stands in figures and in capital numerals, and where the text that says so ends."""

    figures: tuple[int, int]
    capitals: tuple[int, int]
    end: int


def pair_in(text: str, start: int = 0) -> Pair | None:
    """The amount that stands in both notations from a place of a text on; ``None`` otherwise.

    Nothing but the words that are usual around it may stand before, between and behind them, up to a gap.
    """
    for found in (order.match(text, start) for order in _ORDERS):
        if found and (found.end() == len(text) or text[found.end() - 1].isspace()):
            return Pair(found.span("figures"), found.span("capitals"), found.end())
    return None


def agreeing(text: str) -> Iterator[tuple[int, Pair]]:
    """Every amount in a text that stands in both notations and is the same in both, with where its words begin.

    >>> [text[slice(*pair.figures)] for text in ("计壹元整(1.00元)", "计壹元整(2.00元)") for _, pair in agreeing(text)]
    ['1.00']
    """
    for found in (found for order in _ORDERS for found in order.finditer(text)):
        pair = Pair(found.span("figures"), found.span("capitals"), found.end())
        if is_same_amount(text[slice(*pair.figures)], text[slice(*pair.capitals)]):
            yield found.start(), pair


def is_same_amount(figures: str, capitals: str) -> bool:
    """True for two texts that say one amount, in figures and in capital numerals."""
    return _amount_of(money.read, figures) == _amount_of(capital.read, capitals)


def _amount_of(read: Callable[[str], Decimal | None], text: str) -> Decimal | str:
    """The amount that a text is in a notation; where it is none, why."""
    try:
        return read(text) or Decimal(0)
    except NotationError as error:
        return str(error)


def put_pairs(sheet: Sheet, words: Vocabulary, found: Found, apart: Iterable[int]) -> set[int]:
    """Take every amount that stands in both notations at one label; the squares that are such labels are returned."""
    done = set[int]()
    for index in apart if any(path.endswith(CAPITAL) for path in found.leaves) else ():
        for name, label, square, start in list(_labels(sheet, words, index)):
            path = _amount(words.names.get(name, []), found)
            text = sheet.squares[square].text
            if path and not found.is_used(square, start) and (pair := pair_in(text, start)):
                found.put(path, [Piece(square, *pair.figures)], SURE)
                found.put(path + CAPITAL, [Piece(square, *pair.capitals)], SURE)
                found.use(label, Piece(square, start, pair.end))
                found.seen |= {path, path + CAPITAL}
                done |= {index} - {square}
    return done


def _labels(sheet: Sheet, words: Vocabulary, index: int) -> Iterator[tuple[str, Piece, int, int]]:
    """The labels of a square with their places, and the square and the place of it where their values may begin."""
    text = sheet.squares[index].text
    if name := words.name_of(text):
        yield from ((name, Piece(index, 0, len(text)), right, 0) for right in sheet.right_of(index)[:1])
    else:
        for label in labels_in(text, words.name_of):
            yield label.name, Piece(index, label.begin, label.start), index, label.start


def _amount(paths: list[str], found: Found) -> str:
    """The field of an amount of which a label is, or of its capital numerals, where it has both."""
    path = paths[0].removesuffix(CAPITAL) if len(paths) == 1 else ""
    return path if path + CAPITAL in found.leaves and path in found.leaves else ""
