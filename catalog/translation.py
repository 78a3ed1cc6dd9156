"""Tell django-modeltranslation which fields exist in Uzbek, Russian and English."""

from modeltranslation.translator import TranslationOptions, register

from catalog.models import Agent, Collection, Place, Record, Subject


@register(Record)
class RecordTranslation(TranslationOptions):
    """Translate what readers read of a record."""

    fields = ("title", "description", "credit_line")


@register(Collection)
class CollectionTranslation(TranslationOptions):
    """Translate a collection's title and description."""

    fields = ("title", "description")


@register([Agent, Subject, Place])
class AuthorityTranslation(TranslationOptions):
    """Translate the names of authorities."""

    fields = ("label",)
