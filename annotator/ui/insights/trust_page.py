"""Trust: how fast people work, how they take suggestions, and whether they are right."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from annotator.ui.charts.axes import two_places
from annotator.ui.charts.bars import Bar, Bars
from annotator.ui.insights.figure import Figure
from annotator.ui.insights.page import Page, show_all

BLIND, USUAL = "#7faefc", "#4b61b5"
Row = dict[str, Any]
Written = Callable[[float], str]


def _tr(text: str) -> str:
    return QCoreApplication.translate("trust_page", text)


class TrustPage(Page):
    """Of each annotator; one's own lines are marked."""

    page = "trust"

    def __init__(self) -> None:
        super().__init__(self.tr("Trust"))
        self.bars: dict[str, Bars] = {}
        self.figures: dict[str, Figure] = {}
        for name, (title, meaning) in _meanings().items():
            self.bars[name] = Bars(title)
            self.figures[name] = Figure(title, meaning, self.bars[name])
        self.put(*self.figures.values())

    def draw(self) -> None:
        """Fill the figures."""
        rows = list(self.table("people").each())
        blind = self.tr("{0}, without suggestions")
        for name, columns in _SPEED.items():
            self._draw(name, rows, [("{0}", columns[0]), (blind, columns[1])], _rounded)
        self._draw_taking(rows)
        self._draw("finishing", rows, [("{0}", "accepted_by_finishing")], _percent, most=1.0)
        self._draw("time", rows, [("{0}", "seconds_to_accept")], _seconds)
        for name in ("gold", "seeds"):
            self._draw_right(name, rows)
        self._draw_blind(list(self.table("blind").each()))

    def _draw(
        self,
        name: str,
        rows: Sequence[Row],
        lines: Sequence[tuple[str, str]],
        written: Written,
        *,
        most: float = 0.0,
    ) -> None:
        """One line for each annotator and column that has a value."""
        found = [
            (title.format(self.marked(row["annotator"])), row, column)
            for row in rows
            for title, column in lines
            if row[column] is not None
        ]
        most = most or max((row[column] for _, row, column in found), default=0) or 1.0
        bars = [
            Bar(
                title,
                row[column] / most,
                BLIND if column.startswith("blind") else self.people()[row["annotator"]],
                said=written(row[column]),
            )
            for title, row, column in found
        ]
        self._show(name, bars)

    def _draw_taking(self, rows: Sequence[Row]) -> None:
        lines = (
            (self.tr("{0}: accepted"), "acceptance", "decided"),
            (self.tr("{0}: blind look"), "blind_acceptance", "blind_suggestions"),
        )
        bars = [
            Bar(
                title.format(self.marked(row["annotator"])),
                row[column],
                BLIND if column.startswith("blind") else self.people()[row["annotator"]],
                (row[f"{column}_low"], row[f"{column}_high"]),
                f"{row[column]:.0%} of {row[of]:,}",
            )
            for row in rows
            for title, column, of in lines
            if row[column] is not None
        ]
        self._show("taking", bars)
        if bars:
            self.figures["taking"].say(" ".join(self._waved_through(rows)))

    def _waved_through(self, rows: Sequence[Row]) -> Iterator[str]:
        """What the blind sample says where it is large enough to say it."""
        for row in rows:
            share, blind = row["contradicted_accepted"], row["blind_acceptance_high"]
            if share is not None and row["acceptance_low"] > blind:
                yield self.tr("{0} accepts about {1:.0%} of what a blind look contradicts.").format(
                    self.marked(row["annotator"]), share
                )

    def _draw_right(self, name: str, rows: Sequence[Row]) -> None:
        bars = [
            Bar(
                self.marked(row["annotator"]),
                row[f"{name}_f"],
                self.people()[row["annotator"]],
                None if row[f"{name}_low"] is None else (row[f"{name}_low"], row[f"{name}_high"]),
                self.tr("{0:.2f} on {1:,}").format(row[f"{name}_f"], row[f"{name}_documents"]),
                written=two_places,
            )
            for row in rows
            if row[f"{name}_f"] is not None
        ]
        self._show(name, bars)

    def _draw_blind(self, rows: Sequence[Row]) -> None:
        """Two lines for each measure, as long as they are to each other."""
        titles = _measures()
        bars: list[Bar] = []
        for row in rows:
            most = max(row["blind_high"], row["usual_high"]) or 1.0
            name = titles[row["measure"]]
            blind = self.tr("{0}, blind").format(name)
            bars += [
                _of_kind(name, row, "usual", USUAL, most),
                _of_kind(blind, row, "blind", BLIND, most),
            ]
        self._show("blind", bars)
        if rows:
            self.figures["blind"].say(self._differences(rows))

    def _differences(self, rows: Sequence[Row]) -> str:
        said = self.tr("{0:,} blind documents beside {1:,} others.").format(
            rows[0]["blind_documents"], rows[0]["usual_documents"]
        )
        told = [
            self.tr("{0} {1:+.2f} ({2:+.2f} to {3:+.2f})").format(
                _measures()[row["measure"]],
                row["difference"],
                row["difference_low"],
                row["difference_high"],
            )
            for row in rows
            if row["difference_low"] > 0 or row["difference_high"] < 0
        ]
        sure = ", ".join(told) or self.tr("no difference that could not be chance")
        return self.tr("{0} Blind: {1}.").format(said, sure)

    def _show(self, name: str, bars: list[Bar]) -> None:
        show_all(self.bars[name], bars)
        none = "" if bars else self.tr("Nothing is known of it yet.")
        self.figures[name].say(none, drawn=bool(bars))


_SPEED = {
    "documents": ("documents_per_hour", "blind_documents_per_hour"),
    "entities": ("entities_per_hour", "blind_entities_per_hour"),
    "keys": ("keys_per_entity", "blind_keys_per_entity"),
}


def _measures() -> dict[str, str]:
    return {
        "labels_per_document": _tr("labels in a document"),
        "agreement": _tr("agreement with suggestions"),
        "seconds_per_document": _tr("seconds for a document"),
        "seconds_per_entity": _tr("seconds for an entity"),
        "keys_per_entity": _tr("keys for an entity"),
    }


def _meanings() -> dict[str, tuple[str, str]]:
    return {
        "documents": (
            _tr("Documents an hour"),
            _tr("Answered documents in an hour at work; pauses do not count. Source: visits of the"
                " article, on this machine and on those that were merged."),
        ),
        "entities": (
            _tr("Entities an hour"),
            _tr("Labelled spans in an hour at work, in answered documents. Longer texts and rarer"
                " labels make it slower: compare people on the same documents."),
        ),
        "keys": (
            _tr("Key presses for each entity"),
            _tr("All keys pressed in answered documents, by the spans these have. Without"
                " suggestions: in the blind sample."),
        ),
        "taking": (
            _tr("Suggestions accepted, and what a blind look says"),
            _tr("Where the upper line is far beyond the lower one, suggestions are waved through:"
                " in the blind sample the same person sets fewer of those labels unasked. With"
                " 95 % intervals (Wilson 1927)."),
        ),
        "finishing": (
            _tr("Accepted all at once"),
            _tr("Of accepted suggestions the share that finishing the document took, without a"
                " gesture for each. Source: the project's journal."),
        ),
        "time": (
            _tr("Seconds to accept a suggestion"),
            _tr("The median time from the gesture before, in the same document; pauses over 60"
                " seconds are left out. Source: the project's journal."),
        ),
        "blind": (
            _tr("What suggestions save, and change"),
            _tr("Documents of the random sample shown without suggestions beside those shown as"
                " usual, of all annotators, with 95 % intervals (bootstrap; Efron and Tibshirani"
                " 1993). More agreement where they are shown: suggestions lead labels."),
        ),
        "gold": (
            _tr("Agreement with gold"),
            _tr("F of range and label against the settled annotation, on so many documents, with"
                " 95 % intervals (bootstrap; Efron and Tibshirani 1993). Source: the annotations."),
        ),
        "seeds": (
            _tr("Agreement with seeds"),
            _tr("The same on those documents alone that were settled before and handed out to"
                " check: nobody knew which they are."),
        ),
    }  # fmt: skip


def _of_kind(name: str, row: Row, kind: str, color: str, most: float) -> Bar:
    value, low, high = (row[f"{kind}{end}"] / most for end in ("", "_low", "_high"))

    def written(share: float) -> str:
        return f"{share * most:,.2f}"

    return Bar(name, value, color, (low, high), written(value), written=written)


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"  # noqa: PLR2004 - three digits


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"
