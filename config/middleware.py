"""What happens to every request before and after the applications see it."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.web.tus import is_piece
from catalog.web.tus_headers import MAX_PIECE_BYTES


class ClientAddressMiddleware(MiddlewareMixin):
    """Put the client's address into REMOTE_ADDR when trusted proxies stand before the site.

    Only the entries that our own proxies appended count: what stands left of them the client may have made up.
    """

    def process_request(self, request: HttpRequest) -> None:
        proxies: int = settings.FONDS_PROXIES
        if not proxies:
            return
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if len(chain) >= proxies:
            request.META["REMOTE_ADDR"] = chain[-proxies]


class KnownAddressLocaleMiddleware(LocaleMiddleware):
    """Choose the language, and try an address with a language prefix only when no view has it as it is.

    Django sends every 404 on to the prefixed address; a file that somebody may not see would answer with a redirect.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", get_language() or "")
            return response
        return super().process_response(request, response)


class RequestSizeMiddleware(MiddlewareMixin):
    """Refuse a request body above the upload limit before it is read; a piece of an upload has a limit of its own."""

    FORM_ALLOWANCE_BYTES = 1024 * 1024

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        try:
            size_bytes = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size_bytes = 0
        limit_bytes: int = MAX_PIECE_BYTES if is_piece(request) else settings.FONDS_MAX_UPLOAD_BYTES
        if size_bytes <= limit_bytes + self.FORM_ALLOWANCE_BYTES:
            return None
        message = _("The file is larger than %(limit)s MB, the most this site takes.") % {
            "limit": limit_bytes // (1024 * 1024)
        }
        response = HttpResponse(message, status=413, content_type="text/plain; charset=utf-8")
        # The body is not read, so the connection cannot be used again.
        response["Connection"] = "close"
        return response


class OwnCacheMiddleware(MiddlewareMixin):
    """Keep every answer that does not say otherwise out of shared caches: what is shown depends on who asks.

    That goes for a 404 too, which a cache may keep by itself (RFC 9111, 4.2.2): it may be there for the next one.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_cache=True)
            patch_vary_headers(response, ["Cookie"])
        return response


class PolicyMiddleware(CSPMiddleware):
    """Send the strict content security policy, and the staff side's own below its address."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.STAFF_PREFIX) and parts.config is None:
            parts.config = settings.STAFF_CONTENT_SECURITY_POLICY
        return parts
