"""Build the site of the access matrix once per module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from search import target
from tests.contract.access.site import AccessSite, access_site


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AccessSite]:
    """Return the site, searched by the embedded engine."""
    target.look_again()
    with access_site(tmp_path_factory.mktemp("site"), django_db_blocker) as built:
        yield built


@pytest.fixture(scope="module", params=["tantivy", "elasticsearch"])
def searched_site(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[AccessSite]:
    """Return the site, searched by each engine in turn."""
    target.look_again()
    address = str(request.getfixturevalue("elasticsearch")) if request.param == "elasticsearch" else ""
    with access_site(tmp_path_factory.mktemp("site"), django_db_blocker, address) as built:
        yield built
