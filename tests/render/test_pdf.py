"""PDF: the same bytes everywhere, every value in its cell, nothing left out in silence."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys

import pdfplumber
import pypdf
import pypdfium2
import pytest
from hypothesis import given

import strategies
from hjforms.api import forms
from hjforms.errors import InputError
from hjforms.paths import RecordPath
from hjforms.records.base import leaves
from hjforms.template.layout import PAGE
from support import (
    CITIZEN_ID,
    REFUND,
    ROOT,
    difference,
    documents,
    faults_of,
    leaves_of,
    page_count,
    page_texts,
    picture,
    refund_row,
    refund_table,
    saved_by_pdfium,
    saved_by_pypdf,
    table_of,
    worked,
)

LAYOUT = REFUND.compiled.layout
CHARACTERS = (
    "A&B公司",
    "a<b>c",
    'say "x"',
    "O'Neill",
    "C:\\x\\(y)",
    "(a",
    "a)",
    "\\",
    "()\\()",
    "%x",
    "<< >>",
    "a  b",
    "-",
    "–x",
)
OF_THE_PROGRAM = ("page ", "warning: ICC support is not available", "Syntax Error: Missing language pack")
DIGESTS = """
import hashlib, sys
sys.path.insert(0, {tests!r})
from support import REFUND, table_of, worked
for record in (worked(), table_of(13)):
    for data in (REFUND.pdf(record), REFUND.pdf(record, editable=True), REFUND.docx(record)):
        print(hashlib.sha256(data).hexdigest())
"""


def in_cells(data: bytes) -> list[list[list[str]]]:
    """The rows of the ruled table of each page, cell by cell, as pdfplumber finds them by the rules alone."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        tables = [max(page.extract_tables(), key=len) for page in document.pages]
    return [[["".join(cell.split()) for cell in row if cell is not None] for row in table] for table in tables]


def squeezed(value, path: str) -> str:
    kind = leaves(REFUND.record_type)[path].kind
    return "" if value is None else "".join(kind.write(value).split())


def row_texts(row) -> list[str]:
    found = leaves_of(row)
    order = [leaf.path.column for leaf in leaves(REFUND.record_type).values() if leaf.path.table]
    return [squeezed(found.get(path), f"years.*.{path}") for path in order]


# ----------------------------------------------------------------------------------------- same bytes


@pytest.mark.parametrize("editable", [False, True])
def test_the_same_record_gives_the_same_bytes(editable):
    assert REFUND.pdf(worked(), editable=editable) == REFUND.pdf(worked(), editable=editable)


def test_bytes_do_not_depend_on_what_was_drawn_before():
    first = REFUND.pdf(worked())
    REFUND.pdf(table_of(60))
    REFUND.pdf(refund_table(refund_row(remark="䶮𠮷㑇")))
    assert REFUND.pdf(worked()) == first


def test_bytes_are_the_same_in_another_process_time_zone_locale_and_hash_seed():
    here = {}
    program = DIGESTS.format(tests=str(ROOT / "tests"))
    for zone, seed, locale in (("UTC", "0", "C"), ("Asia/Shanghai", "12345", "C.UTF-8")):
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "1"}
        result = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        here[zone] = result.stdout.split()
    assert here["UTC"] == here["Asia/Shanghai"]
    assert len(set(here["UTC"])) == 6


def test_another_record_has_another_document_id():
    def identity(record):
        return pypdf.PdfReader(io.BytesIO(REFUND.pdf(record))).trailer["/ID"]

    assert identity(worked()) != identity(table_of(1))
    assert identity(worked()) == identity(worked())


def test_the_file_carries_title_and_producer_and_no_date():
    information = pypdf.PdfReader(io.BytesIO(REFUND.pdf(worked()))).metadata
    assert information.title == REFUND.title
    assert set(information) == {"/Title", "/Producer"}


# ------------------------------------------------------------------------------------- sound for all


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("count", [0, 1, 13])
def test_a_strict_reader_and_pdfium_open_it(count, editable):
    data = REFUND.pdf(table_of(count), editable=editable)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert len(reader.pages) == page_count(data) == max(1, -(-count // 12))
    assert all(page.extract_text() for page in reader.pages)


def fonts_of(data: bytes) -> dict[str, bool]:
    """Every font dictionary of a file by name, and whether its program is in the file."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    found = {}
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(number)
        if isinstance(item, dict) and item.get("/Type") == "/FontDescriptor":
            found[str(item["/FontName"])] = any(f"/FontFile{kind}" in item for kind in ("", "2", "3"))
    return found


def test_every_font_of_a_flat_file_is_embedded():
    found = fonts_of(REFUND.pdf(refund_table(refund_row(remark="䶮𠮷"))))
    assert len(found) >= 4
    assert set(found.values()) == {True}


def test_the_only_font_of_an_editable_file_that_is_not_embedded_is_the_one_to_type_with():
    found = fonts_of(REFUND.pdf(refund_table(refund_row(remark="䶮𠮷")), editable=True))
    assert [name for name, embedded in found.items() if not embedded] == ["/STSong-Light"]


def test_every_character_can_be_copied_out_again():
    text = "".join(
        page_texts(
            REFUND.pdf(
                refund_table(refund_row(remark="䶮𠮷㑇𬭎"), person={"name": "欧阳·Anne", "citizen_id": CITIZEN_ID})
            )
        )
    )
    assert "䶮𠮷㑇𬭎" in text
    assert "欧阳·Anne" in text


# ------------------------------------------------------------------------------------ in their cells


@pytest.mark.parametrize("count", [0, 1, 12, 13, 25])
def test_an_independent_reader_finds_every_row_in_its_cells(count):
    record = table_of(count)
    pages = in_cells(REFUND.pdf(record))
    found = [row for page in pages for row in page if row[0].isdecimal() and len(row[0]) == 4]
    assert found == [row_texts(row) for row in record.years]


def test_an_independent_reader_finds_person_and_totals_beside_their_labels():
    record = worked()
    [table] = in_cells(REFUND.pdf(record))
    rows = [[cell for cell in row if cell] for row in table]
    assert ["个人编号", "37100000012345", "姓名", "张示例", "性别", "男", "出生日期", "1965年1月15日"] in rows
    assert ["公民身份号码", CITIZEN_ID, "户籍地址", "山东省威海市环翠区海滨中路28号"] in rows
    assert ["退还本人金额合计", "1544.95", "大写", "壹仟伍佰肆拾肆元玖角伍分"] in rows
    totals = next(row for row in table if row[0] == "合计")
    expected = [*record.total.paid.__dict__.values(), record.total.months, *record.total.refund.__dict__.values()]
    assert totals[1:12] == ["" if value is None else str(value) for value in expected]


@pytest.mark.parametrize("text", CHARACTERS)
@pytest.mark.parametrize("editable", [False, True])
def test_every_character_prints_as_such(text, editable):
    text = f"{text}号"
    record = REFUND.load({"person": {"name": text}, "years": [{"remark": text}], "signoff": {"agency": text}})
    data = REFUND.pdf(record, editable=editable)
    assert REFUND.read(data).record == record
    if not editable:
        assert page_texts(data)[0].count("".join(text.split())) == 3


def test_every_text_is_drawn_inside_its_slot():
    record = refund_table(
        refund_row(2015, 12, "99999999.99", remark="备注很长很长很长很长很长很长很长很长"),
        person={"name": "欧阳示例", "citizen_id": CITIZEN_ID, "address": "山东省威海市环翠区海滨中路28号" * 9},
        signoff={"agency": "威海市社会保险服务中心" * 3},
    )
    boxes = [slot.box for slot in REFUND.compiled.layout.slots]
    with (
        pdfplumber.open(io.BytesIO(REFUND.pdf(record))) as drawn,
        pdfplumber.open(io.BytesIO(REFUND.blank("pdf"))) as blank,
    ):
        labels = {(char["text"], round(char["x0"]), round(char["y0"])) for char in blank.pages[0].chars}
        chars = [
            char
            for char in drawn.pages[0].chars
            if (char["text"], round(char["x0"]), round(char["y0"])) not in labels and not char["text"].isspace()
        ]
    assert len(chars) > 200
    outside = [
        (char["text"], char["x0"], char["x1"])
        for char in chars
        if not any(
            x0 <= char["x0"] and char["x1"] <= x1 and y0 <= char["y0"] + char["size"] * 0.3 <= y1
            for x0, y0, x1, y1 in boxes
        )
    ]
    assert outside == []


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (12, 1), (13, 2), (24, 2), (25, 3), (60, 5)])
def test_page_numbers_stand_on_every_page_of_several_and_totals_on_the_last(count, pages):
    record = table_of(count)
    texts = page_texts(REFUND.pdf(record))
    assert len(texts) == pages
    for number, text in enumerate(texts, 1):
        assert (f"第{number}页共{pages}页" in text) == (pages > 1)
        assert REFUND.title in text
        assert "张示例" in text
        if count:
            assert (record.refund_total_capital in text) == (number == pages)


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize(("count", "pages"), [(12, 1), (13, 2), (25, 3)])
def test_every_total_says_on_each_page_but_the_last_that_it_stands_there(count, pages, editable):
    data, totals = REFUND.pdf(table_of(count), editable=editable), sum(slot.once for slot in LAYOUT.slots)
    assert totals == 13
    assert [text.count("见末页") for text in page_texts(data)] == [totals] * (pages - 1) + [0]
    for made in (data, saved_by_pypdf(data), saved_by_pdfium(data)):
        reading = REFUND.read(made)
        assert (reading.record, reading.findings) == (table_of(count), ())


def test_a_total_is_a_field_of_the_last_page_alone():
    pages = pypdf.PdfReader(io.BytesIO(REFUND.pdf(table_of(13), editable=True))).pages
    fields = sum(slot.path != PAGE for slot in LAYOUT.slots)
    assert [len(page["/Annots"]) for page in pages] == [fields - 13, fields]


# ------------------------------------------------------------------------------------------- editable


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_no_two_fields_share_a_picture_not_even_an_empty_one(form):
    """A program that draws what is typed into the picture that is there would draw it on all of them."""
    blank = form.record_type()
    for data in (form.blank("pdf"), form.pdf(blank, editable=True)):
        pictures, widgets = [], pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Annots"]
        for widget in widgets:
            normal = widget.get_object()["/AP"].raw_get("/N")
            states = normal.values() if isinstance(normal, dict) else [normal]
            pictures += [getattr(state, "indirect_reference", state).idnum for state in states]
        assert len(pictures) == len(set(pictures)) >= len(widgets)


@pytest.mark.parametrize("count", [0, 3, 13])
def test_an_editable_page_looks_like_the_flat_one(count):
    record = table_of(count)
    flat, editable = REFUND.pdf(record), REFUND.pdf(record, editable=True)
    for page in range(page_count(flat)):
        assert difference(picture(flat, page, 100), picture(editable, page, 100)) < 25


def test_the_comparison_of_pictures_sees_a_single_missing_figure():
    record = worked()
    first, *others = record.years
    other = record.model_copy(update={"years": (first.model_copy(update={"months": None}), *others)})
    assert difference(picture(REFUND.pdf(record), dpi=100), picture(REFUND.pdf(other), dpi=100)) > 40


def test_the_fields_are_named_with_their_paths_and_hold_the_printed_texts():
    record = table_of(13)
    fields = pypdf.PdfReader(io.BytesIO(REFUND.pdf(record, editable=True))).get_fields()
    values = {name: field["/V"] for name, field in fields.items() if field.get("/V")}
    expected = {}
    for path, value in leaves_of(record).items():
        kind = leaves(REFUND.record_type)[RecordPath(path).general].kind
        if path == "filled_on":
            expected |= {"filled_on.year": "2024", "filled_on.month": "9", "filled_on.day": "30"}
        else:
            expected[path] = kind.write(value)
    assert values == expected


def test_every_field_has_a_tip_that_says_what_it_is():
    fields = pypdf.PdfReader(io.BytesIO(REFUND.blank("pdf"))).get_fields()
    texts = [field for field in fields.values() if field.get("/FT") == "/Tx"]
    assert len(texts) == len(REFUND.compiled.layout.slots) - 1
    assert fields["years.3.refund.personal"]["/TU"] == "第4行 退还本人金额 个人缴费"
    assert [field for field in texts if not field.get("/TU")] == []


def test_the_blank_pdf_is_fillable_and_empty():
    data = REFUND.blank("pdf")
    assert pypdf.PdfReader(io.BytesIO(data)).get_fields()
    assert REFUND.read(data).record == REFUND.record_type()
    assert REFUND.read(data).findings == ()


# --------------------------------------------------------------------------------------------- errors


def refused(record, **options) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        REFUND.pdf(record, **options)
    return faults_of(caught.value)


EDITABLE = pytest.mark.parametrize("editable", [False, True])


@EDITABLE
@pytest.mark.parametrize(
    "path", ["person.name", "person.address", "person.personal_number", "signoff.handler", "signoff.agency"]
)
def test_a_text_of_two_hundred_characters_is_an_error_at_its_path(path, editable):
    part, name = path.split(".")
    faults = refused(REFUND.load({part: {name: "王小明啊" * 50}}), editable=editable)
    assert list(faults) == [path]
    assert "200字" in faults[path]
    assert "王小明" not in faults[path]


@EDITABLE
@pytest.mark.parametrize(
    ("character", "code"), [("😀", "U+1F600"), ("\U00030000", "U+30000"), ("ق", "U+0642")], ids=ascii
)
def test_a_character_that_no_font_has_is_an_error_that_names_it(character, code, editable):
    faults = refused(REFUND.load({"person": {"name": f"张{character}"}}), editable=editable)
    assert list(faults) == ["person.name"]
    assert code in faults["person.name"]
    assert "第2个字" in faults["person.name"]


@EDITABLE
def test_every_fault_is_listed_on_every_page_with_the_number_of_its_row(editable):
    rows = [refund_row(1990 + index, remark="长" * 200 if index in (0, 13, 25) else "短") for index in range(26)]
    faults = refused(refund_table(*rows, person={"name": "😀", "citizen_id": CITIZEN_ID}), editable=editable)
    assert set(faults) == {"person.name", "years.0.remark", "years.13.remark", "years.25.remark"}


@EDITABLE
@pytest.mark.parametrize("text", ["a\nb", "a\x00b", "\ud800", "\ue863", " a", "—"], ids=ascii)
def test_a_text_that_has_evaded_validation_is_not_printed(text, editable):
    record = REFUND.record_type()
    record = record.model_copy(update={"person": record.person.model_copy(update={"name": text})})
    with pytest.raises(InputError):
        REFUND.pdf(record, editable=editable)


@EDITABLE
def test_a_line_break_in_a_row_is_not_taken_for_the_end_of_a_field(editable):
    record = table_of(3)
    rows = [row.model_copy(update={"remark": f"{index}\n{index}"}) for index, row in enumerate(record.years)]
    with pytest.raises(InputError) as caught:
        REFUND.pdf(record.model_copy(update={"years": tuple(rows)}), editable=editable)
    assert [fault.path for fault in caught.value.faults] == [f"years.{index}.remark" for index in range(3)]


@EDITABLE
def test_an_amount_that_is_larger_than_any_form_can_print_is_an_error_at_its_path(editable):
    largest = "9999999999999.99"
    record = refund_table(refund_row(2014, 12, largest), refund_row(2015, 12, largest))
    assert set(refused(record, editable=editable)) == {
        "total.paid.personal",
        "total.paid.subtotal",
        "total.refund.personal",
        "total.refund.subtotal",
        "refund_total",
    }


@documents
@given(strategies.refund_records())
def test_an_amount_never_loses_a_digit_on_the_page(record):
    with pypdfium2.PdfDocument(REFUND.pdf(record)) as document:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    for value in leaves_of(record).values():
        if hasattr(value, "as_tuple"):
            assert str(value) in text


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize(
    "command", [("pdftotext", "{}", "-"), ("mutool", "info", "{}"), ("mutool", "draw", "-F", "text", "{}")]
)
def test_other_programs_open_it_without_a_complaint(command, editable, tmp_path):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    file = tmp_path / "form.pdf"
    file.write_bytes(REFUND.pdf(table_of(13), editable=editable))
    arguments = [part.format(file) for part in command]
    result = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert [line for line in result.stderr.splitlines() if line and not line.startswith(OF_THE_PROGRAM)] == []
