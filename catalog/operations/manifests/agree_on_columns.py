"""Settle what the columns of a manifest stand for; then have its rows tried, or applied."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from archive.reasons import Reason
from catalog.choices import DepositState, ManifestState
from catalog.crosswalks.manifest import FIELDS
from catalog.crosswalks.manifest.fields import PATH
from catalog.errors import NotPossible
from catalog.models import ColumnMapping, Manifest
from catalog.operations.manifests.read_manifest import headers_key
from catalog.tasks import enqueue_manifest

NO_PATH = gettext_noop("Choose which column holds the name of the file.")
TWICE = gettext_noop("Two columns stand for one field. Choose another for one of them, or pass it over.")
NOT_READ = gettext_noop("This manifest is still being read, or could not be read.")
UNDONE = gettext_noop("This deposit was undone; a manifest changes nothing in it any more.")
MAY_REPEAT = frozenset({
    "subjects", "places", "photographer", "creator", "author", "issuer", "depicted", "inventory", "reference",
    "negative", "other_number",
})  # fmt: skip
"""Fields of many values: several columns may add to one of them."""


def agree_on_columns(*, manifest: Manifest, mapping: Sequence[str], is_trial: bool, is_queued: bool = True) -> None:
    """Keep a mapping, here and for the next table with these headers, and begin a round over all rows.

    ``is_trial`` changes no record. Raises NotPossible for a mapping without the name of the file, with a field twice,
    or for a manifest that is not read.
    """
    chosen = [code if code in FIELDS else "" for code in mapping][: len(manifest.headers)]
    used = [code for code in chosen if code and code not in MAY_REPEAT]
    if PATH not in used:
        raise NotPossible(NO_PATH)
    if len(used) != len(set(used)):
        raise NotPossible(TWICE)
    with transaction.atomic():
        held = Manifest.objects.select_for_update().select_related("deposit").get(pk=manifest.pk)
        if held.state in {ManifestState.READING, ManifestState.FAILED, ManifestState.REPLACED}:
            raise NotPossible(NOT_READ)
        _refuse_undone(held)
        held.mapping = chosen
        _begin(held, ManifestState.CHECKING if is_trial else ManifestState.APPLYING, is_queued=is_queued)
        ColumnMapping.objects.update_or_create(
            key=headers_key(held.headers),
            defaults={"headers": held.headers, "mapping": chosen, "used_at": timezone.now()},
        )
    manifest.refresh_from_db()


def apply_again(*, manifest: Manifest) -> None:
    """Look once more at the rows of an applied manifest that were not applied. Raises NotPossible."""
    with transaction.atomic():
        held = Manifest.objects.select_for_update().select_related("deposit").get(pk=manifest.pk)
        if not held.is_agreed:
            raise NotPossible(NOT_READ)
        _refuse_undone(held)
        _begin(held, ManifestState.APPLYING)


def _refuse_undone(manifest: Manifest) -> None:
    if manifest.deposit.state in {DepositState.UNDOING, DepositState.UNDONE}:
        raise NotPossible(UNDONE)


def _begin(manifest: Manifest, state: ManifestState, *, is_queued: bool = True) -> None:
    manifest.state, manifest.problem, manifest.worked_at = state, Reason(), timezone.now()
    manifest.round += 1
    manifest.save()
    if state == ManifestState.APPLYING:
        others = Manifest.objects.filter(deposit=manifest.deposit_id).exclude(pk=manifest.pk)
        others.update(state=ManifestState.REPLACED)
    if is_queued:
        enqueue_manifest(manifest)
