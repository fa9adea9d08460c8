"""The record that a file carries (随附记录): JSON beside the page, by which a later change to the page is known.

The page is what counts; the record only tells what stood there when we wrote it. One line of JSON holds the
form, the record and a digest of both::

    {"hjforms":1,"form":"shandong/refund","sha256":"9f86…","record":{"filled_on":…}}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from hjforms.errors import InputError
from hjforms.records import loading
from hjforms.records.base import Record

LARGEST = 2**20  # sixty years of an account have 30,000 bytes
MOST_OBJECTS = 2000  # rows and their parts
_FORMAT = re.compile(
    rb'\s*\{"hjforms":1,"form":"([a-z0-9/@-]+)","sha256":"([0-9a-f]{64})","record":(\{.*\})\}\s*', re.DOTALL
)


class DamagedRecordError(Exception):
    """A carried record that is not as we wrote it."""


@dataclass(frozen=True)
class Carried:
    """The record of a form as JSON text."""

    form: str
    text: bytes

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
        return b'{"hjforms":1,"form":"%b","sha256":"%b","record":%b}' % (
            self.form.encode(),
            digest.encode(),
            self.text,
        )

    @classmethod
    def load(cls, data: bytes) -> Carried:
        """What ``dump`` wrote. Raises ``DamagedRecordError`` for anything else."""
        found = _FORMAT.fullmatch(data) if len(data) <= LARGEST else None
        if not found:
            raise DamagedRecordError
        carried = cls(found[1].decode(), found[3])
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
