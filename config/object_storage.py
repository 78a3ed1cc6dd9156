"""Turns the S3 variables of the environment into settings: what names the bucket apart from what opens it."""

from typing import Any
from urllib.parse import urlsplit

SPOOLED_BYTES = 8 << 20
"""An object larger than this is held on disk, not in memory, while it is read whole."""


def s3_backend(address: str) -> dict[str, Any]:
    """Return the backend for `s3://bucket/folder`.

    Keys are not among its options: Wagtail writes a storage's options into the queue when a file is to be deleted.
    """
    parts = urlsplit(address)
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        "max_memory_size": SPOOLED_BYTES,
    }
    return {"BACKEND": "archive.storage.PrivateS3Storage", "OPTIONS": options}


def s3_access(*, endpoint: str, region: str, access_key: str, secret_key: str) -> dict[str, Any]:
    """Return the settings, named as django-storages reads them, that say where the service is and who asks.

    A service of one's own is addressed by path, as it seldom has a host name for each bucket, and is not sent the
    trailing checksums that only newer servers understand.
    """
    from botocore.config import Config  # noqa: PLC0415 - slow to import, and only S3 needs it

    own = {
        "s3": {"addressing_style": "path"},
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    given = {
        "AWS_S3_ENDPOINT_URL": endpoint,
        "AWS_S3_REGION_NAME": region,
        "AWS_S3_ACCESS_KEY_ID": access_key,
        "AWS_S3_SECRET_ACCESS_KEY": secret_key,
    }
    client = Config(signature_version="s3v4", **(own if endpoint else {}))
    return {"AWS_S3_CLIENT_CONFIG": client, **{name: value for name, value in given.items() if value}}
