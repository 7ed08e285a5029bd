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

    `runners_up` holds (label, score) pairs, best first, without `label` itself.
    """

    start: int
    end: int
    label: str
    source: str
    score: float | None = None
    runners_up: tuple[tuple[str, float], ...] = ()

    def accepted(self, label: str | None = None) -> Span:
        """The span that accepting this makes, under `label` if given."""
        return Span(self.start, self.end, label or self.label, self.source, self.score)
