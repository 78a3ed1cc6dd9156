"""Read what a bag says of itself (RFC 8493, https://www.rfc-editor.org/rfc/rfc8493): declaration, checksums, facts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.errors import IngestRefused, Reason, gettext_noop
from archive.ingest.packing import name_refusal

DECLARATION, INFO, PAYLOAD = "bagit.txt", "bag-info.txt", "data"
ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
"""Those verified, the strongest first; a bag may have several."""
TABLES = ("metadata.csv", "metadata.xlsx", "metadata.json")
"""What is offered as the manifest of a deposit, in the bag's own folder or in its payload's."""

_NOTES = re.compile(r"data/(?:metadata\.jsonl|objects/[^/]+/text/[^/]+\.txt)")
"""What an export of our own says of its files beside the table: all facts, and the text of pages, to be read anew."""

_TAGS = re.compile(r"(?:bagit|bag-info|fetch|(?:tag)?manifest-[a-z0-9]+)\.txt")
_LINE = re.compile(r"([0-9a-fA-F]{32,128})[ \t]+\*?(.+)")
_ENCODED = {"%0A": "\n", "%0a": "\n", "%0D": "\r", "%0d": "\r", "%25": "%"}
_ESCAPES = re.compile("|".join(_ENCODED))
_LONGEST_LINE = 8192
_MOST_FACTS = 200
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Declared:
    """The checksum a bag gives for one of its files; ``path`` is told from the bag's own folder."""

    path: str
    algorithm: str
    digest: str


def encoding_of_bag(declaration: Path) -> str:
    """Return how the files about a bag are encoded; "" where the file is no declaration of a bag."""
    with declaration.open("rb") as stream:
        lines = stream.read(1000).decode("utf-8-sig", "replace").splitlines()
    said = dict(line.split(":", 1) for line in lines if ":" in line)
    encoding = said.get("Tag-File-Character-Encoding", "").strip() or "utf-8"
    if "BagIt-Version" not in said:
        return ""
    try:
        # Python knows encodings that are none of a text, or fail on what they cannot read; a bag in one is no bag.
        b"bagit\xff".decode(encoding, "replace")
    except (LookupError, ValueError):
        return ""
    return encoding


def is_note(path: str) -> bool:
    """Say whether a payload file, by its path in the bag, only tells of other files of it."""
    return _NOTES.fullmatch(path) is not None


def is_about_bag(name: str) -> bool:
    """Say whether a file of this name in a bag's own folder only tells of the bag."""
    return _TAGS.fullmatch(name) is not None


def declared(listing: Path, algorithm: str, encoding: str) -> Iterator[Declared]:
    """Yield the files of a manifest or tag manifest, a line at a time; a line that is none is passed over."""
    with listing.open(encoding=encoding, errors="replace", newline="\n") as stream:
        while line := stream.readline(_LONGEST_LINE):
            if (found := _LINE.fullmatch(line.strip("\r\n\ufeff"))) is None:
                continue
            path = _ESCAPES.sub(lambda code: _ENCODED[code[0]], found[2]).removeprefix("./")
            if name_refusal(path) is not None:
                continue  # RFC 8493, 5.1.2: a name may not lead out of the bag; hidden files are passed over anyway
            yield Declared(unicodedata.normalize("NFC", path), algorithm, found[1].lower())


def bag_facts(info: Path, encoding: str) -> list[tuple[str, str]]:
    """Return the labels and values of bag-info.txt, in their order; an indented line goes on with the one before."""
    facts: list[tuple[str, str]] = []
    with info.open(encoding=encoding, errors="replace") as stream:
        while (line := stream.readline(_LONGEST_LINE)) and len(facts) < _MOST_FACTS:
            label, colon, value = line.partition(":")
            if line[:1] in " \t" and facts:
                facts[-1] = (facts[-1][0], f"{facts[-1][1]} {line.strip()}")
            elif colon:
                facts.append((label.strip(), value.strip().replace("\0", "")))
    return facts


def verify(path: Path, expected: str) -> None:
    """Hold a file against "algorithm:digest"; raises ``IngestRefused`` where it differs."""
    algorithm, _, wanted = expected.partition(":")
    digest = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    if digest.hexdigest() != wanted:
        message = gettext_noop(
            "This file differs from what its bag says of it: its %(algorithm)s is %(found)s. Ask for it anew."
        )
        found = digest.hexdigest()
        raise IngestRefused(Reason.BAG_MISMATCH, message, algorithm=algorithm.upper(), found=found)


def stray() -> IngestRefused:
    """Make the refusal of a file in a bag that the bag does not name."""
    return IngestRefused(Reason.BAG_STRAY, gettext_noop("This file is not named in its bag. Ask what it is."))


def missing_from_bag() -> IngestRefused:
    """Make the refusal of a file that a bag names and does not hold."""
    message = gettext_noop("This file is named in its bag and is missing. Ask for it anew.")
    return IngestRefused(Reason.BAG_MISSING, message)
