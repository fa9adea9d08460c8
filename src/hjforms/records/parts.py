"""The parts that forms share (共用部分): the insured person, the sign-off line, and the rules that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hjforms.notations import citizen_id
from hjforms.records.base import Record, entry, leaves
from hjforms.records.kinds import CitizenId, Date, Sex, Text
from hjforms.records.rules import Check, Rule, Violation, value_at

CITIZEN_ID_STANDARD = "GB 11643—1999《公民身份号码》"


class Person(Record):
    """The insured person (参保人员) as Shandong's tables print it."""

    personal_number: Text = entry("个人编号")
    name: Text = entry("姓名")
    sex: Sex = entry("性别")
    birth_date: Date = entry("出生日期")
    citizen_id: CitizenId = entry("公民身份号码")
    address: Text = entry("户籍地址")


class Signoff(Record):
    """The line that the agency signs (经办人、联系电话、社保经办机构), without a date."""

    handler: Text = entry("经办人（签章）")
    phone: Text = entry("联系电话")
    agency: Text = entry("社保经办机构（章）")


def _stated(values: tuple[Any, ...]) -> list[Any]:
    """The values that are not blank, those of columns among them."""
    flat = (item for value in values for item in (value if isinstance(value, tuple) else (value,)))
    return [item for item in flat if item is not None]


def add_amounts(*values: Any) -> Decimal:
    """The sum of amounts, or of a column of them; blanks count as nothing."""
    return sum(_stated(values), Decimal("0.00"))


def add_months(*values: Any) -> int:
    """The sum of months, or of a column of them; blanks count as nothing."""
    return sum(_stated(values))


def _sex(number: str | None) -> str | None:
    return None if number is None else citizen_id.sex(number)


def _birth_date(number: str | None) -> dt.date | None:
    return None if number is None else citizen_id.birth_date(number)


def _unknown_region(record: Any) -> Iterator[Violation]:
    number = record.person.citizen_id
    if number is not None and not citizen_id.region_known(number):
        yield Violation("warning", "person.citizen_id", "前两位不是已知的行政区划代码，请核对证件。")


SEX_FROM_ID = Rule(
    "person.sex",
    ("person.sex",),
    ("person.citizen_id",),
    "公民身份号码第17位奇数为男、偶数为女",
    CITIZEN_ID_STANDARD,
    _sex,
)
BIRTH_DATE_FROM_ID = Rule(
    "person.birth-date",
    ("person.birth_date",),
    ("person.citizen_id",),
    "公民身份号码第7至14位",
    CITIZEN_ID_STANDARD,
    _birth_date,
)
REGION_KNOWN = Check(
    "person.region",
    ("person.citizen_id",),
    "公民身份号码前两位为省级行政区划代码",
    CITIZEN_ID_STANDARD,
    _unknown_region,
)


def required(article: str, *paths: str) -> Check:
    """The fields without which the paper is no use (必填); ``*`` stands for every row."""

    def find(record: Record) -> Iterator[Violation]:
        for path in _places(record, paths):
            if value_at(record, path) is None:
                yield Violation("error", path, "必填，不能空白。")

    return Check("required", paths, "必填项不能空白", article, find)


def not_negative(record_type: type[Record], article: str) -> Check:
    """No amount of this form can be less than nothing (金额不得为负)."""
    paths = tuple(path for path, leaf in leaves(record_type).items() if leaf.kind.name == "money")

    def find(record: Record) -> Iterator[Violation]:
        for path in _places(record, paths):
            amount = value_at(record, path)
            if amount is not None and amount < 0:
                yield Violation("error", path, "金额不能为负数，请核对。")

    return Check("not-negative", paths, "金额不得为负", article, find)


def years_in_order(article: str) -> Check:
    """Each year once (重复年份不重复), and from the earliest to the latest."""

    def find(record: Any) -> Iterator[Violation]:
        seen: set[int] = set()
        latest = 0
        for index, row in enumerate(record.years):
            if row.year is None:
                continue
            path = f"years.{index}.year"
            if row.year in seen:
                yield Violation("error", path, "同一年份出现两次，请合并或更正。")
            elif row.year < latest:
                yield Violation("warning", path, "年份没有按先后排列，请留意。")
            seen.add(row.year)
            latest = max(latest, row.year)

    return Check("years.order", ("years.*.year",), "年份由早到晚，每年一行", article, find)


def _places(record: Any, paths: tuple[str, ...]) -> Iterator[str]:
    """The paths with every ``*`` replaced by the rows that the record has."""
    for path in paths:
        table, star, field = path.partition(".*.")
        if not star:
            yield path
        else:
            yield from (f"{table}.{index}.{field}" for index in range(len(getattr(record, table))))
