"""The options (选择) of who has paid into 居保 and 职保 in 成都: whether each is open, and what it comes to.

Law: as ``chengdu``, whose arithmetic of years and bases the options share. An option says what it asks of a person
and which of their figures it takes; a figure that needs what is not stated is ``None``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from hjforms.law import chengdu
from hjforms.law.chengdu import Year
from hjforms.law.steps import MONTHS, YUAN, Step, given, total

UNSPLIT = "补缴的差额怎样分记个人账户和统筹基金，新闻稿没有写，这里不含"
NOT_CONVERTED = "该选择只转个人账户，不转缴费年限"
STARTED_ANEW = "退账后该份的缴费年限全部重新计算，一旦退出不能恢复"
MOVED_FIRST = "先按国家职保转移接续办法转入本市职保，再按市域内“职保”转“居保”办理"
CONTRIBUTIONS = "resident.years.*.paid"
SUBSIDIES = "resident.years.*.subsidy"
INTEREST = "resident.years.*.interest"

# --------------------------------------------------------------------------------------- the person


@dataclass(frozen=True)
class Standing:
    """What decides which options are open: where a person is insured, and where their 户籍 is.

    ``contributed`` says that 居保 in the city was paid for; ``household`` is ``here`` (本市), ``there`` (the place
    outside to which they go) or anything else.
    """

    drawing: bool = False
    resident: bool = False
    contributed: bool = False
    employee: bool = False
    outside_resident: bool = False
    outside_employee: bool = False
    overlapping: bool = False
    household: str | None = None


Condition = tuple[Callable[[Standing], bool], str]
NOT_DRAWING: Condition = (lambda person: not person.drawing, "已按国家规定领取养老保险待遇，不再办理")
RESIDENT: Condition = (lambda person: person.resident, "没有参加本市居保")
CONTRIBUTED: Condition = (lambda person: person.contributed, "没有本市居保缴费可转")
EMPLOYEE: Condition = (lambda person: person.employee, "没有参加本市职保")
OUTSIDE_RESIDENT: Condition = (lambda person: person.outside_resident, "没有市域外的居保关系")
OUTSIDE_EMPLOYEE: Condition = (lambda person: person.outside_employee, "没有市域外的职保关系")
OVERLAPPING: Condition = (lambda person: person.overlapping, "居保与职保没有重叠缴费")
APART: Condition = (lambda person: not person.overlapping, "有重叠缴费，只能换算、补差后合并，或者退账")
HOUSEHOLD_HERE: Condition = (lambda person: person.household == "here", "户籍没有迁到本市")
HOUSEHOLD_THERE: Condition = (lambda person: person.household == "there", "户籍没有迁到转入地")


class Stated(Protocol):
    """The figures that a person has stated (填写的数)."""

    def __call__(self, *names: str, unit: str = YUAN) -> list[Step] | None:
        """Those of these names (``employee.account``), for ``*`` those of every year; ``None`` where one is blank."""


@dataclass(frozen=True)
class Paid:
    """What a person has paid into both schemes.

    ``both`` are the months of each year of 居保 in which 职保 was paid as well; they are ``settled`` unless some of
    them are not known. ``years`` is ``None`` where it is not known what 职保 cost in each of them.
    """

    both: dict[int, Step]
    years: list[Year] | None
    settled: bool

    @property
    def overlapping(self) -> bool:
        """True where a month was paid in both schemes, or may have been."""
        return not self.settled or any(step.value for step in self.both.values())

    @property
    def months(self) -> Step:
        """All months that were paid in both."""
        return total("重叠月数合计", self.both.values(), chengdu.MERGE_OVERLAP, MONTHS)


# --------------------------------------------------------------------------------------- the options

YearsAdded = Callable[[str, str, Stated, Paid], Step | None]
"""The years that an option adds, from the option's name and article; ``None`` where they cannot be known."""


def _counted(count: Callable[[Year], Step]) -> YearsAdded:
    """The years of 职保 that each year of 居保 becomes."""

    def add(name: str, article: str, _stated: Stated, paid: Paid) -> Step | None:
        if paid.years is None or not paid.settled:
            return None
        counted = total(f"【{name}】增加的缴费年限", map(count, paid.years), article, chengdu.YEARS)
        return replace(counted, note=chengdu.in_months(counted))

    return add


def _moved(owner: str, *, within: bool = False) -> YearsAdded:
    """The years paid elsewhere; those ``within`` the city less the months that count already."""

    def add(name: str, article: str, stated: Stated, paid: Paid) -> Step | None:
        months = stated(f"{owner}.years_paid", unit=MONTHS)
        if months is None or (owner == "employee" and not paid.settled):
            return None
        both = paid.months if within else given("重叠月数", 0, MONTHS)
        return chengdu.years_moved(f"【{name}】增加的缴费年限", months[0], both, article)

    return add


def _none(label: str, note: str) -> YearsAdded:
    """No years, and why."""
    return lambda name, article, *_: Step(f"【{name}】{label}", Fraction(0), chengdu.YEARS, article=article, note=note)


@dataclass(frozen=True)
class Option:
    """One way that the measures offer: what it asks of a person, and what it takes and gives.

    ``accounts`` are the schemes whose accounts together are the account afterwards, with what is ``portable`` of 居保
    in it; ``fund`` the scheme whose 统筹基金 goes over. ``returned`` is paid out, ``base`` the 缴费基数 of a year.
    """

    name: str
    article: str
    conditions: tuple[Condition, ...]
    accounts: tuple[str, ...] = ()
    portable: bool = False
    account_note: str = ""
    fund: str = ""
    topped_up: bool = False
    returned: tuple[str, ...] = ()
    base: Callable[[int, Step], Step] | None = None
    years: YearsAdded | None = None
    ends: str = ""

    def reasons(self, person: Standing) -> list[str]:
        """Why the option is not open to a person; nothing where it is."""
        return [reason for holds, reason in self.conditions if not holds(person)]

    def is_open(self, person: Standing) -> Step:
        """Whether the option is open to a person (能否选择)."""
        return Step(f"【{self.name}】可以选择", not self.reasons(person), article=self.article)

    def figures(self, person: Standing, stated: Stated, paid: Paid) -> Iterator[tuple[str, Step | None]]:
        """What the open option comes to (费用、退还、年限、账户、基金); ``None`` where it cannot be known."""
        yield "pay", self._pay(stated, paid)
        if self.topped_up and paid.overlapping:
            yield "pay_by_months", self._pay_by_months(stated, paid)
        yield "receive", self._sum("退还本人", self.returned, stated) if self.returned else self._nothing("退还本人")
        yield "years", self.years(self.name, self.article, stated, paid) if self.years else None
        yield "account", self._account(person, stated)
        yield "fund", self._sum("转移的统筹基金", (f"{self.fund}.fund",), stated) if self.fund else None
        if self.ends:
            yield "ended", Step(self.ends, True, article=self.article)

    def _pay(self, stated: Stated, paid: Paid) -> Step | None:
        """What is missing to 职保 in every year, with its interest, where the option asks for it."""
        if not self.topped_up:
            return self._nothing("需要缴纳")
        interest = stated(INTEREST)
        if paid.years is None or interest is None:
            return None
        return total(f"【{self.name}】需要缴纳", (*map(chengdu.difference, paid.years), *interest), self.article)

    def _pay_by_months(self, stated: Stated, paid: Paid) -> Step | None:
        """The same where only the months are made up for that were not paid twice; the text leaves it open."""
        interest = stated(INTEREST)
        if paid.years is None or interest is None or not paid.settled:
            return None
        parts = map(chengdu.difference_of_months, paid.years, interest)
        return total(f"【{self.name}】需要缴纳（只补不重叠的月份）", parts, self.article)

    def _account(self, person: Standing, stated: Stated) -> Step | None:
        """The personal account afterwards (办理后个人账户); nothing is said of an option that does not touch it."""
        if not self.accounts and not self.portable:
            return None
        name = f"【{self.name}】办理后个人账户"
        owners = [owner for owner in self.accounts if owner != "resident" or person.resident]
        accounts = [f"{owner}.account" for owner in owners]
        if not self.portable:
            return self._sum("办理后个人账户", accounts, stated, self.account_note)
        held, parts = stated(*accounts), stated(CONTRIBUTIONS, SUBSIDIES)
        if held is None or parts is None:
            return None
        moved = chengdu.portable(parts, self.article)
        return total(name, (*held, moved), self.article) if held else replace(moved, name=name)

    def _sum(self, label: str, names: Iterable[str], stated: Stated, note: str = "") -> Step | None:
        """The sum of what is stated; one figure alone is not added up."""
        parts, name = stated(*names), f"【{self.name}】{label}"
        if parts is None:
            return None
        if len(parts) == 1:
            return Step(name, parts[0].value, YUAN, inputs=tuple(parts), article=self.article, note=note)
        return replace(total(name, parts, self.article), note=note)

    def _nothing(self, label: str) -> Step:
        return Step(f"【{self.name}】{label}", chengdu.NOTHING, YUAN, article=self.article)


_TO_EMPLOYEE = (NOT_DRAWING, CONTRIBUTED, EMPLOYEE)
_TWICE = (*_TO_EMPLOYEE, OVERLAPPING)
_LEFT = _none("退掉的一份的缴费年限", STARTED_ANEW)
OPTIONS = {
    "convert": Option(
        "换算",
        chengdu.CONVERT,
        _TO_EMPLOYEE,
        accounts=("employee", "resident"),
        fund="resident",
        base=chengdu.converted_base,
        years=_counted(chengdu.converted),
    ),
    "top_up": Option(
        "补差",
        chengdu.TOP_UP,
        _TO_EMPLOYEE,
        accounts=("employee", "resident"),
        account_note=UNSPLIT,
        topped_up=True,
        base=chengdu.base,
        years=_counted(chengdu.kept),
    ),
    "merge_account": Option(
        "合并个人账户",
        chengdu.MERGE_ACCOUNT,
        (*_TO_EMPLOYEE, APART),
        accounts=("employee",),
        portable=True,
        years=_none("增加的缴费年限", NOT_CONVERTED),
    ),
    "merge_overlap": Option("重叠缴费合并", chengdu.MERGE_OVERLAP, _TWICE),
    "return_resident": Option(
        "退居保",
        chengdu.RETURN,
        _TWICE,
        accounts=("employee",),
        returned=(CONTRIBUTIONS, "resident.personal_interest"),
        years=_LEFT,
    ),
    "return_employee": Option(
        "退职保",
        chengdu.RETURN,
        _TWICE,
        accounts=("resident",),
        returned=("employee.personal", "employee.personal_interest"),
        years=_LEFT,
    ),
    "to_resident": Option(
        "本市职保转本市居保",
        chengdu.TO_RESIDENT,
        (NOT_DRAWING, EMPLOYEE, RESIDENT),
        accounts=("resident", "employee"),
        fund="employee",
        years=_moved("employee", within=True),
        ends="终止本市职保关系",
    ),
    "way_1": Option(
        "市域外职保转本市居保",
        chengdu.WAYS[0],
        (NOT_DRAWING, OUTSIDE_EMPLOYEE),
        accounts=("resident", "outside_employee"),
        account_note=MOVED_FIRST,
        fund="outside_employee",
        years=_moved("outside_employee"),
    ),
    "way_2": Option(
        "市域外居保转本市居保",
        chengdu.WAYS[1],
        (NOT_DRAWING, OUTSIDE_RESIDENT, HOUSEHOLD_HERE),
        accounts=("resident", "outside_resident"),
        account_note=chengdu.BY_PROVINCE,
        years=_moved("outside_resident"),
    ),
    "way_3": Option(
        "本市居保转市域外居保", chengdu.WAYS[2], (NOT_DRAWING, CONTRIBUTED, HOUSEHOLD_THERE), portable=True
    ),
    "way_4": Option(
        "本市职保转市域外居保",
        chengdu.WAYS[3],
        (NOT_DRAWING, EMPLOYEE, HOUSEHOLD_THERE),
        accounts=("employee",),
        years=_moved("employee"),
    ),
}
"""Every option of the measures, in their order."""
