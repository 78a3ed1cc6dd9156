"""Show staff photos that look alike, side by side, and take what they decide."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.choices import Likeness
from archive.likeness_queries import pairs_to_decide
from archive.models import Photo, SimilarPair
from archive.operations.decide_likeness import decide_likeness
from catalog.models import Record, RecordAsset

PER_PAGE = 10
MENU_LABEL = gettext_lazy("Similar photos")


@dataclass(frozen=True, slots=True)
class Side:
    """One photo of a pair: the records that show it, and what sets it apart from the other."""

    photo: Photo
    records: tuple[Record, ...]
    is_larger: bool
    is_better: bool

    @property
    def taken(self) -> str:
        """Return when the file says it was taken."""
        said = self.photo.technical.get("metadata") or {}
        return str(said.get("date_edtf") or "")

    @property
    def camera(self) -> str:
        """Return the camera the file names."""
        said = self.photo.technical.get("metadata") or {}
        return str(said.get("camera") or "")


@permission_required("catalog.change_record")
@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """List the pairs that wait for a decision, or with ``?decision`` those decided; ``?photo`` keeps those of one."""
    decision = request.GET.get("decision", Likeness.OPEN)
    if decision not in Likeness.values:
        raise Http404
    key = request.GET.get("photo", "")
    pairs = pairs_to_decide(int(key) if key.isdecimal() else None, decision)
    page = Paginator(pairs, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "rows": _rows(list(page)), "decision": decision, "decisions": Likeness.choices}
    return TemplateResponse(request, "catalog/cms/similar.html", context)


def _rows(pairs: list[SimilarPair]) -> list[tuple[SimilarPair, tuple[Side, Side]]]:
    keys = {key for pair in pairs for key in (pair.first_id, pair.second_id)}
    records: dict[int, list[Record]] = {}
    for row in RecordAsset.objects.filter(photo__in=keys).select_related("record").order_by("record_id"):
        records.setdefault(row.photo_id or 0, []).append(row.record)
    return [
        (pair, (_side(pair, pair.first, pair.second, records), _side(pair, pair.second, pair.first, records)))
        for pair in pairs
    ]


def _side(pair: SimilarPair, photo: Photo, other: Photo, records: dict[int, list[Record]]) -> Side:
    larger = photo.width * photo.height > other.width * other.height
    return Side(photo, tuple(records.get(photo.pk, ())), larger, pair.better_id == photo.pk)


@permission_required("catalog.change_record")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the decision (``decision``), and which is the better one (``better``)."""
    pair = get_object_or_404(SimilarPair, pk=pk)
    decision, better = request.POST.get("decision", ""), request.POST.get("better", "")
    if decision not in Likeness.values:
        raise Http404
    try:
        decide_likeness(
            pair_id=pair.pk,
            decision=Likeness(decision),
            better=int(better) if better.isdecimal() else None,
            user=request.user,  # type: ignore[arg-type]
        )
    except ValueError as error:
        raise Http404 from error
    messages.success(request, _("It is noted. Both photos stay as they are."))
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else reverse("catalog_similar"))


ADDRESSES: list[URLPattern] = [
    path("similar/", similar, name="catalog_similar"),
    path("similar/<int:pk>/", decide, name="catalog_decide_similar"),
]
