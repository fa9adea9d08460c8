"""Which pages of a file belong together, in whatever order they lie."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import pypdf
import pytest

from hjforms.api import read
from hjforms.reading.page.texts import PageTexts, Source, label_of
from hjforms.reading.result.bundle import folio_of, gathered, stands_later
from support import REFUND, blank_pages, refund_data, table_of

BOX = (0.0, 0.0, 10.0, 10.0)


def page(place=1, **fields):
    """A page as a reader hands it on."""
    sources = {path.replace("__", "."): Source(text, place, BOX, "chars") for path, text in fields.items()}
    return PageTexts(sources, [], place)


def labelled(*pages):
    """Pages of the refund table: the person, the number of the page and the number of all pages."""
    return [
        (REFUND, page(place, person__name=name, page=f"第 {number} 页 共 {count} 页"))
        for place, (name, number, count) in enumerate(pages, 1)
    ]


def groups(*pages):
    """The places of the pages that were put together."""
    return [[place + 1 for place in together] for _, together in gathered(folio_of(*page) for page in labelled(*pages))]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("第 2 页 共 3 页", (2, 3)),
        ("第2页共3页", (2, 3)),
        ("第 12 页 共 60 页", (12, 60)),
        ("", (1, 1)),
        ("x", (1, 1)),
        (f"第 1 页 共 {10**9} 页", (1, 1)),
    ],
)
def test_the_label_of_a_page_is_its_number_and_the_number_of_pages(text, label):
    assert label_of(page(page=text)) == label
    assert label_of(page()) == (1, 1)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([], []),
        ([("张", 1, 1), ("张", 1, 1)], [[1], [2]]),
        ([("张", 1, 2), ("张", 2, 2), ("张", 1, 1)], [[1, 2], [3]]),
        ([("张", 2, 2), ("张", 1, 2)], [[2, 1]]),
        ([("张", 3, 3), ("李", 1, 2), ("张", 1, 3), ("李", 2, 2), ("张", 2, 3)], [[3, 5, 1], [2, 4]]),
        ([("张", 1, 3), ("张", 3, 3)], [[1, 2]]),
        ([("张", 1, 2), ("李", 2, 2)], [[1], [2]]),
        ([("张", 1, 2), ("张", 2, 3)], [[1], [2]]),
    ],
)
def test_pages_of_one_form_and_one_person_are_put_together(pages, expected):
    assert groups(*pages) == expected


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([("张", 1, 2), ("张", 2, 2), ("张", 1, 2), ("张", 2, 2)], [[1, 2], [3, 4]]),
        ([("张", 1, 2), ("张", 1, 2), ("张", 2, 2)], [[1], [2], [3]]),
        ([("张", 2, 2), ("张", 1, 2), ("张", 1, 2), ("张", 2, 2)], [[1], [2], [3], [4]]),
    ],
)
def test_two_forms_of_one_person_are_told_apart_by_their_order_or_not_at_all(pages, expected):
    assert groups(*pages) == expected


def test_pages_of_nobody_belong_together_only_where_they_follow_one_another():
    assert groups(("", 1, 2), ("", 2, 2)) == [[1, 2]]
    assert groups(("", 2, 2), ("", 1, 2)) == [[1], [2]]


def shuffled(*pages):
    """A file of these pages: of each the file and the number in it."""
    writer = pypdf.PdfWriter()
    for data, number in pages:
        writer.add_page(pypdf.PdfReader(io.BytesIO(data)).pages[number])
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_bundle_of_two_people_with_pages_in_any_order_and_other_pages_between():
    one = table_of(25)
    data = refund_data(person={"name": "李示例", "citizen_id": "371000196803200025"}, filled_on="2024-01-02")
    data["years"] = [{"year": 1990 + index, "months": 1, "paid": {"personal": "7.00"}} for index in range(13)]
    other = REFUND.complete(REFUND.load(data))
    first, second = REFUND.pdf(one), REFUND.pdf(other)
    pages = [(second, 1), (first, 2), (blank_pages(1), 0), (first, 0), (second, 0), (first, 1)]
    readings = read(shuffled(*pages))
    assert [reading.record for reading in readings] == [other, one]
    assert all(reading.findings == () for reading in readings)


def drawn_by_others(*pages):
    """A Word file as another office draws the table: per page a row, its sums, and the refund in all."""
    heads = ("重复年份", "个人缴费", "集体补助", "小计", "重复月数", "个人缴费", "集体补助", "小计")
    document = docx.Document()
    for number, (row, sums, total) in enumerate(pages, 1):
        document.add_paragraph("城乡养老保险重复缴费清退表")
        document.add_paragraph(f"第 {number} 页 共 {len(pages)} 页")
        table = document.add_table(4, 8)
        for place, text in ((1, "当年缴费金额"), (5, "退还本人金额")):
            table.cell(0, place).merge(table.cell(0, place + 2)).text = text
        for line, texts in enumerate((heads, row, ("合计", *sums)), 1):
            for place, text in enumerate(texts):
                table.cell(line, place).text = text
        for place in (0, 4):
            table.cell(0, place).merge(table.cell(1, place))
        document.add_paragraph(f"姓名：王示例  退还本人金额合计：{total}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_a_paper_of_others_may_say_that_its_totals_stand_on_the_last_page():
    [reading] = read(
        drawn_by_others(
            (("2015", "100", "100", "200", "1", "8.34", "8.33", "16.67"), ("见末页",) * 7, "见末页"),
            (
                ("2016", "500", "100", "600", "12", "500", "100", "600"),
                ["600", "200", "800", "13", "508.34", "108.33", "616.67"],
                "616.67",
            ),
        )
    )
    assert [row.year for row in reading.record.years] == [2015, 2016]
    assert reading.record.total.months == 13
    assert reading.record.total.refund.subtotal == reading.record.refund_total == Decimal("616.67")
    assert not [finding for finding in reading.findings if finding.path.startswith(("total", "refund_total"))]


@pytest.mark.parametrize("text", ["见末页", "见 末 页", "（见末页）", "详见末页", "见最后一页", "转下页", "见下页"])
def test_what_papers_print_where_a_total_stands_on_a_later_page(text):
    assert stands_later(text)


@pytest.mark.parametrize("text", ["", "末页", "见末页12.00", "12.00", "见附页", "王见末"])
def test_other_texts_do_not_say_that_a_total_stands_later(text):
    assert not stands_later(text)
