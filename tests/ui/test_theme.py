"""Both themes are readable, whatever label colour is drawn in them."""

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from annotator.core.colors import PALETTE, Rgb, contrast
from annotator.ui.theme import (
    DARK,
    HIGH_DARK,
    HIGH_LIGHT,
    LIGHT,
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    Theme,
    current,
    palette,
)
from tests.core.vision import VISIONS, least_difference

USUAL, HIGH = [LIGHT, DARK], [HIGH_LIGHT, HIGH_DARK]
PICK = Random(1)
ANY = [f"#{PICK.randrange(1 << 24):06x}" for _ in range(1_000)]
both = pytest.mark.parametrize("theme", USUAL, ids=lambda theme: theme.name)
all_four = pytest.mark.parametrize("theme", USUAL + HIGH, ids=lambda theme: theme.name)
of_users = pytest.mark.parametrize(
    "colors",
    [PALETTE, ANY, ("#ffff00", "#000000", "#ffffff", "#808080", "#0000ff", "#00ff00")],
    ids=["palette", "any", "extremes"],
)
AS_DRAWN: dict[str, tuple[Callable[[Theme], Callable[[str], Rgb]], float, float]] = {
    "names": (lambda theme: theme.label_text, 10.0, 5.9),
    "fills": (lambda theme: theme.label_fill, 4.1, 1.9),
}
"""What is drawn in a label's colour, and the least difference (CIEDE2000) between any two of
the palette to those who see all colours, and to those who lack one kind of cone."""


@all_four
@of_users
def test_text_and_label_names_meet_wcag_aa(theme: Theme, colors: list[str]) -> None:
    assert theme.text_contrast >= TEXT_CONTRAST
    for color in colors:
        assert contrast(theme.label_text(color), theme.page) >= theme.text_contrast
        assert contrast(theme.text, theme.label_fill(color)) >= theme.text_contrast
        ground, text = theme.label_chip(color)
        assert contrast(text, ground) >= theme.text_contrast


@all_four
@of_users
def test_the_outline_of_a_span_meets_wcag_aa(theme: Theme, colors: list[str]) -> None:
    assert theme.shape_contrast >= SHAPE_CONTRAST
    for color in colors:
        for score in (None, 0.0, 0.5, 1.0):
            border = theme.label_border(color, score)
            assert contrast(border, theme.page) >= theme.shape_contrast


@all_four
@of_users
def test_a_suggestion_is_paler_the_less_sure(theme: Theme, colors: list[str]) -> None:
    for color in colors:
        borders = [theme.label_border(color, score / 10) for score in range(11)]
        contrasts = [contrast(border, theme.page) for border in borders]
        assert contrasts[-1] > contrasts[0]
        assert theme.label_border(color) == borders[-1]


@both
@pytest.mark.parametrize("drawn", AS_DRAWN)
@pytest.mark.parametrize("vision", VISIONS)
def test_eighteen_labels_are_told_apart_as_they_are_drawn(
    theme: Theme, drawn: str, vision: str
) -> None:
    how, least, least_in_part = AS_DRAWN[drawn]
    shown = [how(theme)(color) for color in PALETTE]
    wanted = least if vision == "normal" else least_in_part
    assert least_difference(shown, vision) >= wanted


@all_four
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
