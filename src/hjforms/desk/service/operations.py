"""Operations (调用): what the interface does, each once, from which come its routes and its description."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hjforms.errors import Fault, InputError
from hjforms.wording import Sentence

BASE = "/api/v1"
Schema = Mapping[str, Any]
JSON = "application/json"
FILE: Schema = {"type": "string", "format": "binary"}


@dataclass(frozen=True)
class Operation:
    """One call: its method and address, what it does (in English, for systems), and what answers it.

    ``takes`` is the kind and the schema of its body, ``gives`` that of its answer; ``{record}`` in the place of a
    schema is that of the form, or of the case, of which the address is. ``options`` are its parameters with their
    schemas, ``fails`` the statuses with which it may come to nothing, beside those of every call.
    """

    method: Literal["GET", "POST"]
    path: str
    summary: str
    answer: Callable[[Request], Awaitable[Response]]
    gives: tuple[str, Schema]
    takes: tuple[str, Schema] | None = None
    options: Mapping[str, Schema] = field(default_factory=dict)
    fails: tuple[int, ...] = ()

    @property
    def route(self) -> Route:
        """The route of the call."""
        return Route(BASE + self.path, self.answer, methods=[self.method])


FLAG: Schema = {"type": "boolean", "default": False}
_FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True}


def flag(asked: Request, name: str) -> bool:
    """What a parameter says: yes or no. Raises ``InputError`` where it says neither."""
    stated = asked.query_params.get(name, "").lower()
    if stated not in _FLAGS:
        raise InputError(Fault(name, Sentence("{name}：只能写 true 或 false。", name=name), "usage"))
    return _FLAGS[stated]
