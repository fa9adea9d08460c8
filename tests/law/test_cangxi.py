"""苍溪新农保并入城乡居保, 苍溪县实施方案（草案）."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.errors import NoRuleInForce
from hjforms.law import cangxi, steps

YUAN = Decimal
MERGED = dt.date(2024, 7, 1)

amounts = strategies.money("0.00", "99999999.99")


def yuan(name, amount):
    return steps.given(name, amount, steps.YUAN)


# 草案 四（三）: 每人每年200元……6000元的缴费档次，分别给予40元……280元的政府缴费补贴
@pytest.mark.parametrize(
    ("paid", "subsidy"),
    list(
        zip(
            (200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 3000, 4000, 5000, 6000),
            (40, 45, 50, 60, 60, 65, 70, 75, 80, 100, 120, 160, 200, 240, 280),
            strict=True,
        )
    ),
)
def test_every_tier_has_the_subsidy_of_the_draft(paid, subsidy):
    assert cangxi.subsidy(YUAN(paid), MERGED).value == subsidy
    assert YUAN(paid) in cangxi.contributions(MERGED)


def test_there_are_fifteen_tiers():
    assert len(cangxi.contributions(MERGED)) == 15


# 草案 四（三）: 一档（10%）对应1500元、二档（20%）对应3000元、三档（30%）对应5000元、四档（40%）和五档（50%）对应6000元
@pytest.mark.parametrize(("old", "new"), [(1, 1500), (2, 3000), (3, 5000), (4, 6000), (5, 6000)])
def test_the_five_old_tiers_have_their_new_ones(old, new):
    found = cangxi.contribution(old, MERGED)
    assert found.value == new
    assert f"{old}0%" in found.inputs[0].name


# 草案 四（四）3: 各年度享受待遇人员加发补贴的比例分别为100%、90%、70%、50%、30%、10%；从2030年1月1日起不再执行
@pytest.mark.parametrize(
    ("day", "supplement"),
    [
        ("2024-12-31", "100.00"),
        ("2025-01-01", "90.00"),
        ("2026-12-31", "70.00"),
        ("2027-06-30", "50.00"),
        ("2028-01-01", "30.00"),
        ("2029-12-31", "10.00"),
        ("2030-01-01", "0.00"),
        ("2044-01-01", "0.00"),
    ],
)
def test_the_supplement_fades_from_year_to_year(day, supplement):
    found = cangxi.supplement(dt.date.fromisoformat(day), yuan("新", YUAN("200.00")), yuan("旧", YUAN("300.00")))
    assert found.amount.value == YUAN(supplement)
    assert found.total.value == 200 + YUAN(supplement)


def test_before_the_year_of_the_merger_there_is_no_answer():
    with pytest.raises(NoRuleInForce):
        cangxi.subsidy(YUAN("200.00"), dt.date(2023, 12, 31))


@given(amounts, amounts, st.dates(MERGED, dt.date(2040, 12, 31)))
def test_with_the_supplement_nobody_gets_less_than_the_new_method_or_more_than_the_better_one(new, old, day):
    found = cangxi.supplement(day, yuan("新", new), yuan("旧", old))
    assert new <= found.total.value <= max(new, old)
    assert found.amount.value <= found.gap.value


@given(st.lists(amounts, max_size=5), st.none() | amounts)
def test_a_rebuilt_account_is_never_negative_and_never_more_than_was_paid(paid, drawn):
    parts = [yuan(f"第{index}项", amount) for index, amount in enumerate(paid)]
    found = cangxi.rebuilt(parts, None if drawn is None else yuan("已领取", drawn))
    assert 0 <= found.value <= sum(paid)
    assert found.value == max(sum(paid) - (drawn or 0), 0)


@given(amounts, amounts)
def test_who_draws_already_never_gets_less(old, basic):
    benefit = cangxi.benefit_at_merger(yuan("原待遇", old), yuan("基础养老金", basic))
    assert benefit.total.value == max(old, basic)
    assert benefit.account.value >= 0


@pytest.mark.parametrize(
    ("born", "reached"), [("1966-05-10", "2026-05-10"), ("1964-02-29", "2024-02-29"), ("2040-02-29", "2100-03-01")]
)
def test_sixty_is_reached_on_a_birthday(born, reached):
    assert cangxi.age_reached(dt.date.fromisoformat(born), MERGED).value == dt.date.fromisoformat(reached)


def row(year, *flags):
    names = ("personal", "personal_interest", "subsidy", "collective", "social", "interest")
    columns = {name: st.none() | amounts for name in names}
    return st.fixed_dictionaries({"year": st.just(year), **columns, **{flag: st.booleans() for flag in flags}})


def paid_in(rows):
    return sum(value for row in rows for value in row.values() if isinstance(value, Decimal))


def figures(**case):
    outcome = hjforms.calculate("merge", {"merged_on": "2024-07-01", "drawing": False, **case})
    assert not [finding for finding in outcome.findings if finding.severity == "error"]
    return {key: step.value for key, step in outcome.figures.items()}


@given(st.tuples(row(2021), row(2022)), st.sampled_from(["unqualified", "agency", "withdrawal"]))
def test_what_a_person_who_leaves_gets_back_and_the_rest_add_up_to_everything_paid(rows, situation):
    found = figures(situation=situation, years=list(rows))
    assert found["returned"] + found["not_returned"] == paid_in(rows)
    assert "account" not in found


@given(st.tuples(row(2021, "irregular"), row(2022, "irregular"), row(2023)))
def test_irregular_years_and_the_new_account_add_up_to_everything_paid(rows):
    found = figures(years=list(rows))
    cleared = found.get("irregular.returned", 0) + found.get("irregular.not_returned", 0)
    assert found["account"] + cleared == paid_in(rows)
    assert found["months"] == 12 * sum(not row.get("irregular") for row in rows)


@given(st.tuples(row(2021, "irregular", "paid_twice"), row(2022, "paid_twice")), amounts)
def test_nothing_of_two_resident_accounts_is_lost_when_they_join(rows, balance):
    found = figures(situation="resident", years=list(rows), resident={"balance": balance, "months": 60})
    cleared = found.get("irregular.returned", 0) + found.get("irregular.not_returned", 0)
    assert found["account"] - balance + found["twice.returned"] + found["undecided"] + cleared == paid_in(rows)


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ({"drawing": True}, "drawn"),
        ({"drawn": "5.00"}, "drawn"),
        ({"years": [{"year": 2020, "personal": "1.00", "paid_twice": True}]}, "years.0.paid_twice"),
        ({"situation": "resident"}, "resident.balance"),
        ({"resident": {"balance": "5.00", "months": 12}}, "resident.balance"),
        ({"situation": "resident", "resident": {"balance": "5.00"}}, "resident.months"),
        ({"benefit": {"old": "5.00", "basic": "1.00"}}, "benefit.old"),
        ({"pension": {"new": "5.00", "old": "1.00"}}, "pension.eligible_on"),
        ({"pension": {"eligible_on": "2024-06-30", "new": "5.00", "old": "1.00"}}, "pension.eligible_on"),
        ({"years": [{"year": 2020, "personal": "-1.00"}]}, "years.0.personal"),
    ],
)
def test_a_case_that_contradicts_itself_is_not_computed(case, path):
    outcome = hjforms.calculate("merge", {"merged_on": "2024-07-01", "drawing": False, **case})
    assert path in {finding.path for finding in outcome.findings if finding.severity == "error"}
    assert not outcome.figures
