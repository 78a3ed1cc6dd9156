"""Give the words read on a page the plain text that came with its document."""

from __future__ import annotations

from pathlib import PurePosixPath

from archive.choices import EventName
from archive.extract.errors import ExtractError
from archive.extract.sidecars.plain import laid_over, plain_pages
from archive.extract.types import PageReading
from archive.models import Page
from archive.operations.log_event import log_event
from archive.queries import local_copy
from archive.reasons import reason_of


def lay_text_over(*, page: Page, reading: PageReading) -> PageReading:
    """Return the reading with the words of the given text, or as it is where that is of something else.

    What keeps a text from being used is noted in the document's log; the text itself stays with the document.
    """
    file = page.document.text_file
    name = PurePosixPath(file.name or "").name
    try:
        with local_copy(file) as path:
            pages = plain_pages(path, name)
        # A page that the text does not reach has none given: its own reading stands.
        return laid_over(reading, pages[page.number - 1], page.number) if page.number <= len(pages) else reading
    except ExtractError as error:
        log_event(page.document, EventName.TEXT_REFUSED, page=page.number, reason=reason_of(error).as_dict())
        return reading
