"""先转后清, 吉社保〔2020〕6号."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hjforms
import strategies
from hjforms.errors import NoRuleInForce
from hjforms.law import jilin, steps
from hjforms.law.jilin import Decision
from hjforms.law.periods import Period, united
from hjforms.notations.year_month import YearMonth

YUAN = Decimal
START = YearMonth(2018, 1).index


def months(number):
    return steps.given("月数", number, steps.MONTHS)


def yuan(amount):
    return steps.given("记账金额", amount, steps.YUAN)


@st.composite
def periods(draw):
    first = draw(st.integers(0, 30))
    return Period(*(YearMonth.from_index(START + index) for index in (first, first + draw(st.integers(0, 11)))))


schemes = st.sampled_from(["agency", "enterprise"])
decisions = st.lists(st.builds(Decision, periods(), schemes, st.booleans()), max_size=4)


@given(st.lists(periods(), max_size=3), st.lists(periods(), max_size=3), decisions)
def test_months_paid_twice_never_exceed_either_side_and_each_is_cleared_once(agency, enterprise, decided):
    both = jilin.doubled(agency, enterprise)
    assert both <= united(agency)
    assert both <= united(enterprise)
    kept = jilin.kept(both, decided)
    gone = jilin.cleared("agency", kept), jilin.cleared("enterprise", kept)
    assert not gone[0] & gone[1]
    assert gone[0] | gone[1] == kept.keys() <= both


@given(st.lists(periods(), min_size=1, max_size=3), st.lists(periods(), min_size=1, max_size=3), schemes)
def test_what_is_kept_of_both_is_every_month_once(agency, enterprise, scheme):
    both = jilin.doubled(agency, enterprise)
    kept = dict.fromkeys(both, scheme)
    parts = [
        jilin.months_kept(name, united(paid), jilin.cleared(name, kept)).value
        for name, paid in (("agency", agency), ("enterprise", enterprise))
    ]
    assert sum(parts) == len(united(agency) | united(enterprise))


def test_what_an_authority_recognises_goes_before_what_the_person_confirms():
    spring = Period(YearMonth(2019, 3), YearMonth(2019, 5))
    march = Period(YearMonth(2019, 3), YearMonth(2019, 3))
    found = jilin.kept(spring.months, [Decision(march, "agency", recognised=True), Decision(spring, "enterprise")])
    assert found == {
        YearMonth(2019, 3): "agency",
        YearMonth(2019, 4): "enterprise",
        YearMonth(2019, 5): "enterprise",
    }


@given(strategies.money("0.00", "99999999.99"), st.integers(1, 12), st.integers(1, 12))
def test_the_principal_of_some_months_is_never_more_than_that_of_the_row(credited, one, other):
    gone, paid = sorted((one, other))
    found = jilin.principal("退还", yuan(credited), months(paid), months(gone)).value
    assert 0 <= found <= credited
    assert abs(found * paid - credited * gone) * 200 <= paid
    assert gone < paid or found == credited


@given(strategies.money("0.01", "99999.99"), st.integers(1, 12), st.decimals("0.04", "0.12", places=2))
def test_a_row_whose_months_were_rounded_one_by_one_agrees_with_its_base(base, number, share):
    month = (base * share).quantize(YUAN("0.01"), "ROUND_HALF_UP")
    assert jilin.agrees(month * number, base, share, number)
    assert not jilin.agrees(month * number + YUAN("0.01") * number + YUAN("0.01"), base, share, number)


def test_before_the_year_of_the_document_nothing_is_in_force():
    with pytest.raises(NoRuleInForce):
        jilin.measures(dt.date(2019, 12, 31))


AGENCY = {"start": "2019-03", "end": "2019-12", "amount": {"subtotal": "4000.00"}}
ENTERPRISE = {"start": "2019-01", "end": "2019-05", "amount": {"subtotal": "1600.00"}}
KEPT = {"start": "2019-03", "end": "2019-05", "kept": "agency", "basis": "person"}
MEN = "371000196501150018", "220000198006100035"


@pytest.mark.parametrize(
    ("change", "path", "severity"),
    [
        ({"choices": [{**KEPT, "kept": "enterprise", "basis": "organisation"}]}, "choices.0.kept", "error"),
        ({"choices": [KEPT, {**KEPT, "kept": "enterprise"}]}, "choices.1.kept", "error"),
        ({"choices": [{**KEPT, "end": "2019-02"}]}, "choices.0.end", "error"),
        ({"choices": [KEPT, {**KEPT, "start": "2020-01", "end": "2020-02"}]}, "choices.1.start", "warning"),
        ({"agency": {"years": [{**AGENCY, "start": "2014-09"}]}}, "agency.years.0.start", "warning"),
        ({"agency": {"years": [{"months": 3, "amount": {"subtotal": "1.00"}}]}}, "agency.years.0.start", "error"),
        ({"agency": {"years": [{**AGENCY, "months": 11}]}}, "agency.years.0.months", "error"),
        ({"agency": {"years": [AGENCY, AGENCY]}}, "agency.years.1.start", "error"),
        (
            {
                "agency": {"person": {"citizen_id": MEN[0]}, "years": [AGENCY]},
                "enterprise": {"person": {"citizen_id": MEN[1]}, "years": [ENTERPRISE]},
            },
            "enterprise.person.citizen_id",
            "error",
        ),
        ({"found": [{"scheme": "enterprise", "start": "2019-02", "principal": "1.00"}]}, "found.0.start", "error"),
        (
            {"found": [{"scheme": "enterprise", "start": "2019-01", "principal": "1600.01"}]},
            "found.0.principal",
            "error",
        ),
        (
            {"enterprise": {"years": [{"start": "2019-01", "end": "2019-05"}]}},
            "enterprise.years.0.amount.subtotal",
            "error",
        ),
    ],
)
def test_what_contradicts_itself_is_a_finding_at_its_place(change, path, severity):
    case = {
        "filed_on": "2021-03-01",
        "in_service": True,
        "agency": {"years": [AGENCY]},
        "enterprise": {"years": [ENTERPRISE]},
        "choices": [KEPT],
        **change,
    }
    found = {finding.path: finding.severity for finding in hjforms.calculate("clear", case).findings}
    assert found[path] == severity
