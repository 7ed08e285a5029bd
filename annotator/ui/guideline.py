"""What the label at hand means: its guideline, examples from this project, and the notes."""

from html import escape

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTextBrowser, QWidget

from annotator.session.article import Article
from annotator.session.changes import Changes
from annotator.session.decisions import other_mentions
from annotator.session.proposals import likely_labels
from annotator.session.session import Session

EXAMPLES = 8
LIST_INDENT_PX = 16
PAUSE_MS = 60
LONG_TEXT = 200_000
"""Mentions are not counted at each step in longer texts."""


class GuidelinePane(QTextBrowser):
    """Follows the focused span; without one it shows the document's note."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._show)
        self.setAccessibleName(self.tr("Guideline"))
        self.setOpenExternalLinks(False)
        self.document().setIndentWidth(LIST_INDENT_PX)

    def take(self, changes: Changes) -> None:
        """Show what changed, a moment later: the article is painted first."""
        if changes.opened or changes.moved or changes.labels or changes.ranges:
            self._pause.start()

    def _show(self) -> None:
        article = self._session.article
        html = self._html(article) if article else ""
        if html != self._shown:
            self._shown = html
            self.setHtml(html)

    def _html(self, article: Article) -> str:
        focus = article.place.focus
        parts = [_noted(self.tr("Note on the document"), article.note)]
        label = self._session.labels.named(focus.label) if focus else None
        if label is not None:
            mentions = self._mentions(article)
            examples = self._session.examples(label.name, limit=EXAMPLES)
            lines = "".join(f"<li>{escape(text)}</li>" for text in examples)
            parts = [
                f"<b>{escape(label.name)}</b><p>{escape(label.guideline)}</p>",
                f"<p>{mentions}</p>" if mentions else "",
                self._likely(article),
                f"<p>{self.tr('In this project:')}</p><ul>{lines}</ul>" if lines else "",
                _noted(self.tr("Note on the span"), _note(article)),
                *parts,
            ]
        hint = self.tr("Focus a span to see what its label means.")
        return "".join(parts) or f"<i>{hint}</i>"

    def _likely(self, article: Article) -> str:
        likely = likely_labels(article)
        named = [escape(n if share is None else f"{n} {share:.0%}") for n, share in likely]
        shown = self.tr("Likely: {0}. The key * takes the next.").format(", ".join(named))
        return f"<p>{shown}</p>" if named else ""

    def _mentions(self, article: Article) -> str:
        if len(article.text) > LONG_TEXT:
            return ""
        count = len(other_mentions(article))
        return self.tr("{0} more like it: Ctrl+M").format(count) if count else ""


def _note(article: Article) -> str | None:
    return getattr(article.place.focus, "note", None)


def _noted(title: str, note: str | None) -> str:
    return f"<p><b>{title}</b><br>{escape(note)}</p>" if note else ""
