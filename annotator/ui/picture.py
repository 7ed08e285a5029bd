"""A picture of the window, taken without a screen."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.ui import screen


def take(project: Path, annotator: str, out: Path) -> None:
    """Draw the window on a project into a PNG file.

    Raises ScreenError if the libraries that drawing needs are missing, ProjectError.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    screen.require_qt()
    from PySide6.QtCore import QSettings, qInstallMessageHandler

    # The plugin without a screen complains about what windows on screens have.
    qInstallMessageHandler(lambda *_: None)
    with TemporaryDirectory() as folder:
        # This window is not one whose size and places are to be remembered.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        _draw(project, annotator, out)


def _draw(project: Path, annotator: str, out: Path) -> None:
    from annotator.ui import theme
    from annotator.ui.app import application
    from annotator.ui.main_window import SIZE_PX, MainWindow

    app = application()
    window = MainWindow(annotator, theme.current(app))
    window.show_project(project)
    window.resize(*SIZE_PX)
    window.show()
    app.processEvents()
    window.grab().save(str(out))
    window.close()
