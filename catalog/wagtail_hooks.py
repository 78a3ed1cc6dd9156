"""Hang the staff side of the catalog into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from catalog.cms import (
    assets,
    attached_texts,
    corrections,
    deposit,
    deposits,
    downloads,
    exports,
    fixity,
    formats,
    locked,
    lookups,
    manifests,
    recordings,
    similar,
    transcripts,
    versions,
    word_changes,
    work,
)
from catalog.cms.api_keys import ApiKeyViewSet
from catalog.cms.authorities import CollectionViewSet, NamesGroup
from catalog.cms.bulk import ACTIONS
from catalog.cms.bulk_export import ExportAction
from catalog.cms.record_list import progress_banner
from catalog.cms.record_viewset import RecordViewSet
from catalog.web import tus

# Names and collections first: the panels of records need their choosers.
register_snippet(NamesGroup)
register_snippet(CollectionViewSet)
register_snippet(RecordViewSet)

for _action in (*ACTIONS, ExportAction):
    hooks.register("register_bulk_action", _action)


class PermittedMenuItem(MenuItem):
    """A menu entry for those who hold a permission."""

    def __init__(self, label: Any, url: str, *, permission: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.permission = permission

    def is_shown(self, request: Any) -> bool:
        """Ask the permission."""
        return bool(request.user.has_perm(self.permission))


def _in_menu(menu: str, label: Any, name: str, permission: str, icon: str, order: int) -> None:
    """Enter a screen of ours, ``catalog_<name>``, into a menu for those who hold a permission."""
    # Wagtail lights an item whose name begins the address of the page: "deposit" must not begin another's.
    shown_as = f"all-{name}" if name == "deposits" else name

    @hooks.register(f"register_{menu}_menu_item")
    def item() -> MenuItem:
        address = reverse(f"catalog_{name}")
        return PermittedMenuItem(label, address, permission=permission, name=shown_as, icon_name=icon, order=order)


ADD, CHANGE = "catalog.add_record", "catalog.change_record"

_in_menu("admin", _("Deposit files"), "deposit", ADD, "upload", 50)
_in_menu("admin", deposits.MENU_LABEL, "deposits", ADD, "history", 120)
_in_menu("admin", _("Files and reading"), "assets", CHANGE, "doc-full", 125)
_in_menu("admin", work.MENU_LABEL, "work", work.PERMISSION, "tasks", 130)
_in_menu("reports", fixity.MENU_LABEL, "fixity", CHANGE, "circle-check", 50)
_in_menu("reports", similar.MENU_LABEL, "similar", CHANGE, "copy", 55)
_in_menu("reports", formats.MENU_LABEL, "formats", CHANGE, "table", 57)
_in_menu("reports", exports.MENU_LABEL, "exports", exports.RIGHT, "download", 60)
_in_menu("reports", _("Downloads"), "downloads", downloads.PERMISSION, "download", 60)


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    """Map our own screens."""
    progress = permission_required("catalog.view_record")(progress_banner)
    return [
        path("deposit/", deposit.deposit, name="catalog_deposit"),
        path("deposit/states/", deposit.file_states, name="catalog_file_states"),
        path("deposit/complete/", deposit.complete, name="catalog_complete_bag"),
        # Before the deposits: these take any word after the number for an action.
        *manifests.ADDRESSES,
        *deposits.ADDRESSES,
        *tus.ADDRESSES,
        *work.ADDRESSES,
        *exports.ADDRESSES,
        *fixity.ADDRESSES,
        *formats.ADDRESSES,
        *similar.ADDRESSES,
        *versions.ADDRESSES,
        path("files/", assets.assets, name="catalog_assets"),
        path("files/<str:kind>/<int:pk>/", assets.asset_page, name="catalog_asset"),
        path("files/<str:kind>/<int:pk>/read-again/", assets.read_asset_again, name="catalog_read_again"),
        path("files/<str:kind>/<int:pk>/describe/", assets.describe, name="catalog_describe"),
        path("files/document/<int:pk>/text/", attached_texts.give_text, name="catalog_give_text"),
        path("files/document/<int:pk>/pages/<int:number>/", corrections.page_text, name="catalog_page_text"),
        path("files/document/<int:pk>/pages/<int:number>/word/", word_changes.change_word, name="catalog_page_word"),
        path(
            "files/document/<int:pk>/pages/<int:number>/versions/<int:version>/",
            corrections.page_version,
            name="catalog_page_version",
        ),
        path(
            "files/document/<int:pk>/pages/<int:number>/versions/<int:version>/restore/",
            corrections.restore_page,
            name="catalog_page_restore",
        ),
        path("files/document/<int:pk>/unlock/", locked.unlock, name="catalog_unlock"),
        path("files/recording/<int:pk>/poster/", recordings.set_poster, name="catalog_set_poster"),
        path("files/recording/<int:pk>/write-down/", recordings.write_down, name="catalog_write_down"),
        path("files/recording/<int:pk>/transcripts/", transcripts.add_transcript, name="catalog_add_transcript"),
        path("transcripts/<int:pk>/", transcripts.transcript_page, name="catalog_transcript"),
        path("transcripts/<int:pk>/action/", transcripts.transcript_action, name="catalog_transcript_action"),
        path("transcripts/<int:pk>/history/", transcripts.transcript_history, name="catalog_transcript_history"),
        path("transcripts/<int:pk>/new/", transcripts.new_cue, name="catalog_new_cue"),
        path("transcripts/<int:pk>/<int:cue_id>/", transcripts.edit_cue, name="catalog_edit_cue"),
        path("reports/downloads/", downloads.report, name="catalog_downloads"),
        path("lookups/progress/", progress, name="catalog_reading_progress"),
        path("lookups/understood/", lookups.understood, name="catalog_understood"),
        path("lookups/names/<str:model_name>/", lookups.names, name="catalog_names"),
    ]


@hooks.register("register_icons")
def icons(found: list[str]) -> list[str]:
    """Add the marks of our kinds."""
    return [*found, "catalog/cms/icons/file-text.svg", "catalog/cms/icons/film.svg"]


@hooks.register("register_admin_viewset")
def api_key_screens() -> ApiKeyViewSet:
    """Add the screens of API keys."""
    return ApiKeyViewSet()


@hooks.register("register_permissions")
def export_permissions() -> Any:
    """Offer the right to take records and files away where groups are given theirs."""
    return Permission.objects.filter(content_type__app_label="catalog", codename="add_bagexport")


@hooks.register("register_permissions")
def key_permissions() -> Any:
    """Offer the right to manage keys where groups are given theirs."""
    return Permission.objects.filter(content_type__app_label="catalog", codename="manage_apikey")
