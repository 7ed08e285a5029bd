"""What the label at hand means: its guideline, examples from this project, and the notes."""

from html import escape

from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.session.session import Session

EXAMPLES = 8


class GuidelinePane(QTextBrowser):
    """Follows the focused span; without one it shows the document's note."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[object, ...] = ()
        self.setAccessibleName(self.tr("Guideline"))
        self.setOpenExternalLinks(False)

    def take(self, changes: Changes) -> None:
        """Show what changed."""
        article = self._session.article
        if article is None or not (changes.opened or changes.moved or changes.labels):
            return
        focus = article.place.focus
        wanted = (focus.label if focus else None, _note(article), article.note)
        if wanted != self._shown or changes.labels:
            self._shown = wanted
            self.setHtml(self._html(article))

    def _html(self, article: Article) -> str:
        focus = article.place.focus
        parts = [_noted(self.tr("Note on the document"), article.note)]
        label = self._session.labels.named(focus.label) if focus else None
        if label is not None:
            examples = self._session.examples(label.name, limit=EXAMPLES)
            lines = "".join(f"<li>{escape(text)}</li>" for text in examples)
            parts = [
                f"<b>{escape(label.name)}</b><p>{escape(label.guideline)}</p>",
                f"<p>{self.tr('In this project:')}</p><ul>{lines}</ul>" if lines else "",
                _noted(self.tr("Note on the span"), _note(article)),
                *parts,
            ]
        hint = self.tr("Focus a span to see what its label means.")
        return "".join(parts) or f"<i>{hint}</i>"


def _note(article: Article) -> str | None:
    return getattr(article.place.focus, "note", None)


def _noted(title: str, note: str | None) -> str:
    return f"<p><b>{title}</b><br>{escape(note)}</p>" if note else ""
