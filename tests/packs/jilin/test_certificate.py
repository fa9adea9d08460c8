"""基本养老保险参保缴费凭证 of Jilin: its rules, each broken once, its boxes, its likeness to the national one."""

from __future__ import annotations

import pytest

from hjforms.api import form
from hjforms.errors import InputError
from hjforms.packs.jilin.certificate import Certificate
from hjforms.records.base import leaves
from support import UNKNOWN_PROVINCE, assert_comes_back, example, faults_of, page_texts

SAMPLE = example("jilin/jilin/certificate")
FORM = SAMPLE.form


# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": None}, ("error", "person.name", "required")),
        ({"person.citizen_id": None}, ("error", "person.citizen_id", "required")),
        ({"scheme": None}, ("error", "scheme", "required")),
        ({"agency.name": None}, ("error", "agency.name", "required")),
        ({"person.sex": "女"}, ("error", "person.sex", "person.sex")),
        ({"person.citizen_id": UNKNOWN_PROVINCE}, ("warning", "person.citizen_id", "person.region")),
        ({"start": "1996-05"}, ("warning", "start", "person.age")),
        ({"agency.region_code": "920100"}, ("warning", "agency.region_code", "region-code")),
        ({"start": "2024-09"}, ("error", "end", "in-order")),
        ({"signoff.date": "2024-07-31"}, ("error", "signoff.date", "in-order")),
        ({"months": 120}, ("error", "months", "months.span")),
        ({"balance": "-0.01"}, ("error", "balance", "not-negative")),
        ({"annuity_balance": "-0.01"}, ("error", "annuity_balance", "not-negative")),
        ({"scheme": "employee"}, ("error", "annuity_balance", "annuity")),
    ],
)
def test_a_rule_that_is_broken_is_the_one_finding(changes, expected):
    assert SAMPLE.findings(changes) == [expected]


def test_months_paid_may_be_fewer_than_the_span():
    assert SAMPLE.findings({"months": 100}) == []


@pytest.mark.parametrize("annuity", [None, "0.00"])
def test_an_employee_of_an_enterprise_has_no_annuity(annuity):
    assert SAMPLE.findings({"scheme": "employee", "annuity_balance": annuity}) == []


# --------------------------------------------------------------------------------------------- on paper


@pytest.mark.parametrize("scheme", [None, "institution", "employee"])
def test_the_box_of_a_scheme_comes_back(scheme):
    record = SAMPLE.record({"scheme": scheme})
    assert_comes_back(FORM, record)


def test_a_scheme_that_the_paper_does_not_print_is_refused():
    with pytest.raises(InputError) as error:
        SAMPLE.record({"scheme": "resident"})
    assert list(faults_of(error.value)) == ["scheme"]


def test_the_paper_prints_four_notes_and_its_full_title():
    (text,) = page_texts(FORM.pdf(SAMPLE.record()))
    assert text.startswith("基本养老保险参保缴费凭证")
    assert "4．职业年金个人账户储存额是根据上一个定价日的单位净值计算，仅供参考。" in text


def test_what_both_certificates_print_has_the_same_labels():
    national, here = leaves(form("national/certificate").record_type), leaves(Certificate)
    shared = national.keys() & here.keys()
    assert set(here) - shared == {"annuity_balance", "scheme"}
    assert {path: national[path] for path in shared} == {path: here[path] for path in shared}
