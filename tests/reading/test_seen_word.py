"""What is read of a Word file is what a person sees: one cell of 附件5, written in every way to say one thing and show
another.

Each way says what comes of it: the value, ``UNREAD`` (an error finding at the field, and no value), or ``BLANK``.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from hjforms.api import read
from hjforms.unread import is_known
from support import DOCUMENT, REFUND, certain, parts_of, worked, zipped

CASES = Path(__file__).parents[1] / "cases"
WHOLE = REFUND.docx(worked(), carry=False)
UNREAD, BLANK = "unread", "blank"
NUMBER, NUMBER_PATH = "37100000012345", "person.personal_number"
PAID, PAID_PATH = "500.00", "years.0.paid.personal"
OTHER = "3719999922222"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
RUN = re.compile(r"<w:r>(?:(?!</w:r>).)*</w:r>")
ROW = re.compile(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>")
CELL = re.compile(r"<w:tc>(?:(?!</w:tc>).)*</w:tc>")


# --------------------------------------------------------------------------------------------- the kept files

SEEN = {
    "alt_choice_B_fallback_A": UNREAD,
    "alt_unknown_A_fallback_B": UNREAD,
    "bdo_rtl": UNREAD,
    "black_on_black": UNREAD,
    "control": "3710000011111",
    "del_with_t": BLANK,
    "field_instr_only": BLANK,
    "instr_text_plain_t": OTHER,
    "lowered": UNREAD,
    "move_from": BLANK,
    "picture_over_A": UNREAD,
    "pstyle_vanish": BLANK,
    "row_deleted_tracked": BLANK,
    "row_height_exact_1": UNREAD,
    "ruby": UNREAD,
    "sdt_databinding": UNREAD,
    "second_paragraph_B": UNREAD,
    "shape_white_over_A": UNREAD,
    "style_strike": BLANK,
    "style_vanish": BLANK,
    "textbox_B_over_A": UNREAD,
    "tiny_1pt": UNREAD,
    "w_1percent": UNREAD,
    "white": UNREAD,
}


def assert_said(reading, path, expected):
    """What is expected of a field: its value, or none of it with an error, or none with a warning at least."""
    value = reading.fields[path].value if path in reading.fields else None
    value = value if is_known(value) else None
    severities = {found.severity for found in reading.findings if found.path == path}
    if expected == UNREAD:
        assert value is None
        assert "error" in severities
    elif expected == BLANK:
        assert value is None
        assert "error" not in severities
        assert reading.findings
    else:
        assert str(value) == expected
        assert "error" not in severities


@pytest.mark.parametrize("name", SEEN)
def test_what_is_read_of_a_kept_file_is_what_is_seen(name):
    [reading] = read((CASES / f"seen/{name}.docx").read_bytes())
    assert_said(reading, NUMBER_PATH, SEEN[name])


@pytest.mark.parametrize("way", ["line_break", "sym", "tab", "two_paragraphs"])
def test_two_texts_in_one_cell_are_not_joined(way):
    [reading] = read((CASES / f"hard/phone_{way}.docx").read_bytes())
    assert_said(reading, "signoff.phone", UNREAD)
    [found] = reading.findings
    assert found.found == ("0631-756000■" if way == "sym" else "0631-7560000\n13800000000")


@pytest.mark.parametrize(
    ("name", "path", "expected", "text"),
    [
        ("04-ruby/own-ruby.docx", "person.name", "刘䶮", "刘䶮"),
        ("04-ruby/own-EQ-field.docx", "person.name", "刘䶮", "刘䶮"),
        ("05-picture-character/name-with-picture.docx", "person.name", UNREAD, "刘■成"),
        ("05-picture-character/own-name-with-picture.docx", "person.name", UNREAD, "王例■"),
        ("10-word-xml-doc/申请表.doc", "person.name", "王示例", "王示例"),
        ("11-vmerge-hidden/hidden-under-merge.docx", "person.postal_address", UNREAD, "吉林省长春市朝阳区示例街8号"),
    ],
)
def test_papers_of_the_kinds_that_were_told_elsewhere(name, path, expected, text):
    [reading] = read((CASES / "public" / name).read_bytes())
    assert_said(reading, path, expected)
    assert reading.fields[path].text == text


def test_a_figure_with_a_raised_figure_behind_it_is_unread():
    [reading] = read((CASES / "reading/S1b-superscript-docx/S1b-superscript-docx.docx").read_bytes())
    assert_said(reading, "years.1.personal", UNREAD)
    assert [found.path for found in reading.findings] == ["years.1.personal"]


# ---------------------------------------------------------------------------------------- one cell in other ways


def run(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(code, result=None, begin=""):
    """A field with its code, and its result where it has one."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def picture(where):
    return f"<w:r><w:drawing>{where}</w:drawing></w:r>"


def anchor(width, height, *, behind=0, inside="<a:blip xmlns:a='urn:a'/>"):
    emu = 12700
    return (
        f"<wp:anchor xmlns:wp='urn:wp' behindDoc='{behind}'><wp:extent cx='{width * emu}' cy='{height * emu}'/>"
        f"<x:graphic xmlns:x='urn:x'>{inside}</x:graphic></wp:anchor>"
    )


def inline(side):
    return anchor(side, side).replace("wp:anchor", "wp:inline")


def shape(kind="rect", inside="", style="position:absolute;width:90pt;height:20pt", more=""):
    return f'<w:r><w:pict><v:{kind} {V} style="{style}" {more}>{inside}</v:{kind}></w:pict></w:r>'


def box(text):
    return shape(inside=f"<v:textbox><w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent></v:textbox>")


def drawn_seal(side=100, fill="<a:noFill/>", text="示例市社会保险中心", ring="ellipse"):
    """A ring with words, as Word draws it; a star lies in it."""
    shapes = f'<a:prstGeom prst="{ring}"/>{fill}', '<a:prstGeom prst="star5"/><a:solidFill/>'
    words = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    inside = "".join(f"<x:spPr xmlns:a='urn:a'>{shape}</x:spPr>" for shape in shapes)
    return picture(anchor(side, side, inside=inside + words))


def ways(*pairs, spaces=""):
    """The ways of an alternative: what is asked for (nothing for the last) and what is said."""
    said = "".join(f'<mc:Choice Requires="{asked}">{body}</mc:Choice>' for asked, body in pairs if asked)
    last = "".join(f"<mc:Fallback>{body}</mc:Fallback>" for asked, body in pairs if not asked)
    return f"<mc:AlternateContent {MC} {WPS} {spaces}>{said}{last}</mc:AlternateContent>"


def ruby(base, aid):
    return f"<w:r><w:ruby><w:rt>{run(aid)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby></w:r>"


def drop_down(chosen):
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in (PAID, "600.00"))
    return f'<w:ffData><w:ddList><w:result w:val="{chosen}"/>{entries}</w:ddList></w:ffData>'


def control(properties, text):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def filled(inside):
    return f"<w14:textFill {W14}>{inside}</w14:textFill>"


SHADED = '<w:shd w:val="clear" w:fill="1F3864"/>'
RUNS = {
    # colours
    "white": (run(PAID, '<w:color w:val="FFFFFF"/>'), UNREAD),
    "nearly white": (run(PAID, '<w:color w:val="FEFEFE"/>'), UNREAD),
    "white of the theme": (run(PAID, '<w:color w:val="auto" w:themeColor="background1"/>'), UNREAD),
    "white of the theme, darker": (run(PAID, '<w:color w:themeColor="background1" w:themeShade="80"/>'), PAID),
    "black of the theme": (run(PAID, '<w:color w:val="FFFFFF" w:themeColor="text1"/>'), PAID),
    "grey": (run(PAID, '<w:color w:val="808080"/>'), PAID),
    "white on dark": (run(PAID, f'<w:color w:val="FFFFFF"/>{SHADED}'), PAID),
    "white on a dark pattern": (run(PAID, '<w:color w:val="FFFFFF"/><w:shd w:val="solid" w:color="000000"/>'), PAID),
    "dark on dark": (run(PAID, f'<w:color w:val="1F3864"/>{SHADED}'), UNREAD),
    "black on a black pen": (run(PAID, '<w:color w:val="000000"/><w:highlight w:val="black"/>'), UNREAD),
    "of itself on dark": (run(PAID, f'<w:color w:val="auto"/>{SHADED}'), PAID),
    "not filled": (run(PAID, filled("<w14:noFill/>")), UNREAD),
    "filled white": (run(PAID, filled('<w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill>')), UNREAD),
    "filled with white of the theme": (
        run(PAID, filled('<w14:solidFill><w14:schemeClr w14:val="bg1"/></w14:solidFill>')), UNREAD,
    ),
    "filled through": (
        run(PAID, filled('<w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="100000"/>'
                         "</w14:srgbClr></w14:solidFill>")), UNREAD,
    ),
    "filled black": (run(PAID, filled('<w14:solidFill><w14:srgbClr w14:val="000000"/></w14:solidFill>')), PAID),
    # sizes and places
    "tiny": (run(PAID, '<w:sz w:val="2"/>'), UNREAD),
    "tiny in points": (run(PAID, '<w:sz w:val="1pt"/>'), UNREAD),
    "small": (run(PAID, '<w:sz w:val="12"/>'), PAID),
    "narrow": (run(PAID, '<w:w w:val="66"/>'), PAID),
    "next to no width": (run(PAID, '<w:w w:val="2%"/>'), UNREAD),
    "one over the other": (run(PAID, '<w:sz w:val="21"/><w:spacing w:val="-200"/>'), UNREAD),
    "a little closer": (run(PAID, '<w:sz w:val="21"/><w:spacing w:val="-10"/>'), PAID),
    "pressed": (run(PAID, '<w:fitText w:val="10"/>'), UNREAD),
    "lowered": (run(PAID, '<w:position w:val="-60"/>'), UNREAD),
    "raised out of the page": (run(PAID, '<w:position w:val="3000"/>'), UNREAD),
    "all a little raised": (run(PAID, '<w:position w:val="3"/>'), PAID),
    "superscript": (run("500") + run("1", '<w:vertAlign w:val="superscript"/>'), UNREAD),
    "subscript": (run("500") + run("1", '<w:vertAlign w:val="subscript"/>'), UNREAD),
    "raised by hand": (run("500") + run("1", '<w:sz w:val="12"/><w:position w:val="8"/>'), UNREAD),
    "not raised after all": (run("500") + run(".00", '<w:vertAlign w:val="baseline"/>'), PAID),
    # hidden and struck
    "vanished": (run(PAID, "<w:vanish/>"), BLANK),
    "not vanished": (run(PAID, '<w:vanish w:val="0"/>'), PAID),
    "vanished by some": (run(PAID, "<w:specVanish/>"), UNREAD),
    "vanished on the web": (run(PAID, "<w:webHidden/>"), UNREAD),
    "vanished behind": (run(PAID) + run("9", "<w:vanish/>"), PAID),
    "struck twice": (run(PAID, "<w:dstrike/>"), BLANK),
    "struck beside": (run("400.00", "<w:strike/>") + run(PAID), PAID),
    # directions
    "turned": (f'<w:bdo w:val="rtl">{run(PAID)}</w:bdo>', UNREAD),
    "not turned": (f'<w:bdo w:val="ltr">{run(PAID)}</w:bdo>', PAID),
    "embedded the other way": (f'<w:dir w:val="rtl">{run(PAID)}</w:dir>', UNREAD),
    "a run from the right": (run(PAID, "<w:rtl/>"), UNREAD),
    # changes
    "deleted": (f'<w:del w:id="1">{run(PAID)}</w:del>', BLANK),
    "deleted by its properties": (run(PAID, '<w:del w:id="1"/>'), BLANK),
    "inserted": (f'<w:ins w:id="1">{run(PAID)}</w:ins>', PAID),
    "inserted and deleted": (f'<w:ins w:id="1"><w:del w:id="2">{run(PAID)}</w:del></w:ins>', BLANK),
    "moved away": (f'<w:moveFrom w:id="1">{run(PAID)}</w:moveFrom>', BLANK),
    "moved here": (f'<w:moveTo w:id="1">{run(PAID)}</w:moveTo>', PAID),
    # alternatives
    "one way": (ways(("wps", run(PAID)), ("", run(PAID))), PAID),
    "two ways": (ways(("wps", run(PAID)), ("", run("600.00"))), UNREAD),
    "a way that nobody knows": (ways(("zz", run("600.00")), ("", run(PAID)), spaces='xmlns:zz="urn:zz"'), UNREAD),
    "a way that nobody knows, and the same": (
        ways(("zz", run(PAID)), ("", run(PAID)), spaces='xmlns:zz="urn:zz"'), PAID,
    ),
    "two ways inside a run": (
        f"<w:r>{ways(('wps', '<w:t>500.00</w:t>'), ('', '<w:t>600.00</w:t>'))}</w:r>", UNREAD,
    ),
    "one way inside a run": (f"<w:r>{ways(('wps', '<w:t>500.00</w:t>'), ('', '<w:t>500.00</w:t>'))}</w:r>", PAID),
    "only the last way": (ways(("", run(PAID))), PAID),
    "no way": (ways(("zz", run(PAID)), spaces='xmlns:zz="urn:zz"'), UNREAD),
    # fields
    "the result of a field": (field("=400+100", run(PAID)), PAID),
    "a code without a result": (field(PAID), None),
    "text in a code": (field("X</w:instrText><w:t>600.00</w:t><w:instrText>", run(PAID)), PAID),
    "a field in a code": (field(f"IF </w:instrText></w:r>{field('A', run('1'))}<w:r><w:instrText>", run(PAID)), PAID),
    "a simple field": (f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{run(PAID)}</w:fldSimple>', PAID),
    "the day of today": (field(' DATE \\@ "yyyy" ', run("2024")), UNREAD),
    "the day of today, simply": (f'<w:fldSimple w:instr="TIME">{run("2024")}</w:fldSimple>', UNREAD),
    "chosen from a list": (field("FORMDROPDOWN", None, drop_down(0)), PAID),
    "chosen from a list, and shown": (field("FORMDROPDOWN", run(PAID), drop_down(0)), PAID),
    "chosen from a list, and another shown": (field("FORMDROPDOWN", run(PAID), drop_down(1)), UNREAD),
    "an equation of a field": (field("EQ \\f(1,2)"), UNREAD),
    "a formula": (('<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>500.00'
                  "</m:t></m:r></m:oMath>"), UNREAD),
    # signs
    "a sign of a font": ('<w:r><w:t>500.0</w:t><w:sym w:font="Wingdings" w:char="F081"/></w:r>', UNREAD),
    "a sign that is a letter": ('<w:r><w:t>500.0</w:t><w:sym w:font="宋体" w:char="0030"/></w:r>', PAID),
    "letters of a font of signs": (run(PAID, '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), UNREAD),
    "figures of a font of letters": (run(PAID, '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), PAID),
    # lines
    "two lines": ("<w:r><w:t>50</w:t><w:br/><w:t>0.00</w:t></w:r>", UNREAD),
    "two stretches": ("<w:r><w:t>50</w:t><w:tab/><w:t>0.00</w:t></w:r>", UNREAD),
    "two paragraphs": (f"{run('50')}</w:p><w:p>{run('0.00')}", UNREAD),
    "a line behind": (f"{run(PAID)}<w:r><w:br/></w:r></w:p><w:p>", PAID),
    "a tab before": (f"<w:r><w:tab/></w:r>{run(PAID)}", PAID),
    # aids
    "an aid of figures": (ruby(PAID, "600"), UNREAD),
    # controls
    "a control": (control("<w:text/>", PAID), PAID),
    "a prompt": (control("<w:showingPlcHdr/>", "单击此处输入文字"), None),
    "a prompt that is a value": (control("<w:showingPlcHdr/>", PAID), UNREAD),
    "a prompt no more": (control('<w:showingPlcHdr w:val="0"/>', PAID), PAID),
    "bound to what is not there": (control('<w:dataBinding w:xpath="/a" w:storeItemID="{0}"/>', PAID), PAID),
    "bound to the same": (control('<w:dataBinding w:xpath="/a/n" w:storeItemID="{1}"/>', PAID), PAID),
    "bound to something else": (control('<w:dataBinding w:xpath="/a/o" w:storeItemID="{1}"/>', PAID), UNREAD),
    "bound by names": (
        control('<w:dataBinding w:prefixMappings="xmlns:q=\'urn:q\'" w:xpath="/a/q:p[1]" w:storeItemID="{1}"/>', PAID),
        UNREAD,
    ),
    "bound by a search": (control('<w:dataBinding w:xpath="//n[//*]" w:storeItemID="{1}"/>', PAID), UNREAD),
    # what lies over it
    "a picture as a letter": (run("500.0") + picture(inline(9)), UNREAD),
    "a picture over it": (run(PAID) + picture(anchor(200, 30)), UNREAD),
    "a picture alone": (picture(anchor(200, 30)), UNREAD),
    "a picture behind it": (run(PAID) + picture(anchor(200, 30, behind=1)), PAID),
    "a picture behind nothing": (picture(anchor(200, 30, behind=1)), UNREAD),
    "a seal over it": (run(PAID) + picture(anchor(115, 115)), PAID),
    "a seal in its line": (run(PAID) + picture(inline(115)), PAID),
    "a comment in the file": ("<w:r><w:t>50<!-- 1 -->0.00</w:t></w:r>", PAID),
    "a shape over it": (run(PAID) + shape(), UNREAD),
    "a shape of today over it": (run(PAID) + picture(anchor(90, 20, inside="")), UNREAD),
    "a shape behind it": (run(PAID) + shape(style="position:absolute;z-index:-5"), PAID),
    "a shape that is not shown": (run(PAID) + shape(style="position:absolute;visibility:hidden"), PAID),
    "a box over it": (run(PAID) + box(OTHER), UNREAD),
    "a box alone": (box(PAID), UNREAD),
    "a seal drawn over it": (run(PAID) + drawn_seal(), PAID),
    "a seal of former days drawn over it": (run(PAID) + shape(
        "oval", f"<v:textbox><w:txbxContent><w:p>{run('专用章')}</w:p></w:txbxContent></v:textbox>",
        "position:absolute;width:90pt;height:90pt", 'filled="f"'), PAID),
    "a disc over it": (run(PAID) + drawn_seal(fill="<a:solidFill/>"), UNREAD),
    "a frame over it": (run(PAID) + drawn_seal(ring="rect"), UNREAD),
    "a ring that is no seal": (run(PAID) + drawn_seal(text=OTHER), UNREAD),
    "a small ring over it": (run(PAID) + drawn_seal(30), UNREAD),
    "words drawn over it": (run(PAID) + shape("shape", '<v:textpath string="作废"/>'), UNREAD),
    "an object": (('<w:r><w:object><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="width:9pt"/>'
                  '<o:OLEObject xmlns:o="urn:o"/></w:object></w:r>'), UNREAD),
    # marks of strangers
    "in a mark that nobody knows": (f'<q:x xmlns:q="urn:q">{run(PAID)}</q:x>', UNREAD),
    "in a mark to be left out": (f'<q:x xmlns:q="urn:q" {MC} mc:Ignorable="q">{run(PAID)}</q:x>', UNREAD),
    "in a mark of Word": (f"<w:smartTag>{run(PAID)}</w:smartTag>", PAID),
    "with a note": (run(PAID) + '<w:r><w:footnoteReference w:id="2"/></w:r>', PAID),
    "with a day that changes": ("<w:r><w:yearLong/></w:r>", UNREAD),
}  # fmt: skip
"""What stands in the cell instead of ``500.00``, and what comes of it; ``None``: nothing, without a word."""

BOUND = {
    "customXml/item9.xml": f'<a xmlns:q="urn:q"><n>{PAID}</n><o>600.00</o><q:p>700.00</q:p></a>'.encode(),
    "customXml/itemProps9.xml": b'<d:datastoreItem d:itemID="{1}" xmlns:d="urn:d"/>',
}
THEME = (
    b'<a:theme xmlns:a="urn:a"><a:clrScheme><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    b'<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme></a:theme>'
)


def run_of(text):
    """The run that holds a text, as XML."""
    return next(found[0] for found in RUN.finditer(parts_of(WHOLE)[DOCUMENT].decode()) if f">{text}<" in found[0])


def with_main(change, **more):
    """The file with its main text changed, and further parts."""
    parts = parts_of(WHOLE)
    parts[DOCUMENT] = change(parts[DOCUMENT].decode()).encode()
    return zipped({**parts, **{name.replace("__", "/"): data for name, data in more.items()}})


def with_run(xml, styles=""):
    """The file in which the first 500.00 is written otherwise, with further styles."""
    parts = parts_of(WHOLE) | BOUND | {"word/theme/theme1.xml": THEME}
    parts[DOCUMENT] = parts[DOCUMENT].decode().replace(run_of(PAID), xml, 1).encode()
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", f"{styles}</w:styles>".encode())
    return zipped(parts)


@pytest.mark.parametrize("way", RUNS)
def test_what_is_read_of_a_cell_is_what_is_seen(way):
    xml, expected = RUNS[way]
    [reading] = read(with_run(xml))
    if expected is None:
        assert (reading.record.years[0].paid.personal, reading.findings) == (None, ())
    else:
        assert_said(reading, PAID_PATH, expected)
    others = [row.model_copy(update={"paid": None}) for row in (reading.record.years[0], worked().years[0])]
    assert others[0] == others[1]


def style(name, properties, kind="character", based=""):
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    head = f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{on}'
    return f"{head}<w:rPr>{properties}</w:rPr></w:style>"


HIDDEN = style("H", "<w:vanish/>")
STYLED = {
    "hidden": (run(PAID, '<w:rStyle w:val="H"/>'), HIDDEN, BLANK),
    "hidden by what it follows": (run(PAID, '<w:rStyle w:val="I"/>'), HIDDEN + style("I", "", based="H"), BLANK),
    "shown against its style": (run(PAID, '<w:rStyle w:val="H"/><w:vanish w:val="0"/>'), HIDDEN, PAID),
    "shown by the later style": (
        run(PAID, '<w:rStyle w:val="I"/>'), HIDDEN + style("I", '<w:vanish w:val="false"/>', based="H"), PAID,
    ),
    "a style of another kind": (run(PAID, '<w:rStyle w:val="H"/>'), style("H", "<w:vanish/>", "paragraph"), PAID),
    "a style that is not there": (run(PAID, '<w:rStyle w:val="H"/>'), "", PAID),
    "styles in a circle": (
        run(PAID, '<w:rStyle w:val="I"/>'), style("I", "", based="J") + style("J", "<w:vanish/>", based="I"), PAID,
    ),
    "struck": (run(PAID, '<w:rStyle w:val="S"/>'), style("S", "<w:dstrike/>"), BLANK),
    "white": (run(PAID, '<w:rStyle w:val="S"/>'), style("S", '<w:color w:val="FFFFFF"/>'), UNREAD),
    "white, and black again": (
        run(PAID, '<w:rStyle w:val="S"/><w:color w:val="000000"/>'), style("S", '<w:color w:val="FFFFFF"/>'), PAID,
    ),
    "tiny": (run(PAID, '<w:rStyle w:val="S"/>'), style("S", '<w:sz w:val="2"/>'), UNREAD),
}  # fmt: skip


@pytest.mark.parametrize("way", STYLED)
def test_styles_say_what_is_seen(way):
    xml, styles, expected = STYLED[way]
    [reading] = read(with_run(xml, styles))
    assert_said(reading, PAID_PATH, expected)


def in_cell(change):
    """The file in which the cell of the first 500.00 is changed."""
    text = parts_of(WHOLE)[DOCUMENT].decode()
    cell = next(found for found in CELL.findall(text) if f">{PAID}<" in found)
    return with_main(lambda main: main.replace(cell, change(cell), 1))


def in_row(change):
    """The file in which the row of the first 500.00 is changed."""
    text = parts_of(WHOLE)[DOCUMENT].decode()
    row = next(found for found in ROW.findall(text) if f">{PAID}<" in found)
    return with_main(lambda main: main.replace(row, change(row), 1))


def said(*pieces):
    """Put properties into the first paragraph of a cell."""
    return lambda cell: cell.replace("<w:pPr>", f"<w:pPr>{''.join(pieces)}", 1)


def of_cell(properties):
    return lambda cell: cell.replace("<w:tcPr>", f"<w:tcPr>{properties}", 1)


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
CELLS = {
    "in a frame": (said('<w:framePr w:x="100" w:y="99999"/>'), UNREAD),
    "far to the right": (said('<w:ind w:left="30000"/>'), UNREAD),
    "beyond its cell": (said('<w:ind w:left="5000"/>'), UNREAD),
    "a little in": (said('<w:ind w:firstLine="200"/>'), PAID),
    "numbered": (said(NUMBERED.format(3)), UNREAD),
    "numbered no more": (said(NUMBERED.format(0)), PAID),
    "a low line": (lambda cell: cell.replace('"240" w:lineRule="auto"', '"20" w:lineRule="exact"'), UNREAD),
    "below its row": (lambda cell: cell.replace('w:before="0"', 'w:before="9000"'), UNREAD),
    "behind blank lines": (lambda cell: cell.replace("<w:p>", "<w:p/>" * 9 + "<w:p>", 1), UNREAD),
    "merged with what is above": (of_cell("<w:vMerge/>"), UNREAD),
    "deleted cell": (of_cell('<w:cellDel w:id="1"/>'), BLANK),
    "inserted cell": (of_cell('<w:cellIns w:id="1"/>'), PAID),
    "no width": (lambda cell: re.sub(r'<w:tcW w:w="\d+"', '<w:tcW w:w="3"', cell), UNREAD),
    "white on a dark cell": (
        lambda cell: of_cell(SHADED)(cell).replace("<w:rPr>", '<w:rPr><w:color w:val="FFFFFF"/>', 1), PAID,
    ),
    "dark on a dark cell": (
        lambda cell: of_cell(SHADED)(cell).replace("<w:rPr>", '<w:rPr><w:color w:val="1F3864"/>', 1), UNREAD,
    ),
    "white on a dark paragraph": (
        lambda cell: said(SHADED)(cell).replace("<w:rPr>", '<w:rPr><w:color w:val="FFFFFF"/>', 1), PAID,
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", CELLS)
def test_what_a_cell_and_its_paragraphs_do_to_a_text_is_seen(way):
    change, expected = CELLS[way]
    [reading] = read(in_cell(change))
    assert_said(reading, PAID_PATH, expected)


def of_row(properties):
    return lambda row: row.replace("<w:trPr>", f"<w:trPr>{properties}", 1)


@pytest.mark.parametrize(
    ("change", "rule"),
    [(of_row("<w:hidden/>"), "hidden"), (of_row('<w:del w:id="1"/>'), "tracked")],
)
def test_a_row_that_is_not_on_the_page_is_told_and_not_read(change, rule):
    [reading] = read(in_row(change))
    assert [year.year for year in reading.record.years] == [2014, 2015]
    assert [(found.severity, found.rule) for found in reading.findings] == [("warning", rule)]


def test_a_row_too_low_to_be_read_is_unread():
    [reading] = read(in_row(lambda row: re.sub(r"<w:trHeight [^>]*/>", '<w:trHeight w:val="9" w:hRule="exact"/>', row)))
    assert {found.severity for found in reading.findings if found.path.startswith("years.0.")} >= {"error"}
    assert certain(reading).years[0].paid.personal is None


@pytest.mark.parametrize(("place", "expected"), [('w:tblpY="3000"', PAID), ('w:tblpX="-9000"', UNREAD)])
def test_a_table_that_floats_is_read_where_it_is_on_the_page(place, expected):
    """Word writes the frame of such a table into each of its paragraphs."""
    data = in_cell(said('<w:framePr w:wrap="around" w:hAnchor="margin" w:y="3000"/>'))
    parts = parts_of(data)
    text = parts[DOCUMENT].decode().replace("<w:tblPr>", f"<w:tblPr><w:tblpPr {place}/>")
    [reading] = read(zipped({**parts, DOCUMENT: text.encode()}))
    assert_said(reading, PAID_PATH, expected)


TABLE = (
    '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>{}<w:tblStylePr w:type="{}"><w:rPr>{}</w:rPr>'
    "<w:tcPr>{}</w:tcPr></w:tblStylePr></w:style>"
)


@pytest.mark.parametrize(
    ("region", "properties", "cell", "expected"),
    [
        ("wholeTable", "<w:vanish/>", "", BLANK),
        ("wholeTable", '<w:color w:val="FFFFFF"/>', "", UNREAD),
        ("wholeTable", '<w:color w:val="FFFFFF"/>', SHADED, PAID),
        ("firstRow", "<w:vanish/>", "", PAID),
        ("lastCol", '<w:color w:val="FFFFFF"/>', "", PAID),
    ],
)
def test_the_style_of_a_table_says_what_is_seen(region, properties, cell, expected):
    """Our rows have formatting of their own, but no colour."""
    data = with_run(run(PAID), TABLE.format("", region, properties, cell))
    parts = parts_of(data)
    text = parts[DOCUMENT].decode()
    look = '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    parts[DOCUMENT] = text.replace("<w:tblPr>", f"<w:tblPr>{look}").encode()
    readings = read(zipped(parts))
    if region == "firstRow":
        assert readings  # the labels of the first row are hidden; the value is not among them
        return
    if expected == PAID:
        assert_said(readings[0], PAID_PATH, PAID)
    elif readings:
        assert certain(readings[0]).years == () or certain(readings[0]).years[0].paid.personal is None


@pytest.mark.parametrize(
    "element", ['<w:altChunk xmlns:r="urn:r" r:id="rId9"/>', '<w:subDoc xmlns:r="urn:r" r:id="rId9"/>']
)
def test_another_file_inside_is_told(element):
    [reading] = read(with_main(lambda text: text.replace("<w:sectPr", f"{element}<w:sectPr", 1)))
    assert reading.record == worked()
    assert [(found.severity, found.rule) for found in reading.findings] == [("error", "read.unknown")]


def test_rows_and_paragraphs_in_alternatives_are_read():
    text = parts_of(WHOLE)[DOCUMENT].decode()
    row = next(found for found in ROW.findall(text) if f">{PAID}<" in found)
    assert read(with_main(lambda main: main.replace(row, ways(("wps", row), ("", row)))))[0].record == worked()


def test_rows_that_are_said_in_two_ways_which_are_not_the_same_are_told():
    text = parts_of(WHOLE)[DOCUMENT].decode()
    row = next(found for found in ROW.findall(text) if f">{PAID}<" in found)
    two = ways(("wps", row), ("", row.replace(f">{PAID}<", ">600.00<", 1)))
    [reading] = read(with_main(lambda main: main.replace(row, two)))
    assert ("error", True) in [(found.severity, "600.00" in found.found) for found in reading.findings]


def test_a_number_without_end_is_told():
    [reading] = read((CASES / "hard/digits.docx").read_bytes())
    assert [(found.severity, found.rule, found.found[:4301]) for found in reading.findings] == [
        ("error", "read.unknown", "9" * 4301)
    ]


def test_a_file_is_read_from_the_parts_to_which_it_refers():
    """Beside the main text and the styles that Word shows, others may lie where they always do."""
    parts = parts_of(with_run(run(PAID, '<w:rStyle w:val="H"/>')))
    styles, shown = parts["word/styles.xml"].replace(b"</w:styles>", f"{HIDDEN}</w:styles>".encode()), parts[DOCUMENT]
    parts |= {"word/styles2.xml": styles, "word/document2.xml": shown, DOCUMENT: shown.replace(b"2013", b"2003")}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    relations = parts.pop("word/_rels/document.xml.rels").replace(b"styles.xml", b"styles2.xml")
    [reading] = read(zipped({**parts, "word/_rels/document2.xml.rels": relations}))
    assert reading.record.years[0].year == 2013
    assert_said(reading, PAID_PATH, BLANK)


def test_text_that_no_field_explains_is_quoted():
    note = f"<w:p>{run('本人同意退还。')}</w:p><w:sectPr"
    [reading] = read(with_main(lambda text: text.replace("<w:sectPr", note, 1)))
    assert [(found.rule, found.found) for found in reading.findings] == [("read.unknown", "本人同意退还。")]


def test_a_remark_may_have_lines():
    [reading] = read(with_main(lambda main: main.replace(">村集体补助<", ">村集体补助</w:t><w:br/><w:t>另附说明<", 1)))
    assert (reading.record.years[0].remark, reading.findings) == ("村集体补助 另附说明", ())


def test_a_line_break_in_a_name_is_unread_with_both_lines():
    [reading] = read(with_main(lambda main: main.replace(">张示例<", ">张示例</w:t><w:br/><w:t>李示例<", 1)))
    assert [(found.path, found.found) for found in reading.findings] == [("person.name", "张示例\n李示例")]


def test_boxes_one_under_the_other_are_one_choice():
    from hjforms.api import form

    notice = form("shandong/notice")
    data = notice.docx(notice.load({"person": {"name": "张示例"}, "choice": "是"}), carry=False)
    [reading] = read(data)
    assert (reading.record.choice, reading.findings) == ("是", ())


CONTROLLED = {
    "a cell in a control": ("<w:text/>", PAID),
    "a cell that is a prompt": ("<w:showingPlcHdr/>", UNREAD),
    "a cell bound to something else": ('<w:dataBinding w:xpath="/a/o" w:storeItemID="{1}"/>', UNREAD),
    "a cell bound to the same": ('<w:dataBinding w:xpath="/a/n" w:storeItemID="{1}"/>', PAID),
}


@pytest.mark.parametrize("way", CONTROLLED)
def test_a_control_around_a_cell_counts_as_one_inside(way):
    properties, expected = CONTROLLED[way]
    data = in_cell(lambda cell: f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{cell}</w:sdtContent></w:sdt>")
    [reading] = read(zipped(parts_of(data) | BOUND))
    assert_said(reading, PAID_PATH, expected)


def test_a_table_inside_a_cell_is_no_value():
    inner = "<w:tbl><w:tr>" + "".join(f"<w:tc><w:p>{run(digit)}</w:p></w:tc>" for digit in "50") + "</w:tr></w:tbl>"
    [reading] = read(in_cell(lambda cell: cell.replace("<w:p>", f"{inner}<w:p>", 1)))
    assert_said(reading, PAID_PATH, UNREAD)


# ---------------------------------------------------------------------------------------- papers of others


def stranger(*rows):
    """A paper that another office has drawn: labels beside their values, as XML."""
    cells = ("".join(f"<w:tc><w:p>{body}</w:p></w:tc>" for body in row) for row in rows)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    title = f"<w:p>{run(REFUND.title)}</w:p>"
    return with_main(lambda text: re.sub(r"<w:body>.*(?=<w:sectPr)", f"<w:body>{title}<w:tbl>{table}</w:tbl>", text))


STRANGE = {
    "one": (run(NUMBER), NUMBER),
    "two paragraphs": (f"{run('3710000')}</w:p><w:p>{run('0012345')}", UNREAD),
    "a line break": ("<w:r><w:t>3710000</w:t><w:br/><w:t>0012345</w:t></w:r>", UNREAD),
    "white": (run(NUMBER, '<w:color w:val="FFFFFF"/>'), UNREAD),
    "hidden": (run(NUMBER, "<w:vanish/>"), BLANK),
    "a box": (box(OTHER), UNREAD),
    "a picture": (picture(anchor(200, 30)), UNREAD),
}  # fmt: skip


@pytest.mark.parametrize("way", STRANGE)
def test_what_is_read_of_a_paper_of_others_is_what_is_seen(way):
    xml, expected = STRANGE[way]
    pairs = (("姓名", "张示例"), ("公民身份号码", "371000196501150018"), ("户籍地址", "环翠区海滨中路28号"))
    data = stranger(*((run(label), run(value)) for label, value in pairs), (run("个人编号"), xml))
    [reading] = read(data)
    assert reading.record.person.name == "张示例"
    assert_said(reading, NUMBER_PATH, expected)


# ------------------------------------------------------------------------------------------ one XML text, no zip


def flat(docx):
    """A Word file as one XML text (Flat OPC)."""
    target = io.StringIO()
    target.write('<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">')
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        for name in package.namelist():
            body = re.sub(r"^<\?xml[^>]*\?>", "", package.read(name).decode().lstrip("\ufeff"))
            target.write(f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{body}</pkg:xmlData></pkg:part>')
    return f"{target.getvalue()}</pkg:package>".encode()


def test_a_word_file_that_is_one_xml_text_is_read():
    [reading] = read(flat(REFUND.docx(worked())))
    assert (reading.record, reading.carried, reading.findings) == (worked(), True, ())
