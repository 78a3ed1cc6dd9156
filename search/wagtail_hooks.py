"""Hang the state of the index into Wagtail's reports."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.cms import status


class IndexMenuItem(MenuItem):
    """The entry, for those who look after records."""

    def is_shown(self, request: Any) -> bool:
        """Ask the permission of the page behind it."""
        return bool(request.user.has_perm(status.PERMISSION))


@hooks.register("register_reports_menu_item")
def index_menu_item() -> MenuItem:
    """Show how the index is."""
    return IndexMenuItem(_("Search index"), reverse("search_index"), name="search-index", icon_name="search", order=900)


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    """Map the screens of the index."""
    return [
        path("reports/search-index/", status.status, name="search_index"),
        path("reports/search-index/try-again/", status.try_again, name="search_index_try_again"),
    ]
