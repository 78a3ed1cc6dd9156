"""Take a record from its edit form: keep apart what a person changed and what a file filled in meanwhile."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import modelform_factory
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalog.choices import CONTENT_LANGUAGES, Access, language_choices
from catalog.cms.fields import AuthorityField
from catalog.kinds.registry import kind_choices, room_of
from catalog.models import Place, Record, Subject
from catalog.models.facts import fact_names, facts_of, stored_facts
from catalog.vocabulary.dates import DateNotUnderstood, date_label, parse_date

FILLED = (
    "original_title",
    *(f"{name}_{code}" for name in ("title", "description", "credit_line") for code in CONTENT_LANGUAGES),
    "date_edtf",
    "languages",
    "subjects",
    "places",
)
"""Fields that reading a file may fill while somebody has the form open."""


def plain(value: Any) -> Any:
    """Return a field's value as comparable JSON: text, or a sorted list of texts."""
    if hasattr(value, "all"):
        value = value.all()
    if value is None or isinstance(value, str):
        # Browsers send line ends as CR LF.
        return (value or "").replace("\r\n", "\n").strip()
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, (int, float)):
        return str(value)
    return sorted(plain(one) for one in value)


class SeenField(forms.CharField):
    """What the form showed when it was opened, as JSON; never a change in itself."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say no."""
        return False


class RecordForm(WagtailAdminModelForm):
    """Edit a record; every field a person changes enters ``edited_fields`` and is never overwritten by a file."""

    kind = forms.ChoiceField(label=_("kind"), choices=kind_choices)
    languages = forms.MultipleChoiceField(
        label=_("languages"),
        choices=language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Languages of the thing itself; found by reading when left empty."),
    )
    subjects = AuthorityField(Subject.objects.all(), label=_("subjects"))
    places = AuthorityField(Place.objects.all(), label=_("places"))
    seen = SeenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._touched: set[str] = set()
        self._before = {name: self._held(name) for name in FILLED}
        if "kind" in self.fields and self.instance.pk:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("Set when the record was made.")
        self.initial["date_edtf"] = _written(self.instance.date_edtf)
        self.facts_form = self._make_facts_form()
        self.initial["seen"] = self._snapshot()

    def _held(self, name: str) -> Any:
        value = getattr(self.instance, name)
        return list(value.all()) if hasattr(value, "all") else value

    def _snapshot(self) -> str:
        shown = {name: plain(self._held(name)) for name in FILLED}
        return json.dumps({**shown, "facts": {name: plain(value) for name, value in facts_of(self.instance).items()}})

    def _make_facts_form(self) -> forms.ModelForm[Any] | None:
        if not self.instance.pk:
            return None
        room = room_of(self.instance.kind)
        row = stored_facts(self.instance, room) or room.facts_model()
        for name, value in facts_of(self.instance).items():
            setattr(row, name, value)
        made: Any = modelform_factory(room.facts_model, form=WagtailAdminModelForm, fields=fact_names(room))
        found: forms.ModelForm[Any] = made(
            self.data if self.is_bound else None, instance=row, prefix="facts", for_user=self.for_user
        )
        return found

    def is_valid(self) -> bool:
        """Check the kind's own facts as well."""
        valid = super().is_valid()
        return valid and (self.facts_form is None or self.facts_form.is_valid())

    def has_changed(self) -> bool:
        """Say whether anything changed, facts included."""
        return super().has_changed() or bool(self.facts_form and self.facts_form.has_changed())

    def clean_date_edtf(self) -> str:
        """Return the date as EDTF."""
        try:
            return parse_date(self.cleaned_data["date_edtf"] or "").edtf
        except DateNotUnderstood as error:
            raise forms.ValidationError(gettext(error.message) % error.params) from error

    def clean(self) -> dict[str, Any]:
        """Keep what came from the file since the form was opened; ask an embargo for its day."""
        cleaned: dict[str, Any] = super().clean()
        seen = self._seen()
        self._touched = set()
        for name in FILLED:
            if name not in cleaned:
                continue
            if plain(cleaned[name]) != seen.get(name, plain(self._before[name])):
                self._touched.add(name)
            else:
                cleaned[name] = self._before[name]
        if cleaned.get("access") == Access.EMBARGO:
            if not cleaned.get("embargo_until"):
                self.add_error("embargo_until", _("Give the day the embargo ends, or choose another access."))
        elif "embargo_until" in cleaned:
            cleaned["embargo_until"] = None
        return cleaned

    def _seen(self) -> dict[str, Any]:
        try:
            seen = json.loads(self.data.get("seen") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def save(self, commit: bool = True) -> Record:
        """Save, noting in the row itself what a person has edited: a draft may wait long to be published."""
        facts = self._changed_facts()
        record: Record = self.instance
        record.edited_fields = sorted({*record.edited_fields, *self._edited(), *facts})
        if facts:
            record.draft_facts = {**facts_of(record), **facts}
        saved: Record = super().save(commit=commit)
        if record.pk:
            Record.objects.filter(pk=record.pk).update(edited_fields=record.edited_fields)
        return saved

    def _changed_facts(self) -> dict[str, Any]:
        if self.facts_form is None:
            return {}
        shown = self._seen().get("facts", {})
        said = self.facts_form.cleaned_data
        return {name: said[name] for name in self.facts_form.changed_data if plain(said[name]) != shown.get(name)}

    def _edited(self) -> set[str]:
        """Return the names of what this save changes, against what was shown and against what is live."""
        stored = Record.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        edited = set(self._touched)
        for name in FILLED:
            # Going back to an older revision touches no field, and is an edit of every field that differs.
            if stored and name in self.cleaned_data and plain(self.cleaned_data[name]) != plain(getattr(stored, name)):
                edited.add(name)
        others = {name for name in self.changed_data if name not in FILLED and name != "kind"}
        return edited | others | {name for name, formset in self.formsets.items() if formset.has_changed()}

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """After a background save, compare the next one with what is stored now."""
        return [*super().get_field_updates_for_resave(), ("seen", self._snapshot())]


def _written(edtf: str) -> str:
    """Return a date as people write it in the language of the moment, where that reads back the same."""
    try:
        value = parse_date(edtf or "")
        label = date_label(value, get_language() or "en") if value.edtf else ""
        return label if parse_date(label).edtf == value.edtf else edtf
    except DateNotUnderstood:
        return edtf
