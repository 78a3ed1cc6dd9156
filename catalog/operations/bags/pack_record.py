"""Pack one record into a bag: its files, their earlier versions, what was read of them, and its description."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext_noop

from archive.bags import BagWriter, ContentDiffers, payload_name
from archive.extract.transcripts import as_text, as_vtt
from archive.models import Asset, Document, Page, Recording
from archive.queries import cues_of, sheets_of, transcripts_of
from archive.reasons import Reason, unforeseen
from archive.storage import CHUNK_BYTES, STORAGE_ERRORS, private_storage
from archive.text_files import Work, plain
from archive.version_queries import versions_of_file
from archive.work.passing import is_disk_full
from catalog.bag_metadata import json_line, row_of
from catalog.models import Record

IN_MEMORY = 4 << 20
MISSING = Reason("missing", gettext_noop("The stored file is gone; see the screen “Fixity”."))
DAMAGED = Reason("damaged", gettext_noop("The stored file is not as it was deposited; see the screen “Fixity”."))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say what goes into a bag beside the present files."""

    versions: bool
    texts: bool


@dataclass
class RecordPacker:
    """The packing of one record; ``problems`` are files that could not go in: record, file, reason."""

    writer: BagWriter
    record: Record
    wanted: Wanted
    problems: list[list[Any]] = field(default_factory=list)

    def pack(self) -> None:
        """Add everything; a file that is damaged, gone or unreadable is left out and noted, never packed as it is."""
        files: list[dict[str, Any]] = []
        rows = sorted(self.record.record_assets.all(), key=lambda row: (row.sort_order or 0, row.pk))
        for number, row in enumerate(rows, start=1):
            said = self._asset(row.asset, number)
            files.append(said)
            self.writer.tables["metadata.csv"].write(row_of(self.record, said["file"]))
        if not rows:
            self.writer.tables["metadata.csv"].write(row_of(self.record, ""))
        self.writer.tables["metadata.jsonl"].write(json_line(self.record, files))

    def _asset(self, asset: Asset, number: int) -> dict[str, Any]:
        name = f"{number:03}_{payload_name(asset.original_name or str(asset))}"
        folder = f"objects/{self.record.pid}"
        path = f"{folder}/{name}"
        is_packed = self._stored(path, asset.file.name, asset.size_bytes, asset.sha256)
        said: dict[str, Any] = {
            "file": path if is_packed else "", "kind": asset.kind, "original_name": asset.original_name,
            "media_type": asset.media_type, "size_bytes": asset.size_bytes, "sha256": asset.sha256,
            "technical": asset.technical, "versions": [], "texts": [],
        }  # fmt: skip
        if self.wanted.versions:
            said["versions"] = list(self._versions(asset, f"{folder}/versions/{number:03}"))
        if self.wanted.texts:
            said["texts"] = list(self._texts(asset, f"{folder}/text/{PurePosixPath(name).stem}"))
        return said

    def _versions(self, asset: Asset, start: str) -> Iterator[dict[str, Any]]:
        for version in versions_of_file(asset).exclude(sha256=asset.sha256).order_by("number"):
            path = f"{start}_{version.number}_{payload_name(version.original_name or 'file')}"
            if self._stored(path, version.name, version.size_bytes, version.sha256):
                yield {"file": path, "number": version.number, "why": version.why, "sha256": version.sha256,
                       "taken_in_at": version.made_at.isoformat()}  # fmt: skip

    def _texts(self, asset: Asset, start: str) -> Iterator[str]:
        if isinstance(asset, Document):
            pages = Page.objects.filter(document=asset)
            if pages.exclude(text="").exists():
                yield self._written(f"{start}.txt", plain(Work(str(asset), asset.original_name), sheets_of(pages)))
        if isinstance(asset, Recording):
            yield from self._transcripts(asset, start)

    def _transcripts(self, recording: Recording, start: str) -> Iterator[str]:
        """Add the transcripts; the first of each language lies beside the recording, as a deposit looks for it."""
        said: set[str] = set()
        for each in transcripts_of([recording.pk]).get(recording.pk, []):
            cues = (cue.plain for cue in cues_of(each.pk).iterator(chunk_size=500))
            lines = as_vtt(cues) if each.is_timed else as_text(cues, is_timed=False)
            language, ending = payload_name(each.language or "und"), "vtt" if each.is_timed else "txt"
            path = f"{start}.{language}.{each.kind}.{each.pk}.{ending}"
            if each.language and language not in said:
                said.add(language)
                path = f"{start.replace('/text/', '/')}.{language}.{ending}"
            yield self._written(path, (line.encode() for line in lines))

    def _stored(self, path: str, name: str, size: int, sha256: str) -> bool:
        storage = private_storage()
        return self._tried(path, lambda: self.writer.add(path, size, storage.stretch(name, 0, size - 1), sha256))

    def _tried(self, path: str, add: Callable[[], object]) -> bool:
        try:
            add()
        except ContentDiffers:
            reason = DAMAGED
        except FileNotFoundError:
            reason = MISSING
        except STORAGE_ERRORS as error:
            if is_disk_full(error):
                raise
            reason = unforeseen(error)
        else:
            return True
        self.problems.append([self.record.pid, path, reason.as_dict()])
        return False

    def _written(self, path: str, chunks: Iterable[bytes]) -> str:
        """Add what is written while it is packed; its size must be known first, so it is kept aside, large on disk."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
            for chunk in chunks:
                held.write(chunk)
            size = held.tell()
            held.seek(0)
            self.writer.add(path, size, iter(lambda: held.read(CHUNK_BYTES), b""))
        return path
