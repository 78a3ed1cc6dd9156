"""Compile words and phrases that must stand close together.

Engines agree on two different words some moves apart and on no more than two (``tree.check``), so nearness is asked
pair by pair, in both orders; a phrase that is near something must stand as a phrase too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from search.analysis import Analyzer, Form
from search.query.syntax import Near, Syntax, options
from search.query.tree import AllOf, BestOf, Boost, Node, Nothing, Phrase, Term

Tokens = tuple[str, ...]


@dataclass(frozen=True)
class Nearness:
    """How nearness is asked: of which fields with which weights, in which form (one that keeps positions)."""

    analyzer: Analyzer
    weights: Mapping[str, float]
    form: Form

    def node(self, syntax: Near) -> Node:
        """Return the tree of ``a NEAR/n b``: every two neighbors at most n words apart."""
        places = [
            [tokens for option in options(part) if (tokens := self._tokens(option.text))] for part in syntax.parts
        ]
        parts = [
            self._best(_pairs(left, right, distance))
            for (left, right), distance in zip(pairwise(places), syntax.distances, strict=True)
        ]
        parts += [self._best((tokens, 0) for tokens in each) for each in places if any(len(one) > 1 for one in each)]
        parts += [exact for part in syntax.parts if (exact := self._exactly(part)) is not None]
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _tokens(self, text: str, form: Form | None = None) -> Tokens:
        return tuple(token.forms.of(form or self.form)[0] for token in self.analyzer.tokens(text))

    def _exactly(self, part: Syntax) -> Node | None:
        """Return what else must be there where a word is wanted letter for letter among words in every spelling."""
        if self.form is Form.EXACT or not any(option.is_exact for option in options(part)):
            return None
        found = [(option, Form.EXACT if option.is_exact else self.form) for option in options(part)]
        runs = [(self._tokens(option.text, form), form) for option, form in found]
        return _best_of([leaf for tokens, form in runs for leaf in self._leaves(tokens, 0, form)])

    def _best(self, runs: Iterator[tuple[Tokens, int]]) -> Node:
        leaves = [self._leaves(tokens, slop, self.form) for tokens, slop in dict.fromkeys(runs)]
        return _best_of(list(chain.from_iterable(leaves)))

    def _leaves(self, tokens: Tokens, slop: int, form: Form) -> Iterator[Node]:
        for field, weight in self.weights.items():
            leaf = Phrase(field, form, tokens, slop) if len(tokens) > 1 else Term(field, form, tokens[0])
            yield leaf if weight == 1.0 else Boost(leaf, weight)


def _best_of(leaves: list[Node]) -> Node:
    return leaves[0] if len(leaves) == 1 else BestOf(tuple(leaves)) if leaves else Nothing()


def _pairs(left: Sequence[Tokens], right: Sequence[Tokens], distance: int) -> Iterator[tuple[Tokens, int]]:
    """Yield pairs of words with their slop: n places apart is n - 1 moves, counted between the nearer ends."""
    for one in left:
        for other in right:
            for pair in ((one[-1], other[0]), (other[-1], one[0])):
                # Engines find one word near itself, so of the same word twice only direct neighbors can be asked.
                yield (pair, distance - 1) if pair[0] != pair[1] or distance == 1 else (pair[:1], 0)
