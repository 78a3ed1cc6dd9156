"""Finds the browser libraries that npm installed and serves only the files the pages use."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Folder under /static/npm/ -> folder in node_modules, and the files wanted from it.
LIBRARIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "bootstrap": ("bootstrap/dist/css", ("bootstrap.min.css", "bootstrap.min.css.map")),
    "htmx": ("htmx.org/dist", ("htmx.min.js",)),
    "openseadragon": (
        "openseadragon/build/openseadragon",
        ("openseadragon.min.js", "openseadragon.min.js.map"),
    ),
    "tus": ("tus-js-client/dist", ("tus.min.js", "tus.min.js.map")),
    "source-serif-4": (
        "@fontsource-variable/source-serif-4",
        ("opsz.css", "files/*-opsz-normal.woff2"),
    ),
    "source-sans-3": (
        "@fontsource-variable/source-sans-3",
        ("index.css", "files/*-wght-normal.woff2"),
    ),
}
PREFIX = "npm"


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Name files by their content, the modules a script imports included."""

    support_js_module_import_aggregation = True


class NpmFinder(BaseFinder):
    """Serve the listed files of node_modules under ``npm/LIBRARY/``."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        """Make one storage a library, rooted at its folder."""
        self.root = Path(settings.FONDS_NODE_MODULES)
        self.storages: dict[str, FileSystemStorage] = {}
        for name, (folder, _patterns) in LIBRARIES.items():
            storage = FileSystemStorage(location=self.root / folder)
            storage.prefix = f"{PREFIX}/{name}"  # type: ignore[attr-defined]  # collectstatic reads it
            self.storages[name] = storage
        super().__init__()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Say which library is missing and how to get it."""
        missing = [folder for folder, _patterns in LIBRARIES.values() if not (self.root / folder).is_dir()]
        if not missing:
            return []
        return [
            Error(
                f"The browser libraries are not installed: {', '.join(missing)}.",
                hint="Run `npm ci` in the project folder.",
                id="pages.E001",
            )
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the file's place, or an empty list when the file is not one of ours."""
        parts = Path(path).parts
        if len(parts) < 3 or parts[0] != PREFIX or parts[1] not in LIBRARIES:
            return []
        folder, patterns = LIBRARIES[parts[1]]
        name = "/".join(parts[2:])
        found = self.root / folder / name
        if ".." in parts or not matches_patterns(name, list(patterns)) or not found.is_file():
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every file wanted, with the storage that holds it."""
        for library, (folder, patterns) in LIBRARIES.items():
            base = self.root / folder
            for pattern in patterns:
                for file in sorted(base.glob(pattern)):
                    name = file.relative_to(base).as_posix()
                    if not matches_patterns(name, ignore_patterns):
                        yield name, self.storages[library]
