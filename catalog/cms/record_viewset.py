"""Put records into Wagtail's admin: list, edit form, history, comparison."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from catalog.cms.record_filters import RecordFilterSet
from catalog.cms.record_list import RecordIndexView
from catalog.cms.record_panels import record_edit_handler
from catalog.kinds.registry import ROOMS
from catalog.models import Record


def _scripts(name: str) -> Any:
    """Return a module of ours; the stubs know script names only as text."""
    return [Script(f"cms/{name}.js", type="module")]


FORM_MEDIA = Media(css={"all": ["cms/cms.css"]}, js=_scripts("record"))
LIST_MEDIA = Media(css={"all": ["cms/cms.css"]}, js=_scripts("polling"))


class RecordCreateView(CreateView):
    """Describe a thing by hand; it need have no file."""

    def get_initial_form_instance(self) -> Record:
        """Start with the kind the address names."""
        kinds = [room.slug for room in ROOMS]
        wanted = self.request.GET.get("kind", "")
        return Record(kind=wanted if wanted in kinds else kinds[0], live=False)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add our script and styles."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] += FORM_MEDIA
        return context


class RecordEditView(EditView):
    """Edit a record."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Offer the record's public page."""
        address = self.object.get_absolute_url()
        return [
            *super().header_more_buttons,
            Button(gettext("View on site"), url=address, icon_name="view", priority=5, attrs={"target": "_blank"}),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add our script and styles."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["media"] += FORM_MEDIA + LIST_MEDIA
        return context


class RecordViewSet(SnippetViewSet):
    """Records in the menu."""

    model = Record
    icon = "list-ul"
    menu_label = _("Records")
    menu_name = "records"
    menu_order = 110
    add_to_admin_menu = True
    base_url_path = "records"
    index_view_class = RecordIndexView
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    filterset_class = RecordFilterSet
    index_template_name = "catalog/cms/record_index.html"
    index_results_template_name = "catalog/cms/record_index_results.html"
    list_per_page = 50
    copy_view_enabled = False

    @property
    def edit_handler(self) -> Any:
        """Return the tabs; made late, for panels of other snippets must be registered first."""
        return record_edit_handler()
