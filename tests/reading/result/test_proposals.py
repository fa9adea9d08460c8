"""An unreadable figure that sums or the capital amount fix is proposed with its reason, and never filled in."""

from __future__ import annotations

import pytest

from hjforms.api import form, read
from support import DOCUMENT, REFUND, certain, edited, leaves_of, parts_of, refund_row, refund_table

RECORD = refund_table(
    refund_row(2013, 11, "500.01", paid={"collective": "250.52", "land_personal": "13.04"}),
    refund_row(2014, 7, "700.08", paid={"collective": "31.16"}),
)
WHOLE = REFUND.docx(RECORD, carry=False)


def proposals(reading):
    return {found.path: found.expected for found in reading.findings if found.rule == "proposal"}


def smudged(*texts):
    """The file in which these figures, which stand in it once, cannot be read any more."""
    data = WHOLE
    for text in texts:
        assert parts_of(data)[DOCUMENT].decode().count(f">{text}<") == 1
        data = edited(data, f">{text}<", f">{text[:-1]}?<")
    return read(data)[0]


@pytest.mark.parametrize(
    "path",
    [
        "years.0.paid.subtotal",
        "years.0.paid.personal",
        "years.1.paid.collective",
        "total.paid.subtotal",
        "total.paid.collective",
    ],
)
def test_a_figure_that_a_sum_fixes_is_proposed_and_not_filled_in(path):
    text = str(leaves_of(RECORD)[path])
    reading = smudged(text)
    assert proposals(reading) == {path: text}
    assert path not in leaves_of(reading.record)
    [finding] = [found for found in reading.findings if found.rule == "proposal"]
    assert finding.severity == "warning"
    assert finding.article
    assert finding.found == f"{text[:-1]}?"
    assert "没有自动填入" in finding.message


def test_the_capital_amount_fixes_its_figure():
    resident = form("shandong/resident-account")
    record = resident.load({"transfer_total": "1234.56", "transfer_total_capital": "壹仟贰佰叁拾肆元伍角陆分"})
    [reading] = read(edited(resident.docx(record, carry=False), ">1234.56<", ">1?34.56<"))
    assert proposals(reading) == {"transfer_total": "1234.56"}
    assert certain(reading).transfer_total is None


def test_the_figure_fixes_its_capital_amount():
    text = RECORD.refund_total_capital
    reading = read(edited(WHOLE, f">{text}<", f">{text[:-2]}?<"))[0]
    assert proposals(reading) == {"refund_total_capital": text}


def test_two_figures_of_one_sum_that_cannot_be_read_are_not_guessed():
    both = smudged("500.01", "250.52", "1200.09", "281.68")
    assert {"years.0.paid.personal", "years.0.paid.collective"}.isdisjoint(proposals(both))


def test_nothing_is_proposed_where_everything_was_read():
    assert proposals(read(WHOLE)[0]) == {}
