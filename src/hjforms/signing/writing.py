"""Signing a file (签名): what is signed is kept to the byte, and the signature is added behind it.

Signatures are PAdES B-B (ETSI EN 319 142-1); B-T with a time stamp, and B-LT where whom the caller trusts is given as
well, so that all it takes to verify the certificates is put beside the signature. Those of a certified module are what
the module makes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hjforms.catalogue import forms
from hjforms.errors import ArgumentError, Fault, InputError, given
from hjforms.files import content
from hjforms.reading.file.signatures import BROKEN, LIBRARIES
from hjforms.reading.file.silence import silence
from hjforms.seals import SealModule, Trust
from hjforms.signing.keys import SigningKey, require
from hjforms.signing.look import Seal, look_of
from hjforms.signing.places import place_in
from hjforms.wording import Sentence

HEAD = 1024
NOT_PDF = Sentence("只能签 PDF 文件。")
ALREADY_BROKEN = Sentence("文件已有的电子签名已经失效（文件改动过），不能再签，请取得原来的文件。")


def sign(
    data: bytes | str | Path,
    by: SigningKey | SealModule,
    *,
    slot: str | None = None,
    page: int | None = None,
    seal: Seal | None = None,
    timestamp: str | None = None,
    trust: Trust | None = None,
) -> bytes:
    """A PDF file (bytes or its path) with one more signature, by a key or by a certified module.

    It stands in the cell where the office seals, or in the ``slot`` that is named by path or label
    (``signoff.handler``, 经办人); in a file of several forms on the ``page`` (from 1). A ``seal`` is what is seen of
    it; without one, nothing is. ``timestamp`` is the URL of a time stamp server (RFC 3161); with ``trust`` beside it,
    what proves the certificates is fetched and put into the file.

    Raises ``InputError`` where the place is not known or a signature that is there is broken, ``DocumentError`` for a
    file that cannot be read, ``DependencyMissing`` without the extra ``sign``.
    """
    from hjforms.reading.result.document import read_all

    require()
    _check(by, seal, timestamp, trust)
    file = content(data)
    if b"%PDF-" not in file[:HEAD]:
        raise InputError(Fault("", NOT_PDF, "signing"))
    readings = read_all(file, forms())
    if any(finding.rule == BROKEN for reading in readings for finding in reading.findings):
        raise InputError(Fault("", ALREADY_BROKEN, "signing"))
    place = place_in(readings, slot, page, is_seen=seal is not None)
    look = look_of(seal, place.cell, place.size) if place.cell else None
    from hjforms.signing.update import Update, UpdateError

    try:
        with silence(*LIBRARIES):
            update = Update(file, place, look)
            return update.by_key(by, timestamp, trust) if isinstance(by, SigningKey) else update.by_module(by)
    except UpdateError as error:
        raise InputError(Fault("", error.message, "signing")) from None


def _check(by: Any, seal: Any, timestamp: Any, trust: Any) -> None:
    """Raise ``ArgumentError`` for arguments that are none, ``InputError`` where they do not go together."""
    for name, value, kind in (
        ("by", by, SigningKey | SealModule),
        ("seal", seal, Seal | None),
        ("timestamp", timestamp, str | None),
        ("trust", trust, Trust | None),
    ):
        if not isinstance(value, kind):
            raise ArgumentError(Sentence("{name}：种类不对，{given}。", name=name, given=given(value)))
    if trust is not None and timestamp is None:
        raise InputError(Fault("", Sentence("可长期核验的签名要有时间戳，请给出时间戳服务器。"), "signing"))
    if timestamp is not None and not isinstance(by, SigningKey):
        raise InputError(Fault("", Sentence("密码模块的印章由模块自己加时间戳。"), "signing"))
    if timestamp is not None and not re.match(r"https?://", timestamp):
        raise InputError(Fault("", Sentence("时间戳服务器应是 http:// 或 https:// 开头的地址。"), "signing"))
