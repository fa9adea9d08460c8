"""办理时限: for each stage of a procedure who does it, by when, and whether it is late.

Law: 鲁人社字〔2024〕84号 第六条、第九条、第十条、第十二条（三）; 人社厅发〔2014〕25号; 吉社保〔2020〕6号 第七条.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from hjforms.calculation import Breakdown, Calculation, Outcome
from hjforms.calculations._holidays import HolidayNotice, calendar
from hjforms.findings import Finding
from hjforms.law.procedure import EVENTS, Counting, Procedure, Timed, clock, procedure
from hjforms.law.steps import Step, given
from hjforms.records.base import Part, Record, Rows, entry, part, rows
from hjforms.records.kinds import Date, Flag, one_of
from hjforms.records.relations import in_order
from hjforms.records.rules import Check, Violation
from hjforms.wording import Joined, Said, Sentence, named, said

ARTICLE = "鲁人社字〔2024〕84号 第九条、第十条；人社厅发〔2014〕25号；吉社保〔2020〕6号 第七条"
RULES = one_of("办法", {"national": "国家", "shandong": "山东", "jilin": "吉林"})
DIRECTION = one_of(
    "衔接方向",
    {
        "resident-to-employee": "居民养老保险转入职工养老保险",
        "employee-to-resident": "职工养老保险转入居民养老保险",
    },
)


class Events(Record):
    """The days on which things happened (事项); blank where they have not, or where the procedure has no such thing."""

    submitted_on: Date = entry(EVENTS["submitted_on"])
    applied_on: Date = entry(EVENTS["applied_on"])
    certificate_received_on: Date = entry(EVENTS["certificate_received_on"])
    letter_sent_on: Date = entry(EVENTS["letter_sent_on"])
    letter_received_on: Date = entry(EVENTS["letter_received_on"])
    account_sent_on: Date = entry(EVENTS["account_sent_on"])
    account_received_on: Date = entry(EVENTS["account_received_on"])
    confirmed_on: Date = entry(EVENTS["confirmed_on"])
    confirmation_received_on: Date = entry(EVENTS["confirmation_received_on"])
    terminated_on: Date = entry(EVENTS["terminated_on"])
    funds_sent_on: Date = entry(EVENTS["funds_sent_on"])
    funds_received_on: Date = entry(EVENTS["funds_received_on"])
    settled_on: Date = entry(EVENTS["settled_on"])
    refunded_on: Date = entry(EVENTS["refunded_on"])


class Case(Record):
    """A transfer on its way: whose rules, what has happened, and the day on which one looks at it."""

    rules: Annotated[str | None, *RULES.metadata()] = entry("办法")
    direction: Annotated[str | None, *DIRECTION.metadata()] = entry("衔接方向")
    gathering: Flag = entry("需要办理归集")
    doubled: Flag = entry("有重复缴费")
    from_next_day: Flag = entry("从次一工作日起数")
    as_of: Date = entry("截至日期")
    events: Part[Events] = part("事项")
    notices: Rows[HolidayNotice] = rows("新公布的放假安排")


def stated_events(case: Any) -> dict[str, dt.date]:
    """The events that the case states, in their order."""
    return {name: day for name in EVENTS if (day := getattr(case.events, name)) is not None}


def _events_possible(case: Any) -> Iterator[Violation]:
    for name, day in stated_events(case).items():
        if case.as_of is not None and day > case.as_of:
            yield Violation("error", f"events.{name}", Sentence("晚于截至日期，请核对。"))
    if case.doubled is False and case.events.refunded_on is not None:
        yield Violation("error", "events.refunded_on", Sentence("写明没有重复缴费，却有退还日期，请核对。"))


def _direction_stated(case: Any) -> Iterator[Violation]:
    if case.rules is not None and case.rules != "jilin" and case.direction is None:
        yield Violation("error", "direction", Sentence("请写明衔接方向，两个方向的环节不同。"))
    if case.rules == "jilin" and case.direction is not None:
        yield Violation("warning", "direction", Sentence("吉林办法的时限与方向无关，未使用。"))


def run(case: Case) -> Outcome:
    """The stages under the clock, what stands open, and whether anything is late."""
    assert case.rules is not None
    assert case.as_of is not None
    events = stated_events(case)
    direction = None if case.rules == "jilin" else case.direction
    found = procedure(case.rules, direction, min(events.values(), default=case.as_of))
    timed = clock(found.stages, events, _counting(case))
    figures = dict(figure for stage in timed for figure in _figures(stage))
    figures |= {**dict(_assumed(case, found)), **dict(_summary(timed, events, found))}
    return Outcome(figures, (*_findings(case, found, events), *_unpublished(timed, events)))


def _counting(case: Any) -> Counting:
    return Counting(
        as_of=case.as_of,
        calendar=calendar(case.notices),
        from_next=case.from_next_day is not False,
        gathering=case.gathering,
        doubled=case.doubled is not False,
    )


def _assumed(case: Any, found: Procedure) -> Iterator[tuple[str, Step]]:
    """Whether accounts are gathered first, where the case leaves it open and it changes a limit (归集)."""
    longer = [stage for stage in found.stages if stage.gathering is not None]
    if case.gathering is None and longer:
        limits = "、".join(f"{stage.name}{stage.limit}个工作日，归集的可延长至{stage.gathering}个" for stage in longer)
        yield "gathering", Step("需要办理归集", f"没有写明，按不需要计（{limits}）", article=longer[0].article)


def _unpublished(timed: list[Timed], events: Mapping[str, dt.date]) -> Iterator[Finding]:
    """The stages whose limit runs into a year that has no calendar yet, and which notice is missing."""
    for one in timed:
        if one.unpublished:
            start = max(one.stage.starts, key=lambda name: events[name])
            what = Sentence("期限没有计算。") if one.due.value is None else Sentence("逾期天数没有计算。")
            told = named(said(one.stage.name), Joined(what, one.unpublished))
            yield _warning(f"events.{start}", told, one.stage.article)


def _figures(timed: Timed) -> Iterator[tuple[str, Step]]:
    key, name = timed.stage.key, timed.stage.name
    yield f"{key}.owner", given(f"{name}的经办机构", timed.stage.owner)
    yield f"{key}.due", timed.due
    yield f"{key}.state", timed.state
    if timed.late:
        yield f"{key}.late", timed.late
    if timed.days_late:
        yield f"{key}.days_late", timed.days_late


def _summary(timed: list[Timed], events: Mapping[str, dt.date], found: Procedure) -> Iterator[tuple[str, Step]]:
    """What stands open and with whom (当前待办), and whether any stage is late (有无逾期)."""
    waiting = [stage.state for stage in timed if stage.stage.is_open(events)]
    lates = tuple(stage.late for stage in timed if stage.late)
    names = "、".join(f"{state.name}（{state.inputs[0].value}）" for state in waiting)
    yield "open", Step("当前待办", names or "没有", inputs=tuple(waiting), article=found.source, note=found.note)
    yield "late", Step("有环节逾期", any(late.value for late in lates), inputs=lates, article=found.source)


def _findings(case: Case, found: Procedure, events: Mapping[str, dt.date]) -> Iterator[Finding]:
    """What the clerk has to look at: events that are none of this procedure, stages done without a known start."""
    known = {name for stage in found.stages for name in (*stage.starts, stage.done)}
    for name in events:
        if name not in known:
            yield _warning(
                f"events.{name}", named(said(EVENTS[name]), Sentence("这一办法的办理流程没有这一项，未使用。"))
            )
    for stage in found.stages:
        missing = [name for name in stage.starts if name not in events]
        if stage.done in events and stage.limit is not None and missing:
            labels = [said(EVENTS[name]) for name in missing]
            message = named(said(stage.name), Sentence("已写明办结，没有写明{events}，无法计算期限。", events=labels))
            yield _warning(f"events.{missing[0]}", message, stage.article)
    if case.gathering and all(stage.gathering is None for stage in found.stages):
        yield _warning("gathering", Sentence("需要办理归集：这一办法没有因归集延长的时限，未使用。"))


def _warning(path: str, message: Said, article: str = ARTICLE) -> Finding:
    return Finding("warning", path, "deadline", message, article=article)


def _ordered(*names: str) -> Check:
    return in_order(ARTICLE, *(f"events.{name}" for name in names))


CALCULATION = Calculation(
    name="deadline",
    title="办理时限：每个环节由谁办理、何日到期、是否逾期",
    article=ARTICLE,
    case_type=Case,
    run=run,
    required=("rules", "as_of"),
    rules=(
        Check("direction", ("direction",), "国家、山东两个方向的环节不同", ARTICLE, _direction_stated),
        Check("as-of", ("events.*",), "事项不晚于截至日期", ARTICLE, _events_possible),
        _ordered("submitted_on", "applied_on", "certificate_received_on", "letter_sent_on", "letter_received_on"),
        _ordered("applied_on", "account_sent_on", "account_received_on", "confirmed_on", "confirmation_received_on"),
        _ordered("letter_received_on", "account_sent_on"),
        _ordered("letter_received_on", "funds_sent_on", "funds_received_on", "settled_on"),
        _ordered("letter_received_on", "terminated_on"),
        _ordered("confirmation_received_on", "terminated_on"),
        _ordered("confirmation_received_on", "funds_sent_on"),
        _ordered("account_received_on", "settled_on"),
        _ordered("funds_received_on", "refunded_on"),
    ),
    breakdown=Breakdown(
        title="到期表",
        thing="环节",
        named="state",
        columns={
            "owner": "经办机构",
            "due": "期限",
            "state": "状态",
            "late": "逾期",
            "days_late": "逾期天数（工作日）",
        },
    ),
)
