"""Turn text into the forms by which it is found, the same for both engines and for highlighting."""

from search.analysis.analyzer import ANALYSIS_VERSION, Analyzer, FieldForms, WordToken
from search.analysis.breaks import Column
from search.analysis.forms import LONGEST_TOKEN, Form, Forms, Token

__all__ = [
    "ANALYSIS_VERSION",
    "LONGEST_TOKEN",
    "Analyzer",
    "Column",
    "FieldForms",
    "Form",
    "Forms",
    "Token",
    "WordToken",
]
