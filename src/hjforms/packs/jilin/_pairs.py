"""Which papers of Jilin say the same things: certificate, letter and account, each two of them.

Law: 吉社保〔2020〕6号 第七条.
"""

from __future__ import annotations

from collections.abc import Iterator

from hjforms.packs.jilin.certificate import Certificate
from hjforms.packs.jilin.contact_letter import ARTICLE as LETTER_ARTICLE
from hjforms.packs.jilin.contact_letter import SCOPE, ContactLetter
from hjforms.packs.jilin.transfer_account import ARTICLE, TransferAccount
from hjforms.records.base import Part, Record, part
from hjforms.records.pairs import Pair, copied, one_agency, one_person
from hjforms.records.relations import in_order
from hjforms.records.rules import Check, Violation
from hjforms.wording import Sentence


class CertificateAndLetter(Record):
    """The certificate of the old agency and the letter that answers it (凭证与联系函)."""

    certificate: Part[Certificate] = part("参保缴费凭证")
    letter: Part[ContactLetter] = part("联系函")


def _no_other_scheme(record: CertificateAndLetter) -> Iterator[Violation]:
    """A move that stays in one scheme, for which these papers are not."""
    if record.letter.scheme is not None and record.letter.scheme == record.certificate.scheme:
        yield Violation("warning", "letter.scheme", Sentence("与凭证的险种类别相同，不是跨制度转移，请核对。"))


LETTER = Pair(
    CertificateAndLetter,
    (
        *one_person(CertificateAndLetter, LETTER_ARTICLE, "personal_number"),
        *one_agency(CertificateAndLetter, LETTER_ARTICLE, "certificate.agency.name", "letter.addressee"),
        in_order(LETTER_ARTICLE, "certificate.signoff.date", "letter.signoff.date"),
        Check("other-scheme", ("letter.scheme",), "在两种制度之间转移", SCOPE, _no_other_scheme),
    ),
)


class LetterAndAccount(Record):
    """The letter of the new agency and the account that answers it (联系函与信息表)."""

    letter: Part[ContactLetter] = part("联系函")
    account: Part[TransferAccount] = part("信息表")


class CertificateAndAccount(Record):
    """The certificate and the account of one agency (凭证与信息表)."""

    certificate: Part[Certificate] = part("参保缴费凭证")
    account: Part[TransferAccount] = part("信息表")


ACCOUNT = Pair(
    LetterAndAccount,
    (
        *one_person(LetterAndAccount, ARTICLE, "personal_number"),
        *one_agency(LetterAndAccount, ARTICLE, "letter.addressee", "account.signoff.agency"),
        in_order(ARTICLE, "letter.signoff.date", "account.transferred_on"),
        in_order(ARTICLE, "letter.signoff.date", "account.signoff.date"),
    ),
)

CERTIFIED = Pair(
    CertificateAndAccount,
    (
        *one_person(CertificateAndAccount, ARTICLE, "personal_number"),
        *copied(
            CertificateAndAccount,
            ARTICLE,
            *((f"certificate.{name}", f"account.{name}") for name in ("start", "end", "months")),
        ),
        *one_agency(CertificateAndAccount, ARTICLE, "certificate.agency.name", "account.signoff.agency"),
        *copied(
            CertificateAndAccount,
            ARTICLE,
            ("certificate.balance", "account.fund.personal"),
            severity="warning",
            excuse=Sentence("凭证与信息表金额不一致的，以信息表为准，请留意。"),
        ),
        in_order(ARTICLE, "certificate.signoff.date", "account.signoff.date"),
    ),
)

PAIRS = (LETTER, ACCOUNT, CERTIFIED)
