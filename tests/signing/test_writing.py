"""Signing: the file is kept to the byte, the seal lies where the paper has one, and the record is that of before."""

from __future__ import annotations

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from PIL import Image, ImageChops, ImageDraw

import hjforms
from hjforms import ArgumentError, DocumentError, InputError, Limits, Seal, Trust, reading_pool, sign
from hjforms.errors import DependencyMissing
from hjforms.packs.shandong.notice import FORM as NOTICE
from hjforms.signing import keys
from hjforms.signing.look import OFFICE_MM, POINTS_A_MM
from signers import HANDLER, OFFICE, root, server, signer
from support import REFUND, ROOT, TYPICAL, at_landing, picture, saved_by_pypdf, table_of, worked

EXAMPLES = sorted((ROOT / "examples").glob("*/*/*.json"))
TYPICAL_EXAMPLES = [next(path for path in EXAMPLES if path.match(f"{form.id}.json")) for form in TYPICAL]
FORMS = {form.id: form for form in hjforms.forms()}
TRUSTED = Trust.of(root().root)


def sealed_picture(size=(420, 420), ground=(255, 255, 255, 0)):
    """A round seal, red on a transparent ground."""
    image = Image.new("RGBA", size, ground)
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((5, 5, size[0] - 5, size[1] - 5), outline=(220, 0, 0, 255), width=20)
    drawing.rectangle((size[0] // 3, size[1] // 3, 2 * size[0] // 3, 2 * size[1] // 3), fill=(220, 0, 0, 255))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def widgets(data):
    """Where the seals of a file lie: page (from 0) and box."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [
        (number, tuple(map(float, widget.get_object()["/Rect"])))
        for number, page in enumerate(pages)
        for widget in page.get("/Annots", ())
        if widget.get_object().get("/FT") == "/Sig"
    ]


def code_of(*arguments, **more):
    with pytest.raises(InputError) as caught:
        sign(*arguments, **more)
    [fault] = caught.value.faults
    return fault.code


@pytest.mark.parametrize(
    "path",
    [*TYPICAL_EXAMPLES, *at_landing(*(path for path in EXAMPLES if path not in TYPICAL_EXAMPLES))],
    ids=lambda path: f"{path.parents[1].name}-{path.stem}",
)
def test_every_form_is_signed_at_its_place_and_read_back_equal(path):
    form = FORMS[f"{path.parent.name}/{path.stem}"]
    record = form.complete(form.load(json.loads(path.read_text("utf-8"))))
    for manner in ({}, {"archive": True}, {"editable": True}):
        data = form.pdf(record, **manner)
        before = form.read(data)
        once = sign(data, signer().signing)
        cell = next((place for place in form.seals if place.is_office), None)
        seal = None if cell is None else Seal(sealed_picture())
        twice = sign(once, signer(HANDLER).signing, seal=seal)
        assert once.startswith(data)
        assert twice.startswith(once)
        reading = form.read(twice, trust=TRUSTED)
        assert reading.record == record == before.record
        assert reading.carried
        assert reading.findings == before.findings
        assert [(one.signer, one.intact, one.covers, one.trusted) for one in reading.signatures] == [
            (OFFICE, True, "earlier", True),
            (HANDLER, True, "file", True),
        ]
        if cell is not None:
            (_, first), (_, second) = widgets(twice)
            assert first == pytest.approx(cell.box, abs=0.01)
            assert second[0] <= (cell.box[0] + cell.box[2]) / 2 <= second[2]
            assert second[1] <= (cell.box[1] + cell.box[3]) / 2 <= second[3]


def test_texts_that_other_programs_change_are_read_to_the_character():
    record = REFUND.complete(REFUND.load({"person": {"name": "张  示例\u00a0甲"}, "years": []}))
    for archive in (False, True):
        data = sign(REFUND.pdf(record, archive=archive), signer().signing)
        assert REFUND.read(data).record == record
        assert {field.method for field in REFUND.read(data).fields.values()} == {"content"}


def test_what_an_office_made_with_its_key_stays_its_own():
    key = bytes(range(32))
    for archive in (False, True):
        data = REFUND.pdf(worked(), key=key, archive=archive)
        signed = sign(data, signer().signing, seal=Seal(sealed_picture()))
        assert REFUND.read(data, key=key).proof == "own"
        [reading] = hjforms.read(signed, key=key)
        assert (reading.proof, [found.rule for found in reading.findings]) == ("sealed", ["key.sealed"])
        assert REFUND.read(sign(data, signer().signing), key=key).proof == "own"  # nothing is seen of it


def test_nothing_is_seen_of_a_signature_without_a_seal():
    data = REFUND.pdf(worked())
    assert ImageChops.difference(picture(data), picture(sign(data, signer().signing))).getbbox() is None


def test_a_frame_is_around_the_cell_and_covers_no_word():
    data = REFUND.pdf(worked())
    before, after = picture(data), picture(sign(data, signer().signing, seal=Seal()))
    left, top, right, bottom = ImageChops.difference(before, after).getbbox()
    [_, office] = REFUND.seals
    height = REFUND.compiled.layout.height
    seen = (left, height - bottom, right, height - top)
    assert seen == pytest.approx(office.box, abs=2.5)
    inside = (left + 3, top + 3, right - 3, bottom - 3)
    assert ImageChops.difference(before.crop(inside), after.crop(inside)).getbbox() is None


def test_what_is_printed_below_a_seal_stays_as_black_as_it_was():
    data = REFUND.pdf(worked())
    opaque = sealed_picture(ground=(255, 255, 255, 255))
    before = picture(data, dpi=144).convert("RGB")
    for seal in (sealed_picture(), opaque):
        after = picture(sign(data, signer().signing, seal=Seal(seal)), dpi=144).convert("RGB")
        assert ImageChops.difference(before, after).getbbox() is not None
        darker = ImageChops.subtract(after, before)  # what has become lighter
        assert max(high for _, high in darker.getextrema()) <= 2


def test_a_seal_has_its_size_in_millimetres_and_stays_on_the_page():
    data = REFUND.pdf(worked())
    for width, wanted in ((None, OFFICE_MM), (30.0, 30.0), (100.0, 100.0)):
        [(_, box)] = widgets(sign(data, signer().signing, seal=Seal(sealed_picture(), width)))
        assert box[2] - box[0] == pytest.approx(wanted * POINTS_A_MM, abs=0.02)
        assert min(box) >= 0
        assert box[2] <= REFUND.compiled.layout.width + 0.01
        assert box[3] <= REFUND.compiled.layout.height + 0.01


def test_the_seal_of_a_person_fits_its_cell():
    cell = REFUND.seals[0]
    signed = sign(REFUND.pdf(worked()), signer(HANDLER).signing, slot="经办人", seal=Seal(sealed_picture((300, 100))))
    [(_, box)] = widgets(signed)
    assert box[0] >= cell.box[0] - 0.01
    assert box[1] >= cell.box[1] - 0.01
    assert box[2] <= cell.box[2] + 0.01
    assert box[3] <= cell.box[3] + 0.01


def test_a_form_of_several_pages_is_sealed_on_its_last_one():
    record = table_of(40)
    signed = sign(REFUND.pdf(record), signer().signing)
    [(page, _)] = widgets(signed)
    assert page == len(pypdf.PdfReader(io.BytesIO(signed)).pages) - 1 > 0
    assert REFUND.read(signed).record == record


def test_a_file_of_several_forms_is_sealed_on_the_page_that_is_named(tmp_path):
    records = [worked(), table_of(2)]
    REFUND.print_run(records, tmp_path / "run.pdf")
    data = (tmp_path / "run.pdf").read_bytes()
    signed = sign(data, signer().signing, page=2)
    [(page, _)] = widgets(signed)
    assert page == 1
    assert [reading.record for reading in hjforms.read(signed)] == records
    assert code_of(data, signer().signing, seal=Seal()) == "slot"
    assert code_of(data, signer().signing, page=3) == "slot"
    assert [len(reading.signatures) for reading in hjforms.read(sign(data, signer().signing))] == [1, 1]


def test_a_place_that_there_is_not_is_refused_and_told_which_there_are():
    data = REFUND.pdf(worked())
    with pytest.raises(InputError, match=r"signoff\.handler（经办人（签章）） *、signoff\.agency"):
        sign(data, signer().signing, slot="财务")
    assert code_of(data, signer().signing, slot="signoff") == "slot"
    notice = NOTICE.pdf(NOTICE.load({"person": {"name": "张示例"}}))
    assert code_of(notice, signer().signing, seal=Seal()) == "slot"
    assert code_of(notice, signer().signing, slot="章") == "slot"
    assert widgets(sign(notice, signer().signing)) == [(0, (0.0, 0.0, 0.0, 0.0))]


def test_paper_of_others_is_signed_without_a_place():
    other = min((ROOT / "tests/cases/reading").rglob("*.pdf")).read_bytes()
    signed = sign(other, signer().signing)
    assert signed.startswith(other)
    assert code_of(other, signer().signing, seal=Seal()) == "slot"


def test_a_blank_form_is_signed_at_its_place():
    [(_, box)] = widgets(sign(REFUND.pdf(REFUND.record_type(), carry=False), signer().signing))
    assert box == pytest.approx(REFUND.seals[1].box, abs=0.01)


def test_a_file_saved_by_another_program_is_signed_as_well():
    record = worked()
    signed = sign(saved_by_pypdf(REFUND.pdf(record)), signer().signing)
    [reading] = hjforms.read(signed)
    assert (reading.record, reading.findings) == (record, ())
    assert reading.signatures[0].intact


def test_what_is_no_pdf_or_cannot_be_read_is_not_signed():
    assert code_of(REFUND.docx(worked()), signer().signing) == "signing"
    assert code_of(b"", signer().signing) == "signing"
    with pytest.raises(DocumentError):
        sign(REFUND.pdf(worked())[:-2000], signer().signing)


def test_a_file_whose_signature_is_broken_is_not_signed_again():
    changed = saved_by_pypdf(sign(REFUND.pdf(worked()), signer().signing))
    assert code_of(changed, signer().signing) == "signing"


def test_pictures_that_are_none_and_widths_that_no_seal_has_are_refused():
    data = REFUND.pdf(worked())
    assert code_of(data, signer().signing, seal=Seal(b"none")) == "seal"
    assert code_of(data, signer().signing, seal=Seal(sealed_picture()[:100])) == "seal"
    with pytest.raises(InputError):
        Seal(sealed_picture(), 1)
    with pytest.raises(ArgumentError):
        Seal(sealed_picture(), "42")


def test_arguments_of_the_wrong_kind_are_told():
    data = REFUND.pdf(worked())
    for more in ({"seal": b"picture"}, {"trust": b"root"}, {"timestamp": 1}):
        with pytest.raises(ArgumentError):
            sign(data, signer().signing, **more)
    with pytest.raises(ArgumentError):
        sign(data, "office.p12")
    assert code_of(data, signer().signing, trust=TRUSTED) == "signing"
    assert code_of(data, signer().signing, timestamp="ftp://somewhere") == "signing"


def test_it_works_where_a_loop_is_running():
    async def signed():
        return sign(REFUND.pdf(worked()), signer().signing)

    async def read(data):
        return REFUND.read(data, trust=TRUSTED)

    with ThreadPoolExecutor(1) as own:  # a browser of other tests has a loop in this thread
        data = own.submit(asyncio.run, signed()).result()
        assert own.submit(asyncio.run, read(data)).result().signatures[0].trusted


def test_a_pool_holds_certificates_against_those_it_trusts():
    data = sign(REFUND.pdf(worked()), signer().signing)
    for trust, is_trusted in ((TRUSTED, True), (None, None)):
        with reading_pool(Limits(workers=1), trust=trust) as pool:
            [reading] = pool.read(data)
        assert reading.signatures[0].trusted is is_trusted


def test_a_time_stamp_proves_when_it_was_signed():
    with server() as url:
        signed = sign(REFUND.pdf(worked()), signer().signing, timestamp=url)
    reading = REFUND.read(signed, trust=TRUSTED)
    [signature] = reading.signatures
    assert reading.findings == ()
    assert signature.intact
    assert signature.trusted
    assert abs(signature.stamped_at - signature.signed_at).total_seconds() < 60


def test_a_server_that_gives_no_time_stamp_leaves_nothing_signed():
    assert code_of(REFUND.pdf(worked()), signer().signing, timestamp="http://127.0.0.1:9") == "signing"


def test_a_signature_for_the_long_term_brings_what_proves_it():
    with server() as url:
        office = signer("长期有效的单位", crl=f"{url}/crl")
        signed = sign(REFUND.pdf(worked()), office.signing, timestamp=url, trust=TRUSTED)
    assert b"/DSS" in signed
    [signature] = REFUND.read(signed, trust=TRUSTED).signatures
    assert (signature.intact, signature.covers, signature.trusted) == (True, "earlier", True)
    assert REFUND.read(signed).record == worked()


def test_without_what_proves_it_there_is_no_signature_for_the_long_term():
    with server() as url:
        assert code_of(REFUND.pdf(worked()), signer().signing, timestamp=url, trust=TRUSTED) == "signing"


def test_an_archive_keeps_its_metadata_and_its_version():
    data = REFUND.pdf(worked(), archive=True)
    before, after = (pypdf.PdfReader(io.BytesIO(file)) for file in (data, sign(data, signer().signing)))
    assert after.metadata == before.metadata
    assert after.root_object["/Metadata"].get_data() == before.root_object["/Metadata"].get_data()
    assert "/Version" not in after.root_object


def test_without_the_extra_it_is_said_what_to_install(monkeypatch):
    key = signer().signing
    monkeypatch.setattr(keys, "NEEDED", ("no_such_package",))
    with pytest.raises(DependencyMissing, match=r"hjforms\[sign\]"):
        sign(REFUND.pdf(worked()), key)
