"""Importing (导入) at the pace of a short command: no garbage is looked for, and no plugins of libraries."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_SETTING, _FINDER = "PYDANTIC_DISABLE_PLUGINS", "pydantic.plugin._loader"


@contextmanager
def unwatched() -> Iterator[None]:
    """Import inside: nothing that is imported is garbage, and to look for it takes a tenth of a short command."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def without_plugins() -> None:
    """Let pydantic look for no plugins: it takes a tenth of a short command, and as much again to import what looks.

    So what looks is taken for it, where nobody has set otherwise. Another version that asks elsewhere finds none there.
    """
    if os.environ.setdefault(_SETTING, "__all__") == "__all__" and _FINDER not in sys.modules:
        finder = ModuleType(_FINDER, "No plugins.")
        vars(finder)["get_plugins"] = tuple
        sys.modules[_FINDER] = finder
