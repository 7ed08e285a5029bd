"""The program with a window: its one QApplication, from start to end."""

import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from annotator.ui import accessible, theme
from annotator.ui.main_window import MainWindow
from annotator.ui.style import style_sheet

SIGNALS_MS = 200
TURN_S = 0.0005
"""How long another thread may keep Python's lock: an edit asks for it at every statement, and
with the usual 5 ms would take 40 ms beside an import."""


def show(project: Path | None, annotator: str | None) -> int:
    """Show the window, on a project or on the start screen, until it is closed. `annotator`
    None: to whom the project was handed out, else the login name.

    Raises ProjectError if the project cannot be opened.
    """
    sys.setswitchinterval(TURN_S)
    app = application()
    window = MainWindow(annotator, theme.current(app))
    theme.on_change(app, lambda: window.set_theme(look_as_system(app)))
    window.font_changed.connect(lambda: look_as_system(app))
    if project is not None:
        window.show_project(project)
    window.show()
    sys.excepthook = _report
    _end_on_signals(app, window)
    return app.exec()


def show_review(project: Path, reviewer: str) -> int:
    """Show the Review window alone until it is closed.

    Raises ProjectError if the project cannot be opened.
    """
    from annotator.ui.review.window import ReviewWindow

    sys.setswitchinterval(TURN_S)
    app = application()
    window = ReviewWindow(project, reviewer, theme.current(app))
    theme.on_change(app, lambda: window.set_theme(look_as_system(app)))
    window.show()
    window.start()
    sys.excepthook = _report
    _end_on_signals(app, window)
    return app.exec()


def application() -> QApplication:
    """The application, in the colours and the size of text of the system."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("annotator")
    app.setApplicationDisplayName("Annotator")
    app.setStyle("Fusion")
    accessible.install(app)
    look_as_system(app)
    return app


def look_as_system(app: QApplication) -> theme.Theme:
    """Take on the system's colours, contrast and size of text; the theme that is chosen."""
    chosen = theme.current(app)
    app.setPalette(theme.palette(chosen))
    app.setStyleSheet(style_sheet(chosen, app.font().pointSizeF()))
    return chosen


def _end_on_signals(app: QApplication, window: QWidget) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: QTimer.singleShot(0, window, window.close))
    # Python runs signal handlers only when it runs at all: a quiet event loop never would.
    awake = QTimer(app, interval=SIGNALS_MS)
    awake.timeout.connect(lambda: None)
    awake.start()


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    # A bug of ours. Every edit before it is in the file already.
    report = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(report)
    box = QMessageBox(
        QMessageBox.Icon.Critical,
        "Annotator",
        "Something went wrong inside the program. All labels made so far are saved."
        " Please send the report below to those who make Annotator.",
    )
    box.setDetailedText(report)
    box.exec()
