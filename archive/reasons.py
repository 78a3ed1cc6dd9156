"""Say why a file or page could not be read: a stable code, and a sentence shown in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_noop

from archive.extract.errors import ExtractError
from archive.ingest.errors import IngestRefused

UNFORESEEN = gettext_noop("Something unforeseen happened while this was read: %(detail)s")
TOO_SLOW = gettext_noop("This file was given up after %(minutes)s minutes: it cannot be opened or drawn in that time.")
LONGEST_DETAIL = 400


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was not read; false when there is none.

    ``message`` is the English msgid with named ``%(…)s`` places and ``params`` fills them. As text it is the sentence
    in the language of the moment. What was stored before there were codes has a sentence and nothing else.
    """

    code: str = ""
    message: str = ""
    params: Mapping[str, str | float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.message)

    def __str__(self) -> str:
        return self._filled(gettext(self.message)) if self.message else ""

    @property
    def sentence(self) -> str:
        """The English sentence: for logs and the command line."""
        return self._filled(self.message)

    def _filled(self, message: str) -> str:
        return message % self.params if self.params else message

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, as events keep them."""
        return {"code": self.code, "message": self.message, "params": dict(self.params)}

    def stored(self) -> str:
        """Return the reason as it is kept in a text column; empty for none."""
        return json.dumps(self.as_dict(), ensure_ascii=False) if self else ""


def reason_of(error: ExtractError) -> Reason:
    """Return the reason that an extractor's error states."""
    return Reason(error.reason_code, error.message, error.params)


def unforeseen(error: Exception, message: str = UNFORESEEN) -> Reason:
    """Return the reason for an error nobody thought of; ``message`` has a place for its ``detail``."""
    return Reason("unforeseen", message, {"detail": f"{type(error).__name__}: {error}"[:LONGEST_DETAIL]})


def too_slow(seconds: int) -> Reason:
    """Return the reason for a file on which a worker was held for so long that it was ended."""
    return Reason("file_too_slow", TOO_SLOW, {"minutes": seconds // 60})


def reason_of_refusal(refusal: IngestRefused) -> Reason:
    """Return the reason that a refused file states."""
    params = {name: value if isinstance(value, int | float) else str(value) for name, value in refusal.params.items()}
    return Reason(refusal.reason_code.value, refusal.message, params)


def reason_from(value: object) -> Reason:
    """Return the reason in what was stored: a reason, its plain values or text, or a bare sentence of former times."""
    if isinstance(value, Reason):
        return value
    if isinstance(value, str) and value.startswith('{"code": '):
        value = json.loads(value)
    if isinstance(value, dict) and "message" in value:
        return Reason(str(value.get("code", "")), str(value["message"]), dict(value.get("params") or {}))
    return Reason(message=str(value or ""))
