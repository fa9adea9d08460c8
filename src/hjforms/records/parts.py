"""The parts that forms share (共用部分): persons, agencies, sign-off lines."""

from __future__ import annotations

from hjforms.records.base import Record, entry
from hjforms.records.kinds import Account, CitizenId, Code, Date, Postcode, RegionCode, Sex, Text


class Named(Record):
    """A person of whom the form only wants the name."""

    name: Text = entry("姓名", code="AAC003")


class Identified(Named):
    """A person with the number that identifies them; the sex follows from it."""

    sex: Sex = entry("性别", code="AAC004")
    citizen_id: CitizenId = entry("公民身份号码", code="AAC002")


class Person(Identified):
    """The insured person (参保人员) as the tables of 职工养老保险 and of refunds print it."""

    personal_number: Code = entry("个人编号")
    birth_date: Date = entry("出生日期", code="AAC006")
    address: Text = entry("户籍地址", code="AAC010")


class BankAccount(Record):
    """An account (账户) from which or to which money is transferred."""

    account_name: Text = entry("开户名称", code="AAE009")
    bank: Text = entry("开户银行", code="AAC155")
    account_number: Account = entry("银行账号", code="AAC078")


class Coded(Record):
    """An agency of which the form only wants the code."""

    region_code: RegionCode = entry("行政区划代码")


class AccountAgency(BankAccount, Coded):
    """An agency (社保经办机构) with the account to which money is transferred; its code comes first."""


class AgencyCode(Record):
    """An agency (社保经办机构) of which the form only wants name and code."""

    name: Text = entry("机构名称")
    region_code: RegionCode = entry("行政区划代码")


class Agency(AgencyCode):
    """An agency that can be written to."""

    phone: Code = entry("联系电话")
    address: Text = entry("机构地址")
    postcode: Postcode = entry("邮政编码")


class Signoff(Record):
    """The line that the agency signs (经办人、联系电话、社保经办机构), without a date."""

    handler: Text = entry("经办人（签章）")
    phone: Code = entry("联系电话")
    agency: Text = entry("社保经办机构（章）")


class DatedSignoff(Signoff):
    """The line that the agency signs, with the date that stands after it."""

    date: Date = entry("年月日")
