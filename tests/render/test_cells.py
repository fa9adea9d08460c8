"""Cells: which text stands in which cell, what is a head of what, and what is no table."""

from __future__ import annotations

from hjforms.render.cells import Line, Mark, Table, parts_of
from hjforms.template.content import Rule


def grid(across: list[float], along: list[float]) -> list[Rule]:
    """Rules through these places."""
    level = [Rule(across[0], y, across[-1], y, 0.5, (0,)) for y in along]
    return [*level, *(Rule(x, along[0], x, along[-1], 0.5, (0,)) for x in across)]


def label(x: float, y: float, number: int, size: float = 9) -> Mark:
    return Mark(x, y, size, number, is_value=False)


def value(x: float, y: float, number: int) -> Mark:
    return Mark(x, y, 9, number, is_value=True)


def test_labels_beside_values_are_heads_of_rows_and_those_above_of_columns():
    rules = grid([0, 50, 100], [0, 20, 40, 60])
    marks = [label(10, 50, 0), value(60, 50, 1), label(10, 30, 2), label(60, 30, 3), value(10, 10, 4), value(60, 10, 5)]
    (table,) = parts_of(marks, rules)
    assert isinstance(table, Table)
    assert [[cell.scope for cell in row] for row in table.rows] == [["Row", ""], ["Column", "Column"], ["", ""]]
    assert [[mark.number for cell in row for mark in cell.marks] for row in table.rows] == [[0, 1], [2, 3], [4, 5]]


def test_a_cell_over_several_columns_and_rows_says_so():
    rules = [*grid([0, 90], [0, 20, 40, 60]), Rule(30, 0, 30, 40, 0.5, (0,)), Rule(60, 0, 60, 40, 0.5, (0,))]
    rules = [rule for rule in rules if (rule.y0, rule.y1) != (20, 20)]
    rules.append(Rule(30, 20, 90, 20, 0.5, (0,)))
    (table,) = parts_of([label(10, 50, 0), label(10, 20, 1), value(40, 10, 2)], rules)
    assert [[(cell.columns, cell.rows) for cell in row] for row in table.rows] == [
        [(3, 1)],
        [(1, 2), (1, 1), (1, 1)],
        [(1, 1), (1, 1)],
    ]


def test_a_label_that_nothing_stands_beside_or_below_is_no_head():
    (table,) = parts_of([value(10, 30, 0), label(10, 10, 1)], grid([0, 50], [0, 20, 40]))
    assert [[cell.scope for cell in row] for row in table.rows] == [[""], [""]]


def test_what_no_rules_enclose_are_lines_and_the_largest_is_the_title():
    marks = [label(50, 90, 0, 18), label(20, 60, 1), value(40, 61, 2), label(20, 30, 3)]
    parts = parts_of(marks, [Rule(10, 55, 60, 55, 0.5, (0,))])
    assert [[mark.number for mark in part.marks] for part in parts if isinstance(part, Line)] == [[0], [1, 2], [3]]
    assert [part.is_title for part in parts if isinstance(part, Line)] == [True, False, False]


def test_tables_and_lines_come_from_top_to_foot():
    rules = [*grid([0, 50], [60, 80]), *grid([0, 50], [0, 20])]
    parts = parts_of([label(10, 10, 0), label(10, 40, 1), label(10, 70, 2)], rules)
    assert [type(part) for part in parts] == [Table, Line, Table]


def test_places_of_a_table_that_no_cell_takes_are_filled():
    rules = [*grid([0, 50], [0, 20, 40]), *grid([50, 100], [20, 40])]
    (table,) = parts_of([], rules)
    assert [sum(cell.columns for cell in row) for row in table.rows] == [2, 2]
