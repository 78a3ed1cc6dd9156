"""Name indices and aliases: one index for each generation, aliases to search the active one and to write to each."""

from __future__ import annotations

import re

from search.engines.errors import EngineError
from search.engines.schema import IndexSchema

_GENERATION = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Names:
    """The names of one logical index under one schema. A changed schema or analysis has names of its own."""

    def __init__(self, prefix: str, schema: IndexSchema) -> None:
        self.active = f"{prefix}-{schema.name}-{schema.fingerprint}"
        self.every = f"{self.active}-*"
        self.state = f"{prefix}-state"

    def index(self, generation: str) -> str:
        """Return the index of a generation. Raises EngineError for a name that no generation has."""
        if not _GENERATION.fullmatch(generation):
            raise EngineError(f"A generation is named with small letters, digits and hyphens, not {generation!r}.")
        return f"{self.active}-{generation}"

    def writing(self, generation: str) -> str:
        """Return the alias to write by: a missing alias is refused, a missing index would be made by guesswork."""
        return f"{self.index(generation)}_write"

    def generation(self, index: str) -> str | None:
        """Return the generation that an index holds, None for an index of something else."""
        name = index.removeprefix(f"{self.active}-")
        return name if name != index and _GENERATION.fullmatch(name) else None
