"""Ask in which languages pages are to be read; only those the site can read are offered."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.extract.errors import ExtractError
from archive.extract.ocr import readable_languages
from archive.limits import ocr_settings
from catalog.templatetags.spelling import spelled
from catalog.vocabulary.languages import label


def language_choices() -> list[tuple[str, str]]:
    """Return the languages whose models are installed, by tag and name; none where the reader is missing."""
    try:
        tags = readable_languages(ocr_settings())
    except ExtractError:
        return []
    return [(tag, str(spelled(label(tag, get_language() or "")))) for tag in tags]


class ReadingForm(forms.Form):
    """Choose languages; none lets each page decide."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the pages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=language_choices,
        help_text=_(
            "Choose none and each page decides by what stands on it. With languages chosen, the image is read in "
            "these and no others, even where a PDF brings a text of its own. Pages with corrected text are left alone."
        ),
    )
