"""The real program under the hands of somebody who labels what was handed out to them: run as a
process of its own.

    python -m tests.journeys.labeller PROJECT SEED KEYS

It presses so many keys, drawn by the seed, and closes the window.
"""

import random
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.ui import app
from annotator.ui.main_window import MainWindow
from tests.journeys.driver import KEY_MS, KEYS


def main(project: Path, seed: int, keys: int) -> int:
    """Show the window as `annotator open` does, and press keys."""
    drawn = random.Random(seed).choices([*KEYS], [*KEYS.values()], k=keys)
    # Whatever chance left open, the last documents are finished, as people do.
    waiting = iter([*drawn, "Escape", *["Ctrl+Return"] * 3])
    application = app.application()
    timer = QTimer(application, interval=KEY_MS)

    def press() -> None:
        (window, *_) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        key = next(waiting, None)
        if key is None:
            timer.stop()
            window.close()
            return
        pressed = QKeySequence(key)[0]
        QTest.keyClick(window.windowHandle(), pressed.key(), pressed.keyboardModifiers())

    timer.timeout.connect(press)
    timer.start()
    return app.show(project, None)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
