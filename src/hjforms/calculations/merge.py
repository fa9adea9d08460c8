"""苍溪新农保并入城乡居保: accounts, refunds, tiers and benefits of one person when the old county scheme is merged.

Law: 苍溪县新农保并入城乡居保实施方案（草案）三, 四（一）至（四）, 四（五）1至2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law import cangxi
from hjforms.law.steps import MONTHS, YUAN, Step, given, total
from hjforms.records.base import Part, Record, Rows, entry, leaves, part, place, rows
from hjforms.records.kinds import CalendarYear, Date, Flag, Money, Months, MonthsOfYear, Years, one_of, whole_between
from hjforms.records.relations import in_order, not_negative, years_in_order
from hjforms.records.rules import Check, Violation, value_at
from hjforms.wording import Listed, Said, Sentence, named, said

SITUATIONS = {
    "unqualified": "①不符合苍溪新农保参保条件",
    "agency": "③同时参加机关事业单位养老保险",
    "enterprise": "④同时参加企业职工养老保险",
    "resident": "⑤同时参加城乡居保",
    "withdrawal": "因个人特殊原因确需退保",
}
"""What 四（五）1 and 四（五）2 ask about a person; ② is asked of every year."""

ENDING = {
    "unqualified": f"{cangxi.CLEARED}①",
    "agency": f"{cangxi.CLEARED}③",
    "withdrawal": cangxi.WITHDRAWN,
}
"""The situations in which the person leaves with what they paid, and their articles."""

OWN = ("personal", "personal_interest")
REST = ("subsidy", "collective", "social", "interest")
WHOLE_YEAR = 12

Situation = Annotated[str | None, *one_of("情形（草案五）", SITUATIONS).metadata()]
Tier = Annotated[int | None, *whole_between(1, 5, "苍溪新农保缴费档次（一至五档写1–5）").metadata()]


class Year(Record):
    """One year of 苍溪新农保. Without ``months`` it counts for twelve."""

    year: CalendarYear = entry("年份")
    months: MonthsOfYear = entry("缴费月数")
    personal: Money = entry("个人缴费")
    personal_interest: Money = entry("个人缴费利息")
    subsidy: Money = entry("政府补贴")
    collective: Money = entry("集体补助")
    social: Money = entry("其他社会资助")
    interest: Money = entry("其他利息收入")
    irregular: Flag = entry("不符合规定的缴费年限")
    paid_twice: Flag = entry("与城乡居保重复缴费")


class ResidentAccount(Record):
    """What the person has in 城乡居保 already."""

    balance: Money = entry("城乡居保个人账户储存额")
    months: Months = entry("城乡居保缴费月数")


class Drawn(Record):
    """The pension of who draws already, in yuan a month."""

    old: Money = entry("并入时苍溪新农保待遇标准（每月）")
    basic: Money = entry("城乡居保基础养老金标准（每月）")


class Pension(Record):
    """What is asked when a pension begins after the merger."""

    eligible_on: Date = entry("达到按月领取条件的日期")
    years_paid: Years = entry("累计缴费年限")
    minimum: Years = entry("国家规定的本人最低缴费年限")
    other_pension: Flag = entry("已领取国家规定的其他基本养老保障待遇")
    new: Money = entry("城乡居保计发办法每月待遇")
    old: Money = entry("原苍溪新农保过渡计发办法每月待遇")


class Merger(Record):
    """One person of 苍溪新农保 on the day of the merger."""

    merged_on: Date = entry("并入日（草案为2024年**月**日）")
    ended_on: Date = entry("终止苍溪新农保参保关系的日期")
    birth_date: Date = entry("出生日期")
    situation: Situation = entry("情形（草案五）")
    drawing: Flag = entry("已领取苍溪新农保待遇")
    drawn: Money = entry("已领取的苍溪新农保待遇")
    years: Rows[Year] = rows("苍溪新农保历年缴费")
    resident: Part[ResidentAccount] = part("城乡居保")
    old_tier: Tier = entry("代扣代缴的苍溪新农保档次")
    contribution: Money = entry("选择的城乡居保缴费档次（每年）")
    benefit: Part[Drawn] = part("已领取人员的待遇")
    pension: Part[Pension] = part("并入后领取待遇")


# ------------------------------------------------------------------------------------------ checks


def _blank_day(case: Merger) -> Iterator[Violation]:
    if case.merged_on is not None and case.merged_on.year != cangxi.MERGER_YEAR:
        yield Violation(
            "error", "merged_on", Sentence("草案写的是2024年**月**日，日期留空但必在2024年，请按正式文件填写。")
        )


def _drawn_stated(case: Merger) -> Iterator[Violation]:
    if case.drawing and case.drawn is None:
        yield Violation("error", "drawn", Sentence("已领取待遇的，归建账户要扣减已领取的金额，不能空白。"))
    if case.drawn and not case.drawing:
        yield Violation("error", "drawn", Sentence("写了已领取的金额，但“已领取苍溪新农保待遇”为否，请核对。"))


def _both_accounts(case: Merger) -> Iterator[Violation]:
    if case.situation == "resident" and case.resident.is_blank():
        yield Violation("error", "resident.balance", Sentence("同时参加城乡居保的，写明城乡居保的储存额和缴费月数。"))
    if case.situation != "resident" and not case.resident.is_blank():
        yield Violation("error", "resident.balance", Sentence("有城乡居保账户的，情形应为⑤同时参加城乡居保，请核对。"))


def _twice_in_two_schemes(case: Merger) -> Iterator[Violation]:
    for index, row in enumerate(case.years):
        if row.paid_twice and case.situation != "resident":
            yield Violation(
                "error", f"years.{index}.paid_twice", Sentence("同时参加城乡居保（⑤）的才有重复缴费年度，请核对情形。")
            )


def _known_tier(case: Merger) -> Iterator[Violation]:
    if case.contribution is None or case.merged_on is None or case.merged_on.year != cangxi.MERGER_YEAR:
        return
    known = cangxi.contributions(case.merged_on)
    if case.contribution not in known:
        amounts = [f"{amount:.0f}" for amount in known]
        yield Violation("error", "contribution", Sentence("不是城乡居保的缴费档次，只有{amounts}元。", amounts=amounts))


def _during_transition(case: Merger) -> Iterator[Violation]:
    began = case.pension.eligible_on
    if began and case.merged_on and began < case.merged_on:
        message = Sentence("早于并入日：过渡期从并入之日起，此前达到条件的按苍溪新农保规定办理，请核对。")
        yield Violation("error", "pension.eligible_on", message)


def _pensioner_or_not(case: Merger) -> Iterator[Violation]:
    if case.drawing and not case.pension.is_blank():
        yield Violation(
            "error", "pension.eligible_on", Sentence("已领取待遇的，填“已领取人员的待遇”，不填“并入后领取待遇”。")
        )
    if not case.drawing and not case.benefit.is_blank():
        yield Violation("error", "benefit.old", Sentence("未领取待遇的，不填“已领取人员的待遇”。"))


def _stated_together(case: Merger) -> Iterator[Violation]:
    """Figures that are of no use one without the others."""
    groups = (
        ("resident.balance", "resident.months"),
        ("benefit.old", "benefit.basic"),
        ("pension.eligible_on", "pension.years_paid", "pension.minimum", "pension.other_pension", "birth_date"),
        ("pension.new", "pension.old"),
    )
    for group in groups:
        blank = [path for path in group if value_at(case, path) is None]
        if blank and any(value_at(case, path) is not None for path in group if path != "birth_date"):
            yield from (Violation("error", path, Sentence("与同组各项要一起填写，不能空白。")) for path in blank)
    if case.pension.new is not None and case.pension.eligible_on is None:
        yield Violation("error", "pension.eligible_on", Sentence("比例按达到领取条件的年度确定，不能空白。"))


RULES = (
    Check("merged-on", ("merged_on",), "并入日在2024年", cangxi.SCOPE, _blank_day),
    in_order(cangxi.SCOPE, "birth_date", "merged_on"),
    Check("drawn", ("drawn",), "已领取待遇的写明金额", cangxi.ACCOUNT, _drawn_stated),
    years_in_order(cangxi.ACCOUNT),
    not_negative(Merger, cangxi.ACCOUNT),
    Check("paid-twice", ("years.*.paid_twice",), "重复缴费年度只在情形⑤", f"{cangxi.CLEARED}⑤", _twice_in_two_schemes),
    Check("resident", ("resident.balance",), "情形⑤有城乡居保账户", f"{cangxi.CLEARED}⑤", _both_accounts),
    Check("tier", ("contribution",), "缴费档次为15档之一", cangxi.TIERS, _known_tier),
    Check("transition", ("pension.eligible_on",), "过渡期从并入日起", cangxi.TRANSITION, _during_transition),
    Check(
        "drawing", ("benefit.old", "pension.eligible_on"), "已领取和未领取各填各的", cangxi.DRAWING, _pensioner_or_not
    ),
    Check("together", ("benefit.old", "pension.new"), "同组各项一起填写", cangxi.TRANSITION, _stated_together),
)

# ------------------------------------------------------------------------------------ calculation


def _columns(years: Iterable[Any], names: tuple[str, ...], article: str) -> list[Step]:
    """The sums of columns over some years; columns in which nothing stands are left out."""
    listed = list(years)
    sums = []
    for name in names:
        label = leaves(Year)[name].label
        amounts = [(row.year, getattr(row, name)) for row in listed if getattr(row, name) is not None]
        parts = [given(f"{year}年{label}", amount, YUAN) for year, amount in amounts]
        sums += parts if len(parts) < 2 else [total(f"{label}合计", parts, article)]
    return sums


def _months(years: Iterable[Any]) -> list[Step]:
    return [given(f"{row.year}年缴费月数", row.months or WHOLE_YEAR, MONTHS) for row in years]


def _ended(case: Any, article: str) -> dict[str, Step]:
    """Who leaves: contributions and their interest come back, and nothing else."""
    figures = {
        "terminated": Step("终止苍溪新农保参保关系", True, article=article),
        "returned": cangxi.returned(_columns(case.years, OWN, article), article),
        "not_returned": cangxi.not_returned(_columns(case.years, REST, article), article),
    }
    if case.situation == "unqualified" and case.drawn is not None:
        figures["recovered"] = cangxi.recovered(given("已领取的苍溪新农保待遇", case.drawn, YUAN))
    return figures


def _irregular(case: Any) -> dict[str, Step]:
    years = [row for row in case.years if row.irregular]
    if not years:
        return {}
    article = f"{cangxi.CLEARED}②"
    return {
        "irregular.returned": cangxi.returned(_columns(years, OWN, article), article),
        "irregular.not_returned": cangxi.not_returned(_columns(years, REST, article), article),
    }


def _joined(case: Any, years: list[Year]) -> dict[str, Step]:
    """Who is in 城乡居保 as well: the old account joins the one that is there."""
    article = f"{cangxi.CLEARED}⑤"
    twice = [row for row in years if row.paid_twice]
    once = [row for row in years if not row.paid_twice]
    rest = _columns(once, ("collective", "social", "interest"), article)
    rest += _columns(twice, ("personal_interest", *REST), article)
    balance = given("城乡居保个人账户储存额", case.resident.balance, YUAN)
    joined = cangxi.joined(
        balance, _columns(once, (*OWN, "subsidy"), article), _columns(twice, ("personal",), article), rest
    )
    months = given("城乡居保缴费月数", case.resident.months, MONTHS)
    return {
        "terminated": Step("终止并解除苍溪新农保养老保险关系", True, article=article),
        "twice.returned": joined.returned,
        "undecided": joined.undecided,
        "account": joined.account,
        "months": cangxi.months_counted(_months(once), months),
    }


def _rebuilt(case: Any, years: list[Year]) -> dict[str, Step]:
    """Who goes over: the new account, and the months that count."""
    drawn = given("已领取的苍溪新农保待遇", case.drawn, YUAN) if case.drawing else None
    return {
        "account": cangxi.rebuilt(_columns(years, (*OWN, *REST), cangxi.ACCOUNT), drawn),
        "months": cangxi.months_counted(_months(years)),
    }


def _tier(case: Any) -> dict[str, Step]:
    """What is paid a year and what the government adds: the person's own choice goes before the mapping."""
    figures = {}
    if case.contribution is not None:
        chosen = given("本人选择的缴费档次", case.contribution, YUAN)
        figures["contribution"] = Step("城乡居保缴费档次", chosen.value, YUAN, inputs=(chosen,), article=cangxi.TIERS)
    elif case.old_tier is not None:
        figures["contribution"] = cangxi.contribution(case.old_tier, case.merged_on)
    if "contribution" in figures:
        figures["subsidy"] = cangxi.subsidy(figures["contribution"].value, case.merged_on)
    return figures


def _benefit(case: Any) -> dict[str, Step]:
    if case.benefit.is_blank():
        return {}
    labels = leaves(Merger)
    old, basic = (
        given(labels[f"benefit.{name}"].label, getattr(case.benefit, name), YUAN) for name in ("old", "basic")
    )
    benefit = cangxi.benefit_at_merger(old, basic)
    return {"benefit.basic": benefit.basic, "benefit.account": benefit.account, "benefit.total": benefit.total}


def _pension(case: Any) -> dict[str, Step]:
    asked = case.pension
    figures = {}
    if case.birth_date is not None:
        figures["age_reached"] = cangxi.age_reached(case.birth_date, case.merged_on)
    if asked.years_paid is not None:
        figures["eligible"] = cangxi.eligible(
            figures["age_reached"],
            asked.eligible_on,
            given("累计缴费年限", asked.years_paid, MONTHS),
            given("国家规定缴费年限", asked.minimum, MONTHS, note="草案没有写年数，由案例写明"),
            bool(asked.other_pension),
        )
    if asked.new is not None and ("eligible" not in figures or figures["eligible"].value):
        new = given("城乡居保计发办法待遇", asked.new, YUAN)
        old = given("过渡计发办法待遇", asked.old, YUAN)
        found = cangxi.supplement(asked.eligible_on, new, old)
        figures |= {"supplement.gap": found.gap, "supplement": found.amount, "pension": found.total}
    return figures


# --------------------------------------------------------------------------------------- findings


def _warning(path: str, rule: str, message: Said, article: str) -> Finding:
    return Finding("warning", path, rule, named(place(Merger, path), message), article=article)


def _open_questions(case: Merger) -> Iterator[Finding]:
    """What the draft does not settle for this person."""
    if case.drawing and case.situation in ("agency", "resident", "withdrawal"):
        message = Sentence("草案在这种情形下没有写已领取的待遇怎样处理，请向经办机构确认。")
        yield _warning("drawn", "drawn", message, cangxi.CLEARED)
    if any(row.paid_twice for row in case.years):
        message = Sentence("重复缴费年度草案只写“缴费予以清退”，按个人缴费本金清退；其利息、补贴的去向没有写，请确认。")
        yield _warning("situation", "paid-twice", message, f"{cangxi.CLEARED}⑤")
    if case.situation == "withdrawal":
        message = Sentence("除丧失国籍、重复参保等特殊情况外原则上不能退保，请核对退保原因。")
        yield _warning("situation", "withdrawal", message, cangxi.WITHDRAWN)


def _not_asked(case: Merger) -> Iterator[Finding]:
    """Figures of who leaves, for which there is nothing to compute."""
    stated = {
        "contribution": case.contribution is None and case.old_tier is None,
        "benefit.old": case.benefit.is_blank(),
        "pension.eligible_on": case.pension.is_blank(),
    }
    for path, blank in stated.items():
        if not blank:
            yield _warning(path, "terminated", Sentence("参保关系终止，不再计算缴费和待遇。"), cangxi.CLEARED)


def run(case: Any) -> Outcome:
    """What becomes of the person's account, years, contributions and benefits."""
    scope = cangxi.in_scope(case.merged_on, case.ended_on)
    figures = {"in_scope": scope}
    if not scope.value:
        return Outcome(
            figures, (_warning("ended_on", "in-scope", Sentence("{reason}。", reason=said(scope.note)), cangxi.SCOPE),)
        )
    findings = list(_open_questions(case))
    if case.situation in ENDING:
        return Outcome(figures | _ended(case, ENDING[case.situation]), (*findings, *_not_asked(case)))
    years = [row for row in case.years if not row.irregular]
    account = _joined(case, years) if case.situation == "resident" else _rebuilt(case, years)
    figures |= _irregular(case) | account
    if case.situation == "enterprise":
        text = "并入城乡居保后，按照城乡居保有关政策归并、转移"
        figures["afterwards"] = Step("并入后的处理", text, article=f"{cangxi.CLEARED}④")
    figures |= _tier(case) | _benefit(case) | _pension(case)
    if "eligible" in figures and not figures["eligible"].value:
        reasons = figures["eligible"].note
        findings.append(
            _warning(
                "pension.eligible_on",
                "eligible",
                Sentence("{reasons}，不能领取。", reasons=Listed(*reasons.split("；"))),
                cangxi.ELIGIBLE,
            )
        )
    return Outcome(figures, tuple(findings))


CALCULATION = Calculation(
    name="merge",
    title="苍溪新农保并入城乡居保：账户、清退、缴费档次、待遇",
    article=cangxi.PLAN,
    case_type=Merger,
    run=run,
    required=("merged_on", "drawing", "years.*.year"),
    rules=RULES,
)
