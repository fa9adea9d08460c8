"""Invented records (虚构记录) of every form, the same for every tool: as a record for hjforms, as texts for its peers.

They are made from the kinds of the fields, so a new form needs nothing here. Every person, citizen id, address and
telephone number comes from a seeded random generator and belongs to nobody.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import islice
from typing import Any

import hjforms
from hjforms.notations import capital
from hjforms.notations.year_month import YearMonth
from hjforms.paths import RecordPath
from hjforms.records.base import Leaf, leaf_at, leaves
from hjforms.records.rules import Rule

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
BANKS = ("中国工商银行", "中国农业银行", "中国银行", "中国建设银行", "中国邮政储蓄银行")
REMARKS = (None, None, None, "补缴", "跨省转入", "年中参保", "灵活就业", "按最低档")
OFFICE = (
    *("agency.", "receiving_agency.", "to_agency.", "paying_account.", "receiving_account."),
    *("signoff.", "county", "filled_on"),
)
"""How the paths of what an office states of itself begin."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FIRST_YEAR = 1949
MOST_FEN = 400_000

Draw = Callable[[random.Random], Any]


@dataclass(frozen=True)
class Case:
    """One document to make: what hjforms gets, and the text of each slot, which is what its peers get."""

    record: Any
    texts: list[str]


def texts_of(form: hjforms.Form, record: Any) -> list[str]:
    """What stands in the slots of the one page of a record, in the order of the layout."""
    (page,) = form.pdf_renderer.texts.pages(record)
    return page


def raw_records(form: hjforms.Form, seed: int) -> Iterator[dict[str, Any]]:
    """Records as JSON would hold them, all different, without end: the page is full, derived fields are blank.

    One office prints them on one day: what it states of itself stands in every record.
    """
    fields, rows = _fields(form), form.compiled.layout.capacity
    source = random.Random(seed)
    office = {path: fields.pop(path)(source, FIRST_YEAR) for path in list(fields) if path.startswith(OFFICE)}
    while True:
        raw: dict[str, Any] = {}
        for path, value in office.items():
            _put(raw, path, value)
        first = source.randint(1994, 2012)
        for path, draw in fields.items():
            owner, step = RecordPath(path).table, RecordPath(path).column
            if not owner:
                _put(raw, step, draw(source, first))
                continue
            table = raw.setdefault(owner, [{} for _ in range(rows)])
            for index, row in enumerate(table):
                _put(row, step, draw(source, first + index))
        yield raw


def records(form: hjforms.Form, seed: int) -> Iterator[Any]:
    """The same as records, every derived field filled by the rules of the form."""
    for raw in raw_records(form, seed):
        yield form.complete(form.load(raw))


def lean_records(form: hjforms.Form, seed: int) -> Iterator[Any]:
    """Records made as they are asked for: every person is new, all else repeats after 100 records.

    They cost little to make and are not kept, which is what a measurement of memory wants.
    """
    known = list(islice(records(form, seed), 100))
    fields = {path: draw for path, draw in _fields(form).items() if path.startswith("person.")}
    source = random.Random(seed + 1)
    while True:
        for record in known:
            raw: dict[str, Any] = {}
            for path, draw in fields.items():
                _put(raw, path, draw(source, FIRST_YEAR))
            yield record.model_copy(update={"person": form.load(raw).person})


def check_digit(digits: str) -> str:
    """The last character of a citizen id from the 17 before it, by GB 11643."""
    return "10X98765432"[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    *owners, name = RecordPath(path).steps
    for owner in owners:
        tree = tree.setdefault(owner, {})
    tree[name] = value


# ------------------------------------------------------------------------------------------ values

Field = Callable[[random.Random, int], Any]
"""Draws the value of a field; the year is that of its row."""


def _fields(form: hjforms.Form) -> dict[str, Field]:
    """How to draw each field that no rule of the form fills."""
    derived = {path for rule in form.rules if isinstance(rule, Rule) and rule.fills for path in rule.targets}
    rooms = _rooms(form)
    months: Counter[str] = Counter()
    fields: dict[str, Field] = {}
    for path, leaf in leaves(form.record_type).items():
        if path in derived:
            continue
        owner = leaf.path.parent
        fields[path] = _field(leaf, rooms[path], months[owner])
        months[owner] += leaf.kind.name == "year-month"
    return fields


def _rooms(form: hjforms.Form) -> dict[str, int]:
    """How many half-widths of text surely stand on one line in the narrowest cell of each field."""
    rooms: dict[str, int] = {}
    for slot in form.compiled.layout.slots:
        leaf, _ = leaf_at(form.record_type, slot.path)
        if leaf:
            room = int((slot.box[2] - slot.box[0] - 4) / slot.size * 1.7)
            rooms[leaf.path] = min(room, rooms.get(leaf.path, room))
    return rooms


def _field(leaf: Leaf, room: int, months: int) -> Field:
    """How to draw a field of this kind; ``months`` is how many fields with earlier months its row has."""
    name, schema = leaf.kind.name, leaf.kind.schema
    if name == "year-month":
        return lambda _source, year: str(YearMonth(year + months // 2, 1 + months % 2 * 11))
    if name == "whole" and schema["minimum"] >= FIRST_YEAR:
        return lambda _source, year: year
    draw = _draw(leaf, room)
    return lambda source, _year: draw(source)


def _draw(leaf: Leaf, room: int) -> Draw:
    """How to draw a value of this kind, as JSON holds it; ``None`` for kinds of which nothing is known here."""
    schema: Mapping[str, Any] = leaf.kind.schema
    if leaf.kind.name == "text":
        return _fitting(_text(leaf.path), room)
    if leaf.kind.name == "digits":
        return _digits(schema["pattern"], room)
    draws: dict[str, Draw] = {
        "choice": lambda source: source.choice(schema["enum"]),
        "choices": lambda source: _choices(source, schema["items"]["enum"]),
        "whole": lambda source: source.randint(schema["minimum"], min(schema["maximum"], 300)),
        "years": lambda source: source.randint(12, 480),
        "money": _amount,
        "capital": lambda source: capital.write(Decimal(_amount(source))),
        "citizen-id": _citizen_id,
        "date": lambda source: f"2024-{source.randint(1, 12)}-{source.randint(1, 28)}",
    }
    return draws.get(leaf.kind.name, lambda _source: None)


def _choices(source: random.Random, options: list[str]) -> list[str]:
    return source.sample(options, source.randint(1, len(options)))


def _amount(source: random.Random) -> str:
    """An amount in yuan: often a round sum as contributions are, often with 角 and 分, sometimes nothing."""
    fen = source.randrange(MOST_FEN)
    step = source.choice((1, 1, 1, 10_000, MOST_FEN))
    return f"{Decimal(fen // step * step).scaleb(-2):.2f}"


def _citizen_id(source: random.Random) -> str:
    born = dt.date(1945, 1, 1) + dt.timedelta(days=source.randrange(21_000))
    digits = f"{source.choice(list(PLACES))}{source.randint(1, 30):02}{born:%Y%m%d}{source.randrange(1000):03}"
    return digits + check_digit(digits)


def _digits(pattern: str, room: int) -> Draw:
    length = int(pattern.partition("{")[2].partition("}")[0] or min(19, room))
    return lambda source: f"{source.choice(list(PLACES))}{source.randrange(10 ** (length - 4)):0{length - 4}}"


def _place(source: random.Random) -> str:
    return source.choice(list(PLACES.values()))


def _name(source: random.Random) -> str:
    return source.choice(SURNAMES) + "".join(source.choices(GIVEN, k=source.choice((1, 2, 2))))


def _address(source: random.Random) -> str:
    house = f"{source.randint(1, 400)}号{source.randint(1, 30)}号楼{source.randint(101, 2805)}室"
    return f"山东省{_place(source)}{source.choice(STREETS)}{house}"


def _agency(source: random.Random) -> str:
    return f"{_place(source)}社会保险事业中心"


def _bank(source: random.Random) -> str:
    return f"{source.choice(BANKS)}{source.choice(STREETS)}支行"


def _phone(source: random.Random) -> str:
    return f"05{source.randint(30, 49)}-8{source.randrange(10**6, 10**7)}"


def _number(source: random.Random) -> str:
    return str(source.randrange(10**9, 10**10))


TEXTS: Mapping[str, Draw] = {
    "number": _number,
    "agency.name": _agency,
    "region_name": _place,
    "name": _name,
    "handler": _name,
    "address": _address,
    "phone": _phone,
    "bank": _bank,
    "agency": _agency,
    "addressee": _agency,
    "county": _place,
}
"""Texts by how the path of their field ends; any other is a short remark, or blank."""


def _text(path: str) -> Draw:
    return next((draw for end, draw in TEXTS.items() if path.endswith(end)), lambda source: source.choice(REMARKS))


def _fitting(draw: Draw, room: int) -> Draw:
    """The same texts, cut to what the cell holds on one line."""

    def fitting(source: random.Random) -> str | None:
        text = draw(source) or ""
        while len(text) + sum(char > "\u02ff" for char in text) > room:
            text = text[:-1]
        return text or None

    return fitting


class Cases:
    """The records of one form for one run of the benchmarks, prepared before anything is timed."""

    def __init__(self, form: hjforms.Form, documents: int) -> None:
        self.form = form
        self._count = documents

    @cached_property
    def warm_up(self) -> list[Case]:
        """Cases to warm up with; none of them is timed."""
        return self._cases(seed=1, count=10)

    @cached_property
    def documents(self) -> list[Case]:
        """The documents that every tool makes."""
        return self._cases(seed=2, count=self._count)

    def pages(self, count: int) -> list[Any]:
        """The records of a print run, all different."""
        return list(islice(records(self.form, seed=3), count))

    def _cases(self, seed: int, count: int) -> list[Case]:
        made = islice(records(self.form, seed), count)
        return [Case(record, texts_of(self.form, record)) for record in made]
