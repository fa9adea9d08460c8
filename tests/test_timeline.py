"""Timelines: the version in force on a day, never the latest by guess."""

from __future__ import annotations

import datetime as dt

import pytest

from hjforms.errors import NoRuleInForce
from hjforms.timeline import Timeline, Version

OLD = Version(dt.date(2010, 1, 1), dt.date(2014, 6, 30), "旧", "甲", "source")
NEW = Version(dt.date(2014, 7, 1), None, "新", "乙", "consensus")


def test_each_day_has_the_version_in_force():
    timeline = Timeline("办法", "", (OLD, NEW))
    assert timeline.at(OLD.first).value == timeline.at(dt.date(2014, 6, 30)).value == "旧"
    assert timeline.at(dt.date(2014, 7, 1)).value == timeline.at(dt.date(2999, 1, 1)).value == "新"


@pytest.mark.parametrize("day", [dt.date(2009, 12, 31), dt.date(2014, 7, 1)])
def test_a_day_without_a_rule_is_refused_with_what_is_known(day):
    with pytest.raises(NoRuleInForce, match=r"办法：.*没有有效的规定（已知：2010年1月1日至2014年6月30日）"):
        Timeline("办法", "", (OLD,)).at(day)
