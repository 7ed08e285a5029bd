"""What the article view paints, and how little of it again."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication

from annotator.core.colors import Rgb
from annotator.core.span import Span, key_of
from annotator.core.suggestion import Suggestion
from annotator.session.article import Place
from annotator.ui.text.view import ArticleView
from annotator.ui.theme import DARK, LIGHT, Theme
from tests.ui.text.conftest import LABELS, Show

TEXT = "Eddie Wu leads Alibaba Group.\n\nIt trades in Hong Kong.\n\nNothing is said of others.\n"
EDDIE = Span(0, 8, "PERSON")
GROUP = Span(15, 28, "ORG")
ALIBABA = Span(15, 22, "GPE")
HONG_KONG = Suggestion(TEXT.index("Hong"), TEXT.index("Kong") + 4, "GPE", "m", 0.6, (("ORG", 0.2),))
both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


class Painted(QObject):
    """Collects the regions that a view paints."""

    def __init__(self, view: ArticleView) -> None:
        super().__init__(view)
        self.region = QRegion()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() is QEvent.Type.Paint:
            self.region |= event.region()  # type: ignore[attr-defined]
        return False


def picture(view: ArticleView) -> QImage:
    return view.viewport().grab().toImage()


def shows(view: ArticleView, color: Rgb, rect: QRect) -> bool:
    image = picture(view)
    inside = rect & image.rect()
    rows = range(inside.top(), inside.bottom() + 1)
    return any(
        image.pixelColor(x, y).getRgb()[:3] == color
        for y in rows
        for x in range(inside.left(), inside.right() + 1)
    )


def above(rect: QRect) -> QRect:
    return QRect(rect.left(), rect.top() - 14, rect.width(), 11)


def color(label: str) -> str:
    found = LABELS.named(label)
    assert found
    return found.color


@both
def test_a_label_stands_above_its_words_in_its_colour(show: Show, theme: Theme) -> None:
    view = show(TEXT, [EDDIE])
    view.set_theme(theme)
    box = view.rectangle_of(EDDIE.start, EDDIE.end)
    assert shows(view, theme.label_text(color("PERSON")), above(box))
    assert shows(view, theme.label_fill(color("PERSON")), box)


@both
def test_nested_spans_each_show_their_fill_and_their_label(show: Show, theme: Theme) -> None:
    view = show(TEXT, [GROUP, ALIBABA])
    view.set_theme(theme)
    outer = view.rectangle_of(GROUP.start, GROUP.end)
    inner = view.rectangle_of(ALIBABA.start, ALIBABA.end)
    assert shows(view, theme.label_fill(color("GPE")), inner)
    rest = QRect(inner.right() + 4, outer.top(), outer.right() - inner.right(), outer.height())
    assert shows(view, theme.label_fill(color("ORG")), rest)
    two_rows = above(outer).adjusted(0, -12, 0, -2)
    for label in ("ORG", "GPE"):
        assert shows(view, theme.label_text(color(label)), two_rows)


@both
def test_a_suggestion_is_an_outline_without_a_fill(show: Show, theme: Theme) -> None:
    view = show(TEXT, suggestions=[HONG_KONG])
    view.set_theme(theme)
    box = view.rectangle_of(HONG_KONG.start, HONG_KONG.end)
    assert shows(view, theme.label_border(color("GPE"), 0.6), box)
    assert not shows(view, theme.label_fill(color("GPE")), box)


@both
def test_the_label_of_the_focused_span_is_a_filled_chip(show: Show, theme: Theme) -> None:
    view = show(TEXT, suggestions=[HONG_KONG], focus=HONG_KONG)
    view.set_theme(theme)
    view.activateWindow()
    view.setFocus()
    ground, _ = theme.label_chip(color("GPE"))
    box = view.rectangle_of(HONG_KONG.start, HONG_KONG.end)
    assert shows(view, ground, above(box))


def test_a_selection_is_seen_inside_an_accepted_span(show: Show, app: QApplication) -> None:
    view = show(TEXT, [GROUP])
    before, box = picture(view), view.rectangle_of(ALIBABA.start, ALIBABA.end)
    view.article.place = Place((15, 22), (15, 22), (15, 22))  # type: ignore[attr-defined]
    ground = box.topRight() + QPoint(-2, 4)
    assert picture(view).pixelColor(ground) != before.pixelColor(ground)


def test_it_shows_whether_the_view_has_the_keyboard(show: Show, app: QApplication) -> None:
    view = show(TEXT)
    view.activateWindow()
    view.setFocus()
    app.processEvents()
    with_keyboard = picture(view)
    view.clearFocus()
    app.processEvents()
    assert picture(view) != with_keyboard


def rects(view: ArticleView) -> list[QRect]:
    return [view.rectangle_of(offset, offset + 1) for offset in range(len(TEXT))]


@pytest.mark.parametrize("spans", [[EDDIE], [GROUP, ALIBABA], [Span(0, len(TEXT), "DATE")]])
def test_labelling_never_moves_the_text(show: Show, spans: list[Span]) -> None:
    view = show(TEXT)
    before = rects(view)
    for span in spans:
        view.article.spans.add(span)  # type: ignore[attr-defined]
        view.changed(span.start, span.end)
        assert rects(view) == before


def test_where_spans_nest_lines_have_room_for_their_labels_from_the_start(show: Show) -> None:
    plain, labelled = show(TEXT), show(TEXT, [GROUP, ALIBABA])
    both = (rects(view)[TEXT.index("trades")].top() for view in (plain, labelled))
    assert next(both) < next(both)


def test_a_change_paints_only_the_lines_that_it_shows_in(show: Show, app: QApplication) -> None:
    view = show(TEXT, [EDDIE])
    painted = Painted(view)
    view.article.spans.add(GROUP)  # type: ignore[attr-defined]
    view.changed(GROUP.start, GROUP.end)
    app.processEvents()
    line = view.rectangle_of(GROUP.start, GROUP.end)
    assert painted.region.contains(line)
    assert painted.region.boundingRect().height() < 2 * line.height() + 10
    assert not painted.region.intersects(view.rectangle_of(HONG_KONG.start, HONG_KONG.end))


def test_a_move_paints_only_the_lines_it_leaves_and_comes_to(show: Show, app: QApplication) -> None:
    view = show(TEXT, suggestions=[HONG_KONG])
    painted = Painted(view)
    before, after = view.article.place, Place(cursor=(9, 14))  # type: ignore[attr-defined]
    view.article.place = after  # type: ignore[attr-defined]
    view.moved(before, after)
    app.processEvents()
    assert painted.region.contains(view.rectangle_of(9, 14))
    assert not painted.region.intersects(view.rectangle_of(HONG_KONG.start, HONG_KONG.end))


def test_what_is_out_of_sight_paints_nothing(show: Show, app: QApplication) -> None:
    view = show("words of a long text. " * 5_000)
    painted = Painted(view)
    view.changed(90_000, 90_010)
    app.processEvents()
    assert painted.region.isEmpty()


def painted_over(view: ArticleView, before: QImage, region: QRegion) -> QImage:
    """The picture before, with only this region painted again."""
    after = before.copy()
    view.viewport().render(after, region.boundingRect().topLeft(), region)
    return after


def test_repainting_a_part_leaves_the_picture_as_if_painted_whole(
    show: Show, app: QApplication
) -> None:
    """Nothing reaches out of the lines that are painted again."""
    spans = [Span(0, 60, "DATE"), Span(0, 40, "PERSON"), GROUP, ALIBABA]
    view = show(TEXT, spans, [HONG_KONG], size=(260, 500))
    view.activateWindow()
    view.setFocus()
    app.processEvents()
    painted = Painted(view)
    for focus in (*spans, HONG_KONG, None):
        before, seen = view.article.place, picture(view)  # type: ignore[attr-defined]
        view.article.place = Place((0, 5), None, None, focus)  # type: ignore[attr-defined]
        painted.region = QRegion()
        view.moved(before, view.article.place)  # type: ignore[attr-defined]
        app.processEvents()
        assert painted_over(view, seen, painted.region) == picture(view)


def test_repainting_what_changed_leaves_the_picture_as_if_painted_whole(
    show: Show, app: QApplication
) -> None:
    spans = [GROUP, ALIBABA, Span(0, 40, "PERSON"), Span(0, 60, "DATE")]
    view = show(TEXT, [], [HONG_KONG], size=(260, 500))
    painted = Painted(view)
    for span in spans:
        seen, painted.region = picture(view), QRegion()
        view.article.spans.add(span)  # type: ignore[attr-defined]
        view.changed(span.start, span.end)
        app.processEvents()
        assert painted_over(view, seen, painted.region) == picture(view)


def test_an_accepted_suggestion_changes_from_outline_to_fill(show: Show, app: QApplication) -> None:
    view = show(TEXT, suggestions=[HONG_KONG])
    view.article.suggestions.remove(key_of(HONG_KONG))  # type: ignore[attr-defined]
    view.article.spans.add(HONG_KONG.accepted())  # type: ignore[attr-defined]
    view.changed(HONG_KONG.start, HONG_KONG.end)
    app.processEvents()
    box = view.rectangle_of(HONG_KONG.start, HONG_KONG.end)
    assert shows(view, LIGHT.label_fill(color("GPE")), box)


@both
def test_a_real_article_is_painted_at_any_size(
    show: Show, app: QApplication, shared_data: Path, theme: Theme
) -> None:
    text = (shared_data / "article" / "alibaba.txt").read_text("utf-8")
    names = ("PERSON", "ORG", "GPE", "DATE", "UNKNOWN")
    spans = [Span(i, i + 5 + i % 40, names[i % 5]) for i in range(0, len(text) - 50, 35)]
    view = show(text, spans)
    view.set_theme(theme)
    for points, width in ((8, 300), (13, 700), (24, 1_200)):
        view.set_text_size(points)
        view.resize(width, 500)
        app.processEvents()
        assert picture(view).size() == view.viewport().size()
