"""Labels with dots that lead to their values, in one column or in two, with the values set to the right and folded."""

from __future__ import annotations

import io
from itertools import chain, zip_longest

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from drawn import FONT, at_heights, in_pdf, in_word, reading_of
from drawn import LEFT as LEFT_CELL
from hjforms.api import form
from support import certain

APPLICATION = form("national/application")
SIZE, STEP, TOP = 9, 16, 740
LEFT, RIGHT = (50, 280), (310, 540)
APPLICANT = (
    ("申请人", None),
    ("姓名", "张示例"),
    ("性别", "女"),
    ("公民身份号码", "110101196503070049"),
    ("户籍地址", "示例省示例市示例县示例", "镇示例村一组二十六号附", "三号"),
    ("联系电话", "13800000001"),
    ("通讯地址", ""),
    ("邮政编码", "100001"),
    ("代办人", None),
    ("姓名", "李代办"),
    ("联系电话", "13800000003"),
    ("联系地址", "示例县2号"),
)
AGENCIES = (
    ("衔接", None),
    ("申请衔接类型", "城镇职工养老保险转入城", "乡居民养老保险"),
    ("转出地（现参保地）社保机构", None),
    ("机构名称", "示例县社会保险中心"),
    ("联系电话", "021-50000002"),
    ("邮政编码", "200002"),
    ("转入地（待遇领取地）社保机构", None),
    ("机构名称", "示例市居保中心"),
    ("行政区划代码", "371000"),
    ("提交材料", None),
    ("材料", "身份证（社保卡）复印", "件、参保缴费凭证、户", "口簿"),
)
SIGNED = (("受理社保机构意见", "符合条件，予以受理"), ("经办人（签章）", "王经办"), ("联系电话", "0631-5200004"))


def column(canvas, rows, edges, top, dots=" ."):
    """Draw labels from the left edge, values up to the right one, headings with nothing behind; where it ends."""
    for label, value, *further in rows:
        if value is None:
            top -= 5
        canvas.drawString(edges[0], top, label)
        if value is not None:
            start = edges[0] + canvas.stringWidth(label, FONT, SIZE)
            end = edges[1] - (canvas.stringWidth(value, FONT, SIZE) if value else 0)
            wide = canvas.stringWidth(dots, FONT, SIZE) if dots else 1
            canvas.drawString(start, top, dots * int((end - start - 2) // wide))
            canvas.drawRightString(edges[1], top, value)
        for text in further:
            top -= STEP
            canvas.drawRightString(edges[1], top, text)
        top -= STEP + 3 * (value is None)
    return top


def page(left, right, below=(), dots=" ."):
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(FONT, 16)
    canvas.drawCentredString(297, 790, APPLICATION.title)
    canvas.setFont(FONT, SIZE)
    ends = [column(canvas, rows, edges, TOP, dots) for rows, edges in ((left, LEFT), (right, RIGHT)) if rows]
    column(canvas, below, (LEFT[0], RIGHT[1]), min(ends) - 2 * STEP, dots)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("dots", [" .", ".", "…", "·", ""])
def test_columns_of_labels_with_values_set_to_the_right(dots):
    record = certain(reading_of(page(APPLICANT, AGENCIES, SIGNED, dots), APPLICATION))
    assert (record.person.name, record.person.sex, record.agent.name) == ("张示例", "女", "李代办")
    assert record.person.address == "示例省示例市示例县示例镇示例村一组二十六号附三号"
    assert (record.person.phone, record.person.postcode, record.person.postal_address) == (
        "13800000001",
        "100001",
        None,
    )
    assert (record.from_agency.phone, record.from_agency.postcode) == ("021-50000002", "200002")
    assert (record.from_agency.name, record.to_agency.name) == ("示例县社会保险中心", "示例市居保中心")
    assert (record.agent.phone, record.agent.address) == ("13800000003", "示例县2号")
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200004")


@pytest.mark.parametrize("dots", [" .", "·"])
def test_what_was_chosen_is_said_in_words(dots):
    record = certain(reading_of(page(APPLICANT, AGENCIES, SIGNED, dots), APPLICATION))
    assert record.direction == "employee-to-resident"
    assert record.documents == ("id_card", "certificate", "household_register")
    assert record.opinion == "accepted"


@pytest.mark.parametrize("dots", [" .", ""])
def test_without_headings_no_value_of_the_other_column_is_taken(dots):
    """Every label is on a line with one of the other column, and may be of any section."""
    left, right = ([row for row in rows if row[1] is not None] for rows in (APPLICANT, AGENCIES))
    reading = reading_of(page(left, right, SIGNED, dots), APPLICATION)
    record, told = certain(reading), {found.path for found in reading.findings if found.severity == "error"}
    postcodes = {"person.postcode": record.person.postcode, "from_agency.postcode": record.from_agency.postcode}
    for path, value in postcodes.items():
        own = {"person.postcode": "100001", "from_agency.postcode": "200002"}[path]
        assert value == own or (value is None and told & {path, ""})
    assert record.agent.name in {None, "李代办"}
    assert record.person.name in {None, "张示例"}


@pytest.mark.parametrize("shape", ["cells", "colons"])
def test_in_word_a_telephone_beside_another_section_is_nobodys(shape):
    """Rows of two sections side by side without headings: the labels around a telephone tell nothing of it."""
    left, right = ([row for row in rows if row[1] is not None] for rows in (APPLICANT, AGENCIES[2:9]))
    pairs = zip_longest(((row[0], "".join(row[1:])) for row in left), (row[:2] for row in right), fillvalue=("", ""))
    joined = "：" if shape == "colons" else ""
    rows = [[joined.join(pair) if any(pair) else "" for pair in row] if joined else [*chain(*row)] for row in pairs]
    record = certain(reading_of(in_word(APPLICATION.title, rows), APPLICATION))
    assert record.person.phone in {None, "13800000001"}
    assert record.from_agency.phone in {None, "021-50000002"}


@pytest.mark.parametrize("heads", [(), ("申请人", "转出地社保机构")])
def test_in_word_a_row_of_two_sections_is_none_of_ours(heads):
    """联系电话 of the person and 邮政编码 of the agency make a row that the template prints for the person alone."""
    left = [("姓名", "张示例"), ("户籍地址", "示例县示例村"), ("联系电话", "13800000001"), ("邮政编码", "100001")]
    right = [("机构名称", "示例县社保局"), ("机构地址", "示例县1号"), ("邮政编码", "200002"), ("开户银行", "示例行")]
    rows = [[*one, *other] for one, other in zip(left, right, strict=True)]
    heading = [[heads[0], "", heads[1], ""]] if heads else []
    reading = reading_of(in_word(APPLICATION.title, [*heading, *rows]), APPLICATION)
    record, told = certain(reading), {found.path for found in reading.findings if found.severity == "error"}
    assert record.person.postcode in {None, "100001"}
    assert record.person.postcode or "person.postcode" in told
    assert record.from_agency.postcode in {None, "200002"}


def test_in_word_a_row_of_shared_labels_under_the_one_it_follows_on_ours_is_read():
    rows = [["户籍地址", "示例县示例村", LEFT_CELL, LEFT_CELL], ["联系电话", "13800000001", "邮政编码", "100001"]]
    person = certain(reading_of(in_word(APPLICATION.title, [["姓名", "张示例"]], rows), APPLICATION)).person
    assert (person.phone, person.postcode) == ("13800000001", "100001")


def test_an_address_does_not_go_on_with_what_is_folded_in_the_other_column():
    address = ("户籍地址", "示例省示例市示例县示例镇示例村一", "组二十六号附三号")
    person = [*APPLICANT[1:4], address, APPLICANT[5], APPLICANT[7]]
    of_agency = (("行政区划代码", "371002"), AGENCIES[4], ("机构地址", "示例县中山路八号"), AGENCIES[5])
    texts = [*left_aligned(person, 50), *left_aligned([AGENCIES[3], *of_agency, *AGENCIES[7:9]], 310)]
    record = certain(reading_of(at_heights(APPLICATION.title, *texts), APPLICATION))
    assert record.from_agency.address in {None, "示例县中山路八号"}
    assert record.person.address in {None, "示例省示例市示例县示例镇示例村一组二十六号附三号"}


def left_aligned(rows, left, top=750):
    """Labels with dots up to values that begin at one place, each with its further lines."""
    for label, value, *further in rows:
        yield left, top, label + "…" * (7 - len(label))
        yield left + 70, top, value
        for text in further:
            top -= 0.85 * STEP
            yield left + 70, top, text
        top -= STEP


@pytest.mark.parametrize("draw", [in_word, in_pdf])
def test_in_a_table_a_postcode_under_labels_of_an_agency_is_not_the_persons(draw):
    left = [("行政区划代码", "371002"), AGENCIES[4], ("机构地址", "示例县1号"), AGENCIES[5]]
    right = [*APPLICANT[2:4], ("户籍地址", "示例县示例村"), ("", "")]
    rows = [[*one, *other] for one, other in zip(left, right, strict=True)]
    reading = reading_of(draw(APPLICATION.title, rows), APPLICATION)
    person, told = certain(reading).person, {found.path for found in reading.findings if found.severity == "error"}
    assert (person.phone, person.postcode) == (None, None)
    assert told >= {"person.phone", "person.postcode"}
