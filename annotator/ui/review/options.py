"""How the Review window compares and looks: whom, by which rule, under which names, how big."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from annotator.session.review_settings import ReviewSettings
from annotator.ui import settings
from annotator.ui.article_pane import LEAST_POINTS, MOST_POINTS
from annotator.ui.text.typography import usual_points

if TYPE_CHECKING:
    from annotator.ui.review.window import ReviewWindow


class Options(QObject):
    """Changes them for one window; they are kept in the project, the size of text is the
    user's. `points`: that size."""

    def __init__(self, window: "ReviewWindow") -> None:
        super().__init__(window)
        self._window = window
        self.points = settings.text_size() or usual_points(window.font())

    def change(self, wanted: ReviewSettings) -> None:
        """Review otherwise from now on."""
        window, before = self._window, self._window.at.settings
        same = (before.only, before.unfinished) == (wanted.only, wanted.unfinished)
        if not same:
            # What still runs counts as was wanted before.
            window.comparing.runner.stop()
        window.take(lambda: window.at.change_settings(wanted))
        window.show_heading()
        window.documents.renew()
        if not same:
            window.comparing.compare()

    def hide_names(self) -> None:
        """Show annotators as letters, or by their names."""
        now = self._window.at.settings
        self.change(replace(now, hides_names=not now.hides_names))

    def take_unfinished(self) -> None:
        """Compare also what is not finished, or no longer."""
        now = self._window.at.settings
        self.change(replace(now, unfinished=not now.unfinished))

    def choose_annotators(self) -> None:
        """Choose whose annotations are compared."""
        window, now = self._window, self._window.at.settings
        names = [name for name in window.at.session.annotators() if name != now.gold]
        chosen = set(names if now.only is None else now.only)
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            action = menu.addAction(name, partial(self._compare, names, chosen ^ {name}))
            action.setCheckable(True)
            action.setChecked(name in chosen)
        menu.popup(window.view.mapToGlobal(QPoint(20, 20)))

    def _compare(self, names: list[str], chosen: set[str]) -> None:
        only = tuple(name for name in names if name in chosen)
        wanted = None if len(only) == len(names) else only
        self.change(replace(self._window.at.settings, only=wanted))

    def resize_text(self, step: int) -> None:
        """Make the text a point bigger or smaller."""
        self.points = min(MOST_POINTS, max(LEAST_POINTS, self.points + step))
        settings.remember_text_size(self.points)
        self._window.view.set_text_size(self.points)
