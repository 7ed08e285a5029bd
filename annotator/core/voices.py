"""Many sources, one voice: what agrees is one suggestion, and what does not fit is settled."""

from collections.abc import Iterator
from dataclasses import replace

from annotator.core.calibration import Calibration
from annotator.core.memory import SOURCE as MEMORY
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import SpanKey, key_of
from annotator.core.suggestion import AND, Suggestion, sources_of

UNKNOWN = 0.5
"""How sure a source is taken to be that gives no score."""
UNPROVEN = 0.65
"""What the score of a source is worth against others as long as nothing is known of it here: on
six corpora the embedded pipeline was right in about that share of what its scores promise.
Memory's are shares that were counted here."""
MOST_RUNNERS_UP = 5
PART = 0.35


def united(suggestions: list[Suggestion], calibration: Calibration) -> list[Suggestion]:
    """One suggestion for each range, label and opinion.

    Sources that agree on a range and label become one suggestion that names them all, as sure
    as the surest of them: they learn from one another's, so that they are no independent
    witnesses. Of other labels on the same range the surest stands and has the others as
    runners-up; of other ranges that overlap the surest stands. Spans of one source are never
    set against each other: they may nest. Where a calibration is known it is what counts.
    """
    if not calibration.is_known and len({one.source for one in suggestions}) <= 1:
        return suggestions
    rated = [_rated(one, calibration) for one in suggestions]
    agreed = _agreed(rated)
    if len({one.source for one in agreed}) > 1:
        agreed = [kept for cluster in _clusters(agreed) for kept in _settled(cluster)]
    return agreed


def _rated(one: Suggestion, calibration: Calibration) -> Suggestion:
    if one.chance is not None:
        return one
    chance = calibration.chance(one.source, one.score)
    return one if chance is None else replace(one, chance=round(chance, 4))


def _agreed(suggestions: list[Suggestion]) -> list[Suggestion]:
    """One for each key, in reading order."""
    by_key: dict[SpanKey, Suggestion] = {}
    for one in suggestions:
        held = by_key.get(key_of(one))
        by_key[key_of(one)] = one if held is None else _together(held, one)
    return [by_key[key] for key in sorted(by_key)]


def _together(held: Suggestion, other: Suggestion) -> Suggestion:
    if other.source in sources_of(held.source):
        return max(held, other, key=_sure)
    return replace(
        other,
        source=AND.join([held.source, other.source]),
        chance=max(_sure(held), _sure(other)),
        runners_up=_merged(other.label, [*held.runners_up, *other.runners_up]),
    )


def _clusters(agreed: list[Suggestion]) -> Iterator[list[Suggestion]]:
    """Suggestions in reading order, in runs of which none overlaps with another run."""
    cluster: list[Suggestion] = []
    end = 0
    for one in agreed:
        if cluster and one.start >= end:
            yield cluster
            cluster = []
        cluster.append(one)
        end = max(end, one.end)
    if cluster:
        yield cluster


def _settled(cluster: list[Suggestion]) -> list[Suggestion]:
    if len(cluster) == 1:
        return cluster
    kept: SortedSpans[Suggestion] = SortedSpans()
    for one in sorted(cluster, key=lambda s: _rank(s, cluster)):
        against = [s for s in kept.overlapping(one.start, one.end) if _differ(s, one)]
        if not against:
            kept.add(one)
        elif (against[0].start, against[0].end) == (one.start, one.end):
            _take_as_runner_up(kept, against[0], one)
    return list(kept)


def _rank(one: Suggestion, cluster: list[Suggestion]) -> tuple[bool, float, int, SpanKey]:
    """The first stands. What memory knows may be a part of a longer name here."""
    is_part = one.source == MEMORY and any(_is_round(other, one) for other in cluster)
    return is_part, -_weight(one), one.start - one.end, key_of(one)


def _is_round(other: Suggestion, one: Suggestion) -> bool:
    is_longer = other.end - other.start > one.end - one.start
    return (
        is_longer
        and other.start <= one.start
        and one.end <= other.end
        and _differ(other, one)
        and _sure(other) >= PART
    )


def _take_as_runner_up(kept: SortedSpans[Suggestion], best: Suggestion, one: Suggestion) -> None:
    others = [*best.runners_up, (one.label, _sure(one)), *one.runners_up]
    kept.remove(key_of(best))
    kept.add(replace(best, runners_up=_merged(best.label, others)))


def _merged(label: str, others: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    scores: dict[str, float] = {}
    for name, score in others:
        if name != label:
            scores[name] = max(score, scores.get(name, 0.0))
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(ranked[:MOST_RUNNERS_UP])


def _differ(a: Suggestion, b: Suggestion) -> bool:
    return set(sources_of(a.source)).isdisjoint(sources_of(b.source))


def _sure(one: Suggestion) -> float:
    return UNKNOWN if one.sureness is None else one.sureness


def _weight(one: Suggestion) -> float:
    """What it counts against another source's."""
    is_proven = one.chance is not None or one.source == MEMORY
    return _sure(one) * (1.0 if is_proven else UNPROVEN)
