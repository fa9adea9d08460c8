"""基本养老保险参保缴费凭证: what a person has paid under the scheme that they leave, for the agency that they go to.

Law: 吉社保〔2020〕6号 第六条、第七条（一）; 人社部规〔2017〕1号; 人社厅发〔2017〕7号.

Title: 6号 says 《参保缴费凭证》 in passing, where it speaks of printing it and of handing it over, and does not show
the paper. The one print of it that is known (Qingdao, A4) is headed 基本养老保险参保缴费凭证, and 6号 itself gives
the other two papers such full names (基本养老保险关系转移接续…). So the full name is printed; the short one would not
say which insurance, and 医保 has a 参保凭证, too.

参保人员基本信息, 社会保险经办机构信息, sign-off, number of copies and notes stand as three working systems print
them. 险种类别, 职业年金 and note 4 are those of one system's paper for 机关事业单位; where that one prints 【 】 after
each scheme, we print a box before it, as on the other forms. Note 2 speaks of moves between provinces, as the systems
have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from hjforms.catalogue import Form
from hjforms.packs.jilin import EDITION
from hjforms.records.base import Part, entry, part
from hjforms.records.families import certificate as family
from hjforms.records.kinds import Money, one_of
from hjforms.records.parts import Agency
from hjforms.records.relations import (
    REGION_KNOWN,
    SEX_FROM_ID,
    in_order,
    not_negative,
    regions_known,
    required,
    since_birth,
    within_span,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

PROCEDURE = "吉社保〔2020〕6号 第七条（一）"
FORM_LOGIC = "表内栏目之间的关系"

Scheme = Annotated[
    str | None,
    *one_of(
        "险种类别", {"institution": "机关事业单位基本养老保险＋职业年金", "employee": "企业职工养老保险"}
    ).metadata(),
]


class Certificate(family.Certificate):
    """基本养老保险参保缴费凭证."""

    annuity_balance: Money = entry("职业年金个人账户份额或个人账户储存额")
    scheme: Scheme = entry("险种类别")
    agency: Part[Agency] = part("社会保险经办机构信息")
    signoff: Part[family.Stamp] = part("签章")


def _annuity(record: Certificate) -> Iterator[Violation]:
    """职业年金 of somebody who is insured as 企业职工: the paper names it with the other scheme only."""
    if record.scheme == "employee" and (record.annuity_balance or Decimal()) > 0:
        message = Sentence("险种类别是企业职工养老保险，没有职业年金，请核对。")
        yield Violation("error", "annuity_balance", message)


RULES: tuple[Rule | Check, ...] = (
    required(PROCEDURE, "person.name", "person.citizen_id", "scheme", "agency.name"),
    SEX_FROM_ID,
    REGION_KNOWN,
    in_order(FORM_LOGIC, "start", "end", "signoff.date"),
    within_span(FORM_LOGIC, ("months", "start", "end")),
    since_birth("start"),
    regions_known(Certificate),
    not_negative(Certificate, FORM_LOGIC),
    Check("annuity", ("annuity_balance", "scheme"), "职业年金只属于机关事业单位", FORM_LOGIC, _annuity),
)

FORM = Form(
    id="jilin/certificate",
    title="基本养老保险参保缴费凭证",
    article="吉社保〔2020〕6号 第七条（一）",
    provenance="system",
    edition=EDITION,
    record_type=Certificate,
    rules=RULES,
)
