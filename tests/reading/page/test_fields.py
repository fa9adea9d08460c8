"""Form fields against what the page shows of them."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import NameObject, TextStringObject
from tools.corpus import pages

from hjforms.api import form, read
from hjforms.unread import Unread
from support import REFUND, certain, worked

NOTICE = form("shandong/notice")


def changed(data, name, **entries):
    """The file in which the field at the end of ``name`` has these entries, and nothing is drawn anew."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for reference in writer.pages[0]["/Annots"]:
        widget = reference.get_object()
        if _name(widget["/Parent"]) == name:
            for key, value in entries.items():
                owner = widget if key in {"AS", "AP"} else widget["/Parent"]
                owner[NameObject(f"/{key}")] = value
    return pages.written(writer)


def _name(field):
    above = field.get("/Parent")
    return f"{_name(above.get_object())}.{field['/T']}" if above else str(field["/T"])


def found_at(reading, path):
    return [(found.severity, found.path) for found in reading.findings if found.path == path]


def test_a_value_that_the_page_shows_otherwise_is_taken_for_neither():
    data = changed(REFUND.pdf(worked(), editable=True), "person.name", V=TextStringObject("王小明"))
    [reading] = read(data)
    assert certain(reading).person.name is None
    assert found_at(reading, "person.name")[0] == ("error", "person.name")


def test_a_value_that_no_viewer_shows_is_not_read():
    [reading] = read(changed(REFUND.blank("pdf"), "person.name", V=TextStringObject("王小明")))
    assert reading.record.person.name == Unread("王小明")
    assert found_at(reading, "person.name") == [("error", "person.name")]


def test_what_the_page_shows_of_a_field_without_a_value_is_not_read():
    data = changed(REFUND.pdf(worked(), editable=True), "person.name", V=TextStringObject(""))
    [reading] = read(data)
    assert certain(reading).person.name is None
    assert found_at(reading, "person.name")[0] == ("error", "person.name")


@pytest.mark.parametrize(
    "value", [NameObject("/Yes"), NameObject("/On"), TextStringObject("Yes"), TextStringObject("1")]
)
def test_a_box_is_marked_in_any_spelling(value):
    [reading] = read(changed(NOTICE.blank("pdf"), "choice.yes", V=value, AS=NameObject("/Yes")))
    assert reading.record.choice == "是"
    assert reading.findings == ()


def test_a_box_whose_value_and_state_disagree_is_not_read():
    [reading] = read(changed(NOTICE.blank("pdf"), "choice.yes", V=NameObject("/Yes"), AS=NameObject("/Off")))
    assert certain(reading).choice is None
    assert ("error", "choice") in found_at(reading, "choice")


def test_boxes_that_were_merged_into_the_page_are_read_by_what_is_drawn():
    import pypdfium2

    record = NOTICE.load({"person": {"name": "张示例"}, "choice": "否"})
    target = io.BytesIO()
    with pypdfium2.PdfDocument(NOTICE.pdf(record, editable=True)) as document:
        document.init_forms()
        document[0].flatten()
        document.save(target)
    [reading] = read(target.getvalue())
    assert reading.record == record
    assert reading.findings == ()
