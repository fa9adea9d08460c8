"""Assembling: pages joined, rows in order, nothing guessed."""

from __future__ import annotations

import io
from decimal import Decimal

import pypdf
import pytest

from hjforms.api import read
from hjforms.reading.page.texts import PageTexts, Source
from hjforms.reading.result.assemble import assemble
from support import REFUND, certain, filled_by_pypdf, leaves_of, table_of

BOX = (0.0, 0.0, 10.0, 10.0)


def page(number=1, rows=(), **fields):
    """A page as a reader hands it on."""
    sources = {path.replace("__", "."): Source(text, number, BOX, "chars") for path, text in fields.items()}
    found = [{path: Source(text, number, BOX, "chars") for path, text in row.items()} for row in rows]
    return PageTexts(sources, found, number)


def labelled(*numbers):
    return [page(index, page=f"第 {number} 页 共 {count} 页") for index, (number, count) in enumerate(numbers, 1)]


def test_a_page_that_is_missing_is_an_error_that_names_it():
    [finding] = assemble(REFUND, labelled((1, 3), (2, 3))).findings
    assert (finding.severity, finding.path) == ("error", "")
    assert "共3页，缺第3页" in finding.message


@pytest.mark.parametrize("kept", [[0], [1], [0, 2], [1, 2]])
def test_a_file_of_which_pages_are_missing_says_so(kept):
    source = pypdf.PdfReader(io.BytesIO(REFUND.pdf(table_of(25))))
    writer = pypdf.PdfWriter()
    for number in kept:
        writer.add_page(source.pages[number])
    target = io.BytesIO()
    writer.write(target)
    readings = read(target.getvalue())
    assert readings
    assert all("缺第" in "".join(found.message for found in reading.findings) for reading in readings)


def test_rows_of_several_pages_follow_one_another_and_blank_ones_are_left_out():
    pages = [
        page(1, [{"year": "2014"}, {"year": "—"}, {"remark": "/"}], page="第 1 页 共 2 页"),
        page(2, [{}, {"year": "2015", "remark": "补"}], page="第 2 页 共 2 页"),
    ]
    reading = assemble(REFUND, pages)
    assert leaves_of(reading.record) == {"years.0.year": 2014, "years.1.year": 2015, "years.1.remark": "补"}
    assert reading.fields["years.1.year"].page == 2
    assert reading.findings == ()


def test_a_row_of_which_nothing_can_be_read_keeps_its_place():
    reading = assemble(REFUND, [page(1, [{"year": "?"}, {"year": "2015"}])])
    assert [finding.path for finding in reading.findings] == ["years.0.year"]
    assert reading.fields["years.1.year"].value == 2015
    assert reading.record.years[1].year == 2015


def test_what_two_pages_say_differently_is_an_error_and_neither_counts():
    pages = [page(1, person__name="甲", page="第 1 页 共 2 页"), page(2, person__name="乙", page="第 2 页 共 2 页")]
    reading = assemble(REFUND, pages)
    assert [(finding.severity, finding.path) for finding in reading.findings] == [("error", "person.name")]
    assert "第1页与第2页" in reading.findings[0].message
    assert certain(reading).person.name is None
    assert (reading.fields["person.name"].text, reading.fields["person.name"].rivals) == ("甲", ("乙",))


def test_a_total_that_a_page_says_to_stand_on_the_last_one_is_read_there():
    first, last = (
        page(1, refund_total="见末页", page="第 1 页 共 2 页"),
        page(2, refund_total="5.00", page="第 2 页 共 2 页"),
    )
    reading = assemble(REFUND, [first, last])
    assert leaves_of(reading.record) == {"refund_total": Decimal("5.00")}
    assert (reading.fields["refund_total"].page, reading.findings) == (2, ())


def test_a_total_whose_page_is_missing_is_blank_and_the_page_is_told():
    reading = assemble(REFUND, [page(1, refund_total="见末页", page="第 1 页 共 2 页")])
    assert reading.record.is_blank()
    assert ["缺第2页" in finding.message for finding in reading.findings] == [True]


def test_a_last_page_that_says_that_its_total_stands_elsewhere_is_not_read_as_blank():
    [finding] = assemble(REFUND, [page(1, refund_total="见末页")]).findings
    assert (finding.severity, finding.path, finding.found) == ("error", "refund_total", "见末页")


def test_what_two_pages_say_alike_is_said_once():
    pages = [page(1, person__name="甲", page="第 1 页 共 2 页"), page(2, person__name="甲", page="第 2 页 共 2 页")]
    reading = assemble(REFUND, pages)
    assert reading.findings == ()
    assert reading.fields["person.name"].page == 1


def test_a_finding_names_the_place_in_the_words_of_the_paper():
    [finding] = assemble(REFUND, [page(1, [{}, {"paid.personal": "12.345"}])]).findings
    assert finding.path == "years.0.paid.personal"
    assert finding.message.startswith("第1行 当年缴费金额 个人缴费：读不出：")
    assert "12.345" not in finding.message
    assert finding.found == "12.345"


@pytest.mark.parametrize(
    ("parts", "day"),
    [
        (("2024", "5", "6"), "2024-05-06"),
        (("２０２４", "05", " 6 "), "2024-05-06"),
        (("", "", ""), None),
        (("—", "—", "—"), None),
    ],
)
def test_a_date_is_put_together_from_its_three_blanks(parts, day):
    names = dict(zip(("filled_on__year", "filled_on__month", "filled_on__day"), parts, strict=True))
    reading = assemble(REFUND, [page(1, **{name: text for name, text in names.items() if text})])
    assert reading.findings == ()
    assert (reading.record.filled_on and reading.record.filled_on.isoformat()) == day


def test_a_date_of_three_blanks_is_told_as_the_paper_shows_it_with_the_box_around_them():
    places = {"year": ("2024", 10), "month": ("5", 40), "day": ("6", 60)}
    sources = {f"filled_on.{name}": Source(text, 1, (x, 0, x + 10, 8), "chars") for name, (text, x) in places.items()}
    found = assemble(REFUND, [PageTexts(sources, [], 1)]).fields["filled_on"]
    assert (found.text, found.box) == ("2024年5月6日", (10, 0, 70, 8))


@pytest.mark.parametrize(
    "parts", [("2024", "", ""), ("", "5", "6"), ("2024", "2", "30"), ("2024", "13", "1"), ("二", "5", "6")]
)
def test_a_date_that_is_none_is_an_error_at_its_path(parts):
    names = dict(zip(("filled_on__year", "filled_on__month", "filled_on__day"), parts, strict=True))
    reading = assemble(REFUND, [page(1, **{name: text for name, text in names.items() if text})])
    assert [finding.path for finding in reading.findings] == ["filled_on"]
    assert certain(reading).filled_on is None


def test_a_reading_judges_the_reading_and_not_the_case():
    """A wrong sum is the business of ``form.check``."""
    data = filled_by_pypdf(
        REFUND.blank("pdf"), {"years.0.year": "2015", "years.0.paid.subtotal": "5.00", "years.0.paid.personal": "1.00"}
    )
    [reading] = read(data)
    assert reading.findings == ()
    assert "paid.subtotal" in [finding.rule for finding in REFUND.check(reading.record)]


def test_two_pages_may_write_one_value_in_two_spellings():
    pages = [
        page(1, page="第 1 页 共 2 页", refund_total="7300.00", signoff__phone="0631-1"),
        page(2, page="第 2 页 共 2 页", refund_total="￥7,300元", signoff__phone="０６３１－１"),
    ]
    reading = assemble(REFUND, pages)
    assert (str(reading.record.refund_total), reading.record.signoff.phone, reading.findings) == (
        "7300.00",
        "0631-1",
        (),
    )
