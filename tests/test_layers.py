"""The layers of the package, as pyproject.toml draws them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from support import ROOT


def test_every_module_knows_only_what_stands_below_it():
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def contracts() -> dict[str, dict]:
    """The contracts of pyproject.toml by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["name"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def modules() -> set[str]:
    """Every module and package that stands directly in ``hjforms``."""
    folder = ROOT / "src" / "hjforms"
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {f"hjforms.{name}" for name in packages | {path.stem for path in folder.glob("*.py")} - {"__init__"}}


def test_no_module_stands_outside_the_layers():
    layers = contracts()["Layers: a module knows only what stands below it"]["layers"]
    assert {module.strip() for layer in layers for module in layer.split("|")} == modules()


def test_no_module_is_left_out_of_the_contract_about_the_facade():
    [about_facade] = [contract for contract in contracts().values() if contract.get("forbidden_modules") == ["hjforms"]]
    assert set(about_facade["source_modules"]) == modules()


def test_the_page_about_reading_names_every_module_in_its_room():
    page = (ROOT / "docs" / "reading-inside.md").read_text("utf-8")
    folder = ROOT / "src" / "hjforms" / "reading"
    for room in ("file", "page", "ours", "others", "scan", "result"):
        said = page.partition(f"\n**{room}.**")[2].partition("\n\n")[0]
        names = {path.stem for path in (folder / room).rglob("*.py")} - {"__init__"}
        assert {name for name in names if f"`{name}`" not in said} == set()
