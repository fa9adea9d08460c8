"""The update that signs (增量更新): what pyHanko adds behind a file, in which not a byte is changed.

Of the document itself nothing is rewritten, neither its metadata nor its version, so that an archive (PDF/A) stays what
it says it is.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from asn1crypto import x509
from pyhanko.pdf_utils.content import AppearanceContent, ResourceType
from pyhanko.pdf_utils.generic import DictionaryObject, pdf_name
from pyhanko.pdf_utils.images import pil_image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator import ValidationContext

from hjforms.seals import SealModule, Trust
from hjforms.signing.keys import SigningKey
from hjforms.signing.look import Look
from hjforms.signing.places import Place
from hjforms.wording import Said, Sentence

PREFIX = "hjforms-seal-"
LARGEST_SEAL = 2**20
_KIND = re.compile(r"[A-Za-z0-9._]{1,64}")
NOT_WRITABLE = Sentence("这个 PDF 文件的写法不能加签名，请另存或重新打印成 PDF 再签。")
NO_STAMP = Sentence("时间戳服务器没有给出可用的时间戳，没有签名；请检查地址和网络。")
NO_PROOF = Sentence("证书不能核验到所信任的根证书，或取不到吊销信息，做不成可长期核验的签名，没有签名。")
NO_MODULE = Sentence("密码模块写明的印章种类或大小不对，没有签名。")
TOO_LONG = Sentence("密码模块给出的印章比它写明的大，没有签名。")


class UpdateError(Exception):
    """A file to which no signature can be added, and why."""

    def __init__(self, message: Said) -> None:
        self.message = message
        super().__init__(message)


class Update:
    """A signature that is added to a file, in its place, with its look."""

    def __init__(self, file: bytes, place: Place, look: Look | None) -> None:
        self._place, self._look = place, look
        try:
            self._writer = _Writer(io.BytesIO(file))
            names = {name for name, *_ in enumerate_sig_fields(self._writer)}
        except (PdfError, ValueError, KeyError, TypeError, AttributeError):
            raise UpdateError(NOT_WRITABLE) from None
        self._name = next(name for number in range(1, 10**6) if (name := f"{PREFIX}{number}") not in names)

    def by_key(self, key: SigningKey, timestamp: str | None, trust: Trust | None) -> bytes:
        """The file signed with a key. Raises ``UpdateError`` where it cannot be."""
        meta = PdfSignatureMetadata(
            field_name=self._name,
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=trust is not None,
            validation_context=None if trust is None else _fetching(trust),
            signer_key_usage=set(),
        )
        signer = PdfSigner(
            meta,
            key.signer,
            timestamper=None if timestamp is None else HTTPTimeStamper(timestamp),
            stamp_style=_Style(self._look),
            new_field_spec=self._field,
        )
        try:  # a thread has no loop of its own yet, whoever asks
            with ThreadPoolExecutor(1) as thread:
                return bytes(thread.submit(signer.sign_pdf, self._writer).result().getvalue())
        except PdfError:
            raise UpdateError(NOT_WRITABLE) from None
        except Exception as error:  # whatever a server answers, or does not
            if trust is not None and isinstance(error, SigningError):
                raise UpdateError(NO_PROOF) from None
            if timestamp is not None:
                raise UpdateError(NO_STAMP) from None
            raise

    def by_module(self, module: SealModule) -> bytes:
        """The file with a seal of a module. Raises ``UpdateError`` where it cannot be, and what the module raises."""
        kind, size = module.sub_filter, module.size
        if not (isinstance(kind, str) and _KIND.fullmatch(kind) and isinstance(size, int) and 0 < size <= LARGEST_SEAL):
            raise UpdateError(NO_MODULE)
        now = dt.datetime.now(dt.UTC)
        value = PdfSignedData(pdf_name("/Sig"), timestamp=now, bytes_reserved=2 * size)
        value["/SubFilter"] = pdf_name(f"/{kind}")
        steps = PdfCMSEmbedder(self._field).write_cms(self._name, self._writer)
        next(steps)
        steps.send(SigObjSetup(value, appearance_setup=SigAppearanceSetup(_Style(self._look), now, None)))
        around, output = steps.send(SigIOSetup("sha256"))  # of the digest nothing is made: the module has its own
        file = output.getvalue()
        seal = module.seal(file[: around.reserved_region_start] + file[around.reserved_region_end :])
        if not isinstance(seal, bytes) or not 0 < len(seal) <= size:
            raise UpdateError(TOO_LONG)
        steps.send(seal)
        return bytes(output.getvalue())

    @property
    def _field(self) -> SigFieldSpec:
        """The field of the signature; without a cell it is nowhere on the page."""
        cell = self._place.cell
        return SigFieldSpec(
            self._name,
            on_page=self._place.page,
            box=cast("Any", self._look.box) if self._look else None,  # its boxes need not be whole
            readable_field_name=cell.label if cell else None,
        )


class _Writer(IncrementalPdfFileWriter):
    """What adds to a file, and leaves its metadata and its version as they are."""

    def _update_meta(self) -> None:
        pass

    def ensure_output_version(self, version: Any) -> None:
        """State no other version than the file does."""


class _Style(BaseStampStyle):
    """How pyHanko asks for a look."""

    _look: Look

    def __init__(self, look: Look | None) -> None:
        super().__init__()
        object.__setattr__(self, "_look", look)  # those of pyHanko are frozen

    def create_stamp(self, writer: Any, box: Any, _text_params: Any) -> Any:
        """What is shown in the field."""
        return _Shown(self._look, writer, box)


class _Shown(AppearanceContent):
    """A look as PDF draws it."""

    def __init__(self, look: Look, writer: Any, box: Any) -> None:
        super().__init__(writer, box)
        self._look = look

    def render(self) -> bytes:
        """The operators; what they name is kept beside them."""
        if self._look.image is not None:
            blend: Any = cast("Any", DictionaryObject)()
            blend["/BM"] = pdf_name("/Multiply")
            self.set_resource(ResourceType.EXT_G_STATE, pdf_name("/Blend"), blend)
            picture = pil_image(self._look.image, self._ensure_writer)
            self.set_resource(ResourceType.XOBJECT, pdf_name("/Picture"), picture)
        return self._look.operators.encode("ascii")


def _fetching(trust: Trust) -> ValidationContext:
    """What fetches all that proves certificates; without it there is no signature."""
    roots = [x509.Certificate.load(root) for root in trust.roots]
    return ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="require")
