"""Keep a reason in a text column, so that sentences stored before there were codes stay readable."""

from __future__ import annotations

from typing import Any

from django.db import models

from archive.reasons import Reason, reason_from


class ReasonField(models.TextField[Any, Any]):
    """A column whose value is an ``archive.reasons.Reason``; sentences are accepted and become one when read."""

    def from_db_value(self, value: str | None, *_: object) -> Reason:
        """Return the stored reason."""
        return reason_from(value)

    def to_python(self, value: Any) -> Reason:
        """Return a deserialized value as a reason."""
        return reason_from(value)

    def get_prep_value(self, value: Any) -> str:
        """Return what is stored; no reason is the empty text."""
        return reason_from(value).stored() if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Return what is written when the table is dumped."""
        return self.get_prep_value(self.value_from_object(obj))
