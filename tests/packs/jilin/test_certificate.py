"""基本养老保险参保缴费凭证 of Jilin: its rules, each broken once, its boxes, its likeness to the national one."""

from __future__ import annotations

import copy
import json

import pytest

from hjforms.api import form
from hjforms.errors import InputError
from hjforms.packs.jilin.certificate import Certificate
from hjforms.records.base import leaves
from support import ROOT, UNKNOWN_PROVINCE, faults_of, page_texts, with_value

FORM = form("jilin/certificate")
CASE = json.loads((ROOT / "examples/jilin/jilin/certificate.json").read_bytes())


def certificate(changes=None):
    """The example as JSON data, with other values at some paths."""
    data = copy.deepcopy(CASE)
    for path, value in (changes or {}).items():
        data = with_value(data, path, value)
    return data


def findings(changes):
    return [(found.severity, found.path, found.rule) for found in FORM.check(FORM.load(certificate(changes)))]


# ------------------------------------------------------------------------------------------------ rules


def test_the_example_has_no_findings_before_and_after_it_is_completed():
    record = FORM.load(CASE)
    assert FORM.check(record) == FORM.check(FORM.complete(record)) == []
    assert FORM.complete(record).person.sex == "男"


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
    assert findings(changes) == [expected]


def test_months_paid_may_be_fewer_than_the_span():
    assert findings({"months": 100}) == []


@pytest.mark.parametrize("annuity", [None, "0.00"])
def test_an_employee_of_an_enterprise_has_no_annuity(annuity):
    assert findings({"scheme": "employee", "annuity_balance": annuity}) == []


# --------------------------------------------------------------------------------------------- on paper


@pytest.mark.parametrize("scheme", [None, "institution", "employee"])
def test_the_box_of_a_scheme_comes_back(scheme):
    record = FORM.load(certificate({"scheme": scheme}))
    for made in (FORM.pdf(record), FORM.pdf(record, editable=True), FORM.docx(record)):
        assert FORM.read(made).record == record


def test_a_scheme_that_the_paper_does_not_print_is_refused():
    with pytest.raises(InputError) as error:
        FORM.load(certificate({"scheme": "resident"}))
    assert list(faults_of(error.value)) == ["scheme"]


def test_the_paper_prints_four_notes_and_its_full_title():
    (text,) = page_texts(FORM.pdf(FORM.load(CASE)))
    assert text.startswith("基本养老保险参保缴费凭证")
    assert "4．职业年金个人账户储存额是根据上一个定价日的单位净值计算，仅供参考。" in text


def test_what_both_certificates_print_has_the_same_labels():
    national, here = leaves(form("national/certificate").record_type), leaves(Certificate)
    shared = national.keys() & here.keys()
    assert set(here) - shared == {"annuity_balance", "scheme"}
    assert {path: national[path] for path in shared} == {path: here[path] for path in shared}
