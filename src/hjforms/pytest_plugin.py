"""For the test suites of callers (pytest 插件): the fixture ``hjforms_golden(folder)`` fails with every difference.

It comes with the package, nothing has to be configured::

    def test_forms(hjforms_golden):
        hjforms_golden("tests/golden")
        hjforms_golden("tests/golden", "shandong/refund/worked")

``pytest --hjforms-pack hebei`` runs what holds of every form (``hjforms.contract``) with those of a pack.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

PACK_OPTION = "--hjforms-pack"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names a pack."""
    group = parser.getgroup("hjforms")
    group.addoption(PACK_OPTION, metavar="PACK", help="run the contract of hjforms with every form of this pack")


def pytest_configure(config: pytest.Config) -> None:
    """Run the contract beside whatever else is run."""
    suite = str(Path(__file__).parent / "contract" / "suite.py")
    if config.getoption(PACK_OPTION) and suite not in config.args:
        config.args.append(suite)


@pytest.fixture
def hjforms_golden(tmp_path: Path) -> Callable[..., None]:
    """A function ``(folder, *only)`` that fails the test where a golden differs; pictures go to ``tmp_path``."""

    def check(folder: str | Path, *only: str) -> None:
        from hjforms import golden

        found = [item for case in golden.cases(Path(folder), only) for item in golden.check(case, tmp_path)]
        if found:
            lines = [f"{item.case} {item.file}: {item.told}" for item in found]
            lines += dict.fromkeys(f"{item.case}: {item.picture}" for item in found if item.picture)
            pytest.fail("\n".join(["与金样不同：", *lines]), pytrace=False)

    return check
