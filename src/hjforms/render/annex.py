"""计算说明的页 (annex): a derivation line by line on pages of its own.

A picture stands before it and a schedule (附表) after it, where there are such.
A line that is not indented begins a step; what follows it is set further in and stays with it on its page as far as
there is room. No character is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hjforms.law.steps import Schedule
from hjforms.render.drawing import Box, Drawing, Shape, Stroke, Text, pdf
from hjforms.render.typeset import paragraph

NAME = "计算说明"
WIDTH, HEIGHT = 595.28, 841.89  # A4
LEFT, TOP, BOTTOM = 56.0, 62.0, 62.0
ROOM = WIDTH - 2 * LEFT
TITLE, HEAD, BODY, SMALL = 16.0, 10.5, 9.5, 8.0
LEADING = 1.45
INDENT = 18.0
ROW = 20.0  # of a table
APART = 5.0  # between two steps


@dataclass
class _Pages:
    """Pages that are filled from top to bottom."""

    pages: list[list[Shape]] = field(default_factory=lambda: [[]])
    top: float = TOP

    def room_for(self, height: float) -> None:
        """Turn the page where so much does not fit on what is left of it."""
        if self.top + height > HEIGHT - BOTTOM and self.pages[-1]:
            self.turn()

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append([])
        self.top = TOP

    def line(self, text: str, size: float, left: float) -> None:
        """Set a line."""
        self.room_for(size * LEADING)
        self.pages[-1].append(Text(left, self.top + size, text, size))
        self.top += size * LEADING


def annex(about: str, lines: Iterable[str], picture: Drawing | None = None, schedule: Schedule | None = None) -> bytes:
    """The PDF of a derivation (计算说明): ``about`` says whose it is, ``lines`` how every figure came about.

    A ``schedule`` stands on pages of its own.

    Raises ``NotationError`` for a character that no font has.
    """
    pages = _Pages()
    _headed(pages, about)
    if picture is not None:
        pages.pages[-1] += picture.moved(LEFT, pages.top)
        pages.top += picture.height + 2 * APART
    for step in _steps(lines):
        _set(pages, step)
    if schedule is not None:
        _tabulated(pages, about, schedule)
    count = len(pages.pages)
    return pdf([_numbered(shapes, number, count) for number, shapes in enumerate(pages.pages, 1)], NAME)


def _tabulated(pages: _Pages, about: str, schedule: Schedule) -> None:
    """Set a schedule row by row, its heads on every page."""
    heads, *rows = schedule.texts()
    pages.turn()
    _headed(pages, about, schedule.title)
    _row(pages, heads)
    for cells in rows:
        if pages.top + ROW > HEIGHT - BOTTOM:
            pages.turn()
            _row(pages, heads)
        _row(pages, cells)


def _row(pages: _Pages, cells: Sequence[str]) -> None:
    """A row of a table, with its rules."""
    width = ROOM / len(cells)
    for place, text in enumerate(cells):
        left = LEFT + place * width
        pages.pages[-1].append(Box(left, pages.top, width, ROW))
        if text:
            pages.pages[-1].append(Text(left + width / 2, pages.top + ROW / 2 + BODY / 3, text, BODY, "middle"))
    pages.top += ROW


def _headed(pages: _Pages, about: str, title: str = NAME) -> None:
    pages.pages[-1].append(Text(WIDTH / 2, pages.top + TITLE / 2, title, TITLE, "middle"))
    pages.top += TITLE * LEADING
    for line in paragraph(about, ROOM, BODY):
        pages.line(line, BODY, LEFT)
    pages.pages[-1].append(Stroke(((LEFT, pages.top), (WIDTH - LEFT, pages.top))))
    pages.top += 2 * APART


def _steps(lines: Iterable[str]) -> Iterator[list[tuple[str, float, float]]]:
    """The lines of each step as they are set: text, size and left edge."""
    step: list[tuple[str, float, float]] = []
    for line in lines:
        inside = line.lstrip(" ")
        is_head = inside == line
        if is_head and step:
            yield step
            step = []
        size, left = (HEAD, LEFT) if is_head else (BODY, LEFT + INDENT)
        step += [(part, size, left) for part in paragraph(inside, WIDTH - LEFT - left, size)]
    if step:
        yield step


def _set(pages: _Pages, step: Sequence[tuple[str, float, float]]) -> None:
    """Set a step; one that is longer than a page runs on."""
    height = sum(size * LEADING for _, size, _ in step)
    if height < (HEIGHT - TOP - BOTTOM) / 2:
        pages.room_for(height)
    for line in step:
        pages.line(*line)
    pages.top += APART


def _numbered(shapes: Sequence[Shape], number: int, count: int) -> Drawing:
    """A page with its number."""
    label = Text(WIDTH / 2, HEIGHT - BOTTOM / 2, f"第 {number} 页 共 {count} 页", SMALL, "middle")
    return Drawing(WIDTH, HEIGHT, (*shapes, label))
