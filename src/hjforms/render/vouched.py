"""Files with an office's key (密钥): the tag is put in when the file is there, of which it covers every byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hjforms.errors import InputError
from hjforms.wording import Sentence

if TYPE_CHECKING:
    from hjforms.keys import Key
    from hjforms.records.carried import Carried

NOWHERE = Sentence("密钥的标记写在随附的记录里：不附带记录的（--no-record、套打、合订的、一批的）不能用密钥。")


def tagged(data: bytes, carried: Carried | None, key: Key | None) -> bytes:
    """A file with the tag by a key in the record that it carries; without a key, as it is.

    Raises ``InputError`` where there is a key and no record.
    """
    if key is None:
        return data
    if carried is None:
        raise InputError(NOWHERE)
    from hjforms.template import whole

    return whole.tagged(data, carried, key)
