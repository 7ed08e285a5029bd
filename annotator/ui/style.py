"""The few things about the looks of widgets that a palette cannot say."""

from annotator.core.colors import Rgb
from annotator.ui.theme import Theme

HEADING_SHARE, TITLE_SHARE = 2.33, 1.25
"""Sizes of text beside that of the system's font."""


def style_sheet(theme: Theme, points: float) -> str:
    """The application's style sheet in the colours of a theme, for a font of this size."""
    heading, title = f"{HEADING_SHARE * points:.2f}pt", f"{TITLE_SHARE * points:.2f}pt"
    return f"""
    QLabel#heading {{ font-size: {heading}; font-weight: 600; padding-bottom: 12px; }}
    QLabel#title {{ font-size: {title}; font-weight: 600; }}
    QLabel#meta {{ color: {_css(theme.muted)}; }}
    QLabel#message {{ color: {_css(theme.problem)}; }}
    QListView {{ border: 1px solid {_css(theme.line)}; }}
    QListView::item {{ padding: 3px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QDialog#picker {{ border: 1px solid {_css(theme.muted)}; }}
    QSplitter::handle {{ background: {_css(theme.window)}; }}
    """


def _css(color: Rgb) -> str:
    red, green, blue = color
    return f"rgb({red}, {green}, {blue})"
