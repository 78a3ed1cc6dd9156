"""Makes the data folder ready to be served; does at once what is already done."""

import hashlib
import secrets
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from catalog.models import Record
from config.environment import PROJECT_DIR
from config.translations import compile_translation, stale_translations

ACCOUNT = "admin"


class Command(BaseCommand):
    help = (
        "Migrate the database, compile translations, collect static files, make the first account and, in an empty "
        "installation, the demo collection and the starter vocabulary. Prints the addresses on standard output, "
        "progress on standard error."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="Leave an empty installation empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is due."""
        self.progress = OutputWrapper(sys.stderr)
        compile_messages(self.progress)
        migrate(self.progress)
        collect_static(self.progress)
        password = make_first_account()
        if not options["without_demo"]:
            make_demo(self.progress)
            make_vocabulary(self.progress)
        self.stdout.write(announcement(password))


def migrate(progress: OutputWrapper) -> None:
    """Apply the migrations that are not applied."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        progress.write("Preparing the database")
        call_command("migrate", interactive=False, verbosity=0)


def compile_messages(progress: OutputWrapper) -> None:
    """Compile the translations that need it."""
    for source in stale_translations(settings.LOCALE_PATHS):
        progress.write(f"Compiling {source.relative_to(PROJECT_DIR)}")
        try:
            compile_translation(source)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None


def collect_static(progress: OutputWrapper) -> None:
    """Collect and compress the static files when any of their sources changed."""
    if settings.DEBUG:
        return
    stamp = settings.FONDS_DATA / "static.stamp"
    due = static_fingerprint()
    if stamp.exists() and stamp.read_text() == due and settings.STATIC_ROOT.is_dir():
        return
    progress.write("Collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(due)


def static_fingerprint() -> str:
    """Return a digest of our own static files and of the versions of everyone else's."""
    digest = hashlib.sha256()
    for name in ("requirements.txt", "package-lock.json"):
        path = PROJECT_DIR / name
        digest.update(path.read_bytes() if path.exists() else b"")
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    folders += [PROJECT_DIR / app / "static" for app in ("archive", "catalog", "search", "pages")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            facts = path.stat()
            digest.update(f"{path}:{facts.st_mtime_ns}:{facts.st_size}\n".encode())
    return digest.hexdigest()


def make_first_account() -> str:
    """Make the administrator's account where there is none; return its password, or an empty string."""
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return ""
    password = secrets.token_urlsafe(12)
    users.create_superuser(username=ACCOUNT, email="", password=password)
    return password


def make_demo(progress: OutputWrapper) -> None:
    """Make the demo collection once, in an installation that holds no record yet."""
    stamp = settings.FONDS_DATA / "demo.stamp"
    if stamp.exists() or "demo" not in get_commands():
        return
    if not (started := stamp.with_suffix(".started")).exists() and Record.objects.exists():
        return
    started.touch()
    progress.write("Making the demo collection (once; a few minutes)")
    call_command("demo", stdout=progress, stderr=progress)
    started.rename(stamp)


def make_vocabulary(progress: OutputWrapper) -> None:
    """Load the starter vocabulary once; a term that people delete afterwards does not come back."""
    stamp = settings.FONDS_DATA / "vocabulary.stamp"
    if stamp.exists():
        return
    progress.write("Loading the starter vocabulary")
    call_command("vocabulary", stdout=progress)
    stamp.touch()


def announcement(password: str) -> str:
    """Return the addresses, and the password the one time it is known."""
    address = settings.WAGTAILADMIN_BASE_URL
    lines = [f"Site:         {address}/", f"Staff admin:  {address}/admin/"]
    if password:
        lines += [
            f"   name       {ACCOUNT}",
            f"   password   {password}   (shown only now; change it after logging in)",
        ]
    return "\n".join(lines)
