"""Which national papers say the same things: notice and receipt; the letter, the accounts and the refund of a move.

Law: 人社厅发〔2014〕25号.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hjforms.law import offset as law
from hjforms.packs.national.contact_letter import ContactLetter
from hjforms.packs.national.employee_account import PROCEDURE as EMPLOYEE
from hjforms.packs.national.employee_account import EmployeeAccount
from hjforms.packs.national.offset_notice import PROCEDURE as OFFSET
from hjforms.packs.national.offset_notice import OffsetNotice
from hjforms.packs.national.offset_receipt import RECEIVING, OffsetReceipt
from hjforms.packs.national.outcome import Outcome
from hjforms.packs.national.refund import PROCEDURE as REFUND
from hjforms.packs.national.refund import RefundTable
from hjforms.packs.national.resident_account import PROCEDURE as RESIDENT
from hjforms.packs.national.resident_account import ResidentAccount
from hjforms.records.base import Part, Record, part
from hjforms.records.families import agreement
from hjforms.records.pairs import Pair, copied, one_person
from hjforms.records.relations import in_order, required
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence, said


class NoticeAndReceipt(Record):
    """The notice and its receipt (通知单与回执)."""

    notice: Part[OffsetNotice] = part("通知单")
    receipt: Part[OffsetReceipt] = part("回执")


def _less(record: NoticeAndReceipt) -> Iterator[Violation]:
    """Less deducted than the notice asks for."""
    asked, deducted = record.notice.assistance, record.receipt.deducted
    if asked is not None and deducted is not None and deducted < asked:
        left = law.undeducted(asked, deducted)
        yield Violation(
            "warning",
            "receipt.deducted",
            Sentence("通知单请求抵扣{asked}元，还有{left}元没有抵扣，请留意原因。", asked=asked, left=left),
        )


def _more(record: NoticeAndReceipt) -> Iterator[Violation]:
    """More deducted than the notice asks for."""
    asked, deducted = record.notice.assistance, record.receipt.deducted
    if asked is not None and deducted is not None and deducted > asked:
        yield Violation("error", "receipt.deducted", Sentence("多于通知单请求抵扣的{asked}元，请核对。", asked=asked))


ANSWERED = Pair(
    NoticeAndReceipt,
    (
        required(
            OFFSET,
            *("notice.number", "notice.assistance", "receipt.notice.number", "receipt.asked", "receipt.deducted"),
        ),
        *one_person(NoticeAndReceipt, OFFSET),
        *copied(
            NoticeAndReceipt,
            OFFSET,
            ("notice.number", "receipt.notice.number"),
            ("notice.signoff.date", "receipt.notice.date"),
            ("notice.assistance", "receipt.asked"),
            *((f"notice.{path}", f"receipt.{path}") for path in RECEIVING),
        ),
        in_order(OFFSET, "notice.signoff.date", "receipt.start"),
        Check("deducted.less", ("receipt.deducted",), Sentence("抵扣通知单请求的全部金额"), OFFSET, _less),
        Check("deducted.more", ("receipt.deducted",), Sentence("抵扣不超过通知单请求的金额"), OFFSET, _more),
    ),
)


def _asks_for(scheme: str, account: str, article: str) -> Check:
    """The letter asks for the ``account`` of this scheme."""

    def find(record: Any) -> Iterator[Violation]:
        if record.letter.scheme not in (None, scheme):
            yield Violation(
                "warning",
                "letter.scheme",
                Sentence("不是{account}的险种，这张信息表不是它的答复，请核对。", account=said(account)),
            )

    return Check("scheme", ("letter.scheme",), "信息表为联系函要求转出的险种", article, find)


PAIRS = (
    ANSWERED,
    agreement.letter_and_resident(
        ContactLetter, ResidentAccount, RESIDENT, _asks_for("resident", agreement.RESIDENT, RESIDENT)
    ),
    agreement.letter_and_employee(
        ContactLetter,
        EmployeeAccount,
        EMPLOYEE,
        in_order(EMPLOYEE, "letter.signoff.date", "employee.filled_on"),
        _asks_for("employee", agreement.EMPLOYEE, EMPLOYEE),
    ),
    agreement.resident_and_employee(ResidentAccount, EmployeeAccount, REFUND),
    agreement.letter_and_refund(ContactLetter, RefundTable, REFUND),
    agreement.resident_and_refund(ResidentAccount, RefundTable, REFUND),
    agreement.refund_and_outcome(RefundTable, Outcome, REFUND),
    agreement.employee_and_refund(EmployeeAccount, RefundTable, REFUND),
)
