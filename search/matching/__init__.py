"""Find a query in stored words: spans, from which snippets, boxes and counts are made, everywhere the same."""

from search.matching.boxes import Box, PageWords, hit_boxes
from search.matching.matcher import Matcher, TextSpan, WordSpan
from search.matching.snippets import Segment, Snippet, marked, text_snippets, word_snippets

__all__ = [
    "Box", "Matcher", "PageWords", "Segment", "Snippet", "TextSpan", "WordSpan", "hit_boxes", "marked",
    "text_snippets", "word_snippets",
]  # fmt: skip
