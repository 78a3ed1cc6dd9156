"""Join a sidecar that was uploaded, or lies in an archive, to its file, whichever of them comes first."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_noop

from archive.choices import AssetKind
from archive.extract.errors import ExtractError
from archive.extract.sidecars.opening import OWN_ENDINGS, PLAIN_ENDINGS, text_form
from archive.ingest.companions import SidecarForm, companion_names, folder_of, is_plain, scan_names, sidecar_form
from archive.models import Asset, Recording
from archive.operations.attach_metadata import attach_metadata
from archive.queries import MODELS
from archive.reasons import Reason, reason_of
from catalog.choices import FileOutcome
from catalog.models import Deposit, DepositFile
from catalog.operations.attach_sidecars import WITH_IT as TRANSCRIPT_WITH_IT
from catalog.operations.attach_sidecars import join_transcript
from catalog.operations.attach_texts import WITH_IT as TEXT_WITH_IT
from catalog.operations.attach_texts import join_text
from catalog.operations.attach_xmp import WITH_IT as XMP_WITH_IT
from catalog.operations.deposits.find_page_scans import may_be_settled, page_scans_of
from catalog.operations.ingest_file import IngestOrder, IngestResult, Slip, attached, refuse_file

ALONE = "alone"
WAITS = gettext_noop("This belongs to %(name)s, which is not taken in yet. It is joined to it as soon as that is.")
NO_COMPANION = gettext_noop(
    "This belongs to a file of the same name, which did not come. Deposit that as well, in this deposit; then they are "
    "joined."
)
_SETTLED = (FileOutcome.INGESTED, FileOutcome.DUPLICATE)
CHUNK = 200


def join_sidecar(*, row: DepositFile, path: Path, slip: Slip, order: IngestOrder) -> IngestResult | None:
    """Attach a sidecar to its file if that is held; let it wait, refused for the time being, if not.

    None for a file that is no sidecar, to be taken in as any other.
    """
    form = sidecar_form(row.name)
    if form is None or (row.name.casefold().endswith(PLAIN_ENDINGS) and not text_form(path)):
        return None
    companions = companions_of(row)
    if not companions and is_plain(row.name) and form is SidecarForm.TRANSCRIPT:
        # What is no transcript may be the text of a scan's pages.
        form, companions = SidecarForm.TEXT, page_scans_of(row, path)
        if not companions:
            return None
    held = next((one for one in companions if one.outcome in _SETTLED and one.asset_id), None)
    if held is None:
        waits = Reason(ALONE, WAITS, {"name": companions[0].name}) if companions else Reason(ALONE, NO_COMPANION)
        return refuse_file(slip=slip, why=waits)
    try:
        with transaction.atomic():
            asset = MODELS[held.kind].objects.get(pk=held.asset_id)
            why = _attach(form, asset, path, row, order)
            result = attached(asset, why, slip)
            slip.seal(result)
            return result
    except ExtractError as error:
        return refuse_file(slip=slip, why=reason_of(error))


def _attach(form: SidecarForm, asset: Asset, path: Path, row: DepositFile, order: IngestOrder) -> Reason:
    if form is SidecarForm.METADATA:
        attach_metadata(asset=asset, path=path, name=row.name, user=order.user)
        return Reason("", XMP_WITH_IT, {"file": asset.original_name})
    if form is SidecarForm.TEXT:
        join_text(asset=asset, path=path, name=row.name, user=order.user)
        return Reason("", TEXT_WITH_IT, {"document": asset.original_name})
    assert isinstance(asset, Recording)  # noqa: S101 - for the type checker; its companions are recordings
    join_transcript(recording=asset, path=path, name=row.name, user=order.user)
    return Reason("", TRANSCRIPT_WITH_IT, {"recording": asset.original_name})


def companions_of(row: DepositFile) -> list[DepositFile]:
    """Return the files of the same folder that a sidecar may belong to, likeliest first."""
    names = companion_names(row.name)
    near = DepositFile.objects.filter(deposit=row.deposit_id, container=row.container_id, name_key__in=names)
    found = [one for one in near.exclude(pk=row.pk) if folder_of(one.path) == folder_of(row.path)]
    if sidecar_form(row.name) is SidecarForm.TRANSCRIPT:
        found = [one for one in found if one.kind in ("", AssetKind.RECORDING)]
    return sorted(found, key=lambda one: (one.outcome not in _SETTLED, names.index(one.name_key or "")))


def has_text(row: DepositFile) -> bool:
    """Say whether a file of ALTO or hOCR, by its name, lies beside a scan: it is then a document, and no photo."""
    stem = row.name.casefold().rpartition(".")[0]
    names = [one + ending for one in (stem, row.name.casefold()) for ending in OWN_ENDINGS]
    near = DepositFile.objects.filter(deposit=row.deposit_id, container=row.container_id, name_key__in=names)
    return any(folder_of(one.path) == folder_of(row.path) for one in near)


def call_sidecars(*, row: DepositFile) -> int:
    """Let the sidecars of a file that is held by now, which came before it, wait to be joined; return how many."""
    stem = row.name.casefold().rpartition(".")[0] or row.name.casefold()
    near = DepositFile.objects.filter(
        deposit=row.deposit_id, container=row.container_id, outcome=FileOutcome.REFUSED,
        name_key__startswith=f"{stem}.",
    )  # fmt: skip
    return _recall([one.pk for one in near if _belongs(one, row)])


def call_lone_sidecars(*, deposit: Deposit) -> int:
    """Let every sidecar wait whose file came meanwhile: it may have looked for it in the same moment."""
    alone = deposit.files.filter(outcome=FileOutcome.REFUSED, reason__contains=f'"code": "{ALONE}"')
    count, last = 0, 0
    while rows := list(alone.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        ready = [row.pk for row in rows if _is_ready(row)]
        count += _recall(ready)
    return count


def _is_ready(row: DepositFile) -> bool:
    companions = companions_of(row)
    return companions[0].outcome in _SETTLED if companions else may_be_settled(row)


def _belongs(sidecar: DepositFile, row: DepositFile) -> bool:
    is_near = folder_of(sidecar.path) == folder_of(row.path)
    is_alone = sidecar.reason.code == ALONE or sidecar.name.casefold().endswith(".txt")
    return is_near and is_alone and row.name.casefold() in (
        *companion_names(sidecar.name), *scan_names(sidecar.name),
    )  # fmt: skip


def _recall(keys: list[int]) -> int:
    waiting = DepositFile.objects.filter(pk__in=keys, outcome=FileOutcome.REFUSED)
    return waiting.update(outcome=FileOutcome.WAITING, reason=Reason(), attempts=0, settled_at=None) if keys else 0
