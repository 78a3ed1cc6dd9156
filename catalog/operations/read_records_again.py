"""Have the documents of records read once more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from archive.choices import AssetKind
from archive.operations.read_again import Again, read_again
from catalog.models import RecordAsset

if TYPE_CHECKING:
    from catalog.models import User


def read_records_again(*, record_ids: Iterable[int], languages: Sequence[str] = (), user: User | None = None) -> Again:
    """Read every document of the given records again, each once; sum up how many pages wait and were left alone."""
    rows = RecordAsset.objects.filter(record__in=list(record_ids), document__isnull=False)
    pages = left_alone = 0
    for key in sorted(set(rows.values_list("document_id", flat=True))):
        again = read_again(kind=AssetKind.DOCUMENT, asset_id=key, languages=languages, user=user)
        pages, left_alone = pages + again.pages, left_alone + again.left_alone
    return Again(pages, left_alone)
