"""A span that a machine proposes."""

from dataclasses import dataclass

from annotator.core.span import Span

AND = " + "


def sources_of(source: str) -> list[str]:
    """Who agreed on a suggestion: its `source` names them all."""
    return source.split(AND)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed span: who proposes it, how sure it is (0 to 1), and the next best labels.

    `runners_up` holds (label, score) pairs, best first, without `label` itself. `chance` (0 to
    1) is how often what such a source says with such a score has held in this project, where
    that is known. Of several sources that agree, `score` is that of the one named last.
    """

    start: int
    end: int
    label: str
    source: str
    score: float | None = None
    runners_up: tuple[tuple[str, float], ...] = ()
    chance: float | None = None

    @property
    def sureness(self) -> float | None:
        """How likely it is right, as far as anything tells."""
        return self.score if self.chance is None else self.chance

    def accepted(self, label: str | None = None) -> Span:
        """The span that accepting this makes, under `label` if given."""
        return Span(self.start, self.end, label or self.label, self.source, self.score)


@dataclass(frozen=True, slots=True)
class Contender(Suggestion):
    """A span that annotators set against others: `numbers` are theirs, from 1."""

    numbers: tuple[int, ...] = ()
