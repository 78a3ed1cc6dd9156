"""Count the trigram table from the word lists inside Tesseract's models: python -m archive.extract.language.train.

Needs ``combine_tessdata`` and ``dawg2wordlist`` (Debian: tesseract-ocr) and the four models. Only the table is kept.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from archive.extract.language.trigrams import LANGUAGES, STEPS_PER_NAT, TABLE, Trigrams, folded

MODELS = {"en": "eng", "uz-Latn": "uzb", "ru": "rus", "uz-Cyrl": "uzb_cyrl"}


def words_of(model: Path, alphabet: str) -> set[str]:
    """Return the folded words of one model that are written in one alphabet."""
    with tempfile.TemporaryDirectory() as folder:
        stem = f"{folder}/m."
        subprocess.run(["combine_tessdata", "-u", str(model), stem], check=True, capture_output=True)
        subprocess.run(
            ["dawg2wordlist", f"{stem}lstm-unicharset", f"{stem}lstm-word-dawg", f"{stem}txt"],
            check=True, capture_output=True,
        )  # fmt: skip
        lines = Path(f"{stem}txt").read_text(encoding="utf-8").splitlines()
    letters = frozenset(alphabet) - {" "}
    return {word for word in map(folded, lines) if len(word) > 1 and letters.issuperset(word)}


def costs_of(words: Iterable[str], alphabet: str) -> NDArray[np.uint8]:
    """Return smoothed costs; a trigram never seen falls back on its bigram and its letter."""
    size = len(alphabet)
    place = {letter: index for index, letter in enumerate(alphabet)}
    counts = np.zeros((size, size, size))
    for word in words:
        at = [0, 0, *(place[letter] for letter in word), 0]
        for first, second, third in zip(at, at[1:], at[2:], strict=False):
            counts[first, second, third] += 1
    one = counts.sum((0, 1)) + 1
    one /= one.sum()
    two = counts.sum(0)
    two = (two + 20 * one) / (two.sum(1, keepdims=True) + 20)
    three = (counts + 20 * two) / (counts.sum(2, keepdims=True) + 20)
    steps = np.rint(-np.log(three) * STEPS_PER_NAT)
    costs: NDArray[np.uint8] = np.clip(steps, 0, 255).astype(np.uint8)
    return costs


def main(folder: str = "/usr/share/tesseract-ocr/5/tessdata") -> None:
    costs = {}
    for language, alphabet in LANGUAGES.items():
        words = words_of(Path(folder) / f"{MODELS[language]}.traineddata", alphabet)
        costs[language] = costs_of(words, alphabet).tobytes()
        sys.stdout.write(f"{language}: {len(words)} words\n")
    TABLE.write_bytes(Trigrams(costs).packed())
    sys.stdout.write(f"{TABLE.name}: {TABLE.stat().st_size} bytes\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
