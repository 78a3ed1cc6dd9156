"""Wagtail: our asset models in its choosers, and what its admin shows."""

from config.environment import read_environment

_environment = read_environment()

WAGTAIL_SITE_NAME = "Fonds"
WAGTAILADMIN_BASE_URL = _environment.address
WAGTAILIMAGES_IMAGE_MODEL = "archive.Photo"
WAGTAILIMAGES_IMAGE_FORM_BASE = "archive.cms.forms.PhotoForm"
WAGTAILDOCS_DOCUMENT_MODEL = "archive.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "archive.cms.forms.DocumentForm"
WAGTAILMEDIA = {"MEDIA_MODEL": "archive.Recording", "MEDIA_FORM_BASE": "archive.cms.forms.RecordingForm"}

WAGTAILIMAGES_MAX_UPLOAD_SIZE = _environment.max_upload_mb * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = _environment.max_pixels
WAGTAILDOCS_MAX_UPLOAD_SIZE = _environment.max_upload_mb * 1024 * 1024
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "archive.staff_search"}}
