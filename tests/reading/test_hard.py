"""Files that crashed, hung or filled memory: the right value, a finding, or one message; in bounded memory."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import zlib
from pathlib import Path

import pypdf
import pytest

from built import page_of, stream
from hjforms import reading_page
from hjforms.api import form, read
from hjforms.errors import DocumentError
from hjforms.pdfium import opened
from hjforms.reading.file.packing import unpacked
from hjforms.records.carried import Carried
from support import REFUND, error_of, saved_by_pypdf, worked

CASES = Path(__file__).parents[1] / "cases"
CODES = b"begincmap 1 begincodespacerange <0000><ffff> endcodespacerange 1 beginbfrange <%b> <%b> <0000> endbfrange"
TYPE_0 = (
    b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H%b/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    b"/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%b>>]>>"
)
PACKED = zlib.compress(b"0 0 m 9 9 l S\n" * 5_000_000)
SHOWN = stream(b"BT /F 9 Tf 9 9 Td <0041>Tj ET")
RUNS = b"\x81 " * 1_000_000
HOSTILE = {
    "lines in hex": page_of(stream(PACKED.hex().encode(), b"/Filter[/AHx/Fl]")),
    "lines in letters": page_of(stream(base64.a85encode(PACKED), b"/Filter[/A85/Fl]")),
    "lines in hex, as it says elsewhere": page_of(stream(PACKED.hex().encode(), b"/Filter 5 0 R"), b"[/AHx/Fl]"),
    "lines in hex, as it says by halves": page_of(stream(PACKED.hex().encode(), b"/Filter[/AHx 5 0 R]"), b"/Fl"),
    "runs of blanks": page_of(stream(zlib.compress(RUNS), b"/Filter[/Fl/RL]")),
    "a font in hex": page_of(
        SHOWN,
        TYPE_0 % (b"", b"/FontDescriptor<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 6 0 R>>"),
        stream(zlib.compress(bytes(2**27)).hex().encode(), b"/Length1 9/Filter[/AHx/Fl]"),
    ),
    "a range of all codes": page_of(
        SHOWN, TYPE_0 % (b"/ToUnicode 6 0 R", b""), stream(CODES % (b"00000000", b"ffffffff"))
    ),
    "a range of all codes that has no end": page_of(
        SHOWN,
        TYPE_0 % (b"/ToUnicode 6 0 R", b""),
        stream((CODES % (b"0000", b"ffffffff")).removesuffix(b" endbfrange")),
    ),
    "the widths of a billion characters": page_of(SHOWN, TYPE_0 % (b"", b"/W[0 999999999 500]")),
    "pictures within the page": page_of(stream(b"q BI /W 20000 /H 20000 /BPC 8 /CS /G /F /Fl ID \x00 EI Q\n" * 50)),
    "one picture a hundred times": page_of(
        stream(b"/I Do " * 100), stream(b"x", b"/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray")
    ),
    "a picture that says itself how large it is": page_of(
        stream(b"/I Do"),
        stream(
            b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + (60_000).to_bytes(4) * 2 + bytes(60),
            b"/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/JPXDecode",
        ),
    ),
    "a page without paper": page_of(SHOWN, TYPE_0 % (b"", b"")).replace(b"[0 0 595 842]", b"[0 0 0   0  ]"),
    "ahx_fl": (CASES / "hard" / "ahx_fl.pdf").read_bytes(),
    "cmap_200": (CASES / "hard" / "cmap_200.pdf").read_bytes(),
    "nobox": (CASES / "hard" / "nobox.pdf").read_bytes(),
    "forged_tounicode_bare": (CASES / "hard" / "forged_tounicode_bare.pdf").read_bytes(),
}
READ = """
import resource, sys
from pathlib import Path
from hjforms.api import read
from hjforms.errors import DocumentError
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
for path in sys.argv[1:]:
    try:
        read(Path(path))
    except DocumentError:
        continue
    print(path)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded otherwise elsewhere")
def test_hostile_files_are_refused_in_a_gigabyte(tmp_path):
    for number, data in enumerate(HOSTILE.values()):
        (tmp_path / f"{number}.pdf").write_bytes(data)
    files = [str(tmp_path / f"{number}.pdf") for number in range(len(HOSTILE))]
    done = subprocess.run(
        [sys.executable, "-c", READ, *files], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_characters_beyond_unicode_beside_the_form_change_nothing_of_it():
    [reading] = read((CASES / "public" / "08-crash-unicode" / "paper.pdf").read_bytes())
    assert reading.form.id == "national/application"
    assert (reading.record.person.name, reading.record.number) == ("王示例", "220104-2024-0037")
    assert "error" not in {finding.severity for finding in reading.findings}


def test_a_paper_whose_crop_box_holds_nothing_is_read_and_explained():
    data = (CASES / "hard" / "nocrop.pdf").read_bytes()
    [reading] = read(data)
    assert reading.record.refund_total_capital == "柒仟叁佰元整"
    assert reading.form.check(reading.record) == []
    assert "柒仟叁佰元整".encode() in reading_page.page("nocrop.pdf", data, [(reading, [])])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("two_lines_own", "person.personal_number"),
        ("two_lines_grid", "person.personal_number"),
    ],
)
def test_what_cannot_be_told_from_what_is_under_it_is_unread(name, path):
    [reading] = read((CASES / "hard" / f"{name}.pdf").read_bytes())
    assert "error" in {finding.severity for finding in reading.findings if finding.path == path}


def test_what_was_written_on_a_page_is_told_whatever_the_file_says_of_itself():
    [reading] = read((CASES / "hard" / "forged_annot.pdf").read_bytes())
    assert "person.personal_number" in {finding.path for finding in reading.findings}


def test_a_number_of_thousands_of_digits_is_text_like_any_other():
    [reading] = read((CASES / "hard" / "digits.pdf").read_bytes())
    assert reading.record.refund_total == reading.record.total.refund.subtotal


@pytest.mark.parametrize("path", sorted((CASES / "seals").glob("*.pdf")), ids=lambda path: path.stem)
def test_a_signature_changes_nothing_of_the_record(path):
    [reading] = read(path.read_bytes())
    assert reading.carried
    assert reading.findings == ()
    assert reading.record.refund_total_capital == "柒仟叁佰元整"


@pytest.mark.parametrize(
    ("names", "packed"),
    [
        (["FlateDecode"], zlib.compress(b"abc" * 99)),
        (["AHx"], (b"abc" * 99).hex().encode() + b">"),
        (["ASCII85Decode"], base64.a85encode(b"abc" * 99, adobe=True)),
        (["RL"], b"".join(b"\x02abc" for _ in range(99)) + b"\x80"),
        (["AHx", "Fl"], zlib.compress(b"abc" * 99).hex().encode()),
    ],
)
def test_packed_data_is_unpacked_up_to_a_bound(names, packed):
    filters = [name.encode() for name in names]
    assert unpacked(packed, filters, 1000) == b"abc" * 99
    assert 9 < len(unpacked(packed, filters, 9)) < 300


def test_codes_of_lzw_are_undone():
    packed = bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])  # the example of the PDF reference
    assert unpacked(packed, [b"LZWDecode"], 99) == b"-----A---B"


def carrying(*records):
    """A PDF of the worked case, saved by another program, that carries these records."""
    data = saved_by_pypdf(REFUND.pdf(worked(), carry=False))
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for number, record in enumerate(records):
        carried = Carried(REFUND.id, record)
        writer.add_attachment(f"hjforms-{number:08x}.json", carried.dump(carried.digest))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_carried_records_without_measure_are_told_and_not_compared():
    changed = worked().model_dump_json().encode()
    many = [changed.replace(b"371000196501150018", b"37100019650115001%d" % (number % 10)) for number in range(3)]
    rows = b'{"person":{},"years":[%b]}' % b",".join([b"{}"] * 200_000)
    [reading] = read(carrying(rows))
    assert [finding.rule for finding in reading.findings] == ["changed"]
    [reading] = read(carrying(*[many[1]] * 50, changed))
    assert reading.carried
    assert reading.findings == ()


def test_two_pages_are_drawn_for_what_pdfium_takes_for_one_document():
    """The owner closes what it has opened, and may be asked again while it is open."""
    data = REFUND.pdf(worked())
    with opened(data) as document, opened(data) as other:
        assert len(document) == len(other) == 1
        assert document[0].get_size() == other[0].get_size()
        document.close_pages()
        assert other[0].get_size() == document[0].get_size()
    assert error_of(lambda: form("shandong/refund").read(b"%PDF-1.7\n%%EOF")).__class__ is DocumentError


def test_a_day_over_several_cells_of_which_the_first_is_blank_is_read():
    [reading] = read((CASES / "hard" / "day_over_cells.pdf").read_bytes())
    assert reading.fields["transferred_on"].text == "2016年5月17日"
