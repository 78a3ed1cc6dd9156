"""Export many records at once with their files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from catalog.cms.bulk import RecordBulkAction
from catalog.errors import NotPossible
from catalog.models import Record
from catalog.operations.bags.ask_for_bag import ask_for_bag


class BagForm(forms.Form):
    """Name the export and say what goes in beside the present files."""

    title = forms.CharField(label=_("Name of the export"), max_length=200)
    has_texts = forms.BooleanField(label=_("Recognized text and transcripts too"), required=False, initial=True)
    has_versions = forms.BooleanField(label=_("Earlier versions of files too"), required=False)


class ExportAction(RecordBulkAction):
    """Pack the files and descriptions of each into one bag to take away."""

    display_name = _("Export")
    action_type = "export_records"
    aria_label = _("Export selected records with their files")
    question = _(
        "Files and descriptions of these records are packed into one archive (BagIt) in the background. "
        "You find it under Reports, Exports."
    )
    button = _("Export")
    form_class = BagForm
    action_priority = 35

    def check_perm(self, record: Record) -> bool:
        """Ask for the right to take files away."""
        return bool(super().check_perm(record) and self.request.user.has_perm("catalog.add_bagexport"))

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Order the export."""
        keys = [record.pk for record in objects]
        try:
            ask_for_bag(**kwargs["form"].cleaned_data, record_ids=keys, user=kwargs["user"])
        except NotPossible as error:
            messages.error(kwargs["self"].request, gettext(str(error)))
            return 0, 0
        return len(keys), 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        words = ngettext("%(count)s record is being exported.", "%(count)s records are being exported.", count)
        return words % {"count": count}
