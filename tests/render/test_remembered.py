"""Results that are remembered."""

from __future__ import annotations

from hjforms.render.remembered import Remembered


def test_a_result_is_made_once():
    asked = []
    lengths = Remembered(lambda text: asked.append(text) or len(text), most=10)
    assert [lengths["一二"], lengths["一二"], lengths["三"]] == [2, 2, 1]
    assert asked == ["一二", "三"]


def test_there_are_never_more_than_allowed():
    squares = Remembered(lambda number: number * number, most=3)
    for number in range(10):
        assert squares[number] == number * number
        assert len(squares) <= 3
