"""Let staff add, edit and approve transcripts of a recording, passage by passage, beside the player."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import permission_required

from archive.choices import TranscriptKind, TranscriptSource
from archive.errors import CueChangedMeanwhile, CueRefused, TranscriptHeld
from archive.extract.transcripts import Cue as PlainCue
from archive.extract.transcripts import TranscriptError, clock
from archive.models import Cue, Transcript
from archive.operations.edit_cues import CueText, add_cue, change_cue, remove_cue
from archive.operations.manage_transcript import approve_transcript, describe_transcript, remove_transcript
from archive.operations.store_transcript import TranscriptOrder, store_transcript, store_transcript_file
from archive.queries import cues_of
from archive.reasons import reason_of
from catalog.cms.recordings import milliseconds, recording_or_404
from catalog.vocabulary.languages import language_choices

PER_PAGE = 50
LARGEST_READ = (10 << 20) + 1
SHOWN_CHANGES = 200


def _spoken_languages() -> list[tuple[str, str]]:
    return [("", _("Told from the text")), *language_choices(get_language() or "")]


class TranscriptForm(forms.Form):
    """A file, or none for a transcript to be typed; its language and kind."""

    file = forms.FileField(label=gettext_lazy("File (VTT, SRT or TXT)"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_spoken_languages, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=TranscriptKind.choices)


class CueForm(forms.Form):
    """One passage as it is typed."""

    start = forms.CharField(label=gettext_lazy("Start"), max_length=20, required=False)
    end = forms.CharField(label=gettext_lazy("End"), max_length=20, required=False)
    speaker = forms.CharField(label=gettext_lazy("Speaker"), max_length=100, required=False)
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea, required=False, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, is_timed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_timed = is_timed

    def clean(self) -> dict[str, Any]:
        """Read the times."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("start", "end"):
            found = milliseconds(cleaned.get(name, "")) if self.is_timed else 0
            if found is None:
                self.add_error(name, _("Write the time as 1:23 or 0:01:23.500."))
            cleaned[f"{name}_ms"] = found or 0
        return cleaned

    def said(self) -> CueText:
        """Return what was typed."""
        typed = self.cleaned_data
        return CueText(typed["start_ms"], typed["end_ms"], typed["text"], typed["speaker"])


def transcript_or_404(pk: int) -> Transcript:
    """Return a transcript with its recording; raises Http404."""
    found = Transcript.objects.select_related("recording", "approved_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@permission_required("catalog.change_record")
@require_POST
def add_transcript(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a transcript file for a recording, or begin an empty one to be typed."""
    recording = recording_or_404(pk)
    form = TranscriptForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(each) for found in form.errors.values() for each in found))
        return redirect("catalog_asset", recording.kind, pk)
    said, user = form.cleaned_data, request.user
    order = TranscriptOrder(language=said["language"], kind=said["kind"], source=TranscriptSource.PERSON)
    try:
        if said["file"]:
            content, name = said["file"].read(LARGEST_READ), said["file"].name
            made = store_transcript_file(recording_id=pk, content=content, name=name, order=order, user=user)  # type: ignore[arg-type]
        else:
            first = [PlainCue(0, 2_000, "…")]
            made = store_transcript(recording_id=pk, cues=first, order=order, user=user)  # type: ignore[arg-type]
    except TranscriptError as error:
        messages.error(request, f"{said['file'].name}: {reason_of(error)}")
        return redirect("catalog_asset", recording.kind, pk)
    except TranscriptHeld as held:
        messages.warning(request, _("This file is already a transcript of this recording."))
        return redirect("catalog_transcript", held.transcript_id)
    return redirect("catalog_transcript", made.pk)


@permission_required("catalog.change_record")
@require_safe
def transcript_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a transcript beside the player, each passage a form."""
    transcript = transcript_or_404(pk)
    return _page(request, transcript)


def _page(
    request: HttpRequest, transcript: Transcript, *, wrong: dict[int, CueForm] | None = None, status: int = 200
) -> HttpResponse:
    page: Page[Cue] = Paginator(cues_of(transcript.pk), PER_PAGE).get_page(request.GET.get("p"))
    recording = transcript.recording
    context = {
        "transcript": transcript,
        "recording": recording,
        "page": page,
        "rows": [(cue, (wrong or {}).get(cue.pk) or _form_of(cue, transcript)) for cue in page],
        "fresh": (wrong or {}).get(0) or _fresh_form(page, transcript),
        "settings_form": TranscriptForm(initial={"language": transcript.language, "kind": transcript.kind}),
        "player_url": reverse("recording-copy", args=[recording.uid]) if recording.proxy_name else "",
        "page_title": _("Transcript"),
    }
    return TemplateResponse(request, "catalog/cms/transcript.html", context, status=status)


def _form_of(cue: Cue, transcript: Transcript) -> CueForm:
    said = {"start": clock(cue.start_ms), "end": clock(cue.end_ms), "speaker": cue.speaker, "text": cue.text}
    return CueForm(initial={**said, "seen": cue.text}, is_timed=transcript.is_timed, auto_id=f"cue-{cue.pk}-%s")


def _fresh_form(page: Page[Cue], transcript: Transcript) -> CueForm:
    last = page.object_list[len(page.object_list) - 1] if page.object_list else None
    start_ms = last.end_ms if last else 0
    said = {"start": clock(start_ms), "end": clock(start_ms + 3_000)}
    return CueForm(initial=said, is_timed=transcript.is_timed, auto_id="cue-new-%s")


def _back(transcript: Transcript, request: HttpRequest, cue: Cue | None = None) -> HttpResponse:
    """Lead to the page of the transcript on which a passage stands now."""
    number = (cue.position - 1) // PER_PAGE + 1 if cue else request.GET.get("p", "1")
    place = f"#cue-{cue.pk}" if cue else ""
    return redirect(f"{reverse('catalog_transcript', args=[transcript.pk])}?p={number}{place}")


@permission_required("catalog.change_record")
@require_http_methods(["GET", "POST"])
def edit_cue(request: HttpRequest, pk: int, cue_id: int) -> HttpResponse:
    """Change or remove (``remove``) one passage."""
    transcript = transcript_or_404(pk)
    if request.method == "GET":
        return _back(transcript, request)
    cue = Cue.objects.filter(pk=cue_id, transcript=transcript).first()
    if cue is None:
        messages.warning(request, _("This passage is gone; somebody removed it."))
        return _back(transcript, request)
    if "remove" in request.POST:
        remove_cue(cue_id=cue_id, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The passage is removed; its text stays in the history."))
        return _back(transcript, request)
    form = CueForm(request.POST, is_timed=transcript.is_timed, auto_id=f"cue-{cue_id}-%s")
    if form.is_valid():
        try:
            seen, said = form.cleaned_data["seen"], form.said()
            return _back(transcript, request, change_cue(cue_id=cue_id, seen=seen, said=said, user=request.user))  # type: ignore[arg-type]
        except CueChangedMeanwhile:
            form.add_error(
                "text", _("Somebody else changed this passage meanwhile. It now says: “%(text)s”") % {"text": cue.text}
            )
            form.data = {**request.POST.dict(), "seen": cue.text}
        except CueRefused as refusal:
            form.add_error(refusal.field, _(refusal.message))
    return _page(request, transcript, wrong={cue_id: form}, status=422)


@permission_required("catalog.change_record")
@require_POST
def new_cue(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one passage."""
    transcript = transcript_or_404(pk)
    form = CueForm(request.POST, is_timed=transcript.is_timed, auto_id="cue-new-%s")
    if form.is_valid():
        try:
            after = transcript.cues.count() + 1
            cue = add_cue(transcript_id=pk, after=after, said=form.said(), user=request.user)  # type: ignore[arg-type]
            return _back(transcript, request, cue)
        except CueRefused as refusal:
            form.add_error(refusal.field, _(refusal.message))
    return _page(request, transcript, wrong={0: form}, status=422)


@permission_required("catalog.change_record")
@require_POST
def transcript_action(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve (``action=approve``), describe or remove a transcript."""
    transcript = transcript_or_404(pk)
    action = request.POST.get("action")
    if action == "approve":
        approve_transcript(transcript_id=pk, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The transcript is approved under your name."))
    elif action == "describe":
        form = TranscriptForm(request.POST)
        if form.is_valid():
            language = form.cleaned_data["language"] or transcript.language
            describe_transcript(transcript_id=pk, language=language, kind=form.cleaned_data["kind"])
            messages.success(request, _("Language and kind are set."))
    elif action == "remove":
        remove_transcript(transcript_id=pk, user=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The transcript is removed."))
        return redirect("catalog_asset", transcript.recording.kind, transcript.recording_id)
    return redirect("catalog_transcript", pk)


@permission_required("catalog.change_record")
@require_safe
def transcript_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what in a transcript."""
    transcript = transcript_or_404(pk)
    rows = transcript.changes.select_related("user")
    page = Paginator(rows, SHOWN_CHANGES).get_page(request.GET.get("p"))
    context = {"transcript": transcript, "page": page, "page_title": _("History of the transcript")}
    return TemplateResponse(request, "catalog/cms/transcript_history.html", context)
