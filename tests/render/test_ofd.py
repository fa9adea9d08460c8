"""OFD: the same bytes everywhere, every value at its place, found by a reader that knows nothing of ours."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from lxml import etree

import hjforms
import strategies
from hjforms.errors import TemplateError
from hjforms.reading.file.ofd import OfdFile
from hjforms.reading.page.ofd import drawn
from hjforms.render.ofd import OfdRenderer
from hjforms.template.objects import stream
from hjforms.template.store import Embedded
from support import REFUND, ROOT, difference, page_texts, picture, refund_row, refund_table, table_of, worked

O = "{http://www.ofdspec.org/2016}"  # noqa: E741 - as the standard's own prefix
POINT = 72 / 25.4
EXAMPLES = {f"{path.parent.name}/{path.stem}": path for path in sorted((ROOT / "examples").glob("*/*/*.json"))}


def record_of(form):
    return form.complete(form.load(EXAMPLES[form.id]))


@pytest.fixture(scope="module")
def made():
    return {form: form.ofd(record_of(form)) for form in hjforms.forms()}


class Package:
    """An OFD file as the standard says that it is read."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            assert package.testzip() is None
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.entrance = etree.fromstring(self.parts["OFD.xml"])
        self.name = self.entrance.findtext(f"{O}DocBody/{O}DocRoot")
        self.document = etree.fromstring(self.parts[self.name])
        folder = posixpath.dirname(self.name)
        resources = self.document.findtext(f"{O}CommonData/{O}PublicRes")
        self.resources = etree.fromstring(self.parts[f"{folder}/{resources}"])
        self.pages = [
            etree.fromstring(self.parts[f"{folder}/{page.get('BaseLoc')}"]) for page in self.document.iter(f"{O}Page")
        ]
        self.templates = {
            page.get("ID"): etree.fromstring(self.parts[f"{folder}/{page.get('BaseLoc')}"])
            for page in self.document.iter(f"{O}TemplatePage")
        }
        base = self.resources.get("BaseLoc")
        self.fonts = {
            font.get("ID"): TTFont(io.BytesIO(self.parts[f"{folder}/{base}/{font.findtext(f'{O}FontFile')}"]))
            for font in self.resources.iter(f"{O}Font")
        }
        self.box = [float(part) for part in self.document.findtext(f".//{O}PhysicalBox").split()]


def texts_of(page):
    """Every text of a page with the place of its first character from the upper left corner, in millimetres."""
    for item in page.iter(f"{O}TextObject"):
        left, top, _, _ = map(float, item.get("Boundary").split())
        code = item.find(f"{O}TextCode")
        steps = list(map(float, (code.get("DeltaX") or "").split()))
        assert len(steps) == len(code.text) - 1
        yield code.text, left + float(code.get("X")), top + float(code.get("Y")), item, steps


def test_every_value_is_found_at_its_place_by_the_names_of_the_standard(made):
    for form, data in made.items():
        package, layout = Package(data), form.compiled.layout
        assert package.box[2:] == pytest.approx([layout.width / POINT, layout.height / POINT], abs=0.01)
        expected = list(form.pdf_renderer.texts.pages(record_of(form)))
        assert len(package.pages) == len(expected)
        for page, texts in zip(package.pages, expected, strict=True):
            found = [""] * len(texts)
            for text, x, y, _, _ in texts_of(page):
                found[slot_at(layout, x * POINT, layout.height - y * POINT)] += text
            assert found == texts, form.id


def slot_at(layout, x: float, y: float) -> int:
    (index,) = [
        index
        for index, slot in enumerate(layout.slots)
        if slot.box[0] <= x <= slot.box[2] and slot.box[1] <= y <= slot.box[3]
    ]
    return index


def test_labels_are_those_of_the_page(made):
    for form, data in made.items():
        (template,) = Package(data).templates.values()
        labels = sorted("".join("".join(text for text, *_ in texts_of(template)).split()))
        assert labels == sorted("".join(page_texts(form.blank("pdf"))[0].split())), form.id


def test_every_character_has_a_glyph_as_wide_as_the_next_one_is_away(made):
    for form, data in made.items():
        package = Package(data)
        for page in (*package.pages, *package.templates.values()):
            for text, _, _, item, steps in texts_of(page):
                font, size = package.fonts[item.get("Font")], float(item.get("Size"))
                cmap, scale = font.getBestCmap(), size / font["head"].unitsPerEm
                assert all(ord(char) in cmap for char in text), (form.id, text)
                if page in package.pages:
                    wide = [font["hmtx"][cmap[ord(char)]][0] * scale for char in text[:-1]]
                    assert steps == pytest.approx(wide, abs=0.01), (form.id, text)


def test_ids_are_given_once_and_what_is_named_is_there(made):
    for data in made.values():
        package = Package(data)
        used = [
            item.get("ID")
            for root in (package.document, package.resources, *package.templates.values(), *package.pages)
            for item in root.iter()
            if item.get("ID")
        ]
        assert len(used) == len(set(used))
        assert max(map(int, used)) <= int(package.document.findtext(f".//{O}MaxUnitID"))
        for page in package.pages:
            assert page.find(f"{O}Template").get("TemplateID") in package.templates
        attachments = etree.fromstring(package.parts["Doc_0/Attachs/Attachments.xml"])
        for item in attachments:
            assert item.findtext(f"{O}FileLoc").lstrip("/") in package.parts


def test_it_reads_back(made):
    for form, data in made.items():
        reading = form.read(data)
        assert reading.record == record_of(form), form.id
        assert {field.method for field in reading.fields.values()} == {"content"}
        assert not [finding for finding in reading.findings if finding.rule.startswith("read")]
        assert [found.record for found in hjforms.read(data)] == [reading.record]


@given(strategies.refund_records())
@settings(max_examples=30)
def test_any_record_comes_back(record):
    for data in (REFUND.ofd(record), REFUND.ofd(record, carry=False)):
        assert REFUND.read(data).record == record


def test_the_same_bytes_twice_and_a_record_only_where_it_is_wanted():
    assert REFUND.ofd(worked()) == REFUND.ofd(worked()) != REFUND.ofd(table_of(2))
    carrying, bare = (Package(REFUND.ofd(worked(), carry=carry)).parts for carry in (True, False))
    assert len(carrying) == len(bare) + 2
    assert not [name for name in bare if "Attachs" in name]


@pytest.mark.parametrize("form_id", ["shandong/refund", "national/application"])
def test_it_looks_like_the_pdf(form_id):
    form = hjforms.form(form_id)
    record = record_of(form)
    page = drawn(OfdFile.opened(form.ofd(record)))
    assert difference(picture(page), picture(form.pdf(record))) < 25


def test_an_empty_form_has_no_values():
    package = Package(REFUND.blank("ofd"))
    assert not list(package.pages[0].iter(f"{O}TextObject"))
    assert REFUND.read(REFUND.blank("ofd")).record == REFUND.record_type()


def test_long_and_rare_texts_stand_on_several_lines_and_in_several_fonts():
    record = refund_table(refund_row(remark="𠮷林省𬭎河县㑇家屯乡䶮村，重复缴费，退还本人"))
    data = REFUND.ofd(record)
    assert REFUND.read(data).record == record
    assert len(Package(data).fonts) > len(Package(REFUND.ofd(worked())).fonts)


def test_a_run_has_the_pages_of_all_records(tmp_path):
    records = [worked(), table_of(13), table_of(2)]
    target = tmp_path / "run.ofd"
    assert hjforms.write((entry for entry in entries_of(records, tmp_path)), target) == 3
    assert [reading.record for reading in hjforms.read(target.read_bytes())] == records
    assert len(Package(target.read_bytes()).pages) == 4


def entries_of(records, folder):
    for number, record in enumerate(records):
        path = folder / f"{number}.json"
        path.write_text(hjforms.form("shandong/refund").record_type.model_dump_json(record), "utf-8")
        yield from hjforms.entries(path, REFUND)


def test_what_cannot_be_drawn_is_told():
    first, *others = REFUND.compiled.background
    layout = REFUND.compiled.layout
    entries = first.partition(b"/Filter")[0].removeprefix(b"<<")
    shaded = Embedded(b"", b"", replace(layout), (stream(b"0 0 100 100 re f\n", entries), *others))
    with pytest.raises(TemplateError, match="OFD"):
        OfdRenderer(shaded, "表", REFUND.record_type).render(worked())
