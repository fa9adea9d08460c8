"""What stands in a package (归档包的内容): its files, the manifest (清单) that lists them, and what seals that.

``manifest.json`` names every other file with its size and digests; ``manifest.sum`` has the digests of the manifest,
and the tag of an office's key where there is one. Both are the same bytes for the same contents::

    manifest.json  manifest.sum  history.json
    records/01-shandong-refund.json   papers/01-shandong-refund.pdf   received/01.pdf
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from hjforms.errors import DependencyMissing
from hjforms.records.loading import json_bytes
from hjforms.wording import Sentence

VERSION = 1
MANIFEST, SUM, HISTORY = "manifest.json", "manifest.sum", "history.json"
MARK = "hjforms-archive"
PURPOSE = b"hjforms archive 1"
"""What a tag by a key is of, beside the manifest."""
HMAC = "hmac-sha256"
SHA256, SM3 = "sha256", "sm3"
LARGEST_MANIFEST = 16 * 2**20
MOST_FILES = 10_000
LARGEST_FILE = 512 * 2**20
LARGEST_WHOLE = 2 * 2**30
_NAME = re.compile(r"(?:(?:records|papers|received)/)?[a-z0-9][a-z0-9_.@-]{0,120}")
_HEX = re.compile("[0-9a-f]{64}")
NO_SM3 = Sentence(
    "这台电脑的 Python 算不了国密 SM3 摘要（OpenSSL 没有这一项）；请安装 cryptography（pip install cryptography）。"
)


class Hash(Protocol):
    """A digest in the making."""

    def update(self, data: bytes, /) -> None:
        """Take more."""

    def hexdigest(self) -> str:
        """The digest so far, in hex."""


class _OtherSm3:
    """SM3 (GB/T 32905-2016) by cryptography, where OpenSSL of Python has none."""

    def __init__(self) -> None:
        from cryptography.hazmat.primitives import hashes

        self._hash = hashes.Hash(hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()


def sm3() -> Hash:
    """A digest by SM3. Raises ``DependencyMissing`` where no library of this machine makes one."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        pass
    try:
        return _OtherSm3()
    except Exception:  # noqa: BLE001 - not installed, or its own OpenSSL has none either
        raise DependencyMissing(NO_SM3) from None


@dataclass(frozen=True)
class Listed:
    """A file of a package: its name, size and digests; of a paper, the name of the file with its record."""

    name: str
    size: int
    sha256: str
    sm3: str
    record: str = ""

    @classmethod
    def of(cls, name: str, data: bytes, record: str = "") -> Listed:
        """A file of this content."""
        chinese = sm3()
        chinese.update(data)
        return cls(name, len(data), hashlib.sha256(data).hexdigest(), chinese.hexdigest(), record)

    @property
    def is_paper(self) -> bool:
        """True for a form on paper that has to read as its record."""
        return bool(self.record)


class NoManifestError(Exception):
    """A text that is not as a manifest is written."""


def dump(files: Mapping[str, Listed]) -> bytes:
    """The manifest of these files, by their names."""
    listed = [{key: value for key, value in asdict(file).items() if value != ""} for file in files.values()]
    return json_bytes({MARK: VERSION, "files": listed})


def load(data: bytes) -> dict[str, Listed]:
    """The files of a manifest. Raises ``NoManifestError`` where it is to the byte not as ``dump`` writes it."""
    try:
        stated = json.loads(data)
        files = [Listed(**item) for item in stated["files"]]
        found = {file.name: file for file in files}
        is_well = len(found) == len(files) and all(map(_is_well, files)) and dump(found) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NoManifestError from None
    if not is_well or any(file.record and file.record not in found for file in files):
        raise NoManifestError
    return found


def _is_well(file: Listed) -> bool:
    texts = (file.name, *filter(None, (file.record,)))
    digests = (file.sha256, file.sm3)
    return (
        all(isinstance(text, str) and _NAME.fullmatch(text) for text in texts)
        and all(isinstance(digest, str) and _HEX.fullmatch(digest) for digest in digests)
        and isinstance(file.size, int)
        and not isinstance(file.size, bool)
        and file.size >= 0
        and file.name not in {MANIFEST, SUM}
    )


def sums(manifest: bytes, tag: str = "") -> dict[str, str]:
    """What ``manifest.sum`` says: the digests of a manifest by their names, and the tag by a key."""
    of_manifest = Listed.of(MANIFEST, manifest)
    found: dict[str, Any] = {SHA256: of_manifest.sha256, SM3: of_manifest.sm3}
    return found | ({HMAC: tag} if tag else {})


def dump_sums(stated: Mapping[str, str]) -> bytes:
    """The text of ``manifest.sum``: a line for each."""
    return "".join(f"{name} {value}\n" for name, value in stated.items()).encode()


def load_sums(data: bytes) -> dict[str, str]:
    """What ``manifest.sum`` says. Raises ``NoManifestError`` where it is not as ``dump_sums`` writes it."""
    lines = [line.split(" ") for line in data.decode("ascii", "replace").splitlines()]
    if any(len(line) != 2 for line in lines):
        raise NoManifestError
    found = dict(lines)
    names = (SHA256, SM3, HMAC)
    if tuple(found) not in {names, names[:2]} or not all(map(_HEX.fullmatch, found.values())):
        raise NoManifestError
    if dump_sums(found) != data:
        raise NoManifestError
    return found
