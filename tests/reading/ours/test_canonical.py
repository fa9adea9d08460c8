"""Our own pages, read character by character: reading is the inverse of writing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

import strategies
from hjforms.api import compare, forms, read
from hjforms.errors import DocumentError
from hjforms.paths import RecordPath
from hjforms.reading.ours import canonical
from hjforms.reading.ours.canonical import Locator
from hjforms.render.pdf import PdfRenderer
from hjforms.template.layout import Slot
from hjforms.template.objects import NotCanonicalError, stream
from hjforms.template.store import Embedded
from support import REFUND, documents, leaves_of, saved_by_pypdf, table_of, worked

CASES = Path(__file__).parents[2] / "cases"
LAYOUT = 3  # the object of the background that is its layout
LONGEST = {
    "person": {
        "name": "孛儿只斤·" * 11,
        "address": "山东省威海市环翠区海滨中路28号，" * 9,
        "personal_number": "9" * 40,
    },
    "signoff": {
        "handler": "阿依古丽·买买提  " * 2 + "王",
        "phone": "0631-5200000、0631-5200001",
        "agency": "社会保险事业中心" * 7,
    },
}


def assert_inverse(record, data):
    reading = REFUND.read(data)
    assert [str(finding) for finding in compare(record, reading.record)] == []
    assert reading.record == record
    assert reading.findings == ()
    return reading


@documents
@given(strategies.refund_records())
def test_reading_a_pdf_is_the_inverse_of_writing_it(record):
    assert_inverse(record, REFUND.pdf(record))


@pytest.mark.parametrize("count", [0, 1, 11, 12, 13, 24, 25, 60])
def test_any_number_of_years_comes_back(count):
    assert_inverse(table_of(count), REFUND.pdf(table_of(count)))


def test_the_longest_texts_come_back():
    record = REFUND.load(LONGEST)
    assert_inverse(record, REFUND.pdf(record))


@pytest.mark.parametrize(
    "text", ["a  b", "城　乡", "a \u3000 b", "长" * 14 + "  " + "尾", "第 1 页 共 2 页", "合计", "姓名", "1", "2015"]
)
def test_spaces_and_texts_that_look_like_something_else_come_back(text):
    record = REFUND.load({"person": {"name": text}, "years": [{"remark": text}], "signoff": {"agency": text}})
    assert_inverse(record, REFUND.pdf(record))


@documents
@given(strategies.refund_records())
def test_every_value_has_its_text_its_page_its_box_and_its_method(record):
    reading = REFUND.read(REFUND.pdf(record))
    stated = leaves_of(record)
    assert reading.fields.keys() == stated.keys()
    layout = REFUND.compiled.layout
    boxes = {slot.path: slot.box for slot in layout.slots}
    for path, field in reading.fields.items():
        assert field.value == stated[path]
        assert field.text
        assert field.method == "content"
        place = RecordPath(path)
        if place.row is not None:
            assert field.page == place.row // layout.capacity + 1
            assert field.box == boxes[place.in_row(place.row % layout.capacity)]
        elif path == "filled_on":
            assert (field.page, field.box) == (1, (*boxes["filled_on.year"][:2], *boxes["filled_on.day"][2:]))
        else:
            assert field.box == boxes[path]


def test_totals_are_read_from_the_last_page():
    reading = REFUND.read(REFUND.pdf(table_of(25)))
    assert reading.fields["refund_total"].page == 3
    assert reading.fields["person.name"].page == 1


def test_the_text_is_what_stands_on_the_paper():
    fields = REFUND.read(REFUND.pdf(worked())).fields
    assert fields["refund_total"].text == "1544.95"
    assert fields["person.birth_date"].text == "1965年1月15日"
    assert fields["years.2.year"].text == "2015"


def checked(data):
    """Read a file as ours, and see that it is."""
    pages = canonical.written_pages(data, forms())
    assert pages is not None
    pages.check(data, [].append)


def test_a_file_that_another_program_has_saved_is_not_for_this_reader():
    with pytest.raises(NotCanonicalError):
        checked(saved_by_pypdf(REFUND.pdf(worked())))
    with pytest.raises(NotCanonicalError):
        checked(REFUND.pdf(worked(), editable=True))


def with_another_layout(change):
    """The refund table on a template whose layout is another, and its PDF as that prints it."""
    layout = change(REFUND.compiled.layout)
    background = tuple(
        stream(layout.dump()) if number == LAYOUT else body for number, body in enumerate(REFUND.compiled.background, 1)
    )
    template = Embedded(b"", b"", layout, background)
    return PdfRenderer(template, REFUND.title, REFUND.record_type).render(worked())


def test_a_file_of_ours_is_read_by_the_layout_that_it_carries_and_that_is_told():
    """So it can be read whatever becomes of the template since."""
    [reading] = read(with_another_layout(lambda layout: replace(layout, source="0" * 64)))
    assert reading.record == worked()
    assert {field.method for field in reading.fields.values()} == {"content"}
    assert [(finding.rule, finding.severity) for finding in reading.findings] == [("read.version", "warning")]


def slots(change):
    return lambda layout: replace(layout, slots=tuple(change(layout.slots)))


UNSOUND = {
    "a table that is none": lambda layout: replace(layout, table="person"),
    "more rows than slots": lambda layout: replace(layout, capacity=10**9),
    "a path of nothing": slots(lambda found: (replace(found[0], path="person.nobody"), *found[1:])),
    "one path twice": slots(lambda found: (replace(found[1], box=found[0].box), *found[1:])),
    "a box beside the page": slots(lambda found: (replace(found[0], box=(0, 0, 1e9, 1e9)), *found[1:])),
    "a box of nothing": slots(lambda found: (replace(found[0], box=(9, 9, float("nan"), 9)), *found[1:])),
    "no slots": slots(lambda _: ()),
}


@pytest.mark.parametrize("change", UNSOUND.values(), ids=UNSOUND)
def test_a_layout_that_cannot_be_one_is_not_read_by(change):
    try:
        data = with_another_layout(change)
    except Exception:  # noqa: BLE001 - what cannot be written so is not read so either
        return
    assert all(field.method != "content" for reading in read(data) for field in reading.fields.values())


@pytest.mark.parametrize("name", ["crash_layout", "crash_layout_deep", "crash_layout_empty"])
def test_a_file_whose_layout_is_broken_is_read_as_the_page_shows_it(name):
    [reading] = read((CASES / "hard" / f"{name}.pdf").read_bytes())
    assert all(field.method != "content" for field in reading.fields.values())


def test_a_file_to_which_something_was_added_is_not_ours_whatever_it_says_of_itself():
    """Each has a digest that is right: anybody can write one."""
    for name in ("forged_annot", "forged_tounicode_bare", "two_lines_own", "months_covered"):
        with pytest.raises((NotCanonicalError, DocumentError)):
            checked((CASES / "hard" / f"{name}.pdf").read_bytes())


def test_a_point_belongs_to_the_slot_around_it():
    locator = Locator(
        (Slot(RecordPath("a"), (0, 0, 100, 10), "left", 9), Slot(RecordPath("b"), (100.05, 0, 120, 10), "left", 9))
    )
    assert [locator.at(*point) for point in ((50, 5), (110, 5), (50, 11), (-1, 5), (121, 5))] == [0, 1, -1, -1, -1]
