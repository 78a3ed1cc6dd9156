"""Bring together forms of Russian and English words that Snowball leaves apart because a vowel comes, goes or turns."""

from __future__ import annotations

import re

_FLEETING = {
    "ковер": "ковра", "костер": "костра", "шатер": "шатра", "хлопок": "хлопка", "рынок": "рынка", "список": "списка",
    "поселок": "поселка", "участок": "участка", "снимок": "снимка", "рисунок": "рисунка", "значок": "значка",
    "подарок": "подарка", "остаток": "остатка", "станок": "станка", "сверток": "свертка", "платок": "платка",
    "церковь": "церкви", "любовь": "любви", "день": "дня", "ребенок": "ребенка", "потолок": "потолка",
    "листок": "листка", "отрывок": "отрывка", "переулок": "переулка", "городок": "городка",
}  # fmt: skip
_PLURALS = {
    "children": "child", "men": "man", "women": "woman", "mice": "mouse", "feet": "foot", "teeth": "tooth",
    "geese": "goose", "wives": "wife", "lives": "life", "knives": "knife", "leaves": "leaf", "shelves": "shelf",
}  # fmt: skip

_VOWELS = "аеиоуыэюя"
# купец, купца; владелец, владельца; боец, бойца. After two consonants the vowel stays: кузнец, кузнеца.
_ETS = re.compile(rf"(?P<before>\w*[{_VOWELS}])(?P<consonant>[^{_VOWELS}\W]?)ец")


def regular_russian(word: str) -> str:
    """Return a noun in the form that Snowball stems as its others: купца for купец, описи for опись."""
    if word.endswith("пись"):
        return word[:-1] + "и"
    if word.endswith("ец") and (match := _ETS.fullmatch(word)):
        consonant = match["consonant"] or "й"
        return f"{match['before']}{'ль' if consonant == 'л' else consonant}ца"
    return _FLEETING.get(word, word)


def regular_english(word: str) -> str:
    """Return the singular of a noun whose plural turns a vowel or an f."""
    return _PLURALS.get(word, word)
