"""Set a file of text, HTML or mail into pages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.extract.written import read_written, typeset
from archive.models import Document
from archive.operations.keep_copy import keep_copy


def set_text(*, document: Document, path: Path) -> dict[str, Any]:
    """Make the pages of a written document and return what it says of itself.

    Raises ``archive.extract.written.errors.WrittenError`` where there is nothing to be set, or too much.
    """
    found = read_written(path, document.media_type)
    with tempfile.TemporaryDirectory(prefix="text-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        made = Path(folder) / "pages.pdf"
        typeset(found.blocks, made, title=found.title, max_pages=settings.FONDS_MAX_PAGES)
        keep_copy(document=document, path=made)
    return found.facts
