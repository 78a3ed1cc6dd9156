"""Found the group of cataloguers, who do all that the catalog's staff screens offer."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection as WagtailCollection
from wagtail.models import GroupCollectionPermission
from wagtail.snippets.models import create_extra_permissions

NAME = "Cataloguers"
CATALOG_MODELS = ("record", "collection", "agent", "subject", "place", "bagexport")
FILE_PERMISSIONS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailmedia": ("add_media", "change_media"),
}
NEEDED_APPS = ("catalog", "archive", "wagtailadmin", *FILE_PERMISSIONS)


def found_cataloguers() -> Group | None:
    """Make the group with its rights and return it; a group that is there is left as its managers have set it."""
    if Group.objects.filter(name=NAME).exists():
        return None
    for label in NEEDED_APPS:
        config = apps.get_app_config(label)
        create_permissions(config, verbosity=0)
        create_extra_permissions(config)
    group = Group.objects.create(name=NAME)
    wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    wanted |= Q(content_type__app_label="catalog", content_type__model__in=CATALOG_MODELS)
    group.permissions.set(Permission.objects.filter(wanted))
    root = WagtailCollection.get_first_root_node()
    for label, codenames in FILE_PERMISSIONS.items():
        for permission in Permission.objects.filter(content_type__app_label=label, codename__in=codenames):
            GroupCollectionPermission.objects.create(group=group, collection=root, permission=permission)
    return group
