"""The real program under random hands, for the kill test: run as a process of its own.

    python -m tests.journeys.driver PROJECT SEED

After each paint of the article it prints what is shown, as one line of JSON.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.span import key_of
from annotator.session.article import Article
from annotator.ui import app
from annotator.ui.main_window import MainWindow
from annotator.ui.text.view import ArticleView

Paint = Callable[[ArticleView, QPaintEvent], None]

KEY_MS = 2
KEYS = {
    "Tab": 20, "Shift+Tab": 4, "Return": 16, "Delete": 5, "Backspace": 2,
    "1": 4, "2": 4, "3": 4, "4": 4, "w": 2,
    "Right": 8, "Left": 3, "Down": 3, "Up": 1, "End": 1, "Home": 1, "Escape": 3,
    "Shift+Right": 6, "Shift+Left": 4, "Ctrl+Shift+Left": 4, "Ctrl+Shift+Right": 4,
    "Ctrl+Return": 3, "Ctrl+Shift+Return": 1, "Ctrl+.": 1, "Ctrl+D": 2,
    "Ctrl+PgUp": 5, "Ctrl+PgDown": 5, "Ctrl+Z": 8, "Ctrl+Shift+Z": 5,
}  # fmt: skip
"""Keys, and how often each is pressed beside the others."""


def main(project: Path, seed: int) -> int:
    """Show the window as the program does, and press keys until somebody ends it."""
    hands = random.Random(seed)
    ArticleView.paintEvent = _telling(ArticleView.paintEvent)
    application = app.application()
    timer = QTimer(application, interval=KEY_MS)
    timer.timeout.connect(lambda: _press(hands.choices([*KEYS], [*KEYS.values()])[0]))
    timer.start()
    return app.show(project, "tester")


def _press(key: str) -> None:
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    pressed = QKeySequence(key)[0]
    QTest.keyClick(windows[0].windowHandle(), pressed.key(), pressed.keyboardModifiers())


def _telling(paint: Paint) -> Paint:
    def paint_and_tell(view: ArticleView, event: QPaintEvent) -> None:
        paint(view, event)
        if view.article is not None:
            # Straight to the pipe: what was painted is told before anything else happens.
            os.write(sys.stdout.fileno(), json.dumps(_shown(view.article)).encode() + b"\n")

    return paint_and_tell


def _shown(article: Article) -> dict[str, object]:
    return {
        "document": article.document.id,
        "spans": sorted(map(key_of, article.spans)),
        "suggestions": sorted(map(key_of, article.suggestions)),
        "answer": article.answer,
        "flagged": article.flagged,
    }


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
