"""An office's key (本单位密钥): by which its own papers and packages are known for certain (HMAC-SHA-256, RFC 2104).

A key file is text: 64 hex digits or more on a line. The first line is the key that is in use; further lines are those
that were in use before, by which what was made then is still known.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hjforms.errors import ArgumentError, InputError, given, reason
from hjforms.files import path_name, path_shown
from hjforms.wording import Sentence, named

SHORTEST = 32
"""How many bytes a key has at least."""
LARGEST_FILE = 2**16
OWN_EYES = 0o600
_DIGITS = re.compile(r"(?:[0-9A-Fa-f]{2})+")
TOO_SHORT = Sentence("密钥太短，至少要有 {least} 个字节；请用 hjforms key new 生成。", least=SHORTEST)


class Key:
    """The keys of an office, that in use first. They never appear in a message, nor where the object is shown."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) < SHORTEST for key in keys):
            raise InputError(TOO_SHORT)
        self._keys = tuple(keys)

    @classmethod
    def of(cls, stated: object) -> Key:
        """The key that a caller gives: the path of a key file (``str``, ``Path``), or its bytes.

        Raises ``InputError`` for a file that holds none and for a key of less than 32 bytes.
        """
        if isinstance(stated, Key):
            return stated
        if isinstance(stated, bytes | bytearray | memoryview):
            return cls([bytes(stated)])
        if isinstance(stated, str | os.PathLike):
            return cls.read(path_name(stated))
        raise ArgumentError(Sentence("key：应为密钥文件的路径，或密钥本身（bytes），{given}。", given=given(stated)))

    @classmethod
    def read(cls, path: str) -> Key:
        """The keys in a file."""
        try:
            with Path(path).open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError as error:
            told = Sentence("打不开（{reason}），请检查路径。", reason=reason(error))
            raise InputError(named(path_shown(path), told)) from None
        lines = data.decode("ascii", "replace").split() if len(data) <= LARGEST_FILE else [""]
        if not lines or not all(map(_DIGITS.fullmatch, lines)):
            told = Sentence("不是密钥文件：每行应是一个密钥，用十六进制数字写；请用 hjforms key new 生成。")
            raise InputError(named(path_shown(path), told))
        try:
            return cls([bytes.fromhex(line) for line in lines])
        except InputError:
            raise InputError(named(path_shown(path), TOO_SHORT)) from None

    def tag(self, *parts: bytes) -> str:
        """The HMAC-SHA-256 of these parts by the key in use, in hex; each part is told from the next by its length."""
        return _tag(self._keys[0], parts)

    def holds(self, tag: str, *parts: bytes) -> bool:
        """True where a tag is that of these parts by any of the keys; compared in constant time."""
        found = [hmac.compare_digest(_tag(key, parts).encode(), tag.encode()) for key in self._keys]
        return any(found)

    def __repr__(self) -> str:
        return "Key(…)"


def _tag(key: bytes, parts: Sequence[bytes]) -> str:
    made = hmac.new(key, digestmod="sha256")
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def write_new(target: str | Path) -> None:
    """Write a new key into a file that only its owner may read. Raises ``InputError`` where the file is there."""
    path = Path(path_name(target))
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, OWN_EYES)) as file:
            try:
                file.write(f"{secrets.token_hex(SHORTEST)}\n")
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError:
        raise InputError(named(str(path), Sentence("文件已经有了，请换个名称。"))) from None
    except OSError as error:
        raise InputError(named(str(path), Sentence("没有写成（{reason}）。", reason=reason(error)))) from None
