"""Ordinary people and offices (寻常的人和机构), all invented: what other offices' papers are filled with."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import Any

from hjforms.catalogue import Form
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Record, leaves, part_type
from hjforms.records.kinds import Kind
from hjforms.records.rules import Rule

PEOPLE = (
    ("张建国", "371000196501150018"),
    ("李秀英", "371000196803200025"),
    ("王磊", "220000198006100035"),
    ("欧阳晓梅", "371000196803200025"),
    ("买买提·艾力", "371000196501150018"),
)
PLACES = (
    ("371002", "威海市环翠区"),
    ("370602", "烟台市芝罘区"),
    ("220104", "长春市朝阳区"),
    ("510105", "成都市青羊区"),
    ("441900", "东莞市"),
    ("330106", "杭州市西湖区"),
)
CLERKS = ("王芳", "刘洋", "陈小平", "赵敏")
BANKS = ("中国工商银行股份有限公司{}支行", "中国农业银行{}支行营业部", "{}农村商业银行", "中国建设银行{}分行")
ROADS = ("新华路18号", "和平大街6号3单元502室", "人民南路二段1号", "建设村五组")
RELATIONS = ("夫妻", "父子", "母女")
REMARKS = ("补缴", "已核对", "中断后续保", "转入并账")
APART = {"fund.since_1998", "fund.current_year"}  # what rules find only where the years meet


def ordinary(form: Form, seed: str, rows: int) -> Any:
    """A record of a form with ordinary values; what its rules compute is what they say."""
    return form.complete(form.record_type(**_Author(form, seed, rows).part(form.record_type, "")))


class _Author:
    def __init__(self, form: Form, seed: str, rows: int) -> None:
        self._chance = random.Random(f"{form.id} {seed}")
        self._rows = rows
        self._person = self._chance.choice(PEOPLE)
        rules = [rule for rule in form.rules if isinstance(rule, Rule) and rule.fills]
        self._computed = {path for rule in rules for path in rule.targets} - APART
        self._places: dict[str, tuple[str, str]] = {}
        self._first = 2024 - rows
        self._leaves = leaves(form.record_type)

    def part(self, record_type: type[Record], prefix: str, row: int = 0) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, info in record_type.model_fields.items():
            path = prefix + name
            if any(isinstance(item, Kind) for item in info.metadata):
                values[name] = None if path in self._computed else self._value(path, row)
                continue
            inner, repeated = part_type(info.annotation)
            if repeated:
                values[name] = tuple(inner(**self.part(inner, f"{path}.*.", number)) for number in range(self._rows))
            elif not path.startswith("total"):
                values[name] = inner(**self.part(inner, f"{path}.", row))
        return values

    def _value(self, path: str, row: int) -> Any:
        kind, chance = self._leaves[path].kind, self._chance
        if kind.name in {"choice", "choices"}:
            options = kind.schema.get("enum") or kind.schema["items"]["enum"]  # type: ignore[index]
            return chance.choice(options) if kind.name == "choice" else tuple(options[:2])
        return {
            "text": lambda: self._text(path, row),
            "digits": lambda: self._digits(path, row),
            "money": lambda: self._amount(path),
            "citizen-id": lambda: self._person[1],
            "date": lambda: dt.date(2024, chance.randint(1, 12), chance.randint(1, 28)),
            "year-month": lambda: YearMonth(self._first + row, 12 if path.endswith("end") else chance.randint(1, 11)),
            "rate": lambda: Decimal(chance.choice((8, 16, 20, 11))) / 100,
            "years": lambda: chance.randint(2, 25) * 12,
            "whole": lambda: self._first + row if path.endswith("year") else chance.randint(1, 12),
            "capital": lambda: None,
        }[kind.name]()

    def _amount(self, path: str) -> Decimal:
        whole = self._chance.choice((100, 300, 500, 1000)) if "paid" in path else self._chance.randint(20, 4800)
        return Decimal(whole * (1 if ".*." in path else 7)) + Decimal(self._chance.choice((0, 0, 35, 7, 92))) / 100

    def _phone(self, *, mobile: bool) -> str:
        chance = self._chance
        if mobile:
            return f"13{chance.randint(0, 10**9 - 1):09}"
        return f"0{chance.randint(310, 999)}-{chance.randint(2000000, 8999999)}"

    def _place(self, path: str, row: int) -> tuple[str, str]:
        part = f"{path.rpartition('.')[0]} {row}"
        return self._places.setdefault(part, self._chance.choice(PLACES))

    def _digits(self, path: str, row: int) -> str:
        code, chance = self._place(path, row)[0], self._chance
        if path.endswith("region_code"):
            return code
        if path.endswith("postcode"):
            return code[:2] + f"{chance.randint(0, 9999):04}"
        return "62" + "".join(chance.choices("0123456789", k=chance.choice((15, 17))))

    def _text(self, path: str, row: int) -> str:
        place, chance = self._place(path, row)[1], self._chance
        name, owner = path.rpartition(".")[2], path.rpartition(".")[0]
        person = owner in {"person", "agent", ""}
        texts = {
            "name": self._person[0] if owner in {"person", ""} else f"{place}社会保险事业中心",
            "insured": self._person[0],
            "address": place + chance.choice(ROADS),
            "postal_address": place + chance.choice(ROADS),
            "phone": self._phone(mobile=person),
            "account_name": self._person[0] if owner == "refund_account" else f"{place}社会保险事业中心",
            "bank": chance.choice(BANKS).format(place[-3:]),
            "county": place[-3:],
            "region_name": place,
            "addressee": place,
            "handler": chance.choice(CLERKS),
            "agency": f"{place}社会保险事业中心",
            "personal_number": f"{self._place(path, row)[0]}{chance.randint(0, 9999999):07}",
            "from_personal_number": f"{chance.randint(0, 10**12 - 1):012}",
            "relation": chance.choice(RELATIONS),
            "employer": f"{place}第二中学",
            "number": f"{self._place(path, row)[0]}-2024-{chance.randint(1, 9999):04}",
            "remark": chance.choice(REMARKS) if row % 3 == 1 or ".*." not in path else None,
            "reason": "参保人已于上月去世，待遇停发",
            "opinion_reason": "职工养老保险待遇领取地不在本地",
            "documents_other": "劳动合同",
        }
        if path == "agent.name":
            return "张小明"
        return texts[name]  # type: ignore[return-value]
