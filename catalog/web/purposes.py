"""Learn what a file is taken for: asked on a page and remembered for a visit, or said by a program with its key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.choices import Purpose
from catalog.operations.count_download import Stated
from catalog.web.problems import problem

SESSION_KEY = "purposes"
KEPT_SECONDS = 12 * 3600
"""How long a stated purpose holds for its record: a visit, not the life of the session."""
MOST_REMEMBERED = 50


class PurposeForm(forms.Form):
    """Ask what a file is taken for."""

    purpose = forms.ChoiceField(label=_("What do you need it for?"), choices=Purpose.choices, widget=forms.RadioSelect)
    publication = forms.CharField(
        label=_("Name of the publication"), max_length=200, required=False, help_text=_("For press use.")
    )
    detail = forms.CharField(
        label=_("In a few words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the publication of the press, and for words where none of the purposes fits."""
        given = super().clean() or self.cleaned_data
        if given.get("purpose") == Purpose.PRESS and not given.get("publication"):
            self.add_error("publication", gettext("Name the publication, agency or channel."))
        if given.get("purpose") == Purpose.OTHER and not given.get("detail"):
            self.add_error("detail", gettext("Say in a few words what you need it for."))
        return given


def stated(form: PurposeForm) -> Stated:
    """Return what was said in a form that is valid."""
    given = form.cleaned_data
    return Stated(Purpose(given["purpose"]), given["publication"], given["detail"])


def said_with_key(request: HttpRequest) -> Stated | None:
    """Return what a program says in its query (``?purpose=press&publication=…``); nothing without a key."""
    form = PurposeForm(request.GET)
    return stated(form) if has_key(request) and form.is_valid() else None


def has_key(request: HttpRequest) -> bool:
    """Say whether a program asks with its key."""
    return getattr(request, "api_key", None) is not None


def missing_purpose(request: HttpRequest) -> HttpResponse:
    """Answer a program that did not say, or not well, what it takes the file for."""
    form = PurposeForm(request.GET)
    errors = [{"parameter": name, "message": str(said[0])} for name, said in form.errors.items()]
    return problem(422, SAY_PURPOSE % {"purposes": ", ".join(Purpose.values)}, errors=errors)


SAY_PURPOSE = (
    "This record wants to know what its files are taken for: add “?purpose=” with one of %(purposes)s; "
    "press names its “publication”, other says more in “detail”."
)


def remember(request: HttpRequest, pid: str, purpose: str) -> None:
    known = dict(list((request.session.get(SESSION_KEY) or {}).items())[-MOST_REMEMBERED:])
    request.session[SESSION_KEY] = {**known, pid: [purpose, int(timezone.now().timestamp())]}


def remembered(request: HttpRequest, pid: str) -> str:
    """Return the purpose stated for a record in this visit, or nothing."""
    purpose, at = (request.session.get(SESSION_KEY) or {}).get(pid) or ("", 0)
    return str(purpose) if at > timezone.now().timestamp() - KEPT_SECONDS else ""
