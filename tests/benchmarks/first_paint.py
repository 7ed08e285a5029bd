"""The process that `start` times: says when its window has been painted, and closes it.

    python tests/benchmarks/first_paint.py [PROJECT]

Imports nothing before what it times does. Without a project: an empty window.
"""

# ruff: noqa: T201 - what it is for

import sys
import time

SUSPECTS = (
    *("spacy", "numpy", "sqlite_utils", "typer", "pydantic", "rich", "orjson", "regex"),
    *("charset_normalizer", "platformdirs", "importlib.metadata", "email", "uuid"),
)


def empty_window() -> None:
    from PySide6.QtWidgets import QApplication, QWidget

    app = QApplication([])
    tell_when_painted(QWidget)
    window = QWidget()
    window.resize(1360, 860)
    window.show()
    app.exec()


def annotator() -> None:
    sys.meta_path.insert(0, ViewFinder())
    from annotator.__main__ import main

    sys.argv = ["annotator", "open", sys.argv[1]]
    main()


def tell_when_painted(widget: type) -> None:
    """Let the first paint of a class of widgets print the time and close the window."""
    before = widget.paintEvent

    def paint(self: object, event: object) -> None:
        before(self, event)
        widget.paintEvent = before
        from PySide6.QtCore import QTimer

        QTimer.singleShot(0, tell)

    widget.paintEvent = paint


def tell() -> None:
    from PySide6.QtWidgets import QApplication

    print(time.monotonic(), *(name for name in SUSPECTS if name in sys.modules), flush=True)
    QApplication.closeAllWindows()


class ViewFinder:
    """Waits for the module of the article view to be imported."""

    def find_spec(self, name: str, *_: object) -> object:
        if name != "annotator.ui.text.view":
            return None
        sys.meta_path.remove(self)
        from importlib.util import find_spec

        spec = find_spec(name)
        load = spec.loader.exec_module

        def load_and_watch(module: object) -> None:
            load(module)
            tell_when_painted(module.ArticleView)

        spec.loader.exec_module = load_and_watch
        return spec


if __name__ == "__main__":
    annotator() if len(sys.argv) > 1 else empty_window()
