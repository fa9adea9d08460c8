"""Word files as people and programs hand them back: every way of every form is read as it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tools.corpus.word import WAYS, with_tracked_changes

from hjforms.api import compare, read
from hjforms.reading.page.word.cells import rows_of
from support import DOCUMENT, REFUND, TYPICAL, edited, parts_of, worked, zipped

ROOT = Path(__file__).parents[4]
WHOLE = REFUND.docx(worked(), carry=False)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="7" w:author="王"><w:p><w:r><w:t>请核实</w:t></w:r></w:p></w:comment></w:comments>'
)
ANCHOR = '<w:commentRangeStart w:id="7"/>{}<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'

PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击</w:t></w:r></w:sdtContent></w:sdt>"
CHECK_BOX = "<w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val='0'/>{}</w:checkBox></w:ffData></w:fldChar></w:r>"
ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>")


def row_with(text):
    """The table row of the whole file that holds a text, as XML."""
    return next(row for row in ROW.findall(parts_of(WHOLE)[DOCUMENT].decode()) if text in row)


def example(form):
    path = next((ROOT / "examples").glob(f"*/{form.id}.json"))
    return form.complete(form.load(path))


def told(reading):
    return [(found.severity, found.path, found.rule, found.found) for found in reading.findings]


def run_of(text, data=WHOLE):
    """The run that holds a text, as XML."""
    found = re.search(rf"<w:r>(?:(?!</w:r>).)*>{re.escape(text)}</w:t></w:r>", parts_of(data)[DOCUMENT].decode())
    assert found
    return found[0]


def struck(run):
    return run.replace("<w:rPr>", "<w:rPr><w:strike/>", 1)


def text_of(body):
    rows = rows_of({DOCUMENT: (BODY % f"<w:p>{body}</w:p>").encode()})
    return "|".join("".join(row.texts) for row in rows)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", TYPICAL, ids=lambda form: form.id)
def test_a_file_that_came_back_is_read_as_it_was_written(way, form):
    record = example(form)
    [reading] = read(WAYS[way][1](form.docx(record, carry=False)))
    assert [str(finding) for finding in compare(record, reading.record)] == []
    assert {found.rule for found in reading.findings} <= ({"tracked"} if way == "word-tracked" else set())


def test_changes_that_nobody_accepted_are_told_at_their_fields():
    [reading] = read(with_tracked_changes(WHOLE))
    assert reading.record == worked()
    told_of = {found.path for found in reading.findings}
    assert {"person.name", "years.0.paid.personal", "refund_total"} <= told_of
    assert {(found.severity, found.rule) for found in reading.findings} == {("warning", "tracked")}


def test_a_row_that_was_deleted_and_not_accepted_is_told_and_not_read():
    row = row_with(">2014<")
    mark = '<w:del w:id="1" w:author="x"/>'
    deleted = row.replace("<w:trPr>", f"<w:trPr>{mark}", 1)
    assert deleted != row
    [reading] = read(edited(WHOLE, row, deleted))
    assert [year.year for year in reading.record.years] == [2013, 2015]
    assert told(reading) == [("warning", "", "tracked", None)]


def test_what_is_struck_through_is_no_value_and_is_told():
    run = run_of("500.00")
    [reading] = read(edited(WHOLE, run, struck(run)))
    assert reading.record.years[0].paid.personal is None
    assert told(reading) == [("warning", "years.0.paid.personal", "struck", "500.00")]


def test_what_is_written_beside_struck_text_is_the_value():
    run = run_of("500.00")
    [reading] = read(edited(WHOLE, run, struck(run) + run.replace("500.00", "510.00")))
    assert str(reading.record.years[0].paid.personal) == "510.00"
    assert told(reading) == [("warning", "years.0.paid.personal", "struck", "500.00")]


@pytest.mark.parametrize("value", ["0", "false"])
def test_a_run_that_says_it_is_not_struck_is_not(value):
    run = run_of("500.00")
    [reading] = read(edited(WHOLE, run, run.replace("<w:rPr>", f'<w:rPr><w:strike w:val="{value}"/>', 1)))
    assert reading.record == worked()
    assert reading.findings == ()


def test_a_struck_change_is_told_against_the_carried_record_as_a_blank():
    whole = REFUND.docx(worked())
    run = run_of("500.00", whole)
    [reading] = read(edited(whole, run, struck(run)))
    assert [(found.rule, found.expected, found.found) for found in reading.findings] == [
        ("struck", None, "500.00"),
        ("changed", "500.00", None),
    ]


@pytest.mark.parametrize(("text", "path"), [("张示例", "person.name"), ("500.00", "years.0.paid.personal")])
def test_a_comment_is_told_at_the_field_where_it_lies(text, path):
    run = run_of(text)
    parts = parts_of(edited(WHOLE, run, ANCHOR.format(run)))
    [reading] = read(zipped({**parts, "word/comments.xml": COMMENTS.encode()}))
    assert reading.record == worked()
    assert told(reading) == [("warning", path, "comment", "请核实")]


def commented(blank_of):
    """The file with a comment in the first cell without text of the row that holds this text."""
    row = row_with(blank_of)
    blank = next(
        cell for cell in re.findall(r"<w:tc>(?:(?!</w:tc>).)*</w:tc>", row) if not re.search(r">[^<>]+</w:t>", cell)
    )
    noted = blank.replace("</w:p>", ANCHOR.format("") + "</w:p>", 1)
    parts = parts_of(edited(WHOLE, row, row.replace(blank, noted, 1)))
    return zipped({**parts, "word/comments.xml": COMMENTS.encode()})


def test_a_comment_on_a_blank_cell_of_a_row_is_told_at_its_field():
    [reading] = read(commented(">2014<"))
    assert reading.record == worked()
    [(severity, path, rule, found)] = told(reading)
    assert (severity, rule, found) == ("warning", "comment", "请核实")
    assert path.startswith("years.1.")
    assert path not in reading.fields


HEADER = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'
BOX = (
    '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>另附一页</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


def with_margin(name, text):
    """The file with a header, a footer or a note in which a text stands."""
    parts = parts_of(WHOLE)
    parts[f"word/{name}.xml"] = HEADER.format(f"<w:p>{text}</w:p>").encode()
    relation = f'<Relationship Id="rIdX" Type="x/{name.rstrip("12")}" Target="{name}.xml"/></Relationships>'.encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(b"</Relationships>", relation)
    return zipped(parts)


@pytest.mark.parametrize(("name", "where"), [("header1", "页眉"), ("footer2", "页脚"), ("footnotes", "脚注")])
def test_text_in_the_margins_is_told_and_not_lost(name, where):
    [reading] = read(with_margin(name, "<w:r><w:t>此表作废</w:t></w:r>"))
    assert reading.record == worked()
    assert told(reading) == [("error", "", "read.unknown", "此表作废")]
    assert where in reading.findings[0].message


@pytest.mark.parametrize("text", ["", "第1页 共2页", "- 1 -", "1/2", "　"])
def test_the_number_of_a_page_in_the_margin_is_nothing_to_be_told(text):
    [reading] = read(with_margin("footer1", f"<w:r><w:t>{text}</w:t></w:r>"))
    assert reading.findings == ()


def test_text_in_a_box_of_a_header_is_told():
    [reading] = read(with_margin("header1", BOX))
    assert told(reading) == [("warning", "", "read.unknown", "另附一页")]


def test_text_in_a_box_beside_the_form_is_told():
    run = run_of("公民身份号码")
    [reading] = read(edited(WHOLE, run, run + BOX))
    assert reading.record == worked()
    assert [found.rule for found in reading.findings] == ["read.unknown"]


def test_a_comment_on_a_label_is_told_with_its_row():
    run = run_of("公民身份号码")
    parts = parts_of(edited(WHOLE, run, ANCHOR.format(run)))
    [reading] = read(zipped({**parts, "word/comments.xml": COMMENTS.encode()}))
    assert told(reading) == [("warning", "", "comment", "请核实")]
    assert "表2 第3行" in reading.findings[0].message


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"),
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲乙"),
        ("<w:r><w:t>37</w:t><w:noBreakHyphen/><w:t>1</w:t></w:r>", "37-1"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>", "显"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:t>是</w:t></w:r>', "□是"),
        (PROMPT, ""),
        ("<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>", "链"),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>2024</w:t></w:r></w:fldSimple>', "2024"),
        ("<w:r><w:instrText>DATE</w:instrText></w:r>", ""),
        (CHECK_BOX.format("<w:checked/>"), "☑"),
        (CHECK_BOX.format(""), "□"),
        ("<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo>", "新"),
    ],
)  # fmt: skip
def test_the_text_of_a_paragraph_is_what_the_page_shows(body, text):
    assert text_of(body) == text


def test_text_in_a_cell_that_prints_nothing_is_told_and_not_lost():
    row = row_with("合计")
    cells = re.findall(r"<w:tc>(?:(?!</w:tc>).)*</w:tc>", row)
    noted = cells[-1].replace("</w:p>", "<w:r><w:t>另附说明</w:t></w:r></w:p>", 1)
    [reading] = read(edited(WHOLE, row, row[: row.rindex(cells[-1])] + noted + "</w:tr>"))
    assert [found.rule for found in reading.findings] == ["read.unknown"]
