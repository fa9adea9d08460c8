"""Amounts that are not in 元 (单位：万元): which unit is said of which of them, and what they are in 元.

A unit may be said of a label or a head (转移基金总额（万元）), of what stands under a heading, of blocks by their names
(金额单位：基金转移信息为万元，历年记账信息为元), or of the whole page (单位：万元). An amount is reckoned with
only where one unit is said of it, and where the amounts of that unit are told to the last 分: 1.08 万元 may be rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from hjforms.reading.others.found import Value
from hjforms.reading.others.heads import heads_of
from hjforms.reading.others.sides import Sides
from hjforms.reading.others.vocabulary import is_heading
from hjforms.reading.page.doubt import Doubt
from hjforms.reading.page.labels import canonical
from hjforms.reading.page.titles import squeezed
from hjforms.wording import Sentence

SCALED = Doubt("error", Sentence("表上的金额不以元为单位，请人工换算录入。"))
RECKONED = Doubt("warning", Sentence("表上的金额以其他单位印出，已换算成元，请核对。"))
YUAN = 0
_SHIFTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_PARTS = {"角": -1, "分": -2}
_CENTS = 2
_OWN, _BLOCK, _PAGE = range(3)  # of what a unit is said, the nearest first
_OTHER = r"[十百千万亿]+\s*元?|[角分厘]|[美欧日港]元|外币"
_UNIT = rf"(?:人民币)?\s*(?P<unit>{_OTHER}|元|圆)"
_OPENING, _CLOSING = r"[(（\[【〔]", r"[)）\]】〕]"
BRACKET = re.compile(rf"{_OPENING}\s*(?:(?:金额|货币|计量)?单位\s*[:：]?\s*)?{_UNIT}\s*{_CLOSING}")
_NOTE = re.compile(
    r"(?:(?:金额|货币|计量|计价)|(?<![\u4e00-\u9fff]))单位[\W_]*(?:人民币)?[\W_]*(?P<said>\w(?:(?!\u3000|\s{2}|\n).)*)"
)
_COUNTED = re.compile(rf"(?P<block>[\u3400-\u9fff]{{2,20}}?)?(?:均|都)?以{_UNIT}(?:计|为单位)")
_SAID = re.compile(
    rf"(?:(?P<block>[\u3400-\u9fff]{{2,20}}?)(?:金额|的)?(?:单位)?(?:为|以|按|是|[:：])\s*)?{_UNIT}(?:计|为单位)?[)）。]?"
)
_COMMA = re.compile("[，,；;、]")
_UNKNOWN = re.compile(rf"(?:{_OTHER})(?!\w)")
_BEHIND = re.compile(r"[\s:：]*")
_AMOUNT = re.compile(r"[￥¥]?(-?\d{1,3}(?:,\d{3})+|-?\d+)(?:\.(\d+))?")
_BULLET = re.compile(r"^\W+")
_GAP = re.compile(r"\u3000|\s{2}|\n")

Key = tuple[int | None, str]
"""A field by its row, ``None`` outside of rows, and its path, or its path in the row."""


class Said(NamedTuple):
    """A unit that is said: by how many places amounts are moved to be in 元 (``None``: nobody knows), and of which."""

    shift: int | None
    level: int
    keys: frozenset[Key] | None  # ``None``: of all


class Scales:
    """The units that a page says of the amounts that were found on it."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._sheet, self._words, self._found = sides.sheet, sides.words, sides.found
        self._squares, self._heads = sides.sheet.squares, heads_of(sides.words)

    @cached_property
    def shifts(self) -> Mapping[Key, int | None]:
        """By how many places each amount is moved to be in 元; ``None`` where that is not certain."""
        if not any(_may_tell(square.text) for square in self._squares):
            return {}
        return {key: self._shift_of(key) for key in self._amounts}

    def _shift_of(self, key: Key) -> int | None:
        """By how many places one amount is moved: one unit is said of it, or a great one nearer than another."""
        said = self._of(key)
        if not said:
            return YUAN if self._exact.issuperset(self._said) else None
        nearest = {one for one in said if one.level == min(other.level for other in said)}
        shifts, [shift, *others] = {one.shift for one in said}, {one.shift for one in nearest}
        if others or shift is None or None in shifts or not self._exact.issuperset(nearest):
            return None
        return shift if len(shifts) == 1 or shift > YUAN else None

    def _of(self, key: Key) -> list[Said]:
        """What is said of an amount."""
        return [said for said in self._said if said.keys is None or key in said.keys]

    @cached_property
    def _exact(self) -> frozenset[Said]:
        """The units in which amounts are told to the last 分; of a whole page, no small one is believed."""
        return frozenset(said for said in self._said if said.shift == YUAN or self._is_exact(said))

    def _is_exact(self, said: Said) -> bool:
        if said.shift is None or (said.shift < YUAN and said.level == _PAGE):
            return False
        own = [value.text for key, value in self._amounts.items() if said.keys is None or key in said.keys]
        places, most = [_decimals(text) for text in own if text.strip("￥¥-—/.,0 ")], said.shift + _CENTS
        return any(len(some) == most for some in places) and all(
            len(some) == most or (len(some) < most and not some.endswith("0")) for some in places
        )

    @cached_property
    def _amounts(self) -> Mapping[Key, Value]:
        """The amounts that were found."""
        rows: list[tuple[int | None, Mapping[str, Value]]] = [(None, self._found.fields), *enumerate(self._found.rows)]
        return {(row, path): value for row, values in rows for path, value in values.items() if self._is_money(path)}

    def _is_money(self, path: str) -> bool:
        leaf = self._sides.leaf(path)
        return leaf is not None and leaf.kind.name == "money"

    @cached_property
    def _said(self) -> list[Said]:
        """The units that are said anywhere on the page."""
        return [said for index in range(len(self._squares)) for said in self._in(index)]

    def _in(self, index: int) -> Iterator[Said]:
        """The units that a square says."""
        text = self._squares[index].text
        for found in BRACKET.finditer(text):
            yield from self._bracketed(index, *found.span(), _shift(found["unit"]))
        rest = BRACKET.sub(lambda found: " " * len(found[0]), text)
        notes = list(_NOTE.finditer(rest))
        for note in notes:
            yield from self._noted(index, rest[: note.start()], note["said"])
        if not notes and (counted := _COUNTED.search(rest)):
            yield from self._counted(rest, counted)

    def _counted(self, text: str, counted: re.Match[str]) -> Iterator[Said]:
        """The unit in which a text says that is counted; of what, is not clear in a sentence that goes on."""
        shift = _shift(counted["unit"])
        if not text[counted.end() :].strip(" )）】]。"):
            before = _GAP.split(text[: counted.start()])[-1]
            yield from self._of_block(counted["block"] or _BULLET.sub("", before), shift)
        elif shift != YUAN:
            yield Said(None, _PAGE, None)

    def _noted(self, index: int, before: str, said: str) -> Iterator[Said]:
        """The units that are said behind the word 单位, of the page or of blocks."""
        parts = [_SAID.fullmatch(part.strip()) for part in _COMMA.split(said.strip())]
        if all(parts) and (len(parts) == 1 or all(part and part["block"] for part in parts)):
            for part in filter(None, parts):
                if part["block"] is None and self._heads_block(index, before):
                    yield self._of_heading(index, before, _shift(part["unit"]))
                else:
                    yield from self._of_block(part["block"] or "", _shift(part["unit"]))
        elif _UNKNOWN.search(said):
            yield Said(None, _PAGE, None)

    def _of_block(self, name: str, shift: int | None) -> Iterator[Said]:
        """A unit that is said of the amounts of a block, or of all."""
        labels = {self._block(path): None for _, path in self._amounts}
        own = [label for label in labels if label and name and _is_within(canonical(name), label)]
        if not name:
            yield Said(shift, _PAGE, None)
        elif len(own) == 1:
            yield Said(shift, _BLOCK, frozenset(key for key in self._amounts if self._block(key[1]) == own[0]))
        elif shift != YUAN:
            yield Said(None, _PAGE, None)

    def _of_heading(self, index: int, name: str, shift: int | None) -> Said:
        """A unit that is said of the amounts under a heading: of those of one block, where it names one."""
        under = frozenset(self._under(index))
        blocks = {self._block(path) for _, path in under}
        own = {block for block in blocks if block and _is_within(canonical(name), block)}
        keys = frozenset(key for key in under if self._block(key[1]) in (own or blocks))
        self._found.use_squares([index])
        return Said(shift if len(own or blocks) == 1 else None, _BLOCK, keys)

    def _block(self, path: str) -> str:
        """What the form calls the block in which a field stands."""
        leaf = self._sides.leaf(path)
        return canonical(leaf.labels[0]) if leaf is not None and len(leaf.labels) > 1 else ""

    def _bracketed(self, index: int, start: int, end: int, shift: int | None) -> Iterator[Said]:
        """A unit that stands in brackets behind a label, a head or a heading."""
        text = self._squares[index].text
        behind = frozenset(key for key, value in self._amounts.items() if self._is_behind(value, index, end))
        is_end = _BEHIND.fullmatch(text, end) is not None
        if behind:
            yield Said(shift, _OWN, behind)
        elif is_end and not text[:start].strip():
            yield Said(shift, _PAGE, None)
        elif is_end and (own := frozenset(self._at_label(index))):
            yield Said(shift, _OWN, own)
        elif is_end and self._heads_block(index, text[:start]):
            yield self._of_heading(index, text[:start], shift)
        elif shift != YUAN:
            yield Said(None, _PAGE, None)

    def _is_behind(self, value: Value, index: int, end: int) -> bool:
        """True for a value right behind a place of a square."""
        piece = value.pieces[0]
        between = self._squares[index].text[end : piece.start] if piece.square == index else "?"
        return piece.square == index and piece.start >= end and not between.strip(" \t\u3000\xa0\n:：￥¥")

    def _at_label(self, index: int) -> Iterator[Key]:
        """The amounts at a label, or under a head."""
        name = self._words.name_of(self._squares[index].text)
        near = {*self._sides.values_right(index)[:1], self._sides.value_below(index)} if name else set()
        for key, value in self._amounts.items():
            row, path = key
            is_in_table = row is not None or path in self._words.totals.values()
            is_beside = path in self._words.names.get(name, ()) and value.square in near
            if index in self._over(value.square) if is_in_table else is_beside:
                yield key

    def _over(self, index: int) -> Iterator[int]:
        """The heads over an amount of a table."""
        here, is_head = self._squares[index], False
        for line in reversed(self._sheet.lines[: self._sheet.line_of[index]]):
            over = [
                at for at in line if self._squares[at].table == here.table and here.shares_column(self._squares[at])
            ]
            heads = [at for at in over if self._heads.is_head(self._heads.name(self._squares[at].text))]
            if over and is_head and not heads:
                return
            is_head |= bool(heads)
            yield from heads

    def _heads_block(self, index: int, before: str) -> bool:
        """True for a square that is a heading alone on its line, or in the margin of what it heads."""
        name = canonical(before)
        is_called = name in self._words.sections or is_heading(before) or bool(before.strip() and self._is_tall(index))
        beside = [text for text in self._sides.line_texts(index) if text.strip()]
        return is_called and (len(beside) == 1 or self._is_tall(index))

    def _is_tall(self, index: int) -> bool:
        """True for a cell beside several lines."""
        here = self._squares[index]
        right = self._sheet.right_of(index)
        return any(self._squares[other].bottom < here.bottom - 1 for other in right) and not self._sheet.left_of(index)

    def _under(self, index: int) -> Iterator[Key]:
        """The amounts between a heading and the next."""
        here, tall = self._squares[index], self._is_tall(index)
        for key, value in self._amounts.items():
            there = self._squares[value.square]
            is_beside = there.table == here.table and here.top <= there.top and there.bottom <= here.bottom
            if is_beside if tall else self._heading_over(value.square) == index:
                yield key

    def _heading_over(self, index: int) -> int | None:
        """The nearest heading alone on its line over a square."""
        for line in reversed(self._sheet.lines[: self._sheet.line_of[index]]):
            written = [at for at in line if self._squares[at].text.strip()]
            text = self._squares[written[0]].text if len(written) == 1 else ""
            text = _NOTE.sub("", BRACKET.sub("", text))
            if text and (canonical(text) in self._words.sections or is_heading(text)):
                return written[0]
        return None


def moved(value: Value, shift: int) -> Value:
    """An amount in 元 of one in another unit, and that it was reckoned with.

    >>> moved(Value("1,234.567890", ()), 4).text, moved(Value("5662598", ()), -2).text
    ('12345678.90', '56625.98')
    """
    found = _AMOUNT.fullmatch(squeezed(value.text))
    if not shift or found is None or (value.doubt is not None and value.doubt.refuses):
        return value
    amount = Decimal(found[0].lstrip("￥¥").replace(",", "")).scaleb(shift)
    return replace(value, text=f"{amount:.2f}", doubt=RECKONED)


def _may_tell(text: str) -> bool:
    """True for a text that may say that amounts are not in 元."""
    said = [found["unit"] for pattern in (BRACKET, _COUNTED) for found in pattern.finditer(text)]
    notes = (note["said"] for note in _NOTE.finditer(BRACKET.sub("", text)))
    return any(_shift(unit) != YUAN for unit in said) or any(re.search(_OTHER, note) for note in notes)


def _decimals(text: str) -> str:
    """The decimals of an amount; zeros at the end of what is none, as of one that is printed with so many places."""
    found = _AMOUNT.fullmatch(squeezed(text))
    return (found[2] or "") if found else "0"


def _shift(unit: str) -> int | None:
    """By how many places amounts of a unit are moved to be in 元.

    >>> [_shift(unit) for unit in ("万元", "千万", "元", "角", "美元")]
    [4, 7, 0, -1, None]
    """
    name = squeezed(unit)
    if name in {"元", "圆"}:
        return YUAN
    if name in _PARTS:
        return _PARTS[name]
    letters = name.removesuffix("元")
    return sum(_SHIFTS[letter] for letter in letters) if letters and set(letters) <= _SHIFTS.keys() else None


def _is_within(name: str, label: str) -> bool:
    """True for a name of which every letter stands in a longer one, in the same order."""
    letters: Iterable[str] = iter(label)
    return len(name) > _CENTS and all(letter in letters for letter in name)
