"""联系函: asks another agency to transfer a person's account to the one that writes."""

from __future__ import annotations

from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Text
from hjforms.records.parts import AccountAgency, DatedSignoff, Identified
from hjforms.records.relations import REGION_KNOWN, SEX_FROM_ID, regions_known, required
from hjforms.records.rules import Check, Rule

ACCOUNT = tuple(f"receiving_agency.{name}" for name in AccountAgency.model_fields)


class ContactLetter(Record):
    """联系函, about one person."""

    addressee: Text = entry("社会保险经办机构")
    person: Part[Identified] = part("参保人员")
    receiving_agency: Part[AccountAgency] = part("转入地社保经办机构")
    signoff: Part[DatedSignoff] = part("签章")


def rules(article: str, *wanted: str) -> tuple[Rule | Check, ...]:
    """The rules of a letter; ``wanted`` are the fields that it cannot do without beside those of every letter."""
    return (
        required(article, "addressee", "person.name", "person.citizen_id", *wanted, *ACCOUNT),
        SEX_FROM_ID,
        REGION_KNOWN,
        regions_known(ContactLetter),
    )
