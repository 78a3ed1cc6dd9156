"""Put collections and authority entries (agents, subjects, places) into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from catalog.choices import CONTENT_LANGUAGES
from catalog.cms.fields import LinesField
from catalog.models import Agent, Collection, Place, Subject
from catalog.queries import case_variants


class NamedForm(WagtailAdminModelForm):
    """Ask for a name in at least one language; make the short name from it when none is given."""

    named_by = "label"
    any_letters = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        if not self.instance.pk:
            self.fields["slug"].help_text = _("Made from the name when left empty.")

    def clean(self) -> dict[str, Any]:
        """Make the short name; raises errors that name the field."""
        cleaned: dict[str, Any] = super().clean()
        names = [cleaned.get(f"{self.named_by}_{code}") or "" for code in CONTENT_LANGUAGES]
        if not any(names):
            self.add_error(f"{self.named_by}_uz", _("Give the name in at least one language."))
        elif not cleaned.get("slug") and "slug" not in self.errors:
            self._make_slug(cleaned, names)
        return cleaned

    def _make_slug(self, cleaned: dict[str, Any], names: list[str]) -> None:
        made = next(filter(None, (slugify(name, allow_unicode=self.any_letters)[:60] for name in names)), "")
        taken = type(self.instance)._default_manager.exclude(pk=self.instance.pk).filter(slug=made).exists()
        if not made or taken:
            self.add_error("slug", _("Give a short name: none could be made from the name that is not taken."))
        cleaned["slug"] = made


class AuthorityForm(NamedForm):
    """Edit an agent, subject or place; other names stand one a line."""

    variants = LinesField(label=_("other names"))


class CollectionForm(NamedForm):
    """Edit a collection; its short name is typed in commands, so in Latin letters."""

    named_by = "title"
    any_letters = False


class NamedIndexView(IndexView):
    """List entries with their names in each language and how many records use each."""

    search_fields = ["slug"]
    named_by = "label"
    uses = "records"

    def get_base_queryset(self) -> QuerySet[Any]:
        """Count the records in the same query."""
        found: QuerySet[Any] = super().get_base_queryset()
        counted: QuerySet[Any] = found.annotate(record_count=Count(self.uses, distinct=True))
        return counted

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search names in all languages and short names."""
        if not self.is_searching:
            return queryset
        wanted = Q(slug__icontains=self.search_query)
        for written in case_variants(self.search_query):
            for code in CONTENT_LANGUAGES:
                wanted |= Q(**{f"{self.named_by}_{code}__icontains": written})
        narrowed: QuerySet[Any] = queryset.filter(wanted)
        return narrowed


class AgentIndexView(NamedIndexView):
    """Agents are tied to records by a role."""

    uses = "record_agents__record"


class CollectionIndexView(NamedIndexView):
    """Collections have titles."""

    named_by = "title"


class NamedViewSet(SnippetViewSet):
    """What the viewsets of named things share."""

    named_by = "label"
    form_base: type[NamedForm] = AuthorityForm
    index_view_class = NamedIndexView
    list_per_page = 50
    copy_view_enabled = False

    @property
    def list_display(self) -> list[Any]:
        """Return the columns."""
        names = {"uz": _("Uzbek"), "ru": _("Russian"), "en": _("English")}
        per_language = [Column(f"{self.named_by}_{code}", label=names[code], sort_key=f"{self.named_by}_{code}")
                        for code in CONTENT_LANGUAGES]  # fmt: skip
        count = NumberColumn("record_count", label=_("Records"), sort_key="record_count")
        return ["__str__", *per_language, count, Column("slug", label=_("Short name"), sort_key="slug")]

    @property
    def edit_handler(self) -> ObjectList:
        """Return the model's panels with our form."""
        model: type[Model] = self.model
        return ObjectList(model.panels, base_form_class=self.form_base)  # type: ignore[attr-defined]


class AgentViewSet(NamedViewSet):
    """People and organizations."""

    model = Agent
    icon = "group"
    index_view_class = AgentIndexView
    base_url_path = "names/agents"
    list_filter = ["type"]


class SubjectViewSet(NamedViewSet):
    """Subjects."""

    model = Subject
    icon = "tag"
    base_url_path = "names/subjects"


class PlaceViewSet(NamedViewSet):
    """Places."""

    model = Place
    icon = "site"
    base_url_path = "names/places"


class NamesGroup(SnippetViewSetGroup):
    """The authority entries under one menu entry."""

    items = (AgentViewSet, SubjectViewSet, PlaceViewSet)
    menu_label = _("Names and subjects")
    menu_icon = "group"
    menu_name = "names"
    menu_order = 130
    add_to_admin_menu = True


class CollectionViewSet(NamedViewSet):
    """Collections."""

    model = Collection
    icon = "folder-open-inverse"
    menu_order = 120
    menu_name = "record-collections"
    add_to_admin_menu = True
    index_view_class = CollectionIndexView
    named_by = "title"
    form_base = CollectionForm
    base_url_path = "record-collections"
