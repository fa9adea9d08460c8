"""城镇职工基本养老保险参保缴费凭证: its sums, its rules, each broken once, and years in two parts."""

from __future__ import annotations

import pytest

from hjforms.notations.year_month import YearMonth
from support import (
    DOCUMENT,
    UNKNOWN_PROVINCE,
    assert_comes_back,
    certain,
    edited,
    example,
    page_count,
    parts_of,
    printed,
)

SAMPLE = example("weihai/national/certificate")
FORM = SAMPLE.form


ELSEWHERE = {"agency.region_code": "371000"}  # the head is held against no row of the table


def places(count):
    """So many places, one year each."""
    return [
        {
            "region_code": f"37{index:04}",
            "region_name": f"第{index + 1}个参保地",
            "start": f"{1990 + index}-01",
            "end": f"{1990 + index}-12",
            "months_actual": 12,
            "balance": f"{index}.50",
        }
        for index in range(count)
    ]


# ------------------------------------------------------------------------------------------------ rules


def test_the_example_is_completed_as_by_hand():
    record = SAMPLE.completed()
    assert record.person.sex == "男"
    assert [row.months for row in record.places] == [164, 16]
    total = record.total
    assert (total.months_actual, total.months_deemed, total.months, str(total.balance)) == (36, 144, 180, "10783.64")
    assert (record.years_paid, record.years_deemed) == (180, 144)


def test_completing_leaves_months_of_the_year_as_they_are():
    assert SAMPLE.completed().start == YearMonth(2018, 8)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"agency.name": None}, ("error", "agency.name", "required")),
        ({"places.1.region_code": None}, ("error", "places.1.region_code", "required")),
        ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
        ({"start": "2019-12"}, ("error", "end", "in-order")),
        ({"places.0.end": "2012-11"}, ("error", "places.0.end", "in-order")),
        ({"months": 17}, ("error", "months", "months.span")),
        ({"places.0.months_actual": 21}, ("error", "places.0.months_actual", "months.span")),
        ({"places.0.start": None}, ("error", "places.0.start", "places.period")),
        ({"places.1.end": None}, ("error", "places.1.end", "places.period")),
        ({"places.1.start": "2014-07"}, ("error", "places.1.start", "periods.apart")),
        ({"places.1.start": "2010-01", "places.1.end": "2011-12"}, ("warning", "places.1.start", "places.order")),
        ({"balance": "-0.01"}, ("error", "balance", "not-negative")),
        ({"agency.region_code": "731082"}, ("warning", "agency.region_code", "region-code")),
        ({"places.0.region_code": "731003"}, ("warning", "places.0.region_code", "region-code")),
        ({"start": "1980-12"}, ("warning", "start", "person.age")),
        ({"total.months_actual": 35}, ("error", "total.months_actual", "total")),
        ({"total.balance": "10783.65"}, ("error", "total.balance", "total")),
        ({"years_paid": 181}, ("error", "years_paid", "years-paid")),
        ({"years_deemed": 143}, ("error", "years_deemed", "years-deemed")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(ELSEWHERE | changes) == [expected]


def test_a_certificate_is_not_older_than_what_it_certifies():
    assert SAMPLE.findings({"signoff.date": "2019-10-31"}) == [
        ("error", "signoff.date", "in-order"),
        ("error", "signoff.date", "in-order"),
    ]


def test_column_8_is_6_and_7():
    # the sum of the column follows what its cells state, so the total agrees
    assert SAMPLE.findings({"places.0.months": 163}) == [("error", "places.0.months", "places.months")]


def test_a_deemed_total_that_is_wrong_takes_the_years_with_it():
    assert SAMPLE.findings({"total.months_deemed": 143, "years_deemed": 144}) == [
        ("error", "total.months_deemed", "total"),
        ("error", "years_deemed", "years-deemed"),
    ]


def test_months_paid_may_be_fewer_than_the_span():
    assert SAMPLE.findings({"months": 15, "places.1.months_actual": 15}) == []


def test_a_place_of_deemed_years_alone_needs_no_period():
    deemed = {"region_code": "371003", "months_deemed": 144}
    assert SAMPLE.findings(ELSEWHERE | {"places.0": deemed, "places.1.start": "2012-12"}) == []


@pytest.mark.parametrize(
    ("name", "value"), [("start", "2018-07"), ("end", "2019-12"), ("months", 15), ("balance", "6260.72")]
)
def test_what_the_head_says_of_this_region_is_what_its_row_says(name, value):
    assert SAMPLE.findings({name: value}) == [("warning", name, "here")]
    assert SAMPLE.findings(ELSEWHERE | {name: value}) == []


def test_the_head_is_held_against_one_row_only():
    assert SAMPLE.findings({"places.0.region_code": "371082", "months": 15}) == []


def test_every_finding_names_its_law_or_reason():
    record = SAMPLE.record({"months": 17, "places.1.start": "2014-07", "places.0.months": 163})
    assert all(found.article for found in FORM.check(record))


# ------------------------------------------------------------------------------------------ on paper


@pytest.mark.parametrize("months", [None, 0, 1, 11, 12, 180, 479])
def test_years_come_back_from_years_and_months(months):
    record = SAMPLE.record({"years_paid": months, "years_deemed": months})
    assert_comes_back(FORM, record)


def test_years_are_printed_as_years_and_months():
    (page,) = printed(FORM, SAMPLE.completed({"years_paid": 113, "years_deemed": 7}))
    texts = [page[f"{path}.{part}"] for path in ("years_paid", "years_deemed") for part in ("year", "month")]
    assert texts == ["9", "5", "0", "7"]


def test_months_after_the_years_are_fewer_than_twelve():
    docx = FORM.docx(SAMPLE.completed({"years_paid": 113}))
    text = parts_of(docx)[DOCUMENT].decode()
    before = text[: text.index("个月（其中视同")]
    assert before.rindex(">5<") > before.rindex(">9<")
    changed = edited(
        docx, text[before.rindex(">5<") : text.index("个月（其中视同")], ">12<" + before[before.rindex(">5<") + 3 :]
    )
    reading = FORM.read(changed)
    assert certain(reading).years_paid is None
    assert [(found.path, found.rule) for found in reading.findings] == [
        ("years_paid", "read"),
        ("years_paid", "changed"),
        ("years_paid", "proposal"),  # the sum of its places tells it
    ]


@pytest.mark.parametrize("count", [0, 1, 12, 13, 30])
def test_places_run_on_to_further_pages_and_come_back(count):
    record = SAMPLE.completed({"places": places(count)})
    pages = max(1, -(-count // FORM.compiled.layout.capacity))
    assert page_count(FORM.pdf(record)) == pages
    assert_comes_back(FORM, record)


def test_the_total_stands_on_the_last_page_and_years_and_agency_on_each():
    pages = printed(FORM, SAMPLE.completed({"places": places(13)}))
    assert [page["agency.name"] for page in pages] == ["荣成市社会保险事业中心"] * 2
    assert [page["total.months"] for page in pages] == ["见末页", "156"]
    assert [page["years_paid.year"] for page in pages] == ["13", "13"]


def test_the_numbers_of_the_rows_are_printed_and_no_data():
    reading = FORM.read(FORM.docx(FORM.record_type()))
    assert reading.record == FORM.record_type()
    assert reading.findings == ()
