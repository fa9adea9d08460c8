"""Keys (签名密钥): the certificate and private key of who signs, from a PKCS#12 or PEM file."""

from __future__ import annotations

import datetime as dt
import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, cast

from hjforms.errors import ArgumentError, DependencyMissing, Fault, InputError
from hjforms.files import content
from hjforms.seals import MISSING, NEEDED, PEM, certificates_in
from hjforms.wording import Said, Sentence

NO_KEY = Sentence("不是密钥文件：应为 PKCS#12（.p12、.pfx）或 PEM。")
EMPTY = Sentence("密钥文件里没有私钥，或没有它的证书。")
WRONG = Sentence("密钥文件的密码不对，或文件已损坏。")
NEEDS_PASSWORD = Sentence("密钥文件有密码，请给出密码。")
NEEDS_CERTIFICATE = Sentence("PEM 密钥要同时给出证书文件。")
NOT_ITS_OWN = Sentence("证书不是这个密钥的。")
OTHER_KIND = Sentence("密钥的算法不能用来签名，请用 RSA、ECDSA 或 Ed25519；国密请用密码模块。")


def require() -> None:
    """Raise ``DependencyMissing`` where nothing can be signed on this machine."""
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise DependencyMissing(MISSING)


@dataclass(frozen=True)
class SigningKey:
    """A private key with its certificate and those that follow above it. It is never shown, nor pickled."""

    _signer: Any = field(repr=False)

    @classmethod
    def load(
        cls,
        key: bytes | str | Path,
        password: str | None = None,
        certificate: bytes | str | Path | None = None,
    ) -> Self:
        """The key in a PKCS#12 file, or in one of PEM beside that of its certificate (bytes or paths).

        The ``certificate`` file may hold those above it as well, its own first. Raises ``InputError`` for a wrong
        password, for files that are none, and for a certificate whose days are over; ``DependencyMissing`` without the
        extra ``sign``.
        """
        require()
        data = content(key)
        if PEM in data:
            private, own, others = _pem(data, password, certificate)
        else:
            private, own, others = _pkcs12(data, password)
        _check_days(own)
        return cls(_signer(private, own, others))

    @property
    def signer(self) -> Any:
        """What pyHanko signs with."""
        return self._signer

    def __reduce__(self) -> tuple[Any, ...]:
        raise ArgumentError(Sentence("签名密钥不能传给别的进程。"))


def _faulted(message: Said, code: str) -> InputError:
    return InputError(Fault("", message, code))


def _pkcs12(data: bytes, password: str | None) -> tuple[Any, Any, list[Any]]:
    from asn1crypto.pkcs12 import Pfx
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        if Pfx.load(data, strict=True)["version"].native != "v3":
            raise _faulted(NO_KEY, "key")
    except (ValueError, TypeError):
        raise _faulted(NO_KEY, "key") from None
    try:
        private, own, others = pkcs12.load_key_and_certificates(data, password.encode() if password else None)
    except ValueError:
        raise _faulted(WRONG if password else NEEDS_PASSWORD, "key.password") from None
    if private is None or own is None:
        raise _faulted(EMPTY, "key")
    return private, own, list(others)


def _pem(data: bytes, password: str | None, certificate: bytes | str | Path | None) -> tuple[Any, Any, list[Any]]:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private: Any = load_pem_private_key(data, password.encode() if password else None)
    except TypeError:  # a password that is not needed, or none where one is
        raise _faulted(NEEDS_PASSWORD if not password else WRONG, "key.password") from None
    except ValueError:
        raise _faulted(WRONG if password else NO_KEY, "key.password" if password else "key") from None
    found = content(certificate) if certificate is not None else data
    if certificate is None and b"CERTIFICATE" not in data:
        raise _faulted(NEEDS_CERTIFICATE, "key")
    own, *others = [x509.load_der_x509_certificate(one) for one in certificates_in(found)]
    if own.public_key() != private.public_key():
        raise _faulted(NOT_ITS_OWN, "key")
    return private, own, others


def _check_days(certificate: Any) -> None:
    """Raise ``InputError`` where today is none of the days of a certificate."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not first <= dt.datetime.now(dt.UTC) <= last:
        told = Sentence("证书的有效期是 {first} 至 {last}，今天不能用它签名。", first=first.date(), last=last.date())
        raise _faulted(told, "key.expired")


def _signer(private: Any, own: Any, others: list[Any]) -> Any:
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey):
        raise _faulted(OTHER_KIND, "key")
    key = keys.PrivateKeyInfo.load(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    certificate, *above = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (own, *others)]
    store: Any = cast("Any", SimpleCertificateStore)()
    store.register_multiple(above)
    return SimpleSigner(certificate, key, store)
