"""Lay out the edit form of a record: tabs, and the panels that say what was understood or derived."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison, TextFieldComparison
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtailmedia.widgets import AdminMediaChooser

from catalog.choices import CONTENT_LANGUAGES
from catalog.cms.record_form import RecordForm
from catalog.delivery_queries import downloads_of
from catalog.kinds.registry import ROOMS
from catalog.kinds.room import Room
from catalog.models.facts import facts_of
from catalog.queries import readings
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.dates import ArchiveDate, date_label
from catalog.vocabulary.languages import label as language_label
from catalog.vocabulary.spelling import CYRILLIC, spell


def date_reading(value: ArchiveDate) -> str:
    """Return how a date was understood, in a sentence, or nothing for an empty one."""
    if not value.edtf:
        return ""
    words = {"date": spell_label(date_label(value, get_language() or "en"))}
    if not value.is_known:
        return gettext("Understood as: %(date)s.") % words
    words["year"] = str(value.sort_key[0].year)
    return gettext("Understood as %(date)s. Sorted by %(year)s.") % words


def spell_label(text: str) -> str:
    """Return an Uzbek label in the letters of the interface."""
    return spell(text, CYRILLIC) if get_language() == CYRILLIC else text


class DateReadingPanel(Panel):
    """Say under the date how it was understood; kept current as one types."""

    class BoundPanel(Panel.BoundPanel):
        """The line itself."""

        template_name = "catalog/cms/date_reading.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the sentence."""
            return {**super().get_context_data(parent_context), "reading": date_reading(self.instance.date)}


class DerivedCyrillicPanel(Panel):
    """Show the Cyrillic that is derived from the Uzbek title; it is never stored."""

    class BoundPanel(Panel.BoundPanel):
        """The derived title."""

        template_name = "catalog/cms/derived_cyrillic.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the derived title."""
            title = self.instance.title_uz or ""
            return {**super().get_context_data(parent_context), "derived": spell(title, CYRILLIC)}


class FilesPanel(Panel):
    """Show how far each file of a record has been read, with links to its pages and its log."""

    class BoundPanel(Panel.BoundPanel):
        """The files as they are now."""

        template_name = "catalog/cms/files_panel.html"

        def is_shown(self) -> bool:
            """Show nothing for a record not saved yet."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the rows and the sum."""
            rows = self.instance.record_assets.all()
            reading = readings([self.instance])[self.instance.pk]
            assets = [row.asset for row in rows if any((row.photo_id, row.document_id, row.recording_id))]
            return {**super().get_context_data(parent_context), "assets": assets, "reading": reading}


class DownloadsPanel(Panel):
    """Show how often the files of a record were taken away, and for what."""

    class BoundPanel(Panel.BoundPanel):
        """The counts of the last twelve months."""

        template_name = "catalog/cms/downloads_panel.html"

        def is_shown(self) -> bool:
            """Show nothing for a record not saved yet."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Give the counts and what readers stated last."""
            return {**super().get_context_data(parent_context), **downloads_of(self.instance)}


class LanguagesPanel(FieldPanel):
    """The languages field, compared by name in the history."""

    def get_comparison_class(self) -> type[FieldComparison]:
        """Compare names of languages."""
        return LanguagesComparison


class LanguagesComparison(TextFieldComparison):
    """Compare two lists of languages as words."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        super().__init__(field, obj_a, obj_b)
        self.val_a: str = self._say(field.value_from_object(obj_a))
        self.val_b: str = self._say(field.value_from_object(obj_b))

    @staticmethod
    def _say(tags: list[str] | None) -> str:
        return ", ".join(str(spelled(language_label(tag, get_language() or "en"))) for tag in tags or [])


class FactsComparison(TextFieldComparison):
    """Compare one fact of the kind between two revisions."""

    def __init__(self, field: Any, obj_a: Any, obj_b: Any) -> None:
        self.field, self.obj_a, self.obj_b = field, obj_a, obj_b
        self.val_a, self.val_b = (_said(facts_of(one).get(field.name)) for one in (obj_a, obj_b))


def _said(value: Any) -> str:
    return "" if value is None else str(value)


class FactsPanel(MultiFieldPanel):
    """Edit what only one kind knows, through the panels of that kind's room."""

    def __init__(self, room: Room, **kwargs: Any) -> None:
        kwargs.setdefault("heading", room.label)
        kwargs.setdefault("children", room.panels())
        super().__init__(**kwargs)
        self.room = room

    def clone_kwargs(self) -> dict[str, Any]:
        """Keep the room."""
        return {**super().clone_kwargs(), "room": self.room}

    def on_model_bound(self) -> None:
        """Bind the children to the kind's own model, not to the record."""
        self.children: list[Any] = [child.bind_to_model(self.room.facts_model) for child in self.children]

    def get_form_options(self) -> dict[str, Any]:
        """Ask nothing of the record's form: it carries a form of the facts."""
        return {}

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The facts of the record in hand."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            # A comparison has no form and is asked for both kinds of facts.
            own: Any = getattr(kwargs["form"], "facts_form", None)
            self.is_of_kind = own is not None and isinstance(own.instance, self.panel.room.facts_model)
            if self.is_of_kind:
                self.form: Any = own
                self.instance: Any = own.instance

        def is_shown(self) -> bool:
            """Show the panel of the record's own kind."""
            return self.is_of_kind

        def get_comparison(self) -> list[Any]:
            """Compare the facts two revisions hold."""
            return [partial(FactsComparison, child.db_field) for child in self.panel.children]


def _per_language(name: str) -> list[FieldPanel]:
    return [FieldPanel(f"{name}_{code}") for code in CONTENT_LANGUAGES]


def _titles() -> list[Any]:
    uz, ru, en = _per_language("title")
    return [FieldRowPanel([FieldPanel("original_title"), FieldPanel("original_language")]),
            uz, DerivedCyrillicPanel(), ru, en]  # fmt: skip


def record_edit_handler() -> TabbedInterface:
    """Return the tabs of the edit form."""
    description = [
        FieldPanel("kind"),
        MultiFieldPanel(_titles(), heading=_("Titles")),
        MultiFieldPanel(_per_language("description"), heading=_("Description")),
        MultiFieldPanel([FieldPanel("date_edtf"), DateReadingPanel()], heading=_("Date")),
        LanguagesPanel("languages"),
        *(FactsPanel(room) for room in ROOMS),
    ]
    names = [
        InlinePanel("record_agents", heading=_("People and organizations"), label=_("Person or organization")),
        FieldPanel("subjects"),
        FieldPanel("places"),
    ]
    place = [FieldPanel("collection"), InlinePanel("identifiers", heading=_("Numbers"), label=_("Number"))]
    access_help = _(
        "Who may see the record and its files. A change here counts once the record is published; "
        "“Change access” in the list of records acts at once. A file takes the strictest access of its records."
    )
    rights = [
        MultiFieldPanel(
            [FieldPanel("access"), FieldPanel("embargo_until")], heading=_("Access"), help_text=access_help
        ),
        FieldPanel("rights"),
        MultiFieldPanel(_per_language("credit_line"), heading=_("Credit line")),
        MultiFieldPanel(
            [FieldPanel("downloads"), FieldPanel("asks_purpose"), FieldPanel("keeps_location")], heading=_("Downloads")
        ),
        DownloadsPanel(heading=_("Taken away so far")),
    ]
    asset = [
        FieldPanel("photo"),
        FieldPanel("document"),
        FieldPanel("recording", widget=AdminMediaChooser),
        FieldPanel("is_representative"),
    ]
    files = [
        InlinePanel("record_assets", panels=asset, heading=_("Files"), label=_("File")),
        FilesPanel(heading=_("Reading")),
    ]
    tabs = [
        ObjectList(description, heading=_("Description")),
        ObjectList(names, heading=_("Names and subjects")),
        ObjectList(place, heading=_("Collection and numbers")),
        ObjectList(rights, heading=_("Rights and access")),
        ObjectList(files, heading=_("Files")),
    ]
    return TabbedInterface(tabs, base_form_class=RecordForm)
