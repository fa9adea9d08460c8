"""The environment of this suite, the profiles of hypothesis, and the marks.

Tests see no font, language, time zone, setting or folder of the machine: what they are to see they name themselves.
``suite`` (the default) tries the same examples on every machine; ``HYPOTHESIS_PROFILE=fresh`` tries other ones,
as many, each time; ``HYPOTHESIS_PROFILE=search`` looks for new ones as long as it takes.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{home}/fonts</dir><cachedir>{home}/cache/fontconfig</cachedir></fontconfig>
"""
OWN = ("HJFORMS_", "LC_", "XDG_", "PYTHONUTF8", "PYTHONIOENCODING", "LANGUAGE", "COLUMNS", "NO_COLOR", "FORCE_COLOR")


def _bare_machine() -> None:
    """Make the environment that of a machine with nothing on it, for this process and those that it starts."""
    home = Path(tempfile.mkdtemp(prefix="hjforms-tests-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in ("fonts", "cache", "config", "data"):
        (home / name).mkdir()
    (home / "fonts.conf").write_text(NO_FONTS.format(home=home), "utf-8")
    for name in [name for name in os.environ if name.startswith(OWN)]:
        del os.environ[name]
    os.environ.update(
        HOME=str(home),
        XDG_CACHE_HOME=str(home / "cache"),
        XDG_CONFIG_HOME=str(home / "config"),
        XDG_DATA_HOME=str(home / "data"),
        FONTCONFIG_FILE=str(home / "fonts.conf"),
        LANG="C.UTF-8",
        LC_ALL="C.UTF-8",
        TZ="UTC",
    )
    time.tzset()


_bare_machine()

collect_ignore = ["consumers"]  # programs that are checked, and not run

SAME = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("suite", max_examples=50, derandomize=True, **SAME)
settings.register_profile("fresh", max_examples=50, print_blob=True, database=None, **SAME)
settings.register_profile("search", max_examples=1000, print_blob=True, **SAME)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests come first, so that no worker is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "office: runs LibreOffice, which takes some seconds")
    config.addinivalue_line("markers", "slow: takes more than five seconds; left out by -m 'not slow'")
    config.addinivalue_line("markers", "landing: proved with less, or elsewhere, by make test; .ci/run runs it")
