"""城乡养老保险制度衔接联系函: asks the agency of the scheme that a person leaves to transfer their account.

Law: 人社部发〔2014〕17号, 人社厅发〔2014〕25号 (审核与发联系函): within 15 working days, in both directions.

The name of the letter stands in 25号; its printed original has not been found. Where each block comes from:

- Title, addressee, the table of person and agency, sign-off: as 鲁人社字〔2024〕84号 附件2 prints them; it has no 编号,
  which working systems have.
- The text: reconstructed from that of 附件2, for the national law and for both directions; what is chosen are the
  two schemes by the names of 25号. The person stands in the table, as in 附件2.
- The number of copies: a sentence that a working system (Qingdao) prints, on another form.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from hjforms.catalogue import Form
from hjforms.records.base import Record, entry
from hjforms.records.families import contact_letter as family
from hjforms.records.kinds import Code, one_of

PROCEDURE = "人社厅发〔2014〕25号（审核与发联系函）"

Scheme = Annotated[str | None, *one_of("转出险种", {"resident": "城乡居民", "employee": "城镇职工"}).metadata()]


class Head(Record):
    """What the national letter states besides what every letter does."""

    number: Code = entry("编号", code="AAE270")
    scheme: Scheme = entry("转出险种")


class ContactLetter(family.ContactLetter, Head):
    """城乡养老保险制度衔接联系函."""


FORM = Form(
    id="national/contact-letter",
    title="城乡养老保险制度衔接联系函",
    article=PROCEDURE,
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=ContactLetter,
    rules=family.rules(PROCEDURE, "scheme"),
)
