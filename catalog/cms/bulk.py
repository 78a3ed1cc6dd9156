"""Act on many records at once: publish, unpublish, change access, put into a collection, read again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from archive.operations.read_again import Again
from catalog.choices import Access
from catalog.cms.reading_form import ReadingForm
from catalog.models import Collection, Record
from catalog.operations.change_access import change_access
from catalog.operations.place_records import place_records
from catalog.operations.publish_record import RecordNotWhole, publish_record
from catalog.operations.read_records_again import read_records_again
from catalog.operations.unpublish_record import unpublish_record
from catalog.tasks import read_again

SHOWN_REASONS = 5
AT_ONCE = 50


class RecordBulkAction(SnippetBulkAction):
    """What the bulk actions on records share."""

    models = [Record]
    template_name = "catalog/cms/bulk_action.html"
    permission = "change"
    question: Any = ""
    button: Any = ""

    def check_perm(self, record: Record) -> bool:
        """Ask Wagtail's policy."""
        return bool(self.permission_policy.user_has_permission_for_instance(self.request.user, self.permission, record))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the words of this action."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "title": self.display_name, "question": self.question, "button": self.button}

    def get_execution_context(self) -> dict[str, Any]:
        """Give the action its form and user."""
        return {**super().get_execution_context(), "user": self.request.user, "form": self.cleaned_form}


class PublishAction(RecordBulkAction):
    """Publish the latest draft of each."""

    display_name = _("Publish")
    action_type = "publish_records"
    aria_label = _("Publish selected records")
    permission = "publish"
    question = _("Publish these records with their latest changes? Who sees them is set by their access.")
    button = _("Publish")
    action_priority = 10

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Publish what is whole; say of the rest what is missing."""
        view, done, refused = kwargs["self"], 0, []
        for record in objects:
            try:
                done += publish_record(record=record, user=kwargs["user"])
            except RecordNotWhole as error:
                refused.append(str(error))
        for reason in refused[:SHOWN_REASONS]:
            messages.error(view.request, gettext("Not published: %(reason)s") % {"reason": reason})
        if len(refused) > SHOWN_REASONS:
            left = len(refused) - SHOWN_REASONS
            more = ngettext(
                "%(count)s more record was not published.", "%(count)s more records were not published.", left
            )
            messages.error(view.request, more % {"count": left})
        return done, 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        return ngettext("%(count)s record published.", "%(count)s records published.", count) % {"count": count}


class UnpublishAction(RecordBulkAction):
    """Take each back to a draft."""

    display_name = _("Unpublish")
    action_type = "unpublish_records"
    aria_label = _("Unpublish selected records")
    permission = "publish"
    question = _("Unpublish these records? They and their files are then seen by staff only.")
    button = _("Unpublish")
    action_priority = 15

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Unpublish each."""
        return sum(unpublish_record(record=record, user=kwargs["user"]) for record in objects), 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        return ngettext("%(count)s record unpublished.", "%(count)s records unpublished.", count) % {"count": count}


class AccessForm(forms.Form):
    """Choose an access level and, for an embargo, its day."""

    access = forms.ChoiceField(label=_("Who sees the records and their files"), choices=Access.choices,
                               widget=forms.RadioSelect)  # fmt: skip
    embargo_until = forms.DateField(
        label=_("Embargo until"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Public from this day on; only for an embargo."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask an embargo for its day."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("access") == Access.EMBARGO and not cleaned.get("embargo_until"):
            self.add_error("embargo_until", _("Give the day the embargo ends, or choose another access."))
        return cleaned


class ChangeAccessAction(RecordBulkAction):
    """Set who sees each; acts at once, on drafts too."""

    display_name = _("Change access")
    action_type = "change_access"
    aria_label = _("Change access of selected records")
    permission = "publish"
    question = _("This acts at once, on the published records and on changes that wait.")
    button = _("Change access")
    form_class = AccessForm
    action_priority = 20

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Change each."""
        said = kwargs["form"].cleaned_data
        changed = change_access(
            records=objects, access=said["access"], embargo_until=said["embargo_until"], user=kwargs["user"]
        )
        return changed, 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        words = ngettext("Access of %(count)s record changed.", "Access of %(count)s records changed.", count)
        return words % {"count": count}


class CollectionForm(forms.Form):
    """Choose a collection, or none."""

    collection: forms.ModelChoiceField[Collection] = forms.ModelChoiceField(
        label=_("Collection"), queryset=Collection.objects.all(), required=False, empty_label=_("In no collection")
    )


class PlaceAction(RecordBulkAction):
    """Put each into a collection."""

    display_name = _("Put into a collection")
    action_type = "place_records"
    aria_label = _("Put selected records into a collection")
    question = _("Each record stands in one collection; it leaves the one it stands in now.")
    button = _("Put into the collection")
    form_class = CollectionForm
    action_priority = 25

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Move each."""
        collection = kwargs["form"].cleaned_data["collection"]
        return place_records(records=objects, collection=collection, user=kwargs["user"]), 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        return ngettext("%(count)s record moved.", "%(count)s records moved.", count) % {"count": count}


class ReadAgainAction(RecordBulkAction):
    """Have the pages of each read again, in languages told or as the page decides."""

    display_name = pgettext_lazy("action", "Read again")
    action_type = "read_again"
    aria_label = _("Read the pages of selected records again")
    question = _("The pages of these records are read again in the background; until then their earlier text stays.")
    button = pgettext_lazy("action", "Read again")
    form_class = ReadingForm
    action_priority = 30

    @classmethod
    def execute_action(cls, objects: list[Record], **kwargs: Any) -> tuple[int, int]:
        """Read a few at once; hand many to the worker."""
        keys, languages, user = (
            [record.pk for record in objects],
            kwargs["form"].cleaned_data["languages"],
            kwargs["user"],
        )
        if len(keys) > AT_ONCE:
            for start in range(0, len(keys), AT_ONCE):
                read_again.enqueue(keys[start : start + AT_ONCE], languages, user.pk)
            return len(keys), 0
        again = read_records_again(record_ids=keys, languages=languages, user=user)
        for said in sentences_of(again):
            messages.info(kwargs["self"].request, said)
        return len(keys), 0

    def get_success_message(self, count: int, _children: int) -> str:
        """Say how many."""
        return ngettext("%(count)s record is read again.", "%(count)s records are read again.", count) % {
            "count": count
        }


def sentences_of(again: Again) -> list[str]:
    """Say how many pages are read again, and how many people have corrected and are left alone."""
    said = ngettext("%(count)s page will be read again.", "%(count)s pages will be read again.", again.pages)
    made = [said % {"count": again.pages}]
    if again.left_alone:
        left = ngettext(
            "%(count)s page with corrected text is left alone.",
            "%(count)s pages with corrected text are left alone.",
            again.left_alone,
        )
        made.append(left % {"count": again.left_alone})
    return made


ACTIONS = (PublishAction, UnpublishAction, ChangeAccessAction, PlaceAction, ReadAgainAction)
