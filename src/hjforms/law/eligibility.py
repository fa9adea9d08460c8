"""Eligibility (办理条件): whether a person may transfer between both schemes, in which direction, and from when.

Law: 人社部发〔2014〕17号 第二条、第三条; 鲁人社字〔2024〕84号 第二条、第四条、第七条.
17号 says fifteen years, which was the minimum when it was written; the minimum rises from 2030, and no text says
whether 17号 rises with it. The default is the minimum of the year of entitlement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hjforms.findings import Severity
from hjforms.law import parameters
from hjforms.law.retirement import (
    DECISION,
    day_in,
    elastic,
    governing_day,
    minimum_months,
    months_after,
    reference_year,
    retirement_month,
)
from hjforms.law.steps import MONTHS, Step, given
from hjforms.notations.year_month import YearMonth
from hjforms.wording import Joined, Said, Sentence

Choice = Literal["resident", "continue"]
TO_EMPLOYEE = "可以办理：居民养老保险转入职工养老保险"
TO_RESIDENT = "可以办理：职工养老保险转入居民养老保险"
ELSEWHERE = "待遇享受地在外省：按人社厅发〔2020〕111号“跨省通办”办理"
EXCLUDED = "不再办理：已经享受养老保险待遇"
NOT_CONCERNED = "不适用：没有分别参加两种养老保险"
NOT_YET = "暂不能办理"
ASK = "向申请人反馈，由其选择：享受居民养老保险待遇，或者延缴职工养老保险"
STOPPED = "停止办理：参保人员选择延缴职工养老保险"
TOO_LATE = "不能办理：申请衔接晚于申请享受待遇"
OPEN = "待定：请先写明待遇享受地"

NATIONAL = "人社部发〔2014〕17号"
SHANDONG = "鲁人社字〔2024〕84号"
FIRST_YEAR = 2014  # who reached the age before 17号 is judged by the fifteen years that it states
RISING = Sentence(
    "17号写的是15年，成文早于最低缴费年限的提高，2030年起是否随之改变，没有见到规定；"
    "缺省按待遇领取年份的最低缴费年限，可以改按15年（minimum 写 fifteen），请与上级确认"
)

AS_RESIDENT = (
    "待达到居民养老保险规定的领取条件时，按居民养老保险办法计发待遇；"
    "按规定延长缴费满最低年限的，可以改办转入职工养老保险"
)


@dataclass(frozen=True)
class Insured:
    """A person insured in both schemes, as far as the rules ask: ``months`` are those of 职工养老保险.

    ``extended`` are months paid after the age was reached (延长缴费). ``chosen`` is the month of elastic retirement,
    where the person chose one. ``fifteen`` holds 17号 to its word.
    """

    born: dt.date
    category: str
    months: int
    extended: int = 0
    drawing: bool = False
    both_schemes: bool = True
    chosen: YearMonth | None = None
    fifteen: bool = False

    @property
    def birth_month(self) -> YearMonth:
        """The month of birth (出生年月)."""
        return YearMonth(self.born.year, self.born.month)


@dataclass(frozen=True)
class Doubt:
    """Something that the clerk has to look at: ``about`` names the fact of the case that it concerns."""

    severity: Severity
    about: str
    message: Said
    article: str


@dataclass(frozen=True)
class Decision:
    """The answer (结论) with its reasons by stable names, and what has to be looked at."""

    figures: Mapping[str, Step]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Claim:
    """What a person has earned in 职工养老保险 (退休条件): when the age is reached, and whether enough was paid.

    ``year`` is that whose minimum counts.
    """

    year: int
    month: Step
    reached: Step
    minimum: Step
    months: Step
    enough: Step
    missing: Step
    bounds: tuple[Step, Step] | None
    doubts: tuple[Doubt, ...]

    @property
    def figures(self) -> dict[str, Step]:
        """The figures by their names."""
        found = {
            "retirement_month": self.month,
            "reached_on": self.reached,
            "minimum_months": self.minimum,
            "months": self.months,
            "enough": self.enough,
            "missing_months": self.missing,
        }
        if self.bounds:
            found |= {"earliest_month": self.bounds[0], "latest_month": self.bounds[1]}
        return found


def claim(person: Insured, on: dt.date) -> Claim:
    """When a person reaches the age to retire, and whether the minimum is paid (退休条件).

    Law: 《关于实施渐进式延迟法定退休年龄的决定》第一条至第三条; 17号 第三条（含延长缴费）.
    """
    governing = governing_day(person.birth_month, person.category)
    statutory = retirement_month(person.birth_month, person.category, governing)
    month = statutory if person.chosen is None else _chosen(person.chosen)
    year = max(FIRST_YEAR, reference_year(statutory.value, month.value))
    minimum = _minimum(person, year, on)
    months = Step(
        "职工养老保险缴费年限",
        person.months + person.extended,
        MONTHS,
        "{0}＋{1}",
        (given("已缴费月数（含视同缴费）", person.months, MONTHS), given("延长缴费月数", person.extended, MONTHS)),
        f"{NATIONAL} 第三条（含延长缴费）",
    )
    article = f"{DECISION}第二条；{NATIONAL} 第三条"
    enough = Step("达到最低缴费年限", months.value >= minimum.value, "", "{0}不少于{1}", (months, minimum), article)
    missing = Step(
        "还差月数", max(0, minimum.value - months.value), MONTHS, "取大（{0}－{1}，0）", (minimum, months), article
    )
    reached = Step(
        "达到退休年龄日期",
        day_in(month.value, person.born.day),
        formula="{0}内与{1}对应的日子",
        inputs=(month, given("出生日期", person.born)),
        article=f"{DECISION}第一条",
    )
    bounds, doubts = _bounds(person, statutory, months.value >= minimum_months(year).value, governing)
    return Claim(year, month, reached, minimum, months, enough, missing, bounds, doubts)


def _chosen(month: YearMonth) -> Step:
    return Step("弹性退休年月", month, inputs=(given("本人选择", month),), article=f"{DECISION}第三条")


def _minimum(person: Insured, year: int, on: dt.date) -> Step:
    if person.fifteen:
        return parameters.figure("transfer-months", on)
    return replace(minimum_months(year), name=f"{year}年待遇领取的最低缴费年限")


def _bounds(
    person: Insured, statutory: Step, enough: bool, on: dt.date
) -> tuple[tuple[Step, Step] | None, tuple[Doubt, ...]]:
    """The span of elastic retirement, where the person chose a month, and what speaks against the choice.

    ``enough``: the minimum of the year is paid, whatever 17号 says.
    """
    if person.chosen is None:
        return None, ()
    span = elastic(person.birth_month, person.category, on)
    article, doubts = f"{DECISION}第三条", []
    if not span.earliest.value <= person.chosen <= span.latest.value:
        message = Sentence(
            "弹性退休只能在{earliest}至{latest}之间选择，请核对。", earliest=span.earliest.said, latest=span.latest.said
        )
        doubts.append(Doubt("error", "chosen_month", message, article))
    elif person.chosen < statutory.value and not enough:
        message = Sentence("弹性提前退休须达到最低缴费年限，此人不够，请核对。")
        doubts.append(Doubt("error", "chosen_month", message, article))
    return (span.earliest, span.latest), tuple(doubts)


def national(person: Insured, on: dt.date) -> Decision:
    """The decision by the national rules (国家办法) for an application on a day.

    Law: 人社部发〔2014〕17号 第二条、第三条: 达到法定退休年龄后, 满15年 one way, 不足15年 the other.

    >>> person = Insured(dt.date(1965, 1, 15), "male-60", months=170)
    >>> national(person, dt.date(2026, 9, 1)).figures["decision"].text
    '可以办理：职工养老保险转入居民养老保险'
    """
    rights, literal = claim(person, on), parameters.figure("transfer-months", on)
    article = f"{NATIONAL} 第三条"
    if refusal := _refused(person, f"{NATIONAL} 第二条"):
        return _decided(rights, refusal)
    applied = given("申请日期", on)
    of_age = Step(
        "达到法定退休年龄", on >= rights.reached.value, "", "{0}不早于{1}", (applied, rights.reached), article
    )
    text = (TO_EMPLOYEE if rights.enough.value else TO_RESIDENT) if of_age.value else NOT_YET
    note = "" if of_age.value else f"达到法定退休年龄以后才能申请：{rights.reached.text}起"
    if text == TO_RESIDENT:
        note = AS_RESIDENT
    decision = Step("结论", text, inputs=(of_age, rights.enough), article=article, note=note)
    doubts = (_between_both_minimums(rights, literal),) if of_age.value else (_under_age(rights),)
    return _decided(rights, decision, {"of_age": of_age}, tuple(filter(None, doubts)))


def _between_both_minimums(rights: Claim, literal: Step) -> Doubt | None:
    """What to tell where the fifteen years of 17号 and the minimum of the year give different answers."""
    of_year = minimum_months(rights.year)
    if (rights.months.value >= literal.value) == (rights.months.value >= of_year.value):
        return None
    return Doubt(
        "warning",
        "minimum",
        Sentence(
            "缴费满{literal}而不满{minimum}：{rising}。", literal=literal.said, minimum=of_year.said, rising=RISING
        ),
        f"{NATIONAL} 第三条",
    )


def _under_age(rights: Claim) -> Doubt:
    message: Said = Sentence("未达到法定退休年龄，{day}起才能申请衔接。", day=rights.reached.said)
    if not rights.enough.value:
        literal = Sentence(
            "条文写“缴费年限不足15年的，可以申请”，也以达到法定退休年龄为前提（17号 第三条），此前继续缴费仍可能缴满。"
        )
        message = Joined(message, literal)
    return Doubt("warning", "applied_on", message, f"{NATIONAL} 第三条")


def shandong(
    person: Insured,
    on: dt.date,
    *,
    claims_on: dt.date | None = None,
    in_province: bool | None = None,
    choice: Choice | None = None,
) -> Decision:
    """The decision by the rules of Shandong (山东规程) for an application on a day.

    Law: 鲁人社字〔2024〕84号 第二条、第四条、第七条. ``claims_on`` is the day on which the pension is claimed,
    ``in_province`` whether it is drawn in Shandong, ``choice`` what a person chooses who may not retire.

    >>> person = Insured(dt.date(1966, 2, 20), "male-60", months=120)
    >>> shandong(person, dt.date(2026, 1, 5), choice="resident").figures["decision"].text
    '可以办理：职工养老保险转入居民养老保险'
    """
    person = replace(person, fifteen=False)  # 第七条 asks for 退休条件, not for the years of 17号
    rights, window = claim(person, on), parameters.figure("shandong-window", on)
    resident = _resident_age(person, on)
    if refusal := _refused(person, f"{SHANDONG} 第二条"):
        return _decided(rights, refusal)
    earliest = _earliest(rights, resident)
    stated = None if claims_on is None else given("申请享受待遇日期", claims_on)
    opens = _opens(stated or earliest, window)
    extra = {"resident_age_on": resident, "earliest_claim_on": earliest, "opens_on": opens}
    if outside := _outside(given("申请衔接日期", on), stated, earliest, opens):
        return _decided(rights, outside[0], extra, (outside[1],))
    claimed = stated or _claim_day(on, rights, resident, window)
    meets = Step(
        "符合职工养老保险退休条件",
        rights.enough.value and rights.reached.value <= claimed.value,
        formula="{0}；{1}不晚于{2}",
        inputs=(rights.enough, rights.reached, claimed),
        article=f"{SHANDONG} 第七条",
    )
    decision, doubts = _by_seventh(meets, rights, in_province, choice)
    if choice != "continue" and not meets.value and (in_time := _can_still_pay(on, rights)):
        doubts = (*doubts, in_time)
    return _decided(rights, decision, {**extra, "claims_on": claimed, "qualified": meets}, doubts)


def _resident_age(person: Insured, on: dt.date) -> Step:
    """The day on which a person reaches the age of 居民养老保险 (60周岁)."""
    age = parameters.figure("resident-pension-age", on)
    day = months_after(person.born, age.value)
    inputs = (given("出生日期", person.born), age)
    return Step("达到居民养老保险待遇享受年龄日期", day, "", "{0}＋{1}（月）", inputs, f"{SHANDONG} 第四条")


def _earliest(rights: Claim, resident: Step) -> Step:
    """The first day on which a pension of either scheme can be drawn (最早可以享受待遇日期)."""
    days = (rights.reached, resident) if rights.enough.value else (resident,)
    formula, note = (
        ("取早（{0}，{1}）", "")
        if len(days) == 2
        else ("{0}", "职工养老保险缴费不满最低年限的，从居民养老保险的年龄起")
    )
    value = min(day.value for day in days)
    return Step("最早可以享受待遇日期", value, "", formula, days, f"{SHANDONG} 第四条", note=note)


def _opens(claim_day: Step, window: Step) -> Step:
    """The first day of application (最早申请日期): six months before the claim."""
    first = months_after(claim_day.value, -window.value)
    return Step("最早申请衔接日期", first, "", "{0}－{1}（月）", (claim_day, window), f"{SHANDONG} 第四条")


def _claim_day(on: dt.date, rights: Claim, resident: Step, window: Step) -> Step:
    """The day for which a person applies who states none: retiring, where that is near enough, else the age of 60."""
    retires = rights.enough.value and months_after(rights.reached.value, -window.value) <= on
    day = rights.reached if retires else resident
    inputs = (given("申请衔接日期", on), day)
    return Step("可以享受待遇日期", max(on, day.value), "", "取晚（{0}，{1}）", inputs, f"{SHANDONG} 第四条")


def _outside(applied: Step, stated: Step | None, earliest: Step, opens: Step) -> tuple[Step, Doubt] | None:
    """The decision where the application lies outside the six months (第四条); ``None`` where it is in time."""
    article = f"{SHANDONG} 第四条"
    if stated and stated.value < earliest.value:
        message = Sentence(
            "{day}两种养老保险待遇都还不能享受，最早{earliest}。", day=stated.said, earliest=earliest.said
        )
        step = Step("结论", NOT_YET, inputs=(stated, earliest), article=article, note=message)
        return step, Doubt("warning", "claims_on", message, article)
    if stated and applied.value > stated.value:
        step = Step("结论", TOO_LATE, inputs=(applied, stated), article=article)
        message = Sentence("制度衔接应在申请享受待遇之前办理（第四条；第八条：应先办理制度衔接手续）。")
        return step, Doubt("warning", "applied_on", message, article)
    if applied.value < opens.value:
        message = Sentence("申请享受待遇前{window}内才能办理：{day}起。", window=opens.inputs[1].said, day=opens.said)
        step = Step("结论", NOT_YET, inputs=(applied, opens), article=article, note=message)
        return step, Doubt("warning", "applied_on", message, article)
    return None


def _by_seventh(
    meets: Step, rights: Claim, in_province: bool | None, choice: Choice | None
) -> tuple[Step, tuple[Doubt, ...]]:
    """The decision by 第七条: who may retire, by where; who may not, by what he chooses."""
    article = f"{SHANDONG} 第七条（{'一' if meets.value else '二'}）"
    if meets.value:
        place = given("待遇享受地在省内", in_province)
        text = {True: TO_EMPLOYEE, False: ELSEWHERE, None: OPEN}[in_province]
        step = Step("结论", text, inputs=(meets, place), article=article)
        missing = Doubt("error", "in_province", Sentence("请写明待遇享受地是否在省内，办理方式因此不同。"), article)
        return step, (missing,) if in_province is None else ()
    chosen = given("本人选择", {"resident": "享受居民养老保险待遇", "continue": "延缴职工养老保险", None: None}[choice])
    text = {"resident": TO_RESIDENT, "continue": STOPPED, None: ASK}[choice]
    step = Step("结论", text, inputs=(meets, chosen), article=article)
    doubts = []
    if choice is None:
        doubts.append(
            Doubt(
                "warning", "choice", Sentence("不符合职工养老保险退休条件，请按受理渠道反馈，写明本人的选择。"), article
            )
        )
    if choice == "resident" and rights.enough.value:
        message = Sentence(
            "职工养老保险缴费已满最低年限，只是未到退休年龄；17号只写缴费年限不足15年的可以转入居民养老保险，请与本人核实后办理。"
        )
        doubts.append(Doubt("warning", "choice", message, f"{article}；{NATIONAL} 第三条"))
    return step, tuple(doubts)


def _can_still_pay(on: dt.date, rights: Claim) -> Doubt | None:
    """What to tell of someone who can pay the months that are missing before the age to retire is reached."""
    left = (rights.reached.value.year - on.year) * 12 + rights.reached.value.month - on.month
    if rights.enough.value or rights.missing.value > left:
        return None
    message = Sentence(
        "职工养老保险缴费还差{missing}，到{day}达到退休年龄还有{left}个月，继续缴费可以缴满，届时可办居转职，请向本人说明后由其选择。",
        missing=rights.missing.said,
        day=rights.reached.said,
        left=left,
    )
    return Doubt("warning", "choice", message, f"{SHANDONG} 第七条（二）")


def _refused(person: Insured, article: str) -> Step | None:
    """The decision where no transfer comes into question (第二条); ``None`` where one does."""
    if not person.both_schemes:
        return Step("结论", NOT_CONCERNED, inputs=(given("参加过两种养老保险", False),), article=article)
    if person.drawing:
        return Step("结论", EXCLUDED, inputs=(given("已经享受养老保险待遇", True),), article=article)
    return None


def _decided(
    rights: Claim, decision: Step, extra: Mapping[str, Step] | None = None, doubts: tuple[Doubt, ...] = ()
) -> Decision:
    """The decision with its directions as figures of their own, for callers."""
    directions = {
        "resident_to_employee": Step("居民养老保险转入职工养老保险", decision.value == TO_EMPLOYEE, inputs=(decision,)),
        "employee_to_resident": Step("职工养老保险转入居民养老保险", decision.value == TO_RESIDENT, inputs=(decision,)),
    }
    if any(doubt.severity == "error" for doubt in rights.doubts):
        return Decision(rights.figures, rights.doubts)
    return Decision({**rights.figures, **(extra or {}), "decision": decision, **directions}, (*rights.doubts, *doubts))
