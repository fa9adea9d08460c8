"""待遇测算: the monthly pension of both outcomes side by side, from which day, and what about it is not certain.

What no source gives (基础养老金, 计发基数) is stated by the case with its source; what is not stated is told, and the
other figures stand. Law: 《关于实施渐进式延迟法定退休年龄的决定》第一条至第三条; 国发〔2005〕38号 as others report it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from hjforms.calculation import Calculation, Outcome
from hjforms.calculations.eligible import CATEGORY, CATEGORY_FROM_SEX, CATEGORY_KNOWN, PERSON_KNOWN
from hjforms.errors import NoRuleInForce
from hjforms.findings import Finding
from hjforms.law import parameters, pension, retirement
from hjforms.law.steps import MONTHS, YUAN, Step, given
from hjforms.notations.year_month import YearMonth
from hjforms.records.base import Part, Record, entry, leaves, part, place
from hjforms.records.kinds import Date, Money, Month, Months, Text, one_of
from hjforms.records.parts import Person
from hjforms.records.relations import BIRTH_DATE_FROM_ID, REGION_KNOWN, SEX_FROM_ID, not_negative
from hjforms.records.rules import Check, Violation
from hjforms.timeline import CERTAINTY
from hjforms.wording import Said, Sentence, named

ARTICLE = f"{retirement.DECISION}第一条至第三条；{pension.EMPLOYEE}"
SURE = one_of("确定程度", dict(CERTAINTY.items()))
SIDES = {"resident": "居民养老保险", "employee": "职工养老保险"}
READINGS = {"whole": "计发月数按整岁", "between": "计发月数按月"}
"""How an age with months may be looked up in a table of whole years (两种读法)."""


class Resident(Record):
    """What a person has who draws the pension of 居民养老保险."""

    account: Money = entry("个人账户储存额")
    months: Months = entry("缴费月数")
    basic: Money = entry("月基础养老金")
    minimum: Months = entry("当地规定的最低缴费月数")
    source: Text = entry("以上标准的出处")
    certainty: Annotated[str | None, *SURE.metadata()] = entry("出处的确定程度")


class Employee(Record):
    """What a person has who draws the pension of 职工养老保险."""

    account: Money = entry("个人账户储存额")
    months: Months = entry("缴费月数（含视同缴费）")
    wage: Money = entry("计发基数")
    own_wage: Money = entry("本人指数化月平均缴费工资")
    basic: Money = entry("月基础养老金（已由当地办法算出的）")
    transitional: Money = entry("月过渡性养老金")
    source: Text = entry("以上标准的出处")
    certainty: Annotated[str | None, *SURE.metadata()] = entry("出处的确定程度")


class Outlook(Record):
    """A person with the figures of both outcomes (待遇测算)."""

    on: Date = entry("测算日期")
    person: Part[Person] = part("参保人员")
    category: Annotated[str | None, *CATEGORY.metadata()] = entry("类别（原法定退休年龄）")
    chosen_month: Month = entry("弹性退休年月")
    paying_from: Month = entry("继续缴费的首月")
    resident: Part[Resident] = part("享受居民养老保险待遇")
    employee: Part[Employee] = part("享受职工养老保险待遇")


@dataclass
class _Found:
    """The figures, what is told, and what about the figures is not certain."""

    figures: dict[str, Step] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unsure: list[Step] = field(default_factory=list)

    def tell(self, path: str, message: Said, severity: Any = "warning") -> None:
        """Add a finding about a path."""
        self.findings.append(Finding(severity, path, "outlook", message, article=ARTICLE))

    def lacks(self, case: Record, *paths: str) -> bool:
        """True where something of this is not stated, which is told."""
        blank = [path for path in paths if _value(case, path) is None]
        for path in blank:
            if path.endswith((".account", ".months")):
                message = Sentence("没有写明，与它有关的待遇没有测算，请照信息表写明。")
            else:
                message = Sentence("没有写明，与它有关的待遇没有测算。来源中没有这个数字，请按当地公布的写明。")
            self.tell(path, named(place(Outlook, path), message))
        return bool(blank)


def _value(case: Record, path: str) -> Any:
    owner, name = path.split(".")
    return getattr(getattr(case, owner), name)


def run(case: Outlook) -> Outcome:
    """Both pensions as far as what they hang on is stated, the days, the differences, and what is not certain."""
    found = _Found()
    for outcome in (_resident, _employee):
        try:
            outcome(case, found)
        except NoRuleInForce as missing:  # a chain goes on without this outcome
            found.tell("on", missing.message)
    for key, reading in READINGS.items():
        both = found.figures.get(f"employee.pension.{key}"), found.figures.get("resident.pension")
        if both[0] is not None and both[1] is not None:
            found.figures[f"difference.{key}"] = pension.difference(both[0], both[1], reading)
    found.figures["unsure"] = _unsure(case, found)
    return Outcome(found.figures, tuple(found.findings))


def _born(case: Outlook) -> tuple[dt.date, YearMonth]:
    born = case.person.birth_date
    assert born is not None
    return born, YearMonth(born.year, born.month)


def _day(case: Outlook) -> dt.date:
    assert case.on is not None
    return case.on


def _paying_from(case: Outlook) -> Step:
    """The first month that is still to be paid; where the case does not say, the one after the day of the case."""
    if case.paying_from is not None:
        return given("继续缴费的首月", case.paying_from)
    day = _day(case)
    month = YearMonth.from_index(YearMonth(day.year, day.month).index + 1)
    return given("继续缴费的首月", month, note="没有写明继续缴费的首月，按测算日期的次月起逐月缴费、不中断计")


def _stated(owner: Any, name: str, unit: str = YUAN) -> Step:
    """A figure that the case states, with the source that it names."""
    return Step(
        leaves(type(owner))[name].label,
        getattr(owner, name),
        unit,
        source=owner.source or "",
        certainty=owner.certainty,
    )


# ------------------------------------------------------------------------------------- both outcomes


def _resident(case: Outlook, found: _Found) -> None:
    side, (born, month), figures = case.resident, _born(case), found.figures
    age = parameters.figure("resident-pension-age", _day(case))
    sixty = Step(
        "达到居民养老保险待遇享受年龄的年月",
        YearMonth.from_index(month.index + age.value),
        formula="{0}＋{1}（月）",
        inputs=(given("出生年月", month), age),
        article=pension.RESIDENT,
    )
    days = [pension.birthday("满60周岁之日", born, sixty)]
    if side.minimum is not None and side.months is not None:
        minimum, paid = _stated(side, "minimum", MONTHS), given("居民养老保险缴费月数", side.months, MONTHS)
        days += _months("resident", case, found, minimum, paid)
    figures["resident.day"] = pension.later("居民养老保险待遇最早可领取之日", days, pension.RESIDENT)
    if found.lacks(case, "resident.account", "resident.basic"):
        return
    account = given("居民养老保险个人账户储存额", side.account, YUAN)
    basic = _stated(side, "basic")
    figures["resident.account-pension"] = pension.resident_account_pension(account, _day(case))
    parts = [basic, figures["resident.account-pension"]]
    figures["resident.pension"] = pension.monthly("居民养老保险每月养老金", parts, pension.RESIDENT)


def _months(side: str, case: Outlook, found: _Found, minimum: Step, paid: Step) -> list[Step]:
    """The months still to pay, and the day on which they are paid, where there are any."""
    article = pension.MINIMUM if side == "employee" else pension.RESIDENT
    missing = pension.still_to_pay(SIDES[side], minimum, paid, article)
    found.figures[f"{side}.missing"] = missing
    if not missing.value:
        return []
    reached = pension.reached(missing, _paying_from(case))
    found.figures[f"{side}.reached"] = reached
    return [pension.end_of(reached)]


def _chosen_is_possible(case: Outlook, found: _Found) -> bool:
    """False, and told, where the chosen month is outside the span of flexible retirement (弹性退休)."""
    if case.chosen_month is None:
        return True
    (_, month), category = _born(case), str(case.category)
    span = retirement.elastic(month, category, retirement.governing_day(month, category))
    if span.earliest.value <= case.chosen_month <= span.latest.value:
        return True
    message = Sentence(
        "弹性退休只能选{first}至{last}，职工养老保险待遇没有测算，请核对。",
        first=span.earliest.said,
        last=span.latest.said,
    )
    found.tell("chosen_month", message, "error")
    return False


def _retirement(case: Outlook) -> tuple[Step, Step]:
    """The month of retirement, and the minimum of months that counts for it."""
    (_, month), category = _born(case), str(case.category)
    statutory = retirement.retirement_month(month, category, retirement.governing_day(month, category))
    chosen = statutory
    if case.chosen_month is not None:
        article = f"{retirement.DECISION}第三条"
        chosen = Step("弹性退休年月", case.chosen_month, inputs=(statutory,), article=article)
    return chosen, retirement.minimum_months(retirement.reference_year(statutory.value, chosen.value))


def _employee(case: Outlook, found: _Found) -> None:
    side, (born, month), figures = case.employee, _born(case), found.figures
    if not _chosen_is_possible(case, found):
        return
    retires, minimum = _retirement(case)
    figures |= {"employee.retirement": retires, "employee.minimum": minimum}
    if found.lacks(case, "employee.months"):
        return
    paid = given("职工养老保险缴费月数", side.months, MONTHS)
    days = [pension.birthday("达到退休年龄之日", born, retires), *_months("employee", case, found, minimum, paid)]
    first = figures["employee.day"] = pension.later("职工养老保险待遇最早可领取之日", days, pension.MINIMUM)
    age = figures["employee.age"] = pension.age_at(first, month)
    basic = _basic(case, found, pension.months_at_last(paid, figures["employee.missing"]))
    _employee_pension(case, found, age, basic)


def _basic(case: Outlook, found: _Found, months: Step) -> Step | None:
    """The 基础养老金 that is stated, or by the formula where its figures are."""
    side = case.employee
    if side.basic is not None:
        return _stated(side, "basic")
    if found.lacks(case, "employee.wage", "employee.own_wage"):
        return None
    basic = pension.basic_pension(_stated(side, "wage"), _stated(side, "own_wage"), months)
    found.figures["employee.basic"] = basic
    return basic


def _employee_pension(case: Outlook, found: _Found, age: Step, basic: Step | None) -> None:
    side = case.employee
    if found.lacks(case, "employee.account"):
        return
    if not pension.is_tabulated(age.value, _day(case)):
        found.tell("employee", Sentence("计发月数表里没有{age}个月的领取年龄，没有测算，请核对。", age=age.value))
        return
    account = given("职工养老保险个人账户储存额", side.account, YUAN, note=pension.NO_LATER_PAYMENTS)
    more = [] if side.transitional is None else [_stated(side, "transitional")]
    for key, own in zip(READINGS, pension.account_pension(account, age, _day(case)), strict=True):
        found.figures[f"employee.account-pension.{key}"] = own
        if basic is not None:
            name = f"职工养老保险每月养老金（{READINGS[key]}）"
            found.figures[f"employee.pension.{key}"] = pension.monthly(name, [basic, own, *more], pension.EMPLOYEE)


# --------------------------------------------------------------------------------- what is not certain


def _unsure(case: Outlook, found: _Found) -> Step:
    """What about the figures is not certain (不确定的), each with the reason."""
    reasons = [
        given("计算公式", "两种待遇的公式原文不在来源中"),
        given("储存额和缴费年限", "不含以后的缴费和利息，年限只算到缴满最低年限"),
        given("居民养老保险的60周岁和139个月", "没有见到国家文件原文"),
        given("计发月数", "多份第三方资料一致，未见官方原文"),
    ]
    age = found.figures.get("employee.age")
    if age is not None and age.value % 12:
        reasons.append(given("有零头月份的领取年龄", "计发月数怎样查，来源中没有，两种读法都列"))
    if case.resident.minimum is None or case.resident.months is None:
        reasons.append(given("居民养老保险的最低缴费年限", "没有写明，按已经达到计"))
    reasons += (
        given(f"{name}的标准", "案例没有写明出处")
        for side, name in SIDES.items()
        if not getattr(case, side).is_blank() and getattr(case, side).source is None
    )
    if case.employee.transitional is None:
        reasons.append(given("过渡性养老金", "没有写明，没有计入"))
    text = "、".join(f"{step.name}（{step.text}）" for step in reasons)
    return Step("不确定的", text, inputs=tuple(reasons), article=ARTICLE)


def _sources(case: Outlook) -> Iterator[Violation]:
    """A source and how sure it is go together; a basic pension is stated or computed, not both."""
    for side in SIDES:
        stated = getattr(case, side)
        if (stated.source is None) != (stated.certainty is None):
            name = "certainty" if stated.certainty is None else "source"
            yield Violation("error", f"{side}.{name}", Sentence("出处和确定程度要一起写明。"))
    if case.employee.basic is not None:
        told = Sentence("已写明月基础养老金，不再按公式计算，请只写一样。")
        for name in ("wage", "own_wage"):
            if getattr(case.employee, name) is not None:
                yield Violation("error", f"employee.{name}", told)


CALCULATION = Calculation(
    name="outlook",
    title="待遇测算：两种结果每月各领多少、何日起领、还要缴多少个月",
    article=ARTICLE,
    case_type=Outlook,
    run=run,
    required=("on",),
    rules=(
        SEX_FROM_ID,
        BIRTH_DATE_FROM_ID,
        REGION_KNOWN,
        PERSON_KNOWN,
        CATEGORY_FROM_SEX,
        CATEGORY_KNOWN,
        not_negative(Outlook, ARTICLE),
        Check("sources", ("employee.source",), "标准写明出处，基础养老金只写一样", ARTICLE, _sources),
    ),
)
