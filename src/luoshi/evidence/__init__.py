"""Evidence: what a document is, what it can bear, and whether a claimed amount stands in it."""
