"""Remembered results (记忆): what a function gave for a key, looked up as fast as a dictionary is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(dict[Key, Value]):
    """The results of ``make`` by key, each made when it is first asked for; all are forgotten when they are ``most``.

    A key that is known costs a third of a call of a function under ``lru_cache``.
    """

    def __init__(self, make: Callable[[Key], Value], most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, key: Key) -> Value:
        value = self._make(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
