"""Importing (导入) at the pace of a short command: the collector of garbage does not look on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unwatched() -> Iterator[None]:
    """Import inside: nothing that is imported is garbage, and to look for it takes a tenth of a short command."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
