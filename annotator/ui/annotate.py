"""The Annotate screen: queue, article, labels and spans of one open project."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMenuBar,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.document import DocumentId
from annotator.session.article import Focus
from annotator.session.changes import Changes
from annotator.session.proposals import Proposals
from annotator.session.session import Session
from annotator.ui import settings
from annotator.ui.accessible import say
from annotator.ui.actions import Action, install, with_own_keys
from annotator.ui.actions.deciding import deciding, labelling
from annotator.ui.actions.insights import insights
from annotator.ui.actions.learning import learning
from annotator.ui.actions.looking import looking
from annotator.ui.actions.modelling import modelling
from annotator.ui.actions.moving import moving
from annotator.ui.actions.ordering import ordering, show_order
from annotator.ui.actions.relabelling import relabelling
from annotator.ui.actions.reviewing import reviewing
from annotator.ui.actions.sampling import sampling
from annotator.ui.actions.suggesting import suggesting
from annotator.ui.actions.training import training
from annotator.ui.actions.walking import labelling_on, walking
from annotator.ui.arranger import Arranger
from annotator.ui.article_menu import pop_up
from annotator.ui.article_pane import ArticlePane
from annotator.ui.bridge import Bridge
from annotator.ui.calibrator import Calibrator
from annotator.ui.document_list import DocumentList
from annotator.ui.guideline import GuidelinePane
from annotator.ui.label_bar import LabelBar
from annotator.ui.learner import Learner
from annotator.ui.panes import Panes
from annotator.ui.recalling import Recalling
from annotator.ui.span_list import SpanList
from annotator.ui.suggester import Suggester
from annotator.ui.theme import Theme
from annotator.ui.tools import Tools
from annotator.ui.train.models import Models
from annotator.ui.visiting import Watch

REFRESH_MS = 1_000
AFTER_FIRST_PAINT_MS = 150
ARTICLE_LEAST_PX, SIDE_LEAST_PX = 280, 120
"""In a small window the sides give way before the article does."""
PROGRESS_PX, ROOM_ROUND_IT_PX = 95, 24
WIDTHS_PX = (250, 840, 270)
HEIGHTS_PX = (290, 200, 310)


class AnnotateScreen(QWidget):
    """Puts the parts together for one project and lets them hear what changed.

    `said` carries a sentence about something that failed; `relabelled` says that the label
    set is another, and with it the menus and keys.
    """

    said = Signal(str)
    relabelled = Signal()

    def __init__(self, path: Path, annotator: str | None, theme: Theme) -> None:
        super().__init__()
        self.session = Session(path, annotator)
        self.bridge = Bridge(self.session, self)
        self.proposals = Proposals(self.session)
        self.theme = theme
        self.documents = DocumentList(self.session)
        self.article = ArticlePane(self.bridge)
        self.labels = LabelBar()
        self.spans = SpanList(self.session)
        self.guideline = GuidelinePane(self.session)
        self.panes = Panes(self.documents, self.article, self.labels, self.guideline, self.spans)
        self.progress = QProgressBar()
        self.progress.setAccessibleName(self.tr("Documents done"))
        self.status = QLabel()
        self.hidden_status = QLabel()
        self.model_status = QLabel()
        # A long sentence is cut off where the window is narrow, and does not widen it.
        self.model_status.setMinimumWidth(1)
        self._shortcuts: dict[str, QAction] = {}
        self.usual_actions: list[Action] = []
        self.actions_: list[Action] = []
        self._lay_out()
        self._connect()
        self.tools = Tools(self)
        self.models = Models(self)
        self._suggester = Suggester(self.bridge, self)
        self.learner = Learner(self.bridge, self)
        for machine in (self._suggester, self.learner):
            machine.state_changed.connect(self._show_model)
        self.watch = Watch(self.bridge, self)
        self.arranger = Arranger(self.bridge, self)
        self.arranger.ordered.connect(self._show_order)
        self.documents.order.chosen.connect(self.arranger.choose)
        self._recalling = Recalling(self.bridge, self)
        self._calibrator = Calibrator(self.bridge, self.proposals, self)

    def _lay_out(self) -> None:
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.setContentsMargins(0, 6, 6, 6)
        self.right.addWidget(self.labels)
        self.right.addWidget(self.guideline)
        self.right.addWidget(self.spans)
        self.right.setSizes(HEIGHTS_PX)
        self.across = QSplitter()
        for part in (self.documents, self.article, self.right):
            self.across.addWidget(part)
        self.across.setStretchFactor(1, 1)
        self.across.setCollapsible(1, False)  # noqa: FBT003 (Qt's signature)
        self.article.setMinimumWidth(ARTICLE_LEAST_PX)
        for side in (self.documents, self.right):
            side.setMinimumWidth(SIDE_LEAST_PX)
        self.across.setSizes(WIDTHS_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.across)
        for name, splitter in (("across", self.across), ("right", self.right)):
            state = settings.remembered(name)
            if state is not None:
                splitter.restoreState(state)

    def _connect(self) -> None:
        self.bridge.changed.connect(self.take)
        self.bridge.failed.connect(self.said)
        self.documents.chosen.connect(self._open)
        self.labels.chosen.connect(self.label)
        self.spans.chosen.connect(self._focus)
        self.article.menu_requested.connect(self._pop_up)
        self.article.selected_by_mouse.connect(self._apply_pinned)
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(lambda: self.bridge.look(self.session.refresh))

    def install(self, bar: QMenuBar, window: QWidget) -> None:
        """Put the actions into the menus, and their keys into the window and the article."""
        self.usual_actions = [
            *deciding(self.bridge),
            *moving(self.bridge, self.article.view),
            *walking(self),
            *looking(self),
            *modelling(self),
            *training(self),
            *suggesting(self),
            *sampling(self),
            *ordering(self.arranger),
            *relabelling(self),
            *labelling(self.bridge, self.session.labels),
            *labelling_on(self.bridge, self.session.labels),
            *reviewing(self),
            *learning(self.learner),
            *insights(self),
        ]
        self.actions_ = with_own_keys(self.usual_actions)
        self._shortcuts = install(self.actions_, bar, window, self.article.view)

    def start(self) -> None:
        """Open the first document to do, and start the suggester."""
        self.set_theme(self.theme)
        self.watch.start()
        self.bridge.do(self.session.open_next_to_do)
        self.documents.renew()
        self._count()
        self.article.view.setFocus()
        self._timer.start()
        # Started at once the worker would load spaCy while the window is painted first.
        QTimer.singleShot(AFTER_FIRST_PAINT_MS, self, self._suggester.start)
        self.learner.start()
        self._show_order()
        self.arranger.start()
        QTimer.singleShot(AFTER_FIRST_PAINT_MS, self, self._recalling.start)

    def take_keys(self) -> None:
        """Let the actions have the keys that the user gave them."""
        self.actions_ = with_own_keys(self.usual_actions)
        for action in self.actions_:
            self._shortcuts[action.name].setShortcuts([QKeySequence(key) for key in action.keys])

    def stop(self) -> None:
        """Remember sizes, end the worker, close the file, and dialogs that look into it."""
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self._stop_timers()
        self.documents.stop()
        self.models.stop()
        self._suggester.stop()
        self.learner.stop()
        self._calibrator.stop()
        self._recalling.stop()
        self.arranger.stop()
        # The last answers of the machines have put off some more.
        self._stop_timers()
        self.watch.stop()
        settings.remember("across", self.across.saveState())
        settings.remember("right", self.right.saveState())
        self.session.close()

    def _stop_timers(self) -> None:
        """What was put off for a moment would read a file that is closed."""
        for timer in self.findChildren(QTimer):
            timer.stop()

    @property
    def in_status_line(self) -> tuple[QWidget, ...]:
        """What the window's status line shows of it."""
        others = (self.models.status, self.model_status, self.progress)
        return (self.status, self.hidden_status, *others)

    def use_pipeline(self, name: str) -> None:
        """Let this pipeline suggest in the project from now on."""
        self.bridge.do(lambda: self.session.use_pipeline(name))
        if self.session.pipeline == name:
            self._suggester.follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self.theme = theme
        self.article.set_theme(theme)
        self.spans.set_theme(theme)
        self.labels.show_labels(self.session.labels, theme)

    def take(self, changes: Changes) -> None:
        """Let each part show what changed."""
        if changes.labels:
            self.set_theme(self.theme)
            self.relabelled.emit()
        for part in (self.article, self.documents, self.spans, self.guideline):
            part.take(changes)
        machines = (self._suggester, self.learner, self._recalling, self._calibrator)
        for machine in (*machines, self.watch, self.arranger):
            machine.take(changes)
        if changes.answered or changes.queue:
            self._count()
        self._say(changes)
        if changes.queue and self.session.article is None:
            self.bridge.do(self.session.open_next_to_do)

    def _say(self, changes: Changes) -> None:
        if changes.note:
            self.status.setText(changes.note)
            say(self.article.view, changes.note)
        elif self.status.text() and (changes.documents or changes.opened):
            self.status.clear()
        if changes.opened or changes.ranges:
            self.hidden_status.setText(self.proposals.hidden())

    def _show_model(self) -> None:
        states = (self._suggester.state, self.learner.state)
        said = " · ".join(filter(None, states))
        self.model_status.setText(said)
        self.model_status.setToolTip(said)

    def _show_order(self) -> None:
        self.documents.order.show_order(self.arranger.order)
        show_order(self._shortcuts, self.arranger.order)

    def _count(self) -> None:
        done = self.session.completion()
        self.progress.setRange(0, max(1, done.documents))
        self.progress.setValue(done.answered)
        said = self.tr("{0:,} of {1:,} done").format(done.answered, done.documents)
        self.progress.setFormat(said)
        room = self.progress.fontMetrics().horizontalAdvance(said)
        self.progress.setFixedWidth(max(PROGRESS_PX, room + ROOM_ROUND_IT_PX))

    def _open(self, document_id: int) -> None:
        self.bridge.do(lambda: self.session.open(DocumentId(document_id)))
        self.article.view.setFocus()

    def label(self, name: str) -> None:
        """Give what is focused or chosen this label."""
        self.bridge.do(lambda: self.bridge.gestures.label(name))
        self.article.view.setFocus()

    def _apply_pinned(self) -> None:
        if self.labels.pinned is not None:
            self.label(self.labels.pinned)

    def _focus(self, span: Focus) -> None:
        self.bridge.do(lambda: self.bridge.gestures.focus(span))
        self.article.view.setFocus()

    def _pop_up(self, place: QPoint) -> None:
        pop_up(self, self._shortcuts, place)
