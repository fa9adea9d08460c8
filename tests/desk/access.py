"""What stands in the way of people who do not see the page, or have no mouse: axe-core on a page in the browser.

Skipped where its module is missing (``npm ci --prefix docs/page``, as ``.ci/run`` does).
"""

from __future__ import annotations

from typing import Any

import pytest

from support import ROOT

AXE = ROOT / "docs" / "page" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}


def barriers(page: Any) -> list[str]:
    """What axe-core finds serious on a page: the rule, and where."""
    if not AXE.exists():
        pytest.skip("needs axe-core: npm ci --prefix docs/page")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    return [
        f"{item['id']}: {node['target']}"
        for item in found["violations"]
        if item["impact"] in GRAVE
        for node in item["nodes"]
    ]
