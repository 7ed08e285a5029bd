"""The window: the start screen or an open project, the menus, and the status line."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from annotator.errors import AnnotatorError
from annotator.session.annotator_name import login_name
from annotator.ui import settings
from annotator.ui.actions import Action, install
from annotator.ui.annotate import AnnotateScreen
from annotator.ui.dialogs.beside import show_beside
from annotator.ui.dialogs.help import HelpDialog
from annotator.ui.files import FileMenu
from annotator.ui.jobs import JobStrip, JobThread
from annotator.ui.message_bar import MessageBar
from annotator.ui.start import StartScreen
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.dialogs.new_project import NewProject

SIZE_PX = (1360, 860)


class MainWindow(QMainWindow):
    """Holds one open project at most. `named`: the annotator, if one was named. `font_changed`:
    the system's size of text is another."""

    font_changed = Signal()

    def __init__(self, annotator: str | None, theme: Theme) -> None:
        super().__init__()
        self.named = annotator
        self.annotator = annotator or login_name()
        self.message = MessageBar()
        self.jobs = JobStrip()
        self.screen_: AnnotateScreen | None = None
        self._theme = theme
        self._points = self.font().pointSizeF()
        self.start_screen = StartScreen()
        self._stack = QStackedWidget()
        self.files = FileMenu(self)
        self._help: HelpDialog | None = None
        self._lay_out()
        self._connect()
        self._build_menus()

    def _lay_out(self) -> None:
        self._stack.addWidget(self.start_screen)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self.jobs)
        self.setWindowTitle(QGuiApplication.applicationDisplayName())
        self.setAcceptDrops(True)
        self.resize(QSize(*SIZE_PX).boundedTo(self.screen().availableSize()))
        geometry = settings.remembered("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def _connect(self) -> None:
        self.start_screen.new_wanted.connect(self.ask_for_new)
        self.start_screen.open_wanted.connect(self.files.open)
        self.start_screen.sample_wanted.connect(self.files.make_sample)
        self.start_screen.project_chosen.connect(self.open_project)
        self.jobs.succeeded.connect(self.files.job_succeeded)
        self.jobs.failed.connect(self.message.say)
        self.message.wanted.connect(self.files.exchange.show_account)

    def _build_menus(self) -> None:
        bar = self.menuBar()
        _empty(bar)
        install(self.files.actions(is_open=self.screen_ is not None), bar, self, self)
        if self.screen_ is not None:
            self.screen_.install(bar, self)
        help_ = Action(
            "help", "Keys and guidelines", "Help", ("F1",), self.show_help, anywhere=True
        )
        install([help_], bar, self, self)

    def open_project(self, path: Path) -> None:
        """Show a project instead of what is shown; a project that cannot be opened changes
        nothing but the message."""
        try:
            self.show_project(path)
        except AnnotatorError as error:
            self.message.say(str(error))

    def show_project(self, path: Path) -> None:
        """The same, but raises ProjectError if the project cannot be opened."""
        screen = AnnotateScreen(path, self.named, self._theme)
        self.close_project()
        self.annotator = screen.session.annotator
        settings.remember_project(path)
        self.screen_ = screen
        screen.said.connect(self.message.say)
        screen.models.ended.connect(lambda sentence: self.message.say(sentence, stay=True))
        screen.relabelled.connect(self._build_menus)
        screen.bridge.done.connect(self.message.take_back)
        screen.panes.add(self.message, self.jobs)
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        for widget in screen.in_status_line:
            self.statusBar().addWidget(widget, widget is screen.status)
        self.setWindowTitle(f"{path.name} – {QGuiApplication.applicationDisplayName()}")
        self._build_menus()
        screen.start()

    def close_project(self) -> None:
        """Go back to the start screen."""
        if self.screen_ is None:
            return
        screen, self.screen_ = self.screen_, None
        self.files.exchange.forget()
        self.jobs.stop()
        screen.stop()
        for widget in screen.in_status_line:
            self.statusBar().removeWidget(widget)
            widget.deleteLater()
        self._stack.removeWidget(screen)
        screen.deleteLater()
        self.start_screen.renew()
        self.setWindowTitle(QGuiApplication.applicationDisplayName())
        self._build_menus()

    def ask_for_new(self) -> None:
        """Ask for a new project, make it, and import its texts while it is shown."""
        # What makes projects is imported only then: it would delay the window by 10 ms.
        from annotator.ui.dialogs.new_project import NewProjectDialog

        dialog = NewProjectDialog(self.annotator, self)
        dialog.accepted.connect(lambda: self.make_project(dialog.chosen()))
        show_beside(dialog, self)

    def make_project(self, wanted: "NewProject") -> None:
        """Make a project, show it, and begin to import its texts."""
        from annotator.session.creating import create

        try:
            create(wanted.path, labels=wanted.labels, pipeline=wanted.pipeline)
        except AnnotatorError as error:
            self.message.say(str(error))
            return
        self.named = wanted.annotator
        self.open_project(wanted.path)
        if wanted.files:
            self.files.import_files(list(wanted.files))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        if self.screen_ is not None:
            self.screen_.set_theme(theme)

    def show_help(self) -> None:
        """Show keys and guidelines in a window beside this one."""
        if self.screen_ is None:
            actions = self.files.actions(is_open=False)
            self._help = HelpDialog(actions, None, self)
        else:
            actions = [*self.screen_.actions_, *self.files.actions(is_open=True)]
            self._help = HelpDialog(actions, self.screen_.session.labels, self)
        show_beside(self._help, self)

    def changeEvent(self, event: QEvent) -> None:
        """Tell of another size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._points != self.font().pointSizeF():
            self._points = self.font().pointSizeF()
            self.font_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine."""
        if self.files.exchange.dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a project, or show what other files would bring."""
        event.acceptProposedAction()
        self.files.exchange.take_dropped(event.mimeData())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place; there is nothing to save."""
        settings.remember("geometry", self.saveGeometry())
        self.files.exchange.forget()
        self.jobs.stop()
        for thread in self.findChildren(JobThread):
            thread.let_go()
            thread.wait()
        if self.screen_ is not None:
            self.screen_.stop()
            self.screen_ = None
        super().closeEvent(event)
        QTimer.singleShot(0, QGuiApplication.quit)


def _empty(bar: QMenuBar) -> None:
    # `clear` would leave the menus' actions alive, with their keys.
    for menu in bar.findChildren(QMenu):
        for action in menu.actions():
            action.setObjectName("")
            action.setShortcuts([])
        menu.deleteLater()
    bar.clear()
