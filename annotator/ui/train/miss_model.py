"""The lines of the error browser: differences in their context, read when they are in sight."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from annotator.core.span import SpanKey
from annotator.session.misses import Kind, Miss
from annotator.session.session import Session

AnyIndex = QModelIndex | QPersistentModelIndex
KIND, GOLD, PREDICTED, TITLE = range(4)
BEFORE, AFTER, WORDS = 28, 40, 60
TEXTS_HELD = 64


class MissModel(QAbstractTableModel):
    """Differences, all or those of one label and kind. Texts are read from the project only
    for the lines that are drawn."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._all: Sequence[Miss] = ()
        self._shown: Sequence[Miss] = ()
        self._text = lru_cache(TEXTS_HELD)(self._read)

    def show(self, misses: Sequence[Miss]) -> None:
        """Hold these, and show all of them."""
        self._all = misses
        self._text.cache_clear()
        self.narrow("", None)

    def narrow(self, label: str, kind: Kind | None) -> None:
        """Show those that concern a label ("": any) and are of a kind (None: any)."""
        self.beginResetModel()
        self._shown = [
            miss
            for miss in self._all
            if (not label or label in miss.labels) and (kind is None or miss.kind is kind)
        ]
        self.endResetModel()

    def miss(self, row: int) -> Miss:
        """The difference in a line."""
        return self._shown[row]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """Kind, what people say, what the pipeline says, document."""
        return 0 if parent.isValid() else TITLE + 1

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What stands in a column."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            self.tr("Kind"),
            self.tr("People say"),
            self.tr("The pipeline says"),
            self.tr("Document"),
        )[section]

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; its tool tip is the same without a limit of room."""
        if not index.isValid() or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        }:
            return None
        miss = self._shown[index.row()]
        if index.column() == KIND:
            return self._kinds()[miss.kind]
        title, text = self._text(miss.key)
        if index.column() == TITLE:
            return title
        own, other = miss.gold, miss.predicted
        if index.column() == PREDICTED:
            own, other = other, own
        return _in_context(text, own) if own else self._nothing(text, other)

    def _nothing(self, text: str, other: SpanKey | None) -> str:
        words = _plain(text, other) if other else ""
        return self.tr("(nothing) {0}").format(words)

    def _kinds(self) -> dict[Kind, str]:
        return {
            Kind.MISSED: self.tr("missed"),
            Kind.LABEL: self.tr("wrong label"),
            Kind.BOUNDARY: self.tr("wrong boundary"),
            Kind.EXTRA: self.tr("not in gold"),
        }

    def _read(self, key: str) -> tuple[str, str]:
        found = self._session.document_of(key)
        return (found.title, self._session.text(found.id)) if found else (key[:8], "")


def _in_context(text: str, span: SpanKey) -> str:
    start, end, label = span
    before = text[max(0, start - BEFORE) : start]
    words, after = text[start:end], text[end : end + AFTER]
    return f"{_line(before)}[{_line(words[:WORDS])}: {label}]{_line(after)}"


def _plain(text: str, span: SpanKey) -> str:
    start, end, _ = span
    return _line(text[max(0, start - BEFORE) : end + AFTER])


def _line(text: str) -> str:
    """White space as one blank, also at the edges."""
    return "".join(" " if char.isspace() else char for char in text)
