"""A picture of the window, taken without a screen."""

import os
from pathlib import Path

from annotator.ui import screen


def take(project: Path, annotator: str, out: Path) -> None:
    """Draw the window on a project into a PNG file.

    Raises ScreenError if the libraries that drawing needs are missing, ProjectError.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    screen.require_qt()
    from annotator.ui import theme
    from annotator.ui.app import application
    from annotator.ui.main_window import MainWindow

    app = application()
    window = MainWindow(annotator, theme.current(app))
    window.show_project(project)
    window.show()
    app.processEvents()
    window.grab().save(str(out))
    window.close()
