"""Recognize the bags of a deposit: note the checksum each file is to have, and what the bag says of itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path

from django.db import transaction

from archive.ingest import bags
from archive.ingest.companions import folder_of
from archive.ingest.errors import IngestRefused
from archive.ingest.locations import location_key, order_key, read_back, written
from archive.ingest.packing import Pack
from archive.ingest.walk import missing
from archive.spool import fetched, scratch_folder, spool_folder
from catalog.choices import BagPart, DepositSource, FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.models.manifest import name_key

BATCH = 500
Opener = Callable[[DepositFile], AbstractContextManager[Path]]


def recognize_bags(*, deposit: Deposit, container: DepositFile | None = None, pack: Pack | None = None) -> int:
    """Note the bags among the listed files of a deposit, or among the members of an archive; return how many.

    Called before any of these files is taken in; may be repeated. A file that a bag names and does not hold gets a row
    of its own with that reason.
    """
    opener = _member_opener(deposit, pack) if pack is not None else _on_disk
    within = deposit.files.filter(container=container)
    if pack is None and deposit.source == DepositSource.UPLOAD:
        # Those alone that were sent as a bag, and whose sender has said that all of it came.
        opener = _spooled
        within = within.filter(outcome=FileOutcome.WAITING, upload__bag__gt="")
    count = 0
    for declaration in within.filter(name_key=bags.DECLARATION).order_by("path"):
        try:
            with opener(declaration) as path:
                encoding = bags.encoding_of_bag(path)
        except (IngestRefused, OSError):
            continue  # why it cannot be read is said by its own row
        if encoding:
            _Bag(deposit, container, declaration, encoding, opener).note()
            count += 1
    return count


@contextmanager
def _on_disk(row: DepositFile) -> Iterator[Path]:
    path = read_back(row.location)
    if path.is_symlink() or not path.is_file():
        raise missing()
    yield path


@contextmanager
def _spooled(row: DepositFile) -> Iterator[Path]:
    with fetched(row.location) as path:
        yield path


def _member_opener(deposit: Deposit, pack: Pack) -> Opener:
    @contextmanager
    def open_member(row: DepositFile) -> Iterator[Path]:
        folder = scratch_folder(deposit.uid)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"bag-{row.pk}"
        try:
            pack.extract(row.position or 0, path)
            yield path
        finally:
            path.unlink(missing_ok=True)

    return open_member


class _Bag:
    """One bag: where its files are among the rows, and how they are opened."""

    def __init__(
        self,
        deposit: Deposit,
        container: DepositFile | None,
        declaration: DepositFile,
        encoding: str,
        opener: Opener,
    ) -> None:
        root = folder_of(declaration.path)
        self.deposit, self.container, self.root = deposit, container, f"{root}/" if root else ""
        self.declaration = declaration
        self.encoding, self.opener = encoding, opener
        self.rows = deposit.files.filter(container=container, path__startswith=self.root)
        self.is_sent = container is None and deposit.source == DepositSource.UPLOAD
        if self.is_sent:
            # What else was sent in the same visit is none of it, whatever folder it lay in.
            self.rows = self.rows.filter(upload__bag=declaration.upload.bag)

    def note(self) -> None:
        """Write the parts and checksums of all files, and the facts of the bag."""
        # Only what is not noted yet: another process that lists the same deposit may have found its checksum already.
        unnoted = self.rows.filter(path__startswith=f"{self.root}{bags.PAYLOAD}/", bag_part=None)
        unnoted.update(bag_part=BagPart.STRAY)
        for row in self.rows.exclude(path__startswith=f"{self.root}{bags.PAYLOAD}/").iterator():
            if part := tag_part(row.path[len(self.root) :]):
                DepositFile.objects.filter(pk=row.pk).update(bag_part=part)
        # The weakest first: a stronger checksum takes its place.
        for prefix in ("tagmanifest", "manifest"):
            for algorithm in reversed(bags.ALGORITHMS):
                self._note_listing(f"{prefix}-{algorithm}.txt", algorithm)
        self._note_facts()

    def _find(self, name: str) -> DepositFile | None:
        wanted = self.root + name
        near = self.rows.filter(name_key=name_key(name))
        return next((row for row in near if _composed(row.path) == _composed(wanted)), None)

    def _note_listing(self, name: str, algorithm: str) -> None:
        listing = self._find(name)
        if listing is None:
            return
        with suppress(IngestRefused, OSError), self.opener(listing) as path:
            named = bags.declared(path, algorithm, self.encoding)
            while batch := list(islice(named, BATCH)):
                self._note_batch(batch)

    def _note_batch(self, batch: list[bags.Declared]) -> None:
        wanted = {_composed(self.root + one.path): one for one in batch}
        near = self.rows.filter(name_key__in={name_key(one.path) for one in batch})
        found = [row for row in near if _composed(row.path) in wanted]
        for row in found:
            one = wanted.pop(_composed(row.path))
            row.expected = f"{one.algorithm}:{one.digest}"
            if row.bag_part == BagPart.STRAY:
                row.bag_part = payload_part(one.path)
        with transaction.atomic():
            DepositFile.objects.bulk_update(found, ["expected", "bag_part"])
            missing = [self._missing(path, one) for path, one in wanted.items()]
            DepositFile.objects.bulk_create(missing, ignore_conflicts=True)

    def _missing(self, path: str, one: bags.Declared) -> DepositFile:
        """Return the row of a file that is not there; it says so when its turn comes, unless it came meanwhile."""
        if self.is_sent:
            key = location_key("missing from bag", self.root, path)
            location = f"{spool_folder(self.deposit.uid)}/{key}"
        elif self.container is None:
            location = written(read_back(self.declaration.location).parent / one.path)
            key = location_key(location)
        else:
            location, key = self.container.location, location_key("missing from bag", self.container.key, path)
        return DepositFile(
            deposit=self.deposit, container=self.container, key=key, location=location, path=path,
            order_key=order_key(path), bag_part=BagPart.MISSING, expected=f"{one.algorithm}:{one.digest}",
        )  # fmt: skip

    def _note_facts(self) -> None:
        info = self._find(bags.INFO)
        if info is None:
            return
        facts: list[tuple[str, str]] = []
        with suppress(IngestRefused, OSError), self.opener(info) as path:
            facts = bags.bag_facts(path, self.encoding)
        with transaction.atomic():
            held = Deposit.objects.select_for_update().get(pk=self.deposit.pk)
            others = [fact for fact in held.bag_info or [] if fact[0] != self.root]
            held.bag_info = [*others, *([self.root, label, value] for label, value in facts)]
            Deposit.objects.filter(pk=held.pk).update(bag_info=held.bag_info)


def _composed(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def tag_part(name: str) -> BagPart | None:
    """Return what a file beside the payload is to its bag, by its path in it; None for one that is taken in."""
    return BagPart.ABOUT if bags.is_about_bag(name) else BagPart.TABLE if name in bags.TABLES else None


def payload_part(path: str) -> BagPart:
    """Return what a payload file that its bag names is to it, by its path in the bag."""
    if path.removeprefix(f"{bags.PAYLOAD}/") in bags.TABLES:
        return BagPart.TABLE
    return BagPart.ABOUT if bags.is_note(path) else BagPart.PAYLOAD
