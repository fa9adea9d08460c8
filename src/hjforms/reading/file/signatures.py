"""Signatures (电子签名) of a PDF file: who signed it, and whether it is still what was signed.

pyHanko verifies them (the extra ``sign``); without it they are told as not verified. Whether a certificate is worth
anything is for the caller to say: it is held against the roots that were given, at the time of the stamp or else at the
one that the signer states. Nothing is fetched from a network, and no clock is asked.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import importlib.util
import io
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any

from hjforms.errors import DocumentError
from hjforms.findings import Finding
from hjforms.reading.file import clock
from hjforms.reading.file.silence import silence
from hjforms.seals import NEEDED, Covers, SealModule, Signature, Trust
from hjforms.wording import Sentence

MOST = 50  # signatures of a file
MOST_VERSIONS = 200  # of a file: they are read once more for every signature
MOST_CERTIFICATES = 50  # of a signature: paths among them are looked for
LARGEST = 2**20  # bytes of a signature
LONGEST_NAME = 200
LIBRARIES = ("pyhanko", "pyhanko_certvalidator")
DIGESTS = frozenset(("sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512"))
KINDS = frozenset(("/adbe.pkcs7.detached", "/ETSI.CAdES.detached"))
USES = frozenset(("digital_signature", "non_repudiation"))
BROKEN, UNVERIFIED = "signature.broken", "signature.unverified"
DAMAGED = Sentence("文件的电子签名已损坏，不能作数。")
TOO_MANY = Sentence("文件的电子签名或改动的次数多得不合常理，没有核验。")


OF_OFD = Sentence("OFD 文件有电子签章，没有核验，请用制作它的程序核验。")


class _UnknownError(Exception):
    """A signature of a kind that nobody here can verify."""


@dataclass(frozen=True)
class Signed:
    """The signatures of a file, and what was found of them."""

    signatures: tuple[Signature, ...] = ()
    findings: tuple[Finding, ...] = ()


SEALED_OFD = Signed(findings=(Finding("warning", "", UNVERIFIED, OF_OFD),))
"""What is said of an OFD file that is sealed: its seals are those of certified modules."""


def unverified(count: int) -> Signed:
    """As many signatures, none of which was verified because what it takes is not installed."""
    told = Sentence("文件有 {count} 个电子签名，没有核验：先装签名组件 pip install 'hjforms[sign]'。", count=count)
    return Signed(findings=(Finding("warning", "", UNVERIFIED, told),))


def signed(data: bytes, count: int, trust: Trust) -> Signed:
    """The signatures of a file in which pdfium counts so many fields for them."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        return unverified(count)
    if count > MOST or data.count(b"startxref") > MOST_VERSIONS:
        return Signed(findings=(Finding("warning", "", UNVERIFIED, TOO_MANY),))
    try:
        with silence(*LIBRARIES):
            return _File(data, trust).signed()
    except DocumentError:
        raise
    except Exception:  # noqa: BLE001 - pyHanko has no errors of its own for whatever is damaged
        return Signed(findings=(Finding("error", "", BROKEN, DAMAGED),))


class _File:
    """A file with fields for signatures."""

    def __init__(self, data: bytes, trust: Trust) -> None:
        from pyhanko.pdf_utils.misc import PdfReadError
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.fields import enumerate_sig_fields

        self._data, self._trust = data, trust
        self._is_strict = True
        try:
            self._reader = PdfFileReader(io.BytesIO(data))
            self._fields = list(enumerate_sig_fields(self._reader))
        except PdfReadError:  # what others wrote may be a little wrong; then nothing may have been added to it
            self._is_strict = False
            self._reader = PdfFileReader(io.BytesIO(data), strict=False)
            self._fields = list(enumerate_sig_fields(self._reader))

    def signed(self) -> Signed:
        """The signatures, in the order of their fields."""
        signatures: list[Signature] = []
        findings: list[Finding] = []
        for name, value, reference in self._fields:
            clock.tick()
            if value is None:
                continue
            number = len(signatures) + 1
            signature, found = self._one(_shown(name), number, reference)
            signatures.append(signature)
            findings += found
        empty = sum(value is None and _shows(reference) for _, value, reference in self._fields)
        if empty:
            told = Sentence("文件有 {count} 处签章只有样子，没有电子签名。", count=empty)
            findings.append(Finding("warning", "", "signature.missing", told))
        return Signed(tuple(signatures), tuple(findings))

    def _one(self, name: str, number: int, reference: Any) -> tuple[Signature, list[Finding]]:
        """A signature, and what was found of it."""
        value = reference.get_object()["/V"]
        try:
            kind = _at(value, "/SubFilter")
            module = next((one for one in self._trust.modules if f"/{one.sub_filter}" == kind), None)
            if module is not None:
                return self._sealed(name, number, value, module)
            return self._verified(name, number, reference)
        except DocumentError:
            raise
        except (_UnknownError, ImportError):  # a version of pyHanko that lacks something has proven nothing
            told = Sentence("第{number}个电子签名的算法或格式本工具不能核验，请用制作它的程序核验。", number=number)
            return Signature(name), [Finding("warning", "", UNVERIFIED, told)]
        except Exception:  # noqa: BLE001 - as above
            told = Sentence("第{number}个电子签名已损坏，不能作数。", number=number)
            return Signature(name, intact=False), [Finding("error", "", BROKEN, told)]

    def _sealed(self, name: str, number: int, value: Any, module: SealModule) -> tuple[Signature, list[Finding]]:
        """What a module of the caller's own says of a seal."""
        start, first, second, length = (int(side) for side in value["/ByteRange"])
        seal = value.raw_get("/Contents").original_bytes
        end = second + length
        if (start, first) != (0, second - 2 * len(seal) - 2) or not 0 < first < second <= end <= len(self._data):
            raise ValueError
        verdict = module.verify(self._data[:first] + self._data[second:end], seal)
        covers: Covers = "file" if end == len(self._data) else "part"
        signature = Signature(name, **asdict(verdict), covers=covers)
        if not verdict.intact:
            return signature, [_altered(number)]
        if covers == "file":
            return signature, list(_untrusted(number, verdict.trusted))
        told = Sentence("第{number}个电子签名之后文件又加了内容，没有核验。", number=number)
        return replace(signature, intact=None), [Finding("warning", "", UNVERIFIED, told)]

    def _verified(self, name: str, number: int, reference: Any) -> tuple[Signature, list[Finding]]:
        """A signature that pyHanko verifies. Raises ``_UnknownError`` for one of another kind."""
        from pyhanko.sign.validation import EmbeddedPdfSignature

        if _at(reference.get_object()["/V"], "/SubFilter") not in KINDS:
            raise _UnknownError
        embedded = EmbeddedPdfSignature(self._reader, reference.get_object(), name)
        if len(embedded.pkcs7_content) > LARGEST or len(embedded.signed_data["certificates"]) > MOST_CERTIFICATES:
            raise ValueError
        made = _Made(embedded)
        is_sound = made.is_sound()
        covers = self._covers(embedded) if is_sound else "part"
        signature = replace(made.signature(name), intact=is_sound and covers != "part", covers=covers)
        if not is_sound:
            return signature, [_altered(number)]
        if covers == "part":
            told = Sentence("第{number}个电子签名已失效：签了以后文件又改动过，不能作数。", number=number)
            return signature, [Finding("error", "", BROKEN, told)]
        trusted = made.is_trusted(self._trust.roots, signature, self._reader) if self._trust.roots else None
        return replace(signature, trusted=trusted), [*made.doubts(number, signature), *_untrusted(number, trusted)]

    def _covers(self, embedded: Any) -> Covers:
        """How much of the file a signature covers; what was added since may be further signatures only."""
        from pyhanko.sign.validation.status import SignatureCoverageLevel

        embedded.compute_integrity_info(skip_diff=not self._is_strict)
        if embedded.coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return "file"
        found = embedded.summarise_integrity_info()
        fields = {name for name, _, _ in self._fields}
        is_allowed = self._is_strict and bool(found["docmdp_ok"])
        return "earlier" if is_allowed and _adds_only(found["diff_result"], fields) else "part"


def _adds_only(found: Any, fields: set[str]) -> bool:
    """True where nothing differs but these fields, and what belongs to signatures."""
    from pyhanko.sign.diff_analysis import ModificationLevel

    is_filling = found.modification_level.value <= ModificationLevel.FORM_FILLING.value
    return is_filling and set(found.changed_form_fields) <= fields


class _Made:
    """How a signature was made: by whom, when, and over what."""

    def __init__(self, embedded: Any) -> None:
        self._embedded, self._info = embedded, embedded.signer_info
        if embedded.md_algorithm not in DIGESTS:
            raise _UnknownError
        self._certificate = embedded.signer_cert

    def is_sound(self) -> bool:
        """True where the signature is that of this certificate over the bytes that it names."""
        content = self._embedded.signed_data["encap_content_info"]
        return content["content_type"].native == "data" and _is_sound(
            self._info, self._certificate, "data", self._embedded.compute_digest()
        )

    def signature(self, name: str) -> Signature:
        """What the signature says of itself."""
        subject, issuer = self._certificate.subject.native, self._certificate.issuer.native
        return Signature(
            name,
            signer=_first(subject, "common_name"),
            organisation=_first(subject, "organization_name"),
            issuer=_first(issuer, "common_name") or _first(issuer, "organization_name"),
            serial=f"{self._certificate.serial_number:x}"[:LONGEST_NAME],
            signed_at=self._embedded.self_reported_timestamp,
            stamped_at=next((at for at in self._stamps if at), None),
        )

    @cached_property
    def _stamps(self) -> list[dt.datetime | None]:
        """The times of the time stamps; ``None`` for one that is none of this signature."""
        return [
            _stamped(token["content"], self._info)
            for attribute in self._info["unsigned_attrs"] or ()
            if attribute["type"].native == "signature_time_stamp_token"
            for token in attribute["values"]
        ]

    def doubts(self, number: int, signature: Signature) -> Iterator[Finding]:
        """What speaks against a signature that is intact."""
        at = signature.stamped_at or signature.signed_at
        if at is not None and not self._certificate.not_valid_before <= at <= self._certificate.not_valid_after:
            told = Sentence("第{number}个电子签名的时间不在证书的有效期之内。", number=number)
            yield Finding("warning", "", "signature.expired", told)
        if None in self._stamps:
            told = Sentence("第{number}个电子签名的时间戳已损坏，不能作数。", number=number)
            yield Finding("warning", "", "signature.stamp", told)

    def is_trusted(self, roots: tuple[bytes, ...], signature: Signature, reader: Any) -> bool:
        """True where the certificate may sign, and followed from one of these roots when it signed."""
        use = self._certificate.key_usage_value
        at = signature.stamped_at or signature.signed_at
        if at is None or (use is not None and not USES & use.native):
            return False
        return _follows(self._certificate, self._embedded.other_embedded_certs, roots, at, reader)


def _is_sound(info: Any, certificate: Any, kind: str, digest: bytes) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    if info["digest_algorithm"]["algorithm"].native not in DIGESTS:
        raise _UnknownError
    return all(validate_sig_integrity(info, certificate, kind, digest))


def _stamped(token: Any, info: Any) -> dt.datetime | None:
    """The time of a time stamp; ``None`` where it is none of this signature."""
    import hashlib

    from pyhanko.sign.general import extract_certificate_info, extract_signer_info

    try:
        content, maker = token["encap_content_info"]["content"], extract_signer_info(token)
        stated = content.parsed
        imprint = stated["message_imprint"]
        names = [of["algorithm"].native for of in (imprint["hash_algorithm"], maker["digest_algorithm"])]
        if not DIGESTS.issuperset(names):
            return None
        of_signature, of_stamp = (
            hashlib.new(name, data).digest()
            for name, data in zip(names, (info["signature"].native, bytes(content)), strict=True)
        )
        certificate = extract_certificate_info(token).signer_cert
        is_its_own = of_signature == imprint["hashed_message"].native
        at: dt.datetime = stated["gen_time"].native
        return at if is_its_own and _is_sound(maker, certificate, "tst_info", of_stamp) else None
    except Exception:  # noqa: BLE001 - as above
        return None


def _follows(certificate: Any, others: list[Any], roots: tuple[bytes, ...], at: dt.datetime, reader: Any) -> bool:
    """True where a certificate followed from one of these roots at a time, by all that the file has of it."""
    from asn1crypto import x509
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.errors import NoDSSFoundError
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import PathError, ValidationError

    trusted = [x509.Certificate.load(root) for root in roots]
    stated: dict[str, Any] = {"trust_roots": trusted, "moment": at, "retroactive_revinfo": True}
    try:
        context = DocumentSecurityStore.read_dss(reader).as_validation_context(stated)
    except NoDSSFoundError:
        context = ValidationContext(**stated)
    validator: Any = CertificateValidator(certificate, intermediate_certs=others, validation_context=context)
    try:  # a thread has no loop of its own yet, whoever asks
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, validator.async_validate_usage(set())).result()
    except (PathError, ValidationError):
        return False
    return True


def _altered(number: int) -> Finding:
    told = Sentence("第{number}个电子签名已失效：签过的内容改动过，不能作数。", number=number)
    return Finding("error", "", BROKEN, told)


def _untrusted(number: int, trusted: bool | None) -> Iterator[Finding]:
    if trusted is False:
        told = Sentence("第{number}个电子签名的证书不是由所信任的根证书签发的，或当时已经失效。", number=number)
        yield Finding("warning", "", "signature.untrusted", told)


def _first(name: Mapping[str, Any], part: str) -> str | None:
    """A part of the name of a certificate, the first where it has several; ``None`` where it has none."""
    found = name.get(part)
    return _shown(found[0] if isinstance(found, list) and found else found) or None


def _shown(text: Any) -> str:
    """A text of a stranger on one line, and not too long."""
    return " ".join(str(text or "").split())[:LONGEST_NAME]


def _shows(reference: Any) -> bool:
    """True for a field that shows something."""
    shown = _at(_at(reference.get_object(), "/AP"), "/N")
    return bool(getattr(shown, "data", b"").strip())


def _at(entries: Any, key: str) -> Any:
    """What stands under a key, which may be somewhere else in the file; ``None`` where nothing does."""
    return entries[key] if isinstance(entries, dict) and key in entries else None
