"""Cases (案例) of a source, and what comes of each.

A case is a record, so the door reads it as it reads a form (``CaseForm``): from JSON, JSON Lines, or the columns of a
workbook. Whose case it is may stand beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from pydantic import create_model

from hjforms.calculation import Calculation, Outcome
from hjforms.catalogue import Form
from hjforms.errors import HjformsError
from hjforms.exchange import door
from hjforms.exchange.entry import Entry, Wanted
from hjforms.findings import Finding
from hjforms.records import loading
from hjforms.records.base import Part, Record, entry, leaves, part
from hjforms.records.kinds import CitizenId, Text
from hjforms.records.rules import value_at

NAME, IDENTITY = "person.name", "person.citizen_id"


class Whose(Record):
    """Whose case it is (人员); the calculation does not need it."""

    name: Text = entry("姓名", code="AAC003")
    citizen_id: CitizenId = entry("公民身份号码", code="AAC002")


class _Of(Record):
    person: Part[Whose] = part("人员")


@dataclass(frozen=True)
class CaseForm(Form):
    """The cases of a calculation as records of a form that nobody draws."""

    calculation: Calculation | None = None

    @property
    def marks(self) -> loading.Marks:
        """What the JSON of a case may say about itself."""
        assert self.calculation is not None
        return self.calculation.marks

    @property
    def use_of_list(self) -> str:
        """What a list of cases is given to."""
        return f"hjforms {self.id} 名单.xlsx -o 结果.xlsx"


@cache
def case_form(calculation: Calculation) -> CaseForm:
    """The cases of a calculation, with whose they are."""
    case_type = calculation.case_type
    if not any(path.endswith(NAME) for path in leaves(case_type)):
        case_type = cast("type[Record]", create_model(f"{case_type.__name__}Of", __base__=(case_type, _Of)))
    return CaseForm(
        calculation.name,
        calculation.title,
        calculation.article,
        "source",
        dt.date.min,
        case_type,
        calculation.rules,
        calculation=calculation,
    )


@dataclass(frozen=True)
class Result:
    """What came of a case: its outcome, or an entry with faults."""

    entry: Entry
    outcome: Outcome | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the clerk has to look at."""
        return self.outcome.findings if self.outcome else ()

    @property
    def is_faulty(self) -> bool:
        """True where something is wrong with the case."""
        return bool(self.entry.faults) or any(finding.severity == "error" for finding in self.findings)

    def who(self, path: str) -> str:
        """The name or the citizen id of the person whose case it is; empty where it does not say."""
        record, form = self.entry.record, self.entry.form
        if record is None or form is None:
            stated: Any = self.entry.data or {}
            for step in path.split("."):
                stated = stated.get(step) if isinstance(stated, dict) else None
            return stated if isinstance(stated, str) else ""
        found = (value_at(record, leaf) for leaf in leaves(form.record_type) if leaf.endswith(path) and "*" not in leaf)
        return str(next(filter(None, found), ""))

    def as_dict(self) -> dict[str, Any]:
        """The result as JSON data."""
        outcome = self.outcome.as_dict() if self.outcome else {"figures": {}, "steps": {}, "findings": []}
        return {
            "origin": str(self.entry.origin),
            "person": {"name": self.who(NAME) or None, "citizen_id": self.who(IDENTITY) or None},
            **outcome,
            "faults": [fault.as_dict() for fault in self.entry.faults],
        }


def results(calculation: Calculation, source: str) -> Iterator[Result]:
    """What comes of every case of a source, in its order."""
    form = case_form(calculation)
    for found in door.opened(source, Wanted(form, (form,), form)):
        yield _result(calculation, found)


def _result(calculation: Calculation, found: Entry) -> Result:
    if found.faults:
        return Result(found)
    names = calculation.case_type.model_fields
    case = calculation.case_type.model_construct(**{name: found.record.__dict__[name] for name in names})
    try:
        calculation.demand(case)
        return Result(found, calculation.perform(case))
    except HjformsError as error:
        return Result(replace(found, faults=error.faults))
