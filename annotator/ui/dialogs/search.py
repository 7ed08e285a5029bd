"""Searching all documents: hits in their context, each opens its document."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.session.searching import MOST_HITS, Hit, search
from annotator.ui.in_context import ContextDelegate, in_context
from annotator.ui.jobs import JobThread

TYPING_PAUSE_MS = 250
SHOW_MS = 100


class SearchDialog(QDialog):
    """`chosen` carries the document's number and the range of the match."""

    chosen = Signal(int, int, int)

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Search all documents"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._path = path
        self._hits: list[Hit] = []
        self._thread: JobThread | None = None
        self.needle = QLineEdit(placeholderText=self.tr("Words to search for"))
        self.needle.setAccessibleName(self.tr("Words to search for"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Places found"))
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContextDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.status = QLabel()
        layout = QVBoxLayout(self)
        for widget in (self.needle, self.list, self.status):
            layout.addWidget(widget)
        self.resize(900, 520)
        self._connect()

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self._tick = QTimer(self, interval=SHOW_MS)
        self._tick.timeout.connect(self._show_new)
        self.needle.textChanged.connect(lambda _: self._pause.start())
        self.needle.returnPressed.connect(self._take_first)
        self.list.itemActivated.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self.finished.connect(lambda _: self._stop())

    def _search(self) -> None:
        self._stop()
        self.list.clear()
        self._hits = []
        needle = self.needle.text()
        if not needle.strip():
            self.status.clear()
            return
        self._thread = JobThread(search(self._path, needle, self._hits), self)
        self._thread.finished.connect(self._end)
        self._thread.failed.connect(self.status.setText)
        self._thread.start()
        self._tick.start()

    def _stop(self) -> None:
        thread, self._thread = self._thread, None
        self._tick.stop()
        if thread is not None:
            thread.requestInterruption()
            thread.wait()
            thread.deleteLater()

    def _end(self) -> None:
        self._tick.stop()
        self._show_new()

    def _show_new(self) -> None:
        for hit in self._hits[self.list.count() :]:
            item = in_context(hit.before, hit.match, hit.after, hit.title)
            item.setToolTip(hit.title)
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.list.addItem(item)
        more = "+" if len(self._hits) >= MOST_HITS else ""
        self.status.setText(self.tr("{0}{1} places").format(self.list.count(), more))

    def _take_first(self) -> None:
        if self.list.count():
            self._take(self.list.currentItem() or self.list.item(0))

    def _take(self, item: QListWidgetItem) -> None:
        hit: Hit = item.data(Qt.ItemDataRole.UserRole)
        self.chosen.emit(hit.document_id, *hit.range)
        self.close()
