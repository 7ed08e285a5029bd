"""Handing what a project holds to a writer, with an account of what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.core.annotation import Answer
from annotator.core.provenance import origins
from annotator.core.record import Exported, Problem, Written
from annotator.core.span import key_of
from annotator.core.words import Words
from annotator.formats.format import Corpus, Format, Holds, Writing
from annotator.session.account import Account
from annotator.storage.project import Project

UNFIT = {Answer.REJECT: "rejected", Answer.IGNORE: "skipped"}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which annotations: of whom (None: of all), with which answers (None among them: without
    one; None: all); or with `suggested` what machines proposed. `settled_by`: of what this
    annotator has answered nobody else's."""

    annotator: str | None
    answers: Sequence[str | None] | None
    suggested: bool
    settled_by: str | None = None


class Exporter:
    """Hands out the annotations of a project, of one part of a split if there is one, and
    keeps the account: of `run` first, then of `account`, `problems` and `labels`."""

    def __init__(
        self,
        project: Project,
        known: Format,
        which: Filter,
        *,
        part: str,
        of: Mapping[str, str],
    ) -> None:
        self.account = Account()
        self.problems: list[Problem] = []
        self.labels: Counter[str] = Counter()
        self._project = project
        self._known = known
        self._which = which
        self._part = part
        self._of = of
        self._item: Exported | None = None
        self._lost: Counter[Holds] = Counter()
        self._settlers = project.journal.settlers()
        self._off_edges = 0
        self._first_off_edge: Problem | None = None

    def corpus(self, offsets: str | None, *, flat: bool) -> Corpus:
        """What the writer is told of all that it will write."""
        return Corpus(
            labels=tuple(label.name for label in self._project.labels()),
            language=self._project.setting("language"),
            nested=not flat and self._project.annotations.has_overlaps(),
            offsets=offsets,
        )

    def run(self, write: Callable[[Iterable[Exported]], Writing]) -> Iterator[Problem | Written]:
        """Write all, with each outcome as it comes."""
        for outcome in write(self._each_fit()):
            self._take(outcome)
            yield outcome
        self.problems += _said(self._lost)
        if self._first_off_edge is not None:
            self.problems.append(_counted(self._first_off_edge, self._off_edges))

    def _each_fit(self) -> Iterator[Exported]:
        for item in self._each():
            if self._of.get(item.key, "") != self._part:
                continue
            self.account.annotations.read += 1
            self.account.spans.read += len(item.spans)
            self._item = item
            unfit = self._why_unfit(item)
            if unfit:
                self._take(item.left_out("annotation", unfit))
            else:
                yield self._with_tokens(self._with_origins(item))
                self._look_at(item)

    def _each(self) -> Iterator[Exported]:
        which = self._which
        if which.suggested:
            return self._project.suggestions.each_exported(source=which.annotator)
        return self._project.annotations.each(
            annotator=which.annotator, answers=which.answers, settled_by=which.settled_by
        )

    def _why_unfit(self, item: Exported) -> str:
        """A document that was turned down would be read as gold where answers get lost."""
        if Holds.ANSWERS in self._known.holds or self._which.answers or not item.answer:
            return ""
        said = UNFIT.get(item.answer)
        return f"it was {said}, and this format has no room for answers" if said else ""

    def _with_origins(self, item: Exported) -> Exported:
        number = self._settlers.get(item.annotator)
        document = self._project.documents.of_key(item.key) if number else None
        if number is None or document is None:
            return item
        chain = self._project.histories.shown((document.id, number))
        return replace(item, origins=origins(chain))

    def _with_tokens(self, item: Exported) -> Exported:
        if Holds.CHARACTERS in self._known.holds and not self._known.tokens:
            return item
        return replace(item, tokens=tuple(self._project.suggestions.tokens_by_key(item.key)))

    def _take(self, outcome: Problem | Written) -> None:
        account, item = self.account, self._item
        assert item is not None
        if isinstance(outcome, Written):
            account.annotations.written += 1
            account.spans.written += outcome.spans
            self.labels.update(span.label for span in item.spans)
            return
        self.problems.append(outcome)
        if outcome.left_out == "annotation":
            account.annotations.left_out += 1
            account.spans.left_out += len(item.spans)
        elif outcome.left_out == "span":
            account.spans.left_out += 1

    def _look_at(self, item: Exported) -> None:
        """What of it the format has no room for, and which spans trainers will leave out."""
        self._lost.update(_features(item) - self._known.holds)
        if Holds.CHARACTERS in self._known.holds:
            for found in _off_the_edges(self._project, item):
                self._off_edges += 1
                self._first_off_edge = self._first_off_edge or found


def _features(item: Exported) -> set[Holds]:
    found = {
        Holds.NOTES: item.note,
        Holds.SPAN_NOTES: any(span.note for span in item.spans),
        Holds.RELATIONS: item.kept,
        Holds.UNKNOWN: not item.complete,
        Holds.META: item.meta,
    }
    return {what for what, there in found.items() if there}


def _said(lost: Counter[Holds]) -> Iterator[Problem]:
    for what, count in lost.items():
        reason = f"this format has no room for {what}, which {count:,} annotations have"
        yield Problem("export", None, reason, "nothing")


def _counted(first: Problem, count: int) -> Problem:
    """One remark instead of as many as there are spans: 70,000 of them would bury the rest."""
    others = f"; so are {count - 1:,} more spans" if count > 1 else ""
    return replace(first, reason=f"{first.reason}{others}")


def _off_the_edges(project: Project, item: Exported) -> Iterator[Problem]:
    """Spans that begin or end inside a token: they are written, but trainers leave them out."""
    # What a pipeline proposed stands on its own tokens.
    made = [span for span in item.spans if span.source is None]
    if made:
        words = Words(item.text, project.suggestions.tokens_by_key(item.key))
        for span in made:
            if not words.is_whole(span.start, span.end):
                reason = f"{item.text[span.start : span.end]!r} is off the word edges"
                yield item.left_out("nothing", reason, key_of(span))
