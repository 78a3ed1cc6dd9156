"""Lays the ground of the site: languages, root, a home page in each language, and the site that points there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from pages.models import HomePage

# What a new site says until its people write their own.
FIRST_WORDS = {
    "uz": {
        "title": "Bosh sahifa",
        "tagline": "Bojxona tarixi: suratlar va hujjatlar",
        "headline": "Chegaradan oʻtgan har bir yuk iz qoldirgan",
        "examples": "Amudaryo koʻprigi\n«қўрғошин тамға»\nkarvon*",
    },
    "ru": {
        "title": "Главная",
        "tagline": "История таможни: фотографии и документы",
        "headline": "Каждый груз на границе оставил след",
        "examples": "мост через Амударью\nсвинцовая пломба\nкараван*",
    },
    "en": {
        "title": "Home",
        "tagline": "Customs history: photographs and documents",
        "headline": "Every cargo that crossed the border left a trace",
        "examples": "bridge over the Amu Darya\n“lead seal”\ncaravan*",
    },
}


@transaction.atomic
def found_site() -> list[HomePage]:
    """Make whatever is missing and return the home pages; what people have made stays as it is."""
    locales = [
        Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locales[0])
    homes: list[HomePage] = []
    for locale in locales:
        home = HomePage.objects.filter(locale=locale, depth=2).first()
        homes.append(home or _make_home(root, locale, homes))
    _point_site(homes[0])
    _remove_welcome()
    return homes


def _make_home(root: Page, locale: Locale, earlier: list[HomePage]) -> HomePage:
    code = locale.language_code
    home = HomePage(**FIRST_WORDS[code], slug=f"home-{code}", locale=locale)
    if earlier:
        home.translation_key = earlier[0].translation_key
    root.refresh_from_db()
    root.add_child(instance=home)
    return home


def _point_site(home: HomePage) -> None:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname=address.hostname or "localhost",
            port=port,
            root_page=home,
            is_default_site=True,
            site_name=settings.WAGTAIL_SITE_NAME,
        )
    elif site.root_page.depth == 1 or site.root_page.content_type == ContentType.objects.get_for_model(Page):
        site.root_page = home
        site.hostname, site.port = address.hostname or "localhost", port
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()


def _remove_welcome() -> None:
    """Delete the page a fresh Wagtail greets with."""
    for page in Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page), slug="home"):
        page.delete()
