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
