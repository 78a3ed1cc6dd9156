"""Draw pages, PDFs, photographs and broken files with known content, for tests, benchmarks and the demo."""
