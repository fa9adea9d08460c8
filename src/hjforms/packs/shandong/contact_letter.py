"""附件2 城乡养老保险制度衔接联系函: asks the agency of 居民养老保险 to transfer a person's account.

Law: 鲁人社字〔2024〕84号 第九条（一）.
"""

from __future__ import annotations

import datetime as dt

from hjforms.catalogue import Form
from hjforms.records.families import contact_letter as family

ARTICLE = "鲁人社字〔2024〕84号 第九条（一）"


class ContactLetter(family.ContactLetter):
    """城乡养老保险制度衔接联系函."""


FORM = Form(
    id="shandong/contact-letter",
    title="城乡养老保险制度衔接联系函",
    article="鲁人社字〔2024〕84号 第九条（一） 附件2",
    provenance="source",
    edition=dt.date(2024, 12, 15),  # 第十五条
    record_type=ContactLetter,
    rules=family.rules(ARTICLE),
)
