"""The peers (同行), one module each.

They are loaded by name, so that the table can name one that is not installed.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def load(name: str) -> ModuleType | None:
    """The module of a peer, ``None`` where what it drives is not installed."""
    try:
        return import_module(f"bench.peers.{name}")
    except ImportError:
        return None
