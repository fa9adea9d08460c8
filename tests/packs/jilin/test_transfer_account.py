"""基本养老保险关系转移接续信息表: its sums, its rules, each broken once, its many columns on paper."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from hjforms.errors import InputError
from support import UNKNOWN_PROVINCE, assert_comes_back, example, faults_of, page_count, printed, yuan

SAMPLE = example("jilin/jilin/transfer-account")
FORM = SAMPLE.form
LAST = len(SAMPLE.data["years"]) - 1
AMOUNTS = ("amount", "interest", "balance")


def years(count, first=2000):
    """So many years of one region, one row each; the account earns no interest."""
    return [
        {
            "region_code": "220100",
            "year": first + index,
            "start": f"{first + index}-01",
            "end": f"{first + index}-12",
            "base": "1000.00",
            "shares": {"employer": "20%", "account": "11%", "personal": "8%"},
            "amount": {"subtotal": "1320.00", "personal": "960.00"},
        }
        for index in range(count)
    ]


def history(*rows, **more):
    """An account of a few rows and nothing else but who it is about, completed."""
    return FORM.complete(
        FORM.load(
            {"person": {"name": "赵示例", "citizen_id": SAMPLE.data["person"]["citizen_id"]}}
            | more
            | {"years": list(rows)}
        )
    )


# ------------------------------------------------------------------------------------- what is derived


def test_the_example_is_completed_as_by_hand():
    record = SAMPLE.completed()
    assert (record.person.sex, str(record.person.birth_date)) == ("男", "1980-06-10")
    assert [row.months for row in record.years] == [3, *[12] * 9, 8]
    assert sum(row.months for row in record.years) == record.months == 119
    # 926.40 + 3984.00 + 46.32 (5 % of 926.40) at the end of 2015
    assert [str(row.balance.subtotal) for row in record.years[:2]] == ["926.40", "4956.72"]
    assert {row.balance.subtotal - row.balance.personal for row in record.years} == {yuan("0.00")}
    fund = record.fund
    assert (fund.before_1998, str(fund.since_1998), str(fund.current_year)) == (None, "64554.12", "4787.20")
    assert (str(fund.personal), str(fund.pooled), str(fund.total)) == ("69341.32", "84019.20", "153360.52")


@given(*[strategies.money("0.00", "99999999.99")] * 4)
def test_columns_4_and_6_are_the_sums_that_the_note_says(first, second, third, fifth):
    amounts = {"before_1998": first, "since_1998": second, "current_year": third, "pooled": fifth}
    fund = FORM.complete(FORM.record_type.model_validate({"fund": amounts})).fund
    assert (fund.personal, fund.total) == (first + second + third, first + second + third + fifth)


def test_a_row_without_amounts_gets_no_balance():
    assert history({"year": 2014, "months": 3}).years[0].balance.is_blank()


def test_over_years_that_are_not_on_the_page_no_balance_is_guessed():
    record = history(*years(1), *years(1, 2003))
    assert [row.balance.subtotal for row in record.years] == [yuan("1320.00"), None]


def test_an_account_from_before_1998_does_not_say_what_it_has_held_since():
    assert history(*years(3, 1997), transferred_on="2000-05-01").fund.since_1998 is None
    record = history(*years(2, 1998), transferred_on="2000-05-01", fund={"before_1998": "10.00"})
    assert record.fund.since_1998 is None
    assert str(history(*years(2, 1998), transferred_on="2000-05-01").fund.since_1998) == "2640.00"


def test_where_nothing_was_paid_in_the_year_of_the_transfer_nothing_is_credited():
    assert history(*years(2, 1998), transferred_on="2000-05-01").fund.current_year is None


# ------------------------------------------------------------------------- each rule broken exactly once

BROKEN = {
    "a name is missing": ({"person.name": None}, ("error", "person.name", "required")),
    "a citizen id is missing": ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
    "a year is missing": ({"years.3.year": None, "years.4.balance": None}, ("error", "years.3.year", "required")),
    "the sex is not that of the id": ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
    "the birth date is not that of the id": (
        {"person.birth_date": "1980-06-11"},
        ("error", "person.birth_date", "person.birth-date"),
    ),
    "the province of the id is unknown": (
        {"person.citizen_id": UNKNOWN_PROVINCE},
        ("warning", "person.citizen_id", "person.region"),
    ),
    "employed after the transfer": ({"employed_since": "2024-10"}, ("error", "transferred_on", "in-order")),
    "paid before the region began": ({"region_began": "2014-11"}, ("error", "first_paid", "in-order")),
    "paid here before the first payment": ({"start": "2014-09"}, ("error", "start", "in-order")),
    "transferred before the end": ({"transferred_on": "2024-07-31"}, ("error", "transferred_on", "in-order")),
    "account opened after the transfer": ({"account_opened": "2024-10"}, ("error", "transferred_on", "in-order")),
    "signed before the end": ({"signoff.date": "2024-07-31"}, ("error", "signoff.date", "in-order")),
    "a row begins before the first payment": (
        {"years.0.start": "2014-09", "years.0.months": 4, "years.0.base": "2895.00", "start": None},
        ("error", "years.0.start", "in-order"),
    ),
    "a row goes on after the end": (
        {f"years.{LAST}.end": "2024-09", f"years.{LAST}.base": "6648.89", "start": None},
        ("error", "end", "in-order"),
    ),
    "a year stands twice": (
        {"years.3.year": 2016, "years.3.start": None, "years.3.end": None, "months": 107},
        ("error", "years.3.year", "years.order"),
    ),
    "a period lies in another year": (
        {f"years.{LAST}.end": "2025-01", f"years.{LAST}.months": 8, "end": "2025-01"}
        | {"transferred_on": "2025-01-31", "signoff.date": "2025-01-31"},
        ("error", f"years.{LAST}.end", "within-year"),
    ),
    "a fund is negative": ({"fund.pooled": "-0.01"}, ("error", "fund.pooled", "not-negative")),
    "the months are more than the period": (
        {"years.0.start": "2014-11", "years.0.months": 3},
        ("error", "years.0.months", "months.span"),
    ),
    "the months are fewer than the period": (
        {"years.3.months": 11, "years.3.base": "5541.82", "months": 118},
        ("warning", "years.3.months", "months.span"),
    ),
    "more months than between start and end": (
        {"start": "2014-11", "years": None},
        ("error", "months", "months.span"),
    ),
    "the months here are not those of the rows": ({"months": 118}, ("error", "months", "months.here")),
    "4 is not 1+2+3": ({"fund.personal": "69341.33"}, ("error", "fund.personal", "fund.personal")),
    "6 is not 4+5": ({"fund.total": "153360.53"}, ("error", "fund.total", "fund.total")),
    "2 is not the last balance": ({"fund.since_1998": "64554.13"}, ("error", "fund.since_1998", "fund.since-1998")),
    "3 is not what the year has credited": (
        {"fund.current_year": "4787.21"},
        ("error", "fund.current_year", "fund.current-year"),
    ),
    "a balance does not follow": (
        {"years.10.balance": {"subtotal": "69341.33"}},
        ("error", "years.10.balance.subtotal", "balance"),
    ),
    "what was paid is not base, months and share": (
        {"years.3.base": "5180.00"},
        ("warning", "years.3.amount.personal", "paid.base"),
    ),
    **{
        f"the part of the person is larger than the whole of the {name}": (
            {"years.0.amount.personal": None, "years.0.interest.personal": None}
            | {f"years.0.{name}": {"subtotal": "926.40", "personal": "926.41"}, "years.0.base": None},
            ("error", f"years.0.{name}.personal", "personal-part"),
        )
        for name in AMOUNTS
    },
}


@pytest.mark.parametrize(("changes", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


def test_two_regions_have_not_counted_the_same_month():
    rows = [*years(1, 2015), {"region_code": "220200", "year": 2015, "start": "2015-12", "end": "2015-12"}]
    assert [(found.path, found.rule) for found in FORM.check(history(*rows))] == [("years.1.start", "periods.apart")]


def test_years_that_descend_are_a_warning():
    rows = [*years(1, 2015), *years(1, 2014)]
    found = FORM.check(FORM.load({"person": SAMPLE.data["person"], "years": rows}))
    assert [(item.severity, item.path, item.rule) for item in found] == [("warning", "years.1.year", "years.order")]


@pytest.mark.parametrize(("balance", "severity"), [("1320.01", "warning"), ("1319.99", "error")])
def test_a_first_balance_may_hold_earlier_years_but_no_less_than_its_own(balance, severity):
    row = years(1)[0] | {"balance": {"subtotal": balance}}
    assert [(found.severity, found.path) for found in FORM.check(history(row))] == [
        (severity, "years.0.balance.subtotal")
    ]


def test_a_balance_may_hold_what_another_region_has_sent():
    row = years(1, 2001)[0] | {"region_code": "220200", "balance": {"subtotal": "3000.00"}}
    assert [found.severity for found in FORM.check(history(*years(1), row))] == ["warning"]


def test_the_months_of_other_regions_are_not_those_paid_here():
    rows = [*years(1, 2015), years(1, 2016)[0] | {"region_code": "220200"}, *years(1, 2017)]
    record = history(*rows, start="2015-01", end="2017-12", months=24)
    assert FORM.check(record) == []


def test_a_fen_a_month_is_rounding():
    row = years(1)[0] | {"amount": {"subtotal": "1320.00", "personal": "960.12"}}
    assert FORM.check(history(row)) == []
    row["amount"]["personal"] = "960.13"
    assert [found.rule for found in FORM.check(history(row))] == ["paid.base"]


def test_every_rule_rests_on_the_procedure_the_table_or_a_standard():
    grounds = ("吉社保〔2020〕6号 第七条（一）", "基本养老保险关系转移接续信息表 注", "表内栏目之间的关系", "GB")
    assert all(rule.article.startswith(grounds) for rule in FORM.rules)


# ------------------------------------------------------------------------------------------ on paper


@pytest.mark.parametrize("share", ["101%", "-1%", "8"])
def test_a_share_is_a_part_of_a_whole(share):
    with pytest.raises(InputError) as error:
        SAMPLE.record({"years.0.shares.personal": share})
    assert list(faults_of(error.value)) == ["years.0.shares.personal"]


@given(st.integers(0, 10_000))
def test_a_share_comes_back_from_percent(part):
    row = {"year": 2014, "shares": {"personal": f"{Decimal(part) / 100}%"}}
    record = FORM.load({"years": [row]})
    assert record.years[0].shares.personal == Decimal(part) / 10_000
    assert FORM.load(record.model_dump(mode="json")) == record


def test_months_are_printed_in_six_figures():
    (page,) = printed(FORM, SAMPLE.completed())
    assert (page["years.0.start"], page["years.0.end"], page["start"]) == ("201410", "201412", "2014年10月")


def test_the_figures_of_the_table_keep_their_nine_points():
    """The largest amounts that the columns are made for are printed at the size that they are drawn with."""
    from hjforms.render.typeset import fit

    largest = {"base": "99999.99", "amount": "99999.99", "interest": "99999.99", "balance": "9999999.99"}
    largest |= {"shares": "16.5%", "start": "201410", "end": "201412", "region_code": "220100", "months": "12"}
    for slot in FORM.compiled.layout.row_slots:
        text = largest.get(slot.path.split(".")[2])
        if text:
            x0, y0, x1, y1 = slot.box
            assert fit(text, x1 - x0, y1 - y0, slot.size).size == slot.size == 9


@pytest.mark.parametrize("count", [0, 1, 12, 13, 60])
def test_years_run_on_to_further_pages_and_come_back(count):
    record = history(*years(count, 1960))
    assert page_count(FORM.pdf(record)) == max(1, -(-count // FORM.compiled.layout.capacity))
    assert_comes_back(FORM, record)


def test_a_page_takes_the_years_since_2014():
    assert FORM.compiled.layout.capacity == 12
