"""Say in a query tree what is like a record: what has its subjects, places, people and characteristic words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from catalog.choices import CONTENT_LANGUAGES
from search.analysis import Form, Token
from search.indices import analyzer
from search.query.tree import AnyOf, BestOf, Boost, Node, Nothing, Phrase, Term

if TYPE_CHECKING:
    from catalog.models import Record
    from catalog.models.authority import Authority

SUBJECT, AGENT, PLACE = 3.0, 2.5, 2.0
TITLE, DESCRIPTION, TEXT = 1.5, 1.0, 0.5
MOST_WORDS = 12
MOST_NAMES = 12
SPARSE = 4
"""A record with no authorities and fewer characteristic words than this is judged by its pages too."""
SHORTEST = 4

# Words that say nothing of what a record is about; scores weigh the rest.
_EMPTY_WORDS = """
    bilan uchun ham yoki lekin ammo oʻsha hamda haqida toʻgʻrisida boʻyicha tomonidan boʻlgan kerak boʻlib qilish
    keyin oldin orqali hujjat sahifa
    если было были быть будет еще только когда чем после между также его над под без есть который которая которые
    документ страница
    this that with from were have been which their they into over under after before about document page
"""
_EMPTY = frozenset(token.forms.script for token in analyzer().tokens(_EMPTY_WORDS))


def likeness(record: Record, texts: Iterable[str] = ()) -> Node:
    """Return the tree of what is like a record, Nothing where it says nothing of itself.

    ``texts`` of its pages are looked at only where title, description and authorities say too little.
    """
    parts = list(_shared(record))
    words = _words(_titles(record), MOST_WORDS)
    told = _words(_descriptions(record), MOST_WORDS, besides=words)
    parts += [_word(token, {"title": TITLE, "description": DESCRIPTION}) for token in words.values()]
    parts += [_word(token, {"description": DESCRIPTION}) for token in told.values()]
    if is_sparse(record):
        written = _words(texts, MOST_WORDS, besides=words)
        parts += [_word(token, {"text": TEXT}) for token in written.values()]
    return AnyOf(tuple(parts)) if len(parts) > 1 else parts[0] if parts else Nothing()


def is_sparse(record: Record) -> bool:
    """Say whether title, description and authorities alone are too little to judge by."""
    if next(_shared(record), None) is not None:
        return False
    return len(_words([*_titles(record), *_descriptions(record)], SPARSE)) < SPARSE


def _shared(record: Record) -> Iterator[Node]:
    agents = [row.agent for row in record.record_agents.all()]
    rows: Sequence[tuple[str, float, Iterable[Authority]]] = (
        ("subjects", SUBJECT, record.subjects.all()),
        ("names", AGENT, agents),
        ("places", PLACE, record.places.all()),
    )
    for field, weight, named in rows:
        for row in list(named)[:MOST_NAMES]:
            label = next((text for code in CONTENT_LANGUAGES if (text := getattr(row, f"label_{code}"))), "")
            keys = tuple(token.forms.script for token in analyzer().tokens(label))
            if keys:
                leaf = Phrase(field, Form.SCRIPT, keys) if len(keys) > 1 else Term(field, Form.SCRIPT, keys[0])
                yield Boost(leaf, weight)


def _word(token: Token, weights: dict[str, float]) -> Node:
    stems = token.forms.stems or (token.forms.script,)
    leaves: list[Node] = []
    for field, weight in weights.items():
        for stem in stems:
            leaf = Term(field, Form.STEM, stem)
            leaves.append(leaf if weight == 1.0 else Boost(leaf, weight))
    return BestOf(tuple(leaves)) if len(leaves) > 1 else leaves[0]


def _words(texts: Iterable[str], most: int, besides: Iterable[str] = ()) -> dict[str, Token]:
    """Return the words that characterize texts by their keys: said often, long, in the order of their places."""
    known = set(besides)
    tokens: dict[str, Token] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        for token in analyzer().tokens(text):
            key = token.forms.script
            if len(key) < SHORTEST or key in _EMPTY or key in known or any(sign.isdigit() for sign in key):
                continue
            tokens.setdefault(key, token)
            counts[key] += 1
    kept = sorted(tokens, key=lambda key: (-counts[key], -min(len(key), 8)))[:most]
    return {key: tokens[key] for key in tokens if key in set(kept)}


def _titles(record: Record) -> list[str]:
    return [record.original_title, *(getattr(record, f"title_{code}") or "" for code in CONTENT_LANGUAGES)]


def _descriptions(record: Record) -> list[str]:
    return [getattr(record, f"description_{code}") or "" for code in CONTENT_LANGUAGES]
