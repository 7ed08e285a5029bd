"""Pictures of the article, and what can be seen in them.

Set ANNOTATOR_PICTURES to a folder to keep them there.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator.core.colors import Rgb, contrast
from annotator.core.span import Ranged
from annotator.core.suggestion import Suggestion
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Theme, palette
from tests.ui.scenes import LABELS, SCENES, Scene, mixed, nested

THEMES = {"light": LIGHT, "dark": DARK, "high-light": HIGH_LIGHT, "high-dark": HIGH_DARK}
MARGIN_PX = 4
FRAME_PX = 3
SEEN_TEXT = 4.0
"""Thin strokes are blended with the ground, so that the fullest pixel falls a little short."""
LABEL_PX = 11

Take = Callable[[Scene, Theme], tuple[ArticleView, QImage]]
in_themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
in_both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
of_scenes = pytest.mark.parametrize("scene", SCENES)


@pytest.fixture
def take(app: QApplication) -> Iterator[Take]:
    """Show a scene in a view that has the keyboard, and take its picture."""
    views, before = [], app.palette()

    def show(scene: Scene, theme: Theme) -> tuple[ArticleView, QImage]:
        app.setPalette(palette(theme))
        view = ArticleView()
        views.append(view)
        view.set_theme(theme)
        view.resize(*scene.room_px)
        view.show()
        view.activateWindow()
        view.setFocus()
        view.show_article(scene.article(), LABELS)
        if scene.focus:
            view.reveal(scene.focus.start, scene.focus.end)
        app.processEvents()
        return view, view.viewport().grab().toImage()

    yield show
    for view in views:
        view.close()
        view.deleteLater()
    app.setPalette(before)
    app.processEvents()


def pixels(image: QImage, rect: QRect) -> Counter[Rgb]:
    inside = rect & image.rect()
    points = (
        (x, y)
        for y in range(inside.top(), inside.bottom() + 1)
        for x in range(inside.left(), inside.right() + 1)
    )
    return Counter(image.pixelColor(*point).getRgb()[:3] for point in points)


def in_sight(view: ArticleView, scene: Scene) -> Iterator[tuple[Ranged, QRect]]:
    """Spans that stand wholly in the view, in one line."""
    for span in (*scene.spans, *scene.suggestions):
        rect = view.rectangle_of(span.start, span.end)
        one_line = view.line_range(span.start) == view.line_range(span.end - 1)
        if one_line and view.viewport().rect().adjusted(0, 30, 0, 0).contains(rect):
            yield span, rect


def above(rect: QRect, *, rows: int) -> QRect:
    height = LABEL_PX * rows + 6
    return QRect(rect.left() - MARGIN_PX, rect.top() - height, rect.width() + 40, height)


def color_of(span: Ranged) -> str:
    label = LABELS.named(span.label)
    assert label
    return label.color


@of_scenes
@in_themes
def test_pictures_are_taken(
    take: Take, scene: str, theme: Theme, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder = Path(os.environ.get("ANNOTATOR_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    _, image = take(SCENES[scene](), theme)
    name = next(name for name, one in THEMES.items() if one is theme)
    assert image.save(str(folder / f"{scene}-{name}.png"))
    assert len(pixels(image, image.rect())) > 50


@of_scenes
@in_themes
def test_each_span_has_its_labels_colour_above_its_words(
    take: Take, scene: str, theme: Theme
) -> None:
    shown = SCENES[scene]()
    view, image = take(shown, theme)
    looked_at = 0
    for span, rect in in_sight(view, shown):
        seen = pixels(image, above(rect, rows=3))
        names = {theme.label_text(color_of(span)), theme.label_chip(color_of(span))[0]}
        assert names & set(seen), (span, shown.text[span.start : span.end])
        looked_at += 1
    assert looked_at > 1 or scene == "unbroken"


@of_scenes
@in_themes
def test_text_stands_out_from_what_it_is_written_on(take: Take, scene: str, theme: Theme) -> None:
    shown = SCENES[scene]()
    view, image = take(shown, theme)
    for _, rect in in_sight(view, shown):
        inner = rect.adjusted(FRAME_PX, FRAME_PX, -FRAME_PX, -FRAME_PX)
        seen = pixels(image, inner)
        ground = seen.most_common(1)[0][0]
        assert max(contrast(ground, color) for color in seen) >= SEEN_TEXT


@of_scenes
@in_both
def test_nothing_is_cut_off_at_the_views_sides(take: Take, scene: str, theme: Theme) -> None:
    _, image = take(SCENES[scene](), theme)
    for left in (0, image.width() - MARGIN_PX):
        side = pixels(image, QRect(left, 0, MARGIN_PX, image.height()))
        assert set(side) == {theme.page}


@in_both
def test_labels_and_suggestions_differ_without_colour(take: Take, theme: Theme) -> None:
    """A label is filled, a suggestion is not: more of its ground is the page."""
    shown = mixed()
    view, image = take(shown, theme)
    for span, rect in in_sight(view, shown):
        ground, _ = pixels(image, rect.adjusted(4, 4, -4, -4)).most_common(1)[0]
        if span != shown.focus:
            assert (ground == theme.page) is isinstance(span, Suggestion)


@in_both
def test_a_torn_word_a_note_and_the_focus_are_marked(take: Take, theme: Theme) -> None:
    shown = mixed()
    view, image = take(shown, theme)
    torn = next(s for s in shown.spans if s.label == "EVENT")
    noted = next(s for s in shown.spans if s.note)
    assert shown.focus
    edges = pixels(image, view.rectangle_of(torn.start, torn.end).adjusted(-1, 4, 1, -4))
    assert edges[theme.problem] > 10
    corner = view.rectangle_of(noted.start, noted.end).topRight()
    ear = pixels(image, QRect(corner - QPoint(5, 0), corner + QPoint(1, 5)))
    assert ear[theme.label_text(color_of(noted))] > 8
    ring = pixels(image, view.rectangle_of(shown.focus.start, shown.focus.end))
    assert ring[theme.label_text(color_of(shown.focus))] > 60


@in_both
def test_each_of_three_nested_labels_stands_above_its_own_box(take: Take, theme: Theme) -> None:
    shown = nested()
    view, image = take(shown, theme)
    for span, rect in in_sight(view, shown):
        label = QRect(rect.left() - MARGIN_PX, above(rect, rows=3).top(), 16, 3 * LABEL_PX + 6)
        assert theme.label_text(color_of(span)) in pixels(image, label)


def test_labelling_by_hand_moves_no_line_even_where_spans_nest(take: Take) -> None:
    shown = mixed()
    view, _ = take(shown, LIGHT)
    before = view.rectangle_of(100, 110)
    outer = [s for s in nested().spans if s.end < len(shown.text)]
    for span in outer:
        view.article.spans.add(span)
        view.changed(span.start, span.end)
    assert view.rectangle_of(100, 110) == before
