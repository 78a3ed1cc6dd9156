"""Turn what Tantivy raises, panics among it, into the errors of the Protocol."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search.engines.errors import EngineBusy, EngineError, EngineUnavailable


@contextmanager
def tantivy_call(action: str) -> Iterator[None]:
    """Run calls to Tantivy; ``action`` opens the message of the error ("search the index").

    A panic of the engine is a BaseException that ``except Exception`` lets through: here it becomes EngineError.
    """
    try:
        yield
    except EngineError:
        raise
    except OSError as error:
        raise EngineUnavailable(f"Could not {action}: {error}") from error
    except ValueError as error:
        if "LockBusy" in str(error):
            raise EngineBusy(f"Could not {action}: another process is writing to this index.") from error
        raise EngineError(f"Could not {action}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"Could not {action}: the engine failed inside ({error}).") from error
