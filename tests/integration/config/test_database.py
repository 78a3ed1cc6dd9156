"""The database does as the settings ask of it, not only as they say."""

import pytest
from django.db import connection


def value_of(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_short_queries_are_answered_without_being_compiled_and_sorted_in_memory() -> None:
    if connection.vendor == "postgresql":
        assert value_of("SHOW jit") == "off"
    else:
        assert value_of("PRAGMA temp_store") == "2"
