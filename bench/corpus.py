"""Make a large collection of pages that never changes: 400-word pages in uz, ru and en with a natural word spread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from search.analysis import Analyzer, FieldForms
from search.engines.base import Put
from search.engines.schema import IndexDocument

WORDS_ON_PAGE = 400
PAGES_IN_RECORD = 21
_BLOCK = 1000
_VOCABULARY = 60_000
_SEED = 1924

_SYLLABLES = {
    "uz": ("bo bu da di ga gʻi ha im ish ja ka ki la li ma mo na ni oʻ oʻz qa qi ra ri sa shi ta ti u va xo ya "
           "yo yu za zi chi shu bek tar mon gan lik kor"),
    "ru": ("ба бо ва ви го да де жи за ка ко ла ле ма мо на не о па по пре ра ро са ство та то у фи хо ци ча ше "
           "ста про ска тов ник цен мож"),
    "en": ("a be ca com con de dis e ex fa for ge ho in ka la le ma me mo na ne no o pa per po pro ra re ro sa se "
           "ser sta ta ter ti to tra un ver wa"),
}  # fmt: skip
_ENDINGS = {
    "uz": ("", "", "lar", "ni", "ning", "ga", "da", "dan", "i", "si", "lari", "larning", "imiz", "lik"),
    "ru": ("", "а", "ы", "ов", "ой", "ами", "ом", "ия", "ный", "ного", "ать", "ение", "ости"),
    "en": ("", "", "s", "ed", "ing", "er", "ly", "ness", "tion", "ions"),
}
_FIRST_LETTERS = {"ru": "абвгдежзиклмнопрстуфхцчшэюя", "en": "abcdefghijklmnoprstuvw", "uz": "abdefghijklmnopqrstuvxyz"}
_LATIN_TO_CYRILLIC = (
    ("oʻ", "ў"), ("gʻ", "ғ"), ("sh", "ш"), ("ch", "ч"), ("yo", "ё"), ("yu", "ю"), ("ya", "я"), ("a", "а"), ("b", "б"),
    ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "ҳ"), ("i", "и"), ("j", "ж"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "қ"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("v", "в"), ("x", "х"), ("y", "й"), ("z", "з"),
)  # fmt: skip
LANGUAGES = ("uz-Cyrl", "uz-Latn", "ru", "en")
_SHARES = (0.4, 0.25, 0.25, 0.1)
_TODAY = date(2026, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class SyntheticPage:
    number: int
    record: int
    order: int
    language: str
    text: str


class Corpus:
    """``pages`` pages, the same ones for every size: page 17 of a small corpus is page 17 of a large one."""

    def __init__(self, pages: int) -> None:
        self.size = pages
        self.records = -(-pages // PAGES_IN_RECORD)
        uzbek = _vocabulary("uz")
        self.words = {"uz-Latn": uzbek, "uz-Cyrl": [_cyrillic(word) for word in uzbek]}
        self.words |= {"ru": _vocabulary("ru"), "en": _vocabulary("en")}
        ranks = np.arange(_VOCABULARY) + 2.7
        self._spread = np.cumsum(1 / ranks) / np.sum(1 / ranks)

    def language(self, record: int) -> str:
        return LANGUAGES[int(np.searchsorted(np.cumsum(_SHARES), np.random.default_rng((_SEED, 1, record)).random()))]

    def pages(self, start: int = 0) -> Iterator[SyntheticPage]:
        """Yield pages in order from ``start``, a multiple of the 1,000 pages that are drawn at once."""
        for block in range(start // _BLOCK, -(-self.size // _BLOCK)):
            draws = np.random.default_rng((_SEED, 2, block)).random((_BLOCK, WORDS_ON_PAGE))
            picks = np.searchsorted(self._spread, draws).tolist()
            for offset, row in enumerate(picks):
                number = block * _BLOCK + offset
                if number >= self.size:
                    return
                record, order = divmod(number, PAGES_IN_RECORD)
                language = self.language(record)
                words = self.words[language]
                lines = [" ".join([words[pick] for pick in row[at : at + 10]]) for at in range(0, WORDS_ON_PAGE, 10)]
                yield SyntheticPage(number, record, order + 1, language, ".\n".join(lines))

    def record_document(self, record: int, texts: list[FieldForms], analyzer: Analyzer) -> Put:
        """Return the index document of a record made of the analyzed ``texts`` of its pages."""
        rng = np.random.default_rng((_SEED, 3, record))
        language = self.language(record)
        words = self.words[language]
        title = " ".join([words[int(place)] for place in rng.zipf(1.3, 5) % _VOCABULARY]).capitalize()
        year = int(1900 + rng.integers(0, 120))
        first = date(year, 1 + int(rng.integers(0, 12)), 1).toordinal()
        keywords = {
            "record": [f"r{record}"],
            "kind": [("document", "photo", "recording")[int(rng.integers(0, 3))]],
            "collection": [f"c{int(rng.zipf(1.5)) % 40}"],
            "language": [language],
            "creator": [f"a{int(place) % 2000}" for place in rng.zipf(1.3, 2)],
            "subject": [f"s{int(place) % 500}" for place in rng.zipf(1.3, 4)],
            "place": [f"p{int(rng.zipf(1.4)) % 200}"],
            "access": [("public", "staff", "embargo")[int(np.searchsorted((0.9, 0.95), rng.random()))]],
        }
        numbers = {"year": year, "decade": year // 10 * 10, "date_from": first, "date_to": first + 27}
        numbers |= {"created": record, "open_on": _TODAY + int(rng.integers(-500, 500)), "quality": 90}
        fields = {
            "title": analyzer.field(title, (language,)),
            "identifiers": analyzer.identifiers([f"{year}-{record}"]),
            "text": FieldForms.join(texts),
        }
        return Put(IndexDocument(f"r{record}", 1, fields, keywords, numbers, {"title_key": title.lower()}))

    def unit_document(self, page: SyntheticPage, text: FieldForms) -> Put:
        keywords = {"record": [f"r{page.record}"], "language": [page.language], "access": ["public"]}
        return Put(IndexDocument(f"r{page.record}-{page.order:04}", 1, {"text": text}, keywords, {"order": page.order}))


def _vocabulary(language: str) -> list[str]:
    """Return words, the most frequent first; frequent words are short, as in life."""
    rng = np.random.default_rng((_SEED, len(language), sum(map(ord, language))))
    syllables, endings = _SYLLABLES[language].split(), _ENDINGS[language]
    letters = _FIRST_LETTERS[language]
    words: dict[str, None] = {}
    while len(words) < _VOCABULARY:
        count = 1 + int(rng.random() * 2) + (len(words) > 300) + (len(words) > 8000)
        picks = rng.integers(0, len(syllables), count)
        stem = letters[int(rng.integers(0, len(letters)))] + "".join([syllables[int(pick)] for pick in picks])
        for ending in rng.choice(len(endings), 3, replace=False):
            words[stem + endings[int(ending)]] = None
    return list(words)[:_VOCABULARY]


def _cyrillic(word: str) -> str:
    for latin, cyrillic in _LATIN_TO_CYRILLIC:
        word = word.replace(latin, cyrillic)
    return word
