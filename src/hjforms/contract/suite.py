"""What ``pytest --hjforms-pack PACK`` runs: the contract with every form of that pack."""

from __future__ import annotations

import pytest

from hjforms.contract.forms import FormContract
from hjforms.pytest_plugin import PACK_OPTION


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell the tests which pack they are of."""
    if metafunc.cls is not None:
        metafunc.cls.pack = metafunc.config.getoption(PACK_OPTION)


class TestForms(FormContract):
    """The forms of the pack that the command line names."""
