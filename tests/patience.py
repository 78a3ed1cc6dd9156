"""How long tests wait for what must happen: what never happens fails them, a slow or busy machine does not."""

PATIENCE_SECONDS = 600
PATIENCE_MS = 1000 * PATIENCE_SECONDS
STEP_MS = 60_000
"""How long a browser may take for one step of a person: far beyond what they would wait, as nobody looks on."""
