"""The cells of a page, from the rules that are drawn on it."""

from __future__ import annotations

import io
from itertools import pairwise

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from hjforms.reading.page.characters import Char
from hjforms.reading.page.grid import drawings_of, grid_of, grounds_of, paths_of

ROWS = [(0, 100, 200), (0, 200), (0, 100, 200)]  # where the walls of each row stand; the second is merged


def cells(draw):
    """The boxes of the cells of a page on which ``draw`` has drawn."""
    target = io.BytesIO()
    canvas = Canvas(target, (300, 200), invariant=1)
    for number, walls in enumerate(ROWS):
        for left, right in zip(walls, walls[1:], strict=False):
            draw(canvas, left + 20, 100 - 20 * number, right - left)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    return sorted(tuple(round(side) for side in cell.box) for cell in grid_of(paths_of(drawings_of(page)), [], 0).cells)


def frame(canvas, left, bottom, width):
    canvas.rect(left, bottom, width, 20, stroke=1, fill=0)


def bars(canvas, left, bottom, width):
    for box in ((left, bottom, width, 0.6), (left, bottom + 20, width, 0.6)):
        canvas.rect(*box, stroke=0, fill=1)
    for box in ((left, bottom, 0.6, 20), (left + width, bottom, 0.6, 20)):
        canvas.rect(*box, stroke=0, fill=1)


def rings(canvas, left, bottom, width):
    """Each side of a cell as what a rectangle leaves of a larger one, as programs draw borders that may be double."""
    for box in ((left, bottom, width - 0.6, 19.4), (left + 0.6, bottom + 0.6, width - 0.6, 19.4)):
        path = canvas.beginPath()
        path.rect(left, bottom, width, 20)
        path.rect(*box)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


@pytest.mark.parametrize("draw", [frame, bars, rings])
def test_a_merged_cell_is_one_where_every_cell_has_rules_of_its_own(draw):
    assert cells(draw) == [
        (20, 60, 120, 80),
        (20, 80, 220, 100),
        (20, 100, 120, 120),
        (120, 60, 220, 80),
        (120, 100, 220, 120),
    ]


def grid_on(draw):
    """The boxes of the cells of a page that ``draw`` has ruled."""
    target = io.BytesIO()
    canvas = Canvas(target, (300, 200), invariant=1)
    draw(canvas)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    return sorted(tuple(round(side) for side in cell.box) for cell in grid_of(paths_of(drawings_of(page)), [], 0).cells)


def test_the_rules_under_blanks_enclose_nothing():
    def blanks(canvas):
        for height in (40, 60, 80, 100):
            canvas.line(120, height, 220, height)
            canvas.line(20, height + 5, 80, height + 5)

    assert grid_on(blanks) == []


def test_the_ends_of_rules_close_the_rows_that_are_parted_and_no_others():
    def open_table(canvas):
        for height in (20, 60, 80, 100):
            canvas.line(20, height, 220, height)
        canvas.line(120, 60, 120, 100)

    assert grid_on(open_table) == [(20, 60, 120, 80), (20, 80, 120, 100), (120, 60, 220, 80), (120, 80, 220, 100)]


def test_the_ends_of_rules_close_no_row_beside_a_rule_that_goes_on():
    """Where a heading along the edge ends, the cells of other rows go on to the edge."""

    def beside_headings(canvas):
        for height, left in ((20, 20), (40, 20), (60, 50), (80, 50), (100, 20), (120, 50), (140, 20)):
            canvas.line(left, height, 200, height)
        for left, low, high in ((20, 20, 140), (120, 20, 140), (200, 20, 140), (50, 60, 100), (50, 120, 140)):
            canvas.line(left, low, left, high)

    assert (20, 20, 120, 40) in grid_on(beside_headings)


def grounds_on(draw):
    """The boxes of the cells of a page that ``draw`` has ruled and coloured."""
    target = io.BytesIO()
    canvas = Canvas(target, (300, 200), invariant=1)
    draw(canvas)
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    grid = grid_of(paths_of(drawings_of(page)), [], 0, grounds_of(drawings_of(page)))
    return sorted(tuple(round(side) for side in cell.box) for cell in grid.cells)


def columns_with(canvas, colour, left, right):
    """Two columns ruled at both ends and between them, on a ground behind their upper half."""
    canvas.setFillColorRGB(*colour)
    canvas.rect(left, 100, right - left, 40, stroke=0, fill=1)
    canvas.grid([20, 120, 220], [60, 140])


def test_a_ground_from_rule_to_rule_ends_where_people_see_a_rule():
    assert grounds_on(lambda canvas: columns_with(canvas, (0.8, 0.8, 0.9), 20, 220)) == [
        (20, 60, 120, 100),
        (20, 100, 120, 140),
        (120, 60, 220, 100),
        (120, 100, 220, 140),
    ]


@pytest.mark.parametrize(("colour", "left", "right"), [((1, 1, 1), 20, 220), ((0.8, 0.8, 0.9), 30, 220)])
def test_what_is_white_or_ends_within_a_cell_parts_none(colour, left, right):
    assert grounds_on(lambda canvas: columns_with(canvas, colour, left, right)) == [
        (20, 60, 120, 140),
        (120, 60, 220, 140),
    ]


def test_a_ground_from_level_rule_to_level_rule_ends_where_people_see_an_upright_one():
    def draw(canvas):
        canvas.setFillColorRGB(0.8, 0.8, 0.9)
        canvas.rect(20, 60, 80, 80, stroke=0, fill=1)
        canvas.grid([20, 220], [60, 100, 140])

    assert grounds_on(draw) == [(20, 60, 100, 100), (20, 100, 100, 140), (100, 60, 220, 100), (100, 100, 220, 140)]


@pytest.mark.parametrize(("blue", "is_parted"), [(0.9, False), (0.7, True)])
def test_grounds_side_by_side_part_cells_where_their_colours_differ(blue, is_parted):
    def draw(canvas):
        for left, right, colour in ((20, 80, 0.9), (80, 150, blue), (150, 220, 0.9)):
            canvas.setFillColorRGB(0.8, 0.8, colour)
            canvas.rect(left, 100, right - left, 40, stroke=0, fill=1)
        for height in (60, 100, 140):
            canvas.line(20, height, 220, height)

    assert ((80, 100, 150, 140) in grounds_on(draw)) is is_parted


def test_the_edge_of_a_bar_is_the_rule_above_what_has_none_of_its_own_there():
    def draw(canvas):
        canvas.setFillColorRGB(0.2, 0.4, 0.7)
        canvas.rect(20, 140, 200, 20, stroke=0, fill=1)
        canvas.line(20, 140, 100, 140)  # over the label alone
        for height in (20, 60, 100):
            canvas.line(20, height, 220, height)
        for left in (20, 100):
            canvas.line(left, 20, left, 140)

    assert grounds_on(draw)[-2:] == [(100, 60, 220, 100), (100, 100, 220, 140)]


def test_rules_that_end_short_of_an_upright_line_enclose_nothing_with_it():
    def draw(canvas):
        canvas.grid([20, 100], [60, 100, 140])
        for height in (60, 100, 140):
            canvas.line(115, height, 270, height)
        canvas.line(274, 60, 274, 140)

    assert grounds_on(draw) == [(20, 60, 100, 100), (20, 100, 100, 140)]


def test_a_ground_that_ends_between_the_letters_of_a_text_parts_none():
    corners = [(20, 60), (220, 60), (220, 80), (20, 80), (20, 60)]
    frame_, ground = list(pairwise(corners)), [(20, 60, 70, 80)]
    written = [Char(text, 43 + 6 * at, 70, 40 + 6 * at, 66, 6, 10) for at, text in enumerate("20001.50")]
    assert len(grid_of([frame_], written, 0, ground).cells) == 1
    assert len(grid_of([frame_], written[:4], 0, ground).cells) == 2
