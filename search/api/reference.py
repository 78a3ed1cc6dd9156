"""Flatten the OpenAPI document into what a page can list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from search.api.rendering.addresses import ROOT

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Item:
    """A parameter or a field: ``name`` with dots and brackets as it is reached, ``type`` in a word or two."""

    name: str
    type: str
    description: str
    example: str
    depth: int = 0
    place: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One address and what it answers."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Item, ...]
    fields: tuple[Item, ...]
    statuses: tuple[tuple[str, str], ...]

    @property
    def short_path(self) -> str:
        """Return the path without what all have in common."""
        return self.path.removeprefix(ROOT)


def operations_of(document: dict[str, Any]) -> list[Operation]:
    """Return the operations in the order of the document."""
    schemas = document["components"]["schemas"]
    return [
        _operation(path, method.upper(), said, schemas)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]


def _operation(path: str, method: str, said: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    answer = said["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        id=said["operationId"],
        method=method,
        path=path,
        summary=said["summary"],
        description=said["description"],
        parameters=tuple(_parameter(each, schemas) for each in said["parameters"]),
        fields=tuple(_fields(answer, schemas)),
        statuses=tuple((status, each["description"]) for status, each in said["responses"].items()),
    )


def _parameter(said: dict[str, Any], schemas: dict[str, Any]) -> Item:
    schema = said["schema"]
    return Item(
        name=said["name"],
        type=_type(schema, schemas),
        description=said.get("description", ""),
        example=_example(schema),
        place=said["in"],
        required=said.get("required", False),
    )


def _fields(schema: dict[str, Any], schemas: dict[str, Any], depth: int = 0) -> Iterator[Item]:
    """Yield the fields of an object, each followed by those within it."""
    for name, said in _object(schema, schemas).get("properties", {}).items():
        example = _example(said)
        yield Item(name, _type(said, schemas), _said(said, schemas), example, depth)
        if depth < DEEPEST:
            yield from _fields(_inner(said), schemas, depth + 1)


def _said(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    return str(schema.get("description") or _object(schema, schemas).get("description", ""))


def _object(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = schemas[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _inner(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what a list holds, and what else there may be than nothing."""
    if "items" in schema:
        return _inner(schema["items"])
    options = [each for each in (*schema.get("anyOf", ()), *schema.get("allOf", ())) if each != {"type": "null"}]
    return _inner(options[0]) if options else schema


def _type(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    if "enum" in (found := _object(schema, schemas)):
        return " | ".join(str(value) for value in found["enum"])
    if "items" in schema:
        return f"[{_type(schema['items'], schemas)}]"
    options = (*schema.get("anyOf", ()), *schema.get("allOf", ()))
    if options:
        return " | ".join(_type(each, schemas) for each in options)
    return str(found.get("type", ""))


def _example(schema: dict[str, Any]) -> str:
    for value in schema.get("examples", ()):
        if isinstance(value, list):
            return ", ".join(str(each) for each in value)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return ""
