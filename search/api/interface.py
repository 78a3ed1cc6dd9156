"""The interface itself: its name, its operations and its OpenAPI document."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from ninja import NinjaAPI

from catalog.web.problems import MEDIA_TYPE
from search.api.answering import add_problems, answering
from search.api.routes import router
from search.api.shapes.shared import Problem

DESCRIPTION = """\
The same finding as on the pages of this site, under the same access rule. Without a key you ask as the public; with one
(`Authorization: Bearer fonds_…`) as its owner. The interface only reads. Boxes are fractions of the upright page image:
x, y, width, height. Requests are counted by key or address and minute; above the limit the answer is 429 with
`Retry-After`. Answers carry an `ETag`: send it back as `If-None-Match` and get 304 where nothing has changed.
Errors are problem details (RFC 9457). Parameters that are not known are refused."""

PROBLEMS = {
    401: "The key is not known, revoked or expired.",
    404: "Absent, or hidden from you: the two look the same.",
    406: "The Accept header admits no JSON.",
    422: "A parameter is not valid, or not known.",
    429: "Too many requests; the header Retry-After says how many seconds to wait.",
    503: "The search engine does not answer; the header Retry-After says when to ask again.",
}
RAISED_BY: dict[str, tuple[int, ...]] = {
    "search": (401, 406, 422, 429, 503),
    "facet": (401, 406, 422, 429, 503),
}
RAISED = (401, 404, 406, 422, 429)

api = NinjaAPI(
    title="Fonds",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
api.add_decorator(answering, mode="view")
api.add_router("", router)
add_problems(api)


@cache
def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document, with all that can go wrong and the key added."""
    document: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1"))
    _define(document, "Problem", Problem)
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key of this site; it reads as its owner."}
    }
    document["security"] = [{}, {"key": []}]
    for path in document["paths"].values():
        for operation in path.values():
            _complete(operation)
    _drop_unused(document)
    return document


def _define(document: dict[str, Any], name: str, shape: type[Problem]) -> None:
    made = shape.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    schemas: dict[str, Any] = document["components"]["schemas"]
    schemas.update(made.pop("$defs", {}))
    schemas[name] = made


def _drop_unused(document: dict[str, Any]) -> None:
    """Leave out the shapes of parameters, which stand with the operations one by one."""
    written = json.dumps(document)
    schemas: dict[str, Any] = document["components"]["schemas"]
    for name in [name for name in schemas if f'"#/components/schemas/{name}"' not in written]:
        del schemas[name]


def _complete(operation: dict[str, Any]) -> None:
    """Add problems, and write parameters as OpenAPI wants them: examples in the schema, nothing that may be null."""
    for status in RAISED_BY.get(operation["operationId"], RAISED):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"][status] = {"description": PROBLEMS[status], "content": content}
    operation["responses"][304] = {"description": "Nothing has changed since the ETag you sent."}
    operation["responses"] = {str(status): said for status, said in sorted(operation["responses"].items())}
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        for place in (parameter, schema):
            if "example" in place:
                schema["examples"] = [place.pop("example")]
        parameter.pop("examples", None)
        kept = [each for each in schema.pop("anyOf", []) if each != {"type": "null"}]
        for each in kept:
            schema.update(each)
        schema.pop("description", None)
        if schema.get("type") == "array":
            parameter["explode"] = True
