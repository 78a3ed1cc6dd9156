"""Print how many affixed Uzbek words meet their stem, in every alphabet, how many stems fall together, and the time.

    bin/bench stems [--data ../shared/data/language]

An affixed word meets its stem when both have one stem; goal 0.85 in Latin and in Cyrillic. On the same rows uzmorph
meets 0.78 and lemmauz 0.59 (both from PyPI; neither reads Cyrillic).
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.figures import report
from catalog.vocabulary.spelling import CYRILLIC, LATIN_2026, spell
from search.analysis.characters import normalize
from search.analysis.forms import token_forms
from search.analysis.spelling import latin_key
from search.analysis.stems import uzbek_stem
from search.analysis.uzbek import uzbek_stemmer

LIST = "stems/uzmorphanalyser_even_rows.tsv"
TREEBANK = "ud_uzbek_ut/uz_ut-ud-test.conllu"
_INFLECTED = frozenset(("NOUN", "VERB", "ADJ"))

Pairs = list[tuple[str, str]]


def checked_pairs(folder: Path) -> Pairs:
    """Return token and stem of the rows of the list that its checker agreed to."""
    with (folder / LIST).open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["token"], row["stem"]) for row in rows if row["correct"] == "1"]


def lemma_pairs(folder: Path) -> Pairs:
    """Return the distinct inflected words of the treebank with their lemmas; nothing of it was learned from."""
    found: dict[tuple[str, str], None] = {}
    for line in (folder / TREEBANK).read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) > 3 and columns[3] in _INFLECTED and not set("- ") & set(columns[1] + columns[2]):
            found[columns[1].lower(), columns[2].lower()] = None
    return [(word, lemma) for word, lemma in found if word != lemma]


def key(word: str) -> str:
    """Return the Latin key of a word as the analysis has it."""
    return latin_key(normalize(word))


def missed(pairs: Pairs, spelled: Callable[[str], str] = str) -> Pairs:
    """Return the pairs that do not meet when both words are spelled anew."""
    return [(word, stem) for word, stem in pairs if uzbek_stem(key(spelled(word))) != uzbek_stem(key(spelled(stem)))]


def fallen_together(stems: Iterable[str]) -> list[list[str]]:
    """Return groups of distinct stems that became one."""
    groups: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(set(map(key, stems))):
        groups[uzbek_stem(stem)].append(stem)
    return [group for group in groups.values() if len(group) > 1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/language"))
    parser.add_argument("--show", action="store_true", help="print what misses and what falls together")
    options = parser.parse_args()
    rows = checked_pairs(options.data)
    affixed = [(word, stem) for word, stem in rows if key(word) != key(stem)]
    wanted: tuple[tuple[str, Pairs, Callable[[str], str]], ...] = (
        ("Latin 1995", affixed, str),
        ("Cyrillic", affixed, lambda word: spell(word, CYRILLIC)),
        ("Latin 2026", affixed, lambda word: spell(word, LATIN_2026)),
        ("treebank lemmas", lemma_pairs(options.data), str),
    )
    for name, pairs, spelled in wanted:
        share = 1 - len(missed(pairs, spelled)) / len(pairs)
        report(f"stems, {name}: words that meet", f"{share:.3f} of {len(pairs)}")
    stems = [stem for _word, stem in rows]
    groups = fallen_together(stems)
    count = len(set(map(key, stems)))
    report("stems, distinct stems fallen together", f"{sum(map(len, groups))} of {count}, in {len(groups)} groups")
    _times([key(word) for word, _stem in rows], [normalize(word) for word, _stem in rows])
    if options.show:
        for word, stem in missed(affixed):
            print("  ", word, stem, uzbek_stem(key(word)), uzbek_stem(key(stem)))
        print(*(" ".join(group) for group in groups), sep="\n   ")


def _times(keys: list[str], words: list[str]) -> None:
    uzbek_stemmer()
    for name, call, given in (("one stem", uzbek_stem, keys), ("all forms of a token, cold", token_forms, words)):
        best = min(_microseconds(call, given) for _ in range(5))
        report(f"stems, time of {name}", f"{best:.1f} µs")


def _microseconds(call: Callable[[str], object], given: list[str]) -> float:
    start = time.process_time()
    for each in given:
        call(each)
    return (time.process_time() - start) / len(given) * 1e6


if __name__ == "__main__":
    main()
