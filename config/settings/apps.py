"""Applications, middleware, templates and limits."""

from typing import Any

from config import environment as _module
from config.environment import read_environment

_environment = read_environment()

# Where the checkout lies; applications ask the settings, never the environment.
PROJECT_DIR = _module.PROJECT_DIR

DEBUG = _environment.debug
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

INSTALLED_APPS = [
    # First, so that translated fields exist before any other application looks at a model.
    "modeltranslation",
    "config",
    "pages",
    "search",
    "catalog",
    "archive",
    "wagtailmedia",
    "wagtail.sites",
    "catalog.cms.users_app.AccreditedUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

if _environment.queue != "database":
    INSTALLED_APPS.append("django_rq")

MIDDLEWARE = [
    "config.middleware.ClientAddressMiddleware",
    # Before all that may refuse a request with a page, which a program could not read.
    "search.api.edge.EdgeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.OwnCacheMiddleware",
    "config.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.KnownAddressLocaleMiddleware",
    "config.middleware.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "catalog.web.keys.KeyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Last, so that it sees the final answer of a log-in.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.site",
            ],
        },
    },
]

# What Fonds' own code reads; `config/environment.py` says where each comes from.
FONDS_DATA = _environment.data
FONDS_INDEX = _environment.data / "index"
FONDS_SEARCH = _environment.search.partition(":")[0]
FONDS_SEARCH_CLUSTER: dict[str, Any] = {
    "hosts": _environment.search_hosts,
    "user": _environment.search_user,
    "password": _environment.search_password,
    "api_key": _environment.search_api_key,
    "ca_file": _environment.search_ca,
    "prefix": _environment.search_prefix,
    "shards": _environment.search_shards,
    "replicas": _environment.search_replicas,
    "read_timeout_s": float(_environment.search_timeout_seconds),
    "write_timeout_s": float(_environment.search_write_timeout_seconds),
}
FONDS_QUERY_LOG_DAYS = _environment.query_log_days
FONDS_QUERY_LOG_ASKERS = _environment.query_log_askers
FONDS_WORKERS = _environment.workers
FONDS_MAX_UPLOAD_BYTES = _environment.max_upload_mb * 1024 * 1024
FONDS_MAX_RESUMABLE_BYTES = _environment.max_resumable_mb * 1024 * 1024
FONDS_UPLOAD_CHUNK_BYTES = _environment.upload_chunk_mb * 1024 * 1024
FONDS_UPLOAD_DAYS = _environment.upload_days
FONDS_OPEN_UPLOADS = _environment.open_uploads
FONDS_DISK_RESERVE_BYTES = _environment.disk_reserve_mb * 1024 * 1024
FONDS_MAX_PIXELS = _environment.max_pixels
FONDS_MAX_PAGES = _environment.max_pages
FONDS_OCR_PAGE_SECONDS = _environment.ocr_page_seconds
FONDS_MIN_FREE_MB = _environment.min_free_mb
FONDS_WORKER_MEMORY_MB = _environment.worker_memory_mb
FONDS_MEDIA_HOURS = _environment.media_hours
FONDS_MEDIA_MEMORY_MB = _environment.media_memory_mb
FONDS_WATCHED_FOLDER = _environment.watched_folder
FONDS_WATCHED_SECONDS = _environment.watched_seconds
FONDS_WATCHED_THEN = _environment.watched_then
FONDS_OFFICE_SECONDS = _environment.office_seconds
FONDS_OFFICE_MEMORY_MB = _environment.office_memory_mb
FONDS_DOWNLOADS = {"public": _environment.download_public, "accredited": _environment.download_accredited}
FONDS_DOWNLOAD_LOCATION = _environment.download_location
FONDS_DOWNLOAD_DAYS = _environment.download_days
FONDS_ASK_PURPOSE = _environment.ask_purpose
FONDS_PURPOSE_DAYS = _environment.purpose_days
FONDS_SPEECH_MODEL = _environment.speech_model
FONDS_SPEECH_THREADS = _environment.speech_threads
FONDS_FIXITY_DAYS = _environment.fixity_days
FONDS_FIXITY_SHARE_PCT = _environment.fixity_share_pct
FONDS_FIXITY_MAIL = [address.strip() for address in _environment.fixity_mail.split(",") if address.strip()]
FONDS_EXPORT_DAYS = _environment.export_days
FONDS_EXPORT_MAX_BYTES = _environment.export_max_gb << 30
