"""Answer a list of names or queries with a table, or with the same as CSV."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from catalog.access import audience_of
from catalog.models import Record
from catalog.web.throttle import is_over_limit
from search.finding.batch import MOST_LINES, answer_lines
from search.finding.batch_csv import csv_rows
from search.finding.lines import FileTooLarge, Lines, lines_of, lines_of_file
from search.web.state import SearchState

MOST_IN_TABLE = 100
"""Lines answered on the page itself, within the time a reader waits; the file holds all, as it streams."""
LISTS = 10
WINDOW_SECONDS = 600
LONGEST_TEXT = 200_000


class _ListField(forms.CharField):
    """A text that programs may have pasted, with signs no text has."""

    def to_python(self, value: Any) -> Any:
        """Return the text, blanks for what is no sign."""
        return super().to_python(value.replace("\x00", " ") if isinstance(value, str) else value)


class BatchForm(forms.Form):
    """A list, pasted or in a file."""

    lines = _ListField(
        label=_("One name or query a line"),
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    upload = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("Text, or CSV with the names in the first column; at most 256 KB."),
    )
    as_phrases = forms.BooleanField(label=_("Each line is a phrase: its words stand together"), required=False)
    exact = forms.BooleanField(label=_("Exactly as typed"), required=False)

    def clean(self) -> dict[str, Any]:
        """Read the list, from the file where there is one."""
        given = super().clean() or self.cleaned_data
        upload: UploadedFile[bytes] | None = given.get("upload")
        try:
            read = lines_of_file(upload.read(), upload.name or "") if upload else lines_of(given.get("lines") or "")
        except FileTooLarge:
            self.add_error("upload", gettext("The file is larger than 256 KB."))
            return given
        if not read.texts and not self.errors:
            raise forms.ValidationError(gettext("Paste a list or choose a file."))
        return {**given, "read": read}


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponseBase:
    """Show the form; sent, answer with a table, or with a file where that was asked."""
    if request.method != "POST":
        return render(request, "search/batch.html", {"form": BatchForm(), "most": MOST_LINES})
    # A list is up to 500 searches, so who is logged in is counted too.
    if is_over_limit("batch", request, limit=LISTS, window_seconds=WINDOW_SECONDS):
        response = render(request, "429.html", status=429)
        response["Retry-After"] = str(WINDOW_SECONDS)
        return response
    form = BatchForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "search/batch.html", {"form": form, "most": MOST_LINES}, status=422)
    return _file(request, form) if "csv" in request.POST else _table(request, form)


def _answers(request: HttpRequest, form: BatchForm, texts: tuple[str, ...]) -> Any:
    given = form.cleaned_data
    return answer_lines(texts, audience_of(request.user), exactly=given["exact"], as_phrases=given["as_phrases"])


def _file(request: HttpRequest, form: BatchForm) -> StreamingHttpResponse:
    def address_of(record: Record) -> str:
        return request.build_absolute_uri(reverse("permalink", args=[record.pid]))

    answers = _answers(request, form, form.cleaned_data["read"].texts)
    response = StreamingHttpResponse(csv_rows(answers, address_of), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="batch.csv"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def _table(request: HttpRequest, form: BatchForm) -> HttpResponse:
    read: Lines = form.cleaned_data["read"]
    exactly = form.cleaned_data["exact"]
    answers = list(_answers(request, form, read.texts[:MOST_IN_TABLE]))
    rows = [(answer, SearchState(query=answer.read_as, exactly=exactly).url()) for answer in answers]
    # The list comes back in the field, also out of a file, so that the file of answers can be asked for at once.
    again = BatchForm(initial={**form.cleaned_data, "upload": None, "lines": "\n".join(read.texts)})
    context = {
        "form": again,
        "rows": rows,
        "most": MOST_LINES,
        "is_away": any(answer.is_away for answer in answers),
        "remarks": _remarks(read),
    }
    response = render(request, "search/batch.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _remarks(read: Lines) -> list[str]:
    remarks = []
    if len(read.texts) > MOST_IN_TABLE:
        remarks.append(
            gettext("The table shows the first %(shown)s of %(all)s lines; the file holds all.")
            % {"shown": MOST_IN_TABLE, "all": len(read.texts)}
        )
    if read.left_out:
        remarks.append(
            ngettext(
                "%(count)s line beyond %(most)s was left out.",
                "%(count)s lines beyond %(most)s were left out.",
                read.left_out,
            )
            % {"count": read.left_out, "most": MOST_LINES}
        )
    return remarks
