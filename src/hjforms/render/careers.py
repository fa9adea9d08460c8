"""两段经历的图 (careers): what a person paid or drew month by month under two schemes, and how their accounts grew.

Months in which both went on are hatched in both, and stand in a row of their own with what becomes of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hjforms.notations import careers as notation
from hjforms.notations import year_month
from hjforms.notations.year_month import YearMonth
from hjforms.render.drawing import Box, Drawing, Hatch, Shape, Stroke, Text
from hjforms.render.typeset import one_line

WIDTH, LEFT, RIGHT = 483.0, 98.0, 10.0
LANE, GAP = 18.0, 8.0
TITLE, BODY, SMALL = 12.0, 9.0, 7.0
CHART = 130.0
PAID_GREY, TWICE_GREY = 0.86, 0.7
MOST_TICKS = 14


@dataclass(frozen=True)
class Stretch:
    """Months without a gap, and what is said of them; of a whole year only so many where ``count`` says so."""

    first: YearMonth
    last: YearMonth
    label: str = ""
    count: int | None = None

    def __str__(self) -> str:
        whole = year_month.write(self.first)
        return whole if self.first == self.last else f"{whole}至{year_month.write(self.last)}"


@dataclass(frozen=True)
class Lane:
    """One scheme: what it is called, and the months in it."""

    label: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Account:
    """The balance of an account (储存额) at the ends of years."""

    label: str
    balances: tuple[tuple[YearMonth, Decimal], ...]


@dataclass(frozen=True)
class Careers:
    """Two schemes, the months that both have (``twice``) with what becomes of them, and the accounts.

    ``verb`` is what was done in these months (缴费, 领取); ``after`` is what the accounts come to together.
    """

    title: str
    verb: str
    lanes: tuple[Lane, ...]
    twice: tuple[Stretch, ...]
    accounts: tuple[Account, ...] = ()
    after: Decimal | None = None

    @property
    def description(self) -> str:
        """The whole picture in words."""
        said = [f"{lane.label}{self.verb}：{'、'.join(map(str, lane.stretches)) or '没有'}。" for lane in self.lanes]
        both = "；".join(f"{stretch}，{stretch.label}" for stretch in self.twice) or "没有"
        said.append(f"重复{self.verb}：{both}。")
        for account in self.accounts:
            month, balance = account.balances[-1]
            said.append(f"{account.label}到{year_month.write(month)}为{balance}元。")
        if self.after is not None:
            said.append(f"合并后个人账户储存额为{self.after}元。")
        return "".join(said)

    @property
    def months(self) -> tuple[notation.Lane, ...]:
        """The months alone, as a form states them (逐月经历)."""
        named = [(f"{lane.label}{self.verb}", lane.stretches) for lane in self.lanes]
        stated = (*named, (f"{notation.TWICE}{self.verb}", self.twice))
        return tuple(notation.Lane(label, tuple(_joined(stretches))) for label, stretches in stated if stretches)


def _joined(stretches: Iterable[Stretch]) -> Iterator[notation.Stretch]:
    """The stretches, those that follow each other without a gap as one."""
    before: notation.Stretch | None = None
    for part in stretches:
        is_next = before is not None and part.first.index == before.last.index + 1
        if before is not None and is_next and before.months is part.count is None:
            before = before._replace(last=part.last)
            continue
        if before is not None:
            yield before
        before = notation.Stretch(part.first, part.last, part.count)
    if before is not None:
        yield before


@dataclass(frozen=True)
class Axis:
    """Where a month is across the picture: whole years from ``first`` to ``last`` (months by their index)."""

    first: int
    last: int
    left: float = LEFT
    right: float = WIDTH - RIGHT
    lane: float = LANE  # how high a box is

    @classmethod
    def of(cls, months: Sequence[int], *place: float) -> Axis:
        """The axis of the years in which these months are."""
        return cls(min(months) // 12 * 12, max(months) // 12 * 12 + 11, *place)

    def at(self, index: int) -> float:
        """The left edge of the month of this index."""
        return self.left + (index - self.first) * (self.right - self.left) / (self.last + 1 - self.first)

    def box(self, stretch: Months, top: float, grey: float, hatch: Hatch = "") -> Box:
        """The box of a stretch."""
        left, right = self.at(stretch.first.index), self.at(stretch.last.index + 1)
        return Box(left, top, right - left, self.lane, grey, hatch)

    def common(self, stretch: Months, others: Iterable[Months]) -> Iterator[notation.Stretch]:
        """The parts of a stretch that others have as well."""
        for other in others:
            first, last = max(stretch.first, other.first), min(stretch.last, other.last)
            if first <= last:
                yield notation.Stretch(first, last)

    @property
    def years(self) -> range:
        """The years that are marked, not more than there is room for."""
        first, last = self.first // 12, self.last // 12
        step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if (last - first) / step < MOST_TICKS)
        return range(-(-first // step) * step, last + 1, step)


Months = Stretch | notation.Stretch


def draw(careers: Careers) -> Drawing:
    """The picture of two careers."""
    months = [month.index for month in _all_months(careers)]
    heading = Text(WIDTH / 2, 16, careers.title, TITLE, "middle")
    if not months:
        nothing = Text(WIDTH / 2, 40, f"没有{careers.verb}的月份", BODY, "middle")
        return Drawing(WIDTH, 50, (heading, nothing), careers.title, careers.description)
    axis = Axis.of(months)
    shapes: list[Shape] = []
    top = 34.0
    for lane in careers.lanes:
        shapes += _lane(lane, careers.twice, axis, top)
        top += LANE + GAP
    shapes += [Text(0, top + 12.5, f"重复{careers.verb}", BODY)]
    shapes += [axis.box(stretch, top, TWICE_GREY, "/") for stretch in careers.twice]
    labels, bottom = _labels(careers.twice, axis, top + LANE + 9)
    shapes += labels
    scale = bottom + 4
    shapes = [heading, *_scale(axis, 30, scale), *shapes]
    top = scale + 16
    if careers.accounts:
        shapes += _chart(careers, axis, top + 10)
        top += CHART + 34
    shapes += _key(careers.verb, top + 8)
    return Drawing(WIDTH, top + 24, tuple(shapes), careers.title, careers.description)


def _all_months(careers: Careers) -> Iterator[YearMonth]:
    for stretch in (*(stretch for lane in careers.lanes for stretch in lane.stretches), *careers.twice):
        yield stretch.first
        yield stretch.last
    yield from (month for account in careers.accounts for month, _ in account.balances)


def _lane(lane: Lane, twice: Sequence[Stretch], axis: Axis, top: float) -> Iterator[Shape]:
    """A scheme: its months, those that the other has as well hatched."""
    yield Text(0, top + 12.5, lane.label, BODY)
    for stretch in lane.stretches:
        yield axis.box(stretch, top, PAID_GREY)
        yield from (axis.box(common, top, PAID_GREY, "/") for common in axis.common(stretch, twice))


def _labels(stretches: Sequence[Stretch], axis: Axis, top: float) -> tuple[list[Shape], float]:
    """What is said of stretches, below them, in as many rows as keep the labels apart; and where the last row ends."""
    ends: list[float] = []  # of the rows, from left to right
    shapes: list[Shape] = []
    for stretch in (stretch for stretch in stretches if stretch.label):
        middle = (axis.at(stretch.first.index) + axis.at(stretch.last.index + 1)) / 2
        half = one_line(stretch.label, SMALL).width / 2
        middle = min(middle, WIDTH - half - 1)
        row = next((number for number, end in enumerate(ends) if end + 4 <= middle - half), len(ends))
        ends[row:] = [middle + half, *ends[row + 1 :]]
        base = top + row * (SMALL + 2)
        shapes.append(Box(middle - half - 1, base - SMALL, 2 * half + 2, SMALL + 2, 1, border=0))
        shapes.append(Text(middle, base, stretch.label, SMALL, "middle"))
    return shapes, top + max(len(ends), 1) * (SMALL + 2)


def _scale(axis: Axis, top: float, bottom: float) -> Iterator[Shape]:
    """The years, each with a thin line through everything above."""
    yield Stroke(((LEFT, bottom), (WIDTH - RIGHT, bottom)), 0.8)
    for year in axis.years:
        x = axis.at(year * 12)
        yield Stroke(((x, top), (x, bottom + 3)), 0.25, 1)
        yield Text(x + 1, bottom + 10, str(year), SMALL)


def _chart(careers: Careers, axis: Axis, top: float) -> Iterator[Shape]:
    """How the accounts grew, from year to year."""
    balances = [balance for account in careers.accounts for _, balance in account.balances]
    most = _round_above(max([*balances, careers.after or Decimal(0)]))
    bottom = top + CHART

    def height(balance: Decimal) -> float:
        return bottom - float(balance / most) * CHART

    yield Text(0, top + 4, "个人账户储存额", BODY)
    yield Text(0, top + 15, "（元，年末）", SMALL)
    for part in range(5):
        amount = most * part / 4
        yield Stroke(((LEFT, height(amount)), (WIDTH - RIGHT, height(amount))), 0.8 if part == 0 else 0.25, part and 1)
        yield Text(LEFT - 4, height(amount) + 2.5, f"{amount:.0f}", SMALL, "end")
    for number, account in enumerate(careers.accounts):
        points = tuple((axis.at(month.index + 1), height(balance)) for month, balance in account.balances)
        if len(points) > 1:
            yield Stroke(points, 1.2, 3 * number)
        yield from (Box(x - 2, y - 2, 4, 4, number) for x, y in points)
    yield from _names(careers, bottom + 14)
    if careers.after is not None:
        x, y = WIDTH - RIGHT, height(careers.after)
        yield Box(x - 3, y - 3, 6, 6, 1, "x", 1)


def _names(careers: Careers, y: float) -> Iterator[Shape]:
    """What the lines of the chart are, with the last balance of each."""
    x = LEFT
    for number, account in enumerate(careers.accounts):
        yield Stroke(((x, y - 3), (x + 18, y - 3)), 1.2, 3 * number)
        yield Box(x + 7, y - 5, 4, 4, number)
        label = f"{account.label} {account.balances[-1][1]}"
        yield Text(x + 22, y, label, SMALL)
        x += 32 + one_line(label, SMALL).width
    if careers.after is not None:
        yield Box(x, y - 6, 6, 6, 1, "x", 1)
        yield Text(x + 10, y, f"合并后 {careers.after}", SMALL)


def _round_above(amount: Decimal) -> Decimal:
    """A round amount that is not less."""
    unit = Decimal(10) ** max(amount.adjusted(), 0)
    return next(unit * part for part in (1, 2, 4, 6, 8, 10) if unit * part >= amount)


def _key(verb: str, y: float) -> Iterator[Shape]:
    """What the grounds mean."""
    x = LEFT
    for label, grey, is_twice in ((f"{verb}的月份", PAID_GREY, False), (f"重复{verb}的月份", PAID_GREY, True)):
        yield Box(x, y - 7, 18, 9, grey, "/" if is_twice else "")
        yield Text(x + 22, y, label, SMALL)
        x += 34 + one_line(label, SMALL).width
