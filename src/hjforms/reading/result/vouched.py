"""What an office's key says (密钥): which forms of a file the office made itself, for certain.

A file says for itself what stood in it, and anybody can write that. Only who has the key can write the tag of it. The
tag is of the record and of the digest of the whole file (``template.whole``). So the office made what a person sees
where the bytes of the file have that digest, or where the page draws what we draw (``ours.kept``) and writing its texts
anew gives it. Where neither is so, the tag still tells that the record is the office's, and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hjforms.findings import Finding
from hjforms.reading.file import clock
from hjforms.reading.ours.kept import Kept
from hjforms.reading.result.reading import Proof, Reading
from hjforms.template import whole
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.keys import Key
    from hjforms.records.carried import Carried

_TOLD: Mapping[Proof, Finding] = {
    "sealed": Finding(
        "warning",
        "",
        "key.sealed",
        Sentence("是本单位用这个密钥写出的；上面的签名、印章是后来加的，遮住或画上了什么，密钥不能证明，请看纸面。"),
    ),
    "resaved": Finding(
        "warning",
        "",
        "key.resaved",
        Sentence(
            "附带的记录是用本单位密钥写的，读出的与它相同；文件由别的程序另存过，栏目以外有没有添改，密钥不能证明。"
        ),
    ),
    "changed": Finding(
        "error",
        "",
        "key.changed",
        Sentence("附带的记录是用本单位密钥写的，但读出的与它不同：出表后改动过，或是把别的文件的记录放了进来。"),
    ),
    "none": Finding("error", "", "key.none", Sentence("没有本单位密钥的标记，不能确定是不是本单位出的。")),
    "other": Finding(
        "error", "", "key.other", Sentence("标记不是用这个密钥写的：是另一个密钥的，或是伪造、改动过的。")
    ),
}


def vouched(readings: Iterable[Reading], data: bytes, drawn: Mapping[int, Kept], key: Key) -> Iterator[Reading]:
    """The readings of a file with what a key says of each; ``drawn`` are the pages that draw what we draw."""
    digest = whole.digest_of(data)
    for reading in readings:
        proof = _proof(reading, digest, drawn, key)
        told = (_TOLD[proof],) if proof in _TOLD else ()
        yield replace(reading, proof=proof, findings=(*reading.findings, *told))


def _proof(reading: Reading, digest: str, drawn: Mapping[int, Kept], key: Key) -> Proof:
    written = reading.written
    if written is None or not written.tag:
        return "none"
    if not written.is_of(key):
        return "other"
    if written.file == digest:
        return "own"
    if written.file == _redrawn(reading, written, drawn):
        return "sealed" if any(drawn[place].is_sealed for place in _places(reading)) else "own"
    same = reading.form.id == written.form and reading.record.model_dump_json().encode() == written.text
    return "resaved" if same else "changed"


def _places(reading: Reading) -> list[int]:
    """The pages (from 0) on which the form has values."""
    return sorted({found.page - 1 for found in reading.fields.values()})


def _redrawn(reading: Reading, written: Carried, drawn: Mapping[int, Kept]) -> str:
    """The digest of the file that we write of the pages of a form; empty where they do not draw what we draw."""
    places = _places(reading)
    if not places or not all(place in drawn for place in places):
        return ""
    chunks: list[bytes] = []
    clock.tick()
    pages, manner = [drawn[place].texts for place in places], drawn[places[0]].manner
    reading.form.redraw(reading.form.compiled, pages, written, chunks.append, {}, manner)
    return whole.digest_of(b"".join(chunks))
