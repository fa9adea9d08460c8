"""The case of Jilin: three forms about one teacher who goes to a company, as the agencies would compare them."""

import hjforms
from support import ROOT

CASE = ROOT / "examples" / "jilin"


def record(form_id):
    form = hjforms.form(form_id)
    return form.complete(form.load(CASE / f"{form_id}.json"))


CERTIFICATE = record("jilin/certificate")
LETTER = record("jilin/contact-letter")
ACCOUNT = record("jilin/transfer-account")
EVERYTHING = (CERTIFICATE, LETTER, ACCOUNT)


def test_all_three_are_about_the_same_person():
    for name in ("name", "sex", "citizen_id", "personal_number"):
        assert len({getattr(item.person, name) for item in EVERYTHING}) == 1
    assert LETTER.insured == "赵示例"
    assert CERTIFICATE.person.address == ACCOUNT.person.address


def test_certificate_and_account_agree_on_time_and_money():
    assert (CERTIFICATE.start, CERTIFICATE.end, CERTIFICATE.months) == (ACCOUNT.start, ACCOUNT.end, ACCOUNT.months)
    assert CERTIFICATE.balance == ACCOUNT.fund.personal == ACCOUNT.years[-1].balance.subtotal
    assert sum(row.months for row in ACCOUNT.years) == 119


def test_the_old_agency_certifies_and_hands_over_what_the_new_one_asks_for():
    assert CERTIFICATE.agency.name == CERTIFICATE.signoff.agency == LETTER.addressee == ACCOUNT.signoff.agency
    assert {row.region_code for row in ACCOUNT.years} == {CERTIFICATE.agency.region_code}
    assert LETTER.signoff.agency == LETTER.receiving_agency.account_name != LETTER.addressee


def test_the_person_goes_from_one_scheme_to_the_other():
    assert (CERTIFICATE.scheme, LETTER.scheme) == ("institution", "employee")


def test_the_days_follow_one_another():
    days = [CERTIFICATE.signoff.date, LETTER.signoff.date, ACCOUNT.transferred_on, ACCOUNT.signoff.date]
    assert days == sorted(days)
