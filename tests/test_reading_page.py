"""The page of a reading shows the paper with every box, what was read there, and every finding beside it."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from lxml import html

from hjforms.api import read
from hjforms.reading_page import page
from support import REFUND, edited, filled_by_pypdf, saved_by_pypdf, table_of, worked


def shown(data, name="清退表.pdf"):
    readings = read(data)
    made = page(
        name, data, [(reading, [*reading.findings, *reading.form.check(reading.record)]) for reading in readings]
    )
    return html.fromstring(made.decode()), readings


def turned(data):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for sheet in writer.pages:
        sheet.rotate(90)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_every_field_has_a_box_on_the_picture_and_a_row_beside_it():
    tree, [reading] = shown(REFUND.pdf(table_of(13)))
    assert len(tree.findall(".//img")) == 2
    boxes = {box.get("href") for box in tree.iterfind(".//a[@class]")}
    rows = {f"#{row.get('id')}" for row in tree.iterfind(".//tr[@id]")}
    assert boxes == rows
    assert len(rows) == len(reading.fields)


def test_the_page_needs_nothing_but_itself():
    made = page("a.pdf", REFUND.pdf(worked()), [(read(REFUND.pdf(worked()))[0], [])]).decode()
    assert not re.search(r"(?:src|href)=\"(?!data:|#)", made)
    assert "<script" not in made


@pytest.mark.parametrize("data", [REFUND.pdf(worked()), turned(REFUND.pdf(worked()))], ids=["upright", "turned"])
def test_a_box_lies_where_its_value_is_printed(data):
    tree, _ = shown(data)
    styles = {
        box.get("href"): dict(item.split(":") for item in box.get("style").split(";"))
        for box in tree.iterfind(".//a[@class]")
    }
    sides = {name: float(value.rstrip("%")) for name, value in styles["#f0-person.name"].items()}
    x0, _, x1, y1 = REFUND.read(REFUND.pdf(worked())).fields["person.name"].box
    layout = REFUND.compiled.layout
    if data == REFUND.pdf(worked()):
        assert sides["left"] == pytest.approx(100 * x0 / layout.width, abs=0.1)
        assert sides["top"] == pytest.approx(100 * (1 - y1 / layout.height), abs=0.1)
    else:
        assert sides["top"] == pytest.approx(100 * x0 / layout.width, abs=0.5)
        assert sides["height"] == pytest.approx(100 * (x1 - x0) / layout.width, abs=0.5)


def test_findings_stand_beside_their_fields():
    data = filled_by_pypdf(
        REFUND.pdf(worked(), editable=True), {"person.name": "王小明", "years.0.paid.personal": "5O0"}
    )
    tree, _ = shown(data)
    text = tree.text_content()
    assert "与出表时不同，是出表后改动的，请核对。（张示例 → 王小明）" in text
    assert "读不出" in text
    grades = {row.get("id"): row.get("class") for row in tree.iterfind(".//tr[@id]")}
    assert grades["f0-person.name"] == "warning"
    assert grades["f0-years.0.paid.personal"] == "error"


def test_what_a_file_holds_is_text_and_never_markup():
    record = REFUND.load({"person": {"name": "<script>alert(1)</script>"}})
    for data in (REFUND.docx(record), saved_by_pypdf(REFUND.pdf(record))):
        made = page("<b>.pdf", data, [(read(data)[0], [])]).decode()
        assert "<script>alert" not in made
        assert "&lt;script&gt;" in made
        assert "&lt;b&gt;.pdf" in made


def test_a_word_file_has_a_table_and_no_picture():
    tree, [reading] = shown(edited(REFUND.docx(worked()), ">500.00<", ">501.00<"), "清退表.docx")
    assert tree.findall(".//img") == []
    assert len(tree.findall(".//tr[@id]")) == len(reading.fields)
    assert "出表时为“500.00”，现为“501.00”" in tree.text_content()


def test_what_the_page_says_itself_can_be_in_english():
    reading = read(REFUND.pdf(worked()))[0]
    made = page("a.pdf", REFUND.pdf(worked()), [(reading, [])], "en").decode()
    assert re.findall("<th>(.*?)</th>", made) == ["Field", "Read", "Page", "How", "Confidence"]
    assert "<title>How it was read: a.pdf" in made
    assert 'alt="page 1"' in made
    assert "读取说明" not in made
