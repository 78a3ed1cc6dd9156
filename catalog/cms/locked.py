"""Let staff open a locked PDF with its password; the password is used once and kept nowhere."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.errors import NotLocked, TooManyTries, WrongPassword
from archive.extract.errors import ExtractError
from archive.models import Document
from archive.operations.unlock_document import unlock_document
from archive.reasons import reason_of


class PasswordForm(forms.Form):
    """Ask for the password of a file; it is never shown again."""

    password = forms.CharField(
        label=gettext_lazy("Password of the file"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@sensitive_post_parameters("password")
@sensitive_variables("password", "form")
@permission_required("catalog.change_record")
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a password; say whether the pages are read now, or what is wrong."""
    if not Document.objects.filter(pk=pk).exists():
        raise Http404
    form = PasswordForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the password first."))
        return redirect("catalog_asset", "document", pk)
    try:
        unlock_document(document_id=pk, password=form.cleaned_data["password"], user=request.user)  # type: ignore[arg-type]
    except WrongPassword as error:
        messages.error(request, _wrong(error.left))
    except TooManyTries as error:
        said = _("Too many passwords were tried for this file. Wait %(minutes)s minutes, then try again.")
        messages.error(request, said % {"minutes": error.minutes})
    except NotLocked:
        messages.info(request, _("This file needs no password any more."))
    except ExtractError as error:
        messages.error(request, str(reason_of(error)))
    else:
        messages.success(request, _("The password is right. The pages are being read; the password was not kept."))
    return redirect("catalog_asset", "document", pk)


def _wrong(left: int) -> str:
    said = ngettext(
        "This is not the password of the file. %(count)s try is left.",
        "This is not the password of the file. %(count)s tries are left.",
        left,
    )
    return said % {"count": left}
