"""Both themes are readable, whatever label colour is drawn in them."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from annotator.core.colors import PALETTE, contrast
from annotator.ui.theme import DARK, FAINTEST, LIGHT, TEXT_CONTRAST, Theme, current, palette

both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
every = pytest.mark.parametrize("color", [*PALETTE, "#ffff00", "#000000", "#ffffff", "#808080"])


@both
@every
def test_text_and_label_names_meet_wcag_aa(theme: Theme, color: str) -> None:
    assert contrast(theme.label_text(color), theme.page) >= TEXT_CONTRAST
    assert contrast(theme.text, theme.label_fill(color)) >= TEXT_CONTRAST
    ground, text = theme.label_chip(color)
    assert contrast(text, ground) >= TEXT_CONTRAST


@both
@every
def test_a_suggestion_is_paler_the_less_sure_but_always_seen(theme: Theme, color: str) -> None:
    borders = [theme.label_border(color, score / 10) for score in range(11)]
    contrasts = [contrast(border, theme.page) for border in borders]
    assert min(contrasts) >= FAINTEST
    assert contrasts[0] < contrasts[-1]
    assert contrasts[-1] >= 3
    assert theme.label_border(color) == borders[-1]


@both
def test_the_theme_itself_is_readable(theme: Theme) -> None:
    for ground in (theme.page, theme.panel, theme.window, theme.selection):
        assert contrast(theme.text, ground) >= TEXT_CONTRAST
    for ground in (theme.page, theme.panel, theme.window):
        assert contrast(theme.muted, ground) >= TEXT_CONTRAST
        assert contrast(theme.problem, ground) >= TEXT_CONTRAST
        assert contrast(theme.done, ground) >= TEXT_CONTRAST
        assert contrast(theme.accent, ground) >= 3
    assert contrast(theme.cursor, theme.page) >= 3
    assert contrast(theme.on_accent, theme.accent) >= TEXT_CONTRAST


@both
def test_the_palette_carries_the_theme(app: QApplication, theme: Theme) -> None:
    made = palette(theme)
    assert made.color(QPalette.ColorRole.Base).getRgb()[:3] == theme.page
    assert made.color(QPalette.ColorRole.Text).getRgb()[:3] == theme.text


def test_the_current_theme_follows_the_palette_where_the_system_tells_nothing(
    app: QApplication,
) -> None:
    before = app.palette()
    try:
        for theme in (LIGHT, DARK):
            app.setPalette(palette(theme))
            assert current(app) in {theme, LIGHT if theme is LIGHT else DARK}
            assert isinstance(current(app), Theme)
    finally:
        app.setPalette(before)
