"""Where bytes are kept: private files in the data folder or a private S3 bucket, and static files."""

from typing import Any

from whitenoise.compress import Compressor

from config.environment import PROJECT_DIR, read_environment
from config.object_storage import s3_access, s3_backend

_environment = read_environment()


def _files() -> dict[str, Any]:
    return {
        "BACKEND": "archive.storage.PrivateFileStorage",
        "OPTIONS": {"location": str(_environment.data / "files")},
    }


STORAGES: dict[str, dict[str, Any]] = {
    "default": _files() if _environment.storage == "file" else s3_backend(_environment.storage),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if _environment.debug
            else "pages.staticfiles.StaticFiles"
        ),
    },
}

if _environment.storage != "file":
    globals().update(
        s3_access(
            endpoint=_environment.s3_endpoint,
            region=_environment.s3_region,
            access_key=_environment.s3_access_key,
            secret_key=_environment.s3_secret_key,
        )
    )

MEDIA_ROOT = _environment.data / "files"
# Nothing is served from here: every byte leaves through the catalog's door.
MEDIA_URL = "/files/"
FILE_UPLOAD_TEMP_DIR = _environment.data / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
FILE_UPLOAD_PERMISSIONS = 0o640

STATIC_URL = "/static/"
# Pages name files by their content alone. A file kept under its plain name too would be compressed twice: half of what
# the first start takes for static files. Maps of source are for those who look for faults in somebody's library.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STATIC_ROOT = _environment.data / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [PROJECT_DIR / "static"]
FONDS_NODE_MODULES = PROJECT_DIR / "node_modules"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "pages.staticfiles.NpmFinder",
]
