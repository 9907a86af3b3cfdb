"""Compilations of several years to reckonings: what last year's promises have become in this year's report."""
