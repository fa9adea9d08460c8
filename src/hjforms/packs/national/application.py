"""城乡养老保险制度衔接申请表: a person asks to move from one of the two pension schemes to the other.

Law: 人社部发〔2014〕17号 第三条, 人社厅发〔2014〕25号 (申请及资料的提交、审核).

The name of the form stands in 25号; its printed original has not been found. Where each block comes from:

- 参保人员基本信息, 申请衔接类型, 转出地 and 转入地, 退费账户, 提交材料: the fields of a working system of
  Guangdong (UrbanRuralPensionAppliedForm); 通讯地址 and the texts beside the boxes are worded after the law.
- 缴费年限: reconstructed; the condition (满15年) needs them.
- 代办人: the fields of a working system of Guangxi (普通转移申请表).
- 本人声明, 受理意见, 签章: reconstructed, the latter two after 25号 (不符合的应作出说明) and the forms of Shandong.
- Order and measures of the rows: reconstructed.

Left out of what those systems have: 重复缴费人员标志, which is the agency's own note, 转移单, 寄送方式 and the agent's
postcode. No number of copies is printed, because none has been found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from hjforms.catalogue import Form
from hjforms.findings import Severity
from hjforms.law.conditions import ENOUGH_MONTHS, YEAR_OF_LONGER_TERMS
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Account, Code, Date, Note, Postcode, Text, Years, one_of, several_of
from hjforms.records.parts import Agency, AgencyCode, DatedSignoff, Person
from hjforms.records.relations import (
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    SEX_FROM_ID,
    in_order,
    regions_known,
    required,
)
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

LAW = "人社部发〔2014〕17号 第三条"
REFUND_LAW = "人社部发〔2014〕17号 第七条"
PROCEDURE = "人社厅发〔2014〕25号（申请及资料的提交）"
REVIEW = "人社厅发〔2014〕25号（审核与发联系函）"
FORM_LOGIC = "表内栏目之间的关系"
TO_EMPLOYEE = "resident-to-employee"
TO_RESIDENT = "employee-to-resident"

Direction = Annotated[
    str | None,
    *one_of(
        "衔接类型",
        {
            TO_EMPLOYEE: "城乡居民养老保险转入城镇职工养老保险",
            TO_RESIDENT: "城镇职工养老保险转入城乡居民养老保险",
        },
    ).metadata(),
]
Documents = Annotated[
    tuple[str, ...] | None,
    *several_of(
        "提交材料",
        {
            "id_card": "身份证（社保卡）复印件",
            "certificate": "参保缴费凭证",
            "agent_id_card": "代办人身份证",
            "household_register": "户口簿",
            "other": "其他",
        },
    ).metadata(),
]
Opinion = Annotated[
    str | None, *one_of("受理意见", {"accepted": "符合条件，予以受理", "refused": "不符合条件"}).metadata()
]


class Applicant(Person):
    """The insured person (参保人员) who applies."""

    phone: Code = entry("联系电话")
    postal_address: Text = entry("通讯地址")
    postcode: Postcode = entry("邮政编码")


class RefundAccount(Record):
    """The person's own account, for what was paid twice (退费账户)."""

    bank: Text = entry("开户银行", code="AAC155")
    account_name: Text = entry("户名", code="AAE009")
    account_number: Account = entry("银行账号", code="AAC078")


class Agent(Record):
    """Who hands the form in for the person (代办人)."""

    name: Text = entry("姓名")
    relation: Text = entry("与参保人关系")
    phone: Code = entry("联系电话")
    address: Text = entry("联系地址")


class Application(Record):
    """城乡养老保险制度衔接申请表."""

    number: Code = entry("编号")
    applied_on: Date = entry("申请日期")
    person: Part[Applicant] = part("参保人员基本信息")
    direction: Direction = entry("申请衔接类型")
    from_agency: Part[Agency] = part("转出地（现参保地）社保经办机构")
    from_personal_number: Code = entry("转出地个人编号")
    to_agency: Part[AgencyCode] = part("转入地（待遇领取地）社保经办机构")
    years_employee: Years = entry("城镇职工养老保险缴费年限（含视同）")
    years_resident: Years = entry("城乡居民养老保险缴费年限")
    refund_account: Part[RefundAccount] = part("退费账户")
    documents: Documents = entry("提交材料")
    documents_other: Note = entry("其他材料")
    agent: Part[Agent] = part("代办人")
    signed_on: Date = entry("申请人签字日期")
    opinion: Opinion = entry("受理意见")
    opinion_reason: Note = entry("不符合条件的原因")
    signoff: Part[DatedSignoff] = part("签章")


def _grade(record: Application) -> Severity:
    """What is no fault while the agency has not accepted the application is one afterwards."""
    return "error" if record.opinion == "accepted" else "warning"


def _wrong_years(record: Application) -> Iterator[Violation]:
    """Years that do not allow the direction, unless the agency has refused it for just that."""
    months, direction = record.years_employee, record.direction
    if months is None or direction is None or record.opinion == "refused":
        return
    enough = months >= ENOUGH_MONTHS
    if enough == (direction == TO_EMPLOYEE):
        return
    later = record.applied_on is not None and record.applied_on.year >= YEAR_OF_LONGER_TERMS
    message = (
        Sentence("已满15年，不能转入城乡居民养老保险，请核对。")
        if enough
        else Sentence("不足15年，不能转入城镇职工养老保险（延长缴费至15年后可以），请核对。")
    )
    yield Violation("warning" if later else _grade(record), "years_employee", message)


def _missing_documents(record: Application) -> Iterator[Violation]:
    """The documents that the procedure asks for and that are not ticked."""
    if record.opinion == "refused":
        return
    documents = record.documents or ()
    if "id_card" not in documents:
        yield Violation(_grade(record), "documents", Sentence("应提交社会保障卡或居民身份证复印件，没有勾选。"))
    if record.direction == TO_RESIDENT and "certificate" not in documents:
        message = Sentence("转入城乡居民养老保险应提交《城镇职工基本养老保险参保缴费凭证》，没有勾选。")
        yield Violation(_grade(record), "documents", message)


def _other_documents(record: Application) -> Iterator[Violation]:
    """The box 其他 and the text after it, one without the other."""
    ticked, stated = "other" in (record.documents or ()), record.documents_other is not None
    if ticked and not stated:
        yield Violation("error", "documents_other", Sentence("勾选了“其他”，请写明是什么材料。"))
    if stated and not ticked:
        yield Violation("error", "documents", Sentence("写了其他材料，却没有勾选“其他”。"))


def _agent(record: Application) -> Iterator[Violation]:
    """An agent without a name, or without their id card."""
    agent, shown = record.agent, "agent_id_card" in (record.documents or ())
    if agent.name is None and (shown or not agent.is_blank()):
        yield Violation("error", "agent.name", Sentence("由他人代办的，请写明代办人姓名。"))
    if agent.name is not None and not shown:
        yield Violation("warning", "documents", Sentence("由他人代办，没有勾选“代办人身份证”，请核对。"))


def _refund_account(record: Application) -> Iterator[Violation]:
    """An account that money could not be sent to, or that is not the person's own."""
    account = record.refund_account
    if account.is_blank():
        return
    for name in RefundAccount.model_fields:
        if getattr(account, name) is None:
            yield Violation("error", f"refund_account.{name}", Sentence("退费账户没有填全。"))
    if account.account_name and record.person.name and account.account_name != record.person.name:
        yield Violation(
            "warning", "refund_account.account_name", Sentence("重复缴费退还本人，户名与参保人姓名不一致，请核对。")
        )


def _opinion(record: Application) -> Iterator[Violation]:
    """A refusal without its reason, or a reason without a refusal."""
    refused, stated = record.opinion == "refused", record.opinion_reason is not None
    if refused and not stated:
        yield Violation("error", "opinion_reason", Sentence("不符合条件的，应向参保人员作出说明，请写明原因。"))
    if stated and not refused:
        yield Violation("error", "opinion", Sentence("写了不符合条件的原因，却没有勾选“不符合条件”。"))


RULES: tuple[Rule | Check, ...] = (
    required(PROCEDURE, "person.name", "person.citizen_id", "direction", "from_agency.name", "to_agency.name"),
    SEX_FROM_ID,
    BIRTH_DATE_FROM_ID,
    REGION_KNOWN,
    regions_known(Application),
    in_order(PROCEDURE, "person.birth_date", "applied_on", "signoff.date"),
    in_order(PROCEDURE, "signed_on", "signoff.date"),
    Check(
        "direction.years", ("years_employee",), "满15年转入职工养老保险，不足15年转入居民养老保险", LAW, _wrong_years
    ),
    Check(
        "documents.required",
        ("documents",),
        "须交身份证件复印件，职工转居民另交参保缴费凭证",
        PROCEDURE,
        _missing_documents,
    ),
    Check(
        "documents.other",
        ("documents", "documents_other"),
        "勾选“其他”的写明材料，写明的须勾选",
        FORM_LOGIC,
        _other_documents,
    ),
    Check("agent", ("agent.name", "documents"), "代办人须有姓名和身份证", FORM_LOGIC, _agent),
    Check(
        "refund-account",
        tuple(f"refund_account.{name}" for name in RefundAccount.model_fields),
        "退费账户三项齐全，户名为本人",
        REFUND_LAW,
        _refund_account,
    ),
    Check("opinion", ("opinion", "opinion_reason"), "不符合条件的须说明原因", REVIEW, _opinion),
)

FORM = Form(
    id="national/application",
    title="城乡养老保险制度衔接申请表",
    article="人社厅发〔2014〕25号（申请及资料的提交）",
    provenance="reconstructed",
    edition=dt.date(2014, 7, 1),  # 《衔接规程》自2014年7月1日起实施
    record_type=Application,
    rules=RULES,
)
