"""Print character errors and pages a minute of reading scans, beside Tesseract by hand and OCRmyPDF."""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from archive.extract.ocr import OcrSettings, read_page
from archive.extract.types import PageReading
from bench.character_errors import error_pct
from bench.figures import report
from bench.true_pages import TruePage, drawn_pages, shared_pages, straightened

DATA = Path(os.environ.get("FONDS_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
MODELS = {"uz-Latn": "uzb", "uz-Cyrl": "uzb_cyrl", "ru": "rus", "en": "eng"}
SPELLED_2026 = "uz-Latn 2026"
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
LONGEST_S = 300


def processor_seconds() -> float:
    """Return the processor time of this process and the programs it has run."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def decided(page: TruePage) -> tuple[PageReading, float]:
    start = processor_seconds()
    return read_page(page.path, OcrSettings()), processor_seconds() - start


def known(page: TruePage) -> tuple[PageReading, float]:
    start = processor_seconds()
    return read_page(page.path, OcrSettings(), page.languages), processor_seconds() - start


def _models(page: TruePage) -> str:
    return "Latin" if page.group == SPELLED_2026 else "+".join(MODELS[language] for language in page.languages)


def _program(command: Sequence[str]) -> float:
    """Run a program; return its processor time, which is right however many run side by side."""
    with subprocess.Popen(command, env=ONE_THREAD, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def by_hand(page: TruePage) -> tuple[None, float]:
    return None, _program(["tesseract", str(page.path), "-", "-l", _models(page), "tsv"])


def ocrmypdf_plain(page: TruePage) -> tuple[None, float]:
    return None, _ocrmypdf(page)


def ocrmypdf_deskewing(page: TruePage) -> tuple[None, float]:
    return None, _ocrmypdf(page, "--deskew", "--rotate-pages")


def _ocrmypdf(page: TruePage, *options: str) -> float:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as out:
        fixed = ["--jobs", "1", "--output-type", "pdf", "--optimize", "0", "--image-dpi", "300", "--quiet"]
        return _program(["ocrmypdf", "-l", _models(page), *fixed, *options, str(page.path), out.name])


@dataclass(slots=True)
class Runner:
    """One way of reading and what it took."""

    name: str
    read: Callable[[TruePage], tuple[PageReading | None, float]]
    straight: bool
    pool: Executor
    wall_s: float = 0.0
    processor_s: float = 0.0
    readings: dict[str, PageReading] = field(default_factory=dict)

    def take(self, pages: Sequence[TruePage]) -> None:
        start = time.perf_counter()
        for page, (reading, processor_s) in zip(pages, self.pool.map(self.read, pages), strict=True):
            self.processor_s += processor_s
            if reading is not None:
                self.readings[page.name] = reading
        self.wall_s += time.perf_counter() - start


def _report_errors(title: str, pages: Sequence[TruePage], readings: dict[str, PageReading]) -> None:
    errors: dict[str, list[tuple[float, str]]] = {}
    for page in pages:
        errors.setdefault(page.group, []).append((error_pct(page.text, readings[page.name].text), page.name))
    print(f"\n{title}: character errors, blanks, dashes and apostrophes folded")
    for group, rates in errors.items():
        worst = max(rates)
        mean = sum(rate for rate, _ in rates) / len(rates)
        report(f"  {group} ({len(rates)} pages)", f"mean {mean:.2f} %   worst {worst[0]:.2f} % ({worst[1]})")
    wrong = [page.name for page in pages if set(readings[page.name].languages[:1]) - set(page.languages)]
    report("  pages whose first language is wrong", ", ".join(wrong) or "none")


def _report_speed(runners: Sequence[Runner], pages: int, cores: int) -> None:
    limit = runners[0]
    print(f"\nSpeed, {cores} processes, {pages} pages, taken in turns")
    for runner in runners:
        report(
            f"  {runner.name}",
            f"{60 * pages / runner.wall_s:6.1f} pages/min ({limit.wall_s / runner.wall_s:.2f} of the limit)   "
            f"{runner.processor_s / pages:5.2f} processor s a page ({limit.processor_s / runner.processor_s:.2f})",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the shared collections")
    parser.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--peers", action="store_true", help="run OCRmyPDF too, where it is installed")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        scans = options.data / "documents" / "scans"
        shared = [page for page in shared_pages(scans) if options.only in page.name] if scans.is_dir() else []
        drawn = [page for page in drawn_pages(place) if options.only in page.name]
        _compare(shared or drawn, place, options.cores, peers=options.peers)
        if shared and drawn:
            with ProcessPoolExecutor(options.cores) as pool:
                readings = {
                    page.name: reading for page, (reading, _) in zip(drawn, pool.map(decided, drawn), strict=True)
                }
            _report_errors("Pages drawn by the project", drawn, readings)


def _compare(pages: Sequence[TruePage], place: Path, cores: int, *, peers: bool) -> None:
    straight = {page.name: straightened(page, place) for page in pages}
    with ProcessPoolExecutor(cores) as processes, ThreadPoolExecutor(cores) as threads:
        list(processes.map(decided, pages[:cores]))  # a worker is warm when it reads
        runners = [
            Runner("tesseract by hand, upright, language known", by_hand, True, threads),
            Runner("ours, upright, language known", known, True, processes),
            Runner("ours, all decided", decided, False, processes),
        ]
        if peers and shutil.which("ocrmypdf"):
            runners.append(Runner("ocrmypdf, upright, language known", ocrmypdf_plain, True, threads))
            runners.append(Runner("ocrmypdf --deskew --rotate-pages", ocrmypdf_deskewing, False, threads))
        for start in range(0, len(pages), 2 * cores):
            turn = pages[start : start + 2 * cores]
            for runner in runners:
                runner.take([straight[page.name] if runner.straight else page for page in turn])
    _report_errors("All decided", pages, runners[2].readings)
    _report_errors("Language known", pages, runners[1].readings)
    _report_speed(runners, len(pages), cores)


if __name__ == "__main__":
    main()
