"""The licences of all that is installed with hjforms are told in docs/licences.md, as the packages state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support import ROOT

TEXT = (ROOT / "docs" / "licences.md").read_text("utf-8")
TOLD = dict(re.findall(r"^\| ([\w.-]+) \| ([^|]+?) \|", TEXT, re.MULTILINE))
ELSEWHERE = {"package", "---", "colorama"}  # the head of the table, and what only Windows needs
FAMILIES = {"MIT", "BSD", "APACHE", "LGPL", "PSF"}


def needed(name: str, seen: set[str]) -> Iterator[str]:
    """A package and all that it needs, by the names that the registry gives them."""
    if canonicalize_name(name) in seen:
        return
    seen.add(canonicalize_name(name))
    yield name
    for line in distribution(name).requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield from needed(requirement.name, seen)


PACKAGES = sorted(set(needed("hjforms", set())) - {"hjforms"})


def families(text: str) -> set[str]:
    words = text.upper().replace("LESSER GENERAL PUBLIC", "LGPL").replace("PYTHON SOFTWARE FOUNDATION", "PSF")
    return {family for family in FAMILIES if re.search(rf"(?<![A-Z]){family}", words)}


def stated(name: str) -> str:
    """What a package says of its licence."""
    data = distribution(name).metadata
    classifiers = [line for line in data.get_all("Classifier") or () if line.startswith("License ::")]
    return " ".join(filter(None, [data.get("License-Expression"), (data.get("License") or "")[:200], *classifiers]))


@pytest.mark.parametrize("name", PACKAGES)
def test_the_licence_of_a_package_is_told(name):
    told = {canonicalize_name(package): licence for package, licence in TOLD.items()}[canonicalize_name(name)]
    assert families(told) == families(stated(name))
    assert "AGPL" not in stated(name).upper()


def test_nothing_is_told_that_is_not_needed():
    told = {canonicalize_name(name) for name in TOLD.keys() - ELSEWHERE}
    assert told == {canonicalize_name(name) for name in PACKAGES}


def test_what_is_under_the_lgpl_is_named():
    lgpl = [name for name in PACKAGES if "LGPL" in families(stated(name))]
    assert lgpl
    assert all(f"**{name}**" in TEXT for name in lgpl)
