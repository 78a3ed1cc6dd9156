"""Writes the interface's Cyrillic and 2026 Latin catalogs from its Uzbek ones."""

from functools import partial
from pathlib import Path

from catalog.vocabulary.spelling import CYRILLIC, LATIN_2026, spell
from pages.catalogs import translated

FOLDERS = (Path("locale"), Path("locale_libraries"))
"""Our own words, and those of the libraries that have no Uzbek."""

# Spelling -> what is added to the folder's name, and gettext's name of the language.
TARGETS = {CYRILLIC: ("", "uz_Cyrl"), LATIN_2026: ("_2026", "uz")}


def spell_catalogs(*, root: Path, write: bool = True) -> list[Path]:
    """Write the derived catalogs under ``root`` and return those that were out of step."""
    changed = []
    for folder in FOLDERS:
        for source in sorted((root / folder / "uz" / "LC_MESSAGES").glob("*.po")):
            text = source.read_text("utf-8")
            for variant, (suffix, language) in TARGETS.items():
                place = Path(f"{folder}{suffix}", language, "LC_MESSAGES", source.name)
                if _renew(root / place, translated(text, partial(spell, variant=variant), language), write=write):
                    changed.append(place)
    return changed


def _renew(target: Path, text: str, *, write: bool) -> bool:
    """Return whether a derived catalog was out of step; write it then."""
    if target.is_file() and target.read_text("utf-8") == text:
        return False
    if write:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    return True
