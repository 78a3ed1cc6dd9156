"""Finding: text analysis, query, index documents, engines, matching and results."""
