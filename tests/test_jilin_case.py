"""The case of Jilin: three forms about one teacher who goes to a company, as the agencies would compare them."""

import itertools
import json
from decimal import Decimal

import pytest

import hjforms
from support import ROOT, with_value

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


# ------------------------------------------------------------------------- what the papers say of each other


def findings(first, second, changes):
    """The findings on two of the papers, the second with other values at some paths."""
    form_id = next(form.id for form in hjforms.forms() if form.record_type is type(second))
    data = json.loads((CASE / f"{form_id}.json").read_bytes())
    for path, value in changes.items():
        data = with_value(data, path, value)
    found = hjforms.compare(first, hjforms.form(form_id).load(data))
    return [(finding.severity, finding.path, finding.rule) for finding in found]


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations(EVERYTHING, 2)])
def test_each_two_of_the_three_agree_in_whichever_order(first, second):
    assert hjforms.compare(first, second) == []


OTHER = "371000196501150018"


@pytest.mark.parametrize(
    ("first", "second", "changes", "expected"),
    [
        (CERTIFICATE, LETTER, {"person.personal_number": "1"}, ("error", "letter.person.personal_number", "copied")),
        (CERTIFICATE, LETTER, {"person.name": "李示例"}, ("error", "letter.person.name", "copied")),
        (CERTIFICATE, LETTER, {"person.citizen_id": OTHER}, ("error", "letter.person.citizen_id", "copied")),
        (CERTIFICATE, LETTER, {"addressee": "长春市社保局"}, ("warning", "letter.addressee", "copied")),
        (CERTIFICATE, LETTER, {"signoff.date": "2024-09-09"}, ("error", "letter.signoff.date", "in-order")),
        (CERTIFICATE, LETTER, {"scheme": "institution"}, ("warning", "letter.scheme", "other-scheme")),
        (LETTER, ACCOUNT, {"person.personal_number": "1"}, ("error", "account.person.personal_number", "copied")),
        (LETTER, ACCOUNT, {"person.name": "李示例"}, ("error", "account.person.name", "copied")),
        (LETTER, ACCOUNT, {"person.citizen_id": OTHER}, ("error", "account.person.citizen_id", "copied")),
        (LETTER, ACCOUNT, {"signoff.agency": "长春市社保局"}, ("warning", "account.signoff.agency", "copied")),
        (LETTER, ACCOUNT, {"transferred_on": "2024-09-17"}, ("error", "account.transferred_on", "in-order")),
        (LETTER, ACCOUNT, {"signoff.date": "2024-09-17"}, ("error", "account.signoff.date", "in-order")),
        (CERTIFICATE, ACCOUNT, {"person.name": "李示例"}, ("error", "account.person.name", "copied")),
        (CERTIFICATE, ACCOUNT, {"start": "2014-11"}, ("error", "account.start", "copied")),
        (CERTIFICATE, ACCOUNT, {"end": "2024-07"}, ("error", "account.end", "copied")),
        (CERTIFICATE, ACCOUNT, {"months": 118}, ("error", "account.months", "copied")),
        (CERTIFICATE, ACCOUNT, {"fund.personal": "69341.33"}, ("warning", "account.fund.personal", "copied")),
        (CERTIFICATE, ACCOUNT, {"signoff.agency": "长春市社保局"}, ("warning", "account.signoff.agency", "copied")),
        (CERTIFICATE, ACCOUNT, {"signoff.date": "2024-09-09"}, ("error", "account.signoff.date", "in-order")),
    ],
)
def test_what_differs_between_two_papers_is_the_one_finding(first, second, changes, expected):
    assert findings(first, second, changes) == [expected]


def test_a_finding_between_two_papers_tells_the_clerk_what_to_do():
    (found,) = hjforms.compare(
        CERTIFICATE, ACCOUNT.model_copy(update={"fund": ACCOUNT.fund.model_copy(update={"personal": Decimal("1.00")})})
    )
    assert found.message == (
        "信息表 养老保险基金转移信息 个人账户基金转移额：应为“69341.32”，表上为“1.00”；"
        "抄自“参保缴费凭证 本地参保期间个人账户储存额（元）”。凭证与信息表金额不一致的，以信息表为准，请留意。"
    )
    assert found.article == "吉社保〔2020〕6号 第七条（一）"
