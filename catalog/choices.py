"""List the access levels and roles of the catalog."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary.languages import languages
from catalog.vocabulary.rights import statements

CONTENT_LANGUAGES = ("uz", "ru", "en")


class Access(models.TextChoices):
    """Say who may see a record; an embargoed one is public from its date on."""

    PUBLIC = "public", _("Everyone")
    ACCREDITED = "accredited", _("Accredited journalists")
    STAFF = "staff", _("Staff only")
    EMBARGO = "embargo", _("Embargo until a date")


class DepositSource(models.TextChoices):
    """Say by which door the files of a deposit came."""

    UPLOAD = "upload", _("Upload in the browser")
    COMMAND = "command", _("Command line")
    WATCHED = "watched", _("Watched folder")


class DepositState(models.TextChoices):
    """Say how far a deposit has come."""

    LISTING = "listing", _("Files are being listed")
    WORKING = "working", _("Being taken in")
    ENDED = "ended", _("Ended")
    CANCELED = "canceled", _("Stopped")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class UndoScope(models.TextChoices):
    """Say whether a deposit is undone as a whole or not at all, or but for the records that people have touched."""

    WHOLE = "whole", _("The whole deposit")
    UNTOUCHED = "untouched", _("Untouched records only")


class FileOutcome(models.TextChoices):
    """Say what became of one file of a deposit; each file is in exactly one of these."""

    RECEIVING = "receiving", _("Being received")
    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Being taken in")
    INGESTED = "ingested", _("Taken in")
    DUPLICATE = "duplicate", _("Already held")
    ATTACHED = "attached", _("Kept with its file")
    REFUSED = "refused", _("Not taken in")
    UNPACKED = "unpacked", _("Unpacked")
    DROPPED = "dropped", _("Given up")
    UNDONE = "undone", _("Undone")


class BagState(models.TextChoices):
    """Say how far an export has come."""

    WORKING = "working", _("Being packed")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Stopped by trouble")
    CANCELED = "canceled", _("Called off")
    EXPIRED = "expired", _("Deleted after its time")


class BagPart(models.TextChoices):
    """Say what a file is to the bag it came in."""

    PAYLOAD = "payload", "payload"
    STRAY = "stray", "stray"
    ABOUT = "about", "about"
    TABLE = "table", "table"
    MISSING = "missing", "missing"


class ManifestState(models.TextChoices):
    """Say how far a manifest has come."""

    READING = "reading", _("Being read")
    READ = "read", _("Read; its columns are to be agreed on")
    CHECKING = "checking", _("Being tried")
    CHECKED = "checked", _("Tried; nothing is changed yet")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")
    FAILED = "failed", _("Could not be read")
    REPLACED = "replaced", _("Replaced by a later one")


class RowOutcome(models.TextChoices):
    """Say what became of one row of a manifest, or would."""

    UNSEEN = "unseen", _("Not looked at yet")
    READY = "ready", _("Would be applied")
    WAITING = "waiting", _("Waits for its file")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Not applied")


class AgentRole(models.TextChoices):
    """Say what an agent has to do with a record (MARC relator terms)."""

    CREATOR = "creator", pgettext_lazy("role", "Creator")
    PHOTOGRAPHER = "photographer", pgettext_lazy("role", "Photographer")
    AUTHOR = "author", pgettext_lazy("role", "Author")
    ISSUER = "issuer", pgettext_lazy("role", "Issuing body")
    DEPICTED = "depicted", pgettext_lazy("role", "Depicted")


class AgentType(models.TextChoices):
    """Say whether an agent is a person, a family or a body."""

    PERSON = "person", _("Person")
    FAMILY = "family", _("Family")
    BODY = "body", _("Organization")


class IdentifierScheme(models.TextChoices):
    """Name the kinds of local identifiers."""

    INVENTORY = "inventory", _("Inventory number")
    REFERENCE = "reference", _("Reference code")
    NEGATIVE = "negative", _("Negative number")
    OTHER = "other", _("Other number")


class CopySize(models.TextChoices):
    """Name the sizes in which a file leaves the house, smallest first; only photos have more than the original."""

    WEB = "web", pgettext_lazy("size", "For screens")
    PRINT = "print", pgettext_lazy("size", "For print")
    ORIGINAL = "original", pgettext_lazy("size", "Original size")


class DownloadRule(models.TextChoices):
    """Say who may take the files of a record away; empty leaves it to the site and the rights statement."""

    OPEN = "open", _("Whoever sees the record takes every size")
    STAFF = "staff", _("Staff only")

    __empty__ = _("By the rights statement and the site's rule")


class PurposeRule(models.TextChoices):
    """Say whether readers state what they take a file for; empty leaves it to the site and the rights statement."""

    ALWAYS = "always", _("Always ask")
    NEVER = "never", _("Never ask")

    __empty__ = _("By the rights statement and the site's rule")


class Purpose(models.TextChoices):
    """Say what a file is taken for."""

    PRESS = "press", _("Press use")
    RESEARCH = "research", _("Research")
    EDUCATION = "education", _("Education")
    PRIVATE = "private", _("Private use")
    OTHER = "other", pgettext_lazy("purpose", "Something else")


class CopyState(models.TextChoices):
    """Say how far a copy is."""

    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


def rights_choices() -> list[tuple[str, str]]:
    """Return code and label of every rights statement in the language of the moment."""
    language = content_language()
    return [(code, statement.label(language)) for code, statement in statements().items()]


def language_choices() -> list[tuple[str, str]]:
    """Return tag and name of every known language in the language of the moment."""
    language = content_language()
    return [(tag, known.label(language)) for tag, known in languages().items()]


def content_language(code: str | None = None) -> str:
    """Return the content language (uz, ru or en) that an interface language reads."""
    wanted = (code or get_language() or CONTENT_LANGUAGES[0]).split("-")[0]
    return wanted if wanted in CONTENT_LANGUAGES else CONTENT_LANGUAGES[0]
