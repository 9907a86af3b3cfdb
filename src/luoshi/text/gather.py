"""Gathering lines: the text of a page or a Word file while its elements are walked, tables by row."""

from __future__ import annotations

from collections.abc import Callable


class Gatherer:
    """Collects runs of text into lines; a row whose cells hold one line each becomes one line, tabs between.

    A cell with several lines is page layout, not data: its lines stay lines.
    """

    def __init__(self, tidy: Callable[[str], str] = str) -> None:
        self._tidy = tidy
        self._lines: list[str] = []
        self._runs: list[str] = []
        self._rows: list[list[int]] = []

    def add(self, run: str | None) -> None:
        if run:
            self._runs.append(run)

    def end_line(self, *, blank: bool = False) -> None:
        """Close the line; `blank` keeps it even where nothing is on it."""
        line = self._tidy("".join(self._runs))
        self._runs.clear()
        if blank or line.strip():
            self._lines.append(line)

    def open_row(self) -> None:
        self.end_line()
        self._rows.append([len(self._lines)])

    def open_cell(self) -> None:
        self.end_line()
        if self._rows:
            self._rows[-1].append(len(self._lines))

    def close_row(self) -> None:
        self.end_line()
        first, *starts = self._rows.pop()
        bounds = zip(starts, [*starts[1:], len(self._lines)], strict=True)
        cells = [[line for line in self._lines[a:b] if line.strip()] for a, b in bounds]
        if starts and starts[0] == first and all(len(cell) < 2 for cell in cells):
            row = "\t".join("".join(cell).strip() for cell in cells)
            self._lines[first:] = [row] if row.strip() else []

    def text(self) -> str:
        self.end_line()
        return "\n".join(self._lines)
