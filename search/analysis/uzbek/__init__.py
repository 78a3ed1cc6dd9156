"""Reduce Uzbek words, given as their Latin keys, to stems: a grammar of endings and a list of roots."""

from search.analysis.uzbek.stemmer import UzbekStemmer, uzbek_stemmer

__all__ = ["UzbekStemmer", "uzbek_stemmer"]
