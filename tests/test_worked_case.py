"""The worked case: seven forms about one person that agree with one another, as a clerk would compare them."""

from pathlib import Path

import hjforms

CASE = Path(__file__).parents[1] / "examples" / "weihai"


def record(form_id):
    form = hjforms.form(form_id)
    return form.complete(form.load(CASE / f"{form_id}.json"))


RESIDENT = record("shandong/resident-account")
EMPLOYEE = record("shandong/employee-account")
REFUND = record("shandong/refund")
LETTER = record("shandong/contact-letter")
NOTICE = record("shandong/notice")
APPLICATION = record("national/application")
CERTIFICATE = record("national/certificate")
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
