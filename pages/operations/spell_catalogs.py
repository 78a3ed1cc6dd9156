"""Writes the interface's Cyrillic and 2026 Latin catalogs from its Uzbek one."""

from functools import partial
from pathlib import Path

from catalog.vocabulary.spelling import CYRILLIC, LATIN_2026, spell
from pages.catalogs import translated

SOURCE = Path("locale/uz/LC_MESSAGES/django.po")
# Spelling -> where its catalog stands, and gettext's name of the language.
TARGETS = {
    CYRILLIC: (Path("locale/uz_Cyrl/LC_MESSAGES/django.po"), "uz_Cyrl"),
    LATIN_2026: (Path("locale_2026/uz/LC_MESSAGES/django.po"), "uz"),
}


def spell_catalogs(*, root: Path, write: bool = True) -> list[Path]:
    """Write the derived catalogs under ``root`` and return those that were out of step."""
    source = (root / SOURCE).read_text("utf-8")
    changed = []
    for variant, (place, language) in TARGETS.items():
        text = translated(source, partial(spell, variant=variant), language)
        target = root / place
        if target.is_file() and target.read_text("utf-8") == text:
            continue
        changed.append(place)
        if write:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
    return changed
