"""Signatures of a file: who signed it, whether it is what was signed, and what is said where that is not known."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import logging
import re

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf.generic import NameObject, TextStringObject

import hjforms
from hjforms import DocumentError, InputError, Trust, Verdict, sign
from hjforms.errors import ArgumentError
from hjforms.reading.file import signatures
from hjforms.reading.file.clock import Clock
from hjforms.seals import SealModule
from signers import HANDLER, OFFICE, ROOT_NAME, authority, root, server, signer
from support import REFUND, ROOT, parts_of, saved_by_pdfium, saved_by_pypdf, worked, zipped

TRUSTED = Trust.of(root().root)
CASES = ROOT / "tests" / "cases"


@pytest.fixture(scope="module")
def signed():
    """The worked case, signed by the office."""
    return sign(REFUND.pdf(worked()), signer().signing)


def said(data, trust=None):
    """What is found of the signatures of a file: rules with their grades, and what each signature says."""
    [reading] = hjforms.read(data, trust=trust)
    found = [(finding.severity, finding.rule) for finding in reading.findings if "signature" in finding.rule]
    return found, [(one.intact, one.covers, one.trusted) for one in reading.signatures]


def updated(data, change):
    """A file with an update behind it, in which a writer of pyHanko has changed something."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_it_is_told_who_signed_when_and_over_what(signed):
    reading = REFUND.read(signed, trust=TRUSTED)
    [signature] = reading.signatures
    assert (signature.signer, signature.organisation, signature.issuer) == (OFFICE, "示例市", ROOT_NAME)
    assert int(signature.serial, 16) == signer().certificate.serial_number
    assert dt.datetime.now(dt.UTC) - signature.signed_at < dt.timedelta(hours=1)
    assert (signature.intact, signature.covers, signature.trusted) == (True, "file", True)
    assert signature.stamped_at is None
    told = reading.as_dict()["signatures"]
    assert json.loads(json.dumps(told)) == told
    assert told[0]["signed_at"] == signature.signed_at.isoformat()


def test_a_file_that_nobody_signed_has_no_signatures():
    assert REFUND.read(REFUND.pdf(worked())).signatures == ()
    assert REFUND.read(REFUND.docx(worked())).as_dict()["signatures"] == []


def test_a_certificate_is_held_against_the_roots_that_are_given(signed):
    stranger = Trust.of(
        signer("另一个").pem()[1].split(b"-----END CERTIFICATE-----")[0] + b"-----END CERTIFICATE-----\n"
    )
    assert said(signed) == ([], [(True, "file", None)])
    assert said(signed, TRUSTED) == ([], [(True, "file", True)])
    assert said(signed, stranger) == ([("warning", "signature.untrusted")], [(True, "file", False)])


def test_a_certificate_for_something_else_is_not_trusted():
    by = authority().signing  # it may sign, and is none of the root that is given
    assert said(sign(REFUND.pdf(worked()), by), TRUSTED)[1] == [(True, "file", True)]
    server_only = signer("服务器", use="key_encipherment").signing
    found = said(sign(REFUND.pdf(worked()), server_only), TRUSTED)
    assert found == ([("warning", "signature.untrusted")], [(True, "file", False)])


def test_no_name_stands_in_a_message(signed, caplog):
    caplog.set_level(logging.DEBUG)
    for trust in (None, TRUSTED, Trust.of(root().root)):
        hjforms.read(saved_by_pypdf(signed), trust=trust)
        [reading] = hjforms.read(signed, trust=trust)
    told = "".join(finding.message for finding in reading.findings) + caplog.text
    assert OFFICE not in told


def changed_page(writer):
    content = generic.StreamObject(stream_data=b"0 0 1 rg 20 20 5 5 re f")
    writer.add_stream_to_page(0, writer.add_object(content))


def changed_title(writer):
    writer.root["/Lang"] = generic.pdf_string("en")
    writer.update_root()


def other_record(writer):
    stream = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    stream._data, stream._encoded_data = b"{}", None
    writer.update_container(stream)


@pytest.mark.parametrize("change", [changed_page, changed_title, other_record])
def test_what_was_changed_after_signing_is_told(signed, change):
    data = updated(signed, change)
    assert data.startswith(signed)
    assert said(data, TRUSTED) == ([("error", "signature.broken")], [(False, "part", None)])


@pytest.mark.parametrize("saved", [saved_by_pypdf, saved_by_pdfium])
def test_a_signed_file_that_was_saved_anew_is_told(signed, saved):
    found, [(intact, _, _)] = said(saved(signed))
    assert found == [("error", "signature.broken")]
    assert intact is False
    assert hjforms.read(saved(signed))[0].record == worked()


def test_bytes_that_were_changed_where_they_are_signed_are_told(signed):
    day = re.search(rb"/M \(D\\072(\d{4})", signed)
    changed = signed[: day.start(1)] + b"2001" + signed[day.end(1) :]
    assert said(changed) == ([("error", "signature.broken")], [(False, "part", None)])
    value = re.search(rb"/Contents <([0-9A-F]+?)0*>", signed)
    place = value.end(1) - 20  # what is signed stands last
    damaged = signed[:place] + b"%X" % (int(signed[place : place + 1], 16) ^ 1) + signed[place + 1 :]
    assert said(damaged)[0] == [("error", "signature.broken")]


def test_a_value_that_was_changed_in_the_file_itself_is_refused_or_told(signed):
    place = signed.find(b"stream\n", 1000) + 20
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    try:
        found, _ = said(changed)
    except DocumentError:
        return
    assert ("error", "signature.broken") in found


def test_a_file_that_was_cut_off_is_refused(signed):
    for length in (len(signed) - 30, len(signed) - 3000):
        with pytest.raises(DocumentError):
            hjforms.read(signed[:length])


def test_the_first_of_two_signatures_can_be_cut_out_again(signed):
    twice = sign(signed, signer(HANDLER).signing, slot="signoff.handler")
    assert said(twice, TRUSTED) == ([], [(True, "earlier", True), (True, "file", True)])
    assert said(twice[: len(signed)], TRUSTED) == ([], [(True, "file", True)])
    assert said(updated(twice, changed_page))[0] == [("error", "signature.broken")] * 2


def test_a_field_that_was_filled_in_after_signing_is_told():
    open_ = sign(REFUND.pdf(worked(), editable=True), signer().signing)
    assert said(open_) == ([], [(True, "file", None)])
    reader = pypdf.PdfReader(io.BytesIO(open_))
    writer = pypdf.PdfWriter(reader, incremental=True)
    field = next(
        annotation.get_object()
        for annotation in writer.pages[0]["/Annots"]
        if annotation.get_object()["/Parent"].get("/T") == "address"
    )["/Parent"].get_object()
    field[NameObject("/V")] = TextStringObject("别处")
    target = io.BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(open_)
    found, [(intact, covers, _)] = said(target.getvalue())
    assert found == [("error", "signature.broken")]
    assert (intact, covers) == (False, "part")


def test_a_signature_outside_the_days_of_its_certificate_is_told(monkeypatch):
    from hjforms.signing import keys

    monkeypatch.setattr(keys, "_check_days", id)
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    late = sign(REFUND.pdf(worked()), signer(last=yesterday).signing)
    assert said(late) == ([("warning", "signature.expired")], [(True, "file", None)])
    assert said(late, TRUSTED)[0] == [("warning", "signature.expired"), ("warning", "signature.untrusted")]


def test_a_time_stamp_of_something_else_counts_for_nothing():
    with server() as url:
        data = sign(REFUND.pdf(worked()), signer().signing, timestamp=url)
        [whole] = REFUND.read(data).signatures
    contents = re.search(rb"/Contents <([0-9A-F]+)>", data)
    token = bytes.fromhex(contents[1].decode())
    stamp = whole.stamped_at.strftime("%Y%m%d%H%M%S").encode()
    assert token.count(stamp) == 1
    moved = token.replace(stamp, b"20010101000000")
    forged = data[: contents.start(1)] + moved.hex().upper().encode() + data[contents.end(1) :]
    [signature] = REFUND.read(forged).signatures
    assert (signature.intact, signature.stamped_at) == (True, None)
    assert said(forged)[0] == [("warning", "signature.stamp")]


def test_what_looks_like_a_seal_and_is_no_signature_is_told():
    def with_look(writer):
        append_signature_field(writer, SigFieldSpec("empty", box=(500, 60, 600, 90)))
        field = writer.root["/AcroForm"]["/Fields"][0].get_object()
        look = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 100 30 re f")
        look["/Type"], look["/Subtype"] = generic.pdf_name("/XObject"), generic.pdf_name("/Form")
        look["/BBox"] = generic.ArrayObject(map(generic.FloatObject, (0, 0, 100, 30)))
        field["/AP"]["/N"] = writer.add_object(look)

    def without(writer):
        append_signature_field(writer, SigFieldSpec("empty", box=(500, 60, 600, 90)))

    data = REFUND.pdf(worked())
    assert said(updated(data, with_look)) == ([("warning", "signature.missing")], [])
    assert said(updated(data, without)) == ([], [])


# ------------------------------------------------------------------------------------------- what is not verified


def test_without_the_extra_a_signed_file_is_read_and_a_warning_says_so(signed, monkeypatch):
    monkeypatch.setattr(signatures, "NEEDED", ("no_such_package",))
    [reading] = hjforms.read(signed)
    assert reading.record == worked()
    [finding] = reading.findings
    assert (finding.severity, finding.rule) == ("warning", "signature.unverified")
    assert "hjforms[sign]" in finding.message


@pytest.mark.parametrize("kind", [b"/adbe.x509.rsa_sha1 ", b"/GM.sm2seal         "])
def test_a_kind_that_nobody_here_verifies_is_told(signed, kind):
    data = signed.replace(b"/ETSI.CAdES.detached", kind)
    assert len(data) == len(signed)
    assert said(data) == ([("warning", "signature.unverified")], [(None, None, None)])


def test_a_digest_that_is_no_longer_safe_is_not_verified(signed):
    sha256, sha1 = bytes.fromhex("0609608648016503040201"), bytes.fromhex("060960864801650304020f")
    data = signed.replace(sha256.hex().upper().encode(), sha1.hex().upper().encode())
    assert data != signed
    assert said(data)[0] == [("warning", "signature.unverified")]


def hostile(signed, old, new):
    """The signed file with something else in its signature, of the same length."""
    assert old in signed
    assert len(new) <= len(old)
    return signed.replace(old, new.ljust(len(old)))


def test_what_is_no_signature_at_all_is_broken(signed):
    ranges = re.search(rb"/ByteRange\s*\[[^\]]*\]", signed)[0]
    contents = re.search(rb"/Contents <[0-9A-F]+>", signed)[0]
    deep = b"/Contents <" + b"3080" * ((len(contents) - 12) // 4) + b">"
    for data in (
        hostile(signed, ranges, b"/ByteRange [0 9 9 9]"),
        hostile(signed, ranges, b"/ByteRange [-1 -1 -1 -1]"),
        hostile(signed, ranges, b"/ByteRange [0 999999999 1 1]"),
        hostile(signed, ranges, b"/ByteRange (none)"),
        hostile(signed, ranges, b"/Other [0 0 0 0]"),
        hostile(signed, contents, b"/Contents <>"),
        hostile(signed, contents, b"/Contents 12"),
        hostile(signed, contents, deep),
        hostile(signed, contents, b"/Contents <3082FFFF" + b"00" * 100 + b">"),
    ):
        [reading] = hjforms.read(data)
        assert reading.record == worked()
        assert [finding.rule for finding in reading.findings] == ["signature.broken"]


def test_more_signatures_and_versions_than_make_sense_are_not_verified(signed):
    def many(writer):
        for number in range(signatures.MOST + 1):
            append_signature_field(writer, SigFieldSpec(f"f{number}"))

    crowded = updated(REFUND.pdf(worked()), many)
    assert said(crowded)[0] == [("warning", "signature.unverified")]
    versions = signed + b"% startxref\n" * signatures.MOST_VERSIONS + b"%%EOF\n"
    assert "signature.unverified" in {rule for _, rule in said(versions)[0]}


def test_the_clock_is_asked_while_signatures_are_verified(signed, monkeypatch):
    late = Clock()
    late.spent = late.allowed + 1
    monkeypatch.setattr("hjforms.reading.result.document.Clock", lambda: late)
    with pytest.raises(DocumentError):
        hjforms.read(signed)


def test_the_signed_files_of_other_programs_are_intact():
    for path in sorted((CASES / "seals").glob("*.pdf")):
        [reading] = hjforms.read(path.read_bytes())
        assert [one.intact for one in reading.signatures] == [True]


def test_the_seals_of_an_ofd_file_are_told_and_not_verified():
    parts = parts_of(REFUND.ofd(worked()))
    body = b"</ofd:DocBody>"
    assert body in parts["OFD.xml"]
    parts["OFD.xml"] = parts["OFD.xml"].replace(body, b"<ofd:Signatures>Doc_0/Signs.xml</ofd:Signatures>" + body)
    assert said(zipped(parts)) == ([("warning", "signature.unverified")], [])
    assert hjforms.read(zipped(parts))[0].record == worked()


# ------------------------------------------------------------------------------------------- certified modules


class Module:
    """What stands for a certified module: its seal is a digest, so that nothing of it is cryptography."""

    sub_filter = "GM.sm2seal"
    size = 64

    def __init__(self):
        self.sealed, self.verified = [], []

    def seal(self, document):
        self.sealed.append(document)
        return hashlib.sha256(document).hexdigest().encode()

    def verify(self, document, seal):
        self.verified.append(document)
        return Verdict(
            seal.rstrip(b"\0") == hashlib.sha256(document).hexdigest().encode(), OFFICE, trusted=document != b""
        )


def test_a_certified_module_seals_and_verifies_through_the_interface():
    module = Module()
    assert isinstance(module, SealModule)
    data = REFUND.pdf(worked())
    sealed = sign(data, module, slot="signoff.agency")
    [document] = module.sealed
    assert sealed.startswith(data)
    assert document.startswith(data)
    assert len(document) == len(sealed) - 2 * module.size - 2
    assert b"/SubFilter /GM.sm2seal" in document
    reading = REFUND.read(sealed, trust=Trust.of(modules=[module]))
    assert module.verified == [document]
    assert (reading.record, reading.findings) == (worked(), ())
    assert [(one.signer, one.intact, one.covers, one.trusted) for one in reading.signatures] == [
        (OFFICE, True, "file", True)
    ]


def test_a_seal_of_a_module_is_told_where_it_is_broken_added_to_or_nobody_knows_it():
    module = Module()
    trust = Trust.of(modules=[module])
    sealed = sign(REFUND.pdf(worked()), module)
    assert said(sealed) == ([("warning", "signature.unverified")], [(None, None, None)])
    day = re.search(rb"/M \(D\\072(\d{4})", sealed)
    changed = sealed[: day.start(1)] + b"2001" + sealed[day.end(1) :]
    assert said(changed, trust)[0] == [("error", "signature.broken")]
    twice = sign(sealed, signer().signing)
    assert said(twice, trust)[0] == [("warning", "signature.unverified")]
    assert said(sign(sign(REFUND.pdf(worked()), signer().signing), module), trust) == (
        [],
        [(True, "earlier", None), (True, "file", True)],
    )


def test_a_module_that_states_what_cannot_be_is_refused():
    for name, value in (("sub_filter", "with space"), ("sub_filter", ""), ("size", 0), ("size", 2**30), ("size", 10)):
        module = Module()
        setattr(module, name, value)
        with pytest.raises(InputError):
            sign(REFUND.pdf(worked()), module)
    with pytest.raises(InputError):
        sign(REFUND.pdf(worked()), Module(), timestamp="http://127.0.0.1:9")


def test_trust_is_in_certificates_and_modules_and_nothing_else(tmp_path):
    (tmp_path / "root.pem").write_bytes(root().root)
    der = Trust.of(tmp_path / "root.pem").roots[0]
    assert Trust.of(der, root().root).roots == (der, der)
    with pytest.raises(InputError):
        Trust.of(b"no certificate")
    with pytest.raises(ArgumentError):
        Trust.of(modules=["no module"])
    for read in (hjforms.read, REFUND.read):
        with pytest.raises(ArgumentError):
            read(b"", trust=[der])
