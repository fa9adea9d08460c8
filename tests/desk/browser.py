"""A real browser on a real desk: the machine's Chromium, and ``hjforms serve`` in a process of its own.

Tests that use ``browser`` or ``page`` are skipped where there is no Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support import ROOT

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
"""The fonts that come along and no others: a page looks alike on every machine."""
CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 180_000
"""How long something that happens may take at most, on a machine that has much else to do."""
SCREEN = {"width": 1366, "height": 768}


@contextmanager
def served(*arguments: str | Path, **environment: str) -> Iterator[str]:
    """A desk on a free port; gives its address with the token."""
    command = [sys.executable, "-m", "hjforms", "serve", "--port", "0", *map(str, arguments)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_MS / 1000)


@pytest.fixture(scope="session")
def desk() -> Iterator[str]:
    """The address of a desk, with its token."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Chromium, without a window."""
    if CHROMIUM is None:
        pytest.skip("needs chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    home = tmp_path_factory.mktemp("browser")
    fonts = home / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=ROOT / "templates" / "fonts", cache=home / "cache"), "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS), env=environment)
        yield running
        running.close()


@contextmanager
def opened(browser: Any, desk: str, **options: Any) -> Iterator[Any]:
    """A page on which the desk has been opened; whatever a script complains of on it fails the test."""
    context = browser.new_context(viewport=SCREEN, locale="zh-CN", **options)
    context.set_default_timeout(PATIENCE_MS)
    shown = context.new_page()
    complaints: list[str] = []
    shown.on("pageerror", lambda error: complaints.append(str(error)))
    shown.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    shown.on("filechooser", lambda _: None)  # asked for later, it may be overtaken by the key that opens it
    try:
        shown.goto(desk)
        yield shown
    finally:
        context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Any, desk: str) -> Iterator[Any]:
    """A page on which the desk has been opened."""
    with opened(browser, desk) as shown:
        yield shown
