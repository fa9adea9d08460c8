"""Notices of holidays that a case or a file adds."""

from __future__ import annotations

import datetime as dt
import re

import pytest

import hjforms
from hjforms.calculations._holidays import calendar
from hjforms.errors import InputError
from hjforms.law.workdays import Calendar
from support import ROOT

EXAMPLE = ROOT / "examples" / "holidays" / "2026.toml"
INVENTED = {  # 2500-10-01 is a Friday
    "year": 2500,
    "off": [{"first": "2500-01-01"}, {"first": "2500-10-01", "last": "2500-10-04"}],
    "work": [{"first": "2500-10-09"}],
}


def case(*notices, on="2500-09-30", as_of="2500-10-31"):
    return {
        "rules": "shandong",
        "direction": "employee-to-resident",
        "as_of": as_of,
        "events": {"applied_on": on},
        "notices": list(notices),
    }


def refused(*notices) -> str:
    with pytest.raises(InputError) as caught:
        hjforms.calculate("deadline", case(*notices))
    return str(caught.value)


def test_the_example_file_is_the_published_calendar_of_its_year(monkeypatch):
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(EXAMPLE))
    own, published = calendar(()), Calendar()
    assert own.notices[0].is_whole
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    assert all(own.is_workday(day) == published.is_workday(day) for day in days)


def test_a_year_that_nobody_published_leaves_its_stages_blank_and_says_which_notice_is_missing():
    outcome = hjforms.calculate("deadline", case())
    [finding] = outcome.findings
    assert (finding.severity, finding.path) == ("warning", "events.applied_on")
    assert re.search(r"2500年.*notices", finding.message)
    assert outcome.figures["account.due"].value is None
    assert outcome.figures["account.state"].value == "办理中"
    assert "account.late" not in outcome.figures


def test_a_notice_in_the_case_makes_the_year_known():
    # 9月30日收到：10月1日至4日放假，5日1，6日2，7日3
    figures = hjforms.calculate("deadline", case(INVENTED)).figures
    assert figures["account.due"].value == dt.date(2500, 10, 7)


def test_a_notice_in_the_named_file_makes_the_year_known(monkeypatch, tmp_path):
    path = tmp_path / "holidays.toml"
    path.write_text(
        '[[notices]]\nyear = 2500\nsource = "虚构的通知"\noff = [{first = 2500-10-01, last = 2500-10-04}]\n'
    )
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(path))
    due = hjforms.calculate("deadline", case()).figures["account.due"]
    assert due.value == dt.date(2500, 10, 7)
    assert "《虚构的通知》" in due.note


def test_what_the_case_says_holds_over_the_file(monkeypatch, tmp_path):
    path = tmp_path / "holidays.toml"
    path.write_text("[[notices]]\nyear = 2500\noff = [{first = 2500-10-01, last = 2500-10-07}]\n")
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(path))
    extra = {"year": 2500, "work": [{"first": "2500-10-05"}]}
    # 5日上班1，8日2，（9日、10日周六、周日）11日3
    assert hjforms.calculate("deadline", case(extra)).figures["account.due"].value == dt.date(2500, 10, 11)


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"year": None}, "notices.0.year", "哪一年"),
        ({"off": [{"last": "2500-10-07"}]}, "notices.0.off.0", "第一天"),
        ({"off": [{"first": "2500-10-07", "last": "2500-10-01"}]}, "notices.0.off.0", "早于第一天"),
        ({"off": [{"first": "2500-01-01", "last": "2500-10-01"}]}, "notices.0.off.0", "超过一个月"),
        ({"off": [{"first": "2499-11-30"}]}, "notices.0.off.0", "不在2500年"),
        ({"off": [{"first": "2500-12-31", "last": "2501-01-02"}]}, "notices.0.off.0", "不在2500年"),
        ({"work": [{"first": "2500-10-02"}]}, "notices.0.work.0", "重复"),
        ({"work": [{"first": "2500-10-12"}]}, "notices.0.work.0", "不是周六、周日"),
    ],
)
def test_a_notice_that_cannot_be_right_is_refused_with_its_place(change, path, message):
    told = refused({**INVENTED, **change})
    assert path in told
    assert message in told


def test_every_fault_of_the_notices_is_told_at_once():
    told = refused({**INVENTED, "year": None}, {**INVENTED, "work": [{"first": "2500-10-12"}]})
    assert "notices.0.year" in told
    assert "notices.1.work.0" in told


@pytest.mark.parametrize(
    ("content", "message"),
    [("year = ", "不是有效的 TOML"), ("[[notices]]\nyears = 2500\n", "没有这个键"), ("notices = 3\n", "数组")],
)
def test_a_file_that_is_no_list_of_notices_is_refused(monkeypatch, tmp_path, content, message):
    path = tmp_path / "holidays.toml"
    path.write_text(content)
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(path))
    with pytest.raises(InputError, match=message):
        calendar(())


def test_a_file_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("HJFORMS_HOLIDAYS", str(tmp_path / "nothing.toml"))
    with pytest.raises(InputError, match=r"HJFORMS_HOLIDAYS.*打不开"):
        calendar(())
