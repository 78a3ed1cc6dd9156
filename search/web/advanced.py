"""Answer the advanced form: it writes a query in the language of the search box and leads to its results."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from search.query.composing import PeriodNotRead, Wishes, compose
from search.query.near import LARGEST_DISTANCE
from search.web.state import LONGEST_QUERY, SearchState, read_state

ROWS = 3
"""Rows of a field and its words; without JavaScript none can be added."""
LONGEST_ANSWER = 300
USUAL_DISTANCE = 5

FIELD_CHOICES = [
    ("title", _("Title")),
    ("names", _("Person or organization")),
    ("subjects", _("Subject")),
    ("places", _("Place")),
    ("identifiers", _("Number or code")),
    ("description", _("Description")),
    ("text", _("Text of pages")),
]


def _text(label: Any, *, longest: int = LONGEST_ANSWER, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=longest, help_text=hint)


class AdvancedForm(forms.Form):
    """What may be asked, each answer free to stay empty."""

    all_of = _text(_("All of these words"), longest=LONGEST_QUERY)
    phrase = _text(_("Just this phrase"))
    any_of = _text(_("Any of these words"))
    none_of = _text(_("None of these words"))
    near_a = _text(_("This word or phrase"))
    near_b = _text(_("and this one"))
    distance = forms.IntegerField(
        label=_("at most so many words apart"),
        required=False,
        min_value=1,
        max_value=LARGEST_DISTANCE,
        initial=USUAL_DISTANCE,
    )
    first = _text(_("Dated from"), longest=20, hint=_("A year, a month or a day: 1924, 1924-05, 17.05.1924"))
    last = _text(_("until"), longest=20)
    exact = forms.ChoiceField(
        label=_("Spelling"),
        required=False,
        choices=[("", _("Every spelling and word form")), ("1", _("Exactly as typed"))],
        widget=forms.RadioSelect,
        initial="",
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for row in range(1, ROWS + 1):
            choice = forms.ChoiceField(label=_("Where"), required=False, choices=FIELD_CHOICES)
            self.fields[f"field_{row}"] = choice
            self.fields[f"words_{row}"] = _text(_("Words"))
            self.initial.setdefault(f"field_{row}", FIELD_CHOICES[row - 1][0])

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the rows of a field and its words."""
        return [(self[f"field_{row}"], self[f"words_{row}"]) for row in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """Write the query; a date that is none is said at its field."""
        given = {name: value or "" for name, value in (super().clean() or self.cleaned_data).items()}
        wishes = Wishes(
            all_of=given.get("all_of", ""),
            phrase=given.get("phrase", ""),
            any_of=given.get("any_of", ""),
            none_of=given.get("none_of", ""),
            near=(given.get("near_a", ""), given.get("near_b", "")),
            distance=int(given.get("distance") or USUAL_DISTANCE),
            in_fields=tuple(
                (given.get(f"field_{row}", ""), given.get(f"words_{row}", "")) for row in range(1, ROWS + 1)
            ),
            first=given.get("first", ""),
            last=given.get("last", ""),
        )
        try:
            query = compose(wishes)
        except PeriodNotRead as error:
            field = "first" if error.text == wishes.first.strip() else "last"
            self.add_error(field, gettext("“%(text)s” was not understood as a date.") % {"text": error.text})
            return given
        if not query and not self.errors:
            raise forms.ValidationError(gettext("Fill in at least one field."))
        if len(query) > LONGEST_QUERY:
            raise forms.ValidationError(gettext("This is too much for one query; leave something out."))
        return {**given, "query": query}


@require_safe
def advanced(request: HttpRequest) -> HttpResponse:
    """Show the form, begun with the query of the search box; sent, lead to the results of what it says."""
    if "go" not in request.GET:
        state = read_state(request.GET)
        form = AdvancedForm(initial={"all_of": state.query, "exact": "1" if state.exactly else ""})
        return render(request, "search/advanced.html", {"form": form})
    form = AdvancedForm(request.GET)
    if form.is_valid():
        exactly = form.cleaned_data["exact"] == "1"
        return redirect(SearchState(query=form.cleaned_data["query"], exactly=exactly).url())
    return render(request, "search/advanced.html", {"form": form}, status=422)
