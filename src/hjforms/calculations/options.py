"""成都 居保、职保互转的各种选择: what each option costs, gives back and counts, and why it is not open.

Law: 《成都市城乡养老保险关系转移接续暂行办法》（2014年10月16日新闻稿）.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Annotated, Any

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law import chengdu
from hjforms.law import chengdu_options as law
from hjforms.law.chengdu_options import Paid
from hjforms.law.periods import Period, spelled, united, year_of
from hjforms.law.steps import RATE, YUAN, Step, given
from hjforms.notations.year_month import YearMonth
from hjforms.paths import RecordPath
from hjforms.records.base import Part, Record, Rows, entry, part, place, rows
from hjforms.records.kinds import CalendarYear, Date, Flag, Money, Month, Months, Rate, Years, one_of
from hjforms.records.relations import in_order, not_negative, periods_apart
from hjforms.records.rules import Check, Violation, value_at
from hjforms.wording import Said, Sentence, named

HOUSEHOLDS = {"here": "本市", "there": "市域外转入地", "elsewhere": "其他地方"}
Household = Annotated[str | None, *one_of("户籍", HOUSEHOLDS).metadata()]


class ResidentYear(Record):
    """One year of 居保, and what 职保 cost in the same year: stated, or by wage and rate."""

    year: CalendarYear = entry("年份")
    paid: Money = entry("居保个人缴费")
    subsidy: Money = entry("按省政府规定标准的缴费补贴")
    employee_amount: Money = entry("同年职保缴费金额")
    wage: Money = entry("上一年全省城镇非私营单位在岗职工月平均工资")
    rate: Rate = entry("职保个体参保人员缴费比例")
    interest: Money = entry("差额部分的利息")


class Resident(Record):
    """居保 in the city."""

    enrolled_on: Month = entry("参保时间")
    account: Money = entry("居保个人账户储存额")
    fund: Money = entry("居保统筹基金")
    personal_interest: Money = entry("居保个人缴费的利息")
    years: Rows[ResidentYear] = rows("历年居保缴费")


class EmployeePeriod(Record):
    """A stretch of 职保 in the city."""

    start: Month = entry("缴费起始时间")
    end: Month = entry("缴费截止时间")
    months: Months = entry("缴费月数")
    base: Money = entry("月缴费基数")


class Employee(Record):
    """职保 in the city."""

    enrolled_on: Month = entry("参保时间")
    account: Money = entry("职保个人账户储存额")
    fund: Money = entry("职保统筹基金")
    personal: Money = entry("职保个人缴费")
    personal_interest: Money = entry("职保个人缴费的利息")
    years_paid: Years = entry("职保缴费年限")
    years: Rows[EmployeePeriod] = rows("历年职保缴费")


class OutsideResident(Record):
    """居保 outside the city."""

    account: Money = entry("市域外居保个人账户储存额")
    years_paid: Years = entry("市域外居保缴费年限")


class OutsideEmployee(Record):
    """职保 outside the city; ``fund`` is what the national rules for moving it transfer."""

    account: Money = entry("市域外职保个人账户储存额")
    fund: Money = entry("按国家规定转移的统筹基金")
    years_paid: Years = entry("市域外职保缴费年限")


class Standing(Record):
    """A person who asks what they can do."""

    day: Date = entry("办理日")
    drawing: Flag = entry("已按国家规定领取养老保险待遇")
    household: Household = entry("户籍")
    resident: Part[Resident] = part("本市居保")
    employee: Part[Employee] = part("本市职保")
    outside_resident: Part[OutsideResident] = part("市域外居保")
    outside_employee: Part[OutsideEmployee] = part("市域外职保")


HOW_TO_MERGE = "选择“换算”或“补差”（金额和年限见该两项），再合并缴费基数、个人账户，累计缴费年限"


# ------------------------------------------------------------------------------------------ checks


def _each_year_once(case: Standing) -> Iterator[Violation]:
    seen: set[int | None] = set()
    for index, row in enumerate(case.resident.years):
        if row.year in seen:
            yield Violation("error", f"resident.years.{index}.year", Sentence("同一年份出现两次，请合并或更正。"))
        if row.paid == 0:
            yield Violation("error", f"resident.years.{index}.paid", Sentence("没有缴费的年份不要列出。"))
        seen.add(row.year)


def _years_cover_periods(case: Any) -> Iterator[Violation]:
    """The years of 职保 against the periods that are listed, which may be only some of them; a month counts once."""
    spans = [_months(row) for row in case.employee.years]
    shared = sum(map(len, spans)) - len(frozenset[YearMonth]().union(*spans))
    paid = (row.months or len(span) for row, span in zip(case.employee.years, spans, strict=True))
    listed = sum(paid) - shared
    if case.employee.years_paid is not None and case.employee.years_paid < listed:
        message = Sentence("少于列出的各段缴费月数之和（{listed}个月），请核对。", listed=listed)
        yield Violation("error", "employee.years_paid", message)


def _months(row: Any) -> frozenset[YearMonth]:
    return frozenset() if row.end < row.start else Period(row.start, row.end).months


def _amounts_agree(case: Standing) -> Iterator[Violation]:
    """The contribution that a year states against that of its wage and rate."""
    for index, row in enumerate(case.resident.years):
        worked = _worked(row)
        if worked is not None and row.employee_amount not in (None, worked.value):
            message = Sentence("按月平均工资和缴费比例算得{amount}，请核对。", amount=worked.said)
            yield Violation("error", f"resident.years.{index}.employee_amount", message)


def _worked(row: Any) -> Step | None:
    """What 职保 cost in the year of a row, by its wage and rate."""
    if None in (row.year, row.wage, row.rate):
        return None
    return chengdu.contribution(row.year, _wage(row), given("个体参保人员缴费比例", row.rate, RATE))


def _wage(row: Any) -> Step:
    return given(f"{row.year - 1}年全省城镇非私营单位在岗职工月平均工资", row.wage, YUAN)


RULES = (
    Check("years.once", ("resident.years.*.year",), "缴费的年份，每年一行", chengdu.TOP_UP, _each_year_once),
    Check("amounts", ("resident.years.*.employee_amount",), "缴费金额=基数×比例×12", chengdu.TOP_UP, _amounts_agree),
    Check("years", ("employee.years_paid",), "缴费年限不少于各段之和", chengdu.TO_RESIDENT, _years_cover_periods),
    in_order(chengdu.MERGE_OVERLAP, "employee.years.*.start", "employee.years.*.end"),
    periods_apart("employee.years", chengdu.MERGE_OVERLAP, united=True),
    not_negative(Standing, chengdu.TOP_UP),
)

# ------------------------------------------------------------------------- what the person has paid


def _paid(case: Any) -> tuple[Paid, list[Finding]]:
    """What the person has paid into both schemes, and what is wrong with it."""
    periods = [Period(row.start, row.end, row.months) for row in case.employee.years]
    certain = united(period for period in periods if period.is_whole)
    both = {row.year: chengdu.months_in_both(row.year, certain & year_of(row.year)) for row in case.resident.years}
    doubts = list(_doubts(periods, both))
    wrong = list(_not_comparable(case))
    years = None if wrong else [_year(row, both[row.year]) for row in case.resident.years]
    return Paid(both, years, not doubts), [*doubts, *wrong, *_capped(years or ())]


def _doubts(periods: list[Period], years: Iterable[int]) -> Iterator[Finding]:
    """The periods of 职保 of which it is not known how many months fall into a year of 居保."""
    for index, period in enumerate(periods):
        if not period.is_whole and any(period.months & year_of(year) for year in years):
            message = Sentence("缴费月数少于起止月数，不知是哪几个月，重叠月数无法确定，请分行写明。")
            yield _error(f"employee.years.{index}.months", message, chengdu.MERGE_OVERLAP)


def _not_comparable(case: Any) -> Iterator[Finding]:
    """The years of which it is not known what 职保 cost, or in which it cost less than was paid."""
    for index, row in enumerate(case.resident.years):
        path, cost = f"resident.years.{index}.employee_amount", _cost(row).value
        if not cost:
            yield _error(
                path, Sentence("换算和补差要有同年职保缴费金额，或者上一年月平均工资和缴费比例。"), chengdu.CONVERT
            )
        elif cost < row.paid:
            message = Sentence("居保缴费多于同年职保缴费，新闻稿没有规定怎样换算、补差，请向社保机构确认。")
            yield _error(path, message, chengdu.CONVERT)


def _capped(years: Iterable[chengdu.Year]) -> Iterator[Finding]:
    """The years whose conversion, with the months of 职保, would have come to more than a year."""
    for index, year in enumerate(years):
        if chengdu.converted(year).value < Fraction(year.paid.value) / Fraction(year.employee.value):
            message = Sentence("换算的年限加上当年职保缴费超过一年，新闻稿没有写，按合计一年计，请确认。")
            path = f"resident.years.{index}.paid"
            yield Finding("warning", path, "options", named(place(Standing, path), message), article=chengdu.CONVERT)


def _two_readings(case: Any, paid: Paid) -> Iterator[Finding]:
    """The years of which the text does not say whether months that 职保 has already are made up for."""
    for index, row in enumerate(case.resident.years):
        if paid.both[row.year].value:
            path = f"resident.years.{index}.paid"
            message = named(
                place(Standing, path),
                Sentence("“补差”的{doubt}；两种算法的金额都已列出。", doubt=chengdu.TWO_READINGS),
            )
            yield Finding("warning", path, "options", message, article=chengdu.TOP_UP)


def _cost(row: Any) -> Step:
    return _worked(row) or given(f"{row.year}年职保缴费金额", row.employee_amount, YUAN)


def _year(row: Any, both: Step) -> chengdu.Year:
    return chengdu.Year(row.year, given(f"{row.year}年居保个人缴费", row.paid, YUAN), _cost(row), both)


def _error(path: str, message: Said, article: str) -> Finding:
    return Finding("error", path, "options", named(place(Standing, path), message), article=article)


def _person(case: Any, paid: Paid) -> law.Standing:
    return law.Standing(
        drawing=bool(case.drawing),
        resident=not case.resident.is_blank(),
        contributed=bool(case.resident.years),
        employee=not case.employee.is_blank(),
        outside_resident=not case.outside_resident.is_blank(),
        outside_employee=not case.outside_employee.is_blank(),
        overlapping=paid.overlapping,
        household=case.household,
    )


# --------------------------------------------------------------------------- figures of each option


class Stated:
    """What a case states, by the paths of its fields; what it leaves ``blank`` is remembered."""

    def __init__(self, case: Any) -> None:
        self.case = case
        self.blank: list[str] = []

    def __call__(self, *names: str, unit: str = YUAN) -> list[Step] | None:
        """What stands at some paths, for ``*`` in every row; ``None`` where one of them is blank."""
        values = [(path, value_at(self.case, path)) for name in names for path in self._paths(name)]
        missing = [path for path, value in values if value is None]
        self.blank += missing
        return None if missing else [given(self._name(path), value, unit) for path, value in values]

    def _paths(self, name: str) -> list[RecordPath]:
        path = RecordPath(name)
        return [path.in_row(row) for row in range(len(value_at(self.case, path.table)))] if path.table else [path]

    def _name(self, path: RecordPath) -> str:
        in_years = path.table == "resident.years"
        year = f"{value_at(self.case, path.parent).year}年" if in_years else ""
        return year + place(Standing, path).split()[-1]


def _overlap(case: Any, paid: Paid) -> Iterator[tuple[str, Step]]:
    """The months that were paid in both, and the base that both make together."""
    yield "how", Step("【重叠缴费合并】办理", HOW_TO_MERGE, article=chengdu.MERGE_OVERLAP)
    yield from ((f"months.{year}", step) for year, step in paid.both.items() if step.value)
    for index, row in enumerate(case.employee.years):
        for year in case.resident.years:
            both = _months(row) & year_of(year.year)
            if both and row.base is not None and year.wage is not None:
                bases = (chengdu.base(year.year, _wage(year)), given("职保月缴费基数", row.base, YUAN))
                yield f"base.{year.year}.{index}", chengdu.merged_base(spelled(both), bases)


def _figures(option: law.Option, person: law.Standing, stated: Stated, paid: Paid) -> Iterator[tuple[str, Step]]:
    """The figures of an open option by their keys, where they are known."""
    found = option.figures(person, stated, paid)
    yield from ((name, step) for name, step in found if step is not None)
    if option.base:
        for row in stated.case.resident.years:
            if row.wage is not None:
                yield f"base.{row.year}", option.base(row.year, _wage(row))


def _missing(path: str) -> Finding:
    message = named(place(Standing, path), Sentence("没有填写，用到它的数不计算；确实没有的请填0。"))
    return Finding("warning", path, "stated", message, article=chengdu.SCOPE)


def run(case: Any) -> Outcome:
    """Every option of the measures: whether it is open, what it costs, gives back and counts."""
    figures = {"measures": chengdu.measures(case.day)}
    (paid, doubts), stated = _paid(case), Stated(case)
    person = _person(case, paid)
    for key, option in law.OPTIONS.items():
        figures[f"{key}.open"] = option.is_open(person)
        if reasons := option.reasons(person):
            why = Step(f"【{option.name}】不能选择的原因", "；".join(reasons), article=option.article)
            figures[f"{key}.reason"] = why
            continue
        found = _overlap(case, paid) if key == "merge_overlap" else _figures(option, person, stated, paid)
        figures |= {f"{key}.{name}": step for name, step in found}
    findings = [*doubts, *_two_readings(case, paid)] if figures["convert.open"].value else []
    return Outcome(figures, (*findings, *map(_missing, dict.fromkeys(stated.blank))))


CALCULATION = Calculation(
    name="options",
    title="成都居保、职保互转：各种选择的比较",
    article=chengdu.NEWS,
    case_type=Standing,
    run=run,
    required=(
        "day",
        "drawing",
        "resident.years.*.year",
        "resident.years.*.paid",
        "employee.years.*.start",
        "employee.years.*.end",
    ),
    rules=RULES,
)
