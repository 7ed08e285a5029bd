"""Agreement: how alike annotators label."""

from typing import Any

from annotator.core.colors import PALETTE
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.charts.matrix import Matrix
from annotator.ui.insights.figure import Figure
from annotator.ui.insights.page import Page, show_all


class AgreementPage(Page):
    """How alike annotators label the documents that several of them accepted."""

    page = "agreement"

    def __init__(self) -> None:
        super().__init__(self.tr("Agreement"))
        self.measures = {
            self.tr("F, range and label"): "f",
            self.tr("F, range alone"): "f_boundaries",
            self.tr("F, overlapping"): "f_partial",
            self.tr("Cohen's kappa, by words"): "kappa",
        }
        self.matrix = Matrix(self.tr("Agreement of pairs"))
        self.pairs, self.labels, self.all = (
            Bars(self.tr("F of each pair")),
            Bars(self.tr("F of each label")),
            Bars(self.tr("All annotators")),
        )
        self.each_pair = Figure(
            self.tr("Each with each"),
            self.tr("F: 1 where two annotators set the same spans, 0 where none is the same,"
                    " whichever of them is taken for right (Hripcsak and Rothschild 2005). Cohen's"
                    " kappa (1960): agreement by words beyond chance."),
            self.matrix,
        )  # fmt: skip
        self.intervals = Figure(
            self.tr("How sure that is"),
            self.tr("F of range and label with 95 % intervals: bootstrap over documents (Efron and"
                    " Tibshirani 1993). Intervals that overlap may be the same agreement."),
            self.pairs,
        )  # fmt: skip
        self.by_label = Figure(
            self.tr("By label"),
            self.tr("F of range and label, for each label alone: a low one asks for a clearer"
                    " guideline."),
            self.labels,
        )  # fmt: skip
        self.together = Figure(
            self.tr("All together"),
            self.tr("Agreement by words beyond chance: 1 is perfect, 0 as by chance. Fleiss' kappa"
                    " (1971): documents that all have finished; Krippendorff's alpha (2011): all."
                    " From 0.8 on he calls labels reliable, from 0.667 on tentatively so."),
            self.all,
        )  # fmt: skip
        self.put(self.each_pair, self.intervals, self.by_label, self.together)

    def draw(self) -> None:
        """Fill the figures."""
        rows = list(self.table("pairs").each())
        self._draw_matrix(rows)
        self._draw_pairs(rows)
        self._draw_labels(rows)
        self._draw_all()

    @property
    def _none(self) -> str:
        return self.tr("No document is finished by more than one annotator.")

    def _pair(self, row: dict[str, Any]) -> str:
        return f"{self.marked(row['first'])} – {self.marked(row['second'])}"

    def _draw_matrix(self, rows: list[dict[str, Any]]) -> None:
        measure = self.measures[self.each_pair.offer(list(self.measures))]
        names = [
            n for n in self.people() if any(n in {row["first"], row["second"]} for row in rows)
        ]
        values = {
            (self.marked(first), self.marked(second)): row[measure]
            for row in rows
            for first, second in ((row["first"], row["second"]), (row["second"], row["first"]))
            if row[measure] is not None
        }
        self.matrix.show_values(list(map(self.marked, names)), values)
        said = "; ".join(
            f"{self._pair(row)} {row[measure]:.2f}" for row in rows if row[measure] is not None
        )
        self.matrix.setAccessibleDescription(said)
        self.each_pair.say("" if rows else self._none, drawn=bool(rows))

    def _draw_pairs(self, rows: list[dict[str, Any]]) -> None:
        bars = [
            Bar(
                self._pair(row),
                row["f"],
                PALETTE[0],
                None if row["f_low"] is None else (row["f_low"], row["f_high"]),
                self.tr("{0:.2f} on {1:,}").format(row["f"], row["documents"]),
            )
            for row in rows
            if row["f"] is not None
        ]
        show_all(self.pairs, bars)
        self.intervals.say("" if rows else self._none, drawn=bool(rows))

    def _draw_labels(self, rows: list[dict[str, Any]]) -> None:
        chosen = self.by_label.offer([self._pair(row) for row in rows])
        bars = [
            Bar(row["label"], row["f"], self.reader.colors.get(row["label"], PALETTE[0]))
            for row in self.table("pair_labels").each()
            if self._pair(row) == chosen
        ]
        show_all(self.labels, bars)
        alone = chosen if len(rows) == 1 else ""
        self.by_label.say(alone if rows else self._none, drawn=bool(bars))

    def _draw_all(self) -> None:
        titles = {
            "fleiss_kappa": self.tr("Fleiss' kappa"),
            "krippendorff_alpha": self.tr("Krippendorff's alpha"),
        }
        bars = [
            Bar(
                titles[row["measure"]],
                max(0.0, row["value"]),
                PALETTE[0],
                said=f"{row['value']:.3f}",
            )
            for row in self.table("all").each()
            if row["value"] is not None
        ]
        show_all(self.all, bars)
        self.together.say("" if bars else self._none, drawn=bool(bars))
