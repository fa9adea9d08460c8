"""附件5 城乡养老保险重复缴费清退表: its rules, one by one."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.notations import citizen_id
from support import (
    BROKEN_BIRTH_DATE,
    BROKEN_PERSON,
    PARTS,
    REFUND,
    Sample,
    brief,
    documents,
    leaves_of,
    refund_data,
    refund_row,
    refund_table,
    with_value,
    worked,
)

FEN = Decimal("0.01")
SUMS = (*PARTS, "subtotal")


def findings_for(data):
    """The findings on a table that states ``data`` and leaves the rest blank."""
    return brief(REFUND.check(REFUND.load(data)))


# A table of two years that states only what nothing else follows from.
SAMPLE = Sample(
    REFUND,
    refund_data(
        refund_row(2014, 1, "100.00", paid={"collective": "100.00"}),
        refund_row(2015, 7, "1000.00", paid={"land_personal": "0.00", "land_collective": "333.33"}),
    ),
)


# ------------------------------------------------------------------------------------- what is derived


def test_the_worked_year_refunds_16_67_as_8_34_and_8_33():
    # 鲁人社字〔2024〕84号 第十二条（二）: (100+100)/12×1 = 16.67; column 12 is the sum of 8 to 11 as well
    year = refund_table(refund_row(2014, 1, "100.00", paid={"collective": "100.00"})).years[0]
    assert leaves_of(year.refund) == {
        "personal": Decimal("8.34"),
        "collective": Decimal("8.33"),
        "subtotal": Decimal("16.67"),
    }


def test_the_worked_case_is_completed_as_by_hand():
    record = worked()
    assert (record.person.sex, str(record.person.birth_date)) == ("男", "1965-01-15")
    assert [str(year.paid.subtotal) for year in record.years] == ["750.50", "200.00", "1333.33"]
    assert [str(year.refund.subtotal) for year in record.years] == ["750.50", "16.67", "777.78"]
    assert leaves_of(record.years[2].refund) == {
        "personal": Decimal("583.34"),  # 583.3367…, and the one fen that is left goes to the larger remainder
        "land_personal": Decimal("0.00"),
        "land_collective": Decimal("194.44"),
        "subtotal": Decimal("777.78"),
    }
    assert record.total.months == 20
    assert {path: str(value) for path, value in leaves_of(record.total.paid).items()} == {
        "personal": "1600.00",
        "land_personal": "0.00",
        "collective": "350.50",
        "land_collective": "333.33",
        "subtotal": "2283.83",
    }
    assert str(record.refund_total) == str(record.total.refund.subtotal) == "1544.95"
    assert record.refund_total_capital == "壹仟伍佰肆拾肆元玖角伍分"


def test_the_worked_case_has_no_findings():
    assert REFUND.check(worked()) == []


def test_a_column_that_is_blank_in_every_year_has_a_blank_sum():
    record = refund_table(refund_row(2014, 1, "100.00"))
    assert record.total.paid.land_personal is None
    assert record.total.refund.land_personal is None


def test_a_zero_is_a_stated_amount_and_refunds_zero():
    record = refund_table(refund_row(2014, 5, "0.00"))
    assert str(record.years[0].refund.personal) == str(record.refund_total) == "0.00"
    assert record.refund_total_capital == "零元整"


def test_a_table_without_years_derives_no_totals():
    record = refund_table()
    assert leaves_of(record.total) == {}
    assert record.refund_total is None
    assert record.refund_total_capital is None


@documents
@given(strategies.refund_records())
def test_completing_fills_blanks_and_overwrites_nothing(record):
    completed = REFUND.complete(record)
    stated = leaves_of(record)
    assert {path: value for path, value in leaves_of(completed).items() if path in stated} == stated


@documents
@given(strategies.refund_records())
def test_completing_twice_is_completing_once(record):
    completed = REFUND.complete(record)
    assert REFUND.complete(completed) == completed


@documents
@given(strategies.refund_records())
def test_completing_leaves_the_record_itself_alone(record):
    before = record.model_dump_json()
    REFUND.complete(record)
    REFUND.check(record)
    assert record.model_dump_json() == before


@documents
@given(strategies.consistent_refund_data())
def test_what_is_consistent_has_no_findings_once_completed(data):
    assert {finding.rule for finding in REFUND.check(REFUND.complete(REFUND.load(data)))} <= {"required"}


@documents
@given(strategies.consistent_refund_data())
def test_what_is_consistent_has_no_findings_before_it_is_completed(data):
    assert {finding.rule for finding in REFUND.check(REFUND.load(data))} <= {"required"}  # not finished, at most


@documents
@given(strategies.consistent_refund_data())
def test_every_year_keeps_the_formula_and_the_sum_of_its_parts(data):
    for year in REFUND.complete(REFUND.load(data)).years:
        paid = [getattr(year.paid, name) for name in PARTS]
        refund = [getattr(year.refund, name) for name in PARTS]
        assert [amount is None for amount in refund] == [amount is None for amount in paid]
        total = sum(amount for amount in paid if amount is not None)
        if any(amount is not None for amount in paid):
            assert year.refund.subtotal == sum(amount for amount in refund if amount is not None)
            assert year.refund.subtotal == (total * year.months / 12).quantize(FEN, ROUND_HALF_UP)


@documents
@given(strategies.refund_records())
def test_every_finding_is_complete_and_names_a_place_on_the_form(record):
    paths = leaves_of(REFUND.complete(record))
    for finding in REFUND.check(record):
        assert finding.severity in ("error", "warning")
        assert finding.article
        assert finding.message.endswith("。")
        assert finding.path in paths or finding.rule == "required"
        assert finding.expected != finding.found or finding.expected is None


def test_a_wrong_part_is_found_where_it_stands_and_not_in_the_sum_that_the_record_leaves_blank():
    row = refund_row(2014, 1, "0.00", refund={"personal": "0.01"})
    assert [finding.path for finding in REFUND.check(REFUND.load(refund_data(row)))] == ["years.0.refund.personal"]


@documents
@given(strategies.refund_records())
def test_no_rule_finds_fault_with_a_field_that_the_record_leaves_blank(record):
    stated = leaves_of(record)
    assert [
        finding for finding in REFUND.check(record) if finding.rule != "required" and finding.path not in stated
    ] == []


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    **BROKEN_PERSON,
    **BROKEN_BIRTH_DATE,
    "a year is missing": (
        {"years.1.year": None},
        [("error", "years.1.year", "required", None, None)],
    ),
    "the months are missing": (
        {"years.0.months": None},
        [("error", "years.0.months", "required", None, None)],
    ),
    "a year stands twice": (
        {"years.1.year": 2014},
        [("error", "years.1.year", "years.order", None, "2014")],
    ),
    "the years descend": (
        {"years.1.year": 2013},
        [("warning", "years.1.year", "years.order", None, "2013")],
    ),
    "the table was filled in before the last year": (
        {"filled_on": "2014-12-31"},
        [("error", "years.1.year", "not-after", None, "2015")],
    ),
    "the person was not yet sixteen": (
        {"years.0.year": 1980},
        [("warning", "years.0.year", "person.age", None, "1980")],
    ),
    "the person was not yet born": (
        {"years.0.year": 1964},
        [("error", "years.0.year", "person.age", None, "1964")],
    ),
    "column 6 is not the sum of columns 2 to 5": (
        {"years.0.paid.subtotal": "200.01"},
        [("error", "years.0.paid.subtotal", "paid.subtotal", "200.00", "200.01")],
    ),
    "column 12 is neither the sum of its parts nor the formula": (
        {"years.0.refund.personal": "8.34", "years.0.refund.collective": "8.33", "years.0.refund.subtotal": "16.70"},
        [
            ("error", "years.0.refund.subtotal", "refund.subtotal", "16.67", "16.70"),
            ("error", "years.0.refund.subtotal", "refund.formula", "16.67", "16.70"),
        ],
    ),
    "a part of the refund is wrong, and its sum with it": (
        {"years.0.refund.personal": "9.34", "years.0.refund.collective": "8.33", "years.0.refund.subtotal": "17.67"},
        [
            ("error", "years.0.refund.personal", "refund.parts", "8.34", "9.34"),
            ("error", "years.0.refund.subtotal", "refund.formula", "16.67", "17.67"),
        ],
    ),
    "another office has rounded part by part and states the sum only": (
        {"years.0.refund.subtotal": "16.66"},
        [("warning", "years.0.refund.subtotal", "refund.formula", "16.67", "16.66")],
    ),
    "what was never paid is refunded": (
        {"years.0.refund.land_personal": "5.00"},
        [("error", "years.0.refund.land_personal", "refund.parts", "0.00", "5.00")],
    ),
    "the total of the months is wrong": (
        {"total.months": 9},
        [("error", "total.months", "total", "8", "9")],
    ),
    "the capital amount is another": (
        {"refund_total_capital": "柒佰玖拾肆元肆角陆分"},
        [("error", "refund_total_capital", "refund-total.capital", "柒佰玖拾肆元肆角伍分", "柒佰玖拾肆元肆角陆分")],
    ),
    "the sum at the foot is another, and its capital amount with it": (
        {"refund_total": "794.44"},
        [("error", "refund_total", "refund-total", "794.45", "794.44")],
    ),
}


def test_the_sound_table_has_no_findings():
    assert findings_for(SAMPLE.data) == []


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_once_gives_its_finding_and_no_other(changes, expected):
    assert findings_for(SAMPLE.changed(changes)) == expected


@pytest.mark.parametrize("column", [f"{side}.{name}" for side in ("paid", "refund") for name in SUMS])
def test_a_wrong_total_of_a_column_is_an_error(column):
    record = refund_table(*[refund_row(year, 12, "1.00", paid=dict.fromkeys(PARTS, "1.00")) for year in (2014, 2015)])
    right = leaves_of(record)[f"total.{column}"]
    data = record.model_dump(mode="json")
    for path in ("refund_total", "refund_total_capital"):
        data[path] = None
    wrong = with_value(data, f"total.{column}", str(right + FEN))
    assert findings_for(wrong) == [("error", f"total.{column}", "total", str(right), str(right + FEN))]


@pytest.mark.parametrize(
    "path", ["years.0.paid.land_personal", "years.1.refund.collective", "total.paid.personal", "refund_total"]
)
def test_a_negative_amount_is_an_error_wherever_it_stands(path):
    found = findings_for(SAMPLE.changed({path: "-0.01"}))
    assert ("error", path, "not-negative", None, "-0.01") in found


def test_another_office_that_has_rounded_part_by_part_gets_a_warning_and_no_error():
    parts = {"years.0.refund.personal": "8.33", "years.0.refund.collective": "8.33"}
    found = findings_for(SAMPLE.changed({**parts, "years.0.refund.subtotal": "16.66"}))
    assert ("warning", "years.0.refund.subtotal", "refund.formula", "16.67", "16.66") in found
    assert {severity for severity, *_ in found} == {"warning"}


# 附件5 注: 12=8+9+10+11; another office may give the fen that is left to another part.
def test_parts_that_another_office_rounded_otherwise_and_that_add_up_are_no_finding():
    parts = {"years.0.refund.personal": "8.33", "years.0.refund.collective": "8.34"}
    data = SAMPLE.changed({**parts, "years.0.refund.subtotal": "16.67"})
    for part in ("personal", "collective"):
        data = with_value(data, f"total.refund.{part}", None)
    assert findings_for(data) == []


def test_a_part_that_is_blank_gets_what_the_other_leaves():
    record = SAMPLE.completed({"years.0.refund.personal": "8.33"})
    assert (str(record.years[0].refund.collective), str(record.years[0].refund.subtotal)) == ("8.34", "16.67")


def test_a_negative_total_has_no_capital_amount():
    record = SAMPLE.completed({"refund_total": "-1.00"})
    assert record.refund_total_capital is None


def test_another_lawful_spelling_of_the_capital_amount_is_no_finding():
    assert findings_for(SAMPLE.changed({"refund_total_capital": "人民币柒佰玖拾肆圆肆角伍分"})) == []


def test_the_article_is_the_one_that_the_rule_rests_on():
    found = REFUND.check(SAMPLE.record({"years.0.refund.subtotal": "99.00", "years.0.paid.subtotal": "99.00"}))
    articles = {finding.rule: finding.article for finding in found}
    assert articles["refund.formula"] == "鲁人社字〔2024〕84号 第十二条"
    assert articles["paid.subtotal"] == "鲁人社字〔2024〕84号 附件5 注"


def test_a_finding_speaks_to_the_clerk_of_the_printed_row_and_column():
    found = REFUND.check(SAMPLE.record({"years.1.paid.subtotal": "1.00"}))
    assert found[0].message.startswith("第2行 当年缴费金额 小计：应为“1333.33”，表上为“1.00”")


def test_a_total_that_is_stated_is_held_against_rows_whose_sums_are_blank():
    assert brief(REFUND.check(SAMPLE.record({"refund_total": "1.00"}))) == [
        ("error", "refund_total", "refund-total", "794.45", "1.00")
    ]


@given(
    st.lists(strategies.money("0.00", strategies.AMOUNT_LIMIT), min_size=4, max_size=4),
    st.integers(1, 12),
)
def test_an_office_that_rounds_part_by_part_never_gets_an_error(paid, months):
    by_part = [(amount * months / 12).quantize(FEN, ROUND_HALF_UP) for amount in paid]
    row = {"year": 2014, "months": months, "paid": dict(zip(PARTS, map(str, paid), strict=True))}
    stated = dict(zip(PARTS, map(str, by_part), strict=True)) | {"subtotal": str(sum(by_part))}
    for refund in (stated, {"subtotal": stated["subtotal"]}):
        record = REFUND.load(refund_data({**row, "refund": refund}))
        for checked in (record, REFUND.complete(record)):
            assert [finding for finding in REFUND.check(checked) if finding.severity == "error"] == []


@given(strategies.citizen_ids())
def test_sex_and_birth_date_follow_from_every_citizen_id(number):
    person = REFUND.complete(REFUND.load({"person": {"citizen_id": number}})).person
    assert (person.sex, person.birth_date) == (citizen_id.sex(number), citizen_id.birth_date(number))


def test_an_amount_that_grows_beyond_what_the_form_can_print_names_its_place():
    """Two of the largest amounts add up to one that no notation writes; that is no reason to crash."""
    largest = "9999999999999.99"
    data = refund_data(refund_row(2014, 12, largest), refund_row(2015, 12, largest))
    found = REFUND.check(REFUND.load(with_value(data, "total.paid.personal", "1.00")))
    assert "total.paid.personal" in [finding.path for finding in found]


def test_a_table_without_rows_and_one_without_sign_off_and_day_are_not_finished():
    bare = refund_data(signoff=None)
    assert brief(REFUND.check(REFUND.load(bare))) == [
        ("warning", "years", "required", None, None),
        ("warning", "filled_on", "required", None, None),
    ]
    for done in ({"filled_on": "2024-12-20"}, {"signoff": {"agency": "威海市社会保险服务中心"}}):
        assert REFUND.check(REFUND.load(refund_data(refund_row(), **{"signoff": None, **done}))) == []
