"""Shapes (形状): the JSON Schemas of what the interface gives, for its description."""

from __future__ import annotations

from typing import Any

from hjforms.desk.service.operations import Schema

RECORD: Schema = {"$ref": "#/components/schemas/{record}"}
"""The record of the form, or the case of the calculation, of which an address is."""


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has all of these, and nothing else."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(of: Schema) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _shared(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
PARAMS: Schema = {"type": "object", "description": "the facts of the message, and further ones"}
FAULT = _object(code=TEXT, path=TEXT, pointer=TEXT, message=TEXT, found=MAYBE, params=PARAMS)
FINDING = _object(
    severity={"enum": ["error", "warning"]},
    code=TEXT,
    path=TEXT,
    pointer=TEXT,
    rule=TEXT,
    message=TEXT,
    expected=MAYBE,
    found=MAYBE,
    article=MAYBE,
    params=PARAMS,
)
PROBLEM: Schema = {
    **_object(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT, faults=_list(_shared("Fault"))),
    "additionalProperties": True,
    "description": "RFC 9457; a record whose findings stop its file has them as `findings` as well",
}
STEP: Schema = {
    "type": "object",
    "description": "a figure with its derivation; what is empty is left out",
    "properties": {
        **dict.fromkeys(("name", "unit", "formula", "figures", "article", "rounding", "source", "note"), TEXT),
        "value": {"type": ["string", "integer", "boolean", "null"]},
        "certainty": TEXT,
        "inputs": _list(_shared("Step")),
    },
    "required": ["name", "value"],
    "additionalProperties": False,
}
FIGURES: Schema = {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean", "null"]}}
STEPS: Schema = {"type": "object", "additionalProperties": _shared("Step")}
FINDINGS = _list(_shared("Finding"))
SCHEDULE = _object(title=TEXT, heads=_list(TEXT), rows=_list(_list({})))
OUTCOME: Schema = {
    **_object(figures=FIGURES, steps=STEPS, findings=FINDINGS, schedule=SCHEDULE),
    "required": ["figures", "steps", "findings"],
}
LISTED = {
    "id": TEXT,
    "title": TEXT,
    "article": TEXT,
    "provenance": {"enum": ["source", "system", "reconstructed", "own"]},
    "edition": {"type": "string", "format": "date"},
}
FORMS = _list(_object(**LISTED))
RULE = _object(id=TEXT, formula=TEXT, targets=_list(TEXT), fills={"type": "boolean"}, article=TEXT)
FORM = _object(
    **LISTED,
    schema={"type": "object"},
    page_schema={"type": "object"},
    labels={"type": "object", "additionalProperties": TEXT},
    rules=_list(RULE),
    layout={"type": "object"},
)
COMPLETED = _object(record=RECORD, derived=_list(TEXT), findings=FINDINGS, faults=_list(_shared("Fault")))
FIELD = _object(
    text=TEXT,
    page={"type": "integer"},
    box={"type": ["array", "null"], "items": {"type": "number"}},
    method=TEXT,
    confidence={"type": "number"},
    rivals=_list(TEXT),
)
SIGNATURE = _object(
    field=TEXT,
    **dict.fromkeys(("signer", "organisation", "issuer", "serial", "signed_at", "stamped_at"), MAYBE),
    intact={"type": ["boolean", "null"]},
    covers={"enum": ["file", "earlier", "part", None]},
    trusted={"type": ["boolean", "null"]},
)
READING = _object(
    form=TEXT,
    record={"type": "object"},
    findings=FINDINGS,
    fields={"type": "object", "additionalProperties": FIELD},
    pages=_list({"type": "integer"}),
    proof={"enum": ["own", "sealed", "resaved", "changed", "none", "other", None]},
    signatures=_list(SIGNATURE),
)
READINGS = _object(readings=_list(READING))
ACCOUNT: Schema = {"type": "object", "description": "a record of resident-account or employee-account"}
SETTLE: Schema = {
    **_object(
        resident=ACCOUNT,
        employee=ACCOUNT,
        filled_on={"type": ["string", "null"]},
        signoff={"type": ["object", "null"]},
        decided={"type": ["object", "null"], "additionalProperties": {"type": "integer"}},
        direction={"enum": ["resident-to-employee", "employee-to-resident", None]},
        pack=TEXT,
    ),
    "required": ["resident", "employee"],
}
SETTLED: Schema = {
    **_object(form=TEXT, record={"type": "object"}, **OUTCOME["properties"]),
    "required": ["form", "record", "figures", "steps", "findings"],
}
CALCULATIONS = _list(_object(name=TEXT, title=TEXT, article=TEXT))
CALCULATION = _object(
    name=TEXT, title=TEXT, article=TEXT, schema={"type": "object"}, required=_list(TEXT), example={"type": "object"}
)
SHARED = {"Fault": FAULT, "Finding": FINDING, "Problem": PROBLEM, "Step": STEP}
"""The shapes to which others refer, by name."""
