"""What several annotators say of one document, laid out to be settled: the items, how far each
is, and the article that shows it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.core.adjudication import Item, Kind, Rule, Version, items
from annotator.core.edit import Edit
from annotator.core.sorted_spans import SortedSpans
from annotator.core.span import Span, SpanKey, key_of
from annotator.core.suggestion import AND, Contender, Suggestion
from annotator.session.article import Article, Focus

MANY = 1_000
"""With so many spans changed all is laid out anew."""


class Stage(StrEnum):
    """How far an item is: a person is to settle it, the rule settles it at the end, or it is
    settled."""

    OPEN = "open"
    BY_RULE = "by rule"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Said:
    """What one annotator says: the `name`, and the spans in reading order."""

    name: str
    spans: Sequence[Span]


class Board:
    """`own` is the annotation that becomes gold. `shown` is what the article view shows: what is
    settled, or will be by the rule, as labels; what is open as suggestions. `others`: names and
    answers of those who are not compared."""

    def __init__(
        self,
        own: Article,
        said: Sequence[Said],
        rule: Rule,
        others: Sequence[tuple[str, str | None]] = (),
    ) -> None:
        self.own = own
        self.others = others
        self.rule = rule
        self.names = [one.name for one in said]
        self.items = items([[*map(key_of, one.spans)] for one in said])
        self.conflicts = [i for i, item in enumerate(self.items) if item.kind is not Kind.AGREED]
        self._said = said
        self._item_of = {key: i for i, item in enumerate(self.items) for key in item.keys}
        self._proposed: dict[SpanKey, Span] | None = None
        self.shown = Article(own.document, own.text, own.words)
        self._look_anew()

    # What is there

    def item_of(self, key: SpanKey) -> int | None:
        """The number of the item that a span is in; None: nobody has it."""
        return self._item_of.get(key)

    def stage(self, number: int) -> Stage:
        """How far an item is."""
        return self._stages[number]

    def _stage(self, item: Item) -> Stage:
        if all(self._is_decided(key) for key in item.keys):
            return Stage.SETTLED
        return Stage.OPEN if item.by_rule(self.rule) is None else Stage.BY_RULE

    def _is_decided(self, key: SpanKey) -> bool:
        return key in self.own.rejected or self.own.spans.get(key) is not None

    def count(self, stage: Stage) -> int:
        """How many items are that far."""
        return self._counts[stage]

    def outcome(self, number: int) -> Version:
        """What gold has of an item: of its own, and what was made instead of it; before it is
        settled, what the rule or else the most annotators propose."""
        item = self.items[number]
        if self.stage(number) is not Stage.SETTLED:
            return item.by_rule(self.rule) or item.proposed
        return tuple(map(key_of, self.belonging(item)))

    def belonging(self, item: Item) -> list[Span]:
        """The spans of gold that stand for an item: those of it, and those nobody else has on
        the same words."""
        around = self.own.spans.overlapping(item.start, item.end)
        mine = set(item.keys)
        return [s for s in around if key_of(s) in mine or self.item_of(key_of(s)) is None]

    def holders(self, key: SpanKey) -> list[str]:
        """The names of those who have a span."""
        number = self.item_of(key)
        having = self.items[number].having(key) if number is not None else ()
        return [self.names[i] for i in having]

    # What is to change

    def settling(self, item: Item, version: Iterable[SpanKey]) -> Edit:
        """The edit that makes a version of an item gold, and turns the rest of it down."""
        wanted = set(version)
        held = {key_of(span): span for span in self.belonging(item)}
        rejected = self.own.rejected
        return Edit(
            removed=tuple(span for key, span in held.items() if key not in wanted),
            added=tuple(self.span(key) for key in sorted(wanted) if key not in held),
            rejected=tuple(k for k in item.keys if k not in wanted and k not in rejected),
            restored=tuple(sorted(wanted & rejected)),
        )

    def correcting(self, item: Item, focus: Focus, span: Span) -> Edit:
        """The edit that makes another span of a focused one; the item is thereby settled."""
        kept = [key_of(s) for s in self.belonging(item) if key_of(s) != key_of(focus)]
        return self.settling(item, [*kept, key_of(span)])

    def settling_by_rule(self) -> Edit:
        """The edit that settles all that the rule settles."""
        edits = [
            self.settling(item, version)
            for item, stage in zip(self.items, self._stages, strict=True)
            if stage is Stage.BY_RULE and (version := item.by_rule(self.rule)) is not None
        ]
        return Edit(
            removed=tuple(span for edit in edits for span in edit.removed),
            added=tuple(span for edit in edits for span in edit.added),
            rejected=tuple(key for edit in edits for key in edit.rejected),
            restored=tuple(key for edit in edits for key in edit.restored),
        )

    def span(self, key: SpanKey) -> Span:
        """The span of a key as it becomes gold: with the machine that proposed it, if that is
        known of an annotator's."""
        if self._proposed is None:
            self._proposed = {
                key_of(span): Span(*key_of(span), span.source, span.score)
                for one in reversed(self._said)
                for span in one.spans
                if span.source is not None
            }
        return self._proposed.get(key) or Span(*key)

    # What is shown

    def _look_anew(self) -> None:
        self._stages = [self._stage(item) for item in self.items]
        self._counts = Counter(self._stages)
        shown = self.shown
        shown.answer, shown.flagged = self.own.answer, self.own.flagged
        labels: list[Span] = [*self.own.spans]
        contenders: list[Suggestion] = []
        for number in range(len(self.items)):
            calm, loud = self._look(number)
            labels += calm
            contenders += loud
        shown.spans, shown.suggestions = SortedSpans(labels), SortedSpans(contenders)

    def _look(self, number: int) -> tuple[list[Span], list[Contender]]:
        """What of an item is drawn as a label and as a suggestion, beside what gold has."""
        item, stage = self.items[number], self.stage(number)
        if stage is Stage.SETTLED:
            return [], []
        undecided = [key for key in item.keys if not self._is_decided(key)]
        if stage is Stage.BY_RULE:
            version = item.by_rule(self.rule) or ()
            return [self.span(key) for key in undecided if key in version], []
        return [], [self._contender(item, key) for key in undecided]

    def _contender(self, item: Item, key: SpanKey) -> Contender:
        having = item.having(key)
        names = AND.join(self.names[i] for i in having)
        share = len(having) / item.people
        return Contender(*key, names, share, numbers=tuple(i + 1 for i in having))

    def follow(self, edit: Edit) -> None:
        """Show what an edit of the own annotation has changed."""
        self.shown.answer, self.shown.flagged = self.own.answer, self.own.flagged
        keys = {*map(key_of, (*edit.removed, *edit.added)), *edit.rejected, *edit.restored}
        if len(keys) > MANY:
            self._look_anew()
            return
        touched = {number for key in keys if (number := self.item_of(key)) is not None}
        for number in touched:
            keys.update(self.items[number].keys)
        for key in keys:
            self._renew(key)
        for number in touched:
            self._put_stage(number)
            calm, loud = self._look(number)
            for span in calm:
                self.shown.spans.add(span)
            for contender in loud:
                self.shown.suggestions.add(contender)

    def _put_stage(self, number: int) -> None:
        self._counts[self._stages[number]] -= 1
        self._stages[number] = self._stage(self.items[number])
        self._counts[self._stages[number]] += 1

    def _renew(self, key: SpanKey) -> None:
        spans, suggestions = self.shown.spans, self.shown.suggestions
        if spans.get(key) is not None:
            spans.remove(key)
        if suggestions.get(key) is not None:
            suggestions.remove(key)
        own = self.own.spans.get(key)
        if own is not None:
            spans.add(own)
