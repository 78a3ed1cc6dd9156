"""Languages: four interface variants, three content languages, one Uzbek spelling switch."""

from django.conf.locale import LANG_INFO

from config.environment import PROJECT_DIR, read_environment

_environment = read_environment()

# Django knows Uzbek in Latin letters only.
LANG_INFO["uz-cyrl"] = {
    "bidi": False,
    "code": "uz-cyrl",
    "name": "Uzbek (Cyrillic)",
    "name_local": "Ўзбекча",
}

USE_I18N = True
USE_TZ = True
TIME_ZONE = _environment.time_zone
LANGUAGE_CODE = "uz"
LANGUAGES = [
    ("uz", "Oʻzbekcha"),
    ("uz-cyrl", "Ўзбекча"),
    ("ru", "Русский"),
    ("en", "English"),
]

FONDS_UZ_LATIN = _environment.uz_latin
# Our own words first, then those of Wagtail and Django that have no Uzbek of their own.
LOCALE_PATHS = [PROJECT_DIR / "locale", PROJECT_DIR / "locale_libraries"]
if FONDS_UZ_LATIN == "2026":
    LOCALE_PATHS[:0] = [PROJECT_DIR / "locale_2026", PROJECT_DIR / "locale_libraries_2026"]
FORMAT_MODULE_PATH = "config.formats"

MODELTRANSLATION_LANGUAGES = ("uz", "ru", "en")
MODELTRANSLATION_DEFAULT_LANGUAGE = "uz"
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("uz", "ru", "en"),
    "ru": ("uz", "en"),
    "en": ("ru", "uz"),
}

WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("uz", "Oʻzbekcha"), ("ru", "Русский"), ("en", "English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
