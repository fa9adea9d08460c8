"""Keys: what a file of keys must be, and what is said of one that is none."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12

from hjforms import InputError, SigningKey
from hjforms.errors import ArgumentError, DependencyMissing
from hjforms.signing import keys
from signers import HANDLER, PASSWORD, root, signer


def code_of(*arguments):
    with pytest.raises(InputError) as caught:
        SigningKey.load(*arguments)
    [fault] = caught.value.faults
    return fault.code


def test_a_key_comes_from_pkcs12_and_from_pem_from_bytes_and_from_paths(tmp_path):
    made = signer()
    key, certificate = made.pem()
    (tmp_path / "office.p12").write_bytes(made.p12())
    locked, _ = made.pem(PASSWORD)
    for loaded in (
        SigningKey.load(made.p12(), PASSWORD),
        SigningKey.load(tmp_path / "office.p12", PASSWORD),
        SigningKey.load(made.p12("")),
        SigningKey.load(key, None, certificate),
        SigningKey.load(key + certificate),
        SigningKey.load(locked, PASSWORD, certificate),
    ):
        assert loaded.signer.signing_cert.serial_number == made.certificate.serial_number
        assert len(list(loaded.signer.cert_registry)) == 1


def test_what_is_no_key_is_refused_by_what_is_wrong_with_it():
    made = signer()
    key, certificate = made.pem()
    locked, _ = made.pem(PASSWORD)
    assert code_of(b"%PDF-1.7 is none") == "key"
    assert code_of(b"") == "key"
    assert code_of(made.p12()[:200], PASSWORD) == "key"
    assert code_of(made.p12(), "wrong") == "key.password"
    assert code_of(made.p12()) == "key.password"
    assert code_of(locked) == "key.password"
    assert code_of(locked, "wrong", certificate) == "key.password"
    assert code_of(key) == "key"
    assert code_of(key, None, b"none") == "certificate"
    assert code_of(key, None, signer(HANDLER).pem()[1]) == "key"
    assert code_of(b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n") == "key"


def test_a_file_of_certificates_alone_is_no_key():
    only = pkcs12.serialize_key_and_certificates(None, None, None, [root().certificate], NoEncryption())
    assert code_of(only) == "key"


def test_an_algorithm_that_is_not_for_signing_is_refused():
    old = dsa.generate_private_key(1024)
    data = old.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert code_of(data, None, signer().pem()[1]) == "key"


def test_a_certificate_whose_days_are_over_or_not_yet_come_signs_nothing():
    yesterday, tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days) for days in (-1, 1))
    assert code_of(signer(last=yesterday).p12(), PASSWORD) == "key.expired"
    assert code_of(signer(first=tomorrow).p12(), PASSWORD) == "key.expired"


def test_a_key_is_never_shown_nor_handed_on():
    key = signer().signing
    assert repr(key) == "SigningKey()"
    with pytest.raises(ArgumentError):
        pickle.dumps(key)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr(keys, "NEEDED", ("no_such_package",))
    with pytest.raises(DependencyMissing, match=r"hjforms\[sign\]"):
        SigningKey.load(b"")
