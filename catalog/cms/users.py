"""Let Wagtail's user screens set until when a journalist is accredited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet


class AccreditationMixin(forms.Form):
    """Add the day an accreditation ends."""

    accredited_until = forms.DateField(
        label=_("Accredited until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Sees records for accredited journalists up to and with this day. Empty: not accredited."),
    )


class AccreditedUserCreationForm(AccreditationMixin, UserCreationForm):
    """Make a log-in."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"accredited_until"}


class AccreditedUserEditForm(AccreditationMixin, UserEditForm):
    """Change a log-in."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"accredited_until"}


class AccreditedUserViewSet(UserViewSet):
    """Wagtail's user screens with our forms."""

    create_template_name = "catalog/cms/user_create.html"
    edit_template_name = "catalog/cms/user_edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form."""
        return AccreditedUserEditForm if for_update else AccreditedUserCreationForm
