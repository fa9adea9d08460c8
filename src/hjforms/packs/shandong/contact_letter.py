"""附件2 城乡养老保险制度衔接联系函: asks the agency of 居民养老保险 to transfer a person's account.

Law: 鲁人社字〔2024〕84号 第九条（一）.
"""

from __future__ import annotations

from hjforms.catalogue import Form
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Text
from hjforms.records.parts import AccountAgency, DatedSignoff, Identified
from hjforms.records.relations import REGION_KNOWN, SEX_FROM_ID, required
from hjforms.records.rules import Check, Rule

ARTICLE = "鲁人社字〔2024〕84号 第九条（一）"
ACCOUNT = tuple(f"receiving_agency.{name}" for name in AccountAgency.model_fields)


class ContactLetter(Record):
    """城乡养老保险制度衔接联系函."""

    addressee: Text = entry("社会保险经办机构")
    person: Part[Identified] = part("参保人员", Identified)
    receiving_agency: Part[AccountAgency] = part("转入地社保经办机构", AccountAgency)
    signoff: Part[DatedSignoff] = part("签章", DatedSignoff)


RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "addressee", "person.name", "person.citizen_id", *ACCOUNT),
    SEX_FROM_ID,
    REGION_KNOWN,
)

FORM = Form(
    id="shandong/contact-letter",
    title="城乡养老保险制度衔接联系函",
    article="鲁人社字〔2024〕84号 第九条（一） 附件2",
    provenance="source",
    record_type=ContactLetter,
    rules=RULES,
)
