"""Read one page: see how it lies, read a sample to decide, read it whole, read again where evidence says so."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from archive.extract.ocr import cleaning
from archive.extract.ocr.engine import SAMPLE, WHOLE_PAGE, Clock, RawWord, run
from archive.extract.ocr.frame import Frame, level, scale_for, turned
from archive.extract.ocr.geometry import Lie, ink_of, lie_of, reduced
from archive.extract.ocr.lines import Segment, segments_of, usual
from archive.extract.ocr.loading import gray_page
from archive.extract.ocr.models import (
    PROBE_MODELS,
    Evidence,
    evidence_of,
    lacks_letters_of_1995,
    models_for,
    wider_models,
)
from archive.extract.ocr.report import blank_reading, reading_of
from archive.extract.ocr.settings import OcrSettings
from archive.extract.ocr.strip import chosen, strip_of
from archive.extract.types import PageReading

SKETCH_SCALE = 0.9
CLEAR_AXIS = 1.8
SURE = 0.75
TRUSTED = 0.5
HARDLY = 0.3
WELL_READ = 0.7
SMALLEST_PAGE_PX = 24
CLEARLY_BETTER = 0.02


@dataclass(frozen=True, slots=True)
class Posed:
    """A page in one pose: its turn, the image to read, its frame and where its lines are."""

    turn_deg: int
    lie: Lie
    image: Image.Image
    frame: Frame
    segments: tuple[Segment, ...]
    segment_scale: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a run over a pose gave."""

    pose: Posed
    models: tuple[str, ...]
    words: list[RawWord]
    evidence: Evidence


def read_page(
    image: Image.Image | Path | str,
    settings: OcrSettings | None = None,
    languages_hint: Sequence[str] = (),
    told: Sequence[str] = (),
) -> PageReading:
    """Read a page image with Tesseract; nothing need be known of it.

    ``languages_hint`` (BCP 47 tags) spares the sample where the languages are known; it is dropped when the reading
    does not bear it out. Languages ``told`` by a person are taken as they are, and no others are tried.
    Boxes are fractions of the upright, not levelled page.
    Raises TooManyPixels, PageUnreadable, TesseractMissing, LanguageDataMissing, OcrTimeout, OcrFailed.
    """
    settings = settings or OcrSettings()
    clock = Clock.start(settings.page_seconds)
    gray = gray_page(image, settings.max_pixels)
    sketch = reduced(gray)
    lie = lie_of(sketch)
    if not lie.inked or max(gray.size) < SMALLEST_PAGE_PX:
        return blank_reading()
    with tempfile.TemporaryDirectory(prefix="page-", dir=settings.scratch) as folder:
        desk = _Desk(Path(folder), settings, clock)
        poses = _Poses(gray, sketch, lie, settings)
        finding = (
            _read_as_told(poses, desk, told) if told else _decide_and_read(poses, desk, models_for(languages_hint))
        )
    if not finding.words:
        return blank_reading()
    reading = reading_of(
        finding.words, finding.pose.frame, finding.pose.turn_deg, finding.pose.frame.skew_deg, finding.models
    )
    if told:
        kept = tuple(language for language in reading.languages if language in told)
        return replace(reading, languages=kept or tuple(told))
    return reading


@dataclass(frozen=True, slots=True)
class _Desk:
    """The place, limits and time of one page's runs."""

    folder: Path
    settings: OcrSettings
    clock: Clock

    def read(self, image: Image.Image, models: tuple[str, ...], mode: str) -> list[RawWord]:
        path = self.folder / "page.pgm"
        image.save(path)
        return run(path, models, mode, self.settings, self.clock)

    def whole(self, pose: Posed, models: tuple[str, ...]) -> Finding:
        words = cleaning.without_specks(self.read(pose.image, models, WHOLE_PAGE))
        return Finding(pose, models, words, evidence_of(words))


def _decide_and_read(poses: _Poses, desk: _Desk, known: tuple[str, ...]) -> Finding:
    if known:
        finding = desk.whole(poses.first(), known)
        if finding.evidence.trust >= TRUSTED:
            return _better(finding, desk)
    sample = _sampled(poses, desk)
    models = _models_told(sample) or wider_models(sample.evidence)
    return _better(desk.whole(sample.pose, models), desk)


def _read_as_told(poses: _Poses, desk: _Desk, told: Sequence[str]) -> Finding:
    """Read in the languages told, in the pose in which the page looks most like language."""
    finding = desk.whole(poses.first(), models_for(told))
    if finding.evidence.trust < TRUSTED:
        upright = _sampled(poses, desk).pose
        if upright.turn_deg != finding.pose.turn_deg:
            finding = desk.whole(upright, models_for(told))
    if "uz-Latn" in told and lacks_letters_of_1995(finding.evidence.uzbek_latin):
        again = desk.whole(finding.pose, models_for(told, spelling="2026"))
        return again if again.evidence.trust >= finding.evidence.trust else finding
    return finding


class _Poses:
    """The poses a page may have, the likelier first, each made when asked for; ``sketch`` is the page reduced."""

    def __init__(self, gray: Image.Image, sketch: Image.Image, lie: Lie, settings: OcrSettings) -> None:
        self._gray, self._sketch, self._lie, self._settings = gray, sketch, lie, settings
        likely, other = ((270, 90), (0, 180)) if lie.sideways else ((0, 180), (270, 90))
        self.turns = likely if lie.clear >= CLEAR_AXIS else likely + other
        self._made: dict[int, Posed] = {}

    def first(self) -> Posed:
        return self.at(self.turns[0])

    def at(self, turn_deg: int) -> Posed:
        if turn_deg not in self._made:
            opposite = self._made.get((turn_deg + 180) % 360)
            self._made[turn_deg] = _upside_down(opposite) if opposite else self._posed(turn_deg)
        return self._made[turn_deg]

    def _posed(self, turn_deg: int) -> Posed:
        upright, sketch = turned(self._gray, turn_deg), turned(self._sketch, turn_deg)
        lie = self._lie if (turn_deg in {90, 270}) == self._lie.sideways else lie_of(sketch)
        small, frame = level(sketch, lie, SKETCH_SCALE)
        segments = usual(segments_of(ink_of(small)))
        enlarged = upright.width / frame.upright[0] / SKETCH_SCALE
        core = sorted(s.core for s in segments)[len(segments) // 2] * enlarged if segments else 0.0
        scale = scale_for(core, upright.width * upright.height, self._settings.reading_pixels)
        image, frame = level(upright, lie, scale)
        return Posed(turn_deg, lie, image, frame, tuple(segments), enlarged * scale)


def _upside_down(pose: Posed) -> Posed:
    """Return the pose turned by 180 degrees; its segments are found by turning the strip, not here."""
    image = turned(pose.image, 180)
    return Posed((pose.turn_deg + 180) % 360, pose.lie, image, pose.frame, (), pose.segment_scale)


def _sampled(poses: _Poses, desk: _Desk) -> Finding:
    """Read a strip of line pieces in each pose until one is surely language; return the best."""
    found: list[Finding] = []
    for turn in poses.turns:
        words = desk.read(_strip(poses, turn), PROBE_MODELS, SAMPLE)
        found.append(Finding(poses.at(turn), PROBE_MODELS, words, evidence_of(words)))
        # Upside down, little text may look half like language; only a sure sample spares the other pose.
        if found[-1].evidence.trust >= SURE:
            break
    best = max(found, key=lambda finding: finding.evidence.trust)
    if best.evidence.trust >= HARDLY:
        return best
    # Nothing looks like language (a drawing, a blot): leave the page as it was stored.
    words = desk.read(_strip(poses, 0), PROBE_MODELS, SAMPLE)
    return Finding(poses.at(0), PROBE_MODELS, words, evidence_of(words))


def _strip(poses: _Poses, turn_deg: int) -> Image.Image:
    pose = poses.at(turn_deg)
    if pose.segments:
        return strip_of(pose.image, chosen(pose.segments), pose.segment_scale)
    opposite = poses.at((turn_deg + 180) % 360)
    if opposite.segments:
        return turned(strip_of(opposite.image, chosen(opposite.segments), opposite.segment_scale), 180)
    return pose.image


def _models_told(sample: Finding) -> tuple[str, ...]:
    evidence = sample.evidence
    if evidence.trust < HARDLY or evidence.characters < 12:
        return ()
    spelling = "2026" if lacks_letters_of_1995(evidence.uzbek_latin) else ""
    return models_for(evidence.languages, spelling=spelling)


def _better(finding: Finding, desk: _Desk) -> Finding:
    """Read again with other models when the evidence asks for it; keep what looks more like language."""
    wanted = _models_missed(finding)
    if not wanted:
        return finding
    again = desk.whole(finding.pose, wanted)
    # Letters of a language that was not asked for weigh more than confidence: each model is sure of its own.
    gain = -CLEARLY_BETTER if set(wanted) > set(finding.models) else CLEARLY_BETTER
    return again if again.evidence.trust >= finding.evidence.trust + gain else finding


def _models_missed(finding: Finding) -> tuple[str, ...]:
    evidence = finding.evidence
    spelling = "2026" if "Latin" in finding.models or lacks_letters_of_1995(evidence.uzbek_latin) else ""
    wanted = models_for(evidence.languages, spelling=spelling)
    if set(wanted) - set(finding.models):
        return wanted
    if evidence.trust >= WELL_READ:
        return ()
    wider = wider_models(evidence, spelling=spelling)
    return wider if set(wider) - set(finding.models) else ()
