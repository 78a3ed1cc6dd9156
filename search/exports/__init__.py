"""Export all that a question finds, as CSV or JSON: streamed, access asked again, in constant memory."""
