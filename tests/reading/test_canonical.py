"""Our own pages, read character by character: reading is the inverse of writing."""

from __future__ import annotations

import pytest
from hypothesis import given

import strategies
from hjforms.api import compare
from hjforms.reading import canonical
from hjforms.reading.canonical import Locator
from hjforms.template.layout import Slot
from hjforms.template.objects import NotCanonicalError
from support import REFUND, documents, leaves_of, saved_by_pypdf, table_of, worked

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
        row = path.split(".")[1] if path.startswith("years.") else None
        if row is not None:
            assert field.page == int(row) // layout.capacity + 1
            assert field.box == boxes[path.replace(f".{row}.", f".{int(row) % layout.capacity}.", 1)]
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


def test_a_file_that_another_program_has_saved_is_not_for_this_reader():
    with pytest.raises(NotCanonicalError):
        list(canonical.pages(saved_by_pypdf(REFUND.pdf(worked()))))
    with pytest.raises(NotCanonicalError):
        list(canonical.pages(REFUND.pdf(worked(), editable=True)))


def test_a_file_of_ours_is_read_by_the_layout_that_it_carries():
    """So it can be read whatever becomes of the template since."""
    [(form_id, page)] = canonical.pages(REFUND.pdf(worked()))
    assert form_id == REFUND.id
    assert page.fields["person.name"].text == "张示例"


def test_a_point_belongs_to_the_slot_around_it():
    locator = Locator((Slot("a", (0, 0, 100, 10), "left", 9), Slot("b", (100.05, 0, 120, 10), "left", 9)))
    assert [locator.at(*point) for point in ((50, 5), (110, 5), (50, 11), (-1, 5), (121, 5))] == [0, 1, -1, -1, -1]
