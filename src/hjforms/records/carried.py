"""The record that a file carries (随附记录): JSON beside the page, by which a later change to the page is known.

The page is what counts; the record only tells what stood there when we wrote it. One line of JSON holds the
form, the record and a digest of both::

    {"hjforms":1,"form":"shandong/refund","sha256":"9f86…","record":{"filled_on":…}}

Anybody can make such a digest. Of an office that has a key (``keys``), a file says two things more: the digest of the
whole file but for these (``template.whole``), and by the key the tag of form, record and that digest::

    {"hjforms":1,"form":"shandong/refund","sha256":"9f86…","file":"6030…","hmac":"fd61…","record":{"filled_on":…}}
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from hjforms.errors import InputError
from hjforms.records import loading
from hjforms.records.base import Record

if TYPE_CHECKING:
    from hjforms.keys import Key

LARGEST = 2**20  # sixty years of an account have 30,000 bytes
MOST_OBJECTS = 2000  # rows and their parts
HEAD = (
    rb'\{"hjforms":1,"form":"([a-z0-9/@-]+)","sha256":"([0-9a-f]{64})",'
    rb'(?:"file":"([0-9a-f]{64})","hmac":"([0-9a-f]{64})",)?"record":'
)
"""What stands before a record: its form and its digest, that of the file, and the tag by a key."""
UNTAGGED = "0" * 64
"""What stands in the place of a digest of the file and of a tag until they are known."""
_PURPOSE = b"hjforms paper 1"
_FORMAT = re.compile(rb"\s*%b(\{.*\})\}\s*" % HEAD, re.DOTALL)


class DamagedRecordError(Exception):
    """A carried record that is not as we wrote it."""


@dataclass(frozen=True)
class Carried:
    """The record of a form as JSON text; with a key, the digest of the ``file`` that carries it and the ``tag``."""

    form: str
    text: bytes
    file: str = field(default="", compare=False)
    tag: str = field(default="", compare=False)

    @classmethod
    def of(cls, form: str, record: Record) -> Carried:
        """A record of the form of this id."""
        return cls(form, record.model_dump_json().encode())

    @property
    def digest(self) -> str:
        """The SHA-256 of form and record, in hex."""
        return sha256(b"%b\n%b" % (self.form.encode(), self.text)).hexdigest()

    def dump(self, digest: str) -> bytes:
        """What the file carries; ``digest`` is that of this record."""
        tagged = f'"file":"{self.file}","hmac":"{self.tag}",' if self.tag else ""
        return b'{"hjforms":1,"form":"%b","sha256":"%b",%b"record":%b}' % (
            self.form.encode(),
            digest.encode(),
            tagged.encode(),
            self.text,
        )

    @property
    def to_tag(self) -> Carried:
        """The same with room for a tag."""
        return replace(self, file=UNTAGGED, tag=UNTAGGED)

    @property
    def bare(self) -> Carried:
        """The same without a tag."""
        return Carried(self.form, self.text)

    def tagged(self, key: Key, file: str) -> Carried:
        """The same in a file of this digest, with the tag by a key."""
        return replace(self, file=file, tag=key.tag(*self._vouched(file)))

    def is_of(self, key: Key) -> bool:
        """True where the tag is by this key: an office that has it wrote this record into a file of this digest."""
        return key.holds(self.tag, *self._vouched(self.file))

    def _vouched(self, file: str) -> tuple[bytes, ...]:
        return _PURPOSE, self.form.encode(), self.text, file.encode()

    @classmethod
    def load(cls, data: bytes) -> Carried:
        """What ``dump`` wrote. Raises ``DamagedRecordError`` for anything else."""
        found = _FORMAT.fullmatch(data) if len(data) <= LARGEST else None
        if not found:
            raise DamagedRecordError
        form, _, file, tag, text = found.groups(b"")
        carried = cls(form.decode(), text, file.decode(), tag.decode())
        if carried.digest.encode() != found[2]:
            raise DamagedRecordError
        return carried

    def record(self, record_type: type[Record]) -> Record:
        """The record itself. Raises ``DamagedRecordError`` where it is none of this type, or of more rows than any."""
        if self.text.count(b"{") > MOST_OBJECTS:
            raise DamagedRecordError
        try:
            record: Record = loading.load(record_type, self.text)
        except InputError:
            raise DamagedRecordError from None
        return record
