"""Let staff give a document the text of its pages as ALTO, hOCR or plain text made elsewhere."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.extract.errors import ExtractError
from archive.models import Document
from archive.operations.attach_text import attach_text
from archive.reasons import reason_of


@permission_required("catalog.change_record")
@require_POST
def give_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the uploaded file, or say what is wrong with it."""
    if not Document.objects.filter(pk=pk).exists():
        raise Http404
    given = request.FILES.get("text")
    if given is None:
        messages.error(request, _("Choose a file of ALTO, hOCR or plain text first."))
        return redirect("catalog_asset", "document", pk)
    with tempfile.NamedTemporaryFile(suffix=Path(given.name or "").suffix) as copy:
        for chunk in given.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            pages = attach_text(document_id=pk, path=Path(copy.name), name=given.name or "", user=request.user)  # type: ignore[arg-type]
        except ExtractError as error:
            messages.error(request, str(reason_of(error)))
        else:
            said = ngettext("The text of %(count)s page is taken from the file.",
                            "The text of %(count)s pages is taken from the file.", pages)  # fmt: skip
            messages.success(request, said % {"count": pages})
    return redirect("catalog_asset", "document", pk)
