"""A text over several rows of a table without upright lines: level rules part the others, and not its column."""

from __future__ import annotations

import pytest

from drawn import at_heights, reading_of
from hjforms.api import form

ACCOUNT = form("shandong/employee-account")
HEADS = (
    (80, 727, "参保地"), (250, 727, "缴费时间"),
    (50, 710, "名称"), (100, 710, "行政区划代码"), (180, 710, "年份"),
    (230, 710, "起始"), (290, 710, "截止"), (350, 710, "缴费月数"), (420, 710, "累计储存额"),
)  # fmt: skip
YEARS = (
    (2006, "01", "12", 12),
    (2007, "01", "12", 12),
    (2008, "01", "03", 3),
    (2008, "04", "12", 9),
    (2009, "01", "12", 12),
)
TOP, STEP, LEFT, RIGHT, INNER = 700, 18, 45, 550, 170
SPANS = ((724, LEFT, INNER - 10), (724, 225, 340))


def merged(*, names=((1.0, "郯城县", "371322"), (3.5, "罗庄区", "371311")), cuts=(3,), inner=True, also=()):
    """Five years, the first three of one place; ``cuts`` are rows above which a rule goes all across."""
    texts = [(40, 780, "个人编号：123"), (300, 780, "姓名：张示例"), *HEADS]
    for number, (year, first, last, months) in enumerate(YEARS):
        height = TOP - STEP * number - 13
        figures = (str(year), f"{year}.{first}", f"{year}.{last}", str(months), f"{1000 + number}.00")
        texts += [(left, height, text) for left, text in zip((180, 230, 290, 360, 420), figures, strict=True)]
    for at, *place in names:
        texts += [(left, TOP - STEP * at - 13, text) for left, text in zip((50, 105), place, strict=True)]
    texts += [(left, TOP - STEP * at - 13, text) for left, at, text in also]
    rules = [(TOP - STEP * row, LEFT if row in {0, *cuts, 5} else INNER, RIGHT) for row in range(6)]
    rules = [rule for rule in rules if inner or rule[1] == LEFT]
    return reading_of(at_heights(ACCOUNT.title, *texts, rules=[*SPANS, *rules]), ACCOUNT)


def places(reading):
    return [(row.year, row.region_name, row.region_code) for row in reading.record.years]


def errors(reading):
    return [found for found in reading.findings if found.severity == "error"]


def test_a_place_between_rules_is_that_of_all_rows_between_them():
    reading = merged()
    years = [year for year, *_ in YEARS]
    assert places(reading) == list(
        zip(years, ["郯城县"] * 3 + ["罗庄区"] * 2, ["371322"] * 3 + ["371311"] * 2, strict=True)
    )
    assert not errors(reading)


@pytest.mark.parametrize("cuts", [(2,), (1, 3)], ids=str)
def test_a_place_is_said_of_the_rows_between_its_own_rules_alone(cuts):
    told = places(merged(cuts=cuts))
    assert all(name != "罗庄区" for _, name, _ in told[:2])
    assert all(name != "郯城县" for _, name, _ in told[3:])


def test_without_rules_between_the_rows_nothing_is_over_several():
    reading = merged(inner=False)
    assert not any(name for _, name, _ in places(reading))
    assert errors(reading)


def test_a_balance_is_of_no_year_but_its_own():
    reading = merged(also=[(500, 2, "7.00")])
    assert [str(row.balance) for row in reading.record.years if row.balance is not None] in (
        [],
        [f"{1000 + number}.00" for number in range(5)],
    )
