"""办理条件: whether a person may transfer between both schemes, in which direction, and why.

Law: 人社部发〔2014〕17号 第二条、第三条; 鲁人社字〔2024〕84号 第二条、第四条、第五条、第七条.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from hjforms.calculation import Calculation, Outcome
from hjforms.findings import Finding
from hjforms.law.eligibility import Decision, Doubt, Insured, national, shandong
from hjforms.law.retirement import CATEGORIES, DECISION
from hjforms.law.steps import Step
from hjforms.records.base import Part, Record, entry, part
from hjforms.records.kinds import Date, Flag, Month, Months, one_of
from hjforms.records.parts import Person
from hjforms.records.relations import BIRTH_DATE_FROM_ID, REGION_KNOWN, SEX_FROM_ID
from hjforms.records.rules import Check, Rule, Violation
from hjforms.wording import Sentence

ARTICLE = "人社部发〔2014〕17号 第二条、第三条；鲁人社字〔2024〕84号 第二条、第四条、第五条、第七条"
RULES = one_of("办法", {"national": "国家", "shandong": "山东"})
CATEGORY = one_of("类别", CATEGORIES)
DRAWING = one_of(
    "正在享受的待遇",
    {"none": "没有", "resident": "居民养老保险待遇", "employee": "职工养老保险待遇", "both": "两种待遇"},
)
CHOICE = one_of("本人选择", {"resident": "享受居民养老保险待遇", "continue": "延缴职工养老保险"})
MINIMUM = one_of("缴费年限的标准", {"entitlement-year": "待遇领取年份的最低缴费年限", "fifteen": "17号写明的15年"})


class Case(Record):
    """A person who asks for a transfer (申请衔接的参保人员)."""

    rules: Annotated[str | None, *RULES.metadata()] = entry("办法")
    applied_on: Date = entry("申请衔接日期")
    person: Part[Person] = part("参保人员")
    category: Annotated[str | None, *CATEGORY.metadata()] = entry("类别（原法定退休年龄）")
    months_paid: Months = entry("职工养老保险已缴费月数（含视同缴费）")
    months_extended: Months = entry("延长缴费月数")
    both_schemes: Flag = entry("分别参加过两种养老保险（山东：都在省内）")
    drawing: Annotated[str | None, *DRAWING.metadata()] = entry("正在享受的待遇")
    chosen_month: Month = entry("弹性退休年月")
    minimum: Annotated[str | None, *MINIMUM.metadata()] = entry("缴费年限的标准")
    claims_on: Date = entry("申请享受待遇日期")
    in_province: Flag = entry("待遇享受地在省内")
    choice: Annotated[str | None, *CHOICE.metadata()] = entry("不符合退休条件时本人的选择")


def _category(sex: str | None) -> str | None:
    return "male-60" if sex == "男" else None


CATEGORY_FROM_SEX = Rule(
    "category", ("category",), ("person.sex",), "男职工原法定退休年龄60周岁", f"{DECISION}第一条", _category
)


def _person_known(case: Any) -> Iterator[Violation]:
    if case.person.citizen_id is None and case.person.birth_date is None:
        yield Violation("error", "person.birth_date", Sentence("请写明公民身份号码或出生日期。"))
    if case.category is None and case.person.citizen_id is None and case.person.sex is None:
        yield Violation("error", "person.sex", Sentence("请写明公民身份号码、性别或类别。"))


def _category_known(case: Any) -> Iterator[Violation]:
    sex = case.person.sex or SEX_FROM_ID.compute(case.person.citizen_id)
    if sex == "女" and case.category is None:
        yield Violation("error", "category", Sentence("女职工请写明原法定退休年龄：female-55 或 female-50。"))
    if sex == "女" and case.category == "male-60":
        yield Violation("error", "category", Sentence("性别为女，类别却是男职工，请核对。"))


PERSON_KNOWN = Check("person.known", ("person.birth_date",), "出生日期和性别决定退休年月", ARTICLE, _person_known)
CATEGORY_KNOWN = Check(
    "category.known", ("category",), "女职工分原55周岁和原50周岁两类", f"{DECISION}第一条", _category_known
)


def _unused(case: Any) -> Iterator[Violation]:
    if case.rules == "national":
        for name in ("claims_on", "in_province", "choice"):
            if getattr(case, name) is not None:
                yield Violation("warning", name, Sentence("国家办法不看这一项，未使用。"))
    if case.rules == "shandong" and case.minimum == "fifteen":
        yield Violation("warning", "minimum", Sentence("山东规程按退休条件判断，不用17号的15年，未使用。"))


def _insured(case: Any) -> Insured:
    return Insured(
        born=case.person.birth_date,
        category=case.category,
        months=case.months_paid,
        extended=case.months_extended or 0,
        drawing=case.drawing != "none",
        both_schemes=case.both_schemes is not False,
        chosen=case.chosen_month,
        fifteen=case.minimum == "fifteen",
    )


def _decide(case: Any) -> Decision:
    person = _insured(case)
    if case.rules == "national":
        return national(person, case.applied_on)
    return shandong(person, case.applied_on, claims_on=case.claims_on, in_province=case.in_province, choice=case.choice)


def run(case: Case) -> Outcome:
    """The decision with its reasons, where to apply, and what has to be looked at."""
    decision = _decide(case)
    doubts = [*decision.doubts, *_drawing_both(case)]
    figures = dict(decision.figures)
    figures |= {"apply_at": step} if (step := _where(case, figures)) else {}
    figures |= {"scope": _scope(case)} if case.both_schemes is None else {}
    return Outcome(figures, tuple(_finding(doubt) for doubt in doubts))


def _scope(case: Any) -> Step:
    """What is taken for granted where the case does not say that the person is of those concerned (适用范围)."""
    if case.rules == "shandong":
        article, where = "鲁人社字〔2024〕84号 第二条", "在省内"
    else:
        article, where = "人社部发〔2014〕17号 第二条", ""
    return Step("适用范围", f"没有写明，按{where}分别参加过两种养老保险计", article=article)


def _where(case: Any, figures: dict[str, Step]) -> Step | None:
    """Where the application is made (申请地), in the directions that are open."""
    to_employee = figures.get("resident_to_employee")
    to_resident = figures.get("employee_to_resident")
    if not (to_employee and to_resident and (to_employee.value or to_resident.value)):
        return None
    if case.rules == "shandong":
        place = "职工养老保险最后参保地（或待遇享受地）或居民养老保险最后参保地社保经办机构，也可线上申请"
        return Step("申请地", place, inputs=(figures["decision"],), article="鲁人社字〔2024〕84号 第五条")
    article = "人社部发〔2014〕17号、人社厅发〔2014〕25号（来源文：解读文章一（三）、二（三））"
    if to_employee.value:
        place = "城镇职工养老保险待遇领取地社保机构；户籍地在不同统筹地区的，可就近向户籍地居民养老保险社保机构申请"
        return Step("申请地", place, inputs=(to_employee,), article=article)
    place = "城乡居民养老保险待遇领取地社保机构，提供职工养老保险关系归集地开具的《参保缴费凭证》"
    return Step("申请地", place, inputs=(to_resident,), article=article)


def _drawing_both(case: Any) -> Iterator[Doubt]:
    if case.drawing == "both":
        message = Sentence(
            "同时领取两种待遇，应按重复领取办理：终止居民养老保险关系，退还基础养老金（hjforms offset）。"
        )
        yield Doubt("warning", "drawing", message, "人社部发〔2014〕17号 第八条（来源文：解读文章四）")


def _finding(doubt: Doubt) -> Finding:
    return Finding(doubt.severity, doubt.about, "eligible", doubt.message, article=doubt.article)


CALCULATION = Calculation(
    name="eligible",
    title="办理条件：能不能办理衔接、往哪个方向、为什么",
    article=ARTICLE,
    case_type=Case,
    run=run,
    required=("rules", "applied_on", "months_paid", "drawing"),
    rules=(
        SEX_FROM_ID,
        BIRTH_DATE_FROM_ID,
        REGION_KNOWN,
        PERSON_KNOWN,
        CATEGORY_FROM_SEX,
        CATEGORY_KNOWN,
        Check("unused", ("claims_on",), "国家办法只看年龄和缴费年限", ARTICLE, _unused),
    ),
)
