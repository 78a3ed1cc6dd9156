"""Turn what the client raises and what the cluster answers into the errors of the Protocol."""

from __future__ import annotations

from typing import Any

from elastic_transport import ApiError, ConnectionTimeout, TlsError, TransportError
from elastic_transport import ConnectionError as CannotConnect

from search.engines.errors import EngineError, EngineUnavailable, GenerationMissing, QueryRefused

BLOCKED = "cluster_block_exception"
NO_INDEX = "index_not_found_exception"
EXISTS = "resource_already_exists_exception"


def translated(action: str, error: ApiError | TransportError, hosts: tuple[str, ...]) -> EngineError:
    """Return the error to raise; ``action`` says what was tried ("search the index")."""
    where = ", ".join(hosts)
    match error:
        case ConnectionTimeout():
            return EngineUnavailable(f"Could not {action}: Elasticsearch at {where} did not answer in time.")
        case TlsError():
            return EngineUnavailable(
                f"Could not {action}: the certificate of Elasticsearch at {where} is not trusted ({error.message})."
            )
        case CannotConnect():
            return EngineUnavailable(f"Could not {action}: Elasticsearch at {where} does not answer.")
        case ApiError():
            return failure_of(action, error.meta.status, _detail(error.body) or {"reason": error.message})
        case _:
            return EngineError(f"Could not {action}: {error}")


def failure_of(action: str, status: int, detail: dict[str, Any]) -> EngineError:
    """Return the error for a failure that the cluster has answered with."""
    kind, reason = str(detail.get("type", "")), _root(detail)
    if kind == NO_INDEX:
        return GenerationMissing(f"Could not {action}: {reason}.")
    if kind == BLOCKED:
        return EngineUnavailable(f"Could not {action}: {reason}.")
    if status == 400 and action.startswith("search"):
        return QueryRefused(f"Could not {action}: {reason}.")
    said = {
        401: "Elasticsearch does not accept the name, password or key given",
        403: f"Elasticsearch does not allow it ({reason})",
        429: f"Elasticsearch has too much to do ({reason})",
    }.get(status, f"Elasticsearch is not ready ({_whole(detail) or status})" if status >= 500 else "")
    if said:
        return EngineUnavailable(f"Could not {action}: {said}.")
    return EngineError(f"Could not {action}: {status}, {reason}.")


def kind_of(error: ApiError) -> str:
    """Return the type of the cluster's own exception, "" when it named none."""
    return str(_detail(error.body).get("type", ""))


def reason_of(error: ApiError) -> str:
    """Return the cluster's reason, the root of it where it gives one."""
    return _root(_detail(error.body)) or str(error.message)


def _root(detail: dict[str, Any]) -> str:
    roots = detail.get("root_cause") or [detail]
    return str(roots[0].get("reason") or detail.get("reason") or "").rstrip(".")


def _whole(detail: dict[str, Any]) -> str:
    """Return the outermost reason: below it stand only the names of shards."""
    return str(detail.get("reason") or detail.get("type") or "").rstrip(".")


def _detail(body: Any) -> dict[str, Any]:
    detail = body.get("error") if isinstance(body, dict) else None
    return detail if isinstance(detail, dict) else {}


def check_whole(action: str, answer: dict[str, Any]) -> None:
    """Raise for an answer over a part of the index, which arrives as a normal one."""
    if answer.get("timed_out"):
        raise EngineUnavailable(f"Could not {action}: Elasticsearch did not finish in time.")
    failed = answer.get("_shards", {}).get("failed", 0)
    if failed:
        failures = answer["_shards"].get("failures") or [{}]
        reason = failures[0].get("reason", {}).get("reason", "no reason given")
        raise EngineUnavailable(f"Could not {action}: {failed} shards failed ({reason}).")
