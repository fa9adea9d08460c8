"""The clock of a procedure (办理时限): who has to do what by when, and whether it is late.

Law: 鲁人社字〔2024〕84号 第六条、第九条、第十条、第十二条（三）; 人社厅发〔2014〕25号; 吉社保〔2020〕6号 第七条. The
stages of each procedure stand in ``parameters/procedure-*.toml``, with their limits and articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hjforms.errors import NoRuleInForce
from hjforms.law import parameters
from hjforms.law.steps import Step, given
from hjforms.law.workdays import Calendar, add_workdays
from hjforms.wording import Said

WORKDAYS = "个工作日"
EVENTS = {
    "submitted_on": "其他机构代收申请日期",
    "applied_on": "收到衔接申请或相关信息（受理）日期",
    "certificate_received_on": "转入地收到《参保缴费凭证》日期",
    "letter_sent_on": "发出联系函日期",
    "letter_received_on": "收到联系函日期",
    "account_sent_on": "传出信息表日期",
    "account_received_on": "收到信息表日期",
    "confirmed_on": "反馈信息表确认信息日期",
    "confirmation_received_on": "收到确认信息日期",
    "terminated_on": "终止参保关系日期",
    "funds_sent_on": "划转基金日期",
    "funds_received_on": "收到转移基金日期",
    "settled_on": "转入地办结日期",
    "refunded_on": "退还重复缴费日期",
}
"""The events of a procedure (事项) by their names, in their order."""

PROCEDURES: Mapping[str, Mapping[str | None, str]] = {
    "national": {
        "resident-to-employee": "procedure-national-resident-to-employee",
        "employee-to-resident": "procedure-national-employee-to-resident",
    },
    "shandong": {
        "resident-to-employee": "procedure-shandong-resident-to-employee",
        "employee-to-resident": "procedure-shandong-employee-to-resident",
    },
    "jilin": {None: "procedure-jilin"},
}
"""The parameter of each procedure by jurisdiction and direction."""

NEXT_DAY = "收到的次一工作日为第1日"
SAME_DAY = "收到当日为第1日（当日不是工作日的，次一工作日）"
NEXT_DAY_NOTE = "当日不计、从次一工作日起数，是期间计算的通行做法；条文只写“自收到之日起”，没有写当日是否计入"
ENDS = {(True, True): "逾期办结", (True, False): "按期办结", (False, True): "逾期未办", (False, False): "办理中"}
"""The state (状态) of a stage by whether it is done and whether it is late."""


@dataclass(frozen=True)
class Stage:
    """One stage (环节): who does it, what starts it, what ends it, and in how many working days.

    It starts with the last of ``starts``. Without a ``limit`` the article sets no number of days; ``gathering``
    is the limit where accounts have to be gathered first (归集). An ``optional`` stage is not part of every case,
    one ``if_doubled`` only where months were paid twice (重复缴费).
    """

    key: str
    name: str
    task: str
    owner: str
    starts: tuple[str, ...]
    done: str
    article: str
    limit: int | None = None
    gathering: int | None = None
    optional: bool = False
    if_doubled: bool = False

    def started(self, events: Mapping[str, dt.date]) -> dt.date | None:
        """The day on which the stage starts; ``None`` while something that starts it has not happened."""
        days = [events[name] for name in self.starts if name in events]
        return max(days) if len(days) == len(self.starts) else None

    def is_open(self, events: Mapping[str, dt.date]) -> bool:
        """True where the stage has started and is not done."""
        return self.started(events) is not None and self.done not in events


@dataclass(frozen=True)
class Procedure:
    """A procedure (办理流程): its stages in their order, and where they are laid down."""

    stages: tuple[Stage, ...]
    source: str
    note: str = ""


@dataclass(frozen=True)
class Counting:
    """How days are counted (起算): by which calendar, from which day, up to which day.

    ``gathering``: accounts have to be gathered first (归集); ``None`` where the case does not say. Without ``doubled``
    nothing was paid twice.
    """

    as_of: dt.date
    calendar: Calendar = field(default_factory=Calendar)
    from_next: bool = True
    gathering: bool | None = None
    doubled: bool = True


@dataclass(frozen=True)
class Timed:
    """A stage under the clock. ``late`` and ``days_late`` are there as far as there is a limit and a start.

    ``unpublished`` says which notice of holidays is missing where a count runs into a year that has none yet.
    """

    stage: Stage
    due: Step
    state: Step
    late: Step | None = None
    days_late: Step | None = None
    unpublished: Said | None = None


def procedure(rules: str, direction: str | None, on: dt.date) -> Procedure:
    """The procedure of a jurisdiction and direction (办理流程). Raises ``NoRuleInForce`` before its rules hold."""
    version = parameters.parameter(PROCEDURES[rules][direction]).at(on)
    stages = (Stage(**{**row, "starts": tuple(row["starts"])}) for row in version.value)
    return Procedure(tuple(stages), version.source, version.note)


def clock(stages: Iterable[Stage], events: Mapping[str, dt.date], counting: Counting) -> list[Timed]:
    """Every stage with its due day (期限), its state (状态) and whether it is late (逾期).

    ``events`` are the days on which things happened, by the names of ``EVENTS``. Stages that this case does not
    have are left out.

    >>> stages = procedure("shandong", "employee-to-resident", dt.date(2026, 9, 17)).stages
    >>> account = clock(stages, {"applied_on": dt.date(2026, 9, 17)}, Counting(dt.date(2026, 9, 23)))[0]
    >>> account.due.text, account.state.text, account.days_late.text
    ('2026年9月21日', '逾期未办', '2个工作日')
    """
    return [_timed(stage, events, counting) for stage in stages if _concerned(stage, events, counting)]


def _concerned(stage: Stage, events: Mapping[str, dt.date], counting: Counting) -> bool:
    """True where a case has this stage."""
    if stage.optional:
        return stage.started(events) is not None
    return counting.doubled or not stage.if_doubled


def _timed(stage: Stage, events: Mapping[str, dt.date], counting: Counting) -> Timed:
    try:
        due = _due(stage, events, counting)
    except NoRuleInForce as error:
        return _beyond_the_calendar(stage, events, counting, error.message)
    if due.value is None:
        return Timed(stage, due, _unbounded(stage, events))
    reached = _reached(stage, events, counting)
    is_late = reached.value > due.value
    late = Step(f"{stage.name}逾期", is_late, inputs=(due, reached))
    state = _state(stage, ENDS[stage.done in events, is_late], (due, reached))
    if not is_late:
        return Timed(stage, due, state, late)
    try:
        return Timed(stage, due, state, late, _days_late(stage, due, reached, counting))
    except NoRuleInForce as error:
        return Timed(stage, due, state, late, unpublished=error.message)


def _beyond_the_calendar(stage: Stage, events: Mapping[str, dt.date], counting: Counting, why: Said) -> Timed:
    """A stage that is due in a year without a calendar; until that year it is not late."""
    begins = _begins(stage, events)
    due = Step(f"{stage.name}的期限", None, inputs=begins, article=stage.article, note=why)
    reached = _reached(stage, events, counting)
    if not counting.calendar.knows(reached.value.year):
        return Timed(stage, due, _unbounded(stage, events), unpublished=why)
    late = Step(f"{stage.name}逾期", False, inputs=(*begins, reached))
    state = _state(stage, ENDS[stage.done in events, False], (*begins, reached))
    return Timed(stage, due, state, late, unpublished=why)


def _reached(stage: Stage, events: Mapping[str, dt.date], counting: Counting) -> Step:
    """The day that is held against the limit: on which the stage was done, or on which one looks at it."""
    done = events.get(stage.done)
    return given(EVENTS[stage.done] if done else "截至日期", done or counting.as_of)


def _due(stage: Stage, events: Mapping[str, dt.date], counting: Counting) -> Step:
    name, start, begins = f"{stage.name}的期限", stage.started(events), _begins(stage, events)
    limit = stage.gathering if counting.gathering and stage.gathering else stage.limit
    if limit is None:
        return Step(name, None, inputs=begins, note=f"{stage.name}：条文没有规定天数，应及时办理")
    days = Step("时限（工作日）", limit, WORKDAYS, note=_extension(stage, counting))
    if start is None:
        return Step(name, None, inputs=(*begins, days))
    due = add_workdays(start, limit, counting_from_next=counting.from_next, calendar=counting.calendar)
    latest = "{0}" if len(begins) == 1 else "取晚（{0}，{1}）"
    formula = f"{latest}＋{{{len(begins)}}}，{{{len(begins) + 1}}}"
    inputs = (*begins, days, _rule_of_counting(counting))
    return Step(name, due, "", formula, inputs, stage.article, note=_calendar_note(start, due, counting))


def _begins(stage: Stage, events: Mapping[str, dt.date]) -> tuple[Step, ...]:
    return tuple(given(EVENTS[event], events.get(event)) for event in stage.starts)


def _extension(stage: Stage, counting: Counting) -> str:
    if stage.gathering is None:
        return ""
    if counting.gathering:
        return f"需要归集，由{stage.limit}个工作日延长至{stage.gathering}个工作日"
    stated = "没有归集" if counting.gathering is False else "没有写明是否归集，按没有归集计"
    return f"{stated}；需要归集的，可延长至{stage.gathering}个工作日"


def _rule_of_counting(counting: Counting) -> Step:
    if counting.from_next:
        return Step("起算方式", NEXT_DAY, certainty="reconstructed", note=NEXT_DAY_NOTE)
    return given("起算方式", SAME_DAY, note="起算方式按案例所写")


def _calendar_note(start: dt.date, due: dt.date, counting: Counting) -> str:
    """What of the calendar the count had to heed: holidays, weekend days worked, and days not yet settled."""
    calendar, parts = counting.calendar, []
    unusual = list(calendar.unusual(start, due))
    if unusual:
        off = "、".join(_spelled(day) for day, works in unusual if not works)
        worked = "、".join(_spelled(day) for day, works in unusual if works)
        parts.append("，".join(filter(None, (off and f"{off}放假不计", worked and f"{worked}上班计入"))))
        parts.append(f"依{'、'.join(f'《{title}》' for title in calendar.sources(start, due))}")
    if not calendar.is_settled(due):
        parts.append(f"{due.year + 1}年的放假通知公布前，{due.year}年12月末的工作日可能因元旦调休而变，请留意")
    return "；".join(parts)


def _spelled(day: dt.date) -> str:
    return f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def _unbounded(stage: Stage, events: Mapping[str, dt.date]) -> Step:
    """The state of a stage that has no due day: no limit, or not started."""
    begins = _begins(stage, events)
    if stage.done in events:
        return _state(stage, "已办", (*begins, given(EVENTS[stage.done], events[stage.done])))
    return _state(stage, "办理中" if stage.started(events) else "尚未起算", begins)


def _state(stage: Stage, state: str, inputs: tuple[Step, ...]) -> Step:
    given_ = (given("经办机构", stage.owner), given("办理事项", stage.task))
    return Step(stage.name, state, inputs=(*given_, *inputs), article=stage.article)


def _days_late(stage: Stage, due: Step, reached: Step, counting: Counting) -> Step:
    count = counting.calendar.workdays_within(due.value, reached.value)
    return Step(f"{stage.name}逾期天数", count, WORKDAYS, "{0}之后至{1}的工作日数", (due, reached), stage.article)
