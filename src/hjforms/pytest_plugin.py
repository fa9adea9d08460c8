"""A fixture for the test suites of callers (pytest 插件): ``hjforms_golden(folder)`` fails with every difference.

It comes with the package, nothing has to be configured::

    def test_forms(hjforms_golden):
        hjforms_golden("tests/golden")
        hjforms_golden("tests/golden", "shandong/refund/worked")
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def hjforms_golden(tmp_path: Path) -> Callable[..., None]:
    """A function ``(folder, *only)`` that fails the test where a golden differs; pictures go to ``tmp_path``."""

    def check(folder: str | Path, *only: str) -> None:
        from hjforms import golden

        found = [item for case in golden.cases(Path(folder), only) for item in golden.check(case, tmp_path)]
        if found:
            lines = [f"{item.case} {item.file}: {line}" for item in found for line in item.lines]
            lines += [f"{item.case}: {item.picture}" for item in found if item.picture]
            pytest.fail("\n".join(["与金样不同：", *lines]), pytrace=False)

    return check
