"""The description (OpenAPI 3.1): made of the operations, the schemas of the forms and those of the cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hjforms import calculation
from hjforms.catalogue import forms
from hjforms.desk.answers import PROBLEM
from hjforms.desk.service import calculations, reading
from hjforms.desk.service import forms as of_forms
from hjforms.desk.service.operations import BASE, JSON, Operation, Schema
from hjforms.desk.service.shapes import SHARED

ALWAYS = (401, 403, 408, 413, 421, 429, 500, 503)
"""The statuses with which every call may come to nothing."""
LANG: Schema = {"enum": ["zh", "en"]}


async def _openapi(_asked: Request) -> Response:
    return Response(_text(), media_type=JSON)


OPERATIONS = (
    *of_forms.OPERATIONS,
    *reading.OPERATIONS,
    *calculations.OPERATIONS,
    Operation("GET", "/openapi.json", "This description.", _openapi, (JSON, {"type": "object"})),
)
routes = [operation.route for operation in OPERATIONS]


@cache
def _text() -> bytes:
    return json.dumps(document(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def document() -> Mapping[str, Any]:
    """The description of the interface. Every form and every calculation has addresses of its own."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        for path, name in _addresses(operation.path):
            paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, path, name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hjforms",
            "version": version("hjforms"),
            "description": "Fills, prints, checks and reads back the official forms of 城乡养老保险制度衔接.",
        },
        "servers": [{"url": BASE}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**SHARED, **dict(_records())},
        },
    }


def _records() -> Iterator[tuple[str, Schema]]:
    """The schemas of the records of every form, and of the cases of every calculation."""
    known = {found.id: found.schema() for found in forms()}
    known |= {
        f"calculation/{name}": calculations.case_schema(calculation.calculation(name)) for name in calculation.names()
    }
    for of, schema in known.items():
        yield (
            _name(of),
            _placed({key: value for key, value in schema.items() if key not in {"$id", "$schema"}}, _name(of)),
        )


def _placed(schema: Any, name: str) -> Any:
    """A schema that stands in the description: what refers to its own beginning refers to where that is now."""
    if isinstance(schema, list):
        return [_placed(item, name) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    placed = {key: _placed(value, name) for key, value in schema.items()}
    if isinstance(reference := placed.get("$ref"), str):
        placed["$ref"] = reference.replace("#/", f"#/components/schemas/{name}/", 1)
    return placed


def _name(of: str) -> str:
    return re.sub(r"[^\w.-]", ".", of)


def _addresses(path: str) -> list[tuple[str, str]]:
    """The addresses for which a path stands, each with the name of what it is about."""
    if "{form}" in path:
        return [(path.replace("{pack}/{form}", found.id), _name(found.id)) for found in forms()]
    if "{name}" in path:
        return [(path.replace("{name}", name), _name(f"calculation/{name}")) for name in calculation.names()]
    return [(path, "")]


def _operation(operation: Operation, path: str, record: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": re.sub(r"\W+", "_", f"{operation.method.lower()}{path}"),
        "summary": operation.summary,
        "parameters": [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in {**operation.options, "lang": LANG}.items()
        ],
        "responses": {
            "200": {"description": "done", "content": _content(operation.gives, record)},
            **{str(status): _failure(status) for status in sorted({*ALWAYS, *operation.fails})},
        },
    }
    if operation.takes is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.takes, record)}
    return described


def _content(of: tuple[str, Schema], record: str) -> dict[str, Any]:
    media, schema = of
    return {media: {"schema": _filled(schema, record)}}


def _filled(schema: Any, record: str) -> Any:
    """A schema with the name of the record in its place."""
    if isinstance(schema, Mapping):
        return {key: _filled(value, record) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_filled(value, record) for value in schema]
    return schema.replace("{record}", record) if isinstance(schema, str) else schema


def _failure(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
