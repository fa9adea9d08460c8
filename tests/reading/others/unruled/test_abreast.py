"""Tables without lines whose rows stand abreast: read where every column is called something."""

from __future__ import annotations

import pytest

from drawn import at_heights, reading_of
from hjforms.api import form
from support import certain

NOTICE = form("national/offset-notice")
OVER = ("第一段", "第二段", "合计")
LINES = (
    ("起始年月", "2018年3月", "2019年1月", ""),
    ("终止年月", "2018年12月", "2019年12月", ""),
    ("月数", "10", "12", "22"),
    ("月基础养老金标准", "103.00", "103.00", ""),
    ("重复领取金额", "1,030.00", "1,236.00", "2,266.00"),
)


def read_with(over, shift=0):
    """A notice with its periods side by side; the last figure of the second is moved."""
    texts = [(40, 770, "编号：1"), (40, 750, "姓名：张示例"), (200, 750, "性别：男")]
    texts += [(180 + 90 * place, 720, text) for place, text in enumerate(over) if text]
    for number, (head, *values) in enumerate(LINES):
        height = 704 - 16 * number
        texts.append((40, height, head))
        texts += [(180 + 90 * place, height, text) for place, text in enumerate(values) if text]
    moved = [(left + shift * (text == "1,236.00"), height, text) for left, height, text in texts]
    return reading_of(at_heights(NOTICE.title, *moved), NOTICE)


def test_periods_side_by_side_are_rows_and_the_last_column_their_sum():
    record = certain(read_with(OVER))
    assert [(str(row.start), str(row.end), row.months, str(row.amount)) for row in record.periods] == [
        ("2018-03", "2018-12", 10, "1030.00"),
        ("2019-01", "2019-12", 12, "1236.00"),
    ]
    assert (record.total.months, str(record.total.amount)) == (22, "2266.00")


@pytest.mark.parametrize(
    ("over", "shift"), [(("第一段", "第二段", ""), 0), (("", "", ""), 0), (OVER, 45), (("职保", "居保", "合计"), 0)]
)
def test_where_a_column_is_not_clear_nothing_of_the_table_is_read(over, shift):
    reading = read_with(over, shift)
    record = certain(reading)
    assert not record.periods
    assert record.total.months is None
    assert any(found.severity == "error" for found in reading.findings)
