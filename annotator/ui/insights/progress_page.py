"""Progress: documents answered over time, answers, and labels, by annotator."""

from collections import Counter, defaultdict
from datetime import date

from annotator.core.colors import PALETTE
from annotator.ui.charts.axes import days, number, up_to
from annotator.ui.charts.bars import Bar, Bars, Part
from annotator.ui.charts.chart import Chart, Series
from annotator.ui.charts.legend import Legend
from annotator.ui.insights.figure import Figure
from annotator.ui.insights.page import Page, show_all

ANSWERS = ("accept", "reject", "ignore", "unfinished")
MOST_LINES = 12


class ProgressPage(Page):
    """How far the project is, and who did what."""

    page = "progress"

    def __init__(self) -> None:
        super().__init__(self.tr("Progress"))
        self.said = {
            "accept": self.tr("accepted"),
            "reject": self.tr("rejected"),
            "ignore": self.tr("ignored"),
            "unfinished": self.tr("unfinished"),
        }
        today = date(2000, 1, 1)
        name = self.tr("Documents answered")
        self.chart = Chart(name, self.tr("day (UTC)"), days(today, today), up_to(1, number))
        self.answers, self.labels = Bars(self.tr("Answers")), Bars(self.tr("Labels"))
        self.answer_colors, self.people_colors = Legend(), Legend()
        self.over_time = Figure(
            self.tr("Documents answered over time"),
            self.tr("Answers that stand now, added up by the day on which they were given; what"
                    " a file brought counts on the day of the import. Source: the journal."),
            self.chart,
        )  # fmt: skip
        self.by_answer = Figure(
            self.tr("Answers of each annotator"),
            self.tr("Accepted documents are finished and may teach; unfinished ones are begun, or"
                    " came with labels and without an answer. Source: the annotations."),
            self.answer_colors,
            self.answers,
        )  # fmt: skip
        self.by_label = Figure(
            self.tr("Labels"),
            self.tr("How many spans have each label, and whose they are: rare labels are learnt"
                    " badly. Source: the spans, finished or not."),
            self.people_colors,
            self.labels,
        )  # fmt: skip
        self.put(self.over_time, self.by_answer, self.by_label)

    def draw(self) -> None:
        """Fill the figures."""
        self._draw_time()
        self._draw_answers()
        self._draw_labels()

    def _draw_time(self) -> None:
        given = [self.said[answer] for answer in ANSWERS[:3]]
        chosen = self.over_time.offer([self.tr("all answers"), *given])
        counts: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for row in self.table("answered").each():
            if chosen in {self.tr("all answers"), self.said[row["answer"]]}:
                counts[row["annotator"]][date.fromisoformat(row["day"]).toordinal()] += row[
                    "documents"
                ]
        if not counts:
            self.over_time.say(self.tr("No document has such an answer yet."), drawn=False)
            return
        most = sorted(counts, key=lambda name: -counts[name].total())[:MOST_LINES]
        seen = [day for name in most for day in counts[name]]
        first, last = min(seen) - 1, max(seen)
        series = [
            Series(self.marked(name), self.people()[name], _added_up(counts[name], first, last))
            for name in self.people()
            if name in most
        ]
        said = "; ".join(f"{self.marked(name)} {counts[name].total():,}" for name in most)
        up = up_to(max(counts[name].total() for name in most), number)
        across = days(date.fromordinal(first), date.fromordinal(last))
        self.chart.show_series(series, across, up, said)
        self.over_time.say(self.tr("Documents: {0}.").format(said))

    def _draw_answers(self) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self.table("answers").each():
            counts[row["annotator"]][row["answer"]] += row["documents"]
        most = max((each.total() for each in counts.values()), default=0)
        used = [one for one in ANSWERS if any(each[one] for each in counts.values())]
        colors = {answer: _ANSWER_COLORS[answer] for answer in used}
        self.answer_colors.show_colors({self.said[one]: color for one, color in colors.items()})
        bars = [
            Bar(
                self.marked(name),
                counts[name].total() / most,
                PALETTE[0],
                said=f"{counts[name].total():,}",
                parts=[
                    Part(self.said[one], counts[name][one] / most, color, f"{counts[name][one]:,}")
                    for one, color in colors.items()
                    if counts[name][one]
                ],
            )
            for name in self.people()
            if name in counts
        ]
        show_all(self.answers, bars)
        none = "" if bars else self.tr("Nobody has answered a document yet.")
        self.by_answer.say(none, drawn=bool(bars))

    def _draw_labels(self) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self.table("labels").each():
            counts[row["label"]][row["annotator"]] += row["spans"]
        most = max((each.total() for each in counts.values()), default=0)
        used = {n: c for n, c in self.people().items() if any(each[n] for each in counts.values())}
        self.people_colors.show_colors({self.marked(n): color for n, color in used.items()})
        bars = [
            Bar(
                label,
                each.total() / most,
                PALETTE[0],
                said=f"{each.total():,}",
                parts=[
                    Part(self.marked(name), each[name] / most, color, f"{each[name]:,}")
                    for name, color in used.items()
                    if each[name]
                ],
            )
            for label, each in sorted(counts.items(), key=lambda item: -item[1].total())
        ]
        show_all(self.labels, bars)
        none = "" if bars else self.tr("No span has a label yet.")
        self.by_label.say(none, drawn=bool(bars))


_ANSWER_COLORS = dict(zip(ANSWERS, ("#348766", "#8d0034", "#df891f", "#7faefc"), strict=True))


def _added_up(counts: Counter[int], first: int, last: int) -> list[tuple[float, float]]:
    """From nothing on the first day to all on the last."""
    total, points = 0, [(float(first), 0.0)]
    for day, count in sorted(counts.items()):
        if points[-1][0] < day - 1:
            points.append((float(day - 1), float(total)))
        total += count
        points.append((float(day), float(total)))
    if points[-1][0] < last:
        points.append((float(last), float(total)))
    return points
