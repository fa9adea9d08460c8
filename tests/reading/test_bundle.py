"""Which pages of a file belong together, in whatever order they lie."""

from __future__ import annotations

import io

import pypdf
import pytest

from hjforms.api import read
from hjforms.reading.bundle import folio_of, gathered, label_of
from hjforms.reading.reading import PageTexts, Source
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
