"""Silence (静默): what libraries log of a file names nothing that a clerk can use, and may quote what stands in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def silence(*libraries: str) -> Iterator[None]:
    """Let nothing come of what these libraries log; each of their modules hands on to the log of its library."""
    logs, nowhere = [logging.getLogger(name) for name in libraries], logging.NullHandler()
    before = [log.propagate for log in logs]
    for log in logs:
        log.addHandler(nowhere)
        log.propagate = False
    try:
        yield
    finally:
        for log, was_handing_on in zip(logs, before, strict=True):
            log.propagate = was_handing_on
            log.removeHandler(nowhere)
