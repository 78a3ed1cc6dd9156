"""The interface for programs: the same finding as the pages, under the same access rule, as JSON."""
