"""The case of Jilin: three forms about one teacher who goes to a company, as the agencies would compare them."""

import itertools
from decimal import Decimal

import pytest

import hjforms
from support import disagreements, example

PAPERS = tuple(example(f"jilin/jilin/{name}") for name in ("certificate", "contact-letter", "transfer-account"))
CERTIFICATE, LETTER, ACCOUNT = EVERYTHING = tuple(paper.completed() for paper in PAPERS)


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


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations(PAPERS, 2)])
def test_each_two_of_the_three_agree_in_whichever_order(first, second):
    assert disagreements(first, second) == []


FROM_OLD, FROM_NEW, HANDED_OVER = PAPERS
OTHER = "371000196501150018"


@pytest.mark.parametrize(
    ("first", "second", "changes", "expected"),
    [
        (FROM_OLD, FROM_NEW, {"person.personal_number": "1"}, ("error", "letter.person.personal_number", "copied")),
        (FROM_OLD, FROM_NEW, {"person.name": "李示例"}, ("error", "letter.person.name", "copied")),
        (FROM_OLD, FROM_NEW, {"person.citizen_id": OTHER}, ("error", "letter.person.citizen_id", "copied")),
        (FROM_OLD, FROM_NEW, {"addressee": "长春市社保局"}, ("warning", "letter.addressee", "copied")),
        (FROM_OLD, FROM_NEW, {"signoff.date": "2024-09-09"}, ("error", "letter.signoff.date", "in-order")),
        (FROM_OLD, FROM_NEW, {"scheme": "institution"}, ("warning", "letter.scheme", "other-scheme")),
        (FROM_NEW, HANDED_OVER, {"person.personal_number": "1"}, ("error", "account.person.personal_number", "copied")),
        (FROM_NEW, HANDED_OVER, {"person.name": "李示例"}, ("error", "account.person.name", "copied")),
        (FROM_NEW, HANDED_OVER, {"person.citizen_id": OTHER}, ("error", "account.person.citizen_id", "copied")),
        (FROM_NEW, HANDED_OVER, {"signoff.agency": "长春市社保局"}, ("warning", "account.signoff.agency", "copied")),
        (FROM_NEW, HANDED_OVER, {"transferred_on": "2024-09-17"}, ("error", "account.transferred_on", "in-order")),
        (FROM_NEW, HANDED_OVER, {"signoff.date": "2024-09-17"}, ("error", "account.signoff.date", "in-order")),
        (FROM_OLD, HANDED_OVER, {"person.name": "李示例"}, ("error", "account.person.name", "copied")),
        (FROM_OLD, HANDED_OVER, {"start": "2014-11"}, ("error", "account.start", "copied")),
        (FROM_OLD, HANDED_OVER, {"end": "2024-07"}, ("error", "account.end", "copied")),
        (FROM_OLD, HANDED_OVER, {"months": 118}, ("error", "account.months", "copied")),
        (FROM_OLD, HANDED_OVER, {"fund.personal": "69341.33"}, ("warning", "account.fund.personal", "copied")),
        (FROM_OLD, HANDED_OVER, {"signoff.agency": "长春市社保局"}, ("warning", "account.signoff.agency", "copied")),
        (FROM_OLD, HANDED_OVER, {"signoff.date": "2024-09-09"}, ("error", "account.signoff.date", "in-order")),
    ],
)
def test_what_differs_between_two_papers_is_the_one_finding(first, second, changes, expected):
    assert disagreements(first, second, changes) == [expected]


def test_a_finding_between_two_papers_tells_the_clerk_what_to_do():
    (found,) = hjforms.compare(
        CERTIFICATE, ACCOUNT.model_copy(update={"fund": ACCOUNT.fund.model_copy(update={"personal": Decimal("1.00")})})
    )
    assert found.message == (
        "信息表 养老保险基金转移信息 个人账户基金转移额：应为“69341.32”，表上为“1.00”；"
        "抄自“参保缴费凭证 本地参保期间个人账户储存额（元）”。凭证与信息表金额不一致的，以信息表为准，请留意。"
    )
    assert found.article == "吉社保〔2020〕6号 第七条（一）"
