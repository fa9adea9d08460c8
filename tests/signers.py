"""Who signs in tests: an invented root, offices and persons under it, a time stamp authority, and a server of both."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from hjforms import SigningKey

PASSWORD = "一二三-secret"
FIRST, LAST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
OFFICE, HANDLER, ROOT_NAME = "示例市社会保险事业中心", "孙经办", "示例根证书"


@dataclass(frozen=True)
class Signer:
    """A certificate with its key, and the certificate of who issued it."""

    key: object
    certificate: x509.Certificate
    above: x509.Certificate

    @property
    def root(self) -> bytes:
        """The certificate of who issued it, as a file."""
        return self.above.public_bytes(Encoding.PEM)

    def p12(self, password: str = PASSWORD) -> bytes:
        """Its PKCS#12 file."""
        locked = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        return pkcs12.serialize_key_and_certificates(b"key", self.key, self.certificate, [self.above], locked)

    def pem(self, password: str = "") -> tuple[bytes, bytes]:
        """Its key and its certificate as PEM files."""
        locked = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        key = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
        return key, self.certificate.public_bytes(Encoding.PEM) + self.root

    @property
    def signing(self) -> SigningKey:
        """What it signs with."""
        return SigningKey.load(self.p12(), PASSWORD)


def named(name: str) -> x509.Name:
    parts = (NameOID.ORGANIZATION_NAME, "示例市"), (NameOID.COMMON_NAME, name)
    return x509.Name([x509.NameAttribute(kind, text) for kind, text in parts])


@cache
def root() -> Signer:
    """The invented root, which issues the others."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = named(ROOT_NAME)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, FIRST, LAST)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_use(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Signer(key, made, made)


def _use(**uses: bool) -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    more = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**dict.fromkeys((*names, *more), False) | uses)


@cache
def signer(
    name: str = OFFICE,
    first: dt.datetime = FIRST,
    last: dt.datetime = LAST,
    crl: str = "",
    kind: str = "ec",
    use: str = "content_commitment",
) -> Signer:
    """Somebody under the root; ``crl`` is where the list of what the root has revoked is found."""
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    builder = x509.CertificateBuilder(
        named(ROOT_NAME), named(name), key.public_key(), x509.random_serial_number(), first, last
    ).add_extension(_use(**{use: True}), critical=True)
    if use == "digital_signature" and kind == "rsa":
        stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamps, critical=True)
    if crl:
        place = x509.DistributionPoint([x509.UniformResourceIdentifier(crl)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([place]), critical=False)
    return Signer(key, builder.sign(root().key, hashes.SHA256()), root().certificate)


def authority(crl: str = "") -> Signer:
    """A time stamp authority under the root."""
    return signer("示例时间戳", crl=crl, kind="rsa", use="digital_signature")


def revoked(*serials: int) -> bytes:
    """The list of what the root has revoked."""
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateRevocationListBuilder(
        named(ROOT_NAME), now - dt.timedelta(hours=1), now + dt.timedelta(days=7)
    ).add_extension(x509.CRLNumber(1), critical=False)
    for serial in serials:
        entry = x509.RevokedCertificateBuilder(serial, now - dt.timedelta(days=1)).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(root().key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def server() -> Iterator[str]:
    """A server on this machine: ``/crl`` is the list of the root, anything else a time stamp authority."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer("application/pkix-crl", revoked())

        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer("application/timestamp-reply", stamper().request_tsa_response(asked).dump())

        def _answer(self, kind, data):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    served = HTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{served.server_port}"

    def stamper():
        made = authority(f"{url}/crl")
        key = made.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        certificates = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in (made.certificate, made.above)]
        return DummyTimeStamper(certificates[0], keys.PrivateKeyInfo.load(key), certificates[1:])

    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        yield url
    finally:
        served.shutdown()
        served.server_close()
        thread.join()
