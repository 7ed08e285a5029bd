"""A change of the label set while it is being thought out: a list of labels to work on."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from annotator.core.label import Label, LabelSet
from annotator.core.label_changes import LabelPlan, Split
from annotator.core.split_rule import Rule


@dataclass(eq=False)
class DraftLabel:
    """A label as it is to be; the spans of the labels `sources` will have it."""

    label: Label
    sources: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name it is to have."""
        return self.label.name


@dataclass
class LabelDraft:
    """Starts as the label set is; `plan` tells what is to be done."""

    before: LabelSet
    rows: list[DraftLabel] = field(init=False)
    removed: list[str] = field(default_factory=list)
    splits: list[tuple[str, Rule, DraftLabel]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [DraftLabel(label, [label.name]) for label in self.before]

    def row(self, name: str) -> DraftLabel:
        """The label that is to have this name; raises ValueError if there is none."""
        found = next((row for row in self.rows if row.name == name), None)
        if found is None:
            raise ValueError(f"there is no label {name!r}")
        return found

    def add(self, name: str, at: int | None = None) -> DraftLabel:
        """Put a new label before row `at`, or at the end. Raises ValueError."""
        self._require_free(name)
        # The set gives it the key and the colour that it would get in it.
        made = DraftLabel(LabelSet([*(row.label for row in self.rows), Label(name)])[-1])
        self.rows.insert(len(self.rows) if at is None else at, made)
        return made

    def change(
        self,
        row: DraftLabel,
        *,
        name: str | None = None,
        color: str | None = None,
        key: str | None = None,
        guideline: str | None = None,
    ) -> None:
        """Change what is given. A key that another label has is exchanged with it.

        Raises ValueError, and has then changed nothing.
        """
        if name is not None and name != row.name:
            self._require_free(name)
        given = {"name": name, "color": color, "key": key, "guideline": guideline}
        new = replace(row.label, **{k: v for k, v in given.items() if v is not None})
        new = replace(new, key=new.key.lower())
        holder = next(
            (one for one in self.rows if one.label.key == new.key and one is not row), None
        )
        if holder is not None and new.key:
            holder.label = replace(holder.label, key=row.label.key)
        row.label = new

    def _require_free(self, name: str) -> None:
        if any(row.name == name for row in self.rows):
            raise ValueError(f"there is a label {name!r} already: merge the two instead")

    def move(self, row: DraftLabel, step: int) -> None:
        """Move a label up (-1) or down (1) in the list."""
        at = self.rows.index(row)
        to = min(len(self.rows) - 1, max(0, at + step))
        self.rows.insert(to, self.rows.pop(at))

    def merge(self, others: Sequence[DraftLabel], into: DraftLabel) -> None:
        """Let the spans of these labels have another, and the labels go."""
        for other in others:
            if other is not into:
                into.sources += other.sources
                self.splits = [
                    (s, rule, into if to is other else to) for s, rule, to in self.splits
                ]
                self.rows.remove(other)

    def delete(self, row: DraftLabel) -> None:
        """Remove a label with its spans."""
        self.removed += row.sources
        self.splits = [split for split in self.splits if split[2] is not row]
        self.rows.remove(row)

    def split(self, row: DraftLabel, rule: Rule, to: DraftLabel) -> None:
        """Give those spans of a label that a rule means another one. Raises ValueError."""
        rule.test()
        if not row.sources:
            raise ValueError(f"{row.name!r} is new: it has no spans that could be split")
        if to is row:
            raise ValueError("the spans have that label already")
        self.splits += [(source, rule, to) for source in row.sources]

    def plan(self) -> LabelPlan:
        """What is to be done."""
        moved: dict[str, str | None] = dict.fromkeys(self.removed)
        for row in self.rows:
            moved |= {source: row.name for source in row.sources if source != row.name}
        splits = tuple(Split(source, rule, to.name) for source, rule, to in self.splits)
        return LabelPlan(self.before, LabelSet(row.label for row in self.rows), moved, splits)
