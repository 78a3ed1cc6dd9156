"""What a person corrects is what is found, at once, and its box is that of the corrected word."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from archive.extract.correction import SetWord
from archive.models import Page
from archive.operations.correct_page import correct_page
from catalog.access import Audience, Standing
from catalog.models import Record
from search.finding.inside import hits_in_record

Maker = Callable[..., Record]
PUBLIC = Audience(Standing.PUBLIC, date(2026, 11, 26))


def boxes(record: Record, query: str) -> list[tuple[float, ...]]:
    found = hits_in_record(record, query, PUBLIC)
    return [box for hit in found.hits for box in hit.boxes]


def test_a_corrected_word_is_found_with_its_box_and_the_misread_one_no_more(
    make_record: Maker, drain: Callable[[], int]
) -> None:
    record = make_record(["bojxona orbori binosi", "boshqa varaq"])
    drain()
    assert boxes(record, "orbori")
    page = Page.objects.get(number=1)
    correct_page(page_id=page.pk, edition=page.edition, change=SetWord(1, "ombori"), user=None)
    drain()
    (box,) = boxes(record, "omborda")
    assert abs(box[0] - 0.18) < 0.01
    assert abs(box[1] - 0.05) < 0.01
    assert boxes(record, "orbori") == []
    assert boxes(record, "varaq"), "the other page is as it was"
