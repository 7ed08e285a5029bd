"""What is done to the selected lines of the Concordance window, asked before and told after."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from annotator.session import line_edits
from annotator.session.changes import Changes
from annotator.session.concordance_lines import Line
from annotator.session.line_edits import Account, Act, Left
from annotator.ui.bridge import Bridge
from annotator.ui.concordance import counts
from annotator.ui.concordance.model import ConcordanceModel
from annotator.ui.concordance.question import Question
from annotator.ui.concordance.table import LineTable
from annotator.ui.train.runner import Runner

Run = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """`what` is to be done, in words; `gesture`: the same for the journal, with a place for how
    many spans it is done to."""

    what: str
    gesture: str
    act: Act


class Acting(QObject):
    """`said` carries a sentence; `changed`, before all others hear of it, the lines that were
    changed, as they were and as they are now."""

    said = Signal(str)
    changed = Signal(object)

    def __init__(
        self, bridge: Bridge, model: ConcordanceModel, table: LineTable, question: Question
    ) -> None:
        super().__init__(table)
        self._bridge = bridge
        self._model = model
        self._table = table
        self._question = question
        self._agreed: set[Line] = set()
        self._under_way: tuple[Wish, list[Line]]
        self.runner = Runner(self)
        self.runner.succeeded.connect(self._take_job)
        self.runner.failed.connect(self.said)
        self.runner.cancelled.connect(lambda: self.said.emit(self.tr("Stopped: nothing changed.")))

    def verbs(self) -> dict[str, Run]:
        """What the article's actions of these names do here."""
        found: dict[str, Run] = {"remove": self.remove}
        for name, step in (("left", -1), ("right", 1)):
            for prefix, is_start in (("extend", False), ("start", True)):
                move = partial(self.move, is_start=is_start, step=step)
                found[f"{prefix}_{name}"] = move
                found[f"{prefix}_character_{name}"] = partial(move, by_character=True)
        return found

    def relabel(self, label: str) -> None:
        """Give the selected lines this label."""
        what = self.tr("Label {0}").format(label)
        self._wish(Wish(what, f"label {{0}} {label}", line_edits.relabel(label)))

    def remove(self) -> None:
        """Remove the selected spans."""
        self._wish(Wish(self.tr("Remove"), "remove {0}", line_edits.remove()))

    def move(self, *, is_start: bool, step: int, by_character: bool = False) -> None:
        """Move an edge of the selected spans."""
        act = line_edits.move(is_start=is_start, step=step, by_character=by_character)
        what = self.tr("Move the start") if is_start else self.tr("Move the end")
        self._wish(Wish(what, "re-bound {0}", act))

    def _wish(self, wish: Wish) -> None:
        if self.runner.is_busy:
            self.said.emit(self.tr("Wait until what you have begun is done."))
            return
        lines = [self._model.lines[row] for row in self._table.rows()]
        if not lines:
            self.said.emit(self.tr("No line is selected: Shift+Down selects, Ctrl+A all."))
            return
        names = self._names(lines)
        is_own = names <= {self._bridge.session.annotator}
        if is_own or self._agreed.issuperset(lines):
            self._do(wish, lines)
            return
        self._question.ask(self._preview(wish, lines, names), lambda: self._agree(wish, lines))

    def _names(self, lines: list[Line]) -> set[str]:
        own = self._bridge.session.annotator
        ids = {line.annotator_id: line for line in lines}
        return {self._model.annotator_of(line) or own for line in ids.values()}

    def _preview(self, wish: Wish, lines: list[Line], names: set[str]) -> str:
        documents = counts.documents(len({line.document_id for line in lines}))
        return self.tr("{0}: {1} in {2} of {3}.").format(
            wish.what, counts.spans(len(lines)), documents, ", ".join(sorted(names))
        )

    def _agree(self, wish: Wish, lines: list[Line]) -> None:
        """Whoever agreed goes on with the same lines without being asked again."""
        self._agreed = set(lines)
        self._do(wish, lines)

    def _do(self, wish: Wish, lines: list[Line]) -> None:
        session, gesture = self._bridge.session, wish.gesture.format(counts.spans(len(lines)))
        self._under_way = wish, lines
        if len(lines) > line_edits.AT_ONCE:
            work = line_edits.job(session.path, session.annotator, gesture, lines, wish.act)
            self.runner.run(work)
            return

        def verb() -> Changes:
            changes, account = line_edits.do(session, gesture, lines, wish.act)
            self._end(account)
            return replace(changes, note=self._account(wish, account))

        self._bridge.do(verb)

    def _take_job(self, account: Account) -> None:
        """What the job has changed is read by the window as what another program has written."""
        said = self._account(self._under_way[0], account)
        self._end(account)
        self._bridge.do(lambda: replace(self._bridge.session.refresh(), note=said))

    def _end(self, account: Account) -> None:
        lines = self._under_way[1]
        self._agreed = {*lines, *account.now} if self._agreed.issuperset(lines) else set()
        self.changed.emit(account.changed)

    def _account(self, wish: Wish, account: Account) -> str:
        documents = counts.documents(len({line.document_id for line in account.now}))
        spans = counts.spans(len(account.now))
        said = self.tr("{0}: {1} in {2}.").format(wish.what, spans, documents)
        if account.left:
            reasons = (self._reasons()[why].format(n) for why, n in account.left.items())
            said += self.tr(" Left as they are: {0}.").format(", ".join(reasons))
        return said

    def _reasons(self) -> dict[Left, str]:
        return {
            Left.GONE: self.tr("{0:,} that are no longer there"),
            Left.SAME: self.tr("{0:,} that have this label"),
            Left.EDGE: self.tr("{0:,} that cannot be moved on"),
            Left.TAKEN: self.tr("{0:,} that would be there twice"),
            Left.NOT_LABELLED: self.tr("{0:,} that are not labelled"),
        }
