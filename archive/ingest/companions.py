"""Tell by names alone what lies beside what: a transcript, the text of a scan or XMP, and the file it belongs to."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path, PurePosixPath

from archive.extract.sidecars.opening import ENDINGS as TEXT_ENDINGS
from archive.extract.sidecars.opening import PLAIN_ENDINGS, SCANS
from archive.extract.sidecars.plain import PLAIN_TEXT, is_plain_text
from archive.extract.transcripts.reading import SUFFIXES as TRANSCRIPTS
from archive.ingest.media_types import TAKEN

XMP = ".xmp"
DESCRIBED = tuple(dict.fromkeys(ending for taken in TAKEN for ending in taken.extensions))
"""Endings of what may have XMP beside it: any file that is taken."""
RECORDINGS = tuple(dict.fromkeys(ending for taken in TAKEN if taken.is_recording for ending in taken.extensions))
_LANGUAGE = re.compile(r"\.[a-z]{2,3}(?:[-_][a-z]{4})?(?:[-_][a-z]{2})?$")


class SidecarForm(StrEnum):
    """What a sidecar brings to its file."""

    TRANSCRIPT = "transcript"
    TEXT = "text"
    METADATA = "metadata"


def sidecar_form(name: str) -> SidecarForm | None:
    """Return what a file of this name brings, if it may belong to another; its content may still say otherwise."""
    folded = name.casefold()
    if folded.endswith(XMP):
        return SidecarForm.METADATA
    if folded.endswith(TRANSCRIPTS):
        return SidecarForm.TRANSCRIPT
    return SidecarForm.TEXT if folded.endswith(TEXT_ENDINGS) else None


def is_plain(name: str) -> bool:
    """Say whether a name is that of all kinds of files, so that only a companion or the content makes it a sidecar."""
    return name.casefold().endswith((".txt", *PLAIN_ENDINGS))


def companion_names(name: str) -> list[str]:
    """Return the names, in lower case, of the files that a sidecar may belong to, likeliest first."""
    folded = name.casefold()
    form = sidecar_form(folded)
    if form is None:
        return []
    endings = {SidecarForm.TRANSCRIPT: TRANSCRIPTS, SidecarForm.TEXT: TEXT_ENDINGS, SidecarForm.METADATA: (XMP,)}[form]
    taken = {
        SidecarForm.TRANSCRIPT: RECORDINGS,
        SidecarForm.TEXT: SCANS,
        SidecarForm.METADATA: DESCRIBED,
    }[form]
    stem = folded[: -len(next(ending for ending in endings if folded.endswith(ending)))]
    stems = [stem]
    language = _LANGUAGE.search(stem)
    if form is SidecarForm.TRANSCRIPT and language and not stem.endswith(taken):
        stems.append(stem[: language.start()])
    names: list[str] = []
    for one in filter(None, stems):
        names += [one] if one.endswith(taken) else []
        names += [one + ending for ending in taken]
    return [one for one in dict.fromkeys(names) if one != folded]


def scan_names(name: str) -> list[str]:
    """Return the names, in lower case, of the scans whose pages a plain text may hold; none for any other file."""
    if not is_plain_text(name):
        return []
    stem = name.casefold()[: -len(PLAIN_TEXT)]
    return [*([stem] if stem.endswith(SCANS) else []), *(stem + ending for ending in SCANS if stem)]


def beside(path: Path) -> Path | None:
    """Return the file that an XMP belongs to, in its own folder; None for any other file, or where there is none."""
    if path.suffix.casefold() != XMP:
        return None
    for name in companion_names(path.name):
        # Names on disk may differ in case: the ending alone is tried in both.
        stem = path.name[: -len(XMP)]
        own = stem if name == stem.casefold() else stem + name[len(stem) :]
        for written in (own, stem + own[len(stem) :].upper()):
            if (path.parent / written).is_file():
                return path.parent / written
    return None


def xmp_beside(path: Path) -> Path | None:
    """Return the XMP that lies beside a file: "a.xmp" or "a.jpg.xmp" beside "a.jpg"; never a link."""
    for stem in dict.fromkeys((path.name, path.stem)):
        for written in (XMP, XMP.upper()):
            found = path.with_name(stem + written)
            if found.is_file() and not found.is_symlink():
                return found
    return None


def folder_of(path: str) -> str:
    """Return the folder part of a path as it is shown."""
    parent = str(PurePosixPath(path).parent)
    return "" if parent == "." else parent
