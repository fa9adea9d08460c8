"""Invented records (虚构记录) of 附件5, the same for every tool: as a record for hjforms, as texts for its peers.

Every person, citizen id, address and telephone number comes from a seeded random generator and belongs to nobody.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

import hjforms

FORM_ID = "shandong/refund"
ROWS = 12
SURNAMES = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖",
    *("欧阳", "司马", "诸葛", "上官", "夏侯", "尉迟"),
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红梅志东海燕玉春雪峰琳宁欣浩宇晨梓涵诗雨思远博瑞嘉怡佳凯鹏飞龙翔俊豪"
    "天佑子轩一诺睿翊祎昊煜彧甯堃淼鑫垚犇翀懿骞婧姝妤晔璟琨珺瑾璇瑶筠萱蓓蕾薇蘅"
)
PLACES = {
    "3701": "济南市历下区",
    "3702": "青岛市崂山区",
    "3706": "烟台市莱山区",
    "3707": "潍坊市奎文区",
    "3708": "济宁市任城区",
    "3710": "威海市文登区",
    "3713": "临沂市兰山区",
    "3717": "菏泽市牡丹区",
}
STREETS = (
    *("文化路", "解放路", "人民街", "泉城路", "东岳大街", "滨海大道", "青年路"),
    *("胜利街", "兴隆庄", "柳行村", "槐荫里", "桃园社区", "北辛屯", "南石岭村"),
)
REMARKS = (None, None, None, "补缴", "跨省转入", "年中参保", "灵活就业", "按最低档")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Sheet = dict[str, Any]
"""The texts of a record, nested as the tags of the Word template name them."""


@dataclass(frozen=True)
class Case:
    """One document to make: what hjforms gets and what its peers get."""

    record: Any
    sheet: Sheet


def form() -> hjforms.Form:
    """附件5."""
    return hjforms.form(FORM_ID)


def raw_records(seed: int) -> Iterator[dict[str, Any]]:
    """Records as JSON would hold them, all different, without end; derived fields are left blank."""
    source = random.Random(seed)
    while True:
        person, agency = _person(source)
        yield {
            "filled_on": f"2024-{source.randint(1, 12)}-{source.randint(1, 28)}",
            "person": person,
            "years": _years(source),
            "signoff": {
                "handler": source.choice(SURNAMES) + source.choice(GIVEN),
                "phone": f"05{source.randint(30, 49)}-8{source.randrange(10**6, 10**7)}",
                "agency": agency,
            },
        }


def records(seed: int) -> Iterator[Any]:
    """The same as records, every derived field filled by the rules of the form."""
    the_form = form()
    for raw in raw_records(seed):
        yield the_form.complete(the_form.load(raw))


def lean_records(seed: int) -> Iterator[Any]:
    """Records made as they are asked for: every person is new, the amounts repeat after 100 records.

    They cost little to make and are not kept, which is what a measurement of memory wants.
    """
    known = list(islice(records(seed), 100))
    source = random.Random(seed + 1)
    load = form().load
    while True:
        for record in known:
            person = load({"person": _person(source)[0]}).person
            yield record.model_copy(update={"person": person})


def sheet(record: Any) -> Sheet:
    """What stands on the paper, as texts."""
    texts = _texts(record.model_dump())
    day = record.filled_on
    texts["filled_on"] = {"year": str(day.year), "month": str(day.month), "day": str(day.day)}
    texts["page"] = ""
    return texts


def check_digit(digits: str) -> str:
    """The last character of a citizen id from the 17 before it, by GB 11643."""
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _texts(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(item) for item in value]
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "" if value is None else f"{value:.2f}" if isinstance(value, Decimal) else str(value)


def _person(source: random.Random) -> tuple[dict[str, str], str]:
    """A person, and the agency of the place where they live."""
    code, place = source.choice(list(PLACES.items()))
    born = dt.date(1945, 1, 1) + dt.timedelta(days=source.randrange(21_000))
    digits = f"{code}{source.randint(1, 30):02}{born:%Y%m%d}{source.randrange(1000):03}"
    house = f"{source.randint(1, 400)}号{source.randint(1, 30)}号楼{source.randint(101, 2805)}室"
    person = {
        "personal_number": str(source.randrange(10**9, 10**10)),
        "name": source.choice(SURNAMES) + "".join(source.choices(GIVEN, k=source.choice((1, 2, 2)))),
        "citizen_id": digits + check_digit(digits),
        "address": f"山东省{place}{source.choice(STREETS)}{house}",
    }
    return person, f"{place}社会保险事业中心"


def _years(source: random.Random) -> list[dict[str, Any]]:
    first = source.randint(1994, 2012)
    return [
        {
            "year": first + index,
            "paid": {
                "personal": _amount(source, 500_000),
                "land_personal": _amount(source, 300_000),
                "collective": _amount(source, 100_000),
                "land_collective": _amount(source, 300_000),
            },
            "months": source.randint(1, 12),
            "remark": source.choice(REMARKS),
        }
        for index in range(ROWS)
    ]


def _amount(source: random.Random, most_fen: int) -> str:
    """An amount in yuan: often a round sum as contributions are, often with 角 and 分, sometimes nothing."""
    fen = source.randrange(most_fen)
    step = source.choice((1, 1, 1, 10_000, most_fen))
    return f"{Decimal(fen // step * step).scaleb(-2):.2f}"


class Cases:
    """The records of one run of the benchmarks, prepared before anything is timed."""

    def __init__(self, documents: int, pages: int) -> None:
        self._sizes = documents, pages

    @cached_property
    def warm_up(self) -> list[Case]:
        """Cases to warm up with; none of them is timed."""
        return [Case(record, sheet(record)) for record in islice(records(seed=1), 20)]

    @cached_property
    def documents(self) -> list[Case]:
        """The documents that every tool makes."""
        return [Case(record, sheet(record)) for record in islice(records(seed=2), self._sizes[0])]

    @cached_property
    def pages(self) -> list[Any]:
        """The records of a print run, all different."""
        return list(islice(records(seed=3), self._sizes[1]))
