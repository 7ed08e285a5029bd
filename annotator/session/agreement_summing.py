"""The report on agreement, out of what was counted."""

from collections.abc import Iterator

from annotator.session import agreement_words as words
from annotator.session.agreement_report import (
    AgreementOptions,
    AgreementReport,
    GoldAgreement,
    GroupLabel,
    GroupPeriod,
    Interval,
    LabelAgreement,
    Match,
    PairAgreement,
    PairPeriod,
)
from annotator.train.agreement import (
    Draws,
    Estimate,
    Sums,
    alpha_of,
    cohens_kappa,
    f_of,
    fleiss_kappa,
    kappa_of,
    krippendorffs_alpha,
    share,
)
from annotator.train.agreement_tally import Tally

EXACT = ("right", "first_spans", "second_spans")
PARTIAL = ("met", "first_spans", "second_spans")
BOUNDARIES = ("ranges_right", "first_ranges", "second_ranges")
Place = tuple[int, int]


def summed(
    tally: Tally, people: list[str], gold: list[str], options: AgreementOptions
) -> AgreementReport:
    """The report; `people` and `gold` are named in the order in which they were counted."""
    summing = _Summing(tally, [*people, *gold], options.resamples)
    draws = summing.draws(tally.group)
    fleiss, alpha = draws.estimate(fleiss_kappa), draws.estimate(krippendorffs_alpha)
    several = tally.group.documents()
    report = AgreementReport(
        annotators=people,
        documents=several,
        pairs=[summing.pair(place) for place in sorted(tally.pairs) if place[0] < len(people)],
        fleiss=fleiss.value,
        fleiss_interval=_interval(fleiss),
        alpha=alpha.value,
        alpha_interval=_interval(alpha),
        labels=summing.group_labels(draws),
        by=tally.frame.periods.by if several else "",
        over_time=list(summing.group_over_time()),
        gold=[summing.gold(place) for place in sorted(tally.pairs) if place[0] >= len(people)],
        resamples=options.resamples,
        unfinished=bool(options.unfinished) and several > 0,
    )
    report.undefined = _why_not(report, tally.group)
    return report


def _why_not(report: AgreementReport, group: Sums) -> dict[str, str]:
    found = {}
    total = group.total()
    if report.fleiss is None:
        full = total["full_chosen"].sum()
        nobody = words.NOT_ALL.format(len(report.annotators))
        found["fleiss"] = words.ONE_LABEL if full else nobody
    if report.alpha is None:
        found["alpha"] = words.ONE_LABEL if total["chosen"].sum() else words.NO_WORDS
    if not report.documents:
        found = dict.fromkeys(("fleiss", "alpha"), words.ALONE)
    return found


class _Summing:
    def __init__(self, tally: Tally, names: list[str], resamples: int) -> None:
        self._tally = tally
        self._names = names
        self._labels = list(enumerate(tally.frame.labels))
        self._resamples = resamples

    def draws(self, sums: Sums) -> Draws:
        return Draws(sums, self._resamples)

    def pair(self, place: Place) -> PairAgreement:
        over_time = list(self._over_time(place))
        return self._pair(place, self._tally.pairs[place], over_time)

    def gold(self, place: Place) -> GoldAgreement:
        """A pair with gold, which then comes first."""
        seeds = self._tally.on_seeds[place]
        on_seeds = self._pair(place, seeds, []) if seeds.documents() else None
        return GoldAgreement(self._names[place[1]], self.pair(place), on_seeds)

    def _pair(self, place: Place, sums: Sums, over_time: list[PairPeriod]) -> PairAgreement:
        draws = self.draws(sums)
        partly, kappa = _match(sums, draws, PARTIAL), draws.estimate(cohens_kappa)
        by_label = dict(self._by_label(sums, draws))
        pair = PairAgreement(
            first=self._names[place[0]],
            second=self._names[place[1]],
            documents=sums.documents(),
            exact=_match(sums, draws, EXACT),
            boundaries=_match(sums, draws, BOUNDARIES),
            partial=partly.f,
            partly=partly,
            label_only=draws.estimate(share("labels_right", "ranges_right")),
            labels={name: one.exact.f or 0.0 for name, one in by_label.items()},
            by_label=by_label,
            kappa=kappa.value,
            kappa_interval=_interval(kappa),
            over_time=over_time,
            undefined={},
        )
        pair.undefined.update(_unsaid(pair, sums))
        return pair

    def _by_label(self, sums: Sums, draws: Draws) -> Iterator[tuple[str, LabelAgreement]]:
        for number, name in self._labels:
            exact = _match(sums, draws, EXACT, number)
            if exact.gold or exact.predicted:
                partial = _match(sums, draws, PARTIAL, number)
                yield name, LabelAgreement(exact, partial, draws.estimate(kappa_of(number + 1)))

    def _over_time(self, place: Place) -> Iterator[PairPeriod]:
        for name, sums in self._periods(self._tally.pairs_by_period[place]):
            draws = self.draws(sums)
            exact, kappa = draws.estimate(f_of(*EXACT)), draws.estimate(cohens_kappa)
            yield PairPeriod(name, sums.documents(), exact, kappa)

    def group_over_time(self) -> Iterator[GroupPeriod]:
        for name, sums in self._periods(self._tally.group_by_period):
            draws = self.draws(sums)
            fleiss, alpha = draws.estimate(fleiss_kappa), draws.estimate(krippendorffs_alpha)
            yield GroupPeriod(name, sums.documents(), fleiss, alpha)

    def _periods(self, sums: Sums) -> Iterator[tuple[str, Sums]]:
        """Those in which something was finished, with what was counted then."""
        rows, periods = self._tally.rows_of_period, self._tally.frame.periods
        for place in range(periods.count):
            part = sums.part(slice(place * rows, (place + 1) * rows))
            if part.documents():
                yield periods.name(place), part

    def group_labels(self, draws: Draws) -> dict[str, GroupLabel]:
        chosen = self._tally.group.total()["chosen"]
        return {
            name: GroupLabel(int(chosen[number + 1]), draws.estimate(alpha_of(number + 1)))
            for number, name in self._labels
            if chosen[number + 1]
        }


def _match(
    sums: Sums, draws: Draws, columns: tuple[str, str, str], label: int | None = None
) -> Match:
    total = sums.total()
    right, gold, predicted = (
        int(total[name].sum() if label is None else total[name][label]) for name in columns
    )
    f = draws.estimate(f_of(*columns, label=label))
    return Match(
        gold=gold,
        predicted=predicted,
        right=right,
        precision=right / predicted if predicted else None,
        recall=right / gold if gold else None,
        f=f.value,
        low=f.low,
        high=f.high,
    )


def _interval(estimate: Estimate) -> Interval:
    if estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def _unsaid(pair: PairAgreement, sums: Sums) -> Iterator[tuple[str, str]]:
    """Why some measures of two annotators are None."""
    if pair.exact.f is None:
        yield from dict.fromkeys(("exact", "boundaries", "partial"), words.NO_SPANS).items()
    if pair.label_only.value is None:
        yield "label_only", words.NO_RANGES
    if pair.kappa is None:
        yield "kappa", words.ONE_LABEL if sums.total()["words"][0] else words.NO_WORDS
