"""Show staff which formats are held, and the files of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.auth import permission_required

from archive.choices import AssetKind
from archive.format_queries import files_of, formats_held
from archive.operations.identify_formats import waiting_formats
from archive.queries import MODELS

PER_PAGE = 50
MENU_LABEL = gettext_lazy("Formats held")


@permission_required("catalog.change_record")
@require_safe
def formats(request: HttpRequest) -> HttpResponse:
    """List the formats with their counts; ``?kind`` and ``?puid`` (empty: unknown) list the files of one."""
    kinds = dict(AssetKind.choices)
    context = {
        "held": [(one, kinds.get(one.kind, one.kind)) for one in formats_held()],
        "waiting": waiting_formats().count(),
    }
    kind = request.GET.get("kind", "")
    if kind:
        if kind not in MODELS:
            raise Http404
        rows = files_of(request.GET.get("puid", ""), kind)
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        assets = MODELS[kind].objects.in_bulk([row.asset_id for row in page])
        context |= {"page": page, "kind": kind, "rows": [(row, assets.get(row.asset_id)) for row in page]}
    return TemplateResponse(request, "catalog/cms/formats.html", context)


ADDRESSES: list[URLPattern] = [path("formats/", formats, name="catalog_formats")]
