"""Show records and hand out their bytes over HTTP."""
