"""Days in a text, in every notation."""

from __future__ import annotations

import pytest

from hjforms.notations import date
from hjforms.reading.others.days import DAY, OF_THE_PRINT


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月5日",
        "2024 年 1 月 5 日",
        "2024-01-05",
        "2024/1/5",
        "2024.1.5",
        "二〇二四年一月五日",
        "２０２４年１月５日",
    ],
)
def test_a_day_is_found_wherever_it_stands_and_its_notation_reads_it(text):
    for around in ("{}", "高密市社会保险中心　{}", "日期：{} "):
        found = DAY.search(around.format(text))
        assert found is not None
        assert date.read(found[0]).isoformat() == "2024-01-05"


@pytest.mark.parametrize(
    "text", ["371082-2024-01-05", "2024.1.5.2", "1.2024-01-05", "2025-03-09 10:22:31", "2025-03-09　9：05", "2024-01"]
)
def test_a_part_of_a_number_and_the_moment_of_a_print_are_no_days(text):
    assert DAY.search(text) is None


def test_what_says_that_a_day_is_that_of_the_print():
    assert OF_THE_PRINT.search("打印时间：")
    assert OF_THE_PRINT.search("导出日期 ")
    assert not OF_THE_PRINT.search("高密市社会保险中心　")
