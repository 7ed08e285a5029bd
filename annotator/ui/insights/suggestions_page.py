"""Suggestions: whether scores mean what they say, what is accepted, and what was learnt."""

from typing import Any

from PySide6.QtCore import Qt

from annotator.core.colors import PALETTE
from annotator.session.curve import CurveReport
from annotator.session.insights.suggestions import AS_SAID, CALIBRATED
from annotator.train.curve import Gain, Point
from annotator.ui.charts.axes import Axis, number, percent, shares_round, up_to
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.charts.chart import Chart, Series
from annotator.ui.charts.legend import Legend
from annotator.ui.insights.figure import Figure
from annotator.ui.insights.page import Page, show_all
from annotator.ui.train.curve_panel import CurvePanel

SAID, CORRECTED, PERFECT = "#df891f", "#4b61b5", "#666666"
LEAST_DOT_PX, MOST_DOT_PX = 2.5, 8.0
SHARES = Axis(0.0, 1.0, percent)


class SuggestionsPage(Page):
    """How suggestions fare here."""

    page = "suggestions"

    def __init__(self) -> None:
        super().__init__(self.tr("Suggestions"))
        across = self.tr("score")
        self.chart = Chart(self.tr("Share that was accepted"), across, SHARES, SHARES)
        self.kinds = Legend()
        self.labels, self.sources = Bars(self.tr("By label")), Bars(self.tr("By source"))
        lessons = self.tr("lesson")
        self.lesson_chart = Chart(
            self.tr("F on held-out documents"), lessons, up_to(1, number), SHARES
        )
        self.curve = CurvePanel()
        self.reliability = Figure(
            self.tr("Do scores mean what they say?"),
            self.tr("On the diagonal, seven in ten suggestions with a score of 70 % are accepted;"
                    " below it the source is too sure of itself. Larger dots: more decisions."
                    " Calibrated scores are measured on decisions that did not take part in the"
                    " correction. Guo et al., On calibration of modern neural networks (2017);"
                    " the error: Naeini et al. (2015)."),
            self.kinds,
            self.chart,
        )  # fmt: skip
        self.by_label = Figure(
            self.tr("Acceptance by label"),
            self.tr("The share of a source's decided suggestions that was accepted, with"
                    " 95 % intervals (Wilson 1927). What is seldom right costs more keys than it"
                    " saves."),
            self.labels,
        )  # fmt: skip
        self.by_source = Figure(
            self.tr("Acceptance by source"),
            self.tr("The same for all that suggests here. Where sources disagree, whichever has"
                    " been right more often has its way."),
            self.sources,
        )  # fmt: skip
        self.lessons = Figure(
            self.tr("Learning while labelling"),
            self.tr("F of the model before and after each training, on finished documents that"
                    " neither has learnt from. A model that is no better is not used."),
            self.lesson_chart,
        )  # fmt: skip
        self.curve_figure = Figure(
            self.tr("Learning curve"),
            self.tr("As Model > Train computed it last; the line fitted is an inverse power law"
                    " (Figueroa et al. 2012)."),
            self.curve,
        )  # fmt: skip
        self.put(self.reliability, self.by_label, self.by_source, self.lessons, self.curve_figure)

    def draw(self) -> None:
        """Fill the figures."""
        sources = sorted(self.table("sources").each(), key=lambda row: -row["decisions"])
        chosen = self.reliability.offer([row["source"] for row in sources])
        row = next((one for one in sources if one["source"] == chosen), None)
        self._draw_reliability(row)
        self._draw_labels(chosen)
        self._draw_sources(sources)
        self._draw_lessons()
        self._draw_curve()

    def _draw_reliability(self, row: dict[str, Any] | None) -> None:
        if row is None:
            self.reliability.say(self.tr("No suggestion was decided upon yet."), drawn=False)
            return
        rows = [one for one in self.table("reliability").each() if one["source"] == row["source"]]
        if not rows:
            none = self.tr("{0} gives no scores.").format(row["source"])
            self.reliability.say(none, drawn=False)
            return
        titles = {AS_SAID: self.tr("as said"), CALIBRATED: self.tr("calibrated")}
        colors = {AS_SAID: SAID, CALIBRATED: CORRECTED}
        self.kinds.show_colors({title: colors[kind] for kind, title in titles.items()})
        most = max(one["decisions"] for one in rows)
        series = [Series(self.tr("perfect"), PERFECT, [(0, 0), (1, 1)], style=Qt.PenStyle.DotLine)]
        for kind, title in titles.items():
            some = [one for one in rows if one["scores"] == kind]
            if some:
                series.append(_dotted(title, colors[kind], some, most, self.tr("{0:,} decisions")))
        said = self._errors(row)
        self.chart.show_series(series, SHARES, SHARES, f"{said} {self._points(rows)}")
        self.reliability.say(said)

    def _errors(self, row: dict[str, Any]) -> str:
        said = self.tr("{0}: expected calibration error {1:.3f} as said").format(
            row["source"], row["calibration_error"]
        )
        after = row["calibration_error_calibrated"]
        if after is None:
            return said + self.tr("; calibrated from 30 decisions on.")
        return said + self.tr(", {0:.3f} calibrated.").format(after)

    def _points(self, rows: list[dict[str, Any]]) -> str:
        told = (
            f"{one['score']:.0%}: {one['accepted']:.0%}" for one in rows if one["scores"] == AS_SAID
        )
        return self.tr("Accepted by score: {0}.").format(", ".join(told))

    def _draw_labels(self, source: str) -> None:
        rows = [one for one in self.table("acceptance").each() if one["source"] == source]
        bars = [_acceptance(one["label"], one, self.reader.colors.get(one["label"], CORRECTED))
                for one in rows]  # fmt: skip
        show_all(self.labels, bars)
        said = self.tr("Suggestions of {0}.").format(source)
        none = self.tr("No suggestion was decided upon yet.")
        self.by_label.say(said if bars else none, drawn=bool(bars))

    def _draw_sources(self, rows: list[dict[str, Any]]) -> None:
        bars = [
            _acceptance(row["source"], row, PALETTE[n % len(PALETTE)]) for n, row in enumerate(rows)
        ]
        show_all(self.sources, bars)
        none = "" if bars else self.tr("No suggestion was decided upon yet.")
        self.by_source.say(none, drawn=bool(bars))

    def _draw_lessons(self) -> None:
        rows = list(self.table("lessons").each())
        if not rows:
            self.lessons.say(
                self.tr("No lesson was given yet: Model > Learn while labelling."), drawn=False
            )
            return
        before = [(float(n), row["f_before"]) for n, row in enumerate(rows, start=1)]
        after = [(float(n), row["f_after"]) for n, row in enumerate(rows, start=1)]
        used = self.tr("used"), self.tr("not used")
        notes = [f"{row['model']}, {used[not row['is_used']]}" for row in rows]
        dots = [LEAST_DOT_PX * 2 if row["is_used"] else LEAST_DOT_PX / 2 for row in rows]
        series = [
            Series(self.tr("before"), SAID, before, style=Qt.PenStyle.DashLine,
                   radii=[LEAST_DOT_PX] * len(rows), notes=notes),
            Series(self.tr("after"), CORRECTED, after, radii=dots, notes=notes),
        ]  # fmt: skip
        said = "; ".join(
            f"{note}: F {row['f_before']:.2f} → {row['f_after']:.2f}"
            for row, note in zip(rows, notes, strict=True)
        )
        across = Axis(0.5, len(rows) + 0.5, number, is_whole=True)
        up = shares_round([f for _, f in before + after])
        self.lesson_chart.show_series(series, across, up, said)
        last = rows[-1]
        self.lessons.say(
            self.tr("{0}: F {1:.2f} → {2:.2f} on {3:,} held-out documents, {4}.").format(
                last["model"], last["f_before"], last["f_after"], last["held_out"],
                used[not last["is_used"]],
            )
        )  # fmt: skip

    def _draw_curve(self) -> None:
        points = [Point(*row) for row in self.table("curve").rows]  # type: ignore[arg-type]
        if not points:
            none = self.tr("No learning curve was computed yet: Model > Train > Learning curve.")
            self.curve_figure.say(none, drawn=False)
            return
        fitted = tuple(self.table("curve_fitted").rows)
        (said,) = self.table("curve_gain").rows
        more, f, low, high, reason = said
        gain = Gain(more, f, low, high, fitted, reason)  # type: ignore[arg-type]
        self.curve.finish(CurveReport(points, gain))
        self.curve_figure.say("")


def _dotted(title: str, color: str, rows: list[dict[str, Any]], most: int, note: str) -> Series:
    grown = MOST_DOT_PX - LEAST_DOT_PX
    return Series(
        title,
        color,
        [(row["score"], row["accepted"]) for row in rows],
        dots=True,
        radii=[LEAST_DOT_PX + grown * (row["decisions"] / most) ** 0.5 for row in rows],
        notes=[note.format(row["decisions"]) for row in rows],
    )


def _acceptance(name: str, row: dict[str, Any], color: str) -> Bar:
    said = f"{row['acceptance']:.0%} of {row['decisions']:,}"
    return Bar(name, row["acceptance"], color, (row["low"], row["high"]), said)
