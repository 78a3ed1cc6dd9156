"""Let staff issue API keys, see who holds which and when it was last used, and revoke them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput

from catalog.models import ApiKey, User
from catalog.operations.issue_api_key import issue_api_key
from catalog.operations.revoke_api_key import revoke_api_key

PERMISSION = "catalog.manage_apikey"
PER_PAGE = 50


class ApiKeyForm(forms.ModelForm[ApiKey]):
    """Ask for whom and for what a key is."""

    class Meta:
        model = ApiKey
        fields = ["owner", "name", "expires_on"]
        widgets = {"expires_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(is_active=True).order_by("username")  # type: ignore[attr-defined]

    def clean_expires_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day


@permission_required(PERMISSION)
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the keys, newest first."""
    keys = ApiKey.objects.select_related("owner")
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(request, "catalog/cms/api_keys.html", {"page": page})


@permission_required(PERMISSION)
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Ask for whom the key is; then show its secret, this once."""
    if request.method == "GET":
        form = ApiKeyForm(initial={"owner": request.user.pk})
        return TemplateResponse(request, "catalog/cms/api_key_add.html", {"form": form})
    form = ApiKeyForm(request.POST)
    if not form.is_valid():
        return TemplateResponse(request, "catalog/cms/api_key_add.html", {"form": form}, status=422)
    said = form.cleaned_data
    made = issue_api_key(
        owner=said["owner"], name=said["name"], expires_on=said["expires_on"], created_by=request.user  # type: ignore[arg-type]
    )  # fmt: skip
    return TemplateResponse(request, "catalog/cms/api_key_made.html", {"key": made.key, "secret": made.secret})


@permission_required(PERMISSION)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one key."""
    key = get_object_or_404(ApiKey, pk=pk)
    revoke_api_key(key=key)
    messages.success(request, _("The key “%(name)s” opens nothing any more.") % {"name": key.name})
    return redirect("catalog_api_keys:index")


class ApiKeyMenuItem(MenuItem):
    """The entry, for those who manage keys."""

    def is_shown(self, request: Any) -> bool:
        """Ask the permission of the screens behind it."""
        return bool(request.user.has_perm(PERMISSION))


class ApiKeyViewSet(ViewSet):
    """The screens of API keys, among Wagtail's settings."""

    name = "catalog_api_keys"
    url_prefix = "api-keys"
    menu_label = gettext_lazy("API keys")
    icon = "key"
    menu_name = "api-keys"
    menu_order = 650
    add_to_settings_menu = True
    menu_item_class = ApiKeyMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """Map list, form and revocation."""
        return [
            path("", listed, name="index"),
            path("add/", issue, name="add"),
            path("<int:pk>/revoke/", revoke, name="revoke"),
        ]
