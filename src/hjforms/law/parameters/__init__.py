"""Parameters (参数): the figures of the law as dated data, one TOML file each, read once.

A file states ``name`` and ``unit``, and for every version ``first``, ``last`` (left out while it is in force),
``value``, ``source``, ``certainty`` and perhaps a ``note``. A figure that nobody has found is in no file: the caller
states it.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from hjforms.law.steps import Step
from hjforms.timeline import Timeline, Version


@cache
def parameter(name: str) -> Timeline[Any]:
    """The timeline of a parameter by the name of its file (``minimum-months``)."""
    data = tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)
    versions = (
        Version(
            version["first"],
            version.get("last"),
            version["value"],
            version["source"],
            version["certainty"],
            version.get("note", ""),
        )
        for version in data["version"]
    )
    return Timeline(data["name"], data["unit"], tuple(versions))


def names() -> tuple[str, ...]:
    """The names of all parameters."""
    return tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.toml")))


def figure(name: str, day: dt.date) -> Step:
    """The parameter in force on a day, as a step that carries its source. Raises ``NoRuleInForce``."""
    timeline = parameter(name)
    version = timeline.at(day)
    return Step(
        timeline.name,
        version.value,
        timeline.unit,
        source=version.source,
        certainty=version.certainty,
        note=version.note,
    )


def tariff(name: str, day: dt.date) -> dict[str, Step]:
    """Every entry of a parameter that is a table, by its key, as ``figure`` gives one. Raises ``NoRuleInForce``."""
    table = figure(name, day)
    return {key: replace(table, name=f"{table.name}（{key}）", value=value) for key, value in table.value.items()}
