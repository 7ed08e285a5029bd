"""What becomes of annotations when the label set changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from annotator.core.annotation import Annotation
from annotator.core.edit import Edit
from annotator.core.label import LabelSet
from annotator.core.span import Span, SpanKey, key_of, relabelled
from annotator.core.split_rule import Rule

Target = Callable[[SpanKey], str | None]
"""The label that a span with this key is to have; None: it is to be removed."""


@dataclass(frozen=True, slots=True)
class Split:
    """Those spans of a label that a rule means get the label `to`."""

    label: str
    rule: Rule
    to: str


@dataclass(frozen=True)
class LabelPlan:
    """A change of the label set: `moved` tells what becomes of the spans of a label (None: they
    are removed), `splits` those of them that go elsewhere; the first that fits counts.

    Raises ValueError if spans would be left without a label of the set.
    """

    before: LabelSet
    after: LabelSet
    moved: Mapping[str, str | None] = field(default_factory=dict)
    splits: tuple[Split, ...] = ()

    def __post_init__(self) -> None:
        for label in self.before:
            if label.name not in self.after and label.name not in self.moved:
                raise ValueError(f"nobody says what becomes of the spans of {label.name!r}")
        for name in (*filter(None, self.moved.values()), *(split.to for split in self.splits)):
            if name not in self.after:
                raise ValueError(f"there is no label {name!r}")

    @property
    def is_empty(self) -> bool:
        """Whether it would change nothing."""
        return list(self.before) == list(self.after) and not self.splits and not self.moved

    @property
    def touched(self) -> set[str]:
        """The labels of which spans may change."""
        return {*self.moved, *(split.label for split in self.splits)}


def changed(annotation: Annotation, target: Target) -> Edit:
    """The edit that gives each span its target label.

    Where two spans become one, that which had the label already stays, else the first. What was
    turned down stays so under its new name, unless a span of that name stands there.
    """
    staying = {key_of(s): s for s in annotation.spans if target(key_of(s)) == s.label}
    added: dict[SpanKey, Span] = {}
    for span in annotation.spans:
        label = target(key_of(span))
        if label is not None and label != span.label:
            new = relabelled(span, label)
            if key_of(new) not in staying:
                added.setdefault(key_of(new), new)
    removed = tuple(span for span in annotation.spans if key_of(span) not in staying)
    rejected = _turned_down(annotation, target) - {*staying, *added}
    return Edit(
        removed=removed,
        added=tuple(added[key] for key in sorted(added)),
        rejected=tuple(sorted(rejected - annotation.rejected)),
        restored=tuple(sorted(annotation.rejected - rejected)),
    )


def _turned_down(annotation: Annotation, target: Target) -> frozenset[SpanKey]:
    # Nobody ever said anything of a label that is deleted with its spans: that may stay.
    moved = (
        (start, end, target((start, end, label)) or label)
        for start, end, label in annotation.rejected
    )
    return frozenset(moved)
