"""Documents that are not in a project yet, drawn as they would be, one at a time."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.core.label import LabelSet
from annotator.core.record import Record
from annotator.session.preview import article_of
from annotator.ui import settings
from annotator.ui.line import Line
from annotator.ui.text.typography import usual_points
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import Theme

Key = Qt.Key


class ScrolledView(ArticleView):
    """An article that is only looked at: the keys of the cursor scroll it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by a line, by a page, or to an end; other keys are left to the window."""
        bar = self.verticalScrollBar()
        line, page = bar.singleStep(), bar.pageStep()
        whole = max(1, bar.maximum())
        steps = {
            Key.Key_Down: line,
            Key.Key_Up: -line,
            Key.Key_PageDown: page,
            Key.Key_PageUp: -page,
            Key.Key_Home: -whole,
            Key.Key_End: whole,
        }
        step = steps.get(Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        else:
            bar.setValue(bar.value() + step)


class PreviewArticle(QWidget):
    """Shows the documents of one file, from its first on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._records: list[Record] = []
        self._labels = LabelSet()
        self._at = 0
        self.title = Line("title")
        self.view = ScrolledView()
        self.view.setAccessibleName(self.tr("Document"))
        self.view.set_theme(theme)
        self.view.set_text_size(settings.text_size() or usual_points(self.font()))
        self.where = QLabel()
        self.previous = QPushButton(self.tr("◀ Previous document"), autoDefault=False)
        self.next = QPushButton(self.tr("Next document ▶"), autoDefault=False)
        self._lay_out()

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        for widget in (self.previous, self.where, self.next):
            below.addWidget(widget, widget is self.where)
        self.where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        ways = (
            (self.previous, -1, "Ctrl+PgUp", self.tr("Previous document")),
            (self.next, 1, "Ctrl+PgDown", self.tr("Next document")),
        )
        for button, step, keys, name in ways:
            sequence = QKeySequence(keys)
            button.setAccessibleName(name)
            button.setToolTip(sequence.toString(QKeySequence.SequenceFormat.NativeText))
            button.clicked.connect(lambda _=False, step=step: self._go(step))
            QShortcut(sequence, self, lambda step=step: self._go(step)).setContext(
                Qt.ShortcutContext.WindowShortcut
            )

    def show_records(self, records: list[Record], labels: LabelSet, *, stay: bool) -> None:
        """Show these documents in the colours of these labels; from the first on, or else
        with `stay` from where one is."""
        self._records, self._labels = records, labels
        self._at = min(self._at, max(0, len(records) - 1)) if stay else 0
        self._show()

    def _go(self, step: int) -> None:
        if 0 <= self._at + step < len(self._records):
            self._at += step
            self._show()

    def _show(self) -> None:
        count = len(self._records)
        record = self._records[self._at] if count else None
        article = article_of(record) if record else None
        self.view.show_article(article, self._labels)
        heading = self._heading(article.document.title, record) if article and record else ""
        self.title.show_text(heading)
        self.view.setAccessibleName(
            self.tr("Document: {0}").format(heading) if count else self.tr("Document")
        )
        self.where.setText(
            self.tr("Document {0} of {1}").format(self._at + 1, count)
            if count
            else self.tr("There is no document to show.")
        )

    def _heading(self, title: str, record: Record) -> str:
        by = self.tr("by {0}").format(record.annotator) if record.annotator else ""
        said = ", ".join(filter(None, (by, record.answer)))
        return f"{title} ({said})" if said else title
