"""Agreement: how alike annotators label."""

from collections.abc import Sequence
from typing import Any

from annotator.core.colors import PALETTE
from annotator.session.agreement_words import MEANINGS
from annotator.ui.charts.axes import Axis, numbered, two_places
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.charts.chart import Chart, Series
from annotator.ui.charts.matrix import Matrix
from annotator.ui.insights.figure import Figure
from annotator.ui.insights.page import Page, show_all

MEASURE = Axis(0.0, 1.0, two_places)
DOT_PX = 3.5
Row = dict[str, Any]
Columns = tuple[str, str, str]
"""A measure and the ends of its interval."""
F, ALPHA = ("f", "f_low", "f_high"), ("krippendorff_alpha", "alpha_low", "alpha_high")


class AgreementPage(Page):
    """How alike annotators label the documents that several of them accepted."""

    page = "agreement"

    def __init__(self) -> None:
        super().__init__(self.tr("Agreement"))
        self.measures = {
            self.tr("range and label"): ("f", "exact"),
            self.tr("range alone"): ("f_boundaries", "boundaries"),
            self.tr("overlapping"): ("f_partial", "partial"),
            self.tr("label alone"): ("label_only", "label_only"),
            self.tr("Cohen's kappa"): ("kappa", "kappa"),
        }
        self.matrix = Matrix(self.tr("Agreement of pairs"))
        self.all = Bars(self.tr("All annotators"))
        self.pairs = Bars(self.tr("F of each pair"))
        self.labels = Bars(self.tr("Agreement on each label"))
        name, period = self.tr("Agreement over time"), self.tr("finished in")
        self.chart = Chart(name, period, numbered([]), MEASURE)
        self.each_pair = Figure(self.tr("Each with each"), "", self.matrix)
        self.together = Figure(self.tr("All together"), _meaning("fleiss", "alpha"), self.all)
        self.sure = Figure(self.tr("How sure that is"), _meaning("interval"), self.pairs)
        self.over_time = Figure(
            self.tr("Over time"),
            self.tr("By when the later of them finished: it should rise with better guidelines, and"
                    " fall when people tire or drift apart. The band is the 95 % interval."),
            self.chart,
        )  # fmt: skip
        self.by_label = Figure(
            self.tr("By label"),
            self.tr("A low one asks for a clearer guideline. Of all: Krippendorff's alpha of"
                    " whether a word has this label; of two: F of range and label."),
            self.labels,
        )  # fmt: skip
        self.put(self.each_pair, self.together, self.by_label, self.sure, self.over_time)

    def draw(self) -> None:
        """Fill the figures."""
        rows = list(self.table("pairs").each())
        self._draw_matrix(rows)
        self._draw_all()
        self._draw_pairs(rows)
        self._draw_labels(rows)
        self._draw_time(rows)

    @property
    def _none(self) -> str:
        return self.tr("No document is finished by more than one annotator.")

    def _pair(self, row: Row) -> str:
        return f"{self.marked(row['first'])} – {self.marked(row['second'])}"

    def _draw_matrix(self, rows: list[Row]) -> None:
        column, measure = self.measures[self.each_pair.offer(list(self.measures))]
        self.each_pair.meaning.setText(_meaning(measure))
        among = {row[place] for row in rows for place in ("first", "second")}
        names = [name for name in self.people() if name in among]
        values = {
            (self.marked(first), self.marked(second)): row[column]
            for row in rows
            for first, second in ((row["first"], row["second"]), (row["second"], row["first"]))
            if row[column] is not None
        }
        self.matrix.show_values(list(map(self.marked, names)), values)
        self.matrix.setAccessibleDescription(
            "; ".join(
                f"{self._pair(row)} {row[column]:.2f}" for row in rows if row[column] is not None
            )
        )
        self.each_pair.say("" if rows else self._none, drawn=bool(rows))

    def _draw_all(self) -> None:
        titles = {
            "fleiss_kappa": self.tr("Fleiss' kappa"),
            "krippendorff_alpha": self.tr("Krippendorff's alpha"),
        }
        found = [row for row in self.table("all").each() if row["value"] is not None]
        columns = ("value", "low", "high")
        bars = [_measured(titles[row["measure"]], PALETTE[0], row, columns) for row in found]
        show_all(self.all, bars)
        self.together.say("" if bars else self._none, drawn=bool(bars))

    def _draw_pairs(self, rows: list[Row]) -> None:
        bars = [
            Bar(
                self._pair(row),
                row["f"],
                PALETTE[0],
                _interval(row, "f_low", "f_high"),
                self.tr("{0:.2f} on {1:,}").format(row["f"], row["documents"]),
                written=two_places,
            )
            for row in rows
            if row["f"] is not None
        ]
        show_all(self.pairs, bars)
        self.sure.say("" if bars else self._none, drawn=bool(bars))

    def _offer(self, figure: Figure, rows: list[Row]) -> str:
        """Let all annotators or one pair be chosen; "" stands for all."""
        everybody = self.tr("all annotators")
        chosen = figure.offer([everybody, *map(self._pair, rows)])
        return "" if chosen == everybody else chosen

    def _draw_labels(self, rows: list[Row]) -> None:
        chosen = self._offer(self.by_label, rows)
        table = self.table("pair_labels" if chosen else "labels").each()
        columns = F if chosen else ("alpha", "low", "high")
        colors = self.reader.colors
        bars = [
            _measured(row["label"], colors.get(row["label"], PALETTE[0]), row, columns)
            for row in table
            if row[columns[0]] is not None and (not chosen or self._pair(row) == chosen)
        ]
        show_all(self.labels, bars)
        self.by_label.say("" if bars else self._none, drawn=bool(bars))

    def _draw_time(self, rows: list[Row]) -> None:
        chosen = self._offer(self.over_time, rows)
        if chosen:
            found = [r for r in self.table("pair_over_time").each() if self._pair(r) == chosen]
            series = [_over_time("F", found, F)]
        else:
            found = list(self.table("over_time").each())
            series = [_over_time("alpha", found, ALPHA)]
        if not found:
            self.over_time.say(self._none, drawn=False)
            return
        values = [y for one in series for _, y in one.points]
        lows = [low for one in series for _, low, _ in one.spread]
        up = Axis(min([0.0, *values, *lows]), 1.0, two_places)
        periods = [row["period"] for row in found]
        said = "; ".join(f"{periods[int(x)]} {y:.2f}" for one in series for x, y in one.points)
        self.chart.show_series(series, numbered(periods), up, said)
        self.over_time.say("")


def _meaning(*names: str) -> str:
    found = (MEANINGS[name] for name in names)
    return " ".join(f"{one.sentence} ({one.source}.)" for one in found)


def _interval(row: Row, low: str, high: str) -> tuple[float, float] | None:
    if row[low] is None or row[high] is None:
        return None
    return max(0.0, row[low]), max(0.0, row[high])


def _measured(name: str, color: str, row: Row, columns: Columns) -> Bar:
    """A measure that may be below 0, where its bar ends."""
    column, low, high = columns
    value = row[column]
    interval = _interval(row, low, high)
    return Bar(name, max(0.0, value), color, interval, f"{value:.3f}", written=two_places)


def _over_time(name: str, rows: Sequence[Row], columns: Columns) -> Series:
    column, low, high = columns
    known = [(float(n), row) for n, row in enumerate(rows) if row[column] is not None]
    return Series(
        name,
        PALETTE[0],
        [(x, row[column]) for x, row in known],
        [(x, row[low], row[high]) for x, row in known if row[low] is not None],
        radii=[DOT_PX] * len(known),
        notes=[f"{row['documents']:,}" for _, row in known],
    )
