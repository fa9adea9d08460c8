"""Archives: the rules of PDF/A-2b, PDF/A-3b and PDF/UA-1, one by one; and they read back as any file of ours."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pypdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from lxml import etree
from PIL import ImageCms
from pypdf.generic import ContentStream, DictionaryObject
from tools.colour import profile

import hjforms
import strategies
from hjforms.reading.ours.canonical import written_pages
from hjforms.render.archive import PROFILE
from support import REFUND, ROOT, difference, page_count, picture, saved_by_pdfium, saved_by_qpdf, table_of, worked

EXAMPLES = {f"{path.parent.name}/{path.stem}": path for path in sorted((ROOT / "examples").glob("*/*/*.json"))}
KINDS = {
    "3b": {},
    "2b": {"carry": False},
    "3b, fields": {"editable": True},
}
FILLABLE = ("shandong/refund", "national/application", "jilin/transfer-account")  # rows, boxes, a text beside a label
CHECKED = (*FILLABLE, "shandong/notice", "jilin/certificate", "national/outcome")
"""Forms that PDFBox is asked of, which takes its time: of every number of fonts, with and without a table."""
JAVA = Path("/usr/share/java")
PREFLIGHT = [
    JAVA / f"{name}.jar"
    for name in ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "javax.activation", "jaxb-api")
]
OF_LATER_PARTS = {  # what PDF/A-1 forbids and PDF/A-2 or PDF/A-3 allows
    "1.4 : Trailer Syntax error, /XRef cross reference streams are not allowed",
    "1.4.7 : Trailer Syntax error, EmbeddedFile entry is present in the Names dictionary",
    "1.2.9 : Body Syntax error, EmbeddedFile entry is present in a FileSpecification dictionary",
    "7.11.2 : Error on MetaData, part must be 1",
}
NO_CIDSET = re.compile(r"3\.1\.11 : Invalid Font definition, HJFORM\+Values\d: The CIDSet entry is missing .*")
NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
}


def record_of(form):
    return form.complete(form.load(EXAMPLES[form.id]))


@pytest.fixture(scope="module")
def archives():
    """Every form in every kind of archive; with fields, some of them."""
    return {
        (form.id, kind): form.pdf(record_of(form), archive=True, **options)
        for form in hjforms.forms()
        for kind, options in KINDS.items()
        if "fields" not in kind or form.id in FILLABLE
    }


@pytest.fixture(scope="module")
def opened(archives):
    return {key: pypdf.PdfReader(io.BytesIO(data), strict=True) for key, data in archives.items()}


def root_of(reader):
    return reader.trailer["/Root"]


def metadata(reader):
    return etree.fromstring(root_of(reader)["/Metadata"].get_data())


def said(tree, path: str) -> list[str]:
    return [element.text for element in tree.iterfind(f".//{path}", NAMES)]


def test_every_archive_says_what_it_is(opened):
    for (form_id, kind), reader in opened.items():
        stream, tree = root_of(reader)["/Metadata"], metadata(reader)
        assert "/Filter" not in stream
        assert said(tree, "pdfaid:part") == [kind[0]], (form_id, kind)
        assert said(tree, "pdfaid:conformance") == ["B"]
        assert said(tree, "pdfuaid:part") == ["1"]
        assert NAMES["pdfuaid"] in said(tree, "schema:namespaceURI"), "a schema of its own has to be described"
        title = hjforms.form(form_id).title
        assert said(tree, "dc:title//rdf:li") == [title] == [reader.metadata.title]
        assert said(tree, "pdf:Producer") == [reader.metadata.producer]
        assert reader.trailer["/ID"][0] == reader.trailer["/ID"][1]
        assert not reader.is_encrypted


def test_the_colours_are_those_of_one_profile_that_is_worked_out(opened):
    assert PROFILE.read_bytes() == profile()
    ours = ImageCms.ImageCmsProfile(io.BytesIO(profile())).profile
    usual = ImageCms.createProfile("sRGB")
    for one, other in ((ours.red_colorant, usual.red_colorant), (ours.blue_colorant, usual.blue_colorant)):
        assert one[0] == pytest.approx(other[0], abs=2e-5)
    for reader in opened.values():
        (intent,) = root_of(reader)["/OutputIntents"]
        assert intent["/S"] == "/GTS_PDFA1"
        assert intent["/DestOutputProfile"]["/N"] == 3
        assert intent["/DestOutputProfile"].get_data() == profile()


def fonts_in(reader):
    """Every font that a page or a form can draw with."""
    holders = [page["/Resources"] for page in reader.pages]
    holders += [page["/Resources"]["/XObject"]["/Bg"]["/Resources"] for page in reader.pages]
    if "/AcroForm" in root_of(reader):
        holders.append(root_of(reader)["/AcroForm"]["/DR"])
    return {
        font.idnum: font.get_object() for holder in holders for font in raw_values(holder["/Font"].get_object())
    }.values()


def raw_values(dictionary):
    return [dictionary.raw_get(key) for key in dictionary]


def test_every_font_is_embedded_and_agrees_with_what_is_said_of_it(opened):
    for key, reader in opened.items():
        for font in fonts_in(reader):
            if font["/Subtype"] == "/Type0":
                check_composite(font)
            else:
                check_simple(font, key)


def check_composite(font):
    (descendant,) = font["/DescendantFonts"]
    descendant = descendant.get_object()
    program = program_of(descendant)
    places = descendant["/CIDToGIDMap"]
    stated = widths_of(descendant["/W"])
    for code in codes_of(font):
        glyph = code if places == "/Identity" else int.from_bytes(places.get_data()[2 * code : 2 * code + 2])
        assert glyph, "the glyph of what is missing is not drawn"
        assert advance(program, glyph) == pytest.approx(stated.get(code, descendant["/DW"]), abs=1)


def check_simple(font, key):
    program, first = program_of(font), font["/FirstChar"]
    flags = font["/FontDescriptor"]["/Flags"]
    assert flags & 4 or flags & 32
    if flags & 4:
        assert "/Encoding" not in font
        assert len(program["cmap"].tables) == 1, key
        return
    assert font["/Encoding"] == "/WinAnsiEncoding"
    points = program["cmap"].getcmap(3, 1).cmap
    for code, char in codes_of(font).items():
        glyph = points[ord(bytes([code]).decode("cp1252"))]
        assert code == ord(char) or char in "年月日"
        assert advance(program, program.getGlyphID(glyph)) == pytest.approx(font["/Widths"][code - first], abs=1)


def program_of(font):
    return TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].get_data()))


def advance(program, glyph: int) -> float:
    return program["hmtx"][program.getGlyphName(glyph)][0] * 1000 / program["head"].unitsPerEm


def codes_of(font) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]+)>\s*<([0-9A-F]{4,})>", font["/ToUnicode"].get_data())
    found = {int(code, 16): bytes.fromhex(char.decode()).decode("utf-16-be") for code, char in pairs}
    assert found
    return {code: char for code, char in found.items() if char != "\uffff"}  # the space of all codes


def widths_of(stated) -> dict[int, int]:
    return {code: width for code, (width,) in zip(stated[::2], stated[1::2], strict=True)}


def test_the_record_lies_in_the_third_part_and_says_what_it_is_to_the_page(opened):
    for (_, kind), reader in opened.items():
        assert len(reader.attachments) == (kind[0] == "3")
        for file in (item.get_object() for item in root_of(reader).get("/AF", [])):
            assert file["/AFRelationship"] == "/Data"
            assert file["/F"] == file["/UF"]
            assert file["/EF"]["/F"]["/Subtype"] == "/application/json"


def marked(page, reader):
    """The numbers of marks in the order in which they are drawn; every text has to be in one, every rule in none."""
    open_marks, numbers = [], []
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator in {b"BMC", b"BDC"}:
            open_marks.append(operands[1]["/MCID"] if operator == b"BDC" else operands[0])
            if operator == b"BDC":
                numbers.append(operands[1]["/MCID"])
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in {b"Tj", b"TJ"}:
            assert len(open_marks) == 1
            assert isinstance(open_marks[0], int)
        elif operator in {b"S", b"f", b"f*", b"B", b"Do"}:
            assert open_marks == ["/Artifact"]
    assert not open_marks
    return numbers


def elements(element):
    yield element
    kids = element.get("/K", [])
    for kid in (item.get_object() for item in (kids if isinstance(kids, list) else [kids])):
        if isinstance(kid, DictionaryObject) and kid.get("/Type") != "/OBJR":
            yield from elements(kid)


def test_what_is_drawn_has_a_place_in_the_structure_and_the_other_way_round(opened):
    for key, reader in opened.items():
        structure = root_of(reader)["/StructTreeRoot"]
        numbers = structure["/ParentTree"]["/Nums"]
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for page in reader.pages:
            assert page["/Tabs"] == "/S"
            owners = parents[page["/StructParents"]].get_object()
            drawn = marked(page, reader)
            assert (
                sorted(drawn)
                == sorted(set(drawn))
                == [n for n, owner in enumerate(owners) if owner != pypdf.generic.NullObject()]
            ), key
            for number in drawn:
                owner = owners[number]
                assert owner["/Pg"] == page
                assert number in owner["/K"]
            for widget in (item.get_object() for item in page.get("/Annots", [])):
                field = parents[widget["/StructParent"]].get_object()
                assert field["/S"] == "/Form"
                assert field["/K"]["/Obj"] == widget
                assert widget["/Parent"]["/TU"], "a field says what it is"


def test_the_structure_reads_as_the_paper_does(opened):
    for key, reader in opened.items():
        root = root_of(reader)
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"] == "zh-CN"
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        found = list(elements(root["/StructTreeRoot"]["/K"]))
        kinds = {element["/S"] for element in found}
        assert kinds <= {"/Document", "/H1", "/P", "/Table", "/TR", "/TH", "/TD", "/Form"}
        assert sum(element["/S"] == "/H1" for element in found) == len(reader.pages), key
        for element in found:
            if element["/S"] == "/TH":
                assert element["/A"]["/Scope"] in {"/Row", "/Column"}
            if element["/S"] == "/Table":
                assert len(set(widths(element))) == 1, "every row goes over all columns"


def widths(table) -> list[int]:
    """How many columns each row takes, with what hangs down from rows above it."""
    hanging: dict[int, int] = {}
    found = []
    for number, row in enumerate(table["/K"]):
        total = hanging.get(number, 0)
        for cell in row.get_object()["/K"]:
            said = cell.get_object().get("/A", {})
            columns = said.get("/ColSpan", 1)
            total += columns
            for below in range(number + 1, number + said.get("/RowSpan", 1)):
                hanging[below] = hanging.get(below, 0) + columns
        found.append(total)
    return found


def told(element, texts) -> list[str]:
    return [texts[number] for number in element.get("/K", []) if isinstance(number, int) and number in texts]


def test_a_table_tells_its_heads_beside_and_above_its_values():
    import pdfplumber

    data = REFUND.pdf(worked(), archive=True)
    with pdfplumber.open(io.BytesIO(data)) as document:
        texts: dict[int, str] = {}
        for char in document.pages[0].chars:
            texts[char["mcid"]] = texts.get(char["mcid"], "") + char["text"]
    root = root_of(pypdf.PdfReader(io.BytesIO(data)))
    found = [
        (item["/S"], item.get("/A", {}).get("/Scope"), told(item, texts))
        for item in elements(root["/StructTreeRoot"]["/K"])
    ]
    assert ("/H1", None, ["城乡养老保险重复缴费清退表"]) in found
    assert ("/TH", "/Row", ["公民身份号码"]) in found
    assert ("/TH", "/Column", ["被征地", "个人缴费"]) in found
    assert ("/TH", "/Row", ["合计"]) in found
    order = ["".join(texts) for _, _, texts in found]
    assert (
        order.index("姓  名")
        < order.index("性别")
        < order.index("公民身份号码")
        < order.index("备注")
        < order.index("合计")
    )


def test_archives_read_back_and_are_known_as_ours(archives):
    for (form_id, kind), data in archives.items():
        form = hjforms.form(form_id)
        reading = form.read(data)
        assert reading.record == record_of(form), (form_id, kind)
        assert not [finding for finding in reading.findings if finding.rule.startswith("read")]
        assert {field.method for field in reading.fields.values()} == ({"field"} if "fields" in kind else {"content"})


@given(strategies.refund_records())
@settings(max_examples=20)
def test_any_record_comes_back(record):
    assert REFUND.read(REFUND.pdf(record, archive=True)).record == record


@pytest.mark.parametrize("form_id", ["shandong/refund", "jilin/certificate"])
def test_an_archive_looks_like_any_other_file(archives, form_id):
    form = hjforms.form(form_id)
    assert difference(picture(archives[form_id, "3b"]), picture(form.pdf(record_of(form)))) < 3


def test_the_same_archive_twice_and_another_for_another_record():
    assert REFUND.pdf(worked(), archive=True) == REFUND.pdf(worked(), archive=True)
    assert REFUND.pdf(worked(), archive=True) != REFUND.pdf(table_of(3), archive=True)


@pytest.mark.parametrize("saved", [saved_by_qpdf, saved_by_pdfium])
def test_an_archive_that_another_program_saved_is_read(saved):
    assert REFUND.read(saved(REFUND.pdf(worked(), archive=True))).record == worked()


def test_a_changed_archive_is_not_taken_for_ours():
    data = REFUND.pdf(worked(), archive=True)
    with pytest.raises(hjforms.DocumentError):
        hjforms.read(data.replace(b"(7100.00)", b"(1700.00)") if b"(7100.00)" in data else data[:-40] + data[-39:])


def test_a_long_record_has_a_structure_over_all_its_pages():
    record = table_of(30)
    data = REFUND.pdf(record, archive=True)
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert len(reader.pages) == 3
    assert written_pages(data, (REFUND,)) is not None
    assert REFUND.read(data).record == record
    keys = [page["/StructParents"] for page in reader.pages]
    assert keys == sorted(set(keys))
    tables = [item for item in elements(root_of(reader)["/StructTreeRoot"]["/K"]) if item["/S"] == "/Table"]
    assert len(tables) == 3


def test_a_print_run_for_an_archive_has_no_structure_and_shares_its_background(tmp_path):
    target = tmp_path / "run.pdf"
    records = [worked(), table_of(3), table_of(13)]
    assert REFUND.print_run(records, target, archive=True) == 3
    data = target.read_bytes()
    assert [reading.record for reading in hjforms.read(data)] == records
    reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert said(metadata(reader), "pdfaid:part") == ["2"]
    assert "/StructTreeRoot" not in root_of(reader)
    assert not said(metadata(reader), "pdfuaid:part")
    plain = tmp_path / "plain.pdf"
    REFUND.print_run(records, plain)
    assert len(data) < len(plain.read_bytes()) + 5000
    assert page_count(data) == page_count(plain.read_bytes())


def preflight(folder: Path) -> dict[str, set[str]]:
    """What PDFBox finds wrong with the files of a folder by the rules of PDF/A-1b."""
    quickly = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    command = ["java", *quickly, "-cp", ":".join(map(str, PREFLIGHT)), "org.apache.pdfbox.preflight.Validator_A1b"]
    done = subprocess.run([*command, "batch", str(folder)], capture_output=True, text=True, check=False, timeout=600)
    parts = re.split(r"The file (\S+\.pdf) is (?:not )?a valid PDF/A-1b file.*\n", done.stdout)
    return {name: set(filter(None, lines.splitlines())) for name, lines in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.skipif(
    not shutil.which("java") or not all(jar.exists() for jar in PREFLIGHT), reason="no PDFBox on this machine"
)
def test_another_program_finds_nothing_that_the_first_part_forbids_as_well(archives, tmp_path):
    chosen = {key: data for key, data in archives.items() if key[0] in CHECKED and key[1] != "2b"}
    for (form_id, kind), data in chosen.items():
        (tmp_path / f"{form_id}-{kind}".replace("/", "-").replace(", ", "-")).with_suffix(".pdf").write_bytes(data)
    REFUND.print_run([worked(), table_of(13)], tmp_path / "run.pdf", archive=True)
    (tmp_path / "plain.pdf").write_bytes(REFUND.pdf(worked()))
    found = preflight(tmp_path)
    assert len(found) == len(list(tmp_path.iterdir()))
    left = {
        name: {line for line in lines - OF_LATER_PARTS if not NO_CIDSET.fullmatch(line)}
        for name, lines in found.items()
    }
    plain = left.pop("plain.pdf")
    assert any("Encoding is invalid" in line for line in plain), "a plain file is none, and the check tells"
    assert not any(left.values()), left
