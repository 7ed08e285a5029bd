"""Scores and confusions as tables."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from annotator.train.score import NONE, Score, Scores

SIGNS = (-1, 0, 1)
Row = tuple[str, Sequence[str]]


def _tr(text: str) -> str:
    return QCoreApplication.translate("score_tables", text)


def score_table(name: str) -> QTableWidget:
    """An empty table of a name, to be read only."""
    table = QTableWidget()
    table.setAccessibleName(name)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def show_scores(table: QTableWidget, scores: Scores) -> None:
    """All labels, boundaries alone, and each label, with the interval of its F."""
    rows = {_tr("all labels"): scores.exact, _tr("boundaries alone"): scores.boundaries}
    heads = (
        _tr("precision"),
        _tr("recall"),
        "F",
        _tr("95 % of F"),
        _tr("in gold"),
        _tr("predicted"),
        _tr("right"),
    )
    _fill(table, heads, [(name, _cells(one)) for name, one in {**rows, **scores.labels}.items()])


def _cells(score: Score) -> list[str]:
    shares = [f"{share:.1%}" for share in (score.precision, score.recall, score.f)]
    counts = [f"{count:,}" for count in (score.gold, score.predicted, score.right)]
    return [*shares, f"{score.low:.1%} – {score.high:.1%}", *counts]


def show_confusion(table: QTableWidget, confusion: dict[tuple[str, str], int]) -> None:
    """How often a range has one label in gold (down) and another predicted (across)."""
    names = sorted({name for pair in confusion for name in pair if name != NONE})
    every = [*names, NONE]
    said = {name: name or _tr("(nothing)") for name in every}
    rows = [
        (_tr("gold: {0}").format(said[gold]), [_count(confusion.get((gold, p), 0)) for p in every])
        for gold in every
    ]
    _fill(table, [said[name] for name in every], rows)


def show_edges(table: QTableWidget, edges: Counter[tuple[int, int]]) -> None:
    """Where predictions with a wrong boundary begin (down) and end (across)."""
    begins = (_tr("begins too early"), _tr("begins right"), _tr("begins too late"))
    ends = (_tr("ends too early"), _tr("ends right"), _tr("ends too late"))
    rows = [
        (name, [_count(edges[begin, end]) for end in SIGNS])
        for name, begin in zip(begins, SIGNS, strict=True)
    ]
    _fill(table, ends, rows)


def _count(count: int) -> str:
    return f"{count:,}" if count else "·"


def _fill(table: QTableWidget, heads: Sequence[str], rows: Sequence[Row]) -> None:
    table.clear()
    table.setColumnCount(len(heads))
    table.setRowCount(len(rows))
    table.setHorizontalHeaderLabels(list(heads))
    table.setVerticalHeaderLabels([name for name, _ in rows])
    for row, (_, cells) in enumerate(rows):
        for column, cell in enumerate(cells):
            item = QTableWidgetItem(cell)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, item)
