"""Print how many pages a second are read from text layers of PDFs."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from archive.extract.pdf import open_document
from archive.extract.pdf.reading import reading_of_layer
from archive.extract.words import pack, unpack
from archive.specimens.markup import blocks_of
from archive.specimens.pdfs import born_digital_pdf
from archive.specimens.types import PageSpec
from bench.figures import milliseconds, report, spread
from bench.ocr import DATA
from bench.true_pages import EN, RU, UZ_CYRL, UZ_LATN


def _document(data: Path, folder: Path) -> Path:
    shared = data / "documents" / "scans" / "pdf" / "born_digital.pdf"
    if shared.is_file():
        return shared
    path = folder / "drawn.pdf"
    path.write_bytes(born_digital_pdf(PageSpec(blocks_of(f"{UZ_LATN}\n\n{UZ_CYRL}\n\n{RU}\n\n{EN}"))).content)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the shared collections")
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = _document(options.data, Path(folder))
        pages = characters = 0
        start = time.perf_counter()
        for _ in range(options.times):
            with open_document(path) as source:
                for number in range(1, source.page_count + 1):
                    layer = source.text_layer(number)
                    assert layer is not None and layer.is_language  # noqa: S101, PT018 - the file has real text
                    reading = reading_of_layer(layer)
                    pages += 1
                    characters += len(reading.text)
        seconds = time.perf_counter() - start
    report(f"text layer, {path.name}", f"{pages / seconds:.0f} pages/s of {characters // pages} characters")
    packed = pack(reading.words)
    report(
        f"pack {len(reading.words)} words", f"{milliseconds(lambda: pack(reading.words)):.2f} ms, {len(packed)} bytes"
    )
    report(f"unpack {len(reading.words)} words", spread([milliseconds(lambda: unpack(packed)) for _ in range(200)]))


if __name__ == "__main__":
    main()
