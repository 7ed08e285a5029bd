"""Colours of the program, light and dark, and those made from a label's colour."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from annotator.core.colors import Rgb, blend, contrast, parse, readable, toned

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)
TEXT_CONTRAST = 4.5
"""WCAG AA for text (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""
SHAPE_CONTRAST = 3.0
"""WCAG AA for shapes that carry meaning (https://www.w3.org/TR/WCAG22/#non-text-contrast)."""
HIGH_TEXT_CONTRAST = 7.0
"""WCAG AAA for text (https://www.w3.org/TR/WCAG22/#contrast-enhanced)."""
HIGH_SHAPE_CONTRAST = 4.5
FILL_CHROMA = 0.06
PALEST = 0.3
"""How much of its colour the outline of the least sure suggestion keeps."""
UNSURE = 0.5
"""The strength, 0 to 1, with which a suggestion without a score is drawn."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for.

    `tones` and `fill_tones` are the lightness (OKLab) of the darkest and the lightest label,
    and of what accepted spans are filled with.
    """

    name: str
    window: Rgb
    panel: Rgb
    page: Rgb
    text: Rgb
    muted: Rgb
    line: Rgb
    accent: Rgb
    on_accent: Rgb
    selection: Rgb
    cursor: Rgb
    problem: Rgb
    done: Rgb
    tones: tuple[float, float]
    fill_tones: tuple[float, float]
    text_contrast: float = TEXT_CONTRAST
    shape_contrast: float = SHAPE_CONTRAST

    def label_fill(self, color: str) -> Rgb:
        """The ground of an accepted span; the theme's text is readable on it."""
        fill = toned(parse(color), *self.fill_tones, chroma=FILL_CHROMA)
        while contrast(self.text, fill) < self.text_contrast:
            fill = blend(fill, self.page, 0.9)
        return fill

    def label_text(self, color: str) -> Rgb:
        """The name of a label where it stands on the page: the page's darkest or lightest
        tones keep the colours apart that differ in lightness."""
        return readable(toned(parse(color), *self.tones), self.page, self.text_contrast)

    def label_border(self, color: str, score: float | None = None) -> Rgb:
        """The outline of a span: of an accepted one (no score), or of a suggestion with
        this score (0 to 1), the paler the less sure."""
        sure = 1.0 if score is None else min(1.0, max(0.0, score))
        faded = blend(self.label_text(color), self.page, PALEST + (1 - PALEST) * sure)
        return readable(faded, self.page, self.shape_contrast)

    def label_chip(self, color: str) -> tuple[Rgb, Rgb]:
        """Ground and text of a label drawn as a filled chip."""
        ground = self.label_text(color)
        text = max(WHITE, BLACK, key=lambda c: contrast(c, ground))
        return ground, readable(text, ground, self.text_contrast)


LIGHT = Theme(
    name="light",
    window=(243, 243, 240),
    panel=(250, 250, 248),
    page=(255, 255, 253),
    text=(28, 30, 34),
    muted=(100, 104, 112),
    line=(222, 222, 217),
    accent=(29, 92, 184),
    on_accent=(255, 255, 255),
    selection=(166, 201, 250),
    cursor=(29, 92, 184),
    problem=(180, 35, 24),
    done=(22, 101, 52),
    tones=(0.31, 0.555),
    fill_tones=(0.865, 0.955),
)

DARK = Theme(
    name="dark",
    window=(24, 25, 28),
    panel=(30, 31, 35),
    page=(34, 36, 40),
    text=(224, 225, 228),
    muted=(154, 158, 166),
    line=(58, 60, 66),
    accent=(122, 173, 250),
    on_accent=(16, 24, 38),
    selection=(52, 90, 148),
    cursor=(122, 173, 250),
    problem=(255, 138, 128),
    done=(118, 205, 142),
    tones=(0.655, 0.92),
    fill_tones=(0.33, 0.46),
)

HIGH_LIGHT = replace(
    LIGHT,
    name="light, high contrast",
    window=WHITE,
    panel=WHITE,
    page=WHITE,
    text=BLACK,
    muted=(70, 72, 78),
    line=(110, 110, 110),
    accent=(10, 62, 140),
    cursor=(10, 62, 140),
    problem=(140, 20, 12),
    done=(12, 78, 38),
    tones=(0.22, 0.45),
    text_contrast=HIGH_TEXT_CONTRAST,
    shape_contrast=HIGH_SHAPE_CONTRAST,
)

HIGH_DARK = replace(
    DARK,
    name="dark, high contrast",
    window=BLACK,
    panel=BLACK,
    page=BLACK,
    text=WHITE,
    muted=(190, 194, 200),
    line=(150, 150, 150),
    accent=(160, 200, 255),
    cursor=(160, 200, 255),
    problem=(255, 170, 160),
    done=(150, 230, 170),
    tones=(0.74, 0.95),
    fill_tones=(0.28, 0.40),
    text_contrast=HIGH_TEXT_CONTRAST,
    shape_contrast=HIGH_SHAPE_CONTRAST,
)


def current(app: QApplication) -> Theme:
    """The theme that goes with the system's colour scheme, or else with the palette, and
    with the contrast that the system is asked for."""
    if _wants_contrast(app):
        return HIGH_DARK if _is_dark(app) else HIGH_LIGHT
    return DARK if _is_dark(app) else LIGHT


def on_change(app: QApplication, follow: Callable[[], None]) -> None:
    """Call `follow` whenever `current` may be another."""
    hints = app.styleHints()
    hints.colorSchemeChanged.connect(lambda _: follow())
    if hasattr(hints, "accessibility"):
        hints.accessibility().contrastPreferenceChanged.connect(lambda _: follow())


def _is_dark(app: QApplication) -> bool:
    scheme = app.styleHints().colorScheme()
    if scheme is Qt.ColorScheme.Unknown:
        window = app.palette().color(QPalette.ColorRole.Window)
        rgb = window.red(), window.green(), window.blue()
        return contrast(rgb, WHITE) > contrast(rgb, BLACK)
    return scheme is Qt.ColorScheme.Dark


def _wants_contrast(app: QApplication) -> bool:
    hints = app.styleHints()
    # Qt 6.8 and 6.9 do not know what the system is asked for.
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def palette(theme: Theme) -> QPalette:
    """The theme for every widget of the application."""
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.page,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.problem,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: blend(WHITE, theme.panel, 0.1),
        role.Midlight: theme.panel,
        role.Mid: theme.line,
        role.Dark: blend(BLACK, theme.line, 0.25),
        role.Shadow: blend(BLACK, theme.line, 0.5),
    }
    made = QPalette()
    for key, rgb in colors.items():
        made.setColor(key, QColor(*rgb))
    for key in (role.WindowText, role.Text, role.ButtonText):
        faded = blend(theme.muted, theme.window, 0.7)
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(*faded))
    return made
