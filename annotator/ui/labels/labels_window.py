"""The Labels window: names, colours, keys and guidelines, merging, splitting, deleting; what it
all does is shown before it is done."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.core.label_changes import LabelPlan
from annotator.core.label_draft import DraftLabel, LabelDraft
from annotator.session import label_changes
from annotator.session.changes import Changes
from annotator.session.jobs import Progress
from annotator.ui.accessible import say
from annotator.ui.bridge import Bridge
from annotator.ui.labels.label_table import LabelTable, LabelTableView
from annotator.ui.labels.look import Look
from annotator.ui.labels.preview_words import counted, past, said
from annotator.ui.labels.questions import Questions
from annotator.ui.theme import Theme
from annotator.ui.train.runner import Runner

SIZE_PX = (1080, 640)


class LabelsWindow(QDialog):
    """Works on a draft; nothing is changed before Apply, which makes one step of it all.

    `writing` tells that a change is being written: nothing can be labelled meanwhile.
    """

    writing = Signal(bool)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Labels"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._session = bridge, bridge.session
        self.table = LabelTable(self)
        self.view = LabelTableView(self.table)
        self.guideline = QPlainTextEdit()
        self.preview = QTextBrowser()
        self.status = QLabel(wordWrap=True)
        self.bar = QProgressBar()
        self.apply_button = QPushButton(self.tr("&Apply"), autoDefault=False)
        self.revert_button = QPushButton(self.tr("&Begin anew"), autoDefault=False)
        self.close_button = QPushButton(self.tr("&Close"), autoDefault=False)
        self.questions = Questions(self, theme)
        self.look, self.writer = Look(self._session.path, self), Runner(self)
        self._plan: LabelPlan | None = None
        self._is_over = False
        self._lay_out()
        self._connect()
        self.begin()
        self.view.setFocus()

    def _lay_out(self) -> None:
        self.guideline.setAccessibleName(self.tr("Guideline"))
        self.guideline.setTabChangesFocus(True)
        self.preview.setAccessibleName(self.tr("What this will do"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self.bar.hide()
        left, right = QSplitter(Qt.Orientation.Vertical), QWidget()
        left.addWidget(self.view)
        left.addWidget(_titled(self.tr("&Guideline of the label"), self.guideline))
        left.setSizes((400, 150))
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(_titled(self.tr("&What this will do"), self.preview), 1)
        beside.addWidget(self.bar)
        across = QSplitter()
        across.addWidget(left)
        across.addWidget(right)
        across.setSizes((720, 340))
        layout = QVBoxLayout(self)
        layout.addLayout(self._tool_row())
        layout.addWidget(across, 1)
        layout.addWidget(self.status)
        layout.addLayout(self._last_row())
        self.resize(*SIZE_PX)

    def _tool_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for title, run in (
            (self.tr("A&dd"), self.add),
            (self.tr("&Merge …"), self.questions.merge),
            (self.tr("&Split …"), self.questions.split),
            (self.tr("De&lete …"), self.questions.delete),
            (self.tr("C&olour …"), self.questions.color),
            (self.tr("&Up"), lambda: self.move_row(-1)),
            (self.tr("Dow&n"), lambda: self.move_row(1)),
        ):
            button = QPushButton(title, autoDefault=False)
            button.clicked.connect(run)
            row.addWidget(button)
        row.addStretch()
        return row

    def _last_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for button in (self.apply_button, self.revert_button, self.close_button):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.table.changed.connect(self._change)
        self.table.refused.connect(self.say)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_guideline())
        self.view.doubleClicked.connect(self.questions.ask_about)
        self.guideline.textChanged.connect(self._take_guideline)
        self.apply_button.clicked.connect(self.apply)
        self.revert_button.clicked.connect(self.begin)
        self.close_button.clicked.connect(self.reject)
        self.look.counted.connect(self.table.show_uses)
        self.look.looked.connect(self._show)
        self.look.failed.connect(self.say)
        self.writer.progressed.connect(self._progress)
        self.writer.succeeded.connect(self._written)
        self.writer.failed.connect(self.say)
        self.writer.cancelled.connect(lambda: self.say(self.tr("Stopped: nothing was changed.")))
        self.writer.ended.connect(lambda: self._set_writing(is_so=False))
        self.look.progressed.connect(self._progress)
        self._bridge.changed.connect(self.take)
        self.finished.connect(self._end)

    # The draft

    @property
    def draft(self) -> LabelDraft:
        """What is being thought out."""
        return self.table.draft

    def begin(self) -> None:
        """Begin anew with the label set as it is."""
        self.table.show(LabelDraft(self._session.labels))
        self.view.selectRow(0)
        self.say("")
        self._change(anew=True)

    def take(self, changes: Changes) -> None:
        """Begin anew when the label set is another, also by undo."""
        if changes.labels and not self.writer.is_busy:
            was_at_work = not self._plan_of_draft_is_empty()
            self.begin()
            if was_at_work:
                self.say(self.tr("The label set has been changed elsewhere: begin anew."))

    def _plan_of_draft_is_empty(self) -> bool:
        try:
            return self.draft.plan().is_empty
        except ValueError:
            return False

    def row(self) -> DraftLabel | None:
        """The label that the table's cursor is on."""
        at = self.view.currentIndex().row()
        return self.draft.rows[at] if 0 <= at < len(self.draft.rows) else None

    def marked(self) -> list[DraftLabel]:
        """The labels whose lines are marked, the current one last."""
        return [self.draft.rows[row] for row in self.view.marked()]

    def add(self) -> None:
        """Put a new label at the end, and begin to type its name."""
        names = {row.name for row in self.draft.rows}
        name = next(n for i in range(1, 999) if (n := self.tr("NEW_{0}").format(i)) not in names)
        self.draft.add(name)
        self.renew(len(self.draft.rows) - 1)
        index = self.view.currentIndex()
        QTimer.singleShot(0, self.view, lambda: self.view.edit(index))

    def move_row(self, step: int) -> None:
        """Move the current label up (-1) or down (1)."""
        row = self.row()
        if row is not None:
            self.draft.move(row, step)
            self.renew(self.draft.rows.index(row))

    def renew(self, at: int) -> None:
        """Show the draft with its changed rows, the cursor on row `at`."""
        self.table.renew_all()
        self.view.selectRow(min(at, len(self.draft.rows) - 1))
        self.view.setFocus()

    def _show_guideline(self) -> None:
        row = self.row()
        self.guideline.setEnabled(row is not None)
        text = row.label.guideline if row else ""
        if text != self.guideline.toPlainText():
            self.guideline.setPlainText(text)

    def _take_guideline(self) -> None:
        row, typed = self.row(), self.guideline.toPlainText()
        if row is not None and typed != row.label.guideline:
            self.table.change(self.view.currentIndex().row(), guideline=typed)

    # What it does

    def _change(self, *, anew: bool = False) -> None:
        self._plan = None
        self.apply_button.setEnabled(False)
        self._show_guideline()
        self.look.at(self.draft, anew=anew)

    def _show(self, plan: LabelPlan, found: label_changes.LabelPreview) -> None:
        self.bar.hide()
        if plan.is_empty:
            versions = label_changes.versions(self._session)
            self.preview.setHtml(self.tr("<i>Nothing is changed yet.</i>") + past(versions))
            return
        self._plan = plan
        self.preview.setHtml(said(plan, found))
        self.apply_button.setEnabled(True)

    def _progress(self, progress: Progress) -> None:
        self.bar.setVisible(bool(progress.done))
        self.bar.setRange(0, progress.total or 1)
        self.bar.setValue(progress.done if progress.total else 0)
        self.bar.setFormat(f"{progress.done:,} {progress.note}")

    # Doing it

    def apply(self) -> None:
        """Do what is shown, as one step."""
        if self._plan is None or self.writer.is_busy:
            return
        path, name = self._session.path, self._session.annotator
        self._set_writing(is_so=True)
        self.writer.run(label_changes.change_labels(path, name, self._plan))

    def _set_writing(self, *, is_so: bool) -> None:
        for part in (self.view, self.guideline, self.revert_button):
            part.setEnabled(not is_so)
        self.apply_button.setEnabled(False)
        title = self.tr("&Cancel") if is_so else self.tr("&Close")
        self.close_button.setText(title)
        self.bar.setVisible(is_so)
        (self._bridge.hold if is_so else self._bridge.release)()
        self.writing.emit(is_so)

    def _written(self, done: label_changes.LabelPreview) -> None:
        if self._is_over or self._plan is None:
            return  # the session, which may be closed, finds it by itself
        self._set_writing(is_so=False)
        gesture = label_changes.gesture_of(self._plan)
        note = self.tr("{0}: {1} in {2}. Ctrl+Z takes it back.").format(gesture, *counted(done))
        self._bridge.do(lambda: label_changes.follow(self._session, note))
        self.begin()
        self.say(note)

    def say(self, sentence: str) -> None:
        """Show a sentence, and tell it to those who hear the window."""
        self.status.setText(sentence)
        if sentence:
            say(self.view, sentence)

    def reject(self) -> None:
        """Cancel what is being written, else close."""
        if self.writer.is_busy:
            self.writer.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is being written: the window goes, perhaps with the project."""
        self.writer.stop()
        super().closeEvent(event)

    def _end(self) -> None:
        self._is_over = True
        self._bridge.changed.disconnect(self.take)
        self.look.stop()
        self._bridge.release()
        self.writing.emit(False)  # noqa: FBT003 (Qt's signature)


def _titled(title: str, widget: QWidget) -> QWidget:
    box, label = QWidget(), QLabel(title)
    label.setBuddy(widget)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(label)
    layout.addWidget(widget, 1)
    return box
