"""Tell Wagtail which viewset shows users; stands in INSTALLED_APPS in place of wagtail.users."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccreditedUsersConfig(WagtailUsersAppConfig):
    """Wagtail's users application with our viewset."""

    user_viewset = "catalog.cms.users.AccreditedUserViewSet"
