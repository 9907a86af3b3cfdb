"""Bytes to documents: reading files, and telling headings, furniture and paragraphs apart."""
