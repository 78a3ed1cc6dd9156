"""Take changes of single words from the screen of a page, and answer with the words as they are then."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, JsonResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required

from archive.errors import PageChanged, PageNotRead
from archive.extract.correction import AddWord, CorrectionRefused, Edit, JoinWords, RemoveWord, SetWord
from archive.extract.words import text_of
from archive.models import Page
from archive.operations.correct_page import correct_page
from catalog.cms.corrections import page_of, state_of, table_of

LONGEST_TEXT = 1000
REFUSED, CONFLICT = 422, 409


class WordChange(forms.Form):
    """One change: ``do`` says what; the rest as it needs."""

    edition = forms.CharField(max_length=60)
    do = forms.ChoiceField(choices=[(name, name) for name in ("set", "remove", "join", "add")])
    index = forms.IntegerField(min_value=0, required=False)
    text = forms.CharField(max_length=LONGEST_TEXT, required=False)
    x = forms.FloatField(min_value=0, max_value=1, required=False)
    y = forms.FloatField(min_value=0, max_value=1, required=False)
    w = forms.FloatField(min_value=0, max_value=1, required=False)
    h = forms.FloatField(min_value=0, max_value=1, required=False)

    def edit(self) -> Edit:
        """Return the change."""
        said: dict[str, Any] = self.cleaned_data
        index = -1 if said["index"] is None else said["index"]
        if said["do"] == "set":
            return SetWord(index, said["text"])
        if said["do"] == "remove":
            return RemoveWord(index)
        if said["do"] == "join":
            return JoinWords(index)
        return AddWord(said["text"], *(said[name] or 0.0 for name in "xywh"))


@permission_required("catalog.change_record")
@require_POST
def change_word(request: HttpRequest, pk: int, number: int) -> JsonResponse:
    """Make one change; 409 with the words as they are now when somebody else was faster, 422 with what is wrong."""
    page = page_of(pk, number)
    form = WordChange(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": _("This change could not be understood; load the page again.")}, status=REFUSED)
    edition = form.cleaned_data["edition"]
    try:
        correct_page(page_id=page.pk, edition=edition, change=form.edit(), user=request.user)  # type: ignore[arg-type]
    except PageChanged:
        now = page_of(pk, number)
        return JsonResponse({"message": _who_was_faster(now), **_answer(now)}, status=CONFLICT)
    except PageNotRead:
        said = _("This page has not been read yet; its text can be corrected then.")
        return JsonResponse({"message": said}, status=REFUSED)
    except CorrectionRefused as error:
        return JsonResponse({"message": _(error.message) % error.params}, status=REFUSED)
    return JsonResponse({"message": _("Saved."), **_answer(page_of(pk, number))})


def _answer(page: Page) -> dict[str, Any]:
    table = table_of(page.words)
    return {**state_of(page, table), "text": text_of(tuple(table.words()))}


def _who_was_faster(page: Page) -> str:
    """Say who changed the page last, and that nothing typed is lost."""
    last = page.versions.select_related("made_by").filter(number=page.version).first()
    if last is None:
        return _(
            "The page has been read again meanwhile. What you typed is still in the field: choose its word and save."
        )
    try:
        who = str(last.made_by or "")
    except ObjectDoesNotExist:
        who = _("a person since removed")
    said = _("%(who)s changed this page at %(time)s. What you typed is still in the field: choose its word and save.")
    return said % {"who": who, "time": date_format(localtime(last.made_at), "TIME_FORMAT")}
