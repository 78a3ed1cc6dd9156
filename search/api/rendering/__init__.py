"""Make answers in the interface's shapes from what the services return."""
