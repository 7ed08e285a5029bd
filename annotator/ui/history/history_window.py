"""The History window: choose a moment, see the article as it was, bring that back."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import Annotation
from annotator.core.edit import Edit
from annotator.core.label import Label, LabelSet
from annotator.core.replay import between
from annotator.core.span import Span, relabelled
from annotator.core.suggestion import Suggestion
from annotator.session.article import Article, Place
from annotator.session.changes import Changes
from annotator.session.history import History, Moment, annotation_now, bring_back, history_of
from annotator.ui import settings
from annotator.ui.accessible import say
from annotator.ui.bridge import Bridge
from annotator.ui.dialogs.preview_article import ScrolledView
from annotator.ui.history.moments_table import MomentsTable, MomentsView
from annotator.ui.history.words import changes, made, words
from annotator.ui.text.typography import usual_points
from annotator.ui.theme import Theme

SIZE_PX = (1180, 760)
NOW, GONE = "now", "✕"
MOST_LISTED = 1_000


class HistoryWindow(QDialog):
    """Follows the open document."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._session = bridge, bridge.session
        self._history: History | None = None
        self.table = MomentsTable(self)
        self.moments = MomentsView(self.table)
        self.annotator = QComboBox()
        self.view = ScrolledView()
        self.view.set_theme(theme)
        self.view.set_text_size(settings.text_size() or usual_points(self.font()))
        self.heading = QLabel(wordWrap=True)
        self.differences = QListWidget()
        self.status = QLabel(wordWrap=True)
        self.back_button = QPushButton(self.tr("&Bring this state back"), autoDefault=False)
        self._lay_out()
        self._connect()
        self.renew()
        self.moments.setFocus()

    def _lay_out(self) -> None:
        self.annotator.setAccessibleName(self.tr("Whose annotation"))
        self.view.setAccessibleName(self.tr("The document as it was"))
        self.differences.setAccessibleName(self.tr("What is different now"))
        self.differences.setUniformItemSizes(True)
        left, right = QWidget(), QSplitter(Qt.Orientation.Vertical)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._filter_row())
        column.addWidget(self.moments, 1)
        right.addWidget(_with_heading(self.heading, self.view))
        legend = QLabel(
            self.tr("Different &now ({0} is there no longer, ◌ outlined is new since):").format(
                GONE
            )
        )
        legend.setBuddy(self.differences)
        right.addWidget(_with_heading(legend, self.differences))
        right.setSizes((540, 140))
        across = QSplitter()
        across.addWidget(left)
        across.addWidget(right)
        across.setSizes((500, 680))
        layout = QVBoxLayout(self)
        layout.addWidget(across, 1)
        layout.addLayout(self._last_row())
        self.resize(*SIZE_PX)

    def _filter_row(self) -> QHBoxLayout:
        row, label = QHBoxLayout(), QLabel(self.tr("&Whose annotation"))
        label.setBuddy(self.annotator)
        row.addWidget(label)
        row.addWidget(self.annotator, 1)
        return row

    def _last_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        close = QPushButton(self.tr("&Close"), autoDefault=False)
        close.clicked.connect(self.close)
        row.addWidget(self.status, 1)
        row.addWidget(self.back_button)
        row.addWidget(close)
        return row

    def _connect(self) -> None:
        self.annotator.currentIndexChanged.connect(lambda _: self._narrow())
        self.moments.selectionModel().currentRowChanged.connect(lambda *_: self._show())
        self.differences.currentItemChanged.connect(self._reveal)
        self.back_button.clicked.connect(self.bring_back)
        self._bridge.changed.connect(self.take)
        self.finished.connect(lambda _: self._bridge.changed.disconnect(self.take))

    # What is listed

    def take(self, changed: Changes) -> None:
        """Follow another document, and edits of this one."""
        if changed.opened or changed.documents or changed.labels:
            self.renew()

    def renew(self) -> None:
        """Read the past of the open document anew."""
        chosen = self.annotator.currentData()
        self._history = history_of(self._session)
        names = self._history.annotators() if self._history else []
        self.annotator.blockSignals(True)  # noqa: FBT003 (Qt's signature)
        self.annotator.clear()
        self.annotator.addItem(self.tr("All annotators"), "")
        for name in names:
            self.annotator.addItem(name, name)
        self.annotator.setCurrentIndex(max(0, self.annotator.findData(chosen)))
        self.annotator.blockSignals(False)  # noqa: FBT003 (Qt's signature)
        article = self._session.article
        title = article.document.title if article else ""
        self.setWindowTitle(self.tr("History of {0}").format(title))
        self._narrow()

    def _narrow(self) -> None:
        article, history = self._session.article, self._history
        moments = history.moments if history else []
        text = article.text if article else ""
        self.table.show(moments, text, self.annotator.currentData() or "")
        self.moments.selectRow(0)
        self._show()

    @property
    def moment(self) -> Moment | None:
        """The moment that is chosen."""
        row = self.moments.currentIndex().row()
        return self.table.moments[row] if 0 <= row < len(self.table.moments) else None

    # What is shown of it

    def _show(self) -> None:
        moment, history, article = self.moment, self._history, self._session.article
        self.differences.clear()
        self.back_button.setEnabled(False)
        if moment is None or history is None or article is None:
            self.view.show_article(None, self._session.labels)
            self.heading.setText(self.tr("Nothing has been done to this document yet."))
            return
        then = history.after(moment)
        now = annotation_now(self._session, moment, history.document_id)
        edit = between(then, now)
        shown = _as_it_was(article, then, edit)
        top = self.view.verticalScrollBar().value()
        labels = history.labels(self._session.labels, then)
        self.view.show_article(shown, _with_gone(labels, edit))
        self.view.verticalScrollBar().setValue(top)
        self.heading.setText(self._heading(moment, then))
        self._list(edit, article.text)
        self.back_button.setEnabled(not edit.is_empty)

    def _heading(self, moment: Moment, then: Annotation) -> str:
        answer = then.answer or self.tr("no answer")
        return self.tr("<b>{0}</b>: {1:,} spans, {2}. {3}.").format(
            moment.annotator, len(then.spans), answer, made(moment)
        )

    def _list(self, edit: Edit, text: str) -> None:
        for sign, spans in ((GONE, edit.removed), ("◌", edit.added)):
            for span in spans[:MOST_LISTED]:
                item = QListWidgetItem(f"{sign} {span.label}  {words(text, span.start, span.end)}")
                shown = _gone(span) if sign == GONE else span
                item.setData(Qt.ItemDataRole.UserRole, shown)
                self.differences.addItem(item)
        rest = replace(edit, removed=(), added=())
        if not rest.is_empty:
            self.differences.addItem(self.tr("Besides: {0}").format(changes(rest, text)))
        if edit.is_empty:
            self.differences.addItem(self.tr("Nothing: it is so now."))

    def _reveal(self, item: QListWidgetItem | None) -> None:
        span = item.data(Qt.ItemDataRole.UserRole) if item else None
        article = self.view.article
        if article is None or not isinstance(span, Span):
            return
        focus = article.focusable((span.start, span.end, span.label))
        before, article.place = article.place, Place((span.start, span.end), focus=focus)
        self.view.moved(before, article.place)
        self.view.reveal(span.start, span.end)

    # Bringing it back

    def bring_back(self) -> None:
        """Make the annotation what it was at the chosen moment."""
        moment, history = self.moment, self._history
        if moment is None or history is None:
            return
        self._bridge.do(lambda: bring_back(self._session, history, moment))
        sentence = self.tr("Brought back. Ctrl+Z in the article takes it back.")
        self.status.setText(sentence)
        say(self.moments, sentence)


def _as_it_was(article: Article, then: Annotation, edit: Edit) -> Article:
    """The article with the spans of then, of which those that are gone are marked, and as
    suggestions those that are only there now."""
    shown = Article(article.document, article.text, article.words)
    gone = set(edit.removed)
    spans = tuple(_gone(span) if span in gone else span for span in then.spans)
    shown.take_annotation(replace(then, spans=spans, rejected=frozenset()))
    ranges = {(span.start, span.end) for span in then.spans}
    shown.take_suggestions(
        Suggestion(s.start, s.end, s.label, NOW)
        for s in edit.added
        if (s.start, s.end) not in ranges
    )
    return shown


def _gone(span: Span) -> Span:
    return relabelled(span, f"{span.label} {GONE}")


def _with_gone(labels: LabelSet, edit: Edit) -> LabelSet:
    """The labels, and for each that marks a span as gone one of the same colour."""
    names = dict.fromkeys(span.label for span in edit.removed)
    known = [(name, labels.named(name)) for name in names]
    marked = [Label(f"{name} {GONE}", label.color) for name, label in known if label]
    return LabelSet([*labels, *marked])


def _with_heading(heading: QLabel, widget: QWidget) -> QWidget:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(heading)
    layout.addWidget(widget, 1)
    return box
