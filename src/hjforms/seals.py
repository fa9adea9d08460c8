"""Signatures and seals (电子签名、电子签章): what a file says of who signed it, and whom a caller trusts.

Nothing here computes: signatures are made and verified by pyHanko (the extra ``sign``), or by a certified module of the
caller's own, which is any object with the members of ``SealModule``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, Self, runtime_checkable

from hjforms.errors import ArgumentError, Fault, InputError, given
from hjforms.files import content
from hjforms.wording import Sentence

NEEDED = ("pyhanko", "pyhanko_certvalidator")
MISSING = Sentence(
    "电子签名要先装签名组件：pip install 'hjforms[sign]'；不联网的电脑加上 --no-index --find-links 离线安装包/wheels。"
)
PEM = b"-----BEGIN "
NO_CERTIFICATE = Sentence("不是证书文件（PEM 或 DER 的 X.509 证书）。")
Covers = Literal["file", "earlier", "part"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature (电子签名) in a file. What is not known is ``None``.

    ``signer``, ``organisation`` and ``issuer`` are names of the certificate, ``serial`` its number in hex. The signer
    states ``signed_at``, a time stamp proves ``stamped_at``.

    ``intact`` is true where what was signed is as it was signed, and nothing but further signatures was added since.
    It ``covers`` the whole ``file``, all that was there ``earlier`` than further signatures, or a ``part``.
    ``trusted`` says whether the certificate follows from one that the caller trusts; ``None`` where none was given.
    """

    field: str
    signer: str | None = None
    organisation: str | None = None
    issuer: str | None = None
    serial: str | None = None
    signed_at: dt.datetime | None = None
    stamped_at: dt.datetime | None = None
    intact: bool | None = None
    covers: Covers | None = None
    trusted: bool | None = None

    def as_dict(self) -> dict[str, Any]:
        """The signature as plain JSON data."""
        times = {"signed_at": self.signed_at, "stamped_at": self.stamped_at}
        return {**asdict(self), **{name: at and at.isoformat() for name, at in times.items()}}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a certified module says of a seal: whether it is that of the document, and of its certificate."""

    intact: bool
    signer: str | None = None
    organisation: str | None = None
    issuer: str | None = None
    serial: str | None = None
    signed_at: dt.datetime | None = None
    trusted: bool | None = None


@runtime_checkable
class SealModule(Protocol):
    """A certified module (密码模块) that seals and verifies by means of its own, such as SM2 with SM3.

    ``sub_filter`` is how a PDF names the seals that it makes; ``size`` the most bytes that one of them has. hjforms
    makes the place of the seal in the file, and gives the module all bytes of the file but those of the seal.
    """

    @property
    def sub_filter(self) -> str:
        """What the PDF says of the kind of the seal (``SubFilter``), in ASCII letters, digits, dots and underscores."""

    @property
    def size(self) -> int:
        """The most bytes that a seal has."""

    def seal(self, document: bytes) -> bytes:
        """The seal of a document, in whatever format its ``sub_filter`` means."""

    def verify(self, document: bytes, seal: bytes) -> Verdict:
        """What is to be said of a seal of a document; bytes of zero may follow the seal."""


@dataclass(frozen=True)
class Trust:
    """Whom a caller trusts: ``roots`` are certificates in DER, ``modules`` verify seals of their own kind."""

    roots: tuple[bytes, ...] = ()
    modules: tuple[SealModule, ...] = ()

    @classmethod
    def of(cls, *certificates: bytes | str | Path, modules: Sequence[SealModule] = ()) -> Self:
        """Trust in the certificates of files (PEM, with one or several, or DER; bytes or paths).

        Raises ``InputError`` for a file that holds none.
        """
        for module in modules:
            if not isinstance(module, SealModule):
                raise ArgumentError(Sentence("modules：应为密码模块（SealModule），{given}。", given=given(module)))
        return cls(tuple(root for data in certificates for root in certificates_in(content(data))), tuple(modules))


NOBODY = Trust()


def trust_of(value: object) -> Trust:
    """Whom a caller trusts: nobody where nothing is given. Raises ``ArgumentError`` for anything else."""
    if value is None:
        return NOBODY
    if not isinstance(value, Trust):
        raise ArgumentError(Sentence("trust：应为 Trust，{given}。", given=given(value)))
    return value


def certificates_in(data: bytes) -> list[bytes]:
    """The certificates in a file, in DER. Raises ``InputError`` where there is none."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(data) if PEM in data else [x509.load_der_x509_certificate(data)]
    except ValueError:
        raise InputError(Fault("", NO_CERTIFICATE, "certificate")) from None
    return [certificate.public_bytes(Encoding.DER) for certificate in found]
