"""Turn a query tree into what is looked for in a text: single tokens and runs of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from itertools import chain

from search.analysis import Form, Forms
from search.analysis.beginnings import first_letter
from search.query.tree import Fuzzy, Leaf, Node, Phrase, Prefix, Term, Wildcard, leaves


@dataclass(frozen=True)
class Patterns:
    """Everything a document may match by, as one question for each token.

    ``tokens`` holds the token texts of each form, ``prefixes``, ``wildcards`` and ``fuzzy`` likewise; ``phrases`` are
    runs of tokens of one form, ``slop`` moves apart.
    """

    tokens: Mapping[Form, frozenset[str]]
    prefixes: Mapping[Form, tuple[str, ...]]
    fuzzy: tuple[Fuzzy, ...]
    phrases: tuple[Phrase, ...]
    wildcards: Mapping[Form, tuple[str, ...]] = field(default_factory=dict)
    _plain: tuple[frozenset[str], frozenset[str], frozenset[str]] = field(init=False)
    _phrased: tuple[frozenset[str], frozenset[str]] = field(init=False)
    _begun: tuple[tuple[str, ...], tuple[str, ...]] = field(init=False)
    _shaped: tuple[re.Pattern[str] | None, re.Pattern[str] | None] = field(init=False)
    _is_plain: bool = field(init=False)
    first_letters: frozenset[str] | None = field(init=False)
    """Letters with which a form must begin to be matched; None where any may."""

    def __post_init__(self) -> None:
        phrased = tuple(
            frozenset(word for phrase in self.phrases if phrase.form is form for word in phrase.words)
            for form in (Form.EXACT, Form.SCRIPT)
        )
        object.__setattr__(self, "_phrased", phrased)
        plain = tuple(self.tokens.get(form, frozenset()) for form in (Form.EXACT, Form.SCRIPT, Form.STEM))
        object.__setattr__(self, "_plain", plain)
        begun = tuple(self.prefixes.get(form, ()) for form in (Form.EXACT, Form.SCRIPT))
        object.__setattr__(self, "_begun", begun)
        shaped = tuple(_shape(self.wildcards.get(form, ())) for form in (Form.EXACT, Form.SCRIPT))
        object.__setattr__(self, "_shaped", shaped)
        object.__setattr__(self, "_is_plain", not (self.prefixes or self.wildcards or self.fuzzy))
        wanted = [
            *chain(*self.tokens.values()),
            *chain(*self.prefixes.values()),
            *chain(*self.wildcards.values()),
            *chain(*(p.words for p in self.phrases)),
        ]
        letters = None if self.fuzzy or "" in wanted else frozenset(first_letter(word) for word in wanted)
        object.__setattr__(self, "first_letters", letters)

    def is_hit(self, forms: Forms) -> bool:
        """Tell whether one token is matched by itself; asked of every word, so the common case comes first."""
        exact, script, stems = self._plain
        if forms.exact in exact or forms.script in script or not stems.isdisjoint(forms.stems):
            return True
        return not self._is_plain and (self._begins(forms) or self._is_shaped(forms) or self._resembles(forms))

    def is_phrase_word(self, forms: Forms) -> bool:
        """Tell whether a token may be part of a phrase."""
        exact, script = self._phrased
        return forms.exact in exact or forms.script in script

    def _begins(self, forms: Forms) -> bool:
        exact, script = self._begun
        return forms.exact.startswith(exact) or forms.script.startswith(script)

    def _is_shaped(self, forms: Forms) -> bool:
        exact, script = self._shaped
        return bool((exact and exact.match(forms.exact)) or (script and script.match(forms.script)))

    def _resembles(self, forms: Forms) -> bool:
        return any(
            edit_distance(value, each.text, each.distance) <= each.distance
            for each in self.fuzzy
            for value in forms.of(each.form)
        )

    @property
    def is_empty(self) -> bool:
        return not (self.tokens or self.prefixes or self.wildcards or self.fuzzy or self.phrases)


def patterns_of(tree: Node, fields: Iterable[str]) -> Patterns:
    """Return what a tree looks for in the text fields named; what must not be there is left out."""
    wanted = frozenset(fields)
    found: dict[Leaf, None] = {leaf: None for leaf in leaves(tree) if leaf.field in wanted}
    tokens: dict[Form, set[str]] = {}
    prefixes: dict[Form, set[str]] = {}
    wildcards: dict[Form, set[str]] = {}
    for leaf in found:
        if isinstance(leaf, Term):
            tokens.setdefault(leaf.form, set()).add(leaf.text)
        elif isinstance(leaf, Prefix):
            prefixes.setdefault(leaf.form, set()).add(leaf.text)
        elif isinstance(leaf, Wildcard):
            wildcards.setdefault(leaf.form, set()).add(leaf.pattern)
    phrases = {(leaf.form, leaf.words, leaf.slop): leaf for leaf in found if isinstance(leaf, Phrase)}
    return Patterns(
        {form: frozenset(texts) for form, texts in tokens.items()},
        {form: tuple(sorted(texts)) for form, texts in prefixes.items()},
        tuple(leaf for leaf in found if isinstance(leaf, Fuzzy)),
        tuple(phrases.values()),
        {form: tuple(sorted(patterns)) for form, patterns in wildcards.items()},
    )


def _shape(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return one expression for whole tokens; a pattern holds letters, * and ? only, which the shell reads alike."""
    return re.compile("|".join(map(translate, patterns))) if patterns else None


def edit_distance(left: str, right: str, limit: int) -> int:
    """Return the number of edits between two words (a swap of neighbors is one), or more than ``limit``."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and (not before or min(before) > limit):
            return limit + 1
    return row[-1]
