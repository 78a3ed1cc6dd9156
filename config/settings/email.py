"""How messages leave: printed, or over SMTP."""

from urllib.parse import parse_qs, unquote, urlsplit

from config.environment import read_environment

_environment = read_environment()
_parts = urlsplit(_environment.email)
_security = parse_qs(_parts.query).get("security", ["starttls"])[0]

DEFAULT_FROM_EMAIL = _environment.email_from
SERVER_EMAIL = _environment.email_from
EMAIL_SUBJECT_PREFIX = "[Fonds] "

if _parts.scheme == "smtp":
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _parts.hostname or "localhost"
    EMAIL_PORT = _parts.port or 587
    EMAIL_HOST_USER = unquote(_parts.username or "")
    EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
    EMAIL_USE_TLS = _security == "starttls"
    EMAIL_USE_SSL = _security == "tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
