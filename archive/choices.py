"""List the states and event names of the archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AssetKind(models.TextChoices):
    """Say which of the three models an asset is."""

    PHOTO = "photo", _("Photo")
    DOCUMENT = "document", _("Document")
    RECORDING = "recording", _("Recording")


class AssetState(models.TextChoices):
    """Say how far the reading of a file has come."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being read")
    READY = "ready", _("Ready")
    LOCKED = "locked", _("Needs a password")
    FAILED = "failed", _("Failed")


class PageState(models.TextChoices):
    """Say how far the reading of one page has come; a parked page failed and waits for a person.

    A page that is gone stood in a file that another has replaced; it is kept for what people wrote in it.
    """

    WAITING = "waiting", _("Waiting")
    READING = "reading", _("Being read")
    READY = "ready", _("Ready")
    PARKED = "parked", _("Parked")
    GONE = "gone", _("Not in the present file")


class PreparationStep(models.TextChoices):
    """Name what is made of a recording, in this order."""

    POSTER = "poster", _("Picture")
    WAVEFORM = "waveform", _("Picture of the sound")
    PROXY = "proxy", _("Copy for browsers")


class TranscriptKind(models.TextChoices):
    """Say what a transcript is meant for."""

    TRANSCRIPT = "transcript", _("Transcript")
    CAPTIONS = "captions", _("Subtitles")
    TRANSLATION = "translation", _("Translation")


class TranscriptSource(models.TextChoices):
    """Say where a transcript comes from."""

    FILE = "file", _("From a file")
    PERSON = "person", _("Written by a person")
    MACHINE = "machine", _("Made by machine")


class RecognitionState(models.TextChoices):
    """Say how far an order to write down speech is."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being heard")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Called off")


class CueAction(models.TextChoices):
    """Name what a person did to a passage."""

    CHANGED = "changed", _("Changed")
    ADDED = "added", _("Added")
    REMOVED = "removed", _("Removed")


class WorkVerb(models.TextChoices):
    """Name what is done with many tasks or failures at once."""

    RETRY = "retry", _("Try again")
    CALL_OFF = "call_off", _("Call off")


class EventName(models.TextChoices):
    """Name what can happen to an asset."""

    DEPOSITED = "deposited", _("Deposited")
    DUPLICATE_REFUSED = "duplicate_refused", _("Duplicate refused")
    METADATA_READ = "metadata_read", _("Metadata read")
    PAGES_COUNTED = "pages_counted", _("Pages counted")
    PAGE_PARKED = "page_parked", _("Page parked")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    RENDITIONS_MADE = "renditions_made", _("Renditions made")
    READ_AGAIN = "read_again", _("Read again")
    TEXT_CORRECTED = "text_corrected", _("Text corrected")
    READING_KEPT = "reading_kept", _("New reading kept aside")
    TEXT_ATTACHED = "text_attached", _("Text made elsewhere attached")
    TEXT_REFUSED = "text_refused", _("Text made elsewhere refused")
    REREAD_FAILED = "reread_failed", _("Reading again failed")
    POSTER_CHOSEN = "poster_chosen", _("Picture chosen")
    TRANSCRIPT_ADDED = "transcript_added", _("Transcript added")
    TRANSCRIPT_REFUSED = "transcript_refused", _("Transcript refused")
    TRANSCRIPT_APPROVED = "transcript_approved", _("Transcript approved")
    DOWNLOAD_MADE = "download_made", _("Copy for download made")
    TRANSCRIPT_REMOVED = "transcript_removed", _("Transcript removed")
    COPY_MADE = "copy_made", _("Copy for reading made")
    PROGRAM_AWAITED = "program_awaited", _("Waits for a program")
    PASSWORD_TRIED = "password_tried", _("Password tried")
    LOCKED = "locked", _("Needs a password")
    UNLOCKED = "unlocked", _("Opened with a password")
    FIXITY_FAILED = "fixity_failed", _("Fixity check failed")
    FIXITY_CONFIRMED = "fixity_confirmed", _("Found intact")
    FILE_REPLACED = "file_replaced", _("File replaced")
    VERSION_RESTORED = "version_restored", _("Earlier file restored")
    REPLACEMENT_REFUSED = "replace_refused", _("Replacement refused")
    METADATA_ATTACHED = "metadata_attached", _("Metadata beside the file attached")
    METADATA_REFUSED = "metadata_refused", _("Metadata beside the file refused")
    LIKENESS_DECIDED = "likeness_decided", _("Compared with a similar photo")


class WaitingWork(models.TextChoices):
    """Name what is done once a missing program is there."""

    EXAMINE = "examine", _("Examining the file")
    READ = "read", _("Reading the page")
    REREAD = "reread", _("Reading the page again")
    POSTER = "poster", _("Cutting the picture")
    HEAR = "hear", _("Writing down what is said")


class VersionOrigin(models.TextChoices):
    """Say how a state of a page's words came to be."""

    READ = "read", _("Read by machine")
    CORRECTED = "corrected", _("Corrected")
    RESTORED = "restored", _("Gone back to an earlier version")
    TAKEN = "taken", _("New reading taken over")


class FixityState(models.TextChoices):
    """Say how a stored original was when its checksum was last taken."""

    UNCHECKED = "unchecked", _("Not checked yet")
    INTACT = "intact", _("Intact")
    CHANGED = "changed", _("Changed")
    MISSING = "missing", _("Missing")
    UNREADABLE = "unreadable", _("Unreadable")


class ReplacementState(models.TextChoices):
    """Say what became of a file that is to take the place of another."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being examined")
    DONE = "done", _("Replaced")
    REFUSED = "refused", _("Not taken")


class Likeness(models.TextChoices):
    """Say what two photos that look alike are."""

    OPEN = "open", _("Not decided")
    DIFFERENT = "different", _("Different pictures")
    SAME = "same", _("The same picture")
