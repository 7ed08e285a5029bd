"""What assistive technology is told: the article as a text, spans in words, and the news."""

from annotator.ui.accessible.factory import install
from annotator.ui.accessible.news import say, tell
from annotator.ui.accessible.said import said_span

__all__ = ["install", "said_span", "say", "tell"]
