"""Which interface assistive technology meets when it asks for the article."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication

from annotator.ui.accessible.article import ArticleInterface
from annotator.ui.accessible.paragraph import Paragraph, ParagraphInterface
from annotator.ui.text.view import ArticleView

INSTALLED = "accessible"


def install(app: QApplication) -> None:
    """Let assistive technology meet our interfaces. They are made when it asks for them."""
    if not app.property(INSTALLED):
        app.setProperty(INSTALLED, True)  # noqa: FBT003 (Qt's signature)
        QAccessible.installFactory(_interface)


def _interface(_key: str, of: QObject) -> QAccessibleInterface | None:
    # PySide6 (6.8 to 6.11) keeps what is made here until the program ends: so interfaces
    # hold no widget and no text.
    if isinstance(of, ArticleView):
        return ArticleInterface(of)
    if isinstance(of, Paragraph):
        return ParagraphInterface(of)
    return None
