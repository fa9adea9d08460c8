"""The worked cases: the forms of a case are about one person and agree with one another, as a clerk would compare them.

``weihai`` is one move under the procedure of Shandong; ``employee-to-resident`` and ``resident-to-employee`` are one
move each under the national procedure, between two provinces.
"""

from pathlib import Path

import pytest

import hjforms

EXAMPLES = Path(__file__).parents[1] / "examples"


def record(form_id, case="weihai"):
    form = hjforms.form(form_id)
    return form.complete(form.load(EXAMPLES / case / f"{form_id}.json"))


def records(case):
    """The records of a national case by the names of their forms."""
    return {path.stem: record(f"national/{path.stem}", case) for path in (EXAMPLES / case / "national").glob("*.json")}


RESIDENT = record("shandong/resident-account")
EMPLOYEE = record("shandong/employee-account")
REFUND = record("shandong/refund")
LETTER = record("shandong/contact-letter")
NOTICE = record("shandong/notice")
APPLICATION = record("national/application")
CERTIFICATE = record("national/certificate")
TO_RESIDENT = records("employee-to-resident")
TO_EMPLOYEE = records("resident-to-employee")
NATIONAL = pytest.mark.parametrize(
    "case", [TO_RESIDENT, TO_EMPLOYEE], ids=["employee-to-resident", "resident-to-employee"]
)
EVERYTHING = (RESIDENT, EMPLOYEE, REFUND, LETTER, NOTICE, APPLICATION, CERTIFICATE)


def test_all_seven_are_about_the_same_person():
    assert {item.person.name for item in EVERYTHING} == {"张示例"}
    identified = [item.person for item in EVERYTHING if item is not NOTICE]
    assert {person.citizen_id for person in identified} == {"371000196501150018"}
    assert {person.sex for person in identified} == {"男"}


def test_the_refund_states_what_the_resident_account_shows_for_its_years():
    paid = {row.year: row for row in RESIDENT.years}
    assert [row.year for row in REFUND.years] == [2012, 2013, 2014, 2018, 2019]
    for row in REFUND.years:
        account = paid[row.year]
        for part in ("personal", "land_personal", "collective", "land_collective"):
            assert getattr(row.paid, part) == getattr(account, part)


def test_the_refund_counts_the_months_that_the_employee_account_shows():
    employed = {row.year: row.months for row in EMPLOYEE.years}
    assert {row.year: row.months for row in REFUND.years} == employed
    assert len({row.region_code for row in EMPLOYEE.years}) == 2


def test_certificate_employee_account_and_application_agree_on_the_years():
    assert CERTIFICATE.years_paid == EMPLOYEE.years_paid == APPLICATION.years_employee == 180
    assert CERTIFICATE.total.months_actual == EMPLOYEE.years_actual == REFUND.total.months == 36
    assert CERTIFICATE.years_deemed == EMPLOYEE.years_deemed
    assert CERTIFICATE.total.balance == EMPLOYEE.transfer_amount
    assert RESIDENT.years_paid == APPLICATION.years_resident


def test_the_agencies_are_the_same_on_every_form():
    assert APPLICATION.direction == "resident-to-employee"
    assert APPLICATION.from_agency.region_code == RESIDENT.agency.region_code == "371002"
    receiving = {
        APPLICATION.to_agency.region_code,
        CERTIFICATE.agency.region_code,
        LETTER.receiving_agency.region_code,
    }
    assert receiving == {"371082"}
    assert APPLICATION.to_agency.name == LETTER.signoff.agency == REFUND.signoff.agency == CERTIFICATE.signoff.agency


def test_the_days_follow_one_another():
    days = [APPLICATION.applied_on, NOTICE.signed_on, LETTER.signoff.date, RESIDENT.transferred_on, REFUND.filled_on]
    assert days == sorted(days)


# ------------------------------------------------------------------------------------ the national procedure


def test_each_direction_has_the_forms_that_the_procedure_names():
    both = {"application", "certificate", "contact-letter", "refund"}
    assert set(TO_RESIDENT) == both | {"employee-account"}
    assert set(TO_EMPLOYEE) == both | {"resident-account"}


@NATIONAL
def test_a_national_case_is_about_one_person(case):
    assert len({(form.person.name, form.person.citizen_id, form.person.sex) for form in case.values()}) == 1


@NATIONAL
def test_a_letter_asks_for_the_scheme_that_the_person_leaves(case):
    left, joined = case["application"].direction.split("-to-")
    assert case["contact-letter"].scheme == left
    assert f"{left}-account" in case
    assert f"{joined}-account" not in case


@NATIONAL
def test_the_agency_that_receives_writes_the_letter_and_refunds(case):
    receiving, letter = case["application"].to_agency, case["contact-letter"]
    assert letter.receiving_agency.region_code == receiving.region_code
    names = {letter.receiving_agency.account_name, letter.signoff.agency, case["refund"].signoff.agency}
    assert names == {receiving.name, case["application"].signoff.agency}
    assert case["application"].from_agency.name.startswith(letter.addressee)


def test_the_account_comes_from_the_agency_that_the_letter_was_sent_to():
    account, certificate = TO_RESIDENT["employee-account"], TO_RESIDENT["certificate"]
    assert account.signoff.agency == certificate.agency.name == TO_RESIDENT["application"].from_agency.name
    account = TO_EMPLOYEE["resident-account"]
    assert account.agency.account_name == account.signoff.agency == TO_EMPLOYEE["application"].from_agency.name


def test_the_employee_account_agrees_with_certificate_and_application():
    account, certificate = TO_RESIDENT["employee-account"], TO_RESIDENT["certificate"]
    assert account.years_paid == certificate.years_paid == TO_RESIDENT["application"].years_employee == 60
    assert account.transfer_amount == certificate.total.balance
    assert account.person.personal_number == certificate.person.personal_number
    for place in certificate.places:
        months = [row.months for row in account.years if row.region_code == place.region_code]
        assert sum(months) == place.months_actual


def test_the_refund_counts_the_months_that_the_national_employee_account_shows():
    employed = {row.year: row.months for row in TO_RESIDENT["employee-account"].years}
    for row in TO_RESIDENT["refund"].years:
        assert row.months == employed[row.year]


def test_the_refund_states_what_the_national_resident_account_shows():
    account, refund = TO_EMPLOYEE["resident-account"], TO_EMPLOYEE["refund"]
    paid = {row.year: (row.personal, row.collective) for row in account.years}
    for row in refund.years:
        assert (row.paid.personal, row.paid.collective) == paid[row.year]
    assert account.years_paid == TO_EMPLOYEE["application"].years_resident


def test_the_refund_counts_the_months_that_the_certificate_leaves_to_both_schemes():
    resident, employed = TO_EMPLOYEE["resident-account"], TO_EMPLOYEE["certificate"].places[-1]
    last_year = resident.last_paid.year
    months = dict.fromkeys(range(employed.start.year + 1, last_year + 1), 12)
    months[employed.start.year] = 13 - employed.start.month
    assert {row.year: row.months for row in TO_EMPLOYEE["refund"].years} == months


@NATIONAL
def test_the_days_of_a_national_case_follow_one_another(case):
    account = case.get("employee-account") or case["resident-account"]
    days = [
        case["certificate"].signoff.date,
        case["application"].applied_on,
        case["contact-letter"].signoff.date,
        account.filled_on,
        case["refund"].filled_on,
    ]
    assert days == sorted(days)
