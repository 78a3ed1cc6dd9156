"""The query tree: what is searched, in terms that both engines compile and the matcher reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import Form
from search.query.filters import Filter

DEEPEST = 15
MOST_CLAUSES = 1000
SHORTEST_PREFIX = 2
MOST_EDITS = 2
ANY_LETTERS, ONE_LETTER = "*", "?"
FEWEST_LITERALS = 3
"""Letters a pattern must name, the first one among them: fewer would walk through most words of an index."""
MOST_SIGNS = 6
LONGEST_PATTERN = 64


@dataclass(frozen=True, slots=True)
class All:
    """Every document, scored alike."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


@dataclass(frozen=True, slots=True)
class Term:
    """A token of one form of a text field."""

    field: str
    form: Form
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens after one another, at least two, in a form that keeps positions (not stem).

    With ``slop`` it is two different tokens in any order, at most so many moves from standing after one another: of
    more, or of one twice, the engines hold different opinions.
    """

    field: str
    form: Form
    words: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every token that begins so, scored alike."""

    field: str
    form: Form
    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every token of a pattern, scored alike: ``*`` stands for any letters or none, ``?`` for exactly one."""

    field: str
    form: Form
    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every token at most ``distance`` (0 to 2) edits away, scored alike."""

    field: str
    form: Form
    text: str
    distance: int = 1


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts match; scores add up."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part matches; scores add up."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class BestOf:
    """At least one part matches; the best score counts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class Boost:
    """The part, its score times ``weight`` (above 0)."""

    part: Node
    weight: float


@dataclass(frozen=True, slots=True)
class Where:
    """The documents a filter lets through, adding nothing to the score."""

    condition: Filter


Node = All | Nothing | Term | Phrase | Prefix | Wildcard | Fuzzy | AllOf | AnyOf | BestOf | Not | Boost | Where
_INNER = frozenset((AllOf, AnyOf, BestOf, Not, Boost))
Leaf = Term | Phrase | Prefix | Wildcard | Fuzzy


class TreeRefused(ValueError):
    """A tree that an engine would refuse, or answer differently from the other engine."""


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below a node."""
    if isinstance(node, Not | Boost):
        return (node.part,)
    return node.parts if isinstance(node, AllOf | AnyOf | BestOf) else ()


def leaves(node: Node, *, negated: bool = False) -> Iterator[Leaf]:
    """Yield the leaves a document may match by; those under a Not only when ``negated``."""
    if isinstance(node, Term | Phrase | Prefix | Wildcard | Fuzzy):
        yield node
    elif not isinstance(node, Not) or negated:
        for child in children(node):
            yield from leaves(child, negated=negated)


def check(node: Node) -> None:
    """Raise ``TreeRefused`` for a tree outside the bounds that hold for every engine.

    At most 15 levels and 1,000 leaves; weights above 0; phrases of two words or more on a form with positions, with
    slop of two different ones;
    prefixes of two letters or more; patterns that begin with a letter, name three and have one to six signs;
    at most two edits.
    """
    clauses = 0
    depth = 0
    level: tuple[Node, ...] = (node,)
    while level:
        depth += 1
        below: list[Node] = []
        for each in level:
            kind = type(each)
            if kind is not Term:  # the commonest by far, and never wrong by itself
                _check_node(each)
            if kind in _INNER:
                below.extend(children(each))
            else:
                clauses += 1
        if depth > DEEPEST or clauses > MOST_CLAUSES:
            raise TreeRefused(f"The query has more than {DEEPEST} levels or {MOST_CLAUSES} parts.")
        level = tuple(below)


def _check_node(node: Node) -> None:
    match node:
        case Boost(weight=weight) if not weight > 0:
            raise TreeRefused(f"A weight must be above 0, not {weight}.")
        case Phrase(words=words) if len(words) < 2:
            raise TreeRefused("A phrase needs two words or more; one word is a Term.")
        case Phrase(form=Form.STEM):
            raise TreeRefused("Stems have no positions, so a phrase cannot be searched by them.")
        case Phrase(slop=slop) if slop < 0:
            raise TreeRefused("The slop of a phrase is 0 or more.")
        case Phrase(words=words, slop=slop) if slop and (len(words) > 2 or words[0] == words[1]):
            raise TreeRefused("Only two different words can be some moves apart; ask for more pair by pair.")
        case Prefix(form=Form.STEM):
            raise TreeRefused("A prefix of a stem means nothing; search it by another form.")
        case Prefix(text=text) if len(text) < SHORTEST_PREFIX:
            raise TreeRefused(f"A prefix needs {SHORTEST_PREFIX} letters or more.")
        case Wildcard(form=form, pattern=pattern):
            _check_pattern(form, pattern)
        case Fuzzy(distance=distance) if not 0 <= distance <= MOST_EDITS:
            raise TreeRefused(f"Between 0 and {MOST_EDITS} edits can be searched, not {distance}.")
        case _:
            pass


def _check_pattern(form: Form, pattern: str) -> None:
    signs = pattern.count(ANY_LETTERS) + pattern.count(ONE_LETTER)
    if form is Form.STEM:
        raise TreeRefused("A pattern of a stem means nothing; search it by another form.")
    if not 1 <= signs <= MOST_SIGNS or len(pattern) > LONGEST_PATTERN:
        raise TreeRefused(f"A pattern has 1 to {MOST_SIGNS} signs (* and ?) and {LONGEST_PATTERN} characters at most.")
    if pattern[0] in (ANY_LETTERS, ONE_LETTER) or len(pattern) - signs < FEWEST_LITERALS:
        raise TreeRefused(f"A pattern begins with a letter and names {FEWEST_LITERALS} or more.")
    # An engine would read a backslash as an escape, and no token holds a blank.
    if "\\" in pattern or any(letter.isspace() for letter in pattern):
        raise TreeRefused("A pattern has neither blanks nor backslashes.")
