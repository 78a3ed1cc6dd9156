"""Name what can go wrong with an engine, so that callers can say it and act on it."""


class EngineError(Exception):
    """An engine could not do what was asked."""


class EngineUnavailable(EngineError):
    """The engine is away or broken: no index, unreadable files, no answer."""


class NotBuilt(EngineUnavailable):
    """There is no index yet; ``name`` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The index {name} has not been built yet; run: index rebuild.")


class EngineBusy(EngineError):
    """Another process is writing to the index."""


class QueryRefused(EngineError):
    """The query is outside what every engine answers alike."""


class WindowTooDeep(QueryRefused):
    """More results were asked for than can be paged through."""


class UnknownField(EngineError):
    """A query, filter, facet, sort or document names a field that the schema does not have."""


class DocumentRefused(EngineError):
    """A document does not fit the schema; ``document_id`` names it."""

    def __init__(self, document_id: str, reason: str) -> None:
        super().__init__(f"{document_id}: {reason}")
        self.document_id = document_id
        self.reason = reason


class GenerationMissing(EngineError):
    """There is no such generation of the index."""
