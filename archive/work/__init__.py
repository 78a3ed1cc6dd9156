"""Runs the tasks of the queue in processes that are watched, restarted and never lose a task."""
