"""Rules on a form made for the purpose: what fills, what verifies, and in which order."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import Money, Months, Text
from hjforms.records.relations import add_amounts, add_months, not_negative, required
from hjforms.records.rules import Check, Rule, Violation, check, complete, value_at


class Row(Record):
    months: Months = entry("月数")
    amount: Money = entry("金额")
    double: Money = entry("两倍")


class Sum(Record):
    amount: Money = entry("金额")


class Sheet(Record):
    title: Text = entry("标题")
    rows: Rows[Row] = rows("明细")
    total: Part[Sum] = part("合计")
    low: Money = entry("低")
    high: Money = entry("高")


DOUBLE = Rule(
    "double", ("rows.*.double",), ("rows.*.amount",), "两倍", "某办法 第一条", lambda amount: amount and amount * 2
)
TOTAL = Rule("total", ("total.amount",), ("rows.*.double",), "合计", "某办法 第二条", add_amounts)
BOUNDS = Rule(
    "bounds",
    ("low", "high"),
    ("total.amount",),
    "上下限",
    "某办法 第三条",
    lambda total: (total - 1, total + 1) if total else (None, None),
    lambda index, _stated, _total: "warning" if index else "error",
)
RULES = (DOUBLE, TOTAL, BOUNDS)


def sheet(*amounts, **more):
    return Sheet.model_validate({"rows": [{"amount": amount} for amount in amounts], **more})


def found(record, rules=RULES):
    return [
        (finding.severity, finding.path, finding.rule, finding.expected, finding.found)
        for finding in check(record, rules)
    ]


def test_a_rule_within_rows_fills_each_row():
    assert [str(row.double) for row in complete(sheet("1.00", "2.50"), RULES).rows] == ["2.00", "5.00"]


def test_a_rule_above_the_rows_gets_the_whole_column_that_an_earlier_rule_has_filled():
    assert str(complete(sheet("1.00", "2.50"), RULES).total.amount) == "7.00"


def test_a_rule_with_two_targets_fills_both():
    record = complete(sheet("1.00"), RULES)
    assert (str(record.low), str(record.high)) == ("1.00", "3.00")


def test_of_two_targets_the_one_that_is_stated_stays():
    record = complete(sheet("1.00", high="9.00"), RULES)
    assert (str(record.low), str(record.high)) == ("1.00", "9.00")


def test_what_is_stated_is_what_later_rules_build_on():
    record = Sheet.model_validate({"rows": [{"amount": "1.00", "double": "5.00"}]})
    assert str(complete(record, RULES).total.amount) == "5.00"


def test_nothing_is_filled_where_every_input_is_blank():
    assert complete(Sheet(), RULES) == Sheet()


def test_a_rule_that_has_nothing_to_say_leaves_a_blank():
    record = complete(sheet("0.00"), RULES)
    assert record.low is None
    assert str(record.total.amount) == "0.00"


def test_the_completed_record_shares_nothing_with_the_first():
    first = sheet("1.00")
    second = complete(first, RULES)
    assert first.rows[0].double is None
    assert second.rows[0] is not first.rows[0]


def test_a_stated_value_that_the_rule_denies_is_a_finding():
    assert found(sheet("1.00", total={"amount": "3.00"})) == [("error", "total.amount", "total", "2.00", "3.00")]


def test_a_finding_within_rows_names_the_row():
    record = Sheet.model_validate({"rows": [{"amount": "1.00"}, {"amount": "1.00", "double": "1.00"}]})
    assert found(record) == [("error", "rows.1.double", "double", "2.00", "1.00")]


def test_the_grade_of_a_rule_decides_target_by_target():
    record = sheet("1.00", low="0.00", high="0.00")
    assert found(record) == [("error", "low", "bounds", "1.00", "0.00"), ("warning", "high", "bounds", "3.00", "0.00")]


def test_the_message_names_place_expectation_and_formula_and_the_finding_its_article():
    finding = check(sheet("1.00", total={"amount": "3.00"}), RULES)[0]
    assert finding.message == "合计 金额：应为“2.00”，表上为“3.00”；合计。请核对。"
    assert finding.article == "某办法 第二条"


def test_the_findings_come_in_the_order_of_the_rules():
    record = sheet("1.00", total={"amount": "3.00"}, low="0.00")
    assert [rule for _, _, rule, _, _ in found(record)] == ["total", "bounds"]
    assert [rule for _, _, rule, _, _ in found(record, (BOUNDS, TOTAL))] == ["bounds", "total"]


def test_a_check_sees_the_record_as_it_was_stated():
    seen = []
    watch = Check("watch", ("low",), "", "", lambda record: seen.append(record.low) or ())
    assert check(sheet("1.00"), (*RULES, watch)) == []
    assert seen == [None]


def test_a_violation_carries_what_stands_there():
    scold = Check("scold", ("title",), "", "某办法", lambda _: [Violation("warning", "title", "不妥。")])
    finding = check(Sheet(title="甲"), (scold,))[0]
    assert (finding.severity, finding.found, finding.expected) == ("warning", "甲", None)
    assert finding.message == "标题：不妥。"


def test_what_is_required_is_missed_in_every_row():
    rule = required("某办法", "title", "rows.*.amount")
    record = Sheet.model_validate({"rows": [{"months": 1}, {"amount": "1.00"}, {"months": 2}]})
    assert [finding.path for finding in check(record, (rule,))] == ["title", "rows.0.amount", "rows.2.amount"]


def test_no_amount_may_be_negative_wherever_it_stands():
    record = sheet("-1.00", total={"amount": "-0.01"}, low="0.00")
    assert [finding.path for finding in check(record, (not_negative(Sheet, "某办法"),))] == [
        "rows.0.amount",
        "total.amount",
    ]


@pytest.mark.parametrize(
    ("values", "total"),
    [((), "0.00"), ((None, None), "0.00"), ((Decimal("0.10"), None, (Decimal("0.20"), None)), "0.30")],
)
def test_blanks_count_as_nothing_in_a_sum(values, total):
    assert str(add_amounts(*values)) == total


def test_months_add_up_over_a_column():
    assert add_months((1, None, 12)) == 13


def test_the_value_at_a_path_is_found_by_names_and_row_numbers():
    record = sheet("1.00", "2.00", title="甲")
    assert value_at(record, "rows.1.amount") == Decimal("2.00")
    assert value_at(record, "title") == "甲"
    with pytest.raises(IndexError):
        value_at(record, "rows.2.amount")
