"""办理时限, 鲁人社字〔2024〕84号 第九条、第十条; 人社厅发〔2014〕25号; 吉社保〔2020〕6号 第七条."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hjforms.errors import NoRuleInForce
from hjforms.law.procedure import EVENTS, PROCEDURES, Counting, Procedure, clock, procedure
from hjforms.law.workdays import Calendar

DAY = dt.timedelta(days=1)
IN_FORCE = dt.date(2025, 3, 3)
EVERY = [(rules, direction) for rules, directions in PROCEDURES.items() for direction in directions]
every_procedure = pytest.mark.parametrize(("rules", "direction"), EVERY)
days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 6, 30))


def stages_of(rules: str, direction: str | None) -> dict[str, tuple[str, int | None, int | None]]:
    """The key of every stage with its article, its limit and its limit where accounts are gathered."""
    found = procedure(rules, direction, IN_FORCE).stages
    return {stage.key: (stage.article.split()[-1], stage.limit, stage.gathering) for stage in found}


# the table 期限规则 of facts.md §5, and the articles themselves
def test_the_limits_of_shandong_from_resident_to_employee():
    assert stages_of("shandong", "resident-to-employee") == {
        "forwarding": ("第六条", None, None),
        "letter": ("第九条（一）", 3, None),
        "account": ("第九条（二）", 3, 15),
        "confirmation": ("第九条（三）", 2, None),
        "termination": ("第九条（四）", 2, None),
        "funds": ("第九条（四）", 20, None),
        "settlement": ("第九条（五）", 2, None),
        "refund": ("第十二条（三）", None, None),
    }


def test_the_limits_of_shandong_from_employee_to_resident():
    assert stages_of("shandong", "employee-to-resident") == {
        "forwarding": ("第六条", None, None),
        "account": ("第十条（一）", 3, 15),
        "confirmation": ("第十条（二）", 2, None),
        "termination": ("第十条（三）", 2, None),
        "funds": ("第十条（三）", 20, None),
        "settlement": ("第十条（四）", 2, None),
        "refund": ("第十二条（三）", None, None),
    }


@pytest.mark.parametrize("direction", ["resident-to-employee", "employee-to-resident"])
def test_every_limit_of_the_national_rules_is_fifteen_days(direction):
    limits = {key: limit for key, (_, limit, _) in stages_of("national", direction).items() if key != "forwarding"}
    assert limits == dict.fromkeys(["letter", "account", "funds", "termination", "settlement"], 15)


def test_the_limits_of_jilin():
    assert {key: limit for key, (_, limit, _) in stages_of("jilin", None).items()} == {
        "certificate": None,
        "letter": None,
        "account": 15,
        "funds": 15,
        "termination": 15,
        "settlement": 15,
        "refund": None,
    }


@every_procedure
def test_every_stage_says_who_does_what_by_which_article_and_starts_and_ends_with_known_events(rules, direction):
    found = procedure(rules, direction, IN_FORCE)
    assert found.source
    assert len({stage.key for stage in found.stages}) == len(found.stages)
    for stage in found.stages:
        assert stage.name
        assert stage.task
        assert stage.owner.endswith(("机构", "局"))
        assert "第" in stage.article or "来源文" in stage.article
        assert {*stage.starts, stage.done} <= EVENTS.keys()


@pytest.mark.parametrize(
    ("rules", "first"),
    [("shandong", dt.date(2024, 12, 15)), ("national", dt.date(2014, 7, 1))],  # 第十五条; 自2014年7月1日起实施
)
def test_a_procedure_holds_from_the_day_on_which_its_rules_came_into_force(rules, first):
    assert procedure(rules, "resident-to-employee", first)
    with pytest.raises(NoRuleInForce, match="办理时限"):
        procedure(rules, "resident-to-employee", first - DAY)


def all_on(found: Procedure, day: dt.date) -> dict[str, dt.date]:
    """Everything that starts a stage, on one day."""
    return {name: day for stage in found.stages for name in stage.starts}


@given(st.sampled_from(EVERY), days, st.booleans(), st.booleans())
def test_a_due_day_is_always_a_working_day_after_the_start(procedure_of, day, gathering, from_next):
    found = procedure(*procedure_of, IN_FORCE)
    counting = Counting(day, from_next=from_next, gathering=gathering)
    for timed in clock(found.stages, all_on(found, day), counting):
        assert (timed.due.value is None) == (timed.stage.limit is None)
        if timed.due.value is not None:
            assert Calendar().is_workday(timed.due.value)
            assert timed.due.value > day or not from_next
            assert timed.due.value >= day


@given(st.sampled_from(EVERY), days, st.integers(0, 60), st.booleans())
def test_a_due_day_moves_monotonically_with_the_start(procedure_of, day, shift, gathering):
    found = procedure(*procedure_of, IN_FORCE)
    counting = Counting(day, gathering=gathering)
    runs = [clock(found.stages, all_on(found, start), counting) for start in (day, day + shift * DAY)]
    for earlier, later in zip(*runs, strict=True):
        assert earlier.due.value is None or earlier.due.value <= later.due.value


@given(days)
def test_gathering_only_ever_gives_more_time(day):
    found = procedure("shandong", "resident-to-employee", IN_FORCE)
    plain, gathered = (clock(found.stages, all_on(found, day), Counting(day, gathering=flag)) for flag in (False, True))
    longer = [one.stage.key for one, two in zip(plain, gathered, strict=True) if one.due.value != two.due.value]
    assert longer == ["account"]


@given(days, st.integers(0, 40))
def test_a_stage_is_late_from_the_day_after_its_due_day_and_more_so_every_working_day(day, waited):
    found = procedure("shandong", "employee-to-resident", IN_FORCE)
    account = next(stage for stage in found.stages if stage.key == "account")
    looks = [day + number * DAY for number in (waited, waited + 1)]
    timed = [clock([account], {"applied_on": day}, Counting(look))[0] for look in looks]
    for look, one in zip(looks, timed, strict=True):
        assert one.late is not None
        assert one.late.value == (look > one.due.value)
        assert one.state.value == ("逾期未办" if look > one.due.value else "办理中")
    before, after = (one.days_late.value if one.days_late else 0 for one in timed)
    assert after - before == (looks[1] > timed[0].due.value and Calendar().is_workday(looks[1]))


def test_a_stage_that_waits_for_two_things_starts_with_the_later():
    found = procedure("national", "resident-to-employee", IN_FORCE)
    settlement = found.stages[-1]
    account, funds = dt.date(2025, 3, 3), dt.date(2025, 3, 10)
    assert settlement.started({"account_received_on": account}) is None
    assert settlement.started({"account_received_on": account, "funds_received_on": funds}) == funds
    assert settlement.started({"account_received_on": funds, "funds_received_on": account}) == funds


def test_a_stage_that_not_every_case_has_is_left_out_until_it_starts():
    found = procedure("shandong", "resident-to-employee", IN_FORCE)
    day = dt.date(2025, 3, 3)
    assert clock(found.stages, {"applied_on": day}, Counting(day))[0].stage.key == "letter"
    assert clock(found.stages, {"submitted_on": day}, Counting(day))[0].state.value == "办理中"


def test_a_due_day_tells_the_holidays_and_the_weekend_days_that_were_heeded():
    found = procedure("shandong", "resident-to-employee", IN_FORCE)
    timed = clock(found.stages, {"letter_received_on": dt.date(2026, 9, 30)}, Counting(dt.date(2026, 9, 30)))
    due = next(one.due for one in timed if one.stage.key == "account")
    assert due.value == dt.date(2026, 10, 10)
    assert "10月1日（周四）" in due.note
    assert "10月10日（周六）上班计入" in due.note
    assert "国务院办公厅关于2026年部分节假日安排的通知" in due.note


def test_a_due_day_at_the_end_of_the_last_published_year_says_that_it_may_move():
    last = max(year for year in range(2026, 2100) if Calendar().knows(year))
    found = procedure("shandong", "employee-to-resident", IN_FORCE)
    account = clock(found.stages, {"applied_on": dt.date(last, 12, 24)}, Counting(dt.date(last, 12, 24)))[0]
    assert f"{last + 1}年的放假通知公布前" in account.due.note


def test_the_way_of_counting_is_a_convention_and_says_so():
    found = procedure("shandong", "employee-to-resident", IN_FORCE)
    account = clock(found.stages, {"applied_on": IN_FORCE}, Counting(IN_FORCE))[0]
    counting = account.due.inputs[-1]
    assert counting.certainty == "reconstructed"
    assert "次一工作日" in counting.value


def test_events_are_named_in_their_order():
    for rules, direction in EVERY:
        order = list(EVENTS)
        dones = [order.index(stage.done) for stage in procedure(rules, direction, IN_FORCE).stages]
        starts = [max(map(order.index, stage.starts)) for stage in procedure(rules, direction, IN_FORCE).stages]
        assert all(first < second for first, second in zip(starts, dones, strict=True))
        assert all(first <= second for first, second in pairwise(starts))
