"""Calculations (计算): a case in, figures with their derivation out; every command that computes is one.

A calculation is a module of ``calculations/`` with a ``CALCULATION``; it is found by looking, registered nowhere.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from hjforms import naming
from hjforms.catalogue import CASE_MARK, FORM_MARK
from hjforms.errors import ArgumentError, Fault, InputError, given, spoken
from hjforms.findings import Finding
from hjforms.law.steps import Schedule, Step, as_json, explanation, plain, plain_figures
from hjforms.records import loading, rules, schema
from hjforms.records.base import Record, place, refuse_unread
from hjforms.records.relations import blanks
from hjforms.records.rules import Check, Rule
from hjforms.template.store import resource_folder
from hjforms.wording import Joined, Language, Said, Sentence, named, said


@dataclass(frozen=True)
class Outcome:
    """What a calculation gives: its figures by stable names, and what the clerk has to look at.

    Where a finding is an error, the figures that depend on it are not there. ``schedule`` has those of its figures that
    are printed as rows.
    """

    figures: Mapping[str, Step] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    schedule: Schedule | None = None

    def explanation(self) -> list[Said]:
        """The derivation of every figure (计算说明), line by line."""
        return list(explanation(*self.figures.values()))

    def as_dict(self, lang: Language = "zh") -> dict[str, Any]:
        """The outcome as JSON data: values, derivations, findings with their messages in a language."""
        lang = spoken(lang)
        data = {
            "figures": plain_figures(self.figures),
            "steps": {key: as_json(step) for key, step in self.figures.items()},
            "findings": [finding.as_dict(lang) for finding in self.findings],
        }
        if self.schedule is not None:
            rows = [[plain(cell.value) for cell in row] for row in (*self.schedule.rows, self.schedule.total)]
            data["schedule"] = {"title": self.schedule.title, "heads": list(self.schedule.heads), "rows": rows}
        return data


@dataclass(frozen=True)
class Breakdown:
    """Figures that an outcome has of several things (分项): ``account.due`` and ``funds.due`` of two stages.

    ``columns`` are their last steps with what is printed over them; the figure ``named`` is called as the ``thing``
    is. In lists every thing has a line of its own, under ``title``.
    """

    title: str
    thing: str
    named: str
    columns: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True)
class Calculation:
    """One calculation: what it is called, what law it serves, what it wants and what it does.

    ``required`` are paths that must not be blank; ``rules`` fill and check the case before ``run`` sees it.
    """

    name: str
    title: str
    article: str
    case_type: type[Record]
    run: Callable[[Any], Outcome]
    required: tuple[str, ...] = ()
    rules: tuple[Rule | Check, ...] = ()
    breakdown: Breakdown | None = None

    def example(self) -> str:
        """A case that runs, as JSON text."""
        return (resource_folder("examples") / "calculations" / f"{self.name}.json").read_text("utf-8")

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of its cases, as ``Form.schema`` is that of records: what ``load`` takes."""
        return {
            "$schema": schema.DIALECT,
            "$id": f"urn:hjforms:calculation:{self.name}",
            "title": self.title,
            "x-title-en": said(self.title).text("en"),
            "description": self.article,
            **schema.schema_of(self.case_type, self.rules, mark=CASE_MARK, required=self.required),
        }

    def load(self, source: str | Path | bytes | Mapping[str, Any]) -> Any:
        """The case in a JSON file, JSON text or mapping.

        Raises ``InputError`` that lists every fault and every field that is missing or unread.
        """
        case = loading.load(self.case_type, source, self.marks)
        self.demand(case)
        return case

    @property
    def marks(self) -> loading.Marks:
        """What the JSON of a case may say about itself, and what is wrong with it."""
        return {CASE_MARK: self._contradiction, FORM_MARK: _is_record}

    def demand(self, case: Any) -> None:
        """Raise ``InputError`` that lists every field that is missing or unread."""
        refuse_unread(case)
        missing = [
            Fault(path, named(place(self.case_type, path), Sentence("不能空白")), "required")
            for path in blanks(case, self.required)
        ]
        if missing:
            raise InputError(*missing)

    def _contradiction(self, stated: Any) -> Said | None:
        if stated == self.name:
            return None
        return Sentence("这份案例写明是计算 {stated}，不是 {wanted}，请核对。", stated=stated, wanted=self.name)

    def perform(self, case: Any) -> Outcome:
        """The outcome of a case; where its own figures contradict one another, only the findings.

        Raises ``InputError`` for a field that is unread: no figure may hang on it.
        """
        refuse_unread(case)
        findings = tuple(rules.check(case, self.rules))
        if any(finding.severity == "error" for finding in findings):
            return Outcome({}, findings)
        outcome = self.run(rules.complete(case, self.rules))
        return replace(outcome, findings=(*findings, *outcome.findings))


def _is_record(stated: Any) -> Said:
    return Sentence("这是表 {stated} 的记录，不是计算案例。", stated=stated)


def calculation(name: str) -> Calculation:
    """The calculation of this name (``overlap``). Raises ``InputError`` that lists the known names."""
    if not isinstance(name, str):
        raise ArgumentError(Sentence("计算的名称应为字符串，{given}。", given=given(name)))
    return _calculation(name)


@cache
def _calculation(name: str) -> Calculation:
    """The calculation of this name."""
    if name not in names():
        unknown = Sentence("没有这种计算：{name}。", name=name)
        all_of_them = Sentence("现有：{known}。", known=names())
        told = Joined(naming.with_guess(unknown, naming.is_it(name, names())), all_of_them)
        raise InputError(Fault("", told, "calculation.unknown"))
    found: Calculation = importlib.import_module(f"hjforms.calculations.{name.replace('-', '_')}").CALCULATION
    return found


@cache
def names() -> tuple[str, ...]:
    """The names of all calculations, found by looking into their folder."""
    import hjforms.calculations

    modules = pkgutil.iter_modules(hjforms.calculations.__path__)
    return tuple(sorted(module.name.replace("_", "-") for module in modules if not module.name.startswith("_")))
