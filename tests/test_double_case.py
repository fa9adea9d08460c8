"""The case of a person who drew both pensions: notice and receipt agree, and what is copied wrongly is found."""

from __future__ import annotations

import pytest

import hjforms
from support import ROOT, disagreements, example

NOTICE, RECEIPT = example("double/national/offset-notice"), example("double/national/offset-receipt")


def test_the_notice_states_what_the_calculation_gives():
    outcome = hjforms.calculate("offset", ROOT / "examples" / "calculations" / "offset.json")
    found = {key: step.value for key, step in outcome.figures.items()}
    notice = NOTICE.completed()
    assert [found[f"drawn.{row.start}"] for row in notice.periods] == [row.amount for row in notice.periods]
    for name in ("start", "months", "drawn", "balance", "offset", "assistance"):
        assert found[name] == getattr(notice, name)


def test_notice_and_receipt_agree_in_whichever_order():
    assert disagreements(NOTICE, RECEIPT) == disagreements(RECEIPT, NOTICE) == []


def test_notice_and_receipt_agree_as_they_come_back_from_paper():
    [notice] = hjforms.read(NOTICE.form.docx(NOTICE.completed()))
    [answer] = hjforms.read(RECEIPT.form.pdf(RECEIPT.completed()))
    assert hjforms.compare(notice.record, answer.record) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"person.name": "李示列"}, ("error", "receipt.person.name", "copied")),
        ({"person.citizen_id": "371000196803200025"}, ("error", "receipt.person.citizen_id", "copied")),
        ({"notice.number": "371002-2024-0001"}, ("error", "receipt.notice.number", "copied")),
        ({"notice.date": "2024-06-02"}, ("error", "receipt.notice.date", "copied")),
        ({"asked": "5654.45"}, ("error", "receipt.asked", "copied")),
        (
            {"receiving_account.account_number": "6222000012345678910"},
            ("error", "receipt.receiving_account.account_number", "copied"),
        ),
        (
            {"receiving_account.account_name": "环翠区财政局"},
            ("error", "receipt.receiving_account.account_name", "copied"),
        ),
        ({"receiving_account.bank": "中国示例银行"}, ("error", "receipt.receiving_account.bank", "copied")),
        ({"start": "2024-05"}, ("error", "receipt.start", "in-order")),
        ({"deducted": "5000.00"}, ("warning", "receipt.deducted", "deducted.less")),
        ({"deducted": "5645.46"}, ("error", "receipt.deducted", "deducted.more")),
        ({"person.name": None}, ("error", "receipt.person.name", "required")),
        ({"asked": None}, ("error", "receipt.asked", "required")),
    ],
)
def test_what_disagrees_between_the_two_is_the_one_finding(changes, expected):
    assert disagreements(NOTICE, RECEIPT, changes) == [expected]


def test_a_wrong_copy_names_what_it_is_copied_from():
    [finding] = hjforms.compare(NOTICE.record(), RECEIPT.record({"asked": "5654.45"}))
    assert (finding.expected, finding.found) == ("5645.45", "5654.45")
    assert finding.message == (
        "回执 应协助抵扣金额：应为“5645.45”，表上为“5654.45”；抄自“通知单 协助抵扣金额（⑤）”。请核对。"
    )


def test_what_is_left_undeducted_is_told_to_the_fen():
    [finding] = hjforms.compare(NOTICE.record(), RECEIPT.record({"deducted": "5000.00"}))
    assert "还有645.45元没有抵扣" in finding.message


def test_a_receipt_of_nothing_needs_no_account():
    nothing = {"deducted": "0.00", "receiving_account": None, "paying_account": None, "start": None, "end": None}
    changes = {**nothing, "reason": "参保人死亡，停发待遇"}
    assert disagreements(NOTICE, RECEIPT, changes) == [("warning", "receipt.deducted", "deducted.less")]
