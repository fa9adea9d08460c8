"""Settings of the desk (设置): where it listens, who may call, and how much at once."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hjforms.pool import Limits

if TYPE_CHECKING:
    from hjforms.keys import Key

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""The addresses that nobody reaches from another machine."""


@dataclass(frozen=True)
class Bounds:
    """How much callers may ask of the desk.

    ``body`` is the largest request in bytes, ``body_s`` the time in seconds in which it has to arrive, ``answer_s``
    that for an answer. ``parallel`` requests are answered at once, ``waiting`` files wait for a process that reads.
    ``per_second`` requests of one address are let in, ``burst`` at once; ``wrong_tokens`` are counted apart, a minute.
    """

    body: int = 32 * 2**20
    body_s: float = 30.0
    answer_s: float = 120.0
    parallel: int = 64
    waiting: int = 32
    per_second: float = 1000.0
    burst: int = 2000
    wrong_tokens: int = 20


@dataclass(frozen=True)
class Settings:
    """Settings of one desk.

    ``token`` opens it. ``origins`` are the addresses by which browsers and systems reach it
    (``http://127.0.0.1:8420``), the first of them the one that is told; a request by any other is refused. Papers that
    carry their record bear the tag of the office's ``key``.
    """

    token: str = field(repr=False)
    origins: tuple[str, ...]
    book: Path | None = None
    key: Key | None = None
    bounds: Bounds = Bounds()
    reading: Limits = field(default_factory=lambda: Limits(seconds=60.0))

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The values of the header ``Host`` that are ours."""
        return frozenset(origin.partition("://")[2] for origin in self.origins)

    @property
    def cookie(self) -> str:
        """The name of the cookie; two desks on one machine share its address, and must not share that."""
        return "hjforms_" + self.origins[0].rpartition(":")[2].strip("/")

    @cached_property
    def session(self) -> str:
        """What the cookie says: it follows from the token, and does not tell it."""
        return self._secret("session")

    @cached_property
    def csrf(self) -> str:
        """What a page of ours says in every call that changes something, and no other page knows."""
        return self._secret("csrf")

    def _secret(self, purpose: str) -> str:
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()
