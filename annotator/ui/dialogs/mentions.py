"""Choosing which other mentions of the focused span's words get its label."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.words import Range
from annotator.session.article import Article
from annotator.session.decisions import other_mentions
from annotator.ui.in_context import ContextDelegate, in_context

AROUND = 60
Check = Qt.CheckState


class MentionsDialog(QDialog):
    """One line a mention, all ticked; `excluded` carries the ranges that were unticked."""

    excluded = Signal(frozenset)

    def __init__(self, article: Article, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Label other mentions"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        mentions = other_mentions(article)
        self.list = QListWidget()
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContextDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Other mentions"))
        for range_ in mentions:
            self.list.addItem(_line(article.text, range_))
        self.list.setCurrentRow(0)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.excluded.emit(frozenset(self._unticked())))
        layout = QVBoxLayout(self)
        layout.addWidget(QLabel(self.tr("{0} other mentions; Space ticks").format(len(mentions))))
        layout.addWidget(self.list)
        layout.addWidget(self.buttons)
        self.resize(640, 420)

    def _unticked(self) -> list[Range]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() is Check.Unchecked
        ]


def _line(text: str, range_: Range) -> QListWidgetItem:
    start, end = range_
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    item = in_context(before, text[start:end], after)
    item.setData(Qt.ItemDataRole.UserRole, range_)
    item.setCheckState(Check.Checked)
    return item
