"""Show staff whether all originals are intact, and let them check again and say what is mended."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.fixity_queries import checks_of, fixity_overview, wrong_checks
from archive.queries import MODELS
from catalog.fixity_rows import rows_of
from catalog.operations.tend_fixity import ask_for_all, ask_for_checks, deal_with

PER_PAGE = 50
MOST_AT_ONCE = 500
MENU_LABEL = gettext_lazy("Fixity")


@permission_required("catalog.change_record")
@require_safe
def fixity(request: HttpRequest) -> HttpResponse:
    """Show coverage and pace, and the originals that are not as they should be."""
    page = Paginator(wrong_checks(), PER_PAGE).get_page(request.GET.get("p"))
    context = {"overview": fixity_overview(), "page": page, "rows": rows_of(list(page))}
    return TemplateResponse(request, "catalog/cms/fixity.html", context)


@permission_required("catalog.change_record")
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Check those chosen (``check=…``), or say that they are mended; ``action`` is check, dealt, wrong or all."""
    action = request.POST.get("action", "")
    chosen = [int(key) for key in request.POST.getlist("check") if key.isdecimal()][:MOST_AT_ONCE]
    if action == "all":
        ask_for_all()
        said = _("All files are checked from now on, as fast as the set share of the machine allows.")
        messages.success(request, said)
    elif action == "wrong":
        chosen = list(wrong_checks().values_list("pk", flat=True)[:MOST_AT_ONCE])
        _say(request, ask_for_checks(check_ids=chosen, user=request.user))  # type: ignore[arg-type]
    elif action in {"check", "dealt"} and not chosen:
        messages.warning(request, _("Tick the files first."))
    elif action == "check":
        _say(request, ask_for_checks(check_ids=chosen, user=request.user))  # type: ignore[arg-type]
    elif action == "dealt":
        _say(request, deal_with(check_ids=chosen, user=request.user))  # type: ignore[arg-type]
    else:
        raise Http404
    return redirect("catalog_fixity")


@permission_required("catalog.change_record")
@require_POST
def check_asset(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Check the files of one asset at once."""
    asset = MODELS[kind].objects.filter(pk=pk).first() if kind in MODELS else None
    if asset is None:
        raise Http404
    ids = list(checks_of(asset).values_list("pk", flat=True))
    _say(request, ask_for_checks(check_ids=ids, user=request.user))  # type: ignore[arg-type]
    return redirect("catalog_asset", kind, pk)


def _say(request: HttpRequest, count: int) -> None:
    said = ngettext(
        "%(count)s file is being checked; the outcome appears here in a moment.",
        "%(count)s files are being checked; the outcomes appear here in a moment.",
        count,
    )
    messages.success(request, said % {"count": count})


ADDRESSES: list[URLPattern] = [
    path("fixity/", fixity, name="catalog_fixity"),
    path("fixity/act/", act, name="catalog_fixity_act"),
    path("files/<str:kind>/<int:pk>/check/", check_asset, name="catalog_check_asset"),
]
