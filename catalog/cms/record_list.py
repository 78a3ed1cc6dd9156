"""List records for staff: a thumbnail, what the thing is, who sees it and how far its files are read."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from archive.queries import reading_progress
from catalog.choices import Access, content_language
from catalog.cms.record_filters import TITLES, search_records, shown_state
from catalog.cms.record_panels import spell_label
from catalog.kinds.registry import room_of
from catalog.models import Record
from catalog.queries import for_display, readings
from catalog.vocabulary.dates import date_label
from catalog.web.thumbnails import thumbnail


class ThumbnailColumn(BaseColumn):
    """The representative picture, through the door, in one size."""

    cell_template_name = "catalog/cms/thumbnail_cell.html"

    def get_cell_context_data(self, instance: Record, parent_context: Any) -> dict[str, Any]:
        """Give the picture's address."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "picture": thumbnail(instance), "room": room_of(instance.kind)}


class RecordColumn(Column):
    """A cell with a template of its own that is given the record's room and reading."""

    def __init__(self, name: str, template: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = template

    def get_cell_context_data(self, instance: Record, parent_context: Any) -> dict[str, Any]:
        """Give everything a cell of the list may say."""
        context = super().get_cell_context_data(instance, parent_context)
        today = timezone.localdate()
        state, icon, tone = shown_state(instance)
        date = instance.date
        return {
            **context,
            "record": instance,
            "room": room_of(instance.kind),
            "reading": instance.reading,
            "date": spell_label(date_label(date, content_language())) if date.edtf else "",
            "state": state,
            "state_icon": icon,
            "state_tone": tone,
            "embargo_over": instance.access == Access.EMBARGO and bool(
                instance.embargo_until and instance.embargo_until <= today
            ),
        }  # fmt: skip


class RecordTitleColumn(TitleColumn):
    """The title with numbers and the last change under it."""

    cell_template_name = "catalog/cms/title_cell.html"


class RecordIndexView(IndexView):
    """The list of records."""

    search_fields = ["original_title"]
    default_ordering = "-created_at"

    def get_base_queryset(self) -> QuerySet[Record]:
        """Return every record with the title to sort by."""
        code = content_language()
        wanted = [f"title_{code}", *TITLES]
        given = (NullIf(F(name), Value(""), output_field=CharField()) for name in dict.fromkeys(wanted))
        shown = Coalesce(*given, Value(""), output_field=CharField())
        records: QuerySet[Record] = for_display(Record.objects.all()).annotate(shown_title=shown)
        return records.select_related(
            "collection", "document_facts", "photo_facts", "recording_facts", "latest_revision__user"
        )

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """Return the columns."""
        checkbox = super().columns[0]
        title_class = self._get_title_column_class(RecordTitleColumn)
        title = title_class(
            "title",
            label=_("Title"),
            accessor=str,
            sort_key="shown_title",
            get_url=self.get_edit_url,
            get_title_id=lambda record: f"snippet_{record.pk}_title",
        )
        cell = "catalog/cms/{}_cell.html".format
        return [
            checkbox,
            ThumbnailColumn("thumbnail", label=""),
            title,
            RecordColumn("kind", cell("kind"), label=_("Kind"), sort_key="kind"),
            RecordColumn("date", cell("date"), label=_("Date"), sort_key="date_earliest"),
            RecordColumn("access", cell("access"), label=_("Who sees it"), sort_key="access"),
            RecordColumn("state", cell("state"), label=_("State"), sort_key="live"),
            RecordColumn("files", cell("reading"), label=_("Files")),
            RecordColumn("created", cell("created"), label=_("Added"), sort_key="created_at"),
        ]

    def order_queryset(self, queryset: QuerySet[Record]) -> QuerySet[Record]:
        """Order, undated records last, ties by key."""
        name = str(self.ordering or "-created_at")
        field = F(name.lstrip("-"))
        ordered = field.desc(nulls_last=True) if name.startswith("-") else field.asc(nulls_last=True)
        return queryset.order_by(ordered, "-pk")

    def search_queryset(self, queryset: QuerySet[Record]) -> QuerySet[Record]:
        """Search titles in all languages, numbers and permanent ids."""
        return search_records(queryset, self.search_query) if self.is_searching else queryset

    def get_list_more_buttons(self, instance: Record) -> list[Any]:
        """Offer the record's public page too."""
        found: list[Any] = super().get_list_more_buttons(instance)
        return [*found, Button(gettext("View on site"), url=instance.get_absolute_url(), icon_name="view", priority=5)]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how far the files of this page of the list are read, and all files together."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        listed = list(context["object_list"])
        found = readings(listed)
        for record in listed:
            record.reading = found[record.pk]
        context["object_list"] = listed
        context["table"] = self.get_table(listed)
        context["progress"] = reading_progress()
        return context


def progress_banner(request: Any) -> TemplateResponse:
    """Return the banner on how far all reading has come, for polling."""
    return TemplateResponse(request, "catalog/cms/progress.html", {"progress": reading_progress()})
