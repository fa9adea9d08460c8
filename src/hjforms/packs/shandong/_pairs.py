"""Which papers of Shandong say the same things: the letter, the accounts and the refund of a move, and the sheet of it.

Law: 鲁人社字〔2024〕84号 第九条, 第十二条.
"""

from __future__ import annotations

from hjforms.packs.national.outcome import Outcome
from hjforms.packs.shandong.contact_letter import ContactLetter
from hjforms.packs.shandong.employee_account import EmployeeAccount
from hjforms.packs.shandong.refund import ARTICLE as REFUND
from hjforms.packs.shandong.refund import RefundTable
from hjforms.packs.shandong.resident_account import ARTICLE as RESIDENT
from hjforms.packs.shandong.resident_account import ResidentAccount
from hjforms.records.families import agreement

PAIRS = (
    agreement.letter_and_resident(ContactLetter, ResidentAccount, RESIDENT),
    agreement.letter_and_employee(ContactLetter, EmployeeAccount, RESIDENT),
    agreement.resident_and_employee(ResidentAccount, EmployeeAccount, REFUND),
    agreement.letter_and_refund(ContactLetter, RefundTable, REFUND),
    agreement.resident_and_refund(ResidentAccount, RefundTable, REFUND),
    agreement.employee_and_refund(EmployeeAccount, RefundTable, REFUND),
    agreement.refund_and_outcome(RefundTable, Outcome, REFUND),
)
