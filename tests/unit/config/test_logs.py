"""Logs for machines: one JSON object a line."""

import json
import logging
import sys

from config.logs import JsonFormatter


def test_an_entry_carries_its_message_its_extra_values_and_its_traceback_on_one_line() -> None:
    try:
        raise ValueError("no\nway")
    except ValueError:
        failure = sys.exc_info()
    record = logging.LogRecord("fonds.ingest", logging.ERROR, "x.py", 1, "Bad file %s", ("йўқ.pdf",), failure)
    record.asset_id = 7

    line = JsonFormatter().format(record)

    assert "\n" not in line
    entry = json.loads(line)
    assert entry["message"] == "Bad file йўқ.pdf"
    assert entry["level"] == "error"
    assert entry["asset_id"] == 7
    assert "ValueError" in entry["traceback"]
