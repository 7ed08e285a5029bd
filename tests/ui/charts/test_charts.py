"""Charts show their data where it belongs, in every theme, and say the same in words."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from annotator.core.colors import Rgb, contrast
from annotator.ui.charts.axes import Axis, days, number, percent, shares_round, up_to
from annotator.ui.charts.bars import Bar, Bars, Part
from annotator.ui.charts.chart import Chart, Series
from annotator.ui.charts.legend import Legend
from annotator.ui.charts.matrix import Matrix
from annotator.ui.theme import DARK, HIGH_DARK, HIGH_LIGHT, LIGHT, Theme, palette

SHARES = Axis(0.0, 1.0, percent)
BLUE, RED = "#4b61b5", "#8d0034"
in_both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
# The palette tells light from dark; high contrast is what the system is asked for.
in_themes = pytest.mark.parametrize("theme", [LIGHT, DARK, HIGH_LIGHT, HIGH_DARK])

Show = Callable[[QWidget, Theme], QImage]


@pytest.fixture
def show(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Show]:
    shown, before = [], app.palette()

    def show_(widget: QWidget, theme: Theme) -> QImage:
        for module in ("chart", "bars", "legend", "matrix"):
            monkeypatch.setattr(f"annotator.ui.charts.{module}.current", lambda _: theme)
        app.setPalette(palette(theme))
        shown.append(widget)
        widget.resize(500, 300)
        widget.show()
        app.processEvents()
        return widget.grab().toImage()

    yield show_
    for widget in shown:
        widget.close()
        widget.deleteLater()
    app.setPalette(before)
    app.processEvents()


def colors(image: QImage, rect: QRect) -> Counter[Rgb]:
    inside = rect & image.rect()
    return Counter(
        image.pixelColor(x, y).getRgb()[:3]
        for y in range(inside.top(), inside.bottom() + 1)
        for x in range(inside.left(), inside.right() + 1)
    )


def near(a: Rgb, b: Rgb) -> bool:
    """Whether one may be the other, smoothed at the edge of a stroke."""
    return max(abs(x - y) for x, y in zip(a, b, strict=True)) < 40


def around(point: QPoint, px: int = 3) -> QRect:
    return QRect(point.x() - px, point.y() - px, 2 * px + 1, 2 * px + 1)


def rising() -> Chart:
    chart = Chart("Scores", "steps", up_to(400, number), SHARES)
    points = [(0.0, 0.1), (200.0, 0.5), (400.0, 0.9)]
    spread = [(x, y - 0.05, y + 0.05) for x, y in points]
    series = [Series("F", BLUE, points, spread)]
    chart.show_series(series, up_to(400, number), SHARES, "F rises to 90 %.")
    return chart


@pytest.mark.parametrize(
    ("highest", "marks"),
    [(400, [0, 100, 200, 300, 400]), (1, [0, 0.25, 0.5, 0.75, 1]), (37, [0, 10, 20, 30, 40])],
)
def test_an_axis_has_round_marks_and_holds_its_highest_value(
    highest: float, marks: list[float]
) -> None:
    axis = up_to(highest, number)
    assert axis.marks(4) == marks
    assert axis.high >= highest


@pytest.mark.parametrize("highest", [0.003, 1, 7.7, 1_383, 20_000, 1e9])
def test_any_axis_has_a_few_marks_within_it(highest: float) -> None:
    axis = up_to(highest, number)
    found = axis.marks(6)
    assert 3 <= len(found) <= 7
    assert all(axis.low <= mark <= axis.high * (1 + 1e-9) for mark in found)


def test_an_axis_of_nothing_is_one_too() -> None:
    assert up_to(0, number).marks(4)
    assert (number(20_000), number(1_383), number(0.25)) == ("20k", "1,383", "0.25")


@in_themes
def test_a_line_goes_through_its_points(show: Show, theme: Theme) -> None:
    chart = rising()
    image = show(chart, theme)
    line = theme.label_text(BLUE)
    for point in chart.series[0].points:
        assert line in colors(image, around(chart.place(point).toPoint()))
    off = chart.place((100.0, 0.8)).toPoint()
    assert line not in colors(image, around(off))
    assert contrast(line, theme.page) >= theme.text_contrast


@in_themes
def test_the_axes_can_be_read(show: Show, theme: Theme) -> None:
    chart = rising()
    image = show(chart, theme)
    plot = chart.plot().toRect()
    beside = QRect(0, plot.top(), plot.left() - 5, plot.height())
    below = QRect(plot.left(), plot.bottom() + 5, plot.width(), image.height())
    for rect in (beside, below):
        found = colors(image, rect)
        assert max(contrast(theme.page, one) for one in found) >= 4
        # As much of it is ink as figures need, no more.
        assert 0 < sum(found.values()) - found[theme.page] < sum(found.values()) / 3


@in_both
def test_a_band_is_fainter_than_its_line(show: Show, theme: Theme) -> None:
    chart = rising()
    image = show(chart, theme)
    inside = chart.place((100.0, 0.33)).toPoint()
    (faint,) = colors(image, around(inside, 1))
    assert theme.page != faint != theme.label_text(BLUE)


@in_both
def test_names_at_the_ends_of_lines_do_not_lie_on_each_other(show: Show, theme: Theme) -> None:
    chart = Chart("Scores", "steps", up_to(10, number), SHARES)
    series = [
        Series("precision", BLUE, [(0, 0.5), (10, 0.9)]),
        Series("recall", RED, [(0, 0.4), (10, 0.9)]),
    ]
    chart.show_series(series, up_to(10, number), SHARES, "")
    image = show(chart, theme)
    right = int(chart.plot().right()) + 5
    first, second = (
        {
            y
            for y in range(image.height())
            if any(near(color, c) for c in colors(image, QRect(right, y, image.width() - right, 1)))
        }
        for color in map(theme.label_text, (BLUE, RED))
    )
    assert first
    assert second
    assert not first & second


def test_what_is_drawn_is_told_in_words(show: Show) -> None:
    chart = rising()
    assert chart.accessibleName() == "Scores"
    assert chart.accessibleDescription() == "F rises to 90 %."
    bars = Bars("F of each label")
    bars.show_bars([Bar("PER", 0.75, BLUE), Bar("ORG", 0.5, RED)])
    assert [bars.item(i).text() for i in range(2)] == ["PER 75%", "ORG 50%"]
    bars.show_bars([Bar("PER", 0.75, BLUE, (0.7, 0.8))])
    assert bars.item(0).text() == "PER 75% (70% to 80%)"


@in_themes
def test_a_bar_is_as_long_as_its_share(show: Show, theme: Theme) -> None:
    bars = Bars("F")
    bars.show_bars([Bar("PER", 0.75, BLUE), Bar("ORG", 0.25, RED), Bar("LOC", 0.0, RED)])
    image = show(bars, theme)
    frame = bars.frameWidth()
    left, right = (x + frame for x in bars.room())
    for row, bar in enumerate(bars.bars):
        middle = bars.visualItemRect(bars.item(row)).center().y() + frame
        color = theme.label_text(bar.color)
        reach = range(int(left), int(right))
        filled = sum(image.pixelColor(x, middle).getRgb()[:3] == color for x in reach)
        assert abs(filled - bar.share * (right - left)) <= 3


@in_both
def test_an_interval_is_seen_on_its_bar_and_beyond(show: Show, theme: Theme) -> None:
    bars = Bars("F")
    bars.show_bars([Bar("PER", 0.5, BLUE, (0.4, 0.6))])
    image = show(bars, theme)
    left, right = bars.room()
    for share in (0.4, 0.6):
        x = round(left + share * (right - left))
        found = colors(image, QRect(x - 2, 4, 5, bars.row_px()))
        assert theme.text in found


def test_an_empty_chart_is_drawn_too(show: Show) -> None:
    chart = Chart("Nothing", "steps", up_to(1, number), SHARES)
    chart.show_series([Series("F", BLUE, [])], up_to(1, number), SHARES, "")
    assert not show(chart, LIGHT).isNull()
    assert not show(Bars("Nothing"), LIGHT).isNull()


def test_days_are_marked_by_whole_days_however_few_they_are() -> None:
    axis = days(date(2026, 3, 1), date(2026, 3, 3))
    assert [axis.said(mark) for mark in axis.marks(8)] == ["1 Mar", "2 Mar", "3 Mar"]
    long = days(date(2024, 1, 1), date(2026, 3, 3))
    assert long.said(long.low) == "Jan 2024"


def test_an_axis_of_scores_shows_only_where_they_are() -> None:
    axis = shares_round([0.71, 0.78])
    assert (axis.low, axis.high) == pytest.approx((0.6, 0.8))
    assert (shares_round([]).low, shares_round([]).high) == (0, 1)


def test_hovering_over_a_point_tells_its_values(show: Show) -> None:
    chart = Chart("Scores", "steps", up_to(400, number), SHARES)
    series = [Series("F", BLUE, [(0, 0.1), (200, 0.5)], radii=[3, 6], notes=["few", "many"])]
    chart.show_series(series, up_to(400, number), SHARES, "")
    show(chart, LIGHT)
    at = chart.place((200, 0.5))
    assert chart.told_at(at) == "F: 200, 50% (many)"
    assert chart.told_at(at + QPoint(5, -5)) == "F: 200, 50% (many)"
    assert chart.told_at(chart.place((400, 0.9))) == ""
    help_ = QHelpEvent(QEvent.Type.ToolTip, at.toPoint(), chart.mapToGlobal(at.toPoint()))
    QApplication.sendEvent(chart, help_)
    assert QToolTip.text() == "F: 200, 50% (many)"
    QToolTip.hideText()


@in_both
def test_the_dot_of_more_is_larger(show: Show, theme: Theme) -> None:
    chart = Chart("Scores", "steps", up_to(400, number), SHARES)
    series = [Series("F", BLUE, [(100, 0.1), (200, 0.5)], radii=[2, 9])]
    chart.show_series(series, up_to(400, number), SHARES, "")
    image, line = show(chart, theme), theme.label_text(BLUE)
    small, large = (
        colors(image, around(chart.place(point).toPoint(), 12))[line] for point in series[0].points
    )
    assert large > 3 * small


@in_themes
def test_the_parts_of_a_bar_stand_one_after_another(show: Show, theme: Theme) -> None:
    parts = [Part("ana", 0.5, BLUE, "5"), Part("ben", 0.25, RED, "2")]
    bars = Bars("Labels")
    bars.show_bars([Bar("PER", 0.75, BLUE, said="7", parts=parts)])
    image, frame = show(bars, theme), bars.frameWidth()
    left, right = (x + frame for x in bars.room())
    middle = bars.visualItemRect(bars.item(0)).center().y() + frame
    row = [image.pixelColor(x, middle).getRgb()[:3] for x in range(int(left), int(right))]
    for part in parts:
        assert abs(row.count(theme.label_text(part.color)) - part.share * (right - left)) <= 3
    assert row.index(theme.label_text(BLUE)) < row.index(theme.label_text(RED))
    assert bars.item(0).text() == bars.item(0).toolTip() == "PER 7: ana 5, ben 2"


def test_a_list_of_bars_is_as_high_as_it_needs_and_no_higher_than_it_may(show: Show) -> None:
    bars = Bars("Labels")
    heights = []
    for count in (1, 3, 30):
        bars.show_bars([Bar(str(number), 0.5, BLUE) for number in range(count)])
        bars.fit(10)
        heights.append(bars.height() - bars.frameWidth() * 2)
    assert heights[1] - heights[0] == 2 * bars.row_px()
    assert heights[2] - heights[0] == 9 * bars.row_px()


@in_themes
def test_the_cells_of_a_matrix_are_fuller_the_higher_and_can_be_read(
    show: Show, theme: Theme
) -> None:
    matrix = Matrix("Agreement")
    show(matrix, theme)
    values = {("ana", "ben"): 0.2, ("ben", "ana"): 0.2, ("ana", "cem"): 0.9, ("cem", "ana"): -0.1}
    matrix.show_values(["ana", "ben", "cem"], values)
    grounds = {}
    for row, first in enumerate(("ana", "ben", "cem")):
        for column, second in enumerate(("ana", "ben", "cem")):
            item = matrix.item(row, column)
            ground, ink = (
                brush.color().getRgb()[:3] for brush in (item.background(), item.foreground())
            )
            assert contrast(ink, ground) >= theme.text_contrast
            grounds[first, second] = contrast(ground, theme.page)
            assert item.text() == (
                f"{values[first, second]:.2f}" if (first, second) in values else ""
            )
    assert grounds["ana", "ana"] == 1 <= grounds["cem", "ana"]
    assert grounds["ana", "ben"] < grounds["ana", "cem"]
    assert matrix.item(0, 1).toolTip() == "ana – ben: 0.200"


def test_a_legend_breaks_its_lines_and_says_its_names(show: Show) -> None:
    legend = Legend()
    legend.show_colors({f"somebody {number}": BLUE for number in range(12)})
    image = show(legend, LIGHT)
    line, colored = legend.height(), LIGHT.label_text(BLUE)
    legend.resize(160, 20)
    assert legend.height() > line
    assert colored in colors(image, image.rect())
    assert legend.accessibleName().startswith("somebody 0, somebody 1")
