"""Give staff forms fields for lists of names: other spellings, and authority entries found as one types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.queries import authorities_named


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        kwargs.setdefault("help_text", _("One a line."))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the stored list as lines."""
        return "\n".join(str(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines as a list without blanks."""
        lines = (" ".join(line.split()) for line in str(value or "").splitlines())
        return [line for line in lines if line]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare lists, not their text."""
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class AuthorityPicker(forms.TextInput):
    """The chosen entries as boxes to untick, and a field that suggests entries; a typed name works without script."""

    def __init__(self, model: type[Model], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, Any]:
        """Return the ticked keys and what stands in the text field."""
        return {"keys": data.getlist(name) if hasattr(data, "getlist") else data.get(name, []),
                "typed": data.get(f"{name}-add", "")}  # fmt: skip

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say that an empty list is an answer too."""
        return False

    def id_for_label(self, id_: str) -> str:
        """Point the label at the text field."""
        return id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Return the widget; only the chosen entries are read from the database."""
        typed = value.get("typed", "") if isinstance(value, dict) else ""
        keys = value.get("keys", []) if isinstance(value, dict) else [getattr(one, "pk", one) for one in value or []]
        chosen = self.model._default_manager.filter(pk__in=[key for key in keys if str(key).isdigit()])
        context = {"name": name, "chosen": chosen, "typed": typed, "attrs": self.build_attrs(self.attrs, attrs),
                   "model_name": self.model._meta.model_name}  # fmt: skip
        return render_to_string("catalog/cms/authority_picker.html", context)


class AuthorityField(forms.ModelMultipleChoiceField[Any]):
    """Any number of agents, subjects or places, ticked or typed by name."""

    def __init__(self, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(queryset, widget=AuthorityPicker(queryset.model), required=False, **kwargs)
        self.model = queryset.model

    def prepare_value(self, value: Any) -> Any:
        """Keep what was typed when the form is shown again."""
        return value if isinstance(value, dict) else super().prepare_value(value)

    def clean(self, value: Any) -> Any:
        """Return the entries; raises ValidationError that says which name is not known and what to do."""
        if not isinstance(value, dict):
            return super().clean(value)
        keys = [*value["keys"], *(row.pk for row in self._typed(value["typed"]))]
        return super().clean(keys)

    def _typed(self, text: str) -> list[Model]:
        found = []
        for name in filter(None, (" ".join(part.split()) for part in text.split(";"))):
            known = authorities_named(self.model, name, exact=True).first()
            if known is None:
                message = gettext(
                    "There is no entry “%(name)s”. Choose one that is suggested, or add it under “%(menu)s” first."
                )
                menu = self.model._meta.verbose_name_plural
                raise forms.ValidationError(message % {"name": name, "menu": menu})
            found.append(known)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the keys."""
        if not isinstance(data, dict):
            return super().has_changed(initial, data)
        before = {str(getattr(one, "pk", one)) for one in initial or []}
        return bool(data["typed"].strip()) or before != set(data["keys"])
