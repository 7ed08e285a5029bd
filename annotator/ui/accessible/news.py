"""What happens, told to assistive technology; nothing is done while none is active."""

from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleTextCursorEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.session.changes import Changes
from annotator.ui.accessible.article import ArticleInterface
from annotator.ui.text.view import ArticleView


def say(widget: QWidget, sentence: str) -> None:
    """Speak a sentence that no change of the focus would bring."""
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def tell(view: ArticleView, changes: Changes) -> None:
    """Another article is shown, or something in it changed."""
    if view.article is None or not QAccessible.isActive():
        return
    here = view.article.place
    before, after = changes.moved or (here, here)
    if changes.opened:
        say(view, view.article.document.title)
    if changes.opened or before.start != after.start:
        _tell_cursor(view)
    _tell_place(view, is_another=before.focus != after.focus)


def _interface_of(view: ArticleView) -> ArticleInterface:
    made = QAccessible.queryAccessibleInterface(view)
    assert isinstance(made, ArticleInterface)
    return made


def _tell_cursor(view: ArticleView) -> None:
    article = _interface_of(view)
    paragraph = article.paragraph_with_cursor()
    if paragraph is None:
        at = article.text_part.cursorPosition()
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, at))
        return
    if view.hasFocus() and article.cursor_went_to(paragraph):
        focus = QAccessibleEvent(paragraph.of, QAccessible.Event.Focus)
        QAccessible.updateAccessibility(focus)
    at = paragraph.text_part.cursorPosition()
    QAccessible.updateAccessibility(QAccessibleTextCursorEvent(paragraph.of, at))


def _tell_place(view: ArticleView, *, is_another: bool) -> None:
    """What is selected or labelled here is the description, spoken when it changes."""
    article = _interface_of(view)
    before, article.described = article.described, article.text(QAccessible.Text.Description)
    if is_another or before != article.described:
        changed = QAccessibleEvent(view, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(changed)
        if view.hasFocus():
            say(view, article.described)
