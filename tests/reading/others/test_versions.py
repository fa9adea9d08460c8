"""The papers of other offices: read by labels and ruled lines, and honest where these do not tell."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from tools.corpus.papers import PAPERS, Paper, draw
from tools.corpus.records import common

from drawn import in_pdf, placed
from hjforms.api import form, read
from hjforms.errors import DocumentError
from support import REFUND, certain, leaves_of

FONT = "STSong-Light"
GAP = "\u00a0" * 8  # blanks that a paragraph keeps
LETTER = form("shandong/contact-letter")
ROWS = [
    ["姓名", "张示例", "性别", "男", "身份证号码", "371000196501150018"],
    ["开户银行", "示例银行一支行", "开户全称", "示例市社保中心", "银行帐号", "3700160000100000001"],
    ["行政区划代码", "371082", "", "", "", ""],
]


def page(*rows, title=LETTER.title, foot=()):
    """A page with a title, a ruled table, and lines below it."""
    return in_pdf(title, rows, *foot)


def errors(reading):
    return {(found.path, found.found) for found in reading.findings if found.severity == "error"}


def test_what_begins_the_line_below_a_full_one_may_belong_to_its_first_field_or_its_last():
    texts = ["经办人：王经办", "联系电话：0631-5200001", "社会保险经办机构（公章）：示例市高新技术产业开发区社会"]
    [reading] = read(page(*ROWS, foot=[GAP.join(texts), "保险事业中心"]))
    assert (certain(reading).signoff.handler, certain(reading).signoff.agency) == (
        None,
        None,
    )
    assert certain(reading).signoff.phone == "0631-5200001"
    assert {"signoff.handler", "signoff.agency"} <= {path for path, _ in errors(reading)}


def test_what_begins_the_line_below_a_flowing_one_may_belong_to_its_last_field():
    flowing = "经办人：王经办 社会保险经办机构（公章）：示例市高新技术产业开发区社会保险业务经办服务中心驻政务"
    [reading] = read(page(*ROWS, foot=[flowing, "服务大厅"]))
    assert (certain(reading).signoff.handler, certain(reading).signoff.agency) == (
        "王经办",
        None,
    )
    assert "signoff.agency" in {path for path, _ in errors(reading)}


def test_a_day_is_no_agency():
    account = form("shandong/resident-account")
    [reading] = read(page(*ROWS[:1], title=account.title, foot=["转出地社保机构（盖章）：2024年11月5日"]))
    assert certain(reading).signoff.agency is None
    assert "signoff.agency" in {path for path, _ in errors(reading)}


def test_where_labels_of_a_table_stand_left_of_their_values_what_is_below_is_another_field():
    rows = [["姓名", "张示例", "性别", "男"], ["身份证号码", "371000196501150018", "个人编号", "3710"]]
    rows += [["户籍地址", "示例市示例路1号", "", ""], ["个人账户号", "0099", "", ""]]
    [reading] = read(page(*rows, title=REFUND.title))
    assert reading.record.person.address == "示例市示例路1号"


def test_labels_in_other_words_and_another_order_are_read_with_less_confidence():
    [reading] = read(page(*ROWS, foot=["经办人：王经办　　　联系电话：0631-5200001"]))
    record = reading.record
    assert (record.person.name, record.person.citizen_id) == ("张示例", "371000196501150018")
    assert record.receiving_agency.account_name == "示例市社保中心"
    assert record.receiving_agency.account_number == "3700160000100000001"
    assert (record.signoff.handler, record.signoff.phone) == ("王经办", "0631-5200001")
    assert {field.method for field in reading.fields.values()} == {"grid"}
    assert {path for path, field in reading.fields.items() if field.confidence == 0.6} == {"signoff.phone"}
    assert errors(reading) == set()


def test_a_label_that_the_form_does_not_know_is_told_with_what_stands_beside_it():
    [reading] = read(page(["姓名", "张示例", "民族", "汉族", "性别", "男"], *ROWS[1:]))
    assert (reading.record.person.name, reading.record.person.sex) == ("张示例", "男")
    assert [found for path, found in errors(reading)] == ["民族；汉族"]


def test_two_cells_of_one_label_are_read_into_neither_where_nothing_tells_them_apart():
    rows = [["姓名", "张示例", "姓名", "李示例", "性别", "男"], *ROWS[1:]]
    [reading] = read(page(*rows))
    assert certain(reading).person.name is None
    assert "person.name" in {path for path, _ in errors(reading)}


def test_a_title_over_something_else_is_told_and_not_read():
    with pytest.raises(Exception, match="第1页"):
        read(page(["甲", "乙"], ["丙", "丁"]))


@pytest.mark.parametrize("value", ["0417", "371082"])
def test_figures_are_no_name(value):
    [reading] = read(page(*ROWS, foot=[f"经办人（签章）：{value}"]))
    assert certain(reading).signoff.handler is None
    assert "signoff.handler" in {path for path, _ in errors(reading)}


def test_the_agency_that_printed_a_paper_is_not_the_one_that_signs_it():
    foot = ["经办人：王经办", f"经办机构：乙县社保中心{GAP}操作员：wangjb{GAP}2024-06-18 08:36:50"]
    [reading] = read(page(*ROWS, title=form("shandong/resident-account").title, foot=foot))
    assert (certain(reading).signoff.handler, reading.record.signoff.agency) == ("王经办", None)


def test_a_title_may_have_something_else_on_its_line():
    number = "业务流水号：QT371082202406180000417"
    [reading] = read(in_pdf(f"{number}{GAP}{GAP}{REFUND.title}", ROWS[:1]))
    assert reading.form.title == REFUND.title
    assert reading.record.person.name == "张示例"


def in_margin(text, *, left, value="王经办"):
    """A page with a text that runs downwards beside its lines."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(FONT, 10)
    for number, line in enumerate((LETTER.title, "姓名：张示例", "性别：男", f"经办人（签章）：{value}")):
        canvas.drawString(60, 780 - 24 * number, line)
    for number, letter in enumerate(text):
        canvas.drawString(left, 780 - 12 * number, letter)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("left", [20, 560])
def test_a_text_that_runs_downwards_in_the_margin_is_no_part_of_any_line(left):
    [reading] = read(in_margin("第一联送社保机构", left=left))
    assert (reading.record.person.name, reading.record.signoff.handler) == ("张示例", "王经办")
    assert errors(reading) == set()
    assert any("第\n一\n联" in (found.found or "") or "第 一 联" in (found.found or "") for found in reading.findings)


def test_letters_below_one_another_on_lines_of_their_own_are_no_margin():
    [reading] = read(in_margin("　　　　　　某", left=250, value="王经办"))
    assert certain(reading).signoff.handler is None


def test_the_table_of_years_is_found_by_its_heads_however_many_rows_it_has():
    record = common(REFUND)
    many = tuple(row.model_copy(update={"year": 1990 + index}) for index in range(12) for row in record.years[:1])
    record = record.model_copy(update={"years": many})
    for _, paper in PAPERS.values():
        [reading] = read(draw(REFUND, record, replace(paper, size=(900, 1300))))
        assert leaves_of(reading.record) == leaves_of(record)


def with_field(data, label, value, *, drawn):
    """The paper with a form field right of a label, drawn into the page or left for the viewer to draw."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    with pypdfium2.PdfDocument(data) as document:
        search = document[0].get_textpage().search(label)
        first, count = search.get_next()
        sides = [document[0].get_textpage().get_charbox(first + index) for index in range(count)]
    right, low, high = sides[-1][2], sides[0][1], sides[0][3]
    look = StreamObject()
    look.set_data(b"BT /Helv 8 Tf 1 2 Td (%b) Tj ET" % value.encode())
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject({NameObject(key): NameObject(item) for key, item in font.items()})
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Helv"): fonts})})
    box = ArrayObject(map(FloatObject, (0, 0, 88, 12)))
    look.update(
        {NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): box, NameObject("/Resources"): resources}
    )
    field = DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("a"),
            NameObject("/F"): NumberObject(4),
            NameObject("/V"): TextStringObject(value),
            NameObject("/Rect"): ArrayObject(map(FloatObject, (right + 46, low - 2, right + 134, high + 2))),
        }
    )
    if drawn:
        field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    reference = writer._add_object(field)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_what_is_entered_into_a_field_of_another_paper_is_read_where_it_is_drawn():
    blank = [["姓名", "张示例", "性别", "男", "身份证号码", ""], *ROWS[1:]]
    data = with_field(page(*blank), "身份证号码", "371000196501150018", drawn=True)
    [reading] = read(data)
    assert reading.record.person.citizen_id == "371000196501150018"


def test_what_is_entered_into_a_field_of_another_paper_and_not_drawn_is_an_error():
    blank = [["姓名", "张示例", "性别", "男", "身份证号码", ""], *ROWS[1:]]
    data = with_field(page(*blank), "身份证号码", "371000196501150018", drawn=False)
    [reading] = read(data)
    assert reading.record.person.citizen_id is None
    assert ("error", "371000196501150018") in [(found.severity, found.found) for found in reading.findings]


def test_a_paper_on_which_characters_are_read_that_nobody_prints_is_not_read_by_its_labels():
    data = page(*ROWS, foot=["见附表"])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    font = DictionaryObject({NameObject(key): NameObject(item) for key, item in BROKEN.items()})
    content = StreamObject()
    content.set_data(b"BT /Broken 9 Tf 1 0 0 1 99 99 Tm (\\001\\003) Tj ET")
    writer.pages[0]["/Resources"]["/Font"][NameObject("/Broken")] = font
    contents = writer.pages[0].raw_get("/Contents")
    writer.pages[0][NameObject("/Contents")] = ArrayObject([contents, writer._add_object(content)])
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(DocumentError, match="编码损坏"):
        read(target.getvalue())


BROKEN = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/ABCDEF+Nothing"}


ACCOUNT = form("shandong/employee-account")
PERSON = ["姓名", "张示例", "公民身份号码", "371000196501150018"]
HEADS = ["行政区划代码", "参保地区名称", "年份", "缴费起止时间", "缴费月数", "至本年末个人账户累计储存额"]


def rows_of(first, last):
    return [
        ["371002", "环翠区", str(year), f"{year}.01-{year}.12", "12", f"{year}.50"] for year in range(first, last + 1)
    ]


def test_both_ends_of_a_span_of_months_are_read_whatever_dash_parts_them():
    [reading] = read(in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(2012, 2014)]))
    assert [(str(row.start), str(row.end)) for row in reading.record.years] == [
        (f"{year}-01", f"{year}-12") for year in (2012, 2013, 2014)
    ]


def test_a_page_without_a_title_that_goes_on_with_the_rows_is_the_rest_of_the_paper():
    [reading] = read(in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(1980, 2019)], "经办人：王经办"))
    assert [row.year for row in reading.record.years] == list(range(1980, 2020))
    assert {field.page for field in reading.fields.values()} >= {1, 2}
    assert reading.record.signoff.handler == "王经办"


def findings_of_further(second, first=()):
    """What is said of a page that lies behind the first of a paper, and goes on with its rows."""
    [reading] = read(bound(in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(2000, 2004)], *first), second))
    assert [row.year for row in reading.record.years] == list(range(2000, 2010))
    return [(finding.severity, finding.path) for finding in reading.findings if finding.rule == "read.further"]


def test_a_further_page_that_nothing_but_its_columns_joins_to_the_paper_may_be_somebody_elses():
    second = in_pdf("", [HEADS, *rows_of(2005, 2009)])
    assert findings_of_further(second) == [("warning", "years.5")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([], ["姓名：张示例"]),
        ([], ["承前页"]),
        (["第 1 页 共 2 页"], ["第 2 页 共 2 页"]),
        ([], ["续表"]),
    ],
)
def test_a_further_page_that_is_proved_to_be_one_needs_no_warning(first, second):
    assert findings_of_further(in_pdf("", *second, [HEADS, *rows_of(2005, 2009)]), first) == []


@pytest.mark.parametrize(("total", "count"), [("36", 0), ("24", 1), ("12", 1)])
def test_a_further_page_whose_total_is_that_of_both_pages_is_proved(total, count):
    notice = form("national/offset-notice")
    person = ["姓名", "张示例", "公民身份号码", "371000196501150018"]
    heads = ["起始年月", "终止年月", "月数", "重复领取金额"]
    first = in_pdf(notice.title, [person], [heads, ["2019.01", "2019.12", "12", "120.00"]])
    more = [["2020.01", "2020.12", "12", "240.00"], ["2021.01", "2021.12", "12", "240.00"]]
    [reading] = read(bound(first, in_pdf("", [heads, *more, ["合计", "", total, "999.00"]])))
    assert [row.months for row in reading.record.periods] == [12, 12, 12]
    assert [finding.rule for finding in reading.findings].count("read.further") == count


@pytest.mark.parametrize(("count", "is_lacking"), [(2, False), (3, True)])
def test_a_paper_of_which_every_page_is_there_lacks_none(count, is_lacking):
    first = in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(2000, 2004)], f"第 1 页 共 {count} 页")
    [reading] = read(bound(first, in_pdf("", [HEADS, *rows_of(2005, 2009)], f"第 2 页 共 {count} 页")))
    assert [row.year for row in reading.record.years] == list(range(2000, 2010))
    assert any("缺第" in found.message for found in reading.findings) == is_lacking


def test_a_blank_that_another_character_hides_is_none():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    canvas.setFont(FONT, 12)
    for left, bottom, text in ((200, 780, LETTER.title), (60, 740, "姓名：张"), (111, 740, " "), (108, 740, "示例")):
        canvas.drawString(left, bottom, text)
    canvas.drawString(60, 720, "性别：男")
    canvas.save()
    [reading] = read(target.getvalue())
    assert reading.record.person.name == "张示例"


@pytest.mark.parametrize(("first", "second"), [("（一）", "（二）"), ("", "（续）"), ("", "(2)")])
def test_a_page_whose_title_says_that_it_is_a_further_one_belongs_to_the_one_before(first, second):
    pages = (
        in_pdf(ACCOUNT.title + first, [PERSON]),
        in_pdf(ACCOUNT.title + second, [PERSON[:2]], [HEADS, *rows_of(2001, 2003)]),
    )
    [reading] = read(bound(*pages))
    assert reading.record.person.name == "张示例"
    assert [row.year for row in reading.record.years] == [2001, 2002, 2003]


@pytest.mark.parametrize("second", ["", "（一）", "（样表）"])
def test_a_page_with_the_title_alone_is_a_paper_of_its_own(second):
    pages = in_pdf(ACCOUNT.title, [PERSON]), in_pdf(ACCOUNT.title + second, [PERSON], [HEADS, *rows_of(2001, 2003)])
    assert [len(reading.record.years) for reading in read(bound(*pages))] == [0, 3]


@pytest.mark.parametrize("label", ["第{}页/共2页", "第 {} 页（共 2 页）", "共2页 第{}页", "共 2 页，第 {} 页"])
def test_a_page_with_the_title_and_its_number_goes_on_with_the_paper(label):
    told = f"姓名：张示例{GAP}公民身份号码：371000196501150018{GAP}（续表）"
    pages = (
        in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(2001, 2003)], label.format(1)),
        in_pdf(ACCOUNT.title, told, [HEADS, *rows_of(2004, 2005)], label.format(2)),
    )
    [reading] = read(bound(*pages))
    assert [row.year for row in reading.record.years] == [2001, 2002, 2003, 2004, 2005]
    assert certain(reading).person.citizen_id == "371000196501150018"


@pytest.mark.parametrize(("signs", "lacking"), [("经办人：王经办", 0), ("", 2)])
def test_pages_may_be_counted_through_a_heap_of_papers_of_one_page(signs, lacking):
    """Each is of a person of its own, and signed; else a page of each of two papers may be missing."""
    people = ("张示例", "371000196501150018"), ("李示例", "371000196501150034")
    pages = [
        in_pdf(
            ACCOUNT.title,
            [["姓名", name, "公民身份号码", number]],
            [HEADS, *rows_of(2001, 2002)],
            signs,
            f"第 {n} 页 共 2 页",
        )
        for n, (name, number) in enumerate(people, 1)
    ]
    readings = read(bound(*pages))
    assert [certain(reading).person.name for reading in readings] == ["张示例", "李示例"]
    told = ["".join(finding.message for finding in reading.findings) for reading in readings]
    assert [sum(words in text for text in told) for words in ("缺第", "整批")] == [lacking, 2 - lacking]


def test_copies_of_a_paper_are_papers_of_their_own_however_they_count_themselves():
    pages = [in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(2001, 2002)], f"第 {n} 页 共 2 页") for n in (1, 2)]
    readings = read(bound(*pages))
    assert [[row.year for row in reading.record.years] for reading in readings] == [[2001, 2002], [2001, 2002]]
    assert not any("缺第" in finding.message for reading in readings for finding in reading.findings)


def test_copies_on_one_page_are_one_paper():
    one, other = page(*ROWS, foot=["经办人：王经办"]), page(*ROWS, foot=["经办人：李经办"])
    for first, second, count in ((one, one, 1), (one, other, 2)):
        assert len(read(beside(first, second))) == count
    [reading] = read(beside(one, one))
    assert certain(reading).signoff.handler == "王经办"
    assert [found.severity for found in reading.findings if found.code == "read.page"] == ["warning"]


def beside(upper, lower):
    """Two pages, one below the other on one."""
    sheet = pypdf.PdfWriter().add_blank_page(842, 1190)
    for number, data in enumerate((lower, upper)):
        sheet.merge_translated_page(pypdf.PdfReader(io.BytesIO(data)).pages[0], 0, 595 * number)
    writer, target = pypdf.PdfWriter(), io.BytesIO()
    writer.add_page(sheet)
    writer.write(target)
    return target.getvalue()


def test_what_is_in_doubt_on_a_page_does_not_part_it_from_the_next():
    signed = [["经办人", "王经办", "联系电话", "0631-5200001"]]
    first = in_pdf(
        ACCOUNT.title, [[*PERSON, "联系电话", "0631-5200002"]], [HEADS, *rows_of(2001, 2003)], "第1页，共2页"
    )
    second = in_pdf("", [HEADS, *rows_of(2004, 2005)], signed, "第2页，共2页")
    [reading] = read(bound(first, second))
    assert [row.year for row in reading.record.years] == [2001, 2002, 2003, 2004, 2005]
    assert certain(reading).signoff.phone is None  # two are there


def test_a_page_with_other_rows_is_no_copy():
    pages = [
        in_pdf(ACCOUNT.title, [PERSON], [HEADS, *rows_of(first, first + 1)], f"第 {n} 页 共 2 页")
        for n, first in ((1, 2001), (2, 2003))
    ]
    [reading] = read(bound(*pages))
    assert [row.year for row in reading.record.years] == [2001, 2002, 2003, 2004]


def test_a_further_page_of_somebody_else_is_not_the_rest_of_the_paper():
    other = [["姓名", "李示例"]]
    pages = in_pdf(ACCOUNT.title, [PERSON]), in_pdf(f"{ACCOUNT.title}（二）", other, [HEADS, *rows_of(2001, 2003)])
    assert [reading.record.person.name for reading in read(bound(*pages))] == ["张示例", "李示例"]


def test_what_is_attached_to_a_signed_letter_belongs_to_other_parts_than_the_signature():
    notice = form("national/offset-notice")
    letter = in_pdf(
        notice.title,
        "经核查，张示例（公民身份号码：371000196501150018）自2019年3月重复领取待遇。",
        [["经办人（签章）", "王经办", "联系电话", "0631-5200000"]],
    )
    persons = [["姓名", "张示例", "性别", "男"], ["户籍地址", "威海市1号", "联系电话", "13800000000"]]
    amounts = [["本人已退还金额（②）", "0.00"], ["协助抵扣金额（⑤=①－②－④）", "120.00"]]
    months = [["1\n起始年月", "2\n终止年月", "3\n月数", "5\n重复领取金额"], ["2019.03", "2019.12", "10", "120.00"]]
    [reading] = read(bound(letter, in_pdf("附件", persons, months, amounts)))
    record = reading.record
    assert (record.signoff.phone, record.person.phone) == ("0631-5200000", "13800000000")
    assert (record.person.citizen_id, str(record.assistance)) == ("371000196501150018", "120.00")
    assert [(str(row.start), row.months) for row in record.periods] == [("2019-03", 10)]


def test_a_page_of_somebody_else_is_not_the_rest_of_the_paper():
    other = [["姓名", "李示例", "公民身份号码", "371000196803200025"], ["缴费年限", "9", "", ""]]
    [reading] = read(bound(in_pdf(ACCOUNT.title, [PERSON]), in_pdf("附页", other)))
    assert reading.record.person.name == "张示例"
    assert reading.record.years_paid is None
    assert any("第2页" in found.message for found in reading.findings if found.severity == "error")


def bound(*files):
    """The pages of several files in one."""
    writer, target = pypdf.PdfWriter(), io.BytesIO()
    for data in files:
        writer.append(io.BytesIO(data))
    writer.write(target)
    return target.getvalue()


def signed(*lines):
    """A paper with lines of text, given as stretches and where they begin, below its table."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    for height, line in enumerate([((200, ACCOUNT.title),), ((60, "姓名：张示例"),), *lines]):
        canvas.setFont(FONT, 10)
        for left, text in line:
            canvas.drawString(left, 800 - 14 * height, text)
    canvas.save()
    return target.getvalue()


def test_rules_under_what_is_written_behind_labels_are_no_table():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(200, 800, LETTER.title)
    for number, (label, text) in enumerate(
        {"开户名称": "示例市社保中心", "开户银行": "示例银行", "账号": "3700 1600 01"}.items()
    ):
        canvas.drawRightString(200, 700 - 30 * number, f"转入地社保经办机构{label}：")
        canvas.drawString(206, 700 - 30 * number, text)
        canvas.line(200, 696 - 30 * number, 400, 696 - 30 * number)
    canvas.save()
    [reading] = read(target.getvalue())
    assert reading.record.receiving_agency.account_name == "示例市社保中心"
    assert reading.record.receiving_agency.bank == "示例银行"
    assert reading.record.receiving_agency.account_number == "3700160001"


def test_parts_of_a_line_that_go_on_right_below_where_they_began_are_read_whole():
    lines = [((60, "经办人：王"), (160, "联系电话：0631"), (300, "转出地社保机构（章）：示例市社保"))]
    [reading] = read(signed(*lines, ((60, "经办"), (160, "5200001"), (300, "中心"))))
    assert (reading.record.signoff.handler, reading.record.signoff.agency) == ("王经办", "示例市社保中心")
    assert ("signoff.phone", "06315200001") in errors(reading)  # there may have been a space


def test_a_value_that_may_go_on_below_is_not_read():
    [reading] = read(signed(((60, "经办人：王"), (160, "联系电话：0631-5200001")), ((75, "经办某"),)))
    assert certain(reading).signoff.handler is None
    assert "signoff.handler" in {path for path, _ in errors(reading)}


@pytest.mark.parametrize("phone", ["", "0631-5200001"])
def test_the_rest_of_a_folded_text_is_no_value_of_the_label_before_it(phone):
    """The cells of the foot have no rules: what is left of the agency stands behind the label of the telephone."""
    signed = {"handler": "赵经办", "agency": "荣成市社会保险事业中心管理局", "phone": phone or None}
    record = LETTER.load({**common(LETTER).model_dump(mode="json"), "signoff": signed})
    [reading] = read(draw(LETTER, record, Paper(3, renamed=True)))
    assert (certain(reading).signoff.agency, certain(reading).signoff.phone) == (
        None,
        phone or None,
    )
    assert "signoff.agency" in {path for path, _ in errors(reading)}


def test_a_value_that_goes_on_over_the_edge_of_its_cell_is_not_read():
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    canvas.setFont(FONT, 10)
    canvas.drawString(200, 800, ACCOUNT.title)
    for top, label, value in ((700, "姓名", "张示例"), (680, "个人编号", "37001600001234567"), (660, "性别", "男")):
        for left, width in ((60, 60), (120, 60), (180, 100)):
            canvas.rect(left, top, width, 20)
        canvas.drawString(64, top + 6, label)
        canvas.drawString(124, top + 6, value)
    canvas.save()
    [reading] = read(target.getvalue())
    assert (certain(reading).person.name, certain(reading).person.personal_number) == (
        "张示例",
        None,
    )
    assert "person.personal_number" in {path for path, _ in errors(reading)}


def stamped(*texts):
    """A letter that is signed, with a text of another size over the name of the agency."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    canvas = Canvas(target, A4, invariant=1)
    lines = [(200, 800, LETTER.title), (60, 760, "姓名：张示例"), (60, 740, "社保机构（章）：")]
    for left, height, text in [*lines, (200, 720, "示例市社会保险事业中心"), (240, 700, "2024年5月6日")]:
        canvas.setFont(FONT, 10)
        canvas.drawString(left, height, text)
    canvas.setFont(FONT, 16)
    for left, text in texts:
        canvas.drawString(left, 719, text)
    canvas.save()
    [reading] = read(target.getvalue())
    return reading


def test_the_star_of_a_seal_is_no_part_of_what_it_stands_on():
    assert stamped((252, "★")).record.signoff.agency == stamped().record.signoff.agency == "示例市社会保险事业中心"


def test_a_text_under_other_letters_is_not_read():
    reading = stamped((252, "专用"))
    assert reading.record.signoff.agency is None
    assert [found for found in reading.findings if found.severity == "error"]


def test_a_label_begins_anew_below_a_full_line_of_its_cell():
    letter = form("national/contact-letter")
    cell = "户名：示例社保户\n账号：88120120"
    account = letter.read(in_pdf(letter.title, [["姓名", "张示例", cell]])).record.receiving_agency
    assert (account.account_name, account.account_number) == ("示例社保户", "88120120")


@pytest.mark.parametrize(("above", "count"), [("第 2 页", 4), ("待遇领取记录", 2), ("另有记录如下：", 2)])
def test_rows_on_the_next_page_below_words_for_another_table_are_no_more_of_this_one(above, count):
    account = form("national/employee-account")
    places = (40, 110, 180, 230, 300, 370, 430)
    heads = ("行政区划代码", "参保地名称", "年份", "缴费起始时间", "缴费终止时间", "缴费月数", "累计储存额")
    rows = [("371002", "示例区", str(year), f"{year}-01", f"{year}-12", "12", "490.00") for year in range(2005, 2009)]
    first, second = ([list(zip(places, row, strict=True)) for row in some] for some in ([heads, *rows[:2]], rows[2:]))
    person = [(40, "姓名：张示例"), (200, "性别：男"), (300, "个人编号：123")]
    [reading] = read(bound(placed(account.title, person, *first), placed(above, *second)))
    assert [row.year for row in reading.record.years] == [2005, 2006, 2007, 2008][:count]
    assert count > 2 or any(finding.severity == "error" for finding in reading.findings)
