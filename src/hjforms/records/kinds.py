"""Kinds of field (字段类型): a notation bound to pydantic, so that a record says ``Money`` and means all of it.

A kind knows how its values come in from JSON or Python (``of``), how they stand on paper (``write``,
``read``), how they go out to JSON (``dump``) and how JSON Schema describes them. ``None`` is a blank field
in every kind and never reaches ``write``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from typing import Annotated, Any

from pydantic import WithJsonSchema
from pydantic_core import core_schema

from hjforms.errors import NotationError
from hjforms.notations import (
    capital,
    choice,
    citizen_id,
    date,
    digits,
    money,
    rate,
    spellings,
    text,
    units,
    whole,
    year_month,
    years,
)
from hjforms.unread import UNREAD, Unread, unread_of
from hjforms.wording import Sentence, named

MONTH_SCHEMA = {"pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}
DAY_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
WHOLE = "0|[1-9][0-9]*"
PRINTED = rf"(?!\s|[-—–－―/／]{{1,2}}(?:\n|\Z)){text.UNCHANGED}+(?<!\s)"
NUMBERED = r"[0-9]+(?:-[0-9]+)*"
UNREAD_SCHEMA = {
    "type": "object",
    "properties": {UNREAD: {"type": "string"}},
    "required": [UNREAD],
    "additionalProperties": False,
}
AMOUNT = r"(?:0|[1-9][0-9]{0,12})\.[0-9]{2}"


PERSONAL = frozenset({"text", "citizen-id", "digits"})
"""The notations whose values may tell who somebody is; they stand in no message."""


@dataclass(frozen=True)
class Parts:
    """The places that paper prints one by one for a value: 年, 月 and 日 of a date, the boxes of a choice.

    ``names`` are what tags call them, ``labels`` what a clerk does. ``boxes`` are marked ☑ or □ even where the
    value is blank.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    write: Callable[[Any], tuple[str, ...]]
    read: Callable[[tuple[str, ...]], Any]
    boxes: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of field. ``parts`` are its places where the paper prints several for one value."""

    name: str
    title: str
    of: Callable[[Any], Any]
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    dump: Callable[[Any], Any] | None = None  # None: as pydantic writes the value (amounts and days as text)
    schema: Mapping[str, Any] = field(default_factory=dict)
    parts: Parts | None = None
    signs: str | None = None  # what every text has beside ASCII digits: "." or 年月; None where it is no figure
    pattern: str = ""  # what str(value) looks like where it is all that ``write`` gives
    takes: Callable[[], Mapping[str, Any]] = dict  # JSON Schema of the values that ``of`` takes, None apart
    written: Mapping[str, Any] = field(
        default_factory=dict
    )  # JSON Schema of a value that ``dump`` gives, with ``schema``
    typed: Mapping[str, Any] = field(default_factory=dict)  # the same of what a person types, where that is more
    unit: str = ""  # of the value in JSON
    options: Mapping[str, str] = field(default_factory=dict)  # what can be chosen, with what the form prints for it
    is_drawn: bool = False  # a paper that has room for it draws a picture of the text above it

    @property
    def tells_nobody(self) -> bool:
        """True where a value may stand in a message: it is no name, no id, no account, and no text of a person."""
        return self.name not in PERSONAL

    def metadata(self) -> tuple[Any, ...]:
        """What ``Annotated`` carries for pydantic: this kind and its schema."""
        states = [{"type": "string", **self.schema}, {"type": "null"}, UNREAD_SCHEMA]
        schema = {"anyOf": states, "x-notation": self.name}
        return self, WithJsonSchema(schema)

    def __get_pydantic_core_schema__(self, *_: Any) -> core_schema.CoreSchema:
        """What pydantic makes of the kind: ``take`` validates, ``dump`` writes JSON."""
        dumped = (
            core_schema.plain_serializer_function_ser_schema(self._dumped, when_used="json-unless-none")
            if self.dump
            else None
        )
        return core_schema.no_info_plain_validator_function(self.take, serialization=dumped)

    def take(self, value: Any) -> Any:
        """The value of a field in any of its three states: what ``of`` makes of it, ``None`` or ``Unread``."""
        try:
            return self.of(value)
        except NotationError:
            unread = unread_of(value)
            if unread is None:
                raise
            return unread

    def _dumped(self, value: Any) -> Any:
        assert self.dump is not None
        return {UNREAD: value.text} if isinstance(value, Unread) else self.dump(value)

    def shown(self, value: Any) -> str:
        """The text of a value for a message; of a sum that grew beyond what paper can state, its bare figures."""
        if isinstance(value, Unread):
            return value.shown
        try:
            return self.write(value)
        except NotationError:
            return str(value)


def _from_text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Take in a text as it would be read from paper; anything but a text is refused."""

    def of(value: Any) -> Any:
        if value is None:
            return None
        if not isinstance(value, str):
            raise NotationError(Sentence("应为字符串"))
        return read(value)

    return of


def texts(spelling: str, **same: bool) -> Callable[[], dict[str, Any]]:
    """The JSON Schema of texts of this compact spelling, made when it is asked for: few commands do."""
    return lambda: {"type": ["string"], "pattern": spellings.taken(spelling, **same)}


def numbers_or_texts(number: str, spelling: str, low: float, high: float) -> Callable[[], dict[str, Any]]:
    """The JSON Schema of numbers between bounds, and of texts of this compact spelling.

    What forms are made of goes by the first type: amounts are texts, so that none of their figures is lost.
    """
    types = ["string", number] if number == "number" else [number, "string"]
    return lambda: {**texts(spelling)(), "type": types, "minimum": low, "maximum": high}


def whole_between(low: int, high: int, title: str, unit: units.Unit | None = None) -> Kind:
    """A whole number from ``low`` to ``high``, both inclusive; its ``unit`` may stand behind it."""

    def bounded(take: Callable[..., int | None]) -> Callable[[Any], int | None]:
        def of(value: Any) -> int | None:
            number = take(value, unit)
            if number is not None and not low <= number <= high:
                raise NotationError(Sentence("应为{low}至{high}之间的整数", low=low, high=high))
            return number

        return of

    schema = {"type": "integer", "minimum": low, "maximum": high}
    behind = unit.behind if unit else ""
    return Kind(
        "whole",
        title,
        bounded(whole.of),
        whole.write,
        bounded(whole.read),
        schema=schema,
        signs="",
        pattern=WHOLE,
        takes=numbers_or_texts("integer", f"{whole.SPELLING}{behind}", low, high),
        unit=unit.name if unit else "",
    )


def choice_of(title: str, *options: str) -> Kind:
    """One of the words that the form prints."""

    def read(value: str) -> str | None:
        return choice.read(value, options)

    def write(value: str) -> str:
        return choice.write(value, options)

    return Kind(
        "choice",
        title,
        _from_text(read),
        write,
        read,
        schema={"enum": list(options)},
        takes=texts(choice.spelling(options)),
        options=dict(zip(options, options, strict=True)),
    )


def digits_of(title: str, length: int | None = None) -> Kind:
    """Digits kept as text, ``length`` of them where it is given."""
    read, write = partial(digits.read, length=length), partial(digits.write, length=length)
    pattern = f"^[0-9]{{{length}}}$" if length else "^[0-9]+$"
    written = pattern.strip("^$") if length else f"[0-9]{{1,{digits.LONGEST}}}"
    schema = {"pattern": pattern}
    takes = texts(digits.spelling(length))
    return Kind(
        "digits",
        title,
        _from_text(read),
        write,
        read,
        schema=schema,
        signs="",
        pattern=written,
        takes=takes,
        written={"maxLength": length or digits.LONGEST},
    )


def boxes_of(title: str, **options: str) -> Kind:
    """One of several boxes on paper: ``{{ choice.yes }}`` is the box of the option ``yes="是"``.

    The keywords are what tags call the boxes, the texts are the values of the record.
    """
    names, values = tuple(options), tuple(options.values())

    def write_boxes(value: str | None) -> tuple[str, ...]:
        return tuple(choice.MARKED if option == value else choice.EMPTY for option in values)

    def read_boxes(marks: tuple[str, ...]) -> str | None:
        return choice.marked(marks, values)

    kind = choice_of(title, *values)
    return replace(kind, parts=Parts(names, values, write_boxes, read_boxes, boxes=True))


def one_of(title: str, options: Mapping[str, str]) -> Kind:
    """One of several boxes on paper, a code in the record: ``options`` are the printed texts by their codes.

    Tags call the boxes by their codes, with ``_`` for ``-``.
    """
    codes = dict(zip(options.values(), options, strict=True))

    def of(value: Any) -> str | None:
        found = _codes_in(None if value is None else [value], options)
        return found[0] if found else None

    def read(written: str) -> str | None:
        return None if (option := choice.read(written, tuple(codes))) is None else codes[option]

    def read_boxes(marks: tuple[str, ...]) -> str | None:
        return None if (option := choice.marked(marks, tuple(codes))) is None else codes[option]

    parts = _coded_boxes(options, lambda value: (value,), read_boxes)
    codes_taken = "|".join(map(spellings.literal, options))
    return Kind(
        "choice",
        title,
        of,
        options.__getitem__,
        read,
        schema={"enum": list(options)},
        parts=parts,
        takes=lambda: {"type": ["string"], "pattern": f"^(?:{codes_taken})?{spellings.END}"},
        options=options,
    )


def several_of(title: str, options: Mapping[str, str]) -> Kind:
    """Any of several boxes on paper (多选), codes in the record, in the order of ``options``; no mark is a blank.

    Otherwise as ``one_of``.
    """
    codes = dict(zip(options.values(), options, strict=True))

    def of(value: Any) -> tuple[str, ...] | None:
        if value is not None and not isinstance(value, list | tuple):
            raise NotationError(
                named(Sentence("选项"), Sentence("应为数组，其中只能是{options}", options=tuple(options)))
            )
        return _codes_in(value, options)

    def write(value: tuple[str, ...]) -> str:
        return "、".join(options[code] for code in value)

    def read(written: str) -> tuple[str, ...] | None:
        if text.read(written) is None:
            return None
        found = {choice.read(option, tuple(codes)) for option in written.split("、")}
        return tuple(code for label, code in codes.items() if label in found)

    def read_boxes(marks: tuple[str, ...]) -> tuple[str, ...] | None:
        return tuple(codes[option] for option in choice.all_marked(marks, tuple(codes))) or None

    schema = {"type": "array", "items": {"type": "string", "enum": list(options)}, "uniqueItems": True}
    boxes = _coded_boxes(options, tuple, read_boxes)
    return Kind(
        "choices",
        title,
        of,
        write,
        read,
        None,
        schema,
        boxes,
        takes=lambda: {"type": ["array"], "items": {"enum": [*options, "", None]}},
        options=options,
    )


def _codes_in(value: Any, options: Mapping[str, str]) -> tuple[str, ...] | None:
    """The codes of a JSON value in the order of ``options``; ``None`` where there are none."""
    stated = [code for code in value or () if code is not None and code != ""]
    for code in stated:
        if not isinstance(code, str) or code not in options:
            raise NotationError(named(Sentence("选项"), Sentence("无法识别，只能是{options}", options=tuple(options))))
    return tuple(code for code in options if code in stated) or None


def _coded_boxes(
    options: Mapping[str, str], marked: Callable[[Any], tuple[str, ...]], read: Callable[[tuple[str, ...]], Any]
) -> Parts:
    """The boxes of a kind whose values are codes; ``marked`` gives the codes that a value marks."""

    def write(value: Any) -> tuple[str, ...]:
        chosen = () if value is None else marked(value)
        return tuple(choice.MARKED if code in chosen else choice.EMPTY for code in options)

    return Parts(tuple(code.replace("-", "_") for code in options), tuple(options.values()), write, read, boxes=True)


def _write_years_parts(value: int) -> tuple[str, ...]:
    return tuple(map(str, divmod(value, 12)))


def _read_years_parts(texts: tuple[str, ...]) -> int | None:
    whole_years, months = whole.read(texts[0], units.WHOLE_YEARS), whole.read(texts[1], units.MONTHS)
    if whole_years is None and months is None:
        return None
    if (months or 0) > 11:
        raise NotationError(named(Sentence("缴费年限"), Sentence("年后面的月数应小于12，请核对")))
    return years.of((whole_years or 0) * 12 + (months or 0))


def _read_date_parts(texts: tuple[str, ...]) -> dt.date | None:
    year, month, day = texts
    return date.read_parts((year, month, day))


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise NotationError(Sentence("应为 true 或 false"))


def _read_flag(written: str) -> bool | None:
    return None if (word := choice.read(written, ("是", "否"))) is None else word == "是"


def _share_of(take: Callable[[Any], Decimal | None]) -> Callable[[Any], Decimal | None]:
    """A rate that is a part of a whole: nobody pays more than 100% of a wage."""

    def of(value: Any) -> Decimal | None:
        share = take(value)
        if share is not None and not 0 <= share <= 1:
            raise NotationError(named(Sentence("比例"), Sentence("应在0%至100%之间，请写成 8% 或 0.08")))
        return share

    return of


TEXTS = {"type": ["string"], "pattern": text.TAKEN}
LINES = {"type": ["string"], "pattern": text.TAKEN_LINES}
TEXT = Kind("text", "文字", _from_text(text.read), text.write, text.read, pattern=PRINTED, takes=lambda: TEXTS)
NOTE = Kind(
    "text",
    "文字（可换行）",
    _from_text(text.read_lines),
    text.write,
    text.read_lines,
    pattern=PRINTED,
    takes=lambda: LINES,
)
CAREERS = replace(TEXT, title="逐月经历", is_drawn=True)
CODE = Kind(
    "text", "号码", _from_text(text.read_code), text.write_code, text.read_code, pattern=NUMBERED, takes=lambda: TEXTS
)
MONEY = Kind(
    "money",
    "金额（元）",
    money.of,
    money.write,
    money.read,
    signs=".",
    pattern=AMOUNT,
    takes=numbers_or_texts("number", money.SPELLING, -float(money.MAXIMUM), float(money.MAXIMUM)),
    written={"pattern": f"^-?{AMOUNT}$", "maxLength": len(f"-{money.MAXIMUM}")},
    typed={"pattern": r"^-?(?:0|[1-9][0-9]{0,12})(?:\.[0-9]{1,2})?$"},
    unit=units.YUAN.name,
)
CAPITAL = Kind(
    "capital",
    "大写金额",
    _from_text(capital.canonical),
    text.write,
    capital.canonical,
    takes=texts(capital.SPELLING, capitals=True),
)
CITIZEN_ID = Kind(
    "citizen-id",
    "公民身份号码",
    _from_text(citizen_id.read),
    citizen_id.write,
    citizen_id.read,
    takes=texts(citizen_id.SPELLING, small_x=True),
    written={"pattern": "^[0-9]{17}[0-9X]$", "maxLength": 18},
)
DATE = Kind(
    "date",
    "日期",
    date.of,
    date.write,
    date.read,
    None,
    {"format": "date", "pattern": DAY_PATTERN},
    Parts(date.PARTS, ("年", "月", "日"), date.write_parts, _read_date_parts),
    signs="年月日",
    takes=texts(date.SPELLING, numerals=True),
)
YEAR_MONTH = Kind(
    "year-month",
    "年月",
    year_month.of,
    year_month.write,
    year_month.read,
    str,
    MONTH_SCHEMA,
    signs="年月",
    takes=texts(year_month.SPELLING, numerals=True),
)
MONTH_DIGITS = replace(YEAR_MONTH, title="年月（印作六位数字）", write=year_month.write_digits, signs="")
YEARS = Kind(
    "years",
    "年限（月数，印作年）",
    years.of,
    years.write,
    years.read,
    None,
    {"type": "integer", "minimum": 0, "maximum": years.MOST_MONTHS},
    Parts(("year", "month"), ("年", "个月"), _write_years_parts, _read_years_parts),
    takes=numbers_or_texts("integer", years.SPELLING, 0, years.MOST_MONTHS),
    unit=units.MONTHS.name,
)
REGION_CODE = digits_of("行政区划代码（6位）", 6)
POSTCODE = digits_of("邮政编码（6位）", 6)
ACCOUNT = digits_of("银行账号")
RATE = Kind(
    "rate",
    "利率、比例",
    rate.of,
    rate.write,
    rate.read,
    "{:f}".format,
    takes=numbers_or_texts("number", rate.SPELLING, -rate.LARGEST, rate.LARGEST),
)
SHARE = Kind(
    "rate",
    "比例（0–100%）",
    _share_of(rate.of),
    rate.write,
    _share_of(rate.read),
    "{:f}".format,
    takes=numbers_or_texts("number", rate.SPELLING, 0, 1),
    typed={"pattern": r"^(?:0(?:\.[0-9]{1,12})?|1(?:\.0{1,12})?|(?:[0-9]{1,2}(?:\.[0-9]{1,10})?|100(?:\.0{1,10})?)%)$"},
)
FLAG = Kind(
    "flag",
    "是否",
    _flag,
    lambda value: "是" if value else "否",
    _read_flag,
    bool,
    {"type": "boolean"},
    takes=lambda: {"type": ["boolean"]},
)
SEX = choice_of("性别", "男", "女")
YEAR = whole_between(1949, 2999, "年份", units.YEAR)
MONTHS_OF_YEAR = whole_between(1, 12, "月数（1–12）", units.MONTHS)
MONTHS_PAID = whole_between(0, 12, "月数（0–12）", units.MONTHS)
MONTHS = whole_between(0, 9999, "月数", units.MONTHS)

Text = Annotated[str | None, *TEXT.metadata()]
Note = Annotated[str | None, *NOTE.metadata()]
"""What people say in their own words, in as many lines as they want: a reason, a remark."""
MonthsByScheme = Annotated[str | None, *CAREERS.metadata()]
"""Which months somebody paid or drew under two schemes, as ``notations/careers`` spells it."""
Code = Annotated[str | None, *CODE.metadata()]
"""A number that may have letters and signs in it: a telephone number, the number of a person or of a paper."""
Money = Annotated[Decimal | None, *MONEY.metadata()]
Capital = Annotated[str | None, *CAPITAL.metadata()]
CitizenId = Annotated[str | None, *CITIZEN_ID.metadata()]
Date = Annotated[dt.date | None, *DATE.metadata()]
Month = Annotated[year_month.YearMonth | None, *YEAR_MONTH.metadata()]
MonthDigits = Annotated[year_month.YearMonth | None, *MONTH_DIGITS.metadata()]
Years = Annotated[int | None, *YEARS.metadata()]
RegionCode = Annotated[str | None, *REGION_CODE.metadata()]
Postcode = Annotated[str | None, *POSTCODE.metadata()]
Account = Annotated[str | None, *ACCOUNT.metadata()]
Rate = Annotated[Decimal | None, *RATE.metadata()]
Share = Annotated[Decimal | None, *SHARE.metadata()]
Flag = Annotated[bool | None, *FLAG.metadata()]
Sex = Annotated[str | None, *SEX.metadata()]
CalendarYear = Annotated[int | None, *YEAR.metadata()]
MonthsOfYear = Annotated[int | None, *MONTHS_OF_YEAR.metadata()]
MonthsPaid = Annotated[int | None, *MONTHS_PAID.metadata()]
"""A year without contributions still earns interest: its row has no period, or 0 months."""
Months = Annotated[int | None, *MONTHS.metadata()]
