"""Let staff correct the text of a page on its image: the screen, saving the whole text, its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.errors import PageChanged, PageNotRead, VersionMissing
from archive.extract.correction import CorrectionRefused, Piece, WholeText, compared, realigned
from archive.extract.words import WordTable, pack, text_of, unpack
from archive.models import Page, PageVersion
from archive.operations.correct_page import correct_page
from archive.operations.restore_version import restore_version
from archive.queries import is_correctable, new_reading_of, versions_of
from archive.renditions import PAGE_SIZES
from catalog.cms.reading_form import ReadingForm
from catalog.queries import page_in_record, records_of_asset
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.languages import label

SHOWN_VERSIONS = 100
CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a person wrote while somebody else changed the page."""

    text: str
    pieces: list[Piece]


def page_of(pk: int, number: int) -> Page:
    """Return a page of a document; raises Http404."""
    page = Page.objects.select_related("document").defer("text", "raw_text").filter(document_id=pk, number=number)
    found = page.first()
    if found is None:
        raise Http404
    return found


def table_of(packed: bytes | memoryview) -> WordTable:
    """Return the words of a page or version; none where there are no bytes."""
    return unpack(bytes(packed) if packed else pack(()))


@permission_required("catalog.change_record")
@require_http_methods(["GET", "HEAD", "POST"])
def page_text(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show the page with its words and its text; a POST saves the text written anew."""
    page = page_of(pk, number)
    if request.method != "POST":
        return _screen(request, page)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    edition = request.POST.get("edition", "")
    try:
        saved = correct_page(page_id=page.pk, edition=edition, change=WholeText(text), user=request.user)  # type: ignore[arg-type]
    except PageChanged:
        return _conflict(request, page_of(pk, number), text)
    except PageNotRead:
        messages.error(request, _("This page has not been read yet; its text can be corrected then."))
    except CorrectionRefused as error:
        messages.error(request, _(error.message) % error.params)
        return _screen(request, page, Unsaved(text, []), status=422)
    else:
        changed = saved.edition != edition
        messages.success(request, _("The text is saved.") if changed else _("Nothing was changed."))
    return redirect("catalog_page_text", pk, number)


def _conflict(request: HttpRequest, page: Page, text: str) -> HttpResponse:
    """Show what stands there now beside what was written; saving once more is then meant."""
    now = table_of(page.words)
    try:
        mine = unpack(pack(realigned(tuple(now.words()), WholeText(text))))
    except CorrectionRefused:
        return _screen(request, page, Unsaved(text, []), status=CONFLICT)
    return _screen(request, page, Unsaved(text, compared(now, mine)), status=CONFLICT)


def _screen(request: HttpRequest, page: Page, unsaved: Unsaved | None = None, status: int = 200) -> HttpResponse:
    table = table_of(page.words)
    versions = list(versions_of(page)[:SHOWN_VERSIONS])
    context = {
        "page": page,
        "document": page.document,
        "is_open": is_correctable(page),
        "state": state_of(page, table),
        "text": unsaved.text if unsaved else text_of(tuple(table.words())),
        "unsaved": unsaved,
        "is_conflict": status == CONFLICT,
        "latest": next((one for one in versions if one.number == page.version), None),
        "versions": versions,
        "new_reading": new_reading_of(page),
        "images": _images(page),
        "reading_form": ReadingForm(),
        "told": ", ".join(str(spelled(label(tag, get_language() or ""))) for tag in page.told_languages),
        "places": _places(page),
        "previous": page.number - 1,
        "next": page.number + 1 if page.number < page.document.page_count else 0,
    }
    return TemplateResponse(request, "catalog/cms/page_text.html", context, status=status)


def state_of(page: Page, table: WordTable) -> dict[str, Any]:
    """Return the words with their boxes and what names them, as the screen's script takes them."""
    rows = [
        [word.text, *(round(part, 5) for part in (word.x, word.y, word.w, word.h)), word.line, word.confidence_pct]
        for word in table.words()
    ]
    return {"edition": page.edition, "words": rows}


def _images(page: Page) -> list[dict[str, Any]]:
    made = []
    for size, edge in sorted(PAGE_SIZES.items(), key=lambda pair: pair[1]):
        scale = min(1.0, edge / max(page.width_px, page.height_px, 1))
        address = reverse("page-image", args=[page.document.uid, page.number, size])
        made.append({"url": address, "width": max(1, round(page.width_px * scale))})
    return made


def _places(page: Page) -> list[dict[str, str]]:
    """Return where the public sees the page: in each record that shows its document."""
    found = records_of_asset("document", page.document_id).distinct()[:10]
    return [
        {
            "title": str(record),
            "url": f"{record.get_absolute_url()}?page={page_in_record(record, page.document_id, page.number)}",
        }
        for record in found
    ]


@permission_required("catalog.change_record")
@require_safe
def page_version(request: HttpRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Show a version word by word against the one before it, or against what is shown now (``?now``)."""
    page = page_of(pk, number)
    wanted = page.versions.select_related("made_by").filter(number=version).first()
    if wanted is None:
        raise Http404
    against_now = "now" in request.GET
    before = table_of(page.words) if against_now else _before(page, wanted)
    context = {
        "page": page,
        "document": page.document,
        "version": wanted,
        "against_now": against_now,
        "pieces": compared(before, table_of(wanted.words)),
        "is_shown": wanted.number == page.version,
    }
    return TemplateResponse(request, "catalog/cms/page_version.html", context)


def _before(page: Page, wanted: PageVersion) -> WordTable:
    earlier = page.versions.filter(number__lt=wanted.number)
    if wanted.origin != "read":
        # A reading kept aside was never what a person changed.
        earlier = earlier.exclude(origin="read", number__gt=1)
    last = earlier.order_by("-number").first()
    return table_of(last.words if last else b"")


@permission_required("catalog.change_record")
@require_POST
def restore_page(request: HttpRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Go back to a version, or take a new reading over."""
    page = page_of(pk, number)
    edition = request.POST.get("edition", "")
    try:
        restore_version(page_id=page.pk, edition=edition, number=version, user=request.user)  # type: ignore[arg-type]
    except PageChanged:
        messages.error(request, _("Somebody has changed this page meanwhile. Look at it as it is now, then choose."))
    except (PageNotRead, VersionMissing) as error:
        raise Http404 from error
    else:
        messages.success(
            request, _("Version %(number)s is shown now; what stood there stays in the history.") % {"number": version}
        )
    return redirect("catalog_page_text", pk, number)
