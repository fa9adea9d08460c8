"""Packed streams (压缩): how a PDF file packs what is in it, undone as far as anybody wants to know.

Libraries are of different minds about data that is damaged, and some have no bounds. What is unpacked here is as much
as any of them would draw, up to a bound, however often it is packed and by whichever name the packing goes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

from hjforms.errors import DocumentError
from hjforms.wording import Sentence

_NAME = re.compile(rb"/(\w+)")
TOO_LARGE = Sentence("PDF 文件解压后大得不合常理，拒绝打开。")
MOST_BY_HAND = 4 * 2**20  # of data that no library unpacks for us: these ways of packing are old, and rare
_PIECE = 64  # bytes of damaged data that are tried at once
_LAST_WIDTH = 12  # bits of a code of LZW
_CLEAR, _END = 256, 257
_FOUR = re.compile(rb"z|[!-u]{1,5}")


def names_in(text: bytes) -> list[bytes]:
    """The filters that the entry ``Filter`` of a stream names, in the order in which they are undone."""
    return _NAME.findall(text)


def grows(names: Sequence[bytes]) -> bool:
    """True for filters that may make much of little; letters for bytes do not, nor does what packs pictures."""
    return any(name in GROWING for name in names)


def unpacked(data: bytes, names: Sequence[bytes], most: int) -> bytes:
    """The data of a stream that is packed by these filters, a little more than ``most`` bytes of it at most.

    A filter that is none of these packs pictures: then the data is as it is.
    """
    for name in names:
        unpack = FILTERS.get(name)
        if unpack is None:
            return data
        if name in BY_HAND and len(data) > MOST_BY_HAND:
            raise DocumentError(TOO_LARGE)
        data = unpack(data, most)
    return data


def _inflated(data: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(data, most + 1)
    except zlib.error:
        return _sound_part(data, most)


def _sound_part(data: bytes, most: int) -> bytes:
    """What can be unpacked of damaged data: pdfium draws that."""
    unpacker, found = zlib.decompressobj(), bytearray()
    try:
        for start in range(0, len(data), _PIECE):
            found += unpacker.decompress(data[start : start + _PIECE], most + 1)
            if len(found) > most:
                break
    except zlib.error:
        pass
    return bytes(found)


def _from_hex(data: bytes, most: int) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.partition(b">")[0][: 4 * most])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


def _from_base_85(data: bytes, most: int) -> bytes:
    found = bytearray()
    text = re.sub(rb"[^!-uz]", b"", data.removeprefix(b"<~").partition(b"~")[0])
    for group in _FOUR.finditer(text):
        if group[0] == b"z":
            found += bytes(4)
        else:
            number = 0
            for digit in group[0].ljust(5, b"u"):
                number = 85 * number + digit - 33
            found += (number & 0xFFFFFFFF).to_bytes(4)[: len(group[0]) - 1]
        if len(found) > most:
            break
    return bytes(found)


def _from_runs(data: bytes, most: int) -> bytes:
    found, place = bytearray(), 0
    while place < len(data) and data[place] != 128 and len(found) <= most:
        length = data[place]
        if length < 128:
            found += data[place + 1 : place + 2 + length]
            place += 2 + length
        else:
            found += data[place + 1 : place + 2] * (257 - length)
            place += 2
    return bytes(found)


def _from_codes(data: bytes, most: int) -> bytes:
    """LZW, whose codes grow from 9 to 12 bits."""
    found, table, width, before = bytearray(), list[bytes](), 9, b""
    bits = count = 0
    for byte in data:
        bits, count = bits << 8 | byte, count + 8
        if count < width:
            continue
        count -= width
        code, bits = bits >> count, bits & (1 << count) - 1
        if code == _END or len(found) > most:
            break
        if code == _CLEAR:
            table, width, before = [], 9, b""
            continue
        entry = _entry(code, table, before)
        if entry is None:
            break
        found += entry
        if before and len(table) + 258 < 1 << _LAST_WIDTH:
            table.append(before + entry[:1])
        before = entry
        width = min(_LAST_WIDTH, max(9, (len(table) + 259).bit_length()))
    return bytes(found)


def _entry(code: int, table: list[bytes], before: bytes) -> bytes | None:
    """What a code of LZW stands for; ``None`` for one that was not given out."""
    if code < _CLEAR:
        return bytes([code])
    if code - 258 < len(table):
        return table[code - 258]
    return before + before[:1] if code - 258 == len(table) and before else None


GROWING = frozenset({b"FlateDecode", b"Fl", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"})
BY_HAND = frozenset({b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL", b"ASCII85Decode", b"A85"})
FILTERS: dict[bytes, Callable[[bytes, int], bytes]] = {
    **dict.fromkeys((b"FlateDecode", b"Fl"), _inflated),
    **dict.fromkeys((b"LZWDecode", b"LZW"), _from_codes),
    **dict.fromkeys((b"ASCIIHexDecode", b"AHx"), _from_hex),
    **dict.fromkeys((b"ASCII85Decode", b"A85"), _from_base_85),
    **dict.fromkeys((b"RunLengthDecode", b"RL"), _from_runs),
}
