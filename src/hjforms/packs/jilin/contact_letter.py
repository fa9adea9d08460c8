"""基本养老保险关系转移接续联系函: the new agency asks the old one to hand a person's pension rights over.

Law: 吉社保〔2020〕6号 第七条（三）; 人社部规〔2017〕1号; 人社厅发〔2017〕7号.

Title: 吉社保〔2020〕6号. The rest stands as a working system prints it for 机关事业单位, but for the sentence on
copies, which another system prints on its certificate, where it cannot belong. After each 新参保险种类型 the first
system prints [ ]; we print a box before it, as on the other forms. The letter names the person twice, in its sentence
and in its table, and so does the record: ``insured`` follows from ``person.name`` and is held against it.
"""

from __future__ import annotations

from typing import Annotated

from hjforms.catalogue import Form
from hjforms.packs.jilin import EDITION
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Account, Code, Postcode, Text, one_of
from hjforms.records.parts import DatedSignoff, Identified
from hjforms.records.relations import REGION_KNOWN, SEX_FROM_ID, required
from hjforms.records.rules import Check, Rule, itself

ARTICLE = "吉社保〔2020〕6号 第七条（三）"
SCOPE = "吉社保〔2020〕6号 第一条"
FORM_LOGIC = "表内栏目之间的关系"

Scheme = Annotated[
    str | None,
    *one_of("新参保险种类型", {"institution": "机关事业单位养老保险", "employee": "企业职工养老保险"}).metadata(),
]


class Mover(Identified):
    """The insured person (参保人员), with the number that the old agency gave them."""

    personal_number: Code = entry("原个人编号")


class NewAgency(Record):
    """The agency of the new place (新就业地社保机构), its account and where it is."""

    account_name: Text = entry("开户全称", code="AAE009")
    bank: Text = entry("开户银行", code="AAC155")
    account_number: Account = entry("银行账号", code="AAC078")
    address: Text = entry("地址")
    postcode: Postcode = entry("邮政编码")


class ContactLetter(Record):
    """基本养老保险关系转移接续联系函."""

    number: Code = entry("编号", code="AAE270")
    addressee: Text = entry("原参保地社保机构名称")
    insured: Text = entry("原在你处的参保人员")
    person: Part[Mover] = part("参保人员")
    receiving_agency: Part[NewAgency] = part("新就业地社保机构")
    scheme: Scheme = entry("新参保险种类型")
    signoff: Part[DatedSignoff] = part("签章")


ACCOUNT = tuple(f"receiving_agency.{name}" for name in ("account_name", "bank", "account_number"))

RULES: tuple[Rule | Check, ...] = (
    required(ARTICLE, "addressee", "person.name", "person.citizen_id", "scheme", *ACCOUNT),
    Rule("insured", ("insured",), ("person.name",), "函中与表中是同一人", FORM_LOGIC, itself),
    SEX_FROM_ID,
    REGION_KNOWN,
)


FORM = Form(
    id="jilin/contact-letter",
    title="基本养老保险关系转移接续联系函",
    article="吉社保〔2020〕6号 第七条（三）",
    provenance="system",
    edition=EDITION,
    record_type=ContactLetter,
    rules=RULES,
)
