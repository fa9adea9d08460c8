"""A desk to call in tests: its settings, a client that has opened it, one of a system, one of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from starlette.testclient import TestClient

from hjforms.desk.app import application
from hjforms.desk.settings import Bounds, Settings
from hjforms.pool import Limits

TOKEN = "a-token-that-nobody-guesses"
ORIGIN = "http://127.0.0.1:8420"
SETTINGS = Settings(TOKEN, (ORIGIN, "http://localhost:8420"), reading=Limits(seconds=60, workers=1))
CSRF = re.compile(r'<meta name="csrf" content="([0-9a-f]+)">')


def settings(**bounds: Any) -> Settings:
    return replace(SETTINGS, bounds=Bounds(**bounds))


@contextmanager
def stranger(of: Settings = SETTINGS) -> Iterator[TestClient]:
    """Somebody without the token."""
    with TestClient(application(of), base_url=ORIGIN, follow_redirects=False) as client:
        yield client


@contextmanager
def system(of: Settings = SETTINGS) -> Iterator[TestClient]:
    """A system that states the token in every call."""
    with stranger(of) as client:
        client.headers["Authorization"] = f"Bearer {of.token}"
        yield client


@contextmanager
def clerk(of: Settings = SETTINGS) -> Iterator[TestClient]:
    """A browser in which the address with the token was opened; ``client.csrf`` is what its pages know."""
    with stranger(of) as client:
        client.get("/", params={"token": of.token})
        client.csrf = CSRF.search(client.get("/").text)[1]  # type: ignore[attr-defined]
        yield client
