"""What an office's key says of a file: own, for certain; or saved again, changed, without it, of another, forged."""

import io
import json
import re
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

import hjforms
import strategies
from hjforms.errors import HjformsError, InputError
from hjforms.keys import Key
from hjforms.records.carried import Carried
from hjforms.template import whole
from support import (
    REFUND,
    ROOT,
    documents,
    edited,
    encrypted,
    every,
    page_count,
    saved_by_mutool,
    saved_by_pdfium,
    saved_by_pypdf,
    saved_by_qpdf,
    table_of,
    worked,
)

KEY, OTHER = b"the key of the office, 32 bytes!", b"the key of some other, 32 bytes!"
MADE = {
    "pdf": lambda form, record, key: form.pdf(record, key=key),
    "archive": lambda form, record, key: form.pdf(record, archive=True, key=key),
    "editable": lambda form, record, key: form.pdf(record, editable=True, key=key),
    "docx": lambda form, record, key: form.docx(record, key=key),
    "ofd": lambda form, record, key: form.ofd(record, key=key),
}
KINDS = pytest.mark.parametrize("kind", MADE)


def made(kind, record=None, key=KEY, form=REFUND):
    return MADE[kind](form, record or worked(), key)


def proof(data, key=KEY):
    """What a key says of the one form in a file, and the codes of what is told with it."""
    [reading] = hjforms.read(data, key=key)
    return reading.proof, [finding.rule for finding in reading.findings if finding.rule.startswith("key.")]


def without_key(kind):
    """The file of the worked case as it is without a key."""
    return MADE[kind](REFUND, worked(), None)


def complete(form):
    path = next(ROOT.glob(f"examples/*/{form.id}.json"))
    return form.complete(form.load(path))


@pytest.mark.parametrize("form", every(3, hjforms.forms()), ids=lambda form: form.id)
@KINDS
def test_every_form_that_was_made_with_a_key_is_known_by_it(form, kind):
    record = complete(form)
    data = made(kind, record, form=form)
    [reading] = hjforms.read(data, key=KEY)
    assert (reading.record, reading.proof, reading.findings) == (record, "own", ())
    assert proof(data, OTHER) == ("other", ["key.other"])
    assert proof(MADE[kind](form, record, None)) == ("none", ["key.none"])


@KINDS
def test_without_a_key_nothing_is_said_of_it(kind):
    [reading] = hjforms.read(made(kind))
    assert (reading.record, reading.proof, reading.findings) == (worked(), None, ())
    assert reading.carried


@KINDS
def test_one_key_gives_the_same_bytes_each_time_and_another_one_others(kind):
    assert made(kind) == made(kind)
    assert len({made(kind), made(kind, key=OTHER), without_key(kind)}) == 3


@KINDS
def test_a_file_with_a_key_is_read_as_one_without(kind):
    methods = [
        {path: field.method for path, field in hjforms.read(data)[0].fields.items()}
        for data in (made(kind), without_key(kind))
    ]
    assert methods[0] == methods[1]


@documents
@given(strategies.refund_records(), st.sampled_from(sorted(MADE)))
def test_any_record_comes_back_and_is_proven(record, kind):
    try:
        data = made(kind, record)
    except InputError:
        return
    assert hjforms.read(data, key=KEY)[0].proof == "own"
    assert REFUND.read(data, key=Key.of(KEY)).record == REFUND.read(MADE[kind](REFUND, record, None)).record


@documents
@given(st.data(), st.sampled_from(sorted(MADE)))
def test_a_file_of_which_any_byte_is_another_is_not_what_was_made(data, kind):
    """Of a PDF, a page may still be proven by what it draws: then it says what it said."""
    whole_file = made(kind)
    place = data.draw(st.integers(0, len(whole_file) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole_file[place]))
    changed = whole_file[:place] + bytes([byte]) + whole_file[place + 1 :]
    carried = json.loads(re.search(rb'{"hjforms":1.*?"hmac":"[0-9a-f]{64}"', whole_file)[0] + b"}")
    assert whole.digest_of(changed) != carried["file"] or carried["hmac"].encode() not in changed
    try:
        readings = hjforms.read(changed, key=KEY)
    except HjformsError:
        return
    for reading in readings:
        assert reading.proof != "own" or (kind == "pdf" and reading.record == worked())


@pytest.mark.parametrize(
    "saved",
    [saved_by_pypdf, saved_by_pdfium, saved_by_mutool, saved_by_qpdf, lambda data: encrypted(data, "")],
    ids=["pypdf", "pdfium", "mutool", "qpdf", "encrypted"],
)
def test_pages_that_were_only_saved_again_are_proven(saved):
    for record in (worked(), table_of(40)):
        data = saved(REFUND.pdf(record, key=KEY))
        assert whole.digest_of(data) == ""
        [reading] = hjforms.read(data, key=KEY)
        assert (reading.record, reading.proof, reading.findings) == (record, "own", ())
        assert proof(data, OTHER) == ("other", ["key.other"])


def test_forms_that_were_joined_are_proven_each_by_itself():
    first, second = worked(), table_of(20)
    writer = pypdf.PdfWriter()
    for data in (REFUND.pdf(first, key=KEY), REFUND.pdf(second, key=OTHER), REFUND.pdf(table_of(2))):
        writer.append(io.BytesIO(data))
        for name, contents in pypdf.PdfReader(io.BytesIO(data)).attachments.items():
            writer.add_attachment(name, contents[0])
    target = io.BytesIO()
    writer.write(target)
    readings = hjforms.read(target.getvalue(), key=KEY)
    assert [reading.proof for reading in readings] == ["own", "other", "none"]


def test_an_archive_that_was_only_saved_again_is_proven():
    assert proof(saved_by_pypdf(made("archive"))) == ("own", [])


def test_a_word_file_that_was_saved_again_is_not_proven_but_its_record_is():
    parts = whole_again(made("docx"))
    assert proof(parts) == ("resaved", ["key.resaved"])


def whole_again(docx):
    """A Word file whose parts are packed anew."""
    from support import parts_of, zipped

    return zipped(parts_of(docx))


def test_a_value_that_was_changed_is_told():
    record = worked()
    data = edited(made("docx"), record.signoff.handler, "王改")
    assert proof(data) == ("changed", ["key.changed"])
    assert {finding.path for finding in hjforms.read(data, key=KEY)[0].findings if finding.rule == "changed"} == {
        "signoff.handler"
    }


def summed_anew(data, places):
    """A file whose sums are made anew: anybody can do that."""
    made_anew = bytearray(data)
    for span in places.sums:
        made_anew[slice(*span)] = whole._sum(data, places)
    return bytes(made_anew)


@pytest.mark.parametrize("kind", ["pdf", "docx", "ofd"])
def test_a_forger_who_makes_every_digest_anew_has_no_tag(kind):
    """Who knows all that ours knows, but not the key, can write any record and page, and the tag of another file."""
    forged = worked().model_copy(update={"refund_total_capital": "壹佰元整"})
    data = MADE[kind](REFUND, forged, OTHER)
    tag = rb'"file":"[0-9a-f]{64}","hmac":"[0-9a-f]{64}"'
    [theirs], [ours] = (re.findall(tag, one) for one in (data, made(kind)))
    [reading] = hjforms.read(summed_anew(data.replace(theirs, ours), whole._places(data)), key=KEY)
    assert (reading.record, reading.proof) == (forged, "other")
    [reading] = hjforms.read(summed_anew(data, whole._places(data)), key=OTHER)
    assert reading.proof == "own"


def test_the_record_of_one_file_of_the_office_in_another_is_told():
    """The tag is real, and the page says something else."""
    one, other = REFUND.pdf(worked(), key=KEY), REFUND.pdf(table_of(3), key=KEY)
    carried = [next(iter(pypdf.PdfReader(io.BytesIO(data)).attachments.items())) for data in (one, other)]
    writer = pypdf.PdfWriter()
    for page in pypdf.PdfReader(io.BytesIO(other)).pages:
        writer.add_page(page)
    writer.add_attachment(carried[0][0], carried[0][1][0])
    target = io.BytesIO()
    writer.write(target)
    assert proof(target.getvalue()) == ("changed", ["key.changed"])


def test_the_same_values_on_another_page_of_ours_are_not_what_was_made():
    """The record is the office's; whoever drew the page anew, by the same template, is not."""
    record = worked()
    data = saved_by_pypdf(REFUND.pdf(record, key=KEY))
    [found] = [Carried.load(json_of(data))]
    moved = replace(found, file="0" * 64)
    assert not moved.is_of(Key.of(KEY))
    assert found.is_of(Key.of(KEY))


def json_of(data):
    return next(iter(pypdf.PdfReader(io.BytesIO(data)).attachments.values()))[0]


@pytest.mark.parametrize("name", ["forged_annot", "forged_tounicode_bare"])
def test_forged_files_are_not_the_offices(name):
    try:
        readings = hjforms.read((ROOT / "tests" / "cases" / "hard" / f"{name}.pdf").read_bytes(), key=KEY)
    except HjformsError:
        return
    assert {reading.proof for reading in readings} == {"none"}


@pytest.mark.parametrize("kind", ["pdf", "docx", "ofd"])
def test_a_key_without_a_record_has_nowhere_to_be(kind):
    with pytest.raises(InputError, match="--no-record"):
        getattr(REFUND, kind)(worked(), carry=False, key=KEY)


def test_one_who_has_the_tag_can_see_what_any_program_sees():
    data = json.loads(json_of(made("pdf")))
    assert data["record"] == worked().model_dump(mode="json")
    assert data["file"] == whole.digest_of(made("pdf"))


def test_pages_of_a_long_form_are_all_needed():
    data = saved_by_pypdf(REFUND.pdf(table_of(40), key=KEY))
    count = page_count(data)
    assert count > 1
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.remove_page(count - 1)
    target = io.BytesIO()
    writer.write(target)
    assert proof(target.getvalue())[0] == "changed"


def test_what_is_drawn_as_a_seal_over_a_value_is_told():
    """Anybody can put a field for a signature on a page, and draw in it what they like."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made("pdf")))
    look = StreamObject()
    look.set_data(b"1 g 0 0 200 20 re f 0 g BT /Helv 12 Tf 2 4 Td (73000.00) Tj ET")
    look.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
    look[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 200, 20)))
    seal = DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget")})
    seal[NameObject("/FT")], seal[NameObject("/F")] = NameObject("/Sig"), NumberObject(4)
    seal[NameObject("/T")] = TextStringObject("seal")
    seal[NameObject("/Rect")] = ArrayObject(map(NumberObject, (100, 100, 300, 120)))
    seal[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    where = writer._add_object(seal)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([where])
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([where]), NameObject("/SigFlags"): NumberObject(3)})
    writer.root_object[NameObject("/AcroForm")] = form
    target = io.BytesIO()
    writer.write(target)
    [reading] = hjforms.read(target.getvalue(), key=KEY)
    assert (reading.record, reading.proof) == (worked(), "sealed")
    assert "key.sealed" in {finding.rule for finding in reading.findings}
