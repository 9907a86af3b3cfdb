"""A compilation as a terminal table, CSV, a workbook or a page; same input, same bytes."""
