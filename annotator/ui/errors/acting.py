"""What the keys of the window for label errors do to the selected lines."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from annotator.core.label_errors.error import LabelError
from annotator.session import mending
from annotator.session.changes import Changes
from annotator.session.line_edits import Account
from annotator.ui.bridge import Bridge
from annotator.ui.concordance.question import Question

Mend = Callable[[Sequence[LabelError]], tuple[Changes, Account]]


class ErrorActing(QObject):
    """`said` carries a sentence. Before other people's labels are changed it asks, once."""

    said = Signal(str)

    def __init__(
        self, bridge: Bridge, question: Question, chosen: Callable[[], list[LabelError]]
    ) -> None:
        super().__init__(question)
        self._bridge = bridge
        self._question = question
        self._chosen = chosen
        self._agreed: set[int] = set()

    def fix(self) -> None:
        """Do what is proposed for the selected lines."""
        self._mend(lambda errors: mending.fix(self._bridge.session, errors))

    def relabel(self, label: str) -> None:
        """Give the selected lines this label instead."""
        self._mend(lambda errors: mending.relabel(self._bridge.session, errors, label))

    def dismiss(self) -> None:
        """Remember that the selected lines are no errors."""
        errors = self._chosen()
        if not errors:
            return
        said = self.tr("Dismissed: {0:,}. Ctrl+Z takes it back.").format(len(errors))
        self._bridge.do(lambda: replace(mending.dismiss(self._bridge.session, errors), note=said))
        self.said.emit(said)

    def _mend(self, mend: Mend) -> None:
        errors = self._chosen()
        others = {one.annotator_id for one in errors} - {self._bridge.session.annotator_id, 0}
        if not errors:
            return
        if others <= self._agreed:
            self._do(mend, errors)
            return
        sentence = self.tr(
            "These are labels of others. They are changed, and it is noted that you did it."
        )
        self._question.ask(sentence, lambda: self._agree(mend, errors, others))

    def _agree(self, mend: Mend, errors: list[LabelError], others: set[int]) -> None:
        self._agreed |= others
        self._do(mend, errors)

    def _do(self, mend: Mend, errors: list[LabelError]) -> None:
        done: list[Account] = []

        def verb() -> Changes:
            changes, account = mend(errors)
            done.append(account)
            return replace(changes, note=self._account(account))

        self._bridge.do(verb)
        for account in done:
            self.said.emit(self._account(account))

    def _account(self, account: Account) -> str:
        said = self.tr("Mended: {0:,}. Ctrl+Z takes it back.").format(len(account.now))
        left = account.left.total()
        return said + (self.tr(" Left as they are: {0:,}.").format(left) if left else "")
