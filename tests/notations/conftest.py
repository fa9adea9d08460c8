"""What the tests of all notations share: a refusal says what and where, and keeps the value to itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from hjforms.errors import NotationError

Refusal = Callable[..., NotationError]


def _refusal(read: Callable[..., Any], text: str, *arguments: Any) -> NotationError:
    with pytest.raises(NotationError) as caught:
        read(text, *arguments)
    error = caught.value
    message = str(error)
    assert not any(text[start : start + 6] in message for start in range(len(text) - 5)), "the value leaks"
    assert re.match(r"[\u4e00-\u9fff]+：", message), "the message begins with the Chinese name of the notation"
    if error.position is not None:
        assert f"第{error.position + 1}个字" in message
        assert f"（U+{ord(text[error.position]):04X}）" in message
    return error


@pytest.fixture(scope="session")
def refusal() -> Refusal:
    """Read a text that must be refused, and return the error, known to be well formed and discreet."""
    return _refusal
